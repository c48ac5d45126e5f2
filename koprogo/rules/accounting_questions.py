"""The questions of a law case about the books: may it be booked, may accounts be simplified, is the reserve whole?"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.accounting import entries, funds, simplified
from koprogo.rules.accounting.closing import Journal, Step
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, day, list_of, map_of, one_of, text, whole

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


def simplified_accounts(main_lots: int) -> Answer:
    """May an association with so many main lots keep simplified accounts?"""
    return {"allowed": simplified.may_simplify(main_lots)}


def reserve_position(opening: Money, called: Money, used: Money, bank: Money, owed: Money) -> Answer:
    """What does the reserve fund hold, and what of it was received and is not on its account?"""
    moved = [
        funds.FundMoved(funds.RESERVE, "160", "opening", False, True, -opening.cents),
        funds.FundMoved(funds.RESERVE, "160", "call", False, False, -called.cents),
        funds.FundMoved(funds.RESERVE, "160", "invoice", True, False, used.cents),
    ]
    found = funds.fund(funds.RESERVE, moved, bank=bank.cents, owed=owed.cents)
    return {"closing": Money(found.closing), "unswept": Money(found.unswept)}


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
    "simplified_accounts": Question((Fact("main_lots", whole),), simplified_accounts),
    "reserve_position": Question((
        Fact("opening", amount), Fact("called", amount), Fact("used", amount), Fact("bank", amount), Fact("owed", amount),
    ), reserve_position),
})
# fmt: on
