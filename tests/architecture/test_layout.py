"""The map stays true: names, sizes, READMEs, whole numbers, cited rules. What import-linter cannot see."""

import ast
import importlib
import pkgutil
import re
import subprocess
from pathlib import Path

import pytest

from koprogo import rules
from koprogo.core.sources import sources_of

PROJECT = Path(__file__).parents[2]
CODE = PROJECT / "koprogo"
SUBJECTS = set(
    "identity organisations buildings ownership governance assemblies charges accounting transfers works documents"
    " community energy privacy messages".split()
)
NOT_SUBJECTS = {
    "pages": {"pieces", "public"},
    "papers": None,
    "api": {"v1"},
    "cli": None,
}
LONG = {
    "koprogo/state/__init__.py": "example",
}
BANNED_NAMES = {"utils", "helpers", "common", "manager", "data", "process", "misc"}
PYTHON = [path for path in CODE.rglob("*.py") if "__pycache__" not in path.parts]


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("folder", sorted({path.parent for path in PYTHON}), ids=relative)
def test_every_folder_says_what_is_here(folder):
    if not any(path.name != "__init__.py" for path in folder.glob("*.py")):
        pytest.fail(f"{relative(folder)} holds no file yet: a folder appears with its first real one")
    assert (folder / "README.md").exists() or folder == CODE, f"{relative(folder)} has no README"


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_a_file_has_one_subject_and_a_name(path):
    assert len(path.read_text().splitlines()) <= 400, f"{relative(path)} is longer than 400 lines"
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("layer", ["rules", "services", "state", "pages", "api", "jobs"])
def test_subject_folders_are_the_fifteen(layer):
    folders = {path.name for path in (CODE / layer).iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= SUBJECTS | (NOT_SUBJECTS.get(layer) or set())


@pytest.mark.parametrize(
    "path", [p for p in PYTHON if p.parts[len(CODE.parts)] in ("core", "rules", "models")], ids=relative
)
def test_no_float_where_amounts_and_shares_live(path):
    names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
    numbers = [
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert "float" not in names and not numbers


def test_every_package_of_rules_cites():
    """Each module of rules with a public function cites a source in at least one of them."""
    uncited = []
    for module in pkgutil.walk_packages(rules.__path__, "koprogo.rules."):
        if module.ispkg or not re.search(r"rules\.(assemblies|ownership|charges)\.", module.name):
            continue
        loaded = importlib.import_module(module.name)
        functions = [
            value for name, value in vars(loaded).items()
            if callable(value) and getattr(value, "__module__", "") == module.name and not name.startswith("_")
            and not isinstance(value, type)
        ]  # fmt: skip
        if functions and not any(sources_of(function) for function in functions):
            uncited.append(module.name)
    assert set(uncited) <= UNCITED, sorted(set(uncited) - UNCITED)


UNCITED = {
    f"koprogo.rules.ownership.{name}"
    for name in (
        "contact_text", "faults", "headers", "holders", "judge", "kinds", "lot_questions", "messages", "names",
        "organisations", "person_questions", "questions", "read_contacts", "read_holders", "rights", "same_person",
        "shares_text", "sheet", "total_lines",
    )
}  # fmt: skip
"""Reading a syndic's list is no law; what the law asks of it is in `lots.py` and `joint.py`."""


def test_nothing_of_this_machine_is_committed():
    """Lock files name no address, and no file a path of somebody's machine."""
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=False
    ).stdout.split()
    locks = [name for name in tracked if "lock" in name and not name.endswith((".py", ".md"))]
    assert {"requirements.lock", "requirements-dev.lock"} <= set(locks)
    for name in locks:
        path = PROJECT / name
        if path.is_file():
            text = path.read_text(errors="ignore")
            assert '"resolved"' not in text and "--index-url" not in text and "find-links" not in text, name


def test_the_glossary_points_at_names_that_exist():
    """The third column of the glossary is a name in the code."""
    words = (PROJECT / "GLOSSARY.md").read_text()
    rows = [line.split("|") for line in words.splitlines() if line.startswith("| ") and "---" not in line][1:]
    source = "\n".join(path.read_text() for path in PYTHON)
    assert len(rows) > 20
    for row in rows:
        name = row[4].strip().strip("`")
        assert re.search(rf"\b{re.escape(name)}", source), f"{name} is in the glossary and nowhere in the code"
