"""One association in one file: a ZIP that anybody can open, whose manifest says what every other member must be.

    tables/<table>.jsonl   one row per line, as JSON; the names of the columns are those of the database
    csv/<what>.csv         the same books for a person with a spreadsheet
    files/<sha-256>        papers, invoices, photos, under the hash of their bytes
    keys/<fingerprint>.pem public keys that check the receipts of ballots
    README.txt             what all this is
    manifest.json          versions, rows, sums, and of every member above its length and SHA-256

Nothing passes through memory whole. What differs, is missing or does not belong is named first.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from koprogo.adapters.operator_error import OperatorError

FORMAT = 1
PRODUCT = "KoproGo"
MANIFEST = "manifest.json"
MOST_BYTES = 64 << 30
"""Bytes of all members together once unpacked: more than any association, less than a disk."""
LONGEST_LINE = 16 << 20
_LARGEST_MANIFEST = 64 << 20
_CHUNK = 1 << 20
_MEMBER = re.compile(
    r"tables/[a-z_]{1,60}\.jsonl|csv/[a-z_]{1,60}\.csv|files/[0-9a-f]{64}|keys/[0-9a-f]{16}\.pem|README\.txt"
)


class ExportDamaged(OperatorError):
    """The file is no export of an association, is cut off, or a member is not what the manifest says; names it."""


@dataclass
class Writer:
    """Adds members to an export that is being made; `members` collects length and hash of each."""

    archive: zipfile.ZipFile
    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Add a member piece by piece."""
        with self.begun(name) as member:
            for piece in pieces:
                member.write(piece)

    def begun(self, name: str) -> "Member":
        """Begin a member that grows; only one at a time.

        Raises:
            ValueError: this is no name of a member.
        """
        if not _MEMBER.fullmatch(name):
            raise ValueError(f"{name} is no name of a member")
        return Member(self, name, self.archive.open(name, "w", force_zip64=True))

    def close(self, facts: Mapping[str, Any]) -> bytes:
        """Write the manifest; return its SHA-256, which names this export."""
        said = {"format": FORMAT, "product": PRODUCT, **facts, "members": self.members}
        content = json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False).encode()
        self.archive.writestr(MANIFEST, content)
        return hashlib.sha256(content).digest()


class Member:
    """A member that is being written: hashed and counted on its way."""

    def __init__(self, writer: Writer, name: str, stream: Any) -> None:
        self.writer, self.name, self.stream = writer, name, stream
        self.digest, self.size = hashlib.sha256(), 0

    def write(self, piece: bytes) -> None:
        """Add bytes."""
        self.digest.update(piece)
        self.size += len(piece)
        self.stream.write(piece)

    def __enter__(self) -> "Member":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: Any) -> None:
        self.stream.close()
        if kind is None:
            self.writer.members[self.name] = {"bytes": self.size, "sha256": self.digest.hexdigest()}


def writer(file: BinaryIO) -> Writer:
    """Return a writer on an empty file; whoever calls closes its archive."""
    return Writer(zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=6))


@dataclass(frozen=True)
class Read:
    """An export that was verified whole: `facts` of its manifest, and the SHA-256 of that manifest."""

    archive: zipfile.ZipFile
    facts: Mapping[str, Any]
    members: Mapping[str, Mapping[str, Any]]
    sha256: bytes

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Yield the rows of a table; nothing when the export has none of it.

        Raises:
            ExportDamaged: a line is no JSON object.
        """
        name = f"tables/{table}.jsonl"
        if name not in self.members:
            return
        with self.archive.open(name) as stream:
            while line := stream.readline(LONGEST_LINE):
                try:
                    row = json.loads(line)
                except ValueError:
                    row = None
                if not isinstance(row, dict):
                    raise ExportDamaged(f"{name} holds a line that is no row.")
                yield row

    def named(self, folder: str) -> list[str]:
        """Return the names of the members in a folder, without it."""
        return sorted(name.partition("/")[2] for name in self.members if name.startswith(f"{folder}/"))

    def open(self, name: str) -> BinaryIO:
        """Open a member for reading; the caller closes it."""
        return self.archive.open(name)  # type: ignore[return-value]


def verified(file: BinaryIO) -> Read:
    """Read a whole export and hold every member against its manifest; nothing is unpacked to disk.

    Raises:
        ExportDamaged: naming what is wrong.
    """
    try:
        archive = zipfile.ZipFile(file)
        return _verified(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as failure:
        raise ExportDamaged(f"This is no export of an association, or it is damaged ({failure}).") from failure


def _verified(archive: zipfile.ZipFile) -> Read:
    found = {each.filename: each for each in archive.infolist()}
    if len(found) != len(archive.infolist()):
        raise ExportDamaged("This export holds the same name twice.")
    if MANIFEST not in found or found[MANIFEST].file_size > _LARGEST_MANIFEST:
        raise ExportDamaged("This is no export of an association: its manifest is missing.")
    if sum(each.file_size for each in found.values()) > MOST_BYTES:
        raise ExportDamaged("This export unpacks to more than any association holds.")
    content = archive.read(MANIFEST)
    facts = _facts(content)
    members = facts.pop("members")
    for name in sorted(found.keys() - members.keys() - {MANIFEST}):
        raise ExportDamaged(f"{name} is not in the manifest.")
    for name, said in members.items():
        if not _MEMBER.fullmatch(name) or name not in found:
            raise ExportDamaged(f"{name} is missing, or does not belong in an export.")
        if _digest(archive, name) != said["sha256"]:
            raise ExportDamaged(f"{name} is not what was exported: its hash differs.")
    return Read(archive, facts, members, hashlib.sha256(content).digest())


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _facts(content: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(content)
    except ValueError:
        facts = None
    if not isinstance(facts, dict) or facts.get("product") != PRODUCT or not isinstance(facts.get("members"), dict):
        raise ExportDamaged("This is no export of an association: its manifest is another one.")
    if facts.get("format") != FORMAT:
        raise ExportDamaged(f"This export has format {facts.get('format')}, this release reads {FORMAT}.")
    return facts
