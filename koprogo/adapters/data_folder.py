"""The data folder: one per installation, private, with its secrets and one lock.

<data folder>/            0700 (0710 as root: the database account passes through, nobody else looks in)
  run.lock                held with flock while `koprogo run` or `koprogo migrate` is at work
  secrets/                0700, one file of 0600 per secret
  restore-unfinished      while `koprogo restore` is at work; nothing starts on such a folder
  postgres/               the embedded cluster (owned by the account PostgreSQL runs as)
"""

import contextlib
import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

from koprogo.adapters.operator_error import OperatorError

_RESTORING = "restore-unfinished"


class DataFolderBusy(OperatorError):
    """Another KoproGo holds the lock of this data folder."""

    def __init__(self, data_dir: Path, holder: str) -> None:
        self.data_dir, self.holder = data_dir, holder
        who = f" (process {holder})" if holder else ""
        super().__init__(
            f"KoproGo is already running on the data folder {data_dir}{who}. "
            "Stop it first, or choose another folder with KOPROGO_DATA_DIR."
        )


def open_folder(data_dir: Path) -> Path:
    """Create the folder when it is missing, with nobody else let in, and return its absolute path.

    Raises:
        OperatorError: this account may not write there.
    """
    data_dir = data_dir.expanduser().absolute()
    with contextlib.suppress(PermissionError):  # said below, with what to do
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        raise OperatorError(f"{data_dir} is not writable by this account. Choose another folder with KOPROGO_DATA_DIR.")
    return data_dir


def secret(data_dir: Path, name: str) -> str:
    """Return the kept secret of this name; the first call makes one of 256 random bits."""
    folder = data_dir / "secrets"
    folder.mkdir(exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        write_private(path, secrets.token_urlsafe(32))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write a file of mode 0600 in one step: a reader sees all of it or none, also after a power cut."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(temporary).replace(path)


@contextlib.contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the folder for this process alone; the lock ends with the process, however it ends.

    Raises:
        DataFolderBusy: another process holds it.
    """
    descriptor = os.open(data_dir / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DataFolderBusy(data_dir, os.pread(descriptor, 32, 0).decode().strip()) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def begin_restore(data_dir: Path, source: str) -> None:
    """Mark the folder as half restored, until `end_restore`."""
    write_private(data_dir / _RESTORING, f"{source}\n")


def end_restore(data_dir: Path) -> None:
    """Take the mark away: everything is there."""
    (data_dir / _RESTORING).unlink()


def is_restoring(data_dir: Path) -> bool:
    """Say whether a restore began here and did not end."""
    return (data_dir / _RESTORING).exists()


def refuse_half_restored(data_dir: Path) -> None:
    """Refuse a folder whose restore was interrupted.

    Raises:
        OperatorError: with what to do.
    """
    if is_restoring(data_dir):
        source = (data_dir / _RESTORING).read_text().strip()
        raise OperatorError(f"The restore of {source} into {data_dir} did not end. Run `koprogo restore` again.")
