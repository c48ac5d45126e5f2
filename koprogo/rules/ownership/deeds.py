"""Which rights the holders of a lot can hold together, as a deed leaves them.

One in full ownership, several in indivision, or a split: bare ownership with usufruct, use or habitation, or a lease right
(superficies, emphyteusis). What is more than one full owner votes through one representative (art. 3.87 §1).
"""

from collections.abc import Sequence
from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.ownership.rights import Right
from koprogo.rules.texts import CC_3_87_1

ENJOYED = frozenset({Right.USUFRUCT, Right.USE_OR_HABITATION})


class DeedFault(StrEnum):
    """Why rights do not make a lot."""

    NOBODY = "nobody"
    FULL_IS_ALONE = "full_is_alone"
    UNDIVIDED_IS_SHARED = "undivided_is_shared"
    SPLIT_HAS_TWO_HALVES = "split_has_two_halves"
    SAY_WHICH = "say_which"


@cites(CC_3_87_1)
def deed_fault(rights: Sequence[Right]) -> DeedFault | None:
    """Return what is wrong with the rights of all holders of a lot together; None when they make it whole.

    >>> deed_fault([Right.FULL]), deed_fault([Right.FULL, Right.UNDIVIDED])
    (None, <DeedFault.FULL_IS_ALONE: 'full_is_alone'>)
    >>> deed_fault([Right.USUFRUCT])
    <DeedFault.SPLIT_HAS_TWO_HALVES: 'split_has_two_halves'>
    """
    if not rights:
        return DeedFault.NOBODY
    if Right.USUFRUCT_OR_BARE in rights:
        return DeedFault.SAY_WHICH
    if Right.FULL in rights and len(rights) > 1:
        return DeedFault.FULL_IS_ALONE
    if list(rights) == [Right.UNDIVIDED]:
        return DeedFault.UNDIVIDED_IS_SHARED
    if bool(ENJOYED & set(rights)) != (Right.BARE_OWNERSHIP in rights) and Right.UNDIVIDED not in rights:
        return DeedFault.SPLIT_HAS_TWO_HALVES
    return None
