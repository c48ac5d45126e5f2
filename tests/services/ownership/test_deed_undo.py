"""A deed entered wrongly is undone by a row that says why, as long as no frozen attendance rests on it."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.ownership import deed_undo, transfers
from koprogo.services.ownership.people import designate_representative
from koprogo.services.ownership.refusals import LaterDeed, ResultsRestOnIt
from koprogo.services.ownership.transfers import NewHolder
from tests.cast import put_on_stage
from tests.services.assemblies import evening
from tests.services.ownership.test_transfers import NOW, TODAY, here, roll_on, sold

WHY = "Le mauvais lot"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def undo(cast, deed, who="syndic", reason=WHY):
    await here(cast, deed_undo.undo_transfer, deed, reason=reason, at=NOW, who=who)


async def test_who_held_the_lot_before_holds_it_and_the_deed_stays_in_the_history(cast):
    before = (await roll_on(cast, TODAY))["A4"]
    deed = await sold(cast, "A4", NewHolder("full", name="Nora Nys"))
    assert (await roll_on(cast, TODAY))["A4"].owner_name == "Nora Nys"
    for _ in range(2):  # pressed twice
        await undo(cast, deed)
    assert (await roll_on(cast, TODAY))["A4"] == before
    (row,) = await here(cast, transfers.lot_history, cast.lots["A4"])
    assert (row.undone_because, row.passed_to) == (WHY, ("Nora Nys",))
    assert row.undone_at is not None and row.undone_by
    again = await sold(
        cast, "A4", NewHolder("full", name="Nora Nys")
    )  # the right deed may be recorded with the same words
    assert again != deed and (await roll_on(cast, TODAY))["A4"].owner_name == "Nora Nys"


async def test_the_designation_that_fell_stands_again_and_the_one_made_since_falls(cast):
    named = {"lot_id": cast.lots["A5"], "proof": "Lettre", "at": NOW}
    await here(cast, designate_representative, person_id=cast.people["emma"], since=TODAY - timedelta(days=10), **named)
    holders = [NewHolder("undivided", person_id=cast.people["bram"]), NewHolder("undivided", name="Lou Petit")]
    deed = await sold(cast, "A5", *holders)
    await here(cast, designate_representative, person_id=cast.people["bram"], since=TODAY, **named)
    assert (await roll_on(cast, TODAY))["A5"].voter_id == cast.people["bram"]
    await undo(cast, deed)
    row = (await roll_on(cast, TODAY))["A5"]
    assert row.voter_id == cast.people["emma"] and not row.suspended


async def test_only_the_last_deed_is_undone(cast):
    first = await sold(cast, "A4", NewHolder("full", name="Nora Nys"), day=TODAY - timedelta(days=5), act="Premier")
    second = await sold(cast, "A4", NewHolder("full", person_id=cast.people["anna"]), act="Second")
    with pytest.raises(LaterDeed) as refused:
        await undo(cast, first)
    assert refused.value.day == TODAY.isoformat()
    await undo(cast, second)
    await undo(cast, first)
    assert (await roll_on(cast, TODAY))["A4"].owner_name == "Dirk Maes"


async def test_refused_once_an_assembly_froze_its_attendance_with_it(cast):
    deed = await sold(cast, "A4", NewHolder("full", person_id=cast.people["anna"]))
    await evening.opened(cast, present=("anna", "bram", "carla"))
    with pytest.raises(ResultsRestOnIt) as refused:
        await undo(cast, deed)
    assert (refused.value.results, refused.value.day) == (0, (NOW + timedelta(days=16)).date().isoformat())
    assert (await roll_on(cast, TODAY))["A4"].voter_id == cast.people["anna"]


async def test_with_a_reason_and_by_the_syndic_only(cast):
    deed = await sold(cast, "A4", NewHolder("full", name="Nora Nys"))
    with pytest.raises(BadInput):
        await undo(cast, deed, reason="  ")
    with pytest.raises(NotAllowed):
        await undo(cast, deed, who="anna")
    with pytest.raises(NotFound):
        await undo(cast, deed, who="stranger")
    other = cast.actors["other_syndic"]
    async with db.tenant_session(other, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await deed_undo.undo_transfer(session, other, cast.elsewhere_id, deed, reason=WHY, at=NOW)
