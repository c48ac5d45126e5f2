"""What the matching of bank lines looks at, and what it answers: frozen facts, no behaviour but sums and the stated order.

Amounts are signed whole cents: a receipt is positive, a payment negative. An IBAN is written without blanks, in capitals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from koprogo.core.errors import Fact
from koprogo.core.sources import cites
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.rules.texts import CC_3_89_5_15


@dataclass(frozen=True)
class BankLine:
    """One movement of a statement.

    Attributes:
        amount: signed cents, never 0.
        iban: of the other side; empty when the bank does not say.
        words: the communication as free text; a structured one stands here too, as twelve digits.
        end_to_end: the reference that we gave to a payment of ours; empty otherwise.
        own: the IBAN of our account it stands on; empty when that makes no difference.
    """

    id: UUID
    amount: int
    day: date
    iban: str = ""
    name: str = ""
    words: str = ""
    end_to_end: str = ""
    own: str = ""


@dataclass(frozen=True)
class Item:
    """What one debtor was asked for at once, and what of it is open.

    A call, a settlement or a statement of actual costs, what was taken over, what an entry put on her account.

    Attributes:
        due: its due day; the oldest is settled first.
        called: cents, above 0.
        other: cents still open of all but the reserve part (account 4101); never negative.
        reserve: cents still open of the reserve part (account 4100); never negative.
    """

    id: UUID
    debtor: UUID
    due: date
    called: int
    other: int
    reserve: int = 0

    @property
    def open(self) -> int:
        """Cents still open."""
        return self.other + self.reserve


@dataclass(frozen=True)
class Issued:
    """Whose a structured communication is; `item` is None for a debtor's permanent one."""

    debtor: UUID
    item: UUID | None


@dataclass(frozen=True)
class Debtor:
    """Who owes as one, with the full names she may pay under: her own, or those of each who holds with her."""

    id: UUID
    names: tuple[str, ...]


@dataclass(frozen=True)
class BookingRule:
    """How a kind of line is booked without a person: fees, interest, direct debits, rent of the antenna.

    Attributes:
        account: code of the account against the bank's.
        incoming: whether it is about receipts.
        iban: of the other side; empty for any.
        words: all must stand in the name or the communication, whatever their case; empty for any. One of both is given.
        key: the key by which it is shared, by the shares without one; in force from `since` until `until`, exclusive.
    """

    id: UUID
    account: str
    incoming: bool
    iban: str = ""
    words: tuple[str, ...] = ()
    key: UUID | None = None
    since: date | None = None
    until: date | None = None


class Ordered(StrEnum):
    """What became of a payment that we ordered."""

    OPEN = "open"
    PAID = "paid"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Order:
    """A payment that we ordered; `amount` in cents above 0.

    Attributes:
        own: our account it leaves; a line of another is none of it. Empty: any.
        since: the day it was ordered; a line of an earlier day is none of it.
        words: what it says, twelve digits for a structured communication.
    """

    id: UUID
    end_to_end: str
    iban: str
    amount: int
    own: str = ""
    since: date = date.min
    words: str = ""
    state: Ordered = Ordered.OPEN


@dataclass(frozen=True)
class Known:
    """All that one association knows when its lines are matched.

    Attributes:
        numbers: structured communications issued here, twelve digits each, those of paid calls included.
        payers: IBAN -> debtors for whom a payment from it was confirmed.
        balances: debtor -> signed cents that she owes by the books; without it, what her items leave open.
        own_accounts: IBAN -> bank account of this association.
        elsewhere_numbers, elsewhere_payers: the same of the firm's other associations, without whose.
    """

    items: tuple[Item, ...] = ()
    numbers: Mapping[str, Issued] = field(default_factory=dict)
    debtors: tuple[Debtor, ...] = ()
    payers: Mapping[str, frozenset[UUID]] = field(default_factory=dict)
    balances: Mapping[UUID, int] = field(default_factory=dict)
    own_accounts: Mapping[str, UUID] = field(default_factory=dict)
    elsewhere_numbers: frozenset[str] = frozenset()
    elsewhere_payers: frozenset[str] = frozenset()
    rules: tuple[BookingRule, ...] = ()
    orders: tuple[Order, ...] = ()


class Target(StrEnum):
    """What a line was matched with."""

    DEBTOR = "debtor"
    RULE = "rule"
    ORDER = "order"
    OWN = "own"
    """A transfer between two accounts of the association."""
    SUSPENSE = "suspense"
    """Nobody knows yet: account 499, and a person decides."""


@dataclass(frozen=True)
class Part:
    """What an amount settles: cents of an item by its two parts; without an item it stays as the debtor's credit."""

    item: UUID | None
    other: int
    reserve: int = 0

    @property
    def amount(self) -> int:
        """Cents of both parts."""
        return self.other + self.reserve


@dataclass(frozen=True)
class Answer:
    """What became of a line, and why.

    Attributes:
        subject: id of the debtor, rule, payment or own account; None for suspense.
        parts: for a debtor alone; they sum to the amount of the line.
        teaches: the payer's account is known for this debtor from now on.
    """

    line: UUID
    target: Target
    reason: MatchMessage
    facts: Mapping[str, Fact] = field(default_factory=dict)
    subject: UUID | None = None
    parts: tuple[Part, ...] = ()
    teaches: bool = False

    @property
    def to_person(self) -> bool:
        """Whether somebody has to decide."""
        return self.target is Target.SUSPENSE


@cites(CC_3_89_5_15)
def age_of(item: Item) -> tuple[date, UUID]:
    """Return what puts items in the order of their due days; for equal days an order that stays."""
    return item.due, item.id
