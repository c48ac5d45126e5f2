"""Account numbers of suppliers: entered by one person, confirmed by a second, or left to wait once all owners were told.

A forged invoice differs from a true one by its account number. House practice: `rules/charges/supplier_account.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    WAIT,
    Given,
    IbanStanding,
    IbanStep,
    may_confirm,
    paid_on,
    stands,
)
from koprogo.services import audit
from koprogo.services.charges.invoices.refusals import SecondPersonNeeded
from koprogo.services.charges.invoices.second_person import ask_second_person
from koprogo.services.charges.invoices.suppliers import one
from koprogo.settings import settings

LONGEST = 300
LOCK = "SELECT pg_advisory_xact_lock(36, hashtext(:s))"
LAST = """
SELECT DISTINCT ON (e.supplier_id, e.iban) e.supplier_id, e.iban, e.seq, e.what, e.words, e.waits_until, e.letters, e.at,
       p.name AS by,
       (SELECT f.by_id FROM iban_event f WHERE f.supplier_id = e.supplier_id AND f.iban = e.iban AND f.what = 'entered'
         ORDER BY f.seq DESC LIMIT 1) AS entered_by_id,
       (SELECT f.at FROM iban_event f WHERE f.supplier_id = e.supplier_id AND f.iban = e.iban AND f.what = 'entered'
         ORDER BY f.seq DESC LIMIT 1) AS entered_at
  FROM iban_event e JOIN person p ON p.id = e.by_id WHERE e.association_id = :t
   AND (CAST(:s AS uuid) IS NULL OR e.supplier_id = :s) ORDER BY e.supplier_id, e.iban, e.seq DESC
"""


@dataclass(frozen=True)
class Account:
    """An account number of a supplier, and whether it may be paid now; `by` did the last thing."""

    supplier_id: UUID
    iban: str
    standing: IbanStanding
    entered_by_id: UUID
    entered_at: datetime
    by: str
    at: datetime
    waits_until: datetime | None
    letters: int
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

    A refused number is entered anew, and asks again. The auditor and the council are written to; where nobody holds an
    office, all owners are, and 48 hours begin.

    Raises:
        NotFound: no such supplier here.
        BadInput: it is no account number.
    """
    require(actor, "invoice.enter", association_id)
    wanted = checked(number)
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


async def confirm_account(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, *, number: str, at: datetime
) -> None:
    """Confirm an account number as the second person (council, auditor); it may be paid from now on.

    Raises:
        NotFound: no such supplier or number here.
        SecondPersonNeeded: she entered it herself, or works for the syndic.
    """
    await _judge(session, actor, association_id, supplier_id, number, IbanStep.CONFIRMED, "", at)


async def refuse_account(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, *, number: str, why: str, at: datetime
) -> None:
    """Refuse an account number, with the reason (council, auditor); it is not paid.

    Raises:
        NotFound, SecondPersonNeeded: as `confirm_account`.
        BadInput: no reason, or one too long.
    """
    reason = why.strip()
    if not reason or len(reason) > LONGEST:
        raise BadInput(Problem("why", "Write why, in at most {most} characters.", {"most": LONGEST}))
    await _judge(session, actor, association_id, supplier_id, number, IbanStep.REFUSED, reason, at)


def checked(number: str) -> str:
    """Return an account number as kept; BadInput when it is none."""
    try:
        return iban(number)
    except ValueError:
        raise BadInput(Problem("iban", "Enter an account number (IBAN) like BE71 0961 2345 6769.")) from None


async def _judge(
    session: AsyncSession, actor: Actor, association_id: UUID, supplier_id: UUID, number: str, what: IbanStep, words: str,
    at: datetime,
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
    await audit.record(session, actor, association_id, f"supplier.account.{what}", supplier_id)


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
    """Write to who may confirm; where nobody may, tell all owners and let the hours begin."""
    said: dict[str, Any] = {
        "supplier": name, "number": format_iban(number),
        "link": f"{settings().base_url}{urls.association(association_id, 'suppliers')}",
    }  # fmt: skip
    told = await ask_second_person(session, actor, association_id, to_confirm=_to_confirm, told=_told, said=said, at=at)
    if told is None:
        return
    await _add(
        session, actor, association_id, supplier_id, number, IbanStep.TOLD, at=at, waits_until=at + WAIT, letters=told
    )
    await audit.record(session, actor, association_id, "supplier.account.told", supplier_id, letters=told)


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
            "Hello {name},\n\n{by} entered a new account number for {supplier}: {number}. Nobody here holds the office of"
            " auditor or sits in the council, so you are told: payments to it may leave after 48 hours. If it looks wrong to"
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
    at: datetime, words: str = "", waits_until: datetime | None = None, letters: int = 0,
) -> None:  # fmt: skip
    last = "SELECT coalesce(max(seq), 0) FROM iban_event WHERE supplier_id = :s AND iban = :n"
    seq = int(await session.scalar(text(last), {"s": supplier_id, "n": number}) or 0) + 1
    session.add(
        IbanEvent(
            association_id=association_id, supplier_id=supplier_id, iban=number, seq=seq, what=what.value, words=words,
            waits_until=waits_until, letters=letters, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
