"""The vocabulary: what every question takes is what its rule takes, and it is written down for lawyers."""

import inspect
import re

import pytest

from koprogo.cli.law_book import REPOSITORY
from koprogo.rules.cases import NEEDED
from koprogo.rules.questions import QUESTIONS

PAGE = (REPOSITORY / "docs" / "law" / "cases.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_facts_are_the_parameters_of_the_rule_that_answers(name: str) -> None:
    question = QUESTIONS[name]
    assert {fact.argument for fact in question.facts} == set(inspect.signature(question.ask).parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_and_fact_is_on_the_lawyers_page(name: str) -> None:
    rows = [row for row in PAGE.splitlines() if row.startswith(f"| `{name}` |")]
    assert len(rows) == 1
    facts = rows[0].split("|")[2]
    assert {fact.name for fact in QUESTIONS[name].facts} <= set(re.findall(r"`(\w+)`", facts))


def test_the_page_has_no_question_without_a_rule() -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(QUESTIONS)


def test_only_facts_the_law_presumes_have_a_default() -> None:
    with_default = {
        fact.name for question in QUESTIONS.values() for fact in question.facts if fact.default is not NEEDED
    }
    assert with_default == {
        "abstained",
        "against",
        "second_meeting",
        "present_shares",
        "main_kind",
        "notified_day",
        "holder_is_syndic",
        "holder_is_giver",
        "others_present",
        "over",
        "urgent",
        "today",
        "sent_day",
        "has_vote",
        # unknown, or not the case, unless said
        "provisional_acceptance",
        "waived",
        "decided_day",
        "agreement_day",
        "buyer_could_attend",
        "stated_vat",
        # a voucher about which a case says nothing more: general, in an open year, of no owner
        "journal",
        "stands",
        "owners",
        "reference",
        # of a file from elsewhere: no side, no workbook, no part for the reserve fund, no words, no name
        "side",
        "binary",
        "reserves",
        "words",
        "file_name",
        # no place of the year had an extraordinary part voted
        "budget",
    }
