"""The reports of the council: drafted from the facts, written, issued, handed in; and who may do none of it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import legal_day, now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.after import follow_up, register
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.documents import attachments
from koprogo.services.documents.queries import papers_of
from koprogo.services.governance import handing_in, notes, questions, report_facts, report_paper, reports
from tests.cast import put_on_stage
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW, convened, drafted, opened
from tests.services.governance.council_on_stage import PDF, again, auditor, member

DAY = (NOW + timedelta(days=16)).date()
"""The day of the assembly of `closed_evening`, which carries works."""
LATER = DAY + timedelta(days=100)


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a member of the council and an auditor."""
    made = await put_on_stage()
    await member(made, "bram")
    await auditor(made, "carla")
    return made


async def act(cast, who, service, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def entry_of(cast):
    assembly, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))


async def begun(cast, day=None, kind="yearly"):
    day = day or today()
    return await act(cast, "bram", reports.begin, kind=kind, today=day, at=now())


async def printed(cast, report):
    version = await act(cast, "bram", reports.issue_report, report, today=today(), at=now())
    await report_paper.print_report(cast.association_id, report, by=cast.bram, version=version, at=now())
    return version


async def test_the_facts_of_a_year_are_gathered_from_what_is_recorded(cast):
    entry = await entry_of(cast)
    plan = {"owner_id": cast.people["syndic"], "at": NOW, "today": DAY}
    task = await act(
        cast, "syndic", follow_up.plan_task, entry, what="Ask for quotes", due=DAY + timedelta(days=90), **plan
    )
    at = NOW + timedelta(days=30)
    asked = await act(cast, "bram", questions.ask, words="Where are the quotes?", entry_id=entry, at=at)
    await act(cast, "syndic", questions.answer, asked, words="Two are in.", at=at + timedelta(days=4))
    note = {"day": legal_day(at), "today": legal_day(at), "at": at}
    await act(cast, "bram", notes.write_note, words="The roof leaks.", what="visit", in_report=True, **note)
    await act(cast, "bram", notes.write_note, words="Between us.", **note)
    async with db.association_session(cast.association_id) as session:
        span = {"since": DAY, "until": LATER + timedelta(days=1)}
        facts = await report_facts.gather(session, cast.association_id, today=LATER, **span)
        [decision] = facts["decisions"]
        assert (decision["stand"], decision["days"], decision["tasks"]) == ("late", 10, ["Ask for quotes"])
        assert [(each["words"], each["age"], each["answer"]) for each in facts["questions"]] == [
            ("Where are the quotes?", 4, "Two are in.")
        ]
        assert [each["words"] for each in facts["notes"]] == ["The roof leaks."], (
            "what is not for the report stays inside"
        )
        sums = report_facts.sums(facts)
        assert (sums["late"], sums["done"], sums["answered"], sums["age"], sums["visits"]) == (1, 0, 1, 4, 1)
    done = NOW + timedelta(days=50)
    await act(cast, "syndic", follow_up.move_task, task, what="done", at=done, today=legal_day(done))
    async with db.association_session(cast.association_id) as session:
        now_done = await report_facts.gather(session, cast.association_id, today=LATER, **span)
        assert [(each["stand"], each["over"]) for each in now_done["decisions"]] == [
            ("done", legal_day(done).isoformat())
        ]
        next_year = {"since": LATER, "until": LATER + timedelta(days=300)}
        later = await report_facts.gather(session, cast.association_id, today=LATER + timedelta(days=299), **next_year)
        assert later["decisions"] == [], "what was over before belongs to the report before"


async def test_a_draft_begins_with_a_summary_in_the_languages_of_the_house(cast):
    report = await begun(cast)
    assert await begun(cast) == report, "one draft at a time"
    sheet = await act(cast, "bram", reports.sheet, report, today=today())
    assert set(sheet.row.words["summary"]) == set(sheet.languages)
    assert all(sheet.row.words["summary"].values())
    assert sheet.row.last_day == today()
    next_day = await act(cast, "bram", reports.sheet, report, today=today() + timedelta(days=1))
    assert next_day.row.last_day == today() + timedelta(days=1), "a draft covers the days up to today"


async def test_the_council_writes_and_nobody_else(cast):
    report = await begun(cast)
    words = {"asks": {"fr": "  Trois devis.  "}, "checked": {"fr": " "}}
    await act(cast, "bram", reports.write, report, words=words, at=now())
    sheet = await act(cast, "bram", reports.sheet, report, today=today())
    assert sheet.row.words == {"asks": {"fr": "Trois devis."}}
    for wrong in ({"gossip": {"fr": "x"}}, {"asks": {"xx": "x"}}, {"asks": {"fr": "x" * 4001}}):
        with pytest.raises(BadInput):
            await act(cast, "bram", reports.write, report, words=wrong, at=now())
    with pytest.raises(BadInput):
        await begun(cast, kind="monthly")
    for who in ("syndic", "anna", "carla", "accountant"):
        for service, more in (
            (reports.write, {"words": words, "at": now()}),
            (reports.sheet, {"today": today()}),
            (reports.issue_report, {"today": today(), "at": now()}),
        ):
            with pytest.raises(NotAllowed):
                await act(cast, who, service, report, **more)
        assert await act(cast, who, reports.reports) == [], "a draft is the council's own"
    with pytest.raises(NotFound):
        await act(cast, "stranger", reports.reports)
    with pytest.raises(NotFound):
        await act(cast, "bram", reports.sheet, cast.association_id, today=today())


async def test_an_issued_report_is_printed_in_four_languages_for_everybody(cast):
    report = await begun(cast)
    assert await printed(cast, report) == 1
    assert await report_paper.print_report(cast.association_id, report, by=cast.bram, version=1, at=now()) == []
    papers = await act(cast, "anna", papers_of, kind=reports.KIND, subject_id=report)
    assert {row.language for row in papers} == {"fr", "nl", "de", "en"}
    [seen] = await act(cast, "anna", reports.reports)
    assert (seen.version, seen.words) == (1, {})
    assert await printed(cast, report) == 2
    assert await begun(cast) != report, "what was issued is over; the next one begins"


async def test_it_is_handed_in_for_the_ordinary_assembly_and_the_syndic_leaves_it_there(cast):
    report = await begun(cast)
    assembly, _ = await drafted(cast)
    with pytest.raises(handing_in.ReportNotPrinted):
        await act(cast, "bram", handing_in.hand_in_report, report, assembly_id=assembly, at=now())
    await printed(cast, report)
    files = await act(cast, "bram", handing_in.hand_in_report, report, assembly_id=assembly, at=now())
    mine = await act(cast, "syndic", attachments.attachments_of, assembly)
    assert len(mine) == files > 0
    assert await act(cast, "anna", attachments.attachments_of, assembly) == [], "owners see it from the convocation on"
    for row in mine:
        with pytest.raises(attachments.HandedInStays) as refused:
            await act(cast, "syndic", attachments.withdraw, row.id, at=now())
        assert refused.value.article == "3.90 §4"
    await printed(cast, report)
    await act(cast, "bram", handing_in.hand_in_report, report, assembly_id=assembly, at=now())
    again_there = await act(cast, "syndic", attachments.attachments_of, assembly)
    assert len(again_there) == files and {row.id for row in again_there}.isdisjoint({row.id for row in mine})
    rows = await act(cast, "anna", handing_in.handed_in)
    assert {(row.what, row.report_id, row.readable) for row in rows} == {("council_report", report, False)}
    for who in ("syndic", "anna", "carla"):
        with pytest.raises(NotAllowed):
            await act(cast, who, handing_in.hand_in_report, report, assembly_id=assembly, at=now())


async def test_the_auditor_hands_in_the_report_on_the_accounts(cast):
    assembly, _ = await convened(cast)
    file = {"content": PDF, "name": "comptes 2026.pdf", "at": now()}
    first = await act(cast, "carla", handing_in.hand_in_accounts, assembly, **file)
    second = await act(cast, "carla", handing_in.hand_in_accounts, assembly, **file)
    assert [row.id for row in await act(cast, "anna", attachments.attachments_of, assembly)] == [second] != [first]
    [row] = await act(cast, "anna", handing_in.handed_in)
    assert (row.what, row.by, row.readable) == ("auditor_report", "Carla Dubois", True)
    for who in ("syndic", "anna", "bram"):
        with pytest.raises(NotAllowed):
            await act(cast, who, handing_in.hand_in_accounts, assembly, **file)
    with pytest.raises(NotFound):
        await act(cast, "stranger", handing_in.hand_in_accounts, assembly, **file)
    await again(cast, "carla", today() - timedelta(days=1))  # the day before her year began
    with pytest.raises(NotAllowed):
        await act(cast, "carla", handing_in.hand_in_accounts, assembly, **file)


async def test_an_assembly_that_was_opened_takes_no_report(cast):
    assembly, _ = await opened(cast)
    with pytest.raises(WrongState):
        await act(cast, "carla", handing_in.hand_in_accounts, assembly, content=PDF, name="a.pdf", at=now())
    with pytest.raises(NotFound):
        await act(cast, "carla", handing_in.hand_in_accounts, cast.association_id, content=PDF, name="a.pdf", at=now())
    assert await act(cast, "carla", handing_in.meetings, today=today()) == []
