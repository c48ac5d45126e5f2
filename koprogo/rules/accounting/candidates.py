"""Whom a person may mean when the matching would not guess: owners with what speaks for each, the likeliest first.

A proposal, never a match: one clue is enough to be shown here, and not enough to be booked.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import BankLine, Item
from koprogo.rules.accounting.match_desk import Desk, fitting_items
from koprogo.rules.accounting.numbers_in_text import one_slip_away, shapes_in
from koprogo.rules.accounting.payer_names import words_of
from koprogo.rules.texts import CC_3_89_5_15

MOST = 5
SHORTEST_WORD = 3
"""Letters of a word of a name that is looked for: `de` and `la` point at half the building."""


class ClueMessage(StrEnum):
    """What speaks for an owner."""

    NUMBER = "the communication"
    NEAR_NUMBER = "a communication one slip away"
    ACCOUNT = "the paying account"
    NAME = "the full name"
    WORD = "a part of the name"
    AMOUNT = "the amount of an open item"
    SUM = "the amount of several open items"
    ALL = "the amount owed in all"


WEIGHT = {
    ClueMessage.NUMBER: 16,
    ClueMessage.NEAR_NUMBER: 12,
    ClueMessage.ACCOUNT: 8,
    ClueMessage.NAME: 8,
    ClueMessage.WORD: 4,
    ClueMessage.AMOUNT: 3,
    ClueMessage.SUM: 2,
    ClueMessage.ALL: 3,
}


@dataclass(frozen=True)
class Candidate:
    """An owner who may have paid, with the clues and the calls the amount would settle, if it fits some exactly."""

    debtor: UUID
    clues: tuple[ClueMessage, ...]
    fits: tuple[Item, ...]


@cites(CC_3_89_5_15)
def candidates(line: BankLine, desk: Desk) -> list[Candidate]:
    """Return at most five owners for whom something speaks; for equal clues who comes first in the books."""
    found = [each for debtor in desk.known.debtors if (each := _candidate(line, desk, debtor.id, debtor.names)).clues]
    return sorted(found, key=lambda each: -sum(WEIGHT[clue] for clue in each.clues))[:MOST]


def _candidate(line: BankLine, desk: Desk, debtor: UUID, names: tuple[str, ...]) -> Candidate:
    clues = [*_number_clues(line, desk, debtor)]
    if debtor in desk.payers(line.iban):
        clues.append(ClueMessage.ACCOUNT)
    clues += _name_clues(line, desk, debtor, names)
    fits = fitting_items(line.amount, desk.items.of(debtor)) if line.amount > 0 else ()
    if fits:
        clues.append(ClueMessage.AMOUNT if len(fits) == 1 else ClueMessage.SUM)
    elif 0 < line.amount == desk.items.owed(debtor):
        clues.append(ClueMessage.ALL)
    return Candidate(debtor, tuple(clues), fits)


def _number_clues(line: BankLine, desk: Desk, debtor: UUID) -> list[ClueMessage]:
    numbers, shapes = desk.known.numbers, shapes_in(line.words)
    if any(each in numbers and numbers[each].debtor == debtor for each in shapes):
        return [ClueMessage.NUMBER]
    near = (number for each in shapes for number in one_slip_away(each, numbers))
    return [ClueMessage.NEAR_NUMBER] if any(numbers[number].debtor == debtor for number in near) else []


def _name_clues(line: BankLine, desk: Desk, debtor: UUID, names: tuple[str, ...]) -> list[ClueMessage]:
    if debtor in desk.called(line.name):
        return [ClueMessage.NAME]
    said = {word for word in (*words_of(line.name), *words_of(line.words)) if len(word) >= SHORTEST_WORD}
    known = {word for name in names for word in words_of(name)}
    near = bool(line.name) and desk.called_nearly(line.name, [debtor])
    return [ClueMessage.WORD] if near or said & known else []
