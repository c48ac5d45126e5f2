"""What is wrong with a list of lots, cell by cell, and what was understood without being written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from koprogo.core.errors import Fact, Problem
from koprogo.rules.ownership.messages import FaultMessage, NoticeMessage
from koprogo.rules.ownership.sheet import Column


@dataclass(frozen=True)
class Fault:
    """One thing to correct before anything is saved.

    Attributes:
        line: in the file; None when it concerns the whole list.
        header: of the column, as written in the file; empty when it concerns no column.
        read: the cell as it was found; empty for an empty cell.
    """

    line: int | None
    column: Column | None
    header: str
    read: str
    message_id: FaultMessage
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def problem(self) -> Problem:
        """Return it in the form every door of the product shows."""
        places = [f"row {self.line}" if self.line else "", f"column {self.header}" if self.header else ""]
        return Problem(", ".join(place for place in places if place) or "file", str(self.message_id), self.facts)


@dataclass(frozen=True)
class Notice:
    """One thing to know before confirming; it stops nothing."""

    line: int | None
    column: Column | None
    header: str
    read: str
    message_id: NoticeMessage


@dataclass
class Found:
    """Collects faults and notices while a list is read."""

    headers: Mapping[Column, str]
    faults: list[Fault] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def fault(
        self, line: int | None, column: Column | None, read: str, message: FaultMessage, /, **facts: Fact
    ) -> None:
        """Add a fault; `facts` fill the placeholders of the message."""
        self.faults.append(Fault(line, column, self._header(column), read, message, facts))

    def notice(self, line: int | None, column: Column | None, read: str, message: NoticeMessage, /) -> None:
        """Add a notice."""
        self.notices.append(Notice(line, column, self._header(column), read, message))

    def _header(self, column: Column | None) -> str:
        return self.headers.get(column, "") if column else ""

    def in_order(self) -> tuple[tuple[Fault, ...], tuple[Notice, ...]]:
        """Return both as a person reads the file: the list as a whole last, line by line, column by column."""
        return tuple(sorted(self.faults, key=_place)), tuple(sorted(self.notices, key=_place))


_ORDER = {column: place for place, column in enumerate(Column)}


def _place(found: Fault | Notice) -> tuple[bool, int, int]:
    return found.line is None, found.line or 0, _ORDER[found.column] if found.column else -1
