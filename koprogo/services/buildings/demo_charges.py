"""The money the demo building asks for: a key for the lift, a budget voted for this year, and the calls so far.

Done once, through the services that people use, after the books were taken over: the quarters that have begun are called and
posted. A year of the books and a bank account are only made where nobody made them before.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank.accounts import enter_bank_account
from koprogo.services.charges import budgets, calls, keys, making_calls, proposal
from koprogo.services.charges.budgets import BudgetDraft, LineDraft

IBAN = "BE68539007547034"
"""The example of the banks' own standard, which belongs to nobody."""
MINUTES = "Procès-verbal de l’assemblée ordinaire du 9 décembre {year}, point 6"
CLAUSE = "Règlement de copropriété, art. 22 : l’ascenseur, sans le rez-de-chaussée, les caves et les garages"
UPSTAIRS = """
SELECT number, shares FROM lot WHERE association_id = :t AND kind = 'apartment' AND shares > 0
   AND floor NOT IN ('', '0', 'rez', 'RDC') ORDER BY number
"""
HAS_BANK = "SELECT 1 FROM bank_account WHERE association_id = :t AND purpose = 'current' LIMIT 1"
COSTS = (
    ("61050", 1_248_000, False), ("61210", 386_000, False), ("61300", 940_000, False), ("6140", 715_000, True),
    ("6500", 15_000, False),
)  # fmt: skip
"""Cleaning, electricity, the syndic, the insurance (once a year), the bank: cents."""
LIFT, RESERVE = 412_000, 240_000
QUARTERS = 4


async def load(syndic: Actor, association_id: UUID, *, at: datetime) -> None:
    """Write it all; called once, with the building."""
    starts = date(legal_day(at).year, 1, 1)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        if not await periods.years(*here):
            await periods.open_year(*here, starts=starts, next_starts=add_months(starts, 12))
        if await session.scalar(text(HAS_BANK), {"t": association_id}) is None:
            await enter_bank_account(*here, number=IBAN, purpose="current", name="Compte courant", at=at)
        lift = await _lift(*here, since=starts)
        await proposal.record_acceptance(
            *here, day=date(1998, 5, 14), act="Procès-verbal de réception provisoire", at=at
        )
    await _budget(syndic, association_id, lift, starts, at)
    for number in range(1, QUARTERS + 1):
        if add_months(starts, 3 * (number - 1)) <= legal_day(at):
            await _call(syndic, association_id, starts, number, at)


async def _lift(session: AsyncSession, syndic: Actor, association_id: UUID, *, since: date) -> UUID | None:
    """Enter the key of the lift: the flats above the ground floor, by their shares."""
    lots = (await session.execute(text(UPSTAIRS), {"t": association_id})).all()
    if not lots:
        return None
    lines = "\n".join(f"{lot.number}\t{lot.shares}" for lot in lots)
    name: Mapping[str, str] = {"fr": "Ascenseur", "nl": "Lift", "de": "Aufzug", "en": "Lift"}
    return await keys.enter_key(session, syndic, association_id, name=name, source=CLAUSE, since=since, lines=lines)


async def _budget(syndic: Actor, association_id: UUID, lift: UUID | None, starts: date, at: datetime) -> None:
    """Save a budget that was voted on paper at the end of the year before."""
    lines = [LineDraft("ordinary", code, Money(cents), once=once) for code, cents, once in COSTS]
    lines.append(LineDraft("ordinary", "61011", Money(LIFT), key_id=lift))
    lines.append(LineDraft("reserve", "", Money(RESERVE)))
    async with db.tenant_session(syndic, association_id) as session:
        draft = BudgetDraft(starts, add_months(starts, 12), QUARTERS, tuple(lines))
        made = await budgets.save_budget(session, syndic, association_id, draft=draft, at=at)
        act = MINUTES.format(year=starts.year - 1)
        await budgets.take_into_force(session, syndic, association_id, made, at=at, act=act)


async def _call(syndic: Actor, association_id: UUID, starts: date, number: int, at: datetime) -> None:
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        call_id = await making_calls.instalment(*here, starts=starts, number=number, at=at)
        await calls.post_call(*here, call_id, at=at)
