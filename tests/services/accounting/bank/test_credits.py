"""An owner's credit is paid back by an order: no more than she has, to an account that somebody else has looked at."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.i18n.messages import LANGUAGES
from koprogo.services.accounting.bank import credits, queries, repayments
from koprogo.services.accounting.bank.accounts import bank_accounts
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.refusals import NoSuchCredit
from koprogo.services.accounting.verify import verify_books
from koprogo.services.charges import calls
from koprogo.services.charges.invoices import order_queries, payment_orders, to_pay
from koprogo.services.charges.invoices.refusals import AccountNotConfirmed, NotToBePaid
from tests.services.accounting.bank.bank_on_stage import (
    DAY,
    O1_ACCOUNT,
    O4_ACCOUNT,
    Q1,
    Q2,
    balances,
    bank_on_stage,
    coda,
    debtor,
    number,
    paid,
    take,
)
from tests.services.charges.worked_year import AT

TOO_MUCH = 50_000
OLD = 0
NEW = OLD + Q1 + Q2 + TOO_MUCH
LATER = AT + timedelta(hours=49)


@pytest.fixture
async def stage(database):
    """The worked year; O1 has paid both calls, and 500 euros more."""
    stage = await bank_on_stage()
    first = paid(Q1, await number(stage, "O1"), iban=O1_ACCOUNT, name="O1 Owner")
    rest = paid(Q2 + TOO_MUCH, await number(stage, "O1", ""), iban=O1_ACCOUNT, name="O1 Owner")
    await take(stage, coda(1, OLD, first, rest))
    return stage


async def asked(stage, cents=TOO_MUCH, **more):
    facts = {"cents": cents, "number": O1_ACCOUNT, "why": "She asks for it.", "at": AT, **more}
    made = await stage.act(credits.ask_credit_back, await debtor(stage, "O1"), **facts)
    # nobody of the worked year has an address
    await stage.act(repayments.tell_on_paper, made, day=legal_day(AT), how="hung_up", at=AT)
    return made


async def order(stage, *made, at=LATER):
    own = next(row.id for row in await stage.act(bank_accounts) if row.purpose == "current")
    day = max(DAY, at.date())
    return await stage.act(payment_orders.make_order, account_id=own, repayments=made, day=day, at=at)


async def test_who_is_in_credit_and_which_account_she_paid_from(stage):
    [row] = await stage.act(credits.owners_in_credit, now=AT)
    assert (row.debtor_id, row.left, row.iban) == (await debtor(stage, "O1"), TOO_MUCH, O1_ACCOUNT)
    assert row.name
    await asked(stage, 20_000)
    [less] = await stage.act(credits.owners_in_credit, now=AT)
    assert less.left == 30_000, "what is on its way back is not offered again"


async def test_a_credit_goes_back_by_an_order_and_comes_off_her_account_with_the_banks_line(stage):
    made = await asked(stage)
    with pytest.raises(AccountNotConfirmed):
        await order(stage, made, at=AT)
    [waits] = [row for row in await stage.act(to_pay.to_pay, at=LATER) if row.kind == "repayment"]
    assert (waits.amount, waits.ready, waits.fund) == (Money(TOO_MUCH), True, "working")
    _, [payment] = await stage.act(order_queries.order, await order(stage, made))
    before = await balances(stage)
    await take(stage, coda(2, NEW, paid(-TOO_MUCH, iban=O1_ACCOUNT, end_to_end=payment.end_to_end_id)))
    after = await balances(stage)
    moved = {code: after.get(code, 0) - before.get(code, 0) for code in before | after}
    [(hers, cents)] = [(code, each) for code, each in moved.items() if code.startswith("4101.") and each]
    assert (cents, after.get(hers, 0)) == (TOO_MUCH, 0)
    out = next(row for row in await stage.act(queries.lines, today=DAY) if row.amount < 0)
    assert out.target == "order" and await stage.act(credits.owners_in_credit, now=LATER) == []
    async with db.association_session(stage.association_id) as session:
        assert [
            *await verify_bank(session, stage.association_id),
            *await verify_books(session, stage.association_id),
        ] == []
    with pytest.raises(NotToBePaid):
        await order(stage, made)


@pytest.mark.parametrize("cents", [0, -1, TOO_MUCH + 1])
async def test_never_more_than_the_credit(stage, cents):
    with pytest.raises(NoSuchCredit) as refusal:
        await asked(stage, cents)
    assert refusal.value.left_cents == TOO_MUCH


async def test_two_requests_share_one_credit(stage):
    await asked(stage, 30_000)
    with pytest.raises(NoSuchCredit):
        await asked(stage, 30_000)
    second = await asked(stage, 20_000)
    await stage.act(repayments.withdraw_repayment, second, why="Later.", at=AT)
    await asked(stage, 20_000, number=O4_ACCOUNT)


async def test_a_call_that_takes_the_credit_off_stops_the_payment(stage):
    made = await asked(stage)
    await stage.act(calls.post_call, await stage.call(3), at=AT)
    assert [row for row in await stage.act(to_pay.to_pay, at=LATER) if row.kind == "repayment"] == []
    with pytest.raises(NotToBePaid):
        await order(stage, made)


async def test_the_letter_to_all_owners_names_nobody(stage):
    await asked(stage)
    [row] = await stage.act(repayments.repayments, now=AT)
    assert (row.standing, row.purpose, row.bank_line_id) == ("waiting", "current", None)
    said = {
        "payee": row.name,
        "number": row.iban,
        "amount_cents": row.amount,
        "why": row.why,
        "link": "x",
        "name": "Wim",
    }
    said |= {"association": "Les Comptes", "by": "Ann"}
    for language in LANGUAGES:
        for letter, names in ((credits.asks_of_credit, True), (credits.told_of_credit, False)):
            body = letter(language, said)[1]
            assert (row.name in body, row.iban in body, row.why in body) == (names, names, names)


async def test_bad_input_says_where_and_others_are_refused(stage):
    with pytest.raises(BadInput) as bad:
        await asked(stage, number="BE00", why=" ")
    assert [each.where for each in bad.value.problems] == ["number", "why"]
    with pytest.raises(NotFound):
        await stage.act(credits.ask_credit_back, uuid4(), cents=1, number=O1_ACCOUNT, why="x", at=AT)
    owner = stage.actors["O1"]
    with pytest.raises(NotAllowed):
        async with db.tenant_session(owner, stage.association_id) as session:
            await credits.owners_in_credit(session, owner, stage.association_id, now=AT)
