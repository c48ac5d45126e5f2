"""What happened beside the votes, for the minutes: the attendance put right and the results that this touched."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.i18n.messages import message
from koprogo.papers.minutes import facts as paper
from koprogo.papers.minutes import terms

CORRECTIONS = """
SELECT e.recorded_at AS at, e.reason, p.name FROM presence_event e JOIN person p ON p.id = e.person_id
 WHERE e.assembly_id = :a AND (e.corrects_id IS NOT NULL OR (e.reason <> '' AND e.at <> e.recorded_at))
 ORDER BY e.recorded_at
"""
REVIEWS = """
SELECT v.at, v.would_change, v.facts, v.round, i.number FROM result_review v JOIN agenda_item i ON i.id = v.item_id
 WHERE v.assembly_id = :a ORDER BY v.at, i.number
"""
WORDS = {
    "same": (
        "Round {round}, counted again with the corrected attendance: the result stays; {in_favour} for, {against}"
        " against."
    ),
    "carried": (
        "Round {round}, counted again with the corrected attendance: carried; {in_favour} for, {against} against."
    ),
    "rejected": (
        "Round {round}, counted again with the corrected attendance: rejected; {in_favour} for, {against} against."
    ),
}


async def told_events(session: AsyncSession, assembly_id: UUID, language: str) -> list[paper.EventFacts]:
    """Return what is told between the points, in the language of one paper, in order of time."""
    ids = {"a": assembly_id}
    found = [
        paper.EventFacts(row.at, terms.EventKind.REMARK, f"{row.name}: {row.reason}")
        for row in await session.execute(text(CORRECTIONS), ids)
    ]
    for row in await session.execute(text(REVIEWS), ids):
        after = row.facts["after"]
        said = "same" if not row.would_change else "carried" if after["carried"] else "rejected"
        sums = {"round": row.round, "in_favour": after["in_favour"], "against": after["against"]}
        found.append(
            paper.EventFacts(
                row.at, terms.EventKind.REMARK, message(WORDS[said], language, **sums), item=str(row.number)
            )
        )
    return sorted(found, key=lambda event: event.at)
