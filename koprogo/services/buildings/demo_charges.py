"""The money the demo building asks for: a key for the lift, budgets that assemblies voted, a call each quarter.

Amounts are cents, of a building of sixty lots in Brussels: about 71 000 euros a year and 6 000 for the reserve fund. The
assembly of a year ago rejected the budget of the running year: last year's was called until the next one voted another, and
the call after that carries the difference on lines of its own. The new garage door is called beside the budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import add_months
from koprogo.i18n.format import day as written_day
from koprogo.services.buildings.demo_council import GARAGE
from koprogo.services.buildings.demo_days import QUARTER, Days, morning
from koprogo.services.charges import budgets, call_letters, calls, keys, making_calls, proposal, special_plan
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
    ("61050", 1_270_000, 1_290_000, 1_320_000, ""),           # cleaning
    ("61060", 207_000, 210_000, 215_000, ""),                 # garden
    ("61061", 50_000, 50_000, 52_000, "once"),                # its hedges
    ("61210", 440_000, 450_000, 465_000, ""),                 # electricity
    ("61232", 1_690_000, 1_930_000, 2_150_000, "once"),       # fuel oil
    ("61200", 552_000, 560_000, 575_000, ""),                 # water
    ("61243", 73_000, 75_000, 77_000, "once"),                # the meters of hot water
    ("61011", 396_000, 405_000, 415_000, "lift"),             # the lift's contract
    ("61010", 42_500, 43_000, 44_000, "lift"),                # its inspections
    ("61031", 88_000, 90_000, 92_000, "once"),                # boiler, once a year
    ("61074", 24_000, 24_500, 25_000, "once"),                # chimney sweep
    ("61001", 42_000, 43_000, 44_000, "once"),                # fire safety
    ("61036", 85_000, 90_000, 90_000, "once"),                # plumber: the line that this year does not keep to
    ("61077", 50_000, 50_000, 50_000, "once"),                # locksmith and the like
    ("61300", 910_000, 930_000, 950_000, ""),                 # syndic
    ("61600", 38_000, 38_000, 39_000, "once"),                # costs of the assembly
    ("6140", 820_000, 845_000, 865_000, "once"),              # fire insurance, a year in advance
    ("6500", 15_000, 15_000, 15_000, ""),                     # bank
    ("7420", -145_000, -145_000, -145_000, "once"),           # rent of the antenna on the roof
)  # fmt: skip
"""Account, cents of each of the three years, and how: `lift` by its key, `once` a year."""
RESERVE = (560_000, 600_000, 600_000)
ASKED_FIRST = {"61300": 1_060_000, "61061": 180_000}
"""What the budget that the assembly rejected asked instead."""
QUARTERS, TO_PAY_WITHIN = 4, timedelta(days=20)
VOTED_DAYS_AGO = (1092, 728)
"""The ordinary assemblies that voted the budgets of both closed years, before KoproGo held any."""
IN_FORCE_DAYS_AGO = 131
"""When the syndic took the budget of the running year into force: two days after the assembly that voted it."""
DOOR, DOOR_CALLED, DOOR_DUE = 900_000, 352, 325
"""The garage door: what the assembly voted, and how many days ago it was called and due."""


@dataclass(frozen=True)
class Budgets:
    """The key of the lift, and the budgets that go before the assemblies: one is rejected, the other voted."""

    lift: UUID
    rejected: UUID
    voted: UUID


async def load(syndic: Actor, association_id: UUID, days: Days) -> Budgets:
    """Enter the key, the rhythm and all budgets; those of the closed years are in force by their minutes."""
    at = morning(days.first_year)
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        lift = await _lift(*here)
        await proposal.record_acceptance(*here, day=BASE_DEED, act="Procès-verbal de réception provisoire", at=at)
        await set_rhythm(*here, since=days.first_year, rhythm="provisions", source=RHYTHM, at=at)
        for place, ago in enumerate(VOTED_DAYS_AGO):
            voted = days.ago(ago)
            made = await _budget(*here, lift, days, place, at=morning(voted))
            act = MINUTES.format(day=written_day(voted, "fr"))
            await budgets.take_into_force(*here, made, at=morning(voted), act=act)
        rejected = await _budget(*here, lift, days, 2, at=morning(days.ago(400)), instead=ASKED_FIRST)
        voted_then = await _budget(*here, lift, days, 2, at=morning(days.ago(170)))
    return Budgets(lift, rejected, voted_then)


async def take_into_force(syndic: Actor, association_id: UUID, made: Budgets, days: Days) -> None:
    """Throw away the budget that was rejected, and let the one be called that the next assembly voted."""
    at = morning(days.ago(IN_FORCE_DAYS_AGO))
    async with db.tenant_session(syndic, association_id) as session:
        await budgets.discard_budget(session, syndic, association_id, made.rejected, at=at)
        await budgets.take_into_force(session, syndic, association_id, made.voted, at=at)


async def call_door(accountant: Actor, association_id: UUID, days: Days) -> UUID:
    """Call what the assembly voted for the garage door, post it, and return the call's id."""
    at = morning(days.ago(DOOR_CALLED))
    async with db.tenant_session(accountant, association_id) as session:
        here = (session, accountant, association_id)
        decided = await special_plan.carried_decisions(*here)
        item = next(each.id for each in decided if each.title["fr"] == GARAGE["fr"])
        made = await making_calls.special(
            *here, item_id=item, amount=Money(DOOR), called_on=days.ago(DOOR_CALLED), due_on=days.ago(DOOR_DUE), at=at,
            words=dict(GARAGE),
        )  # fmt: skip
        await calls.post_call(*here, made, at=at)
    return made


async def call(accountant: Actor, association_id: UUID, starts: date, number: int, *, sends: bool) -> UUID:
    """Call an instalment of a year on the first day of its quarter, post and perhaps send it, and return its id."""
    day = add_months(starts, QUARTER * (number - 1))
    at = morning(day)
    async with db.tenant_session(accountant, association_id) as session:
        here = (session, accountant, association_id)
        made = await making_calls.instalment(*here, starts=starts, number=number, due_on=day + TO_PAY_WITHIN, at=at)
        await calls.post_call(*here, made, at=at)
        if sends:
            await call_letters.send_call(*here, made, at=at)
    return made


async def _lift(session: AsyncSession, syndic: Actor, association_id: UUID) -> UUID:
    """Enter the key of the lift: the flats above the ground floor, by their shares."""
    lots = (await session.execute(text(UPSTAIRS), {"t": association_id})).all()
    lines = "\n".join(f"{lot.number}\t{lot.shares}" for lot in lots)
    name: Mapping[str, str] = {"fr": "Ascenseur", "nl": "Lift", "de": "Aufzug", "en": "Lift"}
    return await keys.enter_key(session, syndic, association_id, name=name, source=CLAUSE, since=BASE_DEED, lines=lines)


async def _budget(
    session: AsyncSession, syndic: Actor, association_id: UUID, lift: UUID, days: Days, place: int, *, at: datetime,
    instead: Mapping[str, int] = MappingProxyType({}),
) -> UUID:  # fmt: skip
    """Save the budget of a year, counted from 0, with some amounts `instead` of the table's; return its id."""
    lines = [
        LineDraft(
            "ordinary", code, Money(instead.get(code, cents[place])), key_id=lift if how == "lift" else None,
            once=how == "once",
        )
        for code, *cents, how in COSTS
    ]  # fmt: skip
    lines.append(LineDraft("reserve", "", Money(RESERVE[place])))
    starts = days.starts[place]
    draft = BudgetDraft(starts, add_months(starts, 12), QUARTERS, tuple(lines))
    return await budgets.save_budget(session, syndic, association_id, draft=draft, at=at)
