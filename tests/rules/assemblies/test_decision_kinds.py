"""The table of decision kinds: what it says, and how a faulty one is refused."""

from pathlib import Path

import pytest

from koprogo.rules.assemblies.decision_kinds import (
    CHANGE_OF_SHARES,
    COLUMNS,
    DEFAULT_KIND,
    KINDS,
    NECESSITATING,
    NotAMajority,
    kind_of,
    load,
    majority_for,
)
from koprogo.rules.assemblies.majorities import Majority

ROW = f"{DEFAULT_KIND},absolute,absolute,votes cast,3.87 §8,577-6 §8,verified,\n"
HEAD = ",".join(COLUMNS) + "\n"

ABSOLUTE, TWO_THIRDS, FOUR_FIFTHS, UNANIMITY = Majority


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DEFAULT_KIND, ABSOLUTE),
        ("approve_annual_accounts", ABSOLUTE),
        ("approve_budgets", ABSOLUTE),
        ("discharge_syndic", ABSOLUTE),
        ("appoint_or_renew_syndic", ABSOLUTE),
        ("dismiss_syndic", ABSOLUTE),
        ("appoint_auditor", ABSOLUTE),
        ("elect_council_member", ABSOLUTE),
        ("house_rules", ABSOLUTE),
        ("works_imposed_by_law", ABSOLUTE),
        ("statutes_enjoyment_use_administration_of_common_parts", TWO_THIRDS),
        ("works_on_common_parts", TWO_THIRDS),
        ("amount_above_which_competition_is_mandatory", TWO_THIRDS),
        ("works_on_private_parts_done_by_ACP", TWO_THIRDS),
        ("delegate_mission_to_council", TWO_THIRDS),
        ("other_statute_change_incl_charge_apportionment", FOUR_FIFTHS),
        ("change_destination_of_building_or_part", FOUR_FIFTHS),
        ("rebuild_or_repair_after_partial_destruction", FOUR_FIFTHS),
        ("acquire_immovables_to_become_common", FOUR_FIFTHS),
        ("dispose_of_common_immovables", FOUR_FIFTHS),
        ("create_partial_association", FOUR_FIFTHS),
        ("divide_or_merge_lots", FOUR_FIFTHS),
        ("not_constituting_mandatory_reserve_fund", FOUR_FIFTHS),
        ("change_of_shares", UNANIMITY),
        ("total_rebuilding_other_reasons", UNANIMITY),
        ("unanimity_second_meeting", UNANIMITY),
        ("written_unanimous_decision", UNANIMITY),
        ("dissolution_of_ACP", UNANIMITY),
        ("create_council_20_lots_or_more", NotAMajority.NONE),
        ("loan_by_the_ACP", NotAMajority.OPEN),
    ],
)
def test_majority_for(kind: str, code: Majority | NotAMajority) -> None:
    assert majority_for(kind) is code


def test_the_name_is_the_part_before_the_brackets() -> None:
    kind = KINDS["charge_specific_decision"]
    assert kind.brackets == "staircase, lift, block"
    assert KINDS[DEFAULT_KIND].brackets == ""
    assert not [name for name in KINDS if "(" in name or name != name.strip()]


@pytest.mark.parametrize("main", sorted(NECESSITATING))
def test_a_change_of_shares_follows_what_makes_it_necessary(main: str) -> None:
    assert majority_for(CHANGE_OF_SHARES, main) is KINDS[main].code


def test_a_change_of_shares_follows_nothing_else() -> None:
    with pytest.raises(ValueError, match="does not make a change of shares necessary"):
        majority_for(CHANGE_OF_SHARES, "approve_annual_accounts")


@pytest.mark.parametrize("main", [name for name, kind in KINDS.items() if isinstance(kind.code, Majority)])
def test_those_who_bear_a_charge_decide_by_the_majority_of_the_decision(main: str) -> None:
    assert majority_for("charge_specific_decision", main) is KINDS[main].code


@pytest.mark.parametrize(
    ("kind", "main", "said"),
    [
        ("charge_specific_decision", None, "say which one"),
        ("charge_specific_decision", CHANGE_OF_SHARES, "no majority of its own"),
        ("charge_specific_decision", "loan_by_the_ACP", "no majority of its own"),
        ("charge_specific_decision", "create_council_20_lots_or_more", "no majority of its own"),
        ("charge_specific_decision", "nothing_we_know", "nothing_we_know is not a kind"),
        ("works_on_common_parts", "divide_or_merge_lots", "follows no other decision"),
        ("nothing_we_know", None, "nothing_we_know is not a kind"),
    ],
)
def test_a_majority_is_never_guessed(kind: str, main: str | None, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        majority_for(kind, main)


def test_an_unknown_kind_names_the_default() -> None:
    with pytest.raises(ValueError, match=DEFAULT_KIND):
        kind_of("nothing_we_know")


def test_a_right_table_is_read(tmp_path: Path) -> None:
    file = tmp_path / "kinds.csv"
    file.write_text(HEAD + ROW + "paint (black),two_thirds,2/3,votes cast,3.88 §1,,from memory,why\n")
    kinds = load(file)
    assert list(kinds) == [DEFAULT_KIND, "paint"]
    assert (kinds["paint"].brackets, kinds["paint"].code, kinds["paint"].note) == ("black", TWO_THIRDS, "why")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the columns are"),
        (HEAD.replace("code", "rule") + ROW, "the columns are"),
        (HEAD, f"{DEFAULT_KIND} is missing"),
        (HEAD + ROW + ROW, "row 3: default_any_other_decision is there twice"),
        (HEAD + ROW.replace(",absolute,absolute", ",three_quarters,3/4"), "row 2: the code is one of"),
        (HEAD + ROW.replace("3.87 §8", ""), "row 2: a kind has a name, an article"),
        (HEAD + ROW.replace("verified", " "), "row 2: a kind has a name, an article"),
        (HEAD + ROW.replace(DEFAULT_KIND, "(only a note)"), "row 2: a kind has a name"),
        (HEAD + "a,absolute\n", "row 2: 8 columns are needed"),
        (HEAD + ROW.replace("\n", ",one more\n"), "row 2: 8 columns are needed"),
    ],
)
def test_a_faulty_table_is_refused_with_its_row(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "kinds.csv"
    file.write_text(text)
    with pytest.raises(ValueError, match=said):
        load(file)


def test_the_table_cannot_be_changed_in_place() -> None:
    with pytest.raises(TypeError):
        KINDS["a"] = KINDS[DEFAULT_KIND]  # type: ignore[index]
