"""An accountant's day: an invoice with its electronic twin, the bank, the calls, the budget that is over, the settlement."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.clock import today
from koprogo.core.money import Money
from koprogo.core.numbers import format_structured
from koprogo.i18n.format import euros
from koprogo.services.buildings.demo_days import nobodys_iban
from koprogo.services.buildings.demo_papers import drawn_invoice
from tests.e2e.stage import Stage, Window
from tests.papers.pdf_text import page_texts

UBL = Path(__file__).parents[1] / "data" / "ubl-lift.xml"
LIFT = "Ascenseurs du Midi SA"
CLEANING = 36_300
"""What last year cost in all, in cents; flat A bears 301 of 1000 of it."""


@pytest.fixture(scope="module")
def year(house) -> dict[str, Any]:
    """An association of its own, so that nobody else's day is disturbed."""
    return json.loads(house.answer_of("tests.e2e.a_year", "Résidence du Jour"))


def test_from_the_paper_to_the_settlement(stage: Stage, year):
    accountant, syndic = stage.window("accountant", width=1440), stage.window("syndic", width=1440)
    an_invoice(accountant, syndic, year)
    the_bank(accountant, year)
    the_calls(accountant, year)
    the_variance(accountant, year)
    the_settlement(accountant, syndic, year)


def an_invoice(accountant: Window, syndic: Window, year: dict[str, Any]) -> None:
    """Drop the paper, lay the electronic invoice beside it, see the fields filled, submit; the syndic approves."""
    page = accountant.go(at(year, "invoices"))
    paper = drawn_invoice(LIFT, "Entretien de l’ascenseur", today(), Money(53_000))
    page.locator('input[type="file"]').set_input_files(
        {"name": "ascenseur.pdf", "mimeType": "application/pdf", "buffer": paper}
    )
    page.wait_for_url(re.compile(r"/invoices/[0-9a-f-]{36}"))
    accountant.alive()
    where = page.url.removeprefix(accountant.base_url)
    electronic = UBL.read_text().replace("2025-03-14", today().isoformat()).replace("2025-04-13", today().isoformat())
    page.locator('input[type="file"]').set_input_files(
        {"name": "ascenseur.xml", "mimeType": "application/xml", "buffer": electronic.encode()}
    )
    expect(page.locator("#supplier_number")).to_have_value("2025/0417")
    expect(page.locator("#gross")).to_have_value(re.compile("530"))
    expect(page.locator("#supplier option:checked")).to_have_text(LIFT)
    expect(page.locator("#words_1")).to_have_value("Entretien ascenseur, premier semestre")
    for place in page.locator(".invoice-line").all():
        place.locator("input[name^=account_]").fill("61011")
    accountant.button("Keep this").click()
    expect(page.get_by_role("status").filter(has_text=accountant.say("Kept."))).to_be_visible()
    accountant.button("Submit for approval").click()
    expect(accountant.get("step-submitted")).to_have_count(0)
    desk = syndic.go(where)
    syndic.button("Approve and book").click()
    expect(syndic.get("step-approved")).to_have_count(0)
    expect(desk.locator("main")).to_contain_text("2025/0417")


def the_bank(accountant: Window, year: dict[str, Any]) -> None:
    """Take a statement in: one line finds its owner, one is accepted, one decided by hand, one stays in suspense."""
    owed = year["owed"]
    anna, bruno = owed["Anna Peeters"], owed["Bruno Claes"]
    slip = bruno["number"][:4] + str((int(bruno["number"][4]) + 1) % 10) + bruno["number"][5:]
    day = today()
    lines = [
        Written(anna["cents"], day, nobodys_iban(1), "Anna Peeters", structured=anna["number"]),
        Written(bruno["cents"], day, nobodys_iban(2), "B. C.", format_structured(slip)),
        Written(12_500, day, nobodys_iban(3), "Immo Horizon", "loyer garage"),
        Written(3_125, day, nobodys_iban(4), "Inconnu SRL", "paiement"),
    ]
    page = accountant.go(at(year, "bank"))
    page.locator('input[type="file"]').set_input_files(
        {"name": "jour.cod", "mimeType": "text/plain", "buffer": statement(year["iban"], 1, 0, lines, day=day)}
    )
    expect(page.locator("main")).to_contain_text(accountant.say("{n} matched", n=1))
    expect(page.locator("main")).to_contain_text(accountant.say("{n} to decide", n=3))
    page.get_by_role("link", name=accountant.say("Decide now")).click()
    page.wait_for_url("**/bank-queue")
    accountant.alive()
    open_line(accountant, "B. C.")
    expect(page.locator("main")).to_contain_text("Bruno Claes")
    pays = re.escape(accountant.say("Pays {call}: {amount}", call="CALL", amount="").partition("CALL")[0])
    page.get_by_role("button", name=re.compile(rf"^{pays}CALL-{day.year - 1}-Q\d")).first.click()
    expect(accountant.page.locator("main")).to_contain_text(waiting(accountant, 2))
    open_line(accountant, "Immo Horizon")
    page.locator("#account").fill("7420")
    accountant.button("Book it so").click()
    expect(accountant.page.locator("main")).to_contain_text(waiting(accountant, 1))
    page = accountant.go(at(year, "bank"))
    expect(page.locator("main")).to_contain_text(accountant.say("{n} to decide", n=1))
    books = accountant.rest("GET", f"/associations/{year['association']}/books/owners")
    owes = {each["people"][0]: each for each in books}
    assert set(owes) == {"Anna Peeters", "Bruno Claes", "Carla Maes", "Dirk Wouters"}


def the_calls(accountant: Window, year: dict[str, Any]) -> None:
    """Look at what the first quarter would ask, then call it."""
    page = accountant.go(at(year, "calls"))
    page.locator("#starts").select_option(f"{today().year}-01-01")
    page.locator("#number").fill("1")
    accountant.button("Show what it would ask").click()
    expect(accountant.get("planned").locator("details")).to_have_count(4)
    page.locator("button:has(+ dialog#make-call)").click()
    accountant.get("make-call-confirm").click()
    page.wait_for_url(re.compile(r"/calls/[0-9a-f-]{36}"))
    accountant.alive()
    expect(page.locator("main")).to_contain_text(f"CALL-{today().year}-Q1")
    expect(page.locator("main")).to_contain_text("Carla Maes")


def the_variance(accountant: Window, year: dict[str, Any]) -> None:
    """Read which line of the budget is more than ten per cent over."""
    page = accountant.go(at(year, "variance"))
    row = page.locator("tr", has_text="61011")
    expect(row).to_contain_text(accountant.say("over 10 %"))
    expect(page.locator("tr", has_text="61050")).not_to_contain_text(accountant.say("over 10 %"))


def the_settlement(accountant: Window, syndic: Window, year: dict[str, Any]) -> None:
    """Issue last year's settlement, read an owner's sentence, open her paper."""
    desk = syndic.go(at(year, "settlements"))
    to_settle = syndic.get("to-settle").locator("li").filter(has_text=str(today().year - 1))
    to_settle.get_by_role("button", name=syndic.say("Show it per owner")).click()
    expect(syndic.get("owners").locator("details")).to_have_count(4)
    syndic.button("Issue it, subject to approval").click()
    expect(syndic.get("issued").locator("li")).to_have_count(1)
    page = accountant.go(at(year, "settlements"))
    accountant.get("issued").get_by_role("button", name=accountant.say("Show it per owner")).click()
    anna = accountant.get("owners").locator("details").filter(has_text="Anna Peeters")
    anna.locator("summary").click()
    whole, part = (euros(Money(cents), accountant.language) for cents in (CLEANING, round(CLEANING * 301 / 1000)))
    sentence = accountant.say("{whole} × {weight}/{of} = {part}", whole=whole, weight=301, of=1000, part=part)
    expect(anna).to_contain_text(sentence)
    href = anna.get_by_role("link", name=accountant.say("The paper (PDF)")).get_attribute("href")
    content = page.request.get(accountant.base_url + str(href)).body()
    text = " ".join("".join(page_texts(content)).split())
    assert "Anna Peeters" in text and "301/1" in text.replace("\u202f", "").replace(" ", "")
    assert desk.url.startswith(syndic.base_url)


def open_line(accountant: Window, name: str) -> None:
    """Make a waiting line the one that is open."""
    row = accountant.page.locator("li", has_text=name)
    press = row.get_by_role("button", name=accountant.say("Open this line"))
    now = row.filter(has_text=accountant.say("Open now"))
    expect(press.or_(now).first).to_be_visible()
    if press.count():
        press.click()
    expect(now).to_be_visible()


def waiting(accountant: Window, n: int) -> str:
    return accountant.count("{n} line waits", "{n} lines wait", n)


def at(year: dict[str, Any], page: str) -> str:
    return f"/associations/{year['association']}/{page}"
