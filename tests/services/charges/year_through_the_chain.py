"""The worked year through the real chain: take-over, calls, papers of suppliers, payment orders, CODA files, the sale.

Nothing is posted by hand. Every bank line arrives in a statement written as a CODA file, one per account and day: 27 in the
year of provisions, 17 in the year of actual costs, where the insurance waits on 490 for the quarters it is for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.adapters.coda_writer import FEES, Written, statement
from koprogo.core.money import Money
from koprogo.services.accounting import opening
from koprogo.services.accounting.bank import accounts, deciding, importing, queries, rules
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.charges import calls, making_calls, rhythms, sale, spreading
from koprogo.services.charges.budgets import LineDraft
from koprogo.services.charges.invoices import (
    drafts,
    files,
    funding,
    ibans,
    order_queries,
    payment_orders,
    steps,
    suppliers,
)
from koprogo.services.charges.invoices import queries as invoice_queries
from koprogo.services.charges.invoices.drafts import Draft, DraftLine
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.services.accounting.bank.bank_on_stage import CURRENT, number
from tests.services.accounting.bank.bank_on_stage import RESERVE as RESERVE_IBAN
from tests.services.charges.books_of_the_year import (
    ELECTRICITY,
    INSURANCE,
    PROVISION_RECEIPTS,
    QUARTERS,
    STATEMENT_RECEIPTS,
    YEAR,
    Books,
)
from tests.services.charges.invoices_on_stage import OTHER_IBAN as SUPPLIER
from tests.services.charges.invoices_on_stage import pdf
from tests.services.charges.worked_year import LONG_AGO, RESERVE, SOLD, STARTS, draft, voted, worked_year

FIRST_DAYS = tuple(quarter.start for quarter in QUARTERS)
LAST_DAYS = frozenset(quarter.last_day for quarter in QUARTERS)
UNSOLD = tuple((lot, who, LONG_AGO, None) for lot, who in (("A", "O1"), ("B", "O2"), ("C", "O3"), ("D", "O4")))
OPENING = opening.OldBooks(
    day=STARTS, control=5_000, owners={"A": (10_000, 0), "C": (-5_000, 0)},
    balances={"551": 265_000, "550": 500_000, "4400": -70_000, "100": -200_000, "160": -500_000},
    statements={"551": 265_000, "550": 500_000},
)  # fmt: skip
BUYER = "SELECT person_id FROM holding WHERE association_id = :t AND lot_id = :lot AND until IS NULL"
BY_CALL = "O4"
"""Pays with the number of each call, the others with their own for good."""


def at(month: int, day: int, hour: int = 9) -> datetime:
    """Return an hour of the year 2025."""
    return datetime(2025, month, day, hour, tzinfo=UTC)


@dataclass(frozen=True)
class Bill:
    """A supplier's paper: its day, its line (net and rate give `gross`), and the day it is paid (None: next year)."""

    name: str
    day: tuple[int, int]
    account: str
    net: int
    rate: str
    gross: int
    pays: tuple[int, int] | None
    key: bool = False
    lot: str = ""
    service: tuple[date, date] | None = None
    reserve: bool = False


def bills() -> list[Bill]:
    """Return every paper of the year in the order of its day."""
    found = [
        Bill("Assureur", (1, 20), "6140", INSURANCE, "exempt", INSURANCE, (2, 3), service=(YEAR.start, YEAR.end)),
        Bill("Badge", (5, 6), "643", 3_719, "21", 4_500, (5, 20), lot="C"),
        Bill("Toiture", (9, 2), "61073", 100_000, "21", 121_000, (9, 16), reserve=True),
        Bill("Syndic extra", (12, 10), "61305", 10_000, "21", 12_100, None),
    ]
    found += [Bill("Ascenseurs", (month, 11), "61011", 50_000, "6", 53_000, (month, 25), key=True) for month in (2, 8)]
    nets = (15_490, 14_051, 13_645, 16_675)
    for place, month in enumerate((3, 6, 9, 12)):
        days, paid = (QUARTERS[place].start, QUARTERS[place].end), (month, 28) if place < 3 else None
        found += [
            Bill("Nettoyage", (month, 18), "61050", 30_000, "21", 36_300, paid, service=days),
            Bill("Électricité", (month, 18), "61210", nets[place], "21", ELECTRICITY[place], paid, service=days),
            Bill("Syndic", (month, 18), "61300", 18_595, "21", 22_500, paid, service=days),
        ]
    return sorted(found, key=lambda bill: bill.day)


@dataclass
class Chain:
    """The books with what the bank has said so far: balance and number of the last statement per account."""

    books: Books
    balance: dict[str, int] = field(default_factory=lambda: {CURRENT: 265_000, RESERVE_IBAN: 500_000})
    sequence: dict[str, int] = field(default_factory=lambda: {CURRENT: 0, RESERVE_IBAN: 0})
    files: list[bytes] = field(default_factory=list)
    invoices: dict[str, UUID] = field(default_factory=dict)
    roof: UUID | None = None

    async def act(self, do: Any, *arguments: Any, **more: Any) -> Any:
        """Call a service as the syndic."""
        return await self.books.stage.act(do, *arguments, **more)

    async def enter(self, bill: Bill) -> UUID:
        """Send a paper, type it, submit it, approve it: it is booked."""
        when = at(*bill.day)
        supplier = await self.act(suppliers.add_supplier, name=bill.name, at=when)
        invoice: UUID = await self.act(files.receive, content=pdf(), name="facture.pdf", at=when)
        stage = self.books.stage
        line = DraftLine(
            bill.name, bill.account, Money(bill.net), bill.rate, key_id=stage.lift if bill.key else None,
            lot_id=stage.lots[bill.lot] if bill.lot else None,
        )  # fmt: skip
        said = Draft(
            supplier_id=supplier, supplier_number=f"{bill.name} {bill.day}", day=date(2025, *bill.day),
            gross=Money(bill.gross), iban=SUPPLIER, lines=(line,), service_from=bill.service and bill.service[0],
            service_until=bill.service and bill.service[1], funding="reserve" if bill.reserve else "budget",
            decision_id=self.roof if bill.reserve else None,
        )  # fmt: skip
        await self.act(drafts.save, invoice, said=said, at=when)
        for step in ("submitted", "approved"):
            await self.act(steps.take_step, invoice, what=step, at=when)
        if bill.name not in self.invoices:
            # Nobody watches here, and no owner has an e-mail address: a new number hangs in the hall.
            await self.act(ibans.tell_on_paper, supplier, number=SUPPLIER, day=said.day, how="hung_up", at=when)
        self.invoices[bill.name] = invoice
        return invoice

    async def order(self, day: tuple[int, int], invoices: Sequence[UUID], *, reserve: bool) -> list[Written]:
        """Order the payment of booked invoices; return what the bank will write of it."""
        own = {row.purpose: row.id for row in await self.act(accounts.bank_accounts)}
        facts = {"account_id": own["reserve" if reserve else "current"], "day": date(2025, *day), "at": at(*day, 6)}
        made = await self.act(payment_orders.make_order, invoices=invoices, **facts)
        _, lines = await self.act(order_queries.order, made)
        return [
            Written(-line.amount.cents, date(2025, *day), line.iban, line.name, end_to_end=line.end_to_end_id)
            for line in lines
        ]

    async def bank(self, day: tuple[int, int], moves: Sequence[Written], iban: str = CURRENT) -> None:
        """Take a statement of one account and day in, and decide what waits: the invoice the old tool had booked."""
        self.sequence[iban] += 1
        content = statement(iban, self.sequence[iban], self.balance[iban], moves, day=date(2025, *day))
        self.balance[iban] += sum(move.amount for move in moves)
        self.files.append(content)
        actor = self.books.stage.actors["syndic"]
        report = await importing.import_coda(actor, content=content, name="coda.cod", at=at(*day, 18))
        assert [each.outcome for each in report.statements] == [importing.TAKEN], report
        today = date(2025, *day)
        for line in await self.act(queries.waiting_lines, today=today):
            assert line.amount == -70_000, f"more waits than what was never ordered here: {line}"
            wish = {"wish": Wish(account="4400"), "seen": line.match_id, "today": today, "at": at(*day, 19)}
            await self.act(deciding.decide, line.id, **wish)


async def begin(*, provisions: bool) -> Chain:
    """Return the books on their first day: taken over, budget voted, bank accounts, rules and the roof's decision there."""
    chain = Chain(Books(await worked_year(UNSOLD)))
    rhythm = {"rhythm": "provisions"} if provisions else {"rhythm": "actual_costs", "every": "quarter"}
    await chain.act(rhythms.set_rhythm, since=STARTS, source="Art. 30", at=at(1, 1), **rhythm)
    await chain.act(opening.take_over, old=OPENING)
    await chain.act(accounts.enter_bank_account, number=CURRENT, purpose="current", at=at(1, 1))
    await chain.act(accounts.enter_bank_account, number=RESERVE_IBAN, purpose="reserve", at=at(1, 1))
    for name, account, incoming, word in (("Frais", "6500", False, "frais"), ("Antenne", "7420", True, "antenne")):
        facts = {"name": name, "account": account, "incoming": incoming, "words": (word,), "at": at(1, 1)}
        await chain.act(rules.enter_rule, **facts)
    only_reserve = draft(chain.books.stage, lines=(LineDraft("reserve", "", RESERVE),))
    await voted(chain.books.stage, None if provisions else only_reserve)
    facts = {
        "funding": "reserve",
        "words": "AG du 12 décembre 2024, point 9: toiture",
        "decided_on": date(2024, 12, 12),
    }
    chain.roof = await chain.act(funding.enter_decision, ceiling=Money(121_000), at=at(1, 1), **facts)
    return chain


async def run(chain: Chain, receipts: Iterable[tuple[str, tuple[int, int], int]], *, spread: bool = False) -> None:
    """Live the year day by day: calls and the sale in the morning, then papers, then the bank.

    `spread`: at the end of each quarter costs go to the days they are for, by 490.
    """
    by_day: dict[tuple[int, int], list[Bill]] = defaultdict(list)
    pays: dict[tuple[int, int], list[tuple[Bill, UUID]]] = defaultdict(list)
    for bill in bills():
        by_day[bill.day].append(bill)
    got: dict[tuple[int, int], list[tuple[str, int]]] = defaultdict(list)
    for who, day, cents in receipts:
        got[day].append((who, cents))
    for offset in range(365):
        now = STARTS + timedelta(days=offset)
        day = (now.month, now.day)
        await _morning(chain, now)
        for bill in by_day[day]:
            invoice = await chain.enter(bill)
            if bill.pays:
                pays[bill.pays].append((bill, invoice))
        await _bank_day(chain, day, pays[day], [await receipt(chain, who, cents, day) for who, cents in got[day]])
        if spread and now in LAST_DAYS:
            await chain.act(spreading.spread, last_day=now)


async def _morning(chain: Chain, day: date) -> None:
    if day == SOLD:
        await sell(chain)
    if day in FIRST_DAYS:
        await call(chain, FIRST_DAYS.index(day) + 1)


async def sell(chain: Chain) -> None:
    """Record the deed of lot C; the working fund goes out to the seller and comes in from the buyer."""
    stage = chain.books.stage
    holders = [NewHolder("full", name="O5 Owner")]
    facts = {"lot_id": stage.lots["C"], "day": SOLD, "holders": holders, "act": "Acte du 1er juillet", "at": at(7, 1)}
    deed = await chain.act(transfers.record_transfer, **facts)
    async with db.association_session(stage.association_id) as session:
        stage.people["O5"] = await session.scalar(text(BUYER), {"t": stage.association_id, "lot": stage.lots["C"]})
    await chain.act(sale.settle_working_fund, deed, at=at(7, 1))


async def call(chain: Chain, instalment: int) -> None:
    """Make a call of the budget and post it."""
    first = at(3 * instalment - 2, 1)
    made = await chain.act(making_calls.instalment, starts=STARTS, number=instalment, at=first)
    await chain.act(calls.post_call, made, at=first)


async def receipt(chain: Chain, who: str, cents: int, day: tuple[int, int]) -> Written:
    """Return what the bank writes of an owner's payment."""
    named = f"CALL-2025-Q{(day[0] + 2) // 3}" if who == BY_CALL else ""
    digits = await number(chain.books.stage, who, named)
    return Written(cents, date(2025, *day), "", f"{who} Owner", structured=digits)


async def _bank_day(
    chain: Chain, day: tuple[int, int], pays: Sequence[tuple[Bill, UUID]], receipts: Sequence[Written]
) -> None:
    """Write the statements of a day, one per account on which something moved."""
    current, on = list(receipts), date(2025, *day)
    current += {
        (1, 15): [Written(-70_000, on, SUPPLIER, "Assureur", "facture 2024")],
        (6, 5): [Written(12_000, on, "", "Telecom", "loyer antenne 2025")],
        (10, 15): [Written(-22_500, on, RESERVE_IBAN, "ACP", "vers fonds de reserve")],
        (12, 30): [Written(-1_250, on, "", "", "frais de gestion", code=FEES)],
    }.get(day, [])
    working = [invoice for bill, invoice in pays if not bill.reserve]
    current += await chain.order(day, working, reserve=False) if working else []
    reserve = [invoice for bill, invoice in pays if bill.reserve]
    moves = await chain.order(day, reserve, reserve=True) if reserve else []
    moves += [Written(22_500, on, CURRENT, "ACP", "du compte a vue")] if day == (10, 16) else []
    for iban, each in ((CURRENT, current), (RESERVE_IBAN, moves)):
        if each:
            await chain.bank(day, each, iban)
    for invoice in (*working, *reserve):
        stands = (await chain.act(invoice_queries.invoice, invoice, at=at(*day, 19))).row.standing
        assert stands == "paid", "the bank's line closes the payment we ordered"


async def reject_the_fee(chain: Chain) -> None:
    """Reverse the extra fee that the assembly did not approve."""
    facts = {"what": "reversed", "words": "Point 4 of the assembly", "at": at(12, 31)}
    await chain.act(steps.take_step, chain.invoices["Syndic extra"], **facts)


async def year_of_provisions() -> Chain:
    """Return the year of rhythm 1, lived and not settled."""
    chain = await begin(provisions=True)
    await run(chain, PROVISION_RECEIPTS)
    return chain


async def year_of_actual_costs() -> Chain:
    """Return the year of rhythm 2, lived and not stated."""
    chain = await begin(provisions=False)
    await run(chain, STATEMENT_RECEIPTS, spread=True)
    return chain
