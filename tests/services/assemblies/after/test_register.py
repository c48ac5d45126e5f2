"""The register: every outcome numbered once for the association's life, searchable, printed, walled off."""

from datetime import date, timedelta

import psycopg
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.assemblies.after import register, register_paper
from koprogo.services.assemblies.after.register_queries import Wanted, clocks
from koprogo.services.assemblies.after.register_queries import register as entries
from koprogo.services.documents import queries as documents
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW


@pytest.fixture(scope="module")
async def evening(cast):
    """An evening whose minutes are made and whose outcomes are entered."""
    assembly = await closed_evening.printed(cast)
    assert await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW) == [1, 2]
    return assembly


async def found(cast, **wanted):
    async with db.tenant_session(cast.anna) as session:
        return await entries(session, cast.anna, cast.association_id, Wanted(**wanted))


async def test_making_the_minutes_asks_for_the_entry_in_the_same_transaction(cast, evening):
    async with db.association_session(cast.association_id) as session:
        jobs = await session.execute(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = :n"), {"n": register.TASK}
        )
        assert [args["assembly"] for args in jobs.scalars()] == [str(evening)]


async def test_every_outcome_has_its_number_and_its_frozen_sums(cast, evening):
    budget, works = await found(cast)
    assert (works.number, works.outcome, works.facts["item"]) == (1, "carried", "1")
    assert (works.facts["in_favour"], works.facts["against"], works.facts["needed"]) == (470, 230, 467)
    assert works.facts["article"].startswith("3.88 §1 1°")
    assert (budget.number, budget.outcome, budget.facts["reason"]) == (2, "postponed", "Attendre les devis")
    assert "needed" not in budget.facts


async def test_entering_twice_is_entering_once_and_the_next_assembly_goes_on_counting(cast, evening):
    assert await register.enter_decisions(cast.association_id, evening, by=cast.syndic, at=NOW) == []
    following, _ = await closed_evening.minuted(cast)
    assert await register.enter_decisions(cast.association_id, following, by=cast.syndic, at=NOW) == [3, 4]


async def test_what_no_job_entered_is_found_and_afterwards_is_not(cast, evening):
    forgotten, _ = await closed_evening.minuted(cast)
    async with db.platform_session(None, "a test") as session:
        waiting = await register.waiting(session)
    assert (cast.association_id, forgotten, cast.people["syndic"]) in waiting
    await register.enter_decisions(cast.association_id, forgotten, by=cast.syndic, at=NOW)
    async with db.platform_session(None, "a test") as session:
        assert forgotten not in [assembly for _, assembly, _ in await register.waiting(session)]


@pytest.mark.parametrize(
    ("wanted", "is_found"),
    [
        ({"words": "TOITURE renover"}, True),
        ({"words": "dak"}, True),
        ({"words": "1"}, True),
        ({"words": "ascenseur"}, False),
        ({"year": 2026}, True),
        ({"year": 2025}, False),
        ({"outcome": "carried"}, True),
        ({"outcome": "rejected"}, False),
        ({"kind": "works_on_common_parts"}, True),
        ({"kind": "approve_budgets"}, False),
    ],
)
async def test_an_entry_is_found_by_words_year_outcome_and_kind(cast, evening, wanted, is_found):
    assert (1 in [entry.number for entry in await found(cast, **wanted)]) is is_found


async def test_the_clock_of_thirty_days_shows_what_was_done(cast, evening):
    async with db.tenant_session(cast.anna) as session:
        rows = await clocks(session, cast.anna, cast.association_id, most=20)
    clock = next(row for row in rows if row.assembly_id == evening)
    assert clock.due == clock.day + timedelta(days=30)
    assert clock.minuted_at is not None and clock.entered_at is not None and clock.entries == 2


async def test_it_is_printed_in_four_languages_once_per_version(cast, evening):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        version = await register_paper.request_register(session, cast.syndic, cast.association_id)
    made = {"by": cast.syndic, "version": version, "at": NOW}
    assert await register_paper.issue_register(cast.association_id, **made) == ["fr", "nl", "de", "en"]
    assert await register_paper.issue_register(cast.association_id, **made) == []
    async with db.tenant_session(cast.anna) as session:
        rows = await documents.papers_of(
            session, cast.anna, cast.association_id, kind="register", subject_id=cast.association_id
        )
    assert {row.language for row in rows} == {"fr", "nl", "de", "en"}


async def test_an_owner_reads_it_and_does_not_print_it(cast):
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        with pytest.raises(NotAllowed):
            await register_paper.request_register(session, cast.anna, cast.association_id)


async def test_the_stranger_finds_no_register(cast, evening):
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await entries(session, cast.stranger, cast.association_id)


async def test_an_entry_is_never_changed(cast, evening, database):
    with psycopg.connect(database.admin_url, autocommit=True) as admin, pytest.raises(psycopg.Error, match="register"):
        admin.execute("UPDATE register_entry SET outcome = 'rejected' WHERE day > %s", [date(2020, 1, 1)])
