"""The words of settlements that its page says in several places: whose days, which version, the sentence of a cell."""

from typing import Any

import reflex as rx

from koprogo.components.status import plate, tag
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
        rx.fragment(t("{amount} paid by the reserve fund", amount=tmoney(cell.from_reserve)), " · "),
    )
    return rx.fragment(
        by,
        rx.match(
            cell.split,
            ("private", t("borne by this owner alone")),
            ("given", t("amount that the paper names for this lot")),
            rx.cond(cell.before == 0, share, rest),
        ),
        rx.cond(cell.days != cell.of_days, rx.fragment(" · ", days)),
    )


def cell_name(cell: Any) -> rx.Component:
    """Say what a cell is for, and by which key."""
    key = rx.cond(cell.key_name.length() > 0, t_own(cell.key_name), t("by shares"))
    account = rx.cond(cell.names.length() > 0, rx.fragment(t_own(cell.names), ", "), t("Costs of the days, "))
    return rx.fragment(account, rx.cond(cell.split == "key", key, t("for this lot")))
