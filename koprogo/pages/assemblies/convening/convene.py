"""Before the convocations are recorded as sent: the facts once more. After it the agenda can no longer change."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.forms import check_answers, form
from koprogo.components.inputs import date_input, search_input, text_area
from koprogo.components.layout import columns, more, panel
from koprogo.components.majority import majority_name
from koprogo.components.navigation import button_link
from koprogo.components.status import article, plate, tag
from koprogo.components.tables import pager
from koprogo.components.text import language_of, t, t_own, tdate, tmoment, tn
from koprogo.pages.assemblies.agenda.doubts import doubts_notice
from koprogo.pages.assemblies.agenda.guard import finding_list
from koprogo.pages.shell import page
from koprogo.state.assemblies.convening.convene import ConveneState

DRAFT = ConveneState.draft
FEW = 8
"""Up to so many lots are read at a glance; more are searched."""


def convene() -> rx.Component:
    """Repeat the facts, then ask on which day the convocations were sent."""
    return page(
        t("Check and convene"),
        rx.cond(
            DRAFT.id != "",
            columns(
                _facts(),
                _guard(),
                doubts_notice(),
                _points(),
                side=rx.cond(DRAFT.state == "drafted", _sending(), _sent()),
            ),
            rx.cond(ConveneState.refusal.kind == "", waiting(), answers(ConveneState.refusal)),
        ),
        current="assembly",
        place=t("Convocations"),
        back=urls.assembly(DRAFT.id, "plan"),
        under=t("After this the agenda can no longer change."),
    )


def _facts() -> rx.Component:
    edit = urls.assembly(DRAFT.id, "plan")
    return check_answers(
        (
            (t("Association"), DRAFT.association_name, None),
            (t("Day"), tmoment(DRAFT.starts_at, "full"), edit),
            (t("Place"), rx.cond(DRAFT.place == "", t("not said yet"), DRAFT.place), edit),
            (t("From elsewhere"), rx.cond(DRAFT.remote_allowed, t("allowed"), t("not allowed")), edit),
            (t("Documents"), t("Files that go with the agenda"), urls.assembly(DRAFT.id, "documents")),
            (
                t("To convene"),
                tn("{n} co-owner", "{n} co-owners", ConveneState.co_owners),
                None,
            ),
        )
    )


def _guard() -> rx.Component:
    found = ConveneState.guard
    return rx.cond(
        found.findings.length() > 0,
        panel(
            finding_list(found.findings),
            title=t("What the guard found"),
            aside=rx.cond(found.errors > 0, tag(tn("{n} to mend", "{n} to mend", found.errors), "bad")),
        ),
    )


def _points() -> rx.Component:
    return panel(
        rx.el.ol(rx.foreach(ConveneState.points, _point), class_name="points"),
        title=t("Points of the agenda"),
        aside=rx.el.span(ConveneState.points.length(), class_name="quiet"),
        padded=False,
    )


def _point(point: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(point.number, class_name="strong"),
            rx.el.div(
                rx.el.span(t_own(point.title), lang=language_of(point.title), class_name="strong"),
                rx.el.span(
                    majority_name(point.majority),
                    article(point.article),
                    rx.cond(
                        point.majority_from == "clause",
                        tag(t("By the by-laws, not the law"), "soon", shape="triangle"),
                    ),
                    class_name="row wrap",
                ),
                class_name="stack close grow",
            ),
            class_name="row start",
        ),
        key=point.number,
    )


def _sent() -> rx.Component:
    return panel(
        rx.el.p(t("The agenda is frozen and the assembly is convened.")),
        button_link(t("Letters and their state"), href=urls.assembly(DRAFT.id, "letters"), main=True),
        button_link(t("Attendance"), href=urls.assembly(DRAFT.id, "attendance")),
        title=t("Convened"),
    )


def _sending() -> rx.Component:
    return rx.fragment(_letters(), panel(more(t("I sent the convocations myself"), _send()), padded=True), _suspended())


def _letters() -> rx.Component:
    """Offer to send one letter to everybody, today: the way of each, who cannot be reached, the days."""
    to = ConveneState.to_convene
    ways = rx.el.ul(
        rx.el.li(tn("{n} by e-mail, accepted in writing", "{n} by e-mail, accepted in writing", to.by_email)),
        rx.el.li(tn("{n} by registered post", "{n} by registered post", to.registered)),
        rx.cond(
            to.told > 0,
            rx.el.li(
                tn("{n} only told: another represents the lot", "{n} only told: another represents the lot", to.told)
            ),
        ),
    )
    unreachable = rx.cond(
        to.unreachable.length() > 0,
        notice(
            rx.el.p(t("Their letters are printed, but their address is not known here. Complete it first.")),
            more(
                t("Show their names"),
                rx.el.ul(rx.foreach(to.unreachable, rx.el.li), class_name="plain"),
                rx.cond(
                    to.nowhere > to.unreachable.length(),
                    rx.el.p(t("The first {n} are shown.", n=to.unreachable.length()), class_name="small quiet"),
                ),
            ),
            title=tn("{n} person has no address", "{n} persons have no address", to.nowhere),
            shape="triangle",
            status=False,
        ),
    )
    return panel(
        ways,
        unreachable,
        _days(),
        form(
            rx.cond(ConveneState.is_late, _urgent("urgent_now", ConveneState.answers, ConveneState.refusal.problems)),
            _despite("despite_now", ConveneState.answers, ConveneState.refusal.problems),
            on_submit=ConveneState.send,
            act=tn("Send {n} convocation", "Send {n} convocations", to.people),
            refusal=ConveneState.refusal,
            beside=(button_link(t("Back to the agenda"), href=urls.assembly(DRAFT.id, "plan")),),
        ),
        rx.el.p(
            t("The e-mails leave as they are printed; for the others you download one file and bring it to the post."),
            class_name="quiet",
        ),
        title=tn("{n} letter to send", "{n} letters to send", to.people),
    )


def _urgent(name: str, given: Any, problems: rx.Var) -> rx.Component:
    return text_area(
        name,
        t("Why it is urgent, if fewer than 15 days are left"),
        hint=t("It goes into the minutes. Leave it empty otherwise."),
        value=given.urgent_reason,
        problems=problems,
        rows="3",
    )


def _despite(name: str, given: Any, problems: rx.Var) -> Any:
    """Ask why it goes out although the guard misses something; nothing when nothing is missing."""
    return rx.cond(
        ConveneState.guard.explicable > 0,
        text_area(
            name,
            t("Why it goes out although something is missing"),
            hint=t("For example: the budgets went out by post. It is kept with the convocation."),
            value=given.despite,
            problems=problems,
            rows="3",
        ),
    )


def _days() -> rx.Component:
    late = notice(
        rx.el.p(
            t(
                "It is too late for the fifteen days. Choose a later day for the assembly, or write below why it"
                " cannot wait."
            )
        ),
        title=t("At the latest on {day}", day=tdate(DRAFT.latest_day, "long")),
        status=False,
    )
    in_time = rx.fragment(
        rx.el.p(t("At the latest on {day}: 15 days before the assembly.", day=tdate(DRAFT.latest_day, "long"))),
        rx.el.p(
            t("Aim at {day}: then fifteen full days lie between.", day=tdate(ConveneState.safe_day, "long")),
            " ",
            t("Bring registered letters to the post by {day}.", day=tdate(ConveneState.posting_day, "long")),
            class_name="quiet",
        ),
    )
    return rx.fragment(rx.cond(ConveneState.is_late, late, in_time), rx.el.div(article("3.87 §3")))


def _send() -> rx.Component:
    given, problems = ConveneState.answers, ConveneState.refusal.problems
    return rx.el.div(
        form(
            date_input(
                "sent_on",
                t("On which day were the convocations sent?"),
                hint=t("The day on which the post or the e-mails left."),
                value=given.sent_on,
                problems=problems,
            ),
            _urgent("urgent_reason", given, problems),
            _despite("despite", given, problems),
            on_submit=ConveneState.convene,
            act=t("Record that they were sent"),
        ),
    )


def _suspended() -> rx.Component:
    lots = rx.foreach(
        ConveneState.suspended,
        lambda row: rx.el.li(plate(row.lot, small=True), rx.el.span(row.owner_name, class_name="grow"), row.shares),
    )
    return rx.cond(
        ConveneState.suspended_count > 0,
        panel(
            rx.el.p(
                t("Their holders have not named one representative in writing. Ask for it in the convocation."),
                " ",
                article("3.87 §1"),
            ),
            button_link(t("Ask the holders and record signatures"), href=urls.DESIGNATIONS),
            more(
                t("Show these lots"),
                rx.cond(
                    (ConveneState.suspended_count > FEW) | (ConveneState.suspended_words != ""),
                    search_input(
                        "suspended-search", t("Lot or holder"), on_change=ConveneState.find_suspended.debounce(250)
                    ),
                ),
                rx.cond(
                    ConveneState.suspended.length() > 0,
                    rx.el.ul(lots, class_name="plain rows"),
                    rx.el.p(
                        t("Nobody is found. Write a name, or the number of a lot."), class_name="quiet", role="status"
                    ),
                ),
                rx.cond(
                    ConveneState.suspended_pages > 1,
                    pager(
                        page=ConveneState.suspended_page,
                        pages=ConveneState.suspended_pages,
                        on_page=ConveneState.turn_suspended,
                    ),
                ),
            ),
            title=tn("{n} lot does not vote yet", "{n} lots do not vote yet", ConveneState.suspended_count),
        ),
    )
