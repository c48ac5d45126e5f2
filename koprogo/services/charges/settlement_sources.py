"""From an amount of a settlement to the papers behind it: every booked line of a cost, and its invoice where one may see it.

An owner follows her own settlement, whoever keeps or checks the books anybody's. Of the costs she sees those that all share
and her own; the lines of a cost are those that stood in the books when the version was issued, so they add up to it, and
where they do not, that is said. An invoice that also names another lot alone is not opened for her (art. 3.89 §5, 9°).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.rules.charges.settlement import DaysOf
from koprogo.services.charges.invoices.queries import invoices
from koprogo.services.charges.rhythms import ACTUAL_COSTS
from koprogo.services.charges.settlement_facts import BookedLine, Group, read_facts
from koprogo.services.charges.settlement_queries import sheet_of
from koprogo.services.charges.settlement_sheet import Sheet

MINE = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :p"
YEAR = """
SELECT p.starts, p.next_starts, s.at, x.seq FROM settlement s
  JOIN period p ON p.association_id = s.association_id AND p.id = s.period_id
  LEFT JOIN entry x ON x.association_id = s.association_id AND x.id = s.entry_id
 WHERE s.association_id = :t AND s.id = :s
"""
COSTS = """
SELECT number, account, split, key_id, lot_id, debtor_id, decision_id, cost_from, cost_until, amount FROM settlement_cost
 WHERE association_id = :t AND settlement_id = :s ORDER BY number
"""
ENTRIES = """
SELECT e.id, e.day, e.text, e.reference, e.document_id,
       (SELECT v.invoice_id FROM invoice_event v WHERE v.association_id = e.association_id AND v.entry_id = e.id
         ORDER BY v.seq LIMIT 1) AS invoice_id
  FROM entry e WHERE e.association_id = :t AND e.id = ANY (:ids)
   AND (CASE WHEN CAST(:seq AS bigint) IS NULL THEN e.at <= :at ELSE e.seq <= :seq END)
"""


@dataclass(frozen=True)
class Behind:
    """A booked line of a cost: `file_id` is its scan where the reader may open it; `is_invoice` says of what kind."""

    day: date
    text: str
    reference: str
    amount: Money
    entry_id: UUID
    file_id: UUID | None
    is_invoice: bool


@dataclass(frozen=True)
class Followed:
    """A cost with the lines behind it; `adds_up` unless the books say another sum than the settlement."""

    lines: tuple[Behind, ...]
    adds_up: bool


@dataclass(frozen=True)
class OwnersSettlement:
    """A settlement as one debtor (or all that a person is) reads it, with what is behind each cost, by its number."""

    sheet: Sheet
    behind: Mapping[int, Followed]


async def settlement_of_owner(
    session: AsyncSession, actor: Actor, association_id: UUID, settlement_id: UUID, debtor_id: UUID | None = None
) -> OwnersSettlement:
    """Return one debtor's settlement, her own without `debtor_id`, with the papers behind each cost.

    Raises:
        NotFound: no such settlement here, or it is not with her; or somebody else's, for who neither keeps nor checks
            the books.
    """
    require(actor, "figures.read", association_id)
    mine = set((await session.execute(text(MINE), {"t": association_id, "p": actor.person_id})).scalars())
    wanted = {debtor_id} if debtor_id else mine
    if not wanted <= mine and not actor.roles_in(association_id) & PERMISSIONS["books.read"]:
        raise NotFound
    sheet = await sheet_of(session, association_id, settlement_id, own=list(wanted))
    if not sheet.owners:
        raise NotFound
    shown = {cost.number for cost in sheet.costs}
    return OwnersSettlement(sheet, await _behind(session, actor, association_id, settlement_id, shown, sheet))


async def _behind(
    session: AsyncSession, actor: Actor, association_id: UUID, settlement_id: UUID, shown: set[int], sheet: Sheet
) -> dict[int, Followed]:
    scope = {"t": association_id, "s": settlement_id}
    year = (await session.execute(text(YEAR), scope)).one()
    every = (await session.execute(text(COSTS), scope)).all()
    lines = await _lines(session, association_id, year, every, sheet)
    costs = [row for row in every if row.number in shown]
    ids = {line.entry_id for cost in costs for line in lines[cost.number]}
    entries = {
        row.id: row
        for row in await session.execute(
            text(ENTRIES), {"t": association_id, "ids": list(ids), "seq": year.seq, "at": year.at}
        )
    }
    seen = {row.id for row in await invoices(session, actor, association_id)}
    found = {}
    for cost in costs:
        own = [_line(line, entries[line.entry_id], seen) for line in lines[cost.number] if line.entry_id in entries]
        booked = sum(line.amount.cents for line in own)
        found[cost.number] = Followed(tuple(own), booked == cost.amount)
    return found


async def _lines(
    session: AsyncSession, association_id: UUID, year: Any, costs: Iterable[Any], sheet: Sheet
) -> dict[int, list[BookedLine]]:
    """Return the booked lines of each cost: a statement's are those of its days, whatever earlier ones took.

    Settlements issued before works were kept apart have no costs of their own for a decision: those are among the others.
    """
    stated = sheet.rhythm == ACTUAL_COSTS
    days_of = DaysOf.YEAR if stated else DaysOf(sheet.days_of)
    whole = Period(year.starts, year.next_starts)
    facts = await read_facts(session, association_id, year=whole, until=sheet.covers_until, days_of=days_of)
    marks = {cost.number: _where(_group(cost), stated) for cost in costs}
    apart = set(marks.values())
    by_mark: dict[tuple[Any, ...], list[BookedLine]] = defaultdict(list)
    for group in facts.groups:
        own = _where(group, stated)
        mark = own if own in apart else _where(replace(group, decision_id=None), stated)
        by_mark[mark] += [line for line in group.lines if not stated or line.day >= sheet.covers_from]
    return {number: by_mark[mark] for number, mark in marks.items()}


def _group(cost: Any) -> Group:
    which = (cost.account, cost.split, cost.key_id, cost.lot_id, cost.debtor_id)
    return Group(*which, period=Period(cost.cost_from, cost.cost_until), decision_id=cost.decision_id)


def _where(group: Group, stated: bool) -> tuple[Any, ...]:
    """Return what makes a booked group the cost of a settlement; a statement's days are its own."""
    return group.mark if stated else (*group.mark, group.period)


def _line(line: BookedLine, entry: Any, seen: set[UUID]) -> Behind:
    is_invoice = entry.invoice_id is not None
    return Behind(
        line.day, entry.text, entry.reference, Money(line.amount), line.entry_id,
        entry.document_id if is_invoice and entry.invoice_id in seen else None, is_invoice,
    )  # fmt: skip
