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
    "calls": (
        t("Open calls for funds, if there are any"),
        t("Lot or owner, number, communication, due day, what is open, its kind: each keeps its number and its age."),
    ),
    "invoices": (
        t("Open supplier invoices, if there are any"),
        t("Supplier, number, days, amount, account number: they become payable here."),
    ),
    "costs": (t("Costs of the last two years, if you have them"), t("Per account, for the next budget; never booked.")),
    "keys": (
        t("Keys of apportionment, if there are any"),
        t("A lot per line, a key per column; a line “Basis” and a line “Since” say where each comes from."),
    ),
}


def file_word(kind: Any) -> rx.Var:
    """Name a file in a sentence."""
    return rx.match(
        kind,
        ("balance", t("Trial balance")),
        ("owners", t("Balance per owner")),
        ("bank", t("Bank balances")),
        ("invoices", t("Open supplier invoices")),
        ("calls", t("Open calls for funds")),
        ("keys", t("Keys of apportionment")),
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
        ("called", t("Amount called")),
        ("part", t("Kind of call")),
        ("shares", t("Shares")),
        ("last_year", t("Last year")),
        t("The year before last"),
    )


def apart(what: Any) -> rx.Var:
    """Say what does not agree."""
    return rx.match(
        what,
        ("owners", t("All owners together, against account")),
        ("bank", t("The last bank statement, against account")),
        ("calls", t("The open calls of an owner, against her balance:")),
        ("suppliers", t("The open invoices, against accounts")),
        t("The trial balance does not come out at nil"),
    )
