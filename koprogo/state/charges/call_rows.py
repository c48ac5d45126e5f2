"""Rows of calls as screens show them: amounts in cents, days in ISO, each line with what its sentence needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from koprogo import urls
from koprogo.core.numbers import format_structured
from koprogo.services.charges.call_plan import PlannedCall
from koprogo.services.charges.call_queries import AskedOf, CallRow, LineOfCall


@dataclass(frozen=True)
class CallLineView:
    """One line with its fraction: the part of `base` by `weight` of `of_weight` is `part_cents`, less `before`."""

    lot: str
    part: str
    caught_up: bool
    key_name: dict[str, str]
    weight: int
    of_weight: int
    base: int
    before: int
    part_cents: int
    cents: int


@dataclass(frozen=True)
class CallView:
    """A call of the list."""

    id: str = ""
    reference: str = ""
    kind: str = ""
    year: int = 0
    number: int = 0
    instalments: int = 0
    called_on: str = ""
    due_on: str = ""
    since: str = ""
    until: str = ""
    cents: int = 0
    state: str = ""
    subject: dict[str, str] = field(default_factory=dict)
    budget_year: int = 0
    iban: str = ""
    href: str = ""


@dataclass(frozen=True)
class AskedView:
    """What one debtor is asked: her lines, the sums, the numbers to pay with as banks print them, and her paper."""

    id: str
    names: str
    lots: str
    cents: int
    reserve: int
    number: str
    permanent: str
    lines: list[CallLineView]
    paper: str


def call_view(row: CallRow) -> CallView:
    """Return a call for a list or the head of its page."""
    return CallView(
        id=str(row.id),
        reference=row.reference,
        kind=row.kind,
        year=row.starts.year,
        number=row.number,
        instalments=row.instalments,
        called_on=row.called_on.isoformat(),
        due_on=row.due_on.isoformat(),
        since=row.covers_from.isoformat(),
        until=(row.covers_until - timedelta(days=1)).isoformat(),
        cents=row.total.cents,
        state=row.state,
        subject=dict(row.words or row.item_title),
        budget_year=row.budget_starts.year if row.is_last_years and row.budget_starts else 0,
        iban=" ".join(row.iban[place : place + 4] for place in range(0, len(row.iban), 4)),
        href=urls.association(row.association_id, f"calls/{row.id}"),
    )


def asked_view(asked: AskedOf, call: CallRow) -> AskedView:
    """Return what one debtor is asked by a call; the address of her paper lacks its language."""
    where = f"/api/v1/associations/{call.association_id}/calls/{call.id}/owners/{asked.debtor_id}/paper?language="
    return AskedView(
        id=str(asked.debtor_id),
        names=", ".join(asked.names),
        lots=", ".join(dict.fromkeys(line.lot for line in asked.lines)),
        cents=asked.total.cents,
        reserve=asked.reserve.cents,
        number=format_structured(asked.numbers.of_call) if asked.numbers.of_call else "",
        permanent=format_structured(asked.numbers.permanent) if asked.numbers.permanent else "",
        lines=[line_view(line) for line in asked.lines],
        paper=where if call.state in ("posted", "sent") else "",
    )


def line_view(line: LineOfCall) -> CallLineView:
    """Return one line with its fraction."""
    return CallLineView(
        lot=line.lot,
        part=line.part,
        caught_up=line.caught_up,
        key_name=dict(line.key_name),
        weight=line.weight,
        of_weight=line.of_weight,
        base=line.base,
        before=line.before,
        part_cents=line.amount + line.before,
        cents=line.amount,
    )


@dataclass(frozen=True)
class PartView:
    """A part of a budget that is not called, in cents."""

    part: str
    cents: int


@dataclass(frozen=True)
class EndedKeyView:
    """A key that a budget still goes by after its last day (ISO)."""

    names: dict[str, str]
    until: str


@dataclass(frozen=True)
class LotView:
    """What a planned call asks of one lot, and who owes it."""

    lot: str
    people: str
    cents: int
    reserve: int
    lines: list[CallLineView]


def by_lot(planned: PlannedCall, holders: Mapping[str, Sequence[str]]) -> list[LotView]:
    """Return a planned call by lot, in the order of their numbers; `holders`: by lot the names of who owes."""
    found: dict[UUID, list[CallLineView]] = {}
    for line in planned.lines:
        found.setdefault(line.lot_id, []).append(
            CallLineView(
                line.lot, line.part, line.caught_up, dict(line.key_name), line.weight, line.of_weight, line.base,
                line.before, line.amount + line.before, line.amount,
            )
        )  # fmt: skip
    return sorted(
        (
            LotView(
                lines[0].lot,
                ", ".join(holders.get(lines[0].lot, ())),
                sum(line.cents for line in lines),
                sum(line.cents for line in lines if line.part == "reserve"),
                lines,
            )
            for lines in found.values()
        ),
        key=lambda each: each.lot,
    )


def next_number(rows: list[CallView], year: str) -> str:
    """Return which instalment of a year's budget comes next; empty after its last one."""
    called = [row for row in rows if row.kind == "budget" and str(row.year) == year]
    last = max((row.number for row in called), default=0)
    return "" if called and last >= called[0].instalments else str(last + 1)
