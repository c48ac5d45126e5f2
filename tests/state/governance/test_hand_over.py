"""The door of the former syndic: her list, on its own page and on her home page; nothing for anybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import today
from koprogo.services.access import actor_of
from koprogo.state.governance.hand_over import HandOverState
from koprogo.state.home import HomeState
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import young_mandate
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A syndic whose mandate ended yesterday."""
    made = await put_on_stage()
    mandate = await young_mandate(made, days=300)
    async with db.association_session(made.association_id) as session:
        await session.execute(text("UPDATE mandate SET until = :until WHERE id = :m"), {"until": today(), "m": mandate})
    async with db.open_session() as session:
        made.actors["syndic"] = await actor_of(session, made.people["syndic"], on_day=today())
    return made


async def test_she_notes_what_she_gave_and_nothing_else(cast):
    tab = Tab(HandOverState, "/hand-over", cast.syndic)
    await tab.call("load")
    [line] = tab.state.mandates
    assert (line.association, line.to_come, line.handover_due) == (
        "Résidence Les Tilleuls", 10, (today() + timedelta(days=29)).isoformat(),
    )  # fmt: skip
    step = {"mandate": line.id, "item": "access", "what": "given", "day": today().isoformat(), "words": "Four keys"}
    await tab.call("note_handover", step)
    noted = next(row for row in tab.state.mandates[0].handover if row.item == "access")
    assert (noted.what, noted.words, noted.by, tab.state.count) == ("given", "Four keys", "Sylvie Simon", 2)
    await tab.call("note_handover", {**step, "what": "received"})
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.89 §5, 7°")
    await tab.call("note_handover", {**step, "day": "soon"})
    assert [each.where for each in tab.state.refusal.problems] == ["day"]


async def test_her_home_page_leads_there(cast):
    tab = Tab(HomeState, "/", cast.syndic)
    await tab.call("load")
    [card] = tab.state.hand_overs
    assert (card.association, card.left) == ("Résidence Les Tilleuls", 10)
    other = Tab(HomeState, "/", cast.anna)
    await other.call("load")
    assert other.state.hand_overs == []


@pytest.mark.parametrize("who", ["anna", "accountant", "stranger"])
async def test_others_find_nothing_there(cast, who):
    tab = Tab(HandOverState, "/hand-over", cast.actors[who])
    await tab.call("load")
    assert tab.state.loaded and tab.state.mandates == [] and "Tilleuls" not in tab.shown()
