"""Invoices from the file to the entry: it works, it refuses each way, who may not, the stranger sees nothing."""

from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.rules.charges.invoice_steps import Standing
from koprogo.services.charges.invoices import drafts, files, funding, queries
from koprogo.services.charges.invoices.drafts import Draft
from koprogo.services.charges.invoices.lines import MOST_LINES
from koprogo.services.charges.invoices.refusals import (
    BeyondAllowance,
    InvoiceMovedOn,
    NoDraft,
    SamePaper,
)
from koprogo.services.charges.invoices.verify import verify_invoices
from koprogo.services.charges.key_changes import Change
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import (
    IBAN,
    act,
    booked,
    entry,
    line,
    pdf,
    received,
    sheet,
    step,
    supplier,
    typed,
    year,
)
from tests.services.charges.test_keys import enter as key_of
from tests.services.governance.council_on_stage import auditor

DATA = Path(__file__).resolve().parents[2] / "data"
LIFT = (DATA / "ubl-lift.xml").read_bytes()
NOTE = (DATA / "ubl-credit-note.xml").read_bytes()


@pytest.fixture
async def cast(database):
    """A fresh association per test: invoices are numbered, files are unique."""
    return await put_on_stage()


async def faults(cast):
    async with db.association_session(cast.association_id) as session:
        return await verify_invoices(session, cast.association_id)


async def test_a_paper_becomes_an_entry_in_one_transaction(cast):
    await year(cast)
    invoice = await typed(cast, who="accountant")
    await step(cast, "accountant", invoice, "submitted")
    assert (await sheet(cast, "syndic", invoice)).row.standing is Standing.SUBMITTED
    await step(cast, "syndic", invoice, "approved")
    assert await entry(cast, invoice) == {"61011": 36_300, "4400": -36_300}
    found = await sheet(cast, "syndic", invoice)
    assert [(each.what.value, each.by) for each in found.events] == [
        ("entered", "Arthur Adam"), ("submitted", "Arthur Adam"), ("approved", "Sylvie Simon"),
    ]  # fmt: skip
    assert found.row.standing is Standing.BOOKED and await faults(cast) == []


async def test_a_credit_note_is_the_mirror_image(cast):
    assert await entry(cast, await booked(cast, kind="credit_note")) == {"61011": -36_300, "4400": 36_300}
    assert await faults(cast) == []


async def test_the_paper_wins_and_the_cent_is_shown(cast):
    invoice = await booked(cast, gross=Money(36_303))
    assert await entry(cast, invoice) == {"61011": 36_300, "4991": 3, "4400": -36_303}


async def test_more_than_five_cents_is_refused_and_nothing_is_booked(cast):
    await year(cast)
    invoice = await typed(cast, gross=Money(36_306))
    with pytest.raises(BadInput) as refusal:
        await step(cast, "syndic", invoice, "submitted")
    assert [each.where for each in refusal.value.problems] == ["gross"]
    assert (await sheet(cast, "syndic", invoice)).row.standing is Standing.DRAFT


async def test_the_vat_of_a_rate_is_held_against_the_paper(cast):
    invoice = await typed(cast, stated_vat={"21": Money(6_306)})
    with pytest.raises(BadInput) as refusal:
        await step(cast, "syndic", invoice, "submitted")
    assert refusal.value.problems[0].where == "vat_21"


async def test_the_reserve_pays_within_what_the_assembly_allowed(cast):
    facts = {"funding": "reserve", "words": "AG 12 May, point 7: roof", "decided_on": today(), "at": now()}
    decision = await act(cast, "syndic", funding.enter_decision, ceiling=Money(121_000), **facts)
    roof = {"funding": "reserve", "decision_id": decision, "lines": (line(100_000, account="61073"),)}
    invoice = await booked(cast, gross=Money(121_000), **roof)
    assert await entry(cast, invoice) == {"61073": 121_000, "4400": -121_000, "160": 121_000, "681": -121_000}
    [found] = await act(cast, "syndic", funding.decisions)
    assert (found.used, found.left) == (Money(121_000), Money(0))
    again = await typed(cast, gross=Money(121), **{**roof, "lines": (line(100, account="61073"),)})
    await step(cast, "syndic", again, "submitted")
    with pytest.raises(BeyondAllowance) as refusal:
        await step(cast, "syndic", again, "approved")
    assert (refusal.value.article, refusal.value.used_cents) == ("3.86 §3", 121_000)
    assert await entry(cast, again) == {}, "the entry went with the refusal"
    credit = {**roof, "kind": "credit_note", "lines": (line(100, account="61073"),)}
    await booked(cast, gross=Money(121), **credit)
    await step(cast, "syndic", again, "approved")
    assert await faults(cast) == []


async def test_lines_borne_by_one_owner_or_by_amounts_per_lot(cast):
    lines = (
        line(10_000, account="643", lot_id=cast.lots["A3"], rate="0"),
        line(20_000, account="61210", rate="exempt", given="A1 150,00\nA2 50,00"),
    )
    invoice = await booked(cast, gross=Money(30_000), lines=lines)
    sql = (
        "SELECT o.number, l.amount, a.code FROM entry_line l JOIN invoice_event e ON e.entry_id = l.entry_id"
        " JOIN ledger_account a ON a.id = l.account_id JOIN lot o ON o.id = l.lot_id"
        " WHERE e.invoice_id = :i AND e.what = 'approved' ORDER BY o.number"
    )
    async with db.association_session(cast.association_id) as session:
        rows = (await session.execute(text(sql), {"i": invoice})).all()
    assert [tuple(row) for row in rows] == [("A1", 15_000, "61210"), ("A2", 5_000, "61210"), ("A3", 10_000, "643")]


async def test_given_amounts_are_the_line_or_refused(cast):
    with pytest.raises(BadInput) as refusal:
        await typed(cast, gross=Money(20_000), lines=(line(20_000, rate="0", given="A1 150,00\nA2 49,99"),))
    assert refusal.value.problems[0].where == "given_1"


async def test_income_is_a_credit_on_an_account_of_income(cast):
    antenna = (line(12_000, account="7420", rate="exempt"),)
    invoice = await booked(cast, kind="credit_note", gross=Money(12_000), lines=antenna)
    assert await entry(cast, invoice) == {"7420": -12_000, "4400": 12_000}


async def test_the_period_of_service_goes_with_the_cost(cast):
    begins, ends = today().replace(month=1, day=1), today().replace(month=7, day=1)
    invoice = await booked(cast, service_from=begins, service_until=ends)
    sql = (
        "SELECT l.cost_from, l.cost_until FROM entry_line l JOIN invoice_event e ON e.entry_id = l.entry_id"
        " JOIN ledger_account a ON a.id = l.account_id WHERE e.invoice_id = :i AND a.code = '61011'"
    )
    async with db.association_session(cast.association_id) as session:
        [row] = (await session.execute(text(sql), {"i": invoice})).all()
    assert tuple(row) == (begins, ends)


async def test_an_old_invoice_is_booked_today(cast):
    invoice = await booked(cast, day=today() - timedelta(days=900))
    sql = "SELECT n.day FROM entry n JOIN invoice_event e ON e.entry_id = n.id WHERE e.invoice_id = :i"
    async with db.association_session(cast.association_id) as session:
        assert await session.scalar(text(sql), {"i": invoice}) == today()


async def test_the_same_bytes_are_refused(cast):
    content = pdf()
    await received(cast, content=content)
    with pytest.raises(SamePaper) as refusal:
        await received(cast, content=content)
    assert refusal.value.number == 1


async def test_a_reversed_invoice_may_be_entered_anew(cast):
    content = pdf()
    await year(cast)
    invoice = await typed(cast, await received(cast, content=content))
    await step(cast, "syndic", invoice, "submitted")
    await step(cast, "syndic", invoice, "approved")
    with pytest.raises(BadInput):
        await step(cast, "syndic", invoice, "reversed", words=" ")
    await step(cast, "syndic", invoice, "reversed", words="Wrong key.")
    assert await entry(cast, invoice, what="reversed") == {"61011": -36_300, "4400": 36_300}
    assert await received(cast, content=content) != invoice
    assert await faults(cast) == []


async def test_what_looks_alike_is_said_and_a_person_decides(cast):
    lift = await supplier(cast)
    first = await typed(cast, supplier_id=lift, supplier_number="2025/12")
    second = await typed(cast, supplier_id=lift, supplier_number="2025-12", gross=Money(1), day=None)
    third = await typed(cast, supplier_id=lift, day=today() - timedelta(days=10))
    assert [(each.id, each.alike.value) for each in (await sheet(cast, "syndic", second)).twins] == [(first, "number")]
    assert [(each.id, each.alike.value) for each in (await sheet(cast, "syndic", third)).twins] == [
        (first, "amount_and_day")
    ]


async def test_an_electronic_invoice_fills_the_fields_and_brings_its_paper(cast):
    invoice = await received(cast, content=LIFT, name="../../x.xml")
    found = await sheet(cast, "syndic", invoice)
    assert (found.row.supplier, found.row.supplier_number) == ("Ascenseurs du Midi SA", "2025/0417")
    assert (found.row.gross, found.iban, len(found.lines)) == (Money(53_000), IBAN, 3)
    assert found.paper.file_name == "facture 2025-0417.pdf", "the name leads out of no folder"
    assert found.electronic.file_name == "x.xml"
    assert [each.where for each in found.problems] == ["account_1", "account_2", "account_3"]
    with pytest.raises(SamePaper):
        await received(cast, content=LIFT)


async def test_an_electronic_invoice_beside_the_pdf_keeps_the_pdf(cast):
    invoice = await received(cast)
    before = (await sheet(cast, "syndic", invoice)).paper
    await act(cast, "accountant", files.add_electronic, invoice, content=NOTE, name="n.xml", at=now())
    found = await sheet(cast, "syndic", invoice)
    assert (found.paper, found.row.kind, found.row.gross) == (before, "credit_note", Money(12_100))


async def test_an_electronic_invoice_of_more_lines_than_fit_is_refused_in_words(cast):
    begin, end = LIFT.index(b"<cac:InvoiceLine>"), LIFT.index(b"</cac:InvoiceLine>") + len(b"</cac:InvoiceLine>")
    with pytest.raises(BadInput) as refused:
        await received(cast, content=LIFT[:begin] + LIFT[begin:end] * MOST_LINES + LIFT[begin:])
    [problem] = refused.value.problems
    assert (problem.where, problem.facts["most"]) == ("file", 200)


async def test_account_and_key_come_from_the_suppliers_history(cast):
    lift = await supplier(cast, "Ascenseurs du Midi SA", number="0403.019.261")
    await booked(cast, supplier_id=lift, lines=(line(words="Déplacement", account="61012"),))
    invoice = await received(cast, content=LIFT)
    assert [each.account for each in (await sheet(cast, "syndic", invoice)).lines] == ["61012", "61012", "61012"]


async def test_a_key_that_ended_before_the_cost_keeps_it_from_being_booked(cast):
    """The supplier's last invoice proposed it, or a program named it: the one that took its place bears the cost."""
    lift = await key_of(cast)
    voted = Change(lift, act="PV du 12 mai 2025, point 7", act_on=date(2025, 5, 12))
    invoice = await typed(cast, lines=(line(key_id=lift),))
    assert (await sheet(cast, "syndic", invoice)).problems == []
    await key_of(cast, name={"fr": "Ascenseur bis"}, since=today(), change=voted)
    [problem] = (await sheet(cast, "syndic", invoice)).problems
    assert (problem.where, problem.facts) == ("bearer_1", {"day": today().isoformat()})
    with pytest.raises(BadInput):
        await step(cast, "syndic", invoice, "submitted")


async def test_rejected_with_its_reason_and_taken_up_again(cast):
    invoice = await typed(cast)
    await step(cast, "syndic", invoice, "submitted")
    with pytest.raises(BadInput):
        await step(cast, "syndic", invoice, "rejected")
    await step(cast, "syndic", invoice, "rejected", words="Not ours.")
    assert (await sheet(cast, "syndic", invoice)).events[-1].words == "Not ours."
    await step(cast, "accountant", invoice, "returned", words="It is ours after all.")
    assert (await sheet(cast, "syndic", invoice)).row.standing is Standing.DRAFT


async def test_only_the_next_step_and_only_who_may(cast):
    invoice = await typed(cast)
    with pytest.raises(InvoiceMovedOn):
        await step(cast, "syndic", invoice, "approved")
    await step(cast, "accountant", invoice, "submitted")
    with pytest.raises(NotAllowed):
        await step(cast, "accountant", invoice, "approved")
    for what in ("paid", "entered", "nonsense"):
        with pytest.raises(BadInput):
            await step(cast, "syndic", invoice, what)
    with pytest.raises(NoDraft):
        await typed(cast, invoice)
    await act(cast, "syndic", queries.invoices)


async def test_council_and_auditor_read_and_owners_and_strangers_do_not(cast):
    invoice = await typed(cast)
    await auditor(cast, "carla")
    assert (await sheet(cast, "carla", invoice)).steps == ()
    with pytest.raises(NotAllowed):
        await step(cast, "carla", invoice, "submitted")
    with pytest.raises(NotFound):
        await sheet(cast, "anna", invoice)
    stranger = cast.other_syndic
    async with db.tenant_session(stranger, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await queries.invoice(session, stranger, cast.elsewhere_id, invoice, at=now())
        with pytest.raises(NotFound):
            await queries.invoices(session, stranger, cast.association_id)


async def test_an_owner_sees_what_is_booked_and_nothing_private_of_a_neighbour(cast):
    common = await booked(cast)
    lines = (line(10_000, account="643", lot_id=cast.lots["A2"], rate="0"),)
    private = await booked(cast, gross=Money(10_000), lines=lines)
    given = await booked(
        cast, gross=Money(10_000), lines=(line(10_000, account="61210", rate="0", given="A1 60,00\nA2 40,00"),)
    )
    await typed(cast)
    assert [row.id for row in await act(cast, "anna", queries.invoices)] == [common]
    assert {row.id for row in await act(cast, "bram", queries.invoices)} == {common, private}
    found = await sheet(cast, "anna", common)
    assert (found.account, found.usual, found.decisions, found.steps) == (None, (), (), ())
    assert (await act(cast, "anna", files.invoice_file, found.paper.id)).subject_id == common
    paper = (await sheet(cast, "syndic", private)).paper.id
    for refused in (
        sheet(cast, "anna", private),
        sheet(cast, "bram", given),
        act(cast, "anna", files.invoice_file, paper),
    ):
        with pytest.raises(NotFound):
            await refused


async def test_nothing_of_others_gets_into_a_draft(cast):
    invoice = await received(cast)
    for said in (
        Draft(supplier_id=uuid4()),
        Draft(decision_id=uuid4()),
        Draft(lines=(line(lot_id=cast.lots["B1"]),)),
        Draft(lines=(line(key_id=uuid4()),)),
    ):
        with pytest.raises(NotFound):
            await act(cast, "syndic", drafts.save, invoice, said=said, at=now())


async def test_everything_wrong_in_a_draft_is_said_at_once(cast):
    invoice = await received(cast)
    said = Draft(
        kind="bill", funding="luck", supplier_number="x" * 61, communication="x" * 141, gross=Money(-1),
        service_from=today(), stated_vat={"7": Money(1)}, iban="BE00",
        lines=(line(rate="7"), line(account="551"), line(words="x" * 201),
               line(lot_id=cast.lots["A1"], given="A1 363,00")),
    )  # fmt: skip
    with pytest.raises(BadInput) as refusal:
        await act(cast, "syndic", drafts.save, invoice, said=said, at=now())
    assert {each.where for each in refusal.value.problems} == {
        "kind", "funding", "supplier_number", "communication", "gross", "service_from", "vat", "iban",
        "rate_1", "account_2", "words_3", "bearer_4",
    }  # fmt: skip


async def test_what_is_missing_keeps_it_from_being_submitted(cast):
    invoice = await received(cast)
    await act(cast, "syndic", drafts.save, invoice, said=Draft(funding="reserve"), at=now())
    with pytest.raises(BadInput) as refusal:
        await step(cast, "syndic", invoice, "submitted")
    assert {each.where for each in refusal.value.problems} == {
        "supplier", "supplier_number", "day", "decision", "gross",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE invoice SET gross = 1 WHERE id = :i",
        "UPDATE invoice SET number = 99 WHERE id = :i",
        "DELETE FROM invoice WHERE id = :i",
        "UPDATE invoice_line SET net = 1 WHERE invoice_id = :i",
        "INSERT INTO invoice_line (id, association_id, invoice_id, version, line, words, account, net, rate)"
        " VALUES (gen_random_uuid(), :t, :i, 1, 2, '', '61011', 1, '21')",
        "UPDATE invoice_event SET what = 'paid' WHERE invoice_id = :i",
    ],
)
async def test_the_database_refuses_to_change_what_was_submitted(cast, sql):
    invoice = await typed(cast)
    await step(cast, "syndic", invoice, "submitted")
    with pytest.raises(DBAPIError):
        async with db.association_session(cast.association_id) as session:
            await session.execute(text(sql), {"i": invoice, "t": cast.association_id})


async def test_an_invoice_changed_behind_our_back_is_found(cast, database):
    invoice = await booked(cast)
    with psycopg.connect(database.admin_url, autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        admin.execute("UPDATE invoice SET supplier_number = 'forged' WHERE id = %s", [invoice])
    assert any("not what was approved" in fault for fault in await faults(cast))
