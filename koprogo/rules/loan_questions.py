"""The questions of a law case about loans: the bank's schedule, who borrows what, and each lot's part of an instalment."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.cases import Fact, Question, amount, day, list_of, map_of, one_of, text, whole
from koprogo.rules.charges import loan_parts as parts
from koprogo.rules.charges import loan_schedule as schedules
from koprogo.rules.charges.loan_schedule import Due, Every, Terms, Way

Answer = Mapping[str, object]


def loan_schedule(
    loan: Money, way: Way, rate_thousandths: int, every: Every, instalments: int, first_due: date
) -> Answer:
    """What does the bank take on which day?"""
    dues = schedules.schedule(loan, Terms(rate_thousandths, every, instalments, first_due), way)
    return {
        "days": [due.day for due in dues],
        "principal": [due.principal for due in dues],
        "interest": [due.interest for due in dues],
    }


def loan_shares(works: Money, shares: Mapping[str, int], pays_cash: list[str]) -> Answer:
    """What is called at once, and what does the bank lend?"""
    found = parts.split_works(works, shares, set(pays_cash))
    return {"cash": dict(found.cash), "borrowed": dict(found.borrowed), "loan": found.loan}


def loan_parts(principal: list[Money], interest: list[Money], owed: Mapping[str, Money]) -> Answer:
    """What does each lot repay at each instalment?"""
    rows = zip(principal, interest, strict=True)
    dues = [Due(number, date.max, repaid, cost) for number, (repaid, cost) in enumerate(rows, start=1)]
    found = parts.parts_of(dues, owed)
    return {
        "principal": [{lot: part.principal for lot, part in step.items()} for step in found],
        "interest": [{lot: part.interest for lot, part in step.items()} for step in found],
    }


# fmt: off
LOAN_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "loan_schedule": Question((
        Fact("loan", amount), Fact("way", one_of(Way)), Fact("rate_thousandths", whole), Fact("every", one_of(Every)),
        Fact("instalments", whole), Fact("first_due", day),
    ), loan_schedule),
    "loan_shares": Question((
        Fact("works", amount), Fact("shares", map_of(whole)), Fact("pays_cash", list_of(text)),
    ), loan_shares),
    "loan_parts": Question((
        Fact("principal", list_of(amount)), Fact("interest", list_of(amount)), Fact("owed", map_of(amount)),
    ), loan_parts),
})
# fmt: on
