"""What is read out before a result is confirmed: who is against, who abstains, what waits for a second person.

The same names stand in the minutes (art. 3.87 §10), so the room hears them while a correction is still possible.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.options import option_name
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.roll import room_at_close
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.voting.counting import PENDING, Named, count_round, counting_ballots, names, round_on
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.assemblies.voting.voting import place_of


@dataclass(frozen=True)
class Spoken:
    """An owner to be read out: lots, votes that count, and the name of the holder who voted for her."""

    owner_name: str
    lots: tuple[str, ...]
    votes: int
    through: str


@dataclass(frozen=True)
class SpokenOption:
    """An option put to the vote, by its label per language, its votes, and who chose it."""

    label: Mapping[str, str]
    votes: int
    voters: tuple[Spoken, ...]


@dataclass(frozen=True)
class ReadOut:
    """The names to read out for a round that is closed; of a choice, those of each option instead of those against."""

    against: tuple[Spoken, ...]
    abstained: tuple[Spoken, ...]
    options: tuple[SpokenOption, ...] = ()


@dataclass(frozen=True)
class WaitingEntry:
    """A ballot entered by hand that waits; `by_me` says that another person must confirm it."""

    lot_number: str
    owner_name: str
    choice: str
    shares: int
    entered_by: str
    by_me: bool
    option: Mapping[str, str] = field(default_factory=dict)
    """The label, per language, of the option chosen; nothing for yes or no."""


async def read_out(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> ReadOut:
    """Return who is to be read out for the round that was closed last.

    Raises:
        WrongState: the vote is not closed.
    """
    require(actor, "assembly.run", association_id)
    place = await place_of(session, association_id, item_id)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in ("closed", "confirmed"):
        raise WrongState(state.what)
    now = await room_at_close(session, association_id, place.assembly_id, item_id, state.round)
    rule = await rule_of(session, association_id, item_id)
    counted = count_round(now, rule, await counting_ballots(session, item_id, state.round))
    against = names(now, rule, counted, Choice.AGAINST)
    abstained = names(now, rule, counted, Choice.ABSTAIN)
    votes = counted.choice.votes if counted.choice else {}
    chosen = {option: names(now, rule, counted, option) for option in votes}
    everybody = (*against, *abstained, *(each for rows in chosen.values() for each in rows))
    through = await _names(session, {each.through_id for each in everybody if each.through_id})

    def said(rows: Sequence[Named]) -> tuple[Spoken, ...]:
        return tuple(_spoken(each, through) for each in rows)

    labels = await session.scalar(text("SELECT options FROM agenda_item WHERE id = :i"), {"i": item_id})
    options = tuple(SpokenOption(option_name(labels, each), votes[each], said(rows)) for each, rows in chosen.items())
    return ReadOut(said(against), said(abstained), options)


def _spoken(each: Named, through: dict[UUID, str]) -> Spoken:
    return Spoken(each.owner_name, each.lots, each.votes, through[each.through_id] if each.through_id else "")


async def _names(session: AsyncSession, people: set[UUID]) -> dict[UUID, str]:
    rows = await session.execute(text("SELECT id, name FROM person WHERE id = ANY (:p)"), {"p": list(people)})
    return {row.id: row.name for row in rows}


async def waiting_entries(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID
) -> list[WaitingEntry]:
    """Return what was entered by hand on the point that is on and waits, by lot: for the bureau and the syndic's office.

    Raises:
        NotFound: the actor is neither, or there is no such assembly.
    """
    require(actor, "assembly.confirm", association_id)
    await events.state_of(session, association_id, assembly_id)
    seated = {person for _, person in await bureau_of(session, assembly_id)}
    if actor.person_id not in seated and Role.SYNDIC not in actor.roles_in(association_id):
        raise NotFound
    current = await round_on(session, assembly_id)
    if current is None:
        return []
    waiting = (await session.execute(text(PENDING), {"i": current.item_id, "r": current.round})).all()
    labels = await session.scalar(text("SELECT options FROM agenda_item WHERE id = :i"), {"i": current.item_id})
    rows = await session.execute(
        text("SELECT lot_id, lot_number, owner_name FROM roll WHERE assembly_id = :a"), {"a": assembly_id}
    )
    lots = {row.lot_id: row for row in rows}
    by = await _names(session, {row.cast_by_id for row in waiting})
    found = [
        WaitingEntry(
            lots[row.lot_id].lot_number,
            lots[row.lot_id].owner_name,
            row.choice,
            row.shares,
            by[row.cast_by_id],
            row.cast_by_id == actor.person_id,
            option_name(labels, row.choice),
        )
        for row in waiting
    ]
    return sorted(found, key=lambda entry: entry.lot_number)
