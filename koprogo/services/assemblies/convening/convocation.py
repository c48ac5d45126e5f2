"""Sending the convocations: one letter per person, printed by the worker, by e-mail where she accepted it, else by post.

Sending freezes the agenda, as recording it by hand does (`freeze.convene`): the rules of the notice are asked there. The
letters are written down in the same transaction with the address that stood on the envelope; printing follows in a job,
letter by letter, and an e-mail leaves once its paper exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.adapters import tasks
from koprogo.adapters.pdf import PdfAttachment
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.messages import Letter
from koprogo.papers.convocation import build
from koprogo.papers.convocation.facts import ConvocationFacts, LotStanding, PersonFacts
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.convening.addressees import EMAIL, Addressee, LotOf, addressees
from koprogo.services.assemblies.convening.convocation_facts import Common, Enclosed, common_facts, letter_facts
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.documents.letter_papers import LetterPaper, print_each
from koprogo.services.documents.letterhead import require_enterprise_number
from koprogo.services.messages import letters, outbox
from koprogo.settings import settings

KIND = "convocation"
TASK = "koprogo.papers.convocations"
WAITING = """
SELECT l.id, l.person_id, l.language, l.channel, l.address, l.lots, l.number, l.at, l.by_id, e.facts->>'mail' AS mail_id
  FROM letter l JOIN letter_event e ON e.letter_id = l.id AND e.what = 'prepared'
 WHERE l.association_id = :t AND l.kind = 'convocation' AND l.subject_id = :a
   AND NOT EXISTS (SELECT 1 FROM paper p WHERE p.kind = 'convocation' AND p.subject_id = l.id)
 ORDER BY l.channel = 'email' DESC, l.language, l.id
"""


async def send_convocations(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    at: datetime,
    urgent_reason: str = "",
    despite: str = "",
) -> int:
    """Convene today: freeze the agenda, write one letter per person, queue the printing; return the number of letters.

    Raises:
        AgendaEmpty, AgendaUnlawful, NoticeTooShort: as `freeze.convene`.
        EnterpriseNumberMissing: no paper may go out without it.
    """
    await require_planner(session, actor, association_id, assembly_id)
    await require_enterprise_number(session, association_id)
    await freeze.convene(
        session, actor, association_id, assembly_id, sent_on=legal_day(at), at=at, urgent_reason=urgent_reason,
        despite=despite,
    )  # fmt: skip
    return await write_letters(session, actor, association_id, assembly_id, at=at)


async def require_ready(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    at: datetime,
    urgent_reason: str = "",
) -> None:
    """Let a draft pass that can be sent today, with this reason of urgency or none; raises what sending raises."""
    await require_enterprise_number(session, association_id)
    await freeze.require_ready(
        session, actor, association_id, assembly_id, sent_on=legal_day(at), at=at, urgent_reason=urgent_reason
    )


async def write_letters(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime, number: int = 1
) -> int:
    """Write the letters of a convocation, or of its supplement (`number` 2 and more), and queue their printing."""
    await require_planner(session, actor, association_id, assembly_id)
    everybody = await recipients(session, association_id, assembly_id, at=at)
    head = await _head(session, association_id, assembly_id)
    for each in everybody:
        secret = letters.new_secret(association_id) if each.channel == EMAIL else None
        letter = _letter(actor, association_id, assembly_id, each, number, secret, at)
        session.add(letter)
        await session.flush()
        held: dict[str, str] = {}
        if secret:
            held["mail"] = str(await _hold_mail(session, association_id, each, secret, head, at))
        await letters.add_event(session, association_id, letter.id, letters.PREPARED, at=at, by=actor.person_id, **held)
    await tasks.enqueue(
        session, TASK, lock=f"letters:{assembly_id}", association=str(association_id), assembly=str(assembly_id)
    )
    await audit.record(session, actor, association_id, "convocation.written", assembly_id, letters=len(everybody))
    return len(everybody)


async def recipients(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> tuple[Addressee, ...]:
    """Return to whom the letters of an assembly go when they leave at this instant."""
    head = await _head(session, association_id, assembly_id)
    roll = await draft_roll(session, association_id, head.day)
    return await addressees(session, association_id, roll, day=legal_day(at))


async def print_letters(association_id: UUID, assembly_id: UUID, *, at: datetime) -> int:
    """Print what is not printed yet and let the e-mails leave; return how many letters. Safe to repeat.

    Runs in the worker. Printing takes a second per letter and holds no transaction.
    """
    async with db.association_session(association_id) as session:
        waiting = (await session.execute(text(WAITING), {"t": association_id, "a": assembly_id})).all()
        head = await _head(session, association_id, assembly_id)
        roll = await draft_roll(session, association_id, head.day)
        common = await common_facts(session, association_id, assembly_id, roll)

    def paper(row: Any) -> LetterPaper:
        facts, inside = _facts_of(row, common), common.enclosed if row.channel == EMAIL else ()
        title = build.title(facts, row.language)
        html = partial(build.build, facts, row.language)
        return LetterPaper(row, KIND, title, html, partial(_files, facts, title, inside))

    return await print_each(association_id, map(paper, waiting), at=at)


def _files(facts: ConvocationFacts, title: str, inside: Sequence[Enclosed]) -> list[PdfAttachment]:
    """Return what is in the file; a letter by e-mail carries the documents, those by post have them beside, once."""
    return [PdfAttachment(build.DATA_NAME, build.data_json(facts), title), *map(_attached, inside)]


def _attached(document: Enclosed) -> PdfAttachment:
    with storage(settings()).open(document.sha256) as file:
        return PdfAttachment(document.name, file.read(), document.title, "Supplement")


async def _head(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> Any:
    return (
        await session.execute(
            text(
                "SELECT a.day, a.starts_at, a.kind, s.name FROM assembly a JOIN association s ON s.id = a.association_id"
                " WHERE a.id = :a AND a.association_id = :t"
            ),
            {"a": assembly_id, "t": association_id},
        )
    ).one()


def _letter(
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    to: Addressee,
    number: int,
    secret: letters.Secret | None,
    at: datetime,
) -> Letter:
    return Letter(
        id=uuid4(),
        association_id=association_id,
        kind=KIND,
        subject_id=assembly_id,
        number=number,
        person_id=to.person_id,
        language=to.language,
        channel=to.channel,
        address=envelope(to),
        lots=[asdict(lot) | {"others": list(lot.others)} for lot in to.lots],
        token_hash=secret.hash if secret else None,
        at=at,
        by_id=actor.person_id,
    )


def envelope(to: Addressee) -> dict[str, Any]:
    """Return what a letter keeps of its addressee; `told` for who is only told."""
    return {
        "name": to.name,
        "attention": to.attention,
        "agent": str(to.agent_id or ""),
        "street": to.street,
        "postcode": to.postcode,
        "city": to.city,
        "country": to.country,
        "email": to.email if to.channel == EMAIL else "",
        "told": not to.is_convened,
    }


async def _hold_mail(
    session: AsyncSession, association_id: UUID, to: Addressee, secret: letters.Secret, head: Any, at: datetime
) -> UUID:
    facts = {
        "name": to.attention or to.name,
        "association": head.name,
        "starts_at": head.starts_at.isoformat(),
        "link": f"{settings().base_url}{urls.letter(secret.code)}",
    }
    return await outbox.hold(
        session,
        association_id,
        to=to.email,
        subject=message("General assembly of {association}: your convocation", to.language, **facts),
        body=message(
            "Hello {name},\n\nThe general assembly of {association} meets on {starts_at}. Your convocation with the agenda"
            " and the documents is here:\n\n{link}\n\nOpening it shows the syndic that it reached you. There you also say"
            " whether you come, and give a proxy if you do not.\n\nYou accepted in writing to be convened by e-mail; you can"
            " take that back at any time.",
            to.language,
            **facts,
        ),
        at=at,
    )


def _facts_of(row: Any, common: Common) -> ConvocationFacts:
    return letter_facts(
        common,
        language=row.language,
        person=person_of(row.address, row.channel),
        lots=[lot_of(lot) for lot in row.lots],
        sent_on=legal_day(row.at),
        number=row.number,
    )


def person_of(address: Mapping[str, Any], channel: str) -> PersonFacts:
    """Return what stands on the envelope."""
    lines = (address["street"], f"{address['postcode']} {address['city']}".strip(), address["country"])
    return PersonFacts(address["name"], address["attention"], tuple(line for line in lines if line), channel)


def lot_of(kept: Mapping[str, Any]) -> LotOf:
    """Return a lot as the letter's row keeps it."""
    return LotOf(kept["number"], kept["shares"], LotStanding(kept["standing"]), tuple(kept["others"]))


async def own_letter(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> UUID | None:
    """Return the paper of the actor's own convocation, if it is printed; she has then opened what came by e-mail."""
    require(actor, "assembly.read", association_id)
    rows = (
        await session.execute(
            text(
                "SELECT l.id, l.channel, p.id AS paper_id FROM letter l"
                " LEFT JOIN paper p ON p.kind = 'convocation' AND p.subject_id = l.id"
                " WHERE l.association_id = :t AND l.kind = 'convocation' AND l.subject_id = :a"
                " AND (l.person_id = :me OR l.address->>'agent' = CAST(:me AS text)) ORDER BY l.number DESC, l.at DESC"
            ),
            {"t": association_id, "a": assembly_id, "me": actor.person_id},
        )
    ).all()
    for row in rows:
        if row.channel == EMAIL:
            await letters.mark_opened(session, association_id, row.id, at=at)
    return rows[0].paper_id if rows else None
