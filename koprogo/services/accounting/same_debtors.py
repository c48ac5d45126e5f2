"""Debtors that are one since their persons were merged: shown as one account, any of their numbers accepted.

Two rows of a list were two persons and had an account each; then they were found to be one. Vouchers stay where they are,
nothing is rewritten; what is read goes together under the debtor of who was kept, and what is paid from then on stands
there. Undone, each account shows its own lines again; what was paid meanwhile stays with who was kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

MERGED = """
SELECT merged_id, kept_id FROM person_merge WHERE association_id = :t AND undone_at IS NULL ORDER BY at, id
"""
DEBTORS = "SELECT id, members FROM debtor WHERE association_id = :t ORDER BY number"


@dataclass(frozen=True)
class SameDebtors:
    """Which debtor stands for which; only those that another one stands for are kept here."""

    heads: Mapping[UUID, UUID] = field(default_factory=dict)

    def head(self, debtor_id: UUID) -> UUID:
        """Return the debtor that stands for this one: itself, where nobody was merged."""
        return self.heads.get(debtor_id, debtor_id)

    def group(self, debtor_id: UUID) -> list[UUID]:
        """Return all debtors that are one with this one, the one that stands for them first."""
        head = self.head(debtor_id)
        return [head, *(each for each, other in self.heads.items() if other == head)]


async def same_debtors(session: AsyncSession, association_id: UUID) -> SameDebtors:
    """Return who is one by the merges that stand. Of debtors without one of the kept person the oldest stands for all."""
    merges = {row.merged_id: row.kept_id for row in await session.execute(text(MERGED), {"t": association_id})}
    if not merges:
        return SameDebtors()
    rows = (await session.execute(text(DEBTORS), {"t": association_id})).all()
    by_people: dict[frozenset[UUID], list[UUID]] = {}
    known = {frozenset(row.members): row.id for row in rows}
    for row in rows:
        by_people.setdefault(frozenset(_kept(each, merges) for each in row.members), []).append(row.id)
    heads = {}
    for people, found in by_people.items():
        head = known.get(people, found[0])
        heads.update({each: head for each in found if each != head})
    return SameDebtors(heads)


def _kept(person_id: UUID, merges: Mapping[UUID, UUID]) -> UUID:
    """Follow merges to who was kept last; a ring of them ends where it began."""
    seen = {person_id}
    while (kept := merges.get(person_id)) is not None and kept not in seen:
        seen.add(kept)
        person_id = kept
    return person_id
