"""What is put right by hand: a deed undone, a lot changed, a notarial proxy entered and ended."""

from datetime import timedelta

import pytest

from koprogo.core.clock import today
from koprogo.state.ownership.lot import LotState
from koprogo.state.ownership.person import PersonState
from tests.cast import put_on_stage
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def page(state, cast, path, who="syndic"):
    tab = Tab(state, f"/associations/{cast.association_id}/{path}", cast.actors[who])
    await tab.call("load")
    return tab


def words(tab):
    return [each.where for each in tab.state.refusal.problems]


async def test_a_deed_is_undone_on_the_page_of_its_lot(cast):
    tab = await page(LotState, cast, f"lots/{cast.lots['A4']}")
    deed = {"day": today().isoformat(), "act": "Acte", "name_1": "Nora Nys", "right_1": "full"}
    await tab.call("record_deed", deed)
    (row,) = tab.state.deeds
    assert row.may_undo and not row.undone and tab.state.lot.holders[0].name == "Nora Nys"
    await tab.call("undo_deed", {"deed": row.id, "reason": ""})
    assert words(tab) == ["reason"]
    await tab.call("undo_deed", {"deed": row.id, "reason": "Le mauvais lot"})
    (row,) = tab.state.deeds
    assert (tab.state.done, row.undone, row.undone_because, row.may_undo) == ("undone", True, "Le mauvais lot", False)
    assert tab.state.lot.holders[0].name == "Dirk Maes"


async def test_a_lot_is_changed_by_hand(cast):
    tab = await page(LotState, cast, f"lots/{cast.lots['A4']}")
    await tab.call("change", {"number": "A1", "kind": "apartment", "floor": ""})
    assert words(tab) == ["number"]
    await tab.call("change", {"number": "A4 bis", "kind": "studio", "floor": "2"})
    assert (tab.state.done, tab.state.lot.number, tab.state.lot.kind) == ("changed", "A4 bis", "studio")


async def test_a_notarial_proxy_is_entered_and_ended_on_the_page_of_its_giver(cast):
    tab = await page(PersonState, cast, f"people/{cast.people['anna']}")
    said = {"mandate_since": today().isoformat(), "mandate_proof": "Maître Lenoir, acte du 3 mars"}
    await tab.call("record_mandate", said)
    assert words(tab) == ["mandate_holder"]
    said["mandate_holder"] = str(cast.people["bram"])
    await tab.call("record_mandate", said)
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.87 §7")  # not by a notary
    await tab.call("record_mandate", said | {"notarial": "on", "mandate_proof": " "})
    assert words(tab) == ["mandate_proof"]
    await tab.call("record_mandate", said | {"notarial": "on"})
    (row,) = tab.state.mandates
    assert (tab.state.said, row.holder, row.stands, row.ended) == ("mandate", "Bram Claes", True, False)
    until = (today() + timedelta(days=3)).isoformat()
    await tab.call("end_mandate", {"mandate": row.id, "end_day": until, "end_reason": ""})
    assert words(tab) == ["end_reason"]
    await tab.call("end_mandate", {"mandate": row.id, "end_day": until, "end_reason": "Révoquée"})
    (row,) = tab.state.mandates
    assert (row.ended, row.until, row.reason) == (True, until, "Révoquée")
