"""Occupants without a vote: the notice for the hall, the form behind its code, and where what they wrote is shown."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.api import occupants as doors
from koprogo.api import open_links
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.security.pace import Pace
from koprogo.services.assemblies.convening import occupants
from koprogo.services.assemblies.refusals import WrongState
from koprogo.services.documents import queries
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.convening.agenda import AgendaState
from koprogo.state.assemblies.room.assembly_room import AssemblyRoomState
from tests.api.web import Browser
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.services.assemblies.evening import NOW, convened, drafted
from tests.state.tab import Tab

WRITTEN = {"name": "Noor <b>", "place": "A3", "words": "Le hall est sombre.\n<script>alert(1)</script>"}


async def noticed(cast) -> tuple:
    """Return an assembly with its notice: assembly, points, the code on the wall."""
    assembly, items = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await occupants.request_notice(session, cast.syndic, cast.association_id, assembly, at=NOW)
        args = await session.scalar(
            text("SELECT args FROM procrastinate_jobs WHERE task_name = :n ORDER BY id DESC LIMIT 1"),
            {"n": occupants.TASK},
        )
    return assembly, items, args["code"]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    monkeypatch.setattr(doors, "WRITES", Pace(most=100, seconds=60))


async def seen(cast, assembly, who="anna"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await occupants.observations(session, actor, cast.association_id, assembly)


async def test_the_notice_is_one_page_in_four_languages(cast):
    assembly, _, code = await noticed(cast)
    await occupants.print_notice(cast.association_id, assembly, by=cast.syndic.person_id, code=code, at=NOW)
    async with db.tenant_session(cast.syndic) as session:
        [row] = await queries.papers_of(
            session, cast.syndic, cast.association_id, kind=occupants.KIND, subject_id=assembly
        )
    with queries.content(row) as file:
        content = file.read()
    [page] = page_texts(content)
    for said in ("Avis aux occupants", "Bericht aan de bewoners", "Mitteilung an die Bewohner", "Notice to occupants"):
        assert said in page
    assert "0678.123.436" in page and problems(content) == []


async def test_what_is_written_is_shown_at_its_point_and_runs_nowhere(cast):
    assembly, [item], code = await noticed(cast)
    browser = Browser(open_links.router)
    page = await browser.get(f"/o/{code}")
    assert page.status_code == 200 and "Anna" not in page.text and "<script" not in page.text
    done = await browser.post(f"/o/{code}", data=WRITTEN | {"item": str(item)})
    assert done.status_code == 200
    [row] = await seen(cast, assembly)
    assert (row.item, row.name, row.words) == ("1", WRITTEN["name"], WRITTEN["words"])
    tab = Tab(AgendaState, f"/assemblies/{assembly}/agenda", cast.anna)
    await tab.call("load")
    assert [each.place for each in tab.state.observations] == ["A3"]
    room = Tab(AssemblyRoomState, f"/assemblies/{assembly}/room", cast.syndic)
    await room.call("load")
    assert (room.state.observed, [each.words for each in room.state.observations]) == (["1"], [WRITTEN["words"]])
    plan = Tab(PlanState, f"/assemblies/{assembly}/plan", cast.syndic)
    await plan.call("load")
    assert [each.observed for each in plan.state.items] == [True]


async def test_what_is_to_be_corrected_is_said_and_kept(cast):
    assembly, _, code = await noticed(cast)
    browser = Browser(open_links.router)
    again = await browser.post(f"/o/{code}", data={"name": "", "place": "x" * 90, "words": "<script>"})
    assert again.status_code == 422 and again.text.count('role="alert"') == 2
    assert "&lt;script&gt;" in again.text and "<script>" not in again.text
    assert await seen(cast, assembly) == []


async def test_there_is_an_end_to_it(cast, monkeypatch):
    assembly, _, code = await noticed(cast)
    browser = Browser(open_links.router)
    monkeypatch.setattr(doors, "WRITES", Pace(most=1, seconds=60))
    answers = [(await browser.post(f"/o/{code}", data=WRITTEN)).status_code for _ in range(2)]
    assert answers == [200, 422] and len(await seen(cast, assembly)) == 1
    monkeypatch.setattr(doors, "WRITES", Pace(most=9, seconds=60))
    monkeypatch.setattr(occupants, "MOST", 1)
    assert (await browser.post(f"/o/{code}", data=WRITTEN)).status_code == 422


@pytest.mark.parametrize("item", ["nothing", str(uuid4())], ids=["no id", "nobody's id"])
async def test_another_point_is_none(cast, item):
    _, _, code = await noticed(cast)
    answer = await Browser(open_links.router).post(f"/o/{code}", data=WRITTEN | {"item": item})
    assert answer.status_code == 404


async def test_the_form_closes_with_the_assembly_and_no_code_of_ours_opens_none(cast):
    assembly, _, code = await noticed(cast)
    browser = Browser(open_links.router)
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO assembly_event (id, association_id, assembly_id, what, by_id, at, reason, seq, facts)"
                " VALUES (gen_random_uuid(), :t, :a, 'cancelled', :p, now(), '', 99, '{}')"
            ),
            {"t": cast.association_id, "a": assembly, "p": cast.syndic.person_id},
        )
    for path in (f"/o/{code}", "/o/none", "/o/" + "A" * 46):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data=WRITTEN)).status_code == 404


async def test_only_who_plans_makes_a_notice_and_only_once_convened(cast):
    draft, _ = await drafted(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        with pytest.raises(WrongState):
            await occupants.request_notice(session, cast.syndic, cast.association_id, draft, at=NOW)
    ready, _ = await convened(cast)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        with pytest.raises(NotAllowed):
            await occupants.request_notice(session, cast.anna, cast.association_id, ready, at=NOW)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await occupants.observations(session, cast.stranger, cast.association_id, ready)
