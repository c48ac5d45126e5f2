"""What `koprogo check` asks of settlements: each cell from its fraction and days, each owner's sums, what was posted.

A later version is made again in full; what its entry moved is the difference of the two, for each owner.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.shares import largest_remainder

SETTLEMENTS = """
SELECT s.id, s.covers_from, s.covers_until, s.version, s.entry_id,
       s.version = max(s.version) OVER (PARTITION BY s.covers_from, s.covers_until) AS latest,
       (SELECT b.id FROM settlement b WHERE b.association_id = s.association_id AND b.covers_from = s.covers_from
           AND b.covers_until = s.covers_until AND b.version = s.version - 1) AS before_id
  FROM settlement s WHERE s.association_id = :t ORDER BY s.covers_from, s.covers_until, s.version
"""
CELLS = """
SELECT c.number, c.line, c.debtor_id, c.lot_id, c.key_id, c.amount, c.whole, c.weight, c.total, c.of_lot, c.before, c.days,
       c.of_days, coalesce(t.number, '') AS lot
  FROM settlement_line c LEFT JOIN lot t ON t.association_id = c.association_id AND t.id = c.lot_id
 WHERE c.association_id = :t AND c.settlement_id = :s ORDER BY c.number
"""
OWNERS = """
SELECT o.debtor_id, o.actual, o.to_pay, o.posted, coalesce(c.cents, 0) AS cells, coalesce(b.to_pay, 0) AS before,
       coalesce(n.cents, 0) AS moved, (SELECT min(p.name) FROM debtor_person d JOIN person p ON p.id = d.person_id
           WHERE d.association_id = :t AND d.debtor_id = o.debtor_id) AS name
  FROM settlement_owner o
  LEFT JOIN (SELECT debtor_id, sum(amount)::bigint AS cents FROM settlement_line
              WHERE association_id = :t AND settlement_id = :s GROUP BY debtor_id) c ON c.debtor_id = o.debtor_id
  LEFT JOIN settlement_owner b ON b.association_id = :t AND b.settlement_id = :before AND b.debtor_id = o.debtor_id
  LEFT JOIN (SELECT a.debtor_id, sum(l.amount)::bigint AS cents FROM entry_line l
               JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
              WHERE l.association_id = :t AND l.entry_id = :e AND a.part = 'other' GROUP BY a.debtor_id) n
         ON n.debtor_id = o.debtor_id
 WHERE o.association_id = :t AND o.settlement_id = :s ORDER BY name, o.debtor_id
"""
LEFT_OUT = """
SELECT count(*) FROM settlement_owner b WHERE b.association_id = :t AND b.settlement_id = :before AND b.to_pay <> 0
   AND NOT EXISTS (SELECT 1 FROM settlement_owner o WHERE o.association_id = :t AND o.settlement_id = :s
                      AND o.debtor_id = b.debtor_id)
"""
WORKS = """
WITH before AS (
    SELECT s.id FROM settlement s WHERE s.association_id = :t AND s.covers_until <= :since
     ORDER BY s.covers_until DESC, s.version DESC LIMIT 1
), sums AS (
    SELECT w.decision_id, w.lot_id, sum(w.used + w.claimed) FILTER (WHERE w.settlement_id = :s) AS now,
           sum(w.used + w.claimed) FILTER (WHERE w.settlement_id <> :s) AS then
      FROM settlement_works w
     WHERE w.association_id = :t AND w.settlement_id IN (SELECT CAST(:s AS uuid) UNION ALL SELECT id FROM before)
     GROUP BY w.decision_id, w.lot_id
), cells AS (
    SELECT c.decision_id, l.lot_id, sum(l.amount) AS cents FROM settlement_cost c
      JOIN settlement_line l ON l.association_id = c.association_id AND l.settlement_id = c.settlement_id
       AND l.line = c.number
     WHERE c.association_id = :t AND c.settlement_id = :s AND c.decision_id IS NOT NULL AND c.split <> 'private'
     GROUP BY c.decision_id, l.lot_id
)
SELECT coalesce(t.number, '') AS lot, coalesce(w.now, 0) - coalesce(w.then, 0) AS moved, coalesce(c.cents, 0) AS cents
  FROM sums w FULL JOIN cells c ON c.decision_id = w.decision_id AND c.lot_id = w.lot_id
  LEFT JOIN lot t ON t.association_id = :t AND t.id = coalesce(w.lot_id, c.lot_id)
 WHERE coalesce(w.now, 0) - coalesce(w.then, 0) <> coalesce(c.cents, 0) ORDER BY 1
"""
KEPT = """
SELECT coalesce((SELECT sum(w.kept) FROM settlement_works w WHERE w.association_id = :t AND w.settlement_id = :s), 0)::bigint
       AS kept,
       coalesce((SELECT sum(l.amount) FROM entry_line l
           JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id AND a.code = '489'
          WHERE l.association_id = :t AND l.source_kind = 'settlement' AND l.day < :until), 0)::bigint AS stands
"""
COSTS = """
SELECT coalesce(sum(amount - from_reserve), 0)::bigint AS costs,
       (SELECT coalesce(sum(amount), 0) FROM settlement_line
         WHERE association_id = :t AND settlement_id = :s)::bigint AS cells
  FROM settlement_cost WHERE association_id = :t AND settlement_id = :s
"""


async def verify_settlements(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per version, cell or owner that does not re-derive; empty is good."""
    faults = []
    for row in (await session.execute(text(SETTLEMENTS), {"t": association_id})).all():
        where = f"settlement {row.covers_from} to {row.covers_until} v{row.version} of {association_id}"
        if row.version > 1 and row.before_id is None:
            faults.append(f"{where}: version {row.version - 1} before it is missing")
        facts = {"t": association_id, "s": row.id, "before": row.before_id, "e": row.entry_id}
        cells = (await session.execute(text(CELLS), facts)).all()
        works = await _works(session, row, facts)
        faults += [f"{where}: {said}" for said in [*wrong_cells(cells), *await _sums(session, facts), *works]]
    return faults


async def _works(session: AsyncSession, row: Any, facts: dict[str, Any]) -> list[str]:
    """Return a sentence per lot whose works do not follow from its cells, and one where 489 is not what stays for them."""
    scope = {**facts, "since": row.covers_from, "until": row.covers_until}
    found = [
        f"lot {each.lot}: its works moved by {each.moved} cents, its cells say {each.cents}"
        for each in await session.execute(text(WORKS), scope)
    ]
    sums = (await session.execute(text(KEPT), scope)).one()
    if row.latest and sums.kept != -sums.stands:
        found.append(f"{sums.kept} cents stay for works, account 489 holds {-sums.stands}")
    return found


def wrong_cells(cells: Sequence[Any]) -> list[str]:
    """Return a sentence per lot whose part is not its fraction of the whole, or is not split by the days it was held."""
    found = []
    lots: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    lines: defaultdict[tuple[Any, ...], dict[str, Any]] = defaultdict(dict)
    for cell in cells:
        lots[cell.line, cell.key_id, cell.lot].append(cell)
        if cell.total:
            lines[cell.line, cell.key_id, cell.whole, cell.total][cell.lot] = cell
    for (line, _, whole, total), by_lot in lines.items():
        weights = {lot: cell.weight for lot, cell in by_lot.items()}
        parts = _split(whole, weights) if sum(weights.values()) == total else {}
        found += [
            f"line {line}, lot {lot}: {cell.of_lot} cents are not {whole} × {cell.weight}/{total} − {cell.before}"
            for lot, cell in by_lot.items()
            if parts.get(lot) != cell.of_lot + cell.before
        ]
    return [*found, *(said for each in lots.values() for said in _wrong_days(each))]


def _wrong_days(cells: Sequence[Any]) -> Iterable[str]:
    days = _split(cells[0].of_lot, {f"{place:06}": cell.days for place, cell in enumerate(cells)})
    for cell, cents in zip(cells, days.values(), strict=True):
        if cell.amount != cents or cell.of_lot != cells[0].of_lot or (not cell.lot and cell.amount != cell.whole):
            yield f"cell {cell.number}: {cell.amount} cents are not {cell.of_lot} × {cell.days}/{cell.of_days}"


def _split(cents: int, weights: dict[str, int]) -> dict[str, int]:
    sign = -1 if cents < 0 else 1
    return {name: sign * part for name, part in largest_remainder(abs(cents), weights).items()}


async def _sums(session: AsyncSession, facts: dict[str, Any]) -> list[str]:
    found = []
    costs = (await session.execute(text(COSTS), facts)).one()
    if costs.costs != costs.cells:
        found.append(f"its costs are {costs.costs} cents, its cells {costs.cells}")
    for row in await session.execute(text(OWNERS), facts):
        found += [f"{row.name}: {said}" for said in _wrong_owner(row)]
    if facts["before"] and (missing := await session.scalar(text(LEFT_OUT), facts)):
        found.append(f"{missing} owners of the version before are not in it")
    return found


def _wrong_owner(row: Row[Any]) -> Iterable[str]:
    if row.actual != row.cells:
        yield f"bears {row.actual} cents, her cells say {row.cells}"
    if row.posted != row.to_pay - row.before:
        yield f"{row.posted} cents are new, {row.to_pay} less {row.before} of the version before is not that"
    if row.moved != row.posted:
        yield f"her account was moved by {row.moved} cents, the settlement says {row.posted}"
