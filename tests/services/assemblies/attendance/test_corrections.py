"""The attendance corrected after a result: the row, the proxies that follow it, and each frozen result looked at again."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import attendance, corrections
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results, voting
from tests.cast import act
from tests.services.assemblies.evening import NOW, arrive, close_vote, convened, open_vote, opened, press


async def move_of(cast, assembly, name):
    rows = await act(cast, corrections.moves, assembly, person_id=cast.people[name])
    return next(row for row in rows if not row.corrected)


async def correct(cast, assembly, name, what, happened_at=NOW, who="syndic"):
    event = await move_of(cast, assembly, name)
    facts = {"event_id": event.id, "what": what, "happened_at": happened_at, "at": now(), "reason": "Erreur à l’entrée"}
    return await act(cast, corrections.correct_presence, assembly, who=who, **facts)


async def decided(cast, *votes, present=("anna", "bram", "carla", "dirk"), kind="approve_annual_accounts"):
    """Vote on one item and freeze its result: (name, choice) pairs, with the carriers of that moment."""
    assembly, [item] = await opened(cast, kind, present=present)
    await open_vote(cast, item)
    for name, choice in votes:
        await press(cast, name, item, choice)
    await close_vote(cast, item)
    carried = await act(cast, results.confirm_result, item, at=now())
    return assembly, item, carried


async def standing(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return [proxy.giver_id for proxy in (await room(session, cast.association_id, assembly)).proxies]


async def test_a_result_that_falls_without_the_ballot_of_who_was_not_there(cast):
    votes = (("anna", Choice.FOR), ("bram", Choice.AGAINST))
    assembly, item, carried = await decided(cast, *votes)
    assert carried
    [review] = await correct(cast, assembly, "anna", "left")
    assert (review.item_id, review.round, review.would_change) == (item, 1, True)
    assert review.facts["before"] == {
        "carried": True, "in_favour": 270, "against": 230, "abstained": 0, "needed": 251, "present": 850,
    }  # fmt: skip
    assert review.facts["after"]["in_favour"] == 0 and not review.facts["after"]["carried"]
    assert review.facts["ballots_out"] == ["A1", "G1"]
    [kept] = await act(cast, corrections.reviews, assembly, who="bram")
    assert (kept.would_change, kept.stands, kept.name, kept.reason) == (
        True, True, "Anna Peeters", "Erreur à l’entrée",
    )  # fmt: skip
    await act(cast, voting.reopen_item, item, reason="Correction de la présence")
    assert not (await act(cast, corrections.reviews, assembly))[0].stands


async def test_a_result_that_stays_is_said_to_stay(cast):
    assembly, _, _ = await decided(cast, ("anna", Choice.FOR), ("bram", Choice.AGAINST), ("carla", Choice.FOR))
    [review] = await correct(cast, assembly, "dirk", "left")  # she never voted: only the base is smaller
    assert not review.would_change
    assert (review.facts["before"]["present"], review.facts["after"]["present"]) == (850, 700)
    assert review.facts["ballots_out"] == []


async def test_the_ceiling_follows_the_corrected_base(cast):
    """Anna's 270 count for 230 when only Bram was there; with Dirk there too they count in full."""
    votes = (("anna", Choice.FOR), ("bram", Choice.AGAINST))
    assembly, _, carried = await decided(cast, *votes, present=("anna", "bram", "carla"))
    assert carried
    await act(cast, attendance.record_presence, assembly, person_id=cast.people["dirk"], what="arrived", at=now())
    found = await correct(cast, assembly, "carla", "left")
    [review] = found
    assert review.facts["after"]["in_favour"] == 230  # ceiling: what Bram holds
    assert review.would_change  # 230 of 460 is no majority
    [again] = await correct(cast, assembly, "dirk", "arrived")
    assert again.facts["after"]["in_favour"] == 270 and not again.would_change


async def test_an_arrival_that_was_an_hour_later_touches_nothing_voted_after_it(cast):
    assembly, _, _ = await decided(cast, ("anna", Choice.FOR), ("bram", Choice.AGAINST))
    assert await correct(cast, assembly, "anna", "arrived", NOW + timedelta(minutes=20)) == []
    assert await act(cast, corrections.reviews, assembly) == []


async def test_who_was_forgotten_is_entered_with_reason_and_hour(cast):
    votes = (("anna", Choice.FOR), ("bram", Choice.AGAINST))
    assembly, _, _ = await decided(cast, *votes, present=("anna", "bram", "carla"))
    facts = {"what": "arrived", "happened_at": NOW, "at": now()}
    with pytest.raises(BadInput):
        await act(cast, corrections.add_forgotten, assembly, person_id=cast.people["dirk"], reason=" ", **facts)
    with pytest.raises(NoVoteHere):
        await act(cast, corrections.add_forgotten, assembly, person_id=cast.people["farid"], reason="x", **facts)
    [review] = await act(
        cast, corrections.add_forgotten, assembly, person_id=cast.people["dirk"], reason="Oubliée", **facts
    )
    assert (review.would_change, review.facts["after"]["present"]) == (False, 850)
    [line] = await act(cast, corrections.moves, assembly, person_id=cast.people["dirk"])
    assert (line.reason, line.author, line.corrected, line.at) == ("Oubliée", "Sylvie Simon", False, NOW)


async def test_a_giver_who_was_there_takes_the_ballot_out_of_the_holders_hand(cast):
    """Anna came before the vote, so Bram had no power left when he voted for her lots (art. 3.87 §7)."""
    assembly, [item] = await convened(cast)
    await act(cast, proxies.record_proxy, assembly, giver_id=cast.people["anna"], holder_id=cast.people["bram"], at=NOW)
    await arrive(cast, assembly, "bram", "carla", "dirk")
    await act(cast, sitting.open_assembly, assembly, at=now())
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR, lots=(cast.lots["A1"],))
    await close_vote(cast, item)
    await act(cast, results.confirm_result, item, at=now())
    facts = {"what": "arrived", "happened_at": NOW + timedelta(minutes=1), "at": now()}
    [review] = await act(
        cast, corrections.add_forgotten, assembly, person_id=cast.people["anna"], reason="Oubliée", **facts
    )
    assert "A1" in review.facts["ballots_out"]
    assert review.facts["after"]["in_favour"] < review.facts["before"]["in_favour"]
    assert review.facts["after"]["present"] == review.facts["before"]["present"]


async def test_the_proxy_that_a_wrong_arrival_ended_stands_again(cast):
    assembly, _ = await convened(cast)
    await act(cast, proxies.record_proxy, assembly, giver_id=cast.people["anna"], holder_id=cast.people["bram"], at=NOW)
    await arrive(cast, assembly, "bram", "anna")
    assert await standing(cast, assembly) == []
    await correct(cast, assembly, "anna", "left")
    assert await standing(cast, assembly) == [cast.people["anna"]]
    await correct(cast, assembly, "anna", "arrived")  # it was she after all
    assert await standing(cast, assembly) == []


async def test_a_later_proxy_survives_the_correction_of_an_earlier_arrival(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    await act(cast, attendance.record_presence, assembly, person_id=cast.people["anna"], what="left", at=NOW)
    later = NOW + timedelta(minutes=30)
    await act(
        cast, proxies.record_proxy, assembly, giver_id=cast.people["anna"], holder_id=cast.people["bram"], at=later
    )
    first = (await act(cast, corrections.moves, assembly, person_id=cast.people["anna"]))[0]
    facts = {"event_id": first.id, "what": "arrived", "happened_at": NOW - timedelta(minutes=5), "at": now()}
    await act(cast, corrections.correct_presence, assembly, reason="Plus tôt", **facts)
    assert await standing(cast, assembly) == [cast.people["anna"]]


async def test_after_the_session_it_can_still_be_corrected(cast):
    assembly, _, _ = await decided(cast, ("anna", Choice.FOR), ("bram", Choice.AGAINST))
    await act(cast, sitting.close_assembly, assembly, at=now())
    assert (await correct(cast, assembly, "anna", "left"))[0].would_change


@pytest.mark.parametrize(
    "wrong", [{"what": "asleep"}, {"what": ""}, {"happened_at": now() + timedelta(hours=1)}, {"reason": "  "}]
)
async def test_a_correction_says_what_when_and_why(cast, wrong):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    event = await move_of(cast, assembly, "anna")
    facts = {"event_id": event.id, "what": "left", "happened_at": NOW, "at": now(), "reason": "x"} | wrong
    with pytest.raises(BadInput):
        await act(cast, corrections.correct_presence, assembly, **facts)


async def test_owners_correct_nothing_and_the_stranger_finds_nothing(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    event = await move_of(cast, assembly, "anna")
    facts = {"event_id": event.id, "what": "left", "happened_at": NOW, "at": now(), "reason": "x"}
    with pytest.raises(NotAllowed):
        await act(cast, corrections.correct_presence, assembly, who="anna", **facts)
    with pytest.raises(NotAllowed):
        await act(cast, corrections.moves, assembly, who="anna")
    for function in (corrections.correct_presence, corrections.moves, corrections.reviews):
        with pytest.raises(NotFound):
            async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
                more = facts if function is corrections.correct_presence else {}
                await function(session, cast.other_syndic, cast.elsewhere_id, assembly, **more)


async def test_both_rows_and_the_line_in_the_log_stay(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna")
    await correct(cast, assembly, "anna", "left")
    rows = await act(cast, corrections.moves, assembly, person_id=cast.people["anna"])
    assert [(row.what, row.corrected, row.corrects_id is None) for row in rows] == [
        ("arrived", True, True),
        ("left", False, False),
    ]
    async with db.tenant_session(cast.syndic) as session:
        logged = await session.scalar(
            text("SELECT count(*) FROM audit_event WHERE subject_id = :a AND action = 'presence.corrected'"),
            {"a": assembly},
        )
    assert logged == 1
