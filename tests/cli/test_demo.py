"""The demo building: loaded once through the services, an assembly always near, passwords kept for their owner."""

import stat
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from koprogo import db
from koprogo.cli.demo import LISTS, kept_passwords, sign_in_table
from koprogo.services.buildings import demo as building
from koprogo.services.identity.sign_in import sign_in

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


async def _count(query: str) -> int:
    async with db.platform_session(None, "a test counts") as session:
        return int(await session.scalar(text(query)) or 0)


async def test_it_is_loaded_once_and_everyone_can_sign_in(database, tmp_path):
    passwords = kept_passwords(tmp_path / "demo.json")
    await building.load(passwords, LISTS, at=AT)
    assert await _count("SELECT count(*) FROM lot") == 60 + 74
    await building.load(passwords, LISTS, at=AT)
    assert await _count("SELECT count(*) FROM association") == 2
    assert await _count("SELECT count(*) FROM assembly") == 2
    last = "SELECT DISTINCT ON (proposal_id) what FROM proposal_event ORDER BY proposal_id, seq DESC"
    assert await _count("SELECT count(*) FROM agenda_proposal") == 4
    assert await _count(f"SELECT count(DISTINCT what) FROM ({last}) fates") == 4, "received, withdrawn, added, deferred"
    assert await _count("SELECT count(*) FROM assembly_window") == 1
    assert await _count("SELECT count(*) FROM request_event WHERE what = 'signed'") == 2
    assert await _count("SELECT count(*) FROM attendance_answer") == 3
    assert await _count("SELECT count(*) FROM email_consent WHERE proof = 'Formulaire signé'") > 0
    assert await _count("SELECT count(*) FROM notarial_mandate") == 1
    assert await _count("SELECT count(*) FROM proxy") == 0, "tonight is as the hall makes it"
    for each in building.SIGN_INS:
        assert await sign_in(email=each.email, password=passwords[each.key], at=AT)
        assert passwords[each.key] in sign_in_table(passwords)


async def test_another_day_has_its_own_assembly(database, tmp_path):
    passwords = kept_passwords(tmp_path / "demo.json")
    await building.load(passwords, LISTS, at=AT + timedelta(days=3))
    near = "SELECT count(*) FROM assembly a JOIN assembly_state s ON s.assembly_id = a.id WHERE s.what = 'convened'"
    assert await _count(f"{near} AND a.day = '2026-11-24'") == 1
    assert await _count("SELECT count(*) FROM assembly_state WHERE what = 'drafted'") == 1, "the next one was there"


def test_passwords_are_made_once_and_readable_by_their_owner_only(tmp_path):
    path = tmp_path / "secrets" / "demo.json"
    first = kept_passwords(path)
    assert kept_passwords(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(first.values())) == len(building.SIGN_INS)
