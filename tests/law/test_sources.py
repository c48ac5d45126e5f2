"""Every rule cites a text; every text is used, linked, lately checked, and its doubts are written down."""

import inspect
import re
from collections import Counter
from datetime import timedelta

import pytest

from koprogo.cli.law import law_index
from koprogo.cli.law_book import READINGS, REPOSITORY, cited_rules, rule_modules, sources
from koprogo.core.sources import Confidence, Source, sources_of
from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.rules.texts import BOOK_3

TEXTS = sources()
PUBLISHERS = ("https://www.ejustice.just.fgov.be/", "https://eur-lex.europa.eu/", "https://febelfin.be/")
"""Who publishes a text that is no article of the Code."""


@pytest.mark.parametrize("source", TEXTS, ids=lambda source: source.article)
def test_every_text_is_used_and_linked(source: Source) -> None:
    assert any(source in rule.sources for rule in cited_rules(source.article))
    assert source.link.startswith("https://www.ejustice.just.fgov.be/" if source.is_article else PUBLISHERS)
    assert source.formerly or source.link != BOOK_3
    assert source.in_force < source.checked_on


def test_every_text_was_checked_within_a_year_of_the_last_check() -> None:
    """Whoever checks one text checks the others too; no clock is read, so that old releases keep passing."""
    newest = max(source.checked_on for source in TEXTS)
    assert [source.article for source in TEXTS if source.checked_on < newest - timedelta(days=366)] == []


def test_no_article_stands_twice() -> None:
    assert [article for article, times in Counter(source.article for source in TEXTS).items() if times > 1] == []


def test_every_doubtful_text_has_a_reading_and_every_reading_is_named() -> None:
    assert [source.article for source in TEXTS if source.confidence is Confidence.DOUBTFUL and not source.reading] == []
    written = {page.stem for page in (REPOSITORY / READINGS).glob("*.md")} - {"README"}
    assert {source.reading for source in TEXTS if source.reading} <= written


def test_every_module_with_rules_cites() -> None:
    """A module of a subject that answers questions of law cites at least one text; those that read old files apply none."""
    silent = {
        module.__name__
        for module in rule_modules()
        if module.__name__.startswith(
            ("koprogo.rules.assemblies.", "koprogo.rules.charges.", "koprogo.rules.accounting.")
        )
        and not any(sources_of(value) for value in vars(module).values())
    }
    assert silent == {f"koprogo.rules.accounting.old_{name}" for name in ("amounts", "headers", "messages", "rows")}


def test_a_rule_that_reads_a_threshold_cites_the_text_of_that_threshold() -> None:
    from koprogo.rules.assemblies.majorities import THRESHOLDS, is_carried, needed

    for rule in (is_carried, needed):
        assert {threshold.source for threshold in THRESHOLDS.values()} <= set(sources_of(rule))


def test_rules_are_functions_that_explain_themselves() -> None:
    for rule in cited_rules():
        value = getattr(__import__(rule.module, fromlist=[rule.name]), rule.name)
        assert inspect.isfunction(value)
        assert (value.__doc__ or "").strip(), rule.name


def test_every_kind_of_decision_names_an_article_of_the_chapter() -> None:
    """Art. 3.78 to 3.100: co-ownership; nothing here rests on another book."""
    for kind in KINDS.values():
        number = int(kind.article.split()[0].removeprefix("3."))
        assert kind.article.startswith("3.")
        assert 78 <= number <= 100, kind.name


def test_the_index_has_every_text_and_no_rule_that_is_gone() -> None:
    """Rules added since the index was last made are missing from it, which `koprogo law index` mends; a lie is not."""
    page = (REPOSITORY / "docs" / "law" / "index.md").read_text(encoding="utf-8")
    now = law_index()
    known = set(re.findall(r"`[\w.]+`", now))
    assert set(re.findall(r"`[a-z_]+\.[\w.]+`", page)) <= known, "run: koprogo law index > docs/law/index.md"
    assert [source.article for source in TEXTS if f"| [{source.article}](" not in page] == []
