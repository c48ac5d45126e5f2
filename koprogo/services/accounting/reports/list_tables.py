"""Trial balance, ledger, journal, what owners owe by age, and the budget against the books, as tables."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from koprogo.core.tables import Column, Kind, Look, Report, Row, Sheet
from koprogo.papers.words import Words
from koprogo.rules.accounting.chart import PRACTICE_TIERS
from koprogo.services.accounting.ledger_of_account import AccountLedger
from koprogo.services.accounting.owner_account import DebtorRow
from koprogo.services.accounting.reports.journal_lines import JournalLine
from koprogo.services.accounting.trial_balance import TrialBalance
from koprogo.services.assemblies.labels import said_in
from koprogo.services.charges.variance import BudgetVariance, LineVariance

AGES = ("not_due", "days_30", "days_60", "days_90", "older")


def trial_balance_report(sheet: TrialBalance, period: str, w: Words) -> Report:
    """Return every account: before, debit, credit, balance."""
    columns = (
        Column(w("account"), Kind.CODE), Column(w("name")),
        *(Column(w(name), Kind.CENTS) for name in ("opening", "debit", "credit", "balance")),
    )  # fmt: skip
    rows = [
        Row((row.code, _name(row.people, row.names, w), row.opening, row.debit, row.credit, row.balance))
        for row in sheet.rows
    ]
    foot = Row((None, w("together"), sheet.opening, sheet.debit, sheet.credit, sheet.balance), Look.SUM)
    notes = (w("note_signs"), *((w("note_practice"),) if any(x.tier in PRACTICE_TIERS for x in sheet.rows) else ()))
    return Report(w("trial-balance"), period, (Sheet(w("trial-balance"), columns, (*rows, foot)),), notes)


def ledger_report(sheet: AccountLedger, period: str, w: Words) -> Report:
    """Return the lines of an account with what it stood at after each."""
    columns = (
        Column(w("day"), Kind.DAY), Column(w("reference"), Kind.TEXT, 22), Column(w("text")),
        *(Column(w(name), Kind.CENTS) for name in ("debit", "credit", "balance")),
    )  # fmt: skip
    rows = [
        Row(
            (
                line.day,
                line.reference,
                line.text if line.entry_id else w("other_owner"),
                *_sides(line.amount),
                line.balance,
            )
        )
        for line in sheet.lines
    ]
    first = Row((None, None, w("opening"), None, None, sheet.opening), Look.HEADING)
    foot = Row((None, None, w("together"), sheet.debit, sheet.credit, sheet.balance), Look.SUM)
    name = f"{sheet.code} {_name(sheet.people, sheet.names, w)}"
    return Report(w("ledger_of", account=name), period, (Sheet(name, columns, (first, *rows, foot)),), ())


def journal_report(lines: Sequence[JournalLine], period: str, w: Words) -> Report:
    """Return every voucher with its lines, in the order of their days."""
    columns = (
        Column(w("day"), Kind.DAY, once=True), Column(w("voucher"), width=18, once=True),
        Column(w("reference"), width=22, once=True), Column(w("text"), once=True), Column(w("account"), Kind.CODE),
        Column(w("name")), Column(w("debit"), Kind.CENTS), Column(w("credit"), Kind.CENTS),
    )  # fmt: skip
    rows = [
        Row((
            line.day, _voucher(line, w), line.reference, line.text, line.code,
            _name(line.people, line.names, w), *_sides(line.amount),
        ))
        for line in lines
    ]  # fmt: skip
    debit, credit = (sum(max(sign * line.amount, 0) for line in lines) for sign in (1, -1))
    foot = Row((None, None, None, None, None, w("together"), debit, credit), Look.SUM)
    return Report(w("journal"), period, (Sheet(w("journal"), columns, (*rows, foot)),), ())


def aged_report(rows: Sequence[DebtorRow], day: str, w: Words) -> Report:
    """Return what each owner owes by age, and what is in credit."""
    columns = (Column(w("owner")), Column(w("lots")), *(Column(w(name), Kind.CENTS) for name in ("balance", *AGES)))
    lines = [
        Row(
            (
                w.format.listed(row.people),
                ", ".join(row.lots),
                row.balance,
                *(getattr(row.open, age) or None for age in AGES),
            )
        )
        for row in rows
        if row.balance
    ]
    owed = [row for row in rows if row.balance > 0]
    sums = (sum(row.balance for row in owed), *(sum(getattr(row.open, age) for row in owed) for age in AGES))
    credit = sum(row.balance for row in rows if row.balance < 0)
    feet = (
        Row((w("sum_owed"), None, *sums), Look.SUM),
        Row((w("sum_credit"), None, credit, *(None for _ in AGES))),
        Row((w("sum_owners"), None, sums[0] + credit, *(None for _ in AGES)), Look.SUM),
    )
    return Report(w("aged-balances"), day, (Sheet(w("aged-balances"), columns, (*lines, *feet)),), (w("note_aged"),))


def variance_report(found: BudgetVariance, w: Words) -> Report:
    """Return the budget beside the year before and what was spent, and where the year ends."""
    columns = (
        Column(w("account"), Kind.CODE), Column(w("name")),
        *(Column(w(name), Kind.CENTS) for name in ("before", "budget", "spent", "left", "projected")),
    )  # fmt: skip
    rows = [
        Row((line.code, f"{said_in(line.name, w.language)}{_key(line, w)}", *_variance(line))) for line in found.lines
    ]
    periods = [
        Row((edge - timedelta(days=1), each.budget.cents, each.actual.cents, each.variance.cents))
        for edge, each in zip(found.edges[1:], found.sum.so_far, strict=False)
    ]
    by_period = (Column(w("up_to"), Kind.DAY), *(Column(w(name), Kind.CENTS) for name in ("budget", "spent", "left")))
    foot = Row((None, w("together"), *_variance(found.sum)), Look.SUM)
    return Report(
        w("variance", year=str(found.edges[0].year)),
        w("as_booked", day=w.format.short_day(found.on)),
        (Sheet(w("by_line"), columns, (*rows, foot)), Sheet(w("by_period"), by_period, tuple(periods))),
        (w("note_variance"),),
    )


def _variance(line: LineVariance) -> tuple[int | None, int, int, int, int]:
    before = line.before.cents if line.before is not None else None
    return before, line.year.budget.cents, line.year.actual.cents, line.year.variance.cents, line.projected.cents


def _key(line: LineVariance, w: Words) -> str:
    return f" · {said_in(line.key_name, w.language)}" if line.key_name else ""


def _name(people: Iterable[str], names: object, w: Words) -> str:
    found = list(people)
    return w.format.listed(found) if found else said_in(names, w.language)  # type: ignore[arg-type]


def _sides(cents: int) -> tuple[int | None, int | None]:
    return (cents, None) if cents > 0 else (None, -cents)


def _voucher(line: JournalLine, w: Words) -> str:
    return f"{w(f'journal_{line.journal}')} {line.year}/{line.number}"
