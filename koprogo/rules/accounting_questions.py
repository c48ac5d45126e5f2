"""The question of a law case about the books: may this voucher be booked?"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.accounting import entries
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, day, list_of, map_of, one_of, text

Answer = Mapping[str, object]
SIDES = {"debit": 1, "credit": -1}


def entry(
    lines: list[entries.Line],
    day: date,
    year_start: date,
    year_until: date,
    stands: Step,
    journal: Journal,
    owners: Mapping[str, Money],
    reference: str,
) -> Answer:
    """May this voucher be booked, and if not, why not?"""
    items = [entries.OwnerLine(code, money.cents) for code, money in owners.items()]
    voucher = entries.Voucher(journal, day, reference, "case", "case", lines, items)
    found = entries.faults(voucher, entries.Year(year_start, year_until, stands))
    return {
        "accepted": not found,
        "faults": [each.fault for each in found],
        "left": Money(sum(line.amount for line in lines)),
    }


def _line(raw: object) -> entries.Line:
    """Read `{account, debit}` or `{account, credit}`."""
    if not isinstance(raw, Mapping) or "account" not in raw or len(raw) != 2 or not set(raw) & set(SIDES):
        raise NotUnderstood("a line has an account, and a debit or a credit")
    side = next(each for each in SIDES if each in raw)
    return entries.Line(text(raw["account"]), SIDES[side] * amount(raw[side]).cents)


# fmt: off
ACCOUNTING_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "entry": Question((
        Fact("lines", list_of(_line)), Fact("day", day), Fact("year_start", day), Fact("year_until", day),
        Fact("stands", one_of(Step), Step.OPENED), Fact("journal", one_of(Journal), Journal.GENERAL),
        Fact("owners", map_of(amount), MappingProxyType({})), Fact("reference", text, "case"),
    ), entry),
})
# fmt: on
