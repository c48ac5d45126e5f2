"""The movements of a bench of bank lines, in the fixed mix, each with the truth that the matching does not see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from koprogo.cli.bench.bank_building import FIRST_ELSEWHERE, Building, Owner
from koprogo.core.numbers import format_structured
from koprogo.rules.accounting.bank_facts import BankLine
from koprogo.rules.charges.communication import number_of


class Kind(StrEnum):
    """Kinds of movement, with the share of each in hundredths (`MIX`)."""

    NUMBER = "right communication"
    MISTYPED = "mistyped"
    ACCOUNT = "account only"
    NAME = "name and amount"
    GROUPED = "grouped"
    PARTIAL = "partial or double"
    FOREIGN = "foreign"


MIX = {
    Kind.NUMBER: 70,
    Kind.MISTYPED: 8,
    Kind.ACCOUNT: 8,
    Kind.NAME: 5,
    Kind.GROUPED: 4,
    Kind.PARTIAL: 3,
    Kind.FOREIGN: 2,
}


@dataclass(frozen=True)
class Movement:
    """A line with its truth: who paid, and which items (None among them: credit); nobody for a foreign one."""

    kind: Kind
    line: BankLine
    debtor: UUID | None
    items: tuple[UUID | None, ...] = ()


class Month:
    """The movements of one month; whom a movement is about has it paid, so that truth moves on by itself."""

    def __init__(self, found: Building, month: int, first_line: int) -> None:
        self.building, self.random, self.month = found, found.random, month
        self.count = first_line

    def movements(self, most: int) -> Iterator[Movement]:
        """Yield about so many (a payment in two lines is not torn apart), in no order of owners."""
        owners = list(self.building.owners)
        self.random.shuffle(owners)
        left = most
        for owner in owners:
            if left <= 0:
                return
            made = self._of(self._kind(owner), owner)
            left -= len(made)
            yield from made

    def _kind(self, owner: Owner) -> Kind:
        """Draw a kind; who let a month pass often pays it together with the next, which makes the grouped ones."""
        if len(owner.unpaid) > 1 and self.random.random() < 0.12:
            return Kind.GROUPED
        return self.random.choices(list(MIX), weights=list(MIX.values()))[0]

    def _of(self, kind: Kind, owner: Owner) -> list[Movement]:
        if kind is Kind.FOREIGN:
            return [self._foreign(owner)]
        if kind is Kind.GROUPED and len(owner.unpaid) < 2:
            return []  # she lets one pass, and pays two together next time
        if kind is Kind.GROUPED:
            return [self._grouped(owner)]
        return {
            Kind.NUMBER: self._number,
            Kind.MISTYPED: self._mistyped,
            Kind.ACCOUNT: self._account,
            Kind.NAME: self._name,
            Kind.PARTIAL: self._partial,
        }[kind](owner)

    def _line(self, amount: int, words: str, iban: str, name: str) -> BankLine:
        self.count += 1
        return BankLine(UUID(int=2 * 10**9 + self.count), amount, date(2026, self.month, 20), iban, name, words)

    def _written(self, name: str) -> str:
        """Return a name as some bank writes it."""
        words = name.split()
        turned = " ".join([*words[1:], words[0]])
        return self.random.choice((name, name.upper(), turned.upper(), f"M. {turned}"))

    def _account_of(self, owner: Owner) -> str:
        """Return her own account; of twins a new one half of the time."""
        if owner.twin and self.random.random() < 0.5:
            return self.building.new_account()
        return owner.iban

    def _number(self, owner: Owner) -> list[Movement]:
        item = owner.unpaid.pop(0)
        digits = self.building.number_by_item[item]
        words = self.random.choice(
            (digits, format_structured(digits), f"0475 12 34 56 {format_structured(digits)}", f"appel {digits} merci")
        )
        who, iban = self._written(owner.name), self._account_of(owner)
        chance = self.random.random()
        if chance < 0.03 and not owner.twin:  # a relative in the same building pays
            relative = self.random.choice(self.building.owners)
            iban, who = relative.iban, self._written(relative.name)
        elif chance < 0.06:
            iban, who = self.building.new_account(), "ETUDE NOTARIALE"
        return [Movement(Kind.NUMBER, self._line(owner.amount, words, iban, who), owner.id, (item,))]

    def _mistyped(self, owner: Owner) -> list[Movement]:
        item = owner.unpaid.pop(0)
        typed = self._slip(self.building.number_by_item[item])
        if self.random.random() < 0.15:
            typed = self._slip(typed)
        line = self._line(owner.amount, format_structured(typed), self._account_of(owner), self._written(owner.name))
        return [Movement(Kind.MISTYPED, line, owner.id, (item,))]

    def _slip(self, digits: str) -> str:
        place = self.random.randrange(11)
        if self.random.random() < 0.3 and digits[place] != digits[place + 1]:
            return digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
        other = self.random.choice([sign for sign in "0123456789" if sign != digits[place]])
        return digits[:place] + other + digits[place + 1 :]

    def _account(self, owner: Owner) -> list[Movement]:
        item = owner.unpaid.pop(0)
        words = self.random.choice(("", "charges", "provision", "appartement"))
        line = self._line(owner.amount, words, self._account_of(owner), self._written(owner.name))
        return [Movement(Kind.ACCOUNT, line, owner.id, (item,))]

    def _name(self, owner: Owner) -> list[Movement]:
        item = owner.unpaid.pop(0)
        who = owner.name
        if owner.twin and self.random.random() < 0.3:  # her bank spells her as the other one is spelt
            place = self.building.owners.index(owner)
            who = self.building.owners[place ^ 1].name
        line = self._line(owner.amount, "charges", self.building.new_account(), self._written(who))
        return [Movement(Kind.NAME, line, owner.id, (item,))]

    def _grouped(self, owner: Owner) -> Movement:
        items = tuple(owner.unpaid[: self.random.choice((2, 3))])
        del owner.unpaid[: len(items)]
        numbers = " ".join(self.building.number_by_item[item] for item in items)
        words = numbers if self.random.random() < 0.25 else "plusieurs mois"
        line = self._line(owner.amount * len(items), words, owner.iban, self._written(owner.name))
        return Movement(Kind.GROUPED, line, owner.id, items)

    def _partial(self, owner: Owner) -> list[Movement]:
        item = owner.unpaid.pop(0)
        digits, who = self.building.number_by_item[item], self._written(owner.name)
        first = owner.amount if self.random.random() < 0.5 else owner.amount // 3
        second = owner.amount if first == owner.amount else owner.amount - first
        again: UUID | None = None if first == owner.amount else item
        return [
            Movement(Kind.PARTIAL, self._line(first, digits, owner.iban, who), owner.id, (item,)),
            Movement(Kind.PARTIAL, self._line(second, digits, owner.iban, who), owner.id, (again,)),
        ]

    def _foreign(self, owner: Owner) -> Movement:
        """Return somebody else's payment, of an amount that is open here: a number of elsewhere, or no number at all."""
        if self.random.random() < 0.5:
            words = number_of(FIRST_ELSEWHERE + self.count)
        else:
            words = self.random.choice(("loyer", "remboursement", "avance"))
        line = self._line(owner.amount, words, self.building.new_account(), "Vzw De Linde")
        return Movement(Kind.FOREIGN, line, None)
