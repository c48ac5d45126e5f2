"""`koprogo bench live` turns red when what is stored is not what people were told: a lost commit, a copy, a late ballot."""

import psycopg
import pytest
import typer

from koprogo.cli.bench.live import compare, is_red, on_pages, plan
from koprogo.rules.assemblies.tally import Choice
from tests.services.assemblies.evening import close_vote, open_vote, opened, press

COPY = (
    "INSERT INTO ballot SELECT gen_random_uuid(), association_id, assembly_id, item_id, round, text_version, lot_id,"
    " revision + 1, choice, shares, cast_by_id, on_behalf_of_id, channel, identified_by, needs_confirmation,"
    " nonce || '-copy', salt, received_at, leaf FROM ballot WHERE item_id = %s AND shares = 230"
)
PLANTED = {
    "a lost commit": ("DELETE FROM ballot WHERE item_id = %s AND shares = 230", "lost"),
    "a double insert": (COPY, "duplicated"),
    "a stale status": ("UPDATE ballot SET received_at = received_at + interval '1 hour' WHERE item_id = %s", "late"),
}


@pytest.fixture
async def run(cast, database):
    """Two owners pressed once each; the vote is closed. What the phones' process reports, and what was sealed."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    told = [await press(cast, who, item, Choice.FOR) for who in ("bram", "carla")]
    phones = [{"receipts": [receipt.leaf for receipt in receipts]} for receipts in told]
    sealed = await close_vote(cast, item)
    yield {"phones": phones}, [sealed], item
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        for table in ("seal", "ballot", "item_event"):
            owner.execute(f"DELETE FROM {table} WHERE item_id = %s", [item])


async def test_what_went_well_is_green(run):
    found, sealed, _ = run
    compared = compare(found, sealed)
    assert compared == {"acked": 2, "stored": 2, "sealed": 2, "lost": 0, "duplicated": 0, "late": 0}
    assert not is_red({"pressed": 2, **compared})
    assert is_red({"pressed": 3, **compared})


@pytest.mark.parametrize("planted", PLANTED)
async def test_a_planted_fault_turns_it_red(run, database, planted):
    found, sealed, item = run
    statement, key = PLANTED[planted]
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(statement, [item])
    compared = compare(found, sealed)
    assert compared[key] > 0
    assert is_red({"pressed": 2, **compared})


@pytest.mark.parametrize(
    ("workers", "states", "runs"),
    [
        ("1", "memory", [(1, "memory")]),
        ("1,2,4", "memory", [(1, "memory"), (2, "memory"), (4, "memory")]),
        ("1, 2", "memory,redis", [(1, "memory"), (2, "memory"), (2, "redis")]),
    ],
)
def test_one_command_runs_every_number_of_processes(workers, states, runs):
    assert plan(workers, states) == runs


@pytest.mark.parametrize(("workers", "states"), [("0", "memory"), ("two", "memory"), ("99", "memory"), ("2", "disk")])
def test_what_cannot_be_run_is_refused_before_anything_starts(workers, states):
    with pytest.raises(typer.BadParameter):
        plan(workers, states)


def test_a_page_is_measured_as_a_phone_is_and_its_absence_is_said():
    phones = [{"hall": 0, "receipt": "a"}, {"hall": 0, "receipt": "b"}, {"hall": 1, "receipt": "c"}]
    committed = {"a": 10.0, "b": 10.5, "c": 90.0}
    seen = [[(9.0, 0), (10.1, 1), (10.7, 2)], [(9.0, 0), (10.8, 2)]]
    found = on_pages({"phones": phones, "committed": committed, "pages": seen, "why_no_pages": ""})
    assert (found["number"], found["settle_ms"]) == (2, 300.0)
    assert (found["screen_ms"]["p50"], found["screen_ms"]["max"]) == (200.0, 800.0)
    without = on_pages({"phones": phones, "committed": committed, "pages": [], "why_no_pages": "no Chromium"})
    assert without == {"number": 0, "why": "no Chromium"}
