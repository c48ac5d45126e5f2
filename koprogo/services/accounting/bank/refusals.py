"""Every no of the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused

TWO_ACCOUNTS = "3.86 §3"


class LineHasMoved(Conflict):
    """Somebody has matched or undone this line meanwhile."""

    message_id = "This line has been matched or undone in the meantime. Look at it again."


class GoesBack(Conflict):
    """A receipt that is to be repaid is nobody's meanwhile."""

    message_id = "This receipt is to be repaid. Withdraw the repayment first."


class RepaymentMovedOn(Conflict):
    """A repayment that was withdrawn, refused, ordered or paid meanwhile."""

    message_id = "This repayment has moved on, and that does not follow from where it stands. Look at it again."


class AccountMovedOn(Conflict):
    """A bank account that nobody was asked about, or that was decided meanwhile."""

    message_id = "Nobody is asked about this account any more. Look at it again."


class NotInSuspense(Conflict):
    """Only a receipt that nobody claims goes back."""

    message_id = "Only a receipt that waits in suspense is repaid, and only once. Undo its match first."


@dataclass(eq=False)
class NoSuchCredit(Conflict):
    """More than a debtor has, or than is not on its way back already; `left_cents` could be."""

    message_id: ClassVar[str] = "Her credit that is not on its way back is {left_cents}. Enter an amount up to that."
    left_cents: int


class LastAccount(Refused):
    """The funds are held on an account of the association."""

    message_id = "This is the only account of its kind. Enter the new one, have it confirmed, then end this one."
    article = TWO_ACCOUNTS


class NothingToUndo(Conflict):
    """An undone match, or a line that was never booked."""

    message_id = "There is nothing to undo on this line."


class AccountThere(Conflict):
    """An IBAN belongs to one association."""

    message_id = "This account is entered already."


@dataclass(eq=False)
class OneReserveAccount(Refused):
    """The reserve fund has an account of its own, and the working fund another."""

    message_id: ClassVar[str] = "The reserve fund has its account already: {iban}. Enter this one as another account."
    article: ClassVar[str] = TWO_ACCOUNTS
    iban: str


@dataclass(eq=False)
class AccountsMissing(Refused):
    """A file names accounts that none of the reader's associations has."""

    message_id: ClassVar[str] = "None of the accounts in this file is entered. Enter the bank account {iban} first."
    iban: str

    def facts(self) -> Mapping[str, Fact]:
        return {"iban": self.iban}


@dataclass(eq=False)
class AccountNotEmpty(Refused):
    """An account is ended when nothing stands on it any more."""

    message_id: ClassVar[str] = (
        "The account is not empty: the books say {booked_cents}, the bank says {balance_cents}. Transfer the rest, and"
        " take the last statement in first."
    )
    article: ClassVar[str] = TWO_ACCOUNTS
    booked_cents: int
    balance_cents: int


class AccountInUse(Conflict):
    """An order that the bank has not carried out leaves this account or goes to it."""

    message_id = "A payment order still waits for the bank on this account. Take its statement in, or cancel the order."
