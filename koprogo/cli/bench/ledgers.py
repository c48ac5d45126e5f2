"""The ledgers of a bench: associations with owners and years of vouchers, written in bulk through every trigger.

They are the scenery: balanced, in their years, on owners' accounts; their vouchers say nothing and carry no content hash of
their own. What is measured beside them goes through the services.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import now
from koprogo.services.accounting import periods
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.identity import accounts
from koprogo.services.organisations import manage
from koprogo.settings import settings

FIRST, YEARS = 2021, 5
LONG_AGO = date(2020, 1, 1)
CODES = ("701", "61050", "551", "4400")
PEOPLE = """
INSERT INTO person (id, kind, name, language, created_at)
SELECT gen_random_uuid(), 'natural', 'Bench ' || n, 'fr', clock_timestamp() FROM generate_series(1, %(owners)s) n
RETURNING id
"""
OWNERS = """
WITH d AS (INSERT INTO debtor (id, association_id, number, members)
    SELECT gen_random_uuid(), %(t)s, row_number() OVER (), ARRAY[p] FROM unnest(CAST(%(people)s AS uuid[])) p
    RETURNING id, number)
INSERT INTO ledger_account (id, association_id, code, kind, debtor_id, part)
SELECT gen_random_uuid(), %(t)s, h.code || '.' || d.number, 'asset', d.id, h.part
  FROM d, (VALUES ('4100', 'reserve'), ('4101', 'other')) h(code, part)
"""
PERSONS = """
INSERT INTO debtor_person (id, association_id, debtor_id, person_id)
SELECT gen_random_uuid(), %(t)s, id, members[1] FROM debtor WHERE association_id = %(t)s
"""
ENTRIES = """
INSERT INTO entry (id, association_id, period_id, journal, year, number, day, reference, content_hash, kind, text, at, by_id,
                   xid)
SELECT gen_random_uuid(), %(t)s, %(p)s, 'general', %(year)s, n, CAST(%(starts)s AS date) + n %% 364,
       'B-' || %(year)s || '-' || n, sha256('bench'), 'bench', 'Bench', clock_timestamp(), %(by)s, 0
  FROM generate_series(1, %(count)s) n
"""
LINES = """
INSERT INTO entry_line (association_id, entry_id, line, day, account_id, amount)
SELECT %(t)s, e.id, l.line, e.day, l.account_id, l.amount
  FROM entry e JOIN ledger_account o ON o.association_id = %(t)s AND o.code = '4101.' || 1 + e.number %% %(owners)s,
  LATERAL (VALUES (1, o.id, CASE WHEN e.number %% 3 = 0 THEN -1 ELSE 1 END * (1000 + e.number %% 5000)::bigint),
                  (2, CASE WHEN e.number %% 3 = 0 THEN CAST(%(bank)s AS uuid) ELSE CAST(%(calls)s AS uuid) END,
                      CASE WHEN e.number %% 3 = 0 THEN 1 ELSE -1 END * (1000 + e.number %% 5000)::bigint),
                  (3, CAST(%(costs)s AS uuid), (500 + e.number %% 900)::bigint),
                  (4, CAST(%(suppliers)s AS uuid), -(500 + e.number %% 900)::bigint)) l(line, account_id, amount)
 WHERE e.association_id = %(t)s AND e.year = %(year)s
"""
COUNTER = (
    "INSERT INTO journal_counter (association_id, journal, year, last) VALUES (%(t)s, 'general', %(year)s, %(count)s)"
)


@dataclass(frozen=True)
class Ledger:
    """One association with its books: its years, oldest first, and its owners."""

    association_id: UUID
    syndic: Actor
    years: tuple[UUID, ...]
    owners: int


async def build(sizes: list[int], owners: int) -> list[Ledger]:
    """Make an association per size, each with so many vouchers of four lines over five years."""
    ids = [uuid4() for _ in sizes]
    syndic, operator, firm = await people_and_syndic(ids)
    with psycopg.connect(settings().app_database_url) as connection:
        people = [row[0] for row in connection.execute(PEOPLE, {"owners": owners}).fetchall()]
    return [await _ledger(each, size, people, operator, firm, syndic) for each, size in zip(ids, sizes, strict=True)]


async def people_and_syndic(ids: list[UUID]) -> tuple[Actor, Actor, UUID]:
    """Make a person who is the syndic of these associations to be, an operator, and a firm; return all three."""
    async with db.open_session() as session:
        person = await accounts.create_person(session, name="Bench Operator", language="fr", at=now())
    operator = Actor(person, "Bench Operator", "fr", is_operator=True)
    async with db.open_session() as session:
        firm = await manage.create_organisation(
            session, operator, name="Bench Syndic", enterprise_number="", ipi_number="", at=now()
        )
    return Actor(person, "Bench Syndic", "fr", {each: frozenset({Role.SYNDIC}) for each in ids}), operator, firm


async def _ledger(
    association_id: UUID, size: int, people: list[UUID], operator: Actor, firm: UUID, syndic: Actor
) -> Ledger:
    async with db.association_session(association_id) as session:
        await manage.create_association(
            session, operator, association_id, name=f"Bench {association_id}", enterprise_number="0678.123.436",
            street="Rue de l'Essai 1", postcode="1000", city="Bruxelles", languages=("fr",), syndic_id=firm,
            since=LONG_AGO, at=now(),
        )  # fmt: skip
    write(association_id, [OWNERS, PERSONS], {"people": people})
    years = [await _year(association_id, syndic, FIRST + n, size // YEARS, len(people)) for n in range(YEARS)]
    return Ledger(association_id, syndic, tuple(years), len(people))


async def _year(association_id: UUID, syndic: Actor, year: int, count: int, owners: int) -> UUID:
    starts = date(year, 1, 1)
    names = ("calls", "costs", "bank", "suppliers")
    async with db.tenant_session(syndic, association_id) as session:
        period = await periods.open_year(
            session, syndic, association_id, starts=starts, next_starts=date(year + 1, 1, 1)
        )
        ids = {
            name: await account_by_code(session, association_id, code) for name, code in zip(names, CODES, strict=True)
        }
    facts = {
        "p": period,
        "year": year,
        "starts": starts,
        "count": count,
        "owners": owners,
        "by": syndic.person_id,
        **ids,
    }
    write(association_id, [ENTRIES, LINES, COUNTER], facts)
    return period


def write(association_id: UUID, statements: list[str], facts: dict[str, Any]) -> list[Any]:
    """Run statements in one transaction of the application's role, scoped to one association; return the last one's rows."""
    with psycopg.connect(settings().app_database_url) as connection:
        scope = "SELECT set_config('app.associations', %s, true), set_config('app.association', %s, true)"
        connection.execute(scope, [f"{{{association_id}}}", str(association_id)])
        for statement in statements:
            answer = connection.execute(statement, {"t": association_id, **facts})
        return answer.fetchall() if answer.description else []
