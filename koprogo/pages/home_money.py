"""Money on the home page: what waits in the books, the sums of it, and what an owner is to pay."""

from typing import Any

import reflex as rx

from koprogo import urls
from koprogo.components.feedback import empty
from koprogo.components.layout import list_link, panel, row
from koprogo.components.status import plate, tag
from koprogo.components.tables import pager
from koprogo.components.text import t, tdate, tmoney, tn
from koprogo.state.home import HomeState as Home
from koprogo.state.home_money import AccountCard, WorkGroup, WorkRow
from koprogo.state.home_rows import OwnerHome

SHAPES = {
    "bank": "building",
    "draft": "paper",
    "approve": "check",
    "order": "euro",
    "held": "lock",
    "send": "mail",
    "arrears": "clock",
    "settle": "people",
    "close": "key",
    "confirm": "lock",
    "own_number": "building",
    "repay": "euro",
}
"""The icon of each work of `services/charges/waiting.py`."""


def works_panel() -> rx.Component:
    """Draw what waits in the books, one row per thing that leads to where it is done; or that nothing does."""
    return rx.cond(
        Home.works.length() > 0,
        works_list(),
        rx.el.div(
            empty(
                t("Nothing waits in the books"),
                t("Bank lines, invoices, payments, calls and years that need somebody stand here."),
            ),
            id="books",
        ),
    )


def works_list() -> rx.Component:
    """Draw what waits in the books."""
    return rx.el.section(
        rx.el.div(rx.el.h2(t("Waiting in the books")), class_name="panel-head"),
        rx.foreach(Home.works, _group),
        rx.cond(
            Home.works_pages > 1,
            rx.el.div(
                pager(page=Home.works_page, pages=Home.works_pages, on_page=Home.turn_works), class_name="padded"
            ),
        ),
        id="books",
        class_name="panel works",
    )


def _group(group: WorkGroup) -> rx.Component:
    return rx.el.section(
        rx.el.h3(rx.el.a(group.name, href=urls.ASSOCIATIONS + "/" + group.id + "/books"), class_name="deadline-group"),
        rx.el.div(rx.foreach(group.rows, _work), class_name="rows"),
        key=group.id,
    )


def _work(line: WorkRow) -> rx.Component:
    """Draw one kind of work: its count in words, since when, how much."""
    amount = rx.cond(line.cents != 0, rx.el.span(tmoney(line.cents), class_name="strong whole"))
    return rx.match(
        line.work,
        *(
            (work, list_link(_title(work, line), href=line.href, under=_under(work, line), shape=shape, aside=amount))
            for work, shape in SHAPES.items()
        ),
        rx.fragment(),
    )


def _title(work: str, line: WorkRow) -> Any:
    """Say how much of it there is."""
    n, day = line.n, tdate(line.day)
    titles = {
        "bank": lambda: tn("{n} line of the bank to decide", "{n} lines of the bank to decide", n),
        "draft": lambda: tn("{n} invoice to complete", "{n} invoices to complete", n),
        "approve": lambda: tn("{n} invoice to approve", "{n} invoices to approve", n),
        "order": lambda: tn("{n} payment to order", "{n} payments to order", n),
        "held": lambda: tn("{n} payment held", "{n} payments held", n),
        "send": lambda: tn("{n} call for funds to send", "{n} calls for funds to send", n),
        "arrears": lambda: tn("{n} owner past the due day", "{n} owners past the due day", n),
        "settle": lambda: t("Settle the year that ended on {day}", day=day),
        "close": lambda: t("Close the year that ended on {day}", day=day),
        "confirm": lambda: tn(
            "{n} supplier’s account number to confirm", "{n} suppliers’ account numbers to confirm", n
        ),
        "own_number": lambda: tn(
            "{n} bank account of the association to confirm", "{n} bank accounts of the association to confirm", n
        ),
        "repay": lambda: tn("{n} repayment to agree to", "{n} repayments to agree to", n),
    }
    return titles[work]()


def _under(work: str, line: WorkRow) -> Any:
    """Say what makes it wait, or since when."""
    day, dated = tdate(line.day), line.day != ""
    unders = {
        "bank": lambda: t("the oldest of {day}", day=day),
        "draft": lambda: t("the oldest came on {day}", day=day),
        "approve": lambda: t("the oldest waits since {day}", day=day),
        "order": lambda: rx.cond(dated, t("the first is due on {day}", day=day), t("in no payment order yet")),
        "held": lambda: t("the account number is missing or not confirmed"),
        "send": lambda: rx.cond(
            line.n == 1, t("to be paid by {day}", day=day), t("the first is to be paid by {day}", day=day)
        ),
        "arrears": lambda: t("what was due before today and is not paid"),
        "settle": lambda: t("each owner’s charges, less what was called"),
        "close": lambda: t("settled, and not closed for good"),
        **dict.fromkeys(("confirm", "own_number", "repay"), lambda: t("waiting since {day}", day=day)),
    }
    return unders[work]()


def money_panel() -> rx.Component:
    """Draw the sums over all associations, each with its word."""
    money = Home.money

    def line(word: Any, count: Any, cents: Any) -> rx.Component:
        return rx.el.div(
            rx.el.dt(word, " ", rx.el.span(count, class_name="small quiet block")),
            rx.el.dd(tmoney(cents, unit=False), class_name="whole"),
        )

    return panel(
        rx.el.dl(
            line(t("Past due"), tn("{n} owner", "{n} owners", money.late_owners), money.late),
            line(
                t("Invoices to pay"), tn("{n} payment", "{n} payments", money.to_pay_count), money.to_pay
            ),
            line(
                t("Bank lines to decide"), tn("{n} line", "{n} lines", money.bank_count), money.bank
            ),
            class_name="money-sums",
        ),
        title=t("Money that waits, in €"),
        aside=rx.el.a(
            tn("{n} association", "{n} associations", Home.works_count), href="#books", class_name="small"
        ),
    )  # fmt: skip


def owner_money(home: OwnerHome) -> rx.Component:
    """Draw what the reader is to pay in one association, account by account; the sum where she has several."""
    return rx.cond(
        home.accounts.length() > 0,
        rx.cond(home.accounts.length() > 1, _accounts(home), _account(home.accounts[0])),
    )


def _account(card: AccountCard) -> rx.Component:
    """Draw her one account: to pay, in her favour or nothing, until when, and why."""
    return rx.el.section(
        row(
            rx.el.h2(_says(card.balance), class_name="quiet"),
            rx.cond(
                card.past_due > 0, tag(t("{amount} past due", amount=tmoney(card.past_due)), "bad", shape="triangle")
            ),
            between=True,
            wrap=True,
        ),
        rx.el.p(_amount(card.balance), class_name="figure"),
        row(
            rx.el.span(_next(card), class_name="quiet"),
            rx.el.a(
                rx.cond(card.balance > 0, t("Why this amount"), t("My charges and payments")),
                href=card.href,
                class_name="link",
                data_testid="my-account",
            ),
            between=True,
            wrap=True,
        ),
        class_name="panel padded stack tight",
    )


def _accounts(home: OwnerHome) -> rx.Component:
    """Draw several accounts in one association, each by its lots, and what they are together."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("My accounts")),
            rx.el.span(_says(home.balance), " ", rx.el.strong(_amount(home.balance), class_name="whole")),
            class_name="panel-head",
        ),
        rx.el.div(rx.foreach(home.accounts, _one_of_several), class_name="rows"),
        class_name="panel",
    )


def _one_of_several(card: AccountCard) -> rx.Component:
    lots = rx.el.span(rx.foreach(card.lots, lambda lot: rx.el.span(plate(lot, small=True), " ")))
    named = rx.cond(card.people != "", card.people, t("In my name alone"))
    return list_link(
        rx.el.span(lots, named),
        href=card.href,
        under=rx.fragment(
            _says(card.balance),
            rx.cond(card.next_on != "", rx.fragment(", ", _next(card))),
            rx.cond(
                card.past_due > 0,
                rx.fragment(
                    " ", tag(t("{amount} past due", amount=tmoney(card.past_due)), "bad", shape="triangle")
                ),
            ),
        ),
        shape="euro",
        aside=rx.el.span(_amount(card.balance), class_name="whole strong"),
    )  # fmt: skip


def _says(balance: Any) -> Any:
    return rx.cond(balance > 0, t("You owe"), rx.cond(balance < 0, t("In your favour"), t("You owe nothing")))


def _amount(balance: Any) -> Any:
    """Write an amount without its sign: the word before it says for whom it is."""
    return tmoney(rx.cond(balance < 0, -balance, balance))


def _next(card: AccountCard) -> Any:
    """Say what is asked next and by when; of a balance that is only that, the day is enough."""
    said = t("next: {amount} by {day}", amount=tmoney(card.next_cents), day=tdate(card.next_on, "long"))
    return rx.cond(
        card.next_on == "",
        rx.cond(card.balance > 0, t("due now"), t("no call to come")),
        rx.cond(
            (card.past_due == 0) & (card.balance == card.next_cents),
            t("by {day}", day=tdate(card.next_on, "long")),
            said,
        ),
    )
