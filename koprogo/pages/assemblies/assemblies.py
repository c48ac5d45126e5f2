"""The assemblies: those to come and those that were, and the first step of a new one."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.choose import pick
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import checkbox, choices, date_input, select_input, text_input
from koprogo.components.layout import list_link, list_panel, stack, steps
from koprogo.components.navigation import button_link
from koprogo.components.status import tag
from koprogo.components.text import t, tdate, tmoment, tn
from koprogo.pages.shell import page
from koprogo.state.assemblies.assemblies import AssembliesState as List

KINDS = {"ordinary": t("Ordinary assembly"), "extraordinary": t("Extraordinary assembly")}


def assemblies() -> rx.Component:
    """List the assemblies in reach; the syndic may begin a new one."""
    new = button_link(t("New assembly"), href=urls.NEW_ASSEMBLY, main=True, shape="plus", data_testid="new-assembly")
    return page(
        t("Assemblies"),
        answers(List.refusal),
        rx.cond(List.loaded, _lists(), rx.cond(List.refusal.kind == "", waiting())),
        current="assembly",
        acts=(rx.cond(List.plans_for.length() > 0, new),),
    )


def new_assembly() -> rx.Component:
    """Ask what is needed to begin: association, kind, day and hour, place."""
    given, problems = List.answers, List.refusal.problems
    fields = rx.fragment(
        rx.cond(
            List.plans_for.length() > 1,
            select_input(
                "association",
                t("Association"),
                List.plans_for,
                value=given.association,
                problems=problems,
                required=True,
            ),
            rx.el.input(type="hidden", name="association", id="association", value=given.association, read_only=True),
        ),
        choices(
            "kind",
            t("Which assembly is it?"),
            (
                ("ordinary", KINDS["ordinary"], t("Once a year: accounts, budget, mandates.")),
                ("extraordinary", KINDS["extraordinary"], t("When something cannot wait until then.")),
            ),
            value=given.kind,
            problems=problems,
        ),
        *day_and_place(
            given,
            problems,
            hint=t("From {day} on, if the convocations are sent today: they leave 15 days.", day=tdate(List.first_day)),
        ),
    )
    return page(
        t("New assembly"),
        form(fields, on_submit=List.create, act=t("Go on to the agenda"), refusal=List.refusal),
        current="assembly",
        back=urls.ASSEMBLIES,
        under=t("You can still change all this until the convocations are sent."),
    )


def day_and_place(given: Any, problems: rx.Var, *, hint: Any = None) -> tuple[rx.Component, ...]:
    """Ask for day, hour, place and whether taking part from elsewhere is allowed; `given` holds the answers so far."""
    return (
        date_input("starts_at", t("Day"), hint=hint, value=given.starts_at, problems=problems),
        text_input("hour", t("Hour"), kind="time", value=given.hour, problems=problems),
        text_input(
            "place",
            t("Place"),
            hint=t("Where people come to, with the street and the town."),
            value=given.place,
            problems=problems,
        ),
        checkbox(
            "remote_allowed",
            t("Owners may take part from elsewhere"),
            checked=given.remote_allowed,
            hint=t("By phone or computer, if the convocation says so (art. {law}).", law="3.87 §1"),
        ),
    )


def _lists() -> rx.Component:
    return rx.cond(
        (List.coming.length() == 0) & (List.past.length() == 0),
        _none_yet(),
        stack(
            _group(t("To come"), List.coming, t("No assembly is planned.")),
            rx.cond(List.past.length() > 0, _group(t("Past"), List.past, "")),
            gap="wide",
        ),
    )


def _group(title: Any, rows: rx.Var, none: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(title),
        rx.cond(rows.length() > 0, list_panel(rx.foreach(rows, _line)), rx.el.p(none, class_name="quiet")),
        class_name="stack tight",
    )


def _line(row: Any) -> rx.Component:
    kind = rx.cond(row.session == "second", t("Second session"), pick(row.kind, KINDS))
    under = rx.fragment(
        row.association_name, ", ", kind, ", ", tn("{n} point", "{n} points", row.points),
    )  # fmt: skip
    return list_link(
        tmoment(row.starts_at, "long"), href=row.href, under=under, shape="assembly", aside=state_tag(row.state)
    )


def state_tag(state: Any) -> Any:
    """Draw where an assembly stands."""
    tags = {
        "drafted": tag(t("Draft"), "outline"),
        "convened": tag(t("Convened"), "good"),
        "opened": rx.el.span(t("Now"), class_name="live"),
        "resumed": rx.el.span(t("Now"), class_name="live"),
        "suspended": tag(t("Interrupted"), "soon", shape="pause"),
        "closed": tag(t("Closed"), shape="check"),
        "minuted": tag(t("Minutes written"), shape="paper"),
        "without_quorum": tag(t("No quorum"), "bad"),
        "cancelled": tag(t("Cancelled"), shape="cross"),
    }
    return pick(state, tags, rx.fragment())


def _none_yet() -> rx.Component:
    planner = empty(
        t("No assembly yet"),
        t("Here you prepare an assembly, run the evening and find its minutes afterwards."),
        button_link(t("Plan the first assembly"), href=urls.NEW_ASSEMBLY, main=True, big=True, shape="plus"),
        steps=steps(
            (t("Agenda"), t("Points from templates, each with the majority the law asks for.")),
            (t("Convocations"), t("At least 15 days before.")),
            (t("The evening"), t("Attendance, quorum, votes on every phone and on the wall.")),
            (t("Minutes"), t("Ready when the assembly closes, in four languages.")),
        ),
    )
    owner = empty(
        t("No assembly yet"),
        t("When your syndic convenes one, you find its agenda here, and you vote from this place."),
    )
    return rx.cond(List.plans_for.length() > 0, planner, owner)
