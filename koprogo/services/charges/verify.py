"""What `koprogo check` asks of calls and settlements: every split made again from its weight and total (M3).

A call is the sum of its lines, and what it posted is those lines, on the account of whoever owes each. Of a settlement see
`verify_settlements.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.shares import largest_remainder
from koprogo.services.charges.call_plan import weights_by_lot
from koprogo.services.charges.verify_settlements import verify_settlements

CALLS = """
SELECT c.id, c.reference, c.total, coalesce((SELECT sum(l.amount) FROM call_line l
        WHERE l.association_id = c.association_id AND l.call_id = c.id), 0)::bigint AS lines,
       e.entry_id FROM call c
  LEFT JOIN call_event e ON e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted'
 WHERE c.association_id = :t ORDER BY c.called_on, c.reference
"""
LINES = """
SELECT l.number, l.part, l.caught_up, l.key_id, l.weight, l.of_weight, l.base, l.before, l.amount, t.number AS lot
  FROM call_line l JOIN lot t ON t.association_id = l.association_id AND t.id = l.lot_id
 WHERE l.association_id = :t AND l.call_id = :c ORDER BY l.number
"""
NOT_POSTED_SO = """
SELECT l.number, l.amount, n.cents FROM call_line l
  LEFT JOIN (SELECT x.source_id, sum(x.amount)::bigint AS cents, min(a.debtor_id::text) AS debtor, min(a.part) AS part,
                    min(x.weight) AS weight, min(x.total) AS total
               FROM entry_line x JOIN ledger_account a ON a.association_id = x.association_id AND a.id = x.account_id
              WHERE x.association_id = :t AND x.entry_id = :e AND x.source_kind = 'call_line' GROUP BY x.source_id) n
         ON n.source_id = l.id
 WHERE l.association_id = :t AND l.call_id = :c
   AND (n.cents IS DISTINCT FROM l.amount OR n.debtor IS DISTINCT FROM l.debtor_id::text
        OR (n.part = 'reserve') IS DISTINCT FROM (l.part = 'reserve')
        OR n.weight IS DISTINCT FROM CASE WHEN l.of_weight > 0 THEN l.weight END
        OR n.total IS DISTINCT FROM nullif(l.of_weight, 0))
 ORDER BY l.number
"""
POSTED_MORE = """
SELECT x.line FROM entry_line x WHERE x.association_id = :t AND x.entry_id = :e AND x.source_kind = 'call_line'
   AND NOT EXISTS (SELECT 1 FROM call_line l WHERE l.association_id = :t AND l.id = x.source_id AND l.call_id = :c)
"""
UNTIED = """
SELECT c.reference FROM call c
 WHERE c.association_id = :t AND c.kind = 'special'
   AND EXISTS (SELECT 1 FROM call_line l WHERE l.association_id = c.association_id AND l.call_id = c.id
         AND l.part = 'special')
   AND (SELECT e.what FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
         AND e.what <> 'sent' ORDER BY e.seq DESC LIMIT 1) = 'posted'
   AND NOT EXISTS (SELECT 1 FROM funding_decision d WHERE d.association_id = c.association_id AND d.item_id = c.item_id
         AND d.funding = 'special_call')
 ORDER BY c.called_on, c.reference
"""

LOAN_PARTS = frozenset({"loan_cash", "loan_principal", "loan_interest"})
"""Split by what each lot owes of a loan, not by a key: `loans/verify.py` works them out again."""


async def verify_charges(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per call, line or cell that is not what its fraction says or what was posted; empty is good."""
    faults = []
    for call in (await session.execute(text(CALLS), {"t": association_id})).all():
        where = f"call {call.reference} of {association_id}"
        if call.lines != call.total:
            faults.append(f"{where}: its lines add up to {call.lines} cents, it asks {call.total}")
        lines = (await session.execute(text(LINES), {"t": association_id, "c": call.id})).all()
        shared = [line for line in lines if line.part not in LOAN_PARTS]
        faults += [f"{where}: {said}" for said in await _splits(session, association_id, shared)]
        if call.entry_id is not None:
            faults += [f"{where}: {said}" for said in await _posted(session, association_id, call)]
    return [*faults, *await verify_settlements(session, association_id)]


async def notes_on_calls(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return what is no fault and still to be seen: special calls that no costs can be held against."""
    return [
        f"call {reference} of {association_id}: what its decision allows was not entered yet, so no cost is paid by it"
        for reference in (await session.execute(text(UNTIED), {"t": association_id})).scalars()
    ]


async def _splits(session: AsyncSession, association_id: UUID, lines: Sequence[Row[Any]]) -> list[str]:
    groups: defaultdict[tuple[Any, ...], list[Row[Any]]] = defaultdict(list)
    for line in lines:
        groups[line.part, line.key_id, line.caught_up, line.base, line.of_weight].append(line)
    found = []
    for (_, key_id, _, _, of_weight), rows in groups.items():
        weights = {row.lot: row.weight for row in rows}
        if of_weight and sum(weights.values()) != of_weight:
            now = await weights_by_lot(session, association_id, key_id)
            weights = {**now, **weights}
        found += wrong_parts(rows, weights, of_weight)
    return found


def wrong_parts(rows: Iterable[Any], weights: Mapping[str, int], of_weight: int) -> list[str]:
    """Return a sentence per row whose amount and what was called before are not its part of the base, in cents.

    `weights` of all lots of the key, where they are still known; where they do not make `of_weight` any more (a key or
    the base deed changed since), each row is held against its own fraction, to less than a cent.
    """
    found = []
    whole = of_weight > 0 and sum(weights.values()) == of_weight
    for row in rows:
        part = row.amount + row.before
        if whole:
            ours = largest_remainder(abs(row.base), dict(weights))[row.lot] * (-1 if row.base < 0 else 1)
            right = part == ours
        elif of_weight:
            right = abs(part * of_weight - row.base * row.weight) < of_weight
        else:
            right = part == 0
        if not right:
            fraction = f"{row.base} × {row.weight}/{row.of_weight}"
            found.append(
                f"line {row.number} asks lot {row.lot} {row.amount} cents, {fraction} − {row.before} is not that"
            )
    return found


async def _posted(session: AsyncSession, association_id: UUID, call: Row[Any]) -> list[str]:
    facts = {"t": association_id, "c": call.id, "e": call.entry_id}
    found = [
        f"line {row.number} asks {row.amount} cents, and its owner's account has {row.cents or 0} of it, or another fraction"
        for row in await session.execute(text(NOT_POSTED_SO), facts)
    ]
    more = (await session.execute(text(POSTED_MORE), facts)).scalars()
    return [*found, *(f"line {line} of its entry is none of its lines" for line in more)]
