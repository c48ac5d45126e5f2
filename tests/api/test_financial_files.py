"""A statement over HTTP: as a workbook, as CSV, and as a paper that is printed meanwhile."""

from datetime import date, timedelta

import pytest

from koprogo.api.v1.routers import ROUTERS
from koprogo.core.clock import now, today
from koprogo.services.accounting.reports import paper
from koprogo.services.accounting.reports.asked import Asked, What
from tests.api.web import signed_in
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.charges import worked_year as stage_of

AT = "/api/v1/financial"
YEAR = {"starts": "2026-01-01", "until": "2027-01-01"}


@pytest.fixture(scope="module")
async def cast(database):
    """A year with a bill and a call."""
    found = await put_on_stage()
    await on_stage.year(found)
    await on_stage.bill(found, text="=HYPERLINK(evil)")
    await on_stage.call(found, "A1", 40000, "CALL-1")
    return found


@pytest.fixture
def params(cast):
    return {"association_id": str(cast.association_id), **YEAR}


async def test_a_workbook_and_a_csv_file_are_there_at_once(cast, params):
    browser = await signed_in(cast.people["accountant"], *ROUTERS)
    book = await browser.send("GET", f"{AT}/journal", params={**params, "format": "xlsx", "language": "nl"})
    assert book.status_code == 200
    assert book.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert (
        "journal-" in book.headers["content-disposition"] and "2026-12-31.xlsx" in book.headers["content-disposition"]
    )
    csv = await browser.send("GET", f"{AT}/journal", params={**params, "format": "csv", "language": "nl"})
    lines = csv.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Datum;Stuk;Referentie;Tekst;Rekening;Omschrijving;Debet;Credit"
    assert "2026-03-15;Aankopen 2026/1;F-1;'=HYPERLINK(evil);61050;Schoonmaak gebouw volgens contract;363,00;" in lines
    assert csv.headers["cache-control"] == "private, no-store"


async def test_a_paper_is_printed_and_then_opens(cast, params):
    browser = await signed_in(cast.people["anna"], *ROUTERS)
    asked = {**params, "format": "pdf", "language": "fr"}
    waits = await browser.send("GET", f"{AT}/funds", params=asked)
    assert waits.status_code == 202
    assert waits.json() == {"printing": True, "paper": waits.headers["location"]}
    again = await browser.send("GET", waits.headers["location"], headers={"accept": "text/html"})
    assert again.status_code == 202
    assert 'http-equiv="refresh"' in again.text and "impression" in again.text
    days = date(2026, 1, 1), date(2027, 1, 1)
    await paper.print_statement(cast.association_id, Asked(What.FUNDS, *days), "fr", by=cast.actors["anna"], at=now())
    for where, more in ((waits.headers["location"], None), (f"{AT}/funds", asked)):
        there = await browser.send("GET", where, params=more)
        assert there.status_code == 200
        assert there.content.startswith(b"%PDF-")


async def test_what_is_asked_makes_sense_or_says_what_does_not(cast, params):
    browser = await signed_in(cast.people["anna"], *ROUTERS)
    wrong = await browser.send("GET", f"{AT}/cash-flow", params={**params, "until": "2025-01-01"})
    assert wrong.status_code == 422
    assert (await browser.send("GET", f"{AT}/cash-flow", params={**params, "format": "doc"})).status_code == 422
    assert (await browser.send("GET", f"{AT}/journal", params={**params, "format": "csv"})).status_code == 403


async def test_the_budget_of_a_year_that_runs_is_as_of_today(database):
    stage = await stage_of.worked_year()
    await stage_of.voted(stage)
    browser = await signed_in(stage.people["O1"], *ROUTERS)
    days = {"starts": "2025-01-01", "until": (today() + timedelta(days=400)).isoformat()}
    asked = {"association_id": str(stage.association_id), **days}
    found = (await browser.send("GET", f"{AT}/variance", params=asked)).json()
    assert (found["on"], found["sum"]["before"]) == (today().isoformat(), None)
