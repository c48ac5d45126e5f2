"""The minutes: everything the law asks for, from frozen results, as papers in four languages that are never changed."""

import asyncio
import io
import subprocess
from uuid import UUID

import pikepdf
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.storage import is_intact, storage
from koprogo.core.errors import NotFound
from koprogo.papers.verifier import verify_minutes
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.refusals import ItemsUnfinished
from koprogo.services.assemblies.voting import hand_entry, results, voting
from koprogo.services.documents import queries
from koprogo.settings import settings
from tests.papers.pdf_rules import problems
from tests.services.assemblies.evening import NOW, close_vote, convened, open_vote, opened, press


@pytest.fixture(scope="module")
async def evening(cast):
    """A whole evening: a carried item with a ballot by hand, a postponed one; closed, minutes asked for."""
    assembly, [works, budget] = await opened(cast, "works_on_common_parts", "approve_budgets")
    await open_vote(cast, works)
    await press(cast, "anna", works, Choice.FOR)
    await press(cast, "bram", works, Choice.AGAINST)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await hand_entry.enter_ballots(
            session,
            cast.syndic,
            cast.association_id,
            works,
            choices={cast.lots["A3"]: Choice.FOR, cast.lots["A4"]: Choice.ABSTAIN},
            channel="paper",
        )
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        assert await hand_entry.confirm_entries(session, cast.bram, cast.association_id, works, at=NOW) == 2
    await close_vote(cast, works)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert await results.confirm_result(session, cast.syndic, cast.association_id, works, at=NOW)
        with pytest.raises(ItemsUnfinished):
            await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
        await voting.settle_item(
            session, cast.syndic, cast.association_id, budget, outcome="postponed", reason="Attendre les devis"
        )
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    return assembly


async def test_the_facts_say_what_the_law_asks_for(cast, evening):
    async with db.tenant_session(cast.syndic) as session:
        facts = await minutes_facts(session, cast.association_id, evening, language="nl", version=1)
    works, budget = facts.items
    assert (works.vote.in_favour, works.vote.against, works.vote.abstained) == (470, 230, 150)
    assert (works.title, works.outcome, works.vote.needed) == ("Het dak vernieuwen", "carried", 467)
    assert [(voter.owner, voter.lots, voter.votes) for voter in works.vote.against_names] == [
        ("Bram Claes", ("A2",), 230)
    ]
    assert [voter.owner for voter in works.vote.abstained_names] == ["Dirk Maes"]
    assert [(entry.ballots, entry.entered_by, entry.confirmed_by) for entry in works.vote.hand_entries] == [
        (2, "Sylvie Simon", "Bram Claes")
    ]
    assert (budget.outcome, budget.reason) == ("postponed", "Attendre les devis")
    assert (facts.bureau.chair, facts.bureau.secretary) == ("Anna Peeters", "Sylvie Simon")
    assert facts.quorum.heads_present == 4 and facts.quorum.shares_present == 850
    suspended = [lot.lot for row in facts.attendance for lot in row.suspended]
    assert suspended == ["A5"]
    assert {person.name for person in facts.signatories} >= {"Anna Peeters", "Bram Claes", "Carla Dubois", "Dirk Maes"}


async def test_closing_asks_for_the_minutes_in_the_same_transaction(cast, evening):
    async with db.association_session(cast.association_id) as session:
        rows = (
            (
                await session.execute(
                    text("SELECT args FROM procrastinate_jobs WHERE task_name = :n"), {"n": minutes.TASK}
                )
            )
            .scalars()
            .all()
        )
    assert [args["assembly"] for args in rows] == [str(evening)]


async def test_they_are_issued_once_in_four_languages(cast, evening):
    issue = {"by": cast.syndic, "version": 1, "at": NOW}
    assert await minutes.issue_minutes(cast.association_id, evening, **issue) == ["fr", "nl", "de", "en"]
    assert await minutes.issue_minutes(cast.association_id, evening, **issue) == []
    async with db.tenant_session(cast.anna) as session:
        rows = await queries.papers_of(session, cast.anna, cast.association_id, kind="minutes", subject_id=evening)
    assert {row.language for row in rows} == {"fr", "nl", "de", "en"}
    for row in rows:
        assert is_intact(storage(settings()), row.sha256)
        with queries.content(row) as file:
            told = await asyncio.to_thread(_text_of, file.read())
        assert "Bram Claes" in told and "0678.123.436" in told


def _text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()


async def test_the_stranger_finds_no_paper(cast, evening):
    async with db.tenant_session(cast.anna) as session:
        [row, *_] = await queries.papers_of(session, cast.anna, cast.association_id, kind="minutes", subject_id=evening)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await queries.paper(session, cast.stranger, UUID(str(row.id)))


async def test_minutes_wait_for_the_end_of_the_session(cast):
    assembly, _ = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        with pytest.raises(WrongState):
            await minutes.request_minutes(session, cast.syndic, cast.association_id, assembly)


async def test_there_are_no_minutes_of_what_never_opened(cast):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.syndic) as session:
        with pytest.raises(NotFound):
            await minutes_facts(session, cast.association_id, assembly, language="fr", version=1)


async def test_the_minutes_carry_their_ballots_and_verify_by_themselves(cast, evening):
    async with db.tenant_session(cast.anna) as session:
        rows = await queries.papers_of(session, cast.anna, cast.association_id, kind="minutes", subject_id=evening)
    for row in rows:
        with queries.content(row) as file:
            content = file.read()
        report = verify_minutes.verify_file(content)
        assert (report.faults, report.verdict) == ([], verify_minutes.ALL_VERIFIED)
        assert [vote["vote"] for vote in report.votes] == ["1/1"]
        with pikepdf.open(io.BytesIO(content)) as pdf:
            assert set(pdf.attachments) == {"minutes.json", "proof.json", "verify_minutes.py", "verify_minutes.html"}
        assert problems(content) == []
