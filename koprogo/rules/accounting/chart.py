"""The chart of accounts of associations of co-owners: loads and checks the table beside this file.

`chart.csv` has a row per account: code, label in four languages, class, parent, kind, how sure we are (`tier`) and where
the row was read. Tier A is quoted from the decree or a syllabus that quotes it, B is read in a chart in use, C is practice,
D is inferred: nothing here was held against the annex in the Moniteur (docs/law/readings/pcmn.md).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_86_3, CC_3_89_5_15, CHART_DECREE

LANGUAGES = ("fr", "nl", "de", "en")
COLUMNS = (
    "code", "label_fr", "label_nl", "label_de", "label_en", "class", "parent", "kind", "tier", "source", "source_note",
)  # fmt: skip
HIDDEN = frozenset({"411"})
"""An association cannot deduct VAT: its costs are gross, and no account invites to book otherwise."""
HEADINGS_THAT_TAKE_ENTRIES = frozenset({"499"})
"""What nobody can place yet waits here, though 4991 and 4996 stand below it."""
LONGEST_CUSTOM = 8


class Kind(StrEnum):
    """What an account holds."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    MIXED = "mixed"
    EXPENSE = "expense"
    INCOME = "income"
    APPROPRIATION = "appropriation"


class Tier(StrEnum):
    """How sure we are of a row."""

    QUOTED = "A"
    IN_USE = "B"
    PRACTICE = "C"
    INFERRED = "D"


PRACTICE_TIERS = frozenset({Tier.PRACTICE, Tier.INFERRED})
"""Rows that were not found in the decree."""


class Part(StrEnum):
    """The two accounts of everybody who owes: her part for the reserve fund, and all else."""

    RESERVE = "reserve"
    OTHER = "other"


@dataclass(frozen=True)
class ChartAccount:
    """One row of the table; `names` by language."""

    code: str
    names: Mapping[str, str]
    class_: int
    parent: str
    kind: Kind
    tier: Tier
    source: str
    note: str


class UnknownAccount(LookupError):
    """No row of the chart has this code, or it is one that is not loaded."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is not an account of the chart")
        self.code = code


def load(path: Path) -> Mapping[str, ChartAccount]:
    """Read and check a chart, in its order.

    Raises:
        ValueError: naming the line and what is wrong with it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are {', '.join(COLUMNS)}")
        return MappingProxyType(_checked(reader, path.name))


def _checked(rows: Iterable[dict[str, str]], file: str) -> dict[str, ChartAccount]:
    found: dict[str, ChartAccount] = {}
    for line, row in enumerate(rows, start=2):
        try:
            account = _account(row)
        except (ValueError, TypeError) as problem:
            raise ValueError(f"{file}, line {line}: {problem}") from problem
        if account.code in found:
            raise ValueError(f"{file}, line {line}: {account.code} stands twice")
        if account.parent and account.parent not in found:
            raise ValueError(f"{file}, line {line}: its parent {account.parent} does not stand above it")
        found[account.code] = account
    return found


def _account(row: Mapping[str, str]) -> ChartAccount:
    code, class_ = row["code"], int(row["class"])
    names = {language: row[f"label_{language}"] for language in LANGUAGES}
    if not code.isdecimal() or code[0] != row["class"]:
        raise ValueError(f"{code!r} is no code of class {class_}")
    if not code.startswith(row["parent"]) or (not row["parent"] and len(code) > 1):
        raise ValueError(f"{row['parent']!r} is not above {code}")
    if not all(names.values()):
        raise ValueError(f"{code} has no label in one of the four languages")
    kind, tier = Kind(row["kind"]), Tier(row["tier"])
    return ChartAccount(
        code, MappingProxyType(names), class_, row["parent"], kind, tier, row["source"], row["source_note"]
    )


CHART = load(Path(__file__).with_suffix(".csv"))
OWNER_HEADING: Mapping[Part, str] = MappingProxyType({Part.RESERVE: "4100", Part.OTHER: "4101"})
"""Owner's debt for the reserve fund, and for all else (tier B: a layman's list swaps the two)."""
HEADINGS = frozenset({*(account.parent for account in CHART.values()), *OWNER_HEADING.values()})
CONTROL = "410"
SUPPLIERS, PAID_BY_RESERVE, INTERNAL, SUSPENSE = "4400", "681", "58", "499"
FUND: Mapping[str, str] = MappingProxyType(
    {"100": "working", "551": "working", "160": "reserve", "161": "reserve", "550": "reserve"}
)
"""Which fund an account holds: what was advanced (100, 160) and its own bank account (551, 550); art. 3.86 §3."""


@cites(CHART_DECREE, CC_3_89_5_15)
def chart_account(code: str) -> ChartAccount:
    """Return the row of an account that may be used.

    Raises:
        UnknownAccount: there is none, or it is one that is not loaded.

    >>> chart_account("551").tier
    <Tier.QUOTED: 'A'>
    """
    if code not in CHART or code in HIDDEN:
        raise UnknownAccount(code)
    return CHART[code]


@cites(CHART_DECREE)
def takes_entries(code: str) -> bool:
    """Say whether entries may stand on this account: a row without rows below it, an owner's account, a custom child.

    >>> takes_entries("551"), takes_entries("410"), takes_entries("4101"), takes_entries("4101.7"), takes_entries("411")
    (True, False, False, True, False)
    """
    if "." in code:
        heading, _, number = code.partition(".")
        return heading in OWNER_HEADING.values() and number.isdecimal() and not number.startswith("0")
    if code in CHART:
        return code not in HIDDEN and (code not in HEADINGS or code in HEADINGS_THAT_TAKE_ENTRIES)
    return is_custom(code)


@cites(CHART_DECREE)
def is_custom(code: str) -> bool:
    """Say whether a code is one that an association may add: a row that takes entries, followed by more digits.

    >>> is_custom("550001"), is_custom("551"), is_custom("4117"), is_custom("41017")
    (True, False, False, False)
    """
    return (
        code.isdecimal()
        and code.isascii()
        and len(code) <= LONGEST_CUSTOM
        and code not in CHART
        and parent_of(code) != ""
    )


@cites(CHART_DECREE)
def parent_of(code: str) -> str:
    """Return the row of the chart that a custom code stands under; empty when none of them takes entries.

    >>> parent_of("550001"), parent_of("4101.7")
    ('550', '4101')
    """
    if "." in code:
        return code.partition(".")[0]
    row = next((code[:length] for length in range(len(code) - 1, 0, -1) if code[:length] in CHART), "")
    return row if row and row not in HIDDEN and row not in HEADINGS else ""


@cites(CHART_DECREE)
def owner_code(part: Part, number: int) -> str:
    """Return the code of an owner's account: a dot, so that no code of the chart can be read into it.

    >>> owner_code(Part.RESERVE, 7)
    '4100.7'
    """
    return f"{OWNER_HEADING[part]}.{number}"


@cites(CHART_DECREE)
def owner_part(code: str) -> Part | None:
    """Return which part of an owner's debt a code holds; None for any other account.

    >>> owner_part("4100.7"), owner_part("551")
    (<Part.RESERVE: 'reserve'>, None)
    """
    heading = code.partition(".")[0] if "." in code else ""
    return next((part for part, row in OWNER_HEADING.items() if row == heading), None)


@cites(CC_3_86_3)
def fund_of(code: str) -> str:
    """Return the fund an account holds, `working` or `reserve`; empty for all others.

    >>> fund_of("550001"), fund_of("61050")
    ('reserve', '')
    """
    return FUND.get(code if code in CHART else parent_of(code), "")


@cites(CHART_DECREE)
def kind_of(code: str) -> Kind:
    """Return what an account holds, a custom one what its row holds.

    Raises:
        UnknownAccount: it is none of the chart, nor below one.
    """
    return chart_account(code if code in CHART else parent_of(code)).kind


@cites(CHART_DECREE)
def is_result(code: str) -> bool:
    """Say whether a closing must bring this account to nil: costs and income, classes 6 and 7.

    >>> is_result("61050"), is_result("160")
    (True, False)
    """
    return code[:1] in {"6", "7"}
