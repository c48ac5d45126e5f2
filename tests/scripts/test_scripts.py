"""What the scripts are as files, how scripts/test ends, and what the locks promise."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from koprogo.settings import PROJECT

SCRIPTS = ["scripts/run", "scripts/test", "scripts/lock", ".ci/run"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z0-9,_-]+\])?==([^ ;]+)", re.MULTILINE)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_is_bash_and_may_be_called(script):
    path = PROJECT / script
    assert path.read_text().startswith("#!/usr/bin/env bash\n")
    assert os.access(path, os.X_OK)
    subprocess.run(["bash", "-n", path], check=True)


def test_ci_runs_what_everybody_runs(tmp_path):
    for folder in ("scripts", ".ci"):
        (tmp_path / folder).mkdir()
    shutil.copy(PROJECT / ".ci" / "run", tmp_path / ".ci" / "run")
    script(tmp_path / "scripts" / "test", 'echo "tests $*"; exit 3')
    result = subprocess.run([tmp_path / ".ci" / "run", "--full"], capture_output=True, text=True, cwd="/", check=False)
    assert (result.stdout, result.returncode) == ("tests --full\n", 3)


@pytest.fixture
def checkout(tmp_path):
    """scripts/test with an environment whose tools do as they are told."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(PROJECT / "scripts" / "test", tmp_path / "scripts" / "test")
    (tmp_path / "scripts" / "bootstrap.sh").write_text(
        f'project={tmp_path}; environment={tmp_path}; say() {{ echo "$*" >&2; }}\n'
        'use_environment() { :; }; want_packages() { echo "wanted $*" >&2; }; papers_packages() { :; }\n'
    )
    (tmp_path / "bin").mkdir()
    for tool in ("ruff", "mypy", "lint-imports"):
        script(tmp_path / "bin" / tool, "exit 0")
    script(tmp_path / "bin" / "nproc", "echo 4")
    script(tmp_path / "bin" / "python", 'echo "asked: $*"; echo "7 passed in 1s"')
    return tmp_path


def script(path: Path, body: str) -> None:
    path.write_text(f"#!/usr/bin/env bash\n{body}\n")
    path.chmod(0o755)


def run(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [checkout / "scripts" / "test", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        ([], "-m pytest -n 4 --dist loadfile --no-loadscope-reorder -m not full"),
        (["--full"], "-m pytest -n 4 --dist loadfile --no-loadscope-reorder -m "),
        (
            ["tests/rules", "-k", "two words"],
            "-m pytest -n 4 --dist loadfile --no-loadscope-reorder -m not full tests/rules -k two words",
        ),
    ],
)
def test_pytest_has_the_last_line_and_gets_the_arguments(checkout, arguments, asked):
    result = run(checkout, *arguments)
    assert result.stdout.splitlines() == [f"asked: {asked}", "7 passed in 1s"]
    assert result.returncode == 0


@pytest.mark.parametrize(("cores", "processes"), [(1, 2), (2, 2), (3, 3), (64, 8)])
def test_the_cores_share_the_files_of_tests(checkout, cores, processes):
    script(checkout / "bin" / "nproc", f"echo {cores}")
    assert f"-n {processes} --dist loadfile" in run(checkout).stdout


def test_the_pages_are_built_while_the_checks_run_when_all_is_tested(checkout):
    asked = "asked: -m tests.pages.site"
    assert asked in run(checkout).stderr
    assert asked not in run(checkout, "tests/rules").stderr


def test_pages_that_cannot_be_built_are_left_to_the_tests_that_look_at_them(checkout):
    script(
        checkout / "bin" / "python",
        '[ "$2" = pytest ] || { echo "no Node" >&2; exit 1; }; echo "1 error in 1s"; exit 1',
    )
    result = run(checkout)
    assert "no Node\n" in result.stderr and "The pages could not be built beforehand." in result.stderr
    assert (result.stdout, result.returncode) == ("1 error in 1s\n", 1)


@pytest.mark.parametrize("tool", ["ruff", "mypy", "lint-imports"])
def test_a_check_that_fails_is_named_and_fails_the_run_after_the_tests(checkout, tool):
    script(checkout / "bin" / tool, "exit 1")
    result = run(checkout)
    assert result.returncode == 1
    assert f"FAILED: {tool}" in result.stderr
    assert result.stdout.endswith("7 passed in 1s\n")


def test_the_status_of_pytest_is_the_status_of_the_run(checkout):
    script(checkout / "bin" / "python", 'echo "no tests ran"; exit 5')
    assert run(checkout).returncode == 5


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_versions_and_hashes_and_no_address(lock):
    text = (PROJECT / lock).read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry.strip()]
    assert len(entries) > 50
    assert all(PIN.match(entry) and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--index|--find-links|@ ", text)


def test_the_locks_agree_and_hold_what_the_project_asks_for():
    run_lock, dev_lock = (dict(PIN.findall((PROJECT / lock).read_text())) for lock in LOCKS)
    assert {name: dev_lock.get(name) for name in run_lock} == run_lock
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    asked = {re.split(r"[^a-z0-9-]", each, maxsplit=1)[0] for each in project["dependencies"]}
    asked_for_tests = {re.split(r"[^a-z0-9-]", each, maxsplit=1)[0] for each in project["optional-dependencies"]["dev"]}
    assert asked <= run_lock.keys()
    assert asked_for_tests <= dev_lock.keys()


def test_the_lock_of_the_pages_selects_npm_and_names_hashes_and_no_address():
    packages = json.loads((PROJECT / "reflex.lock" / "package-lock.json").read_text())["packages"]
    named = {name: package for name, package in packages.items() if name}
    assert len(named) > 50
    assert all(package["integrity"] and "resolved" not in package for package in named.values())
    assert not (PROJECT / "reflex.lock" / "bun.lock").exists()
