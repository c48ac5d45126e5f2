"""The vouchers of the worked year, in both rhythms: opening, invoices, payments, receipts, the sale, the roof, the sweep.

Budget and calls go through their services (tests/services/charges/worked_year.py); here everything else is booked by
`post_entry`, line by line as in the worked year, so that its trial balance is a test of the chain behind it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.core.money import Money
from koprogo.core.period import Period, quarters
from koprogo.rules.charges.accruals import releases
from koprogo.services.accounting import accounts, periods
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry, reverse
from koprogo.services.accounting.trial_balance import trial_balance
from koprogo.services.charges import calls, rhythms
from koprogo.services.charges.budgets import LineDraft
from koprogo.services.charges.settlements import issue_settlement
from tests.services.accounting.ledger_on_stage import BY_ACT
from tests.services.charges.worked_year import AT, ENDS, RESERVE, STARTS, Stage, draft, voted, worked_year

YEAR = Period(STARTS, ENDS)
QUARTERS = quarters(YEAR)
ELECTRICITY = (18_743, 17_002, 16_510, 20_177)
INSURANCE = 119_999
# fmt: off
PROVISION_RECEIPTS = (  # who, day, cents
    ("O1", (1, 10), 46_000), ("O1", (4, 8), 40_500), ("O1", (7, 9), 40_500), ("O1", (10, 8), 40_500),
    ("O2", (1, 12), 40_500), ("O2", (4, 9), 40_500), ("O2", (7, 10), 40_500),
    ("O3", (1, 20), 30_000), ("O5", (7, 15), 85_209), ("O5", (10, 9), 35_208),
    ("O4", (1, 9), 16_130), ("O4", (4, 7), 16_130), ("O4", (7, 8), 16_130), ("O4", (10, 7), 32_260),
)
STATEMENT_RECEIPTS = (
    ("O1", (4, 10), 62_172), ("O1", (7, 10), 30_466), ("O1", (10, 10), 51_698),
    ("O2", (4, 10), 51_941), ("O2", (7, 10), 30_265), ("O2", (10, 10), 51_470),
    ("O3", (4, 10), 41_324), ("O5", (7, 20), 51_875), ("O5", (10, 10), 45_931),
    ("O4", (4, 10), 17_195), ("O4", (7, 10), 15_183), ("O4", (10, 10), 16_958),
)
# fmt: on
LOT_OF = {"O1": "A", "O2": "B", "O3": "C", "O5": "C", "O4": "D"}


class Books:
    """A stage with its vouchers; `fee` is the one the assembly rejects."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.fee: Posted | None = None
        self.debtors: dict[str, UUID] = {}

    async def account(self, code: str) -> UUID:
        """Return an account; `O1` is an owner's account for all but the reserve."""
        here = self.stage.association_id
        async with db.association_session(here) as session:
            if code in LOT_OF:
                return await accounts.debtor_account(session, here, await self.debtor(code), "other")
            return await accounts.account_by_code(session, here, code)

    async def debtor(self, who: str) -> UUID:
        """Return who owes, by the lot she held in the year."""
        if who not in self.debtors:
            day = date(2025, 12, 1) if who == "O5" else STARTS
            here = self.stage.association_id
            async with db.association_session(here) as session:
                self.debtors[who] = await accounts.debtor_of_lot(session, here, self.stage.lots[LOT_OF[who]], day)
        return self.debtors[who]

    async def book(
        self, journal: Journal, month_day: tuple[int, int], reference: str, amounts: dict[str, int], **more: Any
    ) -> Posted:
        """Post a voucher; owners among the accounts get their own side, of kind `owner`. `more` explains costs."""
        explained = {
            name: more[name] for name in ("key_id", "lot_id", "cost_from", "cost_until", "source") if name in more
        }
        lines = []
        for code, cents in amounts.items():
            why = explained if code[0] in "67" else {}
            lines.append(NewLine(await self.account(code), cents, **why))
        items = [
            OwnerFact(await self.debtor(code), "other", more.get("owner", "receipt"), cents, ("test", uuid4()))
            for code, cents in amounts.items()
            if code in LOT_OF
        ]
        entry = NewEntry(
            journal,
            date(more.get("year", 2025), *month_day),
            reference,
            more.get("kind", journal.value),
            reference,
            tuple(lines),
            tuple(items),
        )
        return await self.stage.act(post_entry, entry)

    async def invoice(self, month_day: tuple[int, int], reference: str, code: str, cents: int, **more: Any) -> Posted:
        """Book an invoice, VAT inside."""
        return await self.book(Journal.PURCHASES, month_day, reference, {code: cents, "4400": -cents}, **more)

    async def pay(self, month_day: tuple[int, int], reference: str, cents: int, bank: str = "551") -> Posted:
        """Pay a supplier."""
        return await self.book(Journal.BANK, month_day, f"PAY-{reference}", {"4400": cents, bank: -cents})

    async def balances(self) -> dict[str, int]:
        """Return the trial balance at the end of the year in cents, the reserve parts of owners as one."""
        found = await self.stage.act(trial_balance, starts=STARTS, until=ENDS)
        named = {f"{person} Owner": person for person in LOT_OF}
        sums: dict[str, int] = {}
        for row in found.rows:
            code = "4100" if row.code.startswith("4100.") else named[row.people[0]] if row.people else row.code
            sums[code] = sums.get(code, 0) + row.balance
        return {code: cents for code, cents in sums.items() if cents}

    async def entries(self) -> int:
        """Return how many vouchers there are."""
        here = self.stage.association_id
        async with db.association_session(here) as session:
            return int(await session.scalar(text("SELECT count(*) FROM entry WHERE association_id = :t"), {"t": here}))

    async def issue(self, covers: Period, version: int = 1, **more: Any) -> UUID:
        """Issue a settlement."""
        after = datetime.combine(covers.end, AT.timetz())
        return await self.stage.act(issue_settlement, covers=covers, version=version, at=after, **more)

    async def reject_the_fee(self) -> None:
        """Take the extra fee back, as the assembly did not approve it."""
        assert self.fee is not None
        await self.stage.act(reverse, self.fee.id, date(2025, 12, 31), "REJECTED-FEE", "Point 4 of the assembly")


async def take_over(books: Books) -> None:
    """Book the opening voucher: what the old tool said on 31 December."""
    opening = {
        "551": 265_000,
        "550": 500_000,
        "O1": 10_000,
        "O3": -5_000,
        "4400": -70_000,
        "100": -200_000,
        "160": -500_000,
    }
    await books.book(Journal.OPENING, (1, 1), "OPENING", opening, owner="opening")
    await books.pay((1, 15), "OLD", 70_000)


async def costs_of_the_year(books: Books, *, in_advance: bool) -> None:
    """Book and pay the year's costs; `in_advance` spreads the insurance over the quarters by 490."""
    year = {"cost_from": STARTS, "cost_until": ENDS}
    await books.invoice((1, 20), "INSURANCE", "6140", INSURANCE, **year)
    await books.pay((2, 3), "INSURANCE", INSURANCE)
    if in_advance:
        await books.book(Journal.GENERAL, (1, 20), "ADVANCE", {"490": INSURANCE, "6140": -INSURANCE}, **year)
        for place, part in enumerate(releases(Money(INSURANCE), YEAR, QUARTERS)):
            quarter = QUARTERS[place]
            days = {"cost_from": quarter.start, "cost_until": quarter.end}
            last = (quarter.last_day.month, quarter.last_day.day)
            await books.book(
                Journal.GENERAL, last, f"RELEASE-{place}", {"6140": part.cents, "490": -part.cents}, **days
            )
    for place, month in enumerate((3, 6, 9, 12)):
        days = {"cost_from": QUARTERS[place].start, "cost_until": QUARTERS[place].end}
        bills = (("CLEANING", "61050", 36_300), ("POWER", "61210", ELECTRICITY[place]), ("SYNDIC", "61300", 22_500))
        for name, code, cents in bills:
            await books.invoice((month, 18), f"{name}-{place}", code, cents, **days)
            if place < 3:
                await books.pay((month, 28), f"{name}-{place}", cents)
    for place, month in enumerate((2, 8)):
        await books.invoice((month, 11), f"LIFT-{place}", "61011", 53_000, key_id=books.stage.lift)
        await books.pay((month, 25), f"LIFT-{place}", 53_000)
    await books.invoice((5, 6), "BADGE", "643", 4_500, lot_id=books.stage.lots["C"])
    await books.pay((5, 20), "BADGE", 4_500)
    await books.book(Journal.BANK, (6, 5), "ANTENNA", {"551": 12_000, "7420": -12_000})
    await books.book(Journal.BANK, (12, 30), "BANK-FEE", {"6500": 1_250, "551": -1_250})
    books.fee = await books.invoice((12, 10), "EXTRA-FEE", "61305", 12_100)


async def funds(books: Books) -> None:
    """Pay the roof from the reserve, move the working fund at the sale, sweep three quarters' reserve parts."""
    roof = ("invoice", uuid4())
    await books.invoice((9, 2), "ROOF", "61073", 121_000, source=roof)
    await books.book(Journal.GENERAL, (9, 2), "ROOF-RESERVE", {"160": 121_000, "681": -121_000}, source=roof)
    await books.pay((9, 16), "ROOF", 121_000, bank="550")
    sale = {"100": 50_000, "O3": -50_000, "O5": 50_000}
    here = books.stage.association_id
    entry = NewEntry(
        Journal.GENERAL, date(2025, 7, 1), "SALE-C", "sale", "Working fund of lot C",
        (
            NewLine(await books.account("100"), sale["100"]), NewLine(await books.account("O3"), sale["O3"]),
            NewLine(await books.account("O5"), sale["O5"]), NewLine(await books.account("100"), -sale["100"]),
        ),
        (
            OwnerFact(await books.debtor("O3"), "other", "refund", sale["O3"], ("sale", here)),
            OwnerFact(await books.debtor("O5"), "other", "call", sale["O5"], ("sale", here)),
        ),
    )  # fmt: skip
    await books.stage.act(post_entry, entry)
    await books.book(Journal.BANK, (10, 15), "SWEEP-OUT", {"58": 22_500, "551": -22_500})
    await books.book(Journal.BANK, (10, 16), "SWEEP-IN", {"550": 22_500, "58": -22_500})


async def receive(books: Books, receipts: Iterable[tuple[str, tuple[int, int], int]]) -> None:
    """Book what owners paid."""
    for number, (who, day, cents) in enumerate(receipts):
        await books.book(Journal.BANK, day, f"RECEIPT-{number}", {"551": cents, who: -cents})


async def call_the_year(books: Books, *, provisions: bool) -> None:
    """Vote the budget, and post its four calls; without provisions only the reserve part is called."""
    only_reserve = draft(books.stage, lines=(LineDraft("reserve", "", RESERVE),))
    await voted(books.stage, None if provisions else only_reserve)
    for number in range(1, 5):
        call = await books.stage.call(number)
        await books.stage.act(calls.post_call, call, at=AT)


async def year_of_provisions() -> Books:
    """Return the year of rhythm 1, booked but not settled."""
    books = Books(await worked_year())
    await books.stage.act(rhythms.set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    await take_over(books)
    await call_the_year(books, provisions=True)
    await costs_of_the_year(books, in_advance=False)
    await funds(books)
    await receive(books, PROVISION_RECEIPTS)
    return books


async def year_of_actual_costs() -> Books:
    """Return the year of rhythm 2, booked but not stated."""
    books = Books(await worked_year())
    facts = {"since": STARTS, "rhythm": "actual_costs", "every": "quarter", "source": "Art. 30", "at": AT}
    await books.stage.act(rhythms.set_rhythm, **facts)
    await take_over(books)
    await call_the_year(books, provisions=False)
    await costs_of_the_year(books, in_advance=True)
    await funds(books)
    await receive(books, STATEMENT_RECEIPTS)
    return books


async def reject_and_settle(books: Books) -> None:
    """Settle the year of provisions, take the fee back that the assembly rejects, and settle again."""
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == STARTS]
    await books.stage.act(periods.advance, year.id, step=periods.Step.PROVISIONAL)
    await books.issue(YEAR)
    await books.stage.act(periods.advance, year.id, step=periods.Step.AUDITED, **BY_ACT)
    await books.reject_the_fee()
    await books.issue(YEAR, 2, why="The assembly rejected the extra fee")


async def close(books: Books) -> Any:
    """Have the year voted and closed; return what closing says."""
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == STARTS]
    if year.stands not in (periods.Step.VOTED, periods.Step.FINAL):
        await books.stage.act(periods.advance, year.id, step=periods.Step.VOTED, **BY_ACT)
    return await books.stage.act(periods.close_year, year.id)


async def close_again(books: Books) -> Any:
    """Ask for the closing once more."""
    return await close(books)
