"""The demo building: loaded once through the services, an assembly always near, passwords kept for their owner."""

import stat
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.cli.check import every_fault, faults_of
from koprogo.cli.demo import LISTS, kept_passwords, sign_in_table
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.money import Money
from koprogo.services.access import actor_of
from koprogo.services.accounting.bank.queries import waiting_lines
from koprogo.services.assemblies.minutes.recount import recount_results
from koprogo.services.assemblies.told import told as told_time
from koprogo.services.buildings import demo as building
from koprogo.services.buildings.demo_days import Days
from koprogo.services.buildings.export.bring_in import import_association
from koprogo.services.buildings.export.write_out import export_association
from koprogo.services.buildings.import_actor import importer
from koprogo.services.charges.proposal import reserve_duty
from koprogo.services.charges.variance import variance
from koprogo.services.governance.following import follow
from koprogo.services.identity.sign_in import sign_in

AT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


async def _count(query: str) -> int:
    async with db.platform_session(None, "a test counts") as session:
        return int(await session.scalar(text(query)) or 0)


async def _one(query: str):
    async with db.platform_session(None, "a test looks") as session:
        return (await session.execute(text(query))).one()


async def _syndic():
    async with db.platform_session(None, "a test looks") as session:
        here = await session.scalar(text("SELECT id FROM association WHERE name = :n"), {"n": building.TILLEULS.name})
        person = await session.scalar(text("SELECT person_id FROM account WHERE email = 'syndic@koprogo.example'"))
    async with db.open_session() as session:
        return here, await actor_of(session, person, on_day=legal_day(AT))


async def test_it_is_loaded_once_and_everyone_can_sign_in(database, tmp_path):
    passwords = kept_passwords(tmp_path / "demo.json")
    await building.load(passwords, LISTS, at=AT)
    assert await _count("SELECT count(*) FROM lot") == 60 + 74
    await building.load(passwords, LISTS, at=AT)
    assert await _count("SELECT count(*) FROM association") == 2
    assert await _count("SELECT count(*) FROM assembly") == 4, "two held, one for tonight, the next one drafted"
    last = "SELECT DISTINCT ON (proposal_id) what FROM proposal_event ORDER BY proposal_id, seq DESC"
    assert await _count("SELECT count(*) FROM agenda_proposal") == 4
    assert await _count(f"SELECT count(DISTINCT what) FROM ({last}) fates") == 4, "received, withdrawn, added, deferred"
    assert await _count("SELECT count(*) FROM assembly_window") == 1
    assert await _count("SELECT count(*) FROM request_event WHERE what = 'signed'") == 2
    assert await _count("SELECT count(*) FROM attendance_answer") == 3
    assert await _count("SELECT count(*) FROM email_consent WHERE proof = 'Formulaire signé'") > 0
    assert await _count("SELECT count(*) FROM notarial_mandate") == 1
    assert await _count("SELECT count(*) FROM proxy") == 0, "tonight is as the hall makes it"
    assert await _count("SELECT count(*) FROM budget_event WHERE what = 'in_force'") == 2
    assert await _count('SELECT count(*) FROM "call"') == 7, (
        "four of last year, and the quarters of this one that began"
    )
    assert await _count("SELECT sum(amount) FROM entry_line") == 0
    assert await _count("SELECT count(*) FROM bank_statement") == 20 + 6, "a month each, and a quarter of the reserve's"
    assert await _count("SELECT count(*) FROM match WHERE target = 'debtor'") > 200
    assert (
        await _count("SELECT count(*) FROM bank_line l WHERE NOT EXISTS (SELECT 1 FROM match m WHERE m.line_id = l.id)")
        == 0
    )
    for each in building.SIGN_INS:
        assert await sign_in(email=each.email, password=passwords[each.key], at=AT)
        assert passwords[each.key] in sign_in_table(passwords)


async def test_its_books_were_taken_over_and_agree(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    assert await _count("SELECT count(*) FROM entry WHERE journal = 'opening'") == 1
    assert await _count("SELECT count(DISTINCT debtor_id) FROM owner_item") > 30
    last = "SELECT DISTINCT ON ({of}) what FROM {table} ORDER BY {of}, seq DESC"
    years = last.format(of="period_id", table="period_event")
    assert await _count(f"SELECT count(*) FROM ({years}) stands WHERE what = 'final'") == 1, "last year"
    assert await _count(f"SELECT count(*) FROM ({years}) stands WHERE what = 'opened'") == 1, "this one"
    papers = last.format(of="invoice_id", table="invoice_event")
    states = "entered, submitted, approved, rejected, paid"
    assert await _count(f"SELECT count(DISTINCT what) FROM ({papers}) stands") == 5, states
    here = (await _one("SELECT association_id FROM entry LIMIT 1")).association_id
    assert await faults_of(here) == []


async def test_one_line_of_this_year_is_over_its_budget_and_the_queue_has_lines_for_a_person(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    here, syndic = await _syndic()
    async with db.tenant_session(syndic, here) as session:
        found = await variance(session, syndic, here, 2026, on=legal_day(AT))
        duty = await reserve_duty(session, syndic, here, starts=Days(legal_day(AT)).this_year, given=Money(600_000))
        waiting = await waiting_lines(session, syndic, here, today=legal_day(AT))
    assert [line.code for line in found.alerts] == ["61036"], "the plumber"
    assert Money(300_000) < duty.contribution.minimum < Money(600_000) and not duty.missing
    assert len(waiting) == 6, "one of last year, five of the last statement"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_running_year_is_six_to_nine_months_old_on_any_day(day):
    days = Days(day)
    assert days.this_year.day == 1 and days.this_year.month % 3 == 1
    assert timedelta(days=190) <= day - days.this_year <= timedelta(days=190 + 92)
    assert list(days.months())[-1][1].last_day == day
    assert 12 + 6 <= len(list(days.months())) <= 12 + 10


async def test_it_has_a_council_that_was_elected_and_decisions_in_every_state(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    day = (legal_day(AT) - timedelta(days=364)).isoformat()
    seats = "FROM appointment p JOIN agenda_item i ON i.id = p.item_id JOIN assembly a ON a.id = i.assembly_id"
    assert (
        await _count(f"SELECT count(*) {seats} WHERE p.since = a.day AND a.day = '{day}' AND p.office = 'council'") == 2
    )
    assert await _count(f"SELECT count(*) {seats} WHERE p.office = 'auditor'") == 1
    assert await _count("SELECT count(*) FROM register_entry") == 14
    assert await _count("SELECT count(*) FROM register_entry WHERE outcome = 'rejected'") == 1
    told = "SELECT count(*) FROM item_event e JOIN agenda_item i ON i.id = e.item_id JOIN assembly a ON a.id = i.assembly_id"
    held = "JOIN assembly_state s ON s.assembly_id = a.id WHERE s.what = 'minuted'"
    assert await _count(f"{told} {held} AND (e.at AT TIME ZONE 'Europe/Brussels')::date <> a.day") == 0
    assert await _count("SELECT count(*) FROM council_question") == 3
    async with db.platform_session(None, "a test looks") as session:
        here = await session.scalar(text("SELECT id FROM association WHERE name = :n"), {"n": building.TILLEULS.name})
    async with db.association_session(here) as session:
        found = await follow(session, here, today=legal_day(AT))
        assert (found.late, found.in_14, found.done) == (2, 1, 10)
        assert await recount_results(session, here) == []
    assert told_time() is None, "the clock is the database's again"


async def test_another_day_has_its_own_assembly(database, tmp_path):
    passwords = kept_passwords(tmp_path / "demo.json")
    await building.load(passwords, LISTS, at=AT + timedelta(days=3))
    near = "SELECT count(*) FROM assembly a JOIN assembly_state s ON s.assembly_id = a.id WHERE s.what = 'convened'"
    assert await _count(f"{near} AND a.day = '2026-11-24'") == 1
    assert await _count("SELECT count(*) FROM assembly_state WHERE what = 'drafted'") == 1, "the next one was there"


async def test_the_demo_building_leaves_whole_and_arrives_without_a_fault(database, elsewhere, tmp_path):
    """Everything every subject has: what leaves is what arrives, and the check finds nothing there."""
    async with db.platform_session(None, "a test exports") as session:
        actor, association_id = await importer(session, association=building.TILLEULS.name, email="", at=AT)
    with await export_association(actor, association_id, at=AT) as file:
        async with elsewhere():
            made = await import_association(Actor(uuid4(), "operator", "fr", is_operator=True), file, at=AT)
            assert made.rows > 5000
            assert await every_fault() == ([], 1)


def test_passwords_are_made_once_and_readable_by_their_owner_only(tmp_path):
    path = tmp_path / "secrets" / "demo.json"
    first = kept_passwords(path)
    assert kept_passwords(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(set(first.values())) == len(building.SIGN_INS)
