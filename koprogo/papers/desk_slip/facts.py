"""What a desk slip is made from: one person, one assembly, one code."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class SlipSize(StrEnum):
    """One slip per page, or as many as fit on A4 with lines to cut along."""

    A6 = "a6"
    A7 = "a7"
    SHEET_A6 = "sheet_a6"
    """Four on A4."""
    SHEET_A7 = "sheet_a7"
    """Eight on A4."""


@dataclass(frozen=True)
class SlipFacts:
    """A slip, given at the desk after somebody checked who it is for.

    Attributes:
        assembly_kind: `ordinary` or `extraordinary`.
        lots: the lots the person votes for, as on the roll.
        code: characters of the slip alphabet, with or without hyphens; nobody keeps it after printing.
        url: what the QR code opens, with the code in it.
        address: the short address to type, without scheme (`koprogo.example.be/s`).
        languages: the person's own first; a second one is printed smaller, for the neighbour who helps.
    """

    association: str
    enterprise_number: str
    assembly_kind: str
    day: date
    person: str
    lots: tuple[str, ...]
    code: str
    url: str
    address: str
    languages: tuple[str, ...]
