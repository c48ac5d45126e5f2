"""Before closing: whether those present without a ballot could still make it another result, and who might confirm hands."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import events
from koprogo.services.assemblies.roll import Room, room
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.voting.counting import (
    ItemRule,
    LotBallot,
    RoundCount,
    count_round,
    counting_ballots,
    population,
    round_on,
)
from koprogo.services.assemblies.voting.item_rule import rule_of


def may_change(now: Room, item: ItemRule, ballots: Sequence[LotBallot]) -> bool:
    """Say whether the lots present without a ballot, all of one mind, would turn the result.

    One more vote for never turns carried into rejected, so all for and all against are the two ends of what can come;
    between options, each of them is an end.
    """
    voted = {ballot.lot_id for ballot in ballots}
    silent = [
        row
        for row in population(now.roll, item)
        if row.lot_id in now.carriers and now.carriers[row.lot_id] not in item.excluded and row.lot_id not in voted
    ]
    ends = {_outcome(count_round(now, item, ballots))}
    for choice in item.options or (str(Choice.FOR), str(Choice.AGAINST)):
        added = [LotBallot(row.lot_id, choice, row.votes(item.key_id), now.carriers[row.lot_id]) for row in silent]
        ends.add(_outcome(count_round(now, item, [*ballots, *added])))
    return len(ends) > 1


def _outcome(counted: RoundCount) -> object:
    """Return what a round comes to: carried or not, or the option chosen and what a run-off would be between."""
    found = counted.choice
    return (found.outcome, found.chosen, found.run_off) if found else counted.count.carried


async def may_still_change(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> bool:
    """Say so for the point whose vote is open; False when none is."""
    require(actor, "assembly.run", association_id)
    current = await round_on(session, assembly_id)
    if current is None:
        return False
    state = await events.item_state(session, association_id, current.item_id)
    if state.what not in events.VOTE_OPEN:
        return False
    now = await room(session, association_id, assembly_id)
    rule = await rule_of(session, association_id, current.item_id)
    return may_change(now, rule, await counting_ballots(session, current.item_id, current.round))


async def who_can_confirm(session: AsyncSession, assembly_id: UUID, now: Room, enterer_id: UUID) -> set[UUID]:
    """Return who is in the room and might confirm what one person entered: the bureau, and the syndic's other staff."""
    seated = {person for _, person in await bureau_of(session, assembly_id)}
    return ((seated & now.present) | (seated & now.syndics)) - {enterer_id}
