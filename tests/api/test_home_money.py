"""Money over all associations over HTTP: each reads her own part, and nobody another's."""

import pytest

from koprogo.api.v1.routers import ROUTERS
from koprogo.core.clock import today
from tests.api.web import signed_in
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage
from tests.services.charges.invoices_on_stage import received, year


@pytest.fixture(scope="module")
async def cast(database):
    """A draft of an invoice, and a call to Anna."""
    found = await put_on_stage()
    await year(found)
    await received(found)
    await ledger_on_stage.call(found, "A1", 31_240, "CALL-1", day=today().replace(month=1, day=1))
    return found


async def read(cast, who: str, path: str) -> list[dict[str, object]]:
    browser = await signed_in(cast.people[who], *ROUTERS)
    answer = await browser.send("GET", f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, object]] = answer.json()
    return found


async def test_who_keeps_the_books_reads_what_waits_in_them(cast):
    rows = await read(cast, "accountant", "books/waiting")
    assert [(row["work"], row["n"], row["amount"]) for row in rows] == [("draft", 1, "0.00"), ("arrears", 1, "312.40")]
    assert {row["association_id"] for row in rows} == {str(cast.association_id)}


@pytest.mark.parametrize("who", ["anna", "stranger", "other_syndic"])
async def test_nobody_else_reads_any_of_it(cast, who):
    assert await read(cast, who, "books/waiting") == []


async def test_an_owner_reads_her_own_accounts_and_no_others(cast):
    [account] = await read(cast, "anna", "own-accounts")
    assert (account["balance"], account["past_due"], account["lots"]) == ("312.40", "312.40", ["A1", "G1"])
    for who in ("bram", "stranger", "syndic"):
        assert await read(cast, who, "own-accounts") == []
