"""The structured communication of a Belgian payment: ten digits and two that check them, `+++123/4567/89002+++`.

Numbers are spread: a counter times a prime, within ten digits. Neighbours in time are then strangers in writing, so a
digit mistyped never lands on somebody else's call. The form is the banks' (Febelfin); that a call carries one is house
practice, so that anybody can see what was called and what was paid of it. Read and written: `core/numbers.py`; found in
what people type: `rules/accounting/numbers_in_text.py`.
"""

from koprogo.core.sources import cites
from koprogo.rules.texts import COMMUNICATION

SPACE = 10**10
PRIME = 6_180_339_923
"""Near the golden section of the space, and without 2 or 5, so that no number comes twice before all have come."""
CHECK = 97


@cites(COMMUNICATION)
def number_of(counter: int) -> str:
    """Return the twelve digits of the communication that has this place in the count.

    Raises:
        ValueError: the counter is not between 1 and 9 999 999 999.

    >>> number_of(1)
    '618033992355'
    """
    if not 0 < counter < SPACE:
        raise ValueError("numbers are counted from 1 to 9999999999")
    spread = counter * PRIME % SPACE
    return f"{spread:010d}{spread % CHECK or CHECK:02d}"
