"""Answering as the second person without an account: the link of one letter, about one account number, once.

Whoever holds the link holds the letter, so it shows what the letter is about and no more, and ends after thirty days. She
answers as the auditor or the member of the council she is on that day; the log says by which letter.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotFound
from koprogo.core.numbers import format_iban
from koprogo.models.invoices import SecondPersonAnswer
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.services.access import actor_of
from koprogo.services.accounting.bank import own_numbers, repayments
from koprogo.services.charges.invoices import ibans
from koprogo.services.charges.invoices.refusals import LinkUsed
from koprogo.services.messages.letters import read_secret

MOST_INVOICES = 5
LINK = """
SELECT l.id, l.person_id, l.supplier_id, l.iban, l.repayment_id, l.bank_account_id, l.at, l.ends_at, p.name, p.language,
       b.name AS by, s.name AS association, u.name AS supplier, w.agrees, w.at AS answered_at
  FROM second_person_link l JOIN person p ON p.id = l.person_id JOIN person b ON b.id = l.by_id
  JOIN association s ON s.id = l.association_id
  LEFT JOIN supplier u ON u.association_id = l.association_id AND u.id = l.supplier_id
  LEFT JOIN second_person_answer w ON w.association_id = l.association_id AND w.link_id = l.id
 WHERE l.association_id = :t AND l.token_hash = :hash
"""
INVOICES = """
SELECT supplier_number, day, gross FROM invoice WHERE association_id = :t AND supplier_id = :s AND iban IN ('', :n)
 ORDER BY at DESC, number DESC LIMIT :most
"""


@dataclass(frozen=True)
class InvoiceSeen:
    """An invoice that the number is to pay: the supplier's own number, its day and cents."""

    number: str
    day: date | None
    cents: int


@dataclass(frozen=True)
class Asked:
    """What a link asks.

    Attributes:
        payee, number: who is to be paid, on which account, as it is written.
        before: the supplier's other numbers that may be paid, or the association's other accounts, as they are written.
        cents, why: of a repayment; 0 and empty otherwise.
        open: whether an answer still counts; else `agreed` says what she answered herself, or None when it moved on.
        confirmed_by: who confirmed it already, or empty.
    """

    association_id: UUID
    association: str
    language: str
    name: str
    by: str
    at: datetime
    payee: str
    number: str
    before: tuple[str, ...]
    invoices: tuple[InvoiceSeen, ...]
    cents: int
    why: str
    open: bool
    agreed: bool | None
    confirmed_by: str


async def asked_by_link(code: str, *, at: datetime) -> Asked:
    """Return what a link asks, without recording anything. Opens its own transaction.

    Raises:
        NotFound: a link nobody wrote, one that ended, or she holds the office no longer.
    """
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        return await _asked(session, association_id, await _link(session, association_id, hashed, at), at)


async def answer_by_link(code: str, *, agrees: bool, why: str = "", at: datetime) -> Asked:
    """Confirm the account number, or refuse it with the reason, and return how it stands. Opens its own transaction.

    Raises:
        NotFound: as `asked_by_link`.
        LinkUsed: it was answered through this link, or the number was entered anew since.
        BadInput: it is refused without a reason.
        SecondPersonNeeded, Conflict, RepaymentMovedOn, AccountMovedOn: as `ibans.confirm_account`,
            `repayments.judge_repayment` and `own_numbers.judge_account`.
    """
    association_id, hashed = read_secret(code)
    async with db.association_session(association_id) as session:
        link = await _link(session, association_id, hashed, at)
        asked = await _asked(session, association_id, link, at)
        if not asked.open:
            raise LinkUsed
        actor = await actor_of(session, link.person_id, on_day=legal_day(at))
        facts: dict[str, Any] = {"at": at, "link_id": link.id}
        if link.repayment_id is not None:
            await repayments.judge_repayment(
                session, actor, association_id, link.repayment_id, agrees=agrees, why=why, **facts
            )
        elif link.bank_account_id is not None:
            await own_numbers.judge_account(
                session, actor, association_id, link.bank_account_id, agrees=agrees, why=why, **facts
            )
        elif agrees:
            await ibans.confirm_account(session, actor, association_id, link.supplier_id, number=link.iban, **facts)
        else:
            await ibans.refuse_account(
                session, actor, association_id, link.supplier_id, number=link.iban, why=why, **facts
            )
        session.add(
            SecondPersonAnswer(id=uuid4(), association_id=association_id, link_id=link.id, agrees=agrees, at=at)
        )
        try:
            await session.flush()
        except IntegrityError as error:
            raise LinkUsed from error
        return await _asked(session, association_id, await _link(session, association_id, hashed, at), at)


async def _link(session: AsyncSession, association_id: UUID, hashed: bytes, at: datetime) -> Any:
    link = (await session.execute(text(LINK), {"t": association_id, "hash": hashed})).first()
    if link is None or at >= link.ends_at:
        raise NotFound
    actor = await actor_of(session, link.person_id, on_day=legal_day(at))
    if not actor.roles_in(association_id):
        raise NotFound
    return link


async def _asked(session: AsyncSession, association_id: UUID, link: Any, at: datetime) -> Asked:
    own = {
        "association_id": association_id, "association": link.association, "language": link.language, "name": link.name,
        "by": link.by, "at": link.at, "agreed": link.agrees,
    }  # fmt: skip
    if link.repayment_id is not None:
        row = await repayments.standing_of(session, association_id, link.repayment_id, now=at)
        return Asked(
            payee=row.name, number=format_iban(row.iban), before=(), invoices=(), cents=row.amount, why=row.why,
            open=link.agrees is None and row.live and row.order_number is None,
            confirmed_by="", **own,
        )  # fmt: skip
    if link.bank_account_id is not None:
        own_one = (await own_numbers.own_numbers(session, association_id, now=at))[link.bank_account_id]
        others = await own_numbers.others_in_use(session, association_id, link.bank_account_id)
        return Asked(
            payee=link.association, number=format_iban(own_one.iban), before=tuple(map(format_iban, others)), invoices=(),
            cents=0, why="", open=link.agrees is None and _is_open(own_one, link.at),
            confirmed_by=own_one.by if own_one.standing is IbanStanding.USABLE else "", **own,
        )  # fmt: skip
    known = (await ibans.accounts(session, association_id, now=at, supplier_id=link.supplier_id))[link.supplier_id]
    mine = next(each for each in known if each.iban == link.iban)
    usable = mine.standing is IbanStanding.USABLE
    facts = {"t": association_id, "s": link.supplier_id, "n": link.iban, "most": MOST_INVOICES}
    rows = await session.execute(text(INVOICES), facts)
    return Asked(
        payee=link.supplier, number=format_iban(link.iban),
        before=tuple(
            format_iban(each.iban) for each in known
            if each.standing is IbanStanding.USABLE and each.iban != link.iban
        ),
        invoices=tuple(
            InvoiceSeen(row.supplier_number, row.day, row.gross) for row in rows
        ),
        cents=0, why="",
        open=link.agrees is None and _is_open(mine, link.at), confirmed_by=mine.by if usable else "", **own,
    )  # fmt: skip


def _is_open(number: ibans.Account | own_numbers.OwnNumber, asked_at: datetime) -> bool:
    """Say whether an answer still counts: it was not refused, nor entered anew since the letter."""
    return number.standing is not IbanStanding.REFUSED and number.entered_at <= asked_at
