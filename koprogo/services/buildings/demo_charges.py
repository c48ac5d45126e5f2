"""The money the demo building asks for: a key for the lift, two budgets that assemblies voted, a call each quarter.

Amounts are cents, of a building of sixty lots in Brussels: about 71 000 euros a year and 6 000 for the reserve fund.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.i18n.format import day as written_day
from koprogo.services.buildings.demo_days import QUARTER, Days, morning
from koprogo.services.charges import budgets, calls, keys, making_calls, proposal
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from koprogo.services.charges.rhythms import set_rhythm

BASE_DEED = date(1998, 5, 14)
CLAUSE = "Règlement de copropriété, art. 22 : l’ascenseur, sans le rez-de-chaussée, les caves et les garages"
RHYTHM = "Règlement de copropriété, art. 27 : provisions trimestrielles et décompte annuel"
MINUTES = "Procès-verbal de l’assemblée ordinaire du {day}, point 3"
UPSTAIRS = """
SELECT number, shares FROM lot WHERE association_id = :t AND kind = 'apartment' AND shares > 0
   AND floor NOT IN ('', '0', 'rez', 'RDC') ORDER BY number
"""
COSTS = (
    ("61050", 1_290_000, 1_320_000, ""),           # cleaning
    ("61060", 210_000, 215_000, ""),               # garden
    ("61210", 450_000, 465_000, ""),               # electricity
    ("61220", 2_050_000, 2_130_000, ""),           # gas of the boiler
    ("61200", 560_000, 575_000, ""),               # water
    ("61011", 405_000, 415_000, "lift"),           # the lift's contract
    ("61010", 43_000, 44_000, "lift"),             # its inspections
    ("61031", 88_000, 91_000, "once"),             # boiler, once a year
    ("61001", 42_000, 44_000, "once"),             # fire safety
    ("61036", 90_000, 90_000, "once"),             # plumber: the line that this year does not keep to
    ("61077", 50_000, 50_000, "once"),             # locksmith and the like
    ("61300", 930_000, 950_000, ""),               # syndic
    ("61600", 38_000, 39_000, "once"),             # costs of the assembly
    ("6140", 840_000, 865_000, "once"),            # fire insurance, a year in advance
    ("6500", 15_000, 15_000, ""),                  # bank
    ("7420", -145_000, -145_000, "once"),          # rent of the antenna on the roof
)  # fmt: skip
"""Account, cents of last year and of this one, and how: `lift` by its key, `once` a year."""
RESERVE = 600_000
QUARTERS, TO_PAY_WITHIN = 4, timedelta(days=20)
VOTED_DAYS_AGO = (728, 364)
"""The ordinary assemblies that voted the two budgets; the second is the one of services/buildings/demo_council.py."""


async def load(syndic: Actor, association_id: UUID, days: Days) -> UUID:
    """Enter the key, the rhythm and both budgets, and return the key of the lift."""
    at = morning(days.last_year)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        lift = await _lift(*here)
        await proposal.record_acceptance(*here, day=BASE_DEED, act="Procès-verbal de réception provisoire", at=at)
        await set_rhythm(*here, since=days.last_year, rhythm="provisions", source=RHYTHM, at=at)
        for place, starts in enumerate((days.last_year, days.this_year)):
            await _budget(*here, lift=lift, starts=starts, place=place, voted=days.ago(VOTED_DAYS_AGO[place]))
    return lift


async def call(accountant: Actor, association_id: UUID, starts: date, number: int) -> UUID:
    """Call an instalment of a year on the first day of its quarter, post it, and return its id."""
    day = add_months(starts, QUARTER * (number - 1))
    at = morning(day)
    async with db.tenant_session(accountant, association_id) as session:
        here = (session, accountant, association_id)
        made = await making_calls.instalment(*here, starts=starts, number=number, due_on=day + TO_PAY_WITHIN, at=at)
        await calls.post_call(*here, made, at=at)
    return made


async def _lift(session: AsyncSession, syndic: Actor, association_id: UUID) -> UUID:
    """Enter the key of the lift: the flats above the ground floor, by their shares."""
    lots = (await session.execute(text(UPSTAIRS), {"t": association_id})).all()
    lines = "\n".join(f"{lot.number}\t{lot.shares}" for lot in lots)
    name: Mapping[str, str] = {"fr": "Ascenseur", "nl": "Lift", "de": "Aufzug", "en": "Lift"}
    return await keys.enter_key(session, syndic, association_id, name=name, source=CLAUSE, since=BASE_DEED, lines=lines)


async def _budget(
    session: AsyncSession, syndic: Actor, association_id: UUID, *, lift: UUID, starts: date, place: int, voted: date
) -> None:
    """Save a budget and put it in force by the minutes that voted it."""
    lines = [
        LineDraft("ordinary", code, Money(cents[place]), key_id=lift if how == "lift" else None, once=how == "once")
        for code, *cents, how in COSTS
    ]
    lines.append(LineDraft("reserve", "", Money(RESERVE)))
    draft = BudgetDraft(starts, add_months(starts, 12), QUARTERS, tuple(lines))
    at: datetime = morning(voted)
    made = await budgets.save_budget(session, syndic, association_id, draft=draft, at=at)
    act = MINUTES.format(day=written_day(voted, "fr"))
    await budgets.take_into_force(session, syndic, association_id, made, at=at, act=act)
