"""What owners owe by age: from the day a call was due, and what is not due yet apart. Cents of lot A, of 1000 shares 301."""

from datetime import date, timedelta

import pytest

from koprogo.core.clock import now
from koprogo.core.money import Money
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.reports import load
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.charges import calls, making_calls, sale_acts
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.services.charges.worked_year import ENDS, STARTS, voted, worked_year

CALLED, DUE = date(2025, 2, 1), date(2025, 3, 1)


@pytest.fixture
async def stage(database):
    """The working fund is raised by 1 000.00, called on 1 February and due on 1 March."""
    found = await worked_year()
    await raise_fund(found, CALLED, DUE)
    return found


async def raise_fund(stage, called_on, due_on, cents=100_000):
    facts = {"amount": Money(cents), "called_on": called_on, "due_on": due_on}
    call = await stage.act(making_calls.working_fund, **facts, at=now())
    await stage.act(calls.post_call, call, at=now())
    return call


async def ages(stage, day, who="O1"):
    """Return what an owner owes by age, without what is nil; the owner of lot A, if none is named."""
    rows = await stage.act(owner_account.debtors, day=day)
    row = next(each for each in rows if each.people == (f"{who} Owner",))
    assert sum(vars(row.open).values()) == row.balance
    return {age: cents for age, cents in vars(row.open).items() if cents}


@pytest.mark.parametrize(
    ("after_due", "age"),
    [
        (-28, "not_due"), (-1, "not_due"), (0, "days_30"), (29, "days_30"), (30, "days_60"), (59, "days_60"),
        (60, "days_90"), (89, "days_90"), (90, "older"),
    ],
)  # fmt: skip
async def test_a_call_is_as_old_as_the_day_it_was_due(stage, after_due, age):
    assert await ages(stage, DUE + timedelta(days=after_due)) == {age: 30_100}


async def test_what_is_called_later_is_not_due_and_hides_no_arrears(stage):
    await voted(stage)
    first = {"starts": STARTS, "number": 1, "called_on": date(2025, 7, 1), "due_on": date(2025, 8, 1)}
    quarter = await stage.act(making_calls.instalment, **first, at=now())
    await stage.act(calls.post_call, quarter, at=now())
    assert await ages(stage, date(2025, 7, 15)) == {"not_due": 40_700, "older": 30_100}
    table = await stage.act(load.report, Asked(What.AGED, STARTS, date(2025, 7, 16)), "en")
    [sheet] = table.sheets
    assert [column.title for column in sheet.columns][:4] == ["Owner", "Lots", "Balance", "Not due yet"]
    row = next(each for each in sheet.rows if each.cells[0] == "O1 Owner")
    assert row.cells[1:] == ("A", 70_800, 40_700, None, None, None, 30_100)
    assert {len(each.cells) for each in sheet.rows} == {len(sheet.columns)}


async def test_a_call_taken_back_makes_no_arrears_younger(stage):
    wrong = await raise_fund(stage, date(2025, 7, 1), date(2025, 8, 1), 50_000)
    await stage.act(calls.reverse_call, wrong, day=date(2025, 7, 3), why="Wrong amount", at=now())
    assert await ages(stage, date(2025, 7, 2)) == {"not_due": 15_050, "older": 30_100}
    assert await ages(stage, date(2025, 7, 15)) == {"older": 30_100}
    assert await ages(stage, ENDS - timedelta(days=1)) == {"older": 30_100}


async def test_a_call_that_a_sale_carried_over_is_as_old_for_who_bears_it(stage):
    """Lot D (150 of 1000 shares) sold by O4 to O2 (280) in September; its last quarter asked of O4, due in October."""
    await voted(stage)
    for number in (1, 2, 3, 4):
        await stage.act(calls.post_call, await stage.call(number), at=now())
    holders = [NewHolder("full", person_id=stage.people["O2"])]
    facts = {"lot_id": stage.lots["D"], "day": date(2025, 9, 1), "holders": holders, "act": "Acte", "notary": ""}
    deed = await stage.act(transfers.record_transfer, **facts, at=now())
    on = date(2025, 12, 20)
    before = {who: await ages(stage, on, who) for who in ("O2", "O4")}
    await stage.act(sale_acts.carry_calls, deed, day=date(2025, 12, 15), at=now())
    after = {who: await ages(stage, on, who) for who in ("O2", "O4")}
    assert before == {"O2": {"days_90": 40_484, "older": 151_349}, "O4": {"days_90": 16_129, "older": 63_386}}
    assert after == {"O2": {"days_90": 40_484 + 16_129, "older": 151_349}, "O4": {"older": 63_386}}
