"""Calling a loan: the cash of those who do not take part, at once; then each instalment from those who do.

Every line carries its fraction: what the bank was to take so far, by what the lot owed of what all owed, less what it was
called before. Whoever holds the lot on the due day owes it, so a buyer goes on with what is due after her deed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money, total
from koprogo.core.permissions import require
from koprogo.services.accounting.accounts import year_of
from koprogo.services.accounting.reserved import CALL
from koprogo.services.charges.call_plan import PlannedCall, PlannedLine, days_of_call, free_reference
from koprogo.services.charges.calls import freeze_call, lock_calls
from koprogo.services.charges.loans.facts import Drawn, Loan, Share, Step, load
from koprogo.services.charges.loans.refusals import CashAlreadyCalled, EverythingCalled, NothingPaidCash

CASH, INSTALMENT, EARLY = "loan_cash", "loan", "loan_early"
PRINCIPAL, INTEREST = "loan_principal", "loan_interest"


async def preview_instalment(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    called_on: date,
    due_on: date | None = None,
) -> PlannedCall:
    """Return the next instalment as it would be called, due on the bank's day unless another one is given.

    Raises:
        NotFound, NotDrawn: no such loan, or nothing to repay yet.
        EverythingCalled: the last one was called.
        BadInput: it would be due before the day of the call.
    """
    require(actor, "books.write", association_id)
    loan = await load(session, association_id, loan_id)
    drawn = loan.needed
    step = next((each for each in drawn.steps if each.due.number not in loan.called), None)
    if step is None:
        raise EverythingCalled
    shares = {share.key: share for share in drawn.shares}
    lines = [
        line
        for key in step.parts
        for line in _lines(step, shares[key])
        if line.amount
    ]  # fmt: skip
    place = (INSTALMENT, step.due.number, last_number(drawn))
    return await planned(
        session, association_id, loan, place, tuple(lines), called_on=called_on, due_on=due_on or step.due.day
    )


async def preview_cash(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    loan_id: UUID,
    *,
    called_on: date,
    due_on: date | None = None,
) -> PlannedCall:
    """Return the call of what is paid cash, as it would be made once the loan is drawn.

    Raises:
        NotFound, NotDrawn: no such loan, or choices are still open.
        NothingPaidCash, CashAlreadyCalled: there is nothing to call.
        BadInput: it would be due before the day of the call.
    """
    require(actor, "books.write", association_id)
    loan = await load(session, association_id, loan_id)
    lines = tuple(
        _line(share, CASH, share.weight, share.of_weight, Money(loan.row.amount), Money(0), share.amount)
        for share in loan.needed.shares
        if not share.participates
    )
    if not lines:
        raise NothingPaidCash
    if loan.call_of(CASH):
        raise CashAlreadyCalled
    return await planned(session, association_id, loan, (CASH, 1, 1), lines, called_on=called_on, due_on=due_on)


async def call_instalment(
    session: AsyncSession, actor: Actor, association_id: UUID, loan_id: UUID, *, at: datetime, **wish: Any
) -> UUID:
    """Freeze the next instalment, planned as `preview_instalment` does, and return the call's id (syndic, accountant)."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    found = await preview_instalment(session, actor, association_id, loan_id, **wish)
    return await freeze_call(session, actor, association_id, found, at=at)


async def call_cash(
    session: AsyncSession, actor: Actor, association_id: UUID, loan_id: UUID, *, at: datetime, **wish: Any
) -> UUID:
    """Freeze the call of what is paid cash, planned as `preview_cash` does, and return its id (syndic, accountant)."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    found = await preview_cash(session, actor, association_id, loan_id, **wish)
    return await freeze_call(session, actor, association_id, found, at=at)


async def planned(
    session: AsyncSession,
    association_id: UUID,
    loan: Loan,
    place: tuple[str, int, int],
    lines: tuple[PlannedLine, ...],
    *,
    called_on: date,
    due_on: date | None,
) -> PlannedCall:
    """Return a call of a loan with its reference; `place`: its kind, its number and of how many."""
    kind, number, instalments = place
    days = days_of_call(called_on, due_on)
    year = await year_of(session, association_id, called_on)
    sign = {INSTALMENT: f"{number:03d}", CASH: "CASH", EARLY: "EARLY"}[kind]
    wanted = f"{CALL}{year.starts.year}-L{loan.row.number}-{sign}"
    return PlannedCall(
        reference=await free_reference(session, association_id, wanted, numbered=kind == EARLY), kind=kind,
        starts=year.starts, number=number, instalments=instalments, called_on=days[0], due_on=days[1],
        covers_from=year.starts, covers_until=year.next_starts, lines=lines, loan_id=loan.row.id,
    )  # fmt: skip


def early_lines(share: Share, owed: Mapping[str, Money], fee: Money) -> tuple[PlannedLine, ...]:
    """Return what a lot is called when it repays early: all it owes of what all owe, and the bank's fee."""
    everything = total(owed.values())
    lines = [_line(share, PRINCIPAL, owed[share.key].cents, everything.cents, everything, Money(0), owed[share.key])]
    if fee:
        lines.append(_line(share, INTEREST, fee.cents, fee.cents, fee, Money(0), fee))
    return tuple(lines)


def last_number(drawn: Drawn) -> int:
    """Return the number of the last instalment in force; that of the last one called when nothing is left."""
    return max((step.due.number for step in drawn.steps), default=1)


def _lines(step: Step, share: Share) -> tuple[PlannedLine, PlannedLine]:
    part, before = step.parts[share.key], step.before[share.key]
    weight, of_weight = step.owed[share.key].cents, total(step.owed.values()).cents
    return (
        _line(share, PRINCIPAL, weight, of_weight, step.so_far.principal, before.principal, part.principal),
        _line(share, INTEREST, weight, of_weight, step.so_far.interest, before.interest, part.interest),
    )


def _line(
    share: Share, part: str, weight: int, of_weight: int, base: Money, before: Money, amount: Money
) -> PlannedLine:
    return PlannedLine(
        lot_id=share.lot_id, lot=share.lot, part=part, caught_up=False, key_id=None, key_name={}, weight=weight,
        of_weight=of_weight, base=base.cents, before=before.cents, amount=amount.cents,
    )  # fmt: skip
