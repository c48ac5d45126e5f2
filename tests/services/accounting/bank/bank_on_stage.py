"""The bank on stage: the worked year with its first two calls posted, a current and a reserve account, statements."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.adapters.coda_writer import Written, statement
from koprogo.models.banking import BankAccountStep
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bank import accounts, importing, queries
from koprogo.services.accounting.bank.importing import ImportReport
from koprogo.services.accounting.bank.queries import LineRow
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.charges import calls
from tests.services.charges import worked_year
from tests.services.charges.worked_year import AT, Stage

DAY = date(2025, 4, 20)
CURRENT, RESERVE = "BE71096123456769", "BE61310126985517"
O1_ACCOUNT, O4_ACCOUNT, STRANGER = "BE68539007547034", "BE43068999999501", "BE02999999999940"
Q1, Q2 = 40_700, 40_697
"""What O1 is called in the first two quarters: 384.42 + 22.58 and 384.40 + 22.57."""
NUMBERS = """
SELECT r.number FROM payment_reference r
  JOIN debtor_person d ON d.association_id = r.association_id AND d.debtor_id = r.debtor_id
  LEFT JOIN call c ON c.id = r.call_id
 WHERE r.association_id = :t AND d.person_id = :p AND coalesce(c.reference, '') = :call
"""
BALANCES = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code HAVING sum(l.amount) <> 0
"""


async def bank_on_stage() -> Stage:
    """Return the worked year with its calls of the first two quarters, and both bank accounts entered."""
    stage = await worked_year.worked_year()
    await worked_year.voted(stage)
    await stage.act(accounts.enter_bank_account, number=CURRENT, purpose="current", name="Compte à vue", at=AT)
    await confirmed(stage, await stage.act(accounts.enter_bank_account, number=RESERVE, purpose="reserve", at=AT))
    for quarter in (1, 2):
        await stage.act(calls.post_call, await stage.call(quarter), at=AT)
    return stage


async def confirmed(stage: Any, account_id: UUID) -> None:
    """Confirm a bank account by somebody who may, where the play is about something else."""
    step = BankAccountStep(
        association_id=stage.association_id, bank_account_id=account_id, seq=9, what="confirmed", at=AT,
        by_id=next(iter(stage.people.values())),
    )  # fmt: skip
    async with db.association_session(stage.association_id) as session:
        session.add(step)


async def number(stage: Stage, who: str, call: str = "CALL-2025-Q1") -> str:
    """Return the communication of a call for an owner; her permanent one with an empty `call`."""
    facts = {"t": stage.association_id, "p": stage.people[who], "call": call}
    async with db.association_session(stage.association_id) as session:
        return str(await session.scalar(text(NUMBERS), facts))


async def debtor(stage: Stage, who: str) -> UUID:
    """Return the debtor that an owner is by herself."""
    found = "SELECT debtor_id FROM debtor_person WHERE association_id = :t AND person_id = :p"
    async with db.association_session(stage.association_id) as session:
        return await session.scalar(text(found), {"t": stage.association_id, "p": stage.people[who]})


async def take(stage: Stage, content: bytes, name: str = "april.cod", who: str = "syndic") -> ImportReport:
    """Import a file."""
    return await importing.import_coda(stage.actors[who], content=content, name=name, at=AT)


def coda(sequence: int, old: int, *moves: Written, iban: str = CURRENT, **more: Any) -> bytes:
    """Return a statement of DAY."""
    return statement(iban, sequence, old, moves, day=more.pop("day", DAY), **more)


def paid(cents: int, words: str = "", *, iban: str = STRANGER, name: str = "", **more: Any) -> Written:
    """Return a movement of DAY."""
    return Written(cents, more.pop("day", DAY), iban, name, words, **more)


async def lines(stage: Stage) -> list[LineRow]:
    """Return every line in the order of the bank."""
    return sorted(await stage.act(queries.lines, today=DAY), key=lambda row: (row.ours, row.sequence, row.number))


async def balances(stage: Stage) -> dict[str, int]:
    """Return the balance of each account that has one, by code."""
    async with db.association_session(stage.association_id) as session:
        return {row.code: row.cents for row in await session.execute(text(BALANCES), {"t": stage.association_id})}


async def opening(stage: Stage, cents: dict[str, int]) -> None:
    """Book what stood on the bank's accounts before the first statement, against the working fund."""
    async with db.association_session(stage.association_id) as session:
        new = [
            NewLine(await account_by_code(session, stage.association_id, code), each) for code, each in cents.items()
        ]
        rest = NewLine(await account_by_code(session, stage.association_id, "100"), -sum(cents.values()))
    entry = NewEntry(Journal.GENERAL, DAY, "OPENING", "opening", "Bank at take-over", (*new, rest))
    await stage.act(post_entry, entry)
