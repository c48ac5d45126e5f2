"""The pages of the council's reports, of a decision and of notes, and of the syndic: what each reader sees and presses."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services.assemblies.after import register
from koprogo.services.governance import report_paper
from koprogo.state.governance.decision import DecisionState
from koprogo.state.governance.notes import NotesOfCouncilState
from koprogo.state.governance.reports import ReportsState
from koprogo.state.governance.syndic import SyndicState
from tests.cast import put_on_stage
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW, drafted
from tests.services.governance.council_on_stage import auditor, member, young_mandate
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a member of the council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


def tab_of(cast, state, who, path):
    return Tab(state, f"/associations/{cast.association_id}/{path}", cast.actors[who])


async def entry_of(cast):
    assembly, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))


async def test_a_report_from_its_beginning_to_the_documents_of_the_assembly(cast):
    assembly, _ = await drafted(cast)
    tab = tab_of(cast, ReportsState, "bram", "reports")
    await tab.call("load")
    assert tab.state.may_write and tab.state.lines == []
    await tab.call("begin", "yearly")
    await tab.call("load")
    [line] = tab.state.lines
    assert (line.kind, line.version, line.href) == ("yearly", 0, "")
    tab.go(line.write_at)
    await tab.call("load_one")
    assert {each.section for each in tab.state.fields} == {"summary", "checked", "asks"}
    summary = next(each for each in tab.state.fields if each.section == "summary")
    assert summary.words
    await tab.call("write", {summary.field: summary.words, "asks_" + summary.language: "Three quotes."})
    assert tab.state.saved and any(each.words == "Three quotes." for each in tab.state.fields)
    await tab.call("keep_one", "checked_" + summary.language, "The cellars.")
    await tab.call("load_one")
    kept = {each.field: each.words for each in tab.state.fields}
    assert kept["checked_" + summary.language] == "The cellars." and kept["asks_" + summary.language] == "Three quotes."
    await tab.call("keep_one", "gossip", "x")
    assert tab.state.refusal.kind == "bad_input"
    await tab.call("issue")
    assert tab.state.waiting and tab.state.papers == []
    report = line.write_at.rsplit("/", 1)[1]
    await report_paper.print_report(cast.association_id, UUID(report), by=cast.actors["bram"], version=1, at=now())
    await tab.call("look_again")
    assert not tab.state.waiting and len(tab.state.papers) == 4
    [meeting] = tab.state.meetings
    await tab.call("hand_in", meeting.value)
    assert tab.state.handed_for == meeting.day and meeting.value == str(assembly)
    owner = tab_of(cast, ReportsState, "anna", "reports")
    await owner.call("load")
    assert not owner.state.may_write and owner.state.lines[0].href
    owner.go(line.write_at)
    await owner.call("load_one")
    assert (owner.state.refusal.kind, owner.state.fields) == ("not_allowed", [])


async def test_a_decision_is_read_by_all_and_noted_by_the_council(cast):
    entry = await entry_of(cast)
    page = tab_of(cast, DecisionState, "anna", f"decisions/{entry}")
    await page.call("load")
    seen = page.state.decision
    assert page.state.loaded and seen.carried and not seen.done and seen.needed > 0
    assert page.state.asked == [] and not page.state.may_note
    council = tab_of(cast, NotesOfCouncilState, "bram", f"decisions/{entry}")
    await council.call("look")
    assert council.state.may_note and council.state.about_one
    await council.call("write", {"note_words": "", "note_day": today().isoformat(), "note_what": "note"})
    assert [each.where for each in council.state.refusal.problems] == ["words"]
    answers = {
        "note_words": "Two quotes.",
        "note_day": today().isoformat(),
        "note_what": "note",
        "note_in_report": "on",
    }
    await council.call("write", answers)
    [note] = council.state.notes
    assert (note.words, note.number, note.in_report) == ("Two quotes.", seen.number, True)
    owner = tab_of(cast, NotesOfCouncilState, "anna", f"decisions/{entry}")
    await owner.call("look")
    assert (owner.state.notes, owner.state.may_note) == ([], False)
    await owner.call("write", answers)
    assert owner.state.refusal.kind == "not_allowed"
    elsewhere = tab_of(cast, DecisionState, "stranger", f"decisions/{entry}")
    await elsewhere.call("load")
    assert (elsewhere.state.refusal.kind, elsewhere.state.loaded) == ("not_found", False)


async def test_the_syndics_page_shows_term_hand_over_and_the_auditor(cast):
    mandate = await young_mandate(cast)
    await auditor(cast, "carla")
    await drafted(cast)
    tab = tab_of(cast, SyndicState, "syndic", "syndic")
    await tab.call("load")
    [line] = tab.state.mandates
    assert tab.state.may_keep and not (line.agreed or line.ends_soon) and line.handover == []
    too_long = (today() + timedelta(days=2000)).isoformat()
    await tab.call("agree_term", {"mandate": str(mandate), "last_day": too_long})
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.89 §1")
    soon = (today() + timedelta(days=30)).isoformat()
    await tab.call("agree_term", {"mandate": str(mandate), "last_day": soon})
    [line] = tab.state.mandates
    assert (line.ends_soon, line.left, line.to_come, len(line.handover)) == (True, 30, 10, 10)
    step = {"mandate": str(mandate), "item": "claims", "what": "received", "day": today().isoformat()}
    await tab.call("note_handover", step)
    assert tab.state.mandates[0].to_come == 9
    owner = tab_of(cast, SyndicState, "anna", "syndic")
    await owner.call("load")
    assert owner.state.mandates[0].handover == [] and not owner.state.may_report
    checks = tab_of(cast, SyndicState, "carla", "syndic")
    await checks.call("load")
    assert checks.state.may_report and [each.is_mine for each in checks.state.auditors] == [True]
    [meeting] = checks.state.meetings
    assert (meeting.report, meeting.endpoint) == ("", f"/api/v1/assemblies/{meeting.id}/accounts-report")
    stranger = tab_of(cast, SyndicState, "stranger", "syndic")
    await stranger.call("load")
    assert (stranger.state.refusal.kind, stranger.state.mandates) == ("not_found", [])
