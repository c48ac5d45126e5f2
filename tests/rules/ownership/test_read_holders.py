"""Who holds what, from the cells of one line."""

from fractions import Fraction

import pytest

from koprogo.rules.ownership.kinds import Kind
from koprogo.rules.ownership.organisations import Capacity
from koprogo.rules.ownership.rights import Regime, Right
from tests.rules.ownership.lists import judged, lot, noticed, told


def holders(found) -> list[str]:
    return [holder.name for each in found.lots for holder in each.holders]


@pytest.mark.parametrize(
    ("owner", "regime", "remark", "rights", "is_joint", "unnamed"),
    [
        ("An", "", "", [Right.FULL], False, False),
        ("An", "pleine propriété", "", [Right.FULL], False, False),
        ("An / Jan", "", "", [Right.UNDIVIDED] * 2, True, False),
        ("An / Jan", "pleine propriété", "", [Right.UNDIVIDED] * 2, True, False),
        ("An / Jan", "indivision", "", [Right.UNDIVIDED] * 2, True, False),
        ("An", "indivision", "", [Right.UNDIVIDED], True, True),
        ("époux A-B", "", "", [Right.UNDIVIDED] * 2, True, False),
        ("époux A-B", "pleine propriété", "", [Right.UNDIVIDED] * 2, True, False),
        ("An et consorts", "", "", [Right.UNDIVIDED], True, True),
        ("Succession Claes", "pleine propriété", "", [Right.UNDIVIDED], True, True),
        ("An", "usufruit / nue-propriété", "", [Right.USUFRUCT_OR_BARE], True, True),
        ("An / Jan", "usufruit / nue-propriété", "", [Right.USUFRUCT_OR_BARE] * 2, True, False),
        ("An", "usufruit", "", [Right.USUFRUCT], True, True),
        ("An", "", "vruchtgebruik", [Right.USUFRUCT_OR_BARE], True, True),
        ("An", "", "to be painted", [Right.FULL], False, False),
        ("An", "pleine propriété", "vruchtgebruik", [Right.FULL], False, False),
        ("An (US) / Jan (NP)", "", "", [Right.USUFRUCT, Right.BARE_OWNERSHIP], True, False),
        ("An (US) / Jan (US)", "", "", [Right.USUFRUCT] * 2, True, True),
        ("An (NP) / Jan (NP)", "", "", [Right.BARE_OWNERSHIP] * 2, True, True),
        ("An", "erfpacht", "", [Right.EMPHYTEUSIS], True, True),
        ("An", "unknown", "", [Right.FULL], False, False),
    ],
)
def test_rights(owner: str, regime: str, remark: str, rights: list[Right], is_joint: bool, unnamed: bool):
    (found,) = judged(lot(2, owner=owner, regime=regime, remark=remark)).lots
    assert (list(found.rights), found.needs_representative, found.unnamed) == (rights, is_joint, unnamed)


def test_what_was_understood_without_being_written_is_noticed():
    found = judged(
        lot(2, shares="50", remark="vruchtgebruik", kind="Igloo"), lot(3, shares="50", owner="Peeters & Zonen BV")
    )
    assert noticed(found) == [
        (2, "kind", "KIND_UNKNOWN"),
        (2, "owner", "HOLDER_UNNAMED"),
        (2, "remark", "REGIME_FROM_REMARK"),
        (3, "owner", "ONE_ORGANISATION"),
    ]
    assert found.lots[0].kind is Kind.OTHER
    assert found.lots[0].regime is Regime.SPLIT


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        ("An", "Claes", ["An Claes"]),
        ("An / Jan", "Claes / Maes", ["An Claes", "Jan Maes"]),
        ("An et Jan", "Claes", ["An Claes", "Jan Claes"]),
        ("An", "Claes / Maes", ["Claes", "Maes"]),
        ("An", "", ["An"]),
        ("-", "Claes", ["Claes"]),
    ],
)
def test_first_names_in_their_own_column(first: str, last: str, names: list[str]):
    assert holders(judged(lot(2, owner=last, first_name=first))) == names


def test_parts_are_read_and_of_usufruct_and_bare_ownership_not_added():
    found = judged(lot(2, owner="An 1/2 / Jan 1/2"))
    assert [holder.part for holder in found.lots[0].holders] == [Fraction(1, 2)] * 2
    assert told(judged(lot(2, owner="An 1/1 (US) / Jan 1/1 (NP)"))) == []


def test_representatives():
    found = judged(
        lot(2, shares="40", owner="An Claes / Jan Maes", representative="MAES Jan"),
        lot(3, shares="30", owner="SRL X Invest", representative="Eva Wit (gérante)"),
        lot(4, shares="30", owner="An Claes / Jan Maes"),
    )
    first, second, third = (each.representative for each in found.lots)
    assert (first.place, first.name, second.place, second.capacity, third) == (
        1,
        "MAES Jan",
        None,
        Capacity.ORGAN,
        None,
    )
