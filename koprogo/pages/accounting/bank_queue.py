"""What a person decides: one line open, whom it may be from beside it, the others below. Everything by keyboard too."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import select_input, text_input
from koprogo.components.layout import columns, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.status import plate, tag
from koprogo.components.text import t, t_var, tdate, tmoney, tn
from koprogo.pages.accounting.bank_words import amount, from_whom, purpose
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.shell import page
from koprogo.state.accounting.bank_queue import BankQueueState as State

PROBLEMS = State.refusal.problems


def bank_queue() -> rx.Component:
    """Draw the page."""
    nothing = empty(t("Nothing waits"), t("Every line of the bank has its owner, its rule or its account."))
    return page(
        t("Lines to decide"),
        books_tabs(State.sheet_at, "bank"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(State.line.id != "", columns(_line(), _proposals(), _other(), side=_list()), nothing),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        rx.el.p(
            rx.cond(State.decided > 0, tn("{n} line decided", "{n} lines decided", State.decided), ""),
            class_name="unseen", role="status",
        ),
        current="associations",
        place=State.name,
        back=State.bank_at,
        above=crumb(t("Bank"), State.bank_at),
        under=tn("{n} line waits", "{n} lines wait", State.total),
    )  # fmt: skip


def _line() -> rx.Component:
    line = State.line
    return panel(
        row(from_whom(line), amount(line.amount), between=True, class_name="start"),
        row(
            rx.el.span(tdate(line.day)),
            rx.el.span(purpose(line.purpose)),
            rx.el.span(t("statement {number}", number=line.number)),
            rx.cond(line.age > 0, tag(tn("{n} day old", "{n} days old", line.age), shape="clock")),
            wrap=True,
            class_name="small quiet",
        ),
        rx.el.p(
            rx.cond(
                line.reason != "",
                t_var(line.reason, line.facts),
                t("No open fiscal year covers this day. Open the year, then decide."),
            )
        ),
        title=t("This line"),
    )


def _proposals() -> rx.Component:
    """Draw the owners something speaks for; the first button of the first one is where the focus begins."""
    none = panel(
        rx.el.p(t("Nothing speaks for one of the owners. Choose below."), class_name="quiet"), title=t("Whose is it?")
    )
    return rx.cond(
        State.proposals.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.proposals, _proposal), class_name="plain points"),
            title=t("Whose is it?"),
            padded=False,
        ),
        none,
    )


def _proposal(owner: Any) -> rx.Component:
    return rx.el.li(
        row(
            rx.el.strong(owner.names, class_name="grow"),
            rx.cond(owner.lots != "", plate(owner.lots, small=True)),
            between=True,
        ),
        rx.el.p(
            t("Speaks for it:"), " ",
            rx.foreach(owner.clues, lambda clue, place: rx.el.span(rx.cond(place > 0, ", ", ""), t_var(clue))),
            class_name="small",
        ),
        rx.el.p(t("Owes {amount} in all.", amount=tmoney(owner.owes)), class_name="small quiet"),
        rx.cond(
            State.may_write,
            stack(
                rx.foreach(
                    owner.calls,
                    lambda call: rx.cond(
                        call.fits,
                        row(
                            button(
                                t("Pays {call}: {amount}", call=call.reference, amount=tmoney(call.open)),
                                on_click=State.take_owner(owner.id, call.id), main=True,
                            )
                        ),
                    ),
                ),
                row(
                    button(t("This owner, the oldest calls first"), on_click=State.take_owner(owner.id, "")),
                ),
                gap="tight",
            ),
        ),
        key=owner.id,
    )  # fmt: skip


def _other() -> rx.Component:
    return rx.cond(
        State.may_write,
        panel(
            rx.el.div(
                form(
                    select_input("owner", t("Another owner"), State.owners, problems=PROBLEMS),
                    text_input(
                        "account", t("Or an account"), problems=PROBLEMS,
                        hint=t("Its code: 7420 for rent received, 6500 for bank charges."),
                    ),
                    on_submit=State.take_other,
                    act=t("Book it so"),
                ),
                key=State.line.id,
            ),
            title=t("Somebody or something else"),
        ),
    )  # fmt: skip


def _list() -> rx.Component:
    def one(line: Any) -> rx.Component:
        here = State.line.id == line.id
        return rx.el.li(
            row(
                rx.el.span(rx.cond(line.name != "", line.name, line.words), class_name="strong grow"),
                amount(line.amount),
                between=True,
            ),
            rx.el.p(tdate(line.day), ", ", tn("{n} day old", "{n} days old", line.age), class_name="small quiet"),
            rx.cond(
                here,
                row(tag(t("Open now"), "outline")),
                row(quiet_button(t("Open this line"), on_click=State.choose(line.id))),
            ),
            key=line.id,
        )

    return panel(rx.el.ul(rx.foreach(State.rows, one), class_name="plain points"), title=t("What waits"), padded=False)
