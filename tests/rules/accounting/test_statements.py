"""The statements' arithmetic: balance sheet, income, cash, funds, simplified accounts; each against a plain model."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.accounting.balance_sheet import GROUPS, UNSETTLED, Group, Standing, balance_sheet, group_of
from koprogo.rules.accounting.cash_flow import CashMoved, cash_flow, months_of, together
from koprogo.rules.accounting.chart import CHART, takes_entries
from koprogo.rules.accounting.funds import RESERVE, WORKING, FundMoved, fund
from koprogo.rules.accounting.income_statement import Moved, heading_of, income_statement
from koprogo.rules.accounting.simplified import Against, cash_book, may_simplify

CENTS = st.integers(-(10**9), 10**9)
CODES = [*sorted(code for code in CHART if takes_entries(code)), "4100.1", "4100.2", "4101.1", "4101.2", "4101.10"]


@pytest.mark.parametrize("code", CODES)
def test_every_account_of_the_chart_has_a_group(code):
    assert (group_of(code) is Group.UNSETTLED) == (code[0] in "67")


def test_longer_beginnings_win():
    assert group_of("4100.3") is Group.OWNERS
    assert [group_of(code) for code in ("416", "4400", "444", "499", "489", "173")] == [
        Group.CLAIMS, Group.SUPPLIERS, Group.SUPPLIERS, Group.ACCRUALS, Group.DEBTS, Group.LOANS,
    ]  # fmt: skip
    assert {len(beginning) for beginning in GROUPS} == {1, 2, 3}


@given(st.dictionaries(st.sampled_from(CODES), st.tuples(CENTS, CENTS), max_size=20))
def test_both_sides_are_equal_whatever_is_booked(amounts):
    """Books that come out at nil: what is left goes to 499."""
    rows = [Standing(code, *both) for code, both in amounts.items() if code != "499"]
    rest = [-sum(getattr(row, name) for row in rows) for name in ("opening", "closing")]
    have, owe = balance_sheet([*rows, Standing("499", *rest)])
    assert have.opening == owe.opening
    assert have.closing == owe.closing
    lines = [line for side in (have, owe) for section in side.sections for line in section.lines]
    assert all(line.opening >= 0 and line.closing >= 0 and (line.opening or line.closing) for line in lines)


def test_owners_in_credit_never_hide_what_others_owe():
    rows = [
        Standing("4101.1", 0, 500),
        Standing("4101.2", 0, -200),
        Standing("4101.10", 50, 300),
        Standing("701", -50, -600),
    ]
    have, owe = balance_sheet(rows)
    [owners] = have.sections
    assert [(line.code, line.opening, line.closing, line.owners) for line in owners.lines] == [("4101", 50, 800, 2)]
    assert [(s.group, s.lines[0].code, s.opening, s.closing) for s in owe.sections] == [
        (Group.OWNERS, "4101", 0, 200),
        (Group.UNSETTLED, UNSETTLED, 50, 600),
    ]


def test_an_account_that_changes_its_sign_stands_on_both_sides():
    have, owe = balance_sheet([Standing("551", 100, -40), Standing("100", -100, 40)])
    assert [(line.code, line.opening, line.closing) for s in have.sections for line in s.lines] == [
        ("551", 100, 0),
        ("100", 0, 40),
    ]
    assert [(line.code, line.opening, line.closing) for s in owe.sections for line in s.lines] == [
        ("100", 100, 0),
        ("551", 0, 40),
    ]


def test_costs_and_income_under_their_headings():
    moved = [Moved("6140", 100, 0), Moved("61050", 900, 800), Moved("6500", 5, 0), Moved("681", -700, 0),
             Moved("701", -400, -300), Moved("643", 0, 0)]  # fmt: skip
    found = income_statement(moved)
    assert [(each.code, each.cents, each.before) for each in found.costs] == [
        ("61", 1000, 800), ("65", 5, 0), ("6", -700, 0),
    ]  # fmt: skip
    assert [line.code for each in found.costs for line in each.lines] == ["61050", "6140", "6500", "681"]
    assert (found.result, found.result_before) == (400 - 305, 300 - 800)
    assert heading_of("7420") == "74"


@given(st.lists(st.tuples(st.sampled_from(CODES), CENTS, CENTS), max_size=15, unique_by=lambda row: row[0]))
def test_the_result_is_all_that_moved_with_the_other_sign(rows):
    found = income_statement(Moved(*row) for row in rows)
    assert found.result == -sum(cents for code, cents, _ in rows if code[0] in "67")
    assert found.result_before == -sum(before for code, _, before in rows if code[0] in "67")


def test_months_of_any_days():
    assert months_of(date(2025, 11, 15), date(2026, 2, 1)) == (date(2025, 11, 15), date(2025, 12, 1), date(2026, 1, 1))
    assert months_of(date(2025, 12, 31), date(2026, 1, 1)) == (date(2025, 12, 31),)
    assert len(months_of(date(2026, 1, 1), date(2027, 1, 1))) == 12


@given(st.lists(st.tuples(st.sampled_from(("550", "551")), st.integers(0, 11), st.integers(0, 10**8),
                          st.integers(0, 10**8)), max_size=20, unique_by=lambda row: row[:2]))  # fmt: skip
def test_cash_is_chained_and_ends_where_all_of_it_leads(rows):
    moved = [CashMoved(code, date(2026, month + 1, 1), came, went) for code, month, came, went in rows]
    before = CashMoved("551", None, 700, 900)
    found = cash_flow([*moved, before], starts=date(2026, 1, 1), until=date(2027, 1, 1))
    for account in found:
        assert all(a.closing == b.opening for a, b in zip(account.months, account.months[1:], strict=False))
        own = [row for row in rows if row[0] == account.code]
        assert account.whole.closing == (-200 if account.code == "551" else 0) + sum(row[2] - row[3] for row in own)
    assert together(found)[-1].closing == sum(account.whole.closing for account in found)
    assert together([]) == ()


def test_what_came_to_a_fund_and_left_it():
    def moved(kind, cents, *, uses=False, before=False, name=RESERVE):
        return FundMoved(name, "160", kind, uses, before, cents)

    rows = [
        moved("opening", -500, before=True), moved("call", -300), moved("call", 20), moved("settlement", -10),
        moved("general", 120, uses=True), moved("credit_note", -15), moved("sale", 50), moved("sale", -50),
        moved("opening", -7), moved("call", -9999, name=WORKING),
    ]  # fmt: skip
    found = fund(RESERVE, rows, bank=600, owed=40)
    assert (found.opening, found.called, found.used, found.other) == (500, 290, 105, 7)
    assert found.closing == 692
    assert found.unswept == 52
    assert fund(WORKING, rows, bank=0, owed=0).called == 9999


@pytest.mark.parametrize(("lots", "allowed"), [(0, True), (19, True), (20, False), (500, False)])
def test_simplified_accounts_are_for_fewer_than_twenty_main_lots(lots, allowed):
    assert may_simplify(lots) is allowed


def test_the_cash_book_leads_from_cash_to_cash():
    book = cash_book(1000, [Against("61", 0, 12), Against("41", 500, 30), Against("44", 0, 400), Against("75", 3, 0)])
    assert book.receipts == (("41", 500), ("75", 3))
    assert book.expenses == (("41", 30), ("44", 400), ("61", 12))
    assert (book.received, book.paid, book.closing) == (503, 442, 1061)
