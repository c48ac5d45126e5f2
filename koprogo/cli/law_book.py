"""Which rules, decisions, cases and tests belong to an article, and who uses the rules: what `koprogo law show` prints.

Found by looking, not by a register: rules carry their sources (`@cites`), cases name their article, a test stands at
the mirrored path of its rule, users import it.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import koprogo
from koprogo import rules
from koprogo.cli.case_files import case_files, read_cases
from koprogo.core.sources import Source, sources_of
from koprogo.rules import texts
from koprogo.rules.assemblies.decision_kinds import KINDS, DecisionKind
from koprogo.rules.cases import Case, NotUnderstood

PACKAGE = Path(koprogo.__file__).parent
REPOSITORY = PACKAGE.parent
CASES = REPOSITORY / "tests" / "law" / "cases"
READINGS = "docs/law/readings"

TOKEN = re.compile(r"§\s*\d+|al\.\s*\d+|\d+°|[a-z]\)|\d+(?:[.-]\d+)*(?:/\d+)?", re.ASCII)


@dataclass(frozen=True)
class CitedRule:
    """A rule and the texts it reads."""

    module: str
    name: str
    sources: tuple[Source, ...]

    @property
    def file(self) -> str:
        """Its file, from the top of the repository."""
        return self.module.replace(".", "/") + ".py"

    @property
    def test(self) -> str:
        """Where its tests belong: the mirrored path."""
        folder, _, name = self.file.removeprefix("koprogo/").rpartition("/")
        return f"tests/{folder}/test_{name}"


def steps(article: str) -> tuple[str, ...]:
    """Cut an article into its steps, however it was typed.

    >>> steps("art. 3.88 § 1, 2° a)")
    ('3.88', '§1', '2°', 'a)')
    """
    return tuple(re.sub(r"\s", "", token) for token in TOKEN.findall(article.lower().removeprefix("art.")))


def is_within(article: str, asked: str) -> bool:
    """Say whether an article is the one asked for or a part of it; `3.8` is not the beginning of `3.87`."""
    wanted = steps(asked)
    return bool(wanted) and steps(article)[: len(wanted)] == wanted


def _source_is(source: Source, asked: str) -> bool:
    """Say whether a text is the one asked for: articles by their steps, others by a part of their name."""
    words = asked.strip().casefold()
    if not source.is_article and re.search("[a-z]{3}|/", words) and words in source.article.casefold():
        return True
    return is_within(source.article, asked) or is_within(source.formerly, asked)


def sources(asked: str = "") -> list[Source]:
    """Return the texts we cite, in the order of `rules/texts.py`: all, or those within the article asked for."""
    found = [value for value in vars(texts).values() if isinstance(value, Source)]
    return [source for source in found if not asked or _source_is(source, asked)]


def rule_modules() -> Iterator[ModuleType]:
    """Yield every module of `koprogo.rules`."""
    for module in pkgutil.walk_packages(rules.__path__, "koprogo.rules."):
        yield importlib.import_module(module.name)


def cited_rules(asked: str = "") -> list[CitedRule]:
    """Return every rule that cites an article, or every rule that cites anything."""
    found: list[CitedRule] = []
    for module in rule_modules():
        own: list[tuple[str, Callable[..., Any]]] = [
            (name, value) for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
        ]
        for name, value in own:
            cited = tuple(source for source in sources_of(value) if not asked or _source_is(source, asked))
            if cited:
                found.append(CitedRule(module.__name__, name, cited))
    return found


def _today(asked: str) -> list[str]:
    """Return what is asked for and, when it is a former number, today's articles."""
    return [asked, *(source.article for source in sources(asked) if is_within(source.formerly, asked))]


def decisions(asked: str) -> list[DecisionKind]:
    """Return the kinds of decision whose majority rests on an article."""
    wanted = _today(asked)
    return [kind for kind in KINDS.values() if _rests_on(kind.article.split("+"), wanted)]


def _rests_on(articles: list[str], wanted: list[str]) -> bool:
    return any(is_within(article, asked) for article in articles for asked in wanted)


def cases(asked: str) -> list[tuple[Path, Case]]:
    """Return our own cases about an article; none when the tests are not installed beside the package."""
    if not CASES.is_dir():
        return []
    wanted = _today(asked)
    return [
        (file, case)
        for file in case_files(CASES)
        for case in read_cases(file)
        if not isinstance(case, NotUnderstood) and _rests_on([case.article], wanted)
    ]


def users(module: str) -> list[str]:
    """Return the files outside `rules` that import a module of the law: services, papers, screens."""
    package, _, name = module.rpartition(".")
    imported = re.compile(rf"(from|import) {re.escape(module)}\b|from {re.escape(package)} import .*\b{name}\b")
    return [file for file, text in _outside_the_rules() if name in text and imported.search(text)]


@cache
def _outside_the_rules() -> tuple[tuple[str, str], ...]:
    """Read every file outside `rules` once: its path from the top of the repository, and its text."""
    files = (file for file in sorted(PACKAGE.rglob("*.py")) if "rules" not in file.relative_to(PACKAGE).parts[:1])
    return tuple((file.relative_to(REPOSITORY).as_posix(), file.read_text(encoding="utf-8")) for file in files)
