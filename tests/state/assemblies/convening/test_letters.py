"""The table of letters: from the convene page to what the post and the mails did with each."""

from datetime import timedelta

import pytest

from koprogo.core.clock import now, today
from koprogo.services.assemblies.convening import convocation
from koprogo.services.messages import letters
from koprogo.state.assemblies.convening.convene import ConveneState
from koprogo.state.assemblies.convening.letters import LettersState
from tests.services.assemblies.evening import NOW, drafted
from tests.services.assemblies.letters_on_stage import code_of, give_addresses
from tests.state.assemblies.agenda.test_plan import draft, leads_to
from tests.state.tab import Refused, Tab


@pytest.fixture(scope="module")
async def assembly(cast):
    """Convened through the screens, then printed."""
    await give_addresses(cast, "bram", "carla", "emma", anna=today() - timedelta(days=5))
    made, _ = await draft(cast, "budget")
    tab = Tab(ConveneState, f"/assemblies/{made}/convene", cast.syndic)
    await tab.call("load")
    to = tab.state.to_convene
    assert (to.people, to.by_email, to.registered, to.told) == (6, 1, 5, 0)
    assert to.unreachable == ["Dirk Maes", "Farid Benali"]
    event = await tab.call("send", {"despite_now": "by post"})
    assert leads_to(event) == f"/assemblies/{made}/letters"
    table = await opened(cast, made)
    assert (table.state.sums.all, table.state.sums.printed) == (6, 0)
    assert table.state.beat > 0, "the page asks again while letters are being printed"
    await convocation.print_letters(cast.association_id, made, at=now())
    await table.call("again")
    assert table.state.beat == 0
    return made


async def opened(cast, assembly, who="syndic"):
    tab = Tab(LettersState, f"/assemblies/{assembly}/letters", cast.actors[who])
    await tab.call("load")
    return tab


async def test_filter_and_search(cast, assembly):
    tab = await opened(cast, assembly)
    assert len(tab.state.lines) == 6 and tab.state.sums.unreachable == 2
    await tab.call("search", "a5")
    assert [line.name for line in tab.state.lines] == ["Emma Lambert", "Farid Benali"]
    await tab.call("search", "")
    await tab.call("show", "opened")
    assert tab.state.lines == []
    await tab.call("show", "no such state")
    assert tab.state.shown == "all"


async def test_opening_telling_and_posting_show_in_the_table(cast, assembly):
    await letters.follow(await code_of(cast, "anna@example.org"), at=now())
    tab = await opened(cast, assembly)
    bram = next(line for line in tab.state.lines if line.name == "Bram Claes")
    await tab.call("choose", bram.id)
    await tab.call("tell", {"what": "returned", "told_day": "never"})
    assert [each.where for each in tab.state.refusal.problems] == ["told_day"]
    await tab.call("tell", {"what": "returned", "told_day": today().isoformat()})
    await tab.call("post_all", {"day": today().isoformat()})
    assert (tab.state.said, tab.state.said_of) == ("posted", 4)
    found = {line.name: line.state for line in tab.state.lines}
    assert (found["Anna Peeters"], found["Bram Claes"], found["Carla Dubois"]) == ("opened", "returned", "posted")
    assert tab.state.sums.failed == 1 and tab.state.sums.unopened == 0
    await tab.call("remind")
    assert (tab.state.said, tab.state.said_of) == ("reminded", 0)


async def test_owners_and_strangers_see_no_letter(cast, assembly):
    for who in ("anna", "stranger"):
        tab = await opened(cast, assembly, who)
        assert tab.state.refusal.kind != "" and "Bram" not in tab.shown()
    with pytest.raises(Refused):
        await Tab(LettersState, f"/assemblies/{assembly}/letters", None).call("load")


async def test_urgency_is_asked_for_when_it_is_late(cast):
    made, _ = await drafted(cast)
    tab = Tab(ConveneState, f"/assemblies/{made}/convene", cast.syndic)
    await tab.call("load")
    late = today() > (NOW + timedelta(days=1)).date()
    await tab.call("send", {"urgent_now": "", "despite_now": "by post"})
    assert (tab.state.refusal.article == "3.87 §3") is late
