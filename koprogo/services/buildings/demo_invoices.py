"""The desk of the demo building: invoices typed, approved, paid by one order a month (`demo_bills.py` says what comes).

Through the services that people use, at the days on which they would. What is left today stands in every state: a scan
nobody typed, one to approve, one rejected, one whose account number waits for a second person, some in an order.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.period import Period, add_months
from koprogo.i18n.format import day as written_day
from koprogo.services.accounting.bank.accounts import bank_accounts
from koprogo.services.buildings.demo_bills import (
    BEYOND,
    FIRMS,
    FIRST_PLACE,
    REJECTED,
    TO_APPROVE,
    WAITING,
    Bill,
    billed,
)
from koprogo.services.buildings.demo_council import FACADE, GARAGE, SMOKE
from koprogo.services.buildings.demo_days import MONTHS, Days, morning, nobodys_iban, nobodys_number
from koprogo.services.buildings.demo_papers import drawn_invoice, electronic_invoice
from koprogo.services.charges.claims import claims
from koprogo.services.charges.invoices import drafts, files, funding, ibans, payment_orders, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine

ROOF, ROOF_VOTED_DAYS_AGO = "AG ordinaire du {day}, point 8 : toiture du bloc A", 728
CEILINGS = {"reserve": 900_000, "smoke": 350_000, "special": 900_000, "loan": 5_445_000}
"""What the assembly allowed: the roof and the smoke detectors from the reserve, the door by a special call."""
FUNDING = {
    "reserve": "reserve",
    "smoke": "reserve",
    "special": "special_call",
    "insurance": "insurance",
    "loan": "loan",
}
ORDERED_ON, EXECUTED_ON, ORDERED_BEFORE = 24, 25, 20
"""Days of a month: the payment order, the bank's execution, and what is dated before."""
DAMAGE = "Dégât des eaux au 3e étage : conduite encastrée percée, plafonds du 2e étage"
DAMAGED, DAMAGED_BEFORE, EXCESS = ("A2.3", "A3.3"), timedelta(days=11), Money(25_000)
"""The flats, how long before the bill it happened, and what the insurer leaves to the association."""
INSURER = "Assurances de l’Escaut SA"
ELECTRONIC = "Ascenseurs du Midi SA"
"""Sends its invoices of the running year as electronic ones too."""
LOTS = "SELECT number, id, kind FROM lot WHERE association_id = :t ORDER BY number"
POINT = """
SELECT i.id, a.day, i.number FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
 WHERE i.association_id = :t AND i.title ->> 'fr' = :title AND i.number IS NOT NULL ORDER BY a.day LIMIT 1
"""


@dataclass(frozen=True)
class Ordered:
    """A payment that was given to the bank: on which day, from which fund, as the bank's line will say it."""

    day: date
    fund: str
    name: str
    iban: str
    cents: int
    words: str
    end_to_end: str


@dataclass
class Desk:
    """The accountant and the syndic at work, and the auditor who confirms account numbers as the second person."""

    actors: Mapping[str, Actor]
    association_id: UUID
    days: Days
    lift: UUID
    decided: Mapping[str, UUID]
    """What the assembly allowed, by the `extra` of the bills it pays."""
    iban: Mapping[str, str]
    """Our own account numbers by fund."""
    known: dict[str, UUID] = field(default_factory=dict)
    lots: dict[str, UUID] = field(default_factory=dict)
    flats: list[str] = field(default_factory=list)
    owed: list[tuple[date, UUID, str]] = field(default_factory=list)
    """Booked and not ordered yet: its day, the invoice, its fund."""
    going_back: list[UUID] = field(default_factory=list)
    """Receipts that a second person agreed to repay."""
    claim: UUID | None = None
    """The damage that the insurer pays, once it is there."""
    confirmed: set[str] = field(default_factory=set)
    """Firms whose account number a second person looked at."""

    @classmethod
    async def open(
        cls, actors: Mapping[str, Actor], association_id: UUID, days: Days, *, lift: UUID,
        iban: Mapping[str, str],
    ) -> "Desk":  # fmt: skip
        """Enter every supplier, and what the assembly allowed."""
        who, syndic = actors["accountant"], actors["syndic"]
        async with db.tenant_session(syndic, association_id) as session:
            decided = await _decided(session, syndic, association_id, days)
            lots = (await session.execute(text(LOTS), {"t": association_id})).all()
        made = cls(actors, association_id, days, lift, decided, iban, lots={row.number: row.id for row in lots})
        made.flats = [row.number for row in lots if row.kind == "apartment"]
        async with db.tenant_session(who, association_id) as session:
            for place, name in enumerate(FIRMS, start=FIRST_PLACE):
                made.known[name] = await suppliers.add_supplier(
                    session, who, association_id, name=name, number=nobodys_number(place), at=morning(days.first_year)
                )
        return made

    async def month(self, place: int, month: Period) -> Sequence[Ordered]:
        """Receive and book what is billed in a month, then order what is due; return what the bank will pay."""
        year, in_year = divmod(place, MONTHS)
        if bills := sorted(billed(year, in_year, month, self.days.today), key=lambda each: each[2]):
            for bill, net, day in bills:
                if bill.extra == "insurance":
                    await self._report(bill.gross(net), day - DAMAGED_BEFORE)
            await self._book(bills, confirmed_by=self.actors["auditor"])
        day = month.start.replace(day=ORDERED_ON)
        if day > self.days.imported_until:
            return ()
        return await self._order(day, before=month.start.replace(day=ORDERED_BEFORE))

    async def _report(self, damage: Money, happened_on: date) -> None:
        """Tell the insurer of a damage."""
        who, known = self.actors["accountant"], claims.Known(
            INSURER, "IN-2019-40417", f"S-{happened_on:%Y}-0817", damage - EXCESS, EXCESS
        )  # fmt: skip
        async with db.tenant_session(who, self.association_id) as session:
            self.claim = await claims.open_claim(
                session, who, self.association_id, happened_on=happened_on, words=DAMAGE, known=known,
                at=morning(happened_on + timedelta(days=2)), lots=[self.lots[lot] for lot in DAMAGED],
            )  # fmt: skip

    async def today(self) -> None:
        """Leave invoices on the desk, one in each state that a person meets."""
        ago = self.days.ago
        await self._book([(WAITING, WAITING.net[-1], ago(6))], confirmed_by=None)
        there = [(each, each.net[-1], ago(days)) for each, days in ((REJECTED, 16), (TO_APPROVE, 8), (BEYOND, 11))]
        made = await self._receive(there)
        syndic = self.actors["syndic"]
        async with db.tenant_session(syndic, self.association_id) as session:
            await steps.take_step(
                session, syndic, self.association_id, made[0], what="rejected", at=morning(ago(12)),
                words="Cette facture concerne l’immeuble voisin : à renvoyer au fournisseur.",
            )  # fmt: skip
        who = self.actors["accountant"]
        async with db.tenant_session(who, self.association_id) as session:
            content = drawn_invoice("Peinture Delvaux", "Retouches du hall, étage 2", ago(3), Money(25_263))
            await files.receive(
                session, who, self.association_id, content=content, name="scan-0412.pdf", at=morning(ago(1))
            )
        self.owed = [each for each in self.owed if each[1] not in made]
        await self._order(ago(1), before=ago(1), executed=self.days.today + timedelta(days=2))

    async def _book(self, bills: Sequence[tuple[Bill, int, date]], *, confirmed_by: Actor | None) -> None:
        """Receive, submit and approve; who is given confirms account numbers that are new."""
        made = await self._receive(bills)
        syndic = self.actors["syndic"]
        async with db.tenant_session(syndic, self.association_id) as session:
            for invoice, (_, _, day) in zip(made, bills, strict=True):
                at = self._at(day, 5)
                await steps.take_step(session, syndic, self.association_id, invoice, what="approved", at=at)
        if confirmed_by is None:
            return
        if new := {bill.firm for bill, _, _ in bills} - self.confirmed:
            await self._confirm(confirmed_by, self._at(bills[-1][2], 6))
            self.confirmed |= new
        self.owed += [
            (day, invoice, "reserve" if FUNDING.get(bill.extra) == "reserve" else "working")
            for invoice, (bill, _, day) in zip(made, bills, strict=True)
        ]

    async def _receive(self, bills: Sequence[tuple[Bill, int, date]]) -> list[UUID]:
        """Send the papers, type what they say and submit them."""
        who, made = self.actors["accountant"], []
        async with db.tenant_session(who, self.association_id) as session:
            here = (session, who, self.association_id)
            for bill, net, day in bills:
                at, said = self._at(day, 3), self._draft(bill, net, day)
                paper = drawn_invoice(
                    bill.firm, bill.words, day, said.gross, number=said.supplier_number, due_on=said.due_on,
                    net=Money(sum(cents for *_, cents in bill.lines(net))), iban=said.iban,
                )  # fmt: skip
                invoice = await files.receive(*here, content=paper, name=f"{bill.firm} {day:%Y-%m}.pdf", at=at)
                if bill.firm == ELECTRONIC and day >= self.days.this_year:
                    await files.add_electronic(
                        *here, invoice, content=_electronic(bill, said, net), name=f"{said.supplier_number}.xml", at=at
                    )
                await drafts.save(*here, invoice, said=said, at=at)
                await steps.take_step(*here, invoice, what="submitted", at=at)
                made.append(invoice)
        return made

    def _draft(self, bill: Bill, net: int, day: date) -> Draft:
        lot = self.lots.get(bill.extra)
        key = self.lift if bill.extra == "lift" else None
        first, gross, place = day.replace(day=1), bill.gross(net), FIRMS.index(bill.firm)
        covers = {"year": (first, add_months(first, 12)), "quarter": (add_months(first, -3), first)}
        served = covers.get(bill.extra, (None, None))
        given = readings(self.flats, gross) if bill.extra == "readings" else ""
        return Draft(
            supplier_id=self.known[bill.firm], kind="credit_note" if bill.extra == "credit" else "invoice", day=day,
            supplier_number=f"{day:%Y}-{day.timetuple().tm_yday:03d}{place:02d}", due_on=day + timedelta(days=30),
            gross=gross, iban=nobodys_iban(FIRST_PLACE + place), communication=f"Facture {day:%Y-%m-%d}",
            service_from=served[0], service_until=served[1],
            funding=FUNDING.get(bill.extra, "budget"), decision_id=self.decided.get(bill.extra),
            claim_id=self.claim if bill.extra == "insurance" else None,
            lines=tuple(
                DraftLine(words, account, Money(cents), rate, key_id=key, lot_id=lot, given=given)
                for words, account, rate, cents in bill.lines(net)
            ),
        )  # fmt: skip

    async def _confirm(self, who: Actor, at: datetime) -> None:
        async with db.tenant_session(who, self.association_id) as session:
            await _confirm_new(session, who, self.association_id, at)

    async def _order(self, day: date, *, before: date, executed: date | None = None) -> Sequence[Ordered]:
        """Make one payment order per fund of what is booked, and return its payments."""
        due = [each for each in self.owed if each[0] < before]
        self.owed = [each for each in self.owed if each[0] >= before]
        found: list[Ordered] = []
        who, paid_on = self.actors["accountant"], executed or day.replace(day=EXECUTED_ON)
        for fund in ("working", "reserve"):
            back, self.going_back = (self.going_back, []) if fund == "working" else ([], self.going_back)
            if (wanted := [invoice for _, invoice, each in due if each == fund]) or back:
                async with db.tenant_session(who, self.association_id) as session:
                    here = (session, who, self.association_id)
                    own = next(row.id for row in await bank_accounts(*here) if row.iban == self.iban[fund])
                    made = await payment_orders.make_order(
                        *here, account_id=own, invoices=wanted, repayments=back, day=paid_on, at=morning(day)
                    )
                    _, lines = await payment_orders.order(*here, made)
                found += [
                    Ordered(
                        paid_on, fund, line.name, line.iban, line.amount.cents, line.communication, line.end_to_end_id
                    )
                    for line in lines
                ]
        return found

    def _at(self, day: date, later: int) -> datetime:
        return morning(min(day + timedelta(days=later), self.days.today))


async def _confirm_new(session: AsyncSession, who: Actor, association_id: UUID, at: datetime) -> None:
    """Confirm every account number that waits."""
    waiting = await ibans.accounts(session, association_id, now=at)
    for supplier, rows in waiting.items():
        for each in rows:
            if each.standing in (ibans.IbanStanding.TO_CONFIRM, ibans.IbanStanding.TO_TELL):
                await ibans.confirm_account(session, who, association_id, supplier, number=each.iban, at=at)


async def _decided(session: AsyncSession, syndic: Actor, association_id: UUID, days: Days) -> Mapping[str, UUID]:
    """Enter what the assembly allowed: the roof by minutes from before, the others by their points of the agenda."""
    here, voted = (session, syndic, association_id), days.ago(ROOF_VOTED_DAYS_AGO)
    roof = await funding.enter_decision(
        *here, funding="reserve", words=ROOF.format(day=written_day(voted, "fr")), decided_on=voted,
        ceiling=Money(CEILINGS["reserve"]), at=morning(voted),
    )  # fmt: skip
    found = {"reserve": roof}
    for name, title in (("special", GARAGE["fr"]), ("smoke", SMOKE["fr"]), ("loan", FACADE["fr"])):
        point = (await session.execute(text(POINT), {"t": association_id, "title": title})).one()
        found[name] = await funding.enter_decision(
            *here, funding=FUNDING[name], words=f"AG du {written_day(point.day, 'fr')}, point {point.number} : {title}",
            decided_on=point.day, ceiling=Money(CEILINGS[name]), at=morning(point.day), item_id=point.id,
        )  # fmt: skip
    return found


def readings(flats: Sequence[str], gross: Money) -> str:
    """Return the metering firm's list: an amount per flat, by what each used, a line each."""
    used = [11 + place * 37 % 23 for place, _ in enumerate(flats)]
    cents = [gross.cents * each // sum(used) for each in used]
    cents[-1] += gross.cents - sum(cents)
    written = (f"{each // 100},{each % 100:02d}" for each in cents)
    return "\n".join(f"{flat}\t{amount}" for flat, amount in zip(flats, written, strict=True))


def _electronic(bill: Bill, said: Draft, net: int) -> bytes:
    assert said.day is not None and said.due_on is not None
    return electronic_invoice(
        bill.firm, nobodys_number(FIRST_PLACE + FIRMS.index(bill.firm)), bill.words, said.day, due_on=said.due_on,
        number=said.supplier_number, net=Money(net), gross=said.gross, rate=bill.rate, iban=said.iban,
    )  # fmt: skip
