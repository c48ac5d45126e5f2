"""The ways this product says no.

Services raise these; screens, the web interface and the command line each show them in their own way. The words are not
here: `message_id` is an English message id of the gettext catalogues, filled with `facts()` in the reader's language.

A subclass says its facts as fields, in the order in which they are given when it is raised:

    class BelowOneFifth(Refused):
        message_id = "{signed} shares signed, {needed} are needed."
        article = "3.87 §2"
        signed: int
        needed: int
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import ClassVar, dataclass_transform

Fact = str | int


@dataclass_transform(eq_default=False)
class KoproError(Exception):
    """Base of everything a person may be told; any other exception is our own mistake.

    A subclass with fields becomes a dataclass by itself; not a frozen one, because exceptions carry a traceback.
    """

    message_id: ClassVar[str] = ""
    article: ClassVar[str] = ""
    """The article that acts, as people cite it (`3.87 §5`); empty when no law is involved."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "__annotations__" in cls.__dict__:
            dataclass(eq=False)(cls)

    def facts(self) -> Mapping[str, Fact]:
        """Return what fills the placeholders of `message_id`, by name: the fields."""
        return {each.name: getattr(self, each.name) for each in fields(self)} if is_dataclass(self) else {}

    def __str__(self) -> str:
        return self.message_id.format_map(dict(self.facts())) if self.message_id else type(self).__name__


@dataclass(frozen=True)
class Problem:
    """One thing to correct in what somebody typed or sent.

    `where` names the field (or `row 7, column Owner`); `message_id` says what to enter.
    """

    where: str
    message_id: str
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.where}: {self.message_id.format_map(dict(self.facts))}"


class BadInput(KoproError):
    """The person can fix it: one or more fields, each with what to enter."""

    message_id = "Some answers need to be corrected."

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


class Refused(KoproError):
    """The law or the by-laws say no."""


class NotAllowed(KoproError):
    """The actor reaches this association but may not do this."""

    message_id = "Your role does not allow this."


class NotFound(KoproError):
    """It is not there, or it belongs to somebody else: the two look the same from outside."""

    message_id = "There is nothing at this address, or it is not yours to see."


class Conflict(KoproError):
    """Somebody was faster; reload and look again."""

    message_id = "This has changed in the meantime. Look at the current state and try again."


class NotNow(KoproError):
    """This machine cannot do it at the moment; nobody is at fault, and nothing was changed."""


class NotSignedIn(KoproError):
    """No live session belongs to this request."""

    message_id = "Sign in to go on."
