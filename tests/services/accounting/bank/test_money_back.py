"""Money that goes where it belongs: receipts repaid, the reserve's part transferred, an account ended; all can be undone."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bank import accounts, deciding, importing, queries, repayments, reserve
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.accounting.bank.refusals import (
    AccountInUse,
    AccountNotEmpty,
    GoesBack,
    LastAccount,
    LineHasMoved,
    NotInSuspense,
    RepaymentMovedOn,
)
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.charges.invoices import payment_orders, to_pay
from koprogo.services.charges.invoices.refusals import (
    AccountEnded,
    AccountNotConfirmed,
    AccountUnproven,
    NotToBePaid,
    SecondPersonNeeded,
)
from koprogo.services.charges.payee import collecting_iban
from tests.cast import put_on_stage
from tests.services.accounting.bank.bank_on_stage import (
    CURRENT,
    DAY,
    O1_ACCOUNT,
    Q1,
    RESERVE,
    bank_on_stage,
    coda,
    confirmed,
    debtor,
    lines,
    number,
    opening,
    paid,
    take,
)
from tests.services.accounting.bank.bank_on_stage import balances as books
from tests.services.accounting.bank.test_outgoing import balance, payments, sent, undo
from tests.services.accounting.bank.test_outgoing import take as took
from tests.services.charges.invoices_on_stage import act, ordered, own_account, payable, with_address, year
from tests.services.charges.worked_year import AT
from tests.services.governance.council_on_stage import member

PAYER = "BE62510007547061"


@pytest.fixture
async def cast(database):
    """A fresh association per test, with its year open."""
    found = await put_on_stage()
    await year(found)
    return found


@pytest.fixture
async def stage(database):
    """The worked year with two calls and both accounts."""
    return await bank_on_stage()


async def received(cast, cents: int = 5_000):
    """Return a receipt that nobody here owes."""
    [line] = await took(cast, Written(cents, today(), PAYER, "Immo Horizon", "loyer garage"))
    return line


async def asked(cast, line, **more):
    facts = {"why": "Another building's rent.", "seen": line.match_id, "at": now()}
    return await act(cast, "accountant", repayments.ask_repayment, line.id, **{**facts, **more})


async def rows(cast):
    return await act(cast, "syndic", repayments.repayments, now=now())


async def agreed(cast, line):
    """Return a repayment that a member of the council agreed to."""
    await member(cast, "bram")
    made = await asked(cast, line)
    await act(cast, "bram", repayments.judge_repayment, made, agrees=True, at=now())
    return made


async def test_a_receipt_goes_back_by_an_order_that_a_second_person_agreed_to(cast):
    line = await received(cast)
    made = await agreed(cast, line)
    [waits] = await act(cast, "syndic", to_pay.to_pay, at=now())
    assert (waits.kind, waits.amount, waits.name, waits.ready) == ("repayment", Money(5_000), "Immo Horizon", True)
    assert await act(cast, "syndic", queries.waiting_lines, today=today()) == []
    order_id = await act(
        cast, "accountant", payment_orders.make_order, account_id=await own_account(cast), repayments=[made], day=today(),
        at=now(),
    )  # fmt: skip
    [payment] = await payments(cast, order_id)
    assert (payment.kind, payment.iban, payment.communication) == ("repayment", PAYER, "loyer garage")
    [out] = await took(cast, sent(payment), sequence=2, old=505_000)
    assert (out.target, await balance(cast, "499")) == ("order", 0)
    assert (await rows(cast))[0].paid and await act(cast, "syndic", queries.suspense_lines, today=today()) == []
    with pytest.raises(NotToBePaid):
        await act(
            cast, "accountant", payment_orders.make_order, account_id=await own_account(cast), repayments=[made],
            day=today(), at=now(),
        )  # fmt: skip
    await undo(cast, out, "It came back.")
    assert await balance(cast, "499") == 0, "what was sent and what came in meet in suspense, each line to be decided"
    assert [row.amount for row in await act(cast, "syndic", queries.suspense_lines, today=today())] == [5_000, -5_000]


async def test_before_somebody_agrees_nothing_is_paid_and_meanwhile_it_is_nobodys(cast):
    line = await received(cast)
    await member(cast, "bram")
    made = await asked(cast, line)
    facts = {"account_id": await own_account(cast), "repayments": [made], "day": today()}
    with pytest.raises(AccountNotConfirmed):
        await act(cast, "accountant", payment_orders.make_order, **facts, at=now())
    with pytest.raises(GoesBack):
        wish = {"wish": Wish(account="7420"), "seen": line.match_id, "today": today(), "at": now()}
        await act(cast, "accountant", deciding.decide, line.id, **wish)
    with pytest.raises(NotInSuspense):
        await asked(cast, line)
    for who, error in (("syndic", NotAllowed), ("anna", NotAllowed)):
        with pytest.raises(error):
            await act(cast, who, repayments.judge_repayment, made, agrees=True, at=now())
    with pytest.raises(BadInput):
        await act(cast, "bram", repayments.judge_repayment, made, agrees=False, why=" ", at=now())
    await act(cast, "bram", repayments.judge_repayment, made, agrees=False, why="It is Anna's.", at=now())
    assert [row.id for row in await act(cast, "syndic", queries.waiting_lines, today=today())] == [line.id]
    again = await asked(cast, line)
    await act(cast, "accountant", repayments.withdraw_repayment, again, why="Found.", at=now())
    with pytest.raises(RepaymentMovedOn):
        await act(cast, "accountant", repayments.withdraw_repayment, again, why="Found.", at=now())
    assert [row.live for row in await rows(cast)] == [False, False]
    wish = {"wish": Wish(account="7420"), "seen": line.match_id, "today": today(), "at": now()}
    await act(cast, "accountant", deciding.decide, line.id, **wish)
    assert (await balance(cast, "499"), await balance(cast, "7420")) == (0, -5_000)


async def test_where_nobody_watches_the_owners_are_told_and_48_hours_pass(cast):
    line = await received(cast)
    await with_address(cast)
    await asked(cast, line)
    [row] = await rows(cast)
    assert (row.standing, row.live, row.letters, row.on_paper) == ("waiting", True, 6, 0)
    later = await act(cast, "syndic", repayments.repayments, now=now() + timedelta(hours=49))
    assert later[0].standing == "usable"


async def test_who_asks_never_agrees_and_the_council_is_written_to(cast):
    line = await received(cast)
    await member(cast, "bram")
    made = await asked(cast, line)
    assert (await rows(cast))[0].standing == "to_tell", "nobody here has an address"
    from dataclasses import replace

    cast.actors["accountant"] = replace(
        cast.actors["accountant"], reach={cast.association_id: frozenset({"accountant", "council"})}
    )
    with pytest.raises(SecondPersonNeeded):
        await act(cast, "accountant", repayments.judge_repayment, made, agrees=True, at=now())
    with pytest.raises(NotFound):
        await act(cast, "bram", repayments.judge_repayment, uuid4(), agrees=True, at=now())


@pytest.mark.parametrize(
    ("more", "where"), [({"why": " "}, "why"), ({"number": "BE00"}, "number"), ({"why": "x" * 301}, "why")]
)
async def test_what_is_missing_is_said_at_its_field(cast, more, where):
    line = await received(cast)
    with pytest.raises(BadInput) as refusal:
        await asked(cast, line, **more)
    assert [each.where for each in refusal.value.problems] == [where]


async def test_only_a_receipt_as_it_was_seen_goes_back(cast):
    [out] = await took(cast, Written(-900, today(), PAYER, "X"))
    with pytest.raises(NotInSuspense):
        await asked(cast, out)
    with pytest.raises(LineHasMoved):
        await asked(cast, out, seen=None)


async def test_the_reserves_part_is_transferred_by_an_order_and_58_is_nil_when_both_sides_are_in(stage):
    await opening(stage, {"551": 100_000, "550": 500_000})
    await take(stage, coda(1, 500_000, iban=RESERVE))
    await take(stage, coda(1, 100_000, paid(Q1, await number(stage, "O1"), iban=O1_ACCOUNT, name="O1 Owner")))
    money = await stage.act(reserve.reserve_money, at=now())
    assert (money.received, money.ordered, money.to_sweep, money.between) == (2_258, 0, 2_258, 0)
    facts = {"account_id": money.from_id, "to_account_id": money.to_id, "day": DAY, "at": AT}
    order_id = await stage.act(payment_orders.make_transfer, cents=money.to_sweep, **facts)
    waits = await stage.act(reserve.reserve_money, at=now())
    assert (waits.received, waits.ordered, waits.to_sweep) == (2_258, 2_258, 0)
    from koprogo.services.charges.invoices import order_queries

    _, [payment] = await stage.act(order_queries.order, order_id)
    assert (payment.kind, payment.iban, payment.amount) == ("transfer", RESERVE, Money(2_258))
    left = paid(-2_258, iban=RESERVE, end_to_end=payment.end_to_end_id)
    await take(stage, coda(2, 100_000 + Q1, left))
    half = await stage.act(reserve.reserve_money, at=now())
    assert (half.received, half.ordered, half.between, (await books(stage))["58"]) == (0, 0, 2_258, 2_258)
    await take(stage, coda(2, 500_000, paid(2_258, iban=CURRENT, end_to_end=payment.end_to_end_id), iban=RESERVE))
    whole = await stage.act(reserve.reserve_money, at=now())
    assert (whole.received, whole.between, whole.on_account) == (0, 0, 502_258)
    assert "58" not in await books(stage)
    assert [line.target for line in await lines(stage)] == ["own", "debtor", "order"]
    async with db.association_session(stage.association_id) as session:
        assert await verify_bank(session, stage.association_id) == []


async def test_a_transfer_goes_to_an_account_the_bank_has_shown_to_be_ours(stage):
    money = await stage.act(reserve.reserve_money, at=now())
    facts = {"account_id": money.from_id, "to_account_id": money.to_id, "cents": 100, "day": DAY, "at": AT}
    with pytest.raises(AccountUnproven):
        await stage.act(payment_orders.make_transfer, **facts)
    await take(stage, coda(1, 500_000, iban=RESERVE))
    for wrong in (
        {"cents": 10**11},
        {"to_account_id": money.from_id},
        {"cents": 0},
        {"day": DAY - timedelta(days=400)},
    ):
        with pytest.raises(BadInput):
            await stage.act(payment_orders.make_transfer, **{**facts, **wrong})


async def test_items_of_every_kind_are_settled_oldest_first(stage):
    who = await debtor(stage, "O1")
    async with db.association_session(stage.association_id) as session:
        from koprogo.services.accounting.accounts import debtor_account
        from koprogo.services.accounting.post_entry import OwnerFact

        hers = await debtor_account(session, stage.association_id, who, "other")
        fund = await account_by_code(session, stage.association_id, "100")
    entry = NewEntry(
        Journal.GENERAL, DAY - timedelta(days=100), "BADGE-1", "general", "Badge",
        (NewLine(hers, 4_500), NewLine(fund, -4_500)),
        (OwnerFact(who, "other", "private", 4_500, ("account", hers)),),
    )  # fmt: skip
    await stage.act(post_entry, entry)
    await take(stage, coda(1, 0, paid(4_500 + Q1, await number(stage, "O1", ""), iban=O1_ACCOUNT)))
    [line] = await lines(stage)
    assert (line.settles, line.credit) == (("CALL-2025-Q1", "BADGE-1"), 0)
    assert line.reason.startswith("The communication {number} is the permanent one")


async def test_an_account_is_ended_when_nothing_stands_on_it_and_another_is_there(cast):
    old = await own_account(cast)
    facts = {"day": today() + timedelta(days=1), "at": now()}
    with pytest.raises(LastAccount) as refusal:
        await act(cast, "syndic", accounts.end_bank_account, old, **facts)
    assert refusal.value.article == "3.86 §3"
    [line] = await took(cast, Written(5_000, today(), PAYER, "X"), old=0)
    new = await act(cast, "syndic", accounts.enter_bank_account, number=RESERVE, purpose="current", at=now())
    with pytest.raises(LastAccount):
        await act(cast, "syndic", accounts.end_bank_account, old, **facts)
    await confirmed(cast, new)
    with pytest.raises(AccountNotEmpty):
        await act(cast, "syndic", accounts.end_bank_account, old, **facts)
    await took(cast, Written(-5_000, today(), PAYER, "X"), sequence=2, old=5_000)
    with pytest.raises(NotAllowed):
        await act(cast, "anna", accounts.end_bank_account, old, **facts)
    with pytest.raises(BadInput):
        await act(cast, "syndic", accounts.end_bank_account, old, day=today(), at=now())
    await act(cast, "accountant", accounts.end_bank_account, old, **facts)
    await act(cast, "accountant", accounts.end_bank_account, old, **facts)
    ended = next(row for row in await act(cast, "syndic", accounts.bank_accounts) if row.id == old)
    assert ended.ended_on == facts["day"]
    late = statement(ended.iban, 3, 0, [Written(1, facts["day"], PAYER, "X")], day=facts["day"])
    report = await importing.import_coda(cast.syndic, content=late, name="late.cod", at=now())
    assert (report.statements[0].outcome, line.target) == ("refused", "suspense")
    invoice = await payable(cast)
    with pytest.raises(AccountEnded):
        await ordered(cast, invoice, account_id=old, day=facts["day"])


async def test_owners_pay_to_the_newest_account_that_is_confirmed_and_was_not_ended(cast):
    async def payee():
        async with db.association_session(cast.association_id) as session:
            return await collecting_iban(session, cast.association_id)

    assert await payee() == ""
    await own_account(cast)
    kept = await payee()
    wrong = await act(cast, "syndic", accounts.enter_bank_account, number=RESERVE, purpose="current", at=now())
    assert await payee() == kept, "nobody confirmed it"
    await confirmed(cast, wrong)
    assert await payee() == RESERVE != kept
    await act(cast, "syndic", accounts.end_bank_account, wrong, day=today(), at=now())
    assert await payee() == kept


async def test_an_account_an_order_waits_for_is_not_ended(cast):
    old = await own_account(cast)
    await ordered(cast, await payable(cast))
    new = await act(cast, "syndic", accounts.enter_bank_account, number=RESERVE, purpose="current", at=now())
    await confirmed(cast, new)
    with pytest.raises(AccountInUse):
        await act(cast, "syndic", accounts.end_bank_account, old, day=today() + timedelta(days=1), at=now())
