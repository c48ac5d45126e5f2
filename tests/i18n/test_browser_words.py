"""The browser says the same as the server: assets/js/words.js, run by Node, beside koprogo.i18n."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

from koprogo.i18n import format as formats
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import browser_catalogues, message, messages
from koprogo.state.charges.typed import euros

NODE = Path(sys.executable).parent / "node"
SCRIPT = Path(__file__).parents[2] / "assets" / "js" / "words.js"
NUMBERS = (0, 1, 812, 1000, 9999, 10000, 1234567, -3)
CENTS = (0, 5, -5, 31240, 123456, -123456789)
DAYS = ("2026-12-01", "2026-12-03", "2026-03-29", "2027-05-21")
INSTANTS = ("2026-12-03T19:14:03+00:00", "2026-12-03T19:00:00+00:00", "2026-06-30T22:30:00+00:00")
TYPED = ("1234.56", "-3.05", "0.00", "1 234,5", "1234.5", "douze", "", "1234.567")
FACTS = (
    ("art. {law}", {"law": "3.87 §5"}),
    ("{shares} of {total}, lot {lot}", {"shares": 4980, "total": 10000, "lot": "A3.2"}),
    ("This is not possible now: the current state is {state}.", {"state": "without_quorum"}),
    ("This proxy cannot be accepted: {why}", {"why": "nobody holds a proxy of herself."}),
    ("Assembly of {day}", {"day": "2026-12-01"}),
    ("{year}: {count}", {"year": 2026, "count": 2026}),
    ("Invoice no. {number}", {"number": 1042}),
    ("{at_cents} and {at}", {"at_cents": 31240, "at": "2026-12-03T19:14:03+00:00"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def said(tmp_path_factory) -> dict[str, dict]:
    folder = tmp_path_factory.mktemp("words")
    without_react = SCRIPT.read_text().replace('import { useEffect, useSyncExternalStore } from "react";', "")
    (folder / "words.mjs").write_text(without_react)
    catalogues = {name.partition(".")[0]: json.loads(text) for name, text in browser_catalogues().items()}
    wanted = {"numbers": NUMBERS, "cents": CENTS, "days": DAYS, "instants": INSTANTS, "facts": FACTS, "typed": TYPED}
    (folder / "run.mjs").write_text(
        f"""
        import {{ makeWords }} from "./words.mjs";
        const catalogues = {json.dumps(catalogues)};
        const wanted = {json.dumps(wanted)};
        const styles = {json.dumps(list(formats.DAY_PATTERNS))};
        const said = {{}};
        for (const language of Object.keys(catalogues)) {{
          const w = makeWords(language, catalogues[language]);
          said[language] = {{
            numbers: wanted.numbers.flatMap((n) => [w.num(n), w.num(n, {{ signed: true }})]),
            cents: wanted.cents.flatMap((c) => [w.money(c), w.money(c, {{ signed: true }}), w.money(c, {{ unit: false }})]),
            days: wanted.days.flatMap((d) => styles.map((style) => w.day(d, style))),
            times: wanted.instants.flatMap((at) => [w.time(at), w.time(at, {{ seconds: true }}), w.moment(at, "day")]),
            typed: wanted.typed.map((text) => w.typed(text)),
            lists: [w.list([]), w.list(["A1"]), w.list(["A1", "A3", "B2"])],
            facts: wanted.facts.map(([id, facts]) => w.t(id, facts)),
            plurals: [0, 1, 2, 1000000].map((n) => w.tn("{{n}} answer to correct", "{{n}} answers to correct", n)),
            duration: [0, 9, 58, 60, 102, 3600, 3905].map((s) => w.duration(s)),
            size: [40, 96000, 214000, 1240000].map((s) => w.size(s)),
            own: [w.own({{ nl: "dak", fr: "toit" }}), w.own({{ de: "Dach" }}), w.own(null), w.ownLanguage({{ de: "Dach" }})],
          }};
        }}
        console.log(JSON.stringify(said));
        """
    )
    run = subprocess.run([NODE, folder / "run.mjs"], capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_euros(said, language):
    server = [text for n in NUMBERS for text in (formats.number(n, language), formats.number(n, language, signed=True))]
    assert said[language]["numbers"] == server
    server = [
        text
        for cents in CENTS
        for text in (
            formats.euros(cents, language),
            formats.euros(cents, language, signed=True),
            formats.euros(cents, language, unit=False),
        )
    ]
    assert said[language]["cents"] == server


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_amount_in_a_field_is_the_readers_and_what_was_typed_stays(said, language):
    written = [formats.euros(cents, language, unit=False) for cents in (123456, -305, 0)]
    assert said[language]["typed"] == [*written, *TYPED[3:]]
    assert [euros(text, "amount").cents for text in said[language]["typed"][:3]] == [123456, -305, 0], "it is read back"


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_times_and_lists(said, language):
    days = [formats.day(date.fromisoformat(day), language, style) for day in DAYS for style in formats.DAY_PATTERNS]
    assert said[language]["days"] == days
    instants = [datetime.fromisoformat(at) for at in INSTANTS]
    times = [
        text
        for at in instants
        for text in (formats.time(at, language), formats.time(at, language, seconds=True), formats.moment(at, language))
    ]
    assert said[language]["times"] == times
    assert said[language]["lists"][1:] == [
        formats.list_of(["A1"], language),
        formats.list_of(["A1", "A3", "B2"], language),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_with_facts_and_plurals(said, language):
    assert said[language]["facts"] == [message(message_id, language, **facts) for message_id, facts in FACTS]
    one, many = "{n} answer to correct", "{n} answers to correct"
    assert said[language]["plurals"] == [messages(one, many, n, language) for n in (0, 1, 2, 1_000_000)]


def test_what_only_the_browser_says(said):
    def plain(texts: list[str]) -> list[str]:
        return [text.replace("\u00a0", " ") for text in texts]

    assert plain(said["fr"]["duration"]) == [
        "0 s",
        "9 s",
        "58 s",
        "1 min 00 s",
        "1 min 42 s",
        "1 h 00 min",
        "1 h 05 min",
    ]
    assert plain(said["fr"]["size"]) == ["1 ko", "96 ko", "214 ko", "1,2 Mo"]
    assert plain(said["nl"]["size"]) == ["1 kB", "96 kB", "214 kB", "1,2 MB"]
    assert said["nl"]["own"] == ["dak", "Dach", "", "de"]
    assert said["en"]["own"][0] == "dak"
