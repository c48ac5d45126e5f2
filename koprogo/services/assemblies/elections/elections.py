"""Standing in an election: before the assembly or in the room, with the word of who stands; and standing down.

Who prepares the assembly writes down who stands; a co-owner stands herself once it is convened. As long as the vote is
not open, the text and the options of the point follow (`votes.py`).
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.elections import Candidacy, CandidacyEvent
from koprogo.rules.assemblies.choice import OPTIONS
from koprogo.rules.assemblies.elections import MAY_BE_OUTSIDE, Bar, Post, Standing, bar_of
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events, known
from koprogo.services.assemblies.elections.candidates import (
    Candidate,
    ElectionItem,
    election_item,
    standing,
    votes_here,
)
from koprogo.services.assemblies.elections.refusals import CouncilNeedsAVote, SyndicIsNeither
from koprogo.services.assemblies.elections.votes import put_to_text
from koprogo.services.assemblies.refusals import ChairIsNoOwner, WrongState
from koprogo.services.assemblies.roll import Room, room

HERSELF, ROOM, WRITING = "herself", "room", "writing"
LONGEST_NAME = 120
BEFORE_ITS_VOTE = ("planned", "reopened", "postponed", "withdrawn", "noted", "not_reached")
OPEN_TO_ALL = (events.CONVENED, *events.IN_SESSION, events.SUSPENDED)
REFUSALS = {Bar.NOT_A_CO_OWNER: ChairIsNoOwner, Bar.NO_VOTE: CouncilNeedsAVote, Bar.IS_SYNDIC: SyndicIsNeither}
VOTED_AT = """
SELECT g.id FROM agenda_item o JOIN agenda_item g ON g.assembly_id = o.assembly_id AND g.number = o.number
 WHERE o.id = :i AND g.posts @> to_jsonb(CAST(:p AS text)) LIMIT 1
"""


@dataclass(frozen=True)
class Stage:
    """An election that is not voted yet: its point, and the room as it is."""

    item: ElectionItem
    now: Room


async def candidates(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> list[Candidate]:
    """Return who stands at a point, in the order in which they stood; those who have not agreed yet too.

    Raises:
        NotFound: no such point, or one that elects nobody.
    """
    require(actor, "assembly.read", association_id)
    item = await election_item(session, association_id, item_id)
    if item is None or actor.slip_assembly_id not in (None, item.assembly_id):
        raise NotFound
    if (await events.state_of(session, association_id, item.assembly_id)).what == events.DRAFTED:
        await require_planner(session, actor, association_id, item.assembly_id)
    return await standing(session, association_id, item_id, await room(session, association_id, item.assembly_id))


async def stand(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    post: str,
    at: datetime,
    person_id: UUID | None = None,
    name: str = "",
    is_firm: bool = False,
    how: str = "",
) -> UUID:
    """Write down who stands for a post, and return the candidacy's id; safe to repeat.

    A person the association knows, or for the syndic and the auditor a `name` from outside, a firm too. `how` she
    agreed: in the room or in writing; empty when she is still to be asked, and then she is not put to the vote.

    Raises:
        ChairIsNoOwner, CouncilNeedsAVote, SyndicIsNeither: the law keeps her from this post.
        BadInput: the post is not filled here, nobody is named, or there is no place left on the ballot.
        NotFound: the association does not know this person.
        WrongState: the vote is open or decided.
    """
    stage = await _begin(session, actor, association_id, item_id)
    if how not in ("", ROOM, WRITING):
        raise BadInput(Problem("how", "Say how she agreed: in the room or in writing."))
    return await _stand(session, actor, association_id, stage, post, person_id, name, is_firm, how, at)


async def stand_oneself(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, post: str, at: datetime
) -> UUID:
    """Stand for a post oneself, which is agreeing too, and return the candidacy's id; safe to repeat.

    Raises: as `stand`.
    """
    stage = await _begin(session, actor, association_id, item_id, herself=True)
    return await _stand(session, actor, association_id, stage, post, actor.person_id, "", False, HERSELF, at)


async def agree(
    session: AsyncSession, actor: Actor, association_id: UUID, candidacy_id: UUID, *, how: str, at: datetime
) -> None:
    """Write down that she agreed: `herself` when it is the actor's own candidacy, else in the room or in writing."""
    found = await _candidacy(session, association_id, candidacy_id)
    own = how == HERSELF and found.person_id == actor.person_id
    stage = await _begin(session, actor, association_id, await _voted_at(session, found), herself=own)
    if not own and how not in (ROOM, WRITING):
        raise BadInput(Problem("how", "Say how she agreed: in the room or in writing."))
    await _event(session, actor, association_id, stage.item.id, found, "agreed", how, at)


async def withdraw(
    session: AsyncSession, actor: Actor, association_id: UUID, candidacy_id: UUID, *, at: datetime
) -> None:
    """Take a candidacy back: one's own, or for somebody else who said so. Safe to repeat."""
    found = await _candidacy(session, association_id, candidacy_id)
    own = found.person_id == actor.person_id
    stage = await _begin(session, actor, association_id, await _voted_at(session, found), herself=own)
    await _event(session, actor, association_id, stage.item.id, found, "withdrawn", "", at)


async def _begin(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, herself: bool = False
) -> Stage:
    """Lock the assembly and return the election, when its vote is still to come and the actor may change who stands."""
    require(actor, "candidate.stand", association_id)
    item = await election_item(session, association_id, item_id)
    if item is None or actor.slip_assembly_id not in (None, item.assembly_id):
        raise NotFound
    if not herself:
        await require_planner(session, actor, association_id, item.assembly_id)
    await events.lock_assembly(session, item.assembly_id)
    allowed = OPEN_TO_ALL if herself else (events.DRAFTED, *OPEN_TO_ALL)
    await events.require_state(session, association_id, item.assembly_id, *allowed)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in BEFORE_ITS_VOTE or await in_run_off(session, item_id, state.round):
        raise WrongState(state.what)
    return Stage(item, await room(session, association_id, item.assembly_id))


async def in_run_off(session: AsyncSession, item_id: UUID, round_: int) -> bool:
    """Say whether the round of a point is a run-off: who stands in it is settled."""
    return bool(
        await session.scalar(
            text(
                "SELECT 1 FROM item_event WHERE item_id = :i AND round = :r AND what = 'reopened' AND facts ? 'options'"
            ),
            {"i": item_id, "r": round_},
        )
    )


async def _stand(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    stage: Stage,
    post: str,
    person_id: UUID | None,
    name: str,
    is_firm: bool,
    how: str,
    at: datetime,
) -> UUID:
    item = stage.item
    if post not in set(item.posts):
        raise BadInput(Problem("post", "Choose a post that this point fills."))
    name = await _name(session, association_id, Post(post), person_id, name, at)
    now = await standing(session, association_id, item.id, stage.now)
    same = [each for each in now if each.post == post and (each.person_id, each.name) == (person_id, name)]
    _require_lawful(stage, Post(post), person_id, name)
    if same:
        if how and not same[0].agreed:
            await agree(session, actor, association_id, same[0].id, how=how, at=at)
        return same[0].id
    if len(now) >= len(OPTIONS):
        raise BadInput(Problem("person", "A ballot has room for nine. Take somebody off first."))
    place = "SELECT coalesce(max(place), 0) + 1 FROM candidacy WHERE item_id = :i"
    made = Candidacy(
        id=uuid4(), association_id=association_id, assembly_id=item.assembly_id, item_id=item.id, post=post,
        person_id=person_id, name=name, is_firm=is_firm and person_id is None,
        place=await session.scalar(text(place), {"i": item.id}), at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    await _event(session, actor, association_id, item.id, made, "agreed" if how else "stood", how, at)
    return made.id


async def _name(
    session: AsyncSession, association_id: UUID, post: Post, person_id: UUID | None, name: str, at: datetime
) -> str:
    """Return the name of a known person, or the one typed for an outsider where the post allows it."""
    if person_id is not None:
        return await known.name_of(session, association_id, person_id, legal_day(at))
    typed = " ".join(name.split())
    if post not in MAY_BE_OUTSIDE:
        raise BadInput(Problem("person", "Search for the person by name or lot and choose her."))
    if not typed:
        raise BadInput(Problem("name", "Write the name of the person or the firm."))
    if len(typed) > LONGEST_NAME:
        raise BadInput(Problem("name", "Shorten this to {most} characters.", {"most": LONGEST_NAME}))
    return typed


def _require_lawful(stage: Stage, post: Post, person_id: UUID | None, name: str) -> None:
    known_here = person_id is not None
    found = bar_of(
        post, Standing(known_here, votes=votes_here(stage.now, person_id), is_syndic=person_id in stage.now.syndics)
    )
    if found is not None:
        raise REFUSALS[found[0]](name=name)


async def _candidacy(session: AsyncSession, association_id: UUID, candidacy_id: UUID) -> Candidacy:
    found = await session.get(Candidacy, candidacy_id)
    if found is None or found.association_id != association_id:
        raise NotFound
    return found


async def _voted_at(session: AsyncSession, found: Candidacy) -> UUID:
    """Return the point at which her post is voted: the one she stood at, or the part it was split off to."""
    here = await session.scalar(text(VOTED_AT), {"i": found.item_id, "p": found.post})
    return UUID(str(here)) if here else found.item_id


async def _event(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    found: Candidacy,
    what: str,
    how: str,
    at: datetime,
) -> None:
    """Add what happened to a candidacy unless it is so already, and make the point say it."""
    last = (
        await session.execute(
            text("SELECT what, seq FROM candidacy_event WHERE candidacy_id = :c ORDER BY seq DESC LIMIT 1"),
            {"c": found.id},
        )
    ).first()
    if last is not None and last.what in (what, "withdrawn"):
        return
    session.add(
        CandidacyEvent(
            association_id=association_id, candidacy_id=found.id, seq=last.seq + 1 if last else 1, what=what, how=how,
            at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"candidate.{what}", item_id, post=found.post, how=how)
    await put_to_text(session, actor, association_id, item_id, at=at)
