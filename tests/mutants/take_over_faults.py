"""Faults of a take-over: what somebody in a hurry would have let pass."""

from tests.mutants.planting import Fault

OPENING, AMOUNTS, CALLS, KEYS = (
    f"rules.accounting.{name}" for name in ("opening", "old_amounts", "old_calls", "old_keys")
)
MINUTES = "rules.assemblies.old_minutes"

# fmt: off
TAKE_OVER_FAULTS = (
    Fault("the owners are nearly right", OPENING, "if owners != control:", "if abs(owners - control) > 1:", "taking_over"),
    Fault("a bank account needs no statement", OPENING, 'if statements.get(code) != cents:',
          "if statements.get(code, cents) != cents:", "taking_over"),
    Fault("a statement without an account is forgotten", OPENING, "{*statements, *(each for each in balances",
          "{*(each for each in balances", "taking_over"),
    Fault("what is left of the balance is carried", OPENING, "if whole := sum(balances.values()) + control:",
          "if (whole := 0):", "taking_over"),
    Fault("brackets are decoration", AMOUNTS, "bare, sign = bare[1:-1], -sign", "bare = bare[1:-1]", "old_amount"),
    Fault("a minus behind is decoration", AMOUNTS, "bare, sign = bare[:-1], -sign", "bare = bare[:-1]", "old_amount"),
    Fault("half cents are rounded", AMOUNTS, "abs(value - Decimal(cents) / 100) > NEAR or ", "", "old_amount"),
    Fault("the sign of the amount beats its side", AMOUNTS, "return SIDES[word] * abs(cents)", "return SIDES[word] * cents",
          "old_amount"),
    Fault("the calls of all owners together are enough", CALLS, "groups[holders.get(lot) or (lot,)].append(lot)",
          "groups[()].append(lot)", "open_calls"),
    Fault("each lot is an owner", CALLS, "groups[holders.get(lot) or (lot,)].append(lot)", "groups[(lot,)].append(lot)",
          "open_calls"),
    Fault("the reserve part is not held against anything", CALLS, "elif parts and told[1] != made[1]:", "elif False:",
          "open_calls"),
    Fault("a reserve part beyond its call", CALLS, "if not min(row.balance, 0) <= reserve <= max(row.balance, 0):",
          "if False:",
          "open_calls"),
    Fault("a credit is a call", CALLS, "elif row.balance < 0:", "elif False:", "open_calls"),
    Fault("a reserve call is shared by its column", CALLS, "row.balance if part is OldPart.RESERVE else", "", "open_calls"),
    Fault("a call needs no day", CALLS, "if old_day(row.text(Means.DUE)) is None:", "if False:", "open_calls"),
    Fault("a call needs no name", CALLS, "if not row.text(Means.NUMBER) and not said:", "if False:", "open_calls"),
    Fault("mistyped digits pass", CALLS, "and not is_communication(digits)", "and False", "open_calls"),
    Fault("two owners may share a communication", CALLS, "!= owner:\n            said", "is None:\n            said",
          "open_calls"),
    Fault("what nobody knows is a provision", CALLS, "if part is None:\n            fault", "if False:\n            fault",
          "open_calls"),
    Fault("a forgotten lot bears nothing", KEYS, "for lot in sorted(set(lots.shares) - set(found)):", "for lot in ():",
          "old_keys"),
    Fault("the last line of a lot wins", KEYS, "elif fitting[0] in found:", "elif False:", "old_keys"),
    Fault("an unknown lot is stepped over", KEYS, "if len(fitting) != 1:",
          "if not fitting:\n            continue\n        if False:",
          "old_keys"),
    Fault("a point groups thousands", KEYS, '(?:[.,]0{1,2})?"', '(?:[.,]\\d{1,3})?"', "old_keys"),
    Fault("a key of nothing is a key", KEYS, "if not weights and not any(", "if False and not any(", "old_keys"),
    Fault("the first day of the file", MINUTES, "days = [*_near(first, today), ", "days = [", "old_minutes_day"),
    Fault("the name of the file is not looked at", MINUTES, "*_days(plain(_apart(name)), today), ", "", "old_minutes_day"),
    Fault("minutes of days to come", MINUTES, " and day <= today]", "]", "old_minutes_day"),
)
# fmt: on
