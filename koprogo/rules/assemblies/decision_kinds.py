"""Which majority each kind of decision needs: loads and checks the table beside this file.

`decision_kinds.csv` is written for a lawyer: kind, code, majority in words, base, article, former article, how sure
we are, note. A kind may carry a note in brackets; its name is the part before. Codes: a majority, `none` (a duty,
nothing to vote), `follows_main` (the majority of the decision it goes with) and `open` (the law says nothing settled;
the association decides).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from koprogo.core.sources import cites
from koprogo.rules.assemblies.majorities import Majority
from koprogo.rules.texts import CC_3_87_6, CC_3_87_8, CC_3_88_1_1, CC_3_88_1_2, CC_3_88_3, CC_3_90_4

COLUMNS = ("decision_type", "code", "majority", "base", "article", "old_article", "confidence", "note")

DEFAULT_KIND = "default_any_other_decision"


class NotAMajority(StrEnum):
    """Codes of the table that are no majority."""

    NONE = "none"
    OPEN = "open"
    FOLLOWS_MAIN = "follows_main"


Code = Majority | NotAMajority

# fmt: off
CODES: Mapping[str, Code] = MappingProxyType({code.value: code for code in (*Majority, *NotAMajority)})

CHANGE_OF_CHARGES = "other_statute_change_incl_charge_apportionment"
"""What changes who bears which costs: four fifths (art. 3.88 §1, 2° a)."""
CHANGE_OF_SHARES = "change_of_shares_necessitated_by_works_division_merger_disposal_or_partial_association"

NECESSITATING = frozenset({
    "works_on_common_parts", "works_on_private_parts_done_by_ACP", "works_imposed_by_law",
    "conservatory_or_provisional_administration_works", "rebuild_or_repair_after_partial_destruction",
    "demolition_or_total_rebuilding_for_health_safety_or_excessive_compliance_cost", "total_rebuilding_other_reasons",
    "acquire_immovables_to_become_common", "dispose_of_common_immovables", "divide_or_merge_lots",
    "create_partial_association", "create_partial_association_without_personality",
})
"""Decisions that can make a change of shares necessary (art. 3.88 §3): works, acts on lots, partial associations."""
# fmt: on


@dataclass(frozen=True)
class DecisionKind:
    """One row of the table; `brackets` is the note that stood in brackets after the name."""

    name: str
    brackets: str
    code: Code
    majority: str
    base: str
    article: str
    formerly: str
    confidence: str
    note: str


def load(path: Path) -> Mapping[str, DecisionKind]:
    """Read and check a table of decision kinds, in its order.

    Raises:
        ValueError: naming the line and what is wrong with it.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path.name}: the columns are {', '.join(COLUMNS)}")
        return MappingProxyType(dict(_checked(reader, path.name)))


def _checked(rows: Iterable[dict[str, str]], file: str) -> Iterable[tuple[str, DecisionKind]]:
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ValueError(f"{file}, row {number}: {len(COLUMNS)} columns are needed")
        kind = _kind(row, f"{file}, row {number}")
        if kind.name in seen:
            raise ValueError(f"{file}, row {number}: {kind.name} is there twice")
        seen.add(kind.name)
        yield kind.name, kind
    if DEFAULT_KIND not in seen:
        raise ValueError(f"{file}: {DEFAULT_KIND} is missing")


def _kind(row: Mapping[str, str], where: str) -> DecisionKind:
    name, _, brackets = row["decision_type"].partition("(")
    name = name.strip()
    if not name or not row["article"].strip() or not row["confidence"].strip():
        raise ValueError(f"{where}: a kind has a name, an article and how sure we are of it")
    if row["code"] not in CODES:
        raise ValueError(f"{where}: the code is one of {', '.join(CODES)}")
    return DecisionKind(
        name=name,
        brackets=brackets.strip().removesuffix(")"),
        code=CODES[row["code"]],
        majority=row["majority"],
        base=row["base"],
        article=row["article"],
        formerly=row["old_article"],
        confidence=row["confidence"],
        note=row["note"],
    )


KINDS: Mapping[str, DecisionKind] = load(Path(__file__).with_name("decision_kinds.csv"))


def kind_of(name: str) -> DecisionKind:
    """Return one row; an unknown name is refused with ValueError, because guessing a majority would be worse."""
    if name not in KINDS:
        raise ValueError(f"{name} is not a kind of decision; {DEFAULT_KIND} is for what the table does not name")
    return KINDS[name]


@cites(CC_3_87_6, CC_3_87_8, CC_3_88_1_1, CC_3_88_1_2, CC_3_88_3, CC_3_90_4)
def majority_for(kind: str, main_kind: str | None = None) -> Code:
    """Return the majority a decision needs, or `none` or `open`; never `follows_main`.

    Args:
        main_kind: the decision this one goes with; needed for, and only for, kinds that follow it. A change of shares
            follows only decisions that can make it necessary, else it needs unanimity as a decision of its own.

    Raises:
        ValueError: an unknown kind, or a main decision missing, superfluous or unable to lead.

    >>> majority_for("works_on_common_parts")
    <Majority.TWO_THIRDS: 'two_thirds'>
    """
    row = kind_of(kind)
    if row.code is not NotAMajority.FOLLOWS_MAIN:
        if main_kind is not None:
            raise ValueError(f"{kind} has its own majority and follows no other decision")
        return row.code
    if main_kind is None:
        raise ValueError(f"{kind} follows the decision it goes with; say which one")
    code = kind_of(main_kind).code
    if not isinstance(code, Majority):
        raise ValueError(f"{kind} cannot follow {main_kind}, which has no majority of its own")
    if kind == CHANGE_OF_SHARES and main_kind not in NECESSITATING:
        raise ValueError(f"{main_kind} does not make a change of shares necessary (art. 3.88 §3)")
    return code
