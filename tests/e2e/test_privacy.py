"""One full journey, then a search of everything the house said and keeps outside its database: nobody is in there."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e import halls, in_the_hall
from tests.e2e.house import READY, House
from tests.e2e.stage import EMAILS, Stage, sign_in

MEANT_FOR_PEOPLE = {"postgres", "secrets", "mail", "files", "scratch", "builds"}
"""The database, the secrets, letters, papers, lists sent for an import and not confirmed yet; builds hold the source."""
CHOICES = re.compile(r"\b(against|abstain|in_favour)\b")
WRONG = "pas-celui-ci-42"


def journey(stage: Stage) -> set[str]:
    """Sign in wrong and right, vote and change, enter with a slip, vote by hand, be refused; return what is nobody's."""
    hall = halls.opened(stage)
    rows = hall.attendees()
    said = {WRONG, *EMAILS.values(), *stage.house.passwords.values(), "lucrousseau@example.org"}
    said |= {each["owner_name"] for each in rows} | {"Sylvie Simon", "Odile Opdebeeck", "Arthur Adam"}
    luc = stage.window()
    luc.provokes("status of 422", "status of 409", "status of 403", "status of 404")
    luc.go("/sign-in")
    luc.page.locator("#email").fill(EMAILS["council"])
    luc.page.locator("#password").fill(WRONG)
    luc.get("sign-in").click()
    expect(luc.get("error-summary")).to_be_visible()
    sign_in(luc, EMAILS["council"], stage.house.passwords[EMAILS["council"]])
    wim, marie = stage.window("wim"), stage.window()
    person = next(each["person_id"] for each in rows if each["owner_name"] == "Marie Rousseau")
    wish = {"person_id": person, "identity_check": "identity_card"}
    code = hall.syndic.rest("POST", f"/assemblies/{hall.id}/slips", wish)["code"]
    in_the_hall.enter_with(marie, code)
    wim.go(hall.path("vote"))
    luc.go(hall.path("vote"))
    hall.start()
    for window, choices in ((wim, ("for", "against")), (luc, ("abstain",)), (marie, ("against",))):
        for choice in choices:
            window.vote(choice)
            expect(window.get(f"vote-{choice}")).to_have_attribute("aria-pressed", "true")
    hall.act(1, "hands", {"choice": "for"})
    luc.rest("POST", f"/assemblies/{hall.id}/items/{hall.items[0]}/opening", {"seconds": None}, expect=403)
    luc.rest("GET", "/assemblies/00000000-0000-4000-8000-000000000000", expect=404)
    hall.act(1, "closing")
    expect(wim.get("result")).to_be_visible()
    return said | {code, code.replace("-", "")}


def kept_files(house: House) -> dict[str, str]:
    """Return the text of every other file of the data folder, and of the database's own log."""
    top = [each for each in house.data_dir.iterdir() if each.name not in MEANT_FOR_PEOPLE]
    top.append(house.data_dir / "postgres" / "log")
    files = [path for each in top for path in ([each] if each.is_file() else each.rglob("*")) if path.is_file()]
    return {str(path.relative_to(house.data_dir)): path.read_text(errors="replace") for path in files}


def found_in(text: str, wanted: set[str]) -> list[str]:
    return sorted(each for each in wanted if each.casefold() in text.casefold())


def test_after_a_full_journey_logs_and_files_name_nobody(stage: Stage, tmp_path: Path):
    house = stage.house
    wanted = journey(stage)
    assert not stage.close(failed=False)
    wanted |= house.secrets
    assert len(house.secrets) > 6 and len(wanted) > 30
    logs = "\n".join(house.said[house.said.index(READY) :])
    assert "api.refused" in logs, "the house was listened to"
    assert found_in(logs, wanted) == []
    assert CHOICES.findall(logs) == []
    files = kept_files(house)
    assert any(name.startswith("postgres/log") for name in files) and "run.json" in files
    assert {name: found for name, text in files.items() if (found := found_in(text, wanted))} == {}


def test_the_search_would_find_them(stage: Stage):
    assert found_in('{"event": "x", "who": "wim dupont"}', {"Wim Dupont", "Jean Leroy"}) == ["Wim Dupont"]
    assert CHOICES.search('{"choice": "against"}')
