"""A building of a bench of bank lines: owners with names too near each other, their calls, and who pays from which account.

Planted in every run: twins a letter or two apart who owe the same, pay half of it from new accounts and are misspelt for
each other, two of one name, and one account that pays for two debtors.
"""

from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

from koprogo.rules.accounting.bank_facts import Debtor, Issued, Item
from koprogo.rules.charges.communication import number_of

FIRST = (
    "Jan", "Marie", "Luc", "An", "Pieter", "Sofie", "Karim", "Julie", "Tom", "Nathalie", "Bart", "Fatima", "Olivier",
    "Els", "Mehmet", "Claire", "Wim", "Isabelle", "Yves", "Hilde",
)  # fmt: skip
LAST = (
    "Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet", "Dubois",
    "Lambert", "Dupont", "Martin", "Simon", "Laurent", "Leroy", "Renard", "El Amrani", "Yilmaz", "Van den Broeck",
    "Vermeulen", "Hendrickx", "Lemmens", "Delvaux",
)  # fmt: skip
TWINS = (
    ("Jan Peeters", "Jan Peters"), ("Luc De Smet", "Luc De Smedt"), ("Marie Jansens", "Marie Janssens"),
    ("An Maes", "Jan Maes"), ("Yves Lambert", "Yves Lamberts"),
)  # fmt: skip
SAME_NAME = "Claire Renard"
AMOUNTS = (8500, 11250, 12500, 14000, 16130, 18000, 20500, 22500, 24000, 27500, 31000, 35000, 38500)
"""Few, so that an amount says nothing of whose it is."""
MONTHS = 12
FIRST_NUMBER, FIRST_ELSEWHERE = 1, 5_000_000


@dataclass
class Owner:
    """A debtor of the bench: her name and amount, the account she usually pays from, and the calls she has not paid."""

    id: UUID
    name: str
    amount: int
    iban: str
    twin: bool = False
    unpaid: list[UUID] = field(default_factory=list)


@dataclass
class Building:
    """Owners, and the numbers issued so far; `shared`: the account that pays for two of them."""

    random: Random
    owners: list[Owner]
    shared: str
    numbers: dict[str, Issued] = field(default_factory=dict)
    number_by_item: dict[UUID, str] = field(default_factory=dict)
    items: dict[UUID, Item] = field(default_factory=dict)
    count: int = 0

    def debtors(self) -> tuple[Debtor, ...]:
        """Return them as the matching knows them."""
        return tuple(Debtor(owner.id, (owner.name,)) for owner in self.owners)

    def call(self, month: int) -> None:
        """Call every owner's amount once, with a number of its own."""
        for owner in self.owners:
            self.count += 1
            item = Item(UUID(int=10**6 + self.count), owner.id, date(2026, month, 1), owner.amount, owner.amount)
            number = number_of(FIRST_NUMBER + self.count)
            self.items[item.id] = item
            self.numbers[number] = Issued(owner.id, item.id)
            self.number_by_item[item.id] = number
            owner.unpaid.append(item.id)

    def new_account(self) -> str:
        """Return an account that nobody has seen."""
        return iban_of(self.random.randrange(10**11))


def iban_of(number: int) -> str:
    """Return the Belgian IBAN of a number below 10^10 and its check."""
    plain = f"{number % 10**10:010d}"
    plain += f"{int(plain) % 97 or 97:02d}"
    return f"BE{98 - int(plain + '111400') % 97:02d}{plain}"


def building(seed: int, owners: int) -> Building:
    """Return a building of so many owners, twins and the payer of two lots among them."""
    random = Random(seed)
    names = [name for pair in TWINS for name in pair] + [SAME_NAME, SAME_NAME]
    while len(names) < owners:
        names.append(f"{random.choice(FIRST)} {random.choice(LAST)} {random.choice(LAST)}")
    made = [
        Owner(UUID(int=1 + place), name, random.choice(AMOUNTS), iban_of(random.randrange(10**10)), place < 12)
        for place, name in enumerate(names)
    ]
    for place in range(0, 12, 2):
        made[place + 1].amount = made[place].amount
    shared = made[12].iban
    made[13].iban = shared
    made[13].amount = made[12].amount + random.choice((0, 1500))
    return Building(random, made, shared)
