"""The working fund at a sale: out to the seller, in from the buyer, once; the fund does not move."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.services.accounting.accounts import debtor_of_persons
from koprogo.services.accounting.general_entry import take_back
from koprogo.services.charges import calls, making_calls, sale, sale_queries
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.services.charges import worked_year as stage_of
from tests.services.charges.test_calls import balances


@pytest.fixture
async def stage(database):
    made = await stage_of.worked_year()
    call = await made.act(making_calls.working_fund, amount=Money(200_000), called_on=date(2025, 2, 1), at=stage_of.AT)
    await made.act(calls.post_call, call, at=stage_of.AT)
    return made


async def sold(stage, lot="D", to="O2", day=date(2025, 9, 1)):
    holders = [NewHolder("full", person_id=stage.people[to])]
    return await stage.act(
        transfers.record_transfer, lot_id=stage.lots[lot], day=day, holders=holders, act="Acte du notaire", at=now()
    )


async def code_of(stage, name):
    async with db.association_session(stage.association_id) as session:
        return await debtor_of_persons(session, stage.association_id, [stage.people[name]])


async def test_the_share_goes_to_the_seller_and_comes_from_the_buyer(stage):
    before = await balances(stage)
    deed = await sold(stage)
    posted = await stage.act(sale.settle_working_fund, deed, at=now())
    again = await stage.act(sale.settle_working_fund, deed, at=now())
    assert (again.id, again.again) == (posted.id, True)
    after = await balances(stage)
    assert after["100"] == before["100"] == -200_000
    moved = {code: cents - before.get(code, 0) for code, cents in after.items() if cents != before.get(code, 0)}
    assert sorted(moved.values()) == [-30_000, 30_000]
    assert all(code.startswith("4101.") for code in moved)


async def test_what_was_taken_back_is_settled_anew(stage):
    before, deed = await balances(stage), await sold(stage)
    first = await stage.act(sale.settle_working_fund, deed, at=now())
    await stage.act(take_back, first.id, date(2025, 9, 2), "OD-BACK", "The wrong day")
    assert (await stage.act(sale_queries.sale, deed)).working.entry_id is None
    second = await stage.act(sale.settle_working_fund, deed, at=now())
    assert (second.again, (await stage.act(sale.settle_working_fund, deed, at=now())).id) == (False, second.id)
    assert (await stage.act(sale_queries.sale, deed)).working.entry_id == second.id
    moved = [cents - before.get(code, 0) for code, cents in (await balances(stage)).items()]
    assert sorted(cents for cents in moved if cents) == [-30_000, 30_000]


async def test_an_empty_fund_gives_nothing_back(database):
    bare = await stage_of.worked_year()
    deed = await sold(bare)
    with pytest.raises(sale.NoWorkingFund) as refused:
        await bare.act(sale.settle_working_fund, deed, at=now())
    assert refused.value.article == "3.94 §5"


async def test_a_deed_of_others_is_not_found(stage):
    deed = await sold(stage)
    elsewhere = await stage_of.worked_year()
    with pytest.raises(NotFound):
        await elsewhere.act(sale.settle_working_fund, deed, at=now())
    with pytest.raises(NotFound):
        await stage.act(sale.settle_working_fund, uuid4(), at=now())
    with pytest.raises(NotAllowed):
        await stage.act(sale.settle_working_fund, deed, who="O1", at=now())
