"""Every step of the matching on both sides of its boundary, and every trap of the design's table."""

from dataclasses import replace
from datetime import timedelta

import pytest

from koprogo.rules.accounting.bank_facts import BookingRule, Order, Part, Target
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.matching import match_lines
from tests.rules.accounting.bank_cases import (
    ALONE,
    COUPLE,
    DAY,
    FOREIGN,
    I_ALONE,
    I_COUPLE,
    I_JAN,
    I_MARIE,
    I_OLD,
    I_OLDEST,
    I_TOM,
    JAN,
    JAN_ACCOUNT,
    JAN_CALL,
    JAN_OWN,
    KNOWN,
    LIFT,
    LOTS_ACCOUNT,
    MARIE,
    MARIE_ACCOUNT,
    MARIE_CALL,
    MARIE_OLD,
    ORDER_1,
    ORDER_2,
    PAID_CALL,
    PETERS,
    PETERS_CALL,
    RESERVE,
    RULE_FEE,
    RULE_LIFT,
    STRANGER,
    TOM,
    TOM_CALL,
    item,
    line,
    number,
    with_items,
)


def slip(digits: str, place: int) -> str:
    """Return a number with one digit wrong."""
    return digits[:place] + str((int(digits[place]) + 1) % 10) + digits[place + 1 :]


def swapped(digits: str, place: int) -> str:
    """Return a number with two neighbours changed round."""
    assert digits[place] != digits[place + 1]
    return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


PRETTY = f"+++{JAN_CALL[:3]}/{JAN_CALL[3:7]}/{JAN_CALL[7:]}+++"

# (what is tried, the line, what it is matched with, why)
CASES = [
    # 2 and 3: numbers
    ("a call's number", line(38500, JAN_CALL), JAN, Why.CALL_NUMBER),
    ("as on the call", line(38500, f"charges {PRETTY} merci"), JAN, Why.CALL_NUMBER),
    ("a phone number before it", line(38500, f"tel 0475123456 {PRETTY}"), JAN, Why.CALL_NUMBER),
    ("a phone number in groups before it", line(38500, f"0475 12 34 56 {JAN_CALL}"), JAN, Why.CALL_NUMBER),
    ("the same number twice", line(38500, f"{PRETTY} ou {JAN_CALL}"), JAN, Why.CALL_NUMBER),
    ("two numbers in one line", line(77000, f"{JAN_CALL} {PETERS_CALL}"), None, Why.TWO_NUMBERS),
    ("part of a call", line(10000, JAN_CALL), JAN, Why.CALL_NUMBER_PART),
    ("more than a call", line(40000, JAN_CALL), JAN, Why.CALL_NUMBER_MORE),
    ("a call paid twice", line(25000, PAID_CALL), MARIE, Why.CALL_NUMBER_PAID),
    ("the permanent number", line(38500, JAN_OWN), JAN, Why.OWN_NUMBER),
    ("a parent paying a child's call", line(16130, TOM_CALL, iban=MARIE_ACCOUNT), TOM, Why.CALL_NUMBER),
    ("a parent, another amount", line(16100, TOM_CALL, iban=MARIE_ACCOUNT), None, Why.OTHER_PAYER),
    ("a new account, another owner's name", line(16130, TOM_CALL, name="Marie Claes"), None, Why.OTHER_NAME),
    ("a new account, the owner's name", line(16130, TOM_CALL, name="CLAES TOM"), TOM, Why.CALL_NUMBER),
    ("a new account, a stranger's name", line(16130, TOM_CALL, name="Notaris Janssens"), TOM, Why.CALL_NUMBER),
    ("a known account of the owner, another amount", line(100, JAN_CALL, iban=JAN_ACCOUNT), JAN, Why.CALL_NUMBER_PART),
    ("another association's number", line(38500, FOREIGN, iban=JAN_ACCOUNT), None, Why.ELSEWHERE_NUMBER),
    ("a right number of nobody, a known account", line(38500, number(1), iban=JAN_ACCOUNT), JAN, Why.KNOWN_ACCOUNT),
    # 4: mistyped
    ("one digit wrong", line(38500, slip(JAN_CALL, 4), iban=JAN_ACCOUNT), JAN, Why.MISTYPED),
    ("two neighbours swapped", line(38500, swapped(JAN_CALL, 5), iban=JAN_ACCOUNT), JAN, Why.MISTYPED),
    ("a slip, another amount", line(38400, slip(JAN_CALL, 4), iban=JAN_ACCOUNT), None, Why.KNOWN_WITHOUT_AMOUNT),
    ("a slip from a new account", line(38500, slip(JAN_CALL, 4)), None, Why.UNKNOWN),
    ("a slip near another owner's number", line(38500, slip(PETERS_CALL, 4), iban=JAN_ACCOUNT), None, Why.SLIP_AGAINST),
    # 5: accounts that paid before
    ("one owner, one call", line(25000, iban=MARIE_ACCOUNT), MARIE, Why.KNOWN_ACCOUNT),
    ("one owner, two calls together", line(19000, iban=MARIE_ACCOUNT), MARIE, Why.KNOWN_ACCOUNT_SUM),
    ("one owner, three calls together", line(44000, iban=MARIE_ACCOUNT), MARIE, Why.KNOWN_ACCOUNT_SUM),
    ("one owner, no such amount", line(19001, iban=MARIE_ACCOUNT), None, Why.KNOWN_WITHOUT_AMOUNT),
    ("two lots, one fits", line(40000, iban=LOTS_ACCOUNT), ALONE, Why.KNOWN_ACCOUNT),
    ("two lots, the other fits", line(60000, iban=LOTS_ACCOUNT), COUPLE, Why.KNOWN_ACCOUNT),
    ("two lots, both at once", line(100000, iban=LOTS_ACCOUNT), None, Why.SEVERAL_OWNERS),
    ("two lots, none fits", line(123, iban=LOTS_ACCOUNT), None, Why.SEVERAL_OWNERS),
    ("an account of another association", line(38500, iban="BE10979999999704"), None, Why.ELSEWHERE_ACCOUNT),
    # 6: names
    ("full name and amount", line(16130, name="M. Tom CLAES", iban=STRANGER), TOM, Why.NAME_AND_AMOUNT),
    ("full name, another amount", line(16131, name="Tom Claes", iban=STRANGER), None, Why.UNKNOWN),
    ("half a name", line(16130, name="Claes", iban=STRANGER), None, Why.UNKNOWN),
    ("twins Peeters and Peters", line(38500, name="Jan Peeters", iban=STRANGER), None, Why.SIMILAR_NAMES),
    ("the same person alone and as one of two", line(40000, name="Luc Dubois"), ALONE, Why.NAME_AND_AMOUNT),
    # 8: never the amount alone
    ("the amount alone", line(16130, iban=STRANGER), None, Why.UNKNOWN),
    ("the amount and words", line(16130, "charges mars", name="Immo Zuid", iban=STRANGER), None, Why.UNKNOWN),
    # 7 and 1: what goes out, and between own accounts
    ("a fee", line(-1250, "FRAIS DE GESTION 03/2026"), RULE_FEE, Why.BOOKING_RULE),
    ("a direct debit", line(-53000, "entretien", iban=LIFT), RULE_LIFT, Why.BOOKING_RULE),
    ("a rule for payments is none for receipts", line(1250, "frais de gestion"), None, Why.UNKNOWN),
    ("our own reference", line(-36300, end_to_end="KG-2026-1", iban=STRANGER), ORDER_1, Why.ORDER_REFERENCE),
    ("our own reference, another amount", line(-36200, end_to_end="KG-2026-1"), None, Why.ORDER_OTHER_AMOUNT),
    ("account and amount of an order", line(-12100, iban=STRANGER), ORDER_2, Why.ORDER_AMOUNT),
    ("the amount of an order alone", line(-12100), None, Why.UNKNOWN),
    ("a refund to an owner", line(-5000, iban=MARIE_ACCOUNT), None, Why.UNORDERED),
    ("a sweep to the reserve account", line(-22500, iban="BE93001234567867"), RESERVE, Why.OWN_ACCOUNT),
]


@pytest.mark.parametrize(("given", "subject", "reason"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_line_is_matched_or_goes_to_a_person(given, subject, reason):
    [answer] = match_lines([given], KNOWN)
    assert (answer.subject, answer.reason) == (subject, reason)
    assert answer.to_person is (subject is None)
    if answer.target is Target.DEBTOR:
        assert sum(part.amount for part in answer.parts) == given.amount


def test_a_part_lowers_the_call_and_the_rest_closes_it():
    first, second = match_lines([line(10000, JAN_CALL), line(28500, JAN_CALL)], KNOWN)
    assert first.facts["open_cents"] == 28500
    assert second.reason is Why.CALL_NUMBER


def test_a_second_payment_by_number_is_credit_and_never_the_next_call():
    twice = match_lines([line(25000, MARIE_CALL), line(25000, MARIE_CALL)], KNOWN)
    assert twice[0].parts == (Part(I_MARIE.id, 25000),)
    assert twice[1].reason is Why.CALL_NUMBER_PAID
    assert twice[1].parts == (Part(None, 25000),)


def test_too_much_stays_as_credit():
    [answer] = match_lines([line(40000, JAN_CALL)], KNOWN)
    assert answer.parts == (Part(I_JAN.id, 38500), Part(None, 1500))
    assert answer.facts["more_cents"] == 1500


def test_within_a_call_the_reserve_part_comes_last():
    known = with_items(item(1, JAN, 40700, reserve=2200))
    [answer] = match_lines([line(39000, JAN_CALL)], known)
    assert answer.parts == (Part(I_JAN.id, 38500, 500),)


def test_the_permanent_number_settles_the_oldest_first():
    [answer] = match_lines([line(20000, MARIE_OLD, iban=MARIE_ACCOUNT)], KNOWN)
    assert answer.parts == (Part(I_OLDEST.id, 7000), Part(I_OLD.id, 12000), Part(I_MARIE.id, 1000))


def test_a_sum_pays_the_oldest_of_equal_calls():
    later = replace(I_MARIE, id=item(10, MARIE, 1).id, due=I_MARIE.due.replace(month=6))
    [answer] = match_lines([line(25000, iban=MARIE_ACCOUNT)], with_items(later))
    assert answer.parts == (Part(I_MARIE.id, 25000),)


def test_two_lots_of_equal_amount_behind_one_account_go_to_a_person():
    known = with_items(replace(I_COUPLE, called=40000, other=40000))
    [answer] = match_lines([line(40000, iban=LOTS_ACCOUNT)], known)
    assert answer.reason is Why.SEVERAL_OWNERS
    assert I_ALONE.open == 40000


def test_a_lot_against_a_sum_of_the_other_goes_to_a_person():
    halves = [replace(I_COUPLE, id=item(n, COUPLE, 1).id, called=20000, other=20000) for n in (11, 12)]
    [answer] = match_lines([line(40000, iban=LOTS_ACCOUNT)], with_items(*halves))
    assert answer.reason is Why.SEVERAL_OWNERS


def test_twins_of_different_amounts_are_told_apart():
    known = with_items(item(2, PETERS, 38600))
    answers = match_lines([line(38500, name="Jan Peeters"), line(38600, name="Jan Peters")], known)
    assert [each.subject for each in answers] == [JAN, PETERS]


def test_once_a_twin_has_paid_the_other_is_alone():
    answers = match_lines([line(38500, PETERS_CALL), line(38500, name="Peeters Jan")], KNOWN)
    assert [each.subject for each in answers] == [PETERS, JAN]


@pytest.mark.parametrize(
    ("words", "name", "teaches"),
    [
        (JAN_CALL, "Jan Peeters", True),
        (JAN_CALL, "Immo Zuid", False),  # the number may be another's: only the owner's own name confirms
        ("", "Jan Peeters", False),
    ],
)
def test_number_amount_and_name_together_teach_an_account(words, name, teaches):
    paid = with_items(item(2, PETERS, 38500, opened=0), item(13, JAN, 11100))
    answers = match_lines([line(38500, words, iban=STRANGER, name=name), line(11100, iban=STRANGER)], paid)
    assert answers[0].teaches is teaches
    assert answers[1].subject == (JAN if teaches else None)


def test_a_slip_between_two_numbers_is_not_mended():
    typed = slip(JAN_CALL, 9)
    known = replace(KNOWN, numbers={**KNOWN.numbers, slip(typed, 3): KNOWN.numbers[JAN_CALL]})
    [answer] = match_lines([line(38500, typed, iban=JAN_ACCOUNT)], known)
    assert answer.reason is not Why.MISTYPED


def test_a_slip_as_near_to_a_number_of_elsewhere_goes_to_a_person():
    typed = slip(JAN_CALL, 4)
    known = replace(KNOWN, elsewhere_numbers=frozenset({slip(typed, 7)}))
    [answer] = match_lines([line(38500, typed, iban=JAN_ACCOUNT)], known)
    assert answer.reason is Why.SLIP_AGAINST


def test_an_order_is_closed_once():
    answers = match_lines([line(-12100, iban=STRANGER), line(-12100, iban=STRANGER)], KNOWN)
    assert [each.subject for each in answers] == [ORDER_2, None]


def test_two_orders_to_one_account_of_one_amount_go_to_a_person():
    known = replace(KNOWN, orders=(*KNOWN.orders, Order(ORDER_1, "KG-2026-3", STRANGER, 12100)))
    [answer] = match_lines([line(-12100, iban=STRANGER)], known)
    assert answer.reason is Why.SEVERAL_ORDERS


def test_an_order_and_a_rule_that_both_fit_go_to_a_person():
    known = replace(KNOWN, rules=(*KNOWN.rules, BookingRule(RULE_FEE, "6500", False, iban=STRANGER)))
    [answer] = match_lines([line(-12100, iban=STRANGER)], known)
    assert answer.reason is Why.SEVERAL_ORDERS


def test_rules_that_say_different_accounts_go_to_a_person():
    known = replace(KNOWN, rules=(*KNOWN.rules, BookingRule(RULE_FEE, "6140", False, words=("gestion",))))
    [answer] = match_lines([line(-1250, "frais de gestion")], known)
    assert answer.reason is Why.SEVERAL_RULES


def test_rules_that_share_by_different_keys_go_to_a_person():
    same = BookingRule(RULE_FEE, "6500", False, words=("gestion",))
    assert (
        match_lines([line(-1250, "frais de gestion")], replace(KNOWN, rules=(*KNOWN.rules, same)))[0].target == "rule"
    )
    known = replace(KNOWN, rules=(*KNOWN.rules, replace(same, key=RULE_LIFT)))
    [answer] = match_lines([line(-1250, "frais de gestion")], known)
    assert answer.reason is Why.SEVERAL_RULES


@pytest.mark.parametrize(
    ("since", "until", "reason"),
    [
        (DAY, None, Why.BOOKING_RULE),
        (DAY + timedelta(days=1), None, Why.UNKNOWN),
        (None, DAY + timedelta(days=1), Why.BOOKING_RULE),
        (None, DAY, Why.UNKNOWN),
    ],
)
def test_a_rule_says_nothing_on_days_on_which_its_key_is_not_in_force(since, until, reason):
    rule = BookingRule(RULE_FEE, "6500", False, words=("gestion",), key=RULE_LIFT, since=since, until=until)
    [answer] = match_lines([line(-1250, "frais de gestion")], replace(KNOWN, rules=(rule,)))
    assert answer.reason is reason


def test_a_rule_without_account_and_words_fits_nothing():
    known = replace(KNOWN, rules=(BookingRule(RULE_FEE, "6500", False),))
    [answer] = match_lines([line(-1250, "frais")], known)
    assert answer.reason is Why.UNKNOWN


def test_every_reason_is_reached():
    """A reason that no case reaches would be a sentence nobody has read."""
    elsewhere = {
        Why.SEVERAL_ORDERS, Why.SEVERAL_RULES, Why.BY_PERSON, Why.UNDONE,
        *(Why.ORDER_WORDS, Why.ORDER_PAID_BEFORE, Why.ORDER_CANCELLED, Why.ORDER_RETURNED),  # test_order_lines.py
        Why.KNOWN_ACCOUNT_ALL,  # test_open_items.py
    }  # fmt: skip
    assert {case[3] for case in CASES} | elsewhere == set(Why)


def test_items_not_paid_stay_open():
    [answer] = match_lines([line(16130, TOM_CALL)], KNOWN)
    assert answer.parts == (Part(I_TOM.id, 16130),)
