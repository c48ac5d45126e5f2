"""Lines of a key: separators of spreadsheets and hands, headings, and every line that is wrong with its number."""

import pytest

from koprogo.rules.charges.key_lines import MOST_LINES, read_key_lines

LOTS = {"A1": 250, "B 2": 20, "12": 5, "Cave 3": 0}


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("A1 250", {"A1": 250}),
        ("A1\t250\nB 2 20", {"A1": 250, "B 2": 20}),
        ("lot;poids\nA1;1 250;\n\n", {"A1": 1250}),
        ("a1=3\n12 = 4", {"A1": 3, "12": 4}),
        ('"A1";"250"\ncave  3;7', {"A1": 250, "Cave 3": 7}),
        ("A1;1.250\n12;1'000", {"A1": 1250, "12": 1000}),
    ],
)
def test_lines_are_read_however_they_are_apart(text, weights):
    found = read_key_lines(text, LOTS)
    assert (dict(found.weights), found.problems) == (weights, ())


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("A1 250\nZ9 3", 2, "there is no lot"),
        ("A1 250\nA1 3", 2, "is there twice"),
        ("A1 0", 1, "above 0"),
        ("A1 99999999999", 1, "above 0"),
        ("A1;2,5", 1, "a whole weight"),
        ("A1", 1, "a whole weight"),
        ("A1 -3", 1, "a whole weight"),
        ("A1 2.5", 1, "a whole weight"),
        ("Lot 1 100", 1, "there is no lot"),
    ],
)
def test_a_wrong_line_is_named(text, line, says):
    [problem] = read_key_lines(text, LOTS).problems
    assert problem.facts["line"] == line
    assert says in problem.message_id


def test_nothing_and_too_much_are_said():
    assert "at least one lot" in read_key_lines("lot weight\n", LOTS).problems[0].message_id
    many = read_key_lines("A1 1\n" + "\n" * MOST_LINES, LOTS)
    assert "at most" in many.problems[0].message_id
