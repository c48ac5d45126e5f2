"""Every line of every voucher between two days, for who reads the books: the journal as a whole, in one query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.numbers import with_structured
from koprogo.core.permissions import require
from koprogo.services.accounting.labels import account_names, debtor_names

LINES = """
SELECT e.id AS entry_id, e.day, e.journal, e.year, e.number, e.reference, e.text, l.line, a.code, a.names, a.debtor_id,
       l.amount
  FROM entry e JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE e.association_id = :t AND e.day >= :starts AND e.day < :until ORDER BY e.day, e.seq, l.line
"""
SAME = ("entry_id", "day", "journal", "year", "number", "reference", "line", "code", "amount")


@dataclass(frozen=True)
class JournalLine:
    """A line of a voucher; `amount` in cents, debit positive."""

    entry_id: UUID
    day: date
    journal: str
    year: int
    number: int
    reference: str
    text: str
    line: int
    code: str
    names: Mapping[str, str]
    people: tuple[str, ...]
    amount: int


async def journal_lines(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> list[JournalLine]:
    """Return the lines from one day to another, `until` exclusive, as they were written (who keeps or checks the books)."""
    require(actor, "books.read", association_id)
    facts = {"t": association_id, "starts": starts, "until": until}
    people = await debtor_names(session, association_id)
    return [_line(row, people) for row in (await session.execute(text(LINES), facts)).mappings()]


def _line(row: RowMapping, people: Mapping[UUID, Sequence[str]]) -> JournalLine:
    same = {name: row[name] for name in SAME}
    owes = tuple(people.get(row["debtor_id"], ()))
    said = with_structured(row["text"])
    return JournalLine(**same, text=said, names=account_names(row["code"], row["names"]), people=owes)
