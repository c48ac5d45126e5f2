"""The calls of an old program that are still open, one by one: whose they are, when they were due, what is left of each.

House practice: an age is counted from the day a call was due, and the communication printed on an old paper keeps working.
So a call keeps its number, its communication and its parts; what the file says of nobody or in two ways is a fault.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koprogo.core.numbers import STRUCTURED
from koprogo.core.plain_text import plain
from koprogo.core.sources import cites
from koprogo.rules.accounting.numbers_in_text import is_communication
from koprogo.rules.accounting.old_headers import Means, OldFile
from koprogo.rules.accounting.old_messages import OldBooksMessage
from koprogo.rules.accounting.old_rows import OldFault, OldRow, old_day
from koprogo.rules.texts import CC_3_89_5_7, CC_3_89_5_15


class OldPart(StrEnum):
    """What an old call asked for."""

    PROVISION = "provision"
    RESERVE = "reserve"
    SPECIAL = "special"
    WORKING = "working"


# fmt: off
CALLED_AS: Mapping[OldPart, str] = {
    OldPart.PROVISION:
        ", provision, provisions, charges, charges courantes, ordinaire, provisie, provisies, voorschot, voorschotten, "
        "kosten, lopende kosten, gewoon, vorschuss, vorschusse, laufende kosten, gewohnlich, ordinary, advance, budget, "
        "decompte, afrekening, abrechnung, settlement",
    OldPart.RESERVE:
        "reserve, fonds de reserve, reservekapitaal, reservefonds, rucklage, rucklagenfonds, reserve fund",
    OldPart.SPECIAL:
        "special, speciale, appel special, extraordinaire, travaux, buitengewoon, bijzonder, bijzondere oproep, werken, "
        "sonderumlage, aussergewohnlich, arbeiten, extraordinary, special call, works",
    OldPart.WORKING:
        "fonds de roulement, roulement, werkkapitaal, bedrijfskapitaal, betriebskapital, working fund, working capital",
}
# fmt: on
PARTS = {word.strip(): part for part, words in CALLED_AS.items() for word in words.split(",")}


@dataclass(frozen=True)
class OldCall:
    """What one lot still owes of one call, in cents above 0, apart for the reserve fund; `called` is what was asked.

    `lot`: its number here. `communication`: twelve digits, or the old program's free text, or nothing.
    """

    line: int
    lot: str
    number: str
    communication: str
    due: date
    called: int
    other: int
    reserve: int
    part: OldPart

    @property
    def open(self) -> int:
        """Cents still open."""
        return self.other + self.reserve


@dataclass(frozen=True)
class OldCalls:
    """All open calls of a file, and by lot what its holders have in credit, in cents below 0: all else, reserve fund."""

    calls: tuple[OldCall, ...]
    credits: Mapping[str, tuple[int, int]]

    def by_lot(self) -> dict[str, tuple[int, int]]:
        """Return what the holders of each lot owe in all, in signed cents: all else, reserve fund."""
        sums: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for lot, (other, reserve) in self.credits.items():
            sums[lot][0] += other
            sums[lot][1] += reserve
        for call in self.calls:
            sums[call.lot][0] += call.other
            sums[call.lot][1] += call.reserve
        return {lot: (other, reserve) for lot, (other, reserve) in sums.items()}


@dataclass(frozen=True)
class OwnerApart:
    """An owner whose calls do not come to her balance: her lots, and both sides in cents."""

    lots: tuple[str, ...]
    holders: tuple[str, ...]
    balance: int
    calls: int


@cites(CC_3_89_5_7, CC_3_89_5_15)
def read_calls(
    rows: Iterable[OldRow],
    lots: Mapping[int, str],
    columns: Mapping[Means, str],
    holders: Mapping[str, tuple[str, ...]],
) -> tuple[OldCalls, list[OldFault]]:
    """Return the open calls of a file, and every fault by its line.

    Args:
        lots: the lot here that each line is about; a line without one is left out, since it has its fault already.
        columns: the heading of each column as written.
        holders: who holds each lot; the same people are one owner.
    """
    calls: list[OldCall] = []
    credits: dict[str, tuple[int, int]] = {}
    faults: list[OldFault] = []

    def fault(row: OldRow, means: Means, message: OldBooksMessage) -> None:
        faults.append(OldFault(OldFile.CALLS, row.line, columns.get(means, ""), row.text(means)[:60], message.value))

    for row in rows:
        lot, part = lots.get(row.line), PARTS.get(plain(row.text(Means.PART)))
        if part is None:
            fault(row, Means.PART, OldBooksMessage.NO_PART)
        if lot is None or part is None or not row.balance:
            continue
        reserve = row.balance if part is OldPart.RESERVE else row.cents.get(Means.RESERVE, 0)
        if not min(row.balance, 0) <= reserve <= max(row.balance, 0):
            fault(row, Means.RESERVE, OldBooksMessage.RESERVE_BEYOND)
        elif row.balance < 0:
            other, before = credits.get(lot, (0, 0))
            credits[lot] = (other + row.balance - reserve, before + reserve)
        elif (wrong := _wrong(row)) is not None:
            fault(row, *wrong)
        else:
            calls.append(_call(row, lot, part, reserve))
    return OldCalls(tuple(calls), credits), [*faults, *_shared(calls, columns, holders)]


@cites(CC_3_89_5_7)
def owners_apart(
    owners: Mapping[str, tuple[int, int]], calls: OldCalls, holders: Mapping[str, tuple[str, ...]], *, parts: bool
) -> list[OwnerApart]:
    """Return every owner whose open calls, less her credit, do not come to her balance; `parts`: nor to its reserve part.

    Who holds several lots is one owner: her balance may stand on any of them.

    >>> owners_apart({"A": (100, 0)}, OldCalls((), {}), {"A": ("Anna",)}, parts=False)
    [OwnerApart(lots=('A',), holders=('Anna',), balance=100, calls=0)]
    """
    called = calls.by_lot()
    groups: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for lot in sorted({*owners, *called}):
        groups[holders.get(lot) or (lot,)].append(lot)
    found = []
    for people, lots in groups.items():
        told = [sum(owners.get(lot, (0, 0))[at] for lot in lots) for at in (0, 1)]
        made = [sum(called.get(lot, (0, 0))[at] for lot in lots) for at in (0, 1)]
        if sum(told) != sum(made):
            found.append(OwnerApart(tuple(lots), people, sum(told), sum(made)))
        elif parts and told[1] != made[1]:
            found.append(OwnerApart(tuple(lots), people, told[1], made[1]))
    return found


def _wrong(row: OldRow) -> tuple[Means, OldBooksMessage] | None:
    """Return what keeps a line from being a call: without its day it has no age, without a name nobody knows it."""
    if old_day(row.text(Means.DUE)) is None:
        return Means.DUE, OldBooksMessage.NO_DUE
    said = row.text(Means.COMMUNICATION)
    if not row.text(Means.NUMBER) and not said:
        return Means.NUMBER, OldBooksMessage.NO_CALL
    if (digits := structured(said)) and not is_communication(digits):
        return Means.COMMUNICATION, OldBooksMessage.BAD_NUMBER
    return None


def structured(text: str) -> str:
    """Return the twelve digits of a text that is written like a structured communication; else nothing.

    >>> structured("+++123/4567/89002+++"), structured("Appel 3")
    ('123456789002', '')
    """
    found = STRUCTURED.fullmatch(text)
    return "".join(each for each in found[1] if each.isdigit()) if found else ""


def _call(row: OldRow, lot: str, part: OldPart, reserve: int) -> OldCall:
    said, due = row.text(Means.COMMUNICATION), old_day(row.text(Means.DUE))
    assert due is not None, "a call without its day is a fault"
    return OldCall(
        row.line, lot, row.text(Means.NUMBER)[:60], structured(said) or said[:140], due,
        row.cents.get(Means.CALLED) or row.balance, row.balance - reserve, reserve, part,
    )  # fmt: skip


def _shared(
    calls: Sequence[OldCall], columns: Mapping[Means, str], holders: Mapping[str, tuple[str, ...]]
) -> list[OldFault]:
    """Return a fault for each structured communication that stands for two owners."""
    first: dict[str, tuple[str, ...]] = {}
    found = []
    for call in calls:
        owner = holders.get(call.lot) or (call.lot,)
        if structured(call.communication) and first.setdefault(call.communication, owner) != owner:
            said = OldBooksMessage.TWO_OWNERS.value
            found.append(
                OldFault(OldFile.CALLS, call.line, columns.get(Means.COMMUNICATION, ""), call.communication, said)
            )
    return found
