"""One backup is one file: a plain tar whose last members say what all the others must be.

    database.dump           pg_dump's own compressed format
    files/<sha-256>         every stored file, under the hash of its bytes
    keys/<fingerprint>.pem  public keys that check receipts
    manifest.json           versions, rows per table, and of every member above its name, length and SHA-256
    manifest.sha256         the hash of the manifest

A file that is cut off has no manifest; a byte that differs is found and its member named, before anything is restored.
Nothing passes through memory whole.
"""

import contextlib
import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from koprogo.adapters.operator_error import OperatorError

FORMAT = 1
DUMP, MANIFEST, SEAL = "database.dump", "manifest.json", "manifest.sha256"
_MEMBER = re.compile(r"database\.dump|files/[0-9a-f]{64}|keys/[0-9a-f]{16}\.pem|manifest\.json|manifest\.sha256")
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 256 << 20


class BackupDamaged(OperatorError):
    """The file is no backup, is cut off, or a member of it is not what the manifest says; names it."""


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: `facts` are versions and rows, `members` name -> (bytes, SHA-256 in hex)."""

    facts: Mapping[str, Any]
    members: Mapping[str, tuple[int, str]]


@dataclass
class Writer:
    """Adds members to a backup that is being made."""

    archive: tarfile.TarFile
    members: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, stream: BinaryIO, size: int) -> None:
        """Add `size` bytes of the stream under this name.

        Raises:
            OperatorError: the stream holds less, or a file is not the one its name promises: the storage is damaged.
        """
        if not _MEMBER.fullmatch(name):
            raise ValueError(f"{name} is no name of a member")
        hashed = _Hashed(stream)
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        try:
            self.archive.addfile(entry, hashed)  # type: ignore[arg-type]
        except OSError as failure:
            raise OperatorError(f"{name} could not be written to the backup: {failure}") from failure
        found = hashed.digest.hexdigest()
        if name.startswith("files/") and name != f"files/{found}":
            raise OperatorError(f"The stored file {name.partition('/')[2]} is damaged: its bytes have another hash.")
        self.members.append({"name": name, "bytes": size, "sha256": found})

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small member."""
        self.add(name, io.BytesIO(content), len(content))

    def close(self, facts: Mapping[str, Any]) -> None:
        """Write the manifest and its hash."""
        said = {"format": FORMAT, **facts, "members": list(self.members)}
        manifest = json.dumps(said, indent=1, sort_keys=True).encode()
        self.add_bytes(MANIFEST, manifest)
        self.add_bytes(SEAL, hashlib.sha256(manifest).hexdigest().encode())


@contextlib.contextmanager
def written(path: Path) -> Iterator[Writer]:
    """Make a backup at `path`, readable by us alone; the name appears once everything is on disk, or never.

    Raises:
        OperatorError: the file exists, or its folder cannot be written.
    """
    path = path.expanduser().absolute()
    if path.exists():
        raise OperatorError(f"{path} exists already; a backup never overwrites one. Choose another name.")
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".partial")
    except OSError as failure:
        raise OperatorError(
            f"{path.parent} cannot be written ({failure.strerror}). Choose another folder."
        ) from failure
    try:
        with os.fdopen(descriptor, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT) as archive:
                yield Writer(archive)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
        _flush_folder(path.parent)
    finally:
        Path(draft).unlink(missing_ok=True)


def verified(path: Path) -> Manifest:
    """Read a whole backup and hold every member against the manifest.

    Raises:
        BackupDamaged: naming the member.
        OperatorError: the file cannot be read, or was made by a newer KoproGo.
    """
    found: dict[str, tuple[int, str]] = {}
    kept: dict[str, bytes] = {}

    def take(name: str, size: int, stream: BinaryIO) -> None:
        if not _MEMBER.fullmatch(name) or name in found:
            raise BackupDamaged(f"{path.name} is damaged: {name!r} does not belong in a backup.")
        if name in {MANIFEST, SEAL}:
            if size > _LARGEST_MANIFEST:
                raise BackupDamaged(f"{path.name} is damaged: {name} is too large.")
            kept[name] = stream.read()
        found[name] = (size, _hash(stream) if name not in kept else hashlib.sha256(kept[name]).hexdigest())

    last = _each(path, take)
    if SEAL not in kept or MANIFEST not in kept:
        after = f" after {last}" if last else ""
        raise BackupDamaged(f"{path.name} is cut off or damaged{after}: its manifest is missing.")
    if kept[SEAL].strip() != found[MANIFEST][1].encode():
        raise BackupDamaged(f"{path.name} is damaged: {MANIFEST} is not what {SEAL} says.")
    manifest = _manifest(path, kept[MANIFEST])
    _compare(path, manifest, {name: each for name, each in found.items() if name not in kept})
    return manifest


def each_member(path: Path, take: Callable[[str, BinaryIO], None]) -> None:
    """Hand every member of a verified backup to `take`, in the order of the file, as a stream."""
    _each(path, lambda name, size, stream: take(name, stream))


def _each(path: Path, take: Callable[[str, int, BinaryIO], None]) -> str:
    """Walk the members; return the name of the last one that could be read."""
    last = ""
    try:
        with tarfile.open(path, mode="r:") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isreg() else None
                if stream is None:
                    raise BackupDamaged(f"{path.name} is damaged: {member.name!r} is no file.")
                take(member.name, member.size, stream)  # type: ignore[arg-type]
                last = member.name
    except FileNotFoundError:
        raise OperatorError(f"{path} is not there.") from None
    except (tarfile.TarError, EOFError) as failure:
        after = f" after {last}" if last else ""
        raise BackupDamaged(f"{path.name} is no backup of KoproGo, or is damaged{after} ({failure}).") from failure
    except OSError as failure:
        raise OperatorError(f"{path} cannot be read: {failure.strerror or failure}.") from failure
    return last


def _manifest(path: Path, content: bytes) -> Manifest:
    said = json.loads(content)
    if said["format"] != FORMAT:
        raise OperatorError(
            f"{path.name} has format {said['format']}, we read {FORMAT}: restore it with the release that made it."
        )
    members = {each["name"]: (each["bytes"], each["sha256"]) for each in said.pop("members")}
    return Manifest(said, members)


def _compare(path: Path, manifest: Manifest, found: Mapping[str, tuple[int, str]]) -> None:
    for name, promised in manifest.members.items():
        if name not in found:
            raise BackupDamaged(f"{path.name} is damaged: {name} is missing.")
        if found[name] != promised:
            raise BackupDamaged(f"{path.name} is damaged: {name} is not what was saved (its hash differs).")
    if more := sorted(found.keys() - manifest.members.keys()):
        raise BackupDamaged(f"{path.name} is damaged: {more[0]} is not in its manifest.")


def _hash(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Hashed:
    """A stream that is hashed while it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.digest = stream, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk
