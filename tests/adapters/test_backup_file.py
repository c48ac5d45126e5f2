"""A backup's own format: complete or refused. Every byte that matters is held against the manifest, and named."""

import hashlib
import io
import random
import stat
import tarfile

import pytest

from koprogo.adapters import backup_file
from koprogo.adapters.backup_file import BackupDamaged
from koprogo.adapters.operator_error import OperatorError

PAPER = b"Notulen van 17 november 2026" * 40
KEY = hashlib.sha256(PAPER).hexdigest()
DUMP = random.Random(1).randbytes(3000)
FACTS = {"schema": "2026_11_22", "rows": {"ballot": 3}}


def make(path):
    with backup_file.written(path) as writer:
        writer.add_bytes("database.dump", DUMP)
        writer.add_bytes(f"files/{KEY}", PAPER)
        writer.close(FACTS)
    return path


def read(path):
    found = {}
    backup_file.each_member(path, lambda name, stream: found.update({name: stream.read()}))
    return {name: content for name, content in found.items() if not name.startswith("manifest")}


def test_what_was_saved_comes_back(tmp_path):
    path = make(tmp_path / "one.backup")
    manifest = backup_file.verified(path)
    assert manifest.facts["rows"] == {"ballot": 3}
    assert set(manifest.members) == {"database.dump", f"files/{KEY}"}
    assert read(path) == {"database.dump": DUMP, f"files/{KEY}": PAPER}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("start", range(8))
def test_a_changed_byte_is_named_or_carries_nothing(tmp_path, start):
    """Padding between members carries nothing; anywhere else, the file is refused and the place is said."""
    whole = make(tmp_path / "one.backup").read_bytes()
    refused = 0
    for place in range(start * 3, len(whole), 8 * 13):
        changed = bytearray(whole)
        changed[place] ^= 1 + place % 255
        path = tmp_path / "changed.backup"
        path.write_bytes(changed)
        try:
            manifest = backup_file.verified(path)
        except BackupDamaged as refusal:
            refused += 1
            assert any(
                name in str(refusal) for name in ("database.dump", KEY, "manifest", "no backup", "does not belong")
            )
        else:
            assert manifest.facts["rows"] == {"ballot": 3}
            assert read(path) == {"database.dump": DUMP, f"files/{KEY}": PAPER}
    assert refused > 20


def test_the_damaged_member_is_the_one_named(tmp_path):
    path = make(tmp_path / "one.backup")
    for content, name in ((DUMP, "database.dump"), (PAPER, KEY)):
        whole = bytearray(path.read_bytes())
        whole[whole.index(content) + 7] ^= 1
        damaged = tmp_path / "damaged.backup"
        damaged.write_bytes(whole)
        with pytest.raises(BackupDamaged, match=name):
            backup_file.verified(damaged)


def test_a_file_cut_off_anywhere_is_refused(tmp_path):
    whole = make(tmp_path / "one.backup").read_bytes()
    end = whole.index(b"manifest.sha256") + 512
    path = tmp_path / "cut.backup"
    for length in range(0, end, 311):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupDamaged):
            backup_file.verified(path)


def test_what_is_no_backup_is_refused_in_words(tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("not a backup")
    with pytest.raises(BackupDamaged, match="is no backup of KoproGo"):
        backup_file.verified(path)
    with pytest.raises(OperatorError, match="is not there"):
        backup_file.verified(tmp_path / "nowhere")


def test_a_name_from_elsewhere_is_refused(tmp_path):
    path = tmp_path / "evil.backup"
    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("../../etc/passwd")
        entry.size = 1
        archive.addfile(entry, io.BytesIO(b"x"))
    with pytest.raises(BackupDamaged, match="does not belong"):
        backup_file.verified(path)


def test_a_backup_never_overwrites_and_a_failed_one_leaves_nothing(tmp_path):
    path = make(tmp_path / "one.backup")
    before = path.read_bytes()
    with pytest.raises(OperatorError, match="never overwrites"):
        make(path)
    assert path.read_bytes() == before

    def half() -> None:
        with backup_file.written(tmp_path / "two.backup") as writer:
            writer.add_bytes("database.dump", DUMP)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert [each.name for each in tmp_path.iterdir()] == ["one.backup"]


def test_a_stored_file_that_is_damaged_stops_the_backup(tmp_path):
    def save() -> None:
        with backup_file.written(tmp_path / "one.backup") as writer:
            writer.add_bytes(f"files/{KEY}", PAPER + b"?")

    with pytest.raises(OperatorError, match=f"{KEY} is damaged"):
        save()
    assert list(tmp_path.iterdir()) == []
