"""A survey of co-owners between assemblies: what is asked, of whom, until when, and what counts as an answer.

It asks for opinions and decides nothing: the association decides in assembly (art. 3.87 §1), or all its members in writing
(art. 3.87 §11). The Code knows no survey, so what is below is house practice, except that sentence. One head, one answer:
shares never weigh in it, which is one more thing that keeps it apart from a vote (art. 3.87 §6).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from koprogo.core.sources import Source, cites
from koprogo.rules.texts import CC_3_87_1, CC_3_87_6, CC_3_87_10, CC_3_87_11


class Asked(StrEnum):
    """Ways in which co-owners are asked something."""

    ASSEMBLY = "assembly"
    IN_WRITING = "in_writing"
    OPINION_POLL = "opinion_poll"
    """The indicative secret poll before a vote, in the room."""
    SURVEY = "survey"


class Kind(StrEnum):
    """What a survey asks for."""

    YES_NO = "yes_no"
    ONE = "one"
    """One of several options."""
    SEVERAL = "several"
    """As many of the options as one likes, at least one."""
    RATING = "rating"
    """1 (not at all) to 5 (very much)."""
    TEXT = "text"
    """In one's own words."""


class Audience(StrEnum):
    """Who is asked."""

    RIGHTS = "rights"
    """Everybody with a right on a lot, the usufructuary and the emphyteutic lessee too."""
    OWNERS = "owners"
    """Only holders of ownership, full, joint or bare."""
    GROUP = "group"
    """Everybody with a right on a lot of one apportionment key: a staircase, a lift."""


class Closing(StrEnum):
    """Is the moment of closing one that people can work with?"""

    IN_TIME = "in_time"
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Answer:
    """One person's answer: the places of what was chosen, from 0, or words."""

    places: tuple[int, ...] = ()
    words: str = ""


# fmt: off
DECIDES: Mapping[Asked, Source | None] = MappingProxyType({
    Asked.ASSEMBLY:     CC_3_87_1,
    Asked.IN_WRITING:   CC_3_87_11,
    Asked.OPINION_POLL: None,
    Asked.SURVEY:       None,
})
"""What makes a decision of the association, with its article; None for what only asks for opinions."""
# fmt: on
OWNERSHIP = frozenset({"full", "undivided", "bare_ownership", "usufruct_or_bare"})
"""Rights on a lot that are ownership; a list that does not say which half somebody holds leaves nobody out."""
RATINGS, FEWEST_OPTIONS, MOST_OPTIONS = 5, 2, 10
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=180)
LONGEST_WORDS = 1000
CHOICES = frozenset({Kind.ONE, Kind.SEVERAL})
"""Kinds whose options somebody writes."""


@cites(CC_3_87_1, CC_3_87_6, CC_3_87_10, CC_3_87_11)
def decides(asked: Asked) -> bool:
    """Say whether what is asked in this way can make a decision of the association.

    >>> decides(Asked.ASSEMBLY), decides(Asked.SURVEY)
    (True, False)
    """
    return DECIDES[asked] is not None


@cites(CC_3_87_1)
def is_asked(audience: Audience, right: str, *, in_group: bool) -> bool:
    """Say whether the holder of a right on a lot is asked; `in_group`: the lot has a weight in the survey's key.

    >>> is_asked(Audience.OWNERS, "usufruct", in_group=True), is_asked(Audience.GROUP, "usufruct", in_group=True)
    (False, True)
    """
    if audience is Audience.OWNERS:
        return right in OWNERSHIP
    return in_group if audience is Audience.GROUP else True


@cites(CC_3_87_1)
def closing(now: datetime, closes_at: datetime) -> Closing:
    """Judge the moment at which a survey is to close by itself: an hour to half a year from now.

    >>> from datetime import UTC
    >>> closing(datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 22, 9, 59, tzinfo=UTC))
    <Closing.TOO_SOON: 'too_soon'>
    """
    left = closes_at - now
    if left < SHORTEST:
        return Closing.TOO_SOON
    return Closing.TOO_LATE if left > LONGEST else Closing.IN_TIME


@cites(CC_3_87_1)
def is_over(now: datetime, closes_at: datetime) -> bool:
    """Say whether the time to answer has run out; at the moment of closing itself it has.

    >>> from datetime import UTC
    >>> is_over(datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 22, 9, tzinfo=UTC))
    True
    """
    return now >= closes_at


@cites(CC_3_87_1)
def places_of(kind: Kind, options: int) -> int:
    """Return between how many things one chooses: yes and no, the options, five marks; 0 for words.

    >>> places_of(Kind.YES_NO, 0), places_of(Kind.SEVERAL, 4), places_of(Kind.TEXT, 0)
    (2, 4, 0)
    """
    if kind in CHOICES:
        return options
    return {Kind.YES_NO: 2, Kind.RATING: RATINGS}.get(kind, 0)


@cites(CC_3_87_1)
def is_answer(kind: Kind, options: int, answer: Answer) -> bool:
    """Say whether this answers a survey of this kind: words where words are asked, else one place, or different ones.

    >>> is_answer(Kind.ONE, 3, Answer((2,))), is_answer(Kind.ONE, 3, Answer((1, 2)))
    (True, False)
    """
    if kind is Kind.TEXT:
        return not answer.places and bool(answer.words.strip()) and len(answer.words) <= LONGEST_WORDS
    known = all(0 <= place < places_of(kind, options) for place in answer.places)
    different = len(set(answer.places)) == len(answer.places)
    number = len(answer.places) >= 1 if kind is Kind.SEVERAL else len(answer.places) == 1
    return known and different and number and not answer.words


@cites(CC_3_87_1)
def has_options(kind: Kind, options: Sequence[object]) -> bool:
    """Say whether a survey of this kind has the options it needs: two to ten different ones, or none at all.

    >>> has_options(Kind.ONE, ["red", "blue"]), has_options(Kind.RATING, ["red", "blue"])
    (True, False)
    """
    if kind not in CHOICES:
        return not options
    different = all(options.index(each) == place for place, each in enumerate(options))
    return FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS and different
