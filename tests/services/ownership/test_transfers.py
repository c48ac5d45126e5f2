"""A lot passes to others on a day; addresses and consents are put right."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.ownership import contacts, queries, transfers
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.people import designate_representative
from koprogo.services.ownership.transfers import NewHolder
from tests.cast import put_on_stage

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def here(cast, service, *arguments, who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def sold(cast, lot, *holders, day=TODAY, act="Acte du 21 novembre", **more):
    return await here(
        cast, transfers.record_transfer, lot_id=cast.lots[lot], day=day, holders=holders, act=act, at=NOW, **more
    )


async def roll_on(cast, day):
    async with db.tenant_session(cast.syndic) as session:
        return {row.lot_number: row for row in await draft_roll(session, cast.association_id, day)}


async def test_the_roll_of_the_day_before_is_the_sellers_and_of_the_day_the_buyers(cast):
    await sold(cast, "A4", NewHolder("full", person_id=cast.people["anna"]), notary="Maître Lenoir")
    before, after = await roll_on(cast, TODAY - timedelta(days=1)), await roll_on(cast, TODAY)
    assert (before["A4"].voter_id, after["A4"].voter_id) == (cast.people["dirk"], cast.people["anna"])
    assert after["A4"].owner_key == after["A1"].owner_key  # one head for the quorum
    (deed,) = await here(cast, transfers.lot_history, cast.lots["A4"])
    assert (deed.passed_from, deed.passed_to, deed.notary) == (("Dirk Maes",), ("Anna Peeters",), "Maître Lenoir")


async def test_a_new_person_comes_with_her_address_and_several_need_a_representative(cast):
    said = RowSaid(street="Rue Neuve 1", postcode="1000", city="Bruxelles")
    await sold(
        cast,
        "A4",
        NewHolder("undivided", name="Nora Nys", said=said),
        NewHolder("undivided", person_id=cast.people["bram"]),
    )
    row = (await roll_on(cast, TODAY))["A4"]
    assert row.suspended and row.owner_name == "Bram Claes / Nora Nys"


async def test_a_deed_makes_the_designation_fall(cast):
    await here(
        cast, designate_representative, lot_id=cast.lots["A5"], person_id=cast.people["emma"],
        since=TODAY - timedelta(days=10), proof="Lettre", at=NOW,
    )  # fmt: skip
    assert not (await roll_on(cast, TODAY))["A5"].suspended
    holders = [NewHolder("usufruct", person_id=cast.people["emma"]), NewHolder("bare_ownership", name="Lou Petit")]
    await sold(cast, "A5", *holders)
    assert (await roll_on(cast, TODAY))["A5"].suspended
    sheet = await here(cast, queries.lot_sheet, cast.lots["A5"], day=TODAY)
    assert [each.until for each in sheet.designations] == [TODAY]


async def test_a_deed_is_recorded_once(cast):
    buyer = NewHolder("full", name="Nora Nys")
    assert await sold(cast, "A4", buyer) == await sold(cast, "A4", buyer)
    assert len(await here(cast, transfers.lot_history, cast.lots["A4"])) == 1


@pytest.mark.parametrize(("rights", "fits"), [
    (["full"], True),
    ([], False),
    (["full", "undivided"], False),
    (["undivided"], False),
    (["undivided", "undivided"], True),
    (["usufruct"], False),
    (["usufruct", "bare_ownership"], True),
    (["usufruct", "bare_ownership", "bare_ownership"], True),
    (["bare_ownership"], False),
    (["usufruct_or_bare", "usufruct_or_bare"], False),
    (["emphyteusis"], True),
    (["owner"], False),
])  # fmt: skip
async def test_the_rights_make_a_whole_lot(cast, rights, fits):
    holders = [NewHolder(right, name=f"Personne {place}") for place, right in enumerate(rights)]
    if fits:
        assert await sold(cast, "A4", *holders)
        return
    with pytest.raises(BadInput) as wrong:
        await sold(cast, "A4", *holders)
    assert [each.where for each in wrong.value.problems] == ["holders"]


async def test_what_cannot_be_recorded(cast):
    buyer = NewHolder("full", name="Nora Nys")
    for more, where in (
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"act": " "}, "act"),
        ({"day": date(2019, 1, 1)}, "day"),
    ):
        with pytest.raises(BadInput) as wrong:
            await sold(cast, "A4", buyer, **more)
        assert [each.where for each in wrong.value.problems] == [where]
    with pytest.raises(NotFound):
        await sold(cast, "A4", NewHolder("full", person_id=cast.people["stranger"]))
    with pytest.raises(NotFound):
        await sold(cast, "B1", buyer)
    with pytest.raises(NotAllowed):
        await here(
            cast, transfers.record_transfer, who="anna", lot_id=cast.lots["A1"], day=TODAY, holders=[buyer], act="x",
            at=NOW,
        )  # fmt: skip
    assert (await roll_on(cast, TODAY))["A4"].voter_id == cast.people["dirk"]


async def test_an_address_is_put_right_here_and_nowhere_else(cast):
    said = RowSaid(email="dirk@example.org", street=" Rue   du Lac 3 ", enterprise_number="0403170701")
    await here(cast, contacts.change_contact, cast.people["dirk"], said=said)
    async with db.tenant_session(cast.syndic) as session:
        row = (
            await session.execute(text("SELECT * FROM contact WHERE person_id = :p"), {"p": cast.people["dirk"]})
        ).one()
    assert (row.association_id, row.street, row.email) == (cast.association_id, "Rue du Lac 3", "dirk@example.org")
    with pytest.raises(BadInput) as wrong:
        await here(
            cast, contacts.change_contact, cast.people["dirk"], said=RowSaid(email="dirk", enterprise_number="12")
        )
    assert [each.where for each in wrong.value.problems] == ["email", "enterprise_number"]
    with pytest.raises(NotFound):
        await here(cast, contacts.change_contact, cast.people["stranger"], said=said)


async def test_email_is_accepted_in_writing_and_taken_back(cast):
    bram = cast.people["bram"]
    accept = {"given_on": TODAY - timedelta(days=3), "proof": "Formulaire signé", "at": NOW}
    with pytest.raises(BadInput) as wrong:
        await here(cast, contacts.accept_email, bram, **accept)
    assert [each.where for each in wrong.value.problems] == ["email"]
    await here(cast, contacts.change_contact, bram, said=RowSaid(email="bram@example.org"))
    first = await here(cast, contacts.accept_email, bram, **accept)
    assert await here(cast, contacts.accept_email, bram, **accept) == first
    with pytest.raises(BadInput):
        await here(cast, contacts.revoke_email, bram, revoked_on=TODAY - timedelta(days=4), at=NOW)
    await here(cast, contacts.revoke_email, bram, revoked_on=TODAY, at=NOW)
    with pytest.raises(NotFound):
        await here(cast, contacts.revoke_email, bram, revoked_on=TODAY, at=NOW)
    assert await here(cast, contacts.accept_email, bram, **accept) != first
