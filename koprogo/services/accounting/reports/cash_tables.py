"""Cash and the two funds as tables."""

from collections.abc import Iterable

from koprogo.core.tables import Column, Kind, Look, Report, Row, Sheet
from koprogo.papers.words import Words
from koprogo.rules.accounting.cash_flow import CashMonth
from koprogo.rules.accounting.funds import RESERVE
from koprogo.services.accounting.cash_flow import CashFlow
from koprogo.services.accounting.funds import Funds
from koprogo.services.assemblies.labels import said_in


def cash_report(flow: CashFlow, period: str, w: Words) -> Report:
    """Return a table per bank account with a row per month, and one of all of them."""
    sheets = [
        Sheet(
            f"{each.code} {said_in(flow.accounts[each.code].names, w.language)}",
            _months(w),
            _month_rows(each.months, w),
        )
        for each in flow.by_account
    ]
    if len(sheets) != 1:
        sheets.append(Sheet(w("cash_together"), _months(w), _month_rows(flow.together, w)))
    return Report(w("cash-flow"), period, tuple(sheets), (w("note_cash"),))


def funds_report(found: Funds, period: str, w: Words) -> Report:
    """Return both funds beside each other."""
    return Report(w("funds"), period, (fund_sheet(fund_rows(found, w), w),), (w("note_funds"),))


def fund_rows(found: Funds, w: Words) -> tuple[Row, ...]:
    """Return what came to each fund and left it, and where its money stands."""
    working, reserve = found.funds
    return (
        Row((w("opening"), working.opening, reserve.opening)),
        Row((w("called"), working.called, reserve.called)),
        Row((w("used"), -working.used, -reserve.used)),
        Row((w("other_moves"), working.other, reserve.other)),
        Row((w("closing"), working.closing, reserve.closing), Look.SUM),
        Row((w("where_it_stands"), None, None), Look.HEADING),
        Row((w("on_its_account"), working.bank, reserve.bank)),
        Row((w("owed"), None, reserve.owed)),
        Row((w("unswept"), None, reserve.unswept)),
    )


def fund_sheet(rows: tuple[Row, ...], w: Words) -> Sheet:
    """Return the table of the two funds."""
    columns = (
        Column(w("name")),
        Column(w("fund_working"), Kind.CENTS, 18),
        Column(w(f"fund_{RESERVE}"), Kind.CENTS, 18),
    )
    return Sheet(w("funds"), columns, rows)


def cash_sums(flow: CashFlow, w: Words) -> Sheet:
    """Return one row per bank account over the whole period."""
    columns = (Column(w("account"), Kind.CODE), Column(w("name")), *_moves(w))
    rows = [
        Row((each.code, said_in(flow.accounts[each.code].names, w.language), *_amounts(each.whole)))
        for each in flow.by_account
    ]
    return Sheet(w("cash_title"), columns, tuple(rows))


def _months(w: Words) -> tuple[Column, ...]:
    return (Column(w("month")), *_moves(w))


def _moves(w: Words) -> tuple[Column, ...]:
    return tuple(Column(w(name), Kind.CENTS) for name in ("opening", "came", "went", "closing"))


def _month_rows(months: Iterable[CashMonth], w: Words) -> tuple[Row, ...]:
    found = list(months)
    rows = [Row((w.format.month(month.starts), *_amounts(month))) for month in found]
    if not found:
        return ()
    came, went = sum(month.came for month in found), sum(month.went for month in found)
    whole = CashMonth(found[0].starts, found[0].opening, came, went)
    return (*rows, Row((w("together"), *_amounts(whole)), Look.SUM))


def _amounts(month: CashMonth) -> tuple[int, int, int, int]:
    return month.opening, month.came, month.went, month.closing
