"""Pages of text stay true where a machine can tell: links lead somewhere, decisions have one number, commands exist."""

import re
from collections import Counter
from pathlib import Path

import pytest

from koprogo.cli.main import COMMANDS

PROJECT = Path(__file__).parents[2]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)")
TOPS = (
    *PROJECT.glob("*.md"),
    *(PROJECT / name for name in ("alembic", "docs", "infra", "koprogo", "scripts", "tests")),
)
FILES = sorted(path for top in TOPS for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file())
PAGES = [path.relative_to(PROJECT).as_posix() for path in FILES if path.suffix == ".md"]
SOURCES = [path for path in FILES if path.suffix in {".py", ".md", ".sh", ".service"}] + [PROJECT / "pyproject.toml"]


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    text = (PROJECT / page).read_text()
    missing = [link for link in LINK.findall(text) if not ((PROJECT / page).parent / link).exists()]
    assert missing == []


def test_a_decision_has_a_number_of_its_own_and_one_that_is_named_exists():
    numbers = Counter(path.name[:4] for path in (PROJECT / "docs" / "adr").glob("[0-9]*.md"))
    assert [number for number, times in numbers.items() if times > 1] == []
    for path in (PROJECT / "docs" / "adr").glob("[0-9]*.md"):
        assert path.read_text().startswith(f"# {path.name[:4]} – "), path.name
    named = {number for path in SOURCES for number in re.findall(r"docs/adr/(\d{4})", path.read_text())}
    assert named <= set(numbers)


def test_the_first_screen_begins_with_the_two_commands_and_shows_the_vote():
    first = (PROJECT / "README.md").read_text().partition("\n## ")[0]
    assert len(first.splitlines()) <= 45
    commands = re.findall(r"^    (scripts/\w+)", first, re.MULTILINE)
    assert commands == ["scripts/run", "scripts/test"]
    assert re.search(r"!\[[^\]]{20,}\]\(docs/pictures/live-vote\.png\)", first)


def test_the_readme_names_every_command_and_none_that_is_not_there():
    table = (PROJECT / "README.md").read_text().partition("## The operator's commands")[2].partition("\n## ")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {re.sub(r"^koprogo ", "", words).split()[0] for row in rows for words in re.findall(r"`([^`]+)`", row)}
    assert named == set(COMMANDS)
