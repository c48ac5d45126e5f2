"""`koprogo torture`: three kills of a real house (full), and the judge that must turn red when a fault is planted."""

import asyncio
import random
import signal
import socket
import subprocess
import sys
from dataclasses import asdict

import psutil
import psycopg
import pytest

from koprogo import db
from koprogo.cli.torture import judge, kills
from koprogo.cli.torture.history import CAST, Operation
from koprogo.cli.torture.main import measure
from koprogo.cli.torture.voters import Run
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.voting import results
from koprogo.settings import settings
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press


@pytest.mark.full
def test_three_kills_lose_nothing(tmp_path, monkeypatch):
    """Server, serving process and PostgreSQL; a backup made meanwhile is restored. Seconds are the command's affair."""
    monkeypatch.setenv("KOPROGO_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = asyncio.run(measure(kills=3, owners=6, seed=7, port=port))
    assert found["faults"] == []
    assert found["acked"] == found["sealed"] > 3
    assert found["looks"] > 0
    assert set(found["kills"]) == {kind.name for kind in kills.KINDS[:3]}


@pytest.fixture
async def run(cast, database):
    """A vote that ended well: its receipts and its history, as the owners of a torture keep them."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    made = Run(None, None, [], random.Random(1))
    at = 0.0
    for who, choice in (("anna", Choice.FOR), ("bram", Choice.AGAINST), ("bram", Choice.FOR)):
        for receipt in await press(cast, who, item, choice):
            row = {**asdict(receipt), "lot_id": str(receipt.lot_id)}
            made.receipts.append(row)
            made.history.append(Operation(CAST, row["lot_id"], at, at + 1, row["revision"], row["choice"]))
        at += 2
    sealed = await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
    yield made, item, sealed
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        for table in ("seal", "result", "ballot", "item_event"):
            owner.execute(f"DELETE FROM {table} WHERE item_id = %s", [item])
        for table in ("audit_seal", "audit_event"):
            owner.execute(f"DELETE FROM {table} WHERE association_id = %s", [cast.association_id])


async def test_what_went_well_is_judged_well(run):
    made, _, sealed = run
    assert await judge.judged(made, sealed) == []


COPY = (
    "INSERT INTO ballot SELECT gen_random_uuid(), association_id, assembly_id, item_id, round, text_version, lot_id,"
    " revision + 1, choice, shares, cast_by_id, on_behalf_of_id, channel, identified_by, needs_confirmation,"
    " nonce || '-copy', salt, received_at, leaf FROM ballot WHERE item_id = %s AND revision = 1"
    " AND lot_id = (SELECT lot_id FROM ballot WHERE item_id = %s AND shares = 250 LIMIT 1)"
)
PLANTED = {
    "a lost commit": ("DELETE FROM ballot WHERE item_id = %s AND revision = 2", "1 acknowledged, but not stored"),
    "a double insert": (COPY, "1 stored, but nobody was told"),
    "a stale status": (
        "UPDATE item_event SET at = at - interval '1 hour' WHERE item_id = %s AND what = 'closed'",
        "4 stored after the closing",
    ),
    "an edited ballot": ("UPDATE ballot SET shares = shares + 1 WHERE item_id = %s", "was changed"),
    "an edited result": ("UPDATE result SET in_favour = in_favour + 1 WHERE item_id = %s", "in_favour"),
}


@pytest.mark.parametrize("planted", PLANTED)
async def test_a_planted_fault_is_named(run, database, planted):
    made, item, sealed = run
    statement, named = PLANTED[planted]
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        assert owner.execute(statement, [item] * statement.count("%s")).rowcount > 0
    found = await judge.judged(made, sealed)
    assert any(named in fault for fault in found), found


async def test_an_older_answer_than_one_already_given_is_named(run):
    made, _, sealed = run
    last = made.history[-1]
    made.history.append(Operation("look", last.lot, 90, 91, 1, "against"))
    assert any("is not newer" in fault for fault in await judge.judged(made, sealed))


def test_a_child_that_outlives_its_parent_is_found(monkeypatch):
    monkeypatch.setattr(kills, "DYING_SECONDS", 0.2)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        process = psutil.Process(child.pid)
        assert kills._left([process]) == [process]
        child.send_signal(signal.SIGKILL)
        assert kills._left([process]) == []
