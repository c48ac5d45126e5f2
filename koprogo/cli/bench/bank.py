"""`koprogo bench bank`: a year of bank lines against the truth they were made from; nothing is matched wrong, or exit 1.

What goes to a person is decided at the end of each month as it was meant, so that the next month knows the account.
"""

import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

import typer

from koprogo.cli.bench.bank_building import FIRST_ELSEWHERE, MONTHS, Building, building
from koprogo.cli.bench.bank_movements import Kind, Month, Movement
from koprogo.cli.bench.report import JsonFile, Seed, say, within
from koprogo.rules.accounting.bank_facts import Answer, Known
from koprogo.rules.accounting.matching import match_lines
from koprogo.rules.accounting.open_items import OpenItems, spread
from koprogo.rules.charges.communication import number_of

KNOWN_AT_FIRST = 0.9
"""Share of owners whose account was confirmed before the first month."""
MOST = 100_000
OUTCOMES = ("matched", "wrong", "person")


@dataclass
class Books:
    """What the books know while the year goes on: answers, and what persons decided, never the truth by itself."""

    building: Building
    items: OpenItems
    elsewhere: frozenset[str]
    payers: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def call(self) -> None:
        """Take in the calls of a new month; what was paid of the ones before stays paid."""
        before = list(self.building.items.values())[: -len(self.building.owners)]
        new = list(self.building.items.values())[-len(self.building.owners) :]
        self.items = OpenItems([*(self.items.item(each.id) for each in before), *new])

    def known(self) -> Known:
        """Return the facts of this month."""
        return Known(
            items=tuple(self.items.item(each) for each in self.building.items),
            numbers=self.building.numbers,
            debtors=self.building.debtors(),
            payers={iban: frozenset(owners) for iban, owners in self.payers.items()},
            elsewhere_numbers=self.elsewhere,
        )

    def take(self, movement: Movement, answer: Answer) -> None:
        """Settle what was matched, or what a person decides as it was meant."""
        if not answer.to_person:
            self.items.settle(answer.parts)
        elif movement.debtor is not None:
            chosen = [self.items.item(item) for item in movement.items if item is not None]
            self.items.settle(spread(movement.line.amount, chosen))
        if movement.debtor is not None and (answer.teaches or answer.to_person):
            self.payers[movement.line.iban].add(movement.debtor)


def bank(
    movements: Annotated[int, typer.Option(help="Movements of the year.")] = 5000,
    seed: Seed = 1,
    json_file: JsonFile = None,
) -> None:
    """Match generated bank lines and hold them against what they were made from; exit 1 when one is wrong."""
    within(movements, MOST, "movements")
    found = run(movements, seed)
    say(found, json_file, failed=bool(found["wrong"]))


def run(movements: int, seed: int) -> dict[str, Any]:
    """Return the figures of one year: matched, wrong and person in all and by kind, and the seconds of the matching."""
    place = building(seed, max(30, movements * 11 // (10 * MONTHS) + 1))
    books = Books(place, OpenItems(()), frozenset(number_of(FIRST_ELSEWHERE + n) for n in range(2 * movements)))
    for owner in place.owners:
        if owner.iban == place.shared or place.random.random() < KNOWN_AT_FIRST:
            books.payers[owner.iban].add(owner.id)
    counts: dict[Kind, Counter[str]] = {kind: Counter() for kind in Kind}
    seconds, left = 0.0, movements
    for month in range(1, MONTHS + 1):
        place.call(month)
        books.call()
        wanted = left if month == MONTHS else min(left, -(-movements // MONTHS))
        made = list(Month(place, month, movements - left).movements(wanted))
        left -= len(made)
        known = books.known()
        started = time.perf_counter()
        answers = match_lines([each.line for each in made], known)
        seconds += time.perf_counter() - started
        for movement, answer in zip(made, answers, strict=True):
            counts[movement.kind][judged(movement, answer)] += 1
            books.take(movement, answer)
    return _figures(counts, seconds, seed, place)


def judged(movement: Movement, answer: Answer) -> str:
    """Say `matched`, `wrong` or `person`; for a foreign movement suspense is right and anything else wrong."""
    if movement.debtor is None:
        return "matched" if answer.to_person else "wrong"
    if answer.to_person:
        return "person"
    settled = tuple(part.item for part in answer.parts)
    return "matched" if answer.subject == movement.debtor and settled == movement.items else "wrong"


def _figures(counts: dict[Kind, Counter[str]], seconds: float, seed: int, place: Building) -> dict[str, Any]:
    total = sum(counts.values(), Counter())
    return {
        "movements": total.total(),
        "seed": seed,
        "owners": len(place.owners),
        "matched": total["matched"],
        "wrong": total["wrong"],
        "person": total["person"],
        "matched_percent": round(100 * total["matched"] / total.total(), 1),
        "seconds": round(seconds, 3),
        "by_kind": {
            kind.value: {each: found[each] for each in ("matched", "wrong", "person")} for kind, found in counts.items()
        },
    }
