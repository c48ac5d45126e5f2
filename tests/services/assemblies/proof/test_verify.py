"""Verification: what was sealed verifies; a changed past row fails, and is named. The chain of the log likewise."""

import psycopg
import pytest

from koprogo import db
from koprogo.cli.check import faults_of
from koprogo.rules.assemblies.tally import Choice
from koprogo.services import audit
from koprogo.services.assemblies.voting import results
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press


@pytest.fixture
async def sealed(cast):
    """A confirmed item with three ballots and a change."""
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    for who, choice in (("anna", Choice.FOR), ("bram", Choice.AGAINST), ("bram", Choice.FOR)):
        await press(cast, who, item, choice)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
    async with db.association_session(cast.association_id) as session:
        assert await audit.seal_log(session, cast.association_id) > 0
    return item


async def test_what_was_sealed_verifies(cast, sealed):
    assert await faults_of(cast.association_id) == []


TAMPERINGS = [
    ("UPDATE ballot SET choice = 'against' WHERE item_id = %s AND choice = 'for'", "was changed"),
    ("UPDATE ballot SET shares = shares + 1 WHERE item_id = %s", "was changed"),
    ("UPDATE seal SET position = position + 10 WHERE item_id = %s", "breaks the chain"),
    ("UPDATE seal SET hash = decode(repeat('00', 32), 'hex') WHERE item_id = %s", "breaks the chain"),
    ("DELETE FROM seal WHERE item_id = %s AND position = 4", "is not sealed"),
    ("UPDATE result SET merkle_root = decode(repeat('00', 32), 'hex') WHERE item_id = %s", "Merkle root"),
    ("UPDATE result SET in_favour = in_favour + 1 WHERE item_id = %s", "in_favour is 501"),
    ("UPDATE result SET carried = NOT carried WHERE item_id = %s", "carried is False"),
    ("UPDATE audit_event SET action = 'item.opened' WHERE subject_id = %s AND action = 'item.closed'", "line"),
]


@pytest.mark.parametrize(("statement", "named"), TAMPERINGS)
async def test_a_changed_past_row_fails_and_is_named(cast, sealed, database, statement, named):
    """Whoever owns the machine can switch the locks off; the chain still tells."""
    with psycopg.connect(database.admin_url, autocommit=True) as owner:
        owner.execute("SET session_replication_role = replica")
        with owner.transaction(force_rollback=False):
            assert owner.execute(statement, [sealed]).rowcount > 0
        try:
            faults = await faults_of(cast.association_id)
            assert any(named in fault for fault in faults), faults
        finally:
            owner.execute("SET session_replication_role = replica")
            for table in ("seal", "result", "ballot"):
                owner.execute(f"DELETE FROM {table} WHERE item_id = %s", [sealed])
            owner.execute("DELETE FROM audit_seal WHERE association_id = %s", [cast.association_id])
            owner.execute("DELETE FROM audit_event WHERE association_id = %s", [cast.association_id])
