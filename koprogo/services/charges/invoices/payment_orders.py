"""Payment orders for the bank: made once, under an id of their own, with the bytes kept.

An order leaves one bank account of the association. It pays booked invoices less credit notes, sends receipts back, or
moves money to another account of our own. Fetching it again gives the same bytes, and the bank refuses an id it has seen:
so nothing is paid twice. A wrong order is cancelled before it goes to the bank, and another one made.
"""

import asyncio
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import BinaryIO
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.pain001 import Order, Transfer, pain001
from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Fact, NotFound, Problem
from koprogo.core.money import Money, total
from koprogo.core.numbers import structured_communication
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.invoices import PaymentInvoice, PaymentLine, PaymentOrder, PaymentOrderEvent
from koprogo.rules.charges.funding import Fund
from koprogo.rules.charges.pay_together import Due, together
from koprogo.rules.charges.payment_order import (
    LARGEST,
    LONGEST_NAME,
    LONGEST_WORDS,
    day_problem,
    line_problem,
    sepa_text,
)
from koprogo.services import audit
from koprogo.services.accounting.bank.accounts import RESERVE, BankAccountRow, bank_accounts
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.charges.invoices import events
from koprogo.services.charges.invoices.order_queries import OrderRow, order
from koprogo.services.charges.invoices.refusals import (
    AccountEnded,
    AccountNotConfirmed,
    AccountUnproven,
    NoSuchAccount,
    NotToBePaid,
    OrderCancelled,
    OrderPaid,
    OtherFund,
    OwnAccountWaits,
    RefusedSince,
)
from koprogo.services.charges.invoices.to_pay import CREDIT_NOTE, REPAYMENT, ToPay, open_invoices, repayments_to_pay
from koprogo.settings import settings

MOST = 200
LONGEST = 300
LOCK = "SELECT pg_advisory_xact_lock(40, hashtext(:t))"
NO_ACCOUNT = "No account number of {name} is known. Give it on the page of invoice no. {number}."
TOO_MUCH = "The payment to {name} is {amount_cents}, and banks take {most_cents} at most. Make several orders."
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM payment_order WHERE association_id = :t"
ABOUT = "SELECT name, languages[1] AS language FROM association WHERE id = :t"


@dataclass(frozen=True)
class _Payment:
    """One payment to be written, before it has its end-to-end id."""

    kind: str
    name: str
    iban: str
    amount: Money
    communication: str
    pays: tuple[Due, ...] = field(default=())
    repayment_id: UUID | None = None
    to_account_id: UUID | None = None


async def make_order(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    account_id: UUID,
    invoices: Sequence[UUID] = (),
    repayments: Sequence[UUID] = (),
    day: date,
    at: datetime,
) -> UUID:
    """Make a payment order and return its id (syndic, accountant).

    Args:
        account_id: the association's own account it leaves; what the reserve fund pays leaves the reserve's.
        invoices: booked ones; a credit note among them lowers what goes to its supplier.
        repayments: receipts and credits that go back, agreed to by a second person.
        day: when the bank should pay.

    Raises:
        BadInput: the day, nothing chosen, credit notes beyond the invoices, or what a bank would refuse of a line.
        NotFound: an account, an invoice or a repayment of others.
        NotToBePaid, OtherFund, AccountNotConfirmed: one of them cannot be in this order.
        AccountEnded, NoSuchAccount: nothing is paid from this account.
    """
    require(actor, "payment.order", association_id)
    wanted, back = frozenset(invoices), frozenset(repayments)
    problems = [each for each in (day_problem(day, legal_day(at)),) if each]
    if not 0 < len(wanted) + len(back) <= MOST:
        problems.append(Problem("payments", "Choose at least one invoice, and at most {most}.", {"most": MOST}))
    if problems:
        raise BadInput(*problems)
    await _take_turns(session, association_id)
    own = await _own(session, actor, association_id, account_id, day)
    for each in sorted(wanted):
        await session.execute(text(events.LOCK), {"i": str(each)})
    chosen = await open_invoices(session, association_id, at=at, ids=list(wanted))
    returned = [row for row in await repayments_to_pay(session, association_id, at=at) if row.id in back]
    if {row.id for row in chosen} != wanted or {row.id for row in returned} != back:
        raise NotFound
    fund = Fund.RESERVE if own.purpose == RESERVE else Fund.WORKING
    for row in (*chosen, *returned):
        _must_be_payable(row, fund)
    payments, beyond = together([_due(row) for row in chosen])
    if beyond:
        raise BadInput(*beyond)
    made = [_Payment("invoice", each.name, each.iban, each.amount, each.communication, each.pays) for each in payments]
    made += [_Payment(REPAYMENT, row.name, row.iban, row.amount, row.communication, (), row.id) for row in returned]
    return await _write(session, actor, association_id, own, made, day, at)


async def make_transfer(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    account_id: UUID,
    to_account_id: UUID,
    cents: int,
    day: date,
    at: datetime,
) -> UUID:
    """Make an order from one account of the association to another and return its id (syndic, accountant).

    Both sides meet on account 58 when their lines come in: the part of the reserve fund goes to its own account so.

    Raises:
        BadInput: the day, the amount, or the same account twice.
        NoSuchAccount, AccountEnded: one of them is none of ours, or was ended.
        OwnAccountWaits: no second person confirmed the account it goes to.
        AccountUnproven: the bank never sent a statement of the account it goes to.
    """
    require(actor, "payment.order", association_id)
    problems = [each for each in (day_problem(day, legal_day(at)),) if each]
    if account_id == to_account_id:
        problems.append(Problem("to_account", "Choose two different accounts."))
    if cents <= 0:
        problems.append(Problem("amount", "Enter an amount above nought."))
    if problems:
        raise BadInput(*problems)
    await _take_turns(session, association_id)
    own = await _own(session, actor, association_id, account_id, day)
    other = await _own(session, actor, association_id, to_account_id, day)
    if not other.is_ours(at):
        raise OwnAccountWaits(other.iban)
    if other.sequence is None:
        raise AccountUnproven(other.iban)
    about = (await session.execute(text(ABOUT), {"t": association_id})).one()
    said = (
        message("Part of the reserve fund", about.language)
        if other.purpose == RESERVE
        else message("Transfer between our own accounts", about.language)
    )
    payment = _Payment("transfer", about.name, other.iban, Money(cents), said, to_account_id=other.id)
    return await _write(session, actor, association_id, own, [payment], day, at)


async def fetch(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, *, at: datetime
) -> tuple[OrderRow, BinaryIO]:
    """Open an order's file for the bank: always the same bytes; each time is noted. The caller closes it.

    Raises:
        NotFound: no such order here.
        OrderCancelled: it was cancelled.
        RefusedSince: a second person refused one of its account numbers after it was made.
    """
    require(actor, "payment.order", association_id)
    await _take_turns(session, association_id)
    row, lines = await order(session, actor, association_id, order_id)
    if row.cancelled:
        raise OrderCancelled
    if refused := next((line for line in lines if line.refused), None):
        raise RefusedSince(refused.name)
    await _note(session, actor, association_id, order_id, "fetched", "", at)
    await audit.record(session, actor, association_id, "payment.fetched", order_id, number=row.number)
    return row, storage(settings()).open(row.sha256)


async def cancel(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, *, words: str, at: datetime
) -> None:
    """Cancel an order that did not go to the bank, with the reason; its invoices are to be paid again.

    Raises:
        NotFound: no such order here.
        BadInput: no reason, or one too long.
        OrderCancelled, OrderPaid: it was cancelled before, or the bank has made a payment of it.
    """
    require(actor, "payment.order", association_id)
    reason = words.strip()
    if not 0 < len(reason) <= LONGEST:
        raise BadInput(Problem("words", "Write why, in at most {most} characters.", {"most": LONGEST}))
    await _take_turns(session, association_id)
    row, lines = await order(session, actor, association_id, order_id)
    if row.cancelled:
        raise OrderCancelled
    if any(line.paid for line in lines):
        raise OrderPaid
    await _note(session, actor, association_id, order_id, "cancelled", reason, at)
    await audit.record(session, actor, association_id, "payment.cancelled", order_id, number=row.number)


async def _take_turns(session: AsyncSession, association_id: UUID) -> None:
    """Wait for lines of the bank that are being matched, then for other orders; always in this order."""
    await lock_matching(session, association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})


async def _own(
    session: AsyncSession, actor: Actor, association_id: UUID, account_id: UUID, day: date
) -> BankAccountRow:
    found = {row.id: row for row in await bank_accounts(session, actor, association_id)}.get(account_id)
    if found is None:
        raise NoSuchAccount
    if found.ended_on is not None and day >= found.ended_on:
        raise AccountEnded(found.iban, found.ended_on)
    return found


def _must_be_payable(row: ToPay, fund: Fund) -> None:
    if not row.owed or row.in_order or not row.amount.cents:
        raise NotToBePaid(row.number)
    if row.fund is not fund:
        raise OtherFund(row.number)
    if row.kind == CREDIT_NOTE:
        return
    if not row.iban:
        raise BadInput(Problem("payments", NO_ACCOUNT, {"name": row.name[:60], "number": row.number}))
    if problem := line_problem(row.name, row.iban, row.amount):
        raise BadInput(problem)
    if not row.ready:
        raise AccountNotConfirmed(row.name, row.iban)


def _due(row: ToPay) -> Due:
    assert row.supplier_id is not None, "a booked invoice has its supplier"
    return Due(row.id, row.supplier_id, row.name, row.iban, row.amount, row.communication, row.supplier_number)


def _transfer(payment: _Payment, end_to_end_id: str) -> Transfer:
    name = sepa_text(payment.name, LONGEST_NAME)
    try:
        structured = structured_communication(payment.communication)
    except ValueError:
        words = sepa_text(payment.communication, LONGEST_WORDS)
        return Transfer(end_to_end_id, name, payment.iban, payment.amount, words or end_to_end_id)
    return Transfer(end_to_end_id, name, payment.iban, payment.amount, "", structured)


async def _write(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    own: BankAccountRow,
    payments: Sequence[_Payment],
    day: date,
    at: datetime,
) -> UUID:
    """Make the file, keep its bytes, and write the order with what each payment pays."""
    for each in payments:
        if each.amount > LARGEST:  # what several invoices make together, too
            facts: dict[str, Fact] = {
                "name": each.name[:60], "amount_cents": each.amount.cents, "most_cents": LARGEST.cents
            }  # fmt: skip
            raise BadInput(Problem("payments", TOO_MUCH, facts))
    place = int(await session.scalar(text(NEXT), {"t": association_id}) or 1)
    message_id = f"KG{str(association_id)[:8].upper()}-{place:06d}"
    transfers = [_transfer(each, f"{message_id}-{turn:03d}") for turn, each in enumerate(payments, start=1)]
    about = (await session.execute(text(ABOUT), {"t": association_id})).one()
    name = sepa_text(str(about.name), LONGEST_NAME)
    content = await asyncio.to_thread(pain001, Order(message_id, at, name, own.iban, day, transfers))
    made = PaymentOrder(
        id=uuid4(), association_id=association_id, number=place, iban=own.iban, day=day, message_id=message_id,
        fund=(Fund.RESERVE if own.purpose == RESERVE else Fund.WORKING).value, size=len(content),
        total=total(each.amount for each in transfers).cents, at=at, by_id=actor.person_id,
        sha256=await asyncio.to_thread(storage(settings()).put, io.BytesIO(content)),
    )  # fmt: skip
    session.add(made)
    await session.flush()
    for payment, sent in zip(payments, transfers, strict=True):
        await _write_line(session, association_id, made.id, payment, sent)
    await audit.record(session, actor, association_id, "payment.ordered", made.id, number=place, payments=len(payments))
    return made.id


async def _write_line(
    session: AsyncSession, association_id: UUID, order_id: UUID, payment: _Payment, sent: Transfer
) -> None:
    line = PaymentLine(
        id=uuid4(), association_id=association_id, order_id=order_id, amount=sent.amount.cents, iban=sent.iban,
        communication=sent.structured or sent.words, end_to_end_id=sent.end_to_end_id, kind=payment.kind,
        name=payment.name, repayment_id=payment.repayment_id, to_account_id=payment.to_account_id,
    )  # fmt: skip
    session.add(line)
    await session.flush()
    session.add_all(
        PaymentInvoice(association_id=association_id, payment_id=line.id, invoice_id=due.id, amount=due.amount.cents)
        for due in payment.pays
    )
    await session.flush()


async def _note(
    session: AsyncSession, actor: Actor, association_id: UUID, order_id: UUID, what: str, words: str, at: datetime
) -> None:
    last = "SELECT coalesce(max(seq), 0) FROM payment_order_event WHERE order_id = :o AND association_id = :t"
    seq = int(await session.scalar(text(last), {"o": order_id, "t": association_id}) or 0) + 1
    session.add(
        PaymentOrderEvent(
            association_id=association_id, order_id=order_id, seq=seq, what=what, words=words, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
