"""How few people are too few: below three, a count without names still tells who said what.

Shared by the two things that ask for opinions without names: the indicative secret poll before a vote (docs/adr/0045) and an
anonymous survey between assemblies (docs/adr/0046). The law knows neither; the figure is our choice.
"""

FEWEST = 3
"""Answers below which nobody is shown what was answered."""


def enough_to_hide(answered: int) -> bool:
    """Say whether so many answers hide each other.

    >>> enough_to_hide(2), enough_to_hide(3)
    (False, True)
    """
    return answered >= FEWEST
