"""Judging a list: every fault at once, in order, each with what to write; nothing told twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.ownership.kinds import Kind
from koprogo.rules.ownership.sheet import Column
from tests.rules.ownership.lists import judged, lot, noticed, row, told


def test_a_right_list_has_no_fault():
    found = judged(lot(2, "A1", "60", kind="Appartement", floor="2"), lot(3, "K1", "40", kind="Cave"))
    assert (told(found), noticed(found)) == ([], [])
    assert [(each.number, each.kind, each.floor, each.shares) for each in found.lots] == [
        ("A1", Kind.APARTMENT, "2", 60),
        ("K1", Kind.CELLAR, "", 40),
    ]
    assert found.sums.difference == 0


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"shares": ""}, "shares", "Write the shares of lot L2."),
        ({"shares": "-5"}, "shares", "Write a whole number greater than 0."),
        ({"shares": "0"}, "shares", "Write a whole number greater than 0."),
        ({"shares": "2,5"}, "shares", "Write a whole number, without decimals."),
        ({"shares": "1,234"}, "shares", "Write the number without a comma."),
        ({"shares": "many"}, "shares", "Write a whole number in figures."),
        ({"shares": "99999999999"}, "shares", "Write a number of at most 2147483647."),
        ({"shares": "100/1000"}, "shares", "These are shares of 1000, the base deed counts 100. Write shares of 100."),
        ({"owner": ""}, "owner", "Write the name of the owner of lot L2."),
        ({"owner": "An / An"}, "owner", "An is written twice for this lot. Write each owner once."),
        ({"owner": "An 1/2 / Jan 1/3"}, "owner", "The parts of the owners make 5/6. They must make 1 together."),
        ({"regime": "rental"}, "regime", "Write full ownership, joint ownership, spouses, usufruct, bare ownership,"),
        ({"email": "x"}, "email", "Write an address with an @, or leave it empty."),
        ({"email": "a@x.be b@x.be"}, "email", "Write one address for all, or one per owner in their order (1),"),
        ({"language": "ES"}, "language", "Write FR, NL, DE or EN."),
        ({"language": "FR/ES"}, "language", "Write FR, NL, DE or EN."),
        ({"language": "FR/NL"}, "language", "Write FR, NL, DE or EN."),
        ({"owner": "A/B", "language": "FR/NL/DE"}, "language", "Write one language for all, or one per owner in their"),
        ({"enterprise_number": "1"}, "enterprise_number", "Write the ten figures of the enterprise number"),
        ({"enterprise_number": "/"}, "enterprise_number", "Write the ten figures of the enterprise number"),
        (
            {"owner": "A/B", "enterprise_number": "0403.170.701"},
            "enterprise_number",
            "Write the enterprise numbers in the order of the owners (2), separated by a /.",
        ),
        ({"representative": "An / Jan"}, "representative", "Write one name: only one person votes for a lot."),
        ({"email": "a@x.be", "consent": "maybe"}, "consent", "Write yes, no, or the day of the consent,"),
        ({"email": "a@x.be", "consent": "1/1/2027"}, "consent", "Write a day that is not in the future,"),
        ({"consent_day": "soon"}, "consent_day", "Write the day as 31/12/2026, or leave it empty."),
        ({"email": "a@x.be", "consent_day": "22/11/2026"}, "consent_day", "Write a day that is not in the future,"),
        ({"lot": "2026-01-02"}, "lot", "The spreadsheet made a date of this number."),
        ({"lot": ""}, "lot", "Write the number of the lot."),
        ({"email": "=A1"}, "email", "Write the value in place of the formula."),
        ({"floor": "x" * 201}, "floor", "Write at most 200 characters."),
    ],
)
def test_one_cell_is_wrong(cells: dict[str, str], column: str, words: str):
    full = {"lot": "L2", "shares": "100", "owner": "An Claes", **cells}
    found = judged(row(2, **full), lot(3, shares="100" if "shares" in cells else "0", kind="cave"))
    faults = [fault for fault in told(found) if fault[0] == 2]
    assert [(fault[1], fault[2].startswith(words)) for fault in faults] == [(column, True)], faults
    assert found.faults[0].read == (full.get(column, "")[:200] + "…" * (len(full.get(column, "")) > 200))
    assert found.faults[0].problem().where == f"row 2, column {found.faults[0].header}"


def test_every_fault_is_told_at_once_in_the_order_of_the_file_the_sum_last():
    found = judged(
        lot(2, "A", "60", email="x", language="ES"),
        lot(3, "a ", "x", owner=""),
        lot(4, "B", "50"),
        row(5, lot="Total", shares="200"),
    )
    assert [(line, column) for line, column, _ in told(found)] == [
        (2, "email"), (2, "language"), (3, "lot"), (3, "shares"), (3, "owner"), (5, "shares"), (None, "shares"),
    ]  # fmt: skip
    assert told(found)[2][2] == "This lot is already on line 2. Give another number."
    assert told(found)[-2:] == [
        (5, "shares", "The total line says 200, the lots make 110. Correct the total line or leave it out."),
        (None, "shares", "There are 10 shares too many. The sum of the lots must be that of the base deed."),
    ]
    assert found.faults[-1].problem().where == "column Shares"


@pytest.mark.parametrize(
    ("shares", "denominator", "total", "faults"),
    [
        (("60", "40"), 100, "100", []),
        (("60", "40"), 100, "", []),
        (("60", "40"), 100, None, []),
        (("60", "39"), 100, "100", ["1 shares are missing. The sum"]),
        (("60", "41"), 100, "100", ["There are 1 shares too many. The sum"]),
        (("60", "40"), 100, "99", ["The total line says 99, the lots make 100."]),
        (("60", "40"), 1000, "100", ["The lots and the total line of the file both make 100. Check the denominator"]),
        (("60", "40"), 1000, "99", ["The total line says 99, the lots make 100.", "900 shares are missing."]),
        (("60", "40"), 100, "x", ["Write the total as a whole number in figures, or leave the line out."]),
    ],
)
def test_the_sum_and_the_total_line(shares, denominator: int, total: str | None, faults: list[str]):
    rows = [lot(line, shares=each) for line, each in enumerate(shares, 2)]
    if total is not None:
        rows.append(row(9, lot="TOTAL", shares=total))
    found = judged(*rows, denominator=denominator)
    assert len(found.lots) == 2
    for fault, words in zip(told(found), faults, strict=True):
        assert fault[2].startswith(words)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30), st.integers(1, 10**7))
def test_the_sum_is_told_exactly_by_how_much_it_is_off(shares: list[int], denominator: int):
    found = judged(*(lot(line, shares=str(each)) for line, each in enumerate(shares, 2)), denominator=denominator)
    off = sum(shares) - denominator
    assert found.sums.difference == off
    assert [fault.facts for fault in found.faults] == ([{"difference": abs(off)}] if off else [])


@pytest.mark.parametrize(
    ("kind", "others", "refused"),
    [("Cave", "100", False), ("Garage", "100", False), ("Parking", "100", False), ("Cave", "99", True),
     ("Appartement", "100", True), ("Commerce", "100", True), ("", "100", True)],
)  # fmt: skip
def test_only_a_cellar_or_a_garage_may_have_no_share_and_only_when_the_others_make_the_whole(kind, others, refused):
    found = judged(lot(2, shares=others), lot(3, shares="0", kind=kind))
    assert ((3, "shares", "Write a whole number greater than 0.") in told(found)) is refused
    assert ((3, "shares", "ZERO_SHARES") in noticed(found)) is not refused


def test_missing_and_doubled_columns_are_told_once():
    found = judged(
        lot(2, owner=""), lot(3, owner=""), denominator=200,
        columns=[Column.LOT, Column.SHARES], doubled=[(Column.SHARES, "Quota")],
    )  # fmt: skip
    assert told(found) == [
        (1, "", "Add a column “Owner” to the list."),
        (1, "shares", "Two columns say the same: “Shares” and “Quota”. Keep one of them."),
    ]


def test_without_the_column_of_shares_the_sum_is_not_told():
    found = judged(row(2, lot="A", owner="An"), columns=[Column.LOT, Column.OWNER])
    assert [words for _, _, words in told(found)] == ["Add a column “Shares” to the list."]


def test_a_list_without_lots():
    for rows in ((), (row(2, lot="Total", shares="100"),)):
        assert told(judged(*rows)) == [(None, "", "There is no lot below the headers. Write one lot per line.")]
    assert judged().faults[0].problem().where == "file"


def test_cells_beside_the_last_header():
    found = judged(row(2, surplus=["Jan", "x"], lot="A", shares="100", owner="An"))
    assert [(fault.line, fault.read, fault.header) for fault in found.faults] == [(2, "Jan x", "")]


def test_a_formula_is_a_fault_once_and_its_value_is_read_on():
    found = judged(row(2, {Column.SHARES: "100"}, lot="=B2", shares="=50+50", owner="An"))
    assert told(found) == [
        (2, "lot", "Write the value in place of the formula."),
        (2, "shares", "Write 100 in place of the formula."),
    ]
    assert found.sums.shares == 100


def test_text_that_a_spreadsheet_was_forced_to_keep_is_text():
    assert told(judged(lot(2, '="A1.1"'))) == []
    assert judged(lot(2, '="A1.1"')).lots[0].number == "A1.1"


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.dictionaries(st.sampled_from([column.value for column in Column]), WORDS), max_size=6))
def test_no_list_brings_the_judge_down(cells: list[dict[str, str]]):
    found = judged(*(row(line, **each) for line, each in enumerate(cells, 2)))
    for fault in found.faults:
        assert fault.message_id.format_map(dict(fault.facts))
    for each in found.lots:
        assert each.line > 1
