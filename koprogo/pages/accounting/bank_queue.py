"""What a person decides: one line open, whom or what it may be beside it, the others below.

By keyboard: arrows go from line to line, Enter accepts what is proposed first, and the next line is open at once.
"""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, empty, waiting
from koprogo.components.forms import form
from koprogo.components.inputs import select_input, text_input
from koprogo.components.layout import columns, more, panel, row, stack
from koprogo.components.navigation import button, quiet_button
from koprogo.components.queue import queue_keys
from koprogo.components.status import plate, tag
from koprogo.components.text import t, t_var, tdate, tmoney, tn
from koprogo.pages.accounting.bank_words import amount, from_whom, item_kind, purpose, stated_order
from koprogo.pages.accounting.bearer_field import bearer_field
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.governance.fields import named_input
from koprogo.pages.shell import page
from koprogo.state.accounting.bank_queue import BankQueueState as State

PROBLEMS = State.refusal.problems


def bank_queue() -> rx.Component:
    """Draw the page."""
    nothing = empty(t("Nothing waits"), t("Every line of the bank has its owner, its rule or its account."))
    return page(
        t("Lines to decide"),
        books_tabs(State.sheet_at, "bank-queue"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            rx.cond(
                State.line.id != "",
                columns(_line(), _payments(), _invoices(), _proposals(), _other(), _back(), side=_aside()),
                nothing,
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        queue_keys(State.line.id, on_step=State.step),
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
        rx.cond(State.may_write & (State.best.kind != ""), _best()),
        title=t("This line"),
        id="this-line",
        tab_index=-1,
    )


def _best() -> rx.Component:
    """Draw what Enter accepts: the focus stands here when a line opens."""
    best = State.best
    words = rx.match(
        best.kind,
        ("payment", t("Yes: order {number}, {name}", number=best.what, name=best.who)),
        ("invoice", t("Yes: our no. {number}, {name}", number=best.what, name=best.who)),
        rx.cond(
            best.what != "",
            t("Yes: {name}, {item}", name=best.who, item=best.what),
            t("Yes: {name}, what is oldest", name=best.who),
        ),
    )
    return stack(
        row(button(words, on_click=State.accept, main=True, id="accept", aria_describedby="this-line")),
        rx.el.p(t("Enter accepts it; the arrows go to another line."), class_name="small quiet"),
        gap="tight",
    )


def _payments() -> rx.Component:
    def one(each: Any) -> rx.Component:
        return rx.el.li(
            row(
                rx.el.span(rx.el.strong(each.name), ", ", t("Order {number}", number=each.order), class_name="grow"),
                tmoney(each.amount),
                between=True,
            ),
            rx.cond(each.same_account, rx.el.p(t("the same account"), class_name="small quiet")),
            rx.cond(
                State.may_write & each.fits,
                row(button(t("This payment"), on_click=State.take_payment(each.id))),
                rx.cond(
                    each.fits, rx.fragment(), rx.el.p(t("Another amount: choose the invoices."), class_name="small")
                ),
            ),
            key=each.id,
        )

    return rx.cond(
        State.payments.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.payments, one), class_name="plain points"),
            title=t("Is it one of our payment orders?"), padded=False,
        ),
    )  # fmt: skip


def _invoices() -> rx.Component:
    def one(each: Any) -> rx.Component:
        return rx.el.li(
            row(
                rx.el.span(rx.el.strong(each.supplier), " ", each.supplier_number, class_name="grow"),
                tmoney(each.open),
                between=True,
            ),
            rx.el.p(
                t("our no. {number}", number=each.number),
                rx.cond(each.same_account, rx.el.span(", ", t("the same account"))),
                class_name="small quiet",
            ),
            rx.cond(State.may_write, row(button(t("This invoice"), on_click=State.take_invoice(each.id)))),
            key=each.id,
        )

    return rx.cond(
        State.invoices.length() > 0,
        panel(
            rx.el.ul(rx.foreach(State.invoices, one), class_name="plain points"), title=t("Which invoice is it?"),
            padded=False,
        ),
    )  # fmt: skip


def _proposals() -> rx.Component:
    """Draw the owners something speaks for."""
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
        rx.cond(State.line.amount > 0, none),
    )


def _proposal(owner: Any) -> rx.Component:
    def item(each: Any) -> rx.Component:
        return rx.cond(
            each.fits,
            row(
                button(
                    t("Pays {call}: {amount}", call=each.reference, amount=tmoney(each.open)),
                    on_click=State.take_owner(owner.id, each.id),
                ),
                rx.el.span(item_kind(each.kind), class_name="small quiet"),
                wrap=True,
            ),
        )

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
        rx.el.p(
            t("Owes {amount} in all.", amount=tmoney(owner.owes)),
            rx.cond(owner.credit > 0, rx.el.span(" ", t("Credit of {amount} taken off.", amount=tmoney(owner.credit)))),
            class_name="small quiet",
        ),
        rx.cond(
            State.may_write,
            stack(
                rx.foreach(owner.opens, item),
                row(button(t("This owner, what is oldest first"), on_click=State.take_owner(owner.id, ""))),
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
                    bearer_field(
                        State.bearers, PROBLEMS,
                        hint=t("For costs and income, such as the rent of an antenna on one staircase."),
                    ),
                    on_submit=State.take_other,
                    act=t("Book it so"),
                ),
                key=State.line.id,
            ),
            title=t("Somebody or something else"),
        ),
    )  # fmt: skip


def _back() -> rx.Component:
    """Draw the way back of a receipt that is nobody's here; a second person agrees to its account."""
    asking = rx.el.div(
        form(
            named_input("why", t("Why does it go back?"), max_length=300),
            text_input("payee", t("To whom"), value=State.line.name, problems=PROBLEMS, max_length=70),
            text_input("number", t("To which account (IBAN)"), value=State.line.iban, problems=PROBLEMS, max_length=50),
            on_submit=State.send_back,
            act=t("Ask for the repayment"),
        ),
        key=State.line.id,
    )
    return rx.cond(
        State.may_write & (State.line.target == "suspense") & (State.line.amount > 0),
        panel(
            rx.el.p(
                t(
                    "A second person agrees to the account: the council or the auditor. Then it stands among the payments."
                ),
                class_name="small quiet",
            ),
            more(t("Send it back"), asking),
            title=t("Not for this association"),
        ),
    )


def _aside() -> rx.Component:
    return rx.fragment(_list(), stated_order(State.order))


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
