"""What owners owe today and what of it is past its day, over many associations in one statement; and one's own accounts.

A call is in the books from its entry on and is to be paid by its due day: what is not due yet is no arrears. The oldest
debts are settled first (docs/algorithms/matching.md), so arrears are the balance less what is not due yet. Debtors that are
one since a merge count as one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.permissions import allows

ONE = """
chain AS (
    SELECT association_id, merged_id AS person_id, kept_id, 1 AS step FROM person_merge
     WHERE association_id = ANY (:mine) AND undone_at IS NULL
    UNION ALL
    SELECT c.association_id, c.person_id, m.kept_id, c.step + 1 FROM chain c
      JOIN person_merge m ON m.association_id = c.association_id AND m.merged_id = c.kept_id AND m.undone_at IS NULL
     WHERE c.step < 20),
kept AS MATERIALIZED (
    SELECT DISTINCT ON (association_id, person_id) association_id, person_id, kept_id FROM chain
     ORDER BY association_id, person_id, step DESC),
who AS MATERIALIZED (
    SELECT d.association_id, d.id, d.number, d.members AS own,
           CASE WHEN EXISTS (SELECT 1 FROM kept k
                              WHERE k.association_id = d.association_id AND k.person_id = ANY (d.members))
                THEN ARRAY(SELECT DISTINCT coalesce(k.kept_id, m.id) FROM unnest(d.members) m(id)
                             LEFT JOIN kept k ON k.association_id = d.association_id AND k.person_id = m.id ORDER BY 1)
                ELSE d.members END AS members
      FROM debtor d WHERE d.association_id = ANY (:mine))
"""
"""Each debtor with the persons it is today: those who were merged are who was kept."""
COMING = """
soon AS MATERIALIZED (
    SELECT l.association_id, l.id, l.debtor_id, c.due_on, c.called_on, l.amount FROM "call" c
      JOIN call_line l ON l.association_id = c.association_id AND l.call_id = c.id
     WHERE c.association_id = ANY (:mine) AND c.due_on >= :day
       AND EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                      AND e.what = 'posted')
       AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                          AND e.what = 'reversed')),
coming AS MATERIALIZED (
    SELECT association_id, debtor_id, due_on, called_on <= :day AS booked, amount FROM soon
    UNION ALL
    SELECT i.association_id, i.debtor_id, s.due_on, i.day <= :day, i.amount FROM owner_item i
      JOIN soon s ON s.association_id = i.association_id AND s.id = i.source_id
     WHERE i.source_kind = 'call_line' AND i.association_id = ANY (:mine)
    UNION ALL
    SELECT o.association_id, o.debtor_id, o.due_on, e.day <= :day, o.other + o.reserve
      FROM old_call o JOIN entry e ON e.association_id = o.association_id AND e.id = o.entry_id
     WHERE o.association_id = ANY (:mine) AND o.due_on >= :day
       AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.association_id = o.association_id AND r.reverses = o.entry_id))
"""
"""What is called and not due before a day, with whom it stands since a sale carried it over (its facts name the line of the
call). On its due day itself a call is in time."""
ARREARS = f"""
WITH RECURSIVE {ONE}, {COMING},
sums AS MATERIALIZED (
    SELECT l.association_id, l.account_id, sum(l.amount) AS amount FROM entry_line l
     WHERE l.association_id = ANY (:mine) AND l.day <= :day GROUP BY l.association_id, l.account_id),
late AS (
    SELECT w.association_id, w.members, sum(x.amount) AS amount FROM who w JOIN (
           SELECT a.association_id, a.debtor_id, s.amount FROM sums s
             JOIN ledger_account a ON a.association_id = s.association_id AND a.id = s.account_id
            WHERE a.association_id = ANY (:mine) AND a.debtor_id IS NOT NULL
           UNION ALL SELECT association_id, debtor_id, -amount FROM coming WHERE booked) x
        ON x.association_id = w.association_id AND x.debtor_id = w.id
     GROUP BY w.association_id, w.members HAVING sum(x.amount) > 0)
SELECT association_id, count(*) AS owners, sum(amount)::bigint AS amount FROM late GROUP BY association_id
"""
"""One pass over the lines: with many associations in reach each search of an index costs more than the rows it saves."""
OWN = f"""
WITH RECURSIVE {ONE}
SELECT w.association_id, w.members, (array_agg(w.id ORDER BY w.own = w.members DESC, w.number))[1] AS debtor_id,
       min(w.number) AS number, ARRAY(SELECT p.name FROM person p WHERE p.id = ANY (w.members) ORDER BY p.name) AS people,
       coalesce(sum((SELECT sum(l.amount) FROM ledger_account a
                       JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
                      WHERE a.association_id = w.association_id AND a.debtor_id = w.id AND l.day <= :day)), 0)::bigint
       AS balance
  FROM who w WHERE :me = ANY (w.members) GROUP BY w.association_id, w.members ORDER BY w.association_id, number
"""
NEXT = f"""
WITH RECURSIVE {ONE}, {COMING}
SELECT w.association_id, w.members, c.due_on, sum(c.amount)::bigint AS amount,
       coalesce(sum(c.amount) FILTER (WHERE c.booked), 0)::bigint AS booked FROM who w
  JOIN coming c ON c.association_id = w.association_id AND c.debtor_id = w.id
 WHERE :me = ANY (w.members) GROUP BY w.association_id, w.members, c.due_on HAVING sum(c.amount) <> 0 ORDER BY c.due_on
"""
LOTS = """
SELECT h.association_id, array_agg(DISTINCT h.person_id ORDER BY h.person_id) AS members, l.number FROM holding h
  JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
 WHERE h.association_id = ANY (:mine) AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 GROUP BY h.association_id, l.id, l.number HAVING bool_or(h.person_id = :me) ORDER BY l.number
"""


@dataclass(frozen=True)
class Arrears:
    """What owners of an association owe past its day: how many of them, and cents in all."""

    association_id: UUID
    owners: int
    amount: Money


@dataclass(frozen=True)
class OwnAccount:
    """One of the reader's accounts: hers alone, or hers with others (`people`, by name).

    Attributes:
        lots: numbers of the lots that these persons hold together today; none after a sale.
        balance: what is booked to the end of the day; below nought in her favour.
        not_due: of that, what calls ask by the day or later.
        next_on, next_amount: the nearest due day of a call to come, and what is asked by then; None and nought without one.
    """

    association_id: UUID
    debtor_id: UUID
    people: tuple[str, ...]
    lots: tuple[str, ...]
    balance: Money
    not_due: Money
    next_on: date | None
    next_amount: Money

    @property
    def past_due(self) -> Money:
        """What was to be paid before today and is not: the oldest debts are settled first."""
        return max(self.balance - self.not_due, Money(0))


async def arrears(session: AsyncSession, associations: Iterable[UUID], *, day: date) -> list[Arrears]:
    """Return who owes past her day in these associations; those without arrears are left out.

    For a service that decided whose associations these are.
    """
    rows = await session.execute(text(ARREARS), {"mine": list(associations), "day": day})
    return [Arrears(row.association_id, row.owners, Money(row.amount)) for row in rows]


async def own_accounts(session: AsyncSession, actor: Actor, *, day: date) -> list[OwnAccount]:
    """Return the reader's own accounts in all her associations; `session` spans her reach."""
    mine = [each for each in actor.reach if allows(actor, "figures.read", each)]
    facts: dict[str, Any] = {"mine": mine, "me": actor.person_id, "day": day}
    rows = (await session.execute(text(OWN), facts)).all()
    if not rows:
        return []
    lots: dict[tuple[UUID, tuple[UUID, ...]], list[str]] = {}
    for row in await session.execute(text(LOTS), facts):
        lots.setdefault((row.association_id, tuple(row.members)), []).append(row.number)
    asked: dict[tuple[UUID, tuple[UUID, ...]], list[Any]] = {}
    for row in await session.execute(text(NEXT), facts):
        asked.setdefault((row.association_id, tuple(row.members)), []).append(row)
    found = []
    for row in rows:
        key = (row.association_id, tuple(row.members))
        coming = asked.get(key, [])
        not_due, next_on = Money(sum(each.booked for each in coming)), coming[0].due_on if coming else None
        next_amount = Money(coming[0].amount if coming else 0)
        found.append(
            OwnAccount(
                row.association_id, row.debtor_id, tuple(row.people), tuple(lots.get(key, ())), Money(row.balance),
                not_due, next_on, next_amount,
            )
        )  # fmt: skip
    return found
