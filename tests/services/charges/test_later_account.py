"""An approved invoice without an account number becomes payable: given later, confirmed by a second person, never edited."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.charges.invoices import ibans, order_queries, to_pay
from koprogo.services.charges.invoices.later_account import give_account
from koprogo.services.charges.invoices.refusals import (
    AccountNotConfirmed,
    AccountOnPaper,
    AccountWaits,
    NotToBePaid,
    PaidOnAnother,
)
from koprogo.services.charges.invoices.verify import verify_invoices
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import (
    IBAN,
    OTHER_IBAN,
    act,
    booked,
    ordered,
    payable,
    sheet,
    step,
    typed,
    with_address,
)
from tests.services.governance.council_on_stage import member

KEPT = "SELECT md5(i::text) FROM invoice i WHERE i.id = :i"


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def give(cast, invoice, number=IBAN, who="syndic", at=None):
    return await act(cast, who, give_account, invoice, number=number, at=at or now())


async def supplier_of(cast, invoice):
    return (await sheet(cast, "syndic", invoice)).row.supplier_id


async def waiting(cast, invoice, at=None):
    [row] = [each for each in await act(cast, "syndic", to_pay.to_pay, at=at or now()) if each.id == invoice]
    return row


async def row_of(cast, invoice):
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text(KEPT), {"i": invoice})


async def test_a_number_given_later_is_confirmed_then_paid_and_the_invoice_stays_as_it_was(cast):
    await member(cast, "bram")
    invoice = await booked(cast, iban="")
    kept = await row_of(cast, invoice)
    assert ((await waiting(cast, invoice)).iban, (await waiting(cast, invoice)).ready) == ("", False)
    found = await give(cast, invoice, "be71 0961 2345 6769", who="accountant")
    assert found.standing == "to_tell"
    row = await waiting(cast, invoice)
    assert (row.iban, row.on_paper, row.ready) == (IBAN, False, False)
    with pytest.raises(AccountNotConfirmed):
        await ordered(cast, invoice)
    await act(cast, "bram", ibans.confirm_account, await supplier_of(cast, invoice), number=IBAN, at=now())
    assert (await waiting(cast, invoice)).ready
    order_id = await ordered(cast, invoice)
    _, lines = await act(cast, "syndic", order_queries.order, order_id)
    assert [(line.iban, line.amount.cents) for line in lines] == [(IBAN, 36_300)]
    assert await row_of(cast, invoice) == kept
    async with db.association_session(cast.association_id) as session:
        assert await verify_invoices(session, cast.association_id) == []


async def test_where_nobody_watches_it_may_be_paid_after_48_hours(cast):
    await with_address(cast)
    invoice, at = await booked(cast, iban=""), now()
    found = await give(cast, invoice, at=at)
    assert (found.standing, found.waits_until) == ("waiting", at + timedelta(hours=48))
    assert not (await waiting(cast, invoice, at + timedelta(hours=47))).ready
    assert (await waiting(cast, invoice, at + timedelta(hours=48))).ready
    await ordered(cast, invoice, at=at + timedelta(hours=49), day=today() + timedelta(days=3))


async def test_who_gave_it_does_not_confirm_it(cast):
    invoice = await booked(cast, iban="")
    await give(cast, invoice)
    for who in ("syndic", "accountant", "anna"):
        with pytest.raises(NotAllowed):
            await act(cast, who, ibans.confirm_account, await supplier_of(cast, invoice), number=IBAN, at=now())


async def test_only_who_keeps_the_books_gives_it_and_only_of_an_invoice_here(cast):
    invoice = await booked(cast, iban="")
    await member(cast, "bram")
    for who in ("bram", "anna"):
        with pytest.raises(NotAllowed):
            await give(cast, invoice, who=who)
    with pytest.raises(NotFound):
        await give(cast, uuid4())
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await give_account(session, cast.other_syndic, cast.elsewhere_id, invoice, number=IBAN, at=now())
    assert (await waiting(cast, invoice)).iban == ""


@pytest.mark.parametrize("number", ["", "BE72096123456769", "BE71 0961 2345 676", "x" * 200])
async def test_what_is_no_account_number_is_said_at_the_field(cast, number):
    invoice = await booked(cast, iban="")
    with pytest.raises(BadInput) as refusal:
        await give(cast, invoice, number)
    assert [each.where for each in refusal.value.problems] == ["iban"]


async def test_a_second_number_is_refused_while_one_waits_and_the_same_one_is_once(cast):
    await member(cast, "bram")
    invoice = await booked(cast, iban="")
    found = await give(cast, invoice)
    with pytest.raises(AccountWaits) as refusal:
        await give(cast, invoice, OTHER_IBAN)
    assert refusal.value.number == "BE71 0961 2345 6769"
    assert await give(cast, invoice, who="accountant") == found
    supplier = await supplier_of(cast, invoice)
    await act(cast, "bram", ibans.refuse_account, supplier, number=IBAN, why="Nobody knows it.", at=now())
    assert (await waiting(cast, invoice)).iban == "", "a refused number is none"
    await give(cast, invoice, OTHER_IBAN)
    async with db.association_session(cast.association_id) as session:
        given = "SELECT count(*) FROM audit_event WHERE association_id = :t AND action = 'invoice.account.given'"
        assert await session.scalar(text(given), {"t": cast.association_id}) == 2


async def test_of_two_at_once_one_is_taken(cast):
    await member(cast, "bram")
    invoice = await booked(cast, iban="")
    both = await asyncio.gather(
        give(cast, invoice), give(cast, invoice, OTHER_IBAN, who="accountant"), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in both) == ["Account", "AccountWaits"]
    async with db.association_session(cast.association_id) as session:
        known = await ibans.accounts(session, cast.association_id, now=now())
    assert [len(each) for each in known.values()] == [1]


async def test_what_was_approved_with_a_number_keeps_it(cast):
    invoice = await booked(cast)
    with pytest.raises(AccountOnPaper):
        await give(cast, invoice, OTHER_IBAN)


async def test_only_what_is_to_be_paid_gets_a_number(cast):
    draft = await typed(cast, iban="")
    credit = await booked(cast, iban="", kind="credit_note")
    back = await booked(cast, iban="")
    await step(cast, "syndic", back, "reversed", words="Twice.")
    for invoice in (draft, credit, back):
        with pytest.raises(NotToBePaid):
            await give(cast, invoice)


async def test_a_number_that_is_known_already_is_proposed_and_the_one_given_last_is_paid(cast):
    await payable(cast)
    invoice = await booked(cast, iban="")
    row = await waiting(cast, invoice)
    assert (row.iban, row.ready, row.on_paper) == (IBAN, True, False), "the supplier's confirmed number"
    found = await sheet(cast, "syndic", invoice)
    assert (found.iban, found.account.iban) == ("", IBAN)
    await give(cast, invoice, OTHER_IBAN)
    assert (await waiting(cast, invoice)).iban == IBAN, "as long as the other one waits"
    await act(cast, "bram", ibans.confirm_account, await supplier_of(cast, invoice), number=OTHER_IBAN, at=now())
    assert (await waiting(cast, invoice)).iban == OTHER_IBAN
    with pytest.raises(PaidOnAnother):
        await give(cast, invoice, IBAN)
    order_id = await ordered(cast, invoice)
    with pytest.raises(NotToBePaid):
        await give(cast, invoice, OTHER_IBAN)
    _, lines = await act(cast, "syndic", order_queries.order, order_id)
    assert [line.iban for line in lines] == [OTHER_IBAN]
