"""Taking over books kept elsewhere: one voucher, or everything that does not agree."""

from dataclasses import replace
from datetime import date

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.opening import OldBooks, take_over
from koprogo.services.accounting.post_entry import Journal, reverse
from koprogo.services.accounting.refusals import NoYear, TakenOver
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, act, rows, year

OLD = OldBooks(
    day=DAY,
    balances={"551": 265000, "550": 500000, "4400": -70000, "100": -200000, "160": -500000, "499": 0},
    control=5000,
    owners={"A1": (10000, 0), "A3": (-5500, 500)},
    statements={"551": 265000, "550": 500000},
)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, a year open."""
    found = await put_on_stage()
    await year(found)
    return found


async def test_it_is_one_voucher_and_owners_are_told(cast):
    made = await act(cast, take_over, old=OLD)
    assert (made.journal, made.number) == (Journal.OPENING, 1)
    items = await rows(cast, "SELECT part, kind, amount FROM owner_item WHERE association_id = :t ORDER BY item")
    assert [tuple(row.values()) for row in items] == [
        ("other", "opening", 10000), ("other", "opening", -5500), ("reserve", "opening", 500),
    ]  # fmt: skip
    owed = {row.people: row.balance for row in await act(cast, owner_account.debtors, day=DAY)}
    assert owed == {("Anna Peeters",): 10000, ("Carla Dubois",): -5000}
    assert (await act(cast, take_over, old=OLD)).again


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"control": 5001}, [("owners", 5001, 5000), ("lines", 1, None)]),
        ({"owners": {"A1": (10000, 0)}}, [("owners", 5000, 10000)]),
        ({"statements": {"551": 264999, "550": 500000}}, [("lines", 265000, 264999)]),
        ({"statements": {"551": 265000}}, [("lines", 500000, 0)]),
    ],
)
async def test_what_does_not_agree_is_named_with_both_sides(cast, changes, expected):
    with pytest.raises(BadInput) as refused:
        await act(cast, take_over, old=replace(OLD, **changes))
    said = [(each.where, each.facts["books_cents"], each.facts.get("other_cents")) for each in refused.value.problems]
    assert said == expected
    assert await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t") == []


async def test_books_are_taken_over_once_unless_it_was_taken_back(cast):
    made = await act(cast, take_over, old=OLD)
    other = replace(OLD, reference="OPENING-2")
    with pytest.raises(TakenOver):
        await act(cast, take_over, old=other)
    await act(cast, reverse, made.id, DAY, "OPENING-R", "Typed wrongly")
    assert (await act(cast, take_over, old=other)).number == 3


async def test_lots_and_accounts_must_be_known(cast):
    with pytest.raises(BadInput) as refused:
        await act(cast, take_over, old=replace(OLD, owners={"Z9": (10000, 0), "A3": (-5000, 0)}))
    assert [(each.where, each.facts) for each in refused.value.problems] == [("owners", {"lot": "Z9"})]
    with pytest.raises(BadInput):
        await act(cast, take_over, old=replace(OLD, balances={**OLD.balances, "411": 100, "4400": -70100}))
    with pytest.raises(NoYear):
        await act(cast, take_over, old=replace(OLD, day=date(2025, 1, 1)))


@pytest.mark.parametrize(("who", "no"), [("anna", NotAllowed), ("stranger", NotFound)])
async def test_only_who_keeps_the_books_takes_them_over(cast, who, no):
    with pytest.raises(no):
        await act(cast, take_over, old=OLD, who=who)
