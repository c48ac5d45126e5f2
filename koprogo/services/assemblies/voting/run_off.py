"""A run-off: nobody had more than half, so the two options left are voted on again, as a round of their own."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.assemblies.choice import ChoiceOutcome
from koprogo.services.assemblies import events
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import room_at_close
from koprogo.services.assemblies.voting.counting import count_round, counting_ballots
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.assemblies.voting.refusals import NoRunOff


async def begin_run_off(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> tuple[str, ...]:
    """Begin the round between the two options left, once the round before is confirmed; return them.

    Raises:
        WrongState: the result of the round before is not confirmed.
        NoRunOff: an option was chosen, or a tie leaves more or fewer than two.
    """
    require(actor, "assembly.run", association_id)
    assembly_id = await session.scalar(
        text("SELECT assembly_id FROM agenda_item WHERE id = :i AND association_id = :t"),
        {"i": item_id, "t": association_id},
    )
    if assembly_id is None:
        raise NotFound
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what != "confirmed":
        raise WrongState(state.what)
    rule = await rule_of(session, association_id, item_id)
    then = await room_at_close(session, association_id, assembly_id, item_id, state.round)
    found = count_round(then, rule, await counting_ballots(session, item_id, state.round)).choice
    if found is None or found.outcome is not ChoiceOutcome.RUN_OFF:
        raise NoRunOff(number=state.label)
    await events.append_item(
        session, actor, association_id, assembly_id, item_id, "reopened",
        round_=state.round + 1, options=list(found.run_off),
    )  # fmt: skip
    return found.run_off
