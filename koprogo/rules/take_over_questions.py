"""The questions of a law case about books that come from elsewhere: do they agree, what does a file say?"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from koprogo.core.money import Money
from koprogo.rules.accounting import old_amounts, old_calls, old_keys, opening
from koprogo.rules.accounting.old_headers import Means
from koprogo.rules.accounting.old_rows import Cells, OldRow, old_day
from koprogo.rules.assemblies import old_minutes
from koprogo.rules.cases import Fact, NotUnderstood, Question, amount, day, list_of, map_of, text, yes_no

Answer = Mapping[str, object]
CALL = {"lot", "open", "reserve", "due", "number", "communication", "part"}


def taking_over(
    balances: Mapping[str, Money], control: Money, owners: Mapping[str, Money], statements: Mapping[str, Money]
) -> Answer:
    """May these books be taken over, and if not, what does not agree?"""
    found = opening.opening_differences(
        {code: money.cents for code, money in balances.items()}, control.cents,
        sum(money.cents for money in owners.values()), {code: money.cents for code, money in statements.items()},
    )  # fmt: skip
    return {"apart": [f"{each.what} {each.code}: {Money(each.books)} / {Money(each.other)}" for each in found]}


def old_amount(written: str, side: str, binary: bool) -> Answer:
    """Which amount is written there, debit above 0?"""
    try:
        return {"amount": Money(old_amounts.sided(old_amounts.old_amount(written, binary=binary), side))}
    except ValueError:
        return {"amount": "refused"}


def open_calls(
    owners: Mapping[str, Money], reserves: Mapping[str, Money], calls: list[OldRow], holders: Mapping[str, str]
) -> Answer:
    """Do the open calls come to what each owner owes, and is each one readable?"""
    people = {lot: (name,) for lot, name in holders.items()}
    rows = [OldRow(line, row.texts, row.cents) for line, row in enumerate(calls, start=1)]
    lots = {row.line: row.text(Means.LOT) for row in rows}
    read, faults = old_calls.read_calls(rows, lots, {}, people)
    parts = {lot: reserves[lot].cents if lot in reserves else 0 for lot in owners}
    balances = {lot: (money.cents - parts[lot], parts[lot]) for lot, money in owners.items()}
    found = old_calls.owners_apart(balances, read, people, parts=bool(reserves))
    return {
        "apart": [f"{', '.join(each.holders)}: {Money(each.balance)} / {Money(each.calls)}" for each in found],
        "faults": [each.line for each in faults],
        "reserve": Money(sum(call.reserve for call in read.calls)),
        "credit": Money(sum(sum(pair) for pair in read.credits.values())),
    }


def old_keys_of(sheet: list[str], lots: list[str]) -> Answer:
    """Which weights does a sheet of keys give, and what is wrong in it? Its cells stand apart by a semicolon."""
    header, *lines = [[cell.strip() for cell in line.split(";")] for line in sheet]
    of_lots = old_keys.Lots(dict.fromkeys(lots, 1), lambda lot, _: [each for each in lots if each == lot])
    cells = [Cells(number, line) for number, line in enumerate(lines, start=2)]
    keys, faults = old_keys.read_keys({Means.LOT: 0}, header, cells, {}, of_lots)
    return {
        "weights": {key.name: {lot: str(weight) for lot, weight in key.weights.items()} for key in keys},
        "faults": [f"{each.line} {each.header}".strip() for each in faults],
    }


def old_minutes_day(words: str, file_name: str, today: date) -> Answer:
    """Of which assembly are these old minutes, as a proposal?"""
    return {"day": old_minutes.proposed([words], file_name, today=today).day}


def _call(raw: object) -> OldRow:
    """Read `{lot, open}`, with `reserve`, `due`, `number`, `communication` and `part` where they are said."""
    if not isinstance(raw, Mapping) or not {"lot", "open"} <= set(raw) <= CALL:
        raise NotUnderstood("a call has a lot and what is open")
    texts = {Means(key): str(raw[key]) for key in raw if key not in ("open", "reserve")}
    if (due := texts.get(Means.DUE)) and old_day(due) is None:
        raise NotUnderstood("a call is due on a day")
    cents = {Means.BALANCE: amount(raw["open"]).cents}
    if "reserve" in raw:
        cents[Means.RESERVE] = amount(raw["reserve"]).cents
    return OldRow(0, texts, cents)


NOTHING: Mapping[str, Money] = MappingProxyType({})
# fmt: off
TAKE_OVER_QUESTIONS: Mapping[str, Question] = MappingProxyType({
    "taking_over": Question((
        Fact("balances", map_of(amount)), Fact("control", amount), Fact("owners", map_of(amount)),
        Fact("statements", map_of(amount)),
    ), taking_over),
    "old_amount": Question((Fact("written", text), Fact("side", text, ""), Fact("binary", yes_no, False)), old_amount),
    "open_calls": Question((
        Fact("owners", map_of(amount)), Fact("reserves", map_of(amount), NOTHING), Fact("calls", list_of(_call)),
        Fact("holders", map_of(text)),
    ), open_calls),
    "old_keys": Question((Fact("sheet", list_of(text)), Fact("lots", list_of(text))), old_keys_of),
    "old_minutes_day": Question((Fact("words", text, ""), Fact("file_name", text, ""), Fact("today", day)), old_minutes_day),
})
# fmt: on
