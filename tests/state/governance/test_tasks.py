"""The board's page: cards in their columns, moved by button or drop, and said where they went."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import today
from koprogo.services.documents import attachments
from koprogo.state.governance.tasks import TasksState
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW, convened
from tests.services.governance.council_on_stage import PDF, member
from tests.services.works.tickets_on_stage import reported
from tests.state.tab import Tab

DUE = (today() + timedelta(days=10)).isoformat()


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def at(cast, who="bram", more=""):
    tab = Tab(TasksState, f"/associations/{cast.association_id}/tasks{more}", cast.actors[who])
    await tab.call("load")
    return tab


async def test_a_task_is_hung_moved_planned_anew_noted_and_cancelled(cast):
    problem = await reported(cast)
    tab = await at(cast, more=f"?problem={problem}")
    assert tab.state.chosen == f"problem:{problem}"
    await tab.call("add", {"what": "", "due": DUE, "owner": str(cast.people["bram"])})
    assert [each.where for each in tab.state.refusal.problems] == ["what"]
    answers = {"what": "Call the plumber", "due": DUE, "owner": str(cast.people["bram"]), "about": tab.state.chosen}
    await tab.call("add", answers)
    [card] = tab.state.todo
    assert (card.about, card.number, card.assignee, card.moves) == ("problem", 1, "Bram Claes", True)
    assert card.href.endswith(f"/problems/{problem}")
    before = tab.state.count
    await tab.call("move", card.id, "in_progress")
    assert (tab.state.moved, tab.state.moved_to, tab.state.count) == (card.id, "in_progress", before + 1)
    assert [each.id for each in tab.state.in_progress] == [card.id] and tab.state.todo == []
    await tab.call("plan", {"task": card.id, "due": DUE, "owner": str(cast.people["syndic"])})
    assert tab.state.in_progress[0].assignee == "Sylvie Simon"
    await tab.call("say", {"task": card.id, "step": "noted", "words": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["words"]
    await tab.call("say", {"task": card.id, "step": "cancelled", "words": "Done by hand."})
    assert tab.state.in_progress == [] and tab.state.refusal.kind == ""


@pytest.mark.parametrize("arguments", [("1", "done"), ("00000000-0000-0000-0000-000000000000", "done")])
async def test_a_card_that_is_none_is_not_found(cast, arguments):
    tab = await at(cast)
    await tab.call("move", *arguments)
    assert (tab.state.refusal.kind, tab.state.moved) == ("not_found", "")


async def test_whoever_has_no_board_sees_nothing_of_it(cast):
    for who, kind in (("anna", "not_allowed"), ("stranger", "not_found")):
        tab = await at(cast, who)
        assert (tab.state.refusal.kind, tab.state.loaded, tab.state.people) == (kind, False, [])


async def test_the_syndic_may_choose_among_decisions_and_the_council_may_not(cast):
    assert (await at(cast)).state.decisions == []
    assert {each.word for each in (await at(cast, "syndic")).state.people} >= {"Anna Peeters", "Bram Claes"}


async def test_a_file_of_an_agenda_is_offered_and_linked(cast):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id, assembly)
        await attachments.attach(*here, content=PDF, name="Offerte lift.pdf", at=NOW)
    tab = await at(cast)
    [offered] = tab.state.files
    assert offered.word == "Offerte lift"
    answers = {"what": "Compare it", "due": DUE, "owner": str(cast.people["bram"]), "about": offered.value}
    await tab.call("add", answers)
    [card] = tab.state.todo
    assert (card.about, card.words) == ("file", "Offerte lift") and "/attachments/" in card.href
