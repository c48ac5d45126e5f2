"""Accounts in use: a row of the chart is loaded when it is first needed; owners have two each, made with their debtor.

A debtor is who owes as one: a person, or the set of persons who hold lots together. The same set is the same debtor, however
many lots, so an owner has one account, and a couple one of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.chart import (
    CHART,
    LANGUAGES,
    Part,
    fund_of,
    is_custom,
    kind_of,
    owner_code,
    takes_entries,
)
from koprogo.rules.accounting.closing import Step
from koprogo.services import audit
from koprogo.services.accounting.refusals import NobodyHolds, NoYear, UnknownCode, YearClosed

LONGEST_NAME = 120
DEBTOR_LOCK = "SELECT pg_advisory_xact_lock(32, hashtext(:t))"
CUSTOM_LOCK = "SELECT pg_advisory_xact_lock(67, hashtext(:t))"
FIND = "SELECT id FROM ledger_account WHERE association_id = :t AND code = :code"
ADD = """
INSERT INTO ledger_account (id, association_id, code, kind, fund, names, debtor_id, part, key_id)
VALUES (:id, :t, :code, :kind, :fund, CAST(:names AS jsonb), :debtor, :part, :key)
ON CONFLICT (association_id, code) DO NOTHING
"""
HOLDERS_OF_EACH = """
SELECT h.lot_id, array_agg(DISTINCT h.person_id) AS people FROM holding h
 WHERE h.association_id = :t AND h.lot_id = ANY (:lots) AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
 GROUP BY h.lot_id
"""
HOLDERS = """
SELECT DISTINCT h.person_id FROM holding h
 WHERE h.association_id = :t AND h.lot_id = :lot AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
"""
DEBTOR = "SELECT id FROM debtor WHERE association_id = :t AND members = CAST(:members AS uuid[])"
ADD_DEBTOR = """
INSERT INTO debtor (id, association_id, number, members)
SELECT :id, :t, coalesce(max(number), 0) + 1, CAST(:members AS uuid[]) FROM debtor WHERE association_id = :t
RETURNING number
"""
ADD_PERSON = "INSERT INTO debtor_person (id, association_id, debtor_id, person_id) VALUES (:id, :t, :debtor, :person)"
OWNERS = "SELECT id FROM ledger_account WHERE association_id = :t AND debtor_id = :debtor AND part = :part"
EVERY_OWNER = "SELECT id, debtor_id FROM ledger_account WHERE association_id = :t AND part = :part"
EVERY_ACCOUNT = "SELECT id, code, debtor_id, part FROM ledger_account WHERE association_id = :t"
EVERY_DEBTOR = "SELECT id, members FROM debtor WHERE association_id = :t"
YEAR = """
SELECT p.id, p.starts, p.next_starts, (SELECT e.what FROM period_event e
        WHERE e.association_id = p.association_id AND e.period_id = p.id ORDER BY e.seq DESC LIMIT 1) AS stands
  FROM period p WHERE p.association_id = :t AND p.starts <= :day AND p.next_starts > :day
"""


@dataclass(frozen=True)
class OpenYear:
    """A fiscal year, `next_starts` exclusive, and where it stands."""

    id: UUID
    starts: date
    next_starts: date
    stands: Step


async def account_by_code(session: AsyncSession, association_id: UUID, code: str) -> UUID:
    """Return the account of a code; a row of the chart is loaded at its first use, others must be there.

    Raises:
        UnknownCode: it is no account that takes entries, or a custom or an owner's one that nobody opened.
    """
    known, mark = looked_up(session), ("code", association_id, code)
    if mark not in known:
        found = await session.scalar(text(FIND), {"t": association_id, "code": code})
        if found is None and (code not in CHART or not takes_entries(code)):
            raise UnknownCode(code)
        known[mark] = UUID(str(found)) if found is not None else await _load(session, association_id, code)
    return UUID(str(known[mark]))


def looked_up(session: AsyncSession) -> dict[tuple[Any, ...], Any]:
    """Return what this transaction looked up: accounts and debtors are neither changed nor deleted, so it stays true."""
    return session.info.setdefault("accounts", {})


async def look_up_accounts(session: AsyncSession, association_id: UUID) -> None:
    """Look every account up at once, for who is about to book many entries in this transaction."""
    keep_accounts(session, association_id, (await session.execute(text(EVERY_ACCOUNT), {"t": association_id})).all())


def keep_accounts(session: AsyncSession, association_id: UUID, rows: Sequence[Row[Any]]) -> None:
    """Keep accounts for the rest of the transaction: by code and by who owes, and the codes of both."""
    known = looked_up(session)
    for row in rows:
        known["code", association_id, row.code] = row.id
        known["account", association_id, row.id] = row.code
        if row.debtor_id is not None:
            known["debtor", association_id, row.debtor_id, row.part] = row.id
            known["owner", association_id, row.debtor_id, row.part] = row.code


async def open_custom_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    code: str,
    names: Mapping[str, str],
    key_id: UUID | None = None,
    where: str = "code",
) -> UUID:
    """Open an account below a row of the chart (`550001`: a second account of the reserve fund) and return its id.

    `where` is the field at which a code is found wrong.

    Raises:
        BadInput: the code stands below no row that takes entries, or is used, or it has no name.
    """
    require(actor, "books.write", association_id)
    words = named(names)
    await session.execute(text(CUSTOM_LOCK), {"t": str(association_id)})
    problems = []
    if await session.scalar(text(FIND), {"t": association_id, "code": code}) is not None:
        problems.append(Problem(where, "Account {code} is here already. Choose other digits.", {"code": code}))
    if not is_custom(code):
        problems.append(Problem(where, "Write the code of an account of the chart, followed by one or more digits."))
    if not words:
        problems.append(Problem("name", "Write the name of the account in at least one language."))
    if problems:
        raise BadInput(*problems)
    made = await _load(session, association_id, code, names=words, key=key_id)
    await audit.record(session, actor, association_id, "account.opened", made, code=code)
    return made


def named(names: Mapping[str, str]) -> dict[str, str]:
    """Return the name of an account in the languages it has one in, without its ends and cut to what fits.

    >>> named({"fr": " Garages ", "nl": " ", "xx": "x"})
    {'fr': 'Garages'}
    """
    return {each: names[each].strip()[:LONGEST_NAME] for each in LANGUAGES if names.get(each, "").strip()}


async def debtor_of_lot(session: AsyncSession, association_id: UUID, lot_id: UUID, day: date) -> UUID:
    """Return who owes what falls due on a lot on a day: the set of everybody who holds a right on it then.

    Raises:
        NotFound: no such lot here.
        NobodyHolds: the lot has no holder on that day.
    """
    facts = {"t": association_id, "lot": lot_id, "day": day}
    members = (await session.execute(text(HOLDERS), facts)).scalars().all()
    if not members:
        number = await session.scalar(text("SELECT number FROM lot WHERE association_id = :t AND id = :lot"), facts)
        raise NobodyHolds(str(number), day.isoformat()) if number is not None else NotFound
    return await debtor_of_persons(session, association_id, members)


async def debtors_of_lots(
    session: AsyncSession, association_id: UUID, lots: Sequence[UUID], day: date
) -> dict[UUID, UUID]:
    """Return who owes what falls due on each of these lots on a day; raises as `debtor_of_lot`."""
    facts = {"t": association_id, "lots": list(lots), "day": day}
    held = {row.lot_id: frozenset(row.people) for row in await session.execute(text(HOLDERS_OF_EACH), facts)}
    known = await debtors_by_persons(session, association_id)
    found = {}
    for lot in lots:
        debtor = known.get(held[lot]) if lot in held else None
        if debtor is None:
            debtor = await debtor_of_lot(session, association_id, lot, day)
            known[held[lot]] = debtor
        found[lot] = debtor
    return found


async def debtor_of_persons(session: AsyncSession, association_id: UUID, persons: Any) -> UUID:
    """Return the debtor that these persons are together, made with its two accounts when there is none yet."""
    members = sorted({UUID(str(each)) for each in persons})
    facts: dict[str, Any] = {"t": association_id, "members": "{" + ",".join(map(str, members)) + "}"}
    if found := await session.scalar(text(DEBTOR), facts):
        return UUID(str(found))
    await session.execute(text(DEBTOR_LOCK), {"t": str(association_id)})  # a statement of its own: then look again
    if found := await session.scalar(text(DEBTOR), facts):
        return UUID(str(found))
    made = uuid4()
    number = await session.scalar(text(ADD_DEBTOR), {**facts, "id": made})
    people = [{"id": uuid4(), "t": association_id, "debtor": made, "person": each} for each in members]
    await session.execute(text(ADD_PERSON), people)
    for part in Part:
        await _load(session, association_id, owner_code(part, number), debtor=made, part=part)
    return made


async def debtor_account(session: AsyncSession, association_id: UUID, debtor_id: UUID, part: str) -> UUID:
    """Return the account of a debtor for a part: `reserve` (4100.n) or `other` (4101.n).

    Raises:
        NotFound: no such debtor here.
    """
    facts = {"t": association_id, "debtor": debtor_id, "part": Part(part).value}
    known, mark = looked_up(session), ("debtor", *facts.values())
    if mark not in known:
        found = await session.scalar(text(OWNERS), facts)
        if found is None:
            raise NotFound
        known[mark] = UUID(str(found))
    return UUID(str(known[mark]))


async def debtor_accounts(session: AsyncSession, association_id: UUID, part: str) -> dict[UUID, UUID]:
    """Return the account of every debtor for a part, by debtor: one question where a whole building is booked."""
    rows = await session.execute(text(EVERY_OWNER), {"t": association_id, "part": Part(part).value})
    return {row.debtor_id: row.id for row in rows}


async def debtors_by_persons(session: AsyncSession, association_id: UUID) -> dict[frozenset[UUID], UUID]:
    """Return every debtor there is by the set of persons she is; who is not in it is made by `debtor_of_persons`."""
    rows = await session.execute(text(EVERY_DEBTOR), {"t": association_id})
    return {frozenset(row.members): row.id for row in rows}


async def year_of(session: AsyncSession, association_id: UUID, day: date) -> OpenYear:
    """Return the fiscal year that covers a day, wherever it stands.

    Raises:
        NoYear: none does.
    """
    row = (await session.execute(text(YEAR), {"t": association_id, "day": day})).first()
    if row is None:
        raise NoYear(day.isoformat())
    return OpenYear(row.id, row.starts, row.next_starts, Step(row.stands))


async def period_of(session: AsyncSession, association_id: UUID, day: date) -> OpenYear:
    """Return the fiscal year that covers a day with its days, which never change, and where it stood when last looked at.

    Raises:
        NoYear: none does.
    """
    known = looked_up(session)
    years = known.setdefault(("years", association_id), [])
    found = next((year for year in years if year.starts <= day < year.next_starts), None)
    if found is None:
        found = await year_of(session, association_id, day)
        years.append(found)
    return found


async def year_open(session: AsyncSession, association_id: UUID, day: date) -> OpenYear:
    """Return the fiscal year that covers a day while every journal may still be written in it.

    Raises:
        NoYear: none covers it.
        YearClosed: its accounts are drawn up, or it is closed.
    """
    year = await year_of(session, association_id, day)
    if year.stands is not Step.OPENED:
        raise YearClosed(day.isoformat())
    return year


async def _load(
    session: AsyncSession,
    association_id: UUID,
    code: str,
    *,
    names: dict[str, str] | None = None,
    debtor: UUID | None = None,
    part: Part | None = None,
    key: UUID | None = None,
) -> UUID:
    facts = {
        "id": uuid4(),
        "t": association_id,
        "code": code,
        "kind": kind_of(code).value,
        "fund": fund_of(code) or None,
        "names": orjson.dumps(names or {}).decode(),
        "debtor": debtor,
        "part": part.value if part else None,
        "key": key,
    }
    await session.execute(text(ADD), facts)
    return UUID(str(await session.scalar(text(FIND), {"t": association_id, "code": code})))
