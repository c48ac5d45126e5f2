"""What the reader of the source finds."""

import ast
from pathlib import Path

import pytest

from koprogo.i18n.extract import Key, extract, passes_on


@pytest.fixture
def package(tmp_path) -> Path:
    folder = tmp_path / "koprogo"
    (folder / "cli").mkdir(parents=True)
    return folder


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        ('t("Vote")', {Key("Vote")}),
        ('t_in(second, "Vote")', {Key("Vote")}),
        ('tn("{n} lot", "{n} lots", n)', {Key("{n} lot", "{n} lots")}),
        ('tn("{n} lot", "{n} lots", n); t("{n} lot")', {Key("{n} lot", "{n} lots")}),
        ('message("Hello {name}", language, name=n)', {Key("Hello {name}")}),
        ('fact("two_thirds")', {Key("two_thirds", context="fact")}),
        ('raise BadInput(Problem("email", "Write it."))', {Key("Write it.")}),
        ('Problem("email", "One." if x else "Two.")', {Key("One."), Key("Two.")}),
        ('LATE = "Too late."\nProblem("day", LATE)', {Key("Too late.")}),
        ('from koprogo.b import LATE\nProblem("day", LATE)', {Key("From elsewhere.")}),
        ('class No(Refused):\n    message_id: ClassVar[str] = ("It is "\n        "late.")', {Key("It is late.")}),
        ('RefusalView(message_id="No.")', {Key("No.")}),
        ('class FaultMessage(StrEnum):\n    A = "Write a."', {Key("Write a.")}),
        ('class Majority(StrEnum):\n    A = "a"', set()),
        ('WORDS = {1: "too many proxies."}', {Key("too many proxies.")}),
        ('def say(message_id): return t(message_id)\nsay("Passed on.")', {Key("Passed on.")}),
        ('t("")', set()),
    ],
)
def test_what_is_found(package, source, keys):
    (package / "a.py").write_text(source)
    (package / "b.py").write_text('LATE = "From elsewhere."')
    found = extract(package)
    assert set(found.places) == keys
    assert found.unreadable == []


def test_a_computed_message_is_named(package):
    (package / "a.py").write_text('t("Lot " + number)')
    assert extract(package).unreadable == ["koprogo/a.py:1: t('Lot ' + number)"]


def test_the_command_line_is_left_out(package):
    (package / "cli" / "a.py").write_text('message("Said to operators", "en")')
    assert extract(package).places == {}


def test_places_are_kept(package):
    (package / "a.py").write_text('t("Vote")')
    (package / "c.py").write_text('t("Vote")')
    assert extract(package).places[Key("Vote")] == {"koprogo/a.py", "koprogo/c.py"}


def test_a_method_that_passes_on_does_not_count_self():
    assert passes_on(ast.parse("class A:\n  def say(self, message_id): ...")) == {"say": 0}
