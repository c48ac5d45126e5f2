"""Statements as JSON: whole cents, accounts by code and name in four languages, groups by a word that does not change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from koprogo.api.v1 import money
from koprogo.services.accounting.cash_flow import CashFlow
from koprogo.services.accounting.funds import Funds
from koprogo.services.accounting.ledger_of_account import AccountLedger
from koprogo.services.accounting.owner_account import DebtorRow
from koprogo.services.accounting.reports.journal_lines import JournalLine
from koprogo.services.accounting.simplified import Simplified
from koprogo.services.accounting.statements import AccountName, BalanceSheet, IncomeStatement
from koprogo.services.accounting.trial_balance import TrialBalance
from koprogo.services.charges.variance import BudgetVariance

Json = dict[str, Any]


def balance_sheet(sheet: BalanceSheet) -> Json:
    """Return both sides; every line says its group, an empty code is what is not settled."""
    sides = {
        name: [
            {"group": section.group, "owners": line.owners, "cents": line.closing, "opening": line.opening}
            | _account(line.code, sheet.accounts)
            for section in side.sections
            for line in section.lines
        ]
        for name, side in (("assets", sheet.assets), ("liabilities", sheet.liabilities))
    }
    return {"day": sheet.day, "since": sheet.starts, **sides, "total": sheet.total, "opening": sheet.assets.opening}


def income_statement(sheet: IncomeStatement) -> Json:
    """Return costs and income by heading, and the result."""
    sides = {
        name: [
            {"heading": heading.code, "cents": line.cents, "year_before": line.before}
            | _account(line.code, sheet.accounts)
            for heading in headings
            for line in heading.lines
        ]
        for name, headings in (("costs", sheet.figures.costs), ("income", sheet.figures.income))
    }
    return {"starts": sheet.starts, "until": sheet.until, **sides, "result": sheet.result}


def trial_balance(sheet: TrialBalance) -> Json:
    """Return the accounts and their sums."""
    return {**asdict(sheet), "rows": [{**asdict(row), "balance": row.balance} for row in sheet.rows]}


def ledger(sheet: AccountLedger) -> Json:
    """Return the lines of an account."""
    return {**asdict(sheet), "balance": sheet.balance}


def journal(lines: Sequence[JournalLine]) -> Json:
    """Return the lines of the vouchers."""
    return {"lines": [asdict(line) for line in lines], "debit": sum(max(line.amount, 0) for line in lines)}


def aged(rows: Sequence[DebtorRow], day: date) -> Json:
    """Return owners with what is open by age; `owed` is the sum of those who owe."""
    return {
        "day": day,
        "owners": [asdict(row) for row in rows],
        "owed": sum(row.balance for row in rows if row.balance > 0),
        "credit": -sum(row.balance for row in rows if row.balance < 0),
    }


def cash_flow(flow: CashFlow) -> Json:
    """Return every account by month, and all of them together."""
    return {
        "starts": flow.starts,
        "until": flow.until,
        "accounts": [
            _account(each.code, flow.accounts) | {"months": [_month(month) for month in each.months]}
            for each in flow.by_account
        ],
        "together": [_month(month) for month in flow.together],
    }


def funds(found: Funds) -> Json:
    """Return both funds."""
    sums = [asdict(each) | {"closing": each.closing, "unswept": each.unswept} for each in found.funds]
    return {"starts": found.starts, "until": found.until, "funds": sums}


def simplified(found: Simplified) -> Json:
    """Return the cash book, cash, funds, and the balance sheet with its claims and debts."""
    book = found.book
    return {
        "main_lots": found.allowance.lots,
        "book": asdict(book) | {"received": book.received, "paid": book.paid, "closing": book.closing},
        "cash": cash_flow(found.cash),
        "funds": funds(found.funds)["funds"],
        "sheet": balance_sheet(found.sheet),
    }


def variance(found: BudgetVariance) -> Json:
    """Return the budget against the books; amounts as the budget's own routes write them, as text."""
    said: Json = money.plain(asdict(found))
    return said


def _account(code: str, accounts: Mapping[str, AccountName]) -> Json:
    named = accounts.get(code)
    return {"code": code, "id": named.id if named else None, "names": dict(named.names) if named else {}}


def _month(month: Any) -> Json:
    return asdict(month) | {"closing": month.closing}
