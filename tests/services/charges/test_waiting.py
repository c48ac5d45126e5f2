"""What waits in the books: counted over many associations at once, the same as each page says, and only for her."""

from datetime import timedelta

import pytest
from sqlalchemy import event, text

from koprogo import db
from koprogo.adapters.coda_writer import Written
from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.accounting.bank import accounts
from koprogo.services.accounting.bank import queries as bank
from koprogo.services.accounting.bank.own_numbers import judge_account
from koprogo.services.accounting.bank.repayments import ask_repayment
from koprogo.services.charges.invoices import to_pay
from koprogo.services.charges.waiting import ASKS, Waiting, Work, waiting
from tests.cast import Cast, put_on_stage
from tests.services.accounting import ledger_on_stage
from tests.services.accounting.bank.test_outgoing import take
from tests.services.charges.invoices_on_stage import (
    OTHER_IBAN,
    act,
    booked,
    ordered,
    own_account,
    payable,
    received,
    step,
    supplier,
    typed,
    with_address,
    year,
)
from tests.services.governance.council_on_stage import member


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


async def found(cast: Cast, who: str = "accountant", **more) -> dict[Work, Waiting]:
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        rows = await waiting(session, actor, day=more.get("day") or today(), at=now())
    assert {row.association_id for row in rows} <= {cast.association_id}
    return {row.work: row for row in rows}


async def test_nothing_waits_where_nothing_is(cast):
    assert await found(cast) == {}


async def test_lines_of_the_bank_are_those_of_its_queue(cast):
    await year(cast)
    await own_account(cast)
    lines = (
        Written(100, today(), "BE62510007547061", "Immo Horizon", "garage"),
        Written(-250, today(), "", "Frais", ""),
    )
    await take(cast, *lines)
    queue = await act(cast, "accountant", bank.waiting_lines, today=today())
    row = (await found(cast))[Work.BANK]
    assert (row.n, row.amount.cents) == (len(queue), sum(abs(each.amount) for each in queue)) == (2, 350)
    assert (row.day, row.association_name) == (today(), "Résidence Les Tilleuls")


async def test_an_invoice_waits_for_one_step_after_the_other(cast):
    await received(cast)
    rows = await found(cast)
    assert (set(rows), rows[Work.DRAFT].n) == ({Work.DRAFT}, 1)
    invoice = await typed(cast)
    await year(cast)
    await step(cast, "accountant", invoice, "submitted")
    assert (await found(cast))[Work.DRAFT].n == 1
    assert Work.APPROVE not in await found(cast), "the accountant does not approve"
    approve = (await found(cast, "syndic"))[Work.APPROVE]
    assert (approve.n, approve.amount) == (1, Money(36_300))


async def test_a_payment_is_held_until_its_account_is_confirmed_and_gone_once_it_is_ordered(cast):
    await booked(cast)
    assert (await found(cast))[Work.HELD].amount == Money(36_300)
    ready = await payable(cast, supplier_id=await supplier(cast, "Toitures Hérion"), iban=OTHER_IBAN)
    rows = await found(cast)
    assert (rows[Work.ORDER].n, rows[Work.HELD].n) == (1, 1)
    waits = await act(cast, "accountant", to_pay.to_pay, at=now())
    assert sorted(each.ready for each in waits) == [False, True]
    assert rows[Work.ORDER].day == today() + timedelta(days=30)
    await ordered(cast, ready)
    assert Work.ORDER not in await found(cast)


async def test_a_confirmed_account_pays_also_the_invoice_whose_paper_names_none(cast):
    await payable(cast)
    await booked(cast, iban="")
    assert Work.HELD not in (rows := await found(cast)) and rows[Work.ORDER].n == 2
    await booked(cast, supplier_id=await supplier(cast, "Toitures Hérion"), iban="")
    rows, waits = await found(cast), await act(cast, "accountant", to_pay.to_pay, at=now())
    assert (rows[Work.ORDER].n, rows[Work.HELD].n) == (2, 1) == (sum(each.ready for each in waits), 1)


async def test_a_year_that_ended_is_settled_and_then_closed(cast):
    await ledger_on_stage.year(cast)
    assert Work.SETTLE not in await found(cast, day=ledger_on_stage.ENDS - timedelta(days=1))
    row = (await found(cast, day=ledger_on_stage.ENDS))[Work.SETTLE]
    assert (row.n, row.day) == (1, ledger_on_stage.ENDS - timedelta(days=1))


async def test_owners_in_arrears_are_counted_and_a_credit_of_one_pays_nothing_of_another(cast):
    await ledger_on_stage.year(cast)
    await ledger_on_stage.call(cast, "A1", 50_000, "CALL-1")
    await ledger_on_stage.call(cast, "A2", 30_000, "CALL-2")
    await ledger_on_stage.call(cast, "A3", -99_000, "BACK-1")
    row = (await found(cast, day=ledger_on_stage.DAY))[Work.ARREARS]
    assert (row.n, row.amount) == (2, Money(80_000))
    assert Work.ARREARS not in await found(cast, day=ledger_on_stage.DAY - timedelta(days=1))


async def test_the_council_is_told_what_waits_for_its_second_look(cast):
    await member(cast, "bram")
    await with_address(cast, "bram")
    await booked(cast)
    await own_account(cast)
    number = {"number": OTHER_IBAN, "purpose": "other"}
    second = await act(cast, "accountant", accounts.enter_bank_account, **number, at=now())
    (line,) = await take(cast, Written(1_250, today(), "BE62510007547061", "Immo Horizon", "garage"))
    await act(cast, "accountant", ask_repayment, line.id, why="Not ours.", seen=line.match_id, at=now())
    rows = await found(cast, "bram")
    assert {work: row.n for work, row in rows.items()} == {Work.CONFIRM: 1, Work.OWN_NUMBER: 1, Work.REPAY: 1}
    assert (rows[Work.REPAY].amount, rows[Work.CONFIRM].day) == (Money(1_250), today())
    assert not {Work.CONFIRM, Work.OWN_NUMBER, Work.REPAY} & set(await found(cast, "syndic"))
    await act(cast, "bram", judge_account, second, agrees=True, at=now())
    assert Work.OWN_NUMBER not in await found(cast, "bram")


@pytest.mark.parametrize("who", ["anna", "stranger"])
async def test_nobody_else_is_told(cast, who):
    await received(cast)
    assert await found(cast, who) == {}


async def test_it_takes_as_many_statements_for_many_associations_as_for_one(cast, monkeypatch):
    await received(cast)

    async def statements(actor) -> int:
        seen: list[str] = []
        engine = db.engine().sync_engine
        note = lambda conn, cursor, statement, *rest: seen.append(statement)  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        try:
            async with db.tenant_session(actor) as session:
                await session.execute(text("SELECT 1"))
                await waiting(session, actor, day=today(), at=now())
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    one = cast.actors["syndic"]
    other = await put_on_stage()
    reach = {**one.reach, **other.actors["syndic"].reach}
    many = type(one)(one.person_id, one.name, one.language, reach)
    assert len(many.reach) > len(one.reach)
    assert await statements(many) == await statements(one)


def test_every_work_says_who_is_told():
    assert set(ASKS) == set(Work)
