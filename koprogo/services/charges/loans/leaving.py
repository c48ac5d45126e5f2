"""One lot repays all it owes early, at a sale or whenever it likes: called from it alone, and the schedule worked out again.

The others go on with what they owe, over the same days. The bank's fee, if it takes one, is hers.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.permissions import require
from koprogo.models.loans import LoanLeaving
from koprogo.rules.charges.loan_schedule import Due, Terms, Way, held, schedule
from koprogo.services import audit
from koprogo.services.charges.calls import freeze_call, lock_calls
from koprogo.services.charges.loans.calling import EARLY, early_lines, planned
from koprogo.services.charges.loans.drawing import add_schedule
from koprogo.services.charges.loans.facts import Drawn, Step, load, lock_loans
from koprogo.services.charges.loans.refusals import TableNeeded, TakesNoPart
from koprogo.services.charges.refusals import EarlierNotCalled


async def leave(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    lot_id: UUID,
    called_on: date,
    at: datetime,
    due_on: date | None = None,
    fee: Money = ZERO,
    table: Sequence[Due] = (),
) -> UUID:
    """Call from a lot what it owes after the last instalment called, and set the others' schedule; return the call's id.

    `table`: the bank's new one, needed where the loan goes by the bank's own (syndic, accountant).

    Raises:
        NotFound, NotDrawn: no such loan, or nothing is owed yet.
        TakesNoPart: the lot owes nothing of it.
        EarlierNotCalled: the bank took an instalment that was not called yet.
        TableNeeded, NotTheLoan, NotInOrder: the bank's new table is missing, or not one of what is left.
        BadInput: a fee below nought, or days out of order.
    """
    require(actor, "books.write", association_id)
    if fee < ZERO:
        raise BadInput(Problem("fee", "Write an amount of 0 or more."))
    await lock_loans(session, association_id)
    await lock_calls(session, association_id)
    loan = await load(session, association_id, loan_id)
    drawn = loan.needed
    after = max(loan.called, default=0)
    if (taken := max(drawn.repaid, default=0)) > after:
        raise EarlierNotCalled(taken)
    share = next((each for each in drawn.shares if each.lot_id == lot_id), None)
    owed = {each.key: left for each in drawn.shares if (left := drawn.owed_after(each.key, after))}
    if share is None or share.key not in owed:
        raise TakesNoPart
    rest = total(amount for key, amount in owed.items() if key != share.key)
    dues = _again(drawn, rest, [step for step in drawn.steps if step.due.number > after], table)
    version = len(drawn.leavings) + 2
    row = LoanLeaving(
        id=uuid4(), association_id=association_id, drawing_id=drawn.id, lot_id=lot_id, version=version, after=after,
        day=called_on, principal=owed[share.key].cents, fee=fee.cents, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    await add_schedule(session, association_id, drawn.id, dues, version=version)
    wish = await planned(
        session, association_id, loan, (EARLY, 1, 1), early_lines(share, owed, fee), called_on=called_on, due_on=due_on
    )
    made = await freeze_call(session, actor, association_id, wish, at=at)
    await audit.record(session, actor, association_id, "loan.left", loan_id, cents=row.principal)
    return made


def _again(drawn: Drawn, rest: Money, left: Sequence[Step], table: Sequence[Due]) -> tuple[Due, ...]:
    """Return the schedule of what the others owe, numbered and dated as the instalments it takes the place of."""
    if not rest:
        return ()
    first = left[0].due.number
    if drawn.way is Way.TABLE:
        if not table:
            raise TableNeeded
        return tuple(replace(due, number=place) for place, due in enumerate(held(rest, table), start=first))
    terms = Terms(drawn.rate or 0, drawn.every, len(left), left[0].due.day)
    found = schedule(rest, terms, drawn.way, first=first)
    return tuple(replace(due, day=step.due.day) for due, step in zip(found, left, strict=True))
