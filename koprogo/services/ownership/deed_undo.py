"""A deed that was entered wrongly is undone by a row that says why: its holdings never began, those it ended go on.

Nothing is taken away: the deed stays in the lot's history, with the reason and who undid it. Where an assembly has frozen
its attendance with the holders of the deed, it is refused: what was counted stays counted.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.ownership import LotTransfer, LotTransferUndo
from koprogo.services import audit
from koprogo.services.ownership.refusals import LaterDeed, ResultsRestOnIt

LONGEST = 500
LATER = """
SELECT max(t.day) FROM lot_transfer t
 WHERE t.association_id = :t AND t.lot_id = :lot AND (t.day, t.at) > (:day, :at)
   AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u WHERE u.transfer_id = t.id)
"""
FROZEN = """
SELECT a.day, (SELECT count(*) FROM result r JOIN agenda_item i ON i.id = r.item_id WHERE i.assembly_id = a.id) AS results
  FROM assembly a
 WHERE a.association_id = :t AND a.day >= :day
   AND EXISTS (SELECT 1 FROM roll r WHERE r.assembly_id = a.id AND r.lot_id = ANY (:lots))
 ORDER BY a.day, a.id LIMIT 1
"""
NEVER_BEGAN = "UPDATE holding SET until = since WHERE association_id = :t AND id = ANY (:ids)"
GO_ON = "UPDATE holding SET until = NULL WHERE association_id = :t AND id = ANY (:ids) AND until = :day"
NAMED_SINCE = """
UPDATE representative SET until = since
 WHERE association_id = :t AND lot_id = :lot AND since >= :day AND NOT (id = ANY (:fallen))
"""
STAND_AGAIN = "UPDATE representative SET until = NULL WHERE association_id = :t AND id = ANY (:fallen)"


async def undo_transfer(
    session: AsyncSession, actor: Actor, association_id: UUID, transfer_id: UUID, *, reason: str, at: datetime
) -> None:
    """Undo the last deed of a lot, which was entered wrongly. Safe to repeat.

    Who was designated since by its holders falls; the designation that fell with it stands again.

    Raises:
        NotAllowed: only who may change people.
        NotFound: no such deed here.
        LaterDeed: another deed of the lot follows it.
        ResultsRestOnIt: an assembly froze its attendance with these holders.
        BadInput: no reason.
    """
    require(actor, "people.change", association_id)
    deed = await session.get(LotTransfer, transfer_id)
    if deed is None or deed.association_id != association_id:
        raise NotFound
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise BadInput(Problem("reason", "Write why, in at most {most} characters.", {"most": LONGEST}))
    facts = {"t": association_id, "lot": deed.lot_id, "day": deed.day, "at": deed.at}
    await session.execute(text("SELECT id FROM lot WHERE association_id = :t AND id = :lot FOR UPDATE"), facts)
    done = "SELECT 1 FROM lot_transfer_undo WHERE transfer_id = :x"
    if await session.scalar(text(done), {"x": transfer_id}):
        return
    if later := await session.scalar(text(LATER), facts):
        raise LaterDeed(day=later.isoformat())
    await require_not_frozen(session, association_id, [deed.lot_id], since=deed.day)
    session.add(
        LotTransferUndo(
            association_id=association_id, transfer_id=transfer_id, reason=reason, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
    fallen = facts | {"fallen": deed.fallen_ids}
    await session.execute(text(NEVER_BEGAN), facts | {"ids": deed.begun_holding_ids})
    await session.execute(text(GO_ON), facts | {"ids": deed.ended_holding_ids})
    await session.execute(text(NAMED_SINCE), fallen)
    await session.execute(text(STAND_AGAIN), fallen)
    await audit.record(session, actor, association_id, "ownership.deed.undone", transfer_id, lot=str(deed.lot_id))


async def require_not_frozen(session: AsyncSession, association_id: UUID, lots: list[UUID], *, since: date) -> None:
    """Let pass while no assembly of that day or later has frozen its attendance with one of these lots.

    Raises:
        ResultsRestOnIt: names the first such assembly, and how many results it has.
    """
    row = (await session.execute(text(FROZEN), {"t": association_id, "day": since, "lots": lots})).first()
    if row is not None:
        raise ResultsRestOnIt(day=row.day.isoformat(), results=row.results)
