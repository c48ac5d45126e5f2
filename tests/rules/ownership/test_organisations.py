"""Organisations, their numbers, who acts for them."""

import pytest

from koprogo.rules.ownership.organisations import Capacity, is_organisation, read_acting_person, read_enterprise_number


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("SRL Benali Invest", True), ("Benali Invest S.A.", True), ("N.V. Test", True), ("B.V.B.A. Test", True),
        ("asbl Les Amis", True), ("Stichting Zon", True), ("Commune d'Ixelles", True), ("Immo X (BV)", True),
        ("Wim Dupont", False), ("An Se", False), ("Carlos de Sa", False), ("CARLOS DE SA", False), ("SA", False),
        ("", False), ("Les Amis asbl Jeunes", False),
    ],
)  # fmt: skip
def test_organisations(name: str, yes: bool):
    assert is_organisation(name) is yes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0403.170.701", "0403170701"), ("BE0403170701", "0403170701"), ("403170701", "0403170701"),
        ("0403.170.700", None), ("x", None), ("FR12345678901", None),
    ],
)  # fmt: skip
def test_enterprise_numbers(text: str, number: str | None):
    assert read_enterprise_number(text) == number


@pytest.mark.parametrize(
    ("text", "name", "capacity"),
    [
        ("Jan Peeters (bestuurder)", "Jan Peeters", Capacity.ORGAN),
        ("Me Leroy, avocat", "Me Leroy", Capacity.LAWYER),
        ("An Claes – bewindvoerder", "An Claes", Capacity.ADMINISTRATOR),
        ("Jan Peeters (Gent)", "Jan Peeters (Gent)", None),
        ("Jan Peeters", "Jan Peeters", None),
    ],
)
def test_who_acts_and_as_what(text: str, name: str, capacity: Capacity | None):
    assert read_acting_person(text) == (name, capacity)
