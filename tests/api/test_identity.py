"""Signing in and out over HTTP, links, and who am I."""

import asyncio
import re
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.services.access import SlipReach
from koprogo.services.identity import sessions, slips
from tests.api.web import PASSWORD, Browser, give_account, signed_in

SESSION = "__Host-koprogo"


@pytest.fixture(scope="module", autouse=True)
async def accounts(cast):
    for name in ("anna", "bram", "syndic", "stranger"):
        await give_account(cast.people[name], f"{name}@example.be")


@pytest.fixture(autouse=True)
def fresh():
    sessions.forget_all()


def typed(name: str, password: str = PASSWORD, **more) -> dict:
    return {"email": f"{name}@example.be", "password": password, **more}


async def test_the_cookie_is_closed_to_scripts_and_other_hosts():
    answer = await Browser().post("/auth/sign-in", json=typed("anna", next="/assemblies/1"))
    assert (answer.status_code, answer.json()) == (200, {"next": "/assemblies/1"})
    line = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{SESSION}="))
    attributes = {part.strip().lower() for part in line.split(";")[1:]}
    assert attributes == {"httponly", "secure", "samesite=lax", "path=/"}
    assert answer.headers["cache-control"] == "no-store"


async def test_who_am_i(cast):
    anna = Browser()
    assert (await anna.get("/api/v1/me")).status_code == 401
    await anna.post("/auth/sign-in", json=typed("anna"))
    me = (await anna.get("/api/v1/me")).json()
    assert me["name"] == "Anna Peeters"
    assert me["associations"] == [
        {"id": str(cast.association_id), "name": "Résidence Les Tilleuls", "roles": ["owner"]}
    ]


async def test_a_wrong_password_says_what_to_do_and_sets_no_cookie():
    browser = Browser()
    answer = await browser.post("/auth/sign-in", json=typed("anna", "wrong words"))
    assert answer.status_code == 422
    said = answer.json()
    assert said["type"] == "bad-input"
    assert [field["field"] for field in said["fields"]] == ["password"]
    assert "ask for a link" in said["fields"][0]["detail"]
    assert browser.cookies == {}


async def test_a_form_sent_before_the_page_came_alive_works_too():
    browser = Browser()
    no = await browser.post("/auth/sign-in", data=typed("anna", "wrong words"))
    assert (no.status_code, no.headers["location"]) == (303, "/sign-in?refused=BadInput")
    yes = await browser.post("/auth/sign-in", data=typed("anna"))
    assert (yes.status_code, yes.headers["location"]) == (303, "/")
    assert (await browser.get("/api/v1/me")).status_code == 200


@pytest.mark.parametrize(
    "going_to",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a\nb", "javascript:x", "/auth/sign-out", ""],
)
async def test_nobody_is_led_off_the_site(going_to):
    answer = await Browser().post("/auth/sign-in", json=typed("anna", next=going_to))
    assert answer.json() == {"next": "/"}


@pytest.mark.parametrize("body", ["", "[1]", "{", "{}", '{"email": 3, "password": null}', '"x"', "[" * 5000])
async def test_what_no_page_sends_is_answered_not_crashed(body):
    answer = await Browser().post("/auth/sign-in", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_too_many_wrong_passwords_wait_and_the_desk_lifts_it(cast):
    browser = Browser()
    for _ in range(5):
        assert (await browser.post("/auth/sign-in", json=typed("bram", "wrong words"))).status_code == 422
    waits = await browser.post("/auth/sign-in", json=typed("bram"))
    assert (waits.status_code, waits.json()["facts"]) == (429, {"minutes": 1})
    path = f"/api/v1/associations/{cast.association_id}/people/{cast.people['bram']}/wait"
    assert (await (await signed_in(cast.people["anna"])).send("DELETE", path)).status_code == 403
    assert (await (await signed_in(cast.people["stranger"])).send("DELETE", path)).status_code == 404
    assert (await (await signed_in(cast.people["syndic"])).send("DELETE", path)).status_code == 204
    assert (await browser.post("/auth/sign-in", json=typed("bram"))).status_code == 200


async def test_two_hundred_people_at_one_address_hold_nobody_up(cast):
    """Each of 200 owners of a hall gets an answer about her own password; none is told to wait because of the others."""
    hall = Browser(address="81.240.0.1")
    answers = await asyncio.gather(
        *(hall.post("/auth/sign-in", json=typed(f"owner{n}", "wrong words")) for n in range(200))
    )
    assert {answer.status_code for answer in answers} == {422}
    assert (await hall.post("/auth/sign-in", json=typed("anna"))).status_code == 200


async def test_signing_out_ends_it_here_and_repeating_is_safe(cast):
    browser = await signed_in(cast.people["anna"])
    kept = dict(browser.cookies)
    assert (await browser.post("/auth/sign-out", json={})).json() == {"next": "/sign-in"}
    assert browser.cookies == {}
    sessions.forget_all()
    assert (await Browser(cookies=kept).get("/api/v1/me")).status_code == 401
    assert (await browser.post("/auth/sign-out", json={})).status_code == 200


async def test_signing_out_everywhere(cast):
    here, phone = await signed_in(cast.people["anna"]), await signed_in(cast.people["anna"])
    assert (await phone.get("/api/v1/me")).status_code == 200
    assert (await Browser().post("/auth/sign-out-everywhere", json={})).status_code == 401
    assert (await here.post("/auth/sign-out-everywhere", json={})).status_code == 200
    sessions.forget_all()
    assert (await phone.get("/api/v1/me")).status_code == 401


async def test_one_sign_in_is_ended_by_its_owner_only(cast):
    phone, laptop = await signed_in(cast.people["anna"]), await signed_in(cast.people["anna"])
    rows = (await laptop.get("/api/v1/me/sign-ins")).json()
    [mine] = [row["id"] for row in rows if row["is_this"]]
    stranger = await signed_in(cast.people["stranger"])
    assert (await stranger.send("DELETE", f"/api/v1/me/sign-ins/{mine}")).status_code == 404
    assert (await stranger.send("DELETE", f"/api/v1/me/sign-ins/{uuid4()}")).status_code == 404
    assert (await phone.send("DELETE", f"/api/v1/me/sign-ins/{mine}")).status_code == 204
    sessions.forget_all()
    assert (await laptop.get("/api/v1/me")).status_code == 401


async def test_an_invitation_travels_outside_the_address(cast):
    syndic = await signed_in(cast.people["syndic"])
    path = f"/api/v1/associations/{cast.association_id}/people/{cast.people['carla']}/invitation"
    assert (await syndic.post(path, json={"email": "carla@example.be"})).status_code == 204
    async with db.tenant_session(cast.syndic) as session:
        body = await session.scalar(text("SELECT body FROM outbox_mail WHERE to_email = 'carla@example.be'"))
    address = re.findall(r"http://127\.0\.0\.1:8000(/auth/invitation/\S+)", body)[0]
    carla = Browser()
    landed = await carla.get(address)
    assert (landed.status_code, landed.headers["location"]) == (303, "/invitation")
    assert (await carla.get("/auth/link")).json() == {
        "name": "Carla Dubois", "email": "carla@example.be", "purpose": "join",
    }  # fmt: skip
    short = await carla.post("/auth/invitation", json={"password": "short"})
    assert (short.status_code, short.json()["fields"][0]["facts"]) == (422, {"least": 10})
    assert (await carla.post("/auth/invitation", json={"password": PASSWORD})).json() == {"next": "/"}
    assert set(carla.cookies) == {SESSION}, "the link's cookie is gone"
    assert (await carla.get("/api/v1/me")).json()["name"] == "Carla Dubois"


async def test_without_a_link_there_is_no_password_to_choose():
    answer = await Browser().post("/auth/invitation", json={"password": PASSWORD})
    assert (answer.status_code, answer.json()["type"]) == (409, "link-ended")
    assert (await Browser().get("/auth/link")).status_code == 409


async def test_forgotten_answers_everybody_alike(cast):
    known = await Browser().post("/auth/forgotten", json={"email": "anna@example.be"})
    unknown = await Browser().post("/auth/forgotten", json={"email": "nobody@example.be"})
    assert known.status_code == unknown.status_code == 200
    assert known.json() == unknown.json() == {"next": "/forgotten?sent=1"}
    async with db.tenant_session(cast.syndic) as session:
        to = (await session.execute(text("SELECT to_email FROM outbox_mail"))).scalars().all()
    assert "anna@example.be" in to
    assert "nobody@example.be" not in to
    assert (await Browser().post("/auth/forgotten", json={"email": "x"})).status_code == 422


async def test_a_qr_code_lands_beside_its_page():
    phone = Browser()
    landed = await phone.get("/s/abcd-efgh-jkmn")
    assert (landed.status_code, landed.headers["location"]) == (303, "/slip?scanned=1")
    assert phone.cookies == {"__Host-koprogo-link": "ABCDEFGHJKMN"}
    answer = await phone.post("/auth/slip", json={})
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "code")
    assert "12 letters and digits" in answer.json()["fields"][0]["detail"]


@pytest.mark.parametrize("code", ["%0d%0aSet-Cookie:x=y", "a" * 300, "%22;x=y", "é"])
async def test_a_hostile_code_sets_no_cookie(code):
    phone = Browser()
    await phone.get(f"/s/{code}")
    assert phone.cookies == {}


async def test_a_slip_sees_its_room_and_no_account_pages(cast):
    guest = await signed_in(cast.people["emma"], slip=SlipReach(cast.association_id, uuid4()))
    me = (await guest.get("/api/v1/me")).json()
    assert [each["roles"] for each in me["associations"]] == [["attendee"]]
    path = f"/api/v1/associations/{cast.association_id}/people/{cast.people['carla']}/wait"
    assert (await guest.send("DELETE", path)).status_code == 403


async def test_the_language_is_kept_and_only_ours(cast):
    anna = await signed_in(cast.people["anna"])
    assert (await anna.send("PUT", "/api/v1/me/language", json={"language": "nl"})).status_code == 204
    sessions.forget_all()
    assert (await anna.get("/api/v1/me")).json()["language"] == "nl"
    for wrong in ({"language": "it"}, {"language": "nl", "name": "x"}, {}):
        assert (await anna.send("PUT", "/api/v1/me/language", json=wrong)).status_code == 422


async def test_refusals_speak_the_readers_language(cast):
    browser = Browser()
    browser.headers["accept-language"] = "it, nl-BE;q=0.9"
    said = (await browser.get("/api/v1/me")).json()
    assert said["message_id"] == "Sign in to go on."
    assert set(said) >= {"type", "title", "article", "detail", "fields"}


def test_codes_hash_the_same_on_paper_and_in_the_address():
    assert slips.code_hash("abcd-efgh-jkmn") == slips.code_hash("ABCDEFGHJKMN")
