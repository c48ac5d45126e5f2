"""Every route, from the table of routes itself: the rightful actor succeeds and changes something, then the stranger finds
nothing, and neither she nor another site with the rightful actor's cookie changes anything. A route without a play fails.
"""

import re
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.api.app import build
from koprogo.api.v1.routers import ROUTERS
from koprogo.services.identity import sessions
from tests.api.routes_played import ALONE, PLAYS
from tests.api.web import Browser, signed_in
from tests.cast import put_on_stage

for played in sorted(Path(__file__).parent.glob("*_played.py")):
    import_module(f"tests.api.{played.stem}")  # each registers its plays

OWN_AFFAIRS = re.compile(
    r"/api/v1/(me|receipt-key|verify(/page)?$|assemblies$|season(/drafts)?$|hand-overs$|books/waiting$|own-accounts$|docs|openapi)"
)
"""About the caller herself, or public: no other association's thing can be named."""


def routes() -> list[str]:
    """Return every `METHOD /path` of the interface."""
    paths = build(*ROUTERS).openapi()["paths"]
    return sorted(
        f"{method.upper()} {path}"
        for path, methods in paths.items()
        for method in methods
        if path.startswith("/api/v1") and not OWN_AFFAIRS.match(path)
    )


TABLES = (
    "SELECT table_name FROM information_schema.columns WHERE column_name = 'association_id'"
    " AND table_schema = 'public' AND table_name NOT IN (SELECT viewname FROM pg_views)"
    " AND table_name NOT IN ('sign_in_session', 'invitation')"
)


async def facts(association_id) -> dict[str, int]:
    """Count the rows of everything in one association."""
    async with db.platform_session(None, "a test counts") as session:
        tables = (await session.scalars(text(TABLES))).all()
        counts = (f"SELECT '{table}', count(*) FROM {table} WHERE association_id = :t" for table in tables)
        rows = await session.execute(text(" UNION ALL ".join(counts)), {"t": association_id})
        return {row[0]: row[1] for row in rows}


async def log_lines(association_id) -> int:
    """Count the lines of one association in the audit log."""
    async with db.platform_session(None, "a test counts") as session:
        lines = "SELECT count(*) FROM audit_event WHERE association_id = :t"
        return int(await session.scalar(text(lines), {"t": association_id}))


async def request(browser: Browser, route: str, play):
    method, path = route.split(" ", 1)
    more = {
        name: value
        for name, value in (("json", play.json), ("files", play.files), ("data", play.data), ("params", play.params))
        if value is not None
    }
    return await browser.send(method, path.format(**play.path), **more)


def test_every_route_has_a_play_and_no_play_is_left_over():
    assert set(routes()) == set(PLAYS)


@pytest.fixture
async def people(cast, route):
    """The people the routes share, or others for a route that is played alone."""
    return await put_on_stage() if route in ALONE else cast


@pytest.mark.parametrize("route", sorted(PLAYS))
async def test_only_the_rightful_actor_succeeds_and_from_our_pages_only(people, route):
    sessions.forget_all()
    rightful_play = await PLAYS[route](people)
    association_id = rightful_play.path.get("association_id", people.association_id)
    before = await log_lines(association_id)
    done = await request(await signed_in(people.people[rightful_play.who], *ROUTERS), route, rightful_play)
    assert 200 <= done.status_code < 300, done.text
    if rightful_play.writes:
        assert await log_lines(association_id) > before, "a mutation without a line in the log"

    play = await PLAYS[route](people)
    association_id = play.path.get("association_id", people.association_id)
    before = await facts(association_id)
    for who in ("stranger", "other_syndic"):
        refused = await request(await signed_in(people.people[who], *ROUTERS), route, play)
        assert refused.status_code == 404, (who, refused.text)
        assert refused.json()["type"] == "not-found"
    nobody = await request(Browser(*ROUTERS), route, play)
    assert nobody.status_code == 401
    if not route.startswith("GET"):  # the cookie alone is not enough: no page of ours sent this
        forged = await signed_in(people.people[play.who], *ROUTERS)
        forged.headers["origin"] = "https://elsewhere.example"
        assert (await request(forged, route, play)).status_code == 403
    assert await facts(association_id) == before
