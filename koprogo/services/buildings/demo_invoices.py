"""Suppliers and a year of invoices for the demo building: booked, one in a payment order, one to approve, one a draft.

Through the services that people use, on days relative to today; those of last year are booked today, because the books begin
with this one. The amounts are those of a small building's year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.money import Money
from koprogo.services.accounting.bank.accounts import CURRENT, bank_accounts
from koprogo.services.buildings.demo_papers import drawn_invoice
from koprogo.services.charges.invoices import drafts, files, funding, ibans, payment_orders, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine


@dataclass(frozen=True)
class Firm:
    """A supplier of the demo: what it does, on which account, at which rate."""

    name: str
    number: str
    iban: str
    words: str
    account: str
    rate: str


CLEANING = Firm("Nettoyage Clair SRL", "0428759497", "BE71096123456769", "Entretien des communs", "61050", "21")
POWER = Firm("Énergie du Nord SA", "0403019261", "BE68539007547034", "Électricité des communs", "61210", "6")
LIFT = Firm("Ascenseurs du Midi SA", "0403170701", "BE62510007547061", "Entretien de l’ascenseur", "61011", "6")
INSURER = Firm(
    "Assurances Belges SA", "0404494849", "BE67063620000187", "Assurance incendie de l’immeuble", "6140", "exempt"
)
ROOFER = Firm("Toitures Lambert SRL", "0444444496", "BE21001234567803", "Réparation de la toiture", "61073", "21")
QUARTERS = ((330, 18_743), (240, 17_002), (150, 16_510), (60, 20_177))
"""Days ago, and the electricity of the quarter in cents, VAT included."""


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Write it all; `actors` are the syndic, the accountant and the council member by their keys in `demo.SIGN_INS`."""
    desk = Desk(actors, association_id, at)
    for days, power in QUARTERS:
        await desk.booked(CLEANING, days, Money(36_300), Money(30_000))
        await desk.booked(POWER, days - 4, Money(power), _net(power))
    await desk.booked(INSURER, 320, Money(119_999), Money(119_999), months=12)
    await desk.booked(LIFT, 300, Money(53_000), Money(50_000), months=6)
    await desk.confirm()
    ordered = await desk.booked(LIFT, 118, Money(53_000), Money(50_000), months=6)
    await desk.order(ordered)
    decision = await desk.allow("AG, point 7 : toiture", Money(121_000))
    await desk.booked(ROOFER, 45, Money(121_000), Money(100_000), decision=decision)
    await desk.submitted(CLEANING, 8, Money(18_150), Money(15_000))
    await desk.received("Facture scannée", "Jardins & Cie", 2, Money(25_263))


@dataclass(frozen=True)
class Desk:
    """The accountant and the syndic at work."""

    actors: Mapping[str, Actor]
    association_id: UUID
    at: datetime

    async def received(self, words: str, name: str, days: int, gross: Money) -> UUID:
        """Send the paper of an invoice, which becomes a draft."""
        day = legal_day(self.at - timedelta(days=days))
        who = self.actors["accountant"]
        async with db.tenant_session(who, self.association_id) as session:
            return await files.receive(
                session, who, self.association_id, content=drawn_invoice(name, words, day, gross),
                name=f"{name}.pdf", at=self.at,
            )  # fmt: skip

    async def submitted(
        self, firm: Firm, days: int, gross: Money, net: Money, *, months: int = 0, decision: UUID | None = None
    ) -> UUID:
        """Send, type and submit an invoice."""
        invoice = await self.received(firm.words, firm.name, days, gross)
        day, who = legal_day(self.at - timedelta(days=days)), self.actors["accountant"]
        async with db.tenant_session(who, self.association_id) as session:
            here = (session, who, self.association_id)
            supplier = await suppliers.add_supplier(*here, name=firm.name, number=firm.number, at=self.at)
            said = Draft(
                supplier_id=supplier, supplier_number=f"{day.year}-{day.timetuple().tm_yday:03d}", day=day,
                due_on=day + timedelta(days=30), gross=gross, iban=firm.iban, communication=f"Facture {day.isoformat()}",
                service_from=day if months else None,
                service_until=day + timedelta(days=round(months * 30.4)) if months else None,
                funding="reserve" if decision else "budget", decision_id=decision,
                lines=(DraftLine(firm.words, firm.account, net, firm.rate),),
            )  # fmt: skip
            await drafts.save(*here, invoice, said=said, at=self.at)
            await steps.take_step(*here, invoice, what="submitted", at=self.at)
        return invoice

    async def booked(
        self, firm: Firm, days: int, gross: Money, net: Money, *, months: int = 0, decision: UUID | None = None
    ) -> UUID:
        """Have an invoice approved by the syndic, and so booked."""
        invoice = await self.submitted(firm, days, gross, net, months=months, decision=decision)
        who = self.actors["syndic"]
        async with db.tenant_session(who, self.association_id) as session:
            await steps.take_step(session, who, self.association_id, invoice, what="approved", at=self.at)
        return invoice

    async def confirm(self) -> None:
        """Let the council confirm what the suppliers so far are paid on; later ones wait."""
        who = self.actors["council"]
        async with db.tenant_session(who, self.association_id) as session:
            here = (session, who, self.association_id)
            for row in await suppliers.suppliers(*here):
                for each in (await ibans.accounts(session, self.association_id, now=self.at)).get(row.id, ()):
                    await ibans.confirm_account(*here, row.id, number=each.iban, at=self.at)

    async def order(self, invoice: UUID) -> None:
        """Make a payment order of one invoice."""
        who = self.actors["accountant"]
        async with db.tenant_session(who, self.association_id) as session:
            rows = await bank_accounts(session, who, self.association_id)
            current = next(row.id for row in rows if row.purpose == CURRENT)
            await payment_orders.make_order(
                session, who, self.association_id, account_id=current, invoices=[invoice], day=legal_day(self.at),
                at=self.at,
            )  # fmt: skip

    async def allow(self, words: str, ceiling: Money) -> UUID:
        """Enter what the assembly allowed to be taken from the reserve fund."""
        who, day = self.actors["syndic"], legal_day(self.at - timedelta(days=190))
        async with db.tenant_session(who, self.association_id) as session:
            return await funding.enter_decision(
                session, who, self.association_id, funding="reserve", words=words, decided_on=day, ceiling=ceiling,
                at=self.at,
            )  # fmt: skip


def _net(gross_cents: int) -> Money:
    """Return a net amount whose 6 % make this total, within the cents that a paper's rounding may differ."""
    return Money((gross_cents * 100 + 53) // 106)
