"""Who stands at a point of the agenda, as it is now; and what one may stand for. Reading only: acts in `elections.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.rules.assemblies.elections import POSTS, Ballot, Post, votes_of
from koprogo.services.assemblies.roll import Room

ITEM = """
SELECT i.assembly_id, i.kind, i.posts, i.number, i.part, i.title, i.options, a.day
  FROM agenda_item i JOIN assembly a ON a.id = i.assembly_id
 WHERE i.id = :i AND i.association_id = :t AND i.number IS NOT NULL
"""
STANDING = """
SELECT c.id, c.post, c.person_id, c.name, c.is_firm, e.what, e.how, e.at
  FROM agenda_item i
  JOIN agenda_item g ON g.assembly_id = i.assembly_id AND g.number = i.number
  JOIN candidacy c ON c.item_id = g.id
  JOIN LATERAL (SELECT what, how, at FROM candidacy_event v WHERE v.candidacy_id = c.id ORDER BY v.seq DESC LIMIT 1) e
    ON e.what <> 'withdrawn'
 WHERE i.id = :i AND i.association_id = :t
   AND (g.id = i.id OR jsonb_array_length(i.posts) > 0)
   AND (jsonb_array_length(i.posts) = 0 OR i.posts @> to_jsonb(c.post))
 ORDER BY c.at, c.place
"""


@dataclass(frozen=True)
class ElectionItem:
    """A point that elects: its posts, the whole kind's or those of its own vote."""

    id: UUID
    assembly_id: UUID
    posts: tuple[Post, ...]
    is_part: bool
    languages: tuple[str, ...]
    options: int


@dataclass(frozen=True)
class Candidate:
    """Somebody who stands: `label` is how the ballot names her, with her lots; `how` she agreed, empty when not yet."""

    id: UUID
    post: str
    person_id: UUID | None
    name: str
    is_firm: bool
    agreed: bool
    how: str
    lots: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Her name, with her lots where she has any: two people of one name are told apart."""
        return f"{self.name} ({', '.join(self.lots)})" if self.lots else self.name


async def election_item(session: AsyncSession, association_id: UUID, item_id: UUID) -> ElectionItem | None:
    """Return a point as an election; None for one that elects nobody.

    Raises:
        NotFound: no such point in reach.
    """
    row = (await session.execute(text(ITEM), {"i": item_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    if row.kind not in POSTS:
        return None
    posts = tuple(Post(post) for post in row.posts) or POSTS[row.kind]
    return ElectionItem(item_id, row.assembly_id, posts, bool(row.posts), tuple(row.title), len(row.options))


async def standing(session: AsyncSession, association_id: UUID, item_id: UUID, now: Room) -> list[Candidate]:
    """Return who stands at a point, in the order in which they stood, with their lots as the roll has them."""
    rows = await session.execute(text(STANDING), {"i": item_id, "t": association_id})
    return [
        Candidate(
            row.id, row.post, row.person_id, row.name, row.is_firm, row.what == "agreed", row.how, _lots(now, row.person_id)
        )
        for row in rows
    ]  # fmt: skip


def votes(item: ElectionItem, agreed: Sequence[Candidate]) -> tuple[Ballot, ...]:
    """Return the votes into which those who agreed make the election fall."""
    return votes_of({post: sum(each.post == post for each in agreed) for post in item.posts}, item.posts)


def votes_here(now: Room, person_id: UUID | None) -> bool:
    """Say whether somebody votes for a lot of this assembly."""
    return person_id is not None and any(person_id in (row.voter_id, row.agent_id) for row in now.roll)


def _lots(now: Room, person_id: UUID | None) -> tuple[str, ...]:
    if person_id is None:
        return ()
    return tuple(sorted(row.lot_number for row in now.roll if person_id in (row.voter_id, row.agent_id)))
