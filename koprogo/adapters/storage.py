"""Files by their content: put a stream, get its SHA-256 as key; the same bytes are kept once and never change.

Two places speak the same protocol: a folder (default) and an S3 bucket (setting). Nothing passes through memory whole.
Calls block; services call them in a worker or in a thread.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from koprogo.settings import Settings

CHUNK = 1 << 20
SPOOL = 8 << 20
"""Bytes kept in memory before a stream on its way to S3 goes to a temporary file."""
_KEY = re.compile(r"[0-9a-f]{64}")


class NoSuchFile(LookupError):
    """No file is stored under this key."""


class Storage(Protocol):
    """Where files are kept. Keys are SHA-256 in hex, 64 characters; anything else is a ValueError."""

    def put(self, stream: BinaryIO) -> str:
        """Store what the stream still holds and return its key; twice is once. All of it is there, or nothing."""
        ...

    def open(self, key: str) -> BinaryIO:
        """Open a stored file for reading; the caller closes it. Raises NoSuchFile."""
        ...

    def exists(self, key: str) -> bool:
        """Say whether a file is stored under the key."""
        ...

    def every_key(self) -> Iterator[str]:
        """Return the keys of everything that is stored, in their order."""
        ...


def storage(settings: Settings) -> Storage:
    """Return the storage the settings choose. Opens nothing before its first use."""
    if settings.storage == "s3":
        return S3Storage(
            settings.s3_bucket,
            endpoint=settings.s3_endpoint,
            region=settings.s3_region,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key,
        )
    return FolderStorage(settings.data_dir / "files")


def is_intact(kept: Storage, key: str) -> bool:
    """Read a stored file again and say whether its bytes still have the key's digest.

    Raises:
        NoSuchFile: nothing is stored under the key.
    """
    with kept.open(key) as stream:
        return _copy(stream, lambda chunk: None) == key


class FolderStorage:
    """Files in a folder of ours (0700), fanned out by the first two characters of the key, readable by us only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, stream: BinaryIO) -> str:
        """Write beside, flush to disk, then rename: a file under its key is always complete."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".incoming-", dir=self.root)
        incoming = Path(name)
        try:
            with open(descriptor, "wb") as target:
                key = _copy(stream, target.write)
                target.flush()
                os.fsync(target.fileno())
            self._take_in(incoming, self._path(key))
        finally:
            with suppress(FileNotFoundError):
                incoming.unlink()
        return key

    def open(self, key: str) -> BinaryIO:
        try:
            return self._path(key).open("rb")
        except FileNotFoundError:
            raise NoSuchFile(key) from None

    def exists(self, key: str) -> bool:
        return self._path(key).is_file()

    def every_key(self) -> Iterator[str]:
        names = (path.name for path in sorted(self.root.glob("??/*")))
        return (name for name in names if _KEY.fullmatch(name))

    def _path(self, key: str) -> Path:
        return self.root / _checked(key)[:2] / key

    def _take_in(self, incoming: Path, path: Path) -> None:
        if path.is_file():
            return
        path.parent.mkdir(mode=0o700, exist_ok=True)
        incoming.rename(path)
        for folder in (path.parent, self.root):
            _flush_folder(folder)


class S3Storage:
    """Files in a bucket of any server that speaks S3; the key is the object's name."""

    def __init__(
        self, bucket: str, *, endpoint: str = "", region: str = "", access_key: str = "", secret_key: str = ""
    ) -> None:
        self.bucket = bucket
        self._access = {
            "endpoint_url": endpoint or None,
            "region_name": region or None,
            "aws_access_key_id": access_key or None,
            "aws_secret_access_key": secret_key or None,
        }
        self._connected: Any = None

    def put(self, stream: BinaryIO) -> str:
        """Learn the key from a spooled copy, then send it; S3 shows an object only once it is complete."""
        with tempfile.SpooledTemporaryFile(max_size=SPOOL) as spool:
            key = _copy(stream, spool.write)
            if not self.exists(key):
                spool.seek(0)
                self._client().upload_fileobj(spool, self.bucket, key)
        return key

    def open(self, key: str) -> BinaryIO:
        client = self._client()
        try:
            body: BinaryIO = client.get_object(Bucket=self.bucket, Key=_checked(key))["Body"]
        except client.exceptions.NoSuchKey:
            raise NoSuchFile(key) from None
        return body

    def exists(self, key: str) -> bool:
        client = self._client()
        try:
            client.head_object(Bucket=self.bucket, Key=_checked(key))
        except client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in {"404", "NoSuchKey", "NotFound"}:
                return False
            raise
        return True

    def every_key(self) -> Iterator[str]:
        pages = self._client().get_paginator("list_objects_v2").paginate(Bucket=self.bucket)
        names = (each["Key"] for page in pages for each in page.get("Contents", ()))
        return (name for name in names if _KEY.fullmatch(name))

    def _client(self) -> Any:
        """Connect at the first use: the server forks, and boto3 is slow to import."""
        if self._connected is None:
            import boto3
            from botocore.config import Config

            other_server = {"s3": {"addressing_style": "path"}, "request_checksum_calculation": "when_required"}
            config = Config(**other_server) if self._access["endpoint_url"] else Config()
            self._connected = boto3.client("s3", config=config, **self._access)
        return self._connected


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError("A key is a SHA-256 in hex, 64 characters")
    return key


def _copy(source: BinaryIO, write: Callable[[bytes], object]) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        write(chunk)
    return digest.hexdigest()


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
