"""What a settlement makes of special calls: whose calls pay the costs of a decision, and what of them stays for its works.

A decision that costs may name (`funding_decision`) has its calls by the point of the agenda. What is called for it is no
provision: a settlement counts what its costs used, and keeps the rest on account 489 until costs use it or the final account
of the works is drawn up (`invoices/funding_end.py`). Who owes a call of a lot that was sold: `turns.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.rules.charges.cost_lines import Cell, CostLine, NobodyHolds
from koprogo.rules.charges.special_calls import LotCall, LotOfWorks, borne_so_far, cells_of_works, not_used
from koprogo.services.charges.settlement_facts import Facts
from koprogo.services.charges.settlement_refusals import LaterStatementThere
from koprogo.services.charges.turns import Turns, read_turns

KEPT = "489"
"""What special calls brought and works did not use yet: carried forward (tier B of the chart; docs/law/readings/pcmn.md)."""
DECISIONS = """
SELECT d.id, d.item_id, coalesce(a.day, d.decided_on) AS decided, e.day AS ended,
       coalesce((SELECT max(s.covers_until) FROM settlement s WHERE s.association_id = d.association_id
           AND s.covers_until <= :since AND NOT EXISTS (SELECT 1 FROM settlement_works w
               WHERE w.association_id = s.association_id AND w.settlement_id = s.id AND w.decision_id = d.id)
           AND NOT EXISTS (SELECT 1 FROM settlement o WHERE o.association_id = s.association_id
               AND o.covers_from = s.covers_from AND o.covers_until = s.covers_until AND o.version > s.version)),
         DATE '1000-01-01') AS settled
  FROM funding_decision d
  LEFT JOIN agenda_item i ON i.association_id = d.association_id AND i.id = d.item_id
  LEFT JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
  LEFT JOIN funding_end e ON e.association_id = d.association_id AND e.decision_id = d.id
 WHERE d.association_id = :t AND d.funding = 'special_call' AND d.decided_on < :until ORDER BY decided, d.id
"""
"""`settled`: up to this day its calls counted as provisions, in settlements that do not name the decision: they were issued
before works were kept apart, or before it had an allowance. What was given back then is not given back again."""
CALLS = """
SELECT c.item_id, l.lot_id, c.due_on, sum(x.amount)::bigint AS cents FROM call c
  JOIN call_line l ON l.association_id = c.association_id AND l.call_id = c.id AND l.part = 'special'
  JOIN entry_line x ON x.association_id = l.association_id AND x.source_kind = 'call_line' AND x.source_id = l.id
  JOIN ledger_account a ON a.association_id = x.association_id AND a.id = x.account_id AND a.part = 'other'
  JOIN unnest(CAST(:items AS uuid[]), CAST(:settled AS date[])) AS d(item_id, settled) ON d.item_id = c.item_id
 WHERE c.association_id = :t AND c.kind = 'special' AND c.called_on >= d.settled AND x.day < :until
 GROUP BY c.item_id, l.lot_id, c.due_on, c.reference HAVING sum(x.amount) <> 0 ORDER BY c.due_on, c.reference
"""
BEFORE = """
SELECT w.decision_id, w.lot_id, w.debtor_id, w.used, w.claimed, w.kept FROM settlement_works w
 WHERE w.association_id = :t AND w.settlement_id = (SELECT s.id FROM settlement s
       WHERE s.association_id = :t AND s.covers_until <= :day ORDER BY s.covers_until DESC, s.version DESC LIMIT 1)
"""
LATER = "SELECT 1 FROM settlement WHERE association_id = :t AND covers_from >= :until LIMIT 1"
ON_KEPT = """
SELECT coalesce(sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id AND a.code = :kept
 WHERE l.association_id = :t AND l.source_kind = 'settlement' AND l.day < :until
"""


@dataclass(frozen=True)
class WorksRow:
    """One decision on one lot for one debtor, since the decision (`models.settlements.SettlementWorks`)."""

    decision_id: UUID
    lot_id: UUID
    debtor_id: UUID
    called: Money
    used: Money
    claimed: Money
    kept: Money


@dataclass(frozen=True)
class PlannedWorks:
    """What a settlement makes of special calls: `kept_before` per debtor at the end of the year before; `move` to 489."""

    cells: tuple[Cell, ...] = ()
    rows: tuple[WorksRow, ...] = ()
    kept_before: Mapping[str, Money] = field(default_factory=dict)
    move: Money = ZERO

    def counted(self, called: Mapping[str, Money]) -> dict[str, Money]:
        """Return what was called since the year began without what stays for works, with what stayed before it."""
        found = defaultdict(lambda: ZERO, called)
        for owner, kept in self.kept_before.items():
            found[owner] += kept
        for row in self.rows:
            found[str(row.debtor_id)] -= row.kept
        return {owner: cents for owner, cents in found.items() if cents}


async def plan_works(
    session: AsyncSession,
    association_id: UUID,
    facts: Facts,
    lines: Sequence[CostLine],
    *,
    whole: Period,
    covers: Period,
) -> PlannedWorks:
    """Return the cells of the costs that special calls pay, and how every decision stands at the end of these days.

    Raises:
        NoShares: a key without weights.
        NobodyHolds: a lot that bears something was never anybody's.
        LaterStatementThere: what these days leave for works is counted in a later settlement already.
    """
    scope: dict[str, Any] = {"t": association_id, "since": covers.start, "until": covers.end}
    decisions = (await session.execute(text(DECISIONS), scope)).all()
    if not decisions:
        return PlannedWorks()
    calls = await _calls(session, scope, decisions)
    days = [*(row.decided for row in decisions), *(row.due_on for row in calls), covers.start, covers.last_day]
    turns = await read_turns(session, association_id, facts.lots, days)
    before = await _before(session, association_id, covers.start)
    cells: list[Cell] = []
    rows: list[WorksRow] = []
    for decision in decisions:
        own = [line for line in lines if line.decision == str(decision.id)]
        mine = [call for call in calls if call.item_id == decision.item_id]
        lots = _lots(facts, turns, decision, mine, before, covers)
        try:
            made = cells_of_works(own, lots)
        except KeyError as unheld:
            raise NobodyHolds(str(unheld.args[0]), covers) from unheld
        cells += made.cells
        ended = decision.ended is not None and decision.ended < covers.end
        for lot, works in lots.items():
            rows += _rows(decision.id, facts.lots[lot], works, made.so_far[lot], ended=ended)
    if rows and await session.scalar(text(LATER), scope):
        raise LaterStatementThere
    kept = sum((row.kept for row in rows), ZERO)
    stands = int(await session.scalar(text(ON_KEPT), {**scope, "kept": KEPT}) or 0)
    old = await _before(session, association_id, whole.start)
    return PlannedWorks(tuple(cells), tuple(rows), _kept(old), kept + Money(stands))


def _lots(
    facts: Facts, turns: Turns, decision: Any, calls: Sequence[Any], before: Sequence[Any], covers: Period
) -> dict[str, LotOfWorks]:
    """Return every lot that somebody holds, with its calls of a decision and who owes what is claimed now."""
    cost: dict[UUID, Money] = defaultdict(lambda: ZERO)
    for row in before:
        if row.decision_id == decision.id:
            cost[row.lot_id] += Money(row.used + row.claimed)
    found = {}
    for lot in turns.owners:
        lot_id = facts.lots[lot]
        own = tuple(
            LotCall(turns.bears(lot, decided=decision.decided, due=call.due_on), Money(call.cents))
            for call in calls
            if call.lot_id == lot_id
        )
        claimed = turns.bears(lot, decided=decision.decided, due=covers.last_day)
        found[lot] = LotOfWorks(own, cost[lot_id], claimed)
    return found


def _rows(decision_id: UUID, lot_id: UUID, works: LotOfWorks, cost: Money, *, ended: bool) -> list[WorksRow]:
    called: dict[str, Money] = defaultdict(lambda: ZERO)
    for call in works.calls:
        called[call.owner] += call.amount
    left, borne = not_used(cost, works), borne_so_far(cost, works)
    found = []
    for owner in {**called, **borne}:
        unused = left.get(owner, ZERO)
        used = called[owner] - unused
        claimed = borne.get(owner, ZERO) - used
        if called[owner] or claimed:
            kept = ZERO if ended else unused
            found.append(WorksRow(decision_id, lot_id, UUID(owner), called[owner], used, claimed, kept))
    return found


async def _calls(session: AsyncSession, scope: Mapping[str, Any], decisions: Sequence[Any]) -> Sequence[Any]:
    """Return what was called of each lot for these decisions, without what counted as a provision before."""
    points = {row.item_id: row.settled for row in decisions if row.item_id}
    asked = {**scope, "items": [*points], "settled": [*points.values()]}
    return (await session.execute(text(CALLS), asked)).all()


async def _before(session: AsyncSession, association_id: UUID, day: date) -> Sequence[Any]:
    return (await session.execute(text(BEFORE), {"t": association_id, "day": day})).all()


def _kept(rows: Iterable[Any]) -> dict[str, Money]:
    found: dict[str, Money] = defaultdict(lambda: ZERO)
    for row in rows:
        found[str(row.debtor_id)] += Money(row.kept)
    return dict(found)
