"""Suppliers of the demo building and what they bill: month by month, approved, paid by one order a month.

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
from koprogo.rules.charges.invoice_totals import NetLine, VatRate, gross_lines
from koprogo.services.accounting.bank.accounts import bank_accounts
from koprogo.services.buildings.demo_days import MONTHS, Days, morning, nobodys_iban, nobodys_number
from koprogo.services.buildings.demo_papers import drawn_invoice
from koprogo.services.charges.invoices import drafts, files, funding, ibans, payment_orders, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine

FIRMS = (
    "Nettoyage Clair SRL", "Jardins & Cie SRL", "Énergie du Nord SA", "Eaux de la Senne SC", "Ascenseurs du Midi SA",
    "Contrôle Technique Senne ASBL", "Chaleur & Services SRL", "Extincteurs Bruxellois SRL", "Aqua Dépannage SRL",
    "Serrurerie de la Barrière SRL", "Syndic du Parc", "Assurances de l’Escaut SA", "Toitures Lambert SRL",
    "Vitrerie Nord SRL",
)  # fmt: skip
FIRST_PLACE = 801
"""Their account and enterprise numbers are those of the places from here on: nobody's."""
EVERY_MONTH = tuple(range(MONTHS))


@dataclass(frozen=True)
class Bill:
    """What a supplier bills in some months of the year: net cents of last year and of this one (0: none that year).

    `extra`: borne by the `lift` key, a `credit` note, paid by the `reserve` fund, covers a `year` from its month on or the
    `quarter` before it, or a lot's number.
    """

    firm: str
    words: str
    account: str
    rate: str
    net: tuple[int, int]
    months: tuple[int, ...]
    day: int
    extra: str = ""


BILLS = (
    Bill("Assurances de l’Escaut SA", "Assurance incendie, prime annuelle", "6140", "exempt", (846_000, 864_000), (0,),
         2, "year"),
    Bill("Nettoyage Clair SRL", "Entretien des communs", "61050", "21", (89_000, 90_800), EVERY_MONTH, 3),
    Bill("Syndic du Parc", "Honoraires du syndic", "61300", "21", (64_000, 65_400), EVERY_MONTH, 4),
    Bill("Énergie du Nord SA", "Électricité des communs, acompte", "61210", "6", (36_200, 36_900), EVERY_MONTH, 6),
    Bill("Énergie du Nord SA", "Gaz de la chaufferie, acompte", "61220", "6", (164_000, 168_500), EVERY_MONTH, 7),
    Bill("Eaux de la Senne SC", "Eau du trimestre écoulé", "61200", "6", (130_500, 132_000), (0,), 8, "quarter"),
    Bill("Eaux de la Senne SC", "Eau du trimestre écoulé", "61200", "6", (132_000, 135_500), (3, 6, 9), 8,
         "quarter"),
    Bill("Jardins & Cie SRL", "Entretien du jardin", "61060", "21", (14_500, 14_800), EVERY_MONTH, 9),
    Bill("Ascenseurs du Midi SA", "Entretien de l’ascenseur", "61011", "6", (95_500, 97_800), (2, 5, 8, 11), 10, "lift"),
    Bill("Contrôle Technique Senne ASBL", "Contrôle de l’ascenseur", "61010", "21", (17_800, 18_100), (4, 10), 11,
         "lift"),
    Bill("Chaleur & Services SRL", "Entretien annuel de la chaudière", "61031", "6", (84_000, 85_600), (5,), 12),
    Bill("Extincteurs Bruxellois SRL", "Contrôle des extincteurs", "61001", "21", (35_600, 36_200), (6,), 12),
    Bill("Syndic du Parc", "Convocation et tenue de l’assemblée", "61600", "21", (31_000, 31_000), (7,), 13),
    Bill("Aqua Dépannage SRL", "Débouchage de la colonne A", "61036", "6", (28_700, 0), (3,), 14),
    Bill("Aqua Dépannage SRL", "Remplacement d’une vanne en cave", "61036", "6", (41_200, 0), (9,), 14),
    Bill("Aqua Dépannage SRL", "Fuite en cave, recherche et réparation", "61036", "6", (0, 53_000), (1,), 14),
    Bill("Aqua Dépannage SRL", "Fuite en cave, conduite remplacée", "61036", "6", (0, 118_000), (4,), 14),
    Bill("Serrurerie de la Barrière SRL", "Ferme-porte de l’entrée", "61077", "21", (24_500, 0), (8,), 15),
    Bill("Serrurerie de la Barrière SRL", "Cylindre du local vélos", "61077", "21", (0, 19_800), (2,), 15),
    Bill("Serrurerie de la Barrière SRL", "Badge perdu, appartement A3.2", "643", "21", (5_400, 0), (6,), 15, "A3.2"),
    Bill("Toitures Lambert SRL", "Réparation de la toiture, bloc A", "61073", "6", (800_000, 0), (5,), 16, "reserve"),
    Bill("Énergie du Nord SA", "Note de crédit, relevé d’électricité", "61210", "6", (7_900, 0), (10,), 17, "credit"),
)  # fmt: skip
ROOF, ROOF_CEILING, ROOF_VOTED_DAYS_AGO = "AG ordinaire du {day}, point 8 : toiture du bloc A", 900_000, 728
ORDERED_ON, EXECUTED_ON, ORDERED_BEFORE = 24, 25, 20
"""Days of a month: the payment order, the bank's execution, and what is dated before."""
LOTS = "SELECT number, id FROM lot WHERE association_id = :t"


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
    roof: UUID
    iban: Mapping[str, str]
    """Our own account numbers by fund."""
    known: dict[str, UUID] = field(default_factory=dict)
    lots: dict[str, UUID] = field(default_factory=dict)
    owed: list[tuple[date, UUID, str]] = field(default_factory=list)
    """Booked and not ordered yet: its day, the invoice, its fund."""

    @classmethod
    async def open(
        cls, actors: Mapping[str, Actor], association_id: UUID, days: Days, *, lift: UUID,
        iban: Mapping[str, str],
    ) -> "Desk":  # fmt: skip
        """Enter every supplier, and what the assembly allowed for the roof."""
        who, syndic, at = actors["accountant"], actors["syndic"], morning(days.last_year)
        voted = days.ago(ROOF_VOTED_DAYS_AGO)
        async with db.tenant_session(syndic, association_id) as session:
            roof = await funding.enter_decision(
                session, syndic, association_id, funding="reserve", words=ROOF.format(day=written_day(voted, "fr")),
                decided_on=voted, ceiling=Money(ROOF_CEILING), at=at,
            )  # fmt: skip
            lots = {row.number: row.id for row in await session.execute(text(LOTS), {"t": association_id})}
        made = cls(actors, association_id, days, lift, roof, iban, lots=lots)
        async with db.tenant_session(who, association_id) as session:
            for place, name in enumerate(FIRMS, start=FIRST_PLACE):
                made.known[name] = await suppliers.add_supplier(
                    session, who, association_id, name=name, number=nobodys_number(place), at=at
                )
        return made

    async def month(self, place: int, month: Period) -> Sequence[Ordered]:
        """Receive and book what is billed in a month, then order what is due; return what the bank will pay."""
        year, in_year = divmod(place, MONTHS)
        bills = [
            (bill, bill.net[year], month.start + timedelta(days=bill.day - 1))
            for bill in BILLS
            if in_year in bill.months and bill.net[year]
        ]
        bills = [each for each in bills if each[2] in month]
        if bills:
            await self._book(bills, confirmed_by=self.actors["auditor"])
        day = month.start.replace(day=ORDERED_ON)
        if day > self.days.imported_until:
            return ()
        return await self._order(day, before=month.start.replace(day=ORDERED_BEFORE))

    async def today(self) -> None:
        """Leave invoices on the desk, one in each state that a person meets."""
        ago = self.days.ago
        rejected = Bill(
            "Ascenseurs du Midi SA", "Réparation, avenue des Hêtres 3", "61015", "6", (0, 41_800), (), 0, "lift"
        )
        waiting = Bill("Vitrerie Nord SRL", "Vitre du hall remplacée", "61077", "21", (0, 16_900), (), 0)
        to_approve = Bill("Nettoyage Clair SRL", "Nettoyage après travaux", "61051", "21", (0, 15_000), (), 0)
        await self._book([(waiting, waiting.net[1], ago(6))], confirmed_by=None)
        made = await self._receive([(rejected, rejected.net[1], ago(16)), (to_approve, to_approve.net[1], ago(8))])
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
        if confirmed_by is not None:
            await self._confirm(confirmed_by, self._at(bills[-1][2], 6))
        self.owed += [
            (day, invoice, "reserve" if bill.extra == "reserve" else "working")
            for invoice, (bill, _, day) in zip(made, bills, strict=True)
            if confirmed_by is not None
        ]

    async def _receive(self, bills: Sequence[tuple[Bill, int, date]]) -> list[UUID]:
        """Send the papers, type what they say and submit them."""
        who, made = self.actors["accountant"], []
        async with db.tenant_session(who, self.association_id) as session:
            here = (session, who, self.association_id)
            for bill, net, day in bills:
                at, said = self._at(day, 3), self._draft(bill, net, day)
                paper = drawn_invoice(
                    bill.firm, bill.words, day, said.gross, number=said.supplier_number, net=Money(net), iban=said.iban,
                    due_on=said.due_on,
                )  # fmt: skip
                invoice = await files.receive(*here, content=paper, name=f"{bill.firm} {day:%Y-%m}.pdf", at=at)
                await drafts.save(*here, invoice, said=said, at=at)
                await steps.take_step(*here, invoice, what="submitted", at=at)
                made.append(invoice)
        return made

    def _draft(self, bill: Bill, net: int, day: date) -> Draft:
        rate = VatRate(bill.rate)
        lot = self.lots.get(bill.extra)
        key = self.lift if bill.extra == "lift" else None
        first = day.replace(day=1)
        covers = {"year": (first, add_months(first, 12)), "quarter": (add_months(first, -3), first)}
        served = covers.get(bill.extra, (None, None))
        return Draft(
            supplier_id=self.known[bill.firm], kind="credit_note" if bill.extra == "credit" else "invoice", day=day,
            supplier_number=f"{day:%Y}-{day.timetuple().tm_yday:03d}{FIRMS.index(bill.firm):02d}",
            due_on=day + timedelta(days=30), gross=gross_lines([NetLine(rate, Money(net))])[0],
            iban=nobodys_iban(FIRST_PLACE + FIRMS.index(bill.firm)), communication=f"Facture {day:%Y-%m-%d}",
            service_from=served[0], service_until=served[1],
            funding="reserve" if bill.extra == "reserve" else "budget",
            decision_id=self.roof if bill.extra == "reserve" else None,
            lines=(DraftLine(bill.words, bill.account, Money(net), bill.rate, key_id=key, lot_id=lot),),
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
            if wanted := [invoice for _, invoice, each in due if each == fund]:
                async with db.tenant_session(who, self.association_id) as session:
                    here = (session, who, self.association_id)
                    own = next(row.id for row in await bank_accounts(*here) if row.iban == self.iban[fund])
                    made = await payment_orders.make_order(
                        *here, account_id=own, invoices=wanted, day=paid_on, at=morning(day)
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
            if each.standing is ibans.IbanStanding.TO_CONFIRM:
                await ibans.confirm_account(session, who, association_id, supplier, number=each.iban, at=at)
