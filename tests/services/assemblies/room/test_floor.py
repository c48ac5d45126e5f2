"""The floor, protests and visitors: who may speak in which order, what was said, who was let in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.attendance import visitors
from koprogo.services.assemblies.attendance.refusals import AssistantUnannounced, AssistedAlready
from koprogo.services.assemblies.minutes.events import told_events
from koprogo.services.assemblies.refusals import NoVoteHere, WrongState
from koprogo.services.assemblies.room import floor, protests
from koprogo.services.assemblies.room.minutes_so_far import minutes_so_far
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.services.assemblies.voting.refusals import NotPresent
from tests.cast import act
from tests.services.assemblies.evening import NOW, convened, opened


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


async def names(cast, assembly, who="syndic"):
    return [(row.name.split()[0], row.speaks) for row in await act(cast, floor.speaking_list, assembly, who=who)]


async def test_the_floor_is_given_in_turn(cast):
    assembly, _ = await opened(cast)
    for who in ("bram", "carla", "bram"):  # twice keeps the place
        place = await act(cast, floor.ask, assembly, who=who, at=NOW)
    assert (place.place, place.speaks) == (1, False)
    assert (await act(cast, floor.own_place, assembly, who="carla")).place == 2
    before = await view(cast, assembly)
    await act(cast, floor.give, assembly, person_id=cast.people["bram"], at=NOW)
    seen = await view(cast, assembly)
    assert seen.speaker == "Bram Claes" and seen.version > before.version and seen.floor > before.floor
    assert await names(cast, assembly) == [("Bram", True), ("Carla", False)]
    await act(cast, floor.give, assembly, who="anna", person_id=cast.people["carla"], at=NOW)  # the chair leads too
    assert await names(cast, assembly, "anna") == [("Carla", True)]
    await act(cast, floor.end, assembly, at=NOW)
    assert await names(cast, assembly) == [] and (await view(cast, assembly)).speaker == ""


async def test_one_may_take_it_back_and_a_raised_hand_gets_the_floor_without_a_phone(cast):
    assembly, _ = await opened(cast)
    await act(cast, floor.ask, assembly, who="bram", at=NOW)
    await act(cast, floor.withdraw, assembly, who="bram", at=NOW)
    await act(cast, floor.withdraw, assembly, who="bram", at=NOW)
    assert await names(cast, assembly) == []
    await act(cast, floor.give, assembly, person_id=cast.people["dirk"], at=NOW)
    await act(cast, floor.withdraw, assembly, who="dirk", at=NOW)
    assert (await view(cast, assembly)).speaker == ""
    async with db.tenant_session(cast.syndic) as session:
        what = await session.execute(
            text("SELECT what FROM speaking_event WHERE assembly_id = :a ORDER BY seq"), {"a": assembly}
        )
        assert what.scalars().all() == ["asked", "withdrawn", "given", "done"]


async def test_only_who_leads_gives_the_floor_and_only_who_is_there_has_it(cast):
    assembly, _ = await opened(cast, present=("anna", "bram", "carla"))
    with pytest.raises(NotPresent):
        await act(cast, floor.ask, assembly, who="dirk", at=NOW)
    with pytest.raises(NotPresent):
        await act(cast, floor.give, assembly, person_id=cast.people["dirk"], at=NOW)
    for function, more in (
        (floor.speaking_list, {}),
        (floor.end, {"at": NOW}),
        (floor.give, {"at": NOW, "person_id": cast.people["bram"]}),
    ):
        with pytest.raises(NotAllowed):
            await act(cast, function, assembly, who="bram", **more)
        with pytest.raises(NotFound):
            async with db.tenant_session(cast.stranger, cast.elsewhere_id) as session:
                await function(session, cast.stranger, cast.association_id, assembly, **more)
    early, _ = await convened(cast)
    with pytest.raises(WrongState):
        await act(cast, floor.ask, early, who="anna", at=NOW)


async def test_a_protest_stands_word_for_word(cast):
    assembly, [item] = await opened(cast)
    facts = {"person_id": cast.people["bram"], "at": NOW}
    words = "  Je proteste: la convocation ne m’est pas parvenue.  "
    await act(cast, protests.record_protest, assembly, words=words, item_id=item, **facts)
    await act(cast, protests.record_protest, assembly, words="Et je le répète.", **facts)
    found = await act(cast, protests.protests, assembly, who="anna")
    assert [(row.name, row.words, row.number) for row in found] == [
        ("Bram Claes", words.strip(), 1),
        ("Bram Claes", "Et je le répète.", None),
    ]
    async with db.tenant_session(cast.syndic) as session:
        told = await told_events(session, assembly, "nl")
        assert [(event.kind, event.item) for event in told] == [("protest", "1"), ("protest", "")]
        assert words.strip() in told[0].text
        lines = await minutes_so_far(session, cast.syndic, cast.association_id, assembly)
    assert [line.reason for line in lines if line.what == "protest"] == [words.strip(), "Et je le répète."]


async def test_a_protest_has_words_and_somebody_of_this_assembly(cast):
    assembly, _ = await opened(cast)
    for words in ("", "  ", "x" * 4001):
        with pytest.raises(BadInput):
            await act(cast, protests.record_protest, assembly, person_id=cast.people["bram"], words=words, at=NOW)
    with pytest.raises(NoVoteHere):
        await act(cast, protests.record_protest, assembly, person_id=cast.people["farid"], words="x", at=NOW)
    with pytest.raises(NotFound):
        await act(
            cast, protests.record_protest, assembly, person_id=cast.people["bram"], words="x", item_id=uuid4(), at=NOW
        )
    with pytest.raises(NotAllowed):
        await act(cast, protests.record_protest, assembly, who="bram", person_id=cast.people["bram"], words="x", at=NOW)


async def test_an_assistant_comes_with_one_co_owner_and_leaves(cast):
    assembly, _ = await opened(cast)
    who = {"capacity": "assistant", "assists_id": cast.people["bram"], "at": NOW}
    number = await act(cast, visitors.admit, assembly, name=" Jan  Raad ", reason="Recommandé du 12", **who)
    with pytest.raises(AssistedAlready) as refused:
        await act(cast, visitors.admit, assembly, name="Piet Tweede", **who)
    assert refused.value.article == "3.87 §1"
    await act(cast, visitors.leave, assembly, number=number, at=NOW)
    await act(cast, visitors.leave, assembly, number=number, at=NOW)
    await act(cast, visitors.admit, assembly, name="Piet Tweede", reason="Par vote de la salle", **who)
    first, second = await act(cast, visitors.visitors, assembly, who="anna")
    assert (first.name, first.assists, first.admitted_by, first.left_at) == (
        "Jan Raad", "Bram Claes", "Sylvie Simon", NOW,
    )  # fmt: skip
    assert second.left_at is None
    async with db.tenant_session(cast.syndic) as session:
        told = [event.text for event in await told_events(session, assembly, "en")]
    assert told[0] == "Jan Raad, who assists Bram Claes, is let in by Sylvie Simon. Recommandé du 12"
    assert "Jan Raad leaves." in told


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"name": " "}, "name"),
        ({"capacity": "tourist"}, "capacity"),
        ({"capacity": "assistant"}, "assists"),
    ],
)
async def test_a_visitor_has_a_name_and_a_capacity(cast, wrong, where):
    assembly, _ = await opened(cast)
    with pytest.raises(BadInput) as refused:
        await act(cast, visitors.admit, assembly, **({"name": "Ann", "capacity": "expert", "at": NOW} | wrong))
    assert refused.value.problems[0].where == where
    with pytest.raises(NotAllowed):
        await act(cast, visitors.admit, assembly, who="anna", name="Ann", capacity="expert", at=NOW)
    with pytest.raises(NotFound):
        await act(cast, visitors.leave, assembly, number=99, at=NOW)


async def test_an_assistant_is_announced_four_working_days_before_or_comes_in_on_another_ground(cast):
    assembly, _ = await opened(cast)
    last = await act(cast, visitors.announce_by, assembly, who="anna")
    who = {"capacity": "assistant", "assists_id": cast.people["bram"], "at": NOW, "name": "Jan Raad"}
    for late in (None, last + timedelta(days=1)):
        with pytest.raises(AssistantUnannounced) as refused:
            await act(cast, visitors.admit, assembly, notified_on=late, **who)
        assert (refused.value.article, refused.value.facts()) == ("3.87 §1", {"last_day": last.isoformat()})
    number = await act(cast, visitors.admit, assembly, notified_on=last, **who)
    [stay] = await act(cast, visitors.visitors, assembly, who="anna")
    assert stay.notified_on == last
    async with db.tenant_session(cast.syndic) as session:
        [told] = [event.text for event in await told_events(session, assembly, "en")]
    assert told.startswith("Jan Raad, who assists Bram Claes and was announced on")
    await act(cast, visitors.leave, assembly, number=number, at=NOW)
    late = {"notified_on": last + timedelta(days=1), "reason": "Admis par un vote de la salle"}
    assert await act(cast, visitors.admit, assembly, **late, **who)
    with pytest.raises(BadInput) as wrong:
        await act(cast, visitors.admit, assembly, name="Ann", capacity="expert", at=NOW, notified_on=last)
    assert wrong.value.problems[0].where == "notified_on"
