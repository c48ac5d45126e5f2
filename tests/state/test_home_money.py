"""Money on the home page: what waits leads straight to where it is done; an owner finds her own balance, and no other's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo.core.clock import today
from koprogo.core.doors import opened, page_of
from koprogo.core.money import Money
from koprogo.services.charges.waiting import Waiting, Work
from koprogo.state import home_money
from koprogo.state.home import HomeState
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage
from tests.services.charges.invoices_on_stage import received, step, typed, year
from tests.state.tab import Refused, Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def at_home(actor) -> Tab:
    tab = Tab(HomeState, "/", actor)
    await tab.call("load")
    assert tab.state.refusal.kind == ""
    return tab


async def test_the_accountant_finds_each_work_with_the_page_where_it_is_done(cast):
    await received(cast)
    tab = await at_home(cast.accountant)
    [group] = tab.state.works
    [row] = group.rows
    assert (group.name, row.work, row.n, row.href) == (
        "Résidence Les Tilleuls", "draft", 1, f"/associations/{cast.association_id}/invoices",
    )  # fmt: skip
    assert (tab.state.works_count, tab.state.money.bank_count) == (1, 0)


async def test_the_syndic_approves_and_the_accountant_does_not(cast):
    await year(cast)
    await step(cast, "accountant", await typed(cast), "submitted")
    [group] = (await at_home(cast.syndic)).state.works
    assert [(row.work, row.cents) for row in group.rows] == [("approve", 36_300)]
    assert (await at_home(cast.accountant)).state.works == []


async def test_nothing_waits_and_owners_are_told_of_no_work(cast):
    assert (await at_home(cast.accountant)).state.works == []
    await received(cast)
    assert (await at_home(cast.anna)).state.works == []
    with pytest.raises(Refused):
        await Tab(HomeState, "/", None).call("turn_works", 1)


async def test_an_owner_finds_her_balance_and_nobody_elses(cast):
    await year(cast)
    first = today().replace(month=1, day=1)
    await ledger_on_stage.call(cast, "A1", 31_240, "CALL-1", day=first)
    await ledger_on_stage.call(cast, "A2", 99_900, "CALL-2", day=first)
    tab = await at_home(cast.anna)
    [mine] = tab.state.homes
    [card] = mine.accounts
    assert (card.balance, card.past_due, card.lots, card.people, card.next_on) == (31_240, 31_240, ["A1", "G1"], "", "")
    assert mine.balance == 31_240
    assert card.href.startswith(f"/associations/{cast.association_id}/owner-accounts/")
    assert "99900" not in tab.shown()
    assert (await at_home(cast.carla)).state.homes[0].accounts == []


async def test_a_joint_account_names_with_whom(cast):
    await year(cast)
    await ledger_on_stage.call(cast, "A5", 5_000, "CALL-1", day=today().replace(month=1, day=1))
    [card] = (await at_home(cast.emma)).state.homes[0].accounts
    assert card.people == "Emma Lambert, Farid Benali"


async def test_other_associations_are_on_other_pages(cast):
    await received(cast)
    tab = await at_home(cast.accountant)
    many = [
        Waiting(uuid4(), f"Résidence {n:02}", Work.BANK, n, Money(0), None) for n in range(1, home_money.A_PAGE + 2)
    ]
    tab.state._show_works(many, 2)
    assert ([group.name for group in tab.state.works], tab.state.works_pages) == ([many[-1].association_name], 2)
    for asked in (2, -3, "x"):
        await tab.call("turn_works", asked)
        assert (tab.state.works_page, tab.state.works_pages, len(tab.state.works)) == (1, 1, 1)


def test_sums_are_over_all_associations(cast):
    rows = [
        Waiting(cast.association_id, "A", Work.ARREARS, 2, Money(500), None),
        Waiting(cast.elsewhere_id, "B", Work.ARREARS, 1, Money(40), None),
        Waiting(cast.elsewhere_id, "B", Work.HELD, 1, Money(7), None),
        Waiting(cast.elsewhere_id, "B", Work.ORDER, 3, Money(70), today() + timedelta(days=1)),
    ]
    sums = home_money.money_sums(rows)
    assert (sums.late, sums.late_owners, sums.to_pay, sums.to_pay_count, sums.bank) == (540, 3, 77, 4, 0)


def test_one_call_to_send_leads_to_it_and_several_to_the_list(cast):
    one = Waiting(cast.association_id, "A", Work.SEND, 1, Money(5), None, cast.lots["A1"])
    [[row]] = [group.rows for group in home_money.work_groups([one])]
    assert row.href.endswith(f"/calls/{cast.lots['A1']}")
    several = Waiting(cast.association_id, "A", Work.SEND, 2, Money(5), None, cast.lots["A1"])
    assert home_money.work_groups([several])[0].rows[0].href.endswith("/calls")


def test_every_work_leads_to_a_page_its_reader_may_open(cast):
    for who in ("syndic", "accountant"):
        offered = opened(cast.actors[who], cast.association_id)
        assert {page_of(f"/associations/{cast.association_id}/{page}") for page in home_money.PAGES.values()} <= offered
    assert set(home_money.PAGES) == set(Work)
