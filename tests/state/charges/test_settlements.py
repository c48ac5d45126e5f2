"""The page of settlements: the syndic enters a rhythm, previews and issues; an owner reads her own and nothing else."""

from datetime import date

import pytest

from koprogo.core.clock import today
from koprogo.services.charges.rhythms import set_rhythm
from koprogo.state.charges.settlements import SettlementsState
from tests.cast import AT, put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.state.tab import Tab

COVERS = "2025-01-01/2026-01-01"
STARTS, ENDS = date(2025, 1, 1), date(2026, 1, 1)


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a year and an invoice in its books."""
    made = await put_on_stage()
    await on_stage.year(made, STARTS, ENDS)
    await on_stage.bill(made, day=date(2025, 3, 15))
    return made


async def tab_of(cast, who):
    tab = Tab(SettlementsState, f"/associations/{cast.association_id}/settlements", cast.actors[who])
    await tab.call("load")
    return tab


async def test_from_the_rhythm_to_an_issued_settlement(cast):
    tab = await tab_of(cast, "syndic")
    assert (tab.state.loaded, tab.state.has_rhythm, tab.state.pending) == (True, False, [])
    await tab.call(
        "enter_rhythm", {"rhythm": "provisions", "since": "2025-01-01", "days_of": "year", "source": "Art. 30"}
    )
    assert (tab.state.has_rhythm, [each.covers for each in tab.state.pending]) == (True, [COVERS])
    await tab.call("preview", COVERS)
    assert (tab.state.shown.id, tab.state.shown.shared, tab.state.shown.version) == ("", 36_300, 1)
    await tab.call("issue", {})
    assert tab.state.shown.id != ""
    assert [(each.version, each.latest, each.actual) for each in tab.state.issued] == [(1, True, 36_300)]
    anna = next(owner for owner in tab.state.shown.owners if "Anna" in owner.names)
    assert (anna.lots, anna.to_pay, sum(cell.cents for cell in anna.cells)) == ("A1, G1", 9_801, 9_801)
    await tab.call("hide")
    assert tab.state.shown.version == 0
    await tab.call("show", tab.state.issued[0].id)
    assert tab.state.shown.shared == 36_300
    await tab.call("preview", COVERS)
    await tab.call("issue", {"why": "Again"})
    assert "Nothing changed" in tab.state.refusal.message_id


async def test_a_year_that_runs_is_previewed_and_not_issued(cast):
    starts, ends = date(today().year, 1, 1), date(today().year + 1, 1, 1)
    for year in range(ENDS.year, ends.year):
        await on_stage.year(cast, date(year, 1, 1), date(year + 1, 1, 1))
    await on_stage.act(cast, set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    tab = await tab_of(cast, "syndic")
    await tab.call("preview", f"{starts.isoformat()}/{ends.isoformat()}")
    assert (tab.state.shown.version, tab.state.days_over) == (1, False)
    await tab.call("issue", {})
    assert "once they are over" in tab.state.refusal.message_id
    assert tab.state.issued == []


async def test_an_owner_sees_her_own_and_no_neighbour(cast):
    await on_stage.act(cast, set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    syndic = await tab_of(cast, "syndic")
    await syndic.call("preview", COVERS)
    await syndic.call("issue", {})
    bram = await tab_of(cast, "bram")
    [sheet] = bram.state.mine
    assert ([owner.names for owner in sheet.owners], bram.state.issued, bram.state.pending) == (["Bram Claes"], [], [])
    assert (sheet.version, sheet.latest) == (1, True)
    assert "Anna" not in bram.shown()
    await bram.call("preview", COVERS)
    assert bram.state.refusal.kind != ""
    assert bram.state.shown.version == 0
    await bram.call("issue", {})
    assert bram.state.issued == []


async def test_a_refusal_is_said_and_a_stranger_finds_nothing(cast):
    tab = await tab_of(cast, "syndic")
    await tab.call("preview", COVERS)
    assert "how this association settles" in tab.state.refusal.message_id
    for junk in ("", "x/y", "2026-01-01/2026-01-01", "2026-01-01"):
        await tab.call("preview", junk)
        assert tab.state.refusal.kind != ""
    stranger = await tab_of(cast, "stranger")
    assert (stranger.state.loaded, stranger.state.association) == (False, "")
