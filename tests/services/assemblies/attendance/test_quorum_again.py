"""A correction of attendance judges the opening again: kept, told in the minutes, nothing undone."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import NotFound
from koprogo.services.assemblies import events
from koprogo.services.assemblies.attendance import corrections, quorum_again
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.room import sitting
from tests.cast import act
from tests.services.assemblies.attendance.test_corrections import correct
from tests.services.assemblies.evening import NOW, arrive, convened, opened


async def again(cast, assembly, who="anna"):
    return await act(cast, quorum_again.opening_reviews, assembly, who=who)


async def told(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return [event.text for event in await told_events(session, assembly, "en") if "quorum" in event.text]


async def test_who_was_not_there_takes_the_quorum_of_the_opening_away(cast):
    """Anna, Bram and Carla are three of five heads with 700 shares; without Carla two heads do not suffice."""
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    await correct(cast, assembly, "carla", "left")
    [found] = await again(cast, assembly)
    assert (found.meaning, found.name, found.reason) == ("not_reached", "Carla Dubois", "Erreur à l’entrée")
    assert found.facts["before"] == {
        "owners": 5, "owners_present": 3, "shares": 1000, "shares_present": 700, "reached": True,
    }  # fmt: skip
    assert (found.facts["after"]["owners_present"], found.facts["after"]["shares_present"]) == (2, 500)
    assert found.facts["contest_by"] == "2027-04-07"
    [line] = await told(cast, assembly)
    assert "2 co-owners, 500 shares" in line and "not reached" in line
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert (await events.state_of(session, cast.association_id, assembly)).what == events.OPENED  # not undone


async def test_a_second_correction_goes_on_from_the_first(cast):
    assembly, _ = await opened(cast)
    await correct(cast, assembly, "dirk", "left")
    await correct(cast, assembly, "carla", "left")
    assert [(each.meaning, each.facts["before"]["owners_present"]) for each in await again(cast, assembly)] == [
        ("still_reached", 4), ("not_reached", 3),
    ]  # fmt: skip


async def test_a_departure_after_the_opening_is_nothing_to_it(cast):
    assembly, _ = await opened(cast)
    await correct(cast, assembly, "dirk", "arrived")  # the same again
    facts = {"what": "left", "happened_at": NOW + timedelta(seconds=1), "at": now(), "reason": "Left early"}
    await act(cast, corrections.add_forgotten, assembly, person_id=cast.people["carla"], **facts)
    assert await again(cast, assembly) == []


async def test_a_session_that_ended_without_quorum_stays_ended(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "bram")
    await act(cast, sitting.without_quorum, assembly, at=NOW)
    facts = {"what": "arrived", "happened_at": NOW - timedelta(minutes=5), "at": now(), "reason": "Not noted"}
    await act(cast, corrections.add_forgotten, assembly, person_id=cast.people["carla"], **facts)
    [found] = await again(cast, assembly)
    assert (found.meaning, found.facts["contest_by"]) == ("was_reached", None)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert (await events.state_of(session, cast.association_id, assembly)).what == events.WITHOUT_QUORUM


async def test_the_stranger_finds_nothing(cast):
    assembly, _ = await opened(cast)
    with pytest.raises(NotFound):
        await again(cast, assembly, who="stranger")
