"""A signature drawn with a finger: strokes of whole points in a box, checked and drawn again as a picture of our own.

What a browser sends is never kept as it came: only whole numbers inside the box survive, and the picture is made from them.
"""

import json
from collections.abc import Sequence
from typing import Any

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_10

WIDTH, HEIGHT = 1000, 300
MOST_STROKES, MOST_POINTS, FEWEST_POINTS = 200, 6000, 8
INK, PEN = "#151B21", 7

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]


@cites(CC_3_87_10)
def read_strokes(drawn: object) -> Strokes:
    """Return the strokes of a signature, each a line of points from (0, 0) to (1000, 300).

    Raises:
        ValueError: it is no list of lists of points, a point lies outside the box, or it is too little or too much.
    """
    if not isinstance(drawn, list | tuple) or not 0 < len(drawn) <= MOST_STROKES:
        raise ValueError("a signature has between one stroke and two hundred")
    strokes = tuple(tuple(_point(each) for each in _list(stroke)) for stroke in drawn)
    if not FEWEST_POINTS <= sum(map(len, strokes)) <= MOST_POINTS:
        raise ValueError("a signature has between eight points and six thousand")
    return strokes


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) > MOST_POINTS:
        raise ValueError("a stroke is a list of points")
    return value


def _point(value: Any) -> Point:
    pair = _list(value)
    if len(pair) != 2 or any(type(each) is not int for each in pair):
        raise ValueError("a point is two whole numbers")
    across, down = pair
    if not (0 <= across <= WIDTH and 0 <= down <= HEIGHT):
        raise ValueError("a point lies inside the box")
    return across, down


@cites(CC_3_87_10)
def strokes_bytes(strokes: Strokes) -> bytes:
    """Return the one byte sequence of these strokes, to be stored by its hash.

    >>> strokes_bytes((((1, 2), (3, 4)),))
    b'[[[1,2],[3,4]]]'
    """
    return json.dumps(strokes, separators=(",", ":")).encode()
