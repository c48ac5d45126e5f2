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
from koprogo.core.numbers import with_structured
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.aging import Aged, aged
from koprogo.rules.accounting.open_items import OpenItems
from koprogo.services.accounting.bank.accounts import COLLECTING
from koprogo.services.accounting.bank.open_items import balances, open_items
from koprogo.services.accounting.same_debtors import same_debtors

LINES = """
SELECT e.id AS entry_id, l.line, l.day, e.reference, e.kind, e.text, a.part, l.amount, lot.number AS lot,
       k.name AS key_names, l.weight, l.total, l.cost_from, l.cost_until, e.document_id IS NOT NULL AS has_paper,
       e.reverses IS NOT NULL AS is_reversal, l.source_kind, l.source_id,
       (sum(l.amount) OVER (ORDER BY l.day, e.seq, l.line))::bigint AS balance,
       (sum(l.amount) OVER (PARTITION BY l.entry_id))::bigint AS of_entry,
       c.call_id, c.part AS call_part, c.caught_up, c.base, c.before, c.weight AS call_weight, c.of_weight,
       s.actual, s.called, b.number AS bank_number, b.words, b.amount AS bank_amount, t.id AS statement_id,
       t.year AS statement_year, t.sequence, w.number AS old_number, w.communication AS old_words, w.due_on AS old_due,
       w.part AS old_part
  FROM ledger_account a JOIN entry_line l ON l.association_id = a.association_id AND l.account_id = a.id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  LEFT JOIN lot ON lot.association_id = l.association_id AND lot.id = l.lot_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
  LEFT JOIN call_line c ON l.source_kind = 'call_line' AND c.association_id = l.association_id AND c.id = l.source_id
  LEFT JOIN settlement_owner s ON l.source_kind = 'settlement' AND s.association_id = l.association_id
        AND s.settlement_id = l.source_id AND s.debtor_id = a.debtor_id
  LEFT JOIN bank_line b ON l.source_kind = 'bank_line' AND b.association_id = l.association_id AND b.id = l.source_id
  LEFT JOIN old_call w ON l.source_kind = 'old_call' AND w.association_id = l.association_id AND w.id = l.source_id
  LEFT JOIN bank_statement t ON t.association_id = b.association_id AND t.id = b.statement_id
 WHERE a.association_id = :t AND a.debtor_id = ANY (:same) AND l.day < :until ORDER BY l.day, e.seq, l.line
"""
BALANCES = """
WITH sums AS MATERIALIZED (
    SELECT l.account_id, sum(l.amount) AS balance, sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day > :d30) AS first,
           sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day <= :d30 AND l.day > :d60) AS second,
           sum(l.amount) FILTER (WHERE l.amount > 0 AND l.day <= :d60 AND l.day > :d90) AS third
      FROM entry_line l WHERE l.association_id = :t AND l.day <= :day GROUP BY l.account_id),
old AS MATERIALIZED (
    SELECT a.debtor_id, l.amount, l.day, c.due_on AS due FROM old_call c
      JOIN entry_line l ON l.association_id = c.association_id AND l.entry_id = c.entry_id
       AND l.source_kind = 'old_call' AND l.source_id = c.id
      JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
     WHERE c.association_id = :t AND l.day <= :day AND l.amount > 0),
ours AS MATERIALIZED (
    SELECT a.debtor_id, l.amount, l.day, l.due
      FROM (SELECT l.account_id, l.day, CASE WHEN b.id IS NULL THEN c.due_on ELSE DATE '-infinity' END AS due,
                   sum(l.amount) AS amount
              FROM call c JOIN call_event e ON e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'posted'
              LEFT JOIN entry b ON b.association_id = e.association_id AND b.reverses = e.entry_id AND b.day <= :day
              JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.entry_id
               AND l.source_kind = 'call_line'
             WHERE c.association_id = :t AND c.due_on > :d90 AND c.called_on <= :day AND l.amount > 0
             GROUP BY l.account_id, l.day, due) l
      JOIN ledger_account a ON a.association_id = :t AND a.id = l.account_id),
carried AS MATERIALIZED (
    SELECT i.debtor_id, i.amount, CASE WHEN i.amount > 0 THEN i.day ELSE DATE '-infinity' END AS day, c.due_on AS due
      FROM owner_item i JOIN call_line l ON l.association_id = i.association_id AND l.id = i.source_id
      JOIN call c ON c.association_id = l.association_id AND c.id = l.call_id
     WHERE i.association_id = :t AND i.source_kind = 'call_line' AND i.day <= :day),
moved AS (
    SELECT debtor_id, sum(amount * (due > :day)::int) AS later,
           sum(amount * ((due <= :day AND due > :d30)::int - (day > :d30)::int)) AS first,
           sum(amount * ((due <= :d30 AND due > :d60)::int - (day <= :d30 AND day > :d60)::int)) AS second,
           sum(amount * ((due <= :d60 AND due > :d90)::int - (day <= :d60 AND day > :d90)::int)) AS third
      FROM (SELECT * FROM old UNION ALL SELECT * FROM ours UNION ALL SELECT * FROM carried) x GROUP BY debtor_id)
SELECT d.id, d.number, d.members, coalesce(sum(s.balance), 0)::bigint AS balance,
       coalesce(max(m.later), 0)::bigint AS later,
       (coalesce(sum(s.first), 0) + coalesce(max(m.first), 0))::bigint AS first,
       (coalesce(sum(s.second), 0) + coalesce(max(m.second), 0))::bigint AS second,
       (coalesce(sum(s.third), 0) + coalesce(max(m.third), 0))::bigint AS third
  FROM debtor d JOIN ledger_account a ON a.association_id = d.association_id AND a.debtor_id = d.id
  LEFT JOIN sums s ON s.account_id = a.id LEFT JOIN moved m ON m.debtor_id = d.id
 WHERE d.association_id = :t GROUP BY d.id ORDER BY d.number
"""
"""A debit is as old as its entry, what a call asked as old as the day it was due, old calls of the take-over too. What a
call asked that was taken back is nobody's debt: the counter-entry pays it, and nothing older. What a sale carried over is
as old for who bears it as it would be for who was asked, and takes as much off those days of the other."""
PEOPLE = """
SELECT dp.debtor_id, array_agg(p.name ORDER BY p.name, p.id) AS names FROM debtor_person dp
  JOIN person p ON p.id = dp.person_id WHERE dp.association_id = :t GROUP BY dp.debtor_id
"""
LOTS = """
SELECT d.id, array_agg(x.number ORDER BY x.number) AS lots FROM debtor d
  JOIN (SELECT l.number, array_agg(DISTINCT h.person_id ORDER BY h.person_id) AS members FROM holding h
          JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
         WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) GROUP BY l.id, l.number) x
    ON x.members = d.members WHERE d.association_id = :t GROUP BY d.id
"""
PERMANENT = """
SELECT number FROM payment_reference WHERE association_id = :t AND debtor_id = ANY (:same) AND call_id IS NULL
 ORDER BY array_position(CAST(:same AS uuid[]), debtor_id) LIMIT 1
"""
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
    """The bank's line: its statement and place. `words` is the communication, empty where others share the payment.

    Who paid, and from which account, is not said here: somebody else may have paid for her.
    """

    statement_id: UUID
    year: int
    sequence: int
    number: int
    words: str


@dataclass(frozen=True)
class FromOldCall:
    """The call of an old program a line was taken over from; `number` as it stood there, else its communication."""

    number: str
    due: date
    part: str


@dataclass(frozen=True)
class OwnerLine:
    """A line of an owner's account; cents, what she owes more is positive; `balance` after it.

    One of `call`, `settlement`, `bank`, `old_call` and `transfer_id` (a sale) says where it comes from, if that is known.
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
    old_call: FromOldCall | None
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
class DueItem:
    """What is open of a call or of another entry that asked something of her: cents, and the day it was to be paid.

    `source` is the call where `kind` is call, the call of an old program for old_call, else the entry.
    """

    source: UUID
    kind: str
    reference: str
    day: date
    cents: int


@dataclass(frozen=True)
class DebtorRow:
    """A debtor in the list: cents owed, by age of what is open since the day it was due.

    `lots`: numbers of those that these persons hold together on that day; they tell people of one name apart.
    """

    id: UUID
    number: int
    people: tuple[str, ...]
    lots: tuple[str, ...]
    balance: int
    open: Aged


async def owner_account(
    session: AsyncSession, actor: Actor, association_id: UUID, debtor_id: UUID, *, until: date
) -> OwnerAccount:
    """Return an owner's account, lines before `until`, the oldest first; of merged persons all their lines as one.

    Raises:
        NotFound: no such debtor here, or it is somebody else's and the actor neither keeps nor checks the books.
    """
    same, people = await _readable(session, actor, association_id, debtor_id)
    facts = {"t": association_id, "same": same, "until": until}
    rows = (await session.execute(text(LINES), facts)).mappings()
    lines = tuple(_line(row) for row in rows)
    permanent, iban = [str(await session.scalar(text(each), facts) or "") for each in (PERMANENT, COLLECTING)]
    balance = lines[-1].balance if lines else 0
    return OwnerAccount(same[0], people, balance, lines, permanent, iban)


async def what_is_due(
    session: AsyncSession, actor: Actor, association_id: UUID, debtor_id: UUID
) -> tuple[DueItem, ...]:
    """Return what a debtor still owes, the oldest first, once her credit is off; her own, or anybody's by the books.

    Raises:
        NotFound: as `owner_account`.
    """
    same, _ = await _readable(session, actor, association_id, debtor_id)
    hers = {each.item.id: each for each in await open_items(session, association_id) if each.item.debtor == same[0]}
    owes = {same[0]: (await balances(session, association_id)).get(same[0], 0)}
    open_ = OpenItems((each.item for each in hers.values()), owes).after_credit(same[0])
    return tuple(DueItem(hers[item.id].source, hers[item.id].kind, hers[item.id].reference, item.due, item.open)
                 for item in open_)  # fmt: skip


async def own_debtors(session: AsyncSession, actor: Actor, association_id: UUID) -> list[UUID]:
    """Return the debtors the actor is, alone or with others: her own accounts."""
    require(actor, "figures.read", association_id)
    own = (await session.execute(text(OWN), {"t": association_id, "p": actor.person_id})).scalars()
    same = await same_debtors(session, association_id)
    return list(dict.fromkeys(same.head(each) for each in own))


async def debtors(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> list[DebtorRow]:
    """Return what every owner owes at the end of a day, with its age (who keeps or checks the books)."""
    require(actor, "books.read", association_id)
    return await _debtors(session, association_id, day)


async def owed_by_owners(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> int:
    """Return what owners owe together at the end of a day, in cents, without those in credit (who reads the figures)."""
    require(actor, "figures.read", association_id)
    return sum(max(row.balance, 0) for row in await _debtors(session, association_id, day))


async def _debtors(session: AsyncSession, association_id: UUID, day: date) -> list[DebtorRow]:
    ages = {f"d{days}": date.fromordinal(day.toordinal() - days) for days in (30, 60, 90)}
    rows = await session.execute(text(BALANCES), {"t": association_id, "day": day, **ages})
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), {"t": association_id})}
    held = {row.id: row.lots for row in await session.execute(text(LOTS), {"t": association_id, "day": day})}
    same = await same_debtors(session, association_id)
    lots: dict[UUID, list[str]] = {}
    sums: dict[UUID, tuple[int, int, int, int, int]] = {}
    numbers: dict[UUID, int] = {}
    for row in rows:
        head = same.head(row.id)
        new = (row.balance, row.later, row.first, row.second, row.third)
        sums[head] = tuple(map(sum, zip(sums.get(head, (0, 0, 0, 0, 0)), new, strict=True)))  # type: ignore[assignment]
        numbers[head] = row.number if row.id == head else numbers.get(head, row.number)
        lots.setdefault(head, []).extend(held.get(row.id, ()))
    return [
        DebtorRow(each, numbers[each], tuple(people[each]), tuple(sorted(lots[each])), sum_[0], aged(*sum_))
        for each, sum_ in sums.items()
    ]


async def _readable(
    session: AsyncSession, actor: Actor, association_id: UUID, debtor_id: UUID
) -> tuple[list[UUID], tuple[str, ...]]:
    """Return the debtors that are one with this one, and their persons, if the actor may read them; else NotFound."""
    require(actor, "figures.read", association_id)
    same = (await same_debtors(session, association_id)).group(debtor_id)
    facts = {"t": association_id, "p": actor.person_id}
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), facts)}
    readable = debtor_id in people and (
        allows(actor, "books.read", association_id)
        or set(same) & set((await session.execute(text(OWN), facts)).scalars())
    )
    if not readable:
        raise NotFound
    return same, tuple(people[same[0]])


def _line(row: RowMapping) -> OwnerLine:
    same = (
        "entry_id", "line", "day", "reference", "kind", "part", "amount", "weight", "total", "cost_from",
        "cost_until", "has_paper", "is_reversal", "balance",
    )  # fmt: skip
    return OwnerLine(
        **{name: row[name] for name in same}, text=with_structured(row["text"]), lot=row["lot"] or "",
        key_names=row["key_names"] or {}, call=_call(row), settlement=_settlement(row), bank=_bank(row),
        old_call=_old_call(row),
        transfer_id=row["source_id"] if row["source_kind"] == "lot_transfer" else None,
    )  # fmt: skip


def _call(row: RowMapping) -> FromCall | None:
    if row["call_id"] is None:
        return None
    return FromCall(
        row["call_id"], row["call_part"], row["caught_up"], row["base"], row["before"], row["call_weight"],
        row["of_weight"],
    )  # fmt: skip


def _old_call(row: RowMapping) -> FromOldCall | None:
    if row["old_due"] is None:
        return None
    return FromOldCall(row["old_number"] or row["old_words"], row["old_due"], row["old_part"])


def _settlement(row: RowMapping) -> FromSettlement | None:
    return FromSettlement(row["source_id"], row["actual"], row["called"]) if row["actual"] is not None else None


def _bank(row: RowMapping) -> FromBank | None:
    if row["statement_id"] is None:
        return None
    whole = abs(row["bank_amount"]) == abs(row["of_entry"])
    return FromBank(
        row["statement_id"], row["statement_year"], row["sequence"], row["bank_number"], row["words"] if whole else ""
    )
