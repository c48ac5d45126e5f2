"""`koprogo bench bank` finds nothing wrong, and does find what a careless matching would do."""

import pytest

from koprogo.cli.bench import bank, bank_building
from koprogo.rules.accounting import match_desk, matching
from koprogo.rules.accounting.bank_facts import Answer, Target
from koprogo.rules.accounting.match_messages import MatchMessage as Why
from koprogo.rules.accounting.open_items import spread

MOVEMENTS = 1500


@pytest.mark.parametrize("seed", [7, 8])
def test_a_year_is_matched_without_one_wrong(seed):
    found = bank.run(MOVEMENTS, seed)
    assert found["wrong"] == 0
    assert found["movements"] == pytest.approx(MOVEMENTS, abs=1)
    assert found["matched_percent"] >= 95


def test_the_same_seed_is_the_same_year():
    one, other = (bank.run(400, 3) for _ in range(2))
    assert one | {"seconds": 0} == other | {"seconds": 0}


def test_twins_and_a_payer_of_two_lots_are_in_every_run():
    found = bank_building.building(5, 30)
    assert sum(owner.twin for owner in found.owners) == 2 * len(bank_building.TWINS) + 2
    assert sum(owner.iban == found.shared for owner in found.owners) == 2
    twins = [owner for owner in found.owners if owner.twin]
    assert all(one.amount == other.amount for one, other in zip(twins[::2], twins[1::2], strict=True))


def amount_alone(line, desk):
    """Match whoever owes just this: what the last step must never do."""
    for debtor in sorted(desk.items.owing(line.amount)):
        item = next(each for each in desk.items.of(debtor) if each.open == line.amount)
        return Answer(line.id, Target.DEBTOR, Why.NAME_AND_AMOUNT, {}, debtor, spread(line.amount, [item]))
    return None


@pytest.mark.parametrize(
    ("where", "name", "careless"),
    [
        (matching, "_by_rule", amount_alone),
        (match_desk.Desk, "called_nearly", lambda desk, name, debtors: False),
    ],
    ids=["the amount alone", "near names are told apart by letters"],
)
def test_a_shortened_rule_is_told(monkeypatch, where, name, careless):
    monkeypatch.setattr(where, name, careless)
    assert sum(bank.run(MOVEMENTS, seed)["wrong"] for seed in (7, 8, 9)) > 0
