"""An option is said by its name wherever its vote is told: minutes, bureau, receipt, corrections; a part by its letter."""

import pytest

from koprogo import db
from koprogo.papers.minutes.sentences import earlier_round
from koprogo.papers.minutes.words import minutes_words
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import roll
from koprogo.services.assemblies.agenda import parts
from koprogo.services.assemblies.attendance import corrections
from koprogo.services.assemblies.minutes import events as minutes_events
from koprogo.services.assemblies.minutes import items as minutes_items
from koprogo.services.assemblies.proof import kept_receipts
from koprogo.services.assemblies.room import minutes_so_far
from koprogo.services.assemblies.voting import hand_entry, read_out, run_off, voting
from tests.cast import act
from tests.services.assemblies.agenda.test_parts import OFFERS, decide, vote
from tests.services.assemblies.attendance.test_corrections import correct
from tests.services.assemblies.choices import a_choice, begin
from tests.services.assemblies.evening import NOW, close_vote, drafted, open_vote, press


async def points_of(cast, assembly, language="fr"):
    async with db.association_session(cast.association_id) as session:
        here = await roll.room(session, cast.association_id, assembly)
        return await minutes_items.item_facts(session, assembly, here, {}, language)


async def test_a_round_before_a_run_off_is_told_by_its_options(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    await vote(cast, item, anna=1, bram=2, carla=3, dirk=3)
    await decide(cast, item)
    await act(cast, run_off.begin_run_off, item)
    await open_vote(cast, item)
    await vote(cast, item, anna=1, bram=1, carla=3, dirk=3)
    await decide(cast, item)
    [facts] = await points_of(cast, assembly)
    [earlier] = facts.earlier_rounds
    assert [(each.name, each.votes) for each in earlier.options] == [("Anna", 270), ("Bram", 230), ("Carla", 350)]
    assert earlier.is_run_off_next
    for language in ("fr", "nl", "de", "en"):
        said = earlier_round(earlier, minutes_words(language))
        assert all(
            f"{name}\u00a0{votes}" in said.replace(" ", "\u00a0") for name, votes in (("Anna", 270), ("Bram", 230))
        )
    assert "pour" not in earlier_round(earlier, minutes_words("fr"))


async def test_a_round_voted_again_is_told_by_its_options(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    await vote(cast, item, anna=1, bram=2)
    await decide(cast, item)
    await act(cast, voting.reopen_item, item, reason="Erreur de lecture")
    await open_vote(cast, item)
    await vote(cast, item, anna=1, bram=1)
    await decide(cast, item)
    [facts] = await points_of(cast, assembly)
    [earlier] = facts.earlier_rounds
    assert not earlier.is_run_off_next
    assert "ne compte plus" in earlier_round(earlier, minutes_words("fr"))


async def test_the_bureau_hears_who_chose_which_option(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    await vote(cast, item, anna=1, carla=2)
    await press(cast, "dirk", item, Choice.ABSTAIN)
    entries = {cast.lots["A2"]: "option_2"}
    await act(cast, hand_entry.enter_ballots, item, choices=entries, channel="paper")
    [entry] = await act(cast, read_out.waiting_entries, assembly)
    assert (entry.lot_number, entry.choice, entry.option) == ("A2", "option_2", {"fr": "Bram"})
    await close_vote(cast, item)
    found = await act(cast, read_out.read_out, item)
    assert found.against == () and [each.owner_name for each in found.abstained] == ["Dirk Maes"]
    assert [(each.label, each.votes, [one.owner_name for one in each.voters]) for each in found.options] == [
        ({"fr": "Anna"}, 270, ["Anna Peeters"]),
        ({"fr": "Bram"}, 200, ["Carla Dubois"]),
    ]


async def test_the_receipt_names_the_option(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    receipts = await press(cast, "carla", item, "option_2")
    [kept] = await act(cast, kept_receipts.kept_receipts, assembly, leaf=receipts[0].leaf, who="carla")
    assert (kept.receipt.choice, kept.option) == ("option_2", {"fr": "Bram"})


async def test_a_correction_says_the_votes_of_each_option_and_who_would_be_chosen(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    await vote(cast, item, anna=1, bram=2)
    assert await decide(cast, item) is True
    [review] = await correct(cast, assembly, "anna", "left")
    before, after = review.facts["before"], review.facts["after"]
    assert before["chosen"] == "option_1" and after["chosen"] == "option_2"
    assert [(each["label"]["fr"], each["votes"]) for each in after["options"]] == [("Anna", 0), ("Bram", 230)]
    assert review.would_change, "carried before and after, but another one is chosen"
    async with db.association_session(cast.association_id) as session:
        told = [each for each in await minutes_events.told_events(session, assembly, "nl") if each.item]
    assert [each.item for each in told] == [review.number] and "Bram 230" in told[0].text


@pytest.fixture
async def divided(cast):
    """A point in parts, its principle and its options decided."""
    assembly, [item] = await drafted(cast)
    [choice] = await act(cast, parts.split_item, item, parts=[parts.PartWish("option", {}, OFFERS)], at=NOW)
    await begin(cast, assembly)
    for each, options in ((item, None), (choice, 1)):
        await open_vote(cast, each)
        if options:
            await vote(cast, each, anna=1, bram=2)
        else:
            await press(cast, "anna", each, Choice.FOR)
            await press(cast, "bram", each, Choice.FOR)
        await decide(cast, each)
    return assembly


async def test_a_part_is_told_by_its_letter(cast, divided):
    lines = await act(cast, minutes_so_far.minutes_so_far, divided)
    assert [line.number for line in lines if line.number] == ["1a", "1b"]
    found = await correct(cast, divided, "anna", "left")
    assert [review.number for review in found] == ["1a", "1b"]
    assert [review.number for review in await act(cast, corrections.reviews, divided)] == ["1a", "1b"]
    async with db.association_session(cast.association_id) as session:
        told = await minutes_events.told_events(session, divided, "fr")
    assert [each.item for each in told if each.item] == ["1a", "1b"]
