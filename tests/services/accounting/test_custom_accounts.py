"""An account of the association's own: opened below a row of the chart, found, budgeted and booked like any other."""

import asyncio
from datetime import date

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.services.accounting import custom_accounts, find_accounts, general_entry
from koprogo.services.accounting.bank import accounts as bank_accounts
from koprogo.services.charges import budget_queries, budgets
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, act, rows, year

GARAGES = {"parent": "61050", "digits": "001", "names": {"fr": "Nettoyage des garages"}}


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def open_(cast, who="accountant", **other):
    return await act(cast, custom_accounts.open_below, who=who, **GARAGES | other)


async def test_an_account_is_opened_below_a_row_of_the_chart_and_listed(cast):
    made = await open_(cast)
    [found] = await act(cast, custom_accounts.custom_accounts, who="anna")
    assert (found.id, found.code, found.parent, found.names) == (
        made, "61050001", "61050", {"fr": "Nettoyage des garages"},
    )  # fmt: skip
    [log] = await rows(
        cast,
        "SELECT action, facts FROM audit_event WHERE association_id = :t AND subject_id = :a",
        a=made,
    )
    assert log == {"action": "account.opened", "facts": {"code": "61050001"}}


async def test_it_is_found_budgeted_and_booked(cast):
    await open_(cast)
    await year(cast)
    [found] = await act(cast, find_accounts.find_accounts, words="garages")
    assert found.code == "61050001"
    lines = (LineDraft("ordinary", "61050001", Money(90_000)),)
    draft = BudgetDraft(date(2026, 1, 1), date(2027, 1, 1), 4, lines)
    budget = await act(cast, budgets.save_budget, draft=draft, at=now())
    [line] = (await act(cast, budget_queries.budget, budget)).lines
    assert (line.code, line.name["fr"]) == ("61050001", "Nettoyage des garages")
    typed = [general_entry.TypedLine("61050001", 12_100), general_entry.TypedLine("551", -12_100)]
    await act(cast, general_entry.write_general, day=DAY, reference="G-1", words="Garages", lines=typed)


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"parent": "410"}, ["parent"]),
        ({"parent": "4101"}, ["parent"]),
        ({"parent": "4101.1"}, ["parent"]),
        ({"parent": "610"}, ["parent"]),
        ({"parent": "499"}, ["parent"]),
        ({"parent": "999"}, ["parent"]),
        ({"parent": "61050001"}, ["parent"]),
        ({"parent": ""}, ["parent"]),
        ({"digits": ""}, ["digits"]),
        ({"digits": "0001"}, ["digits"]),
        ({"digits": "0a"}, ["digits"]),
        ({"digits": "٣"}, ["digits"]),
        ({"names": {"fr": " ", "xx": "Garages"}}, ["name"]),
        ({"digits": "0001", "names": {}}, ["digits", "name"]),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_is_opened(cast, other, where):
    with pytest.raises(BadInput) as refused:
        await open_(cast, **other)
    assert [problem.where for problem in refused.value.problems] == where
    assert await act(cast, custom_accounts.custom_accounts) == []


@pytest.mark.parametrize("code", ["410", "4100", "4101.1"])
async def test_the_accounts_of_owners_open_by_themselves(cast, code):
    with pytest.raises(BadInput) as refused:
        await open_(cast, parent=code)
    [problem] = refused.value.problems
    assert "for each owner" in problem.message_id and problem.facts == {"code": code}


async def test_a_code_is_opened_once_also_by_two_at_once(cast):
    done = await asyncio.gather(open_(cast), open_(cast, "syndic"), return_exceptions=True)
    [refused] = [each for each in done if isinstance(each, BadInput)]
    assert [(problem.where, problem.facts) for problem in refused.problems] == [("digits", {"code": "61050001"})]
    assert len(await act(cast, custom_accounts.custom_accounts)) == 1
    await open_(cast, digits="002")
    assert [each.code for each in await act(cast, custom_accounts.custom_accounts)] == ["61050001", "61050002"]


async def test_a_bank_account_takes_the_next_code_that_is_free(cast):
    await open_(cast, parent="551", digits="001", names={"nl": "Termijnrekening"})
    for number in ("BE71096123456769", "BE68539007547034"):
        await act(cast, bank_accounts.enter_bank_account, number=number, purpose="current", at=now())
    found = await act(cast, bank_accounts.bank_accounts)
    assert sorted(each.code for each in found) == ["551", "551002"]
    assert [each.code for each in await act(cast, custom_accounts.custom_accounts)] == ["551001", "551002"]


async def test_only_who_keeps_the_books_opens_one(cast):
    with pytest.raises(NotAllowed):
        await open_(cast, "anna")
    for do in (open_, lambda each, who: act(each, custom_accounts.custom_accounts, who=who)):
        with pytest.raises(NotFound):
            await do(cast, "stranger")
    await open_(cast)
    async with db.tenant_session(cast.stranger, cast.elsewhere_id) as session:
        assert await custom_accounts.custom_accounts(session, cast.stranger, cast.elsewhere_id) == []
