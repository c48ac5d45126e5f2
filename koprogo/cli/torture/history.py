"""Is the history linearizable? Per lot, a vote is a register with versions: each cast writes the next, each look reads one.

An operation has a moment it was asked (`asked`) and one it was answered (`answered`), on one clock. Every cast says which
revision it became, every look which revision it saw, so the order of the writes is known and no search is needed
(Gibbons and Korach 1997, section 5): the history is linearizable exactly when the revisions can be given moments that lie
inside their operations and rise. The conditions below say that, and name what breaks it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

CAST, LOOK = "cast", "look"


@dataclass(frozen=True)
class Operation:
    """One cast or look of one lot. `revision` 0 of a look: no ballot yet. `value`: the choice written or seen.

    A cast that was never answered has `answered` infinite and `revision` 0: it may have happened or not.
    """

    what: str
    lot: str
    asked: float
    answered: float
    revision: int
    value: str

    def __str__(self) -> str:
        return f"{self.what} of lot {self.lot}, revision {self.revision}, {self.value or 'nothing'}"


def faults(history: Iterable[Operation]) -> list[str]:
    """Return what keeps the history from being linearizable, lot by lot; empty when it is."""
    by_lot = sorted(history, key=lambda each: each.lot)
    return [fault for _, each in groupby(by_lot, key=lambda each: each.lot) for fault in _lot_faults(list(each))]


def _lot_faults(operations: Sequence[Operation]) -> list[str]:
    casts = [each for each in operations if each.what == CAST and each.revision]
    unknown = [each for each in operations if each.what == CAST and not each.revision]
    written: dict[int, Operation] = {}
    found = []
    for each in casts:
        if each.revision in written:
            found.append(f"{each} was acknowledged twice, for two presses")
        written[each.revision] = each
    for look in (each for each in operations if each.what == LOOK and each.revision):
        found += _value_faults(look, written, unknown)
    return found + _order_faults([each for each in operations if each.what == LOOK or each.revision])


def _value_faults(look: Operation, written: dict[int, Operation], unknown: Sequence[Operation]) -> list[str]:
    cast = written.get(look.revision)
    if cast is None:
        possible = any(each.value == look.value and each.asked <= look.answered for each in unknown)
        return [] if possible else [f"{look}: nobody cast that"]
    return [f"{look}: what was cast under that revision says {cast.value}"] if cast.value != look.value else []


def _order_faults(operations: Sequence[Operation]) -> list[str]:
    """Hold every operation against those answered before it was asked: it must not be older, and a cast must be newer."""
    found = []
    by_answer = sorted(operations, key=lambda each: each.answered)
    newest: Operation | None = None
    place = 0
    for each in sorted(operations, key=lambda each: each.asked):
        while place < len(by_answer) and by_answer[place].answered < each.asked:
            if newest is None or by_answer[place].revision > newest.revision:
                newest = by_answer[place]
            place += 1
        if newest is None:
            continue
        if each.revision < newest.revision or (each.what == CAST and each.revision == newest.revision):
            found.append(f"{each} came after {newest} was answered, and is not newer")
    return found
