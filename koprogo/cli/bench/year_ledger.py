"""A ledger in memory with the product's own rules: the door, numbers, steps of the year, the hash of each voucher.

It stands for PostgreSQL in the seeded years: what is refused here is refused by the rules (`rules/accounting/entries.py`),
and the hash is the one that is stored. What the database adds (locks, triggers, walls) has tests of its own.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import orjson

from koprogo.rules.accounting.chart import Part, owner_code, owner_part
from koprogo.rules.accounting.closing import Journal, Step, closing_lines
from koprogo.rules.accounting.entries import Found, Line, OwnerLine, Voucher, Year, faults
from koprogo.services.accounting.content_hash import content_hash, stored_hash
from koprogo.services.accounting.post_entry import NewEntry, NewLine, OwnerFact

Amounts = list[tuple[str, int]]
"""Code and cents, debit positive."""


class NotBooked(Exception):
    """The rules refused a voucher; `found` says why."""

    def __init__(self, reference: str, found: list[Found]) -> None:
        super().__init__(f"{reference}: {', '.join(each.fault.value for each in found)}")
        self.found = found


def name_of(code: str) -> UUID:
    """Return the id under which an account, a debtor or a source stands here."""
    return uuid5(NAMESPACE_OID, code)


@dataclass(frozen=True)
class Kept:
    """A booked voucher: what was given to the door, its number, its hash."""

    entry: NewEntry
    number: int
    hash: bytes

    def amounts(self, codes: dict[UUID, str]) -> Amounts:
        """Return its lines by code."""
        return [(codes[line.account_id], line.amount) for line in self.entry.lines]


@dataclass
class Ledger:
    """One fiscal year of vouchers; a code `4100.x` or `4101.x` is an owner's."""

    starts: date
    ends: date
    stands: Step = Step.OPENED
    kept: list[Kept] = field(default_factory=list)
    codes: dict[UUID, str] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)
    by_reference: dict[str, Kept] = field(default_factory=dict)
    counters: Counter[Journal] = field(default_factory=Counter)
    frozen: dict[str, int] = field(default_factory=dict)

    def post(
        self,
        journal: Journal,
        day: date,
        reference: str,
        amounts: Sequence[tuple[str, int]],
        owners: Sequence[tuple[str, int]] = (),
        *,
        kind: str = "general",
    ) -> Kept:
        """Book a voucher of codes and cents; `owners` is what the act itself tells them.

        Raises:
            NotBooked: the rules refuse it, the year is closed, or the reference was used for something else.
        """
        lines = tuple(
            NewLine(self.account(code), cents, source=("test", name_of(reference))) for code, cents in amounts if cents
        )
        items = tuple(
            OwnerFact(
                name_of(code[5:]), "reserve" if code[3] == "0" else "other", "call", cents, ("test", name_of(reference))
            )
            for code, cents in owners
            if cents
        )
        return self.take(NewEntry(journal, day, reference, kind, reference, lines, items))

    def take(self, entry: NewEntry, at_import: bool = False) -> Kept:
        """Book a voucher as the door does: judged, looked for by its reference, then numbered."""
        owners = [OwnerLine(self._owner(item), item.amount) for item in entry.owner_items]
        lines = [Line(self.codes[line.account_id], line.amount, line.weight, line.total) for line in entry.lines]
        voucher = Voucher(entry.journal, entry.day, entry.reference, entry.kind, entry.text, lines, owners)
        digest = content_hash(entry, self.codes)
        known = self.by_reference.get(entry.reference)
        if known is not None and known.hash == digest:
            return known
        found = faults(voucher, None if at_import else Year(self.starts, self.ends, self.stands))
        if found or known is not None:
            raise NotBooked(entry.reference, found)
        self.counters[entry.journal] += 1
        kept = Kept(entry, self.counters[entry.journal], digest)
        self.kept.append(kept)
        self.by_reference[entry.reference] = kept
        return kept

    def reverse(self, reference: str, day: date, as_reference: str) -> Kept:
        """Take a voucher back by its counter-entry."""
        old = self.by_reference[reference]
        journal = old.entry.journal if self.stands is Step.OPENED else Journal.CLOSING
        back = [(code, -cents) for code, cents in old.amounts(self.codes)]
        told = [(self._owner(item), -item.amount) for item in old.entry.owner_items]
        return self.post(journal, day, as_reference, back, told, kind="reversal")

    def balances(self) -> dict[str, int]:
        """Return what stands on each account, without those at nil."""
        sums: Counter[str] = Counter()
        for kept in self.kept:
            for line in kept.entry.lines:
                sums[self.codes[line.account_id]] += line.amount
        return {code: cents for code, cents in sorted(sums.items()) if cents}

    def told(self) -> Counter[str]:
        """Return what the acts told each owner, by the code of her account."""
        sums: Counter[str] = Counter()
        for kept in self.kept:
            for item in kept.entry.owner_items:
                sums[self._owner(item)] += item.amount
        return sums

    def close(self) -> bytes:
        """Close the year as the product does, once; asked again it gives the same bytes and books nothing."""
        if self.stands is not Step.FINAL:
            lines = closing_lines(self.balances())
            last = date.fromordinal(self.ends.toordinal() - 1)
            if lines:
                self.post(Journal.CLOSING, last, f"CLOSE-{self.starts}", list(lines.items()), kind="closing")
            self.frozen, self.stands = self.balances(), Step.FINAL
        return self.digest()

    def digest(self) -> bytes:
        """Return the hashes of all vouchers in their places, and the balances: what a closed year is."""
        places = sorted((kept.entry.journal.value, kept.number, kept.hash.hex()) for kept in self.kept)
        return orjson.dumps([places, self.balances()])

    def export(self) -> bytes:
        """Return every voucher as JSON, accounts by code."""
        return orjson.dumps(
            [
                {
                    "journal": kept.entry.journal, "day": kept.entry.day, "reference": kept.entry.reference,
                    "kind": kept.entry.kind, "text": kept.entry.text, "hash": kept.hash.hex(),
                    "lines": [[self.codes[each.account_id], each.amount, *(each.source or ())] for each in kept.entry.lines],
                    "owners": [
                        [each.debtor_id, each.account, each.kind, each.amount, *each.source, self._owner(each)]
                        for each in kept.entry.owner_items
                    ],
                }
                for kept in self.kept
            ]
        )  # fmt: skip

    def account(self, code: str) -> UUID:
        """Return the id of an account, opened at its first use."""
        made = name_of(code)
        self.codes[made] = code
        if owner_part(code):
            self.names[name_of(code[5:])] = code[5:]
        return made

    def _owner(self, item: OwnerFact) -> str:
        return owner_code(Part(item.account), int(self.names[item.debtor_id]))


def imported(content: bytes, starts: date, ends: date) -> tuple[Ledger, list[str]]:
    """Book an export elsewhere; return the ledger and the vouchers whose hash is not the one exported."""
    there, differs = Ledger(starts, ends), []
    for row in orjson.loads(content):
        lines = [
            SimpleNamespace(
                code=code, amount=cents, lot_id=None, key_id=None, weight=None, total=None, cost_from=None, cost_until=None,
                source_kind=kind, source_id=UUID(source),
            )
            for code, cents, kind, source in row["lines"]
        ]  # fmt: skip
        items = [
            SimpleNamespace(debtor_id=UUID(who), part=part, kind=kind, amount=cents, source_kind=of, source_id=UUID(source))
            for who, part, kind, cents, of, source, _ in row["owners"]
        ]  # fmt: skip
        head = SimpleNamespace(
            **{name: row[name] for name in ("journal", "reference", "kind", "text")}, day=date.fromisoformat(row["day"]),
            document_id=None, reverses=None,
        )  # fmt: skip
        if stored_hash(head, lines, items).hex() != row["hash"]:
            differs.append(row["reference"])
        there.take(_entry(there, row, head, lines, items), at_import=True)
    there.stands = Step.FINAL
    return there, differs


def _entry(there: Ledger, row: Any, head: Any, lines: list[Any], items: list[Any]) -> NewEntry:
    for *_, code in row["owners"]:
        there.account(code)
    return NewEntry(
        Journal(head.journal), head.day, head.reference, head.kind, head.text,
        tuple(NewLine(there.account(each.code), each.amount, source=(each.source_kind, each.source_id)) for each in lines),
        tuple(
            OwnerFact(each.debtor_id, each.part, each.kind, each.amount, (each.source_kind, each.source_id))
            for each in items
        ),
    )  # fmt: skip
