"""The statements as a screen shows them: lines ready to print, amounts in cents, each with the way to its ledger."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from urllib.parse import urlencode

from koprogo import urls
from koprogo.rules.accounting.aging import Aged
from koprogo.rules.accounting.balance_sheet import Side
from koprogo.rules.accounting.cash_flow import CashMonth
from koprogo.rules.accounting.chart import CHART
from koprogo.rules.accounting.funds import Fund
from koprogo.rules.accounting.income_statement import Heading
from koprogo.services.accounting.cash_flow import CashFlow
from koprogo.services.accounting.funds import Funds
from koprogo.services.accounting.owner_account import DebtorRow
from koprogo.services.accounting.simplified import Simplified
from koprogo.services.accounting.statements import AccountName, BalanceSheet, IncomeStatement
from koprogo.state.buildings.here import Act

HIGH, WIDE = 100, 1000
"""The picture of a curve: its height and width in its own units."""
MOST_SHOWN = 12
"""Costs in the chart; the statement has all of them."""


@dataclass(frozen=True)
class FigureLine:
    """A line of a statement. `word`: a key that the page has words for, else the account of `code` and `names`."""

    look: str
    word: str = ""
    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    owners: int = 0
    cents: int = 0
    before: int = 0
    href: str = ""


@dataclass(frozen=True)
class FigureTable:
    """A table of a statement; `word` names it, `both`: it has a second column of amounts."""

    word: str
    rows: list[FigureLine]
    both: bool = True


@dataclass(frozen=True)
class CashLine:
    """A month (its first day ISO), or the sum of all with an empty one; cents."""

    month: str
    opening: int
    came: int
    went: int
    closing: int


@dataclass(frozen=True)
class CashTable:
    """An account by month; without a code it is all of them together."""

    code: str
    names: dict[str, str]
    href: str
    rows: list[CashLine]


@dataclass(frozen=True)
class FundLine:
    """A line about both funds in cents; `one`: it is about the reserve alone."""

    word: str
    look: str
    working: int
    reserve: int
    one: bool = False


@dataclass(frozen=True)
class AgedLine:
    """What an owner with her lots owes by age in cents; `word` instead of people names a sum."""

    people: str
    lots: str
    word: str
    look: str
    balance: int
    not_due: int = 0
    days_30: int = 0
    days_60: int = 0
    days_90: int = 0
    older: int = 0
    href: str = ""


@dataclass(frozen=True)
class Curve:
    """Cash over a period as a picture: the path of its line and of what is under it, where nil is, its ends in cents."""

    line: str = ""
    under: str = ""
    nil: int = HIGH
    first: str = ""
    last: str = ""
    low: int = 0
    high: int = 0
    closing: int = 0


@dataclass(frozen=True)
class LengthLine:
    """A bar of a chart: what it is about, cents."""

    word: str
    names: dict[str, str]
    code: str
    cents: int


def balance_tables(act: Act, sheet: BalanceSheet) -> list[FigureTable]:
    """Return both sides of a balance sheet."""
    sides = (("assets", sheet.assets), ("liabilities", sheet.liabilities))
    return [
        FigureTable(name, [*_side(act, side, sheet), _sum(name, side.closing, side.opening)]) for name, side in sides
    ]


def income_tables(act: Act, sheet: IncomeStatement) -> list[FigureTable]:
    """Return costs, income and the result."""
    figures, days = sheet.figures, (sheet.starts, sheet.until)
    found = []
    for name, headings in (("costs", figures.costs), ("income", figures.income)):
        sums = sum(each.cents for each in headings), sum(each.before for each in headings)
        found.append(FigureTable(name, [*_headings(act, headings, sheet.accounts, days), _sum(name, *sums)]))
    result = FigureLine("sum", "result", cents=figures.result, before=figures.result_before)
    return [*found, FigureTable("result", [result])]


def book_table(found: Simplified) -> FigureTable:
    """Return receipts and expenses, from the cash at the beginning to that at the end."""
    book = found.book
    rows = [
        FigureLine("line", "cash_opening", cents=book.opening),
        FigureLine("heading", "receipts", cents=book.received),
        *(FigureLine("line", _against(code), names=_heading_names(code), cents=cents) for code, cents in book.receipts),
        FigureLine("heading", "expenses", cents=book.paid),
        *(FigureLine("line", _against(code), names=_heading_names(code), cents=cents) for code, cents in book.expenses),
        FigureLine("sum", "cash_closing", cents=book.closing),
    ]
    return FigureTable("book", rows, both=False)


def cash_tables(act: Act, flow: CashFlow, last: date) -> list[CashTable]:
    """Return a table per bank account, and one of all of them; of months after `last` only those in which cash moved."""
    days = (flow.starts, flow.until)
    found = [
        CashTable(each.code, dict(flow.accounts[each.code].names), ledger_at(act, flow.accounts[each.code], days),
                  _months(each.months, last))
        for each in flow.by_account
    ]  # fmt: skip
    return found if len(found) <= 1 else [*found, CashTable("", {}, "", _months(flow.together, last))]


def fund_lines(found: Funds) -> list[FundLine]:
    """Return both funds line by line; what was used is taken off."""
    working, reserve = found.funds

    def both(word: str, look: str = "line") -> FundLine:
        return FundLine(word, look, getattr(working, word), getattr(reserve, word))

    used = FundLine("used", "line", -working.used, -reserve.used)
    return [
        both("opening"), both("called"), used, both("other"), both("closing", "sum"), both("bank"),
        *_of_reserve(reserve),
    ]  # fmt: skip


def _of_reserve(reserve: Fund) -> list[FundLine]:
    return [FundLine(word, "line", 0, getattr(reserve, word), one=True) for word in ("owed", "unswept")]


def aged_lines(act: Act, rows: Iterable[DebtorRow], most: int) -> list[AgedLine]:
    """Return who owes or is in credit, then the sums; at most so many owners."""
    found = [row for row in rows if row.balance]
    owed = [row for row in found if row.balance > 0]
    ages = {each.name: sum(getattr(row.open, each.name) for row in owed) for each in fields(Aged)}
    total, credit = sum(row.balance for row in owed), sum(row.balance for row in found if row.balance < 0)
    lines = [
        AgedLine(", ".join(row.people), ", ".join(row.lots), "", "line", row.balance, **vars(row.open),
                 href=urls.association(act.association_id, f"owner-accounts/{row.id}"))
        for row in found[:most]
    ]  # fmt: skip
    sums = [AgedLine("", "", "owed", "sum", total, **ages), AgedLine("", "", "credit", "line", credit)]
    return [*lines, *sums, AgedLine("", "", "owners", "sum", total + credit)]


def curve(months: Iterable[CashMonth], last: date) -> Curve:
    """Return cash at the beginning and at the end of each month up to a day as a picture; straight between them."""
    found = [month for month in months if month.starts <= last]
    if not found:
        return Curve()
    levels = [found[0].opening, *(month.closing for month in found)]
    low, high = min(0, *levels), max(*levels, 1)
    points = [
        (WIDE * place // (len(levels) - 1), HIGH - HIGH * (level - low) // (high - low))
        for place, level in enumerate(levels)
    ]
    nil = HIGH - HIGH * -low // (high - low)
    line = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Curve(
        line, f"{line}L{WIDE} {nil}L0 {nil}Z", nil, found[0].starts.isoformat(), last.isoformat(), min(levels),
        max(levels), levels[-1],
    )  # fmt: skip


def cost_lengths(sheet: IncomeStatement) -> list[LengthLine]:
    """Return the largest costs of a period, the largest first; what the reserve pays is no cost."""
    lines = [line for each in sheet.figures.costs for line in each.lines if line.cents > 0]
    lines.sort(key=lambda line: (-line.cents, line.code))
    return [LengthLine("", dict(sheet.accounts[x.code].names), x.code, x.cents) for x in lines[:MOST_SHOWN]]


def ledger_at(act: Act, account: AccountName | None, days: tuple[date, date]) -> str:
    """Return the address of the ledger behind a line, over the same days; of all owners' accounts for their sum."""
    if account is None or account.id is None:
        return urls.association(act.association_id, "owner-accounts")
    asked = urlencode({"from": days[0].isoformat(), "until": days[1].isoformat()})
    return f"{urls.association(act.association_id, f'accounts/{account.id}')}?{asked}"


def _side(act: Act, side: Side, sheet: BalanceSheet) -> Iterable[FigureLine]:
    days = sheet.starts, date.fromordinal(sheet.day.toordinal() + 1)
    for section in side.sections:
        yield FigureLine("heading", section.group.value, cents=section.closing, before=section.opening)
        for line in section.lines:
            if named := sheet.accounts.get(line.code):
                yield FigureLine(
                    "line", "", line.code, dict(named.names), line.owners, line.closing, line.opening,
                    ledger_at(act, named, days),
                )  # fmt: skip


def _headings(
    act: Act, headings: Iterable[Heading], accounts: Mapping[str, AccountName], days: tuple[date, date]
) -> Iterable[FigureLine]:
    for heading in headings:
        names = _heading_names(heading.code, heading.lines[0].code)
        yield FigureLine("heading", "", heading.code, names, cents=heading.cents, before=heading.before)
        for line in heading.lines:
            named = accounts[line.code]
            yield FigureLine(
                "line", "", line.code, dict(named.names), 0, line.cents, line.before, ledger_at(act, named, days)
            )


def _sum(word: str, cents: int, before: int) -> FigureLine:
    return FigureLine("sum", f"sum_{word}", cents=cents, before=before)


def _heading_names(code: str, only: str = "") -> dict[str, str]:
    """Return what a heading is called; one that is a whole class is called as its `only` account."""
    return dict(CHART[only if len(code) == 1 and only in CHART else code if code in CHART else code[:1]].names)


def _against(code: str) -> str:
    return {"41": "against_owners", "44": "against_suppliers"}.get(code, "")


def _months(months: Iterable[CashMonth], last: date) -> list[CashLine]:
    found = [month for month in months if month.starts <= last or month.came or month.went]
    rows = [CashLine(each.starts.isoformat(), each.opening, each.came, each.went, each.closing) for each in found]
    came, went = sum(each.came for each in found), sum(each.went for each in found)
    return [*rows, CashLine("", found[0].opening, came, went, found[-1].closing)]
