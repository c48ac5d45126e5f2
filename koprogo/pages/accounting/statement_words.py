"""How the statements are said: their names, their groups and lines, and what a reader must know of each."""

from koprogo.components.text import t

WHAT = {
    "balance-sheet": t("Balance sheet"),
    "income-statement": t("Income statement"),
    "cash-flow": t("Cash flow"),
    "funds": t("Both funds"),
    "aged-balances": t("Owners by age"),
    "simplified": t("Simplified accounts"),
    "trial-balance": t("Trial balance"),
    "journal": t("Journal"),
    "variance": t("Budget and actual costs"),
}
TABLES = {
    "assets": t("What the association has"),
    "liabilities": t("What it owes and holds"),
    "costs": t("Costs of the period"),
    "income": t("Income of the period"),
    "result": t("Result of the period"),
    "book": t("Receipts and expenses"),
}
LINES = {
    "fixed": t("Fixed assets and stocks"),
    "owners": t("Co-owners"),
    "claims": t("Other claims"),
    "cash": t("Bank accounts and cash"),
    "working_fund": t("Working fund"),
    "reserve_fund": t("Reserve fund"),
    "other_funds": t("Other funds"),
    "loans": t("Loans"),
    "suppliers": t("Suppliers"),
    "debts": t("Other debts"),
    "accruals": t("Accruals and suspense"),
    "unsettled": t("Costs and income not shared out yet"),
    "sum_assets": t("All that it has"),
    "sum_liabilities": t("All that it owes and holds"),
    "sum_costs": t("All costs"),
    "sum_income": t("All income"),
    "result": t("Income less costs"),
    "cash_opening": t("Cash and bank at the beginning"),
    "cash_closing": t("Cash and bank at the end"),
    "receipts": t("Receipts"),
    "expenses": t("Expenses"),
    "against_owners": t("Co-owners and other debtors"),
    "against_suppliers": t("Suppliers"),
}
FUNDS = {
    "opening": t("At the beginning"),
    "called": t("Called from owners"),
    "used": t("Used"),
    "other": t("Take-over, sale of a lot, other"),
    "closing": t("At the end"),
    "bank": t("On its own bank account"),
    "owed": t("Still owed by owners"),
    "unswept": t("Not on its account yet"),
}
AGED = {"owed": t("Owed in all"), "credit": t("Owners in credit"), "owners": t("Balance of all owners’ accounts")}
NOTES = {
    "balance-sheet": (
        t(
            "Each account stands on the side of its balance, owner by owner: a credit never hides what another owes. Both"
            " sides are equal on any day."
        ),
        ("3.89 §5, 15°",),
    ),
    "income-statement": (
        t("As booked, without the entry that closes a year. What is left is shared out by the settlement."),
        ("3.89 §5, 15°",),
    ),
    "cash-flow": (
        t("A transfer between two accounts of the association goes out of one and comes into the other."),
        ("3.89 §5, 15°", "3.86 §3"),
    ),
    "funds": (
        t(
            "Each fund has its own bank account. For the reserve: at the end = its account + still owed + not on its account"
            " yet. The last is what was received and not moved, less invoices that the reserve still has to pay and the"
            " interest of its account."
        ),
        ("3.86 §3",),
    ),
    "aged-balances": (
        t(
            "The oldest debts are taken as paid first; a reminder names open debts by their own payments. Owners do not"
            " see this list."
        ),
        ("3.89 §5, 15°", "3.90", "3.91"),
    ),
}
