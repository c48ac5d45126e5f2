"""The catalogues are complete: `python -m koprogo.i18n.catalogues update` says what to do."""

import pytest

from koprogo.core.actor import Role
from koprogo.i18n.catalogues import catalogue, faults, merged, path_of, written
from koprogo.i18n.extract import Found, Key, extract
from koprogo.i18n.facts import CODE_WORDS
from koprogo.i18n.languages import LANGUAGES
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.assemblies.tally import Choice


@pytest.fixture(scope="module")
def found() -> Found:
    return extract()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated(found, language):
    assert faults(language, found) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_as_the_command_writes_them(found, language):
    assert path_of(language).read_bytes() == written(merged(catalogue(language), found, language))


def test_every_message_is_written_out(found):
    assert found.unreadable == []


@pytest.mark.parametrize("words", [Majority, Choice, Role])
def test_code_words_of_the_rules_are_said(words):
    assert {each.value for each in words} <= set(CODE_WORDS)


def found_of(*keys: Key) -> Found:
    made = Found()
    for key in keys:
        made.add(key, "here.py")
    return made


@pytest.mark.parametrize(
    ("key", "string", "fault"),
    [
        (Key("{n} lots of {total}"), "{n} kavels van {total}", ""),
        (Key("{n} lots of {total}"), "{total} kavels van {n}", ""),
        (Key("{n} lots of {total}"), "{n} kavels", "placeholders"),
        (Key("{n} lots of {total}"), "{n} kavels van {totaal}", "placeholders"),
        (Key("Vote"), "Vote", "same as English"),
        (Key("{n} / {total}"), "{n} / {total}", ""),
        (Key("Vote"), "", "not translated"),
        (Key("Sentence"), "Kies een punt dat de vergadering heeft aangenomen." * 2, "says the same twice"),
        (Key("{n} lot", "{n} lots"), ("Een kavel", "{n} kavels"), ""),
        (Key("{n} lot", "{n} lots"), ("{n} kavel", ""), "not translated"),
    ],
)
def test_what_counts_as_a_fault(monkeypatch, key, string, fault):
    made = merged(catalogue("nl"), found_of(key), "nl")
    made.get((key.one, key.many) if key.many else key.one).string = string
    monkeypatch.setattr("koprogo.i18n.catalogues.catalogue", lambda language: made)
    lines = faults("nl", found_of(key))
    assert (fault in lines[0]) if fault else lines == []


def test_what_nobody_says_is_named():
    lines = faults("fr", found_of(Key("Against")))
    assert any("nobody says this: For" in line for line in lines)
