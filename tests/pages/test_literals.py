"""No visible word outside `t()`: the source of components and pages is walked."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from koprogo.i18n.extract import passes_on

CODE = Path(__file__).parents[2] / "koprogo"
FILES = sorted([*(CODE / "components").rglob("*.py"), *(CODE / "pages").rglob("*.py")])
SAID_BY_KEYWORD = {
    "aria_label",
    "placeholder",
    "alt",
    "title",
    "label",
    "act",
    "sentence",
    "hint",
    "legend",
    "word",
    "under",
}
CALLS_WITH_IDS = {"t", "tn", "t_in", "t_own", "message", "ProblemView", "RefusalView"}
RIGHT = {"KoproGo", "PDF", "IPI", "€"}
"""Names and signs that are the same in every language."""
WORDS = re.compile(r"[^\W\d_]{2,}")
LOOKS_SAID = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’]+\.?$|^[A-ZÀ-Ý].* ")
"""Capitalised: in a call that is not an element, small letters are a class or a code word."""


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _is_element(call: ast.Call) -> bool:
    return ast.unparse(call.func).startswith(("rx.el.", "rx.fragment", "rx.text"))


def _literals(node: ast.expr) -> Iterator[str]:
    for part in node.values if isinstance(node, ast.JoinedStr) else [node]:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.strip(" ,.:") not in RIGHT:
            yield part.value


def _shown(call: ast.Call) -> Iterator[tuple[str, re.Pattern[str]]]:
    for argument in call.args:
        yield from ((text, WORDS if _is_element(call) else LOOKS_SAID) for text in _literals(argument))
    for keyword in call.keywords:
        if keyword.arg in SAID_BY_KEYWORD:
            yield from ((text, WORDS) for text in _literals(keyword.value))


def visible_literals(tree: ast.AST) -> list[str]:
    """Return the literals that a reader would see although no catalogue knows them."""
    known = CALLS_WITH_IDS | set(passes_on(tree))
    raised = {id(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise)}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and id(node) not in raised)
    return [
        f"line {call.lineno}: {text!r}"
        for call in calls
        if _name(call) not in known
        for text, pattern in _shown(call)
        if pattern.search(text)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(CODE).as_posix())
def test_words_go_through_t(path):
    assert not visible_literals(ast.parse(path.read_text()))


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ('rx.el.p("hello")', True),
        ('button("Save my details")', True),
        ('button("Save")', True),
        ('rx.el.input(placeholder="name")', True),
        ('rx.el.p(f"{n} lots")', True),
        ('rx.el.p(t("hello"))', False),
        ('rx.el.p(", ", icon("check"))', False),
        ('rx.el.p("x", class_name="small quiet")', False),
        ('rx.cond(x, "Yes", "small quiet")', True),
        ('rx.cond(x, "small quiet", "input money")', False),
        ('t_own({"fr": "Les Tilleuls"})', False),
        ('raise RuntimeError("Nothing is here")', False),
    ],
)
def test_the_walk_sees_what_a_reader_sees(source, seen):
    assert bool(visible_literals(ast.parse(source))) is seen
