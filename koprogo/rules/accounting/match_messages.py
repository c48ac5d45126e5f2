"""Why a bank line was matched, or was not: one sentence per reason. The name of a reason is kept with the match."""

from enum import StrEnum

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_89_5_15


class MatchMessage(StrEnum):
    """The reasons; facts in braces. `{number}` is a structured communication, `..._cents` an amount."""

    # fmt: off
    CALL_NUMBER = "The communication {number} is that of this call."
    CALL_NUMBER_PART = "The communication {number} is that of this call; {open_cents} of it stay open."
    CALL_NUMBER_MORE = "The communication {number} is that of this call; {more_cents} too much stay as credit."
    CALL_NUMBER_PAID = "The communication {number} is that of a paid call: the amount stays as credit."
    OWN_NUMBER = "The communication {number} is the permanent one of this owner: what is oldest is settled first."
    MISTYPED = "The communication {typed} is one slip away from {number}; the amount and the paying account agree."
    KNOWN_ACCOUNT = "This account has paid for this owner before, and one open item has this amount."
    KNOWN_ACCOUNT_SUM = "This account has paid for this owner before, and {n} open items together make this amount."
    KNOWN_ACCOUNT_ALL = "This account has paid for this owner before, and this is just what the owner owes in all."
    NAME_AND_AMOUNT = "Full name and amount are those of this owner and an open item; no similar name owes as much."
    BOOKING_RULE = "A rule of this association says how such a line is booked."
    ORDER_REFERENCE = "It carries the reference of our payment order."
    ORDER_AMOUNT = "One payment order goes to this account with this amount."
    ORDER_WORDS = "Several payment orders go to this account with this amount, and one of them says what this line says."
    OWN_ACCOUNT = "It goes between two accounts of the association."
    BY_PERSON = "Somebody decided so."
    UNDONE = "The match was taken back: {why}"

    ELSEWHERE_NUMBER = "The communication {number} is one of another association."
    ELSEWHERE_ACCOUNT = "This account pays for an owner of another association, and nothing here says whom it pays for."
    TWO_NUMBERS = "It names {n} different communications."
    OTHER_PAYER = "The communication {number} is one owner’s, the paying account another’s, and the amount differs."
    OTHER_NAME = "The communication {number} is one owner’s, the payer’s name another’s, and the account is new."
    SLIP_AGAINST = "What can be read of the communication {typed} points to another owner than the account or the name."
    SEVERAL_OWNERS = "This account pays for several owners, and the amount does not say which."
    KNOWN_WITHOUT_AMOUNT = "This account has paid for this owner before; no open items make this amount."
    SIMILAR_NAMES = "Several owners of this or a similar name owe this amount."
    SEVERAL_RULES = "Several rules fit and say different accounts or keys."
    SEVERAL_ORDERS = "Several payment orders, or an order and a rule, fit."
    ORDER_OTHER_AMOUNT = "It carries the reference of our payment order, of another amount: {ordered_cents}."
    ORDER_PAID_BEFORE = "It carries the reference of a payment of ours that the bank has made before."
    ORDER_CANCELLED = "It carries the reference of a payment order that was cancelled here."
    ORDER_RETURNED = "It carries the reference of our own payment: the bank seems to have sent it back."
    UNORDERED = "No payment order goes to this account with this amount."
    UNKNOWN = "Neither communication, account nor name says whose it is."
    # fmt: on


@cites(CC_3_89_5_15)
def reason_named(name: str) -> str:
    """Return the sentence of a reason as it is kept (`call_number`); the name itself for one of an earlier version.

    >>> reason_named("order_reference")
    'It carries the reference of our payment order.'
    """
    return MatchMessage[name.upper()].value if name.upper() in MatchMessage.__members__ else name
