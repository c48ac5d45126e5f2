"""The secret poll as the phone and the syndic's room use it."""

import pytest

from koprogo.services.assemblies.voting import opinion_polls
from koprogo.state.assemblies.voting.opinion_polls import OpinionPollState
from tests.cast import act
from tests.services.assemblies.agenda.test_parts import view
from tests.services.assemblies.evening import NOW, opened
from tests.state.tab import Tab


def tab_of(cast, assembly, who, page="vote"):
    return Tab(OpinionPollState, f"/assemblies/{assembly}/{page}", cast.actors[who])


async def test_opened_answered_closed_and_told(cast):
    assembly, [item] = await opened(cast)
    room, phone = tab_of(cast, assembly, "syndic", "room"), tab_of(cast, assembly, "anna")
    await room.call("offer", str(item))
    assert room.state.offered == str(item)
    await room.call("open", str(item))
    poll = (await view(cast, assembly)).poll_id
    assert (room.state.offered, room.state.refusal.kind) == ("", "")
    await phone.call("answer", poll, "for")
    assert phone.state.answered == [poll]
    await phone.call("answer", poll, "against")
    assert phone.state.refusal.kind == "conflict"
    other = tab_of(cast, assembly, "anna")
    await other.call("look")
    assert other.state.answered == [poll], "her other phone knows that she answered"
    await room.call("close", poll)
    await room.call("tell", poll)
    assert (await view(cast, assembly)).poll == "told"


@pytest.mark.parametrize("who", ["carla", "stranger"])
async def test_nobody_else_opens_closes_or_tells(cast, who):
    assembly, [item] = await opened(cast)
    poll = str(await act(cast, opinion_polls.open_poll, item, at=NOW))
    tab = tab_of(cast, assembly, who, "room")
    await tab.call("look")
    for call in (("open", str(item)), ("close", poll), ("tell", poll)):
        await tab.call(*call)
        assert tab.state.refusal.kind in ("not_allowed", "not_found"), call
    assert (await view(cast, assembly)).poll == "open"
