"""Special calls: they carry out a decision, in instalments that add up, with the reserve's part on lines of its own."""

from datetime import date

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed
from koprogo.core.money import Money
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.voting import results
from koprogo.services.charges import call_queries, calls, making_calls, special_plan
from koprogo.services.charges.refusals import AlreadyCalled, DecisionNotCarried, EarlierNotCalled
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.assemblies import evening

DAY, DUE = date(2026, 3, 1), date(2026, 4, 1)
BALANCES = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code
"""


@pytest.fixture(scope="module")
async def decided(database):
    """Return a cast whose assembly carried one point and rejected another, with the books of 2026."""
    cast = await put_on_stage()
    _, items = await evening.opened(cast, "approve_budgets", "discharge_auditor")
    for item, choice in zip(items, (Choice.FOR, Choice.AGAINST), strict=True):
        await evening.open_vote(cast, item)
        for who in ("anna", "bram"):
            await evening.press(cast, who, item, choice)
        await evening.close_vote(cast, item)
        await on_stage.act(cast, results.confirm_result, item, at=evening.NOW)
    await on_stage.year(cast)
    return cast, items


async def make(cast, item, **more):
    wish = {"item_id": item, "amount": Money(100_000), "called_on": DAY, "due_on": DUE, **more}
    return await on_stage.act(cast, making_calls.special, **wish, at=now())


async def test_three_instalments_are_the_whole_with_the_reserve_beside(decided):
    cast, (carried, rejected) = decided
    with pytest.raises(DecisionNotCarried) as refused:
        await make(cast, rejected)
    assert refused.value.article == "3.86 §3"
    with pytest.raises(NotAllowed):
        await on_stage.act(cast, special_plan.carried_decisions, who="anna")
    with pytest.raises(EarlierNotCalled):
        await make(cast, carried, number=2, instalments=3)
    for name, wish in (
        ("amount", {"amount": Money(0)}), ("reserve", {"reserve": Money(-1)}), ("instalments", {"instalments": 13}),
        ("due_on", {"due_on": date(2026, 2, 1)}),
    ):  # fmt: skip
        with pytest.raises(BadInput, match=name):
            await make(cast, carried, **wish)
    made = [await make(cast, carried, reserve=Money(10_001), number=place, instalments=3) for place in (1, 2, 3)]
    with pytest.raises(AlreadyCalled):
        await make(cast, carried, number=3, instalments=3)
    sheets = [await on_stage.act(cast, call_queries.call, call) for call in made]
    assert [sheet.row.reference for sheet in sheets] == ["CALL-2026-S1", "CALL-2026-S2", "CALL-2026-S3"]
    assert [sheet.row.total for sheet in sheets] == [Money(36_668), Money(36_667), Money(36_666)]
    lines = [line for sheet in sheets for asked in sheet.asked for line in asked.lines]
    assert {line.part for line in lines} == {"special", "reserve"}
    assert sum(line.amount for line in lines if line.part == "reserve") == 10_001
    by_lot = {lot: sum(line.amount for line in lines if line.lot == lot) for lot in {line.lot for line in lines}}
    assert sum(by_lot.values()) == 110_001
    for call in made:
        await on_stage.act(cast, calls.post_call, call, at=now())
    async with db.association_session(cast.association_id) as session:
        rows = (await session.execute(text(BALANCES), {"t": cast.association_id})).all()
    credited = {row.code: row.cents for row in rows}
    assert (credited["702"], credited["160"]) == (-100_000, -10_001)
    [shown] = await on_stage.act(cast, special_plan.carried_decisions)
    assert (shown.id, shown.called, shown.last) == (carried, Money(110_001), 3)


async def test_a_preview_writes_nothing_and_a_reversed_call_is_made_anew(database):
    cast = await put_on_stage()
    _, [item] = await evening.opened(cast, "approve_budgets")
    await evening.open_vote(cast, item)
    for who in ("anna", "bram"):
        await evening.press(cast, who, item, Choice.FOR)
    await evening.close_vote(cast, item)
    await on_stage.act(cast, results.confirm_result, item, at=evening.NOW)
    await on_stage.year(cast)
    wish = {"item_id": item, "amount": Money(100_000), "called_on": DAY, "due_on": DUE}
    planned = await on_stage.act(cast, making_calls.preview_special, **wish)
    assert (planned.total, await on_stage.act(cast, call_queries.calls)) == (Money(100_000), [])
    first = await make(cast, item)
    await on_stage.act(cast, calls.post_call, first, at=now())
    await on_stage.act(cast, calls.reverse_call, first, day=DUE, why="Wrong amount", at=now())
    again = await make(cast, item, amount=Money(90_000))
    assert (await on_stage.act(cast, call_queries.call, again)).row.total == Money(90_000)
