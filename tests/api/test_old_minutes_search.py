"""The words of minutes of before, looked for over the interface: found by co-owners and by nobody else."""

import pytest

from koprogo.api.v1 import old_minutes
from koprogo.core.clock import now
from koprogo.services.assemblies.after.old_minutes import keep_minutes, send_minutes
from tests.adapters.old_pdfs import LINES, typed
from tests.api.old_minutes_played import KEPT
from tests.api.web import signed_in
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import act


@pytest.fixture(scope="module")
async def cast(database):
    """An association with one file of old minutes."""
    found = await put_on_stage()
    sent = await send_minutes(found.syndic, found.association_id, content=typed(LINES), name="AG.pdf", at=now())
    await act(found, keep_minutes, sent, at=now(), **KEPT)
    return found


async def asked(cast, who="anna", **params):
    browser = await signed_in(cast.people[who], old_minutes.router)
    return await browser.get(f"/api/v1/associations/{cast.association_id}/old-minutes", params=params)


@pytest.mark.parametrize(
    ("params", "titles"),
    [
        ({}, ["AG 2021"]),
        ({"words": "renovation TOITURES"}, ["AG 2021"]),
        ({"words": '"toiture est votée"', "year": "2021"}, ["AG 2021"]),
        ({"words": "toiture", "year": "2020"}, []),
        ({"words": "ascenseur"}, []),
        ({"words": "toiture ascenseur"}, []),
        ({"words": "'; DROP TABLE old_minutes_page; --"}, []),
        ({"words": "!!  & | <-> :*"}, ["AG 2021"]),
        ({"words": "toiture " * 1_000}, ["AG 2021"]),
    ],
)
async def test_what_is_looked_for_is_found_or_not(cast, params, titles):
    done = await asked(cast, **params)
    assert (done.status_code, [row["title"] for row in done.json()]) == (200, titles)


async def test_the_page_and_the_words_around_are_shown(cast):
    [row] = (await asked(cast, words="renovation")).json()
    assert (row["page"], row["hit"]) == (1, "rénovation")


async def test_who_is_not_of_this_association_finds_nothing(cast):
    for who in ("stranger", "other_syndic"):
        assert (await asked(cast, who, words="toiture")).status_code == 404


@pytest.mark.parametrize("year", ["-1", "99999", "1e3", "toiture"])
async def test_a_year_that_is_none_is_named(cast, year):
    done = await asked(cast, year=year)
    assert (done.status_code, [field["field"] for field in done.json()["fields"]]) == (422, ["year"])
