"""An owner's account on screen: the running year, earlier ones on a press, what is due, each voucher worded for her."""

from datetime import date

import pytest

from koprogo.core.clock import today
from koprogo.services.accounting.entry_words import EntryMessage
from koprogo.services.accounting.owner_account import debtors
from koprogo.services.charges.calls import post_call
from koprogo.state.accounting.account import AccountState
from koprogo.state.accounting.entry import EntryState
from koprogo.state.accounting.journal import JournalState
from koprogo.state.accounting.owner_account import OwnerAccountState
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.charges import worked_year as stage_of
from tests.state.tab import Tab

THIS = today().year
LAST = (date(THIS - 1, 1, 1), date(THIS, 1, 1))
NOW = (date(THIS, 1, 1), date(THIS + 1, 1, 1))


@pytest.fixture
async def cast(database):
    """Anna is called 200.00 last year and 50.00 this year; somebody else's account pays 150.00 of it."""
    found = await put_on_stage()
    await on_stage.year(found, *LAST)
    await on_stage.year(found, *NOW)
    await on_stage.call(found, "A1", 20000, "CALL-1", day=LAST[0])
    await on_stage.call(found, "A1", 5000, "CALL-2", day=NOW[0])
    found.paid = await on_stage.receive(found, "A1", 15000, "B-1", day=NOW[0], text="Tante Emma +++123+++")
    found.anna = await on_stage.debtor(found, "A1", NOW[0])
    return found


async def tab(cast, state, page, who="anna"):
    found = Tab(state, f"/associations/{cast.association_id}/{page}", cast.actors[who])
    await found.call("load")
    return found


async def test_the_running_year_is_open_and_an_earlier_one_opens_on_a_press(cast):
    found = await tab(cast, OwnerAccountState, f"owner-accounts/{cast.anna}")
    now, before = found.state.years
    assert (now.runs, now.opened, [each.balance for each in now.vouchers], now.closing) == (
        True,
        True,
        [10000, 25000],
        10000,
    )
    assert (before.runs, before.opened, before.vouchers, before.count) == (False, False, [], 1)
    assert (before.asked, before.paid, before.closing, found.state.earlier) == (20000, 0, 20000, 1)
    await found.call("open_year", before.id)
    assert [(line.asked, line.balance) for line in found.state.years[1].vouchers] == [(20000, 20000)]
    for unknown in ("nonsense", before.id):
        await found.call("open_year", unknown)
    assert (found.state.opened, found.state.years[1].vouchers) == ([], [])
    assert (found.state.balance, found.state.loans) == (10000, [])


async def test_a_payment_is_said_as_one_and_not_by_whom(cast):
    found = await tab(cast, OwnerAccountState, f"owner-accounts/{cast.anna}")
    paid = next(line for line in found.state.years[0].vouchers if line.paid)
    assert (paid.said, paid.taken_back) == (EntryMessage.RECEIPT, False)
    entry = (await tab(cast, EntryState, f"entries/{cast.paid.id}")).state
    assert (entry.view.said, entry.view.text, entry.view.own) == (EntryMessage.RECEIPT, "", "")
    kept = (await tab(cast, EntryState, f"entries/{cast.paid.id}", "accountant")).state
    assert kept.view.text == "Tante Emma +++123+++"
    bank = await on_stage.account(cast, "551")
    for state, page in ((JournalState, "journal"), (AccountState, f"accounts/{bank}")):
        [line] = [row for row in (await tab(cast, state, page, "accountant")).state.rows if row.reference == "B-1"]
        assert (line.said, line.own) == (EntryMessage.RECEIPT, "Tante Emma +++123+++")


async def test_somebody_elses_account_stays_shut_whatever_is_pressed(cast):
    found = await tab(cast, OwnerAccountState, f"owner-accounts/{cast.anna}", "bram")
    await found.call("open_year", "1")
    assert (found.state.refusal.kind, found.state.years, found.state.people) == ("not_found", [], "")


async def test_what_is_due_is_named_with_its_last_day_and_leads_to_its_call(database):
    stage = await stage_of.worked_year()
    await stage_of.voted(stage)
    call = await stage.call(1, due_on=date(2025, 1, 20))
    await stage.act(post_call, call, at=stage_of.AT)
    hers = next(each.id for each in await stage.act(debtors, day=date(2025, 2, 1)) if each.balance == 40_700)
    page = f"/associations/{stage.association_id}/owner-accounts/{hers}"
    found = Tab(OwnerAccountState, page, stage.actors["O1"])
    await found.call("load")
    [due] = found.state.due
    assert (due.day, due.cents, due.late, due.said) == ("2025-01-20", 40_700, True, EntryMessage.CALL)
    assert (due.href.endswith(f"calls/{call}"), found.state.late_cents, found.state.due_cents) == (True, 40_700, 40_700)
    year = found.state.years[-1]
    await found.call("open_year", year.id)
    [voucher] = found.state.years[-1].vouchers
    assert (voucher.source, voucher.lots, voucher.asked) == ("call", ["A"], 40_700)
    assert sum(line.cents for line in voucher.lines) == 40_700
    assert {line.part for line in voucher.lines} == {"ordinary", "reserve"}
    theirs = Tab(OwnerAccountState, page, stage.actors["O2"])
    await theirs.call("load")
    assert (theirs.state.refusal.kind, theirs.state.due) == ("not_found", [])
