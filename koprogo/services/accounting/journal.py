"""The journals: every voucher in its order, and one voucher with its lines, its paper and what it takes back.

An owner reads a voucher too, with what the other owners owe in it as one sum, and what other lots bear as one sum per
account; one that is about other owners only, such as what one of them paid or a cost of her own, is not there for her.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.numbers import with_structured
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting.journal_search import search_for
from koprogo.services.accounting.labels import account_names, debtor_names
from koprogo.services.accounting.others import ANOTHERS_LOT, OTHERS, WORDED_BY_THE_BANK

PAGE = 50
ENTRIES = """
SELECT e.id, e.journal, e.year, e.number, e.day, e.reference, e.kind, e.text, e.reverses,
       e.document_id IS NOT NULL AS has_paper,
       (SELECT coalesce(sum(l.amount) FILTER (WHERE l.amount > 0), 0)::bigint FROM entry_line l
         WHERE l.association_id = e.association_id AND l.entry_id = e.id) AS cents
  FROM entry e WHERE e.association_id = :t AND e.day >= :starts AND e.day < :until
   AND (CAST(:journal AS text) IS NULL OR e.journal = CAST(:journal AS text)){search}
 ORDER BY e.day DESC, e.seq DESC LIMIT :page OFFSET :skip
"""
COUNT = """
SELECT count(*) FROM entry e WHERE e.association_id = :t AND e.day >= :starts AND e.day < :until
   AND (CAST(:journal AS text) IS NULL OR e.journal = CAST(:journal AS text)){search}
"""
ENTRY = f"""
SELECT e.id, e.journal, e.year, e.number, e.day, e.reference, e.kind, e.text, e.reverses, e.at, e.document_id,
       p.name AS by_name, b.id AS reversed_by, o.reference AS reverses_reference, b.reference AS reversed_by_reference,
       a.title AS paper_title, {OTHERS} AS is_others
  FROM entry e LEFT JOIN person p ON p.id = e.by_id
  LEFT JOIN entry b ON b.association_id = e.association_id AND b.reverses = e.id
  LEFT JOIN entry o ON o.association_id = e.association_id AND o.id = e.reverses
  LEFT JOIN attachment a ON a.association_id = e.association_id AND a.id = e.document_id
 WHERE e.association_id = :t AND e.id = :e
"""
LINES = f"""
SELECT l.line, a.id AS account_id, a.code, a.names, a.debtor_id, l.amount, lot.number AS lot, k.name AS key_names,
       l.weight, l.total, l.cost_from, l.cost_until, l.source_kind, l.source_id,
       {ANOTHERS_LOT} AS is_others
  FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  LEFT JOIN lot ON lot.association_id = l.association_id AND lot.id = l.lot_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
 WHERE l.association_id = :t AND l.entry_id = :e ORDER BY l.line
"""
MINE = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :p"


@dataclass(frozen=True)
class EntryRow:
    """A voucher in a list; `cents`: the sum of its debits."""

    id: UUID
    journal: Journal
    year: int
    number: int
    day: date
    reference: str
    kind: str
    text: str
    reverses: UUID | None
    has_paper: bool
    cents: int


@dataclass(frozen=True)
class SheetLine:
    """A line of a voucher with what explains it; `account_id` is None where other owners are one sum.

    Where other lots are, nothing but the account and the sum is said.
    """

    line: int
    account_id: UUID | None
    code: str
    names: Mapping[str, str]
    people: tuple[str, ...]
    amount: int
    lot: str
    key_names: Mapping[str, str]
    weight: int | None
    total: int | None
    cost_from: date | None
    cost_until: date | None
    source: tuple[str, UUID] | None


@dataclass(frozen=True)
class EntrySheet:
    """A voucher as it is shown; `paper` is the title of its document."""

    id: UUID
    journal: Journal
    year: int
    number: int
    day: date
    reference: str
    kind: str
    text: str
    at: datetime
    by_name: str
    reverses: UUID | None
    reverses_reference: str
    reversed_by: UUID | None
    reversed_by_reference: str
    document_id: UUID | None
    paper: str
    lines: tuple[SheetLine, ...]


async def entries(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    starts: date,
    until: date,
    journal: Journal | None = None,
    search: str = "",
    page: int = 1,
) -> tuple[list[EntryRow], int]:
    """Return a page of vouchers between two days, the newest first, and how many there are (who reads the books).

    `search`: only those in which each of its words stands (`journal_search.py`).
    """
    require(actor, "books.read", association_id)
    wanted = await search_for(session, association_id, search)
    facts = {"t": association_id, "starts": starts, "until": until, "journal": journal.value if journal else None}
    facts |= wanted.facts
    shown = text(ENTRIES.format(search=wanted.condition))
    rows = (await session.execute(shown, {**facts, "page": PAGE, "skip": PAGE * (max(1, page) - 1)})).mappings()
    count = await session.scalar(text(COUNT.format(search=wanted.condition)), facts)
    return [_row(row) for row in rows], int(count or 0)


async def entry_sheet(session: AsyncSession, actor: Actor, association_id: UUID, entry_id: UUID) -> EntrySheet:
    """Return one voucher with its lines (everybody who reads the figures; other owners as one sum for an owner).

    An owner is not told the bank's own words: they name who paid, and from where.

    Raises:
        NotFound: no such voucher here, or it is about other owners only.
    """
    require(actor, "figures.read", association_id)
    facts = {"t": association_id, "e": entry_id, "p": actor.person_id}
    row = (await session.execute(text(ENTRY), facts)).mappings().first()
    if row is None:
        raise NotFound
    reads_all = allows(actor, "books.read", association_id)
    if row["is_others"] and not reads_all:
        raise NotFound
    people = await debtor_names(session, association_id)
    found = list((await session.execute(text(LINES), facts)).mappings())
    if reads_all:
        lines, words = [_line(each, people) for each in found], row["text"]
    else:
        own = set((await session.execute(text(MINE), facts)).scalars())
        lines = _others_as_one([(_heading(each, own), _line(each, people)) for each in found])
        words = "" if row["kind"] in WORDED_BY_THE_BANK else row["text"]
    named: dict[str, Any] = {
        name: row[name] or "" for name in ("by_name", "reverses_reference", "reversed_by_reference")
    }
    same = ("id", "year", "number", "day", "reference", "kind", "at", "reverses", "reversed_by", "document_id")
    return EntrySheet(
        **{name: row[name] for name in same}, **named, text=with_structured(words),
        journal=Journal(row["journal"]), paper=row["paper_title"] or "", lines=tuple(lines),
    )  # fmt: skip


def _row(row: RowMapping) -> EntryRow:
    return EntryRow(**{**row, "journal": Journal(row["journal"]), "text": with_structured(row["text"])})


def _line(row: RowMapping, people: Mapping[UUID, Sequence[str]]) -> SheetLine:
    source = (row["source_kind"], row["source_id"]) if row["source_kind"] else None
    same = ("line", "account_id", "code", "amount", "weight", "total", "cost_from", "cost_until")
    return SheetLine(
        **{name: row[name] for name in same}, names=account_names(row["code"], row["names"]),
        people=tuple(people.get(row["debtor_id"], ())), lot=row["lot"] or "",
        key_names=row["key_names"] or {}, source=source,
    )  # fmt: skip


def _heading(row: RowMapping, own: set[UUID]) -> str:
    """Return the account in which a line of others is added up; empty for one that is hers, or common."""
    if row["debtor_id"] is not None:
        return "" if row["debtor_id"] in own else str(row["code"]).partition(".")[0]
    return str(row["code"]) if row["is_others"] else ""


def _others_as_one(found: Sequence[tuple[str, SheetLine]]) -> list[SheetLine]:
    """Return the lines with those of others added up per heading, at the place of the first of them."""
    lines: dict[str, SheetLine] = {}
    for heading, line in found:
        if not heading:
            lines[f"line {line.line}"] = line
            continue
        place = line.account_id if line.code == heading else None
        sums = lines.get(
            heading, SheetLine(line.line, place, heading, line.names, (), 0, "", {}, None, None, None, None, None)
        )
        lines[heading] = replace(sums, amount=sums.amount + line.amount)
    return [line for line in lines.values() if line.amount]
