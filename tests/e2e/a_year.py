"""A small association with a year behind it, for the accountant's day. Run beside the house it is for.

python -m tests.e2e.a_year "Résidence du Jour"      prints its id, and what the last call asks of each owner, as JSON

Four flats, last year called, billed and paid but for its last call, this year with its budget in force and nothing called.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.cli.database import connected
from koprogo.core.actor import Actor
from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.access import actor_of
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank.accounts import enter_bank_account
from koprogo.services.buildings.demo_days import nobodys_iban
from koprogo.services.buildings.demo_papers import drawn_invoice
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.charges import budgets, calls, making_calls
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from koprogo.services.charges.invoices import drafts, files, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine
from koprogo.services.charges.rhythms import set_rhythm
from koprogo.settings import settings
from tests.e2e.scenery import empty_association
from tests.e2e.stage import EMAILS

LOTS = """Lot;Nature;Étage;Quotités;Copropriétaire(s);Régime;E-mail;Langue
A;Appartement;1;301;Anna Peeters;Pleine propriété;anna@example.org;NL
B;Appartement;2;299;Bruno Claes;Pleine propriété;bruno@example.org;FR
C;Appartement;3;250;Carla Maes;Pleine propriété;carla@example.org;FR
D;Appartement;4;150;Dirk Wouters;Pleine propriété;dirk@example.org;NL
"""
SHARES = 1000
IBAN = nobodys_iban(701)
CLEANING, LIFT = 36_300, 20_000
"""Of the budget, in cents: the lift's first bill of this year is more than ten per cent over its line."""
MINUTES = "Procès-verbal de l’assemblée ordinaire, point 3"
OWED = """
SELECT p.name, r.number,
       (SELECT sum(l.amount) FROM call_line l WHERE l.call_id = c.id AND l.debtor_id = q.debtor_id) AS cents
  FROM call c JOIN payment_reference r ON r.call_id = c.id JOIN debtor_person q ON q.debtor_id = r.debtor_id
  JOIN person p ON p.id = q.person_id WHERE c.association_id = :t AND c.number = 4
"""


async def make(name: str) -> dict[str, Any]:
    """Make it all through the services that people use, as the demo's syndic and accountant."""
    here = await empty_association(name)
    try:
        this = date(today().year, 1, 1)
        last = date(this.year - 1, 1, 1)
        syndic, accountant = await _actor("syndic"), await _actor("accountant")
        await _lots(syndic, here, _at(last - timedelta(days=30)))
        await _books(syndic, here, last, this)
        for number in (1, 2, 3, 4):
            await _call(accountant, here, last, number)
        await _bill(accountant, syndic, here, last + timedelta(days=80))
        async with db.tenant_session(accountant, here) as session:
            rows = (await session.execute(text(OWED), {"t": here})).all()
        owed = {row.name: {"number": row.number, "cents": int(row.cents)} for row in rows}
        return {"association": str(here), "iban": IBAN, "owed": owed}
    finally:
        await db.close()


async def _actor(who: str) -> Actor:
    async with db.open_session() as session:
        found = await session.scalar(text("SELECT person_id FROM account WHERE email = :e"), {"e": EMAILS[who]})
        return await actor_of(session, UUID(str(found)), on_day=today())


async def _lots(syndic: Actor, here: UUID, at: datetime) -> None:
    facts = {"content": LOTS.encode(), "filename": "lots.csv", "denominator": SHARES, "at": at}
    async with db.tenant_session(syndic, here) as session:
        await preview_import(session, syndic, here, **facts)
        await confirm_import(session, syndic, here, merges_accepted=[], answers={}, **facts)


async def _books(syndic: Actor, here: UUID, last: date, this: date) -> None:
    """Open both years with a budget each, the rhythm and the account."""
    after = date(this.year + 1, 1, 1)
    async with db.tenant_session(syndic, here) as session:
        place = (session, syndic, here)
        for starts, ends, lift in ((last, this, 106_000), (this, after, LIFT)):
            await periods.open_year(*place, starts=starts, next_starts=ends)
            lines = (
                LineDraft("ordinary", "61050", Money(CLEANING)), LineDraft("ordinary", "61011", Money(lift)),
                LineDraft("reserve", "", Money(30_000)),
            )  # fmt: skip
            made = await budgets.save_budget(*place, draft=BudgetDraft(starts, ends, 4, lines), at=now())
            await budgets.take_into_force(*place, made, at=now(), act=MINUTES)
        await set_rhythm(*place, since=last, rhythm="provisions", source="Règlement, art. 27", at=now())
        await enter_bank_account(*place, number=IBAN, purpose="current", name="Compte courant", at=now())


async def _call(accountant: Actor, here: UUID, starts: date, number: int) -> None:
    async with db.tenant_session(accountant, here) as session:
        place = (session, accountant, here)
        made = await making_calls.instalment(*place, starts=starts, number=number, at=now())
        await calls.post_call(*place, made, at=now())


async def _bill(accountant: Actor, syndic: Actor, here: UUID, day: date) -> None:
    """Book the cleaning of last year, which the settlement shares."""
    async with db.tenant_session(accountant, here) as session:
        place = (session, accountant, here)
        paper = drawn_invoice("Nettoyage Clair SRL", "Entretien des communs", day, Money(CLEANING))
        invoice = await files.receive(*place, content=paper, name="nettoyage.pdf", at=now())
        supplier = await suppliers.add_supplier(*place, name="Nettoyage Clair SRL", at=now())
        line = DraftLine("Entretien des communs", "61050", Money(30_000), "21")
        said = Draft(supplier_id=supplier, supplier_number="80", day=day, gross=Money(CLEANING), lines=(line,))
        await drafts.save(*place, invoice, said=said, at=now())
        await steps.take_step(*place, invoice, what="submitted", at=now())
    async with db.tenant_session(syndic, here) as session:
        await steps.take_step(session, syndic, here, invoice, what="approved", at=now())


def _at(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


if __name__ == "__main__":
    with connected():
        settings.cache_clear()
        print(json.dumps(asyncio.run(make(sys.argv[1]))))
