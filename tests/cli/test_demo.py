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
from koprogo.services.charges.invoices.funding import decisions
from koprogo.services.charges.proposal import reserve_duty
from koprogo.services.charges.variance import variance
from koprogo.services.charges.works_file import works_file
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
    assert await _count("SELECT count(*) FROM budget_event WHERE what = 'in_force'") == 3
    assert await _count("SELECT count(*) FROM budget_event WHERE what = 'discarded'") == 1, "the assembly rejected it"
    assert await _count("SELECT count(*) FROM \"call\" WHERE kind = 'budget'") == 11, (
        "four of each closed year, and the quarters of this one that began"
    )
    sent = "SELECT count(DISTINCT subject_id) FROM letter WHERE kind = '{kind}'"
    assert await _count(sent.format(kind="call")) == 3, "the quarters of this year that began"
    assert await _count(sent.format(kind="settlement")) == 1, "of the last closed year, as it was corrected"
    assert await _count("SELECT sum(amount) FROM entry_line") == 0
    assert await _count("SELECT count(*) FROM bank_statement") == 32 + 12, "a month each, and the reserve's"
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
    assert await _count(f"SELECT count(*) FROM ({years}) stands WHERE what = 'final'") == 2, "both before"
    assert await _count(f"SELECT count(*) FROM ({years}) stands WHERE what = 'opened'") == 1, "this one"
    papers = last.format(of="invoice_id", table="invoice_event")
    states = "entered, submitted, approved, rejected, paid"
    assert await _count(f"SELECT count(DISTINCT what) FROM ({papers}) stands") == 5, states
    here = (await _one("SELECT association_id FROM entry LIMIT 1")).association_id
    assert await faults_of(here) == []


async def test_both_closed_years_were_settled_and_one_again_after_its_accounts_were_rejected(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    days = Days(legal_day(AT))
    issued = "SELECT count(*) FROM settlement WHERE covers_from = '{}' AND version = {}"
    for starts, version, there in ((days.first_year, 1, 1), (days.first_year, 2, 0), (days.last_year, 2, 1)):
        assert await _count(issued.format(starts, version)) == there
    moved = "SELECT sum(posted) FROM settlement_owner o JOIN settlement s ON s.id = o.settlement_id WHERE s.version = 2"
    assert await _count(moved) == -37_510, "the invoice that the assembly rejected"
    corrected = "JOIN result r ON r.item_id = s.item_id AND NOT r.carried WHERE s.version = 2 AND s.why <> ''"
    assert await _count(f"SELECT count(*) FROM settlement s {corrected}") == 1, "and the point that rejected it"
    steps = "SELECT count(*) FROM period_event WHERE what"
    assert await _count(f"{steps} IN ('provisional', 'audited') AND item_id IS NULL") == 4
    voted = "JOIN result r ON r.item_id = e.item_id AND r.carried WHERE e.what = 'voted'"
    assert await _count(f"SELECT count(DISTINCT e.period_id) FROM period_event e {voted}") == 2
    accrued = "SELECT count(*) FROM entry WHERE kind"
    assert await _count(f"{accrued} = 'accrual'") == 4, "water not billed yet and fuel left, in both"
    assert await _count(f"{accrued} = 'spread'") == 2, "the insurance paid in advance"


async def test_every_kind_of_paper_and_of_money_is_in_it(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    assert await _count("SELECT count(DISTINCT rate) FROM invoice_line") == 5, "four rates of VAT, and exempt"
    assert await _count("SELECT count(DISTINCT funding) FROM invoice") == 5, "budget, reserve, call, loan, insurance"
    assert await _count("SELECT count(*) FROM loan_repayment") == 1
    assert await _count('SELECT count(DISTINCT kind) FROM "call"') == 4, "budget, special, a loan's cash and instalment"
    assert await _count("SELECT count(*) FROM claim_end WHERE entry_id IS NOT NULL") == 1, "its excess is left"
    assert await _count("SELECT count(*) FROM invoice WHERE ubl_id IS NOT NULL AND document_id IS NOT NULL") > 0
    assert await _count("SELECT count(*) FROM invoice WHERE kind = 'credit_note'") == 2
    given = (
        "SELECT count(*) FROM invoice_line l WHERE (SELECT count(*) FROM invoice_share s WHERE s.line_id = l.id) > 20"
    )
    assert await _count(given) == 3, "the metering firm's list of each year"
    assert await _count("SELECT count(*) FROM call_line WHERE caught_up") > 0, "what the budget voted late changed"
    paid_back = (
        "SELECT count(*) FROM match m JOIN payment_line p ON p.id = m.payment_id WHERE p.repayment_id IS NOT NULL"
    )
    assert await _count(paid_back) == 1
    reasons = {"mistyped", "call_number_part", "call_number_more", "call_number_paid", "own_number", "known_account"}
    async with db.platform_session(None, "a test looks") as session:
        found = set((await session.execute(text("SELECT DISTINCT reason FROM match"))).scalars())
    assert reasons <= found
    here, syndic = await _syndic()
    async with db.tenant_session(syndic, here) as session:
        allowed = [each for each in await decisions(session, syndic, here) if each.funding == "special_call"]
        file = await works_file(session, syndic, here, allowed[0].id)
    assert file.called == Money(900_000) and file.paid == Money(879_800)
    assert file.account.not_covered == Money(51_880)


async def test_one_line_of_this_year_is_over_its_budget_and_the_queue_has_lines_for_a_person(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    here, syndic = await _syndic()
    async with db.tenant_session(syndic, here) as session:
        found = await variance(session, syndic, here, 2026, on=legal_day(AT))
        duty = await reserve_duty(session, syndic, here, starts=Days(legal_day(AT)).this_year, given=Money(600_000))
        waiting = await waiting_lines(session, syndic, here, today=legal_day(AT))
    assert [line.code for line in found.alerts] == ["61036"], "the plumber"
    assert Money(300_000) < duty.contribution.minimum < Money(600_000) and not duty.missing
    assert len(waiting) == 5, "all of the last statement"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 2, 28), date(2028, 2, 29), date(2026, 12, 31)])
def test_the_running_year_is_six_to_nine_months_old_on_any_day(day):
    days = Days(day)
    assert days.this_year.day == 1 and days.this_year.month % 3 == 1
    assert timedelta(days=190) <= day - days.this_year <= timedelta(days=190 + 92)
    assert list(days.months())[-1][1].last_day == day
    assert 24 + 6 <= len(list(days.months())) <= 24 + 10


async def test_it_has_a_council_that_was_elected_and_decisions_in_every_state(database, tmp_path):
    await building.load(kept_passwords(tmp_path / "demo.json"), LISTS, at=AT)
    day = (legal_day(AT) - timedelta(days=364)).isoformat()
    seats = "FROM appointment p JOIN agenda_item i ON i.id = p.item_id JOIN assembly a ON a.id = i.assembly_id"
    assert (
        await _count(f"SELECT count(*) {seats} WHERE p.since = a.day AND a.day = '{day}' AND p.office = 'council'") == 2
    )
    assert await _count(f"SELECT count(*) {seats} WHERE p.office = 'auditor'") == 1
    assert await _count("SELECT count(*) FROM register_entry") == 17
    assert await _count("SELECT count(*) FROM register_entry WHERE outcome = 'rejected'") == 3, (
        "bicycles, a budget, accounts"
    )
    told = "SELECT count(*) FROM item_event e JOIN agenda_item i ON i.id = e.item_id JOIN assembly a ON a.id = i.assembly_id"
    held = "JOIN assembly_state s ON s.assembly_id = a.id WHERE s.what = 'minuted'"
    assert await _count(f"{told} {held} AND (e.at AT TIME ZONE 'Europe/Brussels')::date <> a.day") == 0
    assert await _count("SELECT count(*) FROM council_question") == 3
    async with db.platform_session(None, "a test looks") as session:
        here = await session.scalar(text("SELECT id FROM association WHERE name = :n"), {"n": building.TILLEULS.name})
    async with db.association_session(here) as session:
        found = await follow(session, here, today=legal_day(AT))
        assert (found.late, found.in_14, found.done) == (2, 1, 11)
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
