"""Every kind of decision of the law's table has its name in four languages, and no other."""

from koprogo.i18n.kind_names import KIND_NAMES, LANGUAGES
from koprogo.rules.assemblies.decision_kinds import KINDS


def test_the_names_are_those_of_the_table():
    assert list(KIND_NAMES) == list(KINDS)


def test_each_language_says_it_in_its_own_words():
    for code, names in KIND_NAMES.items():
        assert set(names) == set(LANGUAGES)
        assert len(set(names.values())) == 4, code
