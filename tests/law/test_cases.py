"""Every law case of our own, held against the rules."""

from collections import Counter
from collections.abc import Mapping

import pytest

from koprogo.cli.case_files import case_files, read_cases
from koprogo.cli.law_book import CASES, is_within, sources
from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.cases import Case, NotUnderstood, check
from koprogo.rules.questions import QUESTIONS


def our_cases() -> list[Case]:
    found = [case for file in case_files(CASES) for case in read_cases(file)]
    assert not [problem for problem in found if isinstance(problem, NotUnderstood)]
    return [case for case in found if isinstance(case, Case)]


OURS = our_cases()


@pytest.mark.parametrize("case", OURS, ids=lambda case: case.name)
def test_the_rule_answers_as_the_case_says(case: Case) -> None:
    assert check(case, QUESTIONS) == []


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    assert len(OURS) >= 120
    assert [name for name, times in Counter(case.name for case in OURS).items() if times > 1] == []


def test_every_question_has_cases() -> None:
    assert {case.question for case in OURS} == set(QUESTIONS)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("majority", "carried"),
        ("unanimity", "carried"),
        ("quorum", "reached"),
        ("proxy", "accepted"),
        ("tally", "carried"),
    ],
)
def test_every_yes_or_no_is_shown_on_both_sides(question: str, key: str) -> None:
    assert {case.answer[key] for case in OURS if case.question == question} == {True, False}


@pytest.mark.parametrize("majority", ["absolute", "two_thirds", "four_fifths"])
def test_every_majority_has_a_case_on_the_mark_and_one_vote_beside_it(majority: str) -> None:
    distances = {
        _votes_from_the_mark(case.facts, majority): case.answer["carried"]
        for case in OURS
        if case.question == "majority" and case.facts["majority"] == majority and case.facts["against"]
    }
    assert distances[0] is (majority != "absolute")
    assert any(carried is False for distance, carried in distances.items() if distance < 0)
    assert any(carried is True for distance, carried in distances.items() if distance >= 0)


def _votes_from_the_mark(facts: Mapping[str, object], majority: str) -> int:
    """Votes in favour beyond the mark, times its denominator: 0 is exactly on it. From the law, not from the rule."""
    parts, of = {"absolute": (1, 2), "two_thirds": (2, 3), "four_fifths": (4, 5)}[majority]
    in_favour, against = int(str(facts["in_favour"])), int(str(facts["against"]))
    return of * in_favour - parts * (in_favour + against)


def test_every_article_of_a_case_is_one_we_cite() -> None:
    """Either a text of `rules/texts.py` or an article of the table of decision kinds."""
    cited = [source.article for source in sources()] + [kind.article for kind in KINDS.values()]
    unknown = {case.article for case in OURS if not any(_same(case.article, article) for article in cited)}
    assert unknown == set()


def _same(asked: str, article: str) -> bool:
    return any(is_within(asked, part) or is_within(part, asked) for part in article.split("+"))
