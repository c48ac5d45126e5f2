"""The command `koprogo law show`: from an article to its rule, cases, tests and users."""

import pytest
from typer.testing import CliRunner

from koprogo.cli.law import app
from koprogo.cli.law_book import REPOSITORY, cases, cited_rules, is_within, steps, users


def show(article: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["show", article])
    return result.exit_code, result.output


@pytest.mark.parametrize("asked", ["3.87 §5", "art. 3.87 § 5", "3.87§5", "Art. 3.87 §5", "577-6 §5"])
def test_an_article_is_found_however_it_is_typed(asked: str) -> None:
    code, output = show(asked)
    assert code == 0
    assert "koprogo/rules/assemblies/quorum.py: quorum" in output
    assert "tests/rules/assemblies/test_quorum.py" in output
    assert "tests/law/cases/quorum.yaml: exactly half of the heads is not more than half" in output
    assert "majorities.py" not in output


def test_a_whole_article_shows_all_its_paragraphs() -> None:
    _, output = show("3.87")
    for rule in (
        "quorum.py: quorum",
        "voting_power.py: voting_power",
        "majorities.py: is_carried",
        "proxies.py: accept",
    ):
        assert rule in output


def test_kinds_of_decision_are_shown_by_their_article() -> None:
    _, output = show("3.86 §3")
    assert "not_constituting_mandatory_reserve_fund: four_fifths" in output


def test_a_doubt_is_shown() -> None:
    _, output = show("3.90 §4")
    assert "doubtful" in output
    assert "docs/law/readings/council-delegation.md" in output


@pytest.mark.parametrize(
    ("asked", "rule"),
    [("febelfin", "communication.py: number_of"), ("260/2012", "payment_order.py: sepa_text"), ("5.69", "annuity")],
)
def test_a_text_that_is_no_article_of_the_chapter_is_found_by_its_name(asked: str, rule: str) -> None:
    code, output = show(asked)
    assert code == 0
    assert rule in output
    assert "formerly ," not in output
    assert "quorum.py" not in output


def test_an_article_nobody_cites_is_said_so() -> None:
    code, output = show("3.999")
    assert code == 1
    assert "Nothing here cites art. 3.999" in output


@pytest.mark.parametrize(
    ("article", "asked", "within"),
    [
        ("3.87 §5", "3.87", True),
        ("3.87 §5", "3.8", False),
        ("3.87 §10", "3.87 §1", False),
        ("3.88 §1, 1° b)", "3.88 §1 1°", True),
        ("3.88 §1, 1°", "3.88 §1, 1° b)", False),
        ("577-8/1", "577-8", False),
        ("3.87 §5", "", False),
    ],
)
def test_a_part_of_an_article(article: str, asked: str, within: bool) -> None:
    assert is_within(article, asked) is within


def test_steps_leave_out_how_it_was_typed() -> None:
    assert steps("art. 3.88 § 1, 2° a)") == ("3.88", "§1", "2°", "a)")


def test_without_the_tests_beside_it_the_command_still_works(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr("koprogo.cli.law_book.CASES", tmp_path / "nowhere")  # type: ignore[operator]
    assert cases("3.87") == []
    assert show("3.87 §5")[0] == 0


def test_users_are_files_that_import_the_rule() -> None:
    assert users("koprogo.rules.questions") == ["koprogo/cli/law.py"]
    assert "koprogo/cli/law_book.py" in users("koprogo.rules.texts")


def test_the_index_has_a_row_per_text() -> None:
    result = CliRunner().invoke(app, ["index"])
    assert result.exit_code == 0
    assert "| 577-6 §5 | quorum and second session | `assemblies.elections.bar_of`, " in result.output
    assert "[doubtful](readings/council-delegation.md)" in result.output


def test_every_rule_has_its_test_at_the_mirrored_path() -> None:
    assert "tests/rules/assemblies/test_quorum.py" in {rule.test for rule in cited_rules("3.87 §5")}
    assert [rule.test for rule in cited_rules("3.87") if not (REPOSITORY / rule.test).is_file()] == []
