"""Money that goes back: asked for by one person, agreed to by a second, then paid by an order.

The account it goes to is a new one for money that leaves, so the rule of suppliers' accounts holds: auditor or council
confirm, or the owners are told and 48 hours pass (`rules/charges/supplier_account.py`). The entry is the order's, 499
against the bank; undone with its line, the receipt waits in suspense again. An owner's
credit goes the same way (`credits.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.numbers import format_iban
from koprogo.core.numbers import iban as checked_iban
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.banking import Repayment, RepaymentEvent
from koprogo.rules.charges.supplier_account import IbanStanding, IbanStep, may_confirm, stands
from koprogo.services import audit
from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.accounting.bank.refusals import LineHasMoved, NotInSuspense, RepaymentMovedOn
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.charges.invoices.refusals import NoNoticeWaits, SecondPersonNeeded
from koprogo.services.charges.invoices.second_person import About, Letter, Told, ask_second_person, told_on_paper
from koprogo.settings import settings

WITHDRAWN = "withdrawn"
LONGEST_WHY, LONGEST_NAME, LONGEST_WORDS = 300, 70, 140
ROWS = f"""
SELECT r.id, r.bank_line_id, r.debtor_id, r.amount, r.name, r.iban, r.words, r.why, r.at, r.by_id, p.name AS by,
       coalesce(b.purpose, 'current') AS purpose, e.what, e.words AS said, e.waits_until, e.letters,
       e.on_paper, e.told_on, e.how, e.at AS said_at,
       (SELECT max(o.number) FROM payment_line l JOIN payment_order o ON o.id = l.order_id
         WHERE l.association_id = r.association_id AND l.repayment_id = r.id AND NOT EXISTS
               (SELECT 1 FROM payment_order_event c WHERE c.order_id = o.id AND c.what = 'cancelled')) AS order_number,
       EXISTS (SELECT 1 FROM payment_line l JOIN match m ON m.association_id = l.association_id AND m.payment_id = l.id
                WHERE l.association_id = r.association_id AND l.repayment_id = r.id AND {STANDING}) AS paid
  FROM repayment r JOIN person p ON p.id = r.by_id
  LEFT JOIN bank_line n ON n.association_id = r.association_id AND n.id = r.bank_line_id
  LEFT JOIN bank_statement s ON s.association_id = n.association_id AND s.id = n.statement_id
  LEFT JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
  JOIN LATERAL (SELECT x.what, x.words, x.waits_until, x.letters, x.on_paper, x.told_on, x.how,
                         x.at FROM repayment_event x
                 WHERE x.association_id = r.association_id AND x.repayment_id = r.id ORDER BY x.seq DESC LIMIT 1) e ON true
 WHERE r.association_id = :t AND (CAST(:r AS uuid) IS NULL OR r.id = :r)
   AND (CAST(:l AS uuid) IS NULL OR r.bank_line_id = :l)
 ORDER BY r.at, r.id
"""
LINE = f"""
SELECT l.amount, l.iban, l.name, l.words, m.id AS standing, m.target FROM bank_line l
  LEFT JOIN match m ON m.association_id = l.association_id AND m.line_id = l.id AND {STANDING}
 WHERE l.association_id = :t AND l.id = :l
"""


@dataclass(frozen=True)
class RepaymentRow:
    """A receipt or a debtor's credit that is to go back, or went. Cents above nought.

    Attributes:
        bank_line_id, debtor_id: whose money it is, one of the two.
        purpose: of our account that it came in on, and that it leaves.
        standing: whether a second person agreed; None when it was withdrawn. `said`: why it was refused or withdrawn.
        letters, on_paper: how many owners were told by e-mail, and how many have no address; told on `told_on`, or still to.
        said_at: when the last of it happened.
        order_number: the order it stands in, if any; `paid`: the bank has made it.
    """

    id: UUID
    bank_line_id: UUID | None
    debtor_id: UUID | None
    amount: int
    name: str
    iban: str
    words: str
    why: str
    at: datetime
    by_id: UUID
    by: str
    purpose: str
    standing: IbanStanding | None
    said: str
    waits_until: datetime | None
    letters: int
    on_paper: int
    told_on: date | None
    how: str
    said_at: datetime
    order_number: int | None
    paid: bool

    @property
    def live(self) -> bool:
        """Whether the receipt is on its way back, or went."""
        return self.standing not in (None, IbanStanding.REFUSED)


async def ask_repayment(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line_id: UUID,
    *,
    why: str,
    seen: UUID | None,
    name: str = "",
    number: str = "",
    at: datetime,
) -> UUID:
    """Ask that a receipt in suspense goes back, and return the repayment (syndic, accountant).

    Args:
        name, number: to whom and to which account (IBAN); empty for who paid and the account it came from.
        seen: the match that stood on the line when she looked.

    Raises:
        NotFound: no such line here.
        LineHasMoved, NotInSuspense: the line is matched, or goes back already.
        BadInput: no reason, no name, or no account number.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    line = (await session.execute(text(LINE), {"t": association_id, "l": line_id})).first()
    if line is None:
        raise NotFound
    if line.standing != seen:
        raise LineHasMoved
    if line.target != "suspense" or line.amount < 0 or await goes_back(session, association_id, line_id):
        raise NotInSuspense
    to, account, reason = checked_payee(name or line.name, number or line.iban, why)
    made = Repayment(
        id=uuid4(), association_id=association_id, bank_line_id=line_id, amount=line.amount, name=to, iban=account,
        words=" ".join(f"{line.words}".split())[:LONGEST_WORDS], why=reason, at=at, by_id=actor.person_id,
    )  # fmt: skip
    await write_repayment(session, actor, association_id, made, asks_of_receipt, told_of_receipt)
    return made.id


async def write_repayment(
    session: AsyncSession, actor: Actor, association_id: UUID, made: Repayment, to_confirm: Letter, told: Letter
) -> None:
    """Write a repayment that was asked for, and ask the second person with these letters. Asks for no permission."""
    session.add(made)
    await session.flush()
    await _note(session, actor, association_id, made.id, IbanStep.ENTERED, at=made.at)
    await audit.record(session, actor, association_id, "repayment.entered", made.id, cents=made.amount)
    await ask_about(session, actor, association_id, made, to_confirm, told, at=made.at)


async def judge_repayment(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    repayment_id: UUID,
    *,
    agrees: bool,
    why: str = "",
    at: datetime,
    link_id: UUID | None = None,
) -> None:
    """Agree to a repayment, or refuse it with the reason, as the second person (council, auditor).

    `link_id`: the letter through which she answers, if it is one.

    Raises:
        NotFound: no such repayment here.
        SecondPersonNeeded: she asked for it herself, or works for the syndic.
        BadInput: it is refused without a reason.
        RepaymentMovedOn: it was withdrawn or refused, may be paid already, or was.
    """
    require(actor, "iban.confirm", association_id)
    reason = _said(why) if not agrees else ""
    await lock_matching(session, association_id)
    row = await _one(session, association_id, repayment_id, at)
    if not may_confirm(actor.roles_in(association_id), actor.person_id, row.by_id):
        raise SecondPersonNeeded
    if not row.live or row.order_number is not None or (agrees and row.standing is IbanStanding.USABLE):
        raise RepaymentMovedOn
    step = IbanStep.CONFIRMED if agrees else IbanStep.REFUSED
    await _note(session, actor, association_id, repayment_id, step, at=at, words=reason)
    by_letter = {"link": str(link_id)} if link_id else {}
    await audit.record(session, actor, association_id, f"repayment.{step}", repayment_id, **by_letter)


async def tell_on_paper(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, *, day: date, how: str, at: datetime
) -> None:
    """Note on which day the owners without an e-mail address were told, and how; the 48 hours begin (syndic, accountant).

    Raises:
        NotFound: no such repayment here.
        NoNoticeWaits: nobody is to be told on paper (any more).
        BadInput: a day before it was asked or to come, or none of the ways (`OnPaper`).
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    row = await _one(session, association_id, repayment_id, at)
    if row.standing is not IbanStanding.TO_TELL:
        raise NoNoticeWaits
    told = told_on_paper(row.said_at, letters=row.letters, on_paper=row.on_paper, day=day, how=how, at=at)
    await _note_told(session, actor, association_id, repayment_id, told, at=at)


async def standing_of(
    session: AsyncSession, association_id: UUID, repayment_id: UUID, *, now: datetime
) -> RepaymentRow:
    """Return one repayment as it stands; NotFound for one of others. Asks for no permission."""
    return await _one(session, association_id, repayment_id, now)


async def withdraw_repayment(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, *, why: str, at: datetime
) -> None:
    """Withdraw a repayment that stands in no order; the receipt is decided like any other (syndic, accountant).

    Raises:
        NotFound: no such repayment here.
        BadInput: no reason.
        RepaymentMovedOn: it was withdrawn or refused before, or an order pays it.
    """
    require(actor, "books.write", association_id)
    reason = _said(why)
    await lock_matching(session, association_id)
    row = await _one(session, association_id, repayment_id, at)
    if not row.live or row.order_number is not None:
        raise RepaymentMovedOn
    await _note(session, actor, association_id, repayment_id, WITHDRAWN, at=at, words=reason)
    await audit.record(session, actor, association_id, "repayment.withdrawn", repayment_id)


async def repayments(
    session: AsyncSession, actor: Actor, association_id: UUID, *, now: datetime
) -> Sequence[RepaymentRow]:
    """Return every repayment, the oldest first (syndic, accountant, council, auditor)."""
    require(actor, "invoice.read", association_id)
    return await _rows(session, association_id, now)


async def repayments_open(session: AsyncSession, association_id: UUID, *, now: datetime) -> list[RepaymentRow]:
    """Return the repayments that were neither withdrawn nor refused. Asks for no permission."""
    return [row for row in await _rows(session, association_id, now) if row.live]


async def goes_back(session: AsyncSession, association_id: UUID, line_id: UUID) -> bool:
    """Say whether a receipt is on its way back, or went."""
    rows = await session.execute(text(ROWS), {"t": association_id, "r": None, "l": line_id})
    return any(row.what not in (WITHDRAWN, IbanStep.REFUSED) for row in rows)


async def _rows(
    session: AsyncSession, association_id: UUID, now: datetime, repayment_id: UUID | None = None
) -> list[RepaymentRow]:
    found = await session.execute(text(ROWS), {"t": association_id, "r": repayment_id, "l": None})
    return [_row(dict(row), now) for row in found.mappings()]


def _row(row: Mapping[str, Any], now: datetime) -> RepaymentRow:
    standing = None if row["what"] == WITHDRAWN else stands(IbanStep(row["what"]), row["waits_until"], now)
    return RepaymentRow(standing=standing, **{name: value for name, value in row.items() if name != "what"})


async def _one(session: AsyncSession, association_id: UUID, repayment_id: UUID, now: datetime) -> RepaymentRow:
    found = await _rows(session, association_id, now, repayment_id)
    if not found:
        raise NotFound
    return found[0]


def _said(why: str) -> str:
    reason = why.strip()
    if not 0 < len(reason) <= LONGEST_WHY:
        raise BadInput(Problem("why", "Write why, in at most {most} characters.", {"most": LONGEST_WHY}))
    return reason


def checked_payee(name: str, number: str, why: str) -> tuple[str, str, str]:
    """Return to whom, to which account and why money goes back, as it is kept.

    Raises:
        BadInput: one of the three is missing, or the account is none.
    """
    problems, account, to = [], "", " ".join(name.split())[:LONGEST_NAME]
    if not to:
        problems.append(Problem("name", "Write who gets the money back."))
    try:
        account = checked_iban(number)
    except ValueError:
        problems.append(Problem("number", "Enter an account number (IBAN) like BE71 0961 2345 6769."))
    if not 0 < len(why.strip()) <= LONGEST_WHY:
        problems.append(Problem("why", "Write why, in at most {most} characters.", {"most": LONGEST_WHY}))
    if problems:
        raise BadInput(*problems)
    return to, account, why.strip()


async def ask_about(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    asked: Repayment | RepaymentRow,
    to_confirm: Letter,
    told: Letter,
    *,
    at: datetime,
) -> None:
    """Write to who may agree to a repayment, or tell all owners. Asks for no permission; raises NobodyToTell."""
    page = f"{settings().base_url}{urls.association(association_id, 'payments')}"
    told_to = await ask_second_person(
        session, actor, association_id, about=About(repayment_id=asked.id), to_confirm=to_confirm, told=told,
        said={**said_of(asked), "link": page}, at=at,
    )  # fmt: skip
    if told_to is not None:
        await _note_told(session, actor, association_id, asked.id, told_to, at=at)


def said_of(made: Repayment | RepaymentRow) -> dict[str, Any]:
    """Return what the letters about a repayment say of it."""
    return {"payee": made.name, "number": format_iban(made.iban), "amount_cents": made.amount, "why": made.why}


async def _note_told(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, told: Told, *, at: datetime
) -> None:
    await _note(session, actor, association_id, repayment_id, told.step, at=at, **told.facts())
    await audit.record(
        session, actor, association_id, f"repayment.{told.step}", repayment_id, letters=told.letters,
        on_paper=told.on_paper, how=told.how, day=told.told_on.isoformat() if told.told_on else "",
    )  # fmt: skip


def asks_of_receipt(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A repayment to agree to in {association}", language, **said),
        message(
            "Hello {name},\n\n{amount_cents} came in that nobody here owes. It is to be repaid to {payee}, account {number}:"
            " {why}\n\nCompare the account with the statement of the bank, then agree or refuse:\n\n{link}",
            language, **said,
        ),
    )  # fmt: skip


def told_of_receipt(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A repayment in {association}", language, **said),
        message(
            "Hello {name},\n\n{by} asks to repay {amount_cents} that nobody here owes to {payee}, account {number}:"
            " {why}\n\nNo auditor and no member of the council can be asked here, so you are told: the payment may"
            " leave after 48 hours. If it looks wrong to you, say so to the syndic at once.",
            language, **said,
        ),
    )  # fmt: skip


async def _note(
    session: AsyncSession, actor: Actor, association_id: UUID, repayment_id: UUID, what: str, *, at: datetime,
    words: str = "", **facts: Any,
) -> None:  # fmt: skip
    last = "SELECT coalesce(max(seq), 0) FROM repayment_event WHERE association_id = :t AND repayment_id = :r"
    seq = int(await session.scalar(text(last), {"t": association_id, "r": repayment_id}) or 0) + 1
    session.add(
        RepaymentEvent(
            association_id=association_id, repayment_id=repayment_id, seq=seq, what=str(what), words=words,
            at=at, by_id=actor.person_id, **facts,
        )
    )  # fmt: skip
    await session.flush()
