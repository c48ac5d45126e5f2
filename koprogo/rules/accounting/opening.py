"""Taking over the books of an association on any day: one voucher, which must agree with what stands outside of it.

House practice, on what the decree asks of books (a voucher behind each entry) and on the handover of the file: what every
co-owner owes is personal and cannot be made up from a total, so the take-over waits until both agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_7, CC_3_89_5_15, CHART_DECREE


class Differs(StrEnum):
    """What does not agree."""

    OWNERS = "owners"
    """The balances of the owners do not add up to the old books' account 410."""
    BANK = "bank"
    """A bank account of the old books is not at the balance of its last statement."""
    CALLS = "calls"
    """An owner's open calls, less what she has in credit, do not come to her balance."""
    SUPPLIERS = "suppliers"
    """The open invoices do not add up to what the old books owe suppliers."""
    WHOLE = "whole"
    """The old trial balance itself does not add up to nil."""


@dataclass(frozen=True)
class Difference:
    """What does not agree, on which account (or for which owner), and both sides in cents."""

    what: Differs
    code: str
    books: int
    other: int


@cites(CC_3_89_5_7, CC_3_89_5_15, CHART_DECREE)
def opening_differences(
    balances: Mapping[str, int], control: int, owners: int, statements: Mapping[str, int]
) -> list[Difference]:
    """Return everything that does not agree in a take-over; nothing means that it may be booked.

    Args:
        balances: the old trial balance by account, without what owners owe; cents, debit positive.
        control: what the old trial balance says that all owners owe together.
        owners: what the owners' own balances add up to.
        statements: the balance of the last statement of every bank account, in `balances` or not.

    >>> opening_differences({"551": 100, "100": -150}, 50, 49, {"551": 100})
    [Difference(what=<Differs.OWNERS: 'owners'>, code='410', books=50, other=49)]
    """
    found = []
    if owners != control:
        found.append(Difference(Differs.OWNERS, "410", control, owners))
    for code in sorted({*statements, *(each for each in balances if each.startswith("55"))}):
        cents = balances.get(code, 0)
        if statements.get(code) != cents:
            found.append(Difference(Differs.BANK, code, cents, statements.get(code, 0)))
    if whole := sum(balances.values()) + control:
        found.append(Difference(Differs.WHOLE, "", whole, 0))
    return found
