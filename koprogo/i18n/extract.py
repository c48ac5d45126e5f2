"""Which messages the code says: read from the source, without running it.

Found are: the arguments of `t tn t_in message messages fact`, the message of `Problem(where, …)` and `ProblemView`,
`message_id` of classes and keywords, members of StrEnums called `…Message`, and values of tables called `WORDS`. A name in
place of a text is followed to the module-level constant it stands for, also through an import. A function that takes a
`message_id` passes it on: what its own module calls it with is a message. The command line speaks English to operators and
is left out.
"""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
POSITIONS = {"t": 0, "t_in": 1, "message": 0, "messages": 0, "tn": 0, "fact": 0, "Problem": 1, "ProblemView": 1}
"""Function -> where its message stands."""
PLURALS = {"tn": 1, "messages": 1}
"""Function -> where its plural stands."""
CONTEXTS = {"fact": "fact"}
PASSED = "message_id"
MUST_BE_LITERAL = frozenset({"t", "tn", "t_in"})


@dataclass(frozen=True, order=True)
class Key:
    """What a catalogue knows a message by."""

    one: str
    many: str = ""
    context: str = ""


@dataclass
class Found:
    """Every message with the files that say it, and the calls whose message is not written out."""

    places: dict[Key, set[str]] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def add(self, key: Key, place: str) -> None:
        """Note that a file says a message; an empty one is none."""
        if key.one:
            self.places.setdefault(key, set()).add(place)

    def fold(self) -> None:
        """Let a message that is also counted be the counted one: a catalogue has one entry for both."""
        counted = {(key.one, key.context): key for key in self.places if key.many}
        for key in [key for key in self.places if not key.many and (key.one, key.context) in counted]:
            self.places[counted[key.one, key.context]] |= self.places.pop(key)


def extract(package: Path = PACKAGE) -> Found:
    """Read every module of the package."""
    paths = sorted(path for path in package.rglob("*.py") if path.relative_to(package).parts[0] != "cli")
    trees = {path: ast.parse(path.read_text()) for path in paths}
    constants = {_module(path, package): dict(_constants(tree)) for path, tree in trees.items()}
    found = Found()
    for path, tree in trees.items():
        names = _names(tree, constants, _module(path, package))
        _Reader(found, str(path.relative_to(package.parent)), names).visit(tree)
    found.fold()
    return found


def passes_on(tree: ast.AST) -> dict[str, int]:
    """Return the functions of a module that take a `message_id`, and at which place."""
    defined = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    places = (
        (each.name, [argument.arg for argument in each.args.args if argument.arg not in ("self", "cls")])
        for each in defined
    )
    return {name: arguments.index(PASSED) for name, arguments in places if PASSED in arguments}


class _Reader(ast.NodeVisitor):
    def __init__(self, found: Found, place: str, names: Mapping[str, str]) -> None:
        self.found, self.place, self.names = found, place, names
        self.positions: Mapping[str, int] = POSITIONS

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if function in self.positions:
            self._said(function, node)
        for keyword in node.keywords:
            if keyword.arg == "message_id":
                self._add_all(keyword.value)
        self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        is_list = node.name.endswith("Message") and any(getattr(base, "id", "") == "StrEnum" for base in node.bases)
        for statement in node.body:
            target, value = _assigned(statement)
            if value is not None and (is_list or target == "message_id"):
                self._add_all(value)
        self.generic_visit(node)

    def visit_Module(self, node: ast.Module) -> None:
        self.positions = passes_on(node) | POSITIONS
        for statement in node.body:
            target, value = _assigned(statement)
            if target == "WORDS" and isinstance(value, ast.Dict):
                for each in value.values:
                    self._add_all(each)
        self.generic_visit(node)

    def _said(self, function: str, node: ast.Call) -> None:
        place = self.positions[function]
        if len(node.args) <= place or getattr(node.args[place], "id", "") == PASSED:
            return
        ones = list(self._texts(node.args[place]))
        many = list(self._texts(node.args[PLURALS[function]])) if function in PLURALS and len(node.args) > 1 else [""]
        for one in ones:
            self.found.add(Key(one, many[0] if many else "", CONTEXTS.get(function, "")), self.place)
        if function in MUST_BE_LITERAL and not (ones and many):
            self.found.unreadable.append(f"{self.place}:{node.lineno}: {ast.unparse(node)[:80]}")

    def _add_all(self, value: ast.expr) -> None:
        for text in self._texts(value):
            self.found.add(Key(text), self.place)

    def _texts(self, value: ast.expr) -> Iterator[str]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value
        elif isinstance(value, ast.IfExp):
            yield from self._texts(value.body)
            yield from self._texts(value.orelse)
        elif isinstance(value, ast.Name) and value.id in self.names:
            yield self.names[value.id]


def _assigned(statement: ast.stmt) -> tuple[str, ast.expr | None]:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id, statement.value
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        return statement.targets[0].id, statement.value
    return "", None


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for statement in tree.body:
        target, value = _assigned(statement)
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield target, value.value


def _names(tree: ast.Module, constants: Mapping[str, Mapping[str, str]], module: str) -> dict[str, str]:
    names = dict(constants[module])
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (offered := constants.get(node.module or "")):
            names |= {each.asname or each.name: offered[each.name] for each in node.names if each.name in offered}
    return names


def _module(path: Path, package: Path) -> str:
    return ".".join(path.relative_to(package.parent).with_suffix("").parts)
