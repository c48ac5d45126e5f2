"""Fiscal years: one after the other, forwards only, closed once, the same bytes whenever asked again."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import Journal, post_entry, reverse
from koprogo.services.accounting.refusals import (
    EarlierYearOpen,
    NotItsTurn,
    NotSettled,
    NotTheNextYear,
    OnlyClosing,
    YearClosed,
)
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT, DAY, ENDS, STARTS, act, bill, rows, voucher, year

NEXT = (date(2027, 1, 1), date(2028, 7, 1))
COUNT = (
    "SELECT (SELECT count(*) FROM entry WHERE association_id = :t) + (SELECT count(*) FROM period_event)"
    " + (SELECT count(*) FROM period_balance) AS n"
)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def settled(cast, cents=36300):
    """Book what a settlement books: the cost is called from the owners."""
    return await act(cast, post_entry, await voucher(cast, {"499": cents, "701": -cents}, reference="S-1"))


async def to(cast, period, *steps):
    for step in steps:
        await act(cast, periods.advance, period, step=step, **BY_ACT)


async def test_years_of_any_length_follow_each_other(cast):
    first = await year(cast)
    second = await year(cast, *NEXT)
    found = await act(cast, periods.years, who="anna")
    assert [(each.id, each.starts, each.next_starts, each.stands) for each in found] == [
        (second, *NEXT, Step.OPENED), (first, STARTS, ENDS, Step.OPENED),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("starts", "ends"), [(date(2027, 1, 2), date(2028, 1, 1)), (date(2026, 6, 1), date(2027, 6, 1))]
)
async def test_a_year_that_leaves_a_gap_or_overlaps_is_refused(cast, starts, ends):
    await year(cast)
    with pytest.raises(NotTheNextYear) as refused:
        await year(cast, starts, ends)
    assert refused.value.facts() == {"day": "2027-01-01"}


async def test_a_year_ends_after_it_begins(cast):
    with pytest.raises(BadInput):
        await year(cast, STARTS, STARTS)


async def test_a_year_is_closed_with_its_balances_and_closed_again_writes_nothing(cast):
    period = await year(cast)
    await bill(cast)
    await settled(cast)
    await to(cast, period, Step.PROVISIONAL, Step.AUDITED, Step.VOTED)
    closed = await act(cast, periods.close_year, period)
    frozen = await rows(
        cast,
        "SELECT a.code, b.amount FROM period_balance b JOIN ledger_account a ON a.id = b.account_id"
        " WHERE b.period_id = :p ORDER BY a.code",
        p=period,
    )
    assert {row["code"]: row["amount"] for row in frozen} == {"4400": -36300, "499": 36300, "61050": 0, "701": 0}
    [before] = await rows(cast, COUNT)
    again = await act(cast, periods.close_year, period)
    assert (again.hash, again.again) == (closed.hash, True)
    assert await rows(cast, COUNT) == [before]
    [row] = await act(cast, periods.years)
    assert (row.stands, row.hash) == (Step.FINAL, closed.hash)


async def test_a_cost_that_nobody_was_asked_for_keeps_the_year_open(cast):
    period = await year(cast)
    await bill(cast)
    await settled(cast, 36200)
    await to(cast, period, Step.VOTED)
    with pytest.raises(NotSettled) as refused:
        await act(cast, periods.close_year, period)
    assert refused.value.facts() == {"left_cents": 100}
    assert [each.stands for each in await act(cast, periods.years)] == [Step.VOTED]


async def test_a_year_goes_forwards_only(cast):
    period = await year(cast)
    with pytest.raises(NotItsTurn):
        await act(cast, periods.close_year, period)
    await to(cast, period, Step.AUDITED, Step.AUDITED)
    for step in (Step.PROVISIONAL, Step.OPENED, Step.FINAL):
        with pytest.raises(NotItsTurn):
            await act(cast, periods.advance, period, step=step)
    with pytest.raises(NotFound):
        await act(cast, periods.advance, uuid4(), step=Step.VOTED)


async def test_years_are_closed_in_their_order(cast):
    first, second = await year(cast), await year(cast, *NEXT)
    await to(cast, first, Step.VOTED)
    await to(cast, second, Step.VOTED)
    with pytest.raises(EarlierYearOpen):
        await act(cast, periods.close_year, second)
    await act(cast, periods.close_year, first)
    await act(cast, periods.close_year, second)


async def test_what_is_drawn_up_takes_closing_entries_and_what_is_closed_none(cast):
    period = await year(cast)
    made = await bill(cast)
    await settled(cast)
    await to(cast, period, Step.PROVISIONAL)
    with pytest.raises(OnlyClosing):
        await bill(cast, "F-2")
    extra = await act(cast, reverse, made.id, DAY, "F-1-R", "The assembly rejected it")
    assert extra.journal is Journal.CLOSING
    back = await act(cast, post_entry, await voucher(cast, {"499": -36300, "701": 36300}, journal=Journal.CLOSING))
    await to(cast, period, Step.VOTED)
    await act(cast, periods.close_year, period)
    with pytest.raises(YearClosed):
        await bill(cast, "F-3")
    assert (await bill(cast)).again, "a retry finds its entry even in a closed year"
    await year(cast, *NEXT)
    late = await act(cast, reverse, back.id, date(2027, 1, 5), "G-1-R", "A closed year is corrected in the open one")
    assert late.year == 2027


@pytest.mark.parametrize(("who", "opens", "closes"), [("accountant", True, False), ("anna", False, False)])
async def test_who_keeps_the_books_opens_a_year_and_the_syndic_closes_it(cast, who, opens, closes):
    if opens:
        await act(cast, periods.open_year, starts=STARTS, next_starts=ENDS, who=who)
    else:
        with pytest.raises(NotAllowed):
            await act(cast, periods.open_year, starts=STARTS, next_starts=ENDS, who=who)
    period = (await act(cast, periods.years))[0].id if opens else await year(cast)
    for do in ((periods.advance, {"step": Step.VOTED}), (periods.close_year, {})):
        with pytest.raises(NotAllowed):
            await act(cast, do[0], period, who=who, **do[1])


async def test_the_stranger_sees_no_year(cast):
    period = await year(cast)
    with pytest.raises(NotFound):
        await act(cast, periods.years, who="stranger")
    with pytest.raises(NotFound):
        await act(cast, periods.close_year, period, who="other_syndic")
