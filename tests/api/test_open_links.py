"""The public door of a letter: looking records nothing, pressing does, once; nothing else is shown to who has no sign-in."""

import pytest

from koprogo import db
from koprogo.api import open_links
from koprogo.security.pace import Pace
from koprogo.services.assemblies.convening import convocation, letter_list
from tests.api.web import Browser
from tests.services.assemblies.evening import NOW
from tests.services.assemblies.letters_on_stage import code_of, sent


@pytest.fixture(scope="module")
async def code(cast):
    assembly = await sent(cast)
    await convocation.print_letters(cast.association_id, assembly, at=NOW)
    return assembly, await code_of(cast, "anna@example.org")


async def state(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        found = await letter_list.letter_list(session, cast.syndic, cast.association_id, assembly)
    return next(line.state for line in found if line.name == "Anna Peeters")


async def test_from_the_mail_to_the_paper_without_an_account(cast, code):
    assembly, secret = code
    browser = Browser(open_links.router)
    page = await browser.get(f"/l/{secret}")
    assert page.status_code == 200 and 'lang="fr"' in page.text and "<script" not in page.text
    assert "Anna" not in page.text and page.headers["cache-control"] == "no-store"
    assert await state(cast, assembly) == "printed", "a mail filter that fetches addresses has read nothing"
    opened = await browser.post(f"/l/{secret}")
    assert f"/assemblies/{assembly}/agenda" in opened.text
    assert await state(cast, assembly) == "opened"
    paper = await browser.get(f"/l/{secret}/paper")
    assert paper.headers["content-type"] == "application/pdf" and paper.content.startswith(b"%PDF")


async def test_another_site_cannot_press_for_her(cast, code):
    browser = Browser(open_links.router)
    browser.headers["origin"] = "https://elsewhere.example"
    assert (await browser.post(f"/l/{code[1]}")).status_code == 403


@pytest.mark.parametrize("path", ["/l/nothing", "/l/" + "A" * 46, "/l/%3Cscript%3E"])
async def test_a_wrong_link_says_what_to_do_and_nothing_else(cast, path):
    browser = Browser(open_links.router)
    for answer in (await browser.get(path), await browser.post(path)):
        assert answer.status_code == 404 and "<script" not in answer.text and "KoproGo" in answer.text
    assert (await browser.get(f"{path}/paper")).status_code == 303


async def test_trying_codes_soon_leads_nowhere(cast, code, monkeypatch):
    monkeypatch.setattr(open_links, "PACE", Pace(most=2, seconds=60))
    browser = Browser(open_links.router)
    answers = [(await browser.get(f"/l/{code[1]}")).status_code for _ in range(3)]
    assert answers == [200, 200, 404]


def test_a_pace_counts_by_address_and_forgets():
    pace = Pace(most=1, seconds=10)
    assert [pace.allows("a", 0), pace.allows("a", 1), pace.allows("b", 1), pace.allows("a", 11)] == [
        True,
        False,
        True,
        True,
    ]
