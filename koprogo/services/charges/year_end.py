"""What a year cost without its paper: not invoiced yet (against 444), or paid and still in stock (to 490).

Each is two entries of one transaction: in the closing journal on the last day of the year, and taken back on the first day
of the next, when the invoice comes or the fuel burns. So every year bears its own costs, and nothing is counted twice.
What is not invoiced yet keeps the days of its year, also when it is taken back: whoever sold meanwhile bears it once, if the
invoice names its period of service. Fuel is borne by the year that burns it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bearers import key_problem
from koprogo.services.accounting.post_entry import NewEntry, NewLine, Posted, post_entry, reverse
from koprogo.services.accounting.refusals import NoYear, UnknownCode
from koprogo.services.accounting.reserved import ACCRUAL
from koprogo.services.charges.refusals import NextYearNotOpen

KIND = "accrual"
LONGEST = 300
ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(62, hashtext(:t))"
YEAR = "SELECT starts, next_starts FROM period WHERE association_id = :t AND id = :p"
BEFORE = "SELECT count(*) FROM entry WHERE association_id = :t AND kind = 'accrual' AND day = :day"
ROWS = """
SELECT e.id, e.day, e.text, a.code, l.amount, k.name AS key_name, b.day AS back_on
  FROM entry e JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.id
  JOIN ledger_account a ON a.association_id = e.association_id AND a.id = l.account_id
  LEFT JOIN apportionment_key k ON k.id = l.key_id
  LEFT JOIN entry b ON b.association_id = e.association_id AND b.reverses = e.id
 WHERE e.association_id = :t AND e.kind = 'accrual' AND a.code LIKE '6%' ORDER BY e.day DESC, e.seq DESC
"""


class Accrual(StrEnum):
    """Why the costs of a year are not what was invoiced in it."""

    NOT_INVOICED = "not_invoiced"
    IN_STOCK = "in_stock"


AGAINST = {Accrual.NOT_INVOICED: "444", Accrual.IN_STOCK: "490"}


@dataclass(frozen=True)
class AccrualRow:
    """One of them: what the year bears more, or less when below nought, and when it is taken back."""

    id: UUID
    day: date
    words: str
    code: str
    key_name: dict[str, str]
    amount: Money
    back_on: date | None


async def accruals(session: AsyncSession, actor: Actor, association_id: UUID) -> list[AccrualRow]:
    """Return what was accrued at the end of each year, the newest first (who reads the books)."""
    require(actor, "books.read", association_id)
    rows = await session.execute(text(ROWS), {"t": association_id})
    return [
        AccrualRow(row.id, row.day, row.text, row.code, row.key_name or {}, Money(row.amount), row.back_on)
        for row in rows
    ]


async def accrue(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    period_id: UUID,
    *,
    kind: str,
    code: str,
    amount: Money,
    words: str,
    key_id: UUID | None = None,
) -> Posted:
    """Book one at the end of a year and take it back on the first day of the next; return the first entry.

    `amount` is above nought; `code` an account of costs; borne by `key_id`, by the shares without one.

    Raises:
        BadInput: everything that is wrong with it, by field.
        NotFound: no such year or key.
        NextYearNotOpen: there is no year yet in which it is taken back.
        and what `post_entry` raises.
    """
    require(actor, "books.close", association_id)
    _hold(kind, code, amount, words)
    await session.execute(text(ONE_AT_A_TIME), {"t": str(association_id)})
    year = (await session.execute(text(YEAR), {"t": association_id, "p": period_id})).first()
    if year is None:
        raise NotFound
    last_day = year.next_starts - timedelta(days=1)
    if key_id is not None and (problem := await key_problem(session, association_id, key_id, last_day, "key")):
        raise BadInput(problem)
    try:
        account = await account_by_code(session, association_id, code.strip())
    except UnknownCode as unknown:
        raise BadInput(*(Problem("code", each.message_id, each.facts) for each in unknown.problems)) from unknown
    against = await account_by_code(session, association_id, AGAINST[Accrual(kind)])
    owed = kind == Accrual.NOT_INVOICED
    cents = amount.cents if owed else -amount.cents
    days = {"cost_from": year.starts, "cost_until": year.next_starts} if owed else {}
    number = int(await session.scalar(text(BEFORE), {"t": association_id, "day": last_day}) or 0) + 1
    reference = f"{ACCRUAL}{last_day.isoformat()}-{number}"
    posted = await post_entry(
        session,
        actor,
        association_id,
        NewEntry(
            journal=Journal.CLOSING,
            day=last_day,
            reference=reference,
            kind=KIND,
            text=" ".join(words.split()),
            lines=(
                NewLine(account, cents, key_id=key_id, **days),
                NewLine(against, -cents),
            ),
        ),
    )
    try:
        await reverse(session, actor, association_id, posted.id, year.next_starts, f"{reference}-R", words)
    except NoYear as missing:
        raise NextYearNotOpen from missing
    return posted


def _hold(kind: str, code: str, amount: Money, words: str) -> None:
    problems = []
    if kind not in set(Accrual):
        problems.append(Problem("kind", "Choose what it is: not invoiced yet, or still in stock."))
    if not code.strip().startswith("6"):
        problems.append(Problem("code", "Choose an account of costs, such as 61210."))
    if amount.cents <= 0:
        problems.append(Problem("amount", "Write an amount above nought."))
    if not 0 < len(words.strip()) <= LONGEST:
        problems.append(Problem("words", "Write in {most} characters at most what it is for.", {"most": LONGEST}))
    if problems:
        raise BadInput(*problems)
