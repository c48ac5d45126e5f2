"""The printed bar and its mark."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from koprogo.papers.bars import WIDTH, Line, Mark, per_mille, presence_bar, vote_bar

SVG = "{http://www.w3.org/2000/svg}"
TWO_THIRDS = Line(2, 3)
FOR, INK = "#173F94", "#151B21"


def boxes(picture: str, colour: str) -> list[tuple[int, int]]:
    """Return (left, right) of the filled boxes of a colour."""
    found = ET.fromstring(picture).iter(f"{SVG}rect")
    return [
        (int(box.attrib["x"]), int(box.attrib["x"]) + int(box.attrib["width"]))
        for box in found
        if box.attrib["fill"] == colour
    ]


def hatches(picture: str) -> list[tuple[int, ...]]:
    paths = "".join(path.attrib["d"] for path in ET.fromstring(picture).iter(f"{SVG}path"))
    return [tuple(map(int, line)) for line in re.findall(r"M(-?\d+) (-?\d+)L(-?\d+) (-?\d+)", paths)]


def test_for_is_solid_from_the_left_and_against_is_hatched_up_to_the_right() -> None:
    picture = vote_bar(498, 202, 700, TWO_THIRDS, "")
    ((left, right),) = boxes(picture, FOR)
    assert (left, right) == (0, WIDTH * 498 // 700 - 3)
    assert min(line[0] for line in hatches(picture)) > right
    assert max(line[2] for line in hatches(picture)) > WIDTH - 20


def test_the_mark_stands_at_the_majority_and_not_at_the_result() -> None:
    for in_favour in (100, 466, 467, 700):
        ((left, right),) = boxes(vote_bar(in_favour, 700 - in_favour, 700, TWO_THIRDS, ""), INK)
        assert left < WIDTH * 2 // 3 < right


def test_unanimity_has_its_mark_at_the_end_inside_the_picture() -> None:
    ((_, right),) = boxes(vote_bar(6_370, 0, 10_000, Line(1, 1), ""), INK)
    assert WIDTH - 10 < right <= WIDTH


def test_with_all_as_base_what_is_missing_stays_empty() -> None:
    picture = vote_bar(5_000, 1_000, 10_000, Line(1, 1), "")
    assert max(line[2] for line in hatches(picture)) < WIDTH * 6 // 10


def test_before_any_vote_there_is_only_track_and_mark() -> None:
    picture = vote_bar(0, 0, 0, TWO_THIRDS, "")
    assert boxes(picture, FOR) == []
    assert hatches(picture) == []
    assert len(boxes(picture, INK)) == 1


def test_a_cut_mark_differs_from_a_solid_one_without_colour() -> None:
    picture = presence_bar(812, 1000, [Line(1, 2), Line(3, 4, Mark.CUT)], "")
    lefts = [left for left, _ in boxes(picture, INK)]
    assert lefts.count(WIDTH // 2 - 4) == 1
    assert lefts.count(WIDTH * 3 // 4 - 4) > 2


def test_the_sentence_is_in_the_picture_as_text() -> None:
    picture = vote_bar(1, 1, 2, TWO_THIRDS, "Rejeté : <1> & 1")
    title = ET.fromstring(picture).find(f"{SVG}title")
    assert title is not None
    assert title.text == "Rejeté : <1> & 1"


def test_labels_are_placed_in_thousandths() -> None:
    assert [per_mille(line) for line in (Line(1, 2), TWO_THIRDS, Line(3, 4), Line(4, 5), Line(1, 1))] == [
        500, 666, 750, 800, 1000,
    ]  # fmt: skip


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_nothing_is_drawn_outside_the_bar(in_favour: int, against: int, silent: int) -> None:
    picture = vote_bar(in_favour, against, in_favour + against + silent, TWO_THIRDS, "")
    for box in ET.fromstring(picture).iter(f"{SVG}rect"):
        assert int(box.attrib["x"]) >= -10
        assert 0 <= int(box.attrib["width"]) <= WIDTH
    for x1, y1, x2, y2 in hatches(picture):
        assert 0 <= x1 < x2 <= WIDTH
        assert 0 <= y2 < y1 <= 64
