"""Parts, options, the guard and amendments as the syndic's screens: what she presses, and that nobody else can."""

import pytest

from koprogo import db
from koprogo.services.assemblies.voting import results
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.point import PointState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.assemblies.room.live import LiveState
from koprogo.state.assemblies.voting.ballot import BallotState
from koprogo.state.assemblies.voting.choosing import ChoosingState
from tests.services.assemblies.agenda.test_parts import items_of, view
from tests.services.assemblies.choices import a_choice
from tests.services.assemblies.evening import NOW, close_vote, drafted, opened, press
from tests.state.tab import Tab


async def point(cast, assembly, item, who="syndic"):
    tab = Tab(PointState, f"/assemblies/{assembly}/plan", cast.actors[who])
    await tab.call("open", str(item))
    return tab


async def plan(cast, assembly):
    tab = Tab(PlanState, f"/assemblies/{assembly}/plan", cast.syndic)
    await tab.call("load")
    return tab


def room(cast, assembly, who="syndic"):
    return Tab(ChoosingState, f"/assemblies/{assembly}/room", cast.actors[who])


async def test_a_point_is_split_from_the_form_and_its_options_are_changed(cast):
    assembly, [item] = await drafted(cast)
    tab = await point(cast, assembly, item)
    assert (tab.state.may_split, tab.state.may_choose) == (True, False)
    await tab.call("split", {})
    assert [each.where for each in tab.state.refusal.problems] == ["parts"]
    await tab.call(
        "split", {"options_fr": "Offre A\n\nOffre B\n", "options_nl": "Offerte A\nOfferte B", "amount_fr": "5"}
    )
    found = await items_of(cast, assembly)
    assert [f"{each.number}{each.part}" for each in found] == ["1a", "1b", "1c"]
    assert found[1].options[1] == {"fr": "Offre B", "nl": "Offerte B"}
    assert not tab.state.may_split
    tab = await point(cast, assembly, found[1].id)
    assert tab.state.may_choose and tab.state.options["fr"] == "Offre A\nOffre B"
    await tab.call("set_options", {"options_fr": "Offre A\nOffre B\nOffre C"})
    shown = (await plan(cast, assembly)).state
    assert [len(each.options) for each in shown.items] == [0, 3, 0]
    assert (shown.last, [each.part for each in shown.items]) == (1, ["a", "b", "c"])


async def test_sums_are_hidden_and_shown_by_a_press(cast):
    assembly, [item] = await drafted(cast)
    tab = await point(cast, assembly, item)
    await tab.call("hide_tally", True)
    assert tab.state.hidden_tally and (await items_of(cast, assembly))[0].hidden_tally
    await tab.call("hide_tally", False)
    assert not (await items_of(cast, assembly))[0].hidden_tally


async def test_the_guard_and_the_outlook_stand_beside_the_draft(cast):
    assembly, [item] = await drafted(cast, "dissolution_of_ACP")
    tab = await plan(cast, assembly)
    assert tab.state.guard.missing[0].template == "bureau" and tab.state.guard.errors == tab.state.guard.explicable == 4
    await tab.call("add_legal", "bureau")
    assert [each.number for each in tab.state.items] == [1, 2]
    assert "bureau" not in {each.template for each in tab.state.guard.missing}
    await tab.call("expect", "100")
    line = tab.state.outlook[str(item)]
    assert (tab.state.expected, line.can_pass, line.missing) == (100, False, ["designation"])
    await tab.call("expect", "much")
    assert tab.state.expected == 60


async def test_a_phone_votes_for_an_option_and_keeps_its_receipt(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram")
    tab = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.anna)
    await tab.call("load")
    key = tab.state.mine.votes[0].key
    await tab.call("choose", str(item), key, "option_2", "a-nonce-of-a-press")
    [receipt] = tab.state.receipts.values()
    assert (receipt.choice, receipt.weight) == ("option_2", 270)
    await tab.call("choose", str(item), key, "for", "another-nonce-here")
    assert [each.where for each in tab.state.refusal.problems] == ["choice"]
    live = Tab(LiveState, f"/assemblies/{assembly}/vote", cast.anna)
    await live.call("read_again")
    assert [each.options for each in live.state.agenda] == [[{"fr": "Anna"}, {"fr": "Bram"}]]


async def test_a_run_off_is_begun_in_the_room_and_its_outcome_stays(cast):
    assembly, item = await a_choice(cast, "Anna", "Bram", "Carla")
    for who, option in (("anna", 1), ("bram", 2), ("carla", 3)):
        await press(cast, who, item, f"option_{option}")
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
    board = Tab(AssemblyRoomState, f"/assemblies/{assembly}/room", cast.syndic)
    await board.call("load")
    outcome = board.state.outcomes[str(item)].choice
    assert (outcome.outcome, [each.votes for each in outcome.options]) == ("run_off", [270, 230, 200])
    tab = room(cast, assembly)
    await tab.call("run_off", str(item))
    assert tab.state.refusal.kind == "" and (await view(cast, assembly)).item_round == 2
    await tab.call("run_off", str(item))
    assert tab.state.refusal.kind == "conflict"


async def test_a_text_is_amended_in_the_room(cast):
    assembly, [item] = await opened(cast)
    tab = room(cast, assembly)
    await tab.call("amend", str(item))
    assert tab.state.text["fr"] == "Rénover la toiture"
    await tab.call("save", {"amended_fr": " "})
    assert [each.where for each in tab.state.refusal.problems] == ["proposal"]
    await tab.call("save", {"amended_fr": "Rénover la toiture et la cour"})
    assert tab.state.amending == "" and (await items_of(cast, assembly))[0].amendment_version == 2
    await tab.call("amend", str(item))
    assert tab.state.text == {"fr": "Rénover la toiture et la cour"}
    await tab.call("amend", str(item))
    assert tab.state.amending == ""
    await tab.call("withdraw", str(item))
    assert tab.state.refusal.kind == "" and (await items_of(cast, assembly))[0].amendment is None


@pytest.mark.parametrize("who", ["anna", "stranger"])
async def test_nobody_else_splits_hides_amends_or_runs_off(cast, who):
    assembly, [item] = await opened(cast)
    tab = await point(cast, assembly, item, who)
    tab.state.item_id = str(item)
    for call in (("split", {"amount_fr": "5"}), ("set_options", {"options_fr": "a\nb"}), ("hide_tally", True)):
        await tab.call(*call)
        assert tab.state.refusal.kind in ("not_allowed", "not_found"), call
    tab = room(cast, assembly, who)
    tab.state.amending = str(item)
    for call in (("save", {"amended_fr": "Autre"}), ("take_back",), ("withdraw", str(item)), ("run_off", str(item))):
        await tab.call(*call)
        assert tab.state.refusal.kind in ("not_allowed", "not_found"), call
    [found] = await items_of(cast, assembly)
    assert (found.text_version, found.hidden_tally, found.part) == (1, False, "")
