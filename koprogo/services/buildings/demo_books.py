"""The books of the demo building: taken over on the first day of last year, kept month by month until today.

Each month is told in the order in which an office lives it: the call, the invoices, the payment order, the bank. Between
the two years stands the closing (`demo_closing.py`). Figures are made up so that they agree: banks stand at their last
statement, the reserve fund is what its account holds.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.accounting import general_entry, opening, periods
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.buildings import demo_charges, demo_closing, demo_sale
from koprogo.services.buildings.demo_bank import IBANS, Bank
from koprogo.services.buildings.demo_days import MONTHS, QUARTER, Days, morning
from koprogo.services.buildings.demo_invoices import Desk

OLD_DEBTS, OLD_WATER = -412_035, -138_330
"""Owed to suppliers, and water that was used and not billed yet, on the day of the take-over."""
WORKING_FUND, RESERVE_FUND = -1_500_000, -4_825_000
OWED = {"A1.1": 31_240, "A3.3": 18_420, "A6.3": 9_655}
"""What owners owed then, by lot."""
REFUNDED_AFTER = 20
"""Days after the deed on which the seller has her share of the working fund back."""
WRONG = 8_450
"""A bill on the wrong account, taken back the day after."""


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Open both years, take the old books over, and keep them until today. Called once, with the building."""
    days = Days(legal_day(at))
    syndic, accountant = actors["syndic"], actors["accountant"]
    current = await _take_over(syndic, association_id, days)
    lift = await demo_charges.load(syndic, association_id, days)
    desk = await Desk.open(actors, association_id, days, lift=lift, iban=IBANS)
    bank = await Bank.open(accountant, association_id, days, current=current, reserve=-RESERVE_FUND)
    for place, month in days.months():
        starts = days.last_year if place < MONTHS else days.this_year
        in_year = place % MONTHS
        if in_year % QUARTER == 0:
            await db.refresh_statistics()  # a quarter is written in seconds: nobody looked at the tables meanwhile
            called = await demo_charges.call(accountant, association_id, starts, in_year // QUARTER + 1)
            await bank.expect(called)
        if days.ago(demo_sale.SOLD_DAYS_AGO) in month:
            await demo_sale.book(accountant, association_id, at=morning(days.ago(demo_sale.SOLD_DAYS_AGO)))
            await bank.refund(days.ago(demo_sale.SOLD_DAYS_AGO - REFUNDED_AFTER))
        orders = await desk.month(place, month)
        await bank.month(place, month, orders)
        if place == 0:
            await _slip(accountant, association_id, days)
        if place == MONTHS - 1:
            owed = await demo_closing.close(syndic, association_id, days)
            bank.settle(owed)
    await desk.today()
    await db.refresh_statistics()


async def _take_over(syndic: Actor, association_id: UUID, days: Days) -> int:
    """Open both years and write the opening voucher; return what the current account held."""
    control = sum(OWED.values())
    current = -(WORKING_FUND + OLD_DEBTS + OLD_WATER + control)
    balances = {
        "551": current, "550": -RESERVE_FUND, "160": RESERVE_FUND, "100": WORKING_FUND, "4400": OLD_DEBTS,
        "444": OLD_WATER,
    }  # fmt: skip
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        for first, end in ((days.last_year, days.this_year), (days.this_year, days.next_year)):
            await periods.open_year(*here, starts=first, next_starts=end)
        await opening.take_over(
            *here,
            old=opening.OldBooks(
                day=days.last_year, balances=balances, control=control,
                owners={lot: (cents, 0) for lot, cents in OWED.items()},
                statements={code: balances[code] for code in ("551", "550")},
                reference=f"OPEN-{days.last_year.year}", text="Reprise des comptes / Overname van de rekeningen",
            ),
        )  # fmt: skip
        await general_entry.write_general(
            *here, day=days.last_year, reference=f"OD-{days.last_year.year}-1",
            words="Extourne de l’eau à recevoir / Tegenboeking te ontvangen water",
            lines=[general_entry.TypedLine("444", -OLD_WATER), general_entry.TypedLine("61200", OLD_WATER)],
        )  # fmt: skip
    return current


async def _slip(accountant: Actor, association_id: UUID, days: Days) -> None:
    """Book a plumber's bill on the wrong account, and take it back: how a mistake looks in books that nobody edits."""
    reference = f"OD-{days.last_year.year}-2"
    async with db.tenant_session(accountant, association_id) as session:
        here = (session, accountant, association_id)
        made = await general_entry.write_general(
            *here, day=days.last_year.replace(day=8), reference=reference, words="Aqua Dépannage, fuite chaufferie",
            lines=[general_entry.TypedLine("61034", WRONG), general_entry.TypedLine("4400", -WRONG)],
        )  # fmt: skip
        await reverse(
            *here, made.id, days.last_year.replace(day=9), f"{reference}-R",
            "Compte erroné : réparation, pas adoucisseur / Verkeerde rekening",
        )  # fmt: skip
