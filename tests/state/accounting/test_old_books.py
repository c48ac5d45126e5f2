"""Taking old books over on the page: files arrive, what is wrong is shown, decided, booked once."""

from datetime import date

import pytest

from koprogo.core.clock import now, today
from koprogo.rules.accounting.old_headers import OldFile
from koprogo.services.accounting.taking_over.kept import keep_old_file
from koprogo.state.accounting.old_books import OldBooksState
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.accounting.taking_over.old_books import DATA, FR
from tests.state.tab import Tab

YEAR = date(today().year, 1, 1), date(today().year + 1, 1, 1)


@pytest.fixture
async def cast(database):
    """A fresh association per test with this year's books open and empty."""
    found = await put_on_stage()
    await on_stage.year(found, *YEAR)
    return found


async def page(cast, who="accountant"):
    found = Tab(OldBooksState, f"/associations/{cast.association_id}/take-over", cast.actors[who])
    await found.call("load")
    return found


async def send(cast, tab, kind, content, name="file.csv", who="accountant"):
    """Send a file as the page does, then tell the page."""
    made = await keep_old_file(
        cast.actors[who], cast.association_id, OldFile(kind), content=content, name=name, at=now()
    )  # fmt: skip
    await tab.call("received", kind, made, name)


async def all_sent(cast, tab, who="accountant", **other):
    for kind in ("balance", "owners", "bank", "invoices"):
        await send(cast, tab, kind, other.get(kind) or (DATA / FR[kind]).read_bytes(), who=who)


async def test_files_arrive_one_by_one_and_are_booked_once(cast):
    tab = await page(cast)
    assert (tab.state.day, tab.state.looked, len(tab.state.files)) == (YEAR[0].isoformat(), False, 7)
    await all_sent(cast, tab)
    assert (tab.state.may_book, tab.state.fault_count, tab.state.undecided, tab.state.differences) == (True, 0, 0, [])
    assert (tab.state.control, tab.state.owners, tab.state.invoices) == (125040, 4, 2)
    await tab.call("take")
    assert [each.where for each in tab.state.refusal.problems] == ["tool"]
    await tab.call("read", {"day": YEAR[0].isoformat(), "tool": " Syndic  Pro "})
    await tab.call("take")
    assert tab.state.refusal.kind == ""
    rows = await on_stage.rows(cast, "SELECT journal, day FROM entry WHERE association_id = :t")
    assert rows == [{"journal": "opening", "day": YEAR[0]}]
    again = await page(cast)
    assert again.state.tools == ["Syndic Pro"]


async def test_what_is_wrong_and_what_does_not_agree_is_shown(cast):
    tab = await page(cast)
    await all_sent(cast, tab, owners=b"Lot;Solde\nA1;1.250,41\n")
    [found] = tab.state.differences
    assert (found.what, found.code, found.books, found.other, found.apart) == ("owners", "410", 125040, 125041, 1)
    assert not tab.state.may_book
    await send(cast, tab, "owners", b"Lot;Solde\nZ9;12,00\nA1;x\n")
    assert [(each.kind, each.line, each.read) for each in tab.state.faults] == [("owners", 3, "x"), ("owners", 2, "Z9")]


async def test_a_column_and_an_account_are_decided(cast):
    tab = await page(cast)
    balance = (DATA / FR["balance"]).read_bytes().replace(b"N\xb0 compte", b"Nr").replace(b"440000", b"990000")
    await all_sent(cast, tab, balance=balance)
    assert [each.means for each in tab.state.columns if each.missing] == ["code"]
    await tab.call("choose_column", "balance", "code", "Nr")
    assert [each.code for each in tab.state.accounts if not each.ours] == ["990000"]
    await tab.call("choose_account", "990000", "41")
    assert tab.state.refusal.kind != ""
    await tab.call("choose_account", "990000", "4400")
    assert (tab.state.refusal.kind, tab.state.may_book) == ("", True)
    await tab.call("choose_column", "balance", "nonsense", "Nr")
    await tab.call("received", "nonsense", "x", "y")
    assert tab.state.may_book


async def test_an_owner_and_a_stranger_see_nothing(cast):
    assert (await page(cast, "anna")).state.loaded is False
    assert (await page(cast, "stranger")).state.refusal.kind == "not_found"


async def test_calls_and_keys_are_shown_before_they_are_taken(cast):
    tab = await page(cast, "syndic")
    await all_sent(cast, tab, "syndic")
    await send(cast, tab, "keys", (DATA / "keys-fr.csv").read_bytes(), "keys.csv", "syndic")
    found = [(each.heading, each.name, each.lots, each.total) for each in tab.state.keys]
    assert found == [("Ascenseur", "Ascenseur", 5, 7), ("Escalier B", "Escalier B", 2, 1000)]
    await tab.call("name_key", "Escalier B", "")
    assert (tab.state.new_keys, tab.state.keys[1].name, tab.state.may_book) == (1, "", True)
    await tab.call("name_key", "Nonsense", "x")
    assert tab.state.new_keys == 1
    await send(cast, tab, "calls", (DATA / "calls-fr.csv").read_bytes(), "calls.csv", "syndic")
    assert (tab.state.calls, tab.state.may_book) == (5, True)
