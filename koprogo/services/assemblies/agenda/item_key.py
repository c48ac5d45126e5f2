"""Who pays decides: a point put only to the owners who bear its cost (art. 3.87 §6, al. 2).

Only where the by-laws put the costs of that part on some owners exclusively, and common management is not affected. The
quorum and the tenth of the proxies stay on all lots; the ceiling is among the item's voters.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.models.assemblies import AgendaItem, Assembly
from koprogo.models.charges import ApportionmentKey
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies import events

LONGEST_REASON = 500


async def set_key(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    key_id: UUID | None,
    reason: str = "",
    only_they_bear: bool = False,
    common_management_unaffected: bool = False,
) -> None:
    """Choose who votes on a point of a draft agenda: the owners in a key, or everybody again (None).

    Raises:
        BadInput: a key without both conditions ticked or without words, or one not in force on the day.
        AgendaFrozen: the convocation has gone out.
    """
    await require_planner(session, actor, association_id, item_id=item_id)
    item = await session.get(AgendaItem, item_id)
    if item is None or item.association_id != association_id or item.number is None:
        raise NotFound
    await events.lock_assembly(session, item.assembly_id)
    await events.require_state(session, association_id, item.assembly_id, events.DRAFTED)
    if key_id is None:
        item.key_id, item.key_reason = None, ""
        await audit.record(session, actor, association_id, "item.key", item_id, key=None)
        return
    problems = await _problems(session, association_id, item.assembly_id, key_id, reason)
    if not only_they_bear:
        problems.append(Problem("only_they_bear", "Tick that the by-laws put these costs on these owners only."))
    if not common_management_unaffected:
        problems.append(
            Problem("common_management_unaffected", "Tick that the decision does not affect common management.")
        )
    if problems:
        raise BadInput(*problems)
    item.key_id, item.key_reason = key_id, reason.strip()
    await audit.record(session, actor, association_id, "item.key", item_id, key=str(key_id))


async def _problems(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, key_id: UUID, reason: str
) -> list[Problem]:
    key = await session.get(ApportionmentKey, key_id)
    if key is None or key.association_id != association_id:
        raise NotFound
    day = (await session.get_one(Assembly, assembly_id)).day
    found = []
    if key.since > day or (key.until is not None and key.until <= day):
        found.append(Problem("key_id", "Choose a key that is in force on the day of the assembly."))
    if not reason.strip():
        found.append(Problem("key_reason", "Quote the clause of the by-laws, and say why only these owners decide."))
    if len(reason) > LONGEST_REASON:
        found.append(Problem("key_reason", "Shorten this to {most} characters.", {"most": LONGEST_REASON}))
    return found


async def key_names(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> dict[UUID, tuple[dict, str]]:
    """Return, for each point of an assembly with a key, the key's name per language and the reason."""
    rows = await session.execute(
        text(
            "SELECT i.id, k.name, i.key_reason FROM agenda_item i JOIN apportionment_key k ON k.id = i.key_id"
            " WHERE i.assembly_id = :a AND i.association_id = :t AND i.number IS NOT NULL"
        ),
        {"a": assembly_id, "t": association_id},
    )
    return {row.id: (row.name, row.key_reason) for row in rows}
