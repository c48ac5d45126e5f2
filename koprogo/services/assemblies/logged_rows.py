"""Arrivals and agenda lines held against the log of acts: what was edited, added or taken away afterwards is named.

Each arrival and departure puts the digest of its row into its own line of the log. Each convocation, and each act that
changes its elections afterwards, puts the digest of every agenda line there; the newest such line of an assembly says how
its agenda stands. Rows of an earlier release, whose lines hold no digest, are counted.
"""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.models.assemblies import PresenceEvent

MOVES = "('presence.arrived', 'presence.left', 'presence.corrected')"
_MOVE_DIGEST = """
encode(sha256(convert_to(jsonb_build_array(p.id, p.association_id, p.assembly_id, p.person_id, p.what, p.channel, p.capacity,
  extract(epoch FROM p.at), extract(epoch FROM p.recorded_at), p.by_id, p.reason, p.corrects_id)::text, 'UTF8')), 'hex')
"""
MOVE = f"SELECT {_MOVE_DIGEST} FROM presence_event p WHERE p.id = :e AND p.association_id = :t"
MOVES_AGAINST_LOG = f"""
SELECT p.id IS NULL AS missing, coalesce(p.id, e.event) AS event, coalesce(p.assembly_id, e.assembly_id) AS assembly_id
  FROM (SELECT p.id, p.assembly_id, {_MOVE_DIGEST} AS digest FROM presence_event p WHERE p.association_id = :t) p
  FULL JOIN (SELECT subject_id AS assembly_id, (facts ->> 'event')::bigint AS event, facts ->> 'digest' AS digest
               FROM audit_event WHERE association_id = :t AND action IN {MOVES} AND facts ->> 'digest' IS NOT NULL) e
    ON e.event = p.id
 WHERE e.event IS NOT NULL AND p.digest IS DISTINCT FROM e.digest ORDER BY event
"""
MOVES_COUNTED = f"""
SELECT coalesce(p.assembly_id, e.assembly_id) AS assembly_id, coalesce(p.rows, 0) AS stored, coalesce(e.lines, 0) AS logged
  FROM (SELECT assembly_id, count(*) AS rows FROM presence_event WHERE association_id = :t GROUP BY assembly_id) p
  FULL JOIN (SELECT subject_id AS assembly_id, count(*) AS lines FROM audit_event
              WHERE association_id = :t AND action IN {MOVES} GROUP BY subject_id) e USING (assembly_id)
 WHERE p.rows IS DISTINCT FROM e.lines ORDER BY 1
"""
_LINE_DIGEST = """
encode(sha256(convert_to(jsonb_build_array(i.id, i.assembly_id, i.number, i.part, i.title, i.kind, i.main_kind, i.majority,
  i.majority_from, i.clause, i.key_id, i.key_reason, i.parent_id, i.part_of_decision, i.options, i.posts, i.minutes_planned)
  ::text, 'UTF8')), 'hex')
"""
"""Every column that the convocation froze; `hidden_tally` may be turned until the vote, each time with its line."""
LINES = f"""
SELECT string_agg(i.id || '=' || {_LINE_DIGEST}, ' ' ORDER BY i.id::text) FROM agenda_item i
 WHERE i.assembly_id = :a AND i.number IS NOT NULL
   AND EXISTS (SELECT 1 FROM assembly_event e WHERE e.assembly_id = i.assembly_id AND e.what = 'convened')
"""
LINES_AGAINST_LOG = f"""
WITH frozen AS (
  SELECT DISTINCT ON (assembly_id) assembly_id, agenda
    FROM (SELECT id, coalesce((facts ->> 'assembly')::uuid, subject_id) AS assembly_id, facts ->> 'agenda' AS agenda
            FROM audit_event WHERE association_id = :t AND facts ->> 'agenda' IS NOT NULL) e
   ORDER BY assembly_id, id DESC
), logged AS (
  SELECT f.assembly_id, split_part(line, '=', 1)::uuid AS id, split_part(line, '=', 2) AS digest
    FROM frozen f, unnest(string_to_array(f.agenda, ' ')) AS line
), stored AS (
  SELECT i.assembly_id, i.id, {_LINE_DIGEST} AS digest FROM agenda_item i JOIN frozen USING (assembly_id)
   WHERE i.number IS NOT NULL
)
SELECT coalesce(s.id, l.id) AS id, s.id IS NULL AS missing, l.id IS NULL AS unasked
  FROM logged l FULL JOIN stored s ON s.id = l.id
 WHERE s.digest IS DISTINCT FROM l.digest ORDER BY 1
"""


async def facts_of_move(session: AsyncSession, move: PresenceEvent) -> dict[str, str | int]:
    """Return what the log keeps of an arrival or departure just stored: its number and its digest."""
    found = await session.scalar(text(MOVE), {"e": move.id, "t": move.association_id})
    return {"event": int(move.id or 0), "digest": str(found)}


async def facts_of_agenda(session: AsyncSession, assembly_id: UUID) -> dict[str, str]:
    """Return what the log keeps of an agenda as stored: `id=digest` of each line, in the order of their ids.

    Nothing of a draft: its lines may still change.
    """
    await session.flush()
    found = await session.scalar(text(LINES), {"a": assembly_id})
    return {"assembly": str(assembly_id), "agenda": str(found)} if found else {}


async def verify_rows(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per arrival or agenda line that is not what was logged; empty is good."""
    ids = {"t": association_id}
    faults = []
    for row in await session.execute(text(MOVES_AGAINST_LOG), ids):
        what = "is missing" if row.missing else "was changed"
        faults.append(f"assembly {row.assembly_id}: line {row.event} of its attendance {what}")
    faults += [
        f"assembly {row.assembly_id}: {row.stored} lines of attendance are stored, acts in the log stored {row.logged}"
        for row in await session.execute(text(MOVES_COUNTED), ids)
    ]
    for row in await session.execute(text(LINES_AGAINST_LOG), ids):
        if row.missing:
            faults.append(f"item {row.id}: its line is missing from the agenda")
        elif row.unasked:
            faults.append(f"item {row.id}: a line of the agenda that nobody convened")
        else:
            faults.append(f"item {row.id}: its line of the agenda is not what was convened")
    return faults
