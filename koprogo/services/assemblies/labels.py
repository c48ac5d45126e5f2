"""The number of a point as people say it: 7, or 7b for a part of it."""


def label(number: int, part: str) -> int | str:
    """Return a point's number, with the letter of its part where it has one.

    >>> label(7, ""), label(7, "b")
    (7, '7b')
    """
    return f"{number}{part}" if part else number
