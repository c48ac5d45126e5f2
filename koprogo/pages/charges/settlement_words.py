"""The words of settlements that its page says in several places: whose days, which version, the sentence of a cell."""

from typing import Any

import reflex as rx

from koprogo.components.layout import figure, panel, row
from koprogo.components.status import article, plate, tag
from koprogo.components.text import t, t_own, tdate, tmoney, tnum


def days_of(row: Any) -> Any:
    """Say which days a settlement covers."""
    return t("{since} to {until}", since=tdate(row.since), until=tdate(row.until))


def title_of(row: Any) -> Any:
    """Say what a settlement is."""
    return rx.cond(row.rhythm == "provisions", t("Settlement of provisions"), t("Statement of actual costs"))


def stands(row: Any) -> rx.Component:
    """Say whether the assembly approved the accounts it rests on."""
    return rx.cond(row.subject, tag(t("Subject to approval"), "soon"), tag(t("Accounts approved"), "good"))


def balance_word(cents: Any) -> Any:
    """Say whether an amount is to be paid or given back."""
    return rx.cond(cents > 0, t("to pay"), rx.cond(cents < 0, t("in her favour"), t("nothing to pay")))


def against_called(cents: Any) -> rx.Component:
    """Draw the balance of a whole settlement: how much over what was called, or under it."""
    return rx.cond(
        cents < 0,
        figure(tmoney(-cents), t("less than was called")),
        figure(tmoney(cents), t("over what was called")),
    )


def cell_row(cell: Any) -> rx.Component:
    """Draw one cell: what it is for, its sentence, its amount."""
    return rx.el.li(
        plate(cell.lot, small=True),
        rx.el.div(
            rx.el.span(cell_name(cell), rx.cond(cell.tenant, rx.fragment(" ", tag(t("tenant"), "outline")))),
            rx.el.span(sentence(cell), class_name="small quiet"),
            class_name="stack close grow",
        ),
        rx.el.span(tmoney(cell.cents), class_name="strong whole"),
        class_name="row start",
    )


def sentence(cell: Any) -> rx.Component:
    """Say how the amount of a cell comes about."""
    facts = {
        "whole": tmoney(cell.whole), "weight": tnum(cell.weight), "of": tnum(cell.total), "part": tmoney(cell.part),
    }  # fmt: skip
    share = t("{whole} × {weight}/{of} = {part}", **facts)
    rest = t(
        "{whole} since the start of the year × {weight}/{of} = {part}, less {before} stated before = {amount}",
        **facts, before=tmoney(cell.before), amount=tmoney(cell.of_lot),
    )  # fmt: skip
    days = t("{days} of {of} days = {amount}", days=tnum(cell.days), of=tnum(cell.of_days), amount=tmoney(cell.cents))
    by = rx.cond(
        cell.from_reserve != 0,
        rx.fragment(t("{amount} already funded (reserve fund or loan)", amount=tmoney(cell.from_reserve)), " · "),
    )
    return rx.fragment(
        by,
        rx.match(
            cell.split,
            ("private", t("borne by this owner alone")),
            ("given", t("amount that the paper names for this lot")),
            rx.cond(cell.before == 0, share, rest),
        ),
        rx.cond(
            cell.works != "",
            rx.fragment(
                " · ",
                t("{amount} by the special calls “{words}”, not by days", amount=tmoney(cell.cents), words=cell.works),
            ),
            rx.cond(cell.days != cell.of_days, rx.fragment(" · ", days)),
        ),
    )


def works_panel(owner: Any) -> rx.Component:
    """Draw what an owner's special calls became; nothing where there were none."""
    return rx.cond(
        owner.works.length() > 0,
        panel(
            rx.el.ul(rx.foreach(owner.works, _works_row), class_name="plain rows", data_testid="works"),
            row(article("3.94 §2"), article("3.94 §5"), wrap=True),
            title=t("Special calls and their works"),
        ),
    )


def _works_row(each: Any) -> rx.Component:
    """Draw what an owner's special calls for one decision became on one lot."""
    said = t("{called} called, {used} used so far", called=tmoney(each.called), used=tmoney(each.used))
    beyond = t("{amount} cost beyond these calls", amount=tmoney(each.claimed))
    return rx.el.li(
        plate(each.lot, small=True),
        rx.el.div(
            rx.el.span(each.words),
            rx.el.span(said, rx.cond(each.claimed != 0, rx.fragment(" · ", beyond)), class_name="small quiet"),
            rx.cond(
                each.back != 0,
                rx.el.span(t("{amount} no longer kept: the works have their final account", amount=tmoney(each.back)),
                           class_name="small quiet"),
            ),
            class_name="stack close grow",
        ),
        rx.cond(
            each.kept != 0,
            rx.el.span(t("{amount} stay for the works", amount=tmoney(each.kept)), class_name="whole"),
        ),
        class_name="row start",
    )  # fmt: skip


def cell_name(cell: Any) -> rx.Component:
    """Say what a cell is for, and by which key."""
    key = rx.cond(cell.key_name.length() > 0, t_own(cell.key_name), t("by shares"))
    account = rx.cond(cell.names.length() > 0, rx.fragment(t_own(cell.names), ", "), t("Costs of the days, "))
    return rx.fragment(account, rx.cond(cell.split == "key", key, t("for this lot")))
