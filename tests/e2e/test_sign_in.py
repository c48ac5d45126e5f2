"""Signing in and out, as people do it: wrong, right, too often wrong, here and everywhere."""

import re

from playwright.sync_api import expect

from koprogo.services.identity.sign_in import FREE_TRIES
from tests.e2e.stage import EMAILS, Stage, Window, sign_in

NOT_ACCEPTED = "status of (422|429)"


def type_in(window: Window, email: str, password: str) -> None:
    window.page.locator("#email").fill(email)
    window.page.locator("#password").fill(password)
    window.get("sign-in").click()


def test_a_wrong_password_is_said_beside_what_was_typed_and_the_right_one_leads_home(stage: Stage):
    window = stage.window()
    window.provokes(NOT_ACCEPTED)
    window.go("/sign-in")
    type_in(window, EMAILS["council"], "not-this-one")
    expect(window.get("error-summary")).to_be_focused()
    assert window.page.locator("#email").input_value() == EMAILS["council"]
    assert window.cookie() == ""

    type_in(window, EMAILS["council"], stage.house.passwords[EMAILS["council"]])
    window.page.wait_for_url(stage.house.base_url + "/")
    assert window.rest("GET", "/me")["name"] == "Luc Rousseau"
    cookie = next(each for each in window.context.cookies() if each["name"] == "__Host-koprogo")
    assert cookie["httpOnly"] and cookie["secure"] and cookie["sameSite"] == "Lax"
    assert window.page.evaluate("document.cookie").find("koprogo=") == -1


def test_what_is_missing_is_said_at_its_field(stage: Stage):
    window = stage.window(language="nl")
    window.provokes(NOT_ACCEPTED)
    window.go("/sign-in")
    type_in(window, "nobody", "")
    expect(window.get("error-summary").get_by_role("link")).to_have_count(2)
    for field in ("email", "password"):
        expect(window.page.locator(f"#{field}")).to_have_attribute("aria-invalid", "true")
    window.get("error-summary").get_by_role("link").first.click()
    expect(window.page.locator("#email")).to_be_focused()


def test_too_many_wrong_passwords_wait_and_end_no_live_sign_in(stage: Stage):
    inside = stage.window("elsewhere", language="nl")
    inside.go("/profile")
    window = stage.window(language="nl")
    window.provokes(NOT_ACCEPTED)
    window.go("/sign-in")
    for _ in range(FREE_TRIES + 1):
        with window.page.expect_response("**/auth/sign-in"):
            type_in(window, EMAILS["elsewhere"], "not-this-one")
        expect(window.get("error-summary")).to_be_visible()
    type_in(window, EMAILS["elsewhere"], stage.house.passwords[EMAILS["elsewhere"]])
    expect(window.get("refusal")).to_be_focused()
    expect(window.get("refusal")).to_contain_text(re.compile("1"))
    assert window.cookie() == ""
    assert inside.rest("GET", "/me")["id"]


def test_whoever_asks_for_a_page_comes_back_to_it_after_signing_in(stage: Stage):
    window = stage.window()
    window.page.goto(stage.house.base_url + "/assemblies")
    window.page.wait_for_url(re.compile(r"/sign-in/?\?next="))
    window.alive()
    type_in(window, EMAILS["council"], stage.house.passwords[EMAILS["council"]])
    window.page.wait_for_url(re.compile("/assemblies/?$"))


def test_signing_out_takes_the_cookie_away_and_leads_to_the_door(stage: Stage):
    window = stage.window()
    sign_in(window, EMAILS["council"], stage.house.passwords[EMAILS["council"]])
    window.go("/profile")
    # The live connection may lead away before the form's answer: wait for the document the answer led to.
    with window.page.expect_event("load"):
        window.get("sign-out").click()
    window.page.wait_for_url(re.compile("/sign-in"))
    assert window.cookie() == ""
    window.page.goto(stage.house.base_url + "/profile")
    window.page.wait_for_url(re.compile("/sign-in"))


def test_signing_out_everywhere_ends_the_other_browser_at_once(stage: Stage):
    email, password = EMAILS["accountant"], stage.house.passwords[EMAILS["accountant"]]
    stage.kept.pop("accountant", None)
    here, there = stage.window(), stage.window()
    for window in (here, there):
        sign_in(window, email, password)
    there.provokes("WebSocket", "401")
    there.go("/assemblies")
    here.go("/profile")
    here.get("sign-out-everywhere").click()
    for window in (here, there):
        expect(window.page).to_have_url(re.compile(r"^[^?]*/sign-in/?$"))
        window.alive()
    assert there.page.evaluate("fetch('/api/v1/me').then((answer) => answer.status)") == 401
