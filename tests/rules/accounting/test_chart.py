"""The chart: complete in four languages, its doubts visible, and which accounts take entries."""

import pytest

from koprogo.rules.accounting.chart import (
    CHART,
    COLUMNS,
    HIDDEN,
    Kind,
    Part,
    Tier,
    UnknownAccount,
    chart_account,
    fund_of,
    is_custom,
    is_result,
    kind_of,
    load,
    owner_code,
    owner_part,
    parent_of,
    takes_entries,
)


def test_every_row_says_how_sure_we_are_and_where_it_was_read():
    tiers = [account.tier for account in CHART.values()]
    assert {tier: tiers.count(tier) for tier in Tier} == {
        Tier.QUOTED: 29, Tier.IN_USE: 269, Tier.PRACTICE: 19, Tier.INFERRED: 2,
    }  # fmt: skip
    assert all(account.source and all(account.names.values()) for account in CHART.values())


def test_the_accounts_of_the_worked_year_take_entries():
    codes = "100 160 4400 490 444 499 550 551 58 6140 61050 61210 61300 61305 61011 61073 6500 643 681 701 702 7420 750 4991"
    assert [code for code in codes.split() if not takes_entries(code)] == []


NO_ENTRIES = ["411", "4111", "41", "410", "4100", "4101", "4101.", "4101.0", "4101.x", "4400.1", "61", "٤"]


@pytest.mark.parametrize("code", ["", *NO_ENTRIES])
def test_headings_hidden_rows_and_nonsense_take_none(code):
    assert not takes_entries(code)


def test_vat_is_not_loaded():
    assert "411" in HIDDEN
    with pytest.raises(UnknownAccount):
        chart_account("411")
    with pytest.raises(UnknownAccount):
        chart_account("9")


@pytest.mark.parametrize(
    ("code", "custom", "parent"),
    [
        ("550001", True, "550"), ("5500", True, "550"), ("610501", True, "61050"), ("550", False, "55"),
        ("41011", False, ""),
        ("4111", False, ""), ("610", False, ""), ("123456789", False, "12"), ("9", False, ""), ("55x", False, "55"),
    ],
)  # fmt: skip
def test_a_custom_account_stands_below_a_row_that_takes_entries(code, custom, parent):
    assert is_custom(code) is custom
    if custom or not parent:
        assert parent_of(code) == parent


def test_owners_have_an_account_for_the_reserve_and_one_for_all_else():
    assert [owner_code(part, 12) for part in Part] == ["4100.12", "4101.12"]
    assert [owner_part(code) for code in ("4100.12", "4101.12", "4400", "4400.1")] == [
        Part.RESERVE,
        Part.OTHER,
        None,
        None,
    ]


def test_funds_are_kept_apart():
    assert [fund_of(code) for code in ("100", "551", "551001", "160", "161", "550", "701", "9")] == [
        "working", "working", "working", "reserve", "reserve", "reserve", "", "",
    ]  # fmt: skip


def test_what_accounts_hold():
    assert (kind_of("551"), kind_of("610501"), kind_of("4101.3"), kind_of("160")) == (
        Kind.ASSET, Kind.EXPENSE, Kind.ASSET, Kind.EQUITY,
    )  # fmt: skip
    assert [is_result(code) for code in ("61050", "701", "160", "4101.3")] == [True, True, False, False]


GOOD = "4,Créances,Vorderingen,Forderungen,Receivables,4,,asset,B,somewhere,"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (GOOD + "\n" + GOOD, "line 3: 4 stands twice"),
        (GOOD.replace("4,,", "5,,"), "line 2: '4' is no code of class 5"),
        (GOOD.replace("4,,", "four,,"), "line 2"),
        (GOOD.replace("Forderungen", ""), "line 2: 4 has no label"),
        (GOOD.replace(",B,", ",Z,"), "line 2: 'Z' is not a valid Tier"),
        (GOOD + "\n" + GOOD.replace("4,C", "41,C", 1).replace("4,,", "4,40,"), "line 3: '40' is not above 41"),
        (GOOD.replace("4,C", "41,C", 1).replace("4,,", "4,4,"), "line 2: its parent 4 does not stand above it"),
        (GOOD.replace("4,C", "41,C", 1), "line 2: '' is not above 41"),
    ],
)
def test_a_chart_with_a_fault_is_not_loaded(tmp_path, rows, says):
    file = tmp_path / "chart.csv"
    file.write_text(",".join(COLUMNS) + "\n" + rows + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        load(file)


def test_a_chart_with_other_columns_is_not_loaded(tmp_path):
    file = tmp_path / "chart.csv"
    file.write_text("code\n", encoding="utf-8")
    with pytest.raises(ValueError, match="the columns are"):
        load(file)
