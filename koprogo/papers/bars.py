"""The bar and its mark, printed: solid for, hatched against, an empty track for what is missing.

The patterns are told apart without colour. Lengths are tenths of a millimetre on a bar of 1660, all whole numbers.
Each bar is one picture with a sentence for those who do not see it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup, escape

WIDTH = 1660
TRACK = 36
"""Height of the track."""
OVERHANG = 14
"""How far a mark stands out above and below the track."""
GAP = 6

_HATCH_STEP = 17
_INK, _TRACK, _PRESENCE = "#151B21", "#E6EAED", "#434F5A"
_FOR, _AGAINST, _PAPER = "#173F94", "#A43A14", "#FFFFFF"


class Mark(StrEnum):
    SOLID = "solid"
    CUT = "cut"
    """A second line that would suffice alone, such as three quarters of the shares."""


@dataclass(frozen=True)
class Line:
    """A mark at `numerator`/`denominator` of the track."""

    numerator: int
    denominator: int
    style: Mark = Mark.SOLID


def vote_bar(in_favour: int, against: int, base: int, line: Line, alt: str) -> Markup:
    """Draw the votes of one item: *for* from the left, *against* from the right when they fill the base together.

    `base` is what the majority is measured against; where it exceeds the votes cast, *against* follows *for*.
    """
    left = _length(in_favour, base)
    right = _length(in_favour + against, base)
    parts = [_box(0, WIDTH, _TRACK)]
    if in_favour:
        parts.append(_box(0, left - (GAP // 2 if against else 0), _FOR))
    if against:
        parts.append(_hatched(left + (GAP // 2 if in_favour else 0), right))
    return _picture([*parts, _mark(line)], alt)


def presence_bar(present: int, total: int, lines: Sequence[Line], alt: str) -> Markup:
    """Draw how many of a total are there, with the lines they must reach."""
    filled = [_box(0, _length(present, total), _PRESENCE)] if present else []
    return _picture([_box(0, WIDTH, _TRACK), *filled, *(_mark(line) for line in lines)], alt)


def per_mille(line: Line) -> int:
    """Return where the line stands, in thousandths of the width, to place its label."""
    return 1000 * line.numerator // line.denominator


def _length(part: int, whole: int) -> int:
    return WIDTH * part // whole if whole else 0


def _box(left: int, right: int, colour: str) -> str:
    return f'<rect x="{left}" y="{OVERHANG}" width="{max(right - left, 0)}" height="{TRACK}" fill="{colour}"/>'


def _hatched(left: int, right: int) -> str:
    """Draw a frame with slanted strokes: dark on white, so that it stays apart from solid in greyscale."""
    top, bottom, edge = OVERHANG + 3, OVERHANG + TRACK - 3, 3
    lines = []
    for start in range(left - TRACK, right, _HATCH_STEP):
        x1, x2 = max(start, left + edge), min(start + bottom - top, right - edge)
        if x1 < x2:
            lines.append(f"M{x1} {bottom - (x1 - start)}L{x2} {bottom - (x2 - start)}")
    frame = f'<rect x="{left + edge}" y="{top}" width="{max(right - left - 2 * edge, 0)}" height="{bottom - top}"'
    return (
        f'{frame} fill="{_PAPER}"/><path d="{"".join(lines)}" fill="none" stroke="{_AGAINST}" stroke-width="6"/>'
        f'{frame} fill="none" stroke="{_AGAINST}" stroke-width="6"/>'
    )


def _mark(line: Line) -> str:
    at = min(max(_length(line.numerator, line.denominator), 6), WIDTH - 6)
    bottom = TRACK + 2 * OVERHANG
    halo = f'<rect x="{at - 10}" y="0" width="20" height="{bottom}" fill="{_PAPER}"/>'
    if line.style is Mark.SOLID:
        return f'{halo}<rect x="{at - 4}" y="0" width="8" height="{bottom}" fill="{_INK}"/>'
    cuts = "".join(f'<rect x="{at - 4}" y="{y}" width="8" height="13" fill="{_INK}"/>' for y in range(0, bottom, 21))
    return halo + cuts


def _picture(parts: Sequence[str], alt: str) -> Markup:
    return (
        Markup(f'<svg class="bar" viewBox="0 0 {WIDTH} {TRACK + 2 * OVERHANG}" xmlns="http://www.w3.org/2000/svg">')
        + Markup("<title>")
        + escape(alt)
        + Markup("</title>")
        + Markup("".join(parts))
        + Markup("</svg>")
    )
