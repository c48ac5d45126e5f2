"""The envelope of a CODA file (Febelfin, version 2): held against itself before any movement is read.

128 columns a line; per statement 0, 1, movements (2, 3, 4), 8, 4, 9; the counts and sums of record 9; old balance plus
movements is the new one, in whole cents. The library that reads movements asserts these things, and assertions are off
under `python -O`; it also accepts a file that was cut. Nothing here is an assert.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from koprogo.adapters.coda_messages import CodaMessage
from koprogo.core.errors import BadInput, Fact, Problem

COLUMNS = 128
LARGEST = 10_000_000
"""Bytes: about 75 000 lines."""
ENCODING = "windows-1252"
FIELD = "file"
FOREIGN: tuple[tuple[bytes, CodaMessage], ...] = (
    (b"%PDF", CodaMessage.PDF),
    (b"PK\x03\x04", CodaMessage.COMPRESSED),
    (b"\x1f\x8b", CodaMessage.COMPRESSED),
    (b"\xef\xbb\xbf", CodaMessage.MARKED),
    (b"\xff\xfe", CodaMessage.MARKED),
    (b"\xfe\xff", CodaMessage.MARKED),
    (b"<?xml", CodaMessage.XML),
)
FOLLOWS: Mapping[str, str] = {
    "": "0",
    "0": "1",
    "1": "23489",
    "2": "23489",
    "3": "23489",
    "4": "23489",
    "8": "49",
    "9": "0",
}
"""What may come after what. 9 right after 1 is a statement without movements; 4 stands among movements and after 8."""
COUNTED = "1238"
"""Records that record 9 counts."""
PARENTS = "0123"
"""Types of a movement that moves the balance; the others are its details."""
MILL = re.compile(r"[01]\d{15}", re.ASCII)


@dataclass(frozen=True)
class Envelope:
    """The lines of one statement, of which only whether they agree is known; `fault` is None when they do.

    Attributes:
        first: number of its first line in the file, from 1.
        old, new: balances in signed cents; 0 where `fault` says that they cannot be read.
    """

    lines: tuple[str, ...]
    first: int
    old: int = 0
    new: int = 0
    fault: Problem | None = None


@dataclass
class _Sums:
    """What is added up while a statement is read, in cents."""

    debit: int = 0
    credit: int = 0
    count: int = 0
    parent: str = ""
    """Number of the movement to which details may belong."""
    found: dict[str, str] = field(default_factory=dict)


class _Fault(Exception):
    def __init__(self, code: CodaMessage, **facts: Fact) -> None:
        super().__init__(code)
        self.problem = Problem(FIELD, code, facts)


def envelopes(content: bytes) -> list[Envelope]:
    """Return the statements of a file, each with what is wrong with it.

    Raises:
        BadInput: the file as a whole is no CODA file, or was cut; the message says what to do.
    """
    try:
        lines = _lines(content)
        return [_checked(first, part) for first, part in _statements(lines)]
    except _Fault as fault:
        raise BadInput(fault.problem) from None


def _lines(content: bytes) -> list[str]:
    lines = _text(content).rstrip("\r\n\x1a").replace("\r\n", "\n").split("\n")
    if not lines[0].startswith("0") or (len(lines[0]) == COLUMNS and lines[0][-1] != "2"):
        raise _Fault(CodaMessage.NOT_CODA)
    for number, line in enumerate(lines, start=1):
        if len(line) < COLUMNS and number == len(lines) > 1:
            raise _Fault(CodaMessage.CUT)
        if len(line) != COLUMNS:
            raise _Fault(CodaMessage.UTF_8 if _is_utf_8(content) else CodaMessage.COLUMNS, line=number, n=len(line))
    return lines


def _text(content: bytes) -> str:
    """Return the file as text; what it is instead of CODA is told by its first bytes, never by its name."""
    if not content.strip():
        raise _Fault(CodaMessage.EMPTY)
    if len(content) > LARGEST:
        raise _Fault(CodaMessage.TOO_LARGE, most=LARGEST // 1_000_000)
    for start, code in FOREIGN:
        if content.startswith(start):
            raise _Fault(code)
    if b"\x00" in content:
        raise _Fault(CodaMessage.BINARY)
    try:
        return content.decode(ENCODING)
    except UnicodeDecodeError:
        raise _Fault(CodaMessage.UTF_8 if _is_utf_8(content) else CodaMessage.BINARY) from None


def _is_utf_8(content: bytes) -> bool:
    if content.isascii():
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    before, start = "", 0
    for place, line in enumerate(lines):
        if line[0] not in FOLLOWS.get(before, ""):
            raise _Fault(CodaMessage.ORDER, line=place + 1)
        before = line[0]
        if before == "0":
            start = place
        if before == "9":
            yield start + 1, tuple(lines[start : place + 1])
    if before != "9":
        raise _Fault(CodaMessage.CUT)
    if lines[-1][-1] == "1":
        raise _Fault(CodaMessage.MORE)


def _checked(first: int, lines: tuple[str, ...]) -> Envelope:
    try:
        sums = _Sums()
        for place, line in enumerate(lines):
            _add(sums, line, first + place)
        old = _cents(lines[1][42:58], first + 1)
        new = _cents(sums.found["8"][41:57], first + len(lines) - 1) if "8" in sums.found else old
        _agree(sums, old, new, lines, first)
    except _Fault as fault:
        return Envelope(lines, first, fault=fault.problem)
    return Envelope(lines, first, old, new)


def _add(sums: _Sums, line: str, number: int) -> None:
    kind = line[0]
    if kind in COUNTED:
        sums.count += 1
    if kind in "18":
        if kind in sums.found:
            raise _Fault(CodaMessage.ORDER, line=number)
        sums.found[kind] = line
    if line[:2] == "21":
        amount = _cents(line[31:47], number)
        if line[53] not in PARENTS:
            if line[2:6] != sums.parent:
                raise _Fault(CodaMessage.ORDER, line=number)
        else:
            sums.parent = line[2:6]
            sums.credit += max(amount, 0)
            sums.debit += max(-amount, 0)


def _agree(sums: _Sums, old: int, new: int, lines: tuple[str, ...], first: int) -> None:
    """Hold counts, turnovers and balances against what the statement says of them."""
    last, number = lines[-1], first + len(lines) - 1
    if "8" in sums.found and sums.found["8"][4:41] != sums.found["1"][5:42]:
        raise _Fault(CodaMessage.OTHER_ACCOUNT)
    if not (last[16:22].isascii() and last[16:22].isdigit()):
        raise _Fault(CodaMessage.NUMBERS, line=number)
    if int(last[16:22]) != sums.count:
        raise _Fault(CodaMessage.COUNT, said=int(last[16:22]), n=sums.count)
    for found, said in (
        (sums.debit, _cents("0" + last[22:37], number)),
        (sums.credit, _cents("0" + last[37:52], number)),
    ):
        if found != said:
            raise _Fault(CodaMessage.TURNOVER, found_cents=found, said_cents=said)
    if old + sums.credit - sums.debit != new:
        raise _Fault(CodaMessage.BALANCE, found_cents=old + sums.credit - sums.debit, said_cents=new)
    if "8" not in sums.found and sums.count > 1:
        raise _Fault(CodaMessage.CUT)


def _cents(text: str, line: int) -> int:
    """Return signed cents of a sign (1 is a debit) and fifteen digits, of which the last three are decimals."""
    if not MILL.fullmatch(text):
        raise _Fault(CodaMessage.NUMBERS, line=line)
    cents, rest = divmod(int(text[1:]), 10)
    if rest:
        raise _Fault(CodaMessage.CENTS, line=line)
    return -cents if text[0] == "1" else cents
