"""What who keeps the books does with a loan: choices and the contract before the drawing; calls, the bank, leaving since."""

from typing import Any

import reflex as rx

from koprogo.components.forms import form
from koprogo.components.inputs import choices, date_input, money_input, text_area, text_input
from koprogo.components.layout import more, panel, row
from koprogo.components.status import article
from koprogo.components.text import t, tdate, tlist, tmoney
from koprogo.pages.charges.loan_words import WAYS
from koprogo.state.charges.loan import LoanState as State

PROBLEMS = State.refusal.problems


def before_drawing() -> rx.Component:
    """Draw the choice of a lot, the contract with its preview, and the drawing."""
    return rx.fragment(_choice(), _contract())


def since_drawing() -> rx.Component:
    """Draw the calls, what the bank took, and early repayment."""
    return rx.fragment(_calls(), _bank(), _leaving())


def _choice() -> rx.Component:
    return panel(
        form(
            _lot("lot"),
            choices(
                "takes_part", t("How it pays"),
                [
                    ("loan", t("It takes part in the loan"), t("It repays its part with interest, by the bank’s schedule.")),
                    ("cash", t("It pays cash"), t("Its part is called at once, without interest.")),
                ],
                value="cash", problems=PROBLEMS,
            ),
            date_input("chosen_on", t("Said on"), value=State.today, problems=PROBLEMS),
            on_submit=State.choose,
            act=t("Record it"),
        ),
        rx.el.p(t("Who says nothing takes part. At the drawing it is frozen."), class_name="small quiet"),
        title=t("What an owner chose"),
    )  # fmt: skip


def _contract() -> rx.Component:
    typed = State.wish
    return panel(
        form(
            choices(
                "way", t("Repaid by"), [(key, word) for key, word in WAYS.items()],
                value=rx.cond(typed.contains("way"), typed["way"], "annuity"), problems=PROBLEMS,
            ),
            choices("every", t("How often"), [("month", t("each month")), ("quarter", t("each quarter"))], value="month"),
            row(
                text_input("rate", t("Yearly rate, in %"), hint=t("Nominal, such as 3.45"), problems=PROBLEMS,
                           input_mode="decimal"),
                text_input("instalments", t("How many instalments"), problems=PROBLEMS, input_mode="numeric"),
                wrap=True,
            ),
            date_input("first_due", t("First instalment on"), problems=PROBLEMS),
            more(
                t("Enter the bank’s own table"),
                text_area(
                    "table", t("A line for each instalment"),
                    hint=t("Day; principal; interest – such as 31/03/2026; 250,00; 12,50"), problems=PROBLEMS, rows=6,
                ),
            ),
            on_submit=State.preview,
            act=t("Show the schedule"),
        ),
        rx.cond(State.previewed.count > 0, _previewed()),
        title=t("The contract and the drawing"),
    )  # fmt: skip


def _previewed() -> rx.Component:
    shown = State.previewed
    return rx.el.div(
        rx.el.p(
            t(
                "{count} instalments, the first of {first}, the last of {last} on {day}; interest {interest} in all.",
                count=shown.count, first=tmoney(shown.first), last=tmoney(shown.last), day=tdate(shown.last_on),
                interest=tmoney(shown.interest),
            )
        ),
        rx.el.p(
            t("Compare it with the bank’s paper: where it differs by a cent, enter the bank’s own table."),
            class_name="small quiet",
        ),
        form(
            _line(),
            date_input("day", t("Paid out on"), hint=t("Without a line of a statement."), problems=PROBLEMS),
            on_submit=State.draw,
            act=t("Draw the loan"),
        ),
        class_name="stack",
    )  # fmt: skip


def _calls() -> rx.Component:
    cash = rx.cond(
        State.loan.cash_at != "",
        rx.el.p(rx.el.a(t("The call of what is paid cash"), href=State.loan.cash_at, class_name="link")),
        more(
            t("Call what is paid cash"),
            form(
                date_input("cash_called_on", t("Day of the call"), value=State.today, problems=PROBLEMS),
                date_input("cash_due_on", t("To be paid by"), problems=PROBLEMS),
                on_submit=State.call_cash,
                act=t("Call it and post it"),
            ),
        ),
    )
    instalment = form(
        date_input("called_on", t("Day of the call"), value=State.today, problems=PROBLEMS),
        date_input("due_on", t("To be paid by"), hint=t("Empty: the day the bank takes it."), problems=PROBLEMS),
        on_submit=State.call_next,
        act=t("Call instalment {number}", number=State.loan.to_call),
    )
    return panel(
        rx.cond(State.loan.called > 0, cash),
        rx.cond(State.loan.to_call > 0, instalment, rx.el.p(t("Every instalment is called."), class_name="quiet")),
        row(article("3.86 §3"), wrap=True),
        title=t("Calls to those who take part"),
    )


def _bank() -> rx.Component:
    what = rx.el.div(
        rx.el.label(t("What the bank took"), html_for="what"),
        rx.el.select(
            rx.cond(
                State.loan.next_number > 0,
                rx.el.option(
                    t("Instalment {number}, {amount}", number=State.loan.next_number, amount=tmoney(State.loan.next_cents)),
                    value="next",
                ),
            ),
            rx.foreach(
                State.early,
                lambda each: rx.cond(
                    each.paid_at == "",
                    rx.el.option(
                        t("Early repayment of lot {lot}, {amount}", lot=each.lot, amount=tmoney(each.total)), value=each.id
                    ),
                ),
            ),
            id="what",
            name="what",
            class_name="input",
        ),
        class_name="field",
    )  # fmt: skip
    back = more(
        t("Take the last one back"),
        form(
            date_input("back_day", t("Day of the counter-entry"), value=State.today, problems=PROBLEMS),
            text_input("why", t("Why"), problems=PROBLEMS),
            on_submit=State.take_back,
            act=t("Take it back"),
            grave=True,
        ),
    )
    return panel(
        form(
            what,
            _line(),
            date_input("day", t("Taken on"), hint=t("Without a line of a statement."), problems=PROBLEMS),
            on_submit=State.book,
            act=t("Book this instalment"),
        ),
        back,
        title=t("At the bank"),
    )


def _leaving() -> rx.Component:
    return panel(
        more(
            t("Repay early for one lot"),
            rx.el.p(
                t(
                    "All it owes after the last instalment called is called from it; the others’ schedule is worked out"
                    " again."
                ),
                class_name="small",
            ),
            form(
                _lot("early_lot"),
                money_input("fee", t("Fee of the bank"), hint=t("Borne by this lot alone."), problems=PROBLEMS),
                date_input("early_called_on", t("Day of the call"), value=State.today, problems=PROBLEMS),
                date_input("early_due_on", t("To be paid by"), problems=PROBLEMS),
                rx.cond(
                    State.loan.way == "table",
                    text_area("new_table", t("The bank’s new table"), problems=PROBLEMS, rows=6),
                ),
                on_submit=State.leave,
                act=t("Call it and post it"),
            ),
        ),
        title=t("Repay early"),
    )  # fmt: skip


def _lot(name: str) -> rx.Component:
    return rx.el.div(
        rx.el.label(t("Lot"), html_for=name),
        rx.el.select(
            rx.el.option(t("Choose a lot"), value=""),
            rx.foreach(
                State.lots, lambda each: rx.el.option(each.lot, " · ", tlist(each.names), value=each.lot_id)
            ),
            id=name,
            name=name,
            class_name="input",
        ),
        class_name="field",
    )  # fmt: skip


def _line() -> Any:
    """Draw the lines of statements that wait and fit; none is needed where the bank's statements are not read."""
    return rx.cond(
        State.lines.length() > 0,
        rx.el.div(
            rx.el.label(t("Line of a statement"), html_for="line"),
            rx.el.select(
                rx.el.option(t("None: on the day below"), value=""),
                rx.foreach(
                    State.lines,
                    lambda each: rx.el.option(
                        tdate(each.day, "short"), " · ", tmoney(each.cents), " · ", each.name, value=each.id
                    ),
                ),
                id="line",
                name="line",
                class_name="input",
            ),
            class_name="field",
        ),
    )
