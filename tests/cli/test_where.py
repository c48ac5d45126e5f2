"""A word in any language leads to its name, its article and its files."""

import pytest
from typer.testing import CliRunner

from koprogo.cli import main, where


def asked(word: str) -> str:
    result = CliRunner().invoke(main.app, ["where", word])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("word", ["procuration", "volmacht", "Vollmacht", "PROXY", "Procur"])
def test_a_word_leads_to_its_name_whatever_its_language(word):
    said = asked(word)
    assert "procuration | volmacht | Vollmacht: proxy, art. 3.87 §7" in said
    assert "  koprogo/services/assemblies/proxies/proxies.py" in said


@pytest.mark.parametrize("word", ["proces-verbal", "procès verbal", "Notulen"])
def test_accents_and_hyphens_do_not_matter(word):
    assert ": minutes, art. 3.87 §§10, 12" in asked(word)


def test_files_with_the_name_follow_the_most_telling_first():
    counts = [int(line.rpartition("(")[2].rstrip(")")) for line in asked("vier vijfden").splitlines()[2:]]
    assert counts == sorted(counts, reverse=True)
    assert len(counts) > 3


def test_a_word_without_a_row_is_looked_for_among_the_files():
    assert "  koprogo/realtime/broadcast.py" in asked("broadcast")


@pytest.mark.parametrize("word", ["usucapion", "olmacht", "  "])
def test_a_word_that_leads_nowhere_says_so_and_fails(word):
    result = CliRunner().invoke(main.app, ["where", word])
    assert result.exit_code == 1
    assert result.stderr.startswith("koprogo: ")


def test_every_row_of_the_glossary_is_read():
    text = where.GLOSSARY.read_text(encoding="utf-8")
    assert len(where.terms(text)) == sum(line.startswith("|") for line in text.splitlines()) - 2
