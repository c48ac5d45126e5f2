"""Supplier invoices: sums to the cent, twins, steps, funding, what was given per lot, and costs over time."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.core.actor import Role
from koprogo.core.money import Money, total
from koprogo.rules.charges.funding import Allowance, Fund, Funding, fits, pays_from
from koprogo.rules.charges.given_amounts import read_given_amounts
from koprogo.rules.charges.invoice_steps import NEXT, STANDING, WHO, Standing, Step, may_become, may_take, steps_open_to
from koprogo.rules.charges.invoice_totals import NetLine, Refusal, VatRate, gross_lines, totals, vat_of
from koprogo.rules.charges.invoice_twins import Alike, Paper, plain, twins
from koprogo.rules.charges.supplier_account import (
    WAIT,
    Given,
    IbanStanding,
    IbanStep,
    OnPaper,
    may_confirm,
    paid_on,
    stands,
    wait_ends,
)

cents = st.integers(-10_000_000, 10_000_000).map(Money)
lines = st.lists(st.builds(NetLine, st.sampled_from(VatRate), cents), max_size=30)
SUPPLIER, ANNA = uuid4(), uuid4()
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@given(lines)
def test_the_costs_of_the_lines_are_the_computed_total(found):
    assert total(gross_lines(found)) == totals(found, Money(1)).computed


@given(lines)
def test_a_credit_mirrors_the_bill(found):
    mirrored = [NetLine(line.rate, -line.net) for line in found]
    assert gross_lines(mirrored) == tuple(-each for each in gross_lines(found))


@given(cents, st.sampled_from(VatRate))
def test_vat_is_within_half_a_cent(net, rate):
    percent = 0 if rate is VatRate.EXEMPT else int(rate.value)
    assert abs(vat_of(net, rate).cents * 100 - net.cents * percent) <= 50


def test_a_paper_without_lines_has_nothing_to_book():
    assert totals([], Money(100)).refusal is Refusal.NOTHING


def paper(number="F 1", gross=36_300, day=date(2025, 3, 1), supplier=SUPPLIER):
    return Paper(uuid4(), supplier, number, Money(gross), day)


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (paper("f-1", 1, date(2020, 1, 1)), Alike.NUMBER),
        (paper("F 2", day=date(2025, 3, 11)), Alike.AMOUNT_AND_DAY),
        (paper("F 2", day=date(2025, 2, 19)), Alike.AMOUNT_AND_DAY),
        (paper("F 2", day=date(2025, 3, 12)), None),
        (paper("F 2", gross=36_301), None),
        (paper("F 2", day=None), None),
        (paper(supplier=uuid4()), None),
    ],
)
def test_what_looks_alike(other, alike):
    assert [twin.alike for twin in twins(paper(), [other])] == ([alike] if alike else [])


def test_a_number_says_more_than_an_amount_and_a_paper_is_not_its_own_twin():
    here, same_sum, same_number = paper(), paper("F 2"), paper()
    assert [twin.id for twin in twins(here, [here, same_sum, same_number])] == [same_number.id, same_sum.id]
    assert not twins(paper("", 0), [paper("", 0)])
    assert plain("00-12") == "12"


def test_every_step_leads_somewhere_and_belongs_to_somebody():
    assert set(NEXT) == set(Standing) and set(WHO) == set(Step) == set(STANDING)
    assert not may_become(Standing.BOOKED, Step.RETURNED), "a booked invoice is never edited"
    assert not any(may_take(step, frozenset({Role.COUNCIL, Role.AUDITOR, Role.OWNER})) for step in Step)


def test_who_presses_what():
    syndic, accountant = frozenset({Role.SYNDIC}), frozenset({Role.ACCOUNTANT})
    assert steps_open_to(Standing.SUBMITTED, syndic) == (Step.APPROVED, Step.RETURNED, Step.REJECTED)
    assert steps_open_to(Standing.SUBMITTED, accountant) == (Step.RETURNED,)
    assert steps_open_to(Standing.DRAFT, accountant) == (Step.SUBMITTED,)
    assert steps_open_to(Standing.BOOKED, syndic) == (Step.REVERSED,)
    assert steps_open_to(Standing.PAID, syndic) == ()


def test_only_the_reserve_pays_from_the_reserve():
    assert {each for each in Funding if pays_from(each) is Fund.RESERVE} == {Funding.RESERVE}


def test_the_ceiling_holds_to_the_cent():
    assert fits(Allowance(Money(1000), Money(400), Money(600)))
    assert not fits(Allowance(Money(1000), Money(400), Money(601)))
    assert fits(Allowance(Money(1000), Money(2000), Money(-1)))


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("A1 10,00\nA2 2,50", {"A1": 1000, "A2": 250}),
        ("Lot;Amount\nA1;10.00\n\nA2;2.5", {"A1": 1000, "A2": 250}),
        ('"a1"\t15,00\nA2\t-2,50', {"A1": 1500, "A2": -250}),
        ("Cave  3 1 012,50\nA1 -1.000,00", {"Cave 3": 101_250, "A1": -100_000}),
    ],
)
def test_amounts_per_lot_are_read(text, amounts):
    found = read_given_amounts(text, ["A1", "A2", "Cave 3"], Money(1250))
    assert (found.problems, {lot: each.cents for lot, each in found.amounts.items()}) == ((), amounts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("A1 10,00", "add up to"),
        ("A1 12,51", "add up to"),
        ("A9 12,50", "there is no lot"),
        ("A1 12,50\nA1 0", "twice"),
        ("A1 twelve", "write the amount"),
        ("A1 1,234", "write the amount"),
        ("A1=", "write the number"),
        ("\n" * 2001, "at most"),
    ],
)
def test_amounts_per_lot_that_are_refused(text, says):
    found = read_given_amounts(text, ["A1", "A2"], Money(1250))
    assert says in found.problems[0].message_id


@pytest.mark.parametrize(
    ("roles", "who", "may"),
    [
        ({Role.COUNCIL}, uuid4(), True),
        ({Role.AUDITOR, Role.OWNER}, uuid4(), True),
        ({Role.COUNCIL}, ANNA, False),
        ({Role.SYNDIC}, uuid4(), False),
        ({Role.ACCOUNTANT, Role.COUNCIL}, uuid4(), False),
        ({Role.OWNER}, uuid4(), False),
    ],
)
def test_the_second_person(roles: set[Role], who: UUID, may: bool):
    assert may_confirm(frozenset(roles), who, ANNA) is may


@pytest.mark.parametrize(
    ("last", "until", "standing"),
    [
        (IbanStep.ENTERED, None, IbanStanding.TO_CONFIRM),
        (IbanStep.TO_TELL, None, IbanStanding.TO_TELL),
        (IbanStep.CONFIRMED, None, IbanStanding.USABLE),
        (IbanStep.REFUSED, NOW, IbanStanding.REFUSED),
        (IbanStep.TOLD, NOW + WAIT, IbanStanding.WAITING),
        (IbanStep.TOLD, NOW + timedelta(microseconds=1), IbanStanding.WAITING),
        (IbanStep.TOLD, NOW, IbanStanding.USABLE),
    ],
)
def test_when_an_account_may_be_paid(last, until, standing):
    assert stands(last, until, NOW) is standing


@pytest.mark.parametrize(
    ("how", "day", "ends"),
    [
        (OnPaper.HUNG_UP, NOW, NOW + WAIT),
        (OnPaper.HANDED, NOW - timedelta(days=9), NOW + WAIT),
        (OnPaper.POSTED, NOW, NOW + timedelta(days=3) + WAIT),
        (OnPaper.POSTED, NOW - timedelta(days=3), NOW + WAIT),
        (OnPaper.POSTED, NOW - timedelta(days=4), NOW + WAIT),
    ],
)
def test_the_hours_after_a_notice_on_paper_never_begin_before_it_is_noted_or_there(how, day, ends):
    assert wait_ends(NOW, day, how) == ends


@pytest.mark.parametrize(
    ("known", "number"),
    [
        ((), ""),
        ((("A", IbanStanding.REFUSED, 1),), ""),
        ((("A", IbanStanding.WAITING, 1), ("B", IbanStanding.REFUSED, 2)), "A"),
        ((("A", IbanStanding.USABLE, 1), ("B", IbanStanding.TO_CONFIRM, 2)), "A"),
        ((("A", IbanStanding.USABLE, 2), ("B", IbanStanding.USABLE, 1)), "A"),
        ((("A", IbanStanding.TO_CONFIRM, 1), ("B", IbanStanding.WAITING, 2)), "B"),
    ],
)
def test_where_an_invoice_without_a_number_is_paid(known, number):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    assert paid_on(Given(name, standing, at + timedelta(hours=hour)) for name, standing, hour in known) == number
