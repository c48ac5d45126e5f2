"""For which posts of a point one may stand oneself, and how one stands: what an owner's own page offers.

Reading only; standing, agreeing and standing down are in `elections.py`. A post that the law keeps from her is not offered.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.assemblies.elections import Post, Standing, bar_of
from koprogo.services.assemblies import events
from koprogo.services.assemblies.elections.candidates import election_item, standing, votes_here
from koprogo.services.assemblies.elections.elections import BEFORE_ITS_VOTE, OPEN_TO_ALL, in_run_off
from koprogo.services.assemblies.roll import room


@dataclass(frozen=True)
class Offer:
    """One post of a point: who stands for it, and the reader's own candidacy, None while she does not stand.

    `agreed` is false where somebody else wrote her down and her word is missing: she is not put to the vote then.
    """

    post: str
    others: tuple[str, ...]
    candidacy_id: UUID | None
    agreed: bool


async def offers(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> list[Offer]:
    """Return the posts of a point that the actor may stand for now; none once its vote began, or while it is a draft.

    Raises:
        NotFound: no such point, or one that elects nobody.
    """
    require(actor, "candidate.stand", association_id)
    item = await election_item(session, association_id, item_id)
    if item is None or actor.slip_assembly_id not in (None, item.assembly_id):
        raise NotFound
    evening = await events.state_of(session, association_id, item.assembly_id)
    state = await events.item_state(session, association_id, item_id)
    if evening.what not in OPEN_TO_ALL or state.what not in BEFORE_ITS_VOTE:
        return []
    if await in_run_off(session, item_id, state.round):
        return []
    now = await room(session, association_id, item.assembly_id)
    me = Standing(votes=votes_here(now, actor.person_id), is_syndic=actor.person_id in now.syndics)
    rows = await standing(session, association_id, item_id, now)
    found = []
    for post in item.posts:
        if bar_of(Post(post), me) is not None:
            continue
        mine = next((row for row in rows if row.post == post and row.person_id == actor.person_id), None)
        others = tuple(row.label for row in rows if row.post == post and row is not mine and row.agreed)
        found.append(Offer(str(post), others, mine.id if mine else None, bool(mine and mine.agreed)))
    return found
