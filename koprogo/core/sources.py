"""Source and @cites: the tie between a rule and its article.

A rule is a function; `@cites` hangs on it the texts it reads. Nothing is registered anywhere else: who wants to know
which rules cite an article (`koprogo law show`) walks `koprogo.rules` and asks `sources_of`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])


class Confidence(StrEnum):
    """How sure we are of the words of a text, not of the law behind them."""

    QUOTED = "quoted"
    """The words were read in a source that quotes them."""
    REMEMBERED = "remembered"
    """Known from practice; no quotation was at hand on the day of the check."""
    DOUBTFUL = "doubtful"
    """Worth a lawyer's reading; there is a page about it in docs/law/readings."""


@dataclass(frozen=True)
class Source:
    """One place in the law that a rule applies, or in the rules of banks where the law leaves the form to them.

    Attributes:
        article: as people cite it, without "art." (`3.87 §5`); the name of the text where it is no article of a code.
        subject: what it is about, in our words.
        in_force: first day these words had effect in substance, also under a former number.
        checked_on: last day somebody compared the rule with the text.
        formerly: the number before 1 September 2021; empty when it had none.
        reading: name of the page in docs/law/readings when the words leave room; empty otherwise.
    """

    article: str
    subject: str
    in_force: date
    checked_on: date
    formerly: str
    confidence: Confidence
    link: str
    reading: str = ""

    def __str__(self) -> str:
        return f"art. {self.article}" if self.is_article else self.article

    @property
    def is_article(self) -> bool:
        """Whether it is an article of the Civil Code, not a text known by its name."""
        return self.article[0].isdigit()


def cites(*sources: Source) -> Callable[[Rule], Rule]:
    """Say which texts a rule reads; the rule itself is returned unchanged."""
    if not sources:
        raise ValueError("a rule cites at least one source")

    def hang_on(rule: Rule) -> Rule:
        rule.__sources__ = sources  # type: ignore[attr-defined]
        return rule

    return hang_on


def sources_of(rule: object) -> tuple[Source, ...]:
    """Return the texts a rule cites; nothing for anything that is not a rule."""
    found = getattr(rule, "__sources__", ())
    return found if isinstance(found, tuple) else ()
