"""The bank of a seeded year: what moved, written as CODA statements month by month, read back, matched and booked.

Receipts find their owner by the product's matching; where it leaves a line to a person, she knows what the story knows. A
line given to another owner than the one who paid is a fault.
"""

from dataclasses import dataclass, field
from datetime import date

from koprogo.adapters.coda import CodaLine, CodaStatement, read_coda
from koprogo.adapters.coda_writer import Written, statement
from koprogo.cli.bench.bank_building import iban_of
from koprogo.cli.bench.year_ledger import Amounts, Ledger, name_of
from koprogo.rules.accounting.bank_facts import BankLine, BookingRule, Debtor, Issued, Item, Known, Order, Part, Target
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.accounting.matching import match_lines
from koprogo.rules.accounting.open_items import OpenItems, spread
from koprogo.rules.charges.communication import number_of

CURRENT, RESERVE = iban_of(1), iban_of(2)
CODES = {CURRENT: "551", RESERVE: "550"}
RULES = (
    BookingRule(name_of("fees"), "6500", False, words=("frais",)),
    BookingRule(name_of("antenna"), "7420", True, words=("antenne",)),
)
SUPPLIER = iban_of(3)


@dataclass(frozen=True)
class Moved:
    """What really happened: a movement with its hidden truth, the owner who paid or the paper that was paid."""

    iban: str
    written: Written
    owner: str = ""


@dataclass
class Bank:
    """Two accounts and their statements; `items` are the calls open, `wrong` what went to somebody else."""

    balance: dict[str, int]
    moved: list[Moved] = field(default_factory=list)
    statements: list[tuple[bytes, list[Written]]] = field(default_factory=list)
    items: dict[str, Item] = field(default_factory=dict)
    numbers: dict[str, Issued] = field(default_factory=dict)
    open: OpenItems = field(default_factory=lambda: OpenItems(()))
    sequence: dict[str, int] = field(default_factory=lambda: {CURRENT: 0, RESERVE: 0})
    wrong: list[str] = field(default_factory=list)
    to_person: int = 0

    def number(self, owner: str, call: str = "") -> str:
        """Return the communication of an owner for a call, or hers for good."""
        wanted = Issued(name_of(owner), name_of(f"{call}/{owner}") if call else None)
        known = next((number for number, issued in self.numbers.items() if issued == wanted), "")
        if not known:
            known = number_of(len(self.numbers) + 1)
            self.numbers[known] = wanted
        return known

    def ask(self, call: str, owner: str, due: date, other: int, reserve: int) -> None:
        """Open what an owner owes of a call."""
        made = Item(name_of(f"{call}/{owner}"), name_of(owner), due, other + reserve, other, reserve)
        self.items[f"{call}/{owner}"] = made

    def month(self, ledger: Ledger, until: date) -> None:
        """Write the statement of each account for what moved before a day, read it back, and book every line."""
        self.open = OpenItems(self.open.item(item.id) if self._knows(item) else item for item in self.items.values())
        for iban in (CURRENT, RESERVE):
            mine = [each for each in self.moved if each.iban == iban and each.written.day < until]
            if mine:
                self._statement(ledger, iban, sorted(mine, key=lambda each: each.written.day))
        self.moved = [each for each in self.moved if each.written.day >= until]

    def _knows(self, item: Item) -> bool:
        try:
            self.open.item(item.id)
        except KeyError:
            return False
        return True

    def _statement(self, ledger: Ledger, iban: str, mine: list[Moved]) -> None:
        self.sequence[iban] += 1
        moves = [each.written for each in mine]
        content = statement(iban, self.sequence[iban], self.balance[iban], moves, day=moves[-1].day)
        self.balance[iban] += sum(move.amount for move in moves)
        self.statements.append((content, moves))
        [read] = read_coda(content)
        if read.fault is not None or len(read.lines) != len(mine):
            self.wrong.append(f"statement {self.sequence[iban]}: {read.fault}, {len(read.lines)} lines of {len(mine)}")
            return
        lines = [_line(read, each) for each in read.lines]
        answers = match_lines(lines, self._known(mine))
        for line, each, answer in zip(read.lines, mine, answers, strict=True):
            reference = f"{iban}/{read.sequence}/{line.number}"
            if each.owner:
                self._receipt(ledger, reference, line, each.owner, answer.subject, answer.parts)
            else:
                code = {Target.OWN: "58", Target.ORDER: "4400", Target.RULE: _rule(answer.subject)}.get(
                    answer.target, "499"
                )
                ledger.post(Journal.BANK, line.day, reference, [(CODES[iban], line.amount), (code, -line.amount)])
                if code == "499":
                    self.wrong.append(f"{reference}: {line.words or line.end_to_end} went to suspense")

    def _known(self, mine: list[Moved]) -> Known:
        orders = [each.written for each in mine if each.written.end_to_end]
        return Known(
            items=tuple(self.open.item(item.id) for item in self.items.values()), numbers=self.numbers, rules=RULES,
            debtors=tuple({issued.debtor: Debtor(issued.debtor, ()) for issued in self.numbers.values()}.values()),
            own_accounts={iban: name_of(iban) for iban in CODES},
            orders=tuple(Order(name_of(each.end_to_end), each.end_to_end, SUPPLIER, -each.amount) for each in orders),
        )  # fmt: skip

    def _receipt(
        self, ledger: Ledger, reference: str, line: CodaLine, owner: str, subject: object, parts: tuple[Part, ...]
    ) -> None:
        if subject is None:
            self.to_person += 1
            parts = spread(line.amount, self.open.of(name_of(owner)))
        elif subject != name_of(owner):
            self.wrong.append(f"{reference}: paid by {owner}, matched with another owner")
        self.open.settle(parts)
        reserve = sum(part.reserve for part in parts)
        owed: Amounts = [(f"4101.{owner}", reserve - line.amount), (f"4100.{owner}", -reserve)]
        ledger.post(Journal.BANK, line.day, reference, [("551", line.amount), *owed], owed, kind="receipt")


def _line(read: CodaStatement, line: CodaLine) -> BankLine:
    made = name_of(f"{read.iban}/{read.sequence}/{line.number}")
    return BankLine(made, line.amount, line.day, line.iban, line.name, line.words, line.end_to_end)


def _rule(subject: object) -> str:
    return next((rule.account for rule in RULES if rule.id == subject), "499")
