"""Every no about invoices, suppliers and payment orders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from koprogo.core.errors import Conflict, Fact, Refused

FUNDS, ACCOUNTS = "3.86 §3", "3.89 §5, 15°"


class CameWithTheOpening(Refused):
    """The opening voucher booked it together with all else: taken back alone, the old books would be torn."""

    message_id = (
        "This invoice came with the opening entry of the old books. Take that entry back and take the books over again,"
        " or book a credit note."
    )


@dataclass(eq=False)
class SamePaper(Refused):
    """The same bytes were sent before."""

    message_id: ClassVar[str] = (
        "This very file is here already: invoice no. {number}. It was not entered a second time."
    )
    number: int


class InvoiceMovedOn(Conflict):
    """A step that does not follow from where the invoice stands."""

    message_id = "This invoice has moved on, and that step does not follow from where it stands. Look at it again."


class NoDraft(Conflict):
    """Only a draft is changed."""

    message_id = "This invoice is no draft any more, and is not changed. Return it to draft first, or reverse it."


@dataclass(eq=False)
class BeyondAllowance(Refused):
    """The decision does not allow as much."""

    message_id: ClassVar[str] = (
        "The assembly allowed {ceiling_cents} for this, {used_cents} of it is used, and this invoice asks {asked_cents}."
        " Name another funding, or ask the assembly."
    )
    article: ClassVar[str] = FUNDS
    ceiling_cents: int
    used_cents: int
    asked_cents: int


class SecondPersonNeeded(Refused):
    """Who entered an account number, or works for the syndic, does not confirm it."""

    message_id: ClassVar[str] = (
        "A new account number is confirmed by a second person: the auditor or a member of the council, never who entered it."
        " This is house practice against forged invoices."
    )

    def facts(self) -> Mapping[str, Fact]:
        return {}


class NobodyToTell(Refused):
    """No auditor, no council, and no owner but who enters the number: nobody would know of it."""

    message_id: ClassVar[str] = (
        "Nobody can confirm a new account number here, and there is no owner who could be told. Enter the owners first, or"
        " have an auditor or a council elected. This is house practice against forged invoices."
    )
    article: ClassVar[str] = "3.91"

    def facts(self) -> Mapping[str, Fact]:
        return {}


class NobodyAsked(Conflict):
    """A number that waits for no second person who could be asked once more."""

    message_id = "No second person is asked about this account number any more. Look at it again."


class NoNoticeWaits(Conflict):
    """Nobody is to be told on paper about it."""

    message_id = "Nobody is to be told on paper about this account number any more. Look at it again."


class LinkUsed(Conflict):
    """A link answers once, and only what its letter asked."""

    message_id = (
        "This was answered already, or the account number was entered anew since. Another letter asks about that."
    )


@dataclass(eq=False)
class AccountNotConfirmed(Refused):
    """A payment to an account number that waits."""

    message_id: ClassVar[str] = (
        "The account number of {name} is not confirmed yet: {number}. The auditor or a member of the council confirms it;"
        " where nobody can be asked, 48 hours pass once all owners were told. This is house practice."
    )
    name: str
    number: str


class AccountOnPaper(Conflict):
    """The invoice names where it is paid, and what was approved stays as it was."""

    message_id = (
        "This invoice names its account number, and what was approved stays. Reverse it and enter it anew to change it."
    )


@dataclass(eq=False)
class AccountWaits(Refused):
    """One number of a supplier at a time waits for its second person, so that she knows which one she looks at."""

    message_id: ClassVar[str] = (
        "Another account number of {name} waits to be confirmed: {number}. Have it confirmed or refused first. This is house"
        " practice against forged invoices."
    )
    name: str
    number: str


@dataclass(eq=False)
class PaidOnAnother(Refused):
    """An older number of the supplier; the one given last is where its invoices without a number are paid."""

    message_id: ClassVar[str] = (
        "{name} is paid on {number}, which was given later than this one. If that one is wrong, have the auditor or a member"
        " of the council refuse it first. This is house practice against forged invoices."
    )
    name: str
    number: str


@dataclass(eq=False)
class NotToBePaid(Conflict):
    """An invoice that is not owed, or stands in an order already."""

    message_id: ClassVar[str] = (
        "Invoice no. {number} is not to be paid now: it is not booked, is paid, or stands in an order."
    )
    number: int

    def facts(self) -> Mapping[str, Fact]:
        return {"number": self.number}


@dataclass(eq=False)
class OtherFund(Refused):
    """One order, one account: what the reserve pays leaves the reserve's own account."""

    message_id: ClassVar[str] = (
        "Invoice no. {number} is paid from the other account: what the reserve fund pays leaves its own account. Make one"
        " order for each account."
    )
    article: ClassVar[str] = FUNDS
    number: int


class OrderCancelled(Conflict):
    """An order that was cancelled is not fetched any more."""

    message_id = "This payment order was cancelled. Make another one."


@dataclass(eq=False)
class RefusedSince(Refused):
    """An order made before a second person refused one of its account numbers."""

    message_id: ClassVar[str] = (
        "The account number of {name} was refused since this order was made. Cancel it and make another one."
    )
    name: str


class InAnOrder(Conflict):
    """An invoice that the bank has paid, or that an order waits for, is not reversed."""

    message_id = (
        "This invoice stands in a payment order, or the bank paid it. Cancel the order or undo the payment first."
    )


class OrderPaid(Conflict):
    """An order of which the bank has made a payment is not cancelled."""

    message_id = "The bank has made a payment of this order. Undo that line of the bank first, if it is wrong."


class NoSuchAccount(Refused):
    """An order leaves an account of the association."""

    message_id = "Enter the association’s bank account first, then choose it here."
    article = FUNDS


@dataclass(eq=False)
class AccountEnded(Refused):
    """Nothing is paid from an account that was ended, nor to it."""

    message_id: ClassVar[str] = "The account {iban} was ended on {day}. Choose another one."
    article: ClassVar[str] = FUNDS
    iban: str
    day: date


@dataclass(eq=False)
class OwnAccountWaits(Refused):
    """A transfer to an account of the association that no second person confirmed."""

    message_id: ClassVar[str] = (
        "The account {iban} waits for a second person: the auditor or the council confirms it on the page of the bank."
    )
    article: ClassVar[str] = FUNDS
    iban: str


@dataclass(eq=False)
class AccountUnproven(Refused):
    """A transfer goes to an account of which the bank has sent a statement."""

    message_id: ClassVar[str] = (
        "No statement of the account {iban} has come from the bank yet, so nothing shows that it is the association’s. Make"
        " the first transfer at the bank. This is house practice against wrong account numbers."
    )
    iban: str
