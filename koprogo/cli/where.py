"""`koprogo where WORD`: a word of the law, in French, Dutch, German or as the code writes it, and the files it leads to.

The words are those of GLOSSARY.md; accents and capitals do not matter. A word that is not there is looked for in the
names of files and folders.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from koprogo.adapters.operator_error import OperatorError

PROJECT = Path(__file__).parents[2]
CODE = PROJECT / "koprogo"
GLOSSARY = PROJECT / "GLOSSARY.md"
MOST_FILES = 12
PLACES = (("koprogo", "*.py"), ("koprogo", "*.csv"), ("tests", "*.py"), ("tests", "*.yaml"), ("docs", "*.md"))


@dataclass(frozen=True)
class Term:
    """One row of the glossary; `place` is a file or a folder below `koprogo/`."""

    words: tuple[str, str, str]
    name: str
    article: str
    place: str


def where(
    word: Annotated[str, typer.Argument(help='A word or the beginning of one: "volmacht", "procès-verbal", quorum.')],
) -> None:
    """Say where a word of the law lives: its name in the code, its article, its files."""
    if not plain(word):
        raise OperatorError("Give a word of the law, such as: koprogo where volmacht")
    found = [term for term in terms(GLOSSARY.read_text(encoding="utf-8")) if _fits(term, plain(word))]
    lines = [line for term in found for line in _lines(term)] or list(_named(plain(word)))
    if not lines:
        raise OperatorError(
            f"{word} is not in GLOSSARY.md, and no file is named so. Try another language or a part of it."
        )
    typer.echo("\n".join(lines))


def terms(text: str) -> list[Term]:
    """Read the rows of the glossary."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")][2:]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows]
    return [Term((fr, nl, de), name, article, place) for fr, nl, de, name, article, place in cells]


def plain(text: str) -> str:
    """Return a word without accents, capitals and outer spaces; an underscore and a hyphen are a space."""
    parts = unicodedata.normalize("NFD", text.casefold().replace("’", "'").replace("_", " ").replace("-", " "))
    return "".join(each for each in parts if not unicodedata.combining(each)).strip()


def _fits(term: Term, word: str) -> bool:
    """Say whether the word begins a word of the term, in one of its languages."""
    return any(f" {word}" in f" {re.sub(r'[(),]', ' ', plain(each))}" for each in (*term.words, term.name))


def _lines(term: Term) -> Iterator[str]:
    article = f", art. {term.article}" if term.article[:1].isdigit() else ""
    yield f"{' | '.join(term.words)}: {term.name}{article}"
    yield f"  koprogo/{term.place}"
    counted = {path: len(re.findall(rf"\b{re.escape(term.name)}\b", text)) for path, text in _texts()}
    others = (path for path, times in counted.items() if times and path != f"koprogo/{term.place}")
    best = sorted(others, key=lambda path: (-counted[path], path))
    yield from (f"  {path} ({counted[path]})" for path in best[:MOST_FILES])


def _texts() -> Iterator[tuple[str, str]]:
    for path in _files():
        yield path.relative_to(PROJECT).as_posix(), path.read_text(encoding="utf-8")


def _files() -> Iterable[Path]:
    for folder, pattern in PLACES:
        yield from (path for path in sorted((PROJECT / folder).rglob(pattern)) if "demo_lists" not in path.parts)


def _named(word: str) -> Iterator[str]:
    for path in _files():
        if word in plain(path.stem):
            yield f"  {path.relative_to(PROJECT).as_posix()}"
