"""Amending in the room: a new version of the proposed text, within the frozen subject, before the point is voted.

The title stays that of the convocation (art. 3.87 §3). Every ballot names the version it was cast on, and what a giver
decided on another version binds her proxy holder no more. The text of the convocation comes back the same way.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import ItemText
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.plan_checks import LANGUAGES, too_long
from koprogo.services.assemblies.refusals import WrongState

BEFORE_THE_VOTE = ("planned", "reopened", "postponed", "withdrawn", "noted", "not_reached")
CONVENED_TEXT = """
SELECT t.text FROM item_text t JOIN agenda_item i ON i.id = t.item_id
 WHERE t.item_id = :i AND t.at <= (SELECT max(e.at) FROM assembly_event e
                                    WHERE e.assembly_id = i.assembly_id AND e.what = 'convened')
 ORDER BY t.version DESC LIMIT 1
"""


async def amend(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    proposal: Mapping[str, str],
    at: datetime,
) -> int:
    """Write the text as amended in the room and return its version; it is what is voted next.

    Raises:
        BadInput: nothing is written, or it is too long.
        WrongState: the session is not open, or the vote on the point has begun or is decided (vote again first).
    """
    require(actor, "assembly.run", association_id)
    words = {code: proposal[code].strip() for code in LANGUAGES if proposal.get(code, "").strip()}
    if not words:
        raise BadInput(Problem("proposal", "Write the text as amended, in at least one language."))
    if problems := [problem for each in words.values() for problem in too_long("text", each)]:
        raise BadInput(*problems)
    assembly_id = await _in_session(session, association_id, item_id)
    version = int(
        await session.scalar(text("SELECT max(version) + 1 FROM item_text WHERE item_id = :i"), {"i": item_id}) or 1
    )
    session.add(
        ItemText(
            association_id=association_id, item_id=item_id, version=version, text=words, by_id=actor.person_id, at=at
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "item.amended", item_id, version=version)
    db.touch(session, "assembly", assembly_id)
    return version


async def convened_text(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> dict[str, str]:
    """Return the text of a point as it was convened; NotFound for a point out of reach."""
    require(actor, "assembly.run", association_id)
    await events.item_state(session, association_id, item_id)
    found = await session.scalar(text(CONVENED_TEXT), {"i": item_id})
    if found is None:
        raise NotFound
    return dict(found)


async def _in_session(session: AsyncSession, association_id: UUID, item_id: UUID) -> UUID:
    await events.item_state(session, association_id, item_id)
    assembly_id = UUID(
        str(await session.scalar(text("SELECT assembly_id FROM agenda_item WHERE id = :i"), {"i": item_id}))
    )
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in BEFORE_THE_VOTE:
        raise WrongState(state.what)
    return assembly_id
