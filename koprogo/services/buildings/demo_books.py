"""The books of the demo building: taken over on the first day of the first of three years, kept month by month until today.

Each month is told in the order in which an office lives it: the call, the invoices, the payment order, the bank. After each
of the first two years stands its closing (`demo_closing.py`). Figures are made up so that they agree: banks stand at their
last statement, the reserve fund is what its account holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.period import Period
from koprogo.services.accounting import general_entry, opening, periods
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.buildings import demo_charges, demo_closing, demo_sale
from koprogo.services.buildings.demo_bank import IBANS, Bank
from koprogo.services.buildings.demo_charges import Budgets
from koprogo.services.buildings.demo_days import MONTHS, QUARTER, Days, morning
from koprogo.services.buildings.demo_invoices import Desk
from koprogo.services.buildings.demo_loan import Borrowing

OLD_DEBTS, OLD_WATER = -412_035, -135_680
"""Owed to suppliers, and water that was used and not billed yet, on the day of the take-over."""
OLD_FUEL, OLD_INSURANCE = 318_400, 136_500
"""Fuel left in the tank then, and the two months of insurance that were paid in advance."""
WORKING_FUND, RESERVE_FUND = -1_500_000, -4_265_000
OWED = {"A1.1": 31_240, "A3.3": 18_420, "A6.3": 9_655}
"""What owners owed then, by lot."""
REFUNDED_AFTER = 20
"""Days after the deed on which the seller has her share of the working fund back."""
WRONG = 8_450
"""A bill on the wrong account, taken back the day after."""
SUSPENSE_REPAID = 2
"""The month, counted from 0, in which a receipt goes back that nobody here owed."""


@dataclass
class Office:
    """Who keeps the books, and what they keep them with."""

    syndic: Actor
    accountant: Actor
    auditor: Actor
    association_id: UUID
    days: Days
    budgets: Budgets
    desk: Desk
    bank: Bank
    borrowing: Borrowing

    async def month(self, place: int, month: Period) -> None:
        """Live through one month, counted from the first of all."""
        year, in_year = divmod(place, MONTHS)
        if in_year % QUARTER == 0:
            await db.refresh_statistics()  # a quarter is written in seconds: nobody looked at the tables meanwhile
            number = in_year // QUARTER + 1
            starts = self.days.starts[year]
            sends = starts == self.days.this_year
            called = await demo_charges.call(self.accountant, self.association_id, starts, number, sends=sends)
            await self.bank.expect(called)
        await self._once(month)
        await self.borrowing.month(month)
        if place == SUSPENSE_REPAID:
            self.desk.going_back += await self.bank.send_back(self.auditor)
        orders = await self.desk.month(place, month)
        self.bank.claim = self.desk.claim
        await self.bank.month(place, month, orders)
        if place == 0:
            await _slip(self.accountant, self.association_id, self.days)
        if in_year == MONTHS - 1 and year < len(demo_closing.FUEL):
            owed = await demo_closing.close(self.syndic, self.association_id, self.days, year)
            self.bank.settle(owed, year)

    async def _once(self, month: Period) -> None:
        """Do what happened once: a call for the garage door, a budget in force, the working fund of a flat that was sold."""
        ago = self.days.ago
        if ago(demo_charges.DOOR_CALLED) in month:
            called = await demo_charges.call_door(self.accountant, self.association_id, self.days)
            await self.bank.expect(called, is_special=True)
        if ago(demo_charges.IN_FORCE_DAYS_AGO) in month:
            await demo_charges.take_into_force(self.syndic, self.association_id, self.budgets, self.days)
        if ago(demo_sale.SOLD_DAYS_AGO) in month:
            await demo_sale.book(self.accountant, self.association_id, at=morning(ago(demo_sale.SOLD_DAYS_AGO)))
            await self.bank.refund(ago(demo_sale.SOLD_DAYS_AGO - REFUNDED_AFTER))


async def load(actors: Mapping[str, Actor], association_id: UUID, budgets: Budgets, *, at: datetime) -> None:
    """Open the years, take the old books over, and keep them until today. Called once, with the building."""
    days = Days(legal_day(at))
    syndic, accountant = actors["syndic"], actors["accountant"]
    current = await _take_over(syndic, association_id, days)
    desk = await Desk.open(actors, association_id, days, lift=budgets.lift, iban=IBANS)
    bank = await Bank.open(accountant, actors["auditor"], association_id, days, current=current, reserve=-RESERVE_FUND)
    borrowing = Borrowing(accountant, association_id, days, bank, desk.decided["loan"])
    office = Office(syndic, accountant, actors["auditor"], association_id, days, budgets, desk, bank, borrowing)
    for place, month in days.months():
        await office.month(place, month)
    await desk.today()
    await db.refresh_statistics()


async def _take_over(syndic: Actor, association_id: UUID, days: Days) -> int:
    """Open the years and write the opening voucher; return what the current account held."""
    control = sum(OWED.values())
    current = -(WORKING_FUND + OLD_DEBTS + OLD_WATER + OLD_FUEL + OLD_INSURANCE + control)
    first = days.first_year
    balances = {
        "551": current, "550": -RESERVE_FUND, "160": RESERVE_FUND, "100": WORKING_FUND, "4400": OLD_DEBTS,
        "444": OLD_WATER, "490": OLD_FUEL + OLD_INSURANCE,
    }  # fmt: skip
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        for begins, ends in zip(days.starts, (*days.starts[1:], days.next_year), strict=True):
            await periods.open_year(*here, starts=begins, next_starts=ends)
        await opening.take_over(
            *here,
            old=opening.OldBooks(
                day=first, balances=balances, control=control,
                owners={lot: (cents, 0) for lot, cents in OWED.items()},
                statements={code: balances[code] for code in ("551", "550")},
                reference=f"OPEN-{first.year}", text="Reprise des comptes / Overname van de rekeningen",
            ),
        )  # fmt: skip
        for number, (words, lines) in enumerate(_released(), start=1):
            await general_entry.write_general(
                *here, day=first, reference=f"OD-{first.year}-{number}", words=words, lines=lines
            )
    return current


def _released() -> list[tuple[str, list[general_entry.TypedLine]]]:
    """Return what is taken back on the first day: water to be billed, fuel in the tank, insurance paid in advance."""
    typed = general_entry.TypedLine
    return [
        (
            "Extourne de l’eau à recevoir / Tegenboeking te ontvangen water",
            [typed("444", -OLD_WATER), typed("61200", OLD_WATER)],
        ),
        (
            "Extourne du mazout en cuve et de l’assurance payée d’avance / Stookolie en vooruitbetaalde verzekering",
            [typed("61232", OLD_FUEL), typed("6140", OLD_INSURANCE), typed("490", -OLD_FUEL - OLD_INSURANCE)],
        ),
    ]


async def _slip(accountant: Actor, association_id: UUID, days: Days) -> None:
    """Book a plumber's bill on the wrong account, and take it back: how a mistake looks in books that nobody edits."""
    first = days.first_year
    reference = f"OD-{first.year}-3"
    async with db.tenant_session(accountant, association_id) as session:
        here = (session, accountant, association_id)
        made = await general_entry.write_general(
            *here, day=first.replace(day=8), reference=reference, words="Aqua Dépannage, fuite chaufferie",
            lines=[general_entry.TypedLine("61034", WRONG), general_entry.TypedLine("4400", -WRONG)],
        )  # fmt: skip
        await reverse(
            *here, made.id, first.replace(day=9), f"{reference}-R",
            "Compte erroné : réparation, pas adoucisseur / Verkeerde rekening",
        )  # fmt: skip
