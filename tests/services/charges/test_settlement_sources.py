"""From an amount of a settlement to its papers: the lines behind each cost add up to it, and nobody's private ones show."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.services.accounting import owner_account
from koprogo.services.charges import settlement_queries, settlement_sources
from tests.services.charges import books_of_the_year as made


async def follow(books, settlement, who="O1", debtor=None):
    return await books.stage.act(settlement_sources.settlement_of_owner, settlement, debtor, who=who)


async def test_every_cost_is_followed_to_the_lines_it_was_booked_from(database):
    books = await made.year_of_provisions()
    issued = await books.issue(made.YEAR)
    await books.invoice((6, 30), "AFTERWARDS", "61050", 9_900)
    found = await follow(books, issued)
    by_account = {cost.account: found.behind[cost.number] for cost in found.sheet.costs}
    assert all(each.adds_up for each in by_account.values())
    assert [line.text for line in by_account["61050"].lines] == [f"CLEANING-{place}" for place in range(4)]
    assert [line.amount for line in by_account["61011"].lines] == [Money(53_000), Money(53_000)]
    assert [owner.people for owner in found.sheet.owners] == [("O1 Owner",)]
    assert "643" not in by_account
    assert "643" in {cost.account for cost in (await follow(books, issued, "O3")).sheet.costs}


async def test_nobody_follows_the_settlement_of_others(database):
    books = await made.year_of_provisions()
    issued = await books.issue(made.YEAR)
    with pytest.raises(NotFound):
        await follow(books, issued, "O1", await books.debtor("O2"))
    with pytest.raises(NotFound):
        await follow(books, uuid4())
    kept = await follow(books, issued, "syndic", await books.debtor("O2"))
    assert [owner.lots for owner in kept.sheet.owners] == [("B",)]
    with pytest.raises(NotFound):
        await follow(books, issued, "syndic")


async def test_the_lines_of_a_statement_are_those_of_its_days(database):
    books = await made.year_of_actual_costs()
    first = await books.issue(made.QUARTERS[0])
    second = await books.issue(made.QUARTERS[1])
    for issued, cleaning in ((first, "CLEANING-0"), (second, "CLEANING-1")):
        found = await follow(books, issued)
        costs = {cost.account: found.behind[cost.number] for cost in found.sheet.costs}
        assert [line.text for line in costs["61050"].lines] == [cleaning]
        assert all(each.adds_up for each in costs.values())


async def test_a_line_of_the_account_says_where_it_comes_from(database):
    books = await made.year_of_provisions()
    issued = await books.issue(made.YEAR)
    sheet = await books.stage.act(
        owner_account.owner_account, await books.debtor("O1"), until=date(2026, 2, 1), who="O1"
    )
    calls = [line for line in sheet.lines if line.call]
    assert len(calls) == 12, "two keys and the reserve, four times"
    for line in calls:
        whole = line.call.base * line.call.weight
        assert abs(whole / line.call.of_weight - line.call.before - line.amount) < 2, line.text
    [settled] = [line for line in sheet.lines if line.settlement]
    assert (settled.settlement.settlement_id, settled.settlement.actual - settled.settlement.called) == (issued, 10_692)
    assert len(sheet.permanent) == 12
    [mine] = await books.stage.act(settlement_queries.my_settlements, who="O1")
    assert mine.sheet.owners[0].debtor_id == sheet.debtor_id
