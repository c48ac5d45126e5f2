"""Reading the cell with the owners: one or several holders, an organisation, a couple, an estate.

`A / B`, `A & B`, `A et B`, `A en B`, `A und B`, `époux A-B` and `Mr et Mme A` are several holders of one lot.
A cell can also say who holds which right (`Jean (usufruitier) / Marie (nue-propriétaire)`) and which part (`1/2`).
"""

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from koprogo.core.plain_text import plain, tidy
from koprogo.rules.ownership.organisations import is_organisation
from koprogo.rules.ownership.rights import Regime, Right, read_regime
from koprogo.rules.ownership.sheet import words

_BETWEEN = re.compile(r"\s*(?:(?<![0-9])/|/(?![0-9])|[;|+\\\n])\s*")
_AND = re.compile(r"\s+(?:et|en|und|and)\s+|\s*&\s*", re.IGNORECASE)
_HYPHEN = re.compile(r"\s*[-–]\s*")
_HE = r"(?:m\.?|mr\.?|monsieur|de\s+heer|dhr\.?|heer|herr|hr\.?)"
_SHE = r"(?:mme\.?|madame|mevrouw|mevr\.?|mw\.?|frau|fr\.|mrs\.?|ms\.?|mlle\.?)"
_JOINED = r"\s*(?:&|/|\+|-|et|en|und|and)\s*"
_COUPLE = re.compile(rf"^(?:({_HE}){_JOINED}({_SHE})|({_SHE}){_JOINED}({_HE}))\s+(.+)$", re.IGNORECASE)
_HIS_OR_HER_TITLE = re.compile(rf"^(?:({_HE})|({_SHE}))\s+(?=\S)", re.IGNORECASE)
_CARE_OF = re.compile(r"\bc/o\b", re.IGNORECASE)
_SPOUSES = re.compile(
    r"^(?:les\s+|de\s+)?(?:[ée]poux|conjoints|echtpaar|echtgenoten|eheleute|ehepaar|spouses)\s*:?\s+(.+)$",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"^(?:la\s+)?(?:famille|familie|family|fam\.?)\s+\S", re.IGNORECASE)
_ESTATE = re.compile(
    r"^(?:la\s+|de\s+)?(?:succession|h[ée]ritiers|hoirie|hoirs|erven|erfgenamen|nalatenschap|erbengemeinschaft|erben|heirs|estate)\b",
    re.IGNORECASE,
)
_UNDIVIDED = re.compile(r"^(?:l[’'])?(?:indivision|onverdeeldheid|miteigentum)\b", re.IGNORECASE)
_PART = re.compile(r"[\s,(]*\b([0-9]{1,6})\s*/\s*([0-9]{1,6})\b[\s)]*$|[\s,(]*\b([0-9]{1,3})\s*%[\s)]*$")
_PART_FIRST = re.compile(r"^\(?([0-9]{1,6})\s*/\s*([0-9]{1,6})\)?\s+(?=\S)")
_RIGHT_FIRST = re.compile(r"^([^:()]{2,30}?)\s*:\s*(.+)$")
_RIGHT_LAST = re.compile(r"^(.+?)\s*(?:\(([^()]+)\)|[,–-]\s+([^,–()-]+)|\s-\s*([^,–()-]+))$")

COMPOUND_FIRST_NAMES = words("""
    jean, marie, anne, anna, pierre, paul, luc, charles, louis, claude, michel, carl, karl, hans, ann, jan,
    lise, rose, eva, el, al
""")
UNNAMED = words("""
    consorts, consort, cts, cs, autres, anderen, andere, others, al, ea, enfants, kinderen, kinder, children,
    heritiers, erfgenamen, erben
""")
UNNAMED_SPOUSE = words("""
    epouse, epoux, conjoint, conjointe, echtgenote, echtgenoot, partner, ehefrau, ehemann, spouse, wife, husband
""")


@dataclass(frozen=True)
class HolderName:
    """One holder as the cell names her.

    Attributes:
        right: stated for this holder alone; None when the cell says nothing about her.
        part: of the lot, between 0 and 1; None when not stated.
    """

    name: str
    is_organisation: bool = False
    right: Right | None = None
    part: Fraction | None = None


@dataclass(frozen=True)
class OwnersRead:
    """Everybody a cell names.

    Attributes:
        unnamed: the cell says that there are more holders than it names.
        regime: what the cell says about the lot by itself (`époux`, `succession`); None when it says nothing.
        one_organisation: a name with an `&` or `et` in it was read as one organisation.
    """

    holders: tuple[HolderName, ...]
    unnamed: bool = False
    regime: Regime | None = None
    one_organisation: bool = False


def read_owners(text: str) -> OwnersRead:
    """Read the cell with the owners.

    >>> [holder.name for holder in read_owners("époux Dupont-Leroy").holders]
    ['Dupont', 'Leroy']
    >>> [holder.name for holder in read_owners("Peeters & Zonen BV").holders]
    ['Peeters & Zonen BV']
    """
    # The slashes of "M./Mme" and "c/o" separate nobody.
    text = re.sub(rf"({_HE})\s*[/+]\s*({_SHE})(?=\s)", r"\1 & \2", text, flags=re.IGNORECASE)
    text = _CARE_OF.sub("c∕o", text)
    pieces = [tidy(piece) for piece in _BETWEEN.split(text)]
    read = [_read_piece(piece) for piece in pieces if plain(piece)]
    return OwnersRead(
        holders=tuple(
            replace(holder, name=holder.name.replace("c∕o", "c/o")) for each in read for holder in each.holders
        ),
        unnamed=any(each.unnamed for each in read),
        regime=next((each.regime for each in read if each.regime), None),
        one_organisation=any(each.one_organisation for each in read),
    )


def title_of(name: str) -> tuple[str, str]:
    """Split a title from a name and return (`m`, `f` or nothing; the rest).

    >>> title_of("Mevr. Van den Berghe")
    ('f', 'Van den Berghe')
    """
    found = _HIS_OR_HER_TITLE.match(name)
    if not found:
        return "", name
    return ("m" if found[1] else "f"), name[found.end() :]


def _read_piece(piece: str) -> OwnersRead:
    if is_organisation(piece) or (couple := _COUPLE.match(piece)) is None:
        if spouses := _SPOUSES.match(piece):
            return _spouses(piece, spouses[1])
        return _not_a_couple(piece)
    he_first = couple[1] is not None
    titles = (couple[1], couple[2]) if he_first else (couple[3], couple[4])
    names = _split_and(couple[5])
    if len(names) == 1:
        names = _split_surnames(names[0]) if len(_split_surnames(names[0])) == 2 else names * 2
    if len(names) != 2:
        return OwnersRead(tuple(HolderName(name) for name in names), regime=Regime.SPOUSES)
    return OwnersRead(
        tuple(HolderName(f"{title} {name}") for title, name in zip(titles, names, strict=True)), regime=Regime.SPOUSES
    )


def _spouses(piece: str, names: str) -> OwnersRead:
    found = _split_and(names)
    if len(found) == 1:
        found = _split_surnames(found[0])
    if len(found) == 1:
        return OwnersRead((HolderName(piece),), unnamed=True, regime=Regime.SPOUSES)
    return OwnersRead(tuple(HolderName(name) for name in found), regime=Regime.SPOUSES)


def _not_a_couple(piece: str) -> OwnersRead:
    if _ESTATE.match(piece):
        return OwnersRead((HolderName(piece),), unnamed=True, regime=Regime.SUCCESSION)
    if _UNDIVIDED.match(piece) or _FAMILY.match(piece):
        return OwnersRead((HolderName(piece),), unnamed=True, regime=Regime.UNDIVIDED)
    right = None
    if (first := _RIGHT_FIRST.match(piece)) and (regime := read_regime(first[1])):
        right, piece = _right(regime), first[2]
    names = _split_and(piece)
    one_organisation = len(names) > 1 and is_organisation(piece) and not all(is_organisation(name) for name in names)
    if one_organisation:
        names = [piece]
    holders = [_read_holder(name, right) for name in names if plain(name) not in UNNAMED | UNNAMED_SPOUSE]
    spouse = any(plain(name) in UNNAMED_SPOUSE for name in names)
    return OwnersRead(
        tuple(holders),
        unnamed=len(holders) < len(names),
        regime=Regime.SPOUSES if spouse else None,
        one_organisation=one_organisation,
    )


def _read_holder(text: str, right: Right | None) -> HolderName:
    part, text = _take_part(text)
    if (last := _RIGHT_LAST.match(text)) and (regime := read_regime(last[2] or last[3] or last[4])):
        right, text = _right(regime), last[1]
        part_before, text = _take_part(text)
        part = part or part_before
    return HolderName(text, is_organisation(text), right, part)


def _take_part(text: str) -> tuple[Fraction | None, str]:
    found = _PART.search(text) or _PART_FIRST.match(text)
    if not found:
        return None, text
    rest = (text[: found.start()] + text[found.end() :]).strip(" ,")
    if found.re is _PART and found[3]:
        part = Fraction(int(found[3]), 100)
    elif int(found[2]) == 0:
        return None, text
    else:
        part = Fraction(int(found[1]), int(found[2]))
    return (part, rest) if 0 < part <= 1 and rest else (None, text)


def _right(regime: Regime) -> Right | None:
    if regime in (Regime.SPOUSES, Regime.SUCCESSION):
        return Right.UNDIVIDED
    return Right.USUFRUCT_OR_BARE if regime is Regime.SPLIT else Right(regime.value)


def _split_and(text: str) -> list[str]:
    """Split at `et`, `en`, `und`, `and`, `&`; then at commas too, where every part has a first and a last name."""
    parts = [part.strip() for part in _AND.split(text) if part.strip()]
    if len(parts) < 2:
        return [text]
    by_comma = [piece.strip() for part in parts for piece in part.split(",") if piece.strip()]
    return by_comma if all(len(piece.split()) > 1 for piece in by_comma) else parts


def _split_surnames(text: str) -> list[str]:
    parts = _HYPHEN.split(text)
    if len(parts) != 2 or not all(parts):
        return [text]
    spaced = re.search(r"\s[-–]\s", text)
    if not spaced and plain(parts[0].split()[-1]) in COMPOUND_FIRST_NAMES:
        return [text]
    return parts
