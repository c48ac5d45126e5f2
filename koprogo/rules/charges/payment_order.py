"""What a payment order may hold: an account number that is one, a day to come, sums and words a bank takes.

Banks refuse a whole file for one wrong line, so every line is looked at before. Account number and format are those
of the European regulation, lengths and signs those of the banks' guidelines for it; a year ahead at most is practice.
"""

import re
import unicodedata
from datetime import date, timedelta

from koprogo.core.errors import Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.numbers import iban
from koprogo.core.sources import cites
from koprogo.rules.texts import TRANSFERS

LARGEST = Money(99_999_999_999)
FARTHEST = timedelta(days=365)
LONGEST_NAME, LONGEST_WORDS, LONGEST_ID = 70, 140, 35
TAKEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
"""What the SEPA character set does not have."""
LIKE = str.maketrans({"ß": "ss", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "’": "'", "–": "-"})


@cites(TRANSFERS)
def day_problem(day: date, today: date) -> Problem | None:
    """Say what is wrong with the day of execution; None when it is today or within a year."""
    if day < today:
        return Problem("day", "Choose a day from today on.")
    if day > today + FARTHEST:
        return Problem("day", "Choose a day within a year from now.")
    return None


@cites(TRANSFERS)
def line_problem(name: str, number: str, amount: Money) -> Problem | None:
    """Say what is wrong with one payment, naming the supplier; None when a bank takes it."""
    where = "payments"
    try:
        iban(number)
    except ValueError:
        return Problem(where, "The account number of {name} is none: {number}. Enter it anew.",
                       {"name": name[:60], "number": number[:40]})  # fmt: skip
    if not ZERO < amount <= LARGEST:
        return Problem(where, "The payment to {name} is {amount_cents}: enter an amount above nought.",
                       {"name": name[:60], "amount_cents": amount.cents})  # fmt: skip
    if not sepa_text(name, LONGEST_NAME):
        return Problem(where, "A supplier’s name has no sign that a bank takes. Write it in Latin letters.")
    return None


@cites(TRANSFERS)
def sepa_text(words: str, longest: int) -> str:
    """Return words in the signs a bank takes, shortened: accents go, what has no like becomes a blank.

    >>> sepa_text("Façade n° 4 – août", 140)
    'Facade n 4 - aout'
    """
    bare = unicodedata.normalize("NFKD", words.translate(LIKE))
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(TAKEN.sub(" ", plain).split())[:longest].rstrip()
