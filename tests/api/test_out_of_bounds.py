"""What no database keeps, a sign that ends a text or a figure beyond 64 bits, is something to correct and not our fault."""

import pytest

from koprogo.api.v1 import books, claims, old_minutes
from koprogo.core.clock import today
from tests.api.web import signed_in
from tests.cast import put_on_stage

HUGE = 10**30


@pytest.fixture(scope="module")
async def cast(database):
    """One association for all of them: nothing is written."""
    return await put_on_stage()


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("GET", "old-minutes", {"params": {"words": "toit\x00ure"}}),
        ("GET", "entries", {"params": {"starts": "2026-01-01", "until": "2027-01-01", "page": HUGE}}),
        ("POST", "claims", {"json": {"insurer": "AG", "words": "Eau", "happened_on": "today", "expected": HUGE}}),
        ("POST", "claims", {"json": {"insurer": "A\x00G", "words": "Eau", "happened_on": "today"}}),
    ],
)
async def test_the_answer_says_that_something_is_to_be_corrected(cast, method, path, more):
    browser = await signed_in(cast.people["syndic"], old_minutes.router, books.router, claims.router)
    if more.get("json"):
        more = {"json": more["json"] | {"happened_on": today().isoformat()}}
    prefix = "/books" if path == "entries" else ""
    done = await browser.send(method, f"/api/v1/associations/{cast.association_id}{prefix}/{path}", **more)
    assert (done.status_code, done.json()["title"]) == (422, "Something to correct"), done.text
