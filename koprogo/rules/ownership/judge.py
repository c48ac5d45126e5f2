"""Judging a list of lots: every fault of the file at once, and what was understood.

Nothing is saved while one fault is left. The denominator is typed by the person; it is never taken from the file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from koprogo.rules.ownership.faults import Fault, Found, Notice
from koprogo.rules.ownership.headers import usual_header
from koprogo.rules.ownership.kinds import Kind, read_kind
from koprogo.rules.ownership.lot_line import LotLine, Representative
from koprogo.rules.ownership.lots import (
    SumOfShares,
    SumVerdict,
    may_have_no_share,
    sum_of_shares,
    total_line_is_wrong,
)
from koprogo.rules.ownership.messages import FaultMessage as Say
from koprogo.rules.ownership.messages import NoticeMessage as Note
from koprogo.rules.ownership.names import name_key
from koprogo.rules.ownership.organisations import read_acting_person
from koprogo.rules.ownership.read_holders import HoldersRead, read_holders
from koprogo.rules.ownership.shares_text import MOST_SHARES, NotShares, SharesRead, read_shares
from koprogo.rules.ownership.sheet import REQUIRED, Column, Row, SetAside, Sheet
from koprogo.rules.ownership.total_lines import TotalLine, set_totals_aside

LONGEST_TEXT = 200
_FORMULA = re.compile(r"^=\S")
_LITERAL = re.compile(r'^="([^"]*)"$')
_ISO_DAY = re.compile(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")


@dataclass(frozen=True)
class Judged:
    """A list of lots, judged.

    Attributes:
        set_aside: blank lines, titles, repeated headers and totals, in their order.
        total: the total line of the file, where there is one that can be read.
    """

    lots: tuple[LotLine, ...]
    faults: tuple[Fault, ...]
    notices: tuple[Notice, ...]
    set_aside: tuple[SetAside, ...]
    sums: SumOfShares
    total: int | None


def judge(sheet: Sheet, denominator: int, today: date) -> Judged:
    """Read every line and tell everything that must be corrected, in the order of the file, the sum last.

    `denominator` is at least 1; `today` is the day in Belgium, against which the day of a consent is held.
    """
    found = Found(sheet.headers)
    _judge_columns(sheet, found)
    rows, totals = set_totals_aside(sheet.rows)
    if not rows:
        found.fault(None, None, "", Say.NO_LOTS)
    lots = tuple(_read_lot(row, denominator, found, today) for row in rows)
    _judge_repeats(lots, found)
    sums = sum_of_shares((lot.shares for lot in lots if lot.shares), denominator)
    _judge_zeros(lots, sums, found)
    total = _judge_sum(sheet, lots, totals, sums, found)
    faults, notices = found.in_order()
    aside = (*sheet.set_aside, *(SetAside(each.line, each.why, each.label) for each in totals))
    return Judged(lots, faults, notices, tuple(sorted(aside, key=lambda each: each.line)), sums, total)


def _judge_columns(sheet: Sheet, found: Found) -> None:
    line = sheet.facts.header_line
    for column in REQUIRED:
        if column not in sheet.headers:
            found.fault(line, None, "", Say.COLUMN_MISSING, column=usual_header(column, sheet.facts.header_language))
    for column, header in sheet.doubled:
        found.fault(line, column, header, Say.COLUMN_DOUBLED, first=sheet.headers[column], second=header)


def _read_lot(row: Row, denominator: int, found: Found, today: date) -> LotLine:
    written = row
    row, unreadable = _without_formulas(row, found)
    row = _without_long_texts(row, found)
    if row.surplus:
        found.fault(row.line, None, " ".join(row.surplus), Say.SURPLUS_CELLS)
    quiet = Found(found.headers)
    number = _read_number(row, quiet)
    kind = _read_kind(row, quiet)
    shares = _read_shares(row, denominator, quiet)
    who = read_holders(row, quiet, today)
    representative = _read_representative(row, who, quiet)
    # A cell that could not be read at all already has its fault: what else is said about it would only repeat it.
    found.faults += [each for each in quiet.faults if each.column not in unreadable and each.header]
    found.notices += quiet.notices
    return LotLine(
        line=row.line,
        number=number,
        kind=kind,
        floor=row.text(Column.FLOOR),
        shares=shares,
        regime=who.regime,
        holders=who.holders,
        unnamed=who.unnamed,
        representative=representative,
        cells=written.cells,
    )


def _without_formulas(row: Row, found: Found) -> tuple[Row, frozenset[Column]]:
    """Replace formulas by the value they showed; return the columns for which there is none."""
    cells, unreadable = dict(row.cells), set()
    for column, text in row.cells.items():
        if literal := _LITERAL.match(text):
            cells[column] = literal[1].strip()
        elif _FORMULA.match(text):
            value = row.computed.get(column, "")
            cells[column] = value
            if value:
                found.fault(row.line, column, text, Say.FORMULA_VALUE, value=value)
            else:
                found.fault(row.line, column, text, Say.FORMULA)
                unreadable.add(column)
    return replace(row, cells=cells), frozenset(unreadable)


def _without_long_texts(row: Row, found: Found) -> Row:
    long = {column for column, text in row.cells.items() if len(text) > LONGEST_TEXT and column is not Column.REMARK}
    for column in long:
        found.fault(row.line, column, row.text(column)[:LONGEST_TEXT] + "…", Say.TOO_LONG, most=LONGEST_TEXT)
    return replace(row, cells={column: text[:LONGEST_TEXT] for column, text in row.cells.items()})


def _read_number(row: Row, found: Found) -> str:
    number = row.text(Column.LOT)
    if not number:
        found.fault(row.line, Column.LOT, "", Say.LOT_MISSING)
    elif _ISO_DAY.match(number):
        found.fault(row.line, Column.LOT, number, Say.LOT_BECAME_DATE)
    return number


def _read_kind(row: Row, found: Found) -> Kind:
    text = row.text(Column.KIND)
    kind = read_kind(text)
    if text and kind is None:
        found.notice(row.line, Column.KIND, text, Note.KIND_UNKNOWN)
    return kind or Kind.OTHER


SHARES_SAY = {
    NotShares.NOT_POSITIVE: Say.SHARES_NOT_POSITIVE,
    NotShares.FRACTION: Say.SHARES_FRACTION,
    NotShares.AMBIGUOUS: Say.SHARES_AMBIGUOUS,
    NotShares.NOT_A_NUMBER: Say.SHARES_NOT_A_NUMBER,
}


def _read_shares(row: Row, denominator: int, found: Found) -> int | None:
    text = row.text(Column.SHARES)
    read = read_shares(text)
    if isinstance(read, SharesRead):
        if read.whole in (None, denominator):
            return read.shares
        found.fault(
            row.line, Column.SHARES, text, Say.SHARES_OTHER_WHOLE, whole=read.whole or 0, denominator=denominator
        )
    elif read is NotShares.EMPTY:
        found.fault(row.line, Column.SHARES, text, Say.SHARES_MISSING, lot=row.text(Column.LOT))
    elif read is NotShares.TOO_LARGE:
        found.fault(row.line, Column.SHARES, text, Say.SHARES_TOO_LARGE, most=MOST_SHARES)
    else:
        found.fault(row.line, Column.SHARES, text, SHARES_SAY[read])
    return None


def _read_representative(row: Row, who: HoldersRead, found: Found) -> Representative | None:
    text = row.text(Column.REPRESENTATIVE)
    if not text:
        return None
    name, capacity = read_acting_person(text)
    if re.search(r"[;|\n]|\s/\s", name):
        found.fault(row.line, Column.REPRESENTATIVE, text, Say.REPRESENTATIVE_ONE)
        return None
    key = name_key(name)
    place = next((place for place, each in enumerate(who.holders) if name_key(each.name) == key), None)
    return Representative(name, place, capacity)


def _judge_repeats(lots: Sequence[LotLine], found: Found) -> None:
    first: dict[str, int] = {}
    for lot in lots:
        key = " ".join(lot.number.casefold().split())
        if key and key in first:
            found.fault(lot.line, Column.LOT, lot.number, Say.LOT_REPEATED, other=first[key])
        first.setdefault(key, lot.line)


def _judge_zeros(lots: Sequence[LotLine], sums: SumOfShares, found: Found) -> None:
    for lot in lots:
        if lot.shares != 0:
            continue
        read = lot.cells.get(Column.SHARES, "")
        if may_have_no_share(lot.kind, sums.verdict is SumVerdict.RIGHT):
            found.notice(lot.line, Column.SHARES, read, Note.ZERO_SHARES)
        else:
            found.fault(lot.line, Column.SHARES, read, Say.SHARES_NOT_POSITIVE)


SUM_SAY: Mapping[SumVerdict, Say] = {
    SumVerdict.TOO_SMALL: Say.SUM_TOO_SMALL,
    SumVerdict.TOO_LARGE: Say.SUM_TOO_LARGE,
}


def _judge_sum(
    sheet: Sheet, lots: Sequence[LotLine], totals: Sequence[TotalLine], sums: SumOfShares, found: Found
) -> int | None:
    if Column.SHARES not in sheet.headers or not lots:
        return None
    total = None
    for each in totals:
        if each.is_unreadable:
            found.fault(each.line, Column.SHARES, each.text, Say.TOTAL_NOT_A_NUMBER)
        elif each.total is not None:
            total = each.total
            if total_line_is_wrong(total, sums):
                found.fault(each.line, Column.SHARES, each.text, Say.TOTAL_DIFFERS, total=total, lots=sums.shares)
    if sums.verdict is not SumVerdict.RIGHT:
        if total == sums.shares:
            found.fault(None, Column.SHARES, str(sums.shares), Say.SUM_IS_THE_FILES, sum=sums.shares)
        else:
            difference = abs(sums.difference)
            found.fault(None, Column.SHARES, str(sums.shares), SUM_SAY[sums.verdict], difference=difference)
    return total
