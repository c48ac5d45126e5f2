"""Balance sheet, income statement and simplified accounts as tables: groups, their accounts, their sums."""

from collections.abc import Iterable, Mapping

from koprogo.core.tables import Column, Kind, Look, Report, Row, Sheet
from koprogo.papers.words import Words
from koprogo.rules.accounting.balance_sheet import UNSETTLED, Section, Side
from koprogo.rules.accounting.chart import CHART
from koprogo.rules.accounting.income_statement import Heading
from koprogo.services.accounting.reports.cash_tables import cash_sums, fund_rows, fund_sheet
from koprogo.services.accounting.simplified import Simplified
from koprogo.services.accounting.statements import AccountName, BalanceSheet, IncomeStatement
from koprogo.services.assemblies.labels import said_in


def balance_sheet_report(sheet: BalanceSheet, w: Words) -> Report:
    """Return both sides, the accounts under their groups, at the beginning and at the end."""
    days = w("at_end", day=w.format.short_day(sheet.day))
    sheets = tuple(
        _side(w(name), side, sheet, w) for name, side in (("assets", sheet.assets), ("liabilities", sheet.liabilities))
    )
    return Report(w("balance-sheet"), days, sheets, (w("note_balance_sheet"), w("note_practice")))


def income_report(sheet: IncomeStatement, period: str, w: Words) -> Report:
    """Return costs and income by heading, beside a year before, and the result."""
    columns = (
        Column(w("account"), Kind.CODE), Column(w("name")), Column(w("amount"), Kind.CENTS),
        Column(w("year_before"), Kind.CENTS),
    )  # fmt: skip
    figures = sheet.figures
    sheets = [
        Sheet(w(name), columns, (*_headings(each, sheet.accounts, w), _sum(w(f"sum_{name}"), each)))
        for name, each in (("costs", figures.costs), ("income", figures.income))
    ]
    left = (Row((None, w("result"), figures.result, figures.result_before), Look.SUM),)
    sheets.append(Sheet(w("result_title"), columns, left))
    return Report(w("income-statement"), period, tuple(sheets), (w("note_income"), w("note_practice")))


def simplified_report(found: Simplified, period: str, w: Words) -> Report:
    """Return receipts and expenses, cash, funds, claims and debts on one paper."""
    columns = (Column(w("name")), Column(w("amount"), Kind.CENTS))
    book = found.book
    lines = [
        Row((w("cash_opening"), book.opening)),
        Row((w("receipts"), None), Look.HEADING),
        *(Row((_heading_name(code, w), cents)) for code, cents in book.receipts),
        Row((w("sum_receipts"), book.received), Look.SUM),
        Row((w("expenses"), None), Look.HEADING),
        *(Row((_heading_name(code, w), cents)) for code, cents in book.expenses),
        Row((w("sum_expenses"), book.paid), Look.SUM),
        Row((w("cash_closing"), book.closing), Look.SUM),
    ]
    claims = [
        _side(w(name), side, found.sheet, w, only=groups)
        for name, side, groups in (
            ("claims_title", found.sheet.assets, ("owners", "claims")),
            ("debts_title", found.sheet.liabilities, ("owners", "suppliers", "debts", "loans")),
        )
    ]
    sheets = (
        Sheet(w("book_title"), columns, tuple(lines)), cash_sums(found.cash, w), fund_sheet(fund_rows(found.funds, w), w),
        *claims,
    )  # fmt: skip
    allowed = w("note_simplified", lots=found.allowance.lots, limit=found.allowance.limit)
    return Report(w("simplified"), period, sheets, (allowed, w("note_book")))


def account_words(code: str, accounts: Mapping[str, AccountName], w: Words) -> str:
    """Return what an account is called in the language of the words."""
    return said_in(accounts[code].names if code in accounts else CHART[code].names, w.language)


def _side(title: str, side: Side, sheet: BalanceSheet, w: Words, *, only: tuple[str, ...] | None = None) -> Sheet:
    columns = (
        Column(w("account"), Kind.CODE), Column(w("name")),
        Column(w("on_day", day=w.format.short_day(sheet.day)), Kind.CENTS),
        Column(w("before_day", day=w.format.short_day(sheet.starts)), Kind.CENTS),
    )  # fmt: skip
    sections = [each for each in side.sections if only is None or each.group.value in only]
    rows = [row for each in sections for row in _section(each, sheet.accounts, w)]
    sums = (sum(each.closing for each in sections), sum(each.opening for each in sections))
    return Sheet(title, columns, (*rows, Row((None, w("sum_of", what=title), *sums), Look.SUM)))


def _section(section: Section, accounts: Mapping[str, AccountName], w: Words) -> Iterable[Row]:
    group = w(f"group_{section.group.value}")
    if [line.code for line in section.lines] == [UNSETTLED]:
        return [Row((None, group, section.closing, section.opening), Look.HEADING)]
    head = Row((None, group, section.closing, section.opening), Look.HEADING)
    return [
        head,
        *(
            Row((line.code, _owners(line.owners, account_words(line.code, accounts, w), w), line.closing, line.opening))
            for line in section.lines
        ),
    ]


def _owners(count: int, name: str, w: Words) -> str:
    return w("owners_counted", name=name, n=count) if count else name


def _headings(headings: Iterable[Heading], accounts: Mapping[str, AccountName], w: Words) -> Iterable[Row]:
    for heading in headings:
        named = heading.code if len(heading.code) > 1 else heading.lines[0].code
        yield Row((heading.code, _heading_name(named, w), heading.cents, heading.before), Look.HEADING)
        for line in heading.lines:
            yield Row((line.code, account_words(line.code, accounts, w), line.cents, line.before))


def _sum(word: str, headings: Iterable[Heading]) -> Row:
    found = list(headings)
    return Row((None, word, sum(each.cents for each in found), sum(each.before for each in found)), Look.SUM)


def _heading_name(code: str, w: Words) -> str:
    key = {"41": "against_owners", "44": "against_suppliers"}.get(code)
    return w(key) if key else said_in(CHART[code].names if code in CHART else CHART[code[:1]].names, w.language)
