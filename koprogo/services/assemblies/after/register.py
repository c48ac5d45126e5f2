"""The register of decisions (art. 3.93 §4): every outcome of an assembly, numbered for the life of the association.

Entered by a job as soon as the minutes are made, within the thirty days of art. 3.87 §12, together with the tasks that
the law asks next. An entry repeats what was frozen and is never changed; who wants the names of those against reads the
minutes it points at.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.models.after_assemblies import RegisterEntry
from koprogo.services import audit
from koprogo.services.assemblies.after import legal_tasks
from koprogo.services.assemblies.labels import article_of

TASK = "koprogo.register.enter"
ENTER_LOCK = 6
OUTCOMES = ("carried", "rejected", "postponed", "withdrawn", "noted", "not_reached")
CONFIRMED = "confirmed"
ENDED = """
SELECT i.id, i.number, i.part, i.title, i.kind, i.majority_from, i.clause, coalesce(s.what, 'not_reached') AS what,
       coalesce(s.round, 0) AS round, s.reason, r.carried, r.majority, r.article, r.in_favour, r.against, r.abstained,
       r.no_ballot, r.needed, r.merkle_root, r.facts ->> 'judge_by' AS judge_by,
       coalesce((SELECT t.text FROM item_text t WHERE t.item_id = i.id AND t.version = r.text_version),
                (SELECT t.text FROM standing_text t WHERE t.item_id = i.id)) AS text,
       (SELECT jsonb_agg(jsonb_build_object('text', t.text, 'version', a.text_version, 'carried', a.carried,
               'in_favour', a.in_favour, 'against', a.against, 'abstained', a.abstained) ORDER BY a.round)
          FROM result a JOIN item_text t ON t.item_id = a.item_id AND t.version = a.text_version
         WHERE a.item_id = i.id AND a.about = 'amendment') AS amendments
  FROM agenda_item i LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN result r ON r.item_id = i.id AND r.round = s.round AND s.what = 'confirmed'
 WHERE i.assembly_id = :a AND i.association_id = :t AND i.number IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM register_entry e WHERE e.item_id = i.id)
 ORDER BY i.number, i.part
"""
WAITING = """
SELECT a.association_id, a.id AS assembly_id, e.by_id FROM assembly_event e JOIN assembly a ON a.id = e.assembly_id
 WHERE e.what = 'minuted' AND NOT EXISTS (SELECT 1 FROM register_entry r WHERE r.assembly_id = a.id)
   AND EXISTS (SELECT 1 FROM agenda_item i WHERE i.assembly_id = a.id AND i.number IS NOT NULL)
"""


async def request_entry(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> None:
    """Queue the entry of an assembly's outcomes, in the transaction that made its minutes."""
    await tasks.enqueue(
        session,
        TASK,
        lock=str(association_id),
        association=str(association_id),
        assembly=str(assembly_id),
        by=str(actor.person_id),
    )


async def enter_decisions(association_id: UUID, assembly_id: UUID, *, by: Actor, at: datetime) -> list[int]:
    """Enter every outcome of an assembly that is not in the register yet; return the numbers given. Safe to repeat."""
    async with db.association_session(association_id) as session:
        await lock_numbers(session, association_id)
        day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
        rows = (await session.execute(text(ENDED), {"a": assembly_id, "t": association_id})).all()
        if day is None or not rows:
            return []
        first = await next_number(session, association_id)
        entries = [
            _entry(row, association_id, assembly_id, day, number, by, at) for number, row in enumerate(rows, first)
        ]
        session.add_all(entries)
        await session.flush()
        before = {
            entry.id: date.fromisoformat(row.judge_by) for entry, row in zip(entries, rows, strict=True) if row.judge_by
        }
        await legal_tasks.plan_by_law(session, by, association_id, before, at=at)
        await audit.record(
            session, by, association_id, "register.entered", assembly_id, entries=len(entries), first=first
        )
    return [entry.number for entry in entries]


async def lock_numbers(session: AsyncSession, association_id: UUID) -> None:
    """Wait for our turn to give numbers; held until the end of the transaction."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(:space, hashtext(:t))"), {"space": ENTER_LOCK, "t": str(association_id)}
    )


async def next_number(session: AsyncSession, association_id: UUID) -> int:
    """Return the next free number of an association's register; the caller holds `lock_numbers`."""
    found = await session.scalar(
        text("SELECT coalesce(max(number), 0) + 1 FROM register_entry WHERE association_id = :t"), {"t": association_id}
    )
    return int(found or 1)


async def waiting(session: AsyncSession) -> list[tuple[UUID, UUID, UUID]]:
    """Return (association, assembly, who made the minutes) of minuted assemblies without an entry; for the worker."""
    return [tuple(row) for row in (await session.execute(text(WAITING))).all()]


def _entry(
    row: Any, association_id: UUID, assembly_id: UUID, day: date, number: int, by: Actor, at: datetime
) -> RegisterEntry:
    return RegisterEntry(
        id=uuid4(),
        association_id=association_id,
        number=number,
        day=day,
        assembly_id=assembly_id,
        item_id=row.id,
        round=row.round,
        outcome=outcome_of(row.what, row.carried),
        title=row.title,
        text=row.text or {},
        facts=_facts(row),
        at=at,
        by_id=by.person_id,
    )


def outcome_of(what: str, carried: bool | None) -> str:
    """Return the outcome of a point from its last event; what nobody settled was not reached."""
    if what == CONFIRMED:
        return "carried" if carried else "rejected"
    return what if what in OUTCOMES else "not_reached"


def _facts(row: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"item": f"{row.number}{row.part}", "kind": row.kind, "reason": row.reason or ""}
    if row.amendments:
        facts["amendments"] = row.amendments
    if row.carried is None:
        return facts
    return facts | {
        "majority": row.majority,
        "article": row.article or article_of(row.kind),
        "clause": row.clause if row.majority_from == "clause" else "",
        "in_favour": row.in_favour,
        "against": row.against,
        "abstained": row.abstained,
        "no_ballot": row.no_ballot,
        "needed": row.needed,
        "merkle_root": bytes(row.merkle_root).hex(),
    }
