"""How the files of an old program were read, kept for the next association that comes from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.permissions import require
from koprogo.models.arriving import OldToolMapping

LONGEST = 60
NEWEST = """
SELECT DISTINCT ON (lower(tool)) tool, columns, accounts FROM old_tool_mapping
 WHERE association_id = ANY(:mine) ORDER BY lower(tool), at DESC, id
"""


@dataclass(frozen=True)
class ToolMapping:
    """What was decided about the files of a program; see `Choices`."""

    tool: str
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)


async def mappings(session: AsyncSession, actor: Actor) -> list[ToolMapping]:
    """Return the newest mapping of each program, of all associations whose books the actor keeps: those of her firm."""
    mine = [each for each in actor.reach if _keeps(actor, each)]
    rows = await session.execute(text(NEWEST), {"mine": mine})
    return [ToolMapping(row.tool, row.columns, row.accounts) for row in rows]


async def keep_mapping(
    session: AsyncSession, actor: Actor, association_id: UUID, mapping: ToolMapping, *, at: datetime
) -> None:
    """Keep how a program's files were read, unless that is what is kept already."""
    require(actor, "books.write", association_id)
    if mapping in await mappings(session, actor):
        return
    columns = {kind: dict(each) for kind, each in mapping.columns.items()}
    session.add(
        OldToolMapping(
            association_id=association_id, tool=mapping.tool, columns=columns,
            accounts=dict(mapping.accounts), at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()


def _keeps(actor: Actor, association_id: UUID) -> bool:
    try:
        require(actor, "books.write", association_id)
    except (NotAllowed, NotFound):
        return False
    return True
