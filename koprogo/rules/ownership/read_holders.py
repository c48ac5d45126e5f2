"""From the cells of one line to its holders: names, rights, and which address belongs to whom.

A cell says something for all holders of the lot, or for each in their order, separated by a `/`. What a line leaves
open is not shared out: one consent for two owners belongs to nobody.
"""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from koprogo.rules.ownership.faults import Found
from koprogo.rules.ownership.holders import HolderName, OwnersRead, read_owners
from koprogo.rules.ownership.lot_line import Holder
from koprogo.rules.ownership.messages import FaultMessage as Say
from koprogo.rules.ownership.messages import NoticeMessage as Note
from koprogo.rules.ownership.names import name_key, title_key
from koprogo.rules.ownership.read_contacts import read_contacts
from koprogo.rules.ownership.rights import Regime, Right, read_regime, regime_in_remark, right_of_holder
from koprogo.rules.ownership.sheet import Column, Row


@dataclass(frozen=True)
class HoldersRead:
    """The holders of one line, the regime of the lot, and whether somebody is not named."""

    holders: tuple[Holder, ...]
    regime: Regime
    unnamed: bool


def read_holders(row: Row, found: Found, today: date) -> HoldersRead:
    """Read everybody a line names, with her right and how to reach her."""
    owners = _owners(row, found)
    regime = _regime(row, found, owners)
    names = owners.holders
    count = len(names) + (1 if owners.unnamed else 0)
    reached = read_contacts(row, names, found, today)
    holders = tuple(
        Holder(
            name=each.name,
            is_organisation=each.is_organisation or bool(contact.enterprise_number),
            right=each.right or right_of_holder(regime, count),
            part=each.part,
            reached=contact,
        )
        for each, contact in zip(names, reached, strict=True)
    )
    unnamed = owners.unnamed or _somebody_missing(regime, holders)
    if holders and unnamed:
        found.notice(row.line, Column.OWNER, row.text(Column.OWNER), Note.HOLDER_UNNAMED)
    return HoldersRead(holders, regime, unnamed)


def _owners(row: Row, found: Found) -> OwnersRead:
    text = row.text(Column.OWNER)
    owners = read_owners(text)
    if first_names := row.text(Column.FIRST_NAME):
        owners = _with_first_names(owners, first_names)
    if not owners.holders:
        found.fault(row.line, Column.OWNER, text, Say.OWNER_MISSING, lot=row.text(Column.LOT))
        return owners
    if owners.one_organisation:
        found.notice(row.line, Column.OWNER, text, Note.ONE_ORGANISATION)
    seen: set[tuple[str, str]] = set()
    for each in owners.holders:
        key = name_key(each.name), title_key(each.name)
        if key in seen:
            found.fault(row.line, Column.OWNER, text, Say.OWNER_TWICE, name=each.name)
        seen.add(key)
    if _parts_are_wrong(owners.holders):
        total = sum((each.part for each in owners.holders if each.part), Fraction(0))
        found.fault(row.line, Column.OWNER, text, Say.PARTS_NOT_WHOLE, sum=str(total))
    return owners


def _with_first_names(owners: OwnersRead, text: str) -> OwnersRead:
    """Put first names before last names, in their order; first names alone, or too many, stay together as one."""
    first = [each.name for each in read_owners(text).holders]
    if not owners.holders or len(first) != len(owners.holders):
        last = " / ".join(each.name for each in owners.holders)
        return replace(owners, holders=read_owners(f"{text} {last}").holders if not last else _joined(text, owners))
    return replace(
        owners,
        holders=tuple(
            replace(each, name=f"{before} {each.name}") for before, each in zip(first, owners.holders, strict=True)
        ),
    )


def _joined(first_names: str, owners: OwnersRead) -> tuple[HolderName, ...]:
    """`Jean et Marie` before `Dupont`: two people of one family name."""
    first = [each.name for each in read_owners(first_names).holders]
    if len(owners.holders) == 1 and first:
        return tuple(replace(owners.holders[0], name=f"{each} {owners.holders[0].name}") for each in first)
    return owners.holders


def _parts_are_wrong(names: tuple[HolderName, ...]) -> bool:
    """The parts of the holders of one lot make one, where each has one; a usufruct and its bare ownership overlap."""
    if not names or any(each.part is None or each.right not in (None, Right.UNDIVIDED) for each in names):
        return False
    return sum((each.part for each in names if each.part), Fraction(0)) != 1


def _regime(row: Row, found: Found, owners: OwnersRead) -> Regime:
    text, remark = row.text(Column.REGIME), row.text(Column.REMARK)
    stated = read_regime(text) if text else None
    if text and stated is None:
        found.fault(row.line, Column.REGIME, text, Say.REGIME_UNKNOWN)
    if stated not in (None, Regime.FULL):
        return stated
    if owners.regime:
        return owners.regime
    if stated is None and remark and (from_remark := regime_in_remark(remark)):
        found.notice(row.line, Column.REMARK, remark, Note.REGIME_FROM_REMARK)
        return from_remark
    return Regime.FULL if len(owners.holders) < 2 and not owners.unnamed else stated or Regime.UNDIVIDED


def _somebody_missing(regime: Regime, holders: tuple[Holder, ...]) -> bool:
    """A shared lot has at least two holders; a usufruct has its bare owner, and the other way round."""
    if len(holders) == 1:
        return regime is not Regime.FULL or holders[0].right is not Right.FULL
    rights = {holder.right for holder in holders}
    return rights in ({Right.USUFRUCT}, {Right.BARE_OWNERSHIP})
