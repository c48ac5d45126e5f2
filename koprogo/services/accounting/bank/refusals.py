"""Every no of the bank."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused

TWO_ACCOUNTS = "3.86 §3"


class LineHasMoved(Conflict):
    """Somebody has matched or undone this line meanwhile."""

    message_id = "This line has been matched or undone in the meantime. Look at it again."


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
