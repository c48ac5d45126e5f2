"""A problem from a phone to its confirmation, by an owner and by a tenant without an account; a task moved by keyboard."""

import io
import re

from PIL import Image
from playwright.sync_api import expect

from tests.e2e.halls import TILLEULS, association_of
from tests.e2e.stage import Stage, Window
from tests.papers.pdf_text import page_texts

GPS = 0x8825


def phone_photo() -> bytes:
    """Return what a phone's camera makes: large, and it notes where it was."""
    data = Image.Exif()
    data[0x0110] = "Telefoon van Wim"
    data[GPS] = {1: "N", 2: (50.0, 48.0, 12.5), 3: "E", 4: (4.0, 21.0, 7.0)}
    out = io.BytesIO()
    Image.new("RGB", (2400, 1800), (120, 130, 140)).save(out, "JPEG", exif=data)
    return out.getvalue()


def file(name: str = "leak.jpg", content: bytes | None = None) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content or phone_photo()}


def take_step(window: Window, step: str, *, day: str = "", words: str = "") -> None:
    """Open the form of a step on the page of a report, fill it and send it."""
    box = window.get(f"step-{step}")
    expect(box).to_be_visible()
    if box.locator("summary").count():
        box.locator("summary").click()
    if day:
        box.locator('input[name="due"]').fill(day)
    if words:
        box.locator('textarea[name="words"]').fill(words)
    box.get_by_test_id("submit").click()


def test_an_owner_reports_from_her_phone_and_confirms_that_it_is_solved(stage: Stage):
    wim = stage.window("wim", has_touch=True)
    page = wim.go("/")
    page.get_by_test_id("report-problem").first.click()
    page.wait_for_url("**/problems/new")
    page.locator("#words").fill("De deur van de fietsenkelder klemt, met de fiets geraak ik niet buiten.")
    page.locator("#category").select_option("doors")
    page.locator("#place_words").fill("kelder, achteraan")
    page.get_by_test_id("submit").click()
    page.wait_for_url(re.compile(r"/problems/[0-9a-f-]{36}"))
    path = re.sub(r"^https?://[^/]+|\?.*$", "", page.url)
    expect(page.get_by_text(wim.say("No photo yet."))).to_be_visible()
    page.locator('input[type="file"]').set_input_files(file())
    expect(page.locator(".photos img")).to_have_count(1)
    shown = page.locator(".photos img").get_attribute("src")
    taken = wim.page.request.get(wim.base_url + shown).body()
    with Image.open(io.BytesIO(taken)) as kept:
        assert kept.size == (1600, 1200) and not kept.getexif()
    assert b"Telefoon van Wim" not in taken

    syndic = stage.window("syndic", width=1440)
    desk = syndic.go("/problems")
    desk.get_by_role("link", name=re.compile("fietsenkelder")).click()
    desk.wait_for_url("**" + path)
    day = desk.evaluate("() => new Date(Date.now() + 3 * 864e5).toISOString().slice(0, 10)")
    take_step(syndic, "planned", day=day, words="De schrijnwerker komt.")
    expect(desk.get_by_text("De schrijnwerker komt.")).to_be_visible()
    take_step(syndic, "solved", words="De deur is geschaafd.")
    expect(desk.get_by_text("De deur is geschaafd.")).to_be_visible()

    page = wim.go(path)
    expect(page.get_by_text("De deur is geschaafd.")).to_be_visible()
    take_step(wim, "confirmed")
    expect(wim.get("step-confirmed")).to_have_count(0)
    expect(wim.get("step-reopened")).to_be_visible()
    expect(page.locator(".tag.good")).to_have_text(wim.say("Solved"))

    neighbour = stage.window("jean")
    page = neighbour.go(path)
    expect(page.get_by_text("De deur is geschaafd.")).to_be_visible()
    expect(page.get_by_text(neighbour.say("seen by syndic and council alone"))).to_be_visible()
    assert "Dupont" not in page.locator("main").inner_text()


def test_a_tenant_scans_the_code_in_the_hall_and_confirms_on_her_own_page(stage: Stage):
    syndic = stage.window("syndic", width=1440)
    desk = syndic.go("/problems")
    association = association_of(syndic, TILLEULS)
    desk = syndic.go(f"/associations/{association}/problems")
    make = syndic.get("post-form")
    another = syndic.button("Another code")
    expect(make.or_(another)).to_be_visible()
    if another.count():
        another.click()
        syndic.get("new-code-confirm").click()
    else:
        make.click()
    paper = desk.get_by_role("link", name=syndic.say("Page for the hall (PDF)"))
    look = syndic.button("Look again")
    expect(look).to_be_visible()

    def printed() -> bool:
        syndic.go(f"/associations/{association}/problems")
        expect(paper.or_(look)).to_be_visible()
        return bool(paper.count())

    syndic.until(printed)
    content = desk.request.get(syndic.base_url + str(paper.get_attribute("href"))).body()
    code = re.search(r"/p/([\w-]{46})", "".join("".join(page_texts(content)).split()))[1]

    tenant = stage.window(language="nl", has_touch=True)
    page = tenant.page
    page.goto(f"{tenant.base_url}/p/{code}")
    page.locator("#words").fill("De lamp in de gang van de tweede verdieping is stuk.")
    page.locator("#category").select_option("electricity")
    page.locator("#place").select_option("floor")
    page.locator("#name").fill("Noor Haddad")
    page.locator("#photos").set_input_files([file("a.jpg"), file("b.jpg")])
    page.get_by_role("button", name=tenant.say("Report the problem")).click()
    page.get_by_role("link", name=tenant.say("To my report")).click()
    page.wait_for_url("**/r/*")
    own = page.url

    desk = syndic.go(f"/associations/{association}/problems")
    desk.get_by_role("link", name=re.compile("De lamp in de gang")).click()
    expect(desk.locator(".photos img")).to_have_count(2)
    expect(desk.get_by_text("Noor Haddad").first).to_be_visible()
    take_step(syndic, "solved", words="Nieuwe lamp.")
    expect(desk.get_by_text("Nieuwe lamp.")).to_be_visible()

    page.goto(own)
    expect(page.get_by_text("Nieuwe lamp.")).to_be_visible()
    page.get_by_role("button", name=tenant.say("Yes, it is solved")).click()
    expect(page.get_by_text(tenant.say("Where it stands: {said}", said=tenant.say("Solved")))).to_be_visible()


def test_a_task_is_moved_by_keyboard_and_by_dragging(stage: Stage):
    luc = stage.window("council", language="nl", width=820)
    page = luc.go("/")
    association = association_of(luc, TILLEULS)
    page = luc.go(f"/associations/{association}/tasks")
    expect(page.get_by_role("heading", name=luc.say("To do"))).to_be_visible()
    page.locator('#new textarea[name="what"]').fill("De fietsenstalling tellen")
    page.locator('#new input[name="due"]').fill("2030-01-15")
    page.locator('#new select[name="owner"]').select_option(label="Luc Rousseau")
    page.locator('#new [data-testid="submit"]').click()

    def hangs(column: str):
        return page.locator(f'[data-column="{column}"] [data-card]', has_text="De fietsenstalling tellen")

    expect(hangs("todo")).to_have_count(1)
    to_progress = page.locator(".task-card", has_text="De fietsenstalling tellen").get_by_test_id("to-in_progress")
    to_progress.focus()
    page.keyboard.press("Enter")
    expect(hangs("in_progress")).to_have_count(1)
    expect(hangs("in_progress")).to_be_focused()
    said = luc.say("Moved to “{column}”: {what}", column=luc.say("In progress"), what="De fietsenstalling tellen")
    expect(page.locator(".board > [role=status]")).to_have_text(said)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(hangs("todo")).to_have_count(1)
    expect(hangs("todo")).to_be_focused()
    page.set_viewport_size({"width": 820, "height": 2400})  # nothing scrolls between taking a card and letting it go
    hangs("todo").drag_to(page.locator('[data-column="done"]'))
    expect(hangs("done")).to_have_count(1)
    page.reload()
    expect(hangs("done")).to_have_count(1)
