"""One settlement: of an owner each amount with its sentence, and behind it every invoice, to be opened with a press."""

from typing import Any

import reflex as rx

from koprogo.components.feedback import answers, waiting
from koprogo.components.layout import columns, facts, figure, figures, list_link, list_panel, more, panel, row, stack
from koprogo.components.navigation import button_link
from koprogo.components.status import plate, tag
from koprogo.components.text import reader_language, t, t_own, tdate, tmoney, tn
from koprogo.pages.accounting.tabs import books_tabs
from koprogo.pages.buildings.crumb import crumb
from koprogo.pages.charges.letters import letters_panel
from koprogo.pages.charges.settlement_words import (
    against_called,
    balance_word,
    cell_name,
    days_of,
    sentence,
    stands,
    title_of,
    works_panel,
)
from koprogo.pages.shell import page
from koprogo.state.charges.settlement import SettlementState as State


def settlement() -> rx.Component:
    """Draw the page."""
    one = State.own.length() > 0
    return page(
        rx.cond(State.loaded, title_of(State.view), t("Settlement of charges")),
        books_tabs(State.sheet_at, "settlements"),
        answers(State.refusal),
        rx.cond(
            State.loaded,
            columns(
                rx.cond(one, rx.fragment(rx.foreach(State.own, _owner), _costs()), _everybody()),
                rx.cond(one, rx.fragment(), letters_panel()),
                side=_facts(),
            ),
            rx.cond(State.refusal.kind == "", waiting()),
        ),
        current="associations",
        place=State.association,
        back=State.sheet_at + "/settlements",
        above=crumb(t("Settlements"), State.sheet_at + "/settlements"),
        under=days_of(State.view),
    )


def _facts() -> rx.Component:
    view = State.view
    return stack(
        row(stands(view), tag(t("Version {n}", n=view.version)), wrap=True),
        facts((t("Days"), days_of(view)), (t("Shared among the owners"), tmoney(view.shared))),
        rx.cond(view.why != "", rx.el.p(view.why)),
        gap="tight",
    )


def _everybody() -> rx.Component:
    def one(owner: Any) -> rx.Component:
        return list_link(
            owner.names,
            href=State.here_at + "?owner=" + owner.id,
            under=rx.fragment(owner.lots, ", ", balance_word(owner.to_pay)),
            shape="person",
            aside=rx.el.span(tmoney(owner.to_pay), class_name="whole"),
        )

    return stack(figures(against_called(State.view.to_pay)), list_panel(rx.foreach(State.owners, one)))


def _owner(owner: Any, place: Any) -> rx.Component:
    """Draw one debtor's settlement: the sums, the paper, then every amount down to its invoices."""
    sums = facts(
        (t("Charges of the lots"), tmoney(owner.actual)),
        (t("Called before"), tmoney(owner.called)),
        (t("Balance of this settlement"), tmoney(owner.to_pay)),
    )
    href = owner.paper + reader_language().to(str)
    account = State.sheet_at + "/owner-accounts/" + owner.id
    return rx.fragment(
        figures(figure(tmoney(owner.to_pay), balance_word(owner.to_pay))),
        sums,
        row(
            button_link(t("The paper (PDF)"), href=href, shape="paper", target="_blank", reload_document=True),
            button_link(t("The account"), href=account, shape="euro"),
            wrap=True,
        ),
        panel(
            rx.el.ul(rx.foreach(State.cells[place], _cell), class_name="plain rows", data_testid="cells"),
            title=t("Each amount down to its paper"),
            aside=owner.names,
        ),
        works_panel(owner),
    )


def _cell(each: Any) -> rx.Component:
    """Draw one amount with its sentence; pressed, it shows what was booked."""
    cell = each.cell
    head = rx.el.summary(
        plate(cell.lot, small=True),
        rx.el.span(
            rx.el.span(cell_name(cell), rx.cond(cell.tenant, rx.fragment(" ", tag(t("tenant"), "outline")))),
            rx.el.span(sentence(cell), class_name="small quiet"),
            class_name="stack close grow",
        ),
        rx.el.span(tmoney(cell.cents), class_name="strong whole"),
        class_name="row start",
    )
    return rx.el.li(rx.cond(each.number > 0, rx.el.details(head, _lines(each)), rx.el.div(head)))


def _lines(each: Any) -> rx.Component:
    """Draw the booked lines of a cost; they add up to it, or that is said."""
    off = rx.el.p(
        t("These lines do not add up to {amount}: ask the syndic why.", amount=tmoney(each.cents)),
        class_name="small error",
    )
    same = rx.el.p(
        tn("{n} line in the books, {amount}", "{n} lines in the books, together {amount}", each.lines.length(),
           amount=tmoney(each.cents)),
        class_name="small quiet",
    )  # fmt: skip
    return rx.el.div(
        rx.el.ul(rx.foreach(each.lines, _line), class_name="plain rows"),
        rx.cond(each.adds_up, same, off),
        class_name="stack tight",
    )


def _line(line: Any) -> rx.Component:
    scan = rx.el.a(
        t("The invoice (PDF)"), href=line.file_at, class_name="link", target="_blank", rel="noopener",
        data_testid="scan",
    )  # fmt: skip
    hidden = rx.el.span(t("This paper also names another lot alone: the syndic shows it."), class_name="small quiet")
    entry = rx.el.a(t("The entry"), href=line.entry_at, class_name="link")
    return rx.el.li(
        rx.el.div(
            rx.el.span(line.text),
            rx.el.span(tdate(line.day), class_name="small quiet"),
            rx.cond(line.file_at != "", scan, rx.cond(line.is_hidden, hidden, entry)),
            class_name="stack close grow",
        ),
        rx.el.span(tmoney(line.cents), class_name="whole"),
        class_name="row between",
    )


def _costs() -> rx.Component:
    """Draw the costs of a statement, which are shared together by their key."""

    def one(cost: Any) -> rx.Component:
        key = rx.cond(cost.key_name.length() > 0, t_own(cost.key_name), t("by shares"))
        return rx.el.li(
            more(
                rx.el.span(
                    t_own(cost.names), ", ", key, " ", rx.el.span(tmoney(cost.cents), class_name="strong whole")
                ),
                _lines(cost),
            )
        )

    return rx.cond(
        State.costs.length() > 0,
        panel(rx.el.ul(rx.foreach(State.costs, one), class_name="plain rows"), title=t("Costs and income")),
    )
