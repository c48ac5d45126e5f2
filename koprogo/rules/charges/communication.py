"""The structured communication of a Belgian payment: ten digits and two that check them, `+++123/4567/89002+++`.

Numbers are spread: a counter times a prime, within ten digits. Neighbours in time are then strangers in writing, so a
digit mistyped never lands on somebody else's call. The form is the banks' (Febelfin); that a call carries one is house
practice, so that art. 3.86 §3 can be checked: what was called, and what was paid of it.
"""

import re

from stdnum.be import ogm_vcs
from stdnum.exceptions import ValidationError

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3

SPACE = 10**10
PRIME = 6_180_339_923
"""Near the golden section of the space, and without 2 or 5, so that no number comes twice before all have come."""
SHAPE = re.compile(r"(?<!\d)(\d{3})[/ .]?(\d{4})[/ .]?(\d{5})(?!\d)", re.ASCII)
CHECK = 97


@cites(CC_3_86_3)
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


def written(number: str) -> str:
    """Write twelve digits the way banks print them.

    >>> written("123456789002")
    '+++123/4567/89002+++'
    """
    return f"+++{number[:3]}/{number[3:7]}/{number[7:]}+++"


def read(text: str) -> str:
    """Return the twelve digits of a communication however it was written (`+++…+++`, `***…***`, blanks, none).

    Raises:
        ValueError: it is too short or long, not a number, or its check digits are wrong.

    >>> read("***123/4567/89002***")
    '123456789002'
    """
    try:
        return str(ogm_vcs.validate(text.strip().strip("*+").replace(".", "")))
    except ValidationError as problem:
        raise ValueError(f"{text!r} is not a structured communication, like +++123/4567/89002+++") from problem


def is_right(number: str) -> bool:
    """Say whether the check digits are right."""
    return bool(ogm_vcs.is_valid(number))


def numbers_in(text: str) -> list[str]:
    """Return every run of a text that has the shape of a communication, right or mistyped, in order, each once.

    By shape, not by dropping what is no digit: a phone number before the communication must not hide it.

    >>> numbers_in("tel 0475123456 +++123/4567/89002+++")
    ['123456789002']
    """
    return list(dict.fromkeys("".join(found) for found in SHAPE.findall(text)))
