"""The only way into the ledger. Nothing is edited: what was wrong is taken back by an entry of its own.

One voucher is written in the caller's transaction: the period's lock, the counter of its journal, then the reference is
looked for. That order is what makes numbers gapless, because a retry finds its entry before it takes a number, and a
rollback gives the number back.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal
from uuid import UUID, uuid4

import orjson
from sqlalchemy import Row, RowMapping, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.accounting.closing import Journal, Step, takes
from koprogo.rules.accounting.entries import Fault, Line, OwnerLine, Voucher, Year, faults
from koprogo.services import audit
from koprogo.services.accounting.accounts import OpenYear, keep_accounts, looked_up, period_of, year_of
from koprogo.services.accounting.content_hash import content_hash
from koprogo.services.accounting.refusals import (
    AlreadyReversed,
    EntryNotAcceptable,
    OnlyClosing,
    ReferenceUsed,
    ReversalStays,
    YearClosed,
)

PERIOD_LOCK = "SELECT pg_advisory_xact_lock_shared(31, hashtext(:p))"
COUNTER = (
    "SELECT last FROM journal_counter WHERE association_id = :t AND journal = :journal AND year = :year FOR UPDATE"
)
NEW_COUNTER = """
INSERT INTO journal_counter (association_id, journal, year, last) VALUES (:t, :journal, :year, 0) ON CONFLICT DO NOTHING
"""
SEEN_AND_STANDS = """
SELECT p.stands, e.id, e.journal, e.year, e.number, e.content_hash
  FROM (SELECT v.what AS stands FROM period_event v WHERE v.association_id = :t AND v.period_id = :period
         ORDER BY v.seq DESC LIMIT 1) p
  LEFT JOIN entry e ON e.association_id = :t AND e.reference = :reference
"""
ACCOUNTS = """
SELECT id, code, debtor_id, part FROM ledger_account
 WHERE association_id = :t AND (id = ANY(:ids) OR debtor_id = ANY(:debtors))
"""
INSERT = """
WITH taken AS (
    UPDATE journal_counter SET last = last + 1 WHERE association_id = :t AND journal = :journal AND year = :year
    RETURNING last
)
INSERT INTO entry (id, association_id, period_id, journal, year, number, day, reference, content_hash, kind, text,
                   reverses, document_id, at, by_id, xid)
SELECT :id, :t, :period, :journal, :year, taken.last, :day, :reference, :hash, :kind, :text,
       CAST(:reverses AS uuid), CAST(:document AS uuid), clock_timestamp(), :by, 0 FROM taken
RETURNING number
"""
LINES = """
INSERT INTO entry_line (association_id, entry_id, line, day, account_id, amount, lot_id, key_id, weight, total,
                        cost_from, cost_until, source_kind, source_id)
SELECT :t, :entry, l.line, :day, l.account_id, l.amount, l.lot_id, l.key_id, l.weight, l.total, l.cost_from, l.cost_until,
       l.source_kind, l.source_id
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS l(line int, account_id uuid, amount bigint, lot_id uuid, key_id uuid,
       weight bigint, total bigint, cost_from date, cost_until date, source_kind text, source_id uuid)
"""
ITEMS = """
INSERT INTO owner_item (association_id, entry_id, item, day, debtor_id, part, kind, amount, source_kind, source_id)
SELECT :t, :entry, i.item, :day, i.debtor_id, i.part, i.kind, i.amount, i.source_kind, i.source_id
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS i(item int, debtor_id uuid, part text, kind text, amount bigint,
       source_kind text, source_id uuid)
"""
ONE = "SELECT * FROM entry WHERE association_id = :t AND id = :e"
ITS_LINES = "SELECT * FROM entry_line WHERE association_id = :t AND entry_id = :e ORDER BY line"
ITS_ITEMS = "SELECT * FROM owner_item WHERE association_id = :t AND entry_id = :e ORDER BY item"
TAKEN_BACK = "SELECT reference FROM entry WHERE association_id = :t AND reverses = :e"


@dataclass(frozen=True)
class NewLine:
    """Signed cents on an account, debit positive, never 0; the rest explains them. `cost_until` is exclusive.

    `source`: what kind of row it comes from (`call_line`, `invoice_line`, `bank_line`), and its id.
    """

    account_id: UUID
    amount: int
    lot_id: UUID | None = None
    key_id: UUID | None = None
    weight: int | None = None
    total: int | None = None
    cost_from: date | None = None
    cost_until: date | None = None
    source: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class OwnerFact:
    """What the act itself says that a debtor owes (+) or paid (−); per debtor and account it sums like the lines."""

    debtor_id: UUID
    account: Literal["reserve", "other"]
    kind: Literal["call", "settlement", "private", "receipt", "refund", "opening", "correction"]
    amount: int
    source: tuple[str, UUID]


@dataclass(frozen=True)
class NewEntry:
    """A voucher to be booked; `reference` is unique in the association, `document_id` the attachment it was written from."""

    journal: Journal
    day: date
    reference: str
    kind: str
    text: str
    lines: tuple[NewLine, ...]
    owner_items: tuple[OwnerFact, ...] = ()
    document_id: UUID | None = None
    reverses: UUID | None = None


@dataclass(frozen=True)
class Posted:
    """A booked voucher and its place; `again` when it stood there already."""

    id: UUID
    journal: Journal
    year: int
    number: int
    again: bool = False


async def post_entry(session: AsyncSession, actor: Actor, association_id: UUID, entry: NewEntry) -> Posted:
    """Write one balanced voucher in the caller's transaction and return its place (syndic, accountant).

    Safe to retry: the same reference with the same content returns the entry already booked, even in a closed year.

    Raises:
        NotAllowed: the actor may not keep these books.
        NotFound: an account, a lot, a key or the paper is none of this association.
        EntryNotAcceptable: `problems` names everything wrong with the voucher.
        NoYear, YearClosed, OnlyClosing: what the fiscal year of its day says.
        ReferenceUsed: the reference is booked with other content.
    """
    require(actor, "books.write", association_id)
    entry = replace(entry, journal=Journal(entry.journal), reference=entry.reference.strip(), text=entry.text.strip())
    voucher, codes = await _voucher(session, association_id, entry)
    if found := faults(voucher):
        raise EntryNotAcceptable(found)
    year = await period_of(session, association_id, entry.day)
    place = {"t": association_id, "journal": entry.journal.value, "year": year.starts.year}
    await _lock(session, year, place)
    digest = content_hash(entry, codes)
    facts = {"t": association_id, "period": year.id, "reference": entry.reference}
    row = (await session.execute(text(SEEN_AND_STANDS), facts)).one()
    if row.id is not None:
        return _seen(row, entry.reference, digest)
    _may_still(replace(year, stands=Step(row.stands)), voucher)
    return await _write(session, actor, association_id, entry, year.id, place, digest)


async def _lock(session: AsyncSession, year: OpenYear, place: Mapping[str, Any]) -> None:
    """Hold the year, then the counter of its journal, each by a statement of its own: a closing may commit meanwhile.

    Both are held until the transaction ends, so its next voucher there need not ask again.
    """
    held = looked_up(session)
    if ("period", year.id) not in held:
        await session.execute(text(PERIOD_LOCK), {"p": str(year.id)})
        held["period", year.id] = True
    if ("counter", *place.values()) not in held:
        if await session.scalar(text(COUNTER), place) is None:
            await session.execute(text(NEW_COUNTER), place)
            await session.scalar(text(COUNTER), place)
        held["counter", *place.values()] = True


async def reverse(
    session: AsyncSession, actor: Actor, association_id: UUID, entry_id: UUID, day: date, reference: str, why: str
) -> Posted:
    """Take an entry back by one with the other signs, on a day of a year that is open; `why` becomes its text.

    Safe to retry with the same reference. A reversal is not reversed, and an entry only once.

    Raises:
        NotFound: no such entry here.
        AlreadyReversed, ReversalStays: it was taken back already, or is such an entry itself.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    facts = {"t": association_id, "e": entry_id}
    old = (await session.execute(text(ONE), facts)).mappings().first()
    if old is None:
        raise NotFound
    if old["reverses"] is not None:
        raise ReversalStays
    taken_back = await session.scalar(text(TAKEN_BACK), facts)
    if taken_back is not None and taken_back != reference.strip():
        raise AlreadyReversed
    year = await year_of(session, association_id, day)
    journal = Journal(old["journal"]) if takes(year.stands, Journal(old["journal"])) else Journal.CLOSING
    lines = (await session.execute(text(ITS_LINES), facts)).mappings()
    items = (await session.execute(text(ITS_ITEMS), facts)).mappings()
    return await post_entry(
        session,
        actor,
        association_id,
        NewEntry(
            journal=journal,
            day=day,
            reference=reference,
            kind="reversal",
            text=why,
            lines=tuple(_taken_back(line) for line in lines),
            owner_items=tuple(_item_taken_back(item) for item in items),
            document_id=old["document_id"],
            reverses=entry_id,
        ),
    )


def _taken_back(line: RowMapping) -> NewLine:
    names = ("lot_id", "key_id", "weight", "total", "cost_from", "cost_until")
    source = (line["source_kind"], line["source_id"]) if line["source_kind"] else None
    return NewLine(line["account_id"], -line["amount"], **{name: line[name] for name in names}, source=source)


def _item_taken_back(item: RowMapping) -> OwnerFact:
    source = (item["source_kind"], item["source_id"])
    return OwnerFact(item["debtor_id"], item["part"], item["kind"], -item["amount"], source)


async def _voucher(session: AsyncSession, association_id: UUID, entry: NewEntry) -> tuple[Voucher, dict[UUID, str]]:
    """Return what the rules judge, and the code of each account; NotFound for an account of others."""
    ids = {line.account_id for line in entry.lines}
    owed = {(item.debtor_id, item.account) for item in entry.owner_items}
    known = looked_up(session)
    codes, owners = _known(known, association_id, ids, owed)
    if not ids <= codes.keys() or not owed <= owners.keys():
        facts = {"t": association_id, "ids": list(ids), "debtors": list({debtor for debtor, _ in owed})}
        keep_accounts(session, association_id, (await session.execute(text(ACCOUNTS), facts)).all())
        codes, owners = _known(known, association_id, ids, owed)
    if not ids <= codes.keys() or not owed <= owners.keys():
        raise NotFound
    lines = [
        Line(codes[each.account_id], each.amount, each.weight, each.total, each.cost_from, each.cost_until)
        for each in entry.lines
    ]
    items = [OwnerLine(owners[item.debtor_id, item.account], item.amount) for item in entry.owner_items]
    return Voucher(entry.journal, entry.day, entry.reference, entry.kind, entry.text, lines, items), codes


def _known(
    known: Mapping[tuple[Any, ...], Any], association_id: UUID, ids: Set[UUID], owed: Iterable[tuple[UUID, str]]
) -> tuple[dict[UUID, str], dict[tuple[UUID, str], str]]:
    """Return the codes of those of these accounts that were looked up, by account, and by debtor and part."""
    codes = {each: known.get(("account", association_id, each)) for each in ids}
    owners = {(who, part): known.get(("owner", association_id, who, part)) for who, part in owed}
    return (
        {each: code for each, code in codes.items() if code is not None},
        {each: code for each, code in owners.items() if code is not None},
    )


def _seen(row: Row[Any], reference: str, digest: bytes) -> Posted:
    if bytes(row.content_hash) != digest:
        raise ReferenceUsed(reference)
    return Posted(row.id, Journal(row.journal), row.year, row.number, again=True)


def _may_still(year: OpenYear, voucher: Voucher) -> None:
    """Ask the rules about the year as it stands now, under the lock."""
    found = {each.fault for each in faults(voucher, Year(year.starts, year.next_starts, year.stands))}
    if Fault.CLOSED in found:
        raise YearClosed(voucher.day.isoformat())
    if Fault.ONLY_CLOSING in found:
        raise OnlyClosing(voucher.day.isoformat())


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    entry: NewEntry,
    period_id: UUID,
    place: Mapping[str, Any],
    digest: bytes,
) -> Posted:
    made = uuid4()
    facts = {
        "id": made, "period": period_id, "day": entry.day, "reference": entry.reference,
        "hash": digest, "kind": entry.kind, "text": entry.text, "reverses": entry.reverses,
        "document": entry.document_id, "by": actor.person_id,
    }  # fmt: skip
    try:
        number = await session.scalar(text(INSERT), {**place, **facts})
        scope = {"t": association_id, "entry": made, "day": entry.day}
        await session.execute(text(LINES), {**scope, "rows": _json(_line_rows(entry.lines))})
        if entry.owner_items:
            await session.execute(text(ITEMS), {**scope, "rows": _json(_item_rows(entry.owner_items))})
    except IntegrityError as error:
        raise _refusal(error, entry) from error
    await audit.record(
        session, actor, association_id, "entry.posted", made,
        journal=entry.journal.value, year=place["year"], number=number, lines=len(entry.lines),
    )  # fmt: skip
    return Posted(made, entry.journal, place["year"], int(number or 0))


def _refusal(error: IntegrityError, entry: NewEntry) -> Exception:
    """Say what a constraint refused: a reference or a reversal somebody else wrote meanwhile, or a row of others."""
    said = str(error.orig)
    if "uq_entry_association_id_reference" in said:
        return ReferenceUsed(entry.reference)
    if "uq_entry_association_id_reverses" in said:
        return AlreadyReversed()
    return NotFound() if "violates foreign key" in said else error


def _line_rows(lines: Sequence[NewLine]) -> list[dict[str, Any]]:
    return [
        {
            "line": place, "account_id": each.account_id, "amount": each.amount, "lot_id": each.lot_id,
            "key_id": each.key_id, "weight": each.weight, "total": each.total, "cost_from": each.cost_from,
            "cost_until": each.cost_until, **_source(each.source),
        }
        for place, each in enumerate(lines, start=1)
    ]  # fmt: skip


def _item_rows(items: Sequence[OwnerFact]) -> list[dict[str, Any]]:
    return [
        {
            "item": place, "debtor_id": each.debtor_id, "part": each.account, "kind": each.kind,
            "amount": each.amount, **_source(each.source),
        }
        for place, each in enumerate(items, start=1)
    ]  # fmt: skip


def _source(source: tuple[str, UUID] | None) -> dict[str, Any]:
    return {"source_kind": source[0] if source else None, "source_id": source[1] if source else None}


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows).decode()


__all__ = ["Journal", "NewEntry", "NewLine", "OwnerFact", "Posted", "Step", "post_entry", "reverse"]
