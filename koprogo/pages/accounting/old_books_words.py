"""Words of the take-over from files: what each file is, what each column says, what does not agree."""

from typing import Any

import reflex as rx

from koprogo.components.text import t

FILES: dict[str, tuple[rx.Var, rx.Var]] = {
    "balance": (
        t("Trial balance"),
        t("An account per line with its name and its balance, in one column or as debit and credit."),
    ),
    "owners": (
        t("Balance per owner"),
        t("A lot or an owner per line with what is owed, and the part for the reserve fund if there is one."),
    ),
    "bank": (t("Bank balances"), t("Each bank account with the balance of its last statement.")),
    "invoices": (
        t("Open supplier invoices, if there are any"),
        t("Supplier, number, days, amount, account number: they become payable here."),
    ),
    "costs": (t("Costs of the last two years, if you have them"), t("Per account, for the next budget; never booked.")),
}


def file_word(kind: Any) -> rx.Var:
    """Name a file in a sentence."""
    return rx.match(
        kind,
        ("balance", t("Trial balance")),
        ("owners", t("Balance per owner")),
        ("bank", t("Bank balances")),
        ("invoices", t("Open supplier invoices")),
        t("Costs of the last two years"),
    )


def means_word(means: Any) -> rx.Var:
    """Name what a column says."""
    return rx.match(
        means,
        ("code", t("Account")),
        ("name", t("Name")),
        ("lot", t("Lot")),
        ("owner", t("Owner")),
        ("debit", t("Debit")),
        ("credit", t("Credit")),
        ("balance", t("Balance or amount")),
        ("side", t("Debit or credit (D/C)")),
        ("reserve", t("Of which reserve fund")),
        ("supplier", t("Supplier")),
        ("number", t("Number")),
        ("day", t("Day")),
        ("due", t("Due on")),
        ("iban", t("Account number (IBAN)")),
        ("communication", t("Communication")),
        ("last_year", t("Last year")),
        t("The year before last"),
    )


def apart(what: Any) -> rx.Var:
    """Say what does not agree."""
    return rx.match(
        what,
        ("owners", t("All owners together, against account")),
        ("bank", t("The last bank statement, against account")),
        ("suppliers", t("The open invoices, against accounts")),
        t("The trial balance does not come out at nil"),
    )
