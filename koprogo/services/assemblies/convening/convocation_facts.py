"""What a convocation says, gathered once per language for all who read it, then completed for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.errors import NotFound
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.papers.convocation import facts as paper
from koprogo.papers.paper import Letterhead
from koprogo.rules.assemblies.quorum import Attendance, Session, quorum
from koprogo.services.assemblies.convening.addressees import LotOf
from koprogo.services.assemblies.labels import article_of
from koprogo.services.assemblies.roll import RollRow
from koprogo.services.documents.letterhead import letterhead, syndic_on
from koprogo.settings import settings

PAGE = "agenda"
"""The page of an assembly that a convocation leads to."""
LARGEST_ENCLOSED = 10_000_000
"""Bytes of documents that one letter carries; mail servers turn larger ones away."""
HEAD = """
SELECT a.kind, a.day, a.starts_at, a.place, a.session, a.remote_allowed,
       a.authentic_language, s.shares_total,
       (SELECT f.day FROM assembly f WHERE f.id = a.first_session_id) AS first_day,
       (SELECT e.reason FROM assembly_event e WHERE e.assembly_id = a.id AND e.what = 'convened'
         ORDER BY e.seq DESC LIMIT 1) AS urgent_reason
  FROM assembly a JOIN association s ON s.id = a.association_id WHERE a.id = :a AND a.association_id = :t
"""
ITEMS = """
SELECT i.id, i.number, i.part, i.parent_id, i.title, i.kind, i.majority, i.majority_from, i.clause, i.key_reason,
       i.options, k.name AS key_name,
       (SELECT coalesce(sum(w.weight), 0) FROM apportionment_weight w WHERE w.key_id = i.key_id) AS key_total,
       (SELECT t.text FROM standing_text t WHERE t.item_id = i.id) AS proposal,
       ARRAY(SELECT p.name FROM item_exclusion x JOIN person p ON p.id = x.person_id WHERE x.item_id = i.id
              ORDER BY p.name) AS barred
  FROM agenda_item i LEFT JOIN apportionment_key k ON k.id = i.key_id
 WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""
DOCUMENTS = """
SELECT d.title, d.file_name, d.sha256, d.size, coalesce(i.number || i.part, '') AS item
  FROM attachment d LEFT JOIN agenda_item i ON d.subject = 'agenda_item' AND i.id = d.subject_id
 WHERE d.association_id = :t AND d.seen_by = 'owners' AND d.withdraws_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = d.id)
   AND ((d.subject = 'assembly' AND d.subject_id = :a)
        OR (d.subject = 'agenda_item' AND i.assembly_id = :a AND i.number IS NOT NULL))
 ORDER BY i.number NULLS FIRST, i.part, d.at
"""


@dataclass(frozen=True)
class Enclosed:
    """A document that travels with the convocation, under a name of its own; `sha256` is where its bytes are kept."""

    name: str
    title: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Common:
    """What all convocations of an assembly share."""

    head: Any
    letterhead: Letterhead
    syndic: str
    items: Sequence[Any]
    documents: Sequence[Any]
    enclosed: tuple[Enclosed, ...]
    """The documents that travel with the letters, in the order of the agenda."""
    heads: int
    address: str


async def common_facts(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, roll: Sequence[RollRow]
) -> Common:
    """Read what all convocations of an assembly share; NotFound when there is no such assembly in reach."""
    ids = {"a": assembly_id, "t": association_id}
    head = (await session.execute(text(HEAD), ids)).first()
    if head is None:
        raise NotFound
    documents = (await session.execute(text(DOCUMENTS), ids)).all()
    return Common(
        head=head,
        letterhead=await letterhead(session, association_id),
        syndic=await syndic_on(session, association_id, head.day),
        items=(await session.execute(text(ITEMS), ids)).all(),
        documents=documents,
        enclosed=enclosed(documents),
        heads=len({row.owner_key for row in roll}),
        address=f"{settings().base_url}{urls.assembly(assembly_id, PAGE)}",
    )


def letter_facts(
    common: Common,
    *,
    language: str,
    person: paper.PersonFacts,
    lots: Sequence[LotOf],
    sent_on: date,
    number: int = 1,
    is_draft: bool = False,
) -> paper.ConvocationFacts:
    """Return what one person's letter says, in one language; texts in the first language that has them."""
    head = common.head
    need = quorum(Attendance(common.heads, 0, head.shares_total, 0), Session.FIRST)
    return paper.ConvocationFacts(
        association=paper.AssociationFacts(
            name=common.letterhead.name,
            address=common.letterhead.address,
            enterprise_number=common.letterhead.enterprise_number,
            denominator=head.shares_total,
            heads=common.heads,
            syndic=common.syndic,
        ),
        assembly=paper.AssemblyFacts(
            kind=head.kind,
            day=head.day,
            starts_at=head.starts_at,
            place=head.place,
            sent_on=sent_on,
            first_session_day=head.first_day if head.session == "second" else None,
            urgent_reason=head.urgent_reason or "",
            remote_allowed=head.remote_allowed,
            address=common.address,
            authentic_language=head.authentic_language,
        ),
        person=person,
        lots=tuple(paper.LotFacts(lot.number, lot.shares, lot.standing, lot.others) for lot in lots),
        items=tuple(_item(row, language) for row in common.items),
        documents=tuple(
            _document(row, {each.sha256: each.name for each in common.enclosed}) for row in common.documents
        ),
        quorum=paper.QuorumFacts(need.heads_needed, need.half_needed, need.three_quarters_needed),
        number=number,
        is_draft=is_draft,
    )


def enclosed(documents: Sequence[Any]) -> tuple[Enclosed, ...]:
    """Return what travels with the letters: the documents in the order of the agenda, while they fit.

    The two budgets are attached to the convocation (art. 3.89 §5, 16°), and whatever else was put beside a point. A
    document too large is named, and consulted where the letter says.
    """
    found: list[Enclosed] = []
    for row in documents:
        fits = sum(each.size for each in found) + row.size <= LARGEST_ENCLOSED
        if fits and row.sha256 not in {each.sha256 for each in found}:
            found.append(Enclosed(f"{len(found) + 1:02} {row.file_name}", row.title, row.sha256, row.size))
    return tuple(found)


def _document(row: Any, names: Mapping[str, str]) -> paper.DocumentFacts:
    return paper.DocumentFacts(row.title, row.item, names.get(row.sha256, ""))


def _item(row: Any, language: str) -> paper.ItemFacts:
    return paper.ItemFacts(
        number=f"{row.number}{row.part}",
        title=_said(row.title, language),
        text=_said(row.proposal, language),
        kind_name=KIND_NAMES[row.kind][language],
        majority=row.majority,
        article=article_of(row.kind),
        clause=row.clause if row.majority_from == "clause" else "",
        key_name=row.key_name or "",
        key_total=int(row.key_total),
        key_reason=row.key_reason,
        options=tuple(_said(option, language) for option in row.options),
        barred=tuple(row.barred),
        is_part=row.parent_id is not None,
    )


def _said(words: Mapping[str, str] | None, language: str) -> str:
    found = words or {}
    return found.get(language) or next((each for each in found.values() if each), "")
