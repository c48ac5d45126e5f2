"""Files kept for a short while for one person: a list of lots between its preview and its confirmation.

A folder of the data folder that nobody else looks into (0700, files 0600). Every file has an owner and an end; what is
past its end is removed whenever anything is kept or asked for. Calls block; services make them in a thread.
"""

import os
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from koprogo.settings import Settings

KEPT_FOR = timedelta(hours=1)
MOST_PER_OWNER = 5
"""The oldest go first: who uploads all day fills no disk."""
_ID = re.compile(r"[0-9a-f]{32}")
_FILE = re.compile(r"([0-9a-f]{64})-([0-9]{1,12})-([0-9a-f]{32})")


@dataclass(frozen=True)
class KeptFile:
    """What was kept, and the name the person gave it."""

    content: bytes
    name: str


class NothingKept(LookupError):
    """No file of this owner is kept under this id, or no longer."""


class Scratch:
    """Short-lived files, in `scratch/` of the data folder. `owner` is 64 hex digits: a hash of who and what it is for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, owner: str, content: bytes, name: str, *, at: datetime) -> str:
        """Keep a file and return its id: 32 hex digits that nobody can guess."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.sweep(at)
        for oldest in sorted(self._of(owner), key=_end)[: -(MOST_PER_OWNER - 1)]:
            oldest.unlink(missing_ok=True)
        file_id = secrets.token_hex(16)
        path = self.folder / f"{owner}-{int((at + KEPT_FOR).timestamp())}-{file_id}"
        incoming = path.with_suffix(".part")
        with open(os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(len(encoded := name.encode()).to_bytes(4, "big") + encoded + content)
        incoming.rename(path)
        return file_id

    def get(self, owner: str, file_id: str, *, at: datetime) -> KeptFile:
        """Return what is kept.

        Raises:
            NothingKept: another owner's, past its end, or never there.
        """
        self.sweep(at)
        try:
            read = self._path(owner, file_id).read_bytes()
        except FileNotFoundError:  # swept by another process in between
            raise NothingKept from None
        start = 4 + int.from_bytes(read[:4], "big")
        return KeptFile(read[start:], read[4:start].decode())

    def forget(self, owner: str, file_id: str) -> None:
        """Remove a file; safe to repeat."""
        try:
            self._path(owner, file_id).unlink(missing_ok=True)
        except NothingKept:
            return

    def sweep(self, at: datetime) -> None:
        """Remove everything past its end."""
        for path in self._all():
            if _end(path) <= at.timestamp():
                path.unlink(missing_ok=True)

    def _all(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path for path in self.folder.iterdir() if _FILE.match(path.name))

    def _of(self, owner: str) -> Iterator[Path]:
        return (path for path in self._all() if path.name.startswith(f"{owner}-"))

    def _path(self, owner: str, file_id: str) -> Path:
        if _ID.fullmatch(file_id):
            for path in self._of(owner):
                if path.name.endswith(f"-{file_id}"):
                    return path
        raise NothingKept


def scratch(settings: Settings) -> Scratch:
    """Return the scratch of this installation; opens nothing before its first use."""
    return Scratch(settings.data_dir / "scratch")


def _end(path: Path) -> int:
    found = _FILE.match(path.name)
    return int(found[2]) if found else 0
