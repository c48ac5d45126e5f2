"""Fiscal years: opened one after the other, drawn up, audited, voted, and closed once and for all.

Closing is one transaction: the entry that brings costs and income to nil, the balance of every account, and the hash of
all of it. Asked again, a closed year gives the same bytes and writes nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import RowMapping, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.accounting import Period
from koprogo.rules.accounting.closing import Journal, ResultLeft, Step, closing_lines, may_follow
from koprogo.services import audit
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import NewEntry, NewLine, post_entry
from koprogo.services.accounting.refusals import EarlierYearOpen, NotItsTurn, NotSettled, NotTheNextYear
from koprogo.services.accounting.reserved import CLOSING
from koprogo.services.accounting.votes import check_report, check_vote

ALONE = "SELECT pg_advisory_xact_lock(31, hashtext(:p))"
LAST = "SELECT max(next_starts) FROM period WHERE association_id = :t"
YEARS = """
SELECT p.id, p.starts, p.next_starts, e.what AS stands, e.at, e.hash, coalesce(u.facts ->> 'act', '') AS report,
       coalesce((u.facts ->> 'day')::date, (u.at AT TIME ZONE 'Europe/Brussels')::date) AS audited_on,
       (SELECT count(*) FROM entry n WHERE n.association_id = p.association_id AND n.period_id = p.id) AS entries
  FROM period p JOIN LATERAL (SELECT * FROM period_event v WHERE v.association_id = p.association_id
       AND v.period_id = p.id ORDER BY v.seq DESC LIMIT 1) e ON true
  LEFT JOIN period_event u ON u.association_id = p.association_id AND u.period_id = p.id AND u.what = 'audited'
 WHERE p.association_id = :t AND (CAST(:id AS uuid) IS NULL OR p.id = CAST(:id AS uuid)) ORDER BY p.starts DESC
"""
EVENT = """
INSERT INTO period_event (id, association_id, period_id, seq, what, item_id, hash, facts, at, by_id, xid)
SELECT :id, :t, :p, coalesce(max(seq), 0) + 1, :what, :item, :hash, CAST(:facts AS jsonb), clock_timestamp(), :by, 0
  FROM period_event WHERE association_id = :t AND period_id = :p
"""
BALANCES = """
WITH sums AS MATERIALIZED (
    SELECT account_id, sum(amount)::bigint AS cents FROM entry_line WHERE association_id = :t AND day < :until
     GROUP BY account_id)
SELECT a.id, a.code, s.cents FROM sums s JOIN ledger_account a ON a.association_id = :t AND a.id = s.account_id
"""
ENTRIES = """
SELECT journal, year, number, content_hash FROM entry WHERE association_id = :t AND period_id = :p
 ORDER BY journal, year, number
"""
FREEZE = """
INSERT INTO period_balance (association_id, period_id, account_id, amount)
SELECT :t, :p, b.id, b.cents FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS b(id uuid, cents bigint)
"""


@dataclass(frozen=True)
class YearRow:
    """A fiscal year in a list; `next_starts` exclusive; `hash` of a closed one, hexadecimal.

    `audited_on`: the day the auditor said so, or that of the `report` which the syndic named; None without either.
    """

    id: UUID
    starts: date
    next_starts: date
    stands: Step
    entries: int
    hash: str
    audited_on: date | None = None
    report: str = ""


@dataclass(frozen=True)
class Closed:
    """A closed year: its hash, and whether it was closed before."""

    hash: str
    again: bool


async def years(session: AsyncSession, actor: Actor, association_id: UUID) -> list[YearRow]:
    """Return the fiscal years, the newest first (everybody who reads the figures)."""
    require(actor, "figures.read", association_id)
    return [_row(row) for row in await _rows(session, association_id)]


async def open_year(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, next_starts: date
) -> UUID:
    """Open a fiscal year of any length and return its id; all but the first begin where the last one ends.

    Raises:
        BadInput: it ends before it begins.
        NotTheNextYear: there would be a gap or an overlap.
        Conflict: somebody opened it meanwhile.
    """
    require(actor, "books.write", association_id)
    if next_starts <= starts:
        raise BadInput(Problem("next_starts", "Choose a last day after the first one."))
    last = await session.scalar(text(LAST), {"t": association_id})
    if last is not None and last != starts:
        raise NotTheNextYear(last.isoformat())
    made = Period(
        id=uuid4(), association_id=association_id, starts=starts, next_starts=next_starts, follows=last and starts
    )
    session.add(made)
    try:
        await session.flush()
    except IntegrityError as error:
        raise Conflict from error
    await _step(session, actor, association_id, made.id, Step.OPENED)
    await audit.record(
        session, actor, association_id, "year.opened", made.id, starts=starts.isoformat(), until=next_starts.isoformat()
    )
    return made.id


async def advance(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    period_id: UUID,
    *,
    step: Step,
    item_id: UUID | None = None,
    act: str = "",
    day: date | None = None,
) -> None:
    """Take a year to its next step: provisional, audited or voted. Safe to repeat.

    Args:
        item_id: the point of an assembly held here that carried the accounts.
        act, day: for another assembly which minutes say that it voted them, and its day; where the syndic says that they
            were audited, which report of the auditor does. Drawn up, and audited by herself, they look at none of it.

    Raises:
        AccountsNotVoted, BadInput: nothing says that the assembly approved them, as `votes.check_vote`; or that the auditor
            saw them, as `votes.check_report`.
        NotFound: no such year.
        NotItsTurn: it stands past this step, or the auditor looks at accounts that are not drawn up; final is what
            `close_year` does.
    """
    require(actor, "accounts.audit" if step is Step.AUDITED else "books.close", association_id)
    await session.execute(text(ALONE), {"p": str(period_id)})
    year = _row(await _one(session, association_id, period_id))
    stands = year.stands
    if stands is step and step is not Step.FINAL:
        return
    if step is Step.FINAL or not may_follow(stands, step):
        raise NotItsTurn
    facts: dict[str, str] = {}
    if step is Step.VOTED:
        facts = await check_vote(session, association_id, ended=year.next_starts, item_id=item_id, act=act, day=day)
    elif step is Step.AUDITED and Role.SYNDIC in actor.roles_in(association_id):
        facts = await check_report(session, act=act, day=day)
    elif step is Step.AUDITED and stands is not Step.PROVISIONAL:
        raise NotItsTurn  # her press would stop the bookkeeping of a year that still runs
    voted_on = item_id if step is Step.VOTED else None
    await _step(session, actor, association_id, period_id, step, item_id=voted_on, facts=facts)
    await audit.record(
        session, actor, association_id, f"year.{step.value}", period_id,
        **({"item": str(voted_on)} if voted_on else {}), **({"day": facts["day"]} if facts else {}),
    )  # fmt: skip


async def close_year(session: AsyncSession, actor: Actor, association_id: UUID, period_id: UUID) -> Closed:
    """Close a voted year; closed before, compute its hash anew, which is the same, and write nothing.

    Raises:
        NotFound: no such year.
        NotItsTurn: the assembly has not voted its accounts.
        EarlierYearOpen: the year before it is not closed.
        NotSettled: costs and income do not come out at nil, by so many cents.
    """
    require(actor, "books.close", association_id)
    await session.execute(text(ALONE), {"p": str(period_id)})
    year = _row(await _one(session, association_id, period_id))
    if year.stands is Step.FINAL:
        return Closed((await year_hash(session, association_id, year)).hex(), again=True)
    if not may_follow(year.stands, Step.FINAL):
        raise NotItsTurn
    if any(
        each.starts < year.starts and each.stands is not Step.FINAL for each in await years_of(session, association_id)
    ):
        raise EarlierYearOpen
    await _closing_entry(session, actor, association_id, year)
    digest = await year_hash(session, association_id, year)
    await _step(session, actor, association_id, period_id, Step.FINAL, digest=digest)
    rows = await balances_at(session, association_id, year.next_starts)
    frozen = orjson.dumps([{"id": row["id"], "cents": row["cents"]} for row in rows]).decode()
    await session.execute(text(FREEZE), {"t": association_id, "p": period_id, "rows": frozen})
    await audit.record(session, actor, association_id, "year.closed", period_id, hash=digest.hex())
    return Closed(digest.hex(), again=False)


async def years_of(session: AsyncSession, association_id: UUID) -> list[YearRow]:
    """Return the fiscal years for who was let in already: the check, the closing."""
    return [_row(row) for row in await _rows(session, association_id)]


async def balances_at(session: AsyncSession, association_id: UUID, until: date) -> list[dict[str, Any]]:
    """Return `id`, `code` and `cents` of every account with a line before a day, by code."""
    rows = (await session.execute(text(BALANCES), {"t": association_id, "until": until})).mappings()
    return sorted((dict(row) for row in rows), key=lambda row: row["code"])


async def year_hash(session: AsyncSession, association_id: UUID, year: YearRow) -> bytes:
    """Return the SHA-256 of a year: its days, the hash of each voucher in its place, the balance of each account."""
    entries = await session.execute(text(ENTRIES), {"t": association_id, "p": year.id})
    said = {
        "starts": year.starts,
        "next_starts": year.next_starts,
        "entries": [[row.journal, row.year, row.number, bytes(row.content_hash).hex()] for row in entries],
        "balances": [
            [row["code"], row["cents"]] for row in await balances_at(session, association_id, year.next_starts)
        ],
    }
    return hashlib.sha256(orjson.dumps(said)).digest()


async def _closing_entry(session: AsyncSession, actor: Actor, association_id: UUID, year: YearRow) -> None:
    rows = {row["code"]: row for row in await balances_at(session, association_id, year.next_starts)}
    try:
        lines = closing_lines({code: row["cents"] for code, row in rows.items()})
    except ResultLeft as left:
        raise NotSettled(left.cents) from left
    if not lines:
        return
    language, last = await language_of_books(session, association_id), year.next_starts - timedelta(days=1)
    await post_entry(
        session,
        actor,
        association_id,
        NewEntry(
            journal=Journal.CLOSING,
            day=last,
            reference=f"{CLOSING}{year.starts.isoformat()}",
            kind="closing",
            text=message("Closing of the year from {first} to {last}", language, first=year.starts, last=last),
            lines=tuple(NewLine(rows[code]["id"], cents) for code, cents in lines.items()),
        ),
    )


async def _step(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    period_id: UUID,
    step: Step,
    *,
    item_id: UUID | None = None,
    digest: bytes | None = None,
    facts: Mapping[str, str] | None = None,
) -> None:
    said = {
        "id": uuid4(), "t": association_id, "p": period_id, "what": step.value, "item": item_id, "hash": digest,
        "facts": orjson.dumps(facts or {}).decode(), "by": actor.person_id,
    }  # fmt: skip
    try:
        await session.execute(text(EVENT), said)
    except IntegrityError as error:
        raise NotFound from error


async def _rows(session: AsyncSession, association_id: UUID, period_id: UUID | None = None) -> list[RowMapping]:
    return list((await session.execute(text(YEARS), {"t": association_id, "id": period_id})).mappings())


async def _one(session: AsyncSession, association_id: UUID, period_id: UUID) -> RowMapping:
    rows = await _rows(session, association_id, period_id)
    if not rows:
        raise NotFound
    return rows[0]


def _row(row: RowMapping) -> YearRow:
    digest = bytes(row["hash"]).hex() if row["hash"] else ""
    return YearRow(
        row["id"], row["starts"], row["next_starts"], Step(row["stands"]), row["entries"], digest, row["audited_on"],
        row["report"],
    )  # fmt: skip
