"""The bank accounts of an association: working fund and reserve fund apart, each with a ledger account of its own.

The syndic holds the funds on separate accounts in the association's name (art. 3.86 §3; 3.89 §5, 3°).
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.numbers import format_iban, iban
from koprogo.core.permissions import require
from koprogo.models.banking import BankAccount, BankAccountEvent
from koprogo.rules.charges.supplier_account import IbanStanding, IbanStep, stands
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, open_custom_account
from koprogo.services.accounting.bank.own_numbers import enter_number
from koprogo.services.accounting.bank.refusals import (
    AccountInUse,
    AccountNotEmpty,
    AccountThere,
    LastAccount,
    OneReserveAccount,
)
from koprogo.services.accounting.bank.turns import lock_matching

CURRENT, RESERVE, OTHER = "current", "reserve", "other"
CODES = {CURRENT: "551", RESERVE: "550", OTHER: "552"}
"""Account of the chart by purpose; a second account of the same purpose gets a child of it: 551001."""
LONGEST_NAME = 60
LOCK = "SELECT pg_advisory_xact_lock(36, hashtext(:t))"
ACCOUNTS = """
SELECT b.id, b.iban, b.purpose, b.name, b.account_id, a.code,
       coalesce((SELECT sum(l.amount) FROM entry_line l
                  WHERE l.association_id = b.association_id AND l.account_id = b.account_id), 0) AS booked,
       s.year, s.sequence, s.new_balance AS balance, s.new_day AS day, e.day AS ended_on, x.what AS step, x.waits_until
  FROM bank_account b JOIN ledger_account a ON a.association_id = b.association_id AND a.id = b.account_id
  LEFT JOIN bank_account_event e ON e.association_id = b.association_id AND e.bank_account_id = b.id AND e.what = 'ended'
  LEFT JOIN LATERAL (SELECT t.year, t.sequence, t.new_balance, t.new_day FROM bank_statement t
                      WHERE t.association_id = b.association_id AND t.bank_account_id = b.id
                      ORDER BY t.year DESC, t.sequence DESC LIMIT 1) s ON true
  LEFT JOIN LATERAL (SELECT n.what, n.waits_until FROM bank_account_step n WHERE n.association_id = b.association_id
                        AND n.bank_account_id = b.id ORDER BY n.seq DESC LIMIT 1) x ON true
 WHERE b.association_id = :t ORDER BY CASE b.purpose WHEN 'current' THEN 1 WHEN 'reserve' THEN 2 ELSE 3 END, b.at, a.code
"""
WAITED_FOR = """
SELECT 1 FROM payment_line l JOIN payment_order o ON o.association_id = l.association_id AND o.id = l.order_id
 WHERE l.association_id = :t AND (o.iban = :iban OR l.to_account_id = :b)
   AND NOT EXISTS (SELECT 1 FROM payment_order_event c WHERE c.order_id = o.id AND c.what = 'cancelled')
   AND NOT EXISTS (SELECT 1 FROM match m WHERE m.association_id = l.association_id AND m.payment_id = l.id
       AND NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)) LIMIT 1
"""
COLLECTING = """
SELECT b.iban FROM bank_account b WHERE b.association_id = :t AND b.purpose = 'current'
   AND NOT EXISTS (SELECT 1 FROM bank_account_event e WHERE e.association_id = b.association_id
       AND e.bank_account_id = b.id AND e.what = 'ended')
   AND coalesce((SELECT n.what = 'confirmed' OR (n.what = 'told' AND n.waits_until <= clock_timestamp())
                   FROM bank_account_step n WHERE n.association_id = b.association_id AND n.bank_account_id = b.id
                  ORDER BY n.seq DESC LIMIT 1), true)
 ORDER BY b.at DESC, b.id LIMIT 1
"""
"""Where owners pay to: the working fund's account, of several the newest that is confirmed and was not ended."""
A_SUPPLIERS = "SELECT 1 FROM iban_event WHERE association_id = :t AND iban = :iban LIMIT 1"
USED = "SELECT code FROM ledger_account WHERE association_id = :t"
"""Somebody may have opened 551001 by hand before the bank account that would take it."""
ANYWHERE = "SELECT association_id FROM bank_account WHERE iban = :iban"


@dataclass(frozen=True)
class BankAccountRow:
    """A bank account with its newest statement; `booked` and `balance` in cents, `balance` and `day` None before any.

    `ended_on`: from this day on it is not used any more; None while it is. `step`: what happened last to its number, where
    a second person looks at it (`own_numbers.py`), with the end of the 48 hours.
    """

    id: UUID
    iban: str
    purpose: str
    name: str
    account_id: UUID
    code: str
    booked: int
    year: int | None
    sequence: int | None
    balance: int | None
    day: date | None
    ended_on: date | None
    step: str | None
    waits_until: datetime | None

    def is_ours(self, at: datetime) -> bool:
        """Say whether money may be led here at an instant: nobody had to confirm it, or it was confirmed."""
        return self.step is None or stands(IbanStep(self.step), self.waits_until, at) is IbanStanding.USABLE


async def enter_bank_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    number: str,
    purpose: str,
    name: str = "",
    at: datetime,
) -> UUID:
    """Enter a bank account of the association and return its id (syndic, accountant).

    Beside another one it is paid to once a second person confirmed it (`own_numbers.py`); its statements are taken in.

    Raises:
        BadInput: the number is no IBAN or was given as a supplier's, or the purpose is none of ours.
        AccountThere: one of the actor's associations has it already.
        OneReserveAccount: the reserve fund has its account (art. 3.86 §3).
        NobodyToTell: nobody may confirm a second account, and no owner could be told.
    """
    require(actor, "books.write", association_id)
    written = _checked(number, purpose, name)
    await session.execute(text(LOCK), {"t": str(association_id)})
    if (await session.execute(text(ANYWHERE), {"iban": written})).first() is not None:
        raise AccountThere
    if await session.scalar(text(A_SUPPLIERS), {"t": association_id, "iban": written}):
        said = {"iban": format_iban(written)}
        raise BadInput(
            Problem("number", "{iban} was given as a supplier’s account. Enter the association’s own.", said)
        )
    before = await bank_accounts(session, actor, association_id)
    there = [row for row in before if row.purpose == purpose]
    live = [row for row in there if row.ended_on is None]
    if purpose == RESERVE and live:
        raise OneReserveAccount(format_iban(live[0].iban))
    account = await _ledger_account(session, actor, association_id, CODES[purpose], len(there), name or written)
    made = BankAccount(
        id=uuid4(), association_id=association_id, iban=written, purpose=purpose, name=name.strip(),
        account_id=account, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    await audit.record(session, actor, association_id, "bank.account.entered", made.id, purpose=purpose)
    if before:
        await enter_number(session, actor, association_id, made.id, written, at=at)
    return made.id


async def end_bank_account(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, *, day: date, at: datetime
) -> None:
    """End an account from a day on (syndic, accountant): nothing is paid from it, no later statement taken. Safe to repeat.

    Raises:
        NotFound: no such account here.
        BadInput: the day is before what its last statement says.
        LastAccount: another of its purpose must be there first, and confirmed; a third kind of account needs none.
        AccountNotEmpty, AccountInUse: something stands on it, or an order waits for the bank.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    rows = {row.id: row for row in await bank_accounts(session, actor, association_id)}
    row = rows.get(account_id)
    if row is None:
        raise NotFound
    if row.ended_on is not None:
        return
    others = [each for each in rows.values() if each.purpose == row.purpose and each.id != row.id and not each.ended_on]
    if row.purpose != OTHER and row.is_ours(at) and not any(each.is_ours(at) for each in others):
        raise LastAccount
    if row.booked or row.balance:
        raise AccountNotEmpty(row.booked, row.balance or 0)
    if await session.scalar(text(WAITED_FOR), {"t": association_id, "b": account_id, "iban": row.iban}):
        raise AccountInUse
    if row.day is not None and day <= row.day:
        raise BadInput(
            Problem("day", "Choose a day after its last statement, of {last}.", {"last": row.day.isoformat()})
        )
    session.add(
        BankAccountEvent(
            association_id=association_id, bank_account_id=account_id, day=day, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "bank.account.ended", account_id, day=day.isoformat())


async def bank_accounts(session: AsyncSession, actor: Actor, association_id: UUID) -> list[BankAccountRow]:
    """Return the bank accounts, that of the working fund first, each with what is booked and what the bank last said."""
    require(actor, "books.read", association_id)
    rows = await session.execute(text(ACCOUNTS), {"t": association_id})
    return [BankAccountRow(**{**row, "booked": int(row["booked"])}) for row in map(dict, rows.mappings())]


async def _ledger_account(
    session: AsyncSession, actor: Actor, association_id: UUID, code: str, there: int, name: str
) -> UUID:
    if not there:
        return await account_by_code(session, association_id, code)
    words = dict.fromkeys(("fr", "nl", "de", "en"), name)
    used = set((await session.execute(text(USED), {"t": association_id})).scalars())
    free = next(each for number in count(there) if (each := f"{code}{number:03d}") not in used)
    return await open_custom_account(session, actor, association_id, code=free, names=words)


def _checked(number: str, purpose: str, name: str) -> str:
    problems, written = [], ""
    try:
        written = iban(number)
    except ValueError:
        problems.append(Problem("number", "Write the account as an IBAN, such as BE71 0961 2345 6769."))
    if purpose not in CODES:
        problems.append(Problem("purpose", "Choose what the account is for."))
    if len(name) > LONGEST_NAME:
        problems.append(Problem("name", "Shorten this to {most} characters.", {"most": LONGEST_NAME}))
    if problems:
        raise BadInput(*problems)
    return written
