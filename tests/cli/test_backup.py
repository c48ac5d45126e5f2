"""`koprogo backup` and `restore`: saved while people vote, restored on an empty machine, verified, or refused in words."""

import asyncio
import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from koprogo import db
from koprogo.adapters import backup_file
from koprogo.adapters.database_roles import as_user
from koprogo.adapters.storage import FolderStorage
from koprogo.cli.backup import save
from koprogo.cli.database import named
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.proof import receipts
from koprogo.settings import PROJECT, Settings, settings
from tests.foreign_server import foreign_server
from tests.services.assemblies.closed_evening import closed
from tests.services.assemblies.evening import open_vote, opened, press

LEAVES = "SELECT encode(leaf, 'hex') FROM ballot"


@pytest.fixture(scope="module")
def place():
    folder = Path(tempfile.mkdtemp(prefix="kg-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def koprogo(*words: str | Path, folder: Path, url: str = "") -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KOPROGO_")}
    given = {"KOPROGO_ENV_FILE": "", "KOPROGO_DATA_DIR": str(folder), "KOPROGO_DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "koprogo.cli.main", *words],
        cwd=PROJECT, env={**outside, **given}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
async def saved(cast, database, place):
    """An evening closed, a paper kept, another evening voting while the backup is made; a house on a server of its own."""
    await closed(cast)
    kept = FolderStorage(settings().data_dir / "files")
    key = kept.put(io.BytesIO(b"a quote for the roof"))
    async with db.association_session(cast.association_id) as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "INSERT INTO paper (id, association_id, kind, subject_id, language, version, title, sha256, size, issued_at,"
            " issued_by_id) VALUES (gen_random_uuid(), %s, 'quote', gen_random_uuid(), 'fr', 1, 'Devis', %s, 20, now(), %s)",
            (cast.association_id, key, cast.people["syndic"]),
        )
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    chosen = Settings(_env_file=None, database_url=database.admin_url, data_dir=settings().data_dir)
    before = [await press(cast, "anna", item, Choice.FOR, f"before-{number}") for number in range(5)]
    saving = asyncio.create_task(asyncio.to_thread(save, chosen, place / "one.backup"))
    meanwhile = []
    while not saving.done():
        meanwhile.append(await press(cast, "bram", item, Choice.AGAINST, f"meanwhile-{len(meanwhile)}"))
    await saving
    assert len(meanwhile) > 5, "nobody voted meanwhile"
    return {
        "file": place / "one.backup",
        "key": key,
        "before": [receipt for each in before for receipt in each],
        "meanwhile": [receipt for each in meanwhile for receipt in each],
        "public_key": receipts.public_key_pem(),
    }


@pytest.fixture(scope="module")
def restored(saved, place):
    result = koprogo("restore", saved["file"], folder=place / "restored")
    assert result.returncode == 0, result.stdout + result.stderr
    return place / "restored", result.stdout


def inside(folder: Path, url: str = ""):
    """Open a restored house the way commands do."""
    from koprogo.cli.database import as_it_is

    return as_it_is(Settings(_env_file=None, data_dir=folder, database_url=url))


def test_on_an_empty_machine_everything_verifies(saved, restored):
    folder, said = restored
    assert "1 files, 0 faults" in said
    assert koprogo("check", folder=folder).stdout == "2 associations verified, 0 faults\n"
    assert FolderStorage(folder / "files").exists(saved["key"])


def test_one_moment_is_saved_with_every_ballot_acknowledged_before_it(saved, restored):
    with inside(restored[0]) as database, psycopg.connect(database.admin_dsn) as connection:
        leaves = Counter(leaf for (leaf,) in connection.execute(LEAVES).fetchall())
        rounds = connection.execute("SELECT count(*) FROM ballot WHERE nonce LIKE 'meanwhile-%'").fetchone()[0]
    assert max(leaves.values()) == 1
    assert {receipt.leaf for receipt in saved["before"]} <= leaves.keys()
    assert {receipt.leaf for receipt in saved["meanwhile"][:rounds]} <= leaves.keys(), "no hole in the middle"


def test_walls_stand_and_the_application_enters_with_its_new_password(restored, cast):
    with inside(restored[0]) as database, named(database), psycopg.connect(settings().app_database_url) as connection:
        with pytest.raises(psycopg.errors.UndefinedObject):
            connection.execute("SELECT * FROM ballot")
        connection.rollback()
        connection.execute(db.SCOPE.format(reach="%s", one="%s"), [f"{{{cast.elsewhere_id}}}", ""])
        assert connection.execute("SELECT count(*) FROM ballot").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("UPDATE ballot SET choice = 'for'")


def test_receipts_of_the_lost_machine_still_verify(saved, restored):
    [path] = (restored[0] / "receipt-keys").iterdir()
    assert path.read_text() == saved["public_key"]
    receipt = saved["before"][0]
    signed = receipts.signed_bytes(receipt.number, bytes.fromhex(receipt.leaf), bytes.fromhex(receipt.salt))
    load_pem_public_key(path.read_bytes()).verify(bytes.fromhex(receipt.signature), signed)
    assert not (restored[0] / "secrets" / "receipt-key.pem").exists()


def test_no_secret_is_inside(saved):
    names = set(backup_file.verified(saved["file"]).members)
    assert {name.partition("/")[0] for name in names} == {"database.dump", "files", "keys"}
    private = settings().receipt_key_path.read_bytes()
    kept = b"".join(
        (settings().data_dir / "secrets" / name).read_bytes() for name in ("koprogo_app", "koprogo_platform")
    )
    content = saved["file"].read_bytes()
    assert private.splitlines()[1] not in content
    assert kept[:43] not in content
    assert kept[43:] not in content


def test_a_house_is_never_restored_over(saved, restored):
    result = koprogo("restore", saved["file"], folder=restored[0])
    assert (result.returncode, "already holds a house" in result.stderr) == (1, True)
    assert koprogo("check", folder=restored[0]).returncode == 0


def test_a_damaged_file_is_named_before_anything_is_written(saved, place):
    whole = bytearray(saved["file"].read_bytes())
    whole[whole.index(b"a quote for the roof")] ^= 1
    damaged = place / "damaged.backup"
    damaged.write_bytes(whole)
    result = koprogo("restore", damaged, folder=place / "never")
    assert (result.returncode, saved["key"] in result.stderr) == (1, True)
    assert not (place / "never").exists()


def test_an_interrupted_restore_starts_nothing_and_is_done_again(saved, place):
    folder = place / "interrupted"
    given = {"KOPROGO_ENV_FILE": "", "KOPROGO_DATA_DIR": str(folder)}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("KOPROGO_")}
    with subprocess.Popen(
        [sys.executable, "-m", "koprogo.cli.main", "restore", saved["file"]], cwd=PROJECT, env={**outside, **given}
    ) as process:
        while not (folder / "postgres").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGKILL)
    refused = koprogo("check", folder=folder)
    assert (refused.returncode, "did not end" in refused.stderr) == (1, True), refused
    assert koprogo("restore", saved["file"], folder=folder).returncode == 0
    assert koprogo("check", folder=folder).returncode == 0


def test_it_is_restored_on_a_server_of_ones_own_and_never_over_its_tables(saved, place):
    with foreign_server() as dsn:
        url = as_user(dsn, database="kg_restored")
        result = koprogo("restore", saved["file"], folder=place / "elsewhere", url=url)
        assert (result.returncode, "0 faults" in result.stdout) == (0, True), result.stderr
        again = koprogo("restore", saved["file"], folder=place / "third", url=url)
        assert (again.returncode, "already holds tables" in again.stderr) == (1, True), again.stderr


def test_nothing_is_saved_where_nothing_is(place):
    result = koprogo("backup", place / "two.backup", folder=place / "nothing")
    assert (result.returncode, "nothing to save" in result.stderr) == (1, True)
    assert not (place / "two.backup").exists()
