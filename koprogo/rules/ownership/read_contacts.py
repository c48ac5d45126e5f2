"""Which e-mail, language, address, number and consent of a line belongs to which of its holders."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from koprogo.rules.ownership.contact_text import (
    BETWEEN_CONSENTS,
    BETWEEN_OWNERS,
    Consent,
    PostalAddress,
    is_email,
    read_address,
    read_consent,
    read_day,
    read_language,
    split_emails,
)
from koprogo.rules.ownership.faults import Found
from koprogo.rules.ownership.holders import HolderName
from koprogo.rules.ownership.lot_line import Reached
from koprogo.rules.ownership.messages import FaultMessage as Say
from koprogo.rules.ownership.messages import NoticeMessage as Note
from koprogo.rules.ownership.organisations import read_enterprise_number
from koprogo.rules.ownership.sheet import Column, Row

POSTAL_COLUMNS = (Column.ADDRESS, Column.STREET, Column.HOUSE_NUMBER, Column.POSTCODE, Column.CITY)


def read_contacts(row: Row, names: Sequence[HolderName], found: Found, today: date) -> list[Reached]:
    """Return how to reach each holder, in their order.

    Everything is read, and every fault found, even on a line without an owner.
    """
    count = max(len(names), 1)
    emails = _emails(row, count, found)
    languages = _languages(row, count, found)
    numbers = _enterprise_numbers(row, names, found)
    postal = _postal(row, found)
    phone = row.text(Column.PHONE)
    consents = _consents(row, emails, found, today)
    return [
        Reached(emails[place], languages[place], postal, phone, numbers[place], consents[place])
        for place in range(len(names))
    ]


def _emails(row: Row, count: int, found: Found) -> list[str]:
    text = row.text(Column.EMAIL)
    emails = split_emails(text)
    if not all(is_email(each) for each in emails):
        found.fault(row.line, Column.EMAIL, text, Say.EMAIL_WRONG)
        return [""] * count
    if len(emails) not in (0, 1, count):
        found.fault(row.line, Column.EMAIL, text, Say.EMAIL_COUNT, owners=count)
        return [""] * count
    return emails if len(emails) == count else (emails or [""]) * count


def _languages(row: Row, count: int, found: Found) -> list[str]:
    text = row.text(Column.LANGUAGE)
    if not text:
        return [""] * count
    pieces = [text] if read_language(text) else BETWEEN_OWNERS.split(text)
    read = [read_language(piece) for piece in pieces]
    known = [code for code in read if code]
    if len(known) < len(read):
        found.fault(row.line, Column.LANGUAGE, text, Say.LANGUAGE_UNKNOWN)
        return [""] * count
    if len(known) not in (1, count):
        message = Say.LANGUAGE_UNKNOWN if count == 1 else Say.LANGUAGE_COUNT
        found.fault(row.line, Column.LANGUAGE, text, message, **({} if count == 1 else {"owners": count}))
        return [""] * count
    return known if len(known) == count else known * count


def _enterprise_numbers(row: Row, names: Sequence[HolderName], found: Found) -> list[str]:
    """Give a number to the one organisation of the line, or to its one owner, or to each in their order."""
    text = row.text(Column.ENTERPRISE_NUMBER)
    count = max(len(names), 1)
    nobody = [""] * count
    if not text:
        return nobody
    pieces = [piece for piece in BETWEEN_OWNERS.split(text) if piece]
    numbers = [read_enterprise_number(piece) for piece in pieces]
    valid = [number for number in numbers if number]
    if len(valid) < len(numbers) or not valid:
        found.fault(row.line, Column.ENTERPRISE_NUMBER, text, Say.ENTERPRISE_NUMBER_WRONG)
        return nobody
    organisations = [place for place, each in enumerate(names) if each.is_organisation]
    if len(valid) == count:
        return valid
    if len(valid) == len(organisations):
        return [valid[organisations.index(place)] if place in organisations else "" for place in range(count)]
    found.fault(row.line, Column.ENTERPRISE_NUMBER, text, Say.ENTERPRISE_NUMBER_WHOSE, owners=count)
    return nobody


def _postal(row: Row, found: Found) -> PostalAddress:
    whole = row.text(Column.ADDRESS)
    postal = read_address(whole) if whole else PostalAddress()
    street = " ".join(text for column in (Column.STREET, Column.HOUSE_NUMBER) if (text := row.text(column)))
    if street and (box := row.text(Column.BOX)):
        street = f"{street} / {re.sub(r'^(?:bte|bo[iî]te|bus|box)[ .]*', '', box, flags=re.IGNORECASE)}"
    postal = PostalAddress(
        street or postal.street,
        row.text(Column.POSTCODE) or postal.postcode,
        row.text(Column.CITY) or postal.city,
        row.text(Column.COUNTRY) or postal.country,
    )
    if postal and not postal.is_complete:
        column = next(each for each in POSTAL_COLUMNS if row.text(each))
        found.notice(row.line, column, row.text(column), Note.ADDRESS_INCOMPLETE)
    return postal


def _consents(row: Row, emails: Sequence[str], found: Found, today: date) -> list[Consent | None]:
    text, day_text = row.text(Column.CONSENT), row.text(Column.CONSENT_DAY)
    nobody: list[Consent | None] = [None] * len(emails)
    day = _consent_day(row, day_text, found, today)
    if not text and day is None:
        return nobody
    pieces = [text] if read_consent(text) else BETWEEN_CONSENTS.split(text) if text else []
    read = [read_consent(piece) for piece in pieces] or [Consent(True, day)]
    if any(each is None for each in read):
        found.fault(row.line, Column.CONSENT, text, Say.CONSENT_UNKNOWN)
        return nobody
    dated = [replace(each, day=each.day or day) if each.given else each for each in read if each]
    if any(each.day and each.day > today for each in dated):
        if day is None or day <= today:
            found.fault(row.line, Column.CONSENT, text, Say.CONSENT_DAY_TO_COME)
        return nobody
    if len(dated) != len(emails):
        found.notice(row.line, Column.CONSENT, text, Note.CONSENT_WHOSE)
        return nobody
    return [_with_email(row, each, email, found) for each, email in zip(dated, emails, strict=True)]


def _consent_day(row: Row, text: str, found: Found, today: date) -> date | None:
    day = read_day(text)
    if text and day is None:
        found.fault(row.line, Column.CONSENT_DAY, text, Say.CONSENT_DAY_WRONG)
    if day and day > today:
        found.fault(row.line, Column.CONSENT_DAY, text, Say.CONSENT_DAY_TO_COME)
    return day


def _with_email(row: Row, consent: Consent, email: str, found: Found) -> Consent | None:
    column = Column.CONSENT if row.text(Column.CONSENT) else Column.CONSENT_DAY
    if not consent.given:
        return consent
    if not email:
        found.notice(row.line, column, row.text(column), Note.CONSENT_WITHOUT_EMAIL)
        return None
    if consent.day is None:
        found.notice(row.line, column, row.text(column), Note.CONSENT_WITHOUT_DAY)
    return consent
