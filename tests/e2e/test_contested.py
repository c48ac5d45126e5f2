"""A contested assembly, from a co-owner's proposal to the register, with everything that goes wrong on such an evening."""

from pathlib import Path
from uuid import uuid4

from tests.e2e import before_the_evening, contested_after, contested_evening, contested_owners, in_the_hall
from tests.e2e.stage import Stage

PASSWORD = "trois mots sans lien"


def test_a_contested_assembly_from_proposal_to_register(stage: Stage, tmp_path: Path):
    house, tag = stage.house, uuid4().hex[:6]
    name = f"Résidence du Canal {tag}"
    association = house.answer_of("tests.e2e.scenery", name)
    syndic = stage.window("syndic", width=1440)
    syndic.provokes("status of 409")
    before_the_evening.import_the_lots(syndic, association)
    wim, jean, luc = stage.window(), stage.window(language="nl"), stage.window(language="nl", width=820)
    jean.provokes("status of 409")
    for window, who in ((wim, "Wim Dupont"), (jean, "Jean Leroy"), (luc, "Luc Rousseau")):
        address = f"{who.split()[0].lower()}-{tag}@canal.example"
        before_the_evening.accept(window, before_the_evening.invite(syndic, house, association, who, address), PASSWORD)
    owners = contested_owners.sell_until_one_holds_the_majority(syndic, association)
    contested_owners.name_representatives(owners)
    first = contested_owners.ask_for_a_point(owners, jean)
    second = contested_evening.no_quorum(first)
    contested_evening.letters(second)
    contested_evening.proxies_up_to_a_tenth(second)
    thomas = stage.window()
    code = syndic.rest(
        "POST",
        f"/assemblies/{second.id}/slips",
        {"person_id": contested_evening.person(second, contested_evening.HOLDER), "identity_check": "identity_card"},
    )["code"]
    in_the_hall.enter_with(thomas, code)
    contested_evening.opens(second)
    for window in (wim, jean, luc, thomas):
        window.go(second.path("vote"))
    contested_evening.votes(second, owners, wim, jean, luc, thomas)
    contested_evening.corrected(second, luc)
    contested_evening.the_rest(second, wim)
    contested_after.read(second, tmp_path, name)
