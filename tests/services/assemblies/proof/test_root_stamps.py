"""An authority's timestamp over each vote's root: asked for with the result, hours later if need be, and held to it."""

import asyncio
import shutil
import subprocess

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.pdf_signature import StampUnavailable
from koprogo.cli.check import faults_of
from koprogo.core.errors import NotFound
from koprogo.services.assemblies.proof import root_stamps
from koprogo.settings import settings
from tests.adapters.throw_away import STAMPED_AT, authority
from tests.services.assemblies.closed_evening import closed

JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'koprogo.results.stamp_root'"
ROOT = "SELECT merkle_root FROM result WHERE item_id = :i"


@pytest.fixture
async def service(monkeypatch):
    """An authority on this machine, named in the settings."""
    async with authority() as found:
        monkeypatch.setenv("KOPROGO_TIMESTAMP_URL", found.url)
        settings.cache_clear()
        yield found
    monkeypatch.undo()
    settings.cache_clear()


async def counted(session, query, **ids):
    return await session.scalar(text(query), ids)


async def test_a_frozen_result_asks_for_its_timestamp_and_nobody_waits(cast, service, database):
    service.answers = False
    _, [works, _] = await closed(cast)
    assert service.asked == 0
    with psycopg.connect(database.admin_url) as connection:
        assert connection.execute(JOBS).fetchone()[0] >= 1
    with pytest.raises(StampUnavailable):
        await root_stamps.stamp(cast.association_id, works, round_=1, by=cast.syndic)
    async with db.platform_session(None, "test") as session:
        assert (cast.association_id, works, 1, cast.syndic.person_id) in await root_stamps.waiting(session)
    async with db.tenant_session(cast.anna) as session:
        with pytest.raises(NotFound):
            await root_stamps.stamp_on(session, cast.anna, cast.association_id, works, round_=1)
    assert await faults_of(cast.association_id) == []


async def test_once_it_answers_the_timestamp_is_that_of_the_root_and_is_set_once(cast, service, tmp_path):
    _, [works, _] = await closed(cast)
    assert await root_stamps.stamp(cast.association_id, works, round_=1, by=cast.syndic)
    assert not await root_stamps.stamp(cast.association_id, works, round_=1, by=cast.syndic)
    async with db.tenant_session(cast.anna) as session:
        found = await root_stamps.stamp_on(session, cast.anna, cast.association_id, works, round_=1)
        root = bytes(await counted(session, ROOT, i=works))
    assert (found.root, found.by_name, found.at) == (root, "Essai Horodatage", STAMPED_AT)
    assert await faults_of(cast.association_id) == []
    async with db.platform_session(None, "test") as session:
        assert works not in [item for _, item, _, _ in await root_stamps.waiting(session)]
    async with db.tenant_session(cast.stranger) as session:
        assert await counted(session, "SELECT count(*) FROM root_stamp") == 0
    program = shutil.which("openssl")
    assert program, "this test has a second reader of the token: install openssl"
    (tmp_path / "root.tst").write_bytes(found.token)
    made = load_der_x509_certificate(service.stamper.tsa_cert.dump())
    (tmp_path / "authority.pem").write_bytes(made.public_bytes(Encoding.PEM))
    command = [
        program,
        "ts",
        "-verify",
        "-digest",
        root.hex(),
        "-in",
        "root.tst",
        "-token_in",
        "-CAfile",
        "authority.pem",
    ]
    done = await asyncio.to_thread(subprocess.run, command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Verification: OK" in done.stdout, done.stderr


CHANGES = {
    "its token": "UPDATE root_stamp SET token = set_byte(token, length(token) - 9, get_byte(token, length(token) - 9) # 1)",
    "its root": "UPDATE root_stamp SET root = decode(repeat('ab', 32), 'hex')",
    "its authority": "UPDATE root_stamp SET by_name = by_name || 'x'",
    "its instant": "UPDATE root_stamp SET at = at - interval '1 day'",
    "its round": "UPDATE root_stamp SET round = 7",
    "all of it": "DELETE FROM root_stamp",
    "the result's root": "UPDATE result SET merkle_root = decode(repeat('ab', 32), 'hex') WHERE item_id = %(i)s",
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_changed_timestamp_is_named(cast, service, database, what):
    _, [works, _] = await closed(cast)
    assert await root_stamps.stamp(cast.association_id, works, round_=1, by=cast.syndic)
    with psycopg.connect(database.admin_url) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute("CREATE TEMP TABLE kept AS SELECT * FROM root_stamp")
        owner.execute("CREATE TEMP TABLE kept_results AS SELECT * FROM result")
        owner.execute(CHANGES[what], {"i": works})
        owner.commit()
        found = await faults_of(cast.association_id)
        for table, kept in (("root_stamp", "kept"), ("result", "kept_results")):
            owner.execute(f"DELETE FROM {table}")
            owner.execute(f"INSERT INTO {table} SELECT * FROM {kept}")
    assert [fault for fault in found if "its timestamp" in fault and str(works) in fault], found
    assert await faults_of(cast.association_id) == []


async def test_a_timestamp_is_only_added_to(cast, service):
    _, [works, _] = await closed(cast)
    await root_stamps.stamp(cast.association_id, works, round_=1, by=cast.syndic)
    for order in ("UPDATE root_stamp SET by_name = 'X'", "DELETE FROM root_stamp"):
        with pytest.raises(Exception, match=r"permission denied|never"):
            async with db.association_session(cast.association_id) as session:
                await session.execute(text(order))
