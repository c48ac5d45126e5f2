"""Accounts: loaded at first use, two for whoever owes as one, custom ones below a row of the chart."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.ownership import Holding
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import accounts, periods
from koprogo.services.accounting.refusals import NobodyHolds, NoYear, UnknownCode, YearClosed
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, account, act, debtor, owner_account, rows, year


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def test_a_row_of_the_chart_is_loaded_once_with_what_it_is(cast):
    assert await account(cast, "550") == await account(cast, "550")
    found = await rows(cast, "SELECT code, kind, fund FROM ledger_account WHERE association_id = :t")
    assert found == [{"code": "550", "kind": "asset", "fund": "reserve"}]
    assert await account(cast, "550", cast.elsewhere_id) != await account(cast, "550")


@pytest.mark.parametrize("code", ["411", "410", "4101", "61", "999", "4101.9", "550001", "", "x"])
async def test_headings_and_what_the_chart_lacks_are_no_accounts(cast, code):
    with pytest.raises(UnknownCode):
        await account(cast, code)


async def test_who_holds_several_lots_owes_as_one_and_joint_holders_together(cast):
    anna, bram, couple = await debtor(cast, "A1"), await debtor(cast, "A2"), await debtor(cast, "A5")
    assert await debtor(cast, "G1") == anna
    assert len({anna, bram, couple}) == 3
    people = await rows(cast, "SELECT person_id FROM debtor_person WHERE debtor_id = :d", d=couple)
    assert {row["person_id"] for row in people} == {cast.people["emma"], cast.people["farid"]}
    codes = await rows(cast, "SELECT code FROM ledger_account WHERE debtor_id = :d ORDER BY code", d=couple)
    assert [row["code"] for row in codes] == ["4100.3", "4101.3"]
    assert await owner_account(cast, couple, "reserve") != await owner_account(cast, couple, "other")


async def test_a_lot_that_changed_hands_is_owed_by_its_holder_of_the_day(cast):
    async with db.association_session(cast.association_id) as session:
        sold = Holding(
            association_id=cast.association_id, lot_id=cast.lots["A4"], person_id=cast.people["anna"],
            since=date(2026, 7, 1),
        )  # fmt: skip
        session.add(sold)
        await session.flush()
    assert await debtor(cast, "A4", date(2026, 6, 30)) not in {await debtor(cast, "A4", date(2026, 7, 1))}


async def test_a_lot_without_a_holder_or_of_others_has_no_debtor(cast):
    with pytest.raises(NobodyHolds) as refused:
        await debtor(cast, "A1", date(2019, 12, 31))
    assert refused.value.facts() == {"lot": "A1", "day": "2019-12-31"}
    with pytest.raises(NotFound):
        await debtor(cast, "B1")
    with pytest.raises(NotFound):
        await owner_account(cast, uuid4())


async def test_a_custom_account_stands_below_a_row_and_has_a_name(cast):
    made = await act(cast, accounts.open_custom_account, code="550001", names={"fr": " Épargne ", "xx": "no"})
    assert await account(cast, "550001") == made
    [row] = await rows(cast, "SELECT names, fund, kind FROM ledger_account WHERE id = :a", a=made)
    assert row == {"names": {"fr": "Épargne"}, "fund": "reserve", "kind": "asset"}
    with pytest.raises(BadInput) as refused:
        await act(cast, accounts.open_custom_account, code="4101001", names={})
    assert [problem.where for problem in refused.value.problems] == ["code", "name"]
    with pytest.raises(NotAllowed):
        await act(cast, accounts.open_custom_account, code="550002", names={"fr": "x"}, who="anna")


async def test_a_year_is_open_until_its_accounts_are_drawn_up(cast):
    async def asked(day=DAY):
        async with db.association_session(cast.association_id) as session:
            return await accounts.year_open(session, cast.association_id, day)

    with pytest.raises(NoYear):
        await asked()
    period = await year(cast)
    assert (await asked()).id == period
    await act(cast, periods.advance, period, step=Step.PROVISIONAL)
    with pytest.raises(YearClosed):
        await asked()
