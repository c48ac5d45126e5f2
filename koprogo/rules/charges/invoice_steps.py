"""What may become of a supplier's invoice, and who takes which step.

The syndic carries out the budget and keeps the accounts (art. 3.89 §5, 15°); who works for him enters and submits, he
approves, and approving is booking. The council and the auditor read everything (art. 3.90, 3.91). The states themselves
are house practice.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.actor import Role
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


class Step(StrEnum):
    """What happens to an invoice; the last event says where it stands."""

    ENTERED = "entered"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    REVERSED = "reversed"
    PAID = "paid"
    UNPAID = "unpaid"
    """The line of the bank that paid it was undone."""


class Standing(StrEnum):
    """Where an invoice stands; approved is booked, because both are one transaction."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    BOOKED = "booked"
    REVERSED = "reversed"
    PAID = "paid"


_SYNDIC = frozenset({Role.SYNDIC})
_DESK = frozenset({Role.SYNDIC, Role.ACCOUNTANT})

# fmt: off
STANDING: Mapping[Step, Standing] = MappingProxyType({
    Step.ENTERED:   Standing.DRAFT,
    Step.SUBMITTED: Standing.SUBMITTED,
    Step.RETURNED:  Standing.DRAFT,
    Step.APPROVED:  Standing.BOOKED,
    Step.REJECTED:  Standing.REJECTED,
    Step.REVERSED:  Standing.REVERSED,
    Step.PAID:      Standing.PAID,
    Step.UNPAID:    Standing.BOOKED,
})
NEXT: Mapping[Standing, frozenset[Step]] = MappingProxyType({
    Standing.DRAFT:     frozenset({Step.SUBMITTED, Step.REJECTED}),
    Standing.SUBMITTED: frozenset({Step.APPROVED, Step.REJECTED, Step.RETURNED}),
    Standing.REJECTED:  frozenset({Step.RETURNED}),
    Standing.BOOKED:    frozenset({Step.PAID, Step.REVERSED}),
    Standing.REVERSED:  frozenset(),
    Standing.PAID:      frozenset({Step.UNPAID}),
})
"""Where it stands -> what may follow. A booked one is never edited: it is reversed, and entered anew."""
WHO: Mapping[Step, frozenset[Role]] = MappingProxyType({
    Step.ENTERED:   _DESK,
    Step.SUBMITTED: _DESK,
    Step.RETURNED:  _DESK,
    Step.APPROVED:  _SYNDIC,
    Step.REJECTED:  _SYNDIC,
    Step.REVERSED:  _SYNDIC,
    Step.PAID:      _DESK,
    Step.UNPAID:    _DESK,
})
# fmt: on
WORDED = frozenset({Step.REJECTED, Step.RETURNED, Step.REVERSED, Step.UNPAID})
"""Steps that need a reason in words."""
EDITED = frozenset({Standing.DRAFT})
OWED = frozenset({Standing.BOOKED})
"""Where a payment order may take it up."""
PRESSED = (Step.SUBMITTED, Step.APPROVED, Step.RETURNED, Step.REJECTED, Step.REVERSED)
"""Steps a person takes; paid and unpaid come from the bank."""


@cites(CC_3_89_5_15)
def may_become(standing: Standing, step: Step) -> bool:
    """Say whether a step follows from where the invoice stands.

    >>> may_become(Standing.DRAFT, Step.APPROVED), may_become(Standing.SUBMITTED, Step.APPROVED)
    (False, True)
    """
    return step in NEXT[standing]


@cites(CC_3_89_5_15)
def may_take(step: Step, roles: frozenset[Role]) -> bool:
    """Say whether one of these roles takes the step.

    >>> may_take(Step.APPROVED, frozenset({Role.ACCOUNTANT}))
    False
    """
    return bool(WHO[step] & roles)


@cites(CC_3_89_5_15)
def steps_open_to(standing: Standing, roles: frozenset[Role]) -> tuple[Step, ...]:
    """Return the steps somebody may press now, in their usual order."""
    return tuple(step for step in PRESSED if may_become(standing, step) and may_take(step, roles))
