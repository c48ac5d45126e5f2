"""Writing CODA files as a bank does (version 2): for the demo building, the benches and the tests. No bank's own file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

ENCODING = "windows-1252"
TRANSFER_IN, TRANSFER_OUT, FEES = "00150000", "00101000", "03537000"
"""Transfer received, transfer ordered, costs: type, family, transaction, category."""


@dataclass(frozen=True)
class Written:
    """A movement to write; `structured` are twelve digits, `details` make a globalised movement of it."""

    amount: int
    day: date
    iban: str = ""
    name: str = ""
    words: str = ""
    structured: str = ""
    end_to_end: str = ""
    code: str = ""
    details: tuple["Written", ...] = ()


def statement(
    iban: str,
    sequence: int,
    old: int,
    moves: Sequence[Written],
    *,
    day: date,
    old_day: date | None = None,
    holder: str = "ACP",
    is_last: bool = True,
) -> bytes:
    """Return one statement of a Belgian account; `old` in signed cents, the new balance follows. Lines end with CR LF."""
    account = f"{iban:<34}EUR"
    records = [
        f"12{sequence % 1000:03d}{account}{_signed(old)}{_ddmmyy(old_day or day)}"
        f"{_fit(holder, 26)}{_fit('Zichtrekening', 35)}{sequence % 1000:03d}"
    ]  # fmt: skip
    for number, move in enumerate(moves, start=1):
        records += _movement(number, 0, move, sequence, "0" if not move.details else "1")
        for detail, each in enumerate(move.details, start=1):
            records += _movement(number, detail, each, sequence, "5")
    new = old + sum(move.amount for move in moves)
    records.append(f"8{sequence % 1000:03d}{account}{_signed(new)}{_ddmmyy(day)}{'':64}0")
    debit = sum(-move.amount for move in moves if move.amount < 0)
    credit = sum(move.amount for move in moves if move.amount > 0)
    head = (
        f"00000{_ddmmyy(day)}30005 {'':7}{'':10}{_fit(holder, 26)}{'GEBABEBB':<11}{'0' * 11} 00000{'':16}{'':16}{'':7}2"
    )
    last = f"9{'':15}{len(records):06d}{debit:014d}0{credit:014d}0{'':75}{'2' if is_last else '1'}"
    lines = [head, *records, last]
    return ("\r\n".join(lines) + "\r\n").encode(ENCODING)


def _movement(number: int, detail: int, move: Written, sequence: int, kind: str) -> list[str]:
    code = move.code or (TRANSFER_IN if move.amount > 0 else TRANSFER_OUT)
    zone = f"1101{move.structured}" if move.structured else f"0{move.words}"
    first, second, third = zone[:54], zone[54:107], zone[107:150]
    place = f"{number:04d}{detail:04d}"
    needs_third = bool(move.iban or move.name or third)
    needs_second = needs_third or bool(second or move.end_to_end)
    lines = [
        f"21{place}{f'REF{number:06d}{detail:04d}':<21}{_signed(move.amount)}{_ddmmyy(move.day)}{kind}{code[1:]}"
        f"{first:<54}{_ddmmyy(move.day)}{sequence % 1000:03d}{'1' if move.details else '0'}{'1' if needs_second else '0'} 0"
    ]
    if needs_second:
        lines.append(f"22{place}{second:<53}{_fit(move.end_to_end, 35)}{'':25}{'':2}{'1' if needs_third else '0'} 0")
    if needs_third:
        account = f"{move.iban:<34}{'EUR' if move.iban else '':<3}"
        lines.append(f"23{place}{account}{_fit(move.name, 35)}{third:<43}0 0")
    return lines


def _signed(cents: int) -> str:
    return f"{'1' if cents < 0 else '0'}{abs(cents):014d}0"


def _ddmmyy(day: date) -> str:
    return day.strftime("%d%m%y")


def _fit(text: str, width: int) -> str:
    return f"{text[:width]:<{width}}"
