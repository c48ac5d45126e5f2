"""Files of law cases: YAML lists, read so that nothing changes meaning on the way.

Names are kept as written (a lot `1.10` stays `1.10`, a person `No` stays `No` as a key), a name that stands twice in
one map is refused, and a number with a point keeps its text and the fact that it had no quotes.
"""

import re
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

import yaml

from koprogo.rules.cases import Case, NotUnderstood, Unquoted, read_case

ENDINGS = (".yaml", ".yml")

WHOLE = re.compile(r"-?(0|[1-9]\d*)", re.ASCII)
"""YAML also reads `010` as 8 and `1:30` as 90; here those are texts, so a number they never become."""


class _Reader(yaml.SafeLoader):
    """Reads YAML without guessing; see the module."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        entries: dict[Hashable, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.constructor.ConstructorError(None, None, "a name is a single word or text", key.start_mark)
            if key.value in entries:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} is there twice", key.start_mark)
            entries[key.value] = self.construct_object(value, deep=True)
        return entries

    def unquoted(self, node: yaml.ScalarNode) -> Unquoted:
        return Unquoted(node.value)

    def whole(self, node: yaml.ScalarNode) -> int | Unquoted:
        return int(node.value) if WHOLE.fullmatch(node.value) else Unquoted(node.value)


_Reader.add_constructor("tag:yaml.org,2002:map", _Reader.construct_mapping)
_Reader.add_constructor("tag:yaml.org,2002:float", _Reader.unquoted)
_Reader.add_constructor("tag:yaml.org,2002:int", _Reader.whole)


def case_files(path: Path) -> list[Path]:
    """Return a file itself, or every YAML file in a folder and below, in order.

    Raises:
        NotUnderstood: there is nothing there.
    """
    if path.is_file():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
    if not found:
        raise NotUnderstood("there is no file of cases here")
    return found


def read_cases(file: Path) -> Iterator[Case | NotUnderstood]:
    """Yield each case of a file in its order, or why one cannot be read.

    Raises:
        NotUnderstood: the file as a whole is not a list of cases.
    """
    try:
        entries = [entry for document in yaml.load_all(file.read_bytes(), _Reader) for entry in document]
    except (yaml.YAMLError, OSError, ValueError, TypeError) as problem:
        raise NotUnderstood(f"this is not a list of cases: {problem}") from problem
    if not entries:
        raise NotUnderstood("there is no case in this file")
    for number, entry in enumerate(entries, start=1):
        try:
            yield read_case(entry)
        except NotUnderstood as problem:
            yield NotUnderstood(f"case {number}: {problem}")
