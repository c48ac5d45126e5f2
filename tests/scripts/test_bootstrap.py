"""The first minutes on a new machine: a Python, uv, an environment, packages; or one sentence that says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from koprogo.settings import PROJECT, default_data_dir

UV = """#!/bin/sh
echo "$@" >> "$CALLS"
case "$1 $2" in
"--version "*) echo uv 1 ;;
"venv "*) for last; do :; done; mkdir -p "$last/bin"; ln -sf "$REAL_PYTHON" "$last/bin/python" ;;
esac
"""
ONLY_PIP = """#!/bin/sh
[ "$2" = pip ] || exit 1
while [ "$1" != --target ]; do shift; done
mkdir -p "$2/bin" && cp "$TOOLS/uv" "$2/bin/uv"
"""
WITH_MIRROR = """#!/bin/sh
[ "$2" = pip ] || exec "$REAL_PYTHON" "$@"
echo "global.index-url='https://mirror.example/simple'"
echo "global.cert='/ca.pem'"
"""
PREFIX = "set -euo pipefail; . scripts/bootstrap.sh; "


@pytest.fixture
def machine(tmp_path):
    """A copy of the scripts beside a small lock, with a uv that only writes down what it was asked."""
    project = tmp_path / "pro ject"
    shutil.copytree(PROJECT / "scripts", project / "scripts")
    (project / "requirements.lock").write_text("one==1 --hash=sha256:0\n")
    tools = tmp_path / "tools"
    tools.mkdir()
    give(tools, "uv", UV)
    (tmp_path / "calls").touch()
    return project


def give(tools: Path, name: str, script: str) -> None:
    (tools / name).write_text(script)
    (tools / name).chmod(0o755)


def bash(project: Path, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    tools = project.parent / "tools"
    environment = {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "HOME": str(project.parent),
        "CALLS": str(project.parent / "calls"),
        "REAL_PYTHON": sys.executable,
        "KOPROGO_DATA_DIR": str(project.parent / "data"),
        **variables,
    }
    return subprocess.run(
        ["bash", "-c", PREFIX + script], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


def calls(project: Path) -> list[str]:
    return [line for line in (project.parent / "calls").read_text().splitlines() if line != "--version"]


# the environment's own Python answers with where it would put packages; here that must not be ours
USE = (
    'environment=; make_environment_real=$(declare -f make_environment | sed "s#packages=.*#packages=\\$environment;#");'
    'eval "$make_environment_real"; use_environment venv requirements.lock; echo "$environment"'
)


def test_the_environment_is_made_once_with_exactly_the_lock(machine):
    first = bash(machine, USE)
    assert first.returncode == 0, first.stderr
    environment = machine / ".koprogo" / "venv"
    assert first.stdout.strip() == str(environment)
    asked = calls(machine)
    assert [line.split()[0] for line in asked] == ["venv", "pip"]
    assert "pip sync --quiet --require-hashes" in asked[1]
    assert asked[1].endswith(str(machine / "requirements.lock"))
    assert (environment / "koprogo.pth").read_text() == f"{machine}\n"
    assert bash(machine, USE).stdout.strip() == str(environment)
    assert calls(machine) == asked


def test_a_changed_lock_is_installed_again_and_a_moved_checkout_too(machine):
    bash(machine, USE)
    (machine / "requirements.lock").write_text("one==2 --hash=sha256:1\n")
    bash(machine, USE)
    assert [line.split()[0] for line in calls(machine)] == ["venv", "pip", "pip"]
    moved = machine.rename(machine.with_name("moved"))
    bash(moved, USE)
    assert len(calls(moved)) == 4


def test_a_checkout_that_cannot_be_written_gets_its_environment_in_the_data_folder(machine):
    (machine / ".koprogo").write_text("in the way, also of root")
    result = bash(machine, USE)
    assert result.stdout.strip() == str(machine.parent / "data" / "venv")
    assert (machine.parent / "data").stat().st_mode & 0o777 == 0o700


def test_nowhere_to_write_is_one_sentence(machine):
    (machine / ".koprogo").write_text("")
    (machine.parent / "data").write_text("")
    result = bash(machine, USE)
    assert result.returncode == 1
    assert "Choose a folder of yours with KOPROGO_DATA_DIR." in result.stderr


def test_packages_that_do_not_come_are_one_sentence_and_are_tried_again(machine):
    give(machine.parent / "tools", "uv", UV + 'case "$1 $2" in "pip sync") exit 2;; esac\n')
    result = bash(machine, USE)
    assert result.returncode == 1
    assert "The packages could not be installed" in result.stderr
    give(machine.parent / "tools", "uv", UV)
    assert bash(machine, USE).returncode == 0


def test_an_old_python_is_refused_with_what_to_install(machine):
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        give(machine.parent / "tools", name, "#!/bin/sh\nexit 1\n")
    result = bash(machine, "find_python")
    assert result.returncode == 1
    assert "KoproGo needs Python 3.11 or later and found none." in result.stderr


WITHOUT_UV = 'command() { [ "$2" != uv ] && builtin command "$@"; }; may_apt() { return 1; }; find_python; '


def test_without_uv_pip_brings_our_own_copy(machine):
    give(machine.parent / "tools", "only-pip", ONLY_PIP)
    tools = machine.parent / "tools"
    script = WITHOUT_UV + f"python={tools}/only-pip; find_uv '{machine}/x'; \"${{uv[@]}}\" --version"
    result = bash(machine, script, TOOLS=str(tools))
    assert result.stdout == "uv 1\n", result.stderr
    assert (machine / "x" / "uv" / "bin" / "uv").exists()


def test_without_uv_pip_and_venv_it_says_what_to_install(machine):
    give(machine.parent / "tools", "bare", "#!/bin/sh\nexit 1\n")
    result = bash(machine, WITHOUT_UV + f"python={machine.parent}/tools/bare; find_uv '{machine}/x'")
    assert result.returncode == 1
    assert result.stderr.endswith("or uv itself, and run this again.\n")
    assert "apt-get install python3-venv" in result.stderr


def test_missing_system_packages_are_named_and_the_rest_goes_on(machine):
    result = bash(
        machine, 'may_apt() { return 1; }; want_packages "Without libpango no papers." libpango-1.0-0; echo on'
    )
    assert result.stdout == "on\n"
    assert result.stderr.startswith("Without libpango no papers. Install with: apt-get install libpango-1.0-0")
    assert bash(machine, 'apt_install() { exit 9; }; want_packages "Nothing."; echo on').stdout == "on\n"


def test_the_mirror_given_to_pip_is_given_to_uv(machine):
    give(machine.parent / "tools", "pip-python", WITH_MIRROR)
    show = f'python={machine.parent}/tools/pip-python; adopt_pip_settings; echo "$UV_DEFAULT_INDEX $SSL_CERT_FILE"'
    assert bash(machine, show, SSL_CERT_FILE="").stdout == "https://mirror.example/simple /ca.pem\n"
    assert bash(machine, show, UV_DEFAULT_INDEX="x", SSL_CERT_FILE="y").stdout == "x y\n"


@pytest.mark.parametrize("home", ["/home/an", ""])
def test_the_data_folder_is_the_one_of_the_settings(machine, monkeypatch, home):
    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    result = bash(machine, "find_python; data_folder", HOME=home, KOPROGO_DATA_DIR="")
    assert result.stdout == str(default_data_dir())
