"""What is known while the lines of an association are matched one after the other: each match changes it for the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from koprogo.core.sources import cites
from koprogo.rules.accounting.bank_facts import Answer, BankLine, BookingRule, Item, Known, Order, Ordered, Target
from koprogo.rules.accounting.open_items import OpenItems, combinations_of
from koprogo.rules.accounting.payer_names import is_full_name, is_near, words_of
from koprogo.rules.texts import CC_3_89_5_15


class Desk:
    """The facts of `Known`, indexed; open items, payers and orders move on as lines are matched."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.items = OpenItems(known.items, known.balances)
        self._payers: dict[str, frozenset[UUID]] = dict(known.payers)
        self._orders = {order.id: order for order in known.orders}
        self._by_reference = {order.end_to_end: order.id for order in known.orders if order.end_to_end}
        self._names = {debtor.id: debtor.names for debtor in known.debtors}
        self._by_words: dict[str, set[UUID]] = defaultdict(set)
        for debtor in known.debtors:
            for name in debtor.names:
                self._by_words[_key(name)].add(debtor.id)

    def payers(self, iban: str) -> frozenset[UUID]:
        """Return the debtors for whom this account has paid; none for an unknown or empty one."""
        return self._payers.get(iban, frozenset()) if iban else frozenset()

    def called(self, name: str) -> frozenset[UUID]:
        """Return the debtors whose full name this is."""
        found = self._by_words.get(_key(name), ())
        return frozenset(each for each in found if any(is_full_name(name, known) for known in self._names[each]))

    def called_nearly(self, name: str, debtors: Iterable[UUID]) -> bool:
        """Say whether one of these debtors could be taken for the payer by her name."""
        return any(is_near(name, known) for each in debtors for known in self._names.get(each, ()))

    def orders(self) -> Iterable[Order]:
        """Return the payment orders that no line has closed yet."""
        return [order for order in self._orders.values() if order.state == Ordered.OPEN]

    def ordered(self, reference: str) -> Order | None:
        """Return the payment of ours with this reference, open or not; None for another's or an empty one."""
        found = self._by_reference.get(reference) if reference else None
        return self._orders[found] if found else None

    def take(self, line: BankLine, answer: Answer) -> None:
        """Remember what an answer settles, closes and teaches."""
        if answer.target is Target.DEBTOR:
            if answer.subject is not None:
                self.items.settle(answer.parts, answer.subject)
            if answer.teaches and answer.subject is not None:
                self._payers[line.iban] = self.payers(line.iban) | {answer.subject}
        elif answer.target is Target.ORDER and answer.subject is not None:
            self._orders[answer.subject] = replace(self._orders[answer.subject], state=Ordered.PAID)


@cites(CC_3_89_5_15)
def fitting_items(amount: int, items: list[Item]) -> tuple[Item, ...]:
    """Return the items, of one debtor, that an amount pays exactly; nothing when it fits none, or those of several.

    The items of several debtors are tried together: who pays for two lots is read from the amount only if one fits.
    """
    found = combinations_of(amount, items)
    owners = {frozenset(item.debtor for item in each) for each in found}
    return found[0] if len(owners) == 1 and len(next(iter(owners))) == 1 else ()


def fitting_rules(line: BankLine, rules: Iterable[BookingRule]) -> list[BookingRule]:
    """Return the booking rules that a line falls under: direction, account and every word agree, and its key holds.

    On a day on which its key is not in force a rule says nothing: who bears the line is then for a person to say.
    """
    said = f"{line.name} {line.words}".casefold()
    return [
        rule for rule in rules
        if rule.incoming == (line.amount > 0)
        and (rule.iban or rule.words)
        and (not rule.iban or rule.iban == line.iban)
        and all(word.casefold() in said for word in rule.words)
        and (rule.since is None or rule.since <= line.day)
        and (rule.until is None or line.day < rule.until)
    ]  # fmt: skip


def _key(name: str) -> str:
    return " ".join(words_of(name))
