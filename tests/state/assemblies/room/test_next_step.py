"""The one button of the room: it names what comes, takes it once, and an overtaken press changes nothing."""

from koprogo.state.assemblies.room.next_step import NextStepState
from tests.services.assemblies.evening import opened
from tests.state.tab import Tab


def tab_of(cast, assembly, who="syndic"):
    return Tab(NextStepState, f"/assemblies/{assembly}/room", cast.actors[who])


async def test_three_presses_are_a_vote(cast):
    assembly, _ = await opened(cast)
    tab = tab_of(cast, assembly)
    await tab.call("look")
    done = []
    for _ in range(3):
        done.append(tab.state.step)
        await tab.call("press", tab.state.step, tab.state.seen, "0")
        assert tab.state.refusal.kind == ""
    assert done == ["open_vote", "close_vote", "confirm_result"]
    assert (tab.state.step, tab.state.wait, tab.state.number) == ("close_session", "", "")


async def test_an_overtaken_press_says_so_and_shows_what_is_next_now(cast):
    assembly, _ = await opened(cast)
    first, second = tab_of(cast, assembly), tab_of(cast, assembly)
    for tab in (first, second):
        await tab.call("look")
    await first.call("press", first.state.step, first.state.seen, "60")
    [again] = await second.call("press", second.state.step, second.state.seen, "60")
    assert second.state.refusal.kind == "conflict" and second.state.step == "open_vote"
    await second.call("look")
    assert again is NextStepState.look and second.state.step == "close_vote"


async def test_an_owner_sees_no_button(cast):
    assembly, _ = await opened(cast)
    tab = tab_of(cast, assembly, "anna")
    await tab.call("look")
    assert tab.state.step == ""
