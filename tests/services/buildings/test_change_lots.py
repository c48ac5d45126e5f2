"""A lot changed by hand: what it is called as it is, its shares only with the act that changes the base deed."""

from datetime import timedelta

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.buildings import change_lots
from koprogo.services.ownership.refusals import ResultsRestOnIt
from tests.cast import put_on_stage
from tests.services.assemblies import evening
from tests.services.ownership.test_transfers import NOW, TODAY, here, roll_on

DEED = "Maître Lenoir, acte modificatif du 20 novembre 2026"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def change(cast, lot="A4", who="syndic", **said):
    said = {"number": "A4", "kind": "apartment", "floor": "2"} | said
    await here(cast, change_lots.change_lot, cast.lots[lot], at=NOW, who=who, **said)


async def shares(cast, who="syndic", total=1000, day=TODAY, act=DEED, **of):
    wanted = {cast.lots[lot]: number for lot, number in of.items()}
    await here(cast, change_lots.change_shares, shares=wanted, shares_total=total, act=act, day=day, at=NOW, who=who)


async def test_number_kind_and_floor_are_put_right_and_what_stood_before_is_kept(cast):
    await change(cast, number=" B4  bis ", kind="studio", floor="3")
    await change(cast, number="B4 bis", kind="studio", floor="3")  # nothing changed: no row
    (row,) = await here(cast, change_lots.lot_changes, cast.lots["A4"])
    assert row.before["number"] == "A4" and row.after == {"number": "B4 bis", "kind": "studio", "floor": "3"}
    assert "B4 bis" in await roll_on(cast, TODAY)


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"number": " "}, "number"),
        ({"number": "A1"}, "number"),
        ({"kind": "castle"}, "kind"),
        ({"floor": "x" * 61}, "floor"),
    ],
)
async def test_what_is_wrong_is_told_at_its_field(cast, said, where):
    with pytest.raises(BadInput) as wrong:
        await change(cast, **said)
    assert [each.where for each in wrong.value.problems] == [where]


async def test_shares_follow_an_act_and_stay_the_denominator(cast):
    rows = await roll_on(cast, TODAY)
    a3, a4 = rows["A3"].shares, rows["A4"].shares
    with pytest.raises(BadInput) as wrong:
        await shares(cast, A4=a4 + 10)
    assert wrong.value.problems[0].facts == {"sum": 1010, "total": 1000}
    await shares(cast, A3=a3 - 10, A4=a4 + 10)
    rows = await roll_on(cast, TODAY)
    assert (rows["A3"].shares, rows["A4"].shares) == (a3 - 10, a4 + 10)
    await shares(cast, A4=a4 + 1010, total=2000)  # an act may set another denominator
    found = await here(cast, change_lots.lot_changes, cast.lots["A4"])
    first, second = sorted(found, key=lambda row: row.after["shares"])
    assert (first.before, second.after, second.act) == ({"shares": a4}, {"shares": a4 + 1010}, DEED)


async def test_shares_are_refused_without_an_act_or_once_votes_were_counted_with_them(cast):
    rows = await roll_on(cast, TODAY)
    same = {"A3": rows["A3"].shares - 1, "A4": rows["A4"].shares + 1}
    for wrong in ({"act": ""}, {"day": TODAY + timedelta(days=1)}, {"total": -5}):
        with pytest.raises(BadInput):
            await shares(cast, **same | wrong)
    await evening.opened(cast)
    with pytest.raises(ResultsRestOnIt):
        await shares(cast, **same)
    assert (await roll_on(cast, TODAY))["A3"].shares == rows["A3"].shares


async def test_nobody_else_changes_a_lot(cast):
    for who, no in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await change(cast, who=who, floor="9")
        with pytest.raises(no):
            await shares(cast, who=who, A4=1)
        with pytest.raises(no):
            await here(cast, change_lots.lot_changes, cast.lots["A4"], who=who)
