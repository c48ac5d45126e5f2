"""Languages, e-mail, days, consents and postal addresses as people write them."""

from datetime import date

import pytest

from koprogo.rules.ownership.contact_text import (
    Consent,
    PostalAddress,
    is_email,
    read_address,
    read_consent,
    read_day,
    read_language,
    split_emails,
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("FR", "fr"), ("Nederlands", "nl"), ("DE", "de"), ("english", "en"), ("nl-BE", "nl"), ("ES", None), ("", None)],
)
def test_languages(text: str, code: str | None):
    assert read_language(text) == code


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("an@example.org", True), ("an.de-smet+x@mail.example.org", True), ("é@müller.be", True),
        ("not-an-address", False), ("@example.org", False), ("an@example", False), ("an@@example.org", False),
        ("an..b@example.org", False), (".an@example.org", False), ("an@-a.org", False), ("a b@example.org", False),
        ("an@example.o1", True), ("an@example.1", False), ("a" * 250 + "@x.org", False), ("an@exam_ple.org", True),
    ],
)  # fmt: skip
def test_emails(text: str, good: bool):
    assert is_email(text) is good


def test_several_emails_in_one_cell():
    assert split_emails("mailto:A@x.be; b@x.be / c@x.be") == ["a@x.be", "b@x.be", "c@x.be"]
    assert split_emails("  ") == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31/12/2026", date(2026, 12, 31)), ("1.2.2026", date(2026, 2, 1)), ("01-02-2026", date(2026, 2, 1)),
        ("2026-12-31", date(2026, 12, 31)), ("le 1/2/2026", date(2026, 2, 1)), ("31/02/2026", None),
        ("1/2/26", None), ("", None), ("2026", None),
    ],
)  # fmt: skip
def test_days(text: str, day: date | None):
    assert read_day(text) == day


@pytest.mark.parametrize(
    ("text", "consent"),
    [
        ("oui", Consent(True)), ("JA", Consent(True)), ("✓", Consent(True)), ("TRUE", Consent(True)), ("x", Consent(True)),
        ("non", Consent(False)), ("nee", Consent(False)), ("0", Consent(False)), ("FALSE", Consent(False)),
        ("12/03/2024", Consent(True, date(2024, 3, 12))), ("oui (12/03/2024)", Consent(True, date(2024, 3, 12))),
        ("oui 32/03/2024", None), ("non 12/03/2024", None), ("peut-être", None), ("", None),
    ],
)  # fmt: skip
def test_consents(text: str, consent: Consent | None):
    assert read_consent(text) == consent


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Rue Haute 12 b 3, 1000 Bruxelles", PostalAddress("Rue Haute 12 b 3", "1000", "Bruxelles")),
        ("Rue Haute 12 1000 Bruxelles", PostalAddress("Rue Haute 12", "1000", "Bruxelles")),
        ("Kouter 5, B-9000 Gent, België", PostalAddress("Kouter 5", "9000", "Gent", "België")),
        ("Kade 5, 1012 AB Amsterdam (Nederland)", PostalAddress("Kade 5", "1012 AB", "Amsterdam", "Nederland")),
        ("Rue Haute 12", PostalAddress("Rue Haute 12")),
    ],
)
def test_addresses(text: str, address: PostalAddress):
    assert read_address(text) == address


def test_an_address_is_complete_when_a_letter_can_be_sent():
    assert PostalAddress("Kouter 5", "9000", "Gent").is_complete
    assert not PostalAddress("Kouter 5", "", "Gent").is_complete
    assert not PostalAddress()
    assert PostalAddress(city="Gent")
