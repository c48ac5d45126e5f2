"""Minutes of before on their page: files wait, are kept, found and taken back; the register finds them too."""

import json

import pytest

from koprogo.core.clock import now
from koprogo.services.assemblies.after.old_minutes import send_minutes
from koprogo.state.assemblies.after.old_minutes import OldMinutesState
from koprogo.state.assemblies.after.register import RegisterState
from tests.adapters.old_pdfs import LINES, scanned, typed
from tests.cast import put_on_stage
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def page(cast, who="syndic", state=OldMinutesState, path="old-minutes"):
    found = Tab(state, f"/associations/{cast.association_id}/{path}", cast.actors[who])
    await found.call("load")
    return found


async def sent(cast, tab, *contents):
    files = [
        {
            "id": await send_minutes(cast.syndic, cast.association_id, content=content, name=f"{n}.pdf", at=now()),
            "name": "x",
        }
        for n, content in enumerate(contents)
    ]
    await tab.call("sent", json.dumps(files), "0")


async def test_files_wait_one_after_the_other_and_are_found_once_they_are_kept(cast):
    tab = await page(cast)
    assert (tab.state.count, tab.state.upload_at != "") == (0, True)
    await sent(cast, tab, typed(LINES), scanned())
    assert (tab.state.waiting.day, tab.state.waiting.title, tab.state.more) == ("2021-03-12", LINES[0], 1)
    await tab.call("keep", {"day": "", "title": "AG"})
    assert (tab.state.refusal.problems[0].where, tab.state.more) == ("day", 1)
    await tab.call("keep", {"day": "2021-03-12", "title": "AG 2021"})
    assert (tab.state.waiting.found, tab.state.waiting.day, tab.state.more) == ("picture", "", 0)
    await tab.call("leave")
    assert (tab.state.waiting.file_id, tab.state.count) == ("", 1)
    reader = await page(cast, "anna")
    await reader.call("search", {"words": "renovation"})
    assert [(line.title, line.hit, line.page) for line in reader.state.lines] == [("AG 2021", "rénovation", 1)]
    await reader.call("withdraw", reader.state.lines[0].id)
    assert reader.state.refusal.kind == "not_allowed"
    register = await page(cast, "anna", RegisterState, "register")
    assert (register.state.old_count, register.state.old) == (1, [])
    await register.call("search", {"words": "toiture"})
    assert [line.title for line in register.state.old] == ["AG 2021"]
    await register.call("search", {"words": "ascenseur"})
    assert register.state.old == []
    await tab.call("withdraw", reader.state.lines[0].id)
    assert tab.state.count == 0


async def test_what_a_browser_says_it_sent_is_not_believed(cast):
    tab = await page(cast)
    for files in ("", "{}", "[1]", '[{"id": "0"}]', json.dumps([{"id": "0" * 33}])):
        await tab.call("sent", files, "0")
        assert tab.state.waiting.file_id == ""
    stranger = await page(cast, "stranger")
    assert stranger.state.refusal.kind == "not_found"
    assert (await page(cast, "carla")).state.upload_at == ""


async def test_a_search_that_finds_nothing_or_asks_for_nonsense_is_an_answer(cast):
    tab = await page(cast)
    await sent(cast, tab, typed(LINES))
    await tab.call("keep", {"day": "2021-03-12", "title": "AG 2021"})
    reader = await page(cast, "anna")
    asked = {
        "toiture": 1, '"toiture est votée"': 1, '"votée est toiture"': 0, "ascenseur": 0, "'; DROP TABLE old_minutes; --": 0,
        "& | ! ( ) : *": 1, '"': 1, "%": 1, "_": 1, "\\": 1, "x" * 5_000: 0, "": 1,
    }  # fmt: skip
    found = {}
    for words in asked:
        await reader.call("search", {"words": words})
        assert reader.state.refusal.kind == "", words
        found[words] = reader.state.count
    assert found == asked
    await reader.call("turn", 99)
    assert (reader.state.page, len(reader.state.lines)) == (1, 1)
