"""One lot: its holders, and naming the one person who votes for it."""

from datetime import timedelta

import pytest

from koprogo.core.clock import today
from koprogo.state.ownership.lot import LotState
from tests.cast import put_on_stage
from tests.state.tab import Refused, Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def page(cast, number="A5", actor=None) -> Tab:
    tab = Tab(LotState, f"/associations/{cast.association_id}/lots/{cast.lots[number]}", actor or cast.syndic)
    await tab.call("load")
    return tab


def answers(cast, who="emma", **changes) -> dict:
    facts = {"person": str(cast.people[who]), "since": today().isoformat(), "proof": "Lettre du 20 novembre"}
    return facts | changes


async def test_the_holders_come_first_among_those_who_can_be_named(cast):
    tab = await page(cast)
    lot = tab.state.lot
    assert (lot.number, lot.shares, lot.is_joint, lot.is_suspended) == ("A5", 150, True, True)
    assert [holder.name for holder in lot.holders] == ["Emma Lambert", "Farid Benali"]
    assert [choice.word for choice in tab.state.people[:3]] == ["", "Emma Lambert (A5)", "Farid Benali (A5)"]
    assert len(tab.state.people) == 7


async def test_a_named_representative_votes_and_the_next_one_ends_her(cast):
    tab = await page(cast)
    await tab.call("designate", answers(cast, since=(today() - timedelta(days=9)).isoformat()))
    assert tab.state.done == "designation"
    assert (tab.state.lot.representative, tab.state.lot.is_suspended) == ("Emma Lambert", False)
    await tab.call("designate", answers(cast, "farid", proof="Lettre de ce jour"))
    assert tab.state.lot.representative == "Farid Benali"
    assert [(each.name, each.until) for each in tab.state.lot.designations] == [
        ("Farid Benali", ""),
        ("Emma Lambert", today().isoformat()),
    ]


@pytest.mark.parametrize(("changes", "where"), [
    ({"proof": ""}, ["proof"]),
    ({"person": ""}, ["person"]),
    ({"since": ""}, ["since"]),
    ({"since": "2999-01-01"}, ["since"]),
])  # fmt: skip
async def test_what_is_missing_is_told_at_its_field_and_the_rest_is_kept(cast, changes, where):
    tab = await page(cast)
    await tab.call("designate", answers(cast) | changes)
    assert [problem.where for problem in tab.state.refusal.problems] == where
    assert not tab.state.done and tab.state.lot.is_suspended
    assert tab.state.typed_proof == (answers(cast) | changes)["proof"]


async def test_a_lot_of_one_owner_needs_nobody_and_the_refusal_names_the_article(cast):
    tab = await page(cast, "A1")
    assert not tab.state.lot.is_joint
    await tab.call("designate", answers(cast, "anna"))
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.87 §1")


async def test_a_stranger_cannot_be_named(cast):
    tab = await page(cast)
    for who in (str(cast.people["stranger"]), "nobody"):
        await tab.call("designate", answers(cast) | {"person": who})
        assert tab.state.refusal.kind == "not_found" and tab.state.lot.is_suspended


@pytest.mark.parametrize(("who", "kind"), [
    ("anna", "not_allowed"), ("accountant", ""), ("stranger", "not_found"), ("other_syndic", "not_found"),
])  # fmt: skip
async def test_nobody_else_names_anybody(cast, who, kind):
    tab = await page(cast, actor=cast.actors[who])
    assert tab.state.refusal.kind == kind and not tab.state.may_change
    await tab.call("designate", answers(cast))
    assert tab.state.refusal.kind == (kind or "not_allowed") and not tab.state.done
    assert (await page(cast)).state.lot.is_suspended


async def test_a_lot_of_another_association_is_not_found_here(cast):
    tab = await page(cast, "B1")
    assert tab.state.refusal.kind == "not_found"
    with pytest.raises(Refused):
        await Tab(LotState, "/", None).call("load")
