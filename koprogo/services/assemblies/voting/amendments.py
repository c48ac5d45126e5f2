"""Amending in the room: another text within the frozen subject, voted before the text it changes.

The title stays that of the convocation (art. 3.87 §3). An amendment is a version of the text with a vote of its own, at the
majority of the point. Carried, it is the text that is voted next; rejected, the text before it stands. Every ballot names
the version it was cast on, and what a giver decided on one version binds her proxy holder on no other.
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
from koprogo.models.assemblies import ItemText, TextWithdrawal
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.agenda.plan_checks import LANGUAGES, too_long
from koprogo.services.assemblies.refusals import WrongState

BEFORE_THE_VOTE = ("planned", "reopened", "postponed", "withdrawn", "noted", "not_reached")
STANDS = """
SELECT s.version, s.text, (SELECT p.version FROM pending_amendment p WHERE p.item_id = s.item_id) AS pending
  FROM standing_text s WHERE s.item_id = :i
"""
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
    """Propose the text as amended in the room and return its version; whether it replaces the text is voted next.

    One amendment at a time: writing another takes back the one that waits for its vote.

    Raises:
        BadInput: nothing is written, it is too long, or it is the text that stands.
        NotFound: no such point, or one that is only noted.
        WrongState: the session is not open, or the vote on the point has begun or is decided (vote again first).
    """
    require(actor, "assembly.run", association_id)
    words = {code: proposal[code].strip() for code in LANGUAGES if proposal.get(code, "").strip()}
    if not words:
        raise BadInput(Problem("proposal", "Write the text as amended, in at least one language."))
    if problems := [problem for each in words.values() for problem in too_long("text", each)]:
        raise BadInput(*problems)
    assembly_id = await _in_session(session, association_id, item_id)
    stands = (await session.execute(text(STANDS), {"i": item_id})).one()
    if words == dict(stands.text):
        raise BadInput(Problem("proposal", "This is the text that stands already. Write what changes in it."))
    if stands.pending:
        await _take_back(session, actor, association_id, item_id, stands.pending, at)
    version = int(
        await session.scalar(text("SELECT max(version) + 1 FROM item_text WHERE item_id = :i"), {"i": item_id}) or 1
    )
    session.add(
        ItemText(
            association_id=association_id,
            item_id=item_id,
            version=version,
            changes=stands.version,
            text=words,
            by_id=actor.person_id,
            at=at,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "item.amended", item_id, version=version)
    db.touch(session, "assembly", assembly_id)
    return version


async def withdraw_amendment(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, *, at: datetime
) -> None:
    """Take back the amendment that waits for its vote: the text that stands is voted. Safe to repeat.

    Raises:
        WrongState: the session is not open, or the vote on the amendment has begun.
    """
    require(actor, "assembly.run", association_id)
    assembly_id = await _in_session(session, association_id, item_id)
    stands = (await session.execute(text(STANDS), {"i": item_id})).one()
    if stands.pending:
        await _take_back(session, actor, association_id, item_id, stands.pending, at)
        db.touch(session, "assembly", assembly_id)


async def convened_text(session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID) -> dict[str, str]:
    """Return the text of a point as it was convened; NotFound for a point out of reach."""
    require(actor, "assembly.run", association_id)
    await events.item_state(session, association_id, item_id)
    found = await session.scalar(text(CONVENED_TEXT), {"i": item_id})
    if found is None:
        raise NotFound
    return dict(found)


async def _take_back(
    session: AsyncSession, actor: Actor, association_id: UUID, item_id: UUID, version: int, at: datetime
) -> None:
    session.add(
        TextWithdrawal(association_id=association_id, item_id=item_id, version=version, at=at, by_id=actor.person_id)
    )
    await session.flush()
    await audit.record(session, actor, association_id, "item.amendment_withdrawn", item_id, version=version)


async def _in_session(session: AsyncSession, association_id: UUID, item_id: UUID) -> UUID:
    await events.item_state(session, association_id, item_id)
    item = (
        await session.execute(text("SELECT assembly_id, majority FROM agenda_item WHERE id = :i"), {"i": item_id})
    ).one()
    if item.majority == "none":
        raise NotFound
    assembly_id = UUID(str(item.assembly_id))
    await events.lock_assembly(session, assembly_id)
    await events.require_state(session, association_id, assembly_id, *events.IN_SESSION)
    state = await events.item_state(session, association_id, item_id)
    if state.what not in BEFORE_THE_VOTE:
        raise WrongState(state.what)
    return assembly_id
