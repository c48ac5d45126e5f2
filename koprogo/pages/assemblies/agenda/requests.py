"""Requests by one fifth of the shares: what is asked, who signed, how far it is, and the syndic's thirty days."""

from typing import Any

import reflex as rx

from koprogo.components.bar import fill, gauge, mark, share
from koprogo.components.feedback import answers, empty, notice, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, text_area, text_input
from koprogo.components.layout import columns, more, panel, row, stack, steps
from koprogo.components.navigation import button, button_link, quiet_button
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tn
from koprogo.pages.assemblies.assemblies import day_and_place
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.assemblies.agenda.requests import RequestsState as State
from koprogo.state.assemblies.agenda.requests import RequestView, SignatureView

PROBLEMS = State.refusal.problems


def requests() -> rx.Component:
    """Draw the page."""
    return page(
        t("Requests for an assembly"),
        rx.cond(State.opened == "", answers(State.refusal)),
        rx.cond(
            State.loaded,
            columns(
                rx.cond(State.rows.length() > 0, stack(rx.foreach(State.rows, _request), gap="wide"), _none()),
                side=rx.fragment(rx.cond(State.may_begin, _begin()), _how()),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _none() -> rx.Component:
    return empty(
        t("No request"),
        t("Owners of one fifth of the shares may ask the syndic to convene an assembly. He sees it once it is posted."),
    )


def _how() -> rx.Component:
    return panel(
        steps(
            (t("Sign"), t("Until owners of one fifth of the shares have signed.")),
            (t("Post"), t("By registered letter to the syndic; one of you sends it.")),
            (t("Thirty days"), t("The syndic sends the convocation. He cannot refuse.")),
            (t("Else yourselves"), t("After that any of you who signed convenes, here, with the same tools.")),
        ),
        row(article("3.87 §2")),
        title=t("How it goes"),
    )


def _request(each: RequestView) -> rx.Component:
    return panel(
        row(_state(each), wrap=True),
        rx.el.ol(rx.foreach(each.points, _point), class_name="points-asked"),
        _signed(each),
        rx.cond(each.posted_on != "", _letter(each)),
        rx.cond(each.convene_by != "", _thirty_days(each)),
        rx.cond(
            State.opened == each.id,
            rx.match(State.act, ("post", _post_form()), ("receive", _receive_form()), _draft_form()),
            _acts(each),
        ),
        title=each.title,
        key=each.id,
    )


def _point(point: rx.Var) -> rx.Component:
    return rx.el.li(point)


def _state(each: RequestView) -> Any:
    return rx.match(
        each.state,
        ("signing", tag(t("Being signed"), "outline")),
        ("posted", tag(t("Posted"), "soon", shape="mail")),
        ("received", tag(t("Received by the syndic"), "soon")),
        ("drafted", tag(t("Assembly in preparation"), "soon")),
        tag(t("Assembly convened"), "good"),
    )


def _signed(each: RequestView) -> rx.Component:
    says = t("{signed} of {needed} shares signed, one fifth of {total}", signed=each.shares, needed=each.needed,
             total=each.total)  # fmt: skip
    return stack(
        gauge(
            fill(share(each.shares, each.total), rx.cond(each.missing > 0, "count", "for")),
            marks=(mark(share(1, 5)),),
            says=says,
            size="thin",
        ),
        row(
            rx.el.span(says),
            rx.cond(each.missing > 0, rx.el.span(t("{n} are missing", n=each.missing), class_name="quiet")),
            between=True,
            wrap=True,
        ),
        more(
            tn("{n} signature", "{n} signatures", each.signatures.length()),
            rx.el.ul(rx.foreach(each.signatures, _signature), class_name="plain rows"),
        ),
        gap="tight",
    )


def _signature(each: SignatureView) -> rx.Component:
    return rx.el.li(rx.el.span(each.name, class_name="grow"), t("{n} shares", n=each.shares))


def _letter(each: RequestView) -> rx.Component:
    return rx.el.p(t("Registered letter of {day}: {proof}", day=tdate(each.posted_on), proof=each.proof))


def _thirty_days(each: RequestView) -> rx.Component:
    left = tn("{n} day is left to the syndic, until {day}.", "{n} days are left to the syndic, until {day}.",
              each.days_left, day=tdate(each.convene_by, "long"))  # fmt: skip
    over = t("The thirty days ended on {day}: whoever signed may convene.", day=tdate(each.convene_by, "long"))
    return rx.cond(
        each.state == "convened",
        rx.fragment(),
        notice(
            rx.el.p(rx.cond(each.days_left < 0, over, left), " ", article("3.87 §2")),
            title=rx.cond(each.days_left < 0, t("Time is up"), t("Thirty days from the receipt")),
            status=False,
        ),
    )


def _acts(each: RequestView) -> rx.Component:
    return row(
        rx.cond(each.may_sign, button(t("Sign this request"), main=True, on_click=State.sign(each.id))),
        rx.cond(each.may_post, button(t("The letter is posted"), main=True, on_click=State.open_post(each.id))),
        rx.cond(each.may_receive, button(t("Record the receipt"), main=True, on_click=State.open_receipt(each.id))),
        rx.cond(each.may_draft, button(t("Draft the assembly"), main=True, on_click=State.open_draft(each.id))),
        rx.cond(each.assembly_href != "", button_link(t("To the assembly"), href=each.assembly_href)),
        rx.cond(each.letters_href != "", button_link(t("Letters and their state"), href=each.letters_href)),
        rx.cond(each.may_leave, quiet_button(t("Take my signature back"), on_click=State.leave(each.id))),
        wrap=True,
    )


def _back() -> tuple[rx.Component, ...]:
    return (quiet_button(t("Leave as it was"), on_click=State.shut),)


def _post_form() -> rx.Component:
    return form(
        date_input("day", t("Posted on"), value=State.typed.day, problems=PROBLEMS),
        text_input(
            "proof",
            t("Number of the registered letter"),
            hint=t("As on the receipt of the post. Print this page for the letter: points and signatures stand on it."),
            value=State.typed.proof,
            problems=PROBLEMS,
        ),
        on_submit=State.post,
        act=t("Record that it was posted"),
        refusal=State.refusal,
        beside=_back(),
    )


def _receive_form() -> rx.Component:
    return form(
        date_input(
            "day",
            t("Received by the syndic on"),
            hint=t("The day the post handed it over: its tracking says so."),
            value=State.typed.day,
            problems=PROBLEMS,
        ),
        on_submit=State.receive,
        act=t("Record the receipt"),
        refusal=State.refusal,
        beside=_back(),
    )


def _draft_form() -> rx.Component:
    return form(
        *day_and_place(State.typed, PROBLEMS),
        on_submit=State.draft,
        act=t("Go on to the agenda"),
        refusal=State.refusal,
        beside=_back(),
    )


def _begin() -> rx.Component:
    asked = form(
        text_input(
            "title", t("Why the owners should meet"), value=State.typed.title, problems=PROBLEMS, max_length=200
        ),
        text_area(
            "points",
            t("What should be decided"),
            hint=t("One point per line."),
            value=State.typed.points,
            problems=PROBLEMS,
            rows="4",
        ),
        on_submit=State.begin,
        act=t("Begin and sign"),
        refusal=rx.cond(State.opened == "new", State.refusal, State.no_refusal),
    )
    return panel(rx.el.div(asked, key=State.rows.length()), title=t("Ask for an assembly"))
