"""What an owner owes today, what of it is past its day, what is next: her own accounts, and nobody else's."""

from datetime import date, timedelta

import pytest

from koprogo import db
from koprogo.core.money import Money
from koprogo.services.accounting.past_due import arrears, own_accounts
from koprogo.services.charges import calls
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage
from tests.services.charges import worked_year as stage_of


async def own(actor, day):
    async with db.tenant_session(actor) as session:
        return await own_accounts(session, actor, day=day)


@pytest.fixture
async def cast(database):
    made = await put_on_stage()
    await ledger_on_stage.year(made)
    return made


async def test_her_account_says_what_she_owes_and_of_which_lots(cast):
    await ledger_on_stage.call(cast, "A1", 31_240, "CALL-1")
    await ledger_on_stage.call(cast, "A1", 5_000, "CALL-2", part="reserve")
    await ledger_on_stage.call(cast, "A2", 99_999, "CALL-3")
    [account] = await own(cast.anna, ledger_on_stage.DAY)
    assert (account.balance, account.past_due, account.not_due) == (Money(36_240), Money(36_240), Money(0))
    assert (account.people, account.lots, account.next_on) == (("Anna Peeters",), ("A1", "G1"), None)
    assert account.association_id == cast.association_id


async def test_what_is_in_her_favour_is_below_nought_and_nothing_is_past_due(cast):
    await ledger_on_stage.call(cast, "A1", -7_000, "BACK-1")
    [account] = await own(cast.anna, ledger_on_stage.DAY)
    assert (account.balance, account.past_due) == (Money(-7_000), Money(0))


async def test_a_joint_account_is_each_holders_and_named_with_all(cast):
    await ledger_on_stage.call(cast, "A5", 12_000, "CALL-1")
    [hers], [his] = await own(cast.emma, ledger_on_stage.DAY), await own(cast.farid, ledger_on_stage.DAY)
    assert hers == his
    assert (hers.people, hers.lots) == (("Emma Lambert", "Farid Benali"), ("A5",))


async def test_who_has_no_account_here_finds_none(cast):
    await ledger_on_stage.call(cast, "A1", 12_000, "CALL-1")
    assert await own(cast.stranger, ledger_on_stage.DAY) == []
    assert await own(cast.bram, ledger_on_stage.DAY) == []


async def test_before_the_day_of_an_entry_nothing_is_owed(cast):
    await ledger_on_stage.call(cast, "A1", 12_000, "CALL-1")
    [account] = await own(cast.anna, ledger_on_stage.DAY - timedelta(days=1))
    assert account.balance == Money(0)


@pytest.fixture
async def stage(database):
    made = await stage_of.worked_year()
    await stage_of.voted(made)
    return made


async def test_a_call_is_no_arrears_until_the_day_after_its_due_day(stage):
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=stage_of.AT)
    async with db.association_session(stage.association_id) as session:
        row = await session.get(calls.Call, call)
        total, called, due = row.total, row.called_on, row.due_on
        on_time = await arrears(session, [stage.association_id], day=due)
        [late] = await arrears(session, [stage.association_id], day=due + timedelta(days=1))
    assert called <= due and on_time == []
    assert (late.amount, late.owners) == (Money(total), 4)


async def test_a_call_that_was_taken_back_is_neither_owed_nor_next(stage):
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=stage_of.AT)
    async with db.association_session(stage.association_id) as session:
        day: date = (await session.get(calls.Call, call)).called_on
    await stage.act(calls.reverse_call, call, day=day, why="Entered twice", at=stage_of.AT)
    async with db.association_session(stage.association_id) as session:
        assert await arrears(session, [stage.association_id], day=day) == []
