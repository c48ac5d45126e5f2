"""Which address, number and consent belongs to whom."""

from datetime import date

import pytest

from koprogo.rules.ownership.contact_text import Consent, PostalAddress
from tests.rules.ownership.lists import judged, lot, noticed, told


def reached(found):
    return [holder.reached for each in found.lots for holder in each.holders]


def test_one_address_for_all_or_one_each():
    (both,) = judged(lot(2, owner="A/B", email="a@x.be", language="FR")).lots
    assert [(each.reached.email, each.reached.language) for each in both.holders] == [("a@x.be", "fr")] * 2
    (each,) = judged(lot(2, owner="A/B", email="a@x.be / b@x.be", language="FR / NL")).lots
    assert [(one.reached.email, one.reached.language) for one in each.holders] == [("a@x.be", "fr"), ("b@x.be", "nl")]


def test_enterprise_numbers_find_their_organisation():
    number = "0403.170.701"
    (one,) = judged(lot(2, owner="Jan Maes", enterprise_number=number)).lots
    assert (one.holders[0].is_organisation, one.holders[0].reached.enterprise_number) == (True, "0403170701")
    (mixed,) = judged(lot(2, owner="Jan Maes / SRL X Invest", enterprise_number=number)).lots
    assert [(each.is_organisation, each.reached.enterprise_number) for each in mixed.holders] == [
        (False, ""), (True, "0403170701"),
    ]  # fmt: skip
    (two,) = judged(lot(2, owner="SRL X Invest / SRL Y Invest", enterprise_number=f"{number} / 0202.239.951")).lots
    assert [each.reached.enterprise_number for each in two.holders] == ["0403170701", "0202239951"]


@pytest.mark.parametrize(
    ("cells", "address", "notice"),
    [
        ({"address": "Kouter 5, 9000 Gent"}, PostalAddress("Kouter 5", "9000", "Gent"), False),
        (
            {
                "street": "Kouter",
                "house_number": "5",
                "box": "bte 3",
                "postcode": "9000",
                "city": "Gent",
                "country": "BE",
            },
            PostalAddress("Kouter 5 / 3", "9000", "Gent", "BE"),
            False,
        ),
        ({"address": "Kouter 5", "postcode": "9000", "city": "Gent"}, PostalAddress("Kouter 5", "9000", "Gent"), False),
        ({"street": "Kouter 5", "city": "Gent"}, PostalAddress("Kouter 5", "", "Gent"), True),
        ({"postcode": "9000"}, PostalAddress("", "9000"), True),
        ({"box": "3"}, PostalAddress(), False),
        ({}, PostalAddress(), False),
    ],
)
def test_postal_addresses(cells: dict[str, str], address: PostalAddress, notice: bool):
    found = judged(lot(2, **cells))
    assert reached(found)[0].postal == address
    assert bool(noticed(found)) is notice


@pytest.mark.parametrize(
    ("cells", "consents", "notices"),
    [
        ({}, [None], []),
        ({"email": "a@x.be", "consent": "oui 1/2/2024"}, [Consent(True, date(2024, 2, 1))], []),
        ({"email": "a@x.be", "consent": "oui", "consent_day": "1/2/2024"}, [Consent(True, date(2024, 2, 1))], []),
        ({"email": "a@x.be", "consent_day": "21/11/2026"}, [Consent(True, date(2026, 11, 21))], []),
        ({"email": "a@x.be", "consent": "oui"}, [Consent(True)], ["CONSENT_WITHOUT_DAY"]),
        ({"email": "a@x.be", "consent": "non"}, [Consent(False)], []),
        ({"consent": "non"}, [Consent(False)], []),
        ({"consent": "oui"}, [None], ["CONSENT_WITHOUT_EMAIL"]),
        ({"consent_day": "1/2/2024"}, [None], ["CONSENT_WITHOUT_EMAIL"]),
        ({"owner": "A/B", "email": "a@x.be", "consent": "oui"}, [None, None], ["CONSENT_WHOSE"]),
        (
            {"owner": "A/B", "email": "a@x.be/b@x.be", "consent": "oui 1/2/2024 / non"},
            [Consent(True, date(2024, 2, 1)), Consent(False)],
            [],
        ),
    ],
)
def test_consents_are_individual_and_dated(cells: dict[str, str], consents: list, notices: list[str]):
    found = judged(lot(2, **{"owner": "An Claes", **cells}))
    assert [each.consent for each in reached(found)] == consents
    assert [name for _, _, name in noticed(found)] == notices
    assert told(found) == []


def test_a_day_to_come_is_told_once():
    for cells in (
        {"consent": "22/11/2026"},
        {"consent_day": "22/11/2026"},
        {"consent": "oui", "consent_day": "22/11/2026"},
    ):
        assert len(told(judged(lot(2, email="a@x.be", **cells)))) == 1
