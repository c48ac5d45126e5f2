"""Planned minutes against those spent: each point from the end of the one before, without interruptions."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.season import time_spent
from koprogo.services.assemblies.voting import voting
from tests.services.assemblies.evening import NOW, opened

START = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
A, B, C = uuid4(), uuid4(), uuid4()


def at(minutes):
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("marks", "ends", "spent"),
    [
        ([("opened", at(0))], [], {}),
        ([("opened", at(0))], [(A, at(12)), (B, at(20))], {A: 12, B: 8}),
        # an interruption belongs to nobody, whether it lies within a point or across its end
        ([("opened", at(0)), ("suspended", at(5)), ("resumed", at(25))], [(A, at(30)), (B, at(40))], {A: 10, B: 10}),
        # a point that is voted again takes both stretches
        ([("opened", at(0))], [(A, at(10)), (B, at(15)), (A, at(18))], {A: 13, B: 5}),
        # what ends together at the closing took nothing
        ([("opened", at(0))], [(A, at(10)), (B, at(10)), (C, at(10))], {A: 10, B: 0, C: 0}),
        ([], [(A, at(10)), (B, at(14))], {B: 4}),
    ],
)
def test_minutes_of_points(marks, ends, spent):
    assert time_spent.minutes_of_points(marks, ends) == spent


def test_the_session_counts_without_its_interruptions():
    marks = [("opened", at(0)), ("suspended", at(30)), ("resumed", at(45)), ("closed", at(90))]
    assert time_spent.minutes_of_session(marks) == 75
    assert time_spent.minutes_of_session(marks[:3]) is None


async def test_an_evening_says_what_was_planned_and_spent(cast):
    assembly, (first, second) = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        await voting.settle_item(*here, first, outcome="noted")
        found = await time_spent.time_spent(*here, assembly)
        assert [each.spent is None for each in found.items] == [False, True] and found.spent is None
        await voting.settle_item(*here, second, outcome="postponed")
        await sitting.close_assembly(*here, assembly, at=NOW)
        found = await time_spent.time_spent(*here, assembly)
    assert found.planned == 20 and found.spent == 0 and [each.label for each in found.items] == [1, 2]
    async with db.tenant_session(cast.actors["stranger"]) as session:
        with pytest.raises(NotFound):
            await time_spent.time_spent(session, cast.actors["stranger"], cast.association_id, assembly)
