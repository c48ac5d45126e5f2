"""The year of a large building settled and closed: 500 lots, 2000 invoices, 24 keys; calls through their services.

Invoices are written in bulk through every trigger; they are the scenery. What is measured is what a syndic waits for: the
settlement of every owner, issued and posted, then the closing.
"""

import random
import time
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from koprogo import db
from koprogo.cli.bench.ledgers import COUNTER, LONG_AGO, PEOPLE, people_and_syndic, write
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.core.money import Money
from koprogo.core.period import fiscal_year
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.charges import budgets, calls, keys, making_calls, rhythms
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from koprogo.services.charges.settlements import issue_settlement
from koprogo.services.organisations import manage

YEAR = fiscal_year(date(2025, 1, 1))
QUARTERS = 4
COST = "61050"
LOTS = """
WITH made AS (INSERT INTO lot (id, association_id, number, kind, floor, shares)
    SELECT gen_random_uuid(), %(t)s, 'L' || lpad(n::text, 4, '0'), 'apartment', '', 1 FROM generate_series(1, %(lots)s) n
    RETURNING id, number)
INSERT INTO holding (id, association_id, lot_id, person_id, "right", since)
SELECT gen_random_uuid(), %(t)s, m.id, p.person, 'full', %(since)s
  FROM (SELECT id, row_number() OVER (ORDER BY number) AS n FROM made) m
  JOIN unnest(CAST(%(people)s AS uuid[])) WITH ORDINALITY p(person, n) USING (n)
"""
INVOICES = """
INSERT INTO entry (id, association_id, period_id, journal, year, number, day, reference, content_hash, kind, text, at, by_id,
                   xid)
SELECT gen_random_uuid(), %(t)s, %(p)s, 'purchases', %(year)s, n, CAST(%(starts)s AS date) + n %% 364,
       'B-' || n, sha256('bench'), 'bench', 'Bench', clock_timestamp(), %(by)s, 0
  FROM generate_series(1, %(count)s) n
"""
LINES = """
INSERT INTO entry_line (association_id, entry_id, line, day, account_id, amount, key_id)
SELECT %(t)s, e.id, l.line, e.day, l.account_id, l.amount, l.key_id
  FROM entry e, LATERAL (VALUES
         (1, CAST(%(costs)s AS uuid), (10000 + e.number * 37 %% 90001)::bigint,
          (CAST(%(keys)s AS uuid[]))[1 + e.number %% cardinality(CAST(%(keys)s AS uuid[]))]),
         (2, CAST(%(suppliers)s AS uuid), -(10000 + e.number * 37 %% 90001)::bigint, NULL))
       l(line, account_id, amount, key_id)
 WHERE e.association_id = %(t)s AND e.journal = 'purchases'
"""


@dataclass(frozen=True)
class Big:
    """The building with its books of one year, called and invoiced, not settled."""

    association_id: UUID
    syndic: Actor
    period_id: UUID

    async def act(self, do: Any, *arguments: Any, **more: Any) -> Any:
        """Call a service as the syndic, in a transaction of its own."""
        async with db.tenant_session(self.syndic, self.association_id) as session:
            return await do(session, self.syndic, self.association_id, *arguments, **more)


async def seconds_of_year_close(lots: int, invoices: int, count: int, seed: int) -> float:
    """Build the year, then issue its settlement, take it to the vote and close it; return what that took."""
    big = await built(lots, invoices, count, seed)
    began = time.perf_counter()
    await close(big)
    return round(time.perf_counter() - began, 2)


async def close(big: Big) -> None:
    """Settle the year, take it to the vote and close it."""
    await big.act(issue_settlement, covers=YEAR, version=1, at=now())
    await big.act(periods.advance, big.period_id, step=Step.VOTED, act="Bench", day=YEAR.end)
    await big.act(periods.close_year, big.period_id)


async def built(lots: int, invoices: int, count: int, seed: int) -> Big:
    """Write a building of so many lots with `count` keys over all of them, its four calls and its invoices."""
    here = uuid4()
    syndic, operator, firm = await people_and_syndic([here])
    async with db.association_session(here) as session:
        await manage.create_association(
            session, operator, here, name="Grande Résidence", enterprise_number="0678.123.436",
            street="Rue de l'Essai 1", postcode="1000", city="Bruxelles", languages=("fr",), syndic_id=firm,
            since=LONG_AGO, at=now(),
        )  # fmt: skip
    people = [row[0] for row in write(here, [PEOPLE], {"owners": lots})]
    write(here, [LOTS], {"lots": lots, "people": people, "since": LONG_AGO})
    big = Big(here, syndic, UUID(int=0))
    period = await big.act(periods.open_year, starts=YEAR.start, next_starts=YEAR.end)
    big = Big(here, syndic, period)
    await big.act(rhythms.set_rhythm, since=YEAR.start, rhythm="provisions", source="Bench", at=now())
    made = [await _key(big, place, lots, random.Random(seed + place)) for place in range(count)]
    await _call(big, made)
    await _invoice(big, made, invoices)
    await db.refresh_statistics()
    return big


async def _key(big: Big, place: int, lots: int, chance: random.Random) -> UUID:
    weights = "\n".join(f"L{lot:04d} {chance.randint(1, 40)}" for lot in range(1, lots + 1))
    made: UUID = await big.act(
        keys.enter_key, name={"fr": f"Clé {place + 1}"}, source="Bench", since=LONG_AGO, lines=weights
    )
    return made


async def _call(big: Big, made: list[UUID]) -> None:
    lines = tuple(LineDraft("ordinary", COST, Money(4_000_000), key_id=key) for key in made)
    draft = BudgetDraft(YEAR.start, YEAR.end, QUARTERS, lines)
    budget = await big.act(budgets.save_budget, draft=draft, at=now())
    await big.act(budgets.take_into_force, budget, at=now(), act="Bench")
    for number in range(1, QUARTERS + 1):
        call = await big.act(making_calls.instalment, starts=YEAR.start, number=number, at=now())
        await big.act(calls.post_call, call, at=now())


async def _invoice(big: Big, made: list[UUID], invoices: int) -> None:
    async with db.tenant_session(big.syndic, big.association_id) as session:
        costs, suppliers = [await account_by_code(session, big.association_id, code) for code in (COST, "4400")]
    facts = {
        "p": big.period_id, "year": YEAR.start.year, "starts": YEAR.start, "count": invoices, "by": big.syndic.person_id,
        "costs": costs, "suppliers": suppliers, "keys": made,
    }  # fmt: skip
    write(big.association_id, [INVOICES, LINES, COUNTER.replace("'general'", "'purchases'")], facts)
