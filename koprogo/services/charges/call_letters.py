"""Sending a call: to everybody who owes it, in her language (`debtor_letters.py` says how).

Sent again, only those get a letter who have none yet; one letter can be sent anew.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.printing import print_pdf
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.i18n.messages import message
from koprogo.papers.call_for_funds import build
from koprogo.papers.call_for_funds.facts import CalledLine, CallFacts
from koprogo.papers.paper import Letterhead
from koprogo.services.assemblies.convening.addressees import Addressee
from koprogo.services.assemblies.convening.sendings import Sort
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges import calls
from koprogo.services.charges.call_queries import AskedOf, CallSheet, my_call, sheet
from koprogo.services.charges.debtor_letters import Billed, DebtorLetters, Mailing, Prepare, Prepared
from koprogo.services.charges.refusals import NotPosted
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number, syndic_on

SORT = Sort("call", "call_for_funds")
TASK = "koprogo.papers.calls"


async def send_call(session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID, *, at: datetime) -> int:
    """Write a letter to everybody who owes a posted call and has none; return how many. Safe to repeat.

    Raises:
        NotPosted: it is not in the books, or was reversed.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "books.write", association_id)
    await calls.lock_calls(session, association_id)
    await require_enterprise_number(session, association_id)
    count = await LETTERS.send_missing(session, actor, association_id, call_id, at=at)
    if count:
        await calls.add_event(session, actor, association_id, call_id, calls.SENT, at=at, letters=count)
    return count


async def paper_of(
    actor: Actor, association_id: UUID, call_id: UUID, debtor_id: UUID, *, language: str
) -> tuple[str, bytes]:
    """Print the paper of one debtor of a posted call: her own, or anybody's for who keeps or checks the books.

    Holds no transaction while it prints. Returns the title of the file and its bytes.

    Raises:
        NotFound: no such call here, or it asks nothing of her.
        NotPosted: it is not in the books, or was reversed.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    async with db.tenant_session(actor, association_id) as session:
        require(actor, "figures.read", association_id)
        await require_enterprise_number(session, association_id)
        reads_all = bool(actor.roles_in(association_id) & PERMISSIONS["books.read"])
        own = None if reads_all else await my_call(session, actor, association_id, call_id)
        found = own or await _standing(session, association_id, call_id)
        asked = next((each for each in found.asked if each.debtor_id == debtor_id), None)
        if asked is None:
            raise NotFound
        head = await letterhead(session, association_id)
        syndic = await syndic_on(session, association_id, found.row.called_on)
    facts = call_facts(head, syndic, found, asked, asked.names, language)
    title = build.title(facts, language)
    return title, await print_pdf(partial(build.build, facts, language), title=title, language=language)


def call_facts(
    head: Letterhead, syndic: str, found: CallSheet, asked: AskedOf, recipient: tuple[str, ...], language: str
) -> CallFacts:
    """Return what the paper of one debtor says in one language."""
    row = found.row
    return CallFacts(
        association=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        syndic=syndic or head.name,
        recipient=recipient,
        holders=asked.names,
        reference=row.reference,
        kind=row.kind,
        number=row.number,
        instalments=row.instalments,
        year=row.starts.year,
        budget_year=row.budget_starts.year if row.is_last_years and row.budget_starts else None,
        covers_from=row.covers_from,
        covers_to=row.covers_until - timedelta(days=1),
        called_on=row.called_on,
        due_on=row.due_on,
        subject=row.loan_words or said_in(row.words or row.item_title, language),
        lines=tuple(
            CalledLine(
                line.lot, line.part, said_in(line.key_name, language), line.caught_up, line.weight, line.of_weight,
                line.base, line.before, line.amount,
            )
            for line in asked.lines
        ),
        iban=row.iban,
        communication=asked.numbers.of_call,
        permanent=asked.numbers.permanent,
    )  # fmt: skip


async def _standing(session: AsyncSession, association_id: UUID, call_id: UUID) -> CallSheet:
    found = await sheet(session, association_id, call_id)
    if found.row.state not in (calls.POSTED, calls.SENT):
        raise NotPosted
    return found


async def _mailing(session: AsyncSession, association_id: UUID, call_id: UUID, at: datetime) -> Mailing:
    """Return a call as it is sent: lots as they were held on the day it is due; NotPosted for one that does not stand."""
    found = await _standing(session, association_id, call_id)
    asked = {each.debtor_id: each for each in found.asked}
    billed = tuple(
        Billed(each.debtor_id, each.people, tuple(dict.fromkeys(line.lot for line in each.lines)), found.row.due_on)
        for each in found.asked
    )

    def mail(one: Billed, to: Addressee, facts: Mapping[str, Any]) -> tuple[str, str]:
        return _mail(found, asked[one.debtor_id], to.language, facts)

    return Mailing(call_id, billed, mail)


async def _read(session: AsyncSession, association_id: UUID, call_id: UUID, at: datetime) -> Prepare:
    found = await sheet(session, association_id, call_id)
    head = await letterhead(session, association_id)
    syndic = await syndic_on(session, association_id, legal_day(at))
    by_debtor = {asked.debtor_id: asked for asked in found.asked}

    def prepare(row: Any, debtor: UUID, recipient: tuple[str, ...]) -> Prepared:
        facts = call_facts(head, syndic, found, by_debtor[debtor], recipient, row.language)
        return Prepared(partial(build.build, facts, row.language), build.title(facts, row.language))

    return prepare


def _mail(found: CallSheet, asked: AskedOf, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    said = {
        **facts, "reference": found.row.reference, "total_cents": asked.total.cents, "day": found.row.due_on.isoformat(),
    }  # fmt: skip
    if asked.total.cents > 0:
        body = message(
            "Hello {name},\n\nThe call for funds {reference} of {association} asks {total_cents} of you by {day}. Each"
            " amount with its fraction, and how to pay it, are here:\n\n{link}",
            language, **said,
        )  # fmt: skip
    else:
        body = message(
            "Hello {name},\n\nThe call for funds {reference} of {association} asks nothing of you. Each amount with its"
            " fraction is here:\n\n{link}",
            language, **said,
        )  # fmt: skip
    return message("Call for funds {reference} of {association}", language, **said), body


LETTERS = DebtorLetters(SORT, TASK, _mailing, _read)
send_again, sent, batch, tell_posted = LETTERS.send_again, LETTERS.sent, LETTERS.batch, LETTERS.tell_posted
print_letters = LETTERS.print_letters
