"""How old is what is open: the oldest debts are paid first, so the newest debits are what is open."""

from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.accounting.aging import Aged, aged

CENTS = st.integers(0, 10**9)


def test_a_credit_has_no_age():
    assert aged(-1, 5, 5, 5, 5) == aged(0, 5, 5, 5, 5) == Aged(0, 0, 0, 0, 0)


def test_what_is_left_after_the_newest_is_older():
    assert aged(1000, 0, 100, 200, 300) == Aged(0, 100, 200, 300, 400)
    assert aged(250, 0, 100, 200, 300) == Aged(0, 100, 150, 0, 0)


def test_what_is_not_due_yet_is_the_newest_of_all():
    assert aged(1000, 700, 100, 200, 300) == Aged(700, 100, 200, 0, 0)
    assert aged(500, 700, 100, 200, 300) == Aged(500, 0, 0, 0, 0)


@given(st.lists(st.tuples(st.integers(-60, 200), CENTS), max_size=12), CENTS)
def test_it_is_what_paying_the_oldest_first_leaves(debits, paid):
    """Against a model that pays debit after debit, the oldest first."""
    open_by_age, left = [0, 0, 0, 0, 0], paid
    for age, cents in sorted(debits, reverse=True):
        settled = min(left, cents)
        left -= settled
        open_by_age[0 if age < 0 else 1 if age <= 30 else 2 if age <= 60 else 3 if age <= 90 else 4] += cents - settled
    edges = ((-61, -1), (-1, 30), (30, 60), (60, 90))
    sums = [sum(cents for age, cents in debits if low < age <= high) for low, high in edges]
    balance = sum(cents for _, cents in debits) - paid
    assert aged(balance, *sums) == Aged(*open_by_age)
