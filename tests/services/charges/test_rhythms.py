"""Rhythms: a year that holds a settlement keeps its own, so that nothing is asked of its owners twice."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput
from koprogo.core.period import Period
from koprogo.models.settlements import SettlementRhythm
from koprogo.rules.charges.actual_costs import Every, statement_periods
from koprogo.services.charges import rhythms, settlement_queries
from koprogo.services.charges.settlement_refusals import SettledOtherwise
from tests.services.charges import books_of_the_year as made
from tests.services.charges.test_statements_by_rhythm import bill, owed, stated_by
from tests.services.charges.worked_year import AT, ENDS, STARTS

HALVES = statement_periods(made.YEAR, Every.HALF_YEAR)
TO = {
    "provisions": ({"rhythm": "provisions"}, (made.YEAR,)),
    "quarters": (
        {"rhythm": "actual_costs", "every": "quarter"},
        tuple(statement_periods(made.YEAR, Every.QUARTER)[:2]),
    ),
}


@pytest.fixture
async def books(database):
    """A year stated by half-years whose first one is issued; lot C is sold in September."""
    books = await stated_by(Every.HALF_YEAR, date(2025, 9, 1))
    await bill(books, HALVES[0], 10_001)
    await books.issue(HALVES[0])
    return books


async def enter(books, since, **rhythm):
    await books.stage.act(rhythms.set_rhythm, since=since, source="Point 7", at=AT, **rhythm)


@pytest.mark.parametrize("to", TO)
async def test_a_year_that_holds_a_settlement_keeps_its_rhythm(books, to):
    rhythm, _ = TO[to]
    with pytest.raises(BadInput) as refused:
        await enter(books, STARTS, **rhythm)
    [problem] = refused.value.problems
    assert (problem.where, problem.facts) == ("since", {"day": ENDS.isoformat()})
    await enter(books, ENDS, **rhythm)
    await bill(books, HALVES[1], 5_001)
    await books.issue(HALVES[1])
    assert await owed(books) == {"O1": 4_516, "O2": 4_486, "O3": 2_921, "O5": 829, "O4": 2_250}


async def test_the_rhythm_it_was_settled_by_may_be_entered_again(books):
    await enter(books, STARTS, rhythm="actual_costs", every="half_year")
    found = await books.stage.act(settlement_queries.rhythm, day=STARTS)
    assert (found.every, found.source) == (Every.HALF_YEAR, "Point 7")


async def test_a_rhythm_of_years_before_may_be_entered_later(books):
    """The settled year has a rhythm of its own from its first day, which holds on."""
    await enter(books, date(2024, 1, 1), rhythm="provisions")
    assert (await books.stage.act(settlement_queries.rhythm, day=STARTS)).every is Every.HALF_YEAR


@pytest.mark.parametrize("to", TO)
async def test_what_another_rhythm_asked_is_not_asked_again(books, to):
    """However the rhythm came to change: the rest of the year is refused, and the accounts stay as they were."""
    rhythm, pieces = TO[to]
    row = {"id": uuid4(), "since": STARTS, "source": "Point 7", "at": AT, **rhythm}
    here = books.stage.association_id
    async with db.association_session(here) as session:
        row["by_id"] = books.stage.actors["syndic"].person_id
        session.add(SettlementRhythm(association_id=here, **row))
    before = await owed(books)
    for piece in pieces:
        with pytest.raises(SettledOtherwise) as refused:
            await books.issue(piece)
        assert Period(date.fromisoformat(refused.value.start), HALVES[0].end) == HALVES[0]
    assert await owed(books) == before
    await enter(books, STARTS, rhythm="actual_costs", every="half_year")
    await books.issue(HALVES[1])
