"""What the assembly allowed for one purpose, what booked invoices used of it, and what is left (art. 3.86 §3).

A decision is a point that an assembly kept here carried; or, where that assembly was not held here, words that name it and
its day. Its point is what ties the special calls made for it to the costs that they pay, so it is never left out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.models.invoices import FundingDecision
from koprogo.rules.charges.funding import DECIDED, Allowance, Funding
from koprogo.services import audit
from koprogo.services.charges.budgets import CARRIED
from koprogo.services.charges.held_here import voted_here
from koprogo.services.charges.refusals import DecisionNotCarried

LONGEST = 200
LOCK = "SELECT pg_advisory_xact_lock(39, hashtext(:d))"
USED = """
SELECT coalesce(sum(CASE i.kind WHEN 'credit_note' THEN -i.gross ELSE i.gross END), 0) FROM invoice i
 WHERE i.association_id = :t AND i.decision_id = d.id
   AND (SELECT e.what FROM invoice_event e WHERE e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1)
       IN ('approved', 'paid', 'unpaid')
"""
LIST = f"""
SELECT d.id, d.funding, d.item_id, d.words, d.decided_on, d.ceiling, ({USED}) AS used FROM funding_decision d
 WHERE d.association_id = :t AND (CAST(:d AS uuid) IS NULL OR d.id = :d) ORDER BY d.decided_on DESC, d.words, d.id
"""
HELD_ON = """
SELECT a.day FROM agenda_item i JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
 WHERE i.id = :i AND i.association_id = :t AND i.number IS NOT NULL
"""


@dataclass(frozen=True)
class Decision:
    """What one decision allows: `used` by booked invoices, `left` before any other (below nought never, unless broken)."""

    id: UUID
    funding: Funding
    item_id: UUID | None
    words: str
    decided_on: date
    ceiling: Money
    used: Money

    @property
    def left(self) -> Money:
        return self.ceiling - self.used


async def decisions(session: AsyncSession, actor: Actor, association_id: UUID) -> Sequence[Decision]:
    """Return what the assembly allowed, the newest first: its owners decided it, so they read it too."""
    require(actor, "works.read", association_id)
    return await _read(session, association_id, None)


async def enter_decision(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    funding: str,
    words: str,
    ceiling: Money,
    at: datetime,
    decided_on: date | None = None,
    item_id: UUID | None = None,
) -> UUID:
    """Enter what a decision of the assembly allows to be spent, from where, and return its id (syndic).

    Args:
        words: which decision: the assembly's day and point, and what for.
        decided_on: the day of an assembly that was not held here; a point has the day of its own.
        item_id: the point, where the agenda is kept here; one point allows once for each kind of funding.

    Raises:
        BadInput: everything missing; a day to come, or another than the point's; no point, and an assembly voted here that
            day.
        NotFound: no such point here.
        DecisionNotCarried: this point was rejected, or not voted yet.
        Conflict: this point allows it already.
    """
    require(actor, "invoice.approve", association_id)
    said = " ".join(words.split())
    problems = []
    if funding not in [each.value for each in DECIDED]:
        problems.append(Problem("funding", "Choose the reserve fund, a special call or a loan."))
    if not said or len(said) > LONGEST:
        problems.append(Problem("words", "Write which decision, in at most {most} characters.", {"most": LONGEST}))
    if ceiling <= ZERO:
        problems.append(Problem("ceiling", "Enter what the assembly allowed, above nought."))
    day, wrong = await _day_of(session, association_id, item_id, decided_on, today=legal_day(at))
    if day is None or problems or wrong:
        raise BadInput(*problems, *wrong)
    if item_id is not None:
        if not await session.scalar(text(CARRIED), {"t": association_id, "i": item_id}):
            raise DecisionNotCarried
        await session.execute(text(LOCK), {"d": str(item_id)})
        twice = "SELECT 1 FROM funding_decision WHERE association_id = :t AND item_id = :i AND funding = :f"
        if await session.scalar(text(twice), {"t": association_id, "i": item_id, "f": funding}):
            raise Conflict
    row = FundingDecision(
        id=uuid4(), association_id=association_id, funding=funding, item_id=item_id, words=said, decided_on=day,
        ceiling=ceiling.cents, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "funding.decided", row.id, funding=funding)
    return row.id


async def _day_of(
    session: AsyncSession, association_id: UUID, item_id: UUID | None, said: date | None, *, today: date
) -> tuple[date | None, list[Problem]]:
    """Return the day of a decision, that of its point where it has one, and what is wrong with it.

    Raises:
        NotFound: no such point here.
    """
    if item_id is not None:
        held = await session.scalar(text(HELD_ON), {"t": association_id, "i": item_id})
        if held is None:
            raise NotFound
        if said in (None, held):
            return held, []
        return held, [Problem("decided_on", "The assembly of this point was held on {day}.", {"day": held.isoformat()})]
    if said is None or said > today:
        return None, [Problem("decided_on", "Choose the day of that assembly; it is not to come.")]
    if await voted_here(session, association_id, said):
        kept = {"day": said.isoformat()}
        return said, [Problem("item_id", "An assembly of {day} is kept here. Choose the point that it carried.", kept)]
    return said, []


async def decision_of(session: AsyncSession, association_id: UUID, decision_id: UUID) -> Decision:
    """Return a decision for a service that decided who may; NotFound for one of others."""
    found = await _read(session, association_id, decision_id)
    if not found:
        raise NotFound
    return found[0]


async def allowance(session: AsyncSession, association_id: UUID, decision_id: UUID, asked: Money) -> Allowance:
    """Lock a decision and return what it allows, what is used and what one more invoice asks (below nought: a credit)."""
    await session.execute(text(LOCK), {"d": str(decision_id)})
    found = await decision_of(session, association_id, decision_id)
    return Allowance(found.ceiling, found.used, asked)


async def _read(session: AsyncSession, association_id: UUID, decision_id: UUID | None) -> list[Decision]:
    rows = await session.execute(text(LIST), {"t": association_id, "d": decision_id})
    return [
        Decision(
            row.id, Funding(row.funding), row.item_id, row.words, row.decided_on, Money(row.ceiling),
            Money(int(row.used)),
        )
        for row in rows
    ]  # fmt: skip
