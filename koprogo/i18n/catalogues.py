"""Keep `koprogo/locales` complete: `python -m koprogo.i18n.catalogues update` (or `check`).

`update` writes every message of the code into the four catalogues, drops those nobody says any more, and lists what is
not translated. `check` changes nothing and says the same; both end with 1 while anything is open.
"""

import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from koprogo.i18n.extract import Found, Key, extract
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import DOMAIN, LOCALES, catalogue

COGNATES = LOCALES / "cognates.txt"
"""Translations that are rightly the same as the English id: `language<TAB>message id`."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def main(arguments: list[str]) -> int:
    """Run the command; returns its exit code."""
    if arguments not in (["update"], ["check"]):
        sys.stderr.write("Say: python -m koprogo.i18n.catalogues update, or check\n")
        return 2
    found = extract()
    if arguments == ["update"]:
        for language in LANGUAGES:
            path_of(language).write_bytes(written(merged(catalogue(language), found, language)))
    lines = [*found.unreadable, *(line for language in LANGUAGES for line in faults(language, found))]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.write(f"{len(found.places)} messages, {len(lines)} things to do\n")
    return 1 if lines else 0


def faults(language: str, found: Found) -> list[str]:
    """Return what is wrong with a catalogue: missing, left over, same as English, placeholders changed."""
    kept, lines = catalogue(language), []
    same = cognates(language)
    for key in sorted(found.places):
        entry = kept.get(_id(key), key.context or None)
        texts = _texts(entry)
        forms = 2 if key.many else 1
        if len(texts) != forms or not all(texts) or (entry is not None and entry.fuzzy):
            lines.append(f"{language}: not translated: {key.one}")
            continue
        lines += [f"{language}: {fault}: {key.one}" for fault in _text_faults(language, key, texts, same)]
    known = {(key.one, key.context) for key in found.places}
    lines += [
        f"{language}: nobody says this: {_one(e)}" for e in kept if e.id and (_one(e), e.context or "") not in known
    ]
    return lines


def merged(kept: Catalog, found: Found, language: str) -> Catalog:
    """Return the catalogue with exactly the messages of the code, keeping what is translated; in order of their ids."""
    new = Catalog(locale=language, domain=DOMAIN, project="KoproGo", charset="utf-8", fuzzy=False)
    for key, places in sorted(found.places.items()):
        entry = kept.get(_id(key), key.context or None)
        texts = _texts(entry)
        if key.many:
            string: str | tuple[str, ...] = texts if len(texts) == 2 else ("", "")
        else:
            string = texts[0] if texts else ""
        if language == "en" and not key.context and not any(string):
            string = (key.one, key.many) if key.many else key.one
        new.add(_id(key), string, locations=[(place, 0) for place in sorted(places)], context=key.context or None)
    return new


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as its file: no dates and no line numbers, so that it changes only when words do."""
    file = io.BytesIO()
    write_po(file, catalog, width=118, omit_header=True, include_lineno=False)
    return HEADER.format(language=catalog.locale, plural=catalog.plural_expr).encode() + file.getvalue()


OPENING = 30
"""So many signs of a sentence stand once in it: pasted behind itself they come again."""
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: KoproGo\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural={plural};\\n"

"""


def path_of(language: str) -> Path:
    """Return where a language's catalogue is."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def cognates(language: str) -> frozenset[str]:
    """Return the message ids that this language says in the same words as English."""
    lines = (line.split("\t") for line in COGNATES.read_text().splitlines() if "\t" in line)
    return frozenset(message_id for listed, message_id in lines if listed in (language, "*"))


def _text_faults(language: str, key: Key, texts: tuple[str, ...], same: frozenset[str]) -> list[str]:
    faults = []
    originals = (key.one, key.many) if key.many else (key.one,)
    for original, text in zip(originals, texts, strict=True):
        wanted = set(_PLACEHOLDER.findall(key.many or original))
        said = set(_PLACEHOLDER.findall(text))
        if not said <= wanted or (wanted - said) - {"n"} or ("n" in wanted - said and not key.many):
            faults.append(f"placeholders {sorted(said)} instead of {sorted(wanted)}")
        if text.count(text[:OPENING]) > 1 and len(text) > 2 * OPENING:
            faults.append("says the same twice")
        is_english = text == original and bool(_LETTERS.search(_PLACEHOLDER.sub("", original)))
        may_be = language == "en" and not (key.context and "_" in original)
        if is_english and not may_be and key.one not in same:
            faults.append("same as English (list it in cognates.txt if it is right)")
    return faults


def _id(key: Key) -> str | tuple[str, str]:
    return (key.one, key.many) if key.many else key.one


def _one(entry: Message) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def _texts(entry: Message | None) -> tuple[str, ...]:
    if entry is None or not entry.string:
        return ()
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
