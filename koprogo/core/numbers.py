"""Numbers others issue and check: the enterprise number of the Crossroads Bank (BCE / KBO).

Every paper of an association carries it (art. 3.86 §1, al. 4). Ten digits, the first 0 or 1, the last two 97 minus the
remainder of the others by 97; python-stdnum knows the check.
"""

from stdnum.be import vat
from stdnum.exceptions import ValidationError


def enterprise_number(text: str) -> str:
    """Return the ten digits of an enterprise number, however it was written (`BE 0403.019.261`, `403019261`).

    Raises:
        ValueError: it is too short or long, not a number, or its check digits are wrong.
    """
    try:
        return str(vat.validate(text))
    except ValidationError as problem:
        raise ValueError(f"{text!r} is not an enterprise number; it has ten digits, like 0403.019.261") from problem


def format_enterprise_number(digits: str) -> str:
    """Write ten digits the way the Crossroads Bank does.

    >>> format_enterprise_number("0403019261")
    '0403.019.261'
    """
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
