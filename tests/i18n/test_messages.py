"""A message on the server: in the language, with its facts as what they are."""

import re
from datetime import UTC, date, datetime

import pytest

from koprogo.core.money import Money
from koprogo.i18n.languages import LANGUAGES, choose, unbroken
from koprogo.i18n.messages import message, messages
from koprogo.rules.ownership.rights import Regime, read_regime


def test_a_message_is_said_in_the_language():
    said = {language: message("Quorum reached", language) for language in LANGUAGES}
    assert said == {"fr": "Quorum atteint", "nl": "Quorum bereikt", "de": "Quorum erreicht", "en": "Quorum reached"}


def test_an_unknown_message_is_said_in_english():
    assert message("Nobody translated {this}", "fr", this=3) == "Nobody translated 3"


def test_a_placeholder_without_a_fact_stays_visible():
    assert message("art. {law}", "fr") == "art. {law}".replace(" ", "\u00a0")


def test_code_words_are_said_in_words():
    said = message("This is not possible now: the current state is {state}.", "nl", state="suspended")
    assert said == "Dit is nu niet mogelijk. Huidige toestand: geschorst."


def test_a_sentence_in_a_fact_is_translated_too():
    why = "nobody holds a proxy of herself."
    assert "zichzelf" in message("This proxy cannot be accepted: {why}", "nl", why=why)


@pytest.mark.parametrize(
    ("language", "before", "last", "after"),
    [
        ("fr", "Écrivez ", " ou ", ", ou laissez vide."),
        ("nl", "Schrijf ", " of ", ", of laat leeg."),
        ("de", "Schreiben Sie ", " oder ", ", oder lassen Sie es leer."),
        ("en", "Write ", " or ", ", or leave it empty."),
    ],
)
def test_the_rights_that_a_refusal_tells_to_write_are_read(language, before, last, after):
    said = message(
        "Write full ownership, joint ownership, spouses, usufruct, bare ownership, emphyteusis, superficies or use, "
        "or leave it empty.",
        language,
    )
    told = re.split(f", |{last}", said.removeprefix(before).removesuffix(after))
    assert [read_regime(each) for each in told] == [
        Regime.FULL, Regime.UNDIVIDED, Regime.SPOUSES, Regime.USUFRUCT, Regime.BARE_OWNERSHIP, Regime.EMPHYTEUSIS,
        Regime.SUPERFICIES, Regime.USE_OR_HABITATION,
    ]  # fmt: skip


def test_a_name_is_never_translated():
    assert "For" in message("{name} holds no lot here. Choose a co-owner as chair of the assembly.", "fr", name="For")


@pytest.mark.parametrize(
    ("n", "fr", "de"),
    [
        (0, "0 réponse à corriger", "0 Antworten zu berichtigen"),
        (1, "1 réponse à corriger", "1 Antwort zu berichtigen"),
        (2, "2 réponses à corriger", "2 Antworten zu berichtigen"),
    ],
)
def test_plurals_follow_the_language(n, fr, de):
    one, many = "{n} answer to correct", "{n} answers to correct"
    assert messages(one, many, n, "fr") == fr
    assert messages(one, many, n, "de") == de


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        ({"at": 1000}, "1 000"),
        ({"year": 2026}, "2026"),
        ({"at_year": 2026}, "2026"),
        ({"at_number": 1042}, "1042"),
        ({"at_cents": 31240}, "312,40 €"),
        ({"at": Money(-31240)}, "−312,40 €"),
        ({"at": date(2026, 12, 1)}, "1er décembre 2026"),
        ({"at": "2026-12-03"}, "3 décembre 2026"),
        ({"at": datetime(2026, 12, 3, 19, 14, tzinfo=UTC)}, "3 décembre 2026, 20 h 14"),
        ({"at": "2026-12-03T19:00:00+00:00"}, "3 décembre 2026, 20 h"),
        ({"at": ["A1", "A3", "B2"]}, "A1, A3 et B2"),
        ({"at": "Résidence"}, "Résidence"),
    ],
)
def test_a_fact_is_shown_as_what_it_is(facts, shown):
    (name,) = facts
    assert message("{" + name + "}", "fr", **facts).replace("\u00a0", " ") == shown


def test_nothing_is_said_of_nothing():
    with pytest.raises(TypeError, match="cannot be said"):
        message("{at}", "fr", at=None)


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("fr", "Le seuil : 2/3 !", "Le seuil\u00a0: 2/3\u00a0!"),
        ("fr", "« oui »", "«\u00a0oui\u00a0»"),
        ("fr", "à 20 h 14", "à 20\u00a0h\u00a014"),
        ("fr", "art. 3.88 § 1", "art.\u00a03.88 §\u00a01"),
        ("nl", "De drempel: 2/3", "De drempel: 2/3"),
        ("nl", "€ 12", "€\u00a012"),
        ("de", "12 €", "12\u00a0€"),
        ("en", "art. {law}", "art.\u00a0{law}"),
    ],
)
def test_some_spaces_do_not_break(language, text, written):
    assert unbroken(text, language) == written


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("nl-BE",), "nl"),
        ((None, "de-DE,de;q=0.9"), "de"),
        (("es", "EN"), "en"),
        (("es-ES, nl;q=0.5",), "nl"),
        ((), "fr"),
    ],
)
def test_the_first_language_we_speak_is_chosen(wishes, language):
    assert choose(*wishes) == language
