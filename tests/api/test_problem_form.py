"""The form behind the code in the hall, as a phone without an account sends it; and the page of one's own."""

import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.api import open_links, problem_form
from koprogo.core.clock import now
from koprogo.security.pace import Pace
from koprogo.services.works import occupants, photos, posted_form
from tests.api.web import Browser
from tests.cast import put_on_stage
from tests.services.works.tickets_on_stage import PHONE, act, photo, posted, step

SAID = {
    "words": "Water drips.\n<script>alert(1)</script>", "category": "water", "place": "common", "urgency": "soon",
    "place_words": "cellar <b>", "name": "Noor <i>", "email": "noor@example.org", "phone": "",
}  # fmt: skip


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    monkeypatch.setattr(problem_form, "WRITES", Pace(most=100, seconds=60))


async def sent(code, said=SAID, files=()):
    return await Browser(open_links.router).post(f"/p/{code}", data=said, files=list(files))


def own_link(page) -> str:
    return re.search(r'href="(/r/[\w-]+)"', page.text)[1]


async def everything(cast):
    async with db.association_session(cast.association_id) as session:
        found = await session.execute(text("SELECT id, number, words FROM ticket ORDER BY number"))
        return found.all()


async def test_a_phone_in_the_hall_reports_with_photos_and_follows(cast):
    code = await posted(cast)
    browser = Browser(open_links.router)
    page = await browser.get(f"/p/{code}")
    assert page.status_code == 200 and "Résidence Les Tilleuls" in page.text
    assert "Anna" not in page.text and "<script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    files = [("photos", (f"{n}.jpg", photo(), "image/jpeg")) for n in range(2)]
    done = await sent(code, files=files)
    assert done.status_code == 200 and "no. 1" in done.text
    [row] = await everything(cast)
    assert row.words == SAID["words"]
    kept = await act(cast, "syndic", photos.photos, row.id)
    assert [each.placed for each in kept] == [False, False]
    for each in kept:
        _, file = await act(cast, "syndic", photos.photo, row.id, each.id)
        with file:
            assert PHONE.encode() not in file.read()
    link = own_link(done)
    page = await browser.get(link)
    assert page.headers["cache-control"] == done.headers["cache-control"] == "no-store"
    assert page.status_code == 200 and "&lt;script&gt;" in page.text and "<script>" not in page.text
    await step(cast, "syndic", row.id, "solved", words="A new joint.")
    page = await browser.get(link)
    assert "A new joint." in page.text and 'value="confirmed"' in page.text
    page = await browser.post(link, data={"what": "confirmed", "words": ""})
    assert page.status_code == 200 and 'value="confirmed"' not in page.text and 'value="reopened"' in page.text


async def test_an_occupant_sees_the_photos_of_her_report_again_and_no_others(cast):
    code = await posted(cast)
    browser = Browser(open_links.router)
    link = own_link(await sent(code, files=[("photos", ("a.jpg", photo(), "image/jpeg"))]))
    other = own_link(await sent(code, files=[("photos", ("b.jpg", photo(), "image/jpeg"))]))
    page = await browser.get(link)
    [shown] = re.findall(r'<img src="([^"]+)" alt="[^"]+"', page.text)
    assert shown.startswith(f"{link}/photos/")
    picture = await browser.get(shown)
    assert picture.status_code == 200 and picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8") and "sandbox" in picture.headers["content-security-policy"]
    for wrong in (shown.replace(link, other), f"{link}/photos/{uuid4()}", f"/r/{'x' * 46}{shown.removeprefix(link)}"):
        assert (await browser.get(wrong)).status_code == 404
    [first, _] = await everything(cast)
    [row] = await act(cast, "syndic", photos.photos, first.id)
    await act(cast, "syndic", photos.withdraw_photo, first.id, row.id, at=now())
    assert (await browser.get(shown)).status_code == 404
    assert "<img" not in (await browser.get(link)).text


async def test_without_a_photo_an_empty_file_is_sent_and_is_none(cast):
    done = await sent(await posted(cast), files=[("photos", ("", b"", "application/octet-stream"))])
    assert done.status_code == 200
    [row] = await everything(cast)
    assert await act(cast, "syndic", photos.photos, row.id) == []


async def test_the_place_is_left_in_only_on_purpose(cast):
    said = SAID | {"keep_place": "yes"}
    await sent(await posted(cast), said, [("photos", ("a.jpg", photo(), "image/jpeg"))])
    [row] = await everything(cast)
    assert [each.placed for each in await act(cast, "syndic", photos.photos, row.id)] == [True]


@pytest.mark.parametrize("content", [b"%PDF-1.7 not a photo", b"\xff\xd8\xff no photo"])
async def test_foreign_bytes_are_refused_in_words_and_the_answers_are_kept(cast, content):
    again = await sent(await posted(cast), files=[("photos", ("a.jpg", content, "image/jpeg"))])
    assert again.status_code == 422 and "choose a picture" in again.text
    assert "cellar &lt;b&gt;" in again.text and await everything(cast) == []


async def test_oversize_and_too_many_are_refused_in_words(cast, monkeypatch):
    code = await posted(cast)
    monkeypatch.setattr(photos, "LARGEST", 100)
    again = await sent(code, files=[("photos", ("a.jpg", photo(), "image/jpeg"))])
    assert again.status_code == 422 and "at most" in again.text
    monkeypatch.setattr(photos, "LARGEST", 15_000_000)
    four = [("photos", (f"{n}.jpg", photo(), "image/jpeg")) for n in range(occupants.MOST_PHOTOS + 1)]
    again = await sent(code, files=four)
    assert again.status_code == 422 and "at most 3 photos" in again.text
    assert await everything(cast) == []


async def test_far_too_many_files_or_another_shape_are_no_fault_of_ours(cast):
    code = await posted(cast)
    many = [("photos", (f"{n}.jpg", photo(), "image/jpeg")) for n in range(occupants.MOST_PHOTOS + 5)]
    again = await sent(code, files=many)
    assert again.status_code in (400, 422)
    plain = await Browser(open_links.router).post(f"/p/{code}", json={"words": "x"})
    assert plain.status_code == 422
    assert await everything(cast) == []


async def test_what_is_to_be_corrected_is_said(cast):
    again = await sent(await posted(cast), SAID | {"words": "", "name": " ", "category": "moon"})
    assert again.status_code == 422 and again.text.count('role="alert"') == 3


async def test_an_address_may_not_write_endlessly(cast, monkeypatch):
    code = await posted(cast)
    monkeypatch.setattr(problem_form, "WRITES", Pace(most=1, seconds=60))
    assert [(await sent(code)).status_code for _ in range(2)] == [200, 422]
    assert len(await everything(cast)) == 1


async def test_a_closed_form_and_a_foreign_code_open_nothing(cast):
    code = await posted(cast)
    await act(cast, "syndic", posted_form.close_form, at=now())
    browser = Browser(open_links.router)
    for path in (f"/p/{code}", "/p/none", "/p/" + "A" * 46, f"/r/{code}", "/r/none"):
        assert (await browser.get(path)).status_code == 404
        assert (await browser.post(path, data=SAID)).status_code == 404
    assert await everything(cast) == []


async def test_another_site_reports_nothing(cast):
    browser = Browser(open_links.router)
    browser.headers["origin"] = "https://elsewhere.example"
    assert (await browser.post(f"/p/{await posted(cast)}", data=SAID)).status_code == 403
    assert await everything(cast) == []


async def test_on_her_page_she_is_forgotten_and_takes_no_step_of_the_syndic(cast):
    link = own_link(await sent(await posted(cast)))
    browser = Browser(open_links.router)
    page = await browser.post(link, data={"what": "solved", "words": "By me"})
    assert page.status_code == 404
    page = await browser.post(link, data={"what": "noted", "words": ""})
    assert page.status_code == 422
    page = await browser.post(link, data={"what": "noted", "words": "It is worse."})
    assert page.status_code == 200 and "It is worse." in page.text
    page = await browser.post(link, data={"what": "forget"})
    assert page.status_code == 200 and 'value="forget"' not in page.text
