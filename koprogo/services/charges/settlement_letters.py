"""Sending a settlement: to every debtor it settles with, in her language (`debtor_letters.py` says how).

Only the last version of some days is sent. It goes to who held the lot too: a seller's settlement is hers. The designation
that counts is that of the last day on which the debtor held the lots, or of today while she holds them.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.papers.settlement import build
from koprogo.services import audit
from koprogo.services.assemblies.convening.addressees import Addressee
from koprogo.services.assemblies.convening.sendings import Sort
from koprogo.services.charges.debtor_letters import Billed, DebtorLetters, Mailing, Prepare, Prepared
from koprogo.services.charges.settlement_paper import due_of, paper_scene
from koprogo.services.charges.settlement_queries import sheet_of
from koprogo.services.charges.settlement_refusals import AnotherVersion
from koprogo.services.charges.settlement_sheet import Sheet
from koprogo.services.documents.letterhead import require_enterprise_number

SORT = Sort("settlement", "settlement")
TASK = "koprogo.papers.settlements"
LOCK = "SELECT pg_advisory_xact_lock(60, hashtext(:s))"
LATER = """
SELECT 1 FROM settlement s JOIN settlement o ON o.association_id = s.association_id AND o.covers_from = s.covers_from
   AND o.covers_until = s.covers_until AND o.version > s.version WHERE s.association_id = :t AND s.id = :s
"""
PEOPLE = """
SELECT d.debtor_id, array_agg(d.person_id ORDER BY d.person_id) AS people,
       (SELECT max(coalesce(h.until, CAST(:day AS date) + 1)) - 1 FROM holding h
         WHERE h.association_id = d.association_id AND h.person_id = ANY (array_agg(d.person_id))
           AND h.since < CAST(:until AS date)) AS held
  FROM debtor_person d JOIN settlement_owner o ON o.association_id = d.association_id AND o.debtor_id = d.debtor_id
 WHERE d.association_id = :t AND o.settlement_id = :s GROUP BY d.association_id, d.debtor_id
"""


async def send_settlement(
    session: AsyncSession, actor: Actor, association_id: UUID, settlement_id: UUID, *, at: datetime
) -> int:
    """Write a letter to everybody the settlement is with who has none; return how many. Safe to repeat.

    Raises:
        NotFound: no such settlement here.
        AnotherVersion: a later version replaced it; that one is sent.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "books.write", association_id)
    await session.execute(text(LOCK), {"s": str(settlement_id)})
    await require_enterprise_number(session, association_id)
    count = await LETTERS.send_missing(session, actor, association_id, settlement_id, at=at)
    if count:
        await audit.record(session, actor, association_id, "settlement.sent", settlement_id, letters=count)
    return count


async def _mailing(session: AsyncSession, association_id: UUID, settlement_id: UUID, at: datetime) -> Mailing:
    """Return a settlement as it is sent; AnotherVersion for one that was replaced."""
    day = legal_day(at)
    found = await sheet_of(session, association_id, settlement_id)
    scope = {"t": association_id, "s": settlement_id, "day": day, "until": found.covers_until}
    if await session.scalar(text(LATER), scope):
        raise AnotherVersion
    people = {row.debtor_id: row for row in await session.execute(text(PEOPLE), scope)}
    due = await due_of(session, association_id, settlement_id)
    billed = tuple(
        Billed(
            owner.debtor_id, tuple(people[owner.debtor_id].people), owner.lots,
            min(day, people[owner.debtor_id].held or day),
        )
        for owner in found.owners
    )  # fmt: skip

    def mail(one: Billed, to: Addressee, facts: Mapping[str, Any]) -> tuple[str, str]:
        return _mail(found, due.get(one.debtor_id, 0), to.language, facts)

    return Mailing(settlement_id, billed, mail)


async def _read(session: AsyncSession, association_id: UUID, settlement_id: UUID, at: datetime) -> Prepare:
    scene = await paper_scene(session, association_id, settlement_id)

    def prepare(row: Any, debtor: UUID, recipient: tuple[str, ...]) -> Prepared:
        facts = scene.facts(debtor, row.language, recipient=recipient)
        return Prepared(partial(build.build, facts, row.language), build.title(facts, row.language))

    return prepare


def _mail(found: Sheet, due: int, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    said = {**facts, "since": found.covers_from.isoformat(), "due_cents": due}
    if due > 0:
        body = message(
            "Hello {name},\n\nYour settlement of charges of {association} from {since} on leaves {due_cents} to pay. Each"
            " amount with its fraction, and how to pay it, are here:\n\n{link}",
            language, **said,
        )  # fmt: skip
    else:
        body = message(
            "Hello {name},\n\nYour settlement of charges of {association} from {since} on leaves nothing to pay. Each"
            " amount with its fraction is here:\n\n{link}",
            language, **said,
        )  # fmt: skip
    return message("Settlement of charges of {association}", language, **said), body


LETTERS = DebtorLetters(SORT, TASK, _mailing, _read)
send_again, sent, batch, tell_posted = LETTERS.send_again, LETTERS.sent, LETTERS.batch, LETTERS.tell_posted
print_letters = LETTERS.print_letters
