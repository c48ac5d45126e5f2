"""Without names nothing stored, logged or sent says who answered what; the database holds to it past the service."""

import re
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.services.community import opening
from tests.cast import act, put_on_stage
from tests.services.community.surveys_on_stage import CLOSES, answer, close, drafted, opened, rows, sheet

OURS = ("survey", "survey_event", "survey_answer", "survey_marker", "survey_tally")
SAID = "Nooit in mijn leven"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


def everything(database, association_id: UUID) -> dict[str, list[str]]:
    """Return every row of every table that knows the association, as the owner of the database reads it."""
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        tables = admin.execute(
            "SELECT table_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE column_name = 'association_id' AND table_type = 'BASE TABLE' AND table_schema = 'public'"
        ).fetchall()
        return {
            table: [row[0] for row in admin.execute(
                f"SELECT t::text FROM {table} t WHERE association_id = %s", [association_id]).fetchall()]
            for (table,) in tables
        }  # fmt: skip


async def test_who_answered_and_what_was_answered_share_no_key_no_time_and_no_order(cast, database):
    survey = await opened(cast, "text", is_anonymous=True)
    before = everything(database, cast.association_id)
    for who, words in (("carla", "Zou kunnen"), ("anna", SAID), ("bram", "Ah, non")):
        await answer(cast, survey, who, words=words)
    after = everything(database, cast.association_id)
    changed = {table for table in after if sorted(after[table]) != sorted(before[table])}
    assert changed == {"survey_marker", "survey_tally"}, "no answer of its own, no line in the log, no letter"
    markers = await rows(cast, "SELECT * FROM survey_marker WHERE survey_id = :s", s=survey)
    assert set(markers[0]) == {"id", "association_id", "survey_id", "person_id"}
    [tally] = await rows(cast, "SELECT * FROM survey_tally WHERE survey_id = :s", s=survey)
    assert set(tally) == {"id", "association_id", "survey_id", "answered", "counts", "words"}
    assert (tally["answered"], tally["words"]) == (3, ["Ah, non", SAID, "Zou kunnen"]), "by alphabet, not by arrival"
    who_is_there = {str(each) for name, each in cast.people.items()}
    for table, lines in after.items():
        for line in lines:
            if SAID in line:
                assert table == "survey_tally"
                assert not who_is_there & set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", line))


async def test_the_row_of_counts_is_one_row_whatever_was_answered(cast, database):
    """A row per answer would keep the order of arrival in the table's file, and the transaction of its marker."""
    survey = await opened(cast, "several", is_anonymous=True)
    for who in ("anna", "bram", "carla", "dirk"):
        await answer(cast, survey, who, 0, 2)
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        facts = "SELECT xmin::text, counts FROM survey_tally WHERE survey_id = %s"
        counted = admin.execute(facts, [survey]).fetchall()
        markers = admin.execute("SELECT xmin::text FROM survey_marker WHERE survey_id = %s", [survey]).fetchall()
    assert [each[1] for each in counted] == [[4, 0, 4]]
    assert len({each[0] for each in markers}) == 4, "the last marker's transaction wrote the sum of all, not an answer"


async def test_the_closing_takes_everybody_out_of_the_markers(cast, database):
    survey = await opened(cast, "yes_no", is_anonymous=True)
    for who, place in (("anna", 0), ("bram", 1), ("carla", 0)):
        await answer(cast, survey, who, place)
    assert (await sheet(cast, survey)).is_answered
    await close(cast, survey)
    assert [each["person_id"] for each in await rows(cast, "SELECT person_id FROM survey_marker")] == [None] * 3
    found = await sheet(cast, survey)
    assert (found.is_answered, found.mine, found.by_name, found.answered, found.result.counts) == (
        False, None, (), 3, (2, 1),
    )  # fmt: skip
    ours = {table: lines for table, lines in everything(database, cast.association_id).items() if table in OURS}
    for name in ("anna", "bram", "carla"):
        assert not [line for lines in ours.values() for line in lines if str(cast.people[name]) in line]


async def test_the_job_forgets_them_too(cast):
    survey = await opened(cast, "yes_no", is_anonymous=True)
    await answer(cast, survey, "anna", 0)
    await opening.close_all_due(at=CLOSES)
    [marker] = await rows(cast, "SELECT person_id FROM survey_marker WHERE survey_id = :s", s=survey)
    assert marker["person_id"] is None


async def test_nothing_is_counted_aloud_while_it_is_open_nor_when_too_few_answered(cast):
    survey = await opened(cast, "yes_no", is_anonymous=True)
    for who in ("anna", "bram"):
        await answer(cast, survey, who, 0)
    for who in ("anna", "syndic"):
        found = await sheet(cast, survey, who)
        assert (found.answered, found.result, found.words, found.by_name) == (2, None, (), ())
    await close(cast, survey)
    assert (await sheet(cast, survey, "syndic")).result is None


async def refused(cast, statement, **facts):
    """Try a statement with the application's own rights, past the service; return the database's word for no."""
    with pytest.raises(DBAPIError) as failure:
        async with db.association_session(cast.association_id) as session:
            await session.execute(text(statement), facts)
    return failure.value.orig.sqlstate


MARK = "INSERT INTO survey_marker VALUES (:id, :t, :s, :p)"
SAY = "INSERT INTO survey_answer VALUES (:id, :t, :s, :p, '{0}', '', now())"
COUNT = "UPDATE survey_tally SET answered = answered + 1 WHERE survey_id = :s"


async def test_past_the_service_the_database_says_no(cast):
    """Without names no answer by name, and the other way round; nothing after the closing; nothing deleted."""
    secret, named = await opened(cast, is_anonymous=True), await opened(cast)
    facts = {"id": uuid4(), "t": cast.association_id, "p": cast.people["anna"]}
    assert await refused(cast, SAY, **facts, s=secret) == "KG001"
    assert await refused(cast, MARK, **facts, s=named) == "KG001"
    assert await refused(cast, SAY, **facts, s=await drafted(cast)) == "KG001"
    await answer(cast, secret, "anna", 0)
    await answer(cast, named, "anna", 0)
    assert await refused(cast, "UPDATE survey_marker SET person_id = NULL WHERE survey_id = :s", s=secret) == "KG001"
    for table in OURS:
        assert await refused(cast, f"DELETE FROM {table}") == "42501", "no right to delete"
    assert await refused(cast, "UPDATE survey SET is_anonymous = false WHERE id = :s", s=secret) == "KG001"
    assert await refused(cast, "UPDATE survey_event SET by_id = by_id") in ("42501", "P0001")
    await close(cast, secret)
    await close(cast, named)
    assert await refused(cast, COUNT, s=secret) == "KG001"
    assert await refused(cast, "UPDATE survey_answer SET places = '{1}' WHERE survey_id = :s", s=named) == "KG001"
    assert await refused(cast, MARK, **{**facts, "p": cast.people["bram"]}, s=secret) == "KG001"
    put_back = "UPDATE survey_marker SET person_id = :p WHERE survey_id = :s"
    assert await refused(cast, put_back, p=cast.people["bram"], s=secret) == "KG001"


async def test_the_log_names_who_opened_and_closed_and_nobody_who_answered(cast):
    survey = await opened(cast, is_anonymous=True)
    for who in ("anna", "bram", "carla"):
        await answer(cast, survey, who, 0)
    await close(cast, survey)
    found = await rows(cast, "SELECT action, actor_id FROM audit_event WHERE subject_id = :s ORDER BY id", s=survey)
    assert [each["action"] for each in found] == [
        "survey.drafted", "survey.opened", "survey.closed", "survey.paper_requested",
    ]  # fmt: skip
    assert {each["actor_id"] for each in found} == {cast.people["syndic"]}


async def test_by_name_the_log_says_that_somebody_answered_and_never_what(cast):
    survey = await opened(cast, "one")
    await answer(cast, survey, "anna", 2)
    found = await rows(cast, "SELECT actor_id, facts FROM audit_event WHERE action = 'survey.answered'")
    assert found == [{"actor_id": cast.people["anna"], "facts": {}}]
    assert await act(cast, opening.close_survey, survey, at=CLOSES) is None
