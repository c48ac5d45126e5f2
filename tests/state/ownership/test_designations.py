"""Designating together: on the holder's phone, and on the syndic's list."""

from koprogo.state.ownership.designations import DesignationsState
from tests.state.tab import Tab


async def opened(cast, who):
    tab = Tab(DesignationsState, "/designations", cast.actors[who])
    await tab.call("load")
    return tab


async def test_two_phones_and_the_lot_votes(cast):
    emma = await opened(cast, "emma")
    [lot] = emma.state.lots
    assert (lot.lot, lot.stands, lot.is_mine, lot.may_record) == ("A5", False, True, False)
    await emma.call("propose", {"lot_id": lot.lot_id, "representative": str(cast.people["emma"])})
    assert emma.state.lots[0].my_word == "signed" and emma.state.done == "proposed"
    syndic = await opened(cast, "syndic")
    assert [each.lot for each in syndic.state.lots] == ["A5"] and syndic.state.lots[0].may_record
    farid = await opened(cast, "farid")
    await farid.call("say", lot.lot_id, "signed")
    assert farid.state.lots[0].stands
    assert (await opened(cast, "syndic")).state.lots == []


async def test_others_have_nothing_to_sign(cast):
    anna = await opened(cast, "anna")
    assert anna.state.lots == []
    await anna.call("say", str(cast.lots["A5"]), "signed")
    assert anna.state.refusal.kind == "not_found"
    assert (await opened(cast, "stranger")).state.lots == []
