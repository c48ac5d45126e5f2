"""Hands and paper: ballots that the syndic enters for others, each waiting for a second person before it counts.

A show of hands is recorded by exception, after the chair asked: one press for all present without a ballot of their own,
exceptions by lot. Whoever the chair did not cover did not vote; nobody silent is ever made to abstain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes, token_hex
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.ballots import Ballot as BallotTable
from koprogo.models.ballots import BallotConfirmation
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.options import require_choice
from koprogo.services.assemblies.proof.receipts import Ballot
from koprogo.services.assemblies.proxies.powers import binding
from koprogo.services.assemblies.proxies.refusals import InstructionBinds
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import RollRow, Room, room, room_at_close
from koprogo.services.assemblies.seats import bureau_of
from koprogo.services.assemblies.told import told
from koprogo.services.assemblies.voting.counting import PENDING, ItemRule, population
from koprogo.services.assemblies.voting.item_rule import rule_of
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, SecondPersonNeeded, SomebodyCanConfirm
from koprogo.services.assemblies.voting.still_open import who_can_confirm
from koprogo.services.assemblies.voting.voting import OPEN, place_of

HAND_CHANNELS = ("hand", "paper", "proxy_sheet", "correction")
WITH_BALLOT = "SELECT DISTINCT lot_id FROM ballot WHERE item_id = :i AND round = :r"


async def enter_ballots(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    choices: Mapping[UUID, str],
    channel: str,
    nonce: str = "",
) -> int:
    """Enter what named lots chose, on paper or by hand; return how many ballots now wait for a second person.

    After the closing and until the result is confirmed, the channel is `correction`. `nonce` names an entry that the desk
    kept without a network (`attendance/noted_entries.py`); empty, each ballot gets its own.

    Raises:
        ItemNotOpen: the vote is over, and this is no correction.
        NoVoteHere: a lot is neither present nor represented, not concerned, or carried by somebody excluded.
    """
    require(actor, "ballot.enter", association_id)
    if channel not in HAND_CHANNELS:
        raise BadInput(Problem("channel", "Choose hand, paper, proxy sheet or correction."))
    correcting = channel == "correction"
    item = await lock_and_check(session, association_id, item_id, correction=correcting)
    if correcting:  # who left since the closing was there when it mattered
        now = await room_at_close(session, association_id, item.assembly_id, item_id, item.round)
    else:
        now = await room(session, association_id, item.assembly_id)
    voters = {row.lot_id: row for row in population(now.roll, item.rule)}
    carriers = now.carriers
    if not choices or any(lot not in voters or carriers.get(lot) in {None, *item.rule.excluded} for lot in choices):
        raise NoVoteHere
    bound = bound_lots(now, item_id, item.text_version)
    for lot, choice in choices.items():
        if lot in bound and bound[lot] != choice:
            raise InstructionBinds(number=item.number, choice=str(bound[lot]))
    chosen = [(voters[lot], choice) for lot, choice in choices.items()]
    return await write(session, actor, association_id, item, chosen, channel, nonce)


async def enter_show_of_hands(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    choice: str,
    exceptions: Mapping[UUID, str | None],
) -> int:
    """Enter one choice for all present without a ballot of their own, but for the exceptions; return how many.

    An exception of None leaves that lot without a ballot: the chair did not hear an answer. So does a proxy whose giver
    decided otherwise: hers is entered on the proxy sheet.
    """
    require(actor, "ballot.enter", association_id)
    item = await lock_and_check(session, association_id, item_id, correction=False)
    now = await room(session, association_id, item.assembly_id)
    rows = await silent(session, now, item)
    unknown = set(exceptions) - {row.lot_id for row in rows}
    if unknown:
        raise BadInput(Problem("exceptions", "Name only lots that are present and have no ballot of their own yet."))
    heard = heard_from(now, item, rows, choice, exceptions)
    return await write(session, actor, association_id, item, heard, "hand")


async def confirm_alone(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> int:
    """Let what the actor entered by hand count where nobody else can confirm it; the minutes say so. Return how many.

    Raises:
        SomebodyCanConfirm: a member of the bureau is there.
        ItemNotOpen: the vote is over and its result confirmed.
    """
    require(actor, "ballot.enter", association_id)
    await session.execute(text("SELECT pg_advisory_xact_lock_shared(1, hashtext(:i))"), {"i": str(item_id)})
    place = await place_of(session, association_id, item_id)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in (*OPEN, "closed"):
        raise ItemNotOpen(number=state.label)
    now = await room(session, association_id, place.assembly_id)
    if others := await who_can_confirm(session, place.assembly_id, now, actor.person_id):
        name = await session.scalar(text("SELECT min(name) FROM person WHERE id = ANY (:p)"), {"p": list(others)})
        raise SomebodyCanConfirm(name=str(name))
    waiting = (await session.execute(text(PENDING), {"i": item_id, "r": state.round})).all()
    mine = [row for row in waiting if row.cast_by_id == actor.person_id]
    session.add_all(
        BallotConfirmation(
            association_id=association_id, assembly_id=place.assembly_id, ballot_id=row.id, by_id=actor.person_id, at=at
        )
        for row in mine
    )
    await audit.record(session, actor, association_id, "ballot.confirmed_alone", item_id, ballots=len(mine))
    db.touch(session, "assembly", place.assembly_id)
    return len(mine)


def bound_lots(now: Room, item_id: UUID, text_version: int) -> dict[UUID, str]:
    """Return the lots carried by proxy whose giver decided on this very text, and what she decided."""
    said = {proxy.giver_id: binding(proxy.instructions.get(str(item_id)), text_version) for proxy in now.proxies}
    found: dict[UUID, str] = {}
    for row in now.roll:
        carrier = now.carriers.get(row.lot_id)
        if row.voter_id is None or carrier is None or carrier in (row.voter_id, row.agent_id):
            continue
        if (choice := said.get(row.voter_id)) is not None:
            found[row.lot_id] = choice
    return found


@dataclass(frozen=True)
class Entered:
    """The point being entered: its rule, its round, its text."""

    rule: ItemRule
    assembly_id: UUID
    round: int
    number: int | str
    text_version: int


async def silent(session: AsyncSession, now: Room, item: Entered) -> list[RollRow]:
    """Return the lots present or represented without any ballot in this round, not even one that waits."""
    found = await session.execute(text(WITH_BALLOT), {"i": item.rule.id, "r": item.round})
    voted, carriers = set(found.scalars()), now.carriers
    return [
        row
        for row in population(now.roll, item.rule)
        if row.lot_id in carriers and carriers[row.lot_id] not in item.rule.excluded and row.lot_id not in voted
    ]


def heard_from(
    now: Room, item: Entered, rows: Sequence[RollRow], choice: str, exceptions: Mapping[UUID, str | None]
) -> list[tuple[RollRow, str]]:
    """Return what each of the silent answered: an exception of None nothing, nor a proxy whose giver decided otherwise."""
    bound = bound_lots(now, item.rule.id, item.text_version)
    chosen = [(row, exceptions.get(row.lot_id, choice)) for row in rows]
    return [(row, each) for row, each in chosen if each is not None and bound.get(row.lot_id, each) == each]


async def lock_and_check(session: AsyncSession, association_id: UUID, item_id: UUID, *, correction: bool) -> Entered:
    """Take the casting lock as a statement of its own, then read the state: as every caster does."""
    await session.execute(text("SELECT pg_advisory_xact_lock_shared(1, hashtext(:i))"), {"i": str(item_id)})
    place = await place_of(session, association_id, item_id)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in (("closed",) if correction else OPEN):
        raise ItemNotOpen(number=state.label)
    version = await session.scalar(text("SELECT version FROM text_on_vote WHERE item_id = :i"), {"i": item_id})
    rule = await rule_of(session, association_id, item_id)
    return Entered(rule, place.assembly_id, state.round, state.label, version)


async def write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item: Entered,
    chosen: Sequence[tuple[RollRow, str]],
    channel: str,
    nonce: str = "",
) -> int:
    """Add one ballot per lot, each waiting for its second person; return how many."""
    for choice in {choice for _, choice in chosen}:
        require_choice(choice, item.rule.options)
    at = told() or await session.scalar(text("SELECT clock_timestamp()"))
    revisions = {
        row.lot_id: row.last
        for row in await session.execute(
            text("SELECT lot_id, max(revision) AS last FROM ballot WHERE item_id = :i AND round = :r GROUP BY lot_id"),
            {"i": item.rule.id, "r": item.round},
        )
    }
    for row, choice in chosen:
        ballot = Ballot(
            id=uuid4(),
            assembly_id=item.assembly_id,
            item_id=item.rule.id,
            item_number=item.number,
            round=item.round,
            text_version=item.text_version,
            lot_id=row.lot_id,
            lot_number=row.lot_number,
            revision=revisions.get(row.lot_id, 0) + 1,
            choice=str(choice),
            shares=row.votes(item.rule.key_id),
            cast_by_id=actor.person_id,
            on_behalf_of_id=row.voter_id or actor.person_id,
            channel=channel,
            identified_by="in the room",
            nonce=nonce or token_hex(16),
            salt=token_bytes(16),
            received_at=at,
        )
        values = {
            name: getattr(ballot, name) for name in Ballot.__dataclass_fields__ if name in BallotTable.model_fields
        }
        session.add(BallotTable(**values, association_id=association_id, needs_confirmation=True, leaf=ballot.leaf()))
    await session.flush()
    await audit.record(
        session, actor, association_id, "ballot.entered", item.rule.id, lots=len(chosen), channel=channel
    )
    db.touch(session, "assembly", item.assembly_id)
    return len(chosen)


async def confirm_entries(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> int:
    """Confirm, as the second person, every hand-entered ballot of the round that waits; return how many count now.

    The second person sits in the bureau or works for the syndic, and entered none of them herself.

    Raises:
        SecondPersonNeeded: all that wait were entered by the same person.
        NotFound: neither of the bureau nor of the syndic.
    """
    require(actor, "assembly.confirm", association_id)
    await session.execute(text("SELECT pg_advisory_xact_lock_shared(1, hashtext(:i))"), {"i": str(item_id)})
    place = await place_of(session, association_id, item_id)
    seated = {person for _, person in await bureau_of(session, place.assembly_id)}
    if actor.person_id not in seated and Role.SYNDIC not in actor.roles_in(association_id):
        raise NotFound
    state = await events.item_state(session, association_id, item_id)
    if state.what not in (*OPEN, "closed"):
        raise ItemNotOpen(number=state.label)
    waiting = (await session.execute(text(PENDING), {"i": item_id, "r": state.round})).all()
    others = [row for row in waiting if row.cast_by_id != actor.person_id]
    if waiting and not others:
        raise SecondPersonNeeded
    session.add_all(
        BallotConfirmation(
            association_id=association_id,
            assembly_id=place.assembly_id,
            ballot_id=row.id,
            by_id=actor.person_id,
            at=at,
        )
        for row in others
    )
    await audit.record(session, actor, association_id, "ballot.confirmed", item_id, ballots=len(others))
    db.touch(session, "assembly", place.assembly_id)
    return len(others)
