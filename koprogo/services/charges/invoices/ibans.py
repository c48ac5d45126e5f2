"""Account numbers of suppliers: entered by one person, confirmed by a second, or left to wait once all owners were told.

A forged invoice differs from a true one by its account number. House practice: `rules/charges/supplier_account.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.numbers import format_iban, iban
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.invoices import IbanEvent
from koprogo.rules.charges.supplier_account import (
    Given,
    IbanStanding,
    IbanStep,
    may_confirm,
    paid_on,
    stands,
)
from koprogo.services import audit
from koprogo.services.charges.invoices.refusals import NobodyAsked, NoNoticeWaits, SecondPersonNeeded
from koprogo.services.charges.invoices.second_person import (
    About,
    Notice,
    Told,
    ask_second_person,
    notice_on_paper,
    told_on_paper,
)
from koprogo.services.charges.invoices.suppliers import one
from koprogo.settings import settings

LONGEST = 300
LOCK = "SELECT pg_advisory_xact_lock(36, hashtext(:s))"
LAST = """
SELECT DISTINCT ON (e.supplier_id, e.iban) e.supplier_id, e.iban, e.seq, e.what, e.words, e.waits_until, e.letters,
       e.on_paper, e.told_on, e.how, e.at,
       p.name AS by,
       (SELECT f.by_id FROM iban_event f WHERE f.supplier_id = e.supplier_id AND f.iban = e.iban AND f.what = 'entered'
         ORDER BY f.seq DESC LIMIT 1) AS entered_by_id,
       (SELECT f.at FROM iban_event f WHERE f.supplier_id = e.supplier_id AND f.iban = e.iban AND f.what = 'entered'
         ORDER BY f.seq DESC LIMIT 1) AS entered_at
  FROM iban_event e JOIN person p ON p.id = e.by_id WHERE e.association_id = :t
   AND (CAST(:s AS uuid) IS NULL OR e.supplier_id = :s) ORDER BY e.supplier_id, e.iban, e.seq DESC
"""
OWN = "SELECT 1 FROM bank_account WHERE association_id = :t AND iban = :iban"


@dataclass(frozen=True)
class Account:
    """An account number of a supplier, and whether it may be paid now; `by` did the last thing.

    `letters` owners were told by e-mail, `on_paper` have no address: told on `told_on`, or still to be told.
    """

    supplier_id: UUID
    iban: str
    standing: IbanStanding
    entered_by_id: UUID
    entered_at: datetime
    by: str
    at: datetime
    waits_until: datetime | None
    letters: int
    on_paper: int
    told_on: date | None
    how: str
    words: str


async def accounts(
    session: AsyncSession, association_id: UUID, *, now: datetime, supplier_id: UUID | None = None
) -> Mapping[UUID, Sequence[Account]]:
    """Return the account numbers by supplier, those that may be paid first. Asks for no permission."""
    found: dict[UUID, list[Account]] = {}
    for row in (await session.execute(text(LAST), {"t": association_id, "s": supplier_id})).mappings():
        standing = stands(IbanStep(row["what"]), row["waits_until"], now)
        facts = {name: row[name] for name in Account.__dataclass_fields__ if name != "standing"}
        found.setdefault(row["supplier_id"], []).append(Account(standing=standing, **facts))
    for each in found.values():
        each.sort(key=lambda account: (account.standing is not IbanStanding.USABLE, account.at))
    return found


def account_for(written: str, known: Sequence[Account]) -> Account | None:
    """Return the supplier's account an invoice is paid on: that of its paper, else the one that was given last."""
    wanted = written or paid_on(Given(each.iban, each.standing, each.entered_at) for each in known)
    return next((each for each in known if each.iban == wanted), None)


async def lock_accounts(session: AsyncSession, supplier_id: UUID) -> None:
    """Let one person at a time enter or judge the account numbers of a supplier; look at them in a later statement."""
    await session.execute(text(LOCK), {"s": str(supplier_id)})


async def enter_account(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, *, number: str, at: datetime
) -> Account:
    """Note an account number of a supplier and return it with its standing; one that is known stays as it stands.

    A refused number is entered anew, and asks again. The auditor and the council are written to; where none of them can be
    reached, all owners are, and 48 hours begin, or wait until those without an e-mail address were told (`tell_on_paper`).

    Raises:
        NotFound: no such supplier here.
        BadInput: it is no account number, or one of the association's own.
        NobodyToTell: nobody may confirm it, and no owner could be told.
    """
    require(actor, "invoice.enter", association_id)
    wanted = checked(number)
    if await session.scalar(text(OWN), {"t": association_id, "iban": wanted}):
        said = {"iban": format_iban(wanted)}
        raise BadInput(
            Problem(
                "iban", "{iban} is the association’s own account. Enter the supplier’s, as the invoice has it.", said
            )
        )
    known = await _account(session, association_id, supplier_id, wanted, at)
    if known is not None and known.standing is not IbanStanding.REFUSED:
        return known
    supplier = await one(session, association_id, supplier_id)
    await lock_accounts(session, supplier_id)
    known = await _account(session, association_id, supplier_id, wanted, at)
    if known is not None and known.standing is not IbanStanding.REFUSED:
        return known
    await _add(session, actor, association_id, supplier_id, wanted, IbanStep.ENTERED, at=at)
    await audit.record(session, actor, association_id, "supplier.account.entered", supplier_id)
    await _ask(session, actor, association_id, supplier_id, supplier.name, wanted, at=at)
    return await _sure(session, association_id, supplier_id, wanted, at)


async def ask_again(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, *, number: str, at: datetime
) -> Account:
    """Write once more to who may confirm a number: a link ended, or somebody else holds the office (syndic, accountant).

    Where none of them can be reached any more, all owners are told, as when it was entered.

    Raises:
        NotFound: no such supplier or number here.
        NobodyAsked: nobody was asked to confirm it, or it is decided.
        NobodyToTell: nobody may confirm it, and no owner could be told.
    """
    require(actor, "invoice.enter", association_id)
    supplier = await one(session, association_id, supplier_id)
    wanted = checked(number)
    await lock_accounts(session, supplier_id)
    known = await _account(session, association_id, supplier_id, wanted, at)
    if known is None:
        raise NotFound
    if known.standing is not IbanStanding.TO_CONFIRM:
        raise NobodyAsked
    await audit.record(session, actor, association_id, "supplier.account.asked_again", supplier_id)
    await _ask(session, actor, association_id, supplier_id, supplier.name, wanted, at=at)
    return await _sure(session, association_id, supplier_id, wanted, at)


async def tell_on_paper(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    *,
    number: str,
    day: date,
    how: str,
    at: datetime,
) -> Account:
    """Note on which day the owners without an e-mail address were told, and how; the 48 hours begin (syndic, accountant).

    Raises:
        NotFound: no such supplier or number here.
        NoNoticeWaits: nobody is to be told on paper (any more).
        BadInput: a day before it was entered or to come, or none of the ways (`OnPaper`).
    """  # fmt: skip
    require(actor, "invoice.enter", association_id)
    await one(session, association_id, supplier_id)
    wanted = checked(number)
    await lock_accounts(session, supplier_id)
    known = await _account(session, association_id, supplier_id, wanted, at)
    if known is None:
        raise NotFound
    if known.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    told = told_on_paper(known.at, letters=known.letters, on_paper=known.on_paper, day=day, how=how, at=at)
    await _note_told(session, actor, association_id, supplier_id, wanted, told, at=at)
    return await _sure(session, association_id, supplier_id, wanted, at)


async def notice(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, *, number: str, at: datetime
) -> Notice:
    """Return what the owners without an e-mail address are to be told, and who they are (syndic, accountant).

    Raises:
        NotFound: no such supplier or number here.
        NoNoticeWaits: nobody is to be told on paper.
    """
    require(actor, "invoice.enter", association_id)
    supplier = await one(session, association_id, supplier_id)
    known = await _account(session, association_id, supplier_id, checked(number), at)
    if known is None:
        raise NotFound
    if known.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    said = {"supplier": supplier.name, "number": format_iban(known.iban), "by": known.by}
    return await notice_on_paper(session, association_id, told=_told, said=said, at=at)


async def confirm_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    *,
    number: str,
    at: datetime,
    link_id: UUID | None = None,
) -> None:
    """Confirm an account number as the second person (council, auditor); it may be paid from now on.

    `link_id`: the letter through which she answers, if it is one.

    Raises:
        NotFound: no such supplier or number here.
        SecondPersonNeeded: she entered it herself, or works for the syndic.
    """
    await _judge(session, actor, association_id, supplier_id, number, IbanStep.CONFIRMED, "", at, link_id)


async def refuse_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    *,
    number: str,
    why: str,
    at: datetime,
    link_id: UUID | None = None,
) -> None:
    """Refuse an account number, with the reason (council, auditor); it is not paid.

    Raises:
        NotFound, SecondPersonNeeded: as `confirm_account`.
        BadInput: no reason, or one too long.
    """
    reason = why.strip()
    if not reason or len(reason) > LONGEST:
        raise BadInput(Problem("why", "Write why, in at most {most} characters.", {"most": LONGEST}))
    await _judge(session, actor, association_id, supplier_id, number, IbanStep.REFUSED, reason, at, link_id)


def checked(number: str) -> str:
    """Return an account number as kept; BadInput when it is none."""
    try:
        return iban(number)
    except ValueError:
        raise BadInput(Problem("iban", "Enter an account number (IBAN) like BE71 0961 2345 6769.")) from None


async def _judge(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, number: str, what: IbanStep, words: str,
    at: datetime, link_id: UUID | None,
) -> None:  # fmt: skip
    require(actor, "iban.confirm", association_id)
    await one(session, association_id, supplier_id)
    wanted = checked(number)
    await lock_accounts(session, supplier_id)
    known = await _account(session, association_id, supplier_id, wanted, at)
    if known is None:
        raise NotFound
    if not may_confirm(actor.roles_in(association_id), actor.person_id, known.entered_by_id):
        raise SecondPersonNeeded
    if known.standing is IbanStanding.REFUSED or (known.standing is IbanStanding.USABLE and what is IbanStep.CONFIRMED):
        raise Conflict
    await _add(session, actor, association_id, supplier_id, wanted, what, at=at, words=words)
    by_letter = {"link": str(link_id)} if link_id else {}
    await audit.record(session, actor, association_id, f"supplier.account.{what}", supplier_id, **by_letter)


async def _ask(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    name: str,
    number: str,
    *,
    at: datetime,
) -> None:
    """Write to who may confirm; where nobody can be reached, tell all owners."""
    said: dict[str, Any] = {
        "supplier": name, "number": format_iban(number),
        "link": f"{settings().base_url}{urls.association(association_id, 'suppliers')}",
    }  # fmt: skip
    about = About(supplier_id=supplier_id, number=number)
    told = await ask_second_person(
        session, actor, association_id, about=about, to_confirm=_to_confirm, told=_told, said=said, at=at
    )
    if told is not None:
        await _note_told(session, actor, association_id, supplier_id, number, told, at=at)


async def _note_told(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    supplier_id: UUID,
    number: str,
    told: Told,
    *,
    at: datetime,
) -> None:
    await _add(session, actor, association_id, supplier_id, number, told.step, at=at, **told.facts())
    await audit.record(
        session, actor, association_id, f"supplier.account.{told.step}", supplier_id, letters=told.letters,
        on_paper=told.on_paper, how=told.how, day=told.told_on.isoformat() if told.told_on else "",
    )  # fmt: skip


def _to_confirm(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A supplier’s account number to confirm in {association}", language, **said),
        message(
            "Hello {name},\n\n{supplier} is to be paid on a new account number: {number}. Compare it with an earlier invoice"
            " or ask the supplier on a number you know, then confirm or refuse it:\n\n{link}",
            language, **said,
        ),
    )  # fmt: skip


def _told(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A new account number of a supplier in {association}", language, **said),
        message(
            "Hello {name},\n\n{by} entered a new account number for {supplier}: {number}. No auditor and no member of"
            " the council can be asked here, so you are told: payments to it may leave after 48 hours. If it looks wrong to"
            " you, say so to the syndic at once.",
            language, **said,
        ),
    )  # fmt: skip


async def _account(
    session: AsyncSession, association_id: UUID, supplier_id: UUID, number: str, now: datetime
) -> Account | None:
    found = (await accounts(session, association_id, now=now, supplier_id=supplier_id)).get(supplier_id, ())
    return next((each for each in found if each.iban == number), None)


async def _sure(session: AsyncSession, association_id: UUID, supplier_id: UUID, number: str, now: datetime) -> Account:
    found = await _account(session, association_id, supplier_id, number, now)
    assert found is not None, "it was written a moment ago"
    return found


async def _add(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, number: str, what: IbanStep, *,
    at: datetime, words: str = "", **facts: Any,
) -> None:  # fmt: skip
    last = "SELECT coalesce(max(seq), 0) FROM iban_event WHERE supplier_id = :s AND iban = :n"
    seq = int(await session.scalar(text(last), {"s": supplier_id, "n": number}) or 0) + 1
    session.add(
        IbanEvent(
            association_id=association_id, supplier_id=supplier_id, iban=number, seq=seq, what=what.value, words=words,
            at=at, by_id=actor.person_id, **facts,
        )
    )  # fmt: skip
    await session.flush()
