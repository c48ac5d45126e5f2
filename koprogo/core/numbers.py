"""Numbers others issue and check: the enterprise number of the Crossroads Bank (BCE / KBO), bank accounts, the Belgian
structured communication of a payment (OGM / VCS).

Every paper of an association carries it (art. 3.86 §1, al. 4). Ten digits, the first 0 or 1, the last two 97 minus the
remainder of the others by 97; python-stdnum knows the check.
"""

import re

from stdnum import iban as ibans
from stdnum.be import ogm_vcs, vat
from stdnum.exceptions import ValidationError

BARE = re.compile(r"(?<![\d/+*])\d{12}(?![\d/+*])", re.ASCII)
STRUCTURED = re.compile(r"(?:\+{3}|\*{3})?\s*(\d{3}[/ .]?\d{4}[/ .]?\d{5})\s*(?:\+{3}|\*{3})?", re.ASCII)


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


def iban(text: str) -> str:
    """Return an account number without blanks and in capitals (`BE71 0961 2345 6769` is `BE71096123456769`).

    Its length and its check digits are looked at; not whether the bank is on a list of ours, which would age.

    Raises:
        ValueError: it is too short or long for its country, or its check digits are wrong.
    """
    try:
        return str(ibans.validate(text, check_country=False))
    except ValidationError as problem:
        raise ValueError(f"{text!r} is not an account number (IBAN); a Belgian one has BE and 14 digits") from problem


def format_iban(number: str) -> str:
    """Write an account number in groups of four.

    >>> format_iban("BE71096123456769")
    'BE71 0961 2345 6769'
    """
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4))


def structured_communication(text: str) -> str:
    """Return the twelve digits of a structured communication, whether between `+++`, `***` or bare.

    Raises:
        ValueError: it is no structured communication, or its check digits are wrong.

    >>> structured_communication("+++090/9337/55493+++")
    '090933755493'
    """
    found = STRUCTURED.fullmatch(text.strip())
    if found is None or not ogm_vcs.is_valid(found[1]):
        raise ValueError(f"{text!r} is not a structured communication; it looks like +++090/9337/55493+++")
    return re.sub(r"\D", "", found[1])


def format_structured(digits: str) -> str:
    """Write twelve digits as Belgian payments do.

    >>> format_structured("090933755493")
    '+++090/9337/55493+++'
    """
    return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"


def with_structured(text: str) -> str:
    """Return a text in which every bare structured communication is written as Belgian payments do.

    >>> with_structured("O1 Peeters 090933755493"), with_structured("090933755494")
    ('O1 Peeters +++090/9337/55493+++', '090933755494')
    """
    return BARE.sub(lambda found: format_structured(found[0]) if ogm_vcs.is_valid(found[0]) else found[0], text)
