"""The no of loans. Where no article is named, it is the contract with the bank, or house practice."""

from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Conflict, Refused

FUNDS = "3.86 §3"


@dataclass(eq=False)
class BeyondTheDecision(Refused):
    """The assembly decides how much the association may borrow and spend."""

    message_id: ClassVar[str] = "The assembly allowed {allowed_cents} for this, and {asked_cents} is asked."
    article: ClassVar[str] = FUNDS
    allowed_cents: int
    asked_cents: int


class NobodyTakesPart(Refused):
    """Everybody pays cash: there is nothing to borrow."""

    message_id = "Every lot pays cash, so there is nothing to borrow."


class AlreadyDrawn(Conflict):
    """Once the bank has paid out, who takes part is frozen, and it is not drawn a second time."""

    message_id = "This loan is drawn: who takes part, and for how much, is frozen since."


class NotDrawn(Conflict):
    """What comes after the drawing asks for it."""

    message_id = "This loan is not drawn yet: the bank’s schedule begins with the drawing."


class CashAlreadyCalled(Conflict):
    """What is paid cash is called once."""

    message_id = "What is paid cash was called already. Reverse that call first."


class NothingPaidCash(Refused):
    """Nobody chose to pay cash."""

    message_id = "No lot pays cash, so there is nothing to call at once."


class EverythingCalled(Conflict):
    """The last instalment was called."""

    message_id = "Every instalment of this loan was called."


@dataclass(eq=False)
class AlreadyRepaid(Conflict):
    """An instalment is booked once."""

    message_id: ClassVar[str] = "Instalment {number} is in the books already."
    number: int


@dataclass(eq=False)
class EarlierNotRepaid(Refused):
    """The bank takes its instalments in their order."""

    message_id: ClassVar[str] = "Book instalment {number} first: the bank takes them in their order."
    number: int


class EarlyAlreadyRepaid(Conflict):
    """An early repayment is booked once."""

    message_id = "This early repayment is in the books already."


class TakesNoPart(Refused):
    """Only who takes part repays early, and once."""

    message_id = "This lot owes nothing of this loan any more."


class TableNeeded(Refused):
    """A schedule that was entered from the bank's table goes on with a table of the bank's."""

    message_id = "Enter the bank’s new table: this loan goes by the bank’s own, which nobody here works out."


class ChooseTheBankLine(Refused):
    """Where the bank sends statements, a movement is booked once: from its line."""

    message_id = "The bank’s statements are read here. Choose the line of the statement, so that it is booked once."
