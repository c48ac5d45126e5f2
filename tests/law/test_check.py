"""The command `koprogo law check`: what passes, what fails, what is not understood, and that nothing is skipped."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from koprogo.cli.law import app

GOOD = """\
- name: four fifths is enough, to the last share
  article: "3.88 §1, 2°"
  question: majority
  facts: {majority: four_fifths, in_favour: 8000, against: 2000, abstained: 500}
  answer: {carried: true}
"""


def run(*paths: Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, paths)])
    return result.exit_code, result.output


def case(question: str, facts: str, answer: str) -> str:
    return f'- {{name: a case, article: "3.87", question: {question}, facts: {facts}, answer: {answer}}}\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cases.yaml"


def test_a_right_case_passes(file: Path) -> None:
    file.write_text(GOOD)
    assert run(file) == (0, "1 passed, 0 failed\n")


def test_a_wrong_answer_fails_with_expected_and_given(file: Path) -> None:
    file.write_text(GOOD.replace("carried: true", "carried: false"))
    code, output = run(file)
    assert code == 1
    assert "four fifths is enough, to the last share (art. 3.88 §1, 2°)" in output
    assert "carried: expected false, given true" in output
    assert output.endswith("0 passed, 1 failed\n")


def test_every_failing_case_is_printed_and_the_right_ones_still_count(file: Path) -> None:
    file.write_text(
        GOOD
        + case(
            "quorum", "{owners: 3, owners_present: 1, shares: 9, shares_present: 3, session: first}", "{reached: true}"
        )
        + case("voting_power", "{carried: {Ann: 6, Bart: 4}}", "{counted: {Ann: 6, Bart: 4}}")
    )
    code, output = run(file)
    assert code == 1
    assert "reached: expected true, given false" in output
    assert "counted: expected {Ann: 6, Bart: 4}, given {Ann: 4, Bart: 4}" in output
    assert output.endswith("1 passed, 2 failed\n")


def test_folders_are_read_to_the_bottom(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "one.yaml").write_text(GOOD)
    (tmp_path / "below" / "two.yml").write_text(GOOD + GOOD)
    (tmp_path / "notes.txt").write_text("not cases")
    assert run(tmp_path) == (0, "3 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (case("second_wind", "{}", "{a: 1}"), "unknown question: second_wind"),
        (
            case("notice", "{meeting_day: 2027-02-30, sent_day: 2027-01-01}", "{in_time: true}"),
            "not a list of cases",
        ),
        (case("notice", "{meeting_day: 20 March, sent_day: 2027-03-01}", "{in_time: true}"), "20 March is not a day"),
        (case("notice", "{meeting_day: 2027-03-20}", "{in_time: true}"), "missing fact: sent_day"),
        (case("contest_deadline", "{meeting_day: 2009-01-01}", "{last_day: 2009-05-01}"), "before 2010-09-01"),
        (
            case("minutes_deadline", "{meeting_day: 2027-03-20}", "{overdue: false}"),
            "unknown key in the answer: overdue",
        ),
        (case("majority", "{majority: absolute, in_favour: 1, against: 0, quorum: 3}", "{carried: true}"), "quorum"),
        (case("majority", "{majority: absolute, in_favour: 1}", "{carried: true}"), "missing fact: against"),
        (case("majority", "{majority: three_quarters, in_favour: 1, against: 0}", "{carried: true}"), "three_quarters"),
        (case("majority", "{majority: unanimity, in_favour: 1, against: 0}", "{carried: true}"), "unanimity"),
        (case("majority", "{majority: absolute, in_favour: 1.5, against: 0}", "{carried: true}"), "1.5"),
        (case("majority", "{majority: absolute, in_favour: -1, against: 0}", "{carried: true}"), "-1"),
        (case("majority", "{majority: absolute, in_favour: 010, against: 0}", "{carried: true}"), "010 is not a whole"),
        (
            case("majority", "{majority: absolute, in_favour: null, against: 0}", "{carried: true}"),
            "null is not a whole",
        ),
        (
            case("majority", "{majority: absolute, in_favour: true, against: 0}", "{carried: true}"),
            "true is not a whole",
        ),
        (case("majority", "{majority: absolute, in_favour: 1, against: 0}", "{adopted: true}"), "unknown key"),
        (case("majority", "{majority: absolute, in_favour: 1, against: 0}", "{}"), "answer is empty"),
        (case("majority", "nothing", "{carried: true}"), "facts has named entries"),
        (
            case("unanimity", "{total_shares: 9, in_favour: 4, second_meeting: true}", "{carried: false}"),
            "second meeting",
        ),
        (case("unanimity", "{total_shares: 9, in_favour: 10}", "{carried: false}"), "more shares"),
        (case("unanimity", "{total_shares: 9, in_favour: 9, second_meeting: 1}", "{carried: true}"), "neither true"),
        (case("decision_majority", "{kind: paint_it_black}", "{majority: absolute}"), "paint_it_black"),
        (case("decision_majority", "{kind: charge_specific_decision}", "{majority: absolute}"), "say which one"),
        (case("apportion", "{amount: 100.00, shares: {A: 1}}", '{parts: {A: "100.00"}}'), "between quotes"),
        (case("apportion", "{amount: 100, shares: {A: 1}}", '{parts: {A: "100.00"}}'), "between quotes"),
        (case("apportion", '{amount: "1,5", shares: {A: 1}}', '{parts: {A: "1.50"}}'), "write it like 54450.00"),
        (case("apportion", '{amount: "1.00", shares: {A: 0}}', '{parts: {A: "0.00"}}'), "No share takes part"),
        (case("apportion", '{amount: "1.00", shares: {A: 1, A: 2}}', '{parts: {A: "1.00"}}'), "A is there twice"),
        (case("apportion", '{amount: "1.00", shares: [1, 2]}', '{parts: {A: "1.00"}}'), "a map has named entries"),
        (case("apportion", '{amount: "1.00", shares: {[1]: 2}}', '{parts: {A: "1.00"}}'), "a name is a single word"),
        (case("proxy", "{building_shares: 9, holder_own: 1, held: 2, offered: 1}", "{accepted: true}"), "not a list"),
        (case("tally", "{majority: absolute, ballots: [{person: A, shares: 1}]}", "{carried: true}"), "a ballot has"),
        (
            case("tally", "{majority: absolute, ballots: [{person: A, shares: 1, choice: maybe}]}", "{carried: true}"),
            "maybe",
        ),
        (
            case("tally", "{majority: absolute, ballots: [{person: no, shares: 1, choice: for}]}", "{carried: true}"),
            "quotes",
        ),
        (GOOD.replace("question", "query"), "question is missing"),
        (GOOD + "  verdict: x\n", "unknown entry: verdict"),
        ("- just a sentence\n", "a case has named entries"),
        ("[", "not a list of cases"),
        ("", "no case in this file"),
        ("[]", "no case in this file"),
        ("42", "not a list of cases"),
    ],
)
def test_what_is_not_understood_fails_and_says_what(file: Path, text: str, said: str) -> None:
    file.write_text(text)
    code, output = run(file)
    assert code == 1
    assert "NOT UNDERSTOOD" in output
    assert said in output
    assert output.endswith("0 passed, 1 failed\n")


def test_a_path_that_is_not_there_fails(tmp_path: Path) -> None:
    code, output = run(tmp_path / "nowhere")
    assert code == 1
    assert "there is no file of cases here" in output


def test_an_empty_folder_fails_beside_a_right_file(tmp_path: Path, file: Path) -> None:
    (tmp_path / "empty").mkdir()
    file.write_text(GOOD)
    code, output = run(file, tmp_path / "empty")
    assert code == 1
    assert output.endswith("1 passed, 1 failed\n")


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ('{amount: "1.00", shares: {1.10: 1, No: 1}}', '{parts: {1.10: "0.50", No: "0.50"}}'),
        ('{amount: "1.00", shares: {010: 1, 1:30: 1}}', '{parts: {010: "0.50", "1:30": "0.50"}}'),
        ('{amount: "1.00", shares: {2026-11-21: 1, 12: 1}}', '{parts: {2026-11-21: "0.50", "12": "0.50"}}'),
    ],
)
def test_names_stay_as_written(file: Path, facts: str, answer: str) -> None:
    file.write_text(case("apportion", facts, answer))
    assert run(file) == (0, "1 passed, 0 failed\n")


@pytest.mark.parametrize(
    ("expected", "given"),
    [
        ('{A: "1.0", B: "0.00"}', '{A: "1.00", B: "0.00"}'),
        ('{A: 1.00, B: "0.00"}', '{A: "1.00", B: "0.00"}'),
        ('{A: "1.00"}', '{A: "1.00", B: "0.00"}'),
        ('{A: "1.00", B: "0.00", C: "0.00"}', '{A: "1.00", B: "0.00"}'),
        ('["1.00", "0.00"]', '{A: "1.00", B: "0.00"}'),
    ],
)
def test_an_answer_matches_to_the_letter(file: Path, expected: str, given: str) -> None:
    file.write_text(case("apportion", '{amount: "1.00", shares: {A: 1, B: 0}}', f"{{parts: {expected}}}"))
    code, output = run(file)
    assert code == 1
    assert f"given {given}" in output


def test_true_is_not_one(file: Path) -> None:
    file.write_text(GOOD.replace("carried: true", "carried: 1"))
    assert run(file)[0] == 1


def test_a_case_may_carry_a_note_and_unquoted_articles(file: Path) -> None:
    file.write_text(GOOD.replace('"3.88 §1, 2°"', "3.88") + "  note: to be shown to a lawyer\n")
    assert run(file) == (0, "1 passed, 0 failed\n")
