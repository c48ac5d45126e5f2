"""The syndic's mandate with its contract and its hand-over, and the auditor with the report on the accounts."""

import reflex as rx

from koprogo.components.feedback import answers, notice, waiting
from koprogo.components.files import file_button
from koprogo.components.forms import form
from koprogo.components.layout import columns, more, panel, row, stack
from koprogo.components.status import article, tag
from koprogo.components.text import t, tdate, tn
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.fields import named_input
from koprogo.pages.governance.handover_list import handover_list
from koprogo.pages.governance.notes import ACCEPTED, kept_file
from koprogo.pages.governance.tabs import council_tabs
from koprogo.pages.shell import page
from koprogo.state.governance.syndic import AuditorLine, MandateLine, MeetingLine
from koprogo.state.governance.syndic import SyndicState as State


def syndic() -> rx.Component:
    """Draw the page."""
    return page(
        t("Syndic and auditor"),
        council_tabs(State.sheet_at, "syndic", follows=State.may_hand_over),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(stack(rx.foreach(State.mandates, _mandate), gap="wide"), side=_auditor()),
            waiting(),
        ),
        current="associations",
        place=State.name,
        back=State.sheet_at + "/council",
        above=crumb(State.name, State.sheet_at),
        under=t("Who manages, until when, and who checks the accounts"),
    )


def _mandate(line: MandateLine) -> rx.Component:
    until = rx.cond(
        line.agreed,
        t("From {day} until {until}", day=tdate(line.since), until=tdate(line.last_day)),
        t("Since {day}; by law until {until} at the latest", day=tdate(line.since), until=tdate(line.last_day)),
    )
    state = rx.cond(line.over, tag(t("Over")), tag(t("In office"), "good"))
    content = (
        row(rx.el.h2(line.name, class_name="figure mid"), state, between=True, wrap=True),
        rx.el.p(until, " ", article("3.89 §1")),
        rx.cond(
            line.ends_soon & ~line.over,
            notice(
                rx.el.p(
                    tn("The mandate ends in {n} day.", "The mandate ends in {n} days.", line.left),
                    " ",
                    t("Only an express decision of the assembly renews it: put it on the next agenda."),
                ),
                title=t("The end is near"),
                status=False,
            ),
        ),
        _contract(line),
        rx.cond(State.may_keep & ~line.over, more(t("Record another last day"), _term(line))),
        rx.cond(
            line.handover.length() > 0,
            handover_list(line, state=State, may=State.may_hand_over, gives=line.hers),
        ),
    )
    return panel(stack(*content), key=line.id)


def _contract(line: MandateLine) -> rx.Component:
    return stack(
        rx.el.h3(t("Contract")),
        rx.cond(
            line.contract.length() > 0,
            rx.el.ul(rx.foreach(line.contract, kept_file), class_name="plain"),
            rx.el.p(t("The written contract is not here yet."), class_name="quiet"),
        ),
        rx.cond(
            State.may_keep,
            file_button(
                "contract_" + line.id.to(str),
                t("Add the contract"),
                endpoint=line.contract_at,
                on_sent=State.sent,
                accept=ACCEPTED,
                largest_mb=20,
            ),
        ),
        rx.el.p(
            t("A service that the contract does not list is not paid, unless the assembly decides it."),
            " ",
            article("3.89 §1"),
            class_name="small quiet",
        ),
        gap="close",
    )


def _term(line: MandateLine) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("As the assembly decided it, {latest} at the latest. The syndic’s access ends with that day.",
              latest=tdate(line.latest)),
            class_name="quiet",
        ),
        form(
            rx.el.input(type="hidden", name="mandate", value=line.id, read_only=True),
            named_input("last_day", t("Last day of the mandate"), type="date"),
            on_submit=State.agree_term,
            act=t("Record this day"),
        ),
        key=State.count,
    )  # fmt: skip


def _auditor() -> rx.Component:
    """Draw the auditor, and where the report for the assembly is handed in."""
    content = (
        rx.cond(
            State.auditors.length() > 0,
            rx.el.ul(rx.foreach(State.auditors, _seat), class_name="plain"),
            rx.el.p(
                t("Nobody audits the accounts today. The assembly appoints somebody every year."), class_name="quiet"
            ),
        ),
        rx.el.p(
            t(
                "Appointed every year, in every association; reads the minutes and the register, and the books once "
                "they are kept here."
            ),
            " ",
            article("3.91"),
            class_name="small quiet",
        ),
        rx.el.h3(t("Report for the assembly")),
        rx.cond(
            State.meetings.length() > 0,
            rx.el.ul(rx.foreach(State.meetings, _meeting), class_name="plain lined"),
            rx.el.p(t("No ordinary assembly is planned."), class_name="quiet"),
        ),
    )
    return panel(stack(*content, gap="tight"), title=t("Auditor of the accounts"), id="auditor")


def _seat(line: AuditorLine) -> rx.Component:
    return rx.el.li(rx.el.strong(line.name), ", ", t("since {day}", day=tdate(line.since)), key=line.name)


def _meeting(line: MeetingLine) -> rx.Component:
    named = rx.cond(
        line.report_at != "",
        rx.el.a(line.report, href=line.report_at, reload_document=True, class_name="link"),
        rx.el.strong(line.report),
    )
    return rx.el.li(
        rx.el.p(t("Assembly of {day}", day=tdate(line.day))),
        rx.cond(
            line.report != "",
            rx.el.p(named, ", ", t("{name}, {day}", name=line.by, day=tdate(line.at)), class_name="small"),
            rx.el.p(t("No report on the accounts yet."), class_name="small quiet"),
        ),
        rx.cond(
            State.may_report,
            file_button(
                "accounts_report_" + line.id.to(str),
                rx.cond(line.report != "", t("Replace the report"), t("Hand in the report")),
                endpoint=line.endpoint,
                on_sent=State.sent,
                accept=ACCEPTED,
                largest_mb=20,
            ),
        ),
        rx.cond(
            (line.report != "") & line.drafted & (line.report_at == ""),
            rx.el.p(t("Every co-owner reads it from the convocation on."), class_name="small quiet"),
        ),
        key=line.id,
        class_name="stack close",
    )
