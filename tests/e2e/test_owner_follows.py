"""A suspicious owner on a phone: from her balance to the invoice in three presses, and nothing of her neighbours."""

from playwright.sync_api import Locator, Page, expect

from koprogo.core.doors import page_of
from tests.e2e.house import House
from tests.e2e.settled import settled
from tests.e2e.stage import Stage, Window

PDF = "application/pdf"


def kind_of(window: Window, address: str) -> tuple[int, str]:
    """Return how an address answers this window: status, and what it is."""
    answer = window.context.request.get(window.base_url + address)
    return answer.status, answer.headers.get("content-type", "")


def pressed(window: Window, link: Locator) -> None:
    """Press something that leads to another page of ours, and wait for it."""
    window.lift_the_finger()
    link.click()
    window.alive()


def test_from_a_balance_to_the_invoice_in_three_presses(stage: Stage):
    syndic = stage.window("syndic", width=1440)
    syndic.go("/assemblies")
    association = syndic.rest("GET", "/assemblies")[0]["association_id"]
    settled(syndic, association)
    people = syndic.rest("GET", f"/associations/{association}/books/owners")
    hers = next(row["id"] for row in people if row["people"] == ["Wim Dupont"])
    others = next(row for row in people if row["people"] == ["Jean Leroy"])
    wim = stage.window("wim")
    page = wim.go(f"/associations/{association}/owner-accounts/{hers}")
    expect(page.locator("main")).to_contain_text(wim.say("Permanent communication"))
    expect(page.get_by_text("+++").first).to_be_visible()
    presses = 1
    pressed(wim, page.locator("main a[href*='/settlements/']").first)
    cell = wim.get("cells").locator("details").filter(has=page.get_by_test_id("scan")).first
    presses += 1
    cell.locator("summary").click()
    scan = cell.get_by_test_id("scan").first
    expect(scan).to_be_visible()
    presses += 1
    status, kind = kind_of(wim, scan.get_attribute("href") or "")
    assert (presses, status) == (3, 200)
    assert kind.startswith((PDF, "image/", "application/octet-stream"))
    assert "Jean Leroy" not in page.locator("main").inner_text()
    paper = page.get_by_role("link", name=wim.say("The paper (PDF)")).first
    status, kind = kind_of(wim, paper.get_attribute("href") or "")
    assert (status, kind) == (200, PDF)
    theirs = (paper.get_attribute("href") or "").replace(hers, others["id"])
    assert kind_of(wim, theirs)[0] == 404


def test_from_a_balance_to_a_call_and_its_paper_in_two_presses(stage: Stage):
    wim = stage.window("wim", language="nl")
    wim.go("/assemblies")
    association = wim.rest("GET", "/assemblies")[0]["association_id"]
    page = wim.go(f"/associations/{association}/owner-accounts")
    pressed(wim, page.locator("main a[href*='/owner-accounts/']").first)
    pressed(wim, page.locator("main a[href*='/calls/']").first)
    asked = wim.get("asked").locator("details")
    expect(asked).to_have_count(1)
    paper = page.get_by_role("link", name=wim.say("The paper (PDF)")).first
    expect(paper).to_be_visible()
    assert kind_of(wim, paper.get_attribute("href") or "") == (200, PDF)


def test_a_sale_is_booked_and_both_parties_get_their_paper(stage: Stage, house: House):
    association, deed, _ = house.answer_of("tests.e2e.sold_lot").split()
    syndic = stage.window("syndic", width=820)
    page = syndic.go(f"/associations/{association}/sales/{deed}")
    expect(page.locator("main")).to_contain_text(syndic.say("the buyer"))
    syndic.button("Give it back and call it").click()
    page.get_by_role("dialog").get_by_role("button", name=syndic.say("Book it"), exact=True).click()
    expect(page.locator("main")).to_contain_text(syndic.say("In the books"))
    page.locator("#day").fill("2025-10-03")
    syndic.button("Carry them over in one entry").click()
    expect(page.locator("main")).to_contain_text(syndic.say("carried over"))
    expect(syndic.button("Carry them over in one entry")).to_have_count(0)
    papers = page.locator("a[href*='/statements/']")
    expect(papers).to_have_count(2)
    for place in (0, 1):
        assert kind_of(syndic, papers.nth(place).get_attribute("href") or "") == (200, PDF)


def test_an_owner_who_presses_every_way_from_home_is_refused_nothing(stage: Stage):
    wim = stage.window("wim", width=1440)
    page = wim.go("/")
    expect(page.locator("main a[href*='/owner-accounts/']").first).to_be_visible()
    seen, todo = set(), links(page)
    while todo:
        kind, href = todo.popitem()
        seen.add(kind)
        page = wim.go(href)
        expect(page.locator(".skeleton")).to_have_count(0)
        expect(page.locator("main .refusal"), href).to_have_count(0)
        todo |= {each: at for each, at in links(page).items() if each not in seen}
    assert {"owner-accounts/*", "works", "works/*", "claims", "calls/*", "invoices/*"} <= seen
    assert not {"bank", "bank-queue", "journal", "suppliers", "payments"} & seen


def links(page: Page) -> dict[str, str]:
    """Return one link of this page to each page of an association, by what it is."""
    hrefs = page.eval_on_selector_all("a[href^='/associations/']", "links => links.map((a) => a.getAttribute('href'))")
    return {page_of(href): href for href in reversed(hrefs) if "#" not in href}
