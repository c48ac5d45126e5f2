"""The books on stage: a year open from 1 January 2026, and vouchers to write. For tests of services, screens, routes."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.services.accounting import accounts, periods
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry, reverse  # noqa: F401 (plays use them)
from tests.cast import Cast

STARTS, ENDS = date(2026, 1, 1), date(2027, 1, 1)
DAY = date(2026, 3, 15)
BY_ACT = {"act": "Minutes of an assembly that was not held here, point 4", "day": DAY}
"""How a year was voted, where the play is about something else."""


async def act(cast: Cast, do: Any, *arguments: Any, who: str = "syndic", **more: Any) -> Any:
    """Call a service as somebody of the cast, in a transaction of its own."""
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await do(session, actor, cast.association_id, *arguments, **more)


async def year(cast: Cast, starts: date = STARTS, next_starts: date = ENDS) -> UUID:
    """Open a fiscal year."""
    return await act(cast, periods.open_year, starts=starts, next_starts=next_starts)


async def account(cast: Cast, code: str, association_id: UUID | None = None) -> UUID:
    """Return an account, loaded at its first use."""
    where = association_id or cast.association_id
    async with db.association_session(where) as session:
        return await accounts.account_by_code(session, where, code)


async def debtor(cast: Cast, lot: str, day: date = DAY) -> UUID:
    """Return who owes on a lot."""
    async with db.association_session(cast.association_id) as session:
        return await accounts.debtor_of_lot(session, cast.association_id, cast.lots[lot], day)


async def owner_account(cast: Cast, debtor_id: UUID, part: str = "other") -> UUID:
    """Return the account of a debtor."""
    async with db.association_session(cast.association_id) as session:
        return await accounts.debtor_account(session, cast.association_id, debtor_id, part)


async def voucher(cast: Cast, lines: dict[str, int], **more: Any) -> NewEntry:
    """Return a general voucher with these cents per code."""
    new = tuple([NewLine(await account(cast, code), cents) for code, cents in lines.items()])
    facts = {
        "journal": Journal.GENERAL,
        "day": DAY,
        "reference": "G-1",
        "kind": "general",
        "text": "Cleaning",
        "lines": new,
    }
    return NewEntry(**{**facts, **more})


async def bill(cast: Cast, reference: str = "F-1", cents: int = 36300, **more: Any) -> Posted:
    """Book an invoice of a supplier."""
    facts = {"journal": Journal.PURCHASES, "kind": "invoice", "reference": reference, **more}
    return await act(cast, post_entry, await voucher(cast, {"61050": cents, "4400": -cents}, **facts))


async def call(cast: Cast, lot: str, cents: int, reference: str, *, part: str = "other", **more: Any) -> Posted:
    """Call an amount from who holds a lot, on her account and from her own side."""
    owes = await debtor(cast, lot)
    line = NewLine(await owner_account(cast, owes, part), cents, lot_id=cast.lots[lot], weight=1, total=1)
    other = NewLine(await account(cast, "701" if part == "other" else "160"), -cents)
    fact = OwnerFact(owes, part, "call", cents, ("call", owes))  # type: ignore[arg-type]
    facts = {
        "journal": Journal.SALES, "day": DAY, "reference": reference, "kind": "call", "text": "Call",
        "lines": (line, other), "owner_items": (fact,),
    }  # fmt: skip
    return await act(cast, post_entry, NewEntry(**{**facts, **more}))


async def receive(cast: Cast, lot: str, cents: int, reference: str, **more: Any) -> Posted:
    """Receive an amount from who holds a lot."""
    owes = await debtor(cast, lot)
    lines = (NewLine(await account(cast, "551"), cents), NewLine(await owner_account(cast, owes), -cents))
    fact = OwnerFact(owes, "other", "receipt", -cents, ("bank_line", owes))
    facts = {
        "journal": Journal.BANK, "day": DAY, "reference": reference, "kind": "receipt", "text": "Receipt",
        "lines": lines, "owner_items": (fact,),
    }  # fmt: skip
    return await act(cast, post_entry, NewEntry(**{**facts, **more}))


async def rows(cast: Cast, query: str, **facts: Any) -> list[dict[str, Any]]:
    """Return rows of the association, as the application itself may read them."""
    async with db.tenant_session(cast.syndic) as session:
        return [
            dict(row) for row in (await session.execute(text(query), {"t": cast.association_id, **facts})).mappings()
        ]


async def buyer(cast: Cast, lot: str, day: date) -> UUID:
    """Return somebody of the cast who does not hold a lot on a day."""
    query = """
        SELECT person_id FROM holding
         WHERE association_id = :t AND lot_id = :lot AND since <= :day AND (until IS NULL OR until > :day)
    """
    held = {row["person_id"] for row in await rows(cast, query, lot=cast.lots[lot], day=day)}
    return next(cast.people[name] for name in ("bram", "dirk") if cast.people[name] not in held)
