"""A drawn signature: only whole points inside the box come through."""

import json

import pytest

from koprogo.rules.assemblies.strokes import MOST_POINTS, MOST_STROKES, read_strokes, strokes_bytes

LINE = [[10 * each, 5 * each] for each in range(20)]


def test_a_signature_is_read_and_written_the_same():
    strokes = read_strokes([LINE, LINE[:3]])
    assert json.loads(strokes_bytes(strokes)) == [LINE, LINE[:3]]
    assert read_strokes(json.loads(strokes_bytes(strokes))) == strokes


@pytest.mark.parametrize(
    "wrong",
    [
        None, "x", {}, [], [[]], [LINE[:7]], [LINE] * (MOST_STROKES + 1), [[[1, 1]] * (MOST_POINTS + 1)], [[[1]] * 9],
        [[[1, 2, 3]] * 9], [[["1", "2"]] * 9], [[[1.5, 2]] * 9], [[[True, 2]] * 9], [[[-1, 2]] * 9], [[[1001, 2]] * 9],
        [[[1, 301]] * 9], ["<svg onload=x>"], [[None] * 9],
    ],
    ids=range(18),
)  # fmt: skip
def test_anything_else_is_refused(wrong):
    with pytest.raises(ValueError, match=r"signature|stroke|point"):
        read_strokes(wrong)
