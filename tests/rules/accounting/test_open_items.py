"""What a payment settles: the stated order, credit taken off first, and all that is owed at once."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koprogo.rules.accounting.bank_facts import Debtor, Issued, Item, Known, Part
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.matching import match_lines
from koprogo.rules.accounting.open_items import OpenItems, spread
from koprogo.rules.accounting.paid_invoices import Owed, pay
from tests.rules.accounting.bank_cases import line

WHO, ACCOUNT = UUID(int=1), "BE68539007547034"
OPENING = Item(UUID(int=11), WHO, date(2025, 1, 1), 10000, 10000)
CALL = Item(UUID(int=12), WHO, date(2025, 1, 15), 40700, 38442, 2258)
SETTLED = Item(UUID(int=13), WHO, date(2025, 12, 31), 10692, 10692)
NUMBER = "090933755493"
CREDIT = Known(
    items=(SETTLED, CALL, OPENING),
    numbers={NUMBER: Issued(WHO, None)},
    debtors=(Debtor(WHO, ("Owner One",)),),
    payers={ACCOUNT: frozenset({WHO})},
    balances={WHO: 10000 + 40700 + 10692 - 5000},
)
"""Three items and 50.00 of credit."""
OWNED = [line(56392, iban=ACCOUNT)]


def test_what_is_oldest_is_settled_first_whatever_it_is():
    [answer] = match_lines([line(30000, NUMBER)], CREDIT)
    assert answer.parts == (Part(OPENING.id, 5000), Part(CALL.id, 25000))


def test_all_that_is_owed_less_the_credit_is_known_by_the_account():
    [answer] = match_lines(OWNED, CREDIT)
    assert (answer.reason, answer.subject) == (Why.KNOWN_ACCOUNT_ALL, WHO)
    assert answer.parts == (Part(OPENING.id, 5000), Part(CALL.id, 38442, 2258), Part(SETTLED.id, 10692))


def test_one_cent_off_goes_to_a_person():
    for cents in (56391, 56393):
        [answer] = match_lines([line(cents, iban=ACCOUNT)], CREDIT)
        assert answer.reason is Why.KNOWN_WITHOUT_AMOUNT


def test_an_item_alone_is_still_known_by_its_whole_amount():
    [answer] = match_lines([line(10692, iban=ACCOUNT)], CREDIT)
    assert (answer.reason, answer.parts) == (Why.KNOWN_ACCOUNT, (Part(SETTLED.id, 10692),))


def test_what_is_too_much_is_credit_for_the_next_line():
    first, second = match_lines([line(60000, NUMBER), line(4000, NUMBER)], CREDIT)
    assert first.parts[-1] == Part(None, 3608) and second.parts == (Part(None, 4000),)


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 500)), min_size=1, max_size=6),
    st.integers(0, 9000),
    st.integers(1, 20000),
)
@settings(max_examples=200)
def test_credit_and_payment_settle_to_the_cent(sizes, credit, cents):
    items = [
        Item(UUID(int=100 + n), WHO, date(2025, 1, 1 + n), other + reserve, other, reserve)
        for n, (other, reserve) in enumerate(sizes)
    ]
    whole = sum(item.open for item in items)
    desk = OpenItems(items, {WHO: whole - credit})
    left = desk.after_credit(WHO)
    assert sum(item.open for item in left) == max(whole - credit, 0) and desk.owed(WHO) == whole - credit
    parts = spread(cents, left)
    assert sum(part.amount for part in parts) == cents
    desk.settle(parts, WHO)
    assert desk.owed(WHO) == whole - credit - cents


ONE, TWO, NOTE = UUID(int=1), UUID(int=2), UUID(int=3)


@pytest.mark.parametrize(
    ("out", "chosen", "parts", "left"),
    [
        (1000, [Owed(ONE, 1000)], [(ONE, 1000)], 0),
        (400, [Owed(ONE, 1000)], [(ONE, 400)], 0),
        (600, [Owed(ONE, 1000, 400)], [(ONE, 600)], 0),
        (1500, [Owed(ONE, 1000), Owed(TWO, 700)], [(ONE, 1000), (TWO, 500)], 0),
        (1000, [Owed(ONE, 700)], [(ONE, 700)], 300),
        (700, [Owed(ONE, 1000), Owed(NOTE, -300)], [(NOTE, -300), (ONE, 1000)], 0),
        (-300, [Owed(NOTE, -300)], [(NOTE, -300)], 0),
        (-400, [Owed(NOTE, -300)], [(NOTE, -300)], -100),
        (-1000, [Owed(ONE, 1000, 1000)], [(ONE, -1000)], 0),
        (-1000, [Owed(ONE, 1000, 0)], [], -1000),
        (-500, [Owed(ONE, 1000, 1000)], [(ONE, -500)], 0),
        (100, [Owed(ONE, 1000, 1000)], [], 100),
    ],
)
def test_what_a_line_pays_of_invoices(out, chosen, parts, left):
    assert pay(out, chosen) == (parts, left)
