"""A special call: what the assembly decided to call beside the budget, at once or in instalments (art. 3.86 §3, 3.94 §2).

The amount goes by a key or by the shares; what of it goes into the reserve fund stands on its own lines. Each instalment is
the rest of a running total, as with a budget, and is made when its turn comes: so it asks who owes it by then (`turns.py`).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.services.accounting.accounts import year_of
from koprogo.services.accounting.reserved import CALL
from koprogo.services.charges.budgets import CARRIED, LARGEST, RESERVE
from koprogo.services.charges.call_plan import (
    Group,
    PlannedCall,
    called_by,
    days_of_call,
    free_reference,
    instalment_lines,
    turn,
)
from koprogo.services.charges.refusals import DecisionNotCarried, NothingToCall

SPECIAL = "special"
MOST_INSTALMENTS = 12
STANDING = """
SELECT c.id, c.reference, c.number, c.instalments FROM call c
 WHERE c.association_id = :t AND c.kind = 'special' AND c.item_id = :i AND NOT EXISTS (SELECT 1 FROM call_event e
       WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'reversed') ORDER BY c.number
"""
DECISIONS = """
SELECT i.id, i.title, a.day, i.number,
       coalesce((SELECT sum(c.total) FROM call c WHERE c.association_id = i.association_id AND c.item_id = i.id
           AND c.kind = 'special' AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id
               AND e.call_id = c.id AND e.what = 'reversed')), 0)::bigint AS called,
       (SELECT max(c.number) FROM call c WHERE c.association_id = i.association_id AND c.item_id = i.id
           AND c.kind = 'special' AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id
               AND e.call_id = c.id AND e.what = 'reversed')) AS last
  FROM agenda_item i JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
  JOIN LATERAL (SELECT r.carried FROM result r WHERE r.association_id = i.association_id AND r.item_id = i.id
        AND r.about = 'text' ORDER BY r.round DESC LIMIT 1) r ON r.carried
 WHERE i.association_id = :t ORDER BY a.day DESC, i.number LIMIT 200
"""


@dataclass(frozen=True)
class Carried:
    """A carried point of an agenda, `called` so far by special calls; `last`: the number of the last of them, 0 for none."""

    id: UUID
    title: dict[str, str]
    day: date
    number: int | None
    called: Money
    last: int


async def carried_decisions(session: AsyncSession, actor: Actor, association_id: UUID) -> list[Carried]:
    """Return what the assembly carried, the newest first, with what was called of it (syndic, accountant)."""
    require(actor, "books.write", association_id)
    rows = (await session.execute(text(DECISIONS), {"t": association_id})).mappings()
    return [Carried(**{**row, "called": Money(row["called"]), "last": row["last"] or 0}) for row in rows]


async def plan_special(
    session: AsyncSession,
    association_id: UUID,
    *,
    item_id: UUID,
    amount: Money,
    called_on: date,
    due_on: date | None = None,
    key_id: UUID | None = None,
    reserve: Money = ZERO,
    number: int = 1,
    instalments: int = 1,
) -> PlannedCall:
    """Return instalment `number` of a special call that carries out a decision.

    `amount` and `reserve` (the part for the reserve fund, besides) are those of all instalments together.

    Raises:
        DecisionNotCarried: the point was not carried, or is not of this association.
        BadInput: no amount above 0, no such instalment, or the days are out of order.
        AlreadyCalled, EarlierNotCalled: it is not this instalment's turn.
        NothingToCall: every part is 0.
    """
    if not await session.scalar(text(CARRIED), {"t": association_id, "i": item_id}):
        raise DecisionNotCarried
    _amounts(amount, reserve, instalments)
    days = days_of_call(called_on, due_on)
    year = await year_of(session, association_id, called_on)
    standing = (await session.execute(text(STANDING), {"t": association_id, "i": item_id})).all()
    periods = standing[0].instalments if standing else instalments
    turn(standing, number, periods)
    wanted: dict[Group, Money] = {
        (part, key_id): cents for part, cents in ((SPECIAL, amount), (RESERVE, reserve)) if cents
    }
    before = await called_by(session, association_id, [row.id for row in standing])
    lines = await instalment_lines(session, association_id, wanted, periods, number, before)
    if not lines:
        raise NothingToCall
    sign = f"{CALL}{year.starts.year}-S"
    return PlannedCall(
        reference=await free_reference(session, association_id, sign, numbered=True), kind=SPECIAL, starts=year.starts,
        number=number, instalments=periods, called_on=days[0], due_on=days[1], covers_from=year.starts,
        covers_until=year.next_starts, lines=lines, item_id=item_id,
    )  # fmt: skip


def _amounts(amount: Money, reserve: Money, instalments: int) -> None:
    problems = []
    if not ZERO < amount + reserve <= Money(LARGEST) or amount < ZERO:
        problems.append(Problem("amount", "Write an amount above 0."))
    if reserve < ZERO:
        problems.append(Problem("reserve", "Write an amount of 0 or more."))
    if not 1 <= instalments <= MOST_INSTALMENTS:
        problems.append(Problem("instalments", "Choose between 1 and {most} instalments.", {"most": MOST_INSTALMENTS}))
    if problems:
        raise BadInput(*problems)
