"""Making a call in one act: planned under the lock, then frozen. What a preview shows is the same plan, not written."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.money import Money
from koprogo.core.permissions import require
from koprogo.services.charges import call_plan, special_plan
from koprogo.services.charges.call_plan import PlannedCall
from koprogo.services.charges.calls import freeze_call, lock_calls


async def preview(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    starts: date,
    number: int,
    called_on: date | None = None,
    due_on: date | None = None,
    earlier_elsewhere: bool = False,
) -> PlannedCall:
    """Return an instalment as it would be called now; raises as `call_plan.plan_instalment` (syndic, accountant)."""
    require(actor, "books.write", association_id)
    return await call_plan.plan_instalment(
        session, association_id, starts=starts, number=number, called_on=called_on, due_on=due_on,
        earlier_elsewhere=earlier_elsewhere,
    )  # fmt: skip


async def instalment(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime, **wish: Any) -> UUID:
    """Freeze an instalment, planned as `preview` does, and return the call's id (syndic, accountant)."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    planned = await preview(session, actor, association_id, **wish)
    return await freeze_call(session, actor, association_id, planned, at=at)


async def preview_special(session: AsyncSession, actor: Actor, association_id: UUID, **wish: Any) -> PlannedCall:
    """Return a special call as it would be made now; raises as `special_plan.plan_special` (syndic, accountant)."""
    require(actor, "books.write", association_id)
    return await special_plan.plan_special(session, association_id, **wish)


async def special(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    at: datetime,
    words: dict[str, str] | None = None,
    **wish: Any,
) -> UUID:
    """Freeze a special call, planned as `preview_special` does, and return its id (syndic, accountant)."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    planned = await preview_special(session, actor, association_id, **wish)
    return await freeze_call(session, actor, association_id, planned, at=at, words=words)


async def working_fund(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    amount: Money,
    called_on: date,
    at: datetime,
    due_on: date | None = None,
) -> UUID:
    """Freeze a call that raises the working fund; raises as `call_plan.plan_working_fund` (syndic, accountant)."""
    require(actor, "books.write", association_id)
    await lock_calls(session, association_id)
    planned = await call_plan.plan_working_fund(
        session, association_id, amount=amount, called_on=called_on, due_on=due_on
    )
    return await freeze_call(session, actor, association_id, planned, at=at)
