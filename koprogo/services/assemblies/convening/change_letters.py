"""Everybody who was convened is told that the assembly is called off or moved: by the way of her convocation, recorded.

An e-mail leaves at once. A letter is printed by the worker and stands in the batch for the post. Where the convocations
left outside KoproGo, those who would be convened today are told, by the way they accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.models.messages import Letter
from koprogo.papers.change_letter import build
from koprogo.papers.change_letter.facts import ChangeFacts
from koprogo.services import audit
from koprogo.services.assemblies.convening import convocation
from koprogo.services.assemblies.convening.addressees import EMAIL, REGISTERED
from koprogo.services.documents.letter_papers import LetterPaper, print_each
from koprogo.services.documents.letterhead import (
    EnterpriseNumberMissing,
    letterhead,
    require_enterprise_number,
    syndic_on,
)
from koprogo.services.messages import letters, outbox

KIND, PAPER = "change", "change_letter"
TASK = "koprogo.papers.change_letters"
CONVENED = """
SELECT DISTINCT ON (l.person_id) l.person_id, l.language, l.channel, l.address, l.lots,
       EXISTS (SELECT 1 FROM email_consent e WHERE e.association_id = l.association_id AND e.person_id = l.person_id
           AND e.given_on <= :day AND (e.revoked_on IS NULL OR e.revoked_on > :day)) AS accepts_email
  FROM letter l WHERE l.association_id = :t AND l.subject_id = :a AND l.kind = 'convocation'
 ORDER BY l.person_id, l.number DESC, l.at DESC
"""
WAITING = """
SELECT l.id, l.language, l.address, l.at, l.by_id FROM letter l
 WHERE l.association_id = :t AND l.kind = 'change' AND l.subject_id = :a AND l.channel <> 'email'
   AND NOT EXISTS (SELECT 1 FROM paper p WHERE p.kind = 'change_letter' AND p.subject_id = l.id)
 ORDER BY l.language, l.id
"""
CHANGED = """
SELECT a.starts_at, a.place, st.reason, n.starts_at AS moved_to, coalesce(n.place, '') AS new_place
  FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
  LEFT JOIN assembly n ON n.association_id = a.association_id AND n.id = CAST(st.facts->>'moved_to' AS uuid)
 WHERE a.id = :a AND a.association_id = :t
"""


@dataclass(frozen=True)
class Told:
    """Somebody to tell: how, and where."""

    person_id: UUID
    language: str
    channel: str
    address: Mapping[str, Any]
    lots: list[dict[str, Any]]


async def tell(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Write to everybody who was convened that the assembly is called off or moved; return how many letters.

    Called in the transaction of the change, after its event: the service that calls has decided who may. 0 when the
    convocations left elsewhere and no paper may go out, because the enterprise number is missing (art. 3.86 §1).
    """
    everybody = await _everybody(session, association_id, assembly_id, at)
    row = await _changed(session, association_id, assembly_id)
    head = await letterhead(session, association_id)
    for each in everybody:
        await _write(session, actor, association_id, assembly_id, each, row, head.name, at)
    if everybody:
        await tasks.enqueue(
            session, TASK, lock=f"letters:{assembly_id}", association=str(association_id), assembly=str(assembly_id)
        )
        await audit.record(session, actor, association_id, "change.told", assembly_id, letters=len(everybody))
    return len(everybody)


async def print_letters(association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Print the letters that go by post and are not printed yet; return how many. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        rows = (await session.execute(text(WAITING), {"t": association_id, "a": assembly_id})).all()
        changed = await _changed(session, association_id, assembly_id)
        head = await letterhead(session, association_id)
        syndic = await syndic_on(session, association_id, legal_day(at))

    def paper(row: Any) -> LetterPaper:
        person = convocation.person_of(row.address, REGISTERED)
        facts = ChangeFacts(
            association=head.name,
            address=head.address,
            enterprise_number=head.enterprise_number,
            syndic=syndic,
            recipient=tuple(filter(None, (person.name, person.attention, *person.address))),
            starts_at=changed.starts_at,
            place=changed.place,
            reason=changed.reason,
            sent_at=row.at,
            moved_to=changed.moved_to,
            new_place=changed.new_place,
        )
        return LetterPaper(row, PAPER, build.title(facts, row.language), partial(build.build, facts, row.language))

    return await print_each(association_id, map(paper, rows), at=at)


async def _everybody(session: AsyncSession, association_id: UUID, assembly_id: UUID, at: datetime) -> list[Told]:
    """Return those who have a convocation of ours; where there is none, those who would be convened today."""
    facts = {"t": association_id, "a": assembly_id, "day": legal_day(at)}
    rows = (await session.execute(text(CONVENED), facts)).all()
    if rows:
        return [
            Told(row.person_id, row.language, _way(row.channel, row.accepts_email), row.address, list(row.lots))
            for row in rows
        ]
    try:
        await require_enterprise_number(session, association_id)
    except EnterpriseNumberMissing:
        return []
    found = await convocation.recipients(session, association_id, assembly_id, at=at)
    return [
        Told(
            each.person_id,
            each.language,
            each.channel,
            convocation.envelope(each),
            [{"number": lot.number} for lot in each.lots],
        )
        for each in found
    ]


def _way(channel: str, accepts_email: bool) -> str:
    """Return the way of the convocation; by post where the consent to e-mail was taken back since."""
    return REGISTERED if channel == EMAIL and not accepts_email else channel


async def _changed(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> Any:
    return (await session.execute(text(CHANGED), {"t": association_id, "a": assembly_id})).one()


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    to: Told,
    changed: Any,
    association: str,
    at: datetime,
) -> None:
    letter_id = uuid4()
    session.add(
        Letter(
            id=letter_id, association_id=association_id, kind=KIND, subject_id=assembly_id, person_id=to.person_id,
            language=to.language, channel=to.channel, address=dict(to.address), lots=to.lots, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    held: dict[str, str] = {}
    if to.channel == EMAIL:
        held["mail"] = str(await _mail(session, association_id, to, changed, association, at))
    await letters.add_event(session, association_id, letter_id, letters.PREPARED, at=at, by=actor.person_id, **held)
    if held:
        await letters.add_event(session, association_id, letter_id, letters.EMAILED, at=at, by=actor.person_id)


async def _mail(
    session: AsyncSession, association_id: UUID, to: Told, changed: Any, association: str, at: datetime
) -> UUID:
    facts = {
        "name": to.address["attention"] or to.address["name"],
        "association": association,
        "starts_at": changed.starts_at.isoformat(),
        "reason": changed.reason,
    }
    if changed.moved_to is None:
        subject = message("General assembly of {association}: called off", to.language, **facts)
        body = message(
            "Hello {name},\n\nThe general assembly of {association} of {starts_at}, to which you were convened, will not"
            " take place.\n\nReason: {reason}",
            to.language,
            **facts,
        )
    else:
        facts |= {"moved_to": changed.moved_to.isoformat(), "place": changed.new_place or "–"}
        subject = message("General assembly of {association}: another day", to.language, **facts)
        body = message(
            "Hello {name},\n\nThe general assembly of {association} of {starts_at}, to which you were convened, will not"
            " take place that day. It is planned for {moved_to}, {place}. A new convocation will reach you at least"
            " fifteen days before (art. 3.87 §3).\n\nReason: {reason}",
            to.language,
            **facts,
        )
    return await outbox.post(session, association_id, to=to.address["email"], subject=subject, body=body, at=at)
