"""The cell with the owners: several, couples, estates, rights and parts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koprogo.rules.ownership.holders import read_owners
from koprogo.rules.ownership.rights import Regime, Right


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Wim Dupont", ["Wim Dupont"]),
        ("A / B", ["A", "B"]),
        ("A/B", ["A", "B"]),
        ("A & B", ["A", "B"]),
        ("A et B", ["A", "B"]),
        ("A en B", ["A", "B"]),
        ("A und B", ["A", "B"]),
        ("A and B", ["A", "B"]),
        ("A + B", ["A", "B"]),
        ("A; B", ["A", "B"]),
        ("Etienne Henet", ["Etienne Henet"]),
        ("époux Dupont-Leroy", ["Dupont", "Leroy"]),
        ("Epoux Van den Berghe - De Smet", ["Van den Berghe", "De Smet"]),
        ("époux Jean-Pierre Dupont et Marie Leroy", ["Jean-Pierre Dupont", "Marie Leroy"]),
        ("Echtpaar Jan Claes en An Maes", ["Jan Claes", "An Maes"]),
        ("Mr et Mme Dupont", ["Mr Dupont", "Mme Dupont"]),
        ("M./Mme Dupont", ["M. Dupont", "Mme Dupont"]),
        ("Mme et M. Dupont-Leroy", ["Mme Dupont", "M. Leroy"]),
        ("Dhr. en Mevr. Van den Berghe", ["Dhr. Van den Berghe", "Mevr. Van den Berghe"]),
        ("Mr et Mme A et B et C", ["A", "B", "C"]),
        ("Mr Jean Dupont et Mme Marie Leroy", ["Mr Jean Dupont", "Mme Marie Leroy"]),
        ("Jean Dupont, Marie Leroy et Paul Simon", ["Jean Dupont", "Marie Leroy", "Paul Simon"]),
        ("Dupont, Jean et Leroy, Marie", ["Dupont, Jean", "Leroy, Marie"]),
        ("SRL Peeters & Fils", ["SRL Peeters & Fils"]),
        ("Peeters en Zonen BV", ["Peeters en Zonen BV"]),
        ("SRL A & SRL B", ["SRL A", "SRL B"]),
        ("Jean Dupont et SRL Invest", ["Jean Dupont", "SRL Invest"]),
        ("Jean Dupont c/o Marie", ["Jean Dupont c/o Marie"]),
        ("Anne-Marie Dupont", ["Anne-Marie Dupont"]),
        ("", []),
        (" / ", []),
        ("- & -", []),
    ],
)
def test_owners(text: str, names: list[str]):
    assert [holder.name for holder in read_owners(text).holders] == names


@pytest.mark.parametrize(
    ("text", "regime", "unnamed"),
    [
        ("A / B", None, False),
        ("époux A-B", Regime.SPOUSES, False),
        ("époux Dupont", Regime.SPOUSES, True),
        ("époux Jean-Pierre Dupont", Regime.SPOUSES, True),
        ("Mr et Mme Dupont", Regime.SPOUSES, False),
        ("Jean Dupont et épouse", Regime.SPOUSES, True),
        ("Jean Dupont et consorts", None, True),
        ("Succession Dupont", Regime.SUCCESSION, True),
        ("Erven Peeters", Regime.SUCCESSION, True),
        ("Indivision Leroy", Regime.UNDIVIDED, True),
        ("Famille Leroy", Regime.UNDIVIDED, True),
    ],
)
def test_what_the_owners_say_about_the_lot(text: str, regime: Regime | None, unnamed: bool):
    read = read_owners(text)
    assert (read.regime, read.unnamed) == (regime, unnamed)


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("Jean (usufruitier) / Marie (nue-propriétaire)", [Right.USUFRUCT, Right.BARE_OWNERSHIP]),
        ("US: Jean / NP: Marie & Paul", [Right.USUFRUCT, Right.BARE_OWNERSHIP, Right.BARE_OWNERSHIP]),
        ("Jan, vruchtgebruiker", [Right.USUFRUCT]),
        ("Jan - blote eigenaar", [Right.BARE_OWNERSHIP]),
        ("Jan (démembrement)", [Right.USUFRUCT_OR_BARE]),
        ("Jan (époux)", [Right.UNDIVIDED]),
        ("Jan (décédé)", [None]),
        ("Note: Jan", [None]),
    ],
)
def test_rights_of_single_owners(text: str, rights: list[Right | None]):
    assert [holder.right for holder in read_owners(text).holders] == rights


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Jean 1/2 / Marie 1/2", [Fraction(1, 2)] * 2),
        ("1/3 Jean & 2/3 Marie", [Fraction(1, 3), Fraction(2, 3)]),
        ("Jean (1/4) / Marie (75%)", [Fraction(1, 4), Fraction(3, 4)]),
        ("Jean 1/2 (usufruitier)", [Fraction(1, 2)]),
        ("Jean 1/0", [None]),
        ("Jean 3/2", [None]),
        ("Jean 0 %", [None]),
        ("1/2", [None]),
    ],
)
def test_parts_of_single_owners(text: str, parts: list[Fraction | None]):
    read = read_owners(text).holders
    assert [holder.part for holder in read] == parts


def test_a_name_with_an_and_in_an_organisation_is_said():
    assert read_owners("Peeters & Zonen BV").one_organisation
    assert not read_owners("SRL A & SRL B").one_organisation


@given(st.text(max_size=120))
def test_no_cell_brings_the_owners_down(text: str):
    for holder in read_owners(text).holders:
        assert holder.name.strip()
