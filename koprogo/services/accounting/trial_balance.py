"""The trial balance: what stood on every account, what was debited and credited since, what stands there now.

It is one sum over the lines: an opening voucher exists once, so nothing is carried forward and nothing counted twice. Owners
read it too, with what all of them owe as one sum per account 4100 and 4101; what each owes is for who keeps or checks the
books, and each reads her own (art. 3.89 §5, 15°; 3.90; 3.91).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.chart import CHART, OWNER_HEADING, Tier, kind_of, parent_of
from koprogo.services.accounting.labels import account_names, debtor_names, order_of

BALANCE = """
WITH sums AS MATERIALIZED (
    SELECT account_id, sum(amount) FILTER (WHERE day < :starts) AS opening,
           sum(amount) FILTER (WHERE day >= :starts AND amount > 0) AS debit,
           -sum(amount) FILTER (WHERE day >= :starts AND amount < 0) AS credit
      FROM entry_line WHERE association_id = :t AND day < :until GROUP BY account_id)
SELECT a.id, a.code, a.names, a.debtor_id, coalesce(s.opening, 0)::bigint AS opening, coalesce(s.debit, 0)::bigint AS debit,
       coalesce(s.credit, 0)::bigint AS credit
  FROM sums s JOIN ledger_account a ON a.association_id = :t AND a.id = s.account_id
"""


@dataclass(frozen=True)
class BalanceRow:
    """An account between two days: cents, the opening and the balance signed (debit positive), debit and credit not.

    `id` is None for the sum of all owners; `people` are the persons who owe on an owner's account.
    """

    id: UUID | None
    code: str
    names: dict[str, str]
    people: tuple[str, ...]
    kind: str
    tier: Tier
    opening: int
    debit: int
    credit: int

    @property
    def balance(self) -> int:
        """What stands there at the end."""
        return self.opening + self.debit - self.credit


@dataclass(frozen=True)
class TrialBalance:
    """The rows by code, and their sums: opening and balance are nil in books that are right."""

    rows: tuple[BalanceRow, ...]
    opening: int
    debit: int
    credit: int
    balance: int


async def trial_balance(
    session: AsyncSession, actor: Actor, association_id: UUID, *, starts: date, until: date
) -> TrialBalance:
    """Return the trial balance from one day to another, `until` exclusive; accounts never used are left out."""
    require(actor, "figures.read", association_id)
    rows = await balances(session, association_id, starts=starts, until=until)
    if not allows(actor, "books.read", association_id):
        rows = _owners_as_one(rows)
    rows.sort(key=lambda row: order_of(row.code))
    sums = [sum(getattr(row, name) for row in rows) for name in ("opening", "debit", "credit", "balance")]
    return TrialBalance(tuple(rows), *sums)


async def balances(session: AsyncSession, association_id: UUID, *, starts: date, until: date) -> list[BalanceRow]:
    """Return every account between two days, each owner's for itself, in no order: for who adds them up."""
    facts = {"t": association_id, "starts": starts, "until": until}
    found = (await session.execute(text(BALANCE), facts)).mappings()
    people = await debtor_names(session, association_id)
    return [
        BalanceRow(
            row["id"], row["code"], account_names(row["code"], row["names"]), tuple(people.get(row["debtor_id"], ())),
            kind_of(row["code"]).value, tier_of(row["code"]), row["opening"], row["debit"], row["credit"],
        )
        for row in found
    ]  # fmt: skip


def tier_of(code: str) -> Tier:
    """Say how sure we are of an account: of its row of the chart."""
    return CHART[code if code in CHART else parent_of(code)].tier


def _owners_as_one(rows: Iterable[BalanceRow]) -> list[BalanceRow]:
    """Return the rows with those of owners added up per heading."""
    found: dict[str, BalanceRow] = {}
    for row in rows:
        heading = row.code.partition(".")[0]
        code = heading if heading in OWNER_HEADING.values() else row.code
        if code == row.code:
            found[code] = row
            continue
        so_far = found.get(code, replace(row, id=None, code=code, people=(), opening=0, debit=0, credit=0))
        found[code] = replace(
            so_far,
            opening=so_far.opening + row.opening,
            debit=so_far.debit + row.debit,
            credit=so_far.credit + row.credit,
        )
    return list(found.values())
