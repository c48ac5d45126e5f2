"""The syndic's room: opening, hands and paper, the second person, read out, confirm, the end; always ≤ 50 lines."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.room.snapshot import snapshot
from koprogo.state.assemblies.attendance.bureau import BureauState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from koprogo.state.assemblies.voting.ballot import BallotState
from koprogo.state.assemblies.voting.hand_entry import HandEntryState
from tests.services.assemblies.choices import a_choice
from tests.services.assemblies.evening import convened, open_vote, opened, press
from tests.state.tab import Tab


async def tab_of(cast, state, assembly, who="syndic", load="load"):
    tab = Tab(state, f"/assemblies/{assembly}/room", cast.actors[who])
    if load:
        await tab.call(load)
    return tab


async def room(cast, assembly, who="syndic"):
    return await tab_of(cast, AssemblyRoomState, assembly, who)


async def hands(cast, assembly, who="syndic"):
    return await tab_of(cast, HandEntryState, assembly, who, load=None)


async def view(cast, assembly):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await snapshot(session, cast.association_id, assembly)


def names(tab):
    return [each.name.split()[0] for each in tab.state.lines]


async def test_a_vote_opens_with_the_countdown_that_was_chosen(cast):
    assembly, [item] = await opened(cast)
    tab = await room(cast, assembly)
    await tab.call("choose_countdown", "0")
    await tab.call("open_item", str(item))
    seen = await view(cast, assembly)
    assert (seen.item_state, seen.closes_at) == ("open", "")
    assert tab.state.outcomes[str(item)].state == "open"
    for junk in ("7", "", None, ["x"], "-1"):
        await tab.call("choose_countdown", junk)
        assert tab.state.countdown == "120"


async def test_the_list_follows_who_votes(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    tab = await room(cast, assembly)
    assert names(tab) == ["Anna", "Carla"]
    assert (tab.state.counts.without, tab.state.counts.voted, tab.state.counts.absent) == (2, 1, 1)
    assert (tab.state.counts.present_lots, tab.state.counts.silent_lots) == (4, 3)
    assert tab.state.by_channel == {"phone": 230}
    await tab.call("show_segment", "voted")
    assert names(tab) == ["Bram"] and tab.state.lines[0].how == "voted_phone"
    await press(cast, "anna", item, Choice.AGAINST)
    await tab.call("refresh")
    assert names(tab) == ["Anna", "Bram"]
    await tab.call("search", "maes")
    assert names(tab) == ["Dirk"] and tab.state.lines[0].how == "absent"


async def test_paper_by_name_waits_for_the_teller_and_then_counts(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab, desk = await room(cast, assembly), await hands(cast, assembly)
    dirk = next(each for each in tab.state.lines if each.name == "Dirk Maes")
    await desk.call("note", dirk.key)
    assert desk.state.noting == dirk.key
    await desk.call("enter_paper", str(item), dirk.key, "against", False)
    assert (desk.state.entered, desk.state.noting) == (1, "")
    await tab.call("refresh")
    dirk = next(each for each in tab.state.lines if each.name == "Dirk Maes")
    assert (dirk.how, dirk.pending) == ("pending", "against")

    mine = await tab_of(cast, BureauState, assembly, load="look")
    assert (len(mine.state.waiting), mine.state.waiting_for_me) == (1, 0)
    await mine.call("confirm", str(item))
    assert mine.state.refusal.article == "3.87 §10"

    teller = await tab_of(cast, BureauState, assembly, "bram", load="look")
    assert [(entry.lot, entry.choice, entry.by_me) for entry in teller.state.waiting] == [("A4", "against", False)]
    await teller.call("confirm", str(item))
    assert (teller.state.confirmed, teller.state.waiting, teller.state.waiting_for_me) == (1, [], 0)
    assert (await view(cast, assembly)).against == 150


async def test_who_sits_nowhere_sees_nothing_that_waits(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    desk = await hands(cast, assembly)
    await desk.call("enter_hands", str(item), "for")
    for who in ("carla", "accountant"):
        tab = await tab_of(cast, BureauState, assembly, who, load="look")
        assert (tab.state.waiting, tab.state.waiting_for_me) == ([], 0)
        await tab.call("confirm", str(item))
        assert tab.state.refusal.kind in ("not_found", "not_allowed")
    assert (await view(cast, assembly)).in_favour == 0


async def test_the_phone_of_the_bureau_knows_that_it_sits_there(cast):
    assembly, _ = await opened(cast)
    for who, seated in (("bram", True), ("carla", False), ("syndic", True)):  # the syndic is secretary
        tab = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.actors[who])
        await tab.call("load")
        assert tab.state.seated is seated
    bureau = await tab_of(cast, BureauState, assembly)
    await bureau.call("end", "teller", str(cast.people["bram"]))
    tab = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.bram)
    await tab.call("load")
    assert not tab.state.seated


async def test_one_press_for_all_but_the_lots_left_out(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    desk = await hands(cast, assembly)
    await desk.call("leave_out", "a3, A9")
    await desk.call("enter_hands", str(item), "for")
    assert [each.where for each in desk.state.refusal.problems] == ["exceptions"]
    assert desk.state.refusal.problems[0].facts == {"lot": "A9"}
    assert desk.state.excepted == "a3, A9"  # what was typed stays
    await desk.call("leave_out", " a3;A4 ")
    await desk.call("enter_hands", str(item), "for")
    assert (desk.state.entered, desk.state.excepted, desk.state.presses) == (3, "", 1)  # A1, G1, A2
    await desk.call("enter_hands", str(item), "against")
    assert desk.state.entered == 2  # the two left out before, and nobody twice
    teller = await tab_of(cast, BureauState, assembly, "bram", load="look")
    await teller.call("confirm", str(item))
    seen = await view(cast, assembly)
    assert (seen.in_favour, seen.against, seen.no_ballot) == (500, 350, 0)


async def test_after_the_closing_names_are_read_out_and_a_correction_is_possible(cast):
    assembly, [item] = await opened(cast, "approve_annual_accounts")
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.AGAINST)
    await press(cast, "bram", item, Choice.FOR)
    await press(cast, "carla", item, Choice.ABSTAIN)
    tab = await room(cast, assembly)
    assert tab.state.read.item_id == ""
    await tab.call("close_item", str(item))
    assert tab.state.read.item_id == str(item)
    assert [(each.name, each.lots, each.votes) for each in tab.state.read.against] == [
        ("Anna Peeters", ["A1", "G1"], 270)
    ]
    assert [each.name for each in tab.state.read.abstained] == ["Carla Dubois"]
    desk = await hands(cast, assembly)
    await tab.call("search", "carla")
    [carla] = tab.state.lines
    await desk.call("enter_paper", str(item), carla.key, "for", True)
    assert desk.state.entered == 1
    teller = await tab_of(cast, BureauState, assembly, "bram", load="look")
    await teller.call("confirm", str(item))
    await tab.call("refresh")
    assert tab.state.read.abstained == []
    await tab.call("confirm_result", str(item))
    assert tab.state.outcomes[str(item)].state == "carried"
    assert tab.state.minutes[-1].what == "carried" and tab.state.minutes[-1].facts["in_favour"] == 430
    assert tab.state.read.item_id == ""


async def test_a_second_round_and_an_outcome_without_a_vote_take_their_reason(cast):
    assembly, [first, second] = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    await open_vote(cast, first)
    tab = await room(cast, assembly)
    await tab.call("close_item", str(first))
    await tab.call("ask", "reopened")
    await tab.call("reopen", str(first), {"reason": " "})
    assert [each.where for each in tab.state.refusal.problems] == ["reason"]
    assert tab.state.asking == "reopened"
    await tab.call("reopen", str(first), {"reason": "Texte corrigé"})
    assert (tab.state.asking, tab.state.outcomes[str(first)].round) == ("", 2)
    await tab.call("ask", "postponed")
    await tab.call("settle", str(second), {"reason": "Offres incomplètes"})
    assert (tab.state.outcomes[str(second)].state, tab.state.outcomes[str(second)].reason) == (
        "postponed",
        "Offres incomplètes",
    )
    assert tab.state.looked_at == "next"


async def test_the_session_is_interrupted_with_its_reason(cast):
    assembly, _ = await opened(cast)
    tab = await room(cast, assembly)
    await tab.call("suspend", {})
    assert [each.where for each in tab.state.refusal.problems] == ["reason"]
    await tab.call("suspend", {"reason": "Pause"})
    assert (await view(cast, assembly)).state == "suspended"
    await tab.call("resume")
    assert (await view(cast, assembly)).state == "resumed"


async def test_the_end_asks_for_the_minutes_in_the_same_act(cast):
    assembly, [item] = await opened(cast)
    tab = await room(cast, assembly)
    await tab.call("close_assembly")
    assert tab.state.refusal.article == "3.87 §10"  # point 1 has no outcome
    await tab.call("ask", "not_reached")
    await tab.call("settle", str(item), {})
    await tab.call("close_assembly")
    assert tab.state.refusal.kind == ""
    assert (await view(cast, assembly)).state == "closed"
    async with db.association_session(cast.association_id) as session:
        jobs = await session.scalar(
            text("SELECT count(*) FROM procrastinate_jobs WHERE args ->> 'assembly' = :a"), {"a": str(assembly)}
        )
        asked = await session.scalar(
            text("SELECT count(*) FROM audit_event WHERE action = 'minutes.requested' AND subject_id = :a"),
            {"a": assembly},
        )
    assert (jobs, asked) == (1, 1)
    assert tab.state.papers == []
    await tab.call("look_for_papers")
    assert tab.state.papers == []


async def test_without_a_bureau_the_end_waits(cast):
    assembly, _ = await opened(cast)
    tab = await room(cast, assembly)
    assert tab.state.can_sign
    bureau = await tab_of(cast, BureauState, assembly)
    await bureau.call("end", "secretary", str(cast.people["syndic"]))
    await tab.call("refresh")
    assert not tab.state.can_sign


async def test_looking_at_a_point_and_back(cast):
    assembly, [item] = await opened(cast)
    tab = await room(cast, assembly)
    await tab.call("look_at", str(item))
    assert tab.state.looked_at == str(item)
    await tab.call("look_at", str(item))
    assert tab.state.looked_at == ""
    await tab.call("show_pane", "presence")
    assert tab.state.pane == "presence"
    await tab.call("show_pane", "cellar")
    assert tab.state.pane == "item"


async def test_no_secret_of_the_room_goes_to_the_browser(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.AGAINST)
    tab = await room(cast, assembly)
    await tab.call("show_segment", "voted")
    [line] = tab.state.lines
    assert line.name == "Bram Claes" and "against" not in repr(line)  # that she voted, not what


async def test_nobody_else_runs_the_room(cast):
    assembly, [item] = await opened(cast)
    presses = (
        ("open_item", str(item)),
        ("settle", str(item), {"reason": "x"}),
        ("suspend", {"reason": "x"}),
        ("close_assembly",),
    )
    for who in ("anna", "accountant", "stranger", "other_syndic"):
        tab = await room(cast, assembly, who)
        assert tab.state.refusal.kind in ("not_found", "not_allowed")
        assert (tab.state.loaded, tab.state.lines, tab.state.minutes) == (False, [], [])
        for press_ in presses:
            await tab.call(*press_)
            assert tab.state.refusal.kind in ("not_found", "not_allowed", "bad_input"), (who, press_)
        desk = await hands(cast, assembly, who)
        await desk.call("enter_hands", str(item), "for")
        assert desk.state.refusal.kind in ("not_found", "not_allowed")
    assert (await view(cast, assembly)).agenda == ("planned",)


@pytest.mark.parametrize("junk", ["", "x", None, ["a"], {"a": 1}, "00000000-0000-0000-0000-000000000000"])
async def test_hostile_arguments_change_nothing(cast, junk):
    assembly, [item] = await opened(cast)
    tab, desk = await room(cast, assembly), await hands(cast, assembly)
    for state, press_ in (
        (tab, ("open_item", junk)),
        (tab, ("add_minute", junk)),
        (tab, ("close_item", junk)),
        (tab, ("confirm_result", junk)),
        (tab, ("reopen", junk, {})),
        (desk, ("enter_paper", junk, junk, "for", False)),
        (desk, ("enter_hands", junk, "for")),
    ):
        await state.call(*press_)
        assert state.state.refusal.kind in ("not_found", "bad_input"), press_
    await desk.call("enter_hands", str(item), junk)
    assert desk.state.refusal.kind == "bad_input"
    assert (await view(cast, assembly)).agenda == ("planned",)


async def test_a_room_that_is_not_open_yet_runs_nothing(cast):
    assembly, [item] = await convened(cast)
    tab = await room(cast, assembly)
    await tab.call("open_item", str(item))
    assert tab.state.refusal.kind == "conflict"


async def test_of_a_choice_the_names_of_each_option_are_read_out_before_it_is_confirmed(cast):
    assembly, item = await a_choice(cast, "Devis Dubois", "Devis Maes")
    for who, choice in (("anna", "option_1"), ("bram", "option_2"), ("carla", "option_1"), ("dirk", "abstain")):
        await press(cast, who, item, choice)
    tab = await room(cast, assembly)
    await tab.call("close_item", str(item))
    said = [(each.label["fr"], [voter.name for voter in each.voters]) for each in tab.state.read.options]
    assert said == [("Devis Dubois", ["Anna Peeters", "Carla Dubois"]), ("Devis Maes", ["Bram Claes"])]
    assert [each.name for each in tab.state.read.abstained] == ["Dirk Maes"]  # art. 3.87 §10
