"""Loans: whatever the contract and the shares, each due day and each lot come out to the cent; nobody is given back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.money import ZERO, Money, total
from koprogo.rules.charges.loan_parts import in_steps, parts_of, split_works
from koprogo.rules.charges.loan_schedule import Due, Every, NotInOrder, NotTheLoan, Terms, Way, annuity, held, schedule

FIRST = date(2026, 1, 31)
terms = st.builds(
    Terms, rate=st.integers(0, 25_000), every=st.sampled_from(Every), instalments=st.integers(1, 60),
    first_due=st.just(FIRST),
)  # fmt: skip
owed = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(1, 2_000_000), min_size=1)


@given(st.integers(1, 10_000_000), terms, st.sampled_from([Way.ANNUITY, Way.PRINCIPAL]))
def test_a_schedule_repays_the_loan_and_never_takes_back(cents, contract, way):
    dues = schedule(Money(cents), contract, way)
    assert total(due.principal for due in dues) == Money(cents)
    assert len(dues) == contract.instalments
    assert all(due.principal >= ZERO and due.interest >= ZERO for due in dues)
    assert [due.day for due in dues] == sorted({due.day for due in dues})


@given(owed, terms)
def test_parts_are_the_instalment_and_over_the_years_what_was_owed(weights, contract):
    shares = {lot: Money(cents) for lot, cents in weights.items()}
    dues = schedule(total(shares.values()), contract, Way.ANNUITY)
    parts = parts_of(dues, shares)
    for due, step in zip(dues, parts, strict=True):
        assert total(part.principal for part in step.values()) == due.principal
        assert total(part.interest for part in step.values()) == due.interest
        assert all(part.principal >= ZERO and part.interest >= ZERO for part in step.values())
    for lot, share in shares.items():
        assert total(step[lot].principal for step in parts) == share


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=40), st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 9))
)
def test_a_few_cents_are_never_given_back_either(amounts, weights):
    weights = weights or {"A": 1}
    steps = in_steps([Money(each) for each in amounts], weights)
    assert [sum(part.cents for part in step.values()) for step in steps] == amounts
    assert all(part >= ZERO for step in steps for part in step.values())


@given(
    st.integers(1, 10_000_000),
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(0, 999)),
    st.sets(st.sampled_from("ABCDE")),
)
def test_cash_and_loan_are_the_works(cents, weights, cash):
    weights = {**weights, "Z": 1}
    found = split_works(Money(cents), weights, cash)
    assert found.loan + found.called == Money(cents)
    assert not set(found.cash) & set(found.borrowed)


def test_what_is_refused():
    table = [Due(1, FIRST, Money(60), ZERO), Due(2, FIRST, Money(40), ZERO)]
    with pytest.raises(NotInOrder):
        held(Money(100), table)
    with pytest.raises(NotTheLoan):
        held(Money(101), table[:1])
    with pytest.raises(ValueError, match="repay what is owed"):
        parts_of(table, {"A": Money(99)})
    with pytest.raises(ValueError, match="worked out"):
        schedule(Money(100), Terms(0, Every.MONTH, 2, FIRST), Way.TABLE)
    assert parts_of((), {}) == ()
    assert annuity(Money(100), Terms(0, Every.MONTH, 3, FIRST)) == Money(33)
