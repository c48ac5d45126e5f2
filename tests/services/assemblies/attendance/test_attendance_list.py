"""The syndic's list: who comes for whom, present, represented or absent, with or without a ballot; found by any word."""

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import attendance_list
from koprogo.services.assemblies.attendance.slips import issue_slip
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.voting import hand_entry
from tests.services.assemblies.evening import NOW, arrive, convened, open_vote, opened, press


async def the_list(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await attendance_list.attendance_list(session, actor, cast.association_id, assembly)


async def by_name(cast, assembly):
    return {row.owner_name.split()[0]: row for row in (await the_list(cast, assembly)).rows}


async def test_each_co_owner_is_one_line_with_all_her_lots(cast):
    assembly, _ = await convened(cast)
    found = await the_list(cast, assembly)
    assert [(row.owner_name, row.lots, row.shares) for row in found.rows] == [
        ("Anna Peeters", ("A1", "G1"), 270),
        ("Bram Claes", ("A2",), 230),
        ("Carla Dubois", ("A3",), 200),
        ("Dirk Maes", ("A4",), 150),
    ]
    assert [row.lot_number for row in found.suspended] == ["A5"]
    assert {row.status for row in found.rows} == {"absent"}


async def test_present_represented_and_absent(cast):
    assembly, _ = await convened(cast)
    for giver, holder in (("carla", "bram"), ("dirk", "emma")):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await proxies.record_proxy(
                session,
                cast.syndic,
                cast.association_id,
                assembly,
                giver_id=cast.people[giver],
                holder_id=cast.people[holder],
                at=NOW,
            )
    await arrive(cast, assembly, "bram")
    rows = await by_name(cast, assembly)
    assert {name: row.status for name, row in rows.items()} == {
        "Anna": "absent",
        "Bram": "present",
        "Carla": "represented",
        "Dirk": "absent",  # her holder has not come yet
    }
    assert (rows["Dirk"].holder_name, rows["Dirk"].holder_is_there) == ("Emma Lambert", False)
    assert (rows["Carla"].holder_name, rows["Carla"].channel, rows["Bram"].holds) == ("Bram Claes", "room", 1)


async def test_a_slip_and_who_needs_one(cast):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        slip = await issue_slip(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            person_id=cast.people["carla"],
            identity_check="identity_card",
            at=NOW,
        )
    rows = await by_name(cast, assembly)
    assert rows["Carla"].slip_id == slip.id and rows["Anna"].slip_id is None
    assert not rows["Carla"].has_account and not rows["Carla"].waits


async def test_ballots_show_by_channel_and_what_waits_does_not_count(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await hand_entry.enter_ballots(
            session,
            cast.syndic,
            cast.association_id,
            item,
            choices={cast.lots["A4"]: Choice.AGAINST, cast.lots["A2"]: Choice.ABSTAIN},
            channel="paper",
        )
    found = await the_list(cast, assembly)
    rows = {row.owner_name.split()[0]: row for row in found.rows}
    assert (rows["Bram"].ballot, rows["Bram"].pending) == ("phone", "abstain")
    assert (rows["Dirk"].ballot, rows["Dirk"].pending) == ("", "against")
    assert (rows["Anna"].ballot, rows["Anna"].pending, rows["Anna"].votes) == ("", "", 270)
    assert found.votes_by_channel == {"phone": 230}
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        await hand_entry.confirm_entries(session, cast.anna, cast.association_id, item, at=NOW)
    assert (await the_list(cast, assembly)).votes_by_channel == {"paper": 380}


async def test_a_co_owner_with_one_lot_not_voted_is_without_ballot(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR, lots=(cast.lots["A1"], cast.lots["G1"]))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await hand_entry.enter_ballots(
            session, cast.syndic, cast.association_id, item, choices={cast.lots["A2"]: Choice.FOR}, channel="paper"
        )
    rows = await by_name(cast, assembly)
    assert (rows["Anna"].ballot, rows["Bram"].ballot) == ("phone", "")


async def test_a_proxy_holders_ballot_for_another_counts_as_proxy(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await proxies.record_proxy(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            giver_id=cast.people["dirk"],
            holder_id=cast.people["bram"],
            at=NOW,
        )
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR)
    await press(cast, "bram", item, Choice.FOR, "for-dirk-too", lots=(cast.lots["A4"],))
    assert (await the_list(cast, assembly)).votes_by_channel == {"phone": 230, "proxy": 150}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("peet", ["Anna Peeters"]),
        ("PÉET", ["Anna Peeters"]),
        ("g1", ["Anna Peeters"]),
        ("maes a4", ["Dirk Maes"]),
        ("maes a1", []),
        ("", ["Anna Peeters", "Bram Claes", "Carla Dubois", "Dirk Maes"]),
    ],
)
async def test_any_word_finds(cast, words, names):
    assembly, _ = await convened(cast)
    found = attendance_list.find((await the_list(cast, assembly)).rows, words)
    assert [row.owner_name for row in found] == names


async def test_the_list_is_the_syndics(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(NotAllowed):
        await the_list(cast, assembly, "anna")
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await attendance_list.attendance_list(session, cast.other_syndic, cast.elsewhere_id, assembly)
