"""What leaves the bank closes what we ordered: booked becomes paid by the bank's entry, and open again when undone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotFound
from koprogo.core.money import Money
from koprogo.services.accounting.bank import accounts, deciding, importing, proposals, queries
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.charges.invoices import order_queries, payment_orders, to_pay
from koprogo.services.charges.invoices.refusals import InAnOrder, InvoiceMovedOn, NotToBePaid, OrderPaid
from koprogo.services.charges.invoices.verify import verify_invoices
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import (
    IBAN,
    OTHER_IBAN,
    act,
    booked,
    line,
    ordered,
    own_account,
    payable,
    sheet,
    step,
    supplier,
    year,
)

STATES = "SELECT what FROM invoice_event WHERE invoice_id = :i ORDER BY seq"


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def payments(cast, order_id):
    return (await act(cast, "syndic", order_queries.order, order_id))[1]


async def own_iban(cast, purpose="current"):
    await own_account(cast, purpose)
    rows = await act(cast, "syndic", accounts.bank_accounts)
    return next(row.iban for row in rows if row.purpose == purpose)


async def take(cast, *moves: Written, purpose: str = "current", sequence: int = 1, old: int = 500_000, who="syndic"):
    """Take a statement of one of our accounts in and return its lines in their order."""
    iban = await own_iban(cast, purpose)
    content = statement(iban, sequence, old, moves, day=today())
    report = await importing.import_coda(cast.actors[who], content=content, name="a.cod", at=now())
    assert report.statements[0].outcome == "taken", report
    rows = await act(cast, "syndic", queries.lines, today=today())
    return sorted(
        (row for row in rows if (row.ours, row.sequence) == (iban, sequence)), key=lambda row: (row.number, row.detail)
    )


def sent(payment, cents=None, *, end_to_end=True, words=""):
    """Return the line of a payment that we ordered."""
    reference = payment.end_to_end_id if end_to_end else ""
    return Written(-(cents or payment.amount.cents), today(), payment.iban, payment.name, words, end_to_end=reference)


async def standing(cast, invoice: UUID) -> list[str]:
    async with db.association_session(cast.association_id) as session:
        return list((await session.execute(text(STATES), {"i": invoice})).scalars())


async def balance(cast, code: str) -> int:
    sql = (
        "SELECT coalesce(sum(l.amount), 0)::bigint FROM entry_line l JOIN ledger_account a ON a.id = l.account_id"
        " WHERE l.association_id = :t AND a.code = :c"
    )
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text(sql), {"t": cast.association_id, "c": code})


async def checked(cast) -> list[str]:
    async with db.association_session(cast.association_id) as session:
        invoices = await verify_invoices(session, cast.association_id)
        bank = await verify_bank(session, cast.association_id)
        return [*invoices, *(fault for fault in bank if "the bank says" not in fault)]


async def decide(cast, line, wish, who="accountant"):
    facts = {"wish": wish, "seen": line.match_id, "today": today(), "at": now()}
    return await act(cast, who, deciding.decide, line.id, **facts)


async def undo(cast, line, why="Wrong invoice."):
    facts = {"why": why, "seen": line.match_id, "today": today(), "at": now()}
    return await act(cast, "accountant", deciding.undo, line.id, **facts)


async def test_our_reference_closes_the_order_and_the_invoice_is_paid_with_the_banks_entry(cast):
    invoice = await payable(cast)
    [payment] = await payments(cast, await ordered(cast, invoice))
    [row] = await take(cast, sent(payment))
    assert (row.target, row.reason) == ("order", "It carries the reference of our payment order.")
    assert (row.invoices, row.order_number) == ((1,), 1)
    assert await standing(cast, invoice) == ["entered", "submitted", "approved", "paid"]
    assert (await balance(cast, "4400"), await balance(cast, "551")) == (0, -36_300)
    paid = (await sheet(cast, "syndic", invoice)).events[-1]
    assert paid.entry_id is not None and await checked(cast) == []
    with pytest.raises(InvoiceMovedOn):
        await step(cast, "syndic", invoice, "reversed", words="No.")


async def test_without_a_reference_account_and_amount_close_it(cast):
    [payment] = await payments(cast, await ordered(cast, await payable(cast)))
    [row] = await take(cast, sent(payment, end_to_end=False))
    assert (row.target, row.reason) == ("order", "One payment order goes to this account with this amount.")


async def test_of_two_equal_payments_the_communication_says_which(cast):
    lift = await supplier(cast)
    first = await payable(cast, supplier_id=lift, communication="Trimestre 1")
    second = await payable(cast, supplier_id=lift, communication="Trimestre 2")
    made = await payments(cast, await ordered(cast, first, second))
    rows = await take(
        cast, sent(made[1], end_to_end=False, words="TRIMESTRE 2"), sent(made[0], end_to_end=False, words="")
    )
    assert [row.target for row in rows] == ["order", "order"], "once one is closed, the other is alone"
    assert await standing(cast, second) == ["entered", "submitted", "approved", "paid"]


async def test_two_equal_payments_that_nothing_tells_apart_wait_for_a_person(cast):
    lift = await supplier(cast)
    both = [await payable(cast, supplier_id=lift, communication="") for _ in range(2)]
    await ordered(cast, *both)
    [row] = await take(cast, Written(-36_300, today(), IBAN, "Ascenseurs du Midi"))
    assert (row.target, row.reason) == ("suspense", "Several payment orders, or an order and a rule, fit.")
    choices = await act(cast, "syndic", proposals.line_to_decide, row.id, today=today())
    assert [each.fits for each in choices.payments] == [True, True] and len(choices.invoices) == 2
    await decide(cast, row, Wish(payment_id=choices.payments[0].id))
    assert sum([(await standing(cast, each))[-1] == "paid" for each in both]) == 1
    assert await balance(cast, "499") == 0


async def test_another_amount_goes_to_a_person_with_the_reason_and_part_of_an_invoice_stays_open(cast):
    invoice = await payable(cast)
    [payment] = await payments(cast, await ordered(cast, invoice))
    [row] = await take(cast, sent(payment, 30_000))
    assert (row.target, row.facts) == ("suspense", {"ordered_cents": 36_300})
    with pytest.raises(BadInput):
        await decide(cast, row, Wish(payment_id=payment.id))
    await decide(cast, row, Wish(invoices=(invoice,)))
    assert (await standing(cast, invoice))[-1] == "approved", "part of it leaves it booked"
    assert await balance(cast, "4400") == -6_300
    [again] = await take(cast, Written(-6_300, today(), IBAN, "Ascenseurs du Midi"), sequence=2, old=470_000)
    await decide(cast, again, Wish(invoices=(invoice,)))
    assert (await standing(cast, invoice))[-1] == "paid" and await checked(cast) == []


async def test_an_older_line_is_not_the_payment_that_was_ordered_later(cast):
    await ordered(cast, await payable(cast))
    [row] = await take(cast, Written(-36_300, today() - timedelta(days=1), IBAN, "Ascenseurs du Midi"))
    assert (row.target, row.reason) == ("suspense", "No payment order goes to this account with this amount.")


async def test_a_cancelled_order_and_a_payment_made_twice_go_to_a_person(cast):
    invoice = await payable(cast)
    order_id = await ordered(cast, invoice)
    [payment] = await payments(cast, order_id)
    await act(cast, "syndic", payment_orders.cancel, order_id, words="Wrong day.", at=now())
    [row] = await take(cast, sent(payment))
    assert row.reason == "It carries the reference of a payment order that was cancelled here."
    [other] = await payments(cast, await ordered(cast, invoice))
    rows = await take(cast, sent(other), sent(other), sequence=2, old=463_700)
    assert [each.target for each in rows] == ["order", "suspense"]
    assert rows[1].reason == "It carries the reference of a payment of ours that the bank has made before."


async def test_undone_the_invoice_is_open_again_by_an_event(cast):
    invoice = await payable(cast)
    [payment] = await payments(cast, await ordered(cast, invoice))
    [row] = await take(cast, sent(payment))
    await undo(cast, row)
    assert (await standing(cast, invoice))[-2:] == ["paid", "unpaid"]
    last = (await sheet(cast, "syndic", invoice)).events[-1]
    assert (last.words, last.entry_id is not None) == ("Wrong invoice.", True)
    assert (await balance(cast, "4400"), await balance(cast, "499")) == (-36_300, 36_300)
    with pytest.raises(InAnOrder):
        await step(cast, "syndic", invoice, "reversed", words="The order still waits.")
    [now_] = [each for each in await act(cast, "syndic", queries.lines, today=today()) if each.id == row.id]
    await decide(cast, now_, Wish(payment_id=payment.id))
    assert (await standing(cast, invoice))[-1] == "paid" and await checked(cast) == []


async def test_an_order_of_which_the_bank_paid_something_is_not_cancelled_nor_paid_again(cast):
    invoice = await payable(cast)
    order_id = await ordered(cast, invoice)
    [payment] = await payments(cast, order_id)
    await take(cast, sent(payment))
    with pytest.raises(OrderPaid):
        await act(cast, "syndic", payment_orders.cancel, order_id, words="Late.", at=now())
    with pytest.raises(NotToBePaid):
        await ordered(cast, invoice)
    row, [kept] = await act(cast, "bram", order_queries.order, order_id)
    assert (row.paid, row.payments, kept.paid, [part.number for part in kept.pays]) == (1, 1, True, [1])


async def test_a_payment_that_comes_back_opens_the_invoice_again(cast):
    invoice = await payable(cast)
    [payment] = await payments(cast, await ordered(cast, invoice))
    _, back = await take(
        cast,
        sent(payment),
        Written(36_300, today(), IBAN, "Ascenseurs du Midi", "retour", end_to_end=payment.end_to_end_id),
    )
    assert back.reason == "It carries the reference of our own payment: the bank seems to have sent it back."
    await decide(cast, back, Wish(invoices=(invoice,)))
    assert (await standing(cast, invoice))[-1] == "unpaid" and await balance(cast, "4400") == -36_300
    [row] = await act(cast, "syndic", to_pay.to_pay, at=now())
    assert (row.id, row.amount) == (invoice, Money(36_300)), "it may be ordered anew"


async def test_a_credit_note_lowers_what_its_supplier_is_paid_and_both_are_settled_at_once(cast):
    lift = await supplier(cast)
    invoice = await payable(cast, supplier_id=lift, supplier_number="F-1")
    note = await booked(
        cast, supplier_id=lift, supplier_number="CN-1", kind="credit_note", gross=Money(12_100), lines=(line(10_000),)
    )
    rows = await act(cast, "syndic", to_pay.to_pay, at=now())
    assert sorted(row.amount.cents for row in rows) == [-12_100, 36_300]
    order_id = await ordered(cast, invoice, note)
    [payment] = await payments(cast, order_id)
    assert (payment.amount, payment.communication) == (Money(24_200), "F-1 CN-1")
    assert [(part.kind, part.amount.cents) for part in payment.pays] == [("invoice", 36_300), ("credit_note", -12_100)]
    [row] = await take(cast, sent(payment))
    assert row.target == "order" and [(await standing(cast, each))[-1] for each in (invoice, note)] == ["paid", "paid"]
    assert await balance(cast, "4400") == 0 and await checked(cast) == []


async def test_credit_notes_beyond_the_invoices_are_refused_and_never_lower_another_supplier(cast):
    lift = await supplier(cast)
    garden = await payable(cast, supplier_id=await supplier(cast, "Jardins"), iban=OTHER_IBAN)
    note = await booked(cast, supplier_id=lift, kind="credit_note")
    with pytest.raises(BadInput) as refusal:
        await ordered(cast, garden, note)
    assert refusal.value.problems[0].facts == {"name": "Ascenseurs du Midi", "amount_cents": -36_300}


async def test_what_fits_no_invoice_is_refused_and_nothing_is_booked(cast):
    invoice = await payable(cast)
    [row] = await take(cast, Written(-40_000, today(), IBAN, "Ascenseurs du Midi"))
    for wish, error in (
        (Wish(invoices=(invoice,)), BadInput), (Wish(invoices=(uuid4(),)), NotFound), (Wish(payment_id=uuid4()), NotFound),
        (Wish(invoices=(invoice,), account="6500"), BadInput),
    ):  # fmt: skip
        with pytest.raises(error):
            await decide(cast, row, wish)
    assert await balance(cast, "499") == 40_000


async def test_a_match_refers_to_a_payment_that_there_is(cast):
    await year(cast)
    [row] = await take(cast, Written(-40_000, today(), IBAN, "X"))
    sql = (
        "INSERT INTO match (id, association_id, line_id, seq, target, reason, payment_id, account_id, entry_id, confirms,"
        " by_person, at, by_id) SELECT gen_random_uuid(), association_id, line_id, 9, 'order', 'unknown', :p, account_id,"
        " entry_id, false, false, at, by_id FROM match WHERE id = :m"
    )
    undone = (
        "INSERT INTO match_event (id, association_id, match_id, what, entry_id, why, at, by_id) SELECT gen_random_uuid(),"
        " association_id, id, 'undone', entry_id, 'x', at, by_id FROM match WHERE id = :m"
    )
    with pytest.raises(DBAPIError, match="fk_match_association_id_payment_id"):
        async with db.association_session(cast.association_id) as session:
            await session.execute(text(undone), {"m": row.match_id})
            await session.execute(text(sql), {"p": uuid4(), "m": row.match_id})
