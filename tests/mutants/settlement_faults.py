"""Faults of settlements: what a careless colleague or another country's practice would have written."""

from tests.mutants.planting import Fault

LINES, SETTLED, STATED, RELEASED, BORNE = (
    f"rules.charges.{name}" for name in ("cost_lines", "settlement", "actual_costs", "accruals", "who_bears")
)

# fmt: off
SETTLEMENT_FAULTS = (
    # settlements
    Fault("the day of the transfer is the seller's in the settlement", LINES, "min(holding.until or period.end, period.end)",
          "min(holding.until + (period.end - period.last_day) if holding.until else period.end, period.end)", "settlement"),
    Fault("every year has 365 days", LINES, "(end - start).days", "min((end - start).days, 183)", "settlement"),
    Fault("what the reserve paid is shared again", LINES, "return self.amount - self.from_reserve", "return self.amount",
          "settlement"),
    Fault("income is a cost", LINES, "return self.amount - self.from_reserve", "return abs(self.amount) - self.from_reserve",
          "settlement"),
    Fault("the newest owner bears the year", SETTLED, "turn: held[owner] for turn", "turn: int(turn == max(turns)) for turn",
          "settlement"),
    Fault("equal days go by name", SETTLED, 'f"{turn:06}": owner for turn, owner in enumerate(held)',
          "owner: owner for owner in held", "settlement"),
    Fault("the by-laws are not asked for the days", SETTLED, " or days_of is DaysOf.SERVICE", "", "settlement"),
    Fault("always the days of the service", SETTLED,
          "days = line.period if own else year", "days = line.period",
          "settlement"),
    Fault("a late invoice falls on today's owner", SETTLED, " or line.period.overlap(year) is None", "", "settlement"),
    Fault("given amounts are shared", SETTLED, "LotPart(amount) for lot", "LotPart(line.shared) for lot", "settlement"),
    Fault("called less actual", SETTLED, "return self.actual - self.called", "return self.called - self.actual",
          "settlement"),
    Fault("who bears nothing keeps nothing", SETTLED, "for owner in {**actual, **called}}", "for owner in actual}",
          "settlement"),
    Fault("everyone is written to", SETTLED, "sorted(changes.items()) if change", "sorted(changes.items())",
          "settlement_again"),
    Fault("the second settlement is posted whole", SETTLED, "now.get(owner, ZERO) - before.get(owner, ZERO)",
          "now.get(owner, ZERO)", "settlement_again"),
    Fault("each statement split by itself", STATED, "LotPart(now[lot] - then[lot], then[lot], weight, total)",
          "LotPart(apportion(group.shared, key.weights)[lot], then[lot], weight, total)", "statements_of_costs"),
    Fault("each cost of a statement by itself", STATED, "known = groups.get(line.split.key)",
          "known = groups.pop(line.split.key, None) and None", "statements_of_costs"),
    Fault("earlier statements are stated again", STATED, "then = apportion(before, key.weights)",
          "then = apportion(before - before, key.weights)", "statements_of_costs"),
    Fault("private costs wait for the year", STATED, "if not isinstance(line.split, ByKey):", "if False:",
          "statements_of_costs"),
    Fault("half a cent of a release is dropped", RELEASED, "int(exact + Fraction(1, 2))", "int(exact)", "release"),
    Fault("a credit is released as a bill", RELEASED, "Money(-cents if amount.cents < 0 else cents)", "Money(cents)",
          "release"),
    Fault("released by equal quarters", RELEASED, "Fraction(abs(amount.cents) * days, service.days)",
          "Fraction(abs(amount.cents) * round(4 * days / service.days), 4)", "release"),
    Fault("all of it in this year", RELEASED, "min(max(day, service.start), service.end)",
          "(service.end if day > service.start else service.start)", "release"),
    Fault("a badge is a common charge", BORNE, '"643":  NEITHER', '"643":  OWNER', "account_flags"),
    Fault("income lowers the base", BORNE, '"7":    NEITHER', '"7":    OWNER', "account_flags"),
    Fault("works are ordinary", BORNE, '"611":  NEITHER', '"611":  OWNER', "account_flags"),
    Fault("the shortest beginning wins", BORNE, "range(len(account), 0, -1)", "range(1, len(account) + 1)",
          "account_flags"),
    Fault("a deductible is a common charge", BORNE, "_is_common(line) and flags_of(line.account).ordinary",
          "flags_of(line.account).ordinary", "ordinary_charges"),
    Fault("the reserve's works count twice", BORNE, "line.shared for line in lines if", "line.amount for line in lines if",
          "ordinary_charges"),
)
# fmt: on
