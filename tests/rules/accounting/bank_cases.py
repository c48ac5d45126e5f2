"""A small building to match bank lines in: its owners, what they owe, and short ways to write a line.

Twins Jan Peeters and Jan Peters owe the same; Marie Claes pays for her son Tom; account LOTS pays for two debtors.
"""

from dataclasses import replace
from datetime import date
from uuid import UUID

from koprogo.rules.accounting.bank_facts import BankLine, BookingRule, Debtor, Issued, Item, Known, Order

DAY = date(2026, 3, 20)
JAN, PETERS, MARIE, TOM, ALONE, COUPLE = (UUID(int=n) for n in range(1, 7))
MARIE_ACCOUNT, LOTS_ACCOUNT, JAN_ACCOUNT = "BE61310126985517", "BE68539007547034", "BE71096123456769"
STRANGER, LIFT = "BE43068999999501", "BE02999999999940"
RULE_FEE, RULE_LIFT, ORDER_1, ORDER_2, RESERVE = (UUID(int=n) for n in range(50, 55))


def number(n: int) -> str:
    """Return the structured communication of ten digits."""
    return f"{n:010}{n % 97 or 97:02}"


JAN_CALL, PETERS_CALL, MARIE_CALL, TOM_CALL, PAID_CALL, FOREIGN, JAN_OWN, MARIE_OLD, MARIE_OLDEST = (
    number(n)
    for n in (
        1234567890, 2345678901, 3456789012, 4567890123, 5678901234, 6789012345, 7890123456, 8901234567, 9012345678,
    )
)  # fmt: skip


def item(n: int, debtor: UUID, called: int, *, opened: int | None = None, reserve: int = 0, due: date = DAY) -> Item:
    """Return an item of `called` cents, `opened` of them open (all unless said), `reserve` of these for the reserve."""
    opened = called if opened is None else opened
    return Item(UUID(int=100 + n), debtor, due, called, opened - reserve, reserve)


I_JAN, I_PETERS, I_MARIE, I_TOM = (
    item(1, JAN, 38500),
    item(2, PETERS, 38500),
    item(3, MARIE, 25000),
    item(4, TOM, 16130),
)
I_PAID = item(5, MARIE, 25000, opened=0, due=date(2025, 12, 20))
I_OLD = item(6, MARIE, 12000, due=date(2025, 9, 20))
I_OLDEST = item(7, MARIE, 7000, due=date(2025, 6, 20))
I_ALONE, I_COUPLE = item(8, ALONE, 40000), item(9, COUPLE, 60000)

KNOWN = Known(
    items=(I_JAN, I_PETERS, I_MARIE, I_TOM, I_PAID, I_OLD, I_OLDEST, I_ALONE, I_COUPLE),
    numbers={
        JAN_CALL: Issued(JAN, I_JAN.id),
        PETERS_CALL: Issued(PETERS, I_PETERS.id),
        MARIE_CALL: Issued(MARIE, I_MARIE.id),
        TOM_CALL: Issued(TOM, I_TOM.id),
        PAID_CALL: Issued(MARIE, I_PAID.id),
        JAN_OWN: Issued(JAN, None),
        MARIE_OLD: Issued(MARIE, None),
    },
    debtors=(
        Debtor(JAN, ("Jan Peeters",)),
        Debtor(PETERS, ("Jan Peters",)),
        Debtor(MARIE, ("Marie Claes",)),
        Debtor(TOM, ("Tom Claes",)),
        Debtor(ALONE, ("Luc Dubois",)),
        Debtor(COUPLE, ("Luc Dubois", "Anne Maes")),
    ),
    payers={
        MARIE_ACCOUNT: frozenset({MARIE}),
        LOTS_ACCOUNT: frozenset({ALONE, COUPLE}),
        JAN_ACCOUNT: frozenset({JAN}),
    },
    own_accounts={"BE93001234567867": RESERVE},
    elsewhere_numbers=frozenset({FOREIGN}),
    elsewhere_payers=frozenset({"BE10979999999704"}),
    rules=(
        BookingRule(RULE_FEE, "6500", False, words=("frais de gestion",)),
        BookingRule(RULE_LIFT, "61011", False, iban=LIFT),
    ),
    orders=(Order(ORDER_1, "KG-2026-1", "BE62510007547061", 36300), Order(ORDER_2, "KG-2026-2", STRANGER, 12100)),
)


def line(amount: int, words: str = "", *, iban: str = "", name: str = "", end_to_end: str = "") -> BankLine:
    """Return a line of the statement of DAY."""
    return BankLine(UUID(int=999), amount, DAY, iban, name, words, end_to_end)


def with_items(*changed: Item) -> Known:
    """Return the building with some items as given instead."""
    by_id = {each.id: each for each in (*KNOWN.items, *changed)}
    return replace(KNOWN, items=tuple(by_id.values()))
