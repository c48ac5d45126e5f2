"""The paper of a decision in writing: queued when the last lot agrees, in four languages, never without everybody."""

import asyncio
import io
import json

import pikepdf
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.assemblies.written import paper as written_paper
from koprogo.services.assemblies.written import written
from koprogo.services.documents import queries
from tests.cast import act
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.assemblies.written.test_written import answer, asked, designated

__all__ = ("designated",)


async def taken(cast):
    decision = await asked(cast)
    for who in ("anna", "bram", "carla", "dirk"):
        await answer(cast, decision, who)
    paper = {"lot_id": cast.lots["A5"], "choice": "for", "document": "Classeur 3, 12"}
    assert str(await act(cast, written.record_answer, decision, at=now(), **paper)) == "carried"
    return decision


async def papers(cast, decision, who="anna"):
    return await act(cast, queries.papers_of, who=who, kind=written_paper.KIND, subject_id=decision)


async def test_the_last_yes_has_its_paper_printed_with_everybody_on_it(cast, designated):
    decision = await taken(cast)
    async with db.association_session(cast.association_id) as session:
        jobs = (
            await session.execute(
                text("SELECT args FROM procrastinate_jobs WHERE task_name = :n AND args->>'decision' = :d"),
                {"n": written_paper.TASK, "d": str(decision)},
            )
        ).scalars()
        assert [job["version"] for job in jobs] == [1]
    made = {"by": cast.syndic, "version": 1, "at": now()}
    assert await written_paper.issue_paper(cast.association_id, decision, **made) == ["fr", "nl", "de", "en"]
    assert await written_paper.issue_paper(cast.association_id, decision, **made) == []
    row = next(row for row in await papers(cast, decision) if row.language == "nl")
    with queries.content(row) as file:
        content = file.read()
    assert problems(content) == []
    told = " ".join("".join(await asyncio.to_thread(page_texts, content)).split())
    assert "op ondertekend papier (Classeur 3, 12)" in told
    assert "Vertaling: de tekst in het Frans" in told.replace("\xa0", " ")
    with pikepdf.open(io.BytesIO(content)) as pdf:
        data = json.loads(pdf.attachments["written_decision.json"].get_file().read_bytes())
    assert [(each["lot"], each["shares"], each["how"]) for each in data["agreements"]] == [
        ("A1", 250, "phone"), ("A2", 230, "phone"), ("A3", 200, "phone"), ("A4", 150, "phone"), ("A5", 150, "paper"),
        ("G1", 20, "phone"),
    ]  # fmt: skip
    assert (
        data["agreements"][4]["owner"] == "Emma Lambert, Farid Benali" and data["agreements"][4]["by"] == "Emma Lambert"
    )
    assert data["entry"] > 0 and data["denominator"] == 1000


async def test_the_syndic_prints_it_again_and_nobody_else_nor_before_it_is_taken(cast, designated):
    decision = await taken(cast)
    assert await act(cast, written_paper.request_paper, decision) >= 1
    with pytest.raises(NotAllowed):
        await act(cast, written_paper.request_paper, decision, who="anna")
    with pytest.raises(WrongState):
        await act(cast, written_paper.request_paper, await asked(cast))
    with pytest.raises(NotFound):
        await act(cast, written_paper.request_paper, cast.lots["A1"])
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await queries.papers_of(
                session, cast.stranger, cast.association_id, kind=written_paper.KIND, subject_id=decision
            )
