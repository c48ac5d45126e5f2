"""The ledger of one account: every line between two days, with what stood there after it.

Lines are in the order of their day, then of their writing: a day alone is no order, and an id is none either.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.numbers import with_structured
from koprogo.core.permissions import allows, require
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting.labels import account_names, debtor_names
from koprogo.services.accounting.others import NOT_HER_WORDS, OTHERS
from koprogo.services.accounting.trial_balance import tier_of

PAGE = 100
ACCOUNT = "SELECT id, code, names, debtor_id FROM ledger_account WHERE association_id = :t AND id = :a"
SUMS = """
SELECT coalesce(sum(amount) FILTER (WHERE day < :starts), 0)::bigint AS opening,
       coalesce(sum(amount) FILTER (WHERE day >= :starts AND amount > 0), 0)::bigint AS debit,
       coalesce(-sum(amount) FILTER (WHERE day >= :starts AND amount < 0), 0)::bigint AS credit,
       count(*) FILTER (WHERE day >= :starts) AS lines
  FROM entry_line WHERE association_id = :t AND account_id = :a AND day < :until
"""
LINES = f"""
SELECT e.id AS entry_id, l.line, l.day, e.journal, e.year, e.number, e.reference, e.kind, e.text, l.amount,
       e.reverses IS NOT NULL AS is_reversal, e.document_id IS NOT NULL AS has_paper,
       NOT :reads_all AND {OTHERS} AS is_others,
       (sum(l.amount) OVER (ORDER BY l.day, e.seq, l.line))::bigint AS running
  FROM entry_line l JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
 WHERE l.association_id = :t AND l.account_id = :a AND l.day >= :starts AND l.day < :until
 ORDER BY l.day, e.seq, l.line LIMIT CAST(:page AS bigint) OFFSET :skip
"""


@dataclass(frozen=True)
class LedgerLine:
    """A line with its voucher; `amount` in cents, debit positive; `balance` after it.

    `entry_id` is None, and nothing is said of the voucher, where it is about other owners only and the reader is one; the
    bank's own words are not told to an owner either, but where it is about herself.
    """

    entry_id: UUID | None
    line: int
    day: date
    journal: Journal
    year: int
    number: int
    reference: str
    kind: str
    text: str
    amount: int
    is_reversal: bool
    has_paper: bool
    balance: int


@dataclass(frozen=True)
class AccountLedger:
    """An account between two days: its opening, its lines of one page, its sums over all of them (cents)."""

    id: UUID
    code: str
    names: Mapping[str, str]
    people: tuple[str, ...]
    tier: str
    opening: int
    debit: int
    credit: int
    count: int
    lines: tuple[LedgerLine, ...]

    @property
    def balance(self) -> int:
        """What stands there at the end."""
        return self.opening + self.debit - self.credit


async def ledger_of_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    account_id: UUID,
    *,
    starts: date,
    until: date,
    page: int = 1,
    whole: bool = False,
) -> AccountLedger:
    """Return the ledger of an account, `until` exclusive, a hundred lines a page; all of them as a `whole`.

    Raises:
        NotFound: no such account here.
        NotAllowed: it is the account of an owner, and the actor neither keeps nor checks the books.
    """
    require(actor, "figures.read", association_id)
    facts: dict[str, Any] = {"t": association_id, "a": account_id, "starts": starts, "until": until}
    account = (await session.execute(text(ACCOUNT), facts)).first()
    if account is None:
        raise NotFound
    reads_all = allows(actor, "books.read", association_id)
    if account.debtor_id is not None and not reads_all:
        raise NotAllowed
    facts |= {"reads_all": reads_all, "p": actor.person_id}
    sums = (await session.execute(text(SUMS), facts)).one()
    shown = {"page": None, "skip": 0} if whole else {"page": PAGE, "skip": PAGE * (max(1, page) - 1)}
    rows = (await session.execute(text(LINES), facts | shown)).mappings()
    people = (await debtor_names(session, association_id)).get(account.debtor_id, []) if account.debtor_id else []
    return AccountLedger(
        id=account.id, code=account.code, names=account_names(account.code, account.names), people=tuple(people),
        tier=tier_of(account.code).value, opening=sums.opening, debit=sums.debit, credit=sums.credit, count=sums.lines,
        lines=tuple(_line(row, sums.opening, reads_all=reads_all) for row in rows),
    )  # fmt: skip


def _line(row: RowMapping, opening: int, *, reads_all: bool) -> LedgerLine:
    facts = {name: value for name, value in row.items() if name not in {"running", "is_others"}}
    facts["text"] = "" if row["kind"] in NOT_HER_WORDS and not reads_all else with_structured(row["text"])
    if row["is_others"]:
        facts |= {"entry_id": None, "reference": "", "text": "", "kind": "", "has_paper": False}
    return LedgerLine(**{**facts, "journal": Journal(row["journal"])}, balance=opening + row["running"])
