"""One contract for both storages: a folder, and a server that speaks S3."""

import hashlib
import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from koprogo.adapters.storage import FolderStorage, NoSuchFile, S3Storage, Storage, is_intact, storage
from koprogo.settings import Settings

CONTENT = b"Notulen van 17 november 2026"
KEY = hashlib.sha256(CONTENT).hexdigest()
UNKNOWN = "0" * 64
LARGE = 20 << 20
"""More than one part of an S3 upload, and more than is spooled in memory."""


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    access = {"endpoint_url": endpoint, "region_name": "eu-central-1"}
    client = boto3.client("s3", aws_access_key_id="key", aws_secret_access_key="secret", **access)
    client.create_bucket(Bucket="papers", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield endpoint
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "folder":
        return FolderStorage(tmp_path / "files")
    endpoint = request.getfixturevalue("s3_endpoint")
    return S3Storage("papers", endpoint=endpoint, region="eu-central-1", access_key="key", secret_key="secret")


class Broken(io.RawIOBase):
    """A stream that dies half way, as an upload does."""

    def __init__(self) -> None:
        self.reads = 0

    def read(self, size: int = -1) -> bytes:
        self.reads += 1
        if self.reads > 1:
            raise OSError("the sender went away")
        return b"half of it"


def test_the_key_is_the_digest_of_the_content(kept: Storage) -> None:
    assert kept.put(io.BytesIO(CONTENT)) == KEY
    with kept.open(KEY) as stream:
        assert stream.read() == CONTENT


def test_twice_is_once(kept: Storage) -> None:
    assert kept.put(io.BytesIO(CONTENT)) == kept.put(io.BytesIO(CONTENT))
    assert kept.exists(KEY)


def test_nothing_is_found_under_an_unknown_key(kept: Storage) -> None:
    assert not kept.exists(UNKNOWN)
    with pytest.raises(NoSuchFile):
        kept.open(UNKNOWN)


def test_an_empty_file_is_a_file(kept: Storage) -> None:
    key = kept.put(io.BytesIO(b""))
    with kept.open(key) as stream:
        assert stream.read() == b""


def test_only_what_the_stream_still_holds_is_stored(kept: Storage) -> None:
    stream = io.BytesIO(b"read before: " + CONTENT)
    stream.seek(len(b"read before: "))
    assert kept.put(stream) == KEY


def test_a_large_file_passes_in_pieces(kept: Storage) -> None:
    class Zeros(io.RawIOBase):
        left, largest = LARGE, 0

        def read(self, size: int = -1) -> bytes:
            assert 0 < size <= 1 << 20, "a whole file was asked for at once"
            given = min(size, self.left)
            self.left -= given
            return bytes(given)

    key = kept.put(Zeros())  # type: ignore[arg-type]
    assert key == hashlib.sha256(bytes(LARGE)).hexdigest()
    assert is_intact(kept, key)


def test_half_a_stream_leaves_nothing(kept: Storage) -> None:
    with pytest.raises(OSError, match="went away"):
        kept.put(Broken())  # type: ignore[arg-type]
    assert not kept.exists(hashlib.sha256(b"half of it").hexdigest())


@pytest.mark.parametrize("key", ["", "../../etc/passwd", "A" * 64, KEY[:63], KEY + "0", f"{KEY}\n"])
def test_a_key_that_is_no_digest_reaches_nothing(kept: Storage, key: str) -> None:
    for act in (kept.exists, kept.open):
        with pytest.raises(ValueError, match="64 characters"):
            act(key)


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    kept = FolderStorage(tmp_path)
    key = kept.put(io.BytesIO(CONTENT))
    assert is_intact(kept, key)
    (tmp_path / key[:2] / key).write_bytes(CONTENT + b".")
    assert not is_intact(kept, key)


def test_files_are_ours_alone_and_no_half_file_stays(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        kept = FolderStorage(tmp_path / "files")
        key = kept.put(io.BytesIO(CONTENT))
        kept.put(io.BytesIO(CONTENT))
        with pytest.raises(OSError, match="went away"):
            kept.put(Broken())  # type: ignore[arg-type]
    finally:
        os.umask(before)
    path = tmp_path / "files" / key[:2] / key
    assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, kept.root)] == [0o600, 0o700, 0o700]
    assert [each.name for each in kept.root.iterdir()] == [key[:2]]


def test_a_bucket_that_refuses_is_not_an_empty_bucket(s3_endpoint: str) -> None:
    kept = S3Storage("nobodys", endpoint=s3_endpoint, region="eu-central-1", access_key="key", secret_key="secret")
    with pytest.raises(Exception, match="NoSuchBucket"):
        kept.put(io.BytesIO(CONTENT))


def test_the_settings_choose(tmp_path: Path) -> None:
    folder = storage(Settings(data_dir=tmp_path, _env_file=None))  # type: ignore[call-arg]
    assert isinstance(folder, FolderStorage)
    assert folder.root == tmp_path / "files"
    bucket = storage(Settings(data_dir=tmp_path, storage="s3", s3_bucket="papers", _env_file=None))  # type: ignore[call-arg]
    assert isinstance(bucket, S3Storage)
    assert bucket.bucket == "papers"
