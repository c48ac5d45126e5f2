"""Invoices on stage: papers, a year of books, and every step. For tests of services, screens, routes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.cli.bench.bank_building import iban_of
from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import accounts as bank_accounts
from koprogo.services.charges.invoices import drafts, files, ibans, payment_orders, queries, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine
from tests.cast import OWNERS, Cast
from tests.services.governance.council_on_stage import member

IBAN, OTHER_IBAN, OWN = "BE71096123456769", "BE68539007547034", "BE43068999999501"
_made = iter(range(1, 10**9))


def fresh() -> str:
    """Return a number that no other test has used."""
    return str(next(_made))


def pdf() -> bytes:
    """Return the bytes of a paper no other test has sent."""
    return b"%PDF-1.7\n% paper " + fresh().encode() + b"\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


async def act(cast: Cast, who: str, service: Any, *arguments: Any, **more: Any) -> Any:
    """Run a service as somebody of the cast, in a transaction of its own."""
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def year(cast: Cast) -> None:
    """Open the fiscal year of today, unless it is open."""
    async with db.association_session(cast.association_id) as session:
        if await session.scalar(text("SELECT 1 FROM period WHERE association_id = :t"), {"t": cast.association_id}):
            return
    starts = date(today().year, 1, 1)
    await act(cast, "syndic", periods.open_year, starts=starts, next_starts=date(today().year + 1, 1, 1))


async def received(cast: Cast, who: str = "syndic", *, content: bytes | None = None, name: str = "invoice.pdf") -> UUID:
    """Send a paper and return the draft."""
    return await act(cast, who, files.receive, content=content or pdf(), name=name, at=now())


async def supplier(cast: Cast, name: str = "Ascenseurs du Midi", **more: Any) -> UUID:
    """Enter a supplier."""
    return await act(cast, "syndic", suppliers.add_supplier, name=name, at=now(), **more)


def line(cents: int = 30_000, **more: Any) -> DraftLine:
    """Return a line of 300.00 at 21 % on the lift's account."""
    return DraftLine(**{"words": "Entretien", "account": "61011", "net": Money(cents), "rate": "21", **more})


async def typed(cast: Cast, invoice: UUID | None = None, *, who: str = "syndic", **more: Any) -> UUID:
    """Fill a draft with an invoice of 363.00 from one supplier and return it."""
    invoice = invoice or await received(cast, who)
    lines: Sequence[DraftLine] = more.pop("lines", (line(),))
    facts = {
        "supplier_id": more.pop("supplier_id", None) or await supplier(cast), "supplier_number": f"F-{fresh()}",
        "day": today(), "due_on": today() + timedelta(days=30), "gross": Money(36_300), "iban": IBAN,
        "communication": "+++090/9337/55493+++", "lines": lines,
    }  # fmt: skip
    await act(cast, who, drafts.save, invoice, said=Draft(**{**facts, **more}), at=now())
    return invoice


async def step(cast: Cast, who: str, invoice: UUID, what: str, *, at: datetime | None = None, **more: Any) -> None:
    """Take a step."""
    await act(cast, who, steps.take_step, invoice, what=what, at=at or now(), **more)


async def booked(cast: Cast, **more: Any) -> UUID:
    """Return an invoice that is approved and booked."""
    await year(cast)
    invoice = await typed(cast, **more)
    await step(cast, "syndic", invoice, "submitted")
    await step(cast, "syndic", invoice, "approved")
    return invoice


async def payable(cast: Cast, **more: Any) -> UUID:
    """Return a booked invoice whose account number a member of the council confirmed."""
    await member(cast, "bram")
    invoice = await booked(cast, **more)
    found = await sheet(cast, "syndic", invoice)
    if found.account.standing != "usable":
        facts = {"number": found.iban, "at": now()}
        await act(cast, "bram", ibans.confirm_account, found.row.supplier_id, **facts)
    return invoice


async def with_address(cast: Cast, *names: str) -> None:
    """Note an e-mail address of these people, as the association knows them; of every owner without a name."""
    sql = (
        "INSERT INTO contact (id, association_id, person_id, email, phone, street, postcode, city, country,"
        " enterprise_number) VALUES (gen_random_uuid(), :t, :p, :mail, '', '', '', '', '', '')"
        " ON CONFLICT (association_id, person_id) DO UPDATE SET email = excluded.email"
    )
    async with db.association_session(cast.association_id) as session:
        for name in names or sorted({each for lot in OWNERS.values() for each in lot}):
            facts = {"t": cast.association_id, "p": cast.people[name], "mail": f"{name}@example.org"}
            await session.execute(text(sql), facts)


async def own_account(cast: Cast, purpose: str = "current") -> UUID:
    """Return a bank account of the association, entered at the first need."""
    rows = await act(cast, "syndic", bank_accounts.bank_accounts)
    if found := [row.id for row in rows if row.purpose == purpose]:
        return found[0]
    number = iban_of(int(fresh()) + 7_000_000_000)
    return await act(cast, "syndic", bank_accounts.enter_bank_account, number=number, purpose=purpose, at=now())


async def ordered(cast: Cast, *invoices: UUID, fund: str = "current", **more: Any) -> UUID:
    """Return a payment order of these invoices, from the current account or the reserve's."""
    facts = {"account_id": await own_account(cast, fund), "invoices": invoices, "day": today(), "at": now()}
    return await act(cast, "syndic", payment_orders.make_order, **{**facts, **more})


async def sheet(cast: Cast, who: str, invoice: UUID, **more: Any) -> Any:
    """Return one invoice as somebody sees it."""
    return await act(cast, who, queries.invoice, invoice, at=more.get("at") or now())


async def entry(cast: Cast, invoice: UUID, *, what: str = "approved") -> dict[str, int]:
    """Return what the entry of an invoice put on each account, in cents."""
    sql = (
        "SELECT a.code, sum(l.amount) AS amount FROM invoice_event e"
        " JOIN entry_line l ON l.association_id = e.association_id AND l.entry_id = e.entry_id"
        " JOIN ledger_account a ON a.id = l.account_id"
        " WHERE e.invoice_id = :i AND e.what = :w GROUP BY a.code"
    )
    async with db.association_session(cast.association_id) as session:
        rows = await session.execute(text(sql), {"i": invoice, "w": what})
        return {row.code: int(row.amount) for row in rows}
