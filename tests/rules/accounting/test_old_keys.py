"""Keys from an old program's sheet: what was written comes back in any order, and what is wrong is named where it stands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.accounting.old_headers import Means
from koprogo.rules.accounting.old_keys import Lots, key_columns, read_keys
from koprogo.rules.accounting.old_messages import OldBooksMessage as Says
from koprogo.rules.accounting.old_rows import Cells

SHARES = {"A": 301, "B": 299, "C": 400}
WEIGHTS = st.dictionaries(st.sampled_from(sorted(SHARES)), st.integers(1, 10**6), min_size=1)


def found_by_number(said, owner):
    return [lot for lot in SHARES if lot == said]


def read(header, rows, decided=None, columns=None):
    lines = [Cells(n, tuple(row)) for n, row in enumerate(rows, 2)]
    return read_keys(columns or {Means.LOT: 0}, header, lines, decided or {}, Lots(SHARES, found_by_number))


def faults_of(header, rows, **more):
    return [(fault.line, fault.header, fault.message_id) for fault in read(header, rows, **more)[1]]


@given(st.lists(WEIGHTS, min_size=1, max_size=4), st.permutations(sorted(SHARES)), st.randoms())
def test_any_order_of_lots_and_columns_gives_the_same_keys(keys, lots, chance):
    order = chance.sample(range(len(keys)), len(keys))
    header = ["Lot", *(f"Key {n}" for n in order)]
    rows = [[lot, *(str(keys[n].get(lot, "")) for n in order)] for lot in lots]
    found, faults = read(header, rows)
    assert faults == []
    assert {key.name: key.weights for key in found} == {f"Key {n}": weights for n, weights in enumerate(keys)}
    assert [key.total for key in found] == [sum(keys[n].values()) for n in order]


@pytest.mark.parametrize("written", ["1250", "1 250", "1 250", "1'250", "1250,00", "1250.0"])
def test_a_whole_weight_however_it_is_written(written):
    [key], faults = read(["Lot", "Lift"], [["A", written], ["B", "-"], ["C", ""]])
    assert (key.weights, faults) == ({"A": 1250}, [])


@pytest.mark.parametrize("written", ["1.250", "1,5", "-3", "two", "1/3", "99999999999"])
def test_what_may_be_a_fraction_or_is_no_weight_is_refused_at_its_line(written):
    assert faults_of(["Lot", "Lift"], [["A", "1"], ["B", written], ["C", "2"]]) == [(3, "Lift", Says.NO_WEIGHT.value)]


def test_every_lot_has_its_line_once():
    rows = [["A", "1"], ["A", "2"], ["Z", "3"], ["B", "1"], ["Total", "7"]]
    assert faults_of(["Lot", "Lift"], rows) == [
        (3, "Lot", Says.LOT_TWICE.value), (4, "Lot", Says.NO_LOT.value), (0, "Lot", Says.LOT_MISSING.value),
    ]  # fmt: skip


def test_lines_that_speak_of_the_keys_are_no_lots():
    rows = [["Clause", "art. 12"], ["Depuis", "01/02/2020"], ["A", "1"], ["B", "1"], ["C", "1"]]
    [key], faults = read(["Lot", "Lift"], rows)
    assert (key.basis, key.since, faults) == ("art. 12", date(2020, 2, 1), [])
    rows[1][1] = "some day"
    assert faults_of(["Lot", "Lift"], rows) == [(3, "Lift", Says.NO_DAY.value)]


def test_shares_are_held_against_the_lots_and_are_no_key():
    columns, header = {Means.LOT: 0, Means.SHARES: 1}, ["Lot", "Shares", "Lift"]
    rows = [["A", "301", "1"], ["B", "300", "1"], ["C", "400", "1"]]
    assert faults_of(header, rows, columns=columns) == [(3, "Shares", Says.SHARES_DIFFER.value)]
    assert key_columns(columns, header, {}) == {2: "Lift"}


def test_a_sheet_without_a_key_and_two_of_one_name():
    rows = [["A", "1"], ["B", "1"], ["C", "1"]]
    assert faults_of(["Lot", "Lift"], rows, decided={"key:Lift": ""}) == [(0, "", Says.NO_KEYS.value)]
    twice = [[lot, "1", "1"] for lot in SHARES]
    assert faults_of(["Lot", "Lift", "Stairs"], twice, decided={"key:Stairs": "LIFT"}) == [
        (0, "Stairs", Says.KEY_TWICE.value)
    ]
