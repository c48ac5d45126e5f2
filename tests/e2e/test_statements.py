"""The accountant reads the balance sheet, follows a line down to its voucher, and takes the statement along.

As a workbook, as CSV and on paper: each says what the screen says.
"""

import io
import re

import openpyxl
from playwright.sync_api import expect

from tests.e2e.stage import Stage, Window
from tests.papers.pdf_text import page_texts

AMOUNT = re.compile(r"-?[\d.]+,\d\d")


def fetched(window: Window, href: str) -> tuple[int, str, bytes]:
    """Ask for a file as a press on its link would, with the session's cookie."""
    answer = window.page.request.get(f"{window.base_url}{href}", headers={"accept": "application/pdf"})
    return answer.status, answer.headers["content-type"], answer.body()


def link(window: Window, word: str) -> str:
    """Return where a way to take a statement along leads."""
    found = window.page.get_by_role("group", name=window.say("Take along")).get_by_role("link", name=word)
    expect(found).to_be_visible()
    return found.get_attribute("href") or ""


def test_from_a_statement_to_the_voucher_and_out_of_the_door(stage: Stage):
    accountant = stage.window("accountant", width=1440)
    accountant.go("/associations")
    association = accountant.rest("GET", "/assemblies")[0]["association_id"]
    accountant.go(f"/associations/{association}/statements")
    page = accountant.page
    page.get_by_role("button", name=accountant.say("Balance sheet"), exact=True).click()
    bank = page.get_by_role("link", name=re.compile(r"^551 "))
    expect(bank).to_be_visible()
    shown = bank.locator("xpath=ancestor::tr").inner_text()
    files = {word: link(accountant, word) for word in ("PDF", "Excel", "CSV")}
    bank.click()
    expect(page.get_by_role("heading", level=1, name=re.compile("^551 "))).to_be_visible()
    page.get_by_role("row").filter(has=page.get_by_role("link")).first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/entries/[0-9a-f-]{36}$"))

    status, _, workbook = fetched(accountant, files["Excel"])
    assert status == 200
    assets = openpyxl.load_workbook(io.BytesIO(workbook)).worksheets[0]
    cents = next(round(row[2] * 100) for row in assets.iter_rows(values_only=True) if row[0] == "551")
    said = f"{cents // 100}{cents % 100:02}"
    assert said in re.sub(r"\D", "", shown)
    status, kind, csv = fetched(accountant, files["CSV"])
    assert (status, kind) == (200, "text/csv; charset=utf-8")
    assert said in csv.decode("utf-8-sig").replace(",", "")

    def printed() -> bytes:
        status, _, content = fetched(accountant, files["PDF"])
        assert status in {200, 202}
        return content if status == 200 else b""

    paper = "".join(page_texts(accountant.until(printed)))
    assert said in re.sub(r"\D", "", paper)
