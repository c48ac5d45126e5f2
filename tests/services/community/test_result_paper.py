"""The result as a paper: queued by the closing, printed in four languages, the same for everybody and without a name."""

import io

import pikepdf
import pytest

from koprogo import db
from koprogo.adapters.storage import storage
from koprogo.services.community import result_paper
from koprogo.services.community.refusals import NotOpen
from koprogo.services.documents.letterhead import EnterpriseNumberMissing
from koprogo.services.documents.queries import papers_of
from koprogo.settings import settings
from tests.cast import act, put_on_stage
from tests.papers.pdf_text import page_texts
from tests.services.community.surveys_on_stage import CLOSES, answer, close, opened, rows

JOBS = "SELECT args FROM procrastinate_jobs WHERE task_name = 'koprogo.papers.survey_result'"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def jobs(survey):
    async with db.open_session() as session:
        from sqlalchemy import text

        found = (await session.execute(text(JOBS))).scalars()
        return [each for each in found if each["survey"] == str(survey)]


async def printed(cast, survey, *, who="anna"):
    """Print what the closing queued, and return the text per language as somebody finds it."""
    [job] = await jobs(survey)
    assert job["by"] == str(cast.people["syndic"])
    issued = await result_paper.issue_result(cast.association_id, survey, by=cast.syndic, version=1, at=CLOSES)
    assert issued == ["fr", "nl", "de", "en"]
    again = await result_paper.issue_result(cast.association_id, survey, by=cast.syndic, version=1, at=CLOSES)
    assert again == [], "safe to repeat"
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        found = await papers_of(session, actor, cast.association_id, kind="survey_result", subject_id=survey)
    return {row.language: " ".join(page_texts(storage(settings()).open(row.sha256).read())) for row in found}


async def test_the_closing_has_the_result_printed_in_four_languages_and_no_name_is_in_it(cast):
    survey = await opened(cast, "one")
    for who, place in (("anna", 0), ("bram", 1), ("carla", 0), ("dirk", 1)):
        await answer(cast, survey, who, place)
    await close(cast, survey)
    texts = await printed(cast, survey)
    assert set(texts) == {"fr", "nl", "de", "en"}
    for language, tie in (("fr", "Ex æquo"), ("nl", "Gelijke stand"), ("de", "Gleichstand"), ("en", "A tie")):
        said = texts[language].replace("\u00a0", " ")
        assert tie in said and "3.87 § 1" in said, language
        for name in ("Anna Peeters", "Bram Claes", "Carla Dubois", "Dirk Maes"):
            assert name not in said
    assert "Blauw" in texts["nl"] and "Bleu" in texts["de"], "the first language it was written in"


async def test_without_names_two_answers_are_not_on_paper(cast):
    survey = await opened(cast, "text", is_anonymous=True)
    for who in ("anna", "bram"):
        await answer(cast, survey, who, words=f"Mot de {who}")
    await close(cast, survey)
    texts = await printed(cast, survey)
    assert "too few" in texts["en"] and "Mot de" not in "".join(texts.values())


async def test_without_an_enterprise_number_it_waits_and_is_printed_on_request(cast):
    from sqlalchemy import text

    async def number(value):
        async with db.association_session(cast.association_id) as session:
            await session.execute(text("UPDATE association SET enterprise_number = :n"), {"n": value})

    await number("")
    survey = await opened(cast)
    with pytest.raises(NotOpen):
        await act(cast, result_paper.request_paper, survey)
    await close(cast, survey)
    assert await jobs(survey) == []
    with pytest.raises(EnterpriseNumberMissing):
        await act(cast, result_paper.request_paper, survey)
    await number("0678.123.436")
    assert await act(cast, result_paper.request_paper, survey) == 1
    assert len(await jobs(survey)) == 1
    assert await rows(cast, "SELECT 1 FROM paper WHERE subject_id = :s", s=survey) == []


async def test_the_file_opens_and_is_tagged(cast):
    survey = await opened(cast, "rating")
    await answer(cast, survey, "anna", 4)
    await close(cast, survey)
    await printed(cast, survey)
    [row] = await rows(cast, "SELECT sha256 FROM paper WHERE subject_id = :s AND language = 'nl'", s=survey)
    with pikepdf.open(io.BytesIO(storage(settings()).open(row["sha256"]).read())) as pdf:
        assert "/StructTreeRoot" in pdf.Root
