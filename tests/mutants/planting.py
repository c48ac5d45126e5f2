"""Import the rules afresh with one text of their source replaced, and put everything back afterwards."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

import yaml

from koprogo.cli.law_book import CASES, PACKAGE

FRESH = ("koprogo.rules", "koprogo.core")


@dataclass(frozen=True)
class Fault:
    """A replacement in one module that a question must notice.

    Attributes:
        module: below `koprogo`, dotted.
        before: text that occurs exactly once in its source.
        question: the question whose cases catch it.
    """

    name: str
    module: str
    before: str
    after: str
    question: str

    def plant(self) -> str:
        """Return the source with the fault in it."""
        source = (PACKAGE / (self.module.replace(".", "/") + ".py")).read_text(encoding="utf-8")
        assert source.count(self.before) == 1, f"{self.name}: {self.before!r} occurs {source.count(self.before)} times"
        return source.replace(self.before, self.after)


class _Planter(MetaPathFinder, Loader):
    """Loads one module from the text given; every other module as usual."""

    def __init__(self, module: str, source: str) -> None:
        self.module, self.source = module, source

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != self.module:
            return None
        usual = PathFinder.find_spec(name, path)
        assert usual is not None
        spec = ModuleSpec(name, self, origin=usual.origin)
        spec.has_location = True  # the table of decision kinds is found beside its module
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.source, f"<{self.module} with a fault>", "exec"), vars(module))


@contextmanager
def planted(module: str, source: str) -> Iterator[None]:
    """Let imports of the rules inside the block come fresh from disk, but one module from `source`."""
    before = {name: loaded for name, loaded in sys.modules.items() if name.startswith(FRESH)}
    planter = _Planter(module, source)
    for name in before:
        del sys.modules[name]
    sys.meta_path.insert(0, planter)
    try:
        yield
    finally:
        sys.meta_path.remove(planter)
        for name in [name for name in sys.modules if name.startswith(FRESH)]:
            del sys.modules[name]
        sys.modules.update(before)
        for name, loaded in before.items():
            parent, _, child = name.rpartition(".")
            if parent in sys.modules:
                setattr(sys.modules[parent], child, loaded)


def raw_cases() -> list[Mapping[str, Any]]:
    """Return our law cases, still as plain YAML."""
    return [case for file in sorted(CASES.glob("*.yaml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]


def noticing(cases: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the cases that do not pass against the rules as they are imported now."""
    vocabulary, questions = (importlib.import_module(f"koprogo.rules.{name}") for name in ("cases", "questions"))
    found = []
    for case in cases:
        try:
            passes = not vocabulary.check(vocabulary.read_case(case), questions.QUESTIONS)
        except (ValueError, AssertionError, TypeError):
            passes = False
        if not passes:
            found.append(case)
    return found
