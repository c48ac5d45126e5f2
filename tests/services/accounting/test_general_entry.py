"""A general entry as it is typed: codes, amounts, and everything wrong said at the line it is on."""

import pytest

from koprogo.core.errors import BadInput, NotAllowed
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.general_entry import MOST_LINES, TypedLine, take_back, write_general
from koprogo.services.accounting.post_entry import Journal
from koprogo.services.accounting.refusals import TakenBackElsewhere
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, act, bill, call, debtor, receive, rows, year

GOOD = [TypedLine("61050", 36300), TypedLine("4400", -36300)]


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, a year open."""
    found = await put_on_stage()
    found.period = await year(found)
    return found


async def write(cast, lines=GOOD, who="accountant", **more):
    facts = {"day": DAY, "reference": "G-1", "words": "Cleaning", "lines": lines}
    return await act(cast, write_general, who=who, **{**facts, **more})


async def test_it_is_booked_and_twice_is_once(cast):
    made = await write(cast)
    assert (made.journal, made.number, (await write(cast)).again) == (Journal.GENERAL, 1, True)


async def test_an_owner_is_told_of_a_correction(cast):
    await debtor(cast, "A1")
    await write(cast, [TypedLine(" 4101.1 ", 500), TypedLine("643", -500)])
    [item] = await rows(cast, "SELECT part, kind, amount FROM owner_item WHERE association_id = :t")
    assert item == {"part": "other", "kind": "correction", "amount": 500}


async def test_unknown_accounts_are_named_with_their_lines(cast):
    lines = [TypedLine("411", 100), TypedLine("551", -100), TypedLine("4101.1", 5), TypedLine("", 5)]
    with pytest.raises(BadInput) as refused:
        await write(cast, lines)
    assert [(each.where, each.facts["code"]) for each in refused.value.problems] == [
        ("line_1", "411"), ("line_3", "4101.1"), ("line_4", "?"),
    ]  # fmt: skip


async def test_too_many_lines_are_no_general_entry(cast):
    with pytest.raises(BadInput):
        await write(cast, GOOD * MOST_LINES)


async def test_once_the_accounts_are_drawn_up_it_goes_to_the_closing_journal(cast):
    await act(cast, periods.advance, cast.period, step=Step.PROVISIONAL)
    assert (await write(cast)).journal is Journal.CLOSING


async def test_an_owner_writes_nothing(cast):
    with pytest.raises(NotAllowed):
        await write(cast, who="anna")


async def test_what_a_person_typed_is_taken_back_here_and_what_something_else_wrote_there(cast):
    typed = await write(cast)
    back = await act(cast, take_back, typed.id, DAY, "G-1-R", "Wrong account", who="accountant")
    assert back.id != typed.id
    for made in (await bill(cast), await call(cast, "A1", 500, "CALL-1"), await receive(cast, "A1", 500, "B-1")):
        with pytest.raises(TakenBackElsewhere):
            await act(cast, take_back, made.id, DAY, f"{made.number}-R", "Wrong", who="accountant")
    with pytest.raises(NotAllowed):
        await act(cast, take_back, typed.id, DAY, "G-1-R2", "Wrong", who="anna")
