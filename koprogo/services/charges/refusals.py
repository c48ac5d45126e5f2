"""The no of keys, budgets and calls, each with the text that says it where there is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused

BUDGETS = "3.89 §5, 16°"
CHANGE_OF_CHARGES = "3.88 §1, 2° a)"
FUNDS = "3.86 §3"


class KeyChangeNotVoted(Refused):
    """Another split than the one in force is a change of the by-laws."""

    message_id = (
        "This key changes what is in force, which takes four fifths of the votes. Choose the point that the assembly"
        " carried, or write which minutes voted it."
    )
    article = CHANGE_OF_CHARGES


class KeyInUse(Refused):
    """Without this key its costs would go by the shares: that is another split, too."""

    message_id = (
        "Costs or votes rest on this key, and without it they would go another way, which takes four fifths of the votes."
        " Enter the new split as a key that changes this one; for the shares, fill in every lot."
    )
    article = CHANGE_OF_CHARGES


class ItemChangesNoKey(Refused):
    """The point named is not carried, of another kind, or none of this association."""

    message_id = (
        "This point changes no key: choose one that changes the by-laws or the split of charges, and that the assembly"
        " carried by four fifths."
    )
    article = CHANGE_OF_CHARGES


class BudgetStays(Conflict):
    """A version that was proposed is what people read; a change is a new version."""

    message_id = "This budget was proposed, or thrown away, and stays as it is. Write a new version."


class BudgetNotVoted(Refused):
    """Only what the assembly voted is called."""

    message_id: ClassVar[str] = (
        "This budget comes into force once the assembly has carried its point. Until then the last budget is called."
    )
    article: ClassVar[str] = BUDGETS

    def facts(self) -> Mapping[str, Fact]:
        return {}


@dataclass(eq=False)
class NoBudget(Refused):
    """There is nothing to call: no budget of this year or of one before was ever voted."""

    message_id: ClassVar[str] = "No budget is in force for {year}, nor was one for a year before. Have one voted first."
    article: ClassVar[str] = BUDGETS
    year: int


@dataclass(eq=False)
class AlreadyCalled(Conflict):
    """An instalment is called once; a wrong call is reversed first."""

    message_id: ClassVar[str] = "This instalment was called already: {reference}. Reverse that call first."
    reference: str

    def facts(self) -> Mapping[str, Fact]:
        return {"reference": self.reference}


class EarlyCallStays(Refused):
    """With it the loan of the others was worked out again, and nobody else owes that part any more (the contract)."""

    message_id: ClassVar[str] = (
        "The loan of the others was worked out again with this early repayment, so its call stays. Give the lot its money"
        " back by an entry where it was wrong."
    )

    def facts(self) -> Mapping[str, Fact]:
        return {}


@dataclass(eq=False)
class EarlierNotCalled(Refused):
    """Instalments are called in their order, because each is the rest of a running total."""

    message_id: ClassVar[str] = "Call instalment {number} first: each call is the rest of everything called so far."
    number: int


class NothingToCall(Refused):
    """Every part is 0, so nobody would be asked anything."""

    message_id: ClassVar[str] = "Nothing is left to call: every part of this call is 0."

    def facts(self) -> Mapping[str, Fact]:
        return {}


class DecisionNotCarried(Refused):
    """A special call, money of the reserve fund and a loan rest on what the assembly carried."""

    message_id: ClassVar[str] = (
        "This rests on a decision of the assembly: choose a point that it carried, once the result is confirmed."
    )
    article: ClassVar[str] = FUNDS

    def facts(self) -> Mapping[str, Fact]:
        return {}


class NotPosted(Refused):
    """What is not in the books is asked of nobody."""

    message_id: ClassVar[str] = "Post this call to the books before it is sent."

    def facts(self) -> Mapping[str, Fact]:
        return {}


class CallReversed(Conflict):
    """A call that was taken back is not sent, posted or taken back again."""

    message_id = "This call was reversed. Make a new one."


class NextYearNotOpen(Refused):
    """What is accrued is taken back in the next year, in the same transaction."""

    message_id: ClassVar[str] = (
        "Open the next fiscal year first: on its first day this is taken back, so that nothing is counted twice."
    )
    article: ClassVar[str] = "3.89 §5, 15°"

    def facts(self) -> Mapping[str, Fact]:
        return {}
