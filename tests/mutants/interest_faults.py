"""Faults of late interest: what a calendar of 360 days, the rate of undertakings or a spreadsheet would have written."""

from tests.mutants.planting import Fault

LATE = "rules.charges.late_interest"

# fmt: off
INTEREST_FAULTS = (
    Fault("the day of the notice counts", LATE, "Period(since + ONE_DAY, paid + ONE_DAY)", "Period(since, paid + ONE_DAY)",
          "late_interest"),
    Fault("the day of payment does not count", LATE, "Period(since + ONE_DAY, paid + ONE_DAY)",
          "Period(since, paid)", "late_interest"),
    Fault("one rate for all years, that of the first day", LATE, "legal_rate(part.start) if rate is None",
          "legal_rate(since) if rate is None", "late_interest"),
    Fault("one rate for all years, that of the last day", LATE, "legal_rate(part.start) if rate is None",
          "legal_rate(paid) if rate is None", "late_interest"),
    Fault("the rate of undertakings", LATE, "legal_rate(part.start) if rate is None",
          "Fraction(8, 100) if rate is None", "late_interest"),
    Fault("the legal rate in spite of a clause", LATE, "legal_rate(part.start) if rate is None else rate",
          "legal_rate(part.start)", "late_interest"),
    Fault("a clause is no more than the legal rate", LATE, "legal_rate(part.start) if rate is None else rate",
          "legal_rate(part.start) if rate is None else min(rate, legal_rate(part.start))", "late_interest"),
    Fault("years of 360 days", LATE, "DAYS_OF_A_YEAR = 365", "DAYS_OF_A_YEAR = 360", "late_interest"),
    Fault("a leap year is divided by 366", LATE, "Fraction(part.period.days, DAYS_OF_A_YEAR)",
          "Fraction(part.period.days, 366 if part.period.start.year % 4 == 0 else 365)", "late_interest"),
    Fault("each year rounded by itself", LATE, "Money(half_up(owed.cents * yearly))",
          "Money(sum(half_up(owed.cents * Fraction(p.period.days, 365) * p.rate) for p in stretches))", "late_interest"),
    Fault("half a cent of late interest is dropped", LATE, "Money(half_up(owed.cents * yearly))",
          "Money(int(owed.cents * yearly))", "late_interest"),
    Fault("who pays on the day owes a day", LATE, "if paid <= since:", "if paid < since:", "late_interest"),
    Fault("interest runs backwards", LATE, "if paid <= since:", "if paid == since:", "late_interest"),
    Fault("interest on interest", LATE, "Fraction(part.period.days, DAYS_OF_A_YEAR) * part.rate for part in stretches)",
          "Fraction(part.period.days, DAYS_OF_A_YEAR) * part.rate * (1 + place * part.rate) for place, part in"
          " enumerate(stretches))", "late_interest"),
)
# fmt: on
