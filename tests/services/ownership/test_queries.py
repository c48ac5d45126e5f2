"""Lots with their holders on a day."""

from datetime import date

import pytest

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.services.ownership.queries import lots_with_holders
from tests.cast import AT, Cast


async def test_the_lots_of_a_day_say_which_are_suspended(cast: Cast):
    async with db.tenant_session(cast.anna) as session:
        lots = await lots_with_holders(session, cast.anna, cast.association_id, day=date(2021, 1, 1))
    assert {lot.number for lot in lots if lot.is_suspended} == {"A5"}
    assert sum(lot.shares for lot in lots) == 1000
    assert {lot.number: [holder.name for holder in lot.holders] for lot in lots}["A5"] == [
        "Emma Lambert",
        "Farid Benali",
    ]


async def test_before_anybody_held_it_a_lot_has_no_holder(cast: Cast):
    async with db.tenant_session(cast.syndic) as session:
        lots = await lots_with_holders(session, cast.syndic, cast.association_id, day=date(2019, 1, 1))
    assert all(lot.holders == () and not lot.is_suspended for lot in lots)


async def test_a_stranger_finds_nothing(cast: Cast):
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await lots_with_holders(session, cast.stranger, cast.association_id, day=AT.date())
