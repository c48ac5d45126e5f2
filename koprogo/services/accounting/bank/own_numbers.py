"""The association's own account numbers: one entered beside another is paid to once a second person confirmed it.

Whoever enters the account that owners pay to could lead their payments to herself. So it is as with a supplier's number:
auditor or council confirm it, or all owners are told and 48 hours pass (`rules/charges/supplier_account.py`). The first
account leads nothing away from another, so it asks nobody. Until then no owner is asked to pay to it, and no transfer goes
there; its statements are taken in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.numbers import format_iban
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.banking import BankAccountStep
from koprogo.rules.charges.supplier_account import IbanStanding, IbanStep, may_confirm, stands
from koprogo.services import audit
from koprogo.services.accounting.bank.refusals import AccountMovedOn
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.charges.invoices.refusals import NobodyAsked, NoNoticeWaits, SecondPersonNeeded
from koprogo.services.charges.invoices.second_person import (
    About,
    Notice,
    Told,
    ask_second_person,
    notice_on_paper,
    told_on_paper,
)
from koprogo.settings import settings

LONGEST_WHY = 300
LAST = """
SELECT DISTINCT ON (e.bank_account_id) e.bank_account_id, b.iban, b.name, e.what, e.words, e.waits_until, e.letters,
       e.on_paper, e.told_on, e.how, e.at, p.name AS by, f.by_id AS entered_by_id, f.at AS entered_at
  FROM bank_account_step e JOIN bank_account b ON b.association_id = e.association_id AND b.id = e.bank_account_id
  JOIN person p ON p.id = e.by_id
  JOIN LATERAL (SELECT x.by_id, x.at FROM bank_account_step x WHERE x.association_id = e.association_id
        AND x.bank_account_id = e.bank_account_id AND x.what = 'entered' ORDER BY x.seq DESC LIMIT 1) f ON true
 WHERE e.association_id = :t AND (CAST(:b AS uuid) IS NULL OR e.bank_account_id = :b)
 ORDER BY e.bank_account_id, e.seq DESC
"""
OURS = "SELECT 1 FROM bank_account WHERE association_id = :t AND id = :b"
BEFORE = """
SELECT iban FROM bank_account b WHERE association_id = :t AND id <> :b AND NOT EXISTS (SELECT 1 FROM bank_account_event e
    WHERE e.association_id = b.association_id AND e.bank_account_id = b.id) ORDER BY b.at, b.iban
"""


@dataclass(frozen=True)
class OwnNumber:
    """A bank account that was entered beside another, and whether it is paid to; `by` did the last thing.

    `letters` owners were told by e-mail, `on_paper` have no address: told on `told_on`, or still to be told.
    """

    bank_account_id: UUID
    iban: str
    name: str
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


async def own_numbers(
    session: AsyncSession, association_id: UUID, *, now: datetime, account_id: UUID | None = None
) -> Mapping[UUID, OwnNumber]:
    """Return the accounts that a second person looks at, or looked at, by id. Asks for no permission."""
    found = {}
    for row in (await session.execute(text(LAST), {"t": association_id, "b": account_id})).mappings():
        standing = stands(IbanStep(row["what"]), row["waits_until"], now)
        facts = {name: row[name] for name in OwnNumber.__dataclass_fields__ if name != "standing"}
        found[row["bank_account_id"]] = OwnNumber(standing=standing, **facts)
    return found


async def enter_number(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, number: str, *, at: datetime
) -> None:
    """Note that an account was entered beside another, and ask the second person. Asks for no permission.

    Raises:
        NobodyToTell: nobody may confirm it, and no owner could be told.
    """
    await _add(session, actor, association_id, account_id, IbanStep.ENTERED, at=at)
    await _ask(session, actor, association_id, account_id, number, at=at)


async def judge_account(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    account_id: UUID,
    *,
    agrees: bool,
    why: str = "",
    at: datetime,
    link_id: UUID | None = None,
) -> None:
    """Confirm an account of the association, or refuse it with the reason, as the second person (council, auditor).

    `link_id`: the letter through which she answers, if it is one.

    Raises:
        NotFound: no such account here.
        SecondPersonNeeded: she entered it herself, or works for the syndic.
        BadInput: it is refused without a reason.
        AccountMovedOn: nobody was asked about it, or it is decided.
    """
    require(actor, "iban.confirm", association_id)
    reason = "" if agrees else why.strip()
    if not agrees and not 0 < len(reason) <= LONGEST_WHY:
        raise BadInput(Problem("why", "Write why, in at most {most} characters.", {"most": LONGEST_WHY}))
    await lock_matching(session, association_id)
    known = await _one(session, association_id, account_id, at)
    if known is None:
        raise AccountMovedOn
    if not may_confirm(actor.roles_in(association_id), actor.person_id, known.entered_by_id):
        raise SecondPersonNeeded
    if known.standing is IbanStanding.REFUSED or (agrees and known.standing is IbanStanding.USABLE):
        raise AccountMovedOn
    step = IbanStep.CONFIRMED if agrees else IbanStep.REFUSED
    await _add(session, actor, association_id, account_id, step, at=at, words=reason)
    by_letter = {"link": str(link_id)} if link_id else {}
    await audit.record(session, actor, association_id, f"bank.account.{step}", account_id, **by_letter)


async def ask_again(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, *, at: datetime
) -> None:
    """Write once more to who may confirm: a link ended, or somebody else holds the office (syndic, accountant).

    An account that was refused by mistake is asked about anew so, too.

    Raises:
        NotFound: no such account here.
        NobodyAsked: nobody was asked about it, or it is confirmed, or owners were told.
        NobodyToTell: nobody may confirm it, and no owner could be told.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    known = await _one(session, association_id, account_id, at)
    if known is None or known.standing not in (IbanStanding.TO_CONFIRM, IbanStanding.REFUSED):
        raise NobodyAsked
    await audit.record(session, actor, association_id, "bank.account.asked_again", account_id)
    if known.standing is IbanStanding.REFUSED:
        await _add(session, actor, association_id, account_id, IbanStep.ENTERED, at=at)
    await _ask(session, actor, association_id, account_id, known.iban, at=at)


async def tell_on_paper(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, *, day: date, how: str, at: datetime
) -> None:
    """Note on which day the owners without an e-mail address were told, and how; the 48 hours begin (syndic, accountant).

    Raises:
        NotFound: no such account here.
        NoNoticeWaits: nobody is to be told on paper (any more).
        BadInput: a day before it was entered or to come, or none of the ways (`OnPaper`).
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    known = await _one(session, association_id, account_id, at)
    if known is None or known.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    told = told_on_paper(known.at, letters=known.letters, on_paper=known.on_paper, day=day, how=how, at=at)
    await _note_told(session, actor, association_id, account_id, told, at=at)


async def notice(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, *, at: datetime
) -> Notice:
    """Return what the owners without an e-mail address are to be told, and who they are (syndic, accountant).

    Raises:
        NotFound: no such account here.
        NoNoticeWaits: nobody is to be told on paper.
    """
    require(actor, "books.write", association_id)
    known = await _one(session, association_id, account_id, at)
    if known is None or known.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    said = {"number": format_iban(known.iban), "by": known.by}
    return await notice_on_paper(session, association_id, told=_told, said=said, at=at)


async def others_in_use(session: AsyncSession, association_id: UUID, account_id: UUID) -> tuple[str, ...]:
    """Return the numbers of the association's other accounts that were not ended. Asks for no permission."""
    return tuple((await session.execute(text(BEFORE), {"t": association_id, "b": account_id})).scalars())


async def _one(session: AsyncSession, association_id: UUID, account_id: UUID, now: datetime) -> OwnNumber | None:
    """Return how an account stands, None for one nobody was asked about; NotFound for one of others."""
    if not await session.scalar(text(OURS), {"t": association_id, "b": account_id}):
        raise NotFound
    return (await own_numbers(session, association_id, now=now, account_id=account_id)).get(account_id)


async def _ask(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, number: str, *, at: datetime
) -> None:
    said = {"number": format_iban(number), "by": actor.name,
            "link": f"{settings().base_url}{urls.association(association_id, 'bank')}"}  # fmt: skip
    about = About(bank_account_id=account_id)
    told = await ask_second_person(
        session, actor, association_id, about=about, to_confirm=_to_confirm, told=_told, said=said, at=at
    )
    if told is not None:
        await _note_told(session, actor, association_id, account_id, told, at=at)


async def _note_told(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, told: Told, *, at: datetime
) -> None:
    await _add(session, actor, association_id, account_id, told.step, at=at, **told.facts())
    await audit.record(
        session, actor, association_id, f"bank.account.{told.step}", account_id, letters=told.letters,
        on_paper=told.on_paper, how=told.how, day=told.told_on.isoformat() if told.told_on else "",
    )  # fmt: skip


def _to_confirm(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("An account of {association} to confirm", language, **said),
        message(
            "Hello {name},\n\n{by} entered another bank account of the association itself: {number}. Owners may be asked to"
            " pay to it. Compare it with a paper of the bank in the association’s name, then confirm or refuse it:"
            "\n\n{link}",
            language, **said,
        ),
    )  # fmt: skip


def _told(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A new bank account of {association}", language, **said),
        message(
            "Hello {name},\n\n{by} entered another bank account of the association itself: {number}. No auditor and no"
            " member of the council can be asked here, so you are told: you may be asked to pay to it after 48 hours. If it"
            " looks wrong to you, say so to the syndic at once.",
            language, **said,
        ),
    )  # fmt: skip


async def _add(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, what: IbanStep, *, at: datetime,
    words: str = "", **facts: Any,
) -> None:  # fmt: skip
    last = "SELECT coalesce(max(seq), 0) FROM bank_account_step WHERE association_id = :t AND bank_account_id = :b"
    seq = int(await session.scalar(text(last), {"t": association_id, "b": account_id}) or 0) + 1
    session.add(
        BankAccountStep(
            association_id=association_id, bank_account_id=account_id, seq=seq, what=what.value, words=words, at=at,
            by_id=actor.person_id, **facts,
        )
    )  # fmt: skip
    await session.flush()
