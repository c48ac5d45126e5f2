"""The minutes for the wall: the paper's sentences, no page fuller than the wall, nothing lost, names as the law asks."""

import textwrap
from dataclasses import replace

import pytest

from koprogo.papers.formats import LANGUAGES
from koprogo.papers.minutes import sentences
from koprogo.papers.minutes.wall import LINES, WIDTH, wall_pages
from koprogo.papers.minutes.words import minutes_words
from tests.papers.sample import minutes


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_fuller_than_the_wall(language: str) -> None:
    for page in wall_pages(minutes(language), language):
        high = sum(len(textwrap.wrap(line.text, WIDTH)) or 1 for line in page.lines)
        assert page.lines and high <= LINES, page.heading


def test_every_point_begins_a_page_and_says_what_the_paper_says() -> None:
    facts, w = minutes("fr"), minutes_words("fr")
    pages = wall_pages(facts, "fr")
    for item in facts.items:
        of_item = [page for page in pages if page.heading == f"{item.number}. {item.title}"]
        assert [page.goes_on for page in of_item] == [False] + [True] * (len(of_item) - 1)
        told = " ".join(line.text for page in of_item for line in page.lines)
        assert " ".join(sentences.outcome(item, w).split()) in " ".join(told.split())
        if item.vote and not item.vote.options:
            assert all(voter.owner in told for voter in (*item.vote.against_names, *item.vote.abstained_names))


def test_a_paragraph_longer_than_a_page_goes_on_without_losing_a_word() -> None:
    facts = minutes("fr")
    long = " ".join(f"mot{n}" for n in range(400))
    pages = wall_pages(replace(facts, items=(replace(facts.items[0], proposed_text=long),)), "fr")
    told = " ".join(line.text for page in pages for line in page.lines if line.look == "proposal")
    assert told.split() == long.split()
