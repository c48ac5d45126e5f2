"""The sheet of an association: its lots and who votes for them; what only the syndic may do."""

from datetime import date

import pytest

from koprogo import db
from koprogo.services.buildings.import_lots import confirm_import
from koprogo.services.ownership.people import designate_representative
from koprogo.state.buildings.association import SUSPENDED, AssociationState
from tests.cast import AT, put_on_stage
from tests.services.buildings.conftest import DATA, empty  # noqa: F401 (a fixture)
from tests.state.tab import Refused, Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def sheet(actor, association_id) -> Tab:
    tab = Tab(AssociationState, f"/associations/{association_id}", actor)
    await tab.call("load")
    return tab


async def test_the_syndic_sees_lots_holders_and_what_is_missing(cast):
    tab = await sheet(cast.syndic, cast.association_id)
    facts = tab.state.facts
    assert (facts.name, facts.lots, facts.shares_total, facts.suspended, facts.votes_lost) == (
        "Résidence Les Tilleuls", 6, 1000, 1, 150,
    )  # fmt: skip
    joint = next(lot for lot in tab.state.lots if lot.number == "A5")
    assert [holder.name for holder in joint.holders] == ["Emma Lambert", "Farid Benali"]
    assert joint.is_suspended and joint.href == f"/associations/{cast.association_id}/lots/{cast.lots['A5']}"
    assert next((count.have, count.of) for count in tab.state.readiness) == (0, 6)


async def test_lots_without_a_voice_are_found_at_once(cast):
    tab = await sheet(cast.syndic, cast.association_id)
    await tab.call("choose", SUSPENDED)
    assert [lot.number for lot in tab.state.lots] == ["A5"]
    await tab.call("choose", "anything else")
    assert len(tab.state.lots) == 6


async def test_an_owner_reads_and_changes_nothing(cast):
    tab = await sheet(cast.anna, cast.association_id)
    assert len(tab.state.lots) == 6
    assert not (tab.state.may_change or tab.state.may_import or tab.state.may_read_people)
    assert tab.state.readiness == [] and {lot.href for lot in tab.state.lots} == {""}


async def test_a_foreign_association_is_not_found_and_nothing_of_it_shows(cast):
    tab = await sheet(cast.stranger, cast.association_id)
    assert tab.state.refusal.kind == "not_found"
    assert "Tilleuls" not in tab.shown() and tab.state.lots == []
    for path in ("/associations/not-an-id", "/associations", "/", "/associations/" + "0" * 36):
        tab.go(path)
        await tab.call("load")
        assert tab.state.refusal.kind == "not_found"


async def test_nobody_reads_a_sheet(cast):
    with pytest.raises(Refused):
        await sheet(None, cast.association_id)


async def test_before_an_import_the_syndic_is_offered_one_and_afterwards_not(empty):  # noqa: F811
    tab = await sheet(empty.syndic, empty.association_id)
    assert (tab.state.may_import, tab.state.lots, tab.state.readiness) == (True, [], [])
    async with empty.session() as session:
        await confirm_import(
            session, empty.syndic, empty.association_id, content=(DATA / "lots-184.csv").read_bytes(),
            filename="lots-184.csv", denominator=100_000, merges_accepted=[], answers={}, at=AT,
        )  # fmt: skip
    await tab.call("load")
    state = tab.state
    assert (state.may_import, state.pages, len(state.lots), state.facts.imported_from) == (False, 4, 50, "lots-184.csv")
    await tab.call("turn", 4)
    assert len(tab.state.lots) == 34


async def test_a_named_representative_is_shown(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await designate_representative(
            session, cast.syndic, cast.association_id, lot_id=cast.lots["A5"], person_id=cast.people["emma"],
            since=date(2026, 11, 1), proof="Lettre", at=AT,
        )  # fmt: skip
    tab = await sheet(cast.syndic, cast.association_id)
    joint = next(lot for lot in tab.state.lots if lot.number == "A5")
    assert (joint.representative, joint.is_suspended, tab.state.facts.suspended) == ("Emma Lambert", False, 0)
