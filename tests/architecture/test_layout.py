"""The map stays true: names, sizes, READMEs, whole numbers, cited rules, the glossary. What import-linter cannot see."""

import ast
import importlib
import pkgutil
import re
import unicodedata
from pathlib import Path

import pytest

from koprogo import rules
from koprogo.core.sources import sources_of

PROJECT = Path(__file__).parents[2]
CODE = PROJECT / "koprogo"
SUBJECTS = {
    "identity", "organisations", "buildings", "ownership", "governance", "assemblies", "charges", "accounting",
    "transfers", "works", "documents", "community", "energy", "privacy", "messages",
}  # fmt: skip
NO_SUBJECT = {"pages": {"pieces", "public"}, "api": {"v1"}}
"""Folders of a layer that are about no subject: parts of the gallery, pages without sign-in, the API's version."""
BANNED_NAMES = {"utils", "helpers", "common", "manager", "data", "process", "misc"}
PARTS = {
    "agenda", "convening", "proxies", "elections", "attendance", "voting", "proof", "room", "minutes", "after",
    "written", "season",
}  # fmt: skip
"""Parts of the assembly, the same in every layer that has them (docs/adr/0055)."""
FULLEST_PART = 25
LONGEST_FILE = 400
LONGER = {"koprogo/papers/verifier/verify_minutes.py": 510}
"""Files that may be longer, and how long: it travels alone, inside the minutes."""
WHOLE = ("core", "rules", "models")
PYTHON = sorted(path for path in CODE.rglob("*.py") if "__pycache__" not in path.parts)
GLOSSARY_COLUMNS = 6

READERS = {
    f"koprogo.rules.ownership.{name}"
    for name in (
        "contact_text", "headers", "holders", "judge", "kinds", "names", "organisations", "person_questions",
        "questions", "read_contacts", "read_holders", "rights", "same_person", "shares_text", "sheet", "total_lines",
    )
} | {f"koprogo.rules.accounting.{name}" for name in ("old_amounts", "old_headers", "old_rows")}  # fmt: skip
"""They read a syndic's list, or the tables of old books, and apply no article: the law a list must obey is in `lots`,
`joint` and `readiness`, what old books must agree on in `opening`."""


def relative(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@pytest.mark.parametrize("folder", sorted({path.parent for path in PYTHON} - {CODE}), ids=relative)
def test_every_folder_says_what_is_here(folder):
    assert any(path.name != "__init__.py" for path in folder.rglob("*.py")), (
        f"{relative(folder)} holds no file yet: a folder appears with its first real one"
    )
    assert (folder / "README.md").exists(), f"{relative(folder)} has no README"


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_a_file_has_one_subject_and_a_name(path):
    most = LONGER.get(relative(path), LONGEST_FILE)
    assert len(path.read_text().splitlines()) <= most, f"{relative(path)} is longer than {most} lines"
    assert path.stem not in BANNED_NAMES


@pytest.mark.parametrize("layer", ["rules", "services", "state", "pages", "api", "jobs"])
def test_subject_folders_are_the_fifteen(layer):
    folders = {path.name for path in (CODE / layer).iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders <= SUBJECTS | NO_SUBJECT.get(layer, set())


@pytest.mark.parametrize("layer", ["services", "state", "pages"])
def test_the_parts_of_the_assembly_are_named_alike_and_read_at_a_glance(layer):
    top = CODE / layer / "assemblies"
    parts = [path for path in top.iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert {path.name for path in parts} <= PARTS
    assert {
        path.name: len(list(path.glob("*.py"))) for path in parts if len(list(path.glob("*.py"))) > FULLEST_PART
    } == {}


@pytest.mark.parametrize("layer", ["services", "state"])
def test_a_test_of_the_assembly_stands_at_the_path_of_what_it_tests(layer):
    for test in (PROJECT / "tests" / layer / "assemblies").rglob("test_*.py"):
        homes = [path.parent.name for path in (CODE / layer / "assemblies").rglob(test.name.removeprefix("test_"))]
        assert test.parent.name in (homes or PARTS), f"{relative(test)} tests a file of {homes}"


@pytest.mark.parametrize("path", [each for each in PYTHON if each.relative_to(CODE).parts[0] in WHOLE], ids=relative)
def test_no_float_where_amounts_and_shares_live(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    assert not [node for node in nodes if isinstance(node, ast.Name) and node.id == "float"]
    assert not [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]


def test_every_module_of_a_subject_of_law_cites():
    """Exactly the readers have public functions and cite nothing: a new module cites, or is listed with its reason."""
    silent = {
        module.__name__
        for module in _rule_modules()
        if (functions := _public_functions(module)) and not any(sources_of(each) for each in functions)
    }
    assert silent == READERS


def _rule_modules():
    for found in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        if not found.ispkg and found.name.split(".")[2] in SUBJECTS:
            yield importlib.import_module(found.name)


def _public_functions(module):
    return [
        value
        for name, value in vars(module).items()
        if callable(value)
        and not isinstance(value, type)
        and not name.startswith("_")
        and getattr(value, "__module__", "") == module.__name__
    ]


def test_locks_name_versions_and_hashes_and_no_address():
    """A lock made behind a mirror installs behind any other."""
    locks = ["requirements.lock", "requirements-dev.lock", "reflex.lock/package.json", "reflex.lock/package-lock.json"]
    for name in locks:
        text = (PROJECT / name).read_text()
        assert not re.search(r'"resolved"|--index-url|--extra-index-url|--find-links', text), name


def test_the_glossary_points_at_names_and_files_that_exist():
    """Fourth column: a name in the code. Last column: where it is, a file or a folder."""
    rows = [line.strip().strip("|").split("|") for line in _glossary().splitlines() if line.startswith("|")][2:]
    source = "\n".join(path.read_text() for path in [*PYTHON, *(CODE / "rules").rglob("*.csv")])
    assert len(rows) >= 40
    for row in rows:
        assert len(row) == GLOSSARY_COLUMNS, row
        name, where = row[3].strip().strip("`"), row[5].strip().strip("`")
        assert re.search(rf"\b{re.escape(name)}\b", source), f"{name} is in the glossary and nowhere in the code"
        assert (CODE / where).exists(), f"{name}: koprogo/{where} does not exist"


def test_the_glossary_is_in_alphabetical_order():
    rows = [line.split("|")[1].strip() for line in _glossary().splitlines() if line.startswith("|")][2:]
    assert rows == sorted(rows, key=_without_accents)


def _glossary() -> str:
    return (PROJECT / "GLOSSARY.md").read_text()


def _without_accents(word: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(each))
