"""The screens of the books: what each reader sees, and what the buttons do."""

from datetime import date

import pytest

from koprogo.core.clock import today
from koprogo.state.accounting.account import AccountState
from koprogo.state.accounting.books import BooksState
from koprogo.state.accounting.entry import EntryState
from koprogo.state.accounting.general_entry import GeneralEntryState
from koprogo.state.accounting.journal import JournalState
from koprogo.state.accounting.own_accounts import OwnAccountsState
from koprogo.state.accounting.owner_account import OwnerAccountState
from koprogo.state.accounting.owners import OwnersState
from koprogo.state.accounting.take_over import TakeOverState
from koprogo.state.accounting.years import YearsState
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.state.tab import Tab

YEAR = date(today().year, 1, 1), date(today().year + 1, 1, 1)
DAY = date(today().year, 3, 15)


@pytest.fixture
async def cast(database):
    """A fresh association per test with this year's books open: a bill, a call to Anna, what she paid of it."""
    found = await put_on_stage()
    found.year = await on_stage.year(found, *YEAR)
    found.bill = await on_stage.bill(found, day=DAY, kind="general")
    found.call = await on_stage.call(found, "A1", 20000, "CALL-1", day=DAY)
    found.paid = await on_stage.receive(found, "A1", 15000, "B-1", day=DAY)
    return found


async def tab(cast, state, page, who="accountant"):
    found = Tab(state, f"/associations/{cast.association_id}/{page}", cast.actors[who])
    await found.call("load")
    return found


async def test_the_trial_balance_of_this_year(cast):
    found = (await tab(cast, BooksState, "books")).state
    assert [(line.code, line.balance) for line in found.rows] == [
        ("4101", 5000), ("4400", -36300), ("551", 15000), ("61050", 36300), ("701", -20000),
    ]  # fmt: skip
    assert (found.total.balance, found.total.debit, found.may_write, found.shown.count) == (0, 71300, True, 3)
    assert (found.rows[0].owners, found.rows[0].people, found.rows[0].href) == (1, "", "")
    anna = (await tab(cast, BooksState, "books", "anna")).state
    assert (anna.rows[0].code, anna.rows[0].people, anna.rows[0].href, anna.may_write) == ("4101", "", "", False)
    stranger = (await tab(cast, BooksState, "books", "stranger")).state
    assert (stranger.refusal.kind, stranger.rows, stranger.association) == ("not_found", [], "")


async def test_owners_stand_under_their_control_account_once_it_is_pressed(cast):
    await on_stage.call(cast, "A2", 700, "CALL-2", day=DAY)
    await on_stage.call(cast, "A2", 300, "CALL-3", part="reserve", day=DAY)
    found = await tab(cast, BooksState, "books")
    folded = [(line.code, line.owners, line.balance) for line in found.state.rows if line.owners]
    assert folded == [("4100", 1, 300), ("4101", 2, 5700)]
    assert "Anna Peeters" not in repr(found.state.rows)
    await found.call("open_owners", "4101")
    under = [(line.code, line.people, line.balance) for line in found.state.rows if line.under]
    assert under == [("4101.1", "Anna Peeters", 5000), ("4101.2", "Bram Claes", 700)]
    assert [line.code for line in found.state.rows if line.opened] == ["4101"]
    assert all(line.href for line in found.state.rows if line.under)
    assert found.state.total.balance == 0
    for code in ("4101", "551", "nonsense"):
        await found.call("open_owners", code)
    assert [line.code for line in found.state.rows if line.under] == []
    owner = await tab(cast, BooksState, "books", "anna")
    await owner.call("open_owners", "4101")
    assert "Bram" not in repr(owner.state.rows) and not any(line.under for line in owner.state.rows)


async def test_an_account_of_its_own_is_opened_beside_the_trial_balance(cast):
    found = await tab(cast, OwnAccountsState, "books")
    assert (found.state.may_open, found.state.rows, set(found.state.languages) >= {"fr", "nl"}) == (True, [], True)
    typed = {"parent": "61050", "digits": "001", "name_fr": "", "name_nl": "Poetsen van de garages"}
    await found.call("open", {**typed, "parent": "4101"})
    assert [problem.where for problem in found.state.refusal.problems] == ["parent"]
    assert found.state.fill == 0
    await found.call("open", typed)
    [row] = found.state.rows
    assert (row.code, row.names, found.state.fill) == ("61050001", {"nl": "Poetsen van de garages"}, 1)
    ledger = await tab(cast, AccountState, row.href.split("/", 3)[3])
    assert (ledger.state.refusal.kind, ledger.state.view.code) == ("", "61050001")
    for who, refusal in (("anna", "not_allowed"), ("stranger", "not_found")):
        other = await tab(cast, OwnAccountsState, "books", who)
        assert (other.state.rows, other.state.may_open) == ([], False)
        await other.call("open", {**typed, "digits": "002"})
        assert other.state.refusal.kind == refusal
    assert [each.code for each in (await tab(cast, OwnAccountsState, "books")).state.rows] == ["61050001"]


async def test_another_year_is_chosen(cast):
    await on_stage.year(cast, YEAR[1], date(YEAR[1].year + 1, 1, 1))
    found = await tab(cast, BooksState, "books")
    newest = found.state.years[0]
    await found.call("choose_year", newest.id)
    assert (found.state.shown.id, found.state.total.opening, found.state.total.debit) == (newest.id, 0, 0)
    await found.call("choose_year", "nonsense")
    assert found.state.shown.starts == YEAR[0].isoformat()


async def test_the_journal_and_one_of_its_vouchers(cast):
    found = await tab(cast, JournalState, "journal")
    assert [line.reference for line in found.state.rows] == ["B-1", "CALL-1", "F-1"]
    await found.call("choose_journal", "purchases")
    assert [line.reference for line in found.state.rows] == ["F-1"]
    await found.call("choose_journal", "")
    await found.call("look_for", {"search": "363,00", "first_day": "", "last_day": ""})
    assert [line.reference for line in found.state.rows] == ["F-1"]
    day = found.state.rows[0].day
    await found.call("look_for", {"search": "", "first_day": day, "last_day": day})
    assert {line.day for line in found.state.rows} == {day}
    await found.call("look_for", {"search": "", "first_day": "yesterday", "last_day": ""})
    assert [problem.where for problem in found.state.refusal.problems] == ["first_day"]
    await found.call("choose_year", found.state.year)
    assert (found.state.first_day, found.state.count) == ("", 3)
    await found.call("turn", 99)
    assert (found.state.page, found.state.pages) == (1, 1)
    assert (await tab(cast, JournalState, "journal", "anna")).state.refusal.kind == "not_allowed"
    sheet = (await tab(cast, EntryState, f"entries/{cast.bill.id}")).state
    assert [(line.code, line.debit, line.credit) for line in sheet.rows] == [("61050", 36300, 0), ("4400", 0, 36300)]
    assert (sheet.view.reference, sheet.view.cents, sheet.may_take_back) == ("F-1", 36300, True)


async def test_a_voucher_is_taken_back_and_what_was_typed_stays(cast):
    found = await tab(cast, EntryState, f"entries/{cast.bill.id}")
    await found.call("begin")
    assert found.state.form.reference == "F-1-R"
    await found.call("take_back", {"day": DAY.isoformat(), "reference": "B-1", "why": "Wrong"})
    assert (found.state.refusal.kind, found.state.form.why, found.state.taking_back) == ("conflict", "Wrong", True)
    await found.call("take_back", {"day": DAY.isoformat(), "reference": "F-1-R", "why": "Wrong supplier"})
    assert found.state.refusal.kind == ""
    again = (await tab(cast, EntryState, f"entries/{cast.bill.id}")).state
    assert (again.view.reversed_by, again.may_take_back) == ("F-1-R", False)


async def test_the_ledger_of_an_account(cast):
    bank = await on_stage.account(cast, "551")
    found = (await tab(cast, AccountState, f"accounts/{bank}")).state
    assert [(line.reference, line.debit, line.balance) for line in found.rows] == [("B-1", 15000, 15000)]
    assert (found.view.code, found.view.tier, found.view.balance) == ("551", "A", 15000)


GOOD = {"day": DAY.isoformat(), "reference": "G-1", "text": "Bank charges", "code_1": "6500", "debit_1": "1 234,56",
        "code_3": "551", "credit_3": "1234.56"}  # fmt: skip


async def test_a_general_entry_is_written_line_by_line(cast):
    found = await tab(cast, GeneralEntryState, "general-entry")
    assert [line.place for line in found.state.lines] == [1, 2, 3, 4]
    await found.call("add_lines")
    assert len(found.state.lines) == 6
    await found.call("find", "bancai")
    assert [choice.code for choice in found.state.found if choice.code == "6500"] == ["6500"]
    await found.call("write", GOOD)
    assert found.state.refusal.kind == ""
    assert (await tab(cast, JournalState, "journal")).state.rows[0].cents == 123456


async def test_a_line_says_who_bears_it_and_keeps_it_when_something_is_refused(cast):
    found = await tab(cast, GeneralEntryState, "general-entry")
    lot = next(each.value for each in found.state.bearers if each.value.startswith("lot:"))
    await found.call("write", {**GOOD, "bearer_1": lot, "bearer_3": lot})
    assert [each.where for each in found.state.refusal.problems] == ["line_2"]
    assert [line.bearer for line in found.state.lines] == [lot, lot, "", ""]
    await found.call("write", {**GOOD, "bearer_1": lot})
    assert found.state.refusal.kind == ""
    lines = "SELECT lot_id::text AS lot FROM entry_line l JOIN entry e ON e.id = l.entry_id WHERE e.association_id = :t"
    booked = await on_stage.rows(cast, lines + " AND e.reference = :r ORDER BY l.line", r=GOOD["reference"])
    assert [row["lot"] for row in booked] == [lot.removeprefix("lot:"), None]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"credit_3": "1234,55"}, ["lines"]),
        ({"debit_1": "1,2,3"}, ["line_1"]),
        ({"credit_1": "5"}, ["line_1"]),
        ({"code_3": "411"}, ["line_2"]),
        ({"day": ""}, ["day"]),
        ({"reference": "", "text": ""}, ["reference", "text"]),
        ({"code_1": "", "debit_1": ""}, ["lines", "lines"]),
    ],
)
async def test_bad_input_is_said_where_it_is_and_nothing_is_lost(cast, changes, where):
    found = await tab(cast, GeneralEntryState, "general-entry")
    typed = {**GOOD, **changes}
    await found.call("write", typed)
    assert (found.state.refusal.kind, [each.where for each in found.state.refusal.problems]) == ("bad_input", where)
    assert (found.state.reference, found.state.text) == (typed["reference"], typed["text"])
    kept = [value for line in found.state.lines for value in (line.code, line.debit, line.credit) if value]
    assert kept == [value for name, value in sorted(typed.items(), key=_place) if name[-1].isdigit() and value]
    assert len((await tab(cast, JournalState, "journal")).state.rows) == 3


def _place(field):
    name = field[0]
    return name[-1], ["code", "debit", "credit"].index(name[:-2]) if name[-1].isdigit() else -1


async def test_who_does_not_keep_the_books_gets_no_form(cast):
    for who in ("anna", "stranger"):
        found = await tab(cast, GeneralEntryState, "general-entry", who)
        await found.call("write", GOOD)
        await found.call("find", "6500")
        assert (found.state.loaded, found.state.found) == (False, [])
    assert len((await tab(cast, JournalState, "journal")).state.rows) == 3


async def test_an_owner_finds_her_own_account_and_nobody_elses(cast):
    bram = await on_stage.debtor(cast, "A2", DAY)
    anna = await on_stage.debtor(cast, "A1", DAY)
    found = (await tab(cast, OwnersState, "owner-accounts", "anna")).state
    assert ([line.balance for line in found.own], found.rows, found.reads_all) == ([5000], [], False)
    hers = (await tab(cast, OwnerAccountState, f"owner-accounts/{anna}", "anna")).state
    [year] = hers.years
    assert [(line.own, line.asked, line.paid, line.balance) for line in year.vouchers] == [
        ("Receipt", 0, 15000, 5000), ("Call", 20000, 0, 20000),
    ]  # fmt: skip
    assert (year.closing, year.runs, hers.earlier, hers.balance) == (5000, True, 0, 5000)
    assert (await tab(cast, OwnerAccountState, f"owner-accounts/{bram}", "anna")).state.refusal.kind == "not_found"
    kept = (await tab(cast, OwnersState, "owner-accounts")).state
    assert ((kept.owed, kept.credit), {line.people for line in kept.rows}) == (
        (5000, 0),
        {"Anna Peeters", "Bram Claes"},
    )


async def test_a_year_goes_through_its_steps(cast):
    found = await tab(cast, YearsState, "years", "syndic")
    assert (found.state.starts, found.state.to_close) == (YEAR[1].isoformat(), str(cast.year))
    await found.call("open_year", {"starts": YEAR[1].isoformat(), "last_day": YEAR[1].isoformat()})
    assert [row.stands for row in found.state.rows] == ["opened", "opened"]
    await found.call("open_year", {"starts": "2050-01-01", "last_day": "2050-12-31"})
    assert found.state.refusal.kind == "refused"
    await found.call("open_year", {"starts": "2050-01-02", "last_day": "2050-01-01"})
    assert [each.where for each in found.state.refusal.problems] == ["last_day"]
    await found.call("advance", str(cast.year), "voted")
    assert (found.state.refusal.kind, found.state.refusal.article) == ("refused", "3.89 §5, 15°")
    assert found.state.to_vote == [], "accounts that are not drawn up are not voted"
    await found.call("advance", str(cast.year), "provisional")
    assert [each.value for each in found.state.to_vote] == [str(cast.year)]
    written = {"year": str(cast.year), "item": "", "act": "Minutes of 15 March, point 4", "day": ""}
    await found.call("vote", written)
    assert [each.where for each in found.state.refusal.problems] == ["day"]
    await found.call("vote", {**written, "item": "nonsense"})
    assert found.state.refusal.kind == "not_found"
    assert [each.value for each in found.state.to_audit] == [str(cast.year)]
    report = {"report_year": str(cast.year), "report": "Report of 12 March"}
    await found.call("audited", report)
    assert [each.where for each in found.state.refusal.problems] == ["report_day"]
    await found.call("audited", {**report, "report_day": DAY.isoformat()})
    [first] = [each for each in found.state.rows if each.id == str(cast.year)]
    assert (first.audited_on, first.report, found.state.to_audit) == (DAY.isoformat(), "Report of 12 March", [])
    await found.call("vote", {**written, "day": DAY.isoformat()})
    assert (found.state.refusal.kind, found.state.to_vote) == ("", [])
    await found.call("close", str(cast.year))
    assert (found.state.refusal.kind, found.state.refusal.facts) == ("refused", {"left_cents": 16300})
    await found.call("advance", str(cast.year), "nonsense")
    assert found.state.refusal.kind == "bad_input"
    accountant = await tab(cast, YearsState, "years")
    assert (accountant.state.may_write, accountant.state.may_close) == (True, False)


OLD = {
    "day": DAY.isoformat(), "balances": "551; 2 650,00\n550\t5000\n4400;-700\n\n100;-2000\n160;-5000", "control": "50,00",
    "owners": "A1; 100,00; 0,00\nA3;-50", "statements": "551;2650\n550;5000,00",
}  # fmt: skip


async def test_old_books_are_typed_in_and_taken_over(cast):
    found = await tab(cast, TakeOverState, "take-over")
    assert found.state.form.day == YEAR[0].isoformat()
    await found.call("take", OLD)
    assert found.state.refusal.kind == ""
    newest = (await tab(cast, JournalState, "journal")).state.rows[0]
    assert (newest.journal, newest.cents) == ("opening", 775000)


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"owners": "A1; 100"}, ["owners"]),
        ({"statements": "551;2650"}, ["lines"]),
        ({"balances": "551 2650\n551;1;2"}, ["balances", "balances"]),
        ({"balances": "551;1\n551;1"}, ["balances"]),
        ({"control": "", "owners": "A1"}, ["owners", "control"]),
        ({"day": "x"}, ["day"]),
        ({"owners": "Z9; 50"}, ["owners"]),
    ],
)
async def test_old_books_that_do_not_agree_are_refused_and_stay_typed(cast, changes, where):
    found = await tab(cast, TakeOverState, "take-over")
    await found.call("take", {**OLD, **changes})
    assert (found.state.refusal.kind, [each.where for each in found.state.refusal.problems]) == ("bad_input", where)
    assert vars(found.state.form) == {**OLD, **changes}
    assert (await tab(cast, TakeOverState, "take-over", "anna")).state.loaded is False
