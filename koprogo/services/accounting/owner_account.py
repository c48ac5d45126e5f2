"""An owner's account: what was asked of her, what she paid, what is open, each line with what explains it.

Two accounts are one story here: her part for the reserve fund (4100.n) and all else (4101.n). She reads her own; who keeps
or checks the books reads everybody's (art. 3.89 §5, 15°; 3.90; 3.91).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.aging import Aged, aged

LINES = """
SELECT e.id AS entry_id, l.line, l.day, e.reference, e.kind, e.text, a.part, l.amount, lot.number AS lot,
       k.name AS key_names, l.weight, l.total, l.cost_from, l.cost_until, e.document_id IS NOT NULL AS has_paper,
       e.reverses IS NOT NULL AS is_reversal, l.source_kind, l.source_id,
       (sum(l.amount) OVER (ORDER BY l.day, e.seq, l.line))::bigint AS balance,
       c.call_id, c.part AS call_part, c.caught_up, c.base, c.before, c.weight AS call_weight, c.of_weight,
       s.actual, s.called, b.number AS bank_number, b.words, b.amount AS bank_amount, t.id AS statement_id,
       t.year AS statement_year, t.sequence
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN lot ON lot.association_id = l.association_id AND lot.id = l.lot_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
  LEFT JOIN call_line c ON l.source_kind = 'call_line' AND c.association_id = l.association_id AND c.id = l.source_id
  LEFT JOIN settlement_owner s ON l.source_kind = 'settlement' AND s.association_id = l.association_id
        AND s.settlement_id = l.source_id AND s.debtor_id = a.debtor_id
  LEFT JOIN bank_line b ON l.source_kind = 'bank_line' AND b.association_id = l.association_id AND b.id = l.source_id
  LEFT JOIN bank_statement t ON t.association_id = b.association_id AND t.id = b.statement_id
 WHERE a.association_id = :t AND a.debtor_id = :d AND l.day < :until ORDER BY l.day, e.seq, l.line
"""
BALANCES = """
WITH sums AS MATERIALIZED (
    SELECT l.account_id, sum(l.amount) AS balance, sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day > :d30) AS first,
           sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day <= :d30 AND l.day > :d60) AS second,
           sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day <= :d60 AND l.day > :d90) AS third
      FROM entry_line l WHERE l.association_id = :t AND l.day <= :day GROUP BY l.account_id)
SELECT d.id, d.number, d.members, coalesce(sum(s.balance), 0)::bigint AS balance, coalesce(sum(s.first), 0)::bigint AS first,
       coalesce(sum(s.second), 0)::bigint AS second, coalesce(sum(s.third), 0)::bigint AS third
  FROM debtor d JOIN ledger_account a ON a.association_id = d.association_id AND a.debtor_id = d.id
  LEFT JOIN sums s ON s.account_id = a.id WHERE d.association_id = :t GROUP BY d.id ORDER BY d.number
"""
PEOPLE = """
SELECT dp.debtor_id, array_agg(p.name ORDER BY p.name, p.id) AS names FROM debtor_person dp
  JOIN person p ON p.id = dp.person_id WHERE dp.association_id = :t GROUP BY dp.debtor_id
"""
PERMANENT = "SELECT number FROM payment_reference WHERE association_id = :t AND debtor_id = :d AND call_id IS NULL"
IBAN = "SELECT iban FROM bank_account WHERE association_id = :t AND purpose = 'current' ORDER BY at DESC, id LIMIT 1"
OWN = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :p"


@dataclass(frozen=True)
class FromCall:
    """The call a line comes from: the part of `base` by `weight` of `of_weight`, less `before`; cents."""

    call_id: UUID
    part: str
    caught_up: bool
    base: int
    before: int
    weight: int
    of_weight: int


@dataclass(frozen=True)
class FromSettlement:
    """The settlement a line comes from: what her lots cost less what she was called, in cents."""

    settlement_id: UUID
    actual: int
    called: int


@dataclass(frozen=True)
class FromBank:
    """The bank's line: its statement and place. `words` is the communication, empty where the payment was shared out.

    Who paid, and from which account, is not said here: somebody else may have paid for her.
    """

    statement_id: UUID
    year: int
    sequence: int
    number: int
    words: str


@dataclass(frozen=True)
class OwnerLine:
    """A line of an owner's account; cents, what she owes more is positive; `balance` after it.

    One of `call`, `settlement`, `bank` and `transfer_id` (a sale) says where it comes from, if its source is known.
    """

    entry_id: UUID
    line: int
    day: date
    reference: str
    kind: str
    text: str
    part: str
    amount: int
    lot: str
    key_names: Mapping[str, str]
    weight: int | None
    total: int | None
    cost_from: date | None
    cost_until: date | None
    has_paper: bool
    is_reversal: bool
    balance: int
    call: FromCall | None
    settlement: FromSettlement | None
    bank: FromBank | None
    transfer_id: UUID | None


@dataclass(frozen=True)
class OwnerAccount:
    """Everything on an owner's two accounts up to a day, and what stands there.

    `permanent`: the twelve digits she pays with for good, empty before her first call or settlement; `iban`: to where.
    """

    debtor_id: UUID
    people: tuple[str, ...]
    balance: int
    lines: tuple[OwnerLine, ...]
    permanent: str
    iban: str


@dataclass(frozen=True)
class DebtorRow:
    """A debtor in the list: cents owed, by age of what is open."""

    id: UUID
    number: int
    people: tuple[str, ...]
    balance: int
    open: Aged


async def owner_account(
    session: AsyncSession, actor: Actor, association_id: UUID, debtor_id: UUID, *, until: date
) -> OwnerAccount:
    """Return an owner's account, lines before `until`, the oldest first.

    Raises:
        NotFound: no such debtor here, or it is somebody else's and the actor neither keeps nor checks the books.
    """
    require(actor, "figures.read", association_id)
    facts = {"t": association_id, "d": debtor_id, "p": actor.person_id, "until": until}
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), facts)}
    readable = debtor_id in people and (
        allows(actor, "books.read", association_id)
        or debtor_id in set((await session.execute(text(OWN), facts)).scalars())
    )
    if not readable:
        raise NotFound
    rows = (await session.execute(text(LINES), facts)).mappings()
    lines = tuple(_line(row) for row in rows)
    permanent, iban = [str(await session.scalar(text(each), facts) or "") for each in (PERMANENT, IBAN)]
    return OwnerAccount(debtor_id, tuple(people[debtor_id]), lines[-1].balance if lines else 0, lines, permanent, iban)


async def own_debtors(session: AsyncSession, actor: Actor, association_id: UUID) -> list[UUID]:
    """Return the debtors the actor is, alone or with others: her own accounts."""
    require(actor, "figures.read", association_id)
    return list((await session.execute(text(OWN), {"t": association_id, "p": actor.person_id})).scalars())


async def debtors(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> list[DebtorRow]:
    """Return what every owner owes at the end of a day, with its age (who keeps or checks the books)."""
    require(actor, "books.read", association_id)
    ages = {f"d{days}": date.fromordinal(day.toordinal() - days) for days in (30, 60, 90)}
    rows = await session.execute(text(BALANCES), {"t": association_id, "day": day, **ages})
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), {"t": association_id})}
    return [
        DebtorRow(
            row.id, row.number, tuple(people[row.id]), row.balance, aged(row.balance, row.first, row.second, row.third)
        )
        for row in rows
    ]


def _line(row: RowMapping) -> OwnerLine:
    same = (
        "entry_id", "line", "day", "reference", "kind", "text", "part", "amount", "weight", "total", "cost_from",
        "cost_until", "has_paper", "is_reversal", "balance",
    )  # fmt: skip
    return OwnerLine(
        **{name: row[name] for name in same}, lot=row["lot"] or "", key_names=row["key_names"] or {},
        call=_call(row), settlement=_settlement(row), bank=_bank(row),
        transfer_id=row["source_id"] if row["source_kind"] == "lot_transfer" else None,
    )  # fmt: skip


def _call(row: RowMapping) -> FromCall | None:
    if row["call_id"] is None:
        return None
    return FromCall(
        row["call_id"], row["call_part"], row["caught_up"], row["base"], row["before"], row["call_weight"],
        row["of_weight"],
    )  # fmt: skip


def _settlement(row: RowMapping) -> FromSettlement | None:
    return FromSettlement(row["source_id"], row["actual"], row["called"]) if row["actual"] is not None else None


def _bank(row: RowMapping) -> FromBank | None:
    if row["statement_id"] is None:
        return None
    whole = abs(row["bank_amount"]) == abs(row["amount"])
    return FromBank(
        row["statement_id"], row["statement_year"], row["sequence"], row["bank_number"], row["words"] if whole else ""
    )
