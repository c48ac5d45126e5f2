"""Taking a CODA file in: routed by IBAN over the firm's associations, one transaction per statement, the rest goes on.

A statement is taken once: the same file again changes nothing. One that does not agree with itself or with the one before
is refused with its reason; missing numbers are named and waited for.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.coda import CodaStatement, read_coda
from koprogo.adapters.coda_envelope import LARGEST as LARGEST_CODA
from koprogo.core.actor import Actor
from koprogo.core.errors import Fact, NotAllowed, Problem
from koprogo.core.numbers import format_iban
from koprogo.core.permissions import PERMISSIONS
from koprogo.models.banking import BankFile, BankLine, BankStatement
from koprogo.services import audit
from koprogo.services.accounting.bank.matching import Matched, match_waiting
from koprogo.services.accounting.bank.queries import missing_between
from koprogo.services.accounting.bank.refusals import AccountsMissing
from koprogo.services.accounting.bank.turns import lock_matching

TAKEN, SEEN, REFUSED, NOT_OURS = "taken", "seen", "refused", "not_ours"
LONGEST_NAME = 120
LARGEST = LARGEST_CODA
"""Bytes of the largest file that is read."""
ROUTES = """
SELECT b.id, b.association_id, b.iban, a.name, e.day AS ended_on
  FROM bank_account b JOIN association a ON a.id = b.association_id
  LEFT JOIN bank_account_event e ON e.association_id = b.association_id AND e.bank_account_id = b.id AND e.what = 'ended'
 WHERE b.iban = ANY(:ibans)
"""
THERE = """
SELECT sha256 FROM bank_statement WHERE association_id = :t AND bank_account_id = :b AND year = :year AND sequence = :seq
"""
NEIGHBOURS = """
SELECT sequence, old_balance AS old, new_balance AS new FROM bank_statement
 WHERE association_id = :t AND bank_account_id = :b AND year = :year AND sequence IN (:seq - 1, :seq + 1)
"""
BEFORE = """
SELECT max(sequence) FROM bank_statement
 WHERE association_id = :t AND bank_account_id = :b AND year = :year AND sequence < :seq
"""
FILE = "SELECT id FROM bank_file WHERE association_id = :t AND sha256 = :h ORDER BY at LIMIT 1"


@dataclass(frozen=True)
class StatementReport:
    """What became of one statement of a file.

    Attributes:
        outcome: taken, seen (it was there), refused (why in `problem`) or not_ours (no such account in reach).
        missing: numbers of statements between the one before and this one, at most twenty.
    """

    iban: str
    outcome: str
    association_id: UUID | None = None
    association: str = ""
    account_id: UUID | None = None
    year: int = 0
    sequence: int = 0
    lines: int = 0
    matched: Matched = field(default_factory=Matched)
    missing: tuple[int, ...] = ()
    problem: Problem | None = None


@dataclass(frozen=True)
class ImportReport:
    """What became of a file, statement by statement in its order."""

    name: str
    statements: tuple[StatementReport, ...] = ()


@dataclass(frozen=True)
class _Route:
    id: UUID
    association_id: UUID
    association: str
    ended_on: date | None


@dataclass(frozen=True)
class _File:
    """The file while its statements are taken; per association one row of it is written, at the first need."""

    sha256: bytes
    name: str
    size: int
    refused: Mapping[UUID, list[dict[str, Any]]] = field(default_factory=dict)


class _NotTaken(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def _no(message_id: str, **facts: Fact) -> _NotTaken:
    return _NotTaken(Problem("statement", message_id, facts))


async def import_coda(actor: Actor, *, content: bytes, name: str, at: datetime) -> ImportReport:
    """Take a file in and say what became of each of its statements (syndic, accountant). Opens its own transactions.

    Raises:
        BadInput: it is no CODA file, or was cut; nothing of it was taken.
        AccountsMissing: none of its accounts is entered in an association whose books the actor keeps.
        NotAllowed: the actor keeps nobody's books.
    """
    if not any(roles & PERMISSIONS["books.write"] for roles in actor.reach.values()):
        raise NotAllowed
    statements = await asyncio.to_thread(read_coda, content)
    routes = await _routes(actor, [each.iban for each in statements])
    if not routes:
        raise AccountsMissing(format_iban(statements[0].iban) if statements and statements[0].iban else "?")
    file = _File(hashlib.sha256(content).digest(), " ".join(name.split())[:LONGEST_NAME], len(content))
    reports = [await _one(actor, routes.get(each.iban), each, file, at) for each in statements]
    return ImportReport(file.name, tuple(reports))


async def _routes(actor: Actor, ibans: Sequence[str]) -> dict[str, _Route]:
    async with db.tenant_session(actor) as session:
        rows = await session.execute(text(ROUTES), {"ibans": sorted(set(ibans))})
        return {
            row.iban: _Route(row.id, row.association_id, row.name, row.ended_on)
            for row in rows
            if actor.roles_in(row.association_id) & PERMISSIONS["books.write"]
        }


async def _one(actor: Actor, route: _Route | None, found: CodaStatement, file: _File, at: datetime) -> StatementReport:
    """Take one statement in a transaction of its own; what is wrong with it is its report, never an exception."""
    if route is None:
        return StatementReport(found.iban, NOT_OURS, year=found.year, sequence=found.sequence, problem=found.fault)
    where = {"association_id": route.association_id, "association": route.association, "account_id": route.id}
    place: dict[str, Any] = {**where, "year": found.year, "sequence": found.sequence}
    try:
        async with db.tenant_session(actor, route.association_id) as session:
            return await _take(session, actor, route, found, file, at, place)
    except _NotTaken as no:
        async with db.tenant_session(actor, route.association_id) as session:
            await _note_refusal(session, actor, route, found, file, no.problem, at)
        return StatementReport(found.iban, REFUSED, **place, problem=no.problem)


async def _take(
    session: AsyncSession,
    actor: Actor,
    route: _Route,
    found: CodaStatement,
    file: _File,
    at: datetime,
    place: Mapping[str, Any],
) -> StatementReport:
    await lock_matching(session, route.association_id)
    if found.fault is not None:
        raise _NotTaken(found.fault)
    facts = {"t": route.association_id, "b": route.id, "year": found.year, "seq": found.sequence}
    there = await session.scalar(text(THERE), facts)
    if there is not None:
        if bytes(there) != _digest(found):
            raise _no(
                "Statement {sequence} of {year} was taken before, with other movements.",
                sequence=found.sequence, year=str(found.year),
            )  # fmt: skip
        return StatementReport(found.iban, SEEN, **place, lines=len(found.lines))
    if route.ended_on is not None and found.new_day is not None and found.new_day >= route.ended_on:
        raise _no(
            "This account was ended on {day}, and the statement is of a later day.", day=route.ended_on.isoformat()
        )
    await _must_follow(session, facts, found)
    missing = await _missing(session, facts)
    statement = await _write(session, actor, route, found, file, at)
    matched = await match_waiting(session, actor, route.association_id, at=at)
    await audit.record(
        session, actor, route.association_id, "bank.statement.taken", statement,
        lines=len(found.lines), matched=matched.matched, to_person=matched.to_person,
    )  # fmt: skip
    return StatementReport(found.iban, TAKEN, **place, lines=len(found.lines), matched=matched, missing=missing)


async def _must_follow(session: AsyncSession, facts: Mapping[str, Any], found: CodaStatement) -> None:
    """Hold the balances against the statements next to it, where these are there."""
    for row in await session.execute(text(NEIGHBOURS), facts):
        is_before = row.sequence < found.sequence
        theirs, ours = (row.new, found.old) if is_before else (row.old, found.new)
        if theirs != ours:
            raise _no(
                "Its old balance is {ours_cents}, the new one of statement {sequence} before it {theirs_cents}."
                if is_before
                else "Its new balance is {ours_cents}, the old one of statement {sequence} after it {theirs_cents}.",
                ours_cents=ours,
                theirs_cents=theirs,
                sequence=row.sequence,
            )


async def _missing(session: AsyncSession, facts: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the numbers between the last statement before this one and it; none before the first one known."""
    before = await session.scalar(text(BEFORE), facts)
    return missing_between(before, facts["seq"])


async def _write(
    session: AsyncSession, actor: Actor, route: _Route, found: CodaStatement, file: _File, at: datetime
) -> UUID:
    assert found.old_day is not None and found.new_day is not None  # only a statement with a fault has no days
    statement = BankStatement(
        id=uuid4(), association_id=route.association_id, bank_account_id=route.id,
        file_id=await _file(session, actor, route, file, at), year=found.year, sequence=found.sequence,
        old_day=found.old_day, new_day=found.new_day, old_balance=found.old, new_balance=found.new, sha256=_digest(found),
    )  # fmt: skip
    session.add(statement)
    await session.flush()
    session.add_all(
        BankLine(
            association_id=route.association_id, statement_id=statement.id, number=each.number, detail=each.detail,
            amount=each.amount, day=each.day, value_day=each.value_day, iban=each.iban, name=each.name,
            words=each.words, end_to_end=each.end_to_end, code=each.code, bank_reference=each.bank_reference,
        )
        for each in found.lines
    )  # fmt: skip
    await session.flush()
    return statement.id


async def _file(
    session: AsyncSession, actor: Actor, route: _Route, file: _File, at: datetime, refused: Sequence[Any] = ()
) -> UUID:
    """Return the row of the file in this association, written at the first statement it brings."""
    there = await session.scalar(text(FILE), {"t": route.association_id, "h": file.sha256})
    if there is not None and not refused:
        return UUID(str(there))
    made = BankFile(
        id=uuid4(), association_id=route.association_id, sha256=file.sha256, name=file.name, size=file.size,
        refused=list(refused), at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    return made.id


async def _note_refusal(
    session: AsyncSession,
    actor: Actor,
    route: _Route,
    found: CodaStatement,
    file: _File,
    problem: Problem,
    at: datetime,
) -> None:
    said = {
        "iban": found.iban, "year": found.year, "sequence": found.sequence, "reason": problem.message_id,
        "facts": dict(problem.facts),
    }  # fmt: skip
    made = await _file(session, actor, route, file, at, [said])
    await audit.record(session, actor, route.association_id, "bank.statement.refused", made, sequence=found.sequence)


def _digest(found: CodaStatement) -> bytes:
    """Return the hash of all a statement says: the same one in another file is the same."""
    said = [found.iban, found.year, found.sequence, found.old, found.new, found.old_day, found.new_day]
    return hashlib.sha256(repr((said, found.lines)).encode()).digest()
