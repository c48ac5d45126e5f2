"""The guard of a draft: loads what `rules/assemblies/agenda_guard.py` asks, and stops a convocation that is unlawful.

What makes a decision void stops it for good. What is missing, a yearly point or an attached budget, may have been dealt
with elsewhere: it stops it until the syndic writes why, and the reason is kept with the convocation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.rules.assemblies.agenda_guard import BUREAU, DraftAgenda, guard
from koprogo.rules.assemblies.item_guard import DraftItem, Finding, Flaw, Part, Severity
from koprogo.rules.assemblies.yearly_points import BUDGETS, YEARLY
from koprogo.services.access import require_planner
from koprogo.services.assemblies.agenda import proposals_read
from koprogo.services.assemblies.agenda.parts import ONE_SEAT
from koprogo.services.assemblies.agenda.refusals import AgendaUnlawful
from koprogo.services.assemblies.agenda.templates import TEMPLATES

LONGEST_REASON = 1000
OTHER_BUDGET = "budget_extraordinary"
"""The usual point for the second of the two budgets (art. 3.89 §5, 16°); the first is the usual point `budget`."""
MAY_BE_ELSEWHERE = frozenset({Flaw.POINT_MISSING, Flaw.COUNCIL_MISSING, Flaw.BUDGET_NOT_ATTACHED, Flaw.NO_WORDS})
"""Errors that a reason lets pass; every other one makes a decision void or impossible."""
AGENDA = """
SELECT a.kind, a.first_session_id IS NOT NULL AS same_agenda, s.languages,
       (SELECT count(*) FROM lot l WHERE l.association_id = a.association_id
           AND l.kind NOT IN ('cellar', 'garage', 'parking')) AS main_lots,
       EXISTS (SELECT 1 FROM appointment p WHERE p.association_id = a.association_id AND p.office = 'council'
           AND p.since <= a.day AND (p.until IS NULL OR p.until > a.day)) AS has_council
  FROM assembly a JOIN association s ON s.id = a.association_id WHERE a.id = :a AND a.association_id = :t
"""
ITEMS = """
SELECT i.number, i.kind, i.main_kind, i.title, i.majority, i.part_of_decision, i.options, i.key_id, i.key_reason,
       (SELECT t.text FROM item_text t WHERE t.item_id = i.id ORDER BY t.version DESC LIMIT 1) AS words,
       (SELECT count(*) FROM attachment f WHERE f.association_id = i.association_id AND f.subject_id = i.id
           AND f.withdraws_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.withdraws_id = f.id)) AS attached
  FROM agenda_item i WHERE i.assembly_id = :a AND i.number IS NOT NULL ORDER BY i.number, i.part
"""


@dataclass(frozen=True)
class Missing:
    """A legal point that the agenda lacks, and the usual point that adds it."""

    kind: str
    article: str
    template: str


async def findings(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> list[Finding]:
    """Return what is missing or unlawful in the agenda of an assembly, errors first; NotFound for one out of reach."""
    await require_planner(session, actor, association_id, assembly_id)
    ids = {"a": assembly_id, "t": association_id}
    agenda = (await session.execute(text(AGENDA), ids)).first()
    if agenda is None:
        raise NotFound
    items = [_item(row) for row in await session.execute(text(ITEMS), ids)]
    by_right = await proposals_read.missing_by_right(session, association_id, assembly_id)
    return guard(
        DraftAgenda(
            items=items,
            ordinary=agenda.kind == "ordinary",
            languages=frozenset(agenda.languages),
            main_lots=agenda.main_lots,
            has_council=agenda.has_council,
            same_agenda=agenda.same_agenda,
            proposals_by_right=[row.number for row in by_right],
        )
    )


async def require_lawful(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, despite: str
) -> None:
    """Let a draft be convened that has no error, or only ones that the reason explains.

    Raises:
        AgendaUnlawful: names the first error, its point and article, and how many there are.
        BadInput: the reason is too long.
    """
    if len(despite) > LONGEST_REASON:
        raise BadInput(Problem("despite", "Shorten this to {most} characters.", {"most": LONGEST_REASON}))
    found = await findings(session, actor, association_id, assembly_id)
    errors = [each for each in found if each.severity is Severity.ERROR]
    if despite.strip():
        errors = [each for each in errors if each.flaw not in MAY_BE_ELSEWHERE]
    if errors:
        raise AgendaUnlawful(number=errors[0].number or 0, count=len(errors), law=errors[0].article)


def missing_points(found: Sequence[Finding]) -> list[Missing]:
    """Return the legal points to offer first: the bureau before all others, then the yearly ones, each budget a point."""
    by_kind = {each.kind: name for name, each in reversed(list(TEMPLATES.items()))}
    kinds = [(BUREAU, each) for each in found if each.flaw is Flaw.NO_BUREAU]
    kinds += [(each.about, each) for each in found if each.flaw in (Flaw.POINT_MISSING, Flaw.COUNCIL_MISSING)]
    kinds += [(BUDGETS, each) for each in found if each.flaw is Flaw.BUDGETS_TOGETHER]
    order = [BUREAU, *YEARLY]
    kinds.sort(key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    missing = []
    for kind, each in kinds:
        if kind in by_kind and each.flaw is not Flaw.BUDGETS_TOGETHER:
            missing.append(Missing(kind, each.article, by_kind[kind]))
        if kind == BUDGETS:
            missing.append(Missing(kind, each.article, OTHER_BUDGET))
    return missing


def _item(row: Any) -> DraftItem:
    title, words = row.title or {}, row.words or {}
    part = Part(row.part_of_decision)
    candidates = row.kind in ONE_SEAT and part is Part.PLAIN
    return DraftItem(
        number=row.number,
        kind=row.kind,
        titled=frozenset(title),
        worded=frozenset(title) if part is Part.OPTION else frozenset(words),
        voted=row.majority != "none",
        part=part,
        parent=row.number if part not in (Part.PLAIN, Part.PRINCIPLE) else None,
        options=0 if candidates else len(row.options),
        attached=row.attached,
        main_kind=row.main_kind,
        keyed=row.key_id is not None,
        key_reason=row.key_reason,
    )
