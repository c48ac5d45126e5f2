"""The printed statements: text per language, the file, and what a paper says only once."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from koprogo.adapters.pdf import render_pdf
from koprogo.core.tables import Column, Kind, Report, Row, Sheet
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.statement.build import build, title
from koprogo.papers.statement.facts import StatementFacts
from koprogo.papers.statement.words import STATEMENTS, statement_words
from koprogo.rules.accounting import balance_sheet as sheets
from koprogo.rules.accounting.cash_flow import CashMoved, cash_flow, together
from koprogo.rules.accounting.chart import CHART, Tier
from koprogo.rules.accounting.funds import FundMoved, fund
from koprogo.rules.accounting.income_statement import Moved, income_statement
from koprogo.rules.accounting.simplified import Against, cash_book
from koprogo.services.accounting.cash_flow import CashFlow
from koprogo.services.accounting.funds import Funds
from koprogo.services.accounting.reports import list_tables, statement_tables
from koprogo.services.accounting.reports.journal_lines import JournalLine
from koprogo.services.accounting.simplified import Allowance, Simplified
from koprogo.services.accounting.statements import AccountName, BalanceSheet, IncomeStatement
from tests.papers.pdf_rules import problems
from tests.papers.pdf_text import page_texts
from tests.papers.snapshots import assert_snapshot, text_of

STARTS, UNTIL, LAST = date(2026, 1, 1), date(2027, 1, 1), date(2026, 12, 31)
AT = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
STANDINGS = (
    ("551", 265_000, 244_163), ("550", 500_000, 401_500), ("4101.1", 10_000, 3_314), ("4101.2", 0, 38_481),
    ("4101.3", -5_000, -11_296), ("4400", -70_000, -78_977), ("100", -200_000, -200_000), ("160", -500_000, -409_000),
    ("61050", 0, 145_200), ("701", 0, -133_385),
)  # fmt: skip


def names(*codes):
    return {code: AccountName(UUID(int=int(code)), CHART[code].names, Tier.IN_USE) for code in codes}


def balance_sheet():
    sides = sheets.balance_sheet(sheets.Standing(*each) for each in STANDINGS)
    named = names("551", "550", "4400", "100", "160", "4101")
    return BalanceSheet(STARTS, LAST, *sides, named)


def simplified():
    months = [CashMoved("551", None, 900_000, 635_000), CashMoved("551", date(2026, 3, 1), 532_067, 552_904)]
    flow = cash_flow(months, starts=STARTS, until=UNTIL)
    funds = tuple(
        fund(name, [FundMoved("reserve", "160", "call", False, False, -30_000)], bank=20_000, owed=2_500)
        for name in ("working", "reserve")
    )
    return Simplified(
        STARTS, UNTIL, Allowance(4, 20), cash_book(265_000, [Against("41", 520_067, 0), Against("44", 0, 551_654)]),
        CashFlow(STARTS, UNTIL, flow, together(flow), names("551")), Funds(STARTS, UNTIL, funds), balance_sheet(),
    )  # fmt: skip


def journal():
    def line(number, code, cents, people=()):
        return JournalLine(
            UUID(int=1), date(2026, 3, 15), "purchases", 2026, 7, "INV-000007", "Nettoyage <Dupont & fils>", number, code,
            CHART[code.partition(".")[0]].names, people, cents,
        )  # fmt: skip

    return [
        line(1, "61050", 36_300),
        line(2, "4400", -36_300),
        line(3, "4101.1", 100, ("Anna Peeters", "Bram Peeters")),
    ]


def reports(language):
    """Return one statement of each shape in a language."""
    w = statement_words(language)
    period = w("period", first=w.format.short_day(STARTS), last=w.format.short_day(LAST))
    result = income_statement([Moved("61050", 145_200, 132_000), Moved("681", -121_000, 0), Moved("701", -133_385, 0)])
    income = IncomeStatement(STARTS, UNTIL, result, names("61050", "681", "701"))
    return {
        "balance-sheet": statement_tables.balance_sheet_report(balance_sheet(), w),
        "income-statement": statement_tables.income_report(income, period, w),
        "simplified": statement_tables.simplified_report(simplified(), period, w),
        "journal": list_tables.journal_report(journal(), period, w),
    }


def facts(report, what="journal"):
    return StatementFacts("ACP Les Ormes", ("Rue du Parc 12", "4000 Liège"), "0678.123.451", what, LAST, report)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_is_the_one_we_read(language):
    pages = [text_of(build(facts(report, what), language)) for what, report in reports(language).items()]
    assert_snapshot(f"statement.{language}.txt", "\n\n".join(pages))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["balance-sheet", "simplified", "journal"])
def test_the_file_keeps_the_rules_of_archives_and_of_screen_readers(language, what):
    paper = facts(reports(language)[what], what)
    content = render_pdf(build(paper, language), title=title(paper, language), language=language, created_at=AT)
    assert problems(content) == []
    assert all("0678.123.451" in text for text in page_texts(content))


def test_the_same_figures_give_the_same_paper_and_a_cent_another():
    first, again = (build(facts(reports("fr")["journal"]), "fr") for _ in range(2))
    assert first == again
    more = Report("Journal", "2026", (Sheet("J", (Column("€", Kind.CENTS),), (Row((1,)),)),))
    less = Report("Journal", "2026", (Sheet("J", (Column("€", Kind.CENTS),), (Row((2,)),)),))
    assert build(facts(more), "fr") != build(facts(less), "fr")


def test_a_voucher_is_named_once_on_paper_and_on_every_line_of_a_file():
    report = reports("en")["journal"]
    assert text_of(build(facts(report), "en")).count("INV-000007") == 1
    assert sum("INV-000007" in row.cells for row in report.sheets[0].rows) == 3


def test_every_language_has_the_same_words():
    assert len({frozenset(words) for words in STATEMENTS.values()}) == 1
