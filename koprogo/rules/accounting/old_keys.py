"""Keys of apportionment from an old program's sheet: a line per lot, a column per key, whole weights where they meet.

A line that begins with a word such as *basis* or *since* says where each key comes from and its first day. Every lot has
its line, so that a forgotten one is not taken for one that bears nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from koprogo.core.plain_text import plain, tidy
from koprogo.core.sources import cites
from koprogo.rules.accounting.old_headers import Means, OldFile
from koprogo.rules.accounting.old_messages import OldBooksMessage
from koprogo.rules.accounting.old_rows import Cells, OldFault, is_total, old_day
from koprogo.rules.texts import CC_3_81, CC_3_87_6

BASIS = frozenset(
    {"basis", "base", "source", "clause", "acte de base", "grondslag", "bron", "basisakte", "grundlage", "quelle"}
)
SINCE = frozenset({"since", "from", "depuis", "a partir du", "des", "sinds", "vanaf", "seit", "ab"})
WEIGHT = re.compile(r"(\d{1,3}(?: \d{3})+|\d+)(?:[.,]0{1,2})?", re.ASCII)
LONGEST_NAME, LONGEST_BASIS = 120, 300
LARGEST = 2**31 - 1
KEY = "key:"
"""What a decision about a column of a key begins with, before its heading; its value is the key's name, or nothing."""


@dataclass(frozen=True)
class OldKey:
    """A key as the sheet has it: weights above 0 by lot; `since` None where the sheet does not say."""

    heading: str
    name: str
    basis: str
    since: date | None
    weights: Mapping[str, int]

    @property
    def total(self) -> int:
        """The sum of its weights."""
        return sum(self.weights.values())


@dataclass(frozen=True)
class Lots:
    """The lots of the association with their shares, and who finds one by what a sheet calls it."""

    shares: Mapping[str, int]
    find: Callable[[str, str], Sequence[str]]


@dataclass
class _Sheet:
    columns: Mapping[Means, int]
    header: Sequence[str]
    faults: list[OldFault] = field(default_factory=list)

    def fault(self, line: int, place: int | None, read: str, message: OldBooksMessage, **facts: str | int) -> None:
        name = self.header[place] if place is not None else ""
        self.faults.append(OldFault(OldFile.KEYS, line, name, read[:60], message.value, facts))


def key_columns(columns: Mapping[Means, int], header: Sequence[str], decided: Mapping[str, str]) -> dict[int, str]:
    """Return the places of the columns that are keys, each with its name: its heading, or as decided.

    >>> key_columns({Means.LOT: 0}, ["Lot", "Lift", "Floor"], {"key:Floor": "", "key:Lift": "Lift of block B"})
    {1: 'Lift of block B'}
    """
    named = {place: decided.get(KEY + each, each) for place, each in enumerate(header) if each.strip()}
    return {place: tidy(name) for place, name in named.items() if place not in columns.values() and tidy(name)}


@cites(CC_3_81, CC_3_87_6)
def read_keys(
    columns: Mapping[Means, int], header: Sequence[str], lines: Sequence[Cells], decided: Mapping[str, str], lots: Lots
) -> tuple[list[OldKey], list[OldFault]]:
    """Return the keys of a sheet and everything to correct in it, by line and column."""
    sheet = _Sheet(columns, header)
    places = key_columns(columns, header, decided)
    facts, rows = _apart(lines)
    found = _lots(sheet, rows, lots)
    _hold_shares(sheet, found, lots)
    keys = [_key(sheet, place, name, facts, found) for place, name in places.items()]
    for place, name in places.items():
        if plain(name) in [plain(other) for at, other in places.items() if at < place]:
            sheet.fault(0, place, name, OldBooksMessage.KEY_TWICE)
        if len(name) > LONGEST_NAME:
            sheet.fault(0, place, name, OldBooksMessage.SHORT, most=LONGEST_NAME)
    if not places:
        sheet.fault(0, None, "", OldBooksMessage.NO_KEYS)
    return keys, sheet.faults


def _apart(lines: Sequence[Cells]) -> tuple[dict[str, Cells], list[Cells]]:
    """Part the lines that say something of the keys from those of lots; a line of totals is neither."""
    facts, rows = {}, []
    for cells in lines:
        first = plain(next((text for text in cells.texts if text.strip()), ""))
        if first in BASIS or first in SINCE:
            facts["basis" if first in BASIS else "since"] = cells
        elif not is_total(cells):
            rows.append(cells)
    return facts, rows


def _lots(sheet: _Sheet, rows: Sequence[Cells], lots: Lots) -> dict[str, Cells]:
    """Return the line of each lot; one unknown, twice or missing is a fault."""
    found: dict[str, Cells] = {}
    place = sheet.columns[Means.LOT]
    for cells in rows:
        said, owner = _cell(cells, place), _cell(cells, sheet.columns.get(Means.OWNER, -1))
        if not said and not owner and not any(map(str.strip, cells.texts)):
            continue
        fitting = lots.find(said, owner) if said else ()
        if len(fitting) != 1:
            message = OldBooksMessage.SEVERAL_LOTS if fitting else OldBooksMessage.NO_LOT
            sheet.fault(cells.line, place, said or owner, message)
        elif fitting[0] in found:
            sheet.fault(cells.line, place, said, OldBooksMessage.LOT_TWICE)
        else:
            found[fitting[0]] = cells
    for lot in sorted(set(lots.shares) - set(found)):
        sheet.fault(0, place, lot, OldBooksMessage.LOT_MISSING, lot=lot[:20])
    return found


def _hold_shares(sheet: _Sheet, found: Mapping[str, Cells], lots: Lots) -> None:
    """Hold the column of shares, if there is one, against the lots here: it is no key of its own."""
    place = sheet.columns.get(Means.SHARES)
    for lot, cells in found.items() if place is not None else ():
        said = _cell(cells, place if place is not None else -1)
        if said and _weight(said) != lots.shares[lot]:
            shares = lots.shares[lot]
            sheet.fault(cells.line, place, said, OldBooksMessage.SHARES_DIFFER, lot=lot[:20], shares=shares)


def _key(sheet: _Sheet, place: int, name: str, facts: Mapping[str, Cells], found: Mapping[str, Cells]) -> OldKey:
    weights: dict[str, int] = {}
    wrong = []
    for lot, cells in found.items():
        said = _cell(cells, place)
        weight = _weight(said) if said not in ("", "-", "–", "—") else 0
        if weight is None:
            wrong.append((cells.line, said))
        elif weight:
            weights[lot] = weight
    if not weights and not any(each.isdigit() for _, said in wrong for each in said):
        sheet.fault(0, place, "", OldBooksMessage.NO_KEY)
    else:
        for line, said in wrong:
            sheet.fault(line, place, said, OldBooksMessage.NO_WEIGHT)
    since, basis = (_cell(facts[what], place) if what in facts else "" for what in ("since", "basis"))
    if since and old_day(since) is None:
        sheet.fault(facts["since"].line, place, since, OldBooksMessage.NO_DAY)
    return OldKey(sheet.header[place], name, basis[:LONGEST_BASIS], old_day(since) if since else None, weights)


def _weight(text: str) -> int | None:
    """Return a whole weight of 0 or more, None for anything else: `1.234` is refused, it may be a fraction."""
    bare = text.replace("\u00a0", " ").replace("\u202f", " ").replace("'", " ").replace("’", " ")
    found = WEIGHT.fullmatch(bare)
    weight = int(found[1].replace(" ", "")) if found else -1
    return weight if 0 <= weight <= LARGEST else None


def _cell(cells: Cells, place: int) -> str:
    return tidy(cells.texts[place]) if 0 <= place < len(cells.texts) else ""
