"""Faults of loans: what a spreadsheet, another contract or a careless colleague would have written."""

from tests.mutants.planting import Fault

SCHEDULE, PARTS = "rules.charges.loan_schedule", "rules.charges.loan_parts"

# fmt: off
LOAN_FAULTS = (
    Fault("half a cent of interest is dropped", SCHEDULE,
          "(2 * amount.numerator + amount.denominator) // (2 * amount.denominator)",
          "amount.numerator // amount.denominator", "loan_schedule"),
    Fault("the last instalment leaves cents behind", SCHEDULE,
          "principal = rest if place == terms.instalments - 1 else min(wanted, rest)", "principal = min(wanted, rest)",
          "loan_schedule"),
    Fault("a quarter bears one month's rate", SCHEDULE, "Fraction(self.every.months, MONTHS_OF_A_YEAR)",
          "Fraction(1, MONTHS_OF_A_YEAR)", "loan_schedule"),
    Fault("interest on all that was ever borrowed", SCHEDULE, "half_up(rest.cents * terms.of_period)",
          "half_up(amount.cents * terms.of_period)", "loan_schedule"),
    Fault("an annuity without its growth", SCHEDULE, "amount.cents * rate * grown / (grown - 1)",
          "amount.cents * rate / (grown - 1)", "loan_schedule"),
    Fault("days counted from the one before", SCHEDULE, "add_months(terms.first_due, place * terms.every.months)",
          "add_months(found[-1].day if found else terms.first_due, terms.every.months if found else 0)",
          "loan_schedule"),
    Fault("who pays cash borrows too", PARTS, "for lot, part in parts.items() if lot not in pays_cash}",
          "for lot, part in parts.items()}", "loan_shares"),
    Fault("those who take part bear the whole", PARTS, "apportion(amount, weights).items() if part}",
          "apportion(amount, {lot: 0 if lot in pays_cash and len(pays_cash) < len(weights) else w for lot, w in"
          " weights.items()}).items() if part}", "loan_shares"),
    Fault("a lot that bears nothing is named", PARTS, ".items() if part}", ".items()}", "loan_shares"),
    Fault("each instalment of a loan split by itself", PARTS, "had = {lot: had[lot] + step[lot] for lot in had}",
          "had, so_far = dict.fromkeys(had, 0), ZERO", "loan_parts"),
    Fault("a lot is given a cent back", PARTS, "while step[lot] < 0:", "while step[lot] < -9:", "loan_parts"),
    Fault("interest by heads", PARTS, "interest = in_steps([due.interest for due in dues], weights)",
          "interest = in_steps([due.interest for due in dues], dict.fromkeys(weights, 1))", "loan_parts"),
    Fault("who repaid early still bears interest", PARTS, "for lot, amount in owed.items() if amount}",
          "for lot, amount in owed.items()}", "loan_parts"),
)
# fmt: on
