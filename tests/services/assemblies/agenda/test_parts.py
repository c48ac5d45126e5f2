"""A point in parts and a choice between options: drafted, voted, run off, tied; and what no ballot may say."""

from itertools import count as counter

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.papers.minutes.sentences import outcome
from koprogo.papers.minutes.words import minutes_words
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import queries, roll
from koprogo.services.assemblies.agenda import item_key, parts, plan
from koprogo.services.assemblies.minutes import items as minutes_items
from koprogo.services.assemblies.refusals import AgendaFrozen, WrongState
from koprogo.services.assemblies.room import snapshot
from koprogo.services.assemblies.voting import hand_entry, results, run_off, voting
from koprogo.services.assemblies.voting.refusals import NoRunOff, PrincipleNotCarried
from tests.cast import act
from tests.services.assemblies.agenda.test_item_key import TICKED, a_key
from tests.services.assemblies.choices import a_choice, begin
from tests.services.assemblies.evening import NOW, close_vote, drafted, open_vote, press

OFFERS = [{"fr": "Offre Dupont", "nl": "Offerte Dupont"}, {"fr": "Offre Martin", "nl": "Offerte Martin"}]
PARTS = [
    parts.PartWish("funding", {"fr": "Par le fonds de réserve"}),
    parts.PartWish("option", {}, OFFERS),
    parts.PartWish("amount", {"fr": "54 000 euros au plus"}),
]
fresh = counter()


async def items_of(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        return (await queries.sheet(session, cast.syndic, cast.association_id, assembly)).items


async def vote(cast, item, **choices):
    for who, option in choices.items():
        await press(cast, who, item, f"option_{option}", nonce=f"press-{next(fresh):06}")


async def view(cast, assembly):
    async with db.association_session(cast.association_id) as session:
        return await snapshot.snapshot(session, cast.association_id, assembly)


async def frozen(cast, item, round_=1):
    async with db.tenant_session(cast.syndic) as session:
        found = await session.execute(
            text("SELECT carried, in_favour, against, needed, facts FROM result WHERE item_id = :i AND round = :r"),
            {"i": item, "r": round_},
        )
        return found.one()


async def decide(cast, item):
    await close_vote(cast, item)
    return await act(cast, results.confirm_result, item, at=NOW)


async def test_a_point_is_voted_in_parts_each_at_its_own_majority(cast):
    assembly, [item, other] = await drafted(cast, "works_on_common_parts", "approve_annual_accounts")
    await act(cast, parts.split_item, item, parts=PARTS, at=NOW)
    found = await items_of(cast, assembly)
    assert [(f"{each.number}{each.part}", each.part_of_decision, each.majority) for each in found] == [
        ("1a", "principle", "two_thirds"),
        ("1b", "option", "absolute"),
        ("1c", "amount", "two_thirds"),
        ("1d", "funding", "two_thirds"),
        ("2", "", "absolute"),
    ]
    assert found[1].article == "3.87 §8" and [each["nl"] for each in found[1].options] == [
        "Offerte Dupont", "Offerte Martin"
    ]  # fmt: skip
    await act(cast, plan.move_item, other, to=1)
    assert [f"{each.number}{each.part}" for each in await items_of(cast, assembly)] == ["1", "2a", "2b", "2c", "2d"]
    await act(cast, plan.drop_item, found[2].id)
    assert [f"{each.number}{each.part}" for each in await items_of(cast, assembly)] == ["1", "2a", "2b", "2c"]
    await act(cast, plan.drop_item, item)
    assert [f"{each.number}{each.part}" for each in await items_of(cast, assembly)] == ["1"]


@pytest.mark.parametrize(
    ("wishes", "where"),
    [
        ([], "parts"),
        ([PARTS[0], PARTS[0]], "parts"),
        ([parts.PartWish("principle", {})], "parts"),
        ([parts.PartWish("amount", {"fr": " "})], "amount"),
        ([parts.PartWish("option", {}, OFFERS[:1])], "options"),
        ([parts.PartWish("option", {}, [OFFERS[0], OFFERS[0]])], "options"),
        ([parts.PartWish("option", {}, [{"fr": f"Offre {n}"} for n in range(10)])], "options"),
        ([parts.PartWish("option", {}, [{"fr": "x" * 121}, OFFERS[0]])], "options"),
        ([parts.PartWish("funding", {"fr": "Fonds"}, OFFERS)], "options"),
    ],
)
async def test_parts_that_cannot_be_say_what_to_change(cast, wishes, where):
    _, [item] = await drafted(cast)
    with pytest.raises(BadInput) as refused:
        await act(cast, parts.split_item, item, parts=wishes, at=NOW)
    assert refused.value.problems[0].where == where


async def test_parts_and_options_are_the_syndics_and_frozen_with_the_agenda(cast):
    assembly, [item, seat] = await drafted(cast, "works_on_common_parts", "elect_council_member")
    for who, error in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(error):
            await act(cast, parts.split_item, item, parts=PARTS, at=NOW, who=who)
        with pytest.raises(error):
            await act(cast, parts.set_options, seat, options=OFFERS, who=who)
        with pytest.raises(error):
            await act(cast, parts.set_hidden_tally, seat, hidden=True, who=who)
        with pytest.raises(error):
            await act(cast, run_off.begin_run_off, seat, who=who)
    with pytest.raises(BadInput):  # yes or no: its options come after the principle
        await act(cast, parts.set_options, item, options=OFFERS)
    await begin(cast, assembly)
    with pytest.raises(AgendaFrozen):
        await act(cast, parts.split_item, item, parts=PARTS, at=NOW)
    with pytest.raises(AgendaFrozen):
        await act(cast, parts.set_options, seat, options=OFFERS)


async def test_more_than_half_chooses_an_option(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    await vote(cast, item, anna=1, bram=2, carla=2)
    await press(cast, "dirk", item, Choice.ABSTAIN)
    seen = await view(cast, assembly)
    assert (seen.options, seen.left, seen.chosen, seen.outcome) == ((270, 430, 0), (1, 2, 3), 2, "chosen")
    assert (seen.votes_cast, seen.needed, seen.abstained) == (700, 351, 150)
    assert await decide(cast, item) is True
    row = await frozen(cast, item)
    assert (row.carried, row.in_favour, row.against, row.needed) == (True, 430, 270, 351)
    assert row.facts["chosen"] == "option_2"
    assert [(each["label"]["fr"], each["votes"]) for each in row.facts["options"]] == [
        ("Anna", 270), ("Bram", 430), ("Carla", 0)
    ]  # fmt: skip
    assert [each["owner"] for each in row.facts["options"][1]["voters"]] == ["Bram Claes", "Carla Dubois"]
    assert [each["owner"] for each in row.facts["abstained"]] == ["Dirk Maes"]
    with pytest.raises(NoRunOff):
        await act(cast, run_off.begin_run_off, item)


async def test_two_go_to_a_run_off_and_only_they_can_be_chosen(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    await vote(cast, item, anna=1, bram=2, carla=3, dirk=3)
    with pytest.raises(WrongState):
        await act(cast, run_off.begin_run_off, item)
    assert await decide(cast, item) is False
    assert (await view(cast, assembly)).outcome == "run_off"
    assert await act(cast, run_off.begin_run_off, item) == ("option_3", "option_1")
    await open_vote(cast, item)
    with pytest.raises(BadInput):
        await vote(cast, item, bram=2)
    await act(cast, voting.extend_item, item, at=now(), seconds=60)
    with pytest.raises(BadInput):
        await act(cast, hand_entry.enter_ballots, item, choices={cast.lots["A2"]: "option_2"}, channel="paper")
    await vote(cast, item, anna=1, bram=1, carla=3, dirk=3)
    assert await decide(cast, item) is True
    row = await frozen(cast, item, 2)
    assert row.facts["chosen"] == "option_1" and {each["option"] for each in row.facts["options"]} == {
        "option_1", "option_3"
    }  # fmt: skip
    assert (await frozen(cast, item, 1)).facts["run_off"] == ["option_3", "option_1"]


async def test_a_tie_chooses_nobody_and_has_no_run_off(cast):
    assembly, [item] = await drafted(cast)
    await act(cast, item_key.set_key, item, key_id=await a_key(cast, lines="A1 50\nA2 50"), **TICKED)
    [choice] = await act(cast, parts.split_item, item, parts=[parts.PartWish("option", {}, OFFERS)], at=NOW)
    await begin(cast, assembly)
    with pytest.raises(PrincipleNotCarried):
        await open_vote(cast, choice)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR)
    assert await decide(cast, item) is True
    await open_vote(cast, choice)
    await vote(cast, choice, anna=1, bram=2)
    assert await decide(cast, choice) is False
    row = await frozen(cast, choice)
    assert (row.facts["outcome"], row.facts["tied"]) == ("tie", ["option_1", "option_2"])
    with pytest.raises(NoRunOff):
        await act(cast, run_off.begin_run_off, choice)


async def test_nobody_voting_chooses_nobody(cast):
    _, item = await a_choice(cast, "Anna", "Bram", "Carla")
    waiting = {cast.lots["A2"]: "option_2"}  # on paper, and nobody confirmed it
    assert await act(cast, hand_entry.enter_ballots, item, choices=waiting, channel="paper") == 1
    assert await decide(cast, item) is False
    assert (await frozen(cast, item)).facts["outcome"] == "no_vote"


async def test_a_yes_or_no_takes_no_option_and_a_choice_no_yes(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    for choice in (Choice.FOR, Choice.AGAINST, "option_3"):
        with pytest.raises(BadInput):
            await press(cast, "anna", item, choice)
    assembly, [item] = await drafted(cast)
    await begin(cast, assembly)
    await open_vote(cast, item)
    with pytest.raises(BadInput):
        await press(cast, "anna", item, "option_1")


async def test_a_hidden_tally_says_how_many_voted_and_not_what(cast):
    assembly, [item] = await drafted(cast)
    await act(cast, parts.set_hidden_tally, item, hidden=True)
    await begin(cast, assembly)
    await open_vote(cast, item)
    with pytest.raises(WrongState):
        await act(cast, parts.set_hidden_tally, item, hidden=False)
    await press(cast, "anna", item, Choice.FOR)
    seen = await view(cast, assembly)
    assert (seen.hidden, seen.voted, seen.in_favour, seen.votes_cast, seen.carried) == (True, 270, 0, 0, False)
    await close_vote(cast, item)
    seen = await view(cast, assembly)
    assert (seen.hidden, seen.in_favour) == (False, 270)


async def test_the_minutes_say_what_was_chosen_and_by_whom(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    await vote(cast, item, anna=1, bram=2, carla=3, dirk=3)
    await decide(cast, item)
    await act(cast, run_off.begin_run_off, item)
    await open_vote(cast, item)
    await vote(cast, item, anna=1, bram=1, carla=3, dirk=3)
    await decide(cast, item)
    async with db.association_session(cast.association_id) as session:
        now = await roll.room(session, cast.association_id, assembly)
        [facts] = await minutes_items.item_facts(session, assembly, now, {}, "fr")
    assert facts.vote is not None
    assert (facts.vote.choice, facts.vote.chosen, facts.vote.in_favour, facts.vote.against) == (
        "chosen",
        "Anna",
        500,
        350,
    )
    assert [(each.name, each.votes) for each in facts.vote.options] == [("Carla", 350), ("Anna", 500)]
    assert outcome(facts, minutes_words("fr")).startswith("Choix\u00a0: Anna, par 500 voix sur 850")
