"""What the paper of a survey's result is made from; instants in UTC, everything counted by heads."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class SurveyFacts:
    """A closed survey in one language.

    Attributes:
        kind, audience: code words of `rules.community.survey`; `group` names the lots when only theirs are asked.
        how: `time` or `hand`, how it was closed.
        options: what there was to choose from, as people wrote it; empty where the words are ours (yes, no, marks).
        counts: heads per answer, in their order; empty for words, and when they may not be shown.
        leaders: places of the answers given most often; several are a tie.
        mean_tenths: mean of the marks in tenths of a mark; None for other kinds and without an answer.
        texts: what was written, without names, alphabetically.
        is_shown: False when too few answered to keep the answers apart from the people.
    """

    name: str
    address: tuple[str, ...]
    enterprise_number: str
    question: str
    words: str
    kind: str
    audience: str
    group: str
    is_anonymous: bool
    opened_at: datetime
    closed_at: datetime
    how: str
    asked: int
    answered: int
    options: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    leaders: tuple[int, ...] = ()
    mean_tenths: int | None = None
    texts: tuple[str, ...] = ()
    is_shown: bool = True
    version: int = 1

    def __post_init__(self) -> None:
        if not self.is_shown and (self.counts or self.texts):
            raise ValueError("counts that may not be shown have no place on a paper (docs/adr/0046)")
