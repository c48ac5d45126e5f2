"""The words of papers: the same in every language, filled and spaced as each language does."""

import re
from collections.abc import Mapping

import pytest

from koprogo.papers.desk_slip.words import SLIP
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.minutes import terms
from koprogo.papers.minutes.words import MINUTES, minutes_words
from koprogo.papers.words import COMMON, Catalogue, Words

SETS = [COMMON, MINUTES, SLIP]
COGNATES = {
    "fr": {
        "absent",
        "column_lots",
        "column_signature",
        "column_vote",
        "count_abstained",
        "event_incident",
        "full_title",
        "lots",
        "share_other",
        "total_all",
        "version",
        "voter_lots",
    },
    "nl": {
        "option_voters",
        "event_incident",
        "event_protest",
        "full_title",
        "semicolon",
        "share_other",
    },
    "de": {
        "option_voters",
        "column_name",
        "event_protest",
        "full_title",
        "semicolon",
        "share_other",
    },
}
"""The same word in English: looked at, and right."""


def facts_in(text: str | tuple[str, str]) -> list[str]:
    texts = [text] if isinstance(text, str) else text
    return sorted(set(re.findall(r"\{(\w+)\}", " ".join(texts))))


@pytest.mark.parametrize("catalogues", SETS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(catalogues: Mapping[str, Catalogue], language: str) -> None:
    english = catalogues["en"]
    assert set(catalogues[language]) == set(english)
    for key, text in english.items():
        assert facts_in(catalogues[language][key]) == facts_in(text), key
        assert isinstance(catalogues[language][key], tuple) == isinstance(text, tuple), key


@pytest.mark.parametrize("language", COGNATES)
def test_nothing_was_left_in_english(language: str) -> None:
    same = {key for each in SETS for key, text in each[language].items() if text == each["en"][key]}
    assert same == COGNATES[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("prefix", "members"),
    [
        ("outcome_", terms.Outcome),
        ("majority_", terms.MajorityName),
        ("quorum_", terms.QuorumTest),
        ("event_", terms.EventKind),
        ("hand_", terms.HandMethod),
        ("suspended_", terms.SuspensionReason),
        ("role_", terms.SignatoryRole),
        ("kind_", terms.AssemblyKind),
        ("title_", terms.AssemblyKind),
        ("proof_", terms.Copy),
        ("total_", terms.Attendance),
        ("capacity_", [each for each in terms.Capacity if each not in {terms.Capacity.OWNER, terms.Capacity.PROXY}]),
    ],
)
def test_every_term_has_its_word(language: str, prefix: str, members: list[str]) -> None:
    assert [f"{prefix}{member}" for member in members if f"{prefix}{member}" not in MINUTES[language]] == []


def test_one_and_many() -> None:
    assert minutes_words("en")("voter_votes", n=1) == "1\u00a0vote"
    assert minutes_words("en")("voter_votes", n=0) == "0\u00a0votes"
    assert minutes_words("fr")("hand_paper", n=0) == "0\u00a0bulletin sur papier"
    assert minutes_words("fr")("hand_paper", n=2) == "2\u00a0bulletins sur papier"


def test_figures_are_grouped_as_each_language_does() -> None:
    said = [minutes_words(language)("bar_shares", n=10_000, total=100_000) for language in LANGUAGES]
    assert said == [
        "Quotités\u00a0: 10\u00a0000\u00a0sur 100\u00a0000",
        "Aandelen: 10.000\u00a0van 100.000",
        "Anteile: 10.000\u00a0von 100.000",
        "Shares: 10,000\u00a0of 100,000",
    ]


def test_french_punctuation_and_articles_never_break_away() -> None:
    words = Words("fr", {"fr": {"said": "Il dit : « oui » (art. 3.87 § 10) ; vraiment ?"}})
    assert words("said") == ("Il dit\u00a0: «\u00a0oui\u00a0» (art.\u00a03.87\u00a0§\u00a010)\u00a0; vraiment\u00a0?")


def test_a_missing_fact_is_our_mistake_and_loud() -> None:
    with pytest.raises(KeyError):
        minutes_words("nl")("quorum_heads_and_shares", heads=4)
    with pytest.raises(KeyError):
        minutes_words("nl")("no_such_sentence")
