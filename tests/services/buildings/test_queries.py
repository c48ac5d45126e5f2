"""The list of associations, the sheet of one, my own lots: each sees hers and nothing else."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.ownership.rights import Right
from koprogo.services.buildings.import_lots import confirm_import
from koprogo.services.buildings.queries import association_sheet, associations, my_lots
from koprogo.services.ownership.people import add_person, designate_representative
from tests.cast import AT, put_on_stage
from tests.services.buildings.conftest import DATA

TODAY = AT.date()


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def listed(actor, day=TODAY):
    async with db.tenant_session(actor) as session:
        return await associations(session, actor, day=day)


async def lots_of(actor, day=TODAY):
    async with db.tenant_session(actor) as session:
        return await my_lots(session, actor, day=day)


async def sheet(actor, association_id):
    async with db.tenant_session(actor) as session:
        return await association_sheet(session, actor, association_id, day=TODAY)


async def designate(cast, person_id):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await designate_representative(
            session, cast.syndic, cast.association_id, lot_id=cast.lots["A5"], person_id=person_id, since=TODAY,
            proof="Lettre du 20 novembre", at=AT,
        )  # fmt: skip


async def test_an_association_counts_its_lots_holders_and_votes_lost(cast):
    (row,) = [each for each in await listed(cast.syndic) if each.id == cast.association_id]
    assert (row.lots, row.shares_of_lots, row.shares_total, row.holders) == (6, 1000, 1000, 6)
    assert (row.suspended, row.votes_lost) == (1, 150)
    assert (row.syndic, row.roles) == ("Syndic du Parc", (Role.SYNDIC,))
    await designate(cast, cast.people["emma"])
    (row,) = [each for each in await listed(cast.syndic) if each.id == cast.association_id]
    assert (row.suspended, row.votes_lost) == (0, 0)


async def test_everybody_sees_her_own_associations_only(cast):
    assert {each.id for each in await listed(cast.syndic)} == {cast.association_id, cast.elsewhere_id}
    assert {each.id for each in await listed(cast.anna)} == {cast.association_id}
    assert {each.id for each in await listed(cast.stranger)} == {cast.elsewhere_id}
    slip = Actor(cast.people["anna"], "Anna", "fr", {cast.association_id: frozenset({Role.ATTENDEE})})
    assert await listed(slip) == []


async def test_the_sheet_says_where_the_list_came_from(empty):
    async with db.tenant_session(empty.syndic, empty.association_id) as session:
        before = await association_sheet(session, empty.syndic, empty.association_id, day=TODAY)
        assert (before.facts.lots, before.facts.shares_of_lots, before.imported_from, before.imported_at) == (
            0,
            0,
            "",
            None,
        )
        await confirm_import(
            session, empty.syndic, empty.association_id, content=(DATA / "lots-60-fr.csv").read_bytes(),
            filename="lots-60-fr.csv", denominator=10_000, merges_accepted=[], answers={}, at=AT,
        )  # fmt: skip
        after = await association_sheet(session, empty.syndic, empty.association_id, day=TODAY)
    assert (after.facts.lots, after.facts.shares_of_lots, after.facts.shares_total) == (60, 10_000, 10_000)
    assert (after.imported_from, after.imported_at, after.imported_by) == ("lots-60-fr.csv", AT, "Sylvie Simon")


async def test_a_foreign_sheet_is_not_found_and_a_slip_has_none(cast):
    with pytest.raises(NotFound):
        await sheet(cast.stranger, cast.association_id)
    slip = Actor(cast.people["anna"], "Anna", "fr", {cast.association_id: frozenset({Role.ATTENDEE})})
    with pytest.raises(NotAllowed):
        await sheet(slip, cast.association_id)


async def test_a_sole_owner_votes_for_her_lots(cast):
    found = await lots_of(cast.anna)
    assert [(each.number, each.shares, each.right, each.is_mine_to_vote) for each in found] == [
        ("A1", 250, Right.FULL, True),
        ("G1", 20, Right.FULL, True),
    ]
    assert [each.number for each in await lots_of(cast.syndic)] == ["B2"]
    assert await lots_of(cast.accountant) == []


async def test_a_joint_owner_votes_once_she_is_designated(cast):
    (lot,) = await lots_of(cast.emma)
    assert (lot.right, lot.is_mine_to_vote, lot.is_suspended) == (Right.UNDIVIDED, False, True)
    await designate(cast, cast.people["emma"])
    (lot,) = await lots_of(cast.emma)
    assert (lot.is_mine_to_vote, lot.is_suspended) == (True, False)
    (lot,) = await lots_of(cast.farid)
    assert (lot.is_mine_to_vote, lot.is_suspended) == (False, False)


async def test_a_representative_from_outside_sees_the_lot_she_votes_for(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        outside = await add_person(session, cast.syndic, cast.association_id, name="Nora Notaris", at=AT)
    await designate(cast, outside)
    nora = Actor(outside, "Nora Notaris", "nl", {cast.association_id: frozenset({Role.OWNER})})
    (lot,) = await lots_of(nora)
    assert (lot.number, lot.right, lot.is_mine_to_vote) == ("A5", None, True)
    assert await lots_of(nora, TODAY - timedelta(days=1)) == []
