"""Reading budgets: the years and versions of an association, one with its lines and sums, and the one that is called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import ZERO, Money, total
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.chart import CHART

ROWS = """
SELECT b.id, b.starts, b.next_starts, b.version, b.instalments, b.index_hundredths, b.at, e.item_id, e.act,
       i.assembly_id, a.day AS assembly_day,
       CASE WHEN e.what IS NULL THEN 'draft' WHEN e.what <> 'proposed' THEN e.what
            WHEN r.carried THEN 'voted' WHEN NOT r.carried THEN 'rejected' ELSE 'proposed' END AS state,
       (SELECT coalesce(sum(l.amount), 0)::bigint FROM budget_line l WHERE l.budget_id = b.id) AS cents
  FROM budget b
  LEFT JOIN LATERAL (SELECT what, item_id, act FROM budget_event WHERE budget_id = b.id ORDER BY seq DESC LIMIT 1) e ON true
  LEFT JOIN agenda_item i ON i.id = e.item_id LEFT JOIN assembly a ON a.id = i.assembly_id
  LEFT JOIN LATERAL (SELECT carried FROM result WHERE item_id = e.item_id AND about = 'text'
                      ORDER BY round DESC LIMIT 1) r ON true
 WHERE b.association_id = :t
"""
LIST = ROWS + " ORDER BY b.starts DESC, b.version DESC LIMIT 200"
ONE = ROWS + " AND b.id = :b"
LINES = """
SELECT l.id, l.number, l.part, c.code, c.names, l.words, l.key_id, k.name AS key_name, l.amount, l.once
  FROM budget_line l JOIN ledger_account c ON c.association_id = l.association_id AND c.id = l.account_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
 WHERE l.association_id = :t AND l.budget_id = :b ORDER BY l.number
"""
IN_FORCE = """
SELECT b.id FROM budget b JOIN budget_event e ON e.association_id = b.association_id AND e.budget_id = b.id
 WHERE b.association_id = :t AND e.what = 'in_force' AND b.starts <= :day
 ORDER BY b.starts DESC, e.at DESC, b.version DESC LIMIT 1
"""
PROPOSED, SEEN_BY_WRITERS = "proposed", ("draft", "discarded")


@dataclass(frozen=True)
class BudgetRow:
    """A version of a budget; `state`: draft, proposed, voted, rejected, in_force or discarded."""

    id: UUID
    starts: date
    next_starts: date
    version: int
    instalments: int
    index_hundredths: int | None
    at: datetime
    state: str
    total: Money
    item_id: UUID | None
    act: str
    assembly_id: UUID | None
    assembly_day: date | None


@dataclass(frozen=True)
class BudgetLineRow:
    """A line; `name` per language is its own or its account's, `key_name` is empty where it follows the shares."""

    id: UUID
    number: int
    part: str
    code: str
    name: Mapping[str, str]
    words: Mapping[str, str]
    key_id: UUID | None
    key_name: Mapping[str, str]
    amount: Money
    once: bool


@dataclass(frozen=True)
class BudgetSheet:
    """One version with its lines; `sums` by part."""

    row: BudgetRow
    lines: tuple[BudgetLineRow, ...]

    @property
    def sums(self) -> dict[str, Money]:
        """Return what the lines of each part add up to; parts without a line are not in it."""
        parts = dict.fromkeys(line.part for line in self.lines)
        return {part: total(line.amount for line in self.lines if line.part == part) for part in parts}


async def budgets(session: AsyncSession, actor: Actor, association_id: UUID) -> list[BudgetRow]:
    """Return the budgets, the latest year first; drafts and thrown away ones only to who writes them."""
    require(actor, "figures.read", association_id)
    rows = await session.execute(text(LIST), {"t": association_id})
    found = [_row(row) for row in rows.mappings()]
    return found if _writes(actor, association_id) else [each for each in found if each.state not in SEEN_BY_WRITERS]


async def years_begun(session: AsyncSession, actor: Actor, association_id: UUID, *, on: date) -> list[date]:
    """Return the first days of the years whose budget is in force and that have begun by a day, the latest first."""
    rows = await budgets(session, actor, association_id)
    return sorted({row.starts for row in rows if row.state == "in_force" and row.starts <= on}, reverse=True)


async def budget(session: AsyncSession, actor: Actor, association_id: UUID, budget_id: UUID) -> BudgetSheet:
    """Return one version; NotFound for a draft that is not the reader's to see."""
    require(actor, "figures.read", association_id)
    found = await sheet(session, association_id, budget_id)
    if found.row.state in SEEN_BY_WRITERS and not _writes(actor, association_id):
        raise NotFound
    return found


async def sheet(session: AsyncSession, association_id: UUID, budget_id: UUID) -> BudgetSheet:
    """Return one version with its lines, for a service that decided who may; NotFound for one of others."""
    facts = {"t": association_id, "b": budget_id}
    row = (await session.execute(text(ONE), facts)).mappings().first()
    if row is None:
        raise NotFound
    lines = (await session.execute(text(LINES), facts)).mappings()
    return BudgetSheet(_row(row), tuple(_line(line) for line in lines))


async def called_budget(session: AsyncSession, association_id: UUID, day: date) -> BudgetSheet | None:
    """Return what is called for the year that starts on a day: its budget in force, else the last one that was.

    None when no budget was ever in force.
    """
    found = await session.scalar(text(IN_FORCE), {"t": association_id, "day": day})
    return await sheet(session, association_id, found) if found is not None else None


def account_name(code: str, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return the names of an account per language: its own, else those of its row in the chart, else its code."""
    if names:
        return names
    row = CHART.get(code)
    return dict(row.names) if row else {"en": code}


def summed(lines: Sequence[BudgetLineRow]) -> Money:
    """Add up lines."""
    return total(line.amount for line in lines) if lines else ZERO


def _row(row: RowMapping) -> BudgetRow:
    plain = {name: row[name] for name in row if name not in ("cents", "act")}
    return BudgetRow(**plain, act=row["act"] or "", total=Money(row["cents"]))


def _line(row: RowMapping) -> BudgetLineRow:
    return BudgetLineRow(
        id=row["id"], number=row["number"], part=row["part"], code=row["code"],
        name=row["words"] or account_name(row["code"], row["names"]), words=row["words"], key_id=row["key_id"],
        key_name=row["key_name"] or {}, amount=Money(row["amount"]), once=row["once"],
    )  # fmt: skip


def _writes(actor: Actor, association_id: UUID) -> bool:
    return allows(actor, "books.write", association_id)
