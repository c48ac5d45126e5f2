"""The lines of a budget while they are written: as typed in a row each, and read for the service."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from koprogo.core.errors import BadInput, KoproError, Problem
from koprogo.core.money import ZERO, Money
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.budget_queries import BudgetLineRow, BudgetSheet
from koprogo.services.charges.budgets import FUND_ACCOUNT, PARTS, BudgetDraft, LineDraft
from koprogo.state.base import parse_id
from koprogo.state.charges.typed import euros, written

MOST = 60
LONGEST = 120
FIELDS = ("part", "account", "key_id", "amount", "once", "name")


@dataclass(frozen=True)
class LineForm:
    """One row of the editor; `key_id` empty is by the shares, `wrong` says that its amount cannot be read.

    `names` is the name per language as it was saved; it stands as long as the `name` shown is not rewritten.
    """

    place: int = 0
    part: str = "ordinary"
    account: str = ""
    name: str = ""
    names: dict[str, str] = field(default_factory=dict)
    key_id: str = ""
    amount: str = ""
    once: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class PartSum:
    """What the lines of a part add up to, in cents."""

    part: str
    cents: int


def changed(lines: Iterable[LineForm], place: int, name: str, value: object) -> list[LineForm]:
    """Return the rows with one field of one of them as it was typed; an unknown field changes nothing."""
    if name not in FIELDS:
        return list(lines)
    said: Any = bool(value) if name == "once" else str(value)[:LONGEST]
    found = [replace(line, **{name: said}) if line.place == place else line for line in lines]
    if name == "name":
        found = [replace(line, names={}) if line.place == place else line for line in found]
    return [replace(line, wrong=bool(line.amount.strip()) and _cents(line) is None) for line in found]


def numbered(lines: Iterable[LineForm]) -> list[LineForm]:
    """Return the rows with their places from 0 on, at most as many as a page holds."""
    return [replace(line, place=place) for place, line in enumerate(list(lines)[:MOST])]


def sums(lines: Iterable[LineForm]) -> list[PartSum]:
    """Return what each part adds up to; rows that cannot be read count for nothing yet."""
    rows = list(lines)
    return [
        PartSum(part, sum(_cents(line) or 0 for line in rows if line.part == part))
        for part in PARTS
        if any(line.part == part for line in rows)
    ]


def read_lines(lines: Iterable[LineForm], language: str) -> tuple[LineDraft, ...]:
    """Return the rows for the service, those without account and amount left out; BadInput names every wrong one.

    `language` is the writer's: the one her own names of lines are in.
    """
    found: list[LineDraft] = []
    problems: list[Problem] = []
    for line in lines:
        if not line.amount.strip() and not line.account.strip():
            continue
        try:
            found.append(_read(line, language))
        except BadInput as refusal:
            problems += refusal.problems
    if problems:
        raise BadInput(*problems)
    return tuple(found)


def of_sheet(sheet: BudgetSheet, language: str) -> list[LineForm]:
    """Return the rows of a saved version."""
    return numbered(_row(line, line.code, language) for line in sheet.lines)


def of_draft(draft: BudgetDraft, language: str) -> list[LineForm]:
    """Return the rows of a proposal."""
    return numbered(_row(line, line.account, language) for line in draft.lines)


def _row(line: BudgetLineRow | LineDraft, account: str, language: str) -> LineForm:
    return LineForm(
        part=line.part,
        account="" if line.part in FUND_ACCOUNT else account,
        name=said_in(line.words, language),
        names=dict(line.words),
        key_id=str(line.key_id or ""),
        amount=written(line.amount.cents),
        once=line.once,
    )


def _read(line: LineForm, language: str) -> LineDraft:
    amount = euros(line.amount, f"line_{line.place + 1}")
    key: UUID | None = parse_id(line.key_id) if line.key_id else None
    typed = {language: line.name.strip()} if line.name.strip() else {}
    return LineDraft(line.part, line.account.strip(), amount, key, line.once, line.names or typed)


def _cents(line: LineForm) -> int | None:
    try:
        return euros(line.amount, "amount").cents if line.amount.strip() else ZERO.cents
    except KoproError:
        return None


def total_of(lines: Iterable[LineForm]) -> Money:
    """Add up what can be read."""
    return Money(sum(each.cents for each in sums(lines)))
