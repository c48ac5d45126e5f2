"""Lines of payments that we ordered, on both sides of every boundary: what closes an order, and what a person looks at."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from koprogo.rules.accounting.bank_facts import BookingRule, Order, Ordered, Target
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.matching import match_lines
from tests.rules.accounting.bank_cases import DAY, KNOWN, RULE_FEE, line

FIRM, OURS, OTHER = "BE62510007547061", "BE71096123456769", "BE93001234567867"
PAID, GONE, Q1, Q2, LATER, APART = (UUID(int=9000 + n) for n in range(6))
ORDERED = replace(
    KNOWN,
    orders=(
        Order(PAID, "KG-1", FIRM, 36300, OURS, DAY, "", Ordered.PAID),
        Order(GONE, "KG-2", FIRM, 12100, OURS, DAY, "", Ordered.CANCELLED),
        Order(Q1, "KG-3", FIRM, 22500, OURS, DAY, "090933755493"),
        Order(Q2, "KG-4", FIRM, 22500, OURS, DAY, "Trimestre 2"),
        Order(LATER, "KG-5", FIRM, 50000, OURS, DAY + timedelta(days=1)),
        Order(APART, "KG-6", FIRM, 70000, OTHER, DAY),
    ),
)  # fmt: skip


def out(cents, words="", **more):
    """Return a line that left our account for the firm."""
    return replace(line(-cents, words, iban=FIRM), **more)


ORDER_CASES = [
    ("a payment made twice", out(36300, end_to_end="KG-1"), None, Why.ORDER_PAID_BEFORE),
    ("a cancelled order that the bank made", out(12100, end_to_end="KG-2"), None, Why.ORDER_CANCELLED),
    ("a cancelled order, by account and amount", out(12100), None, Why.UNORDERED),
    ("a payment that came back", replace(line(36300, iban=FIRM), end_to_end="KG-1"), None, Why.ORDER_RETURNED),
    ("two equal payments, nothing said", out(22500), None, Why.SEVERAL_ORDERS),
    ("two equal payments, a structured number", out(22500, "+++090/9337/55493+++"), Q1, Why.ORDER_WORDS),
    ("two equal payments, words", out(22500, "FACT TRIMESTRE 2"), Q2, Why.ORDER_WORDS),
    ("a line of the day before", out(50000), None, Why.UNORDERED),
    ("a line of that day", out(50000, day=DAY + timedelta(days=1)), LATER, Why.ORDER_AMOUNT),
    ("from the account it was ordered from", out(70000, own=OTHER), APART, Why.ORDER_AMOUNT),
    ("from another account of ours", out(70000, own=OURS), None, Why.UNORDERED),
    ("the amount, to a stranger", out(70000, own=OTHER, iban="BE43068999999501"), None, Why.UNORDERED),
    ("a cent less", out(69999, own=OTHER), None, Why.UNORDERED),
    ("our reference, a cent less", out(22499, end_to_end="KG-3"), None, Why.ORDER_OTHER_AMOUNT),
]


@pytest.mark.parametrize(
    ("given", "subject", "reason"), [case[1:] for case in ORDER_CASES], ids=[c[0] for c in ORDER_CASES]
)
def test_an_order_is_closed_or_a_person_looks(given, subject, reason):
    [answer] = match_lines([given], ORDERED)
    assert (answer.subject, answer.reason) == (subject, reason)
    assert answer.target is (Target.ORDER if subject else Target.SUSPENSE)


def test_an_order_closed_by_its_amount_is_not_closed_by_its_reference_again():
    first, second = match_lines([out(70000, own=OTHER), out(70000, own=OTHER, end_to_end="KG-6")], ORDERED)
    assert (first.subject, second.reason) == (APART, Why.ORDER_PAID_BEFORE)


def test_a_rule_that_fits_as_well_asks_a_person():
    known = replace(ORDERED, rules=(BookingRule(RULE_FEE, "6140", False, FIRM),))
    [answer] = match_lines([out(70000, own=OTHER)], known)
    assert answer.reason is Why.SEVERAL_ORDERS


def test_the_other_half_of_our_transfer_is_no_payment_that_came_back():
    own = Order(APART, "KG-9", OTHER, 22500, OURS, DAY)
    known = replace(ORDERED, own_accounts={OURS: UUID(int=1), OTHER: UUID(int=2)}, orders=(own,))
    left = replace(line(-22500, iban=OTHER), own=OURS, end_to_end="KG-9")
    arrived = replace(line(22500, iban=OURS), own=OTHER, end_to_end="KG-9")
    for lines in ([left, arrived], [arrived, left]):
        found = {answer.line: answer for answer in match_lines(lines, known)}
        assert sorted(answer.reason.name for answer in match_lines(lines, known)) == ["ORDER_REFERENCE", "OWN_ACCOUNT"]
        assert not any(answer.to_person for answer in found.values())
