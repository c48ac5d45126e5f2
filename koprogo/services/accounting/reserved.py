"""The references that the product gives itself: one typed so by a person would stand in the way of what it is for.

A reference is booked once in an association, so a voucher typed as CALL-2025-Q1 would keep that call from its entry.
Every maker takes its beginning from here; a person may type any other.
"""

import re

from koprogo.core.errors import Problem

CALL, INVOICE, SALE, CLAIM = "CALL-", "INV-", "SALE-", "CLAIM-"
LOAN, LOANS, SPREAD, ACCRUAL, CLOSING = "LOAN-", "LOANS-", "SPREAD-", "ACCRUAL-", "CLOSE-"
SETTLEMENT, STATEMENT, OPENING = "SETTLEMENT-", "STATEMENT-", "OPENING"
MADE_HERE = (CALL, INVOICE, SALE, CLAIM, LOAN, LOANS, SPREAD, ACCRUAL, CLOSING, SETTLEMENT, STATEMENT)
BANK_LINE = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}/", re.ASCII)
"""A line of a statement: our account, the year, the statement, the line."""


def reserved(reference: str, *, opening: bool = False) -> list[Problem]:
    """Return what is wrong with a reference that a person typed, at the field `reference`.

    Args:
        opening: it is the opening voucher's, which may have its own name.

    >>> [bool(reserved(each)) for each in ("G-1", "CALL-2025-Q1", "BE71096123456769/2025/1/1", "CALLS", "OPENING")]
    [False, True, True, False, True]
    >>> reserved("OPENING-2025", opening=True)
    []
    """
    written = reference.strip()
    taken = written.startswith(MADE_HERE) or BANK_LINE.match(written) is not None
    if not taken and (opening or not written.startswith(OPENING)):
        return []
    said = {"reference": written}
    return [
        Problem(
            "reference", "{reference} is kept for what KoproGo books itself. Choose another, such as OD-2026-1.", said
        )
    ]
