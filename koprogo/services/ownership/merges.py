"""Two rows of a list were one person: recorded so that it can be undone.

The person of the later row is written without contact, holding or vote; its rights go to the person kept. Undoing gives
them back, with what its own row said, and takes from the kept person what only that row had said.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.models.ownership import Contact
from koprogo.services import audit

CONTACT_FIELDS = ("email", "phone", "street", "postcode", "city", "country", "enterprise_number")


@dataclass(frozen=True)
class RowSaid:
    """What one row of the list said about a person; empty where it said nothing."""

    language: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str = ""


@dataclass(frozen=True)
class Came:
    """Rows that came with the merged person, beside holdings: ids as text."""

    representative: tuple[str, ...] = ()
    acting_for_as_agent: tuple[str, ...] = ()
    acting_for_as_holder: tuple[str, ...] = ()
    email_consent: tuple[str, ...] = ()


@dataclass(frozen=True)
class StandingMerge:
    """A merge that can be undone, for the list a syndic looks through."""

    id: UUID
    kept_id: UUID
    name: str
    lots: tuple[str, ...]


def contact_row(association_id: UUID, person_id: UUID, said: RowSaid) -> Contact:
    """Return the contact of a person as a row of the list, or all of them together, said it."""
    return Contact(
        association_id=association_id,
        person_id=person_id,
        email=said.email,
        phone=said.phone,
        street=said.street,
        postcode=said.postcode,
        city=said.city,
        country=said.country,
        enterprise_number=said.enterprise_number,
    )


def remembered(kept: RowSaid, merged: RowSaid, came: Came) -> dict[str, Any]:
    """Return the `before` of a merge."""
    return {
        "kept": asdict(kept),
        "merged": asdict(merged),
        "came": {key: list(ids) for key, ids in asdict(came).items()},
    }


async def standing_merges(session: AsyncSession, actor: Actor, association_id: UUID) -> list[StandingMerge]:
    """Return the merges that can be undone, by name, each with the lots that would go back."""
    require(actor, "people.read", association_id)
    rows = await session.execute(
        text(
            "SELECT m.id, m.kept_id, p.name, ARRAY(SELECT l.number FROM holding h JOIN lot l ON l.id = h.lot_id"
            " AND l.association_id = h.association_id WHERE h.id = ANY(m.holding_ids) ORDER BY l.number) AS lots"
            " FROM person_merge m JOIN person p ON p.id = m.kept_id"
            " WHERE m.association_id = :association AND m.undone_at IS NULL ORDER BY p.name, m.id"
        ),
        {"association": association_id},
    )
    return [StandingMerge(row.id, row.kept_id, row.name, tuple(row.lots)) for row in rows]


async def undo_merge(
    session: AsyncSession, actor: Actor, association_id: UUID, merge_id: UUID, *, at: datetime
) -> UUID:
    """Make two persons again of a merge and return the id of the one who comes back.

    Safe to repeat: a merge is undone once. What was sold or designated anew since stays as it is.

    Raises:
        NotAllowed: only who may change people.
        NotFound: no such merge in this association.
    """
    require(actor, "people.change", association_id)
    found = (
        await session.execute(
            text(
                "SELECT kept_id, merged_id, holding_ids, before, undone_at FROM person_merge"
                " WHERE id = :merge AND association_id = :association FOR UPDATE"
            ),
            {"merge": merge_id, "association": association_id},
        )
    ).first()
    if found is None:
        raise NotFound
    if found.undone_at is not None:
        return found.merged_id
    came = Came(**{key: tuple(ids) for key, ids in found.before["came"].items()})
    await _give_back(session, association_id, found.kept_id, found.merged_id, found.holding_ids, came)
    said = RowSaid(**found.before["merged"])
    session.add(contact_row(association_id, found.merged_id, said))
    await session.execute(
        text("UPDATE person_merge SET undone_at = :at, undone_by_id = :who WHERE id = :merge"),
        {"at": at, "who": actor.person_id, "merge": merge_id},
    )
    await session.flush()
    await _take_back(session, association_id, found.kept_id, RowSaid(**found.before["kept"]), said)
    await audit.record(
        session, actor, association_id, "ownership.merge.undone", merge_id, holdings=len(found.holding_ids)
    )
    return found.merged_id


async def _give_back(
    session: AsyncSession, association_id: UUID, kept: UUID, merged: UUID, holding_ids: Sequence[UUID], came: Came
) -> None:
    """Move back what came with the merged row and is still the kept person's."""
    moves = (
        ("holding", "person_id", [str(each) for each in holding_ids]),
        ("representative", "person_id", came.representative),
        ("acting_for", "person_id", came.acting_for_as_agent),
        ("acting_for", "holder_id", came.acting_for_as_holder),
        ("email_consent", "person_id", came.email_consent),
    )
    for table, column, ids in moves:
        await session.execute(
            text(
                f"UPDATE {table} SET {column} = :merged WHERE association_id = :association"
                f" AND {column} = :kept AND id = ANY(CAST(:ids AS uuid[]))"
            ),
            {"merged": merged, "kept": kept, "association": association_id, "ids": list(ids)},
        )


async def _take_back(session: AsyncSession, association_id: UUID, kept: UUID, own: RowSaid, said: RowSaid) -> None:
    """Take from the kept person what only the row that leaves had said, unless it was changed since."""
    others = [
        RowSaid(**row.before["merged"])
        for row in await session.execute(
            text(
                "SELECT before FROM person_merge WHERE association_id = :association AND kept_id = :kept"
                " AND undone_at IS NULL"
            ),
            {"association": association_id, "kept": kept},
        )
    ]
    for name in CONTACT_FIELDS:
        value = getattr(said, name)
        if not value or value in (getattr(each, name) for each in (own, *others)):
            continue
        await session.execute(
            text(
                f"UPDATE contact SET {name} = :own WHERE association_id = :association AND person_id = :kept"
                f" AND {name} = :value"
            ),
            {"own": getattr(own, name), "association": association_id, "kept": kept, "value": value},
        )
    if own.language and said.language and own.language != said.language:
        # Who signs in chooses her own language; nobody else takes it back.
        await session.execute(
            text(
                "UPDATE person SET language = :own WHERE id = :kept AND language = :value"
                " AND NOT EXISTS (SELECT 1 FROM account WHERE person_id = :kept)"
            ),
            {"own": own.language, "kept": kept, "value": said.language},
        )
