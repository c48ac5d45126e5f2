"""A settlement as people read it: each cost, each owner's cells with their fractions, last year's figures beside."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.services.accounting.labels import account_names, debtor_names

KEY_NAMES = "SELECT id, name FROM apportionment_key WHERE association_id = :t"
OWN_NAMES = "SELECT code, names FROM ledger_account WHERE association_id = :t AND names <> '{}'"
LOT_NUMBERS = "SELECT id, number FROM lot WHERE association_id = :t"
LAST_YEAR = """
SELECT DISTINCT ON (s.covers_from, s.covers_until) s.id FROM settlement s
  JOIN period p ON p.association_id = s.association_id AND p.id = s.period_id
 WHERE s.association_id = :t AND p.next_starts = :starts ORDER BY s.covers_from, s.covers_until, s.version DESC
"""
LAST_COSTS = """
SELECT account, sum(amount - from_reserve)::bigint AS cents FROM settlement_cost
 WHERE association_id = :t AND settlement_id = ANY(:ids) GROUP BY account
"""
LAST_OWNERS = """
SELECT debtor_id, sum(actual)::bigint AS cents FROM settlement_owner
 WHERE association_id = :t AND settlement_id = ANY(:ids) GROUP BY debtor_id
"""
DECISIONS = """
SELECT d.id, d.words, e.day AS ended FROM funding_decision d
  LEFT JOIN funding_end e ON e.association_id = d.association_id AND e.decision_id = d.id
 WHERE d.association_id = :t AND d.funding = 'special_call'
"""
Names = Mapping[str, str]


@dataclass(frozen=True)
class CostRow:
    """What an account cost, and how it is shared: `split` is key, private or given. Names by language.

    `shared` is the amount less what the reserve fund paid. `last_year`: of the account, None where nothing was settled.
    """

    number: int
    account: str
    names: Names
    split: str
    key_name: Names
    lot: str
    amount: Money
    from_reserve: Money
    shared: Money
    tenant: bool
    ordinary: bool
    last_year: Money | None
    works: str = ""
    """Of a cost that special calls pay: their decision."""


@dataclass(frozen=True)
class WorksOf:
    """One decision's special calls on a lot for one debtor (`models.settlements.SettlementWorks`)."""

    decision_id: UUID
    words: str
    lot: str
    called: Money
    used: Money
    claimed: Money
    kept: Money


@dataclass(frozen=True)
class CellRow:
    """One cell with its sentence: whole × weight / total, less before, × days / of_days = amount.

    `cost` is the number of its cost; 0 where a statement puts the costs of a key together. `total` 0: no fraction.
    `works`: paid by the special calls of this decision; `days` of `of_days` are then cents of them.
    """

    cost: int
    account: str
    names: Names
    key_name: Names
    split: str
    lot: str
    amount: Money
    whole: Money
    weight: int
    total: int
    of_lot: Money
    before: Money
    days: int
    of_days: int
    works: str = ""


@dataclass(frozen=True)
class OwnerRow:
    """One debtor's settlement; `to_pay` below 0 is in her favour, `posted` is what this version adds to the one before."""

    debtor_id: UUID
    people: tuple[str, ...]
    lots: tuple[str, ...]
    actual: Money
    called: Money
    to_pay: Money
    posted: Money
    tenant: Money
    last_year: Money | None
    cells: tuple[CellRow, ...]
    works: tuple[WorksOf, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A settlement whole; `covers_until` exclusive, `version` of it, `why` of a later one.

    `subject_to_approval` until the assembly voted the accounts. `id` None in a preview.
    """

    id: UUID | None
    rhythm: str
    days_of: str
    covers_from: date
    covers_until: date
    version: int
    why: str
    subject_to_approval: bool
    costs: tuple[CostRow, ...]
    owners: tuple[OwnerRow, ...]

    @property
    def shared(self) -> Money:
        """What is shared among the owners in all."""
        return sum((cost.shared for cost in self.costs), ZERO)

    @property
    def to_pay(self) -> Money:
        """What the owners still owe in all; below 0 it goes back to them."""
        return sum((owner.to_pay for owner in self.owners), ZERO)


@dataclass(frozen=True)
class Said:
    """What turns ids into words, and last year's figures."""

    keys: Mapping[UUID, Names]
    accounts: Mapping[str, Names]
    lots: Mapping[UUID, str]
    people: Mapping[UUID, list[str]]
    costs: Mapping[str, Money]
    owners: Mapping[UUID, Money]
    decisions: Mapping[UUID, str]
    ended: Mapping[UUID, date]


async def said(session: AsyncSession, association_id: UUID, *, year_starts: date) -> Said:
    """Read the words of an association, and what was settled of the year before."""
    scope = {"t": association_id}
    ids = list((await session.execute(text(LAST_YEAR), {**scope, "starts": year_starts})).scalars())
    last = {**scope, "ids": ids}
    decisions = (await session.execute(text(DECISIONS), scope)).all()
    return Said(
        keys={row.id: row.name for row in await session.execute(text(KEY_NAMES), scope)},
        accounts={row.code: row.names for row in await session.execute(text(OWN_NAMES), scope)},
        lots={row.id: row.number for row in await session.execute(text(LOT_NUMBERS), scope)},
        people=await debtor_names(session, association_id),
        costs={row.account: Money(row.cents) for row in await session.execute(text(LAST_COSTS), last)},
        owners={row.debtor_id: Money(row.cents) for row in await session.execute(text(LAST_OWNERS), last)},
        decisions={row.id: row.words for row in decisions},
        ended={row.id: row.ended for row in decisions if row.ended},
    )


def cost_list(rows: Iterable[Mapping[str, Any]], words: Said) -> tuple[CostRow, ...]:
    """Return the costs with their words."""
    return tuple(
        CostRow(
            row["number"], row["account"], account_names(row["account"], words.accounts.get(row["account"], {})),
            row["split"], words.keys.get(row["key_id"], {}), words.lots.get(row["lot_id"], ""), Money(row["amount"]),
            Money(row["from_reserve"]), Money(row["amount"] - row["from_reserve"]), row["tenant"], row["ordinary"],
            words.costs.get(row["account"]), words.decisions.get(row["decision_id"], ""),
        )
        for row in rows
    )  # fmt: skip


def owner_list(
    owners: Iterable[Mapping[str, Any]],
    cells: Iterable[Mapping[str, Any]],
    costs: Sequence[CostRow],
    words: Said,
    works: Iterable[Mapping[str, Any]] = (),
    *,
    covers: Period,
) -> tuple[OwnerRow, ...]:
    """Return the debtors with their cells and what their special calls became, by their first lot.

    Of works: those that these days paid, for which something stays, or whose final account is of these days.
    """
    paid = {cost.number: cost.works for cost in costs}
    cells = list(cells)
    now = {(str(cell["debtor_id"]), cell["lot_id"], paid.get(cell["line"])) for cell in cells}
    called: dict[UUID, list[WorksOf]] = defaultdict(list)
    for row in works:
        debtor, decision = UUID(str(row["debtor_id"])), row["decision_id"]
        touched = (str(debtor), row["lot_id"], words.decisions.get(decision, "")) in now
        given_back = row["called"] > row["used"] and words.ended.get(decision, date.max) in covers
        if touched or row["kept"] or given_back:
            called[debtor].append(_works(row, words))
    by_number = {cost.number: cost for cost in costs}
    of: dict[UUID, list[CellRow]] = defaultdict(list)
    for row in cells:
        of[UUID(str(row["debtor_id"]))].append(_cell(row, by_number.get(row["line"]), words))
    found = []
    for row in owners:
        debtor = UUID(str(row["debtor_id"]))
        named = {cell.lot for cell in of[debtor]} | {each.lot for each in called[debtor]}
        lots = tuple(sorted(named - {""}))
        sums = {name: Money(row[name]) for name in ("actual", "called", "to_pay", "posted", "tenant")}
        people = tuple(words.people.get(debtor, ()))
        found.append(
            OwnerRow(
                debtor_id=debtor, people=people, lots=lots, last_year=words.owners.get(debtor), cells=tuple(of[debtor]),
                works=tuple(called[debtor]), **sums,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda owner: (not owner.lots, owner.lots, owner.people)))


def _cell(row: Mapping[str, Any], cost: CostRow | None, words: Said) -> CellRow:
    account, names, split = (cost.account, cost.names, cost.split) if cost else ("", {}, "key")
    amounts = {name: Money(row[name]) for name in ("amount", "whole", "of_lot", "before")}
    return CellRow(
        cost=row["line"], account=account, names=names, key_name=words.keys.get(row["key_id"], {}), split=split,
        lot=words.lots.get(row["lot_id"], ""), weight=row["weight"], total=row["total"], days=row["days"],
        of_days=row["of_days"], works=cost.works if cost else "", **amounts,
    )  # fmt: skip


def _works(row: Mapping[str, Any], words: Said) -> WorksOf:
    sums = {name: Money(row[name]) for name in ("called", "used", "claimed", "kept")}
    said = words.decisions.get(row["decision_id"], "")
    return WorksOf(decision_id=row["decision_id"], words=said, lot=words.lots.get(row["lot_id"], ""), **sums)
