"""Questions a list leaves open, and how an answer is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from koprogo.core.errors import Fact
from koprogo.rules.ownership.messages import QuestionMessage


class About(StrEnum):
    """What a question is about."""

    SAME_PERSON = "same_person"
    LANGUAGE = "language"
    EMAIL = "email"
    ADDRESS = "address"
    PHONE = "phone"
    ENTERPRISE_NUMBER = "enterprise_number"
    CONSENT = "consent"
    CAPACITY = "capacity"
    RIGHT = "right"


ASK: dict[About, QuestionMessage] = {about: QuestionMessage[about.name] for about in About}


@dataclass(frozen=True)
class Choice:
    """One possible answer: what to send back, what to show (as written in the list), and the lots it comes from."""

    value: str
    text: str
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Something only a person can say.

    Attributes:
        id: `about:` and what it is about; the key of its answer.
        answer: the value chosen; empty while it is open.
        misfit: whether an answer was given that is none of the choices.
    """

    id: str
    about: About
    facts: Mapping[str, Fact]
    choices: tuple[Choice, ...]
    answer: str = ""
    misfit: bool = False

    @property
    def message_id(self) -> QuestionMessage:
        """Return the words of the question."""
        return ASK[self.about]


def ask(
    about: About, subject: str, choices: Sequence[Choice], answers: Mapping[str, str], /, **facts: Fact
) -> Question:
    """Make a question and read its answer, if one was given."""
    key = f"{about}:{subject}"
    given = answers.get(key, "")
    fits = given in {choice.value for choice in choices}
    return Question(key, about, facts, tuple(choices), given if fits else "", bool(given) and not fits)
