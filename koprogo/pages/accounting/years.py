"""The fiscal years: where each stands, the button of its next step, and the form of the next year."""

import reflex as rx

from koprogo.components.dialogs import confirm
from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import date_input, select_input, text_input
from koprogo.components.layout import columns, pair, panel, row
from koprogo.components.navigation import quiet_button
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.accounting.words import step_tag
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.year_choice import YearView
from koprogo.state.accounting.years import YearsState as State
from koprogo.state.identity.session import SessionState


def years() -> rx.Component:
    """Draw the page."""
    return page(
        t("Fiscal years"),
        books_tabs(State.sheet_at, "years"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(_list(), _audit(), _vote(), rx.cond(State.may_write, _new()), side=_how()),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at,
        above=crumb(State.association, State.sheet_at),
    )


def _list() -> rx.Component:
    none = empty(t("No fiscal year is open yet"), t("The books begin with a fiscal year, of any first day and length."))
    return rx.cond(
        State.rows.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.rows, _year), class_name="plain points"), title=t("Fiscal years"), padded=False
        ),
        none,
    )


def _year(year: YearView) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.div(
                rx.el.h3(t("{first} to {last}", first=tdate(year.starts), last=tdate(year.last_day))),
                rx.el.p(tn("{n} entry", "{n} entries", year.count), class_name="small quiet"),
                rx.cond(year.audited_on != "", _audited(year)),
                rx.cond(
                    year.unaudited,
                    rx.el.p(t("Approved without a report of the auditor noted here."), class_name="small quiet"),
                ),
                rx.cond(
                    year.mark != "",
                    rx.el.p(t("Closed under the mark {hash}", hash=year.mark), class_name="small quiet"),
                ),
                class_name="stack close grow",
            ),
            step_tag(year.stands),
            between=True,
        ),
        rx.cond(State.may_close, _steps(year)),
        rx.cond(
            State.audits & (year.stands == "provisional"),
            quiet_button(t("I have checked these accounts"), on_click=State.advance(year.id, "audited")),
        ),
        key=year.id,
    )


def _audited(year: YearView) -> rx.Component:
    by_herself = t("Checked by the auditor on {day}", day=tdate(year.audited_on))
    by_report = t("Checked by the auditor: {report}, {day}", report=year.report, day=tdate(year.audited_on))
    return rx.el.p(rx.cond(year.report == "", by_herself, by_report), class_name="small quiet")


def _steps(year: YearView) -> rx.Component:
    def button(step: str, word: rx.Var) -> rx.Component:
        return quiet_button(word, on_click=State.advance(year.id, step))

    return row(
        rx.match(
            year.stands,
            ("opened", button("provisional", t("The accounts are drawn up"))),
            ("voted", rx.cond(State.to_close == year.id, _close(year))),
            rx.fragment(),
        ),
        wrap=True,
    )  # fmt: skip


def _close(year: YearView) -> rx.Component:
    return confirm(
        "close-year",
        t("Close this year"),
        title=t("Close this year for good?"),
        sentence=t(
            "Costs and income are brought to nil and nothing is added to it any more. Later corrections go into the"
            " open year."
        ),
        act=t("Close it"),
        on_confirm=State.close(year.id),
        grave=True,
    )


def _audit() -> rx.Component:
    """Draw the form in which the syndic names the auditor's report, while drawn-up accounts wait for it."""
    problems = State.refusal.problems
    naming = form(
        select_input("report_year", t("Fiscal year"), State.to_audit, problems=problems),
        text_input(
            "report", t("Which report of the auditor says so"), hint=t("For example: report of 12 March 2026."),
            problems=problems, max_length=120,
        ),
        date_input("report_day", t("The day of that report"), problems=problems),
        on_submit=State.audited,
        act=t("The auditor has seen them"),
    )  # fmt: skip
    return rx.cond(
        State.to_audit.length() > 0,
        panel(
            rx.el.p(t("The auditor says it here herself, or you name her report."), class_name="small quiet"),
            rx.el.div(naming, key=State.count),
            title=t("The auditor’s report"),
            aside=article("3.91"),
        ),
    )


def _vote() -> rx.Component:
    """Draw the form that says how the assembly approved the accounts of a year, while one waits for it."""
    problems = State.refusal.problems
    voting = form(
        select_input("year", t("Fiscal year"), State.to_vote, problems=problems),
        rx.cond(
            State.votes.length() > 1,
            select_input("item", t("The point that carried them"), State.votes, problems=problems),
        ),
        text_input(
            "act", t("Or which minutes say so"), hint=t("For an assembly that was not held here."), problems=problems,
            max_length=120,
        ),
        date_input("day", t("The day of that assembly"), problems=problems),
        on_submit=State.vote,
        act=t("The assembly has approved them"),
    )  # fmt: skip
    return rx.cond(
        State.to_vote.length() > 0,
        panel(
            rx.el.div(voting, key=State.count),
            title=t("The assembly’s vote on the accounts"),
            aside=article("3.89 §5, 15°"),
        ),
    )


def _new() -> rx.Component:
    problems = State.refusal.problems
    return panel(
        rx.el.div(
            form(
                pair(
                    date_input("starts", t("First day"), value=State.starts, problems=problems),
                    date_input("last_day", t("Last day"), value=State.last_day, problems=problems),
                ),
                on_submit=State.open_year,
                act=t("Open this year"),
            ),
            key=State.starts,
        ),
        title=t("The next fiscal year"),
    )


def _how() -> rx.Component:
    return panel(
        rx.el.p(
            t(
                "Once the accounts of a year are drawn up, only what belongs to closing it is still booked. The auditor"
                " looks at them, the assembly votes, and then the year is closed for good."
            )
        ),
        row(article("3.89 §5, 15°"), article("3.91"), wrap=True),
        rx.cond(
            State.rows.length() > 0,
            rx.fragment(
                rx.cond(
                    SessionState.opens.contains("accruals"),
                    rx.el.a(t("Accruals and deferrals"), href=State.sheet_at + "/accruals", class_name="link"),
                ),
                rx.cond(
                    State.may_write,
                    rx.el.a(t("Take over the old books"), href=State.sheet_at + "/take-over", class_name="link"),
                ),
            ),
        ),
        title=t("From open to closed"),
    )
