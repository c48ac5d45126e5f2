"""Code words of buildings and holdings in the reader's language: kinds of lot, rights, capacities, roles, languages."""

from typing import Any

import reflex as rx

from koprogo.components.text import t


def kind_word(kind: Any) -> Any:
    """Say what kind of lot it is."""
    return rx.match(
        kind,
        ("apartment", t("Apartment")),
        ("studio", t("Studio")),
        ("house", t("House")),
        ("commercial", t("Shop")),
        ("office", t("Office")),
        ("cellar", t("Cellar")),
        ("garage", t("Garage")),
        ("parking", t("Parking place")),
        t("Lot"),
    )


def right_word(right: Any) -> Any:
    """Say which right somebody holds on a lot, or how it is held as a whole."""
    return rx.match(
        right,
        ("full", t("Full ownership")),
        ("undivided", t("Joint ownership")),
        ("spouses", t("Spouses")),
        ("succession", t("Estate")),
        ("split", t("Usufruct and bare ownership")),
        ("usufruct", t("Usufruct")),
        ("bare_ownership", t("Bare ownership")),
        ("usufruct_or_bare", t("Usufruct or bare ownership")),
        ("use_or_habitation", t("Use or habitation")),
        ("superficies", t("Superficies")),
        ("emphyteusis", t("Emphyteusis")),
        right,
    )


def capacity_word(capacity: Any) -> Any:
    """Say as what somebody acts for another."""
    return rx.match(
        capacity,
        ("organ", t("organ of the organisation")),
        ("employee", t("employee")),
        ("lawyer", t("lawyer")),
        ("administrator", t("administrator")),
        ("heirs_representative", t("representative of the heirs")),
        capacity,
    )


def role_word(role: Any) -> Any:
    """Say what the reader is in an association."""
    return rx.match(
        role,
        ("syndic", t("Syndic")),
        ("accountant", t("Accountant")),
        ("owner", t("Owner")),
        ("council", t("Council")),
        ("auditor", t("Auditor")),
        role,
    )


def language_word(language: Any) -> Any:
    """Say a language by its name in the reader's."""
    return rx.match(
        language, ("fr", t("French")), ("nl", t("Dutch")), ("de", t("German")), ("en", t("English")), language
    )


def answer_word(code: Any) -> Any:
    """Say the code word of an answer to a question about a list."""
    return rx.match(
        code,
        ("fr", t("French")),
        ("nl", t("Dutch")),
        ("de", t("German")),
        ("en", t("English")),
        ("yes", t("Yes")),
        ("no", t("No")),
        ("one", t("These are one person, and none of the others")),
        ("different", t("No, somebody else")),
        ("usufruct", t("Usufruct")),
        ("bare_ownership", t("Bare ownership")),
        ("organ", t("organ of the organisation")),
        ("employee", t("employee")),
        ("lawyer", t("lawyer")),
        ("administrator", t("administrator")),
        ("heirs_representative", t("representative of the heirs")),
        code,
    )
