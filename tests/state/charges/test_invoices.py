"""The screens of invoices: what each reader sees, and what the buttons do."""

import json
from datetime import timedelta

import pytest

from koprogo.core.clock import today
from koprogo.services.accounting import custom_accounts
from koprogo.state.charges.invoice import InvoiceState
from koprogo.state.charges.invoices import InvoicesState
from koprogo.state.charges.payments import PaymentsState
from koprogo.state.charges.suppliers import SuppliersState
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import (
    IBAN,
    act,
    booked,
    own_account,
    payable,
    received,
    sheet,
    step,
    supplier,
    typed,
    year,
)
from tests.services.governance.council_on_stage import member
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def opened(cast, state, page, who="syndic"):
    tab = Tab(state, f"/associations/{cast.association_id}/{page}", cast.actors[who])
    await tab.call("load")
    return tab


async def test_the_list_by_where_they_stand_with_its_sums(cast):
    await typed(cast, due_on=today() - timedelta(days=1))
    await booked(cast)
    tab = await opened(cast, InvoicesState, "invoices")
    state = tab.state
    assert (state.drafts, state.submitted, state.owed, state.late, len(state.rows)) == (1, 0, 36_300, 1, 1)
    await tab.call("choose", "to_pay")
    assert [row.standing for row in state.rows] == ["booked"]
    await tab.call("choose", "nonsense")
    assert state.which == "to_do"
    await tab.call("turn", 9)
    assert state.page == 1
    led = await tab.call("sent", json.dumps([{"id": state.rows[0].id, "name": "invoice.pdf"}]), "0")
    assert state.rows[0].id in str(led)


async def test_a_member_of_the_council_reads_and_sends_nothing(cast):
    invoice = await typed(cast)
    state = (await opened(cast, InvoicesState, "invoices", "bram")).state
    assert (state.upload_at, len(state.rows)) == ("", 1)
    state = (await opened(cast, InvoiceState, f"invoices/{invoice}", "bram")).state
    assert (state.editable, state.steps, state.loaded) == (False, [], True)
    tab = await opened(cast, InvoicesState, "invoices", "anna")
    assert (tab.state.reads_all, tab.state.rows, tab.state.which) == (False, [], "to_pay")
    assert (await opened(cast, SuppliersState, "suppliers", "anna")).state.refusal.kind == "not_allowed"
    paper = await booked(cast)
    state = (await opened(cast, InvoiceState, f"invoices/{paper}", "anna")).state
    assert (state.loaded, state.editable, state.suppliers, state.steps) == (True, False, [], [])


async def test_what_is_typed_is_read_kept_and_shown_again(cast):
    invoice = await received(cast)
    tab = await opened(cast, InvoiceState, f"invoices/{invoice}", "accountant")
    state = tab.state
    assert state.editable and state.paper_is_pdf and len(state.lines) == 1
    await tab.call("add_line")
    typed_in = {
        "kind": "invoice", "new_supplier": "Ascenseurs du Midi", "supplier_number": "F-12", "gross": "1 363,00",
        "day": today().isoformat(), "iban": "BE71 0961 2345 6769", "service_from": today().isoformat(),
        "service_last": today().isoformat(), "funding": "budget", "vat_21": "63,00",
        "words_1": "Lift", "account_1": "61011 Ascenseur", "net_1": "300,00", "rate_1": "21", "bearer_1": "",
        "words_2": "Badge", "account_2": "643", "net_2": "1.000,00", "rate_2": "exempt",
        "bearer_2": f"lot:{cast.lots['A1']}",
    }  # fmt: skip
    await tab.call("keep", typed_in)
    assert state.refusal.kind == "" and state.kept and state.missing == []
    assert [(line.account, line.gross, line.bearer[:4]) for line in state.lines] == [
        ("61011", 36_300, ""), ("643", 100_000, "lot:"),
    ]  # fmt: skip
    assert (state.row.supplier, state.computed, state.difference) == ("Ascenseurs du Midi", 136_300, 0)
    assert (state.head.service_from, state.head.service_last) == (today().isoformat(), today().isoformat())
    found = await sheet(cast, "syndic", invoice)
    assert (found.iban, found.service_until) == (IBAN, today() + timedelta(days=1))


async def test_everything_that_cannot_be_read_is_said_at_its_field(cast):
    invoice = await received(cast)
    tab = await opened(cast, InvoiceState, f"invoices/{invoice}")
    wrong = {"gross": "many", "day": "soon", "net_1": "1,234", "rate_1": "21", "bearer_1": "given", "vat_6": "x"}
    await tab.call("keep", wrong)
    assert {each.where for each in tab.state.refusal.problems} == {"gross", "day", "net_1", "given_1", "vat_6"}
    assert not tab.state.kept


async def test_accounts_are_found_by_code_and_by_name(cast):
    tab = await opened(cast, InvoiceState, f"invoices/{await received(cast)}")
    await tab.call("search", "6101")
    assert tab.state.found and all(each.code.startswith("6101") for each in tab.state.found)
    await tab.call("search", "ascenseur")
    assert any("scenseur" in each.names["fr"] for each in tab.state.found)
    await tab.call("search", "551")
    assert not [each for each in tab.state.found if each.code == "551"], "a bank account is no cost"
    own = {"parent": "61050", "digits": "001", "names": {"nl": "Poetsen van de garages"}}
    await act(cast, "syndic", custom_accounts.open_below, **own)
    for words in ("61050001", "GARAGES"):
        await tab.call("search", words)
        assert [(each.code, each.names["nl"]) for each in tab.state.found] == [("61050001", "Poetsen van de garages")]


async def test_the_steps_of_the_screen_lead_to_the_books(cast):
    await year(cast)
    invoice = await typed(cast)
    tab = await opened(cast, InvoiceState, f"invoices/{invoice}")
    assert tab.state.steps == ["submitted", "rejected"]
    await tab.call("step", {"what": "submitted"})
    await tab.call("step", {"what": "rejected", "words": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["words"]
    await tab.call("step", {"what": "approved"})
    assert (tab.state.row.standing, tab.state.steps, tab.state.editable) == ("booked", ["reversed"], False)
    assert tab.state.events[-1].entry
    await tab.call("file_sent", str(invoice), "x")
    assert tab.state.refusal.kind == ""


async def test_another_account_number_than_usual_is_said(cast):
    first = await payable(cast)
    other = await typed(cast, iban="BE68539007547034")
    await step(cast, "syndic", other, "submitted")
    state = (await opened(cast, InvoiceState, f"invoices/{other}")).state
    assert (state.usual.number, state.account.number) == (IBAN, "BE68539007547034")
    assert (await opened(cast, InvoiceState, f"invoices/{first}")).state.usual.number == ""


async def test_suppliers_and_the_second_person(cast):
    tab = await opened(cast, SuppliersState, "suppliers", "accountant")
    await tab.call("enter", {"name": "Jardins & Cie", "number": "0428.759.497", "email": ""})
    [row] = tab.state.rows
    await tab.call("enter_account", {"supplier": row.id, "iban": "BE00"})
    assert [each.where for each in tab.state.refusal.problems] == ["iban"]
    await tab.call("enter_account", {"supplier": "", "iban": IBAN})
    assert [each.where for each in tab.state.refusal.problems] == ["supplier"]
    await tab.call("enter_account", {"supplier": row.id, "iban": IBAN})
    assert (tab.state.waiting, tab.state.may_confirm, row.number) == (1, False, "0428.759.497")
    await tab.call("confirm", row.id, IBAN)
    assert tab.state.refusal.kind == "not_allowed"
    council = await opened(cast, SuppliersState, "suppliers", "bram")
    await council.call("refuse", {"supplier": row.id, "number": IBAN, "why": ""})
    assert [each.where for each in council.state.refusal.problems] == ["why"]
    await council.call("confirm", row.id, IBAN)
    assert (council.state.waiting, council.state.rows[0].accounts[0].standing) == (0, "usable")


async def test_what_the_assembly_allowed(cast):
    tab = await opened(cast, SuppliersState, "suppliers")
    said = {"funding": "reserve", "words": "AG, point 7", "decided_on": today().isoformat(), "ceiling": "1 210,00"}
    await tab.call("decide", {**said, "ceiling": "much"})
    assert [each.where for each in tab.state.refusal.problems] == ["ceiling"]
    await tab.call("decide", said)
    assert [(each.ceiling, each.left) for each in tab.state.decisions] == [(121_000, 121_000)]


async def test_a_payment_order_is_made_fetched_and_cancelled(cast):
    invoice = await payable(cast)
    await booked(cast, iban="BE68539007547034", supplier_id=await supplier(cast, "Toitures"))
    await own_account(cast)
    tab = await opened(cast, PaymentsState, "payments")
    state = tab.state
    assert (state.ready, state.held) == (36_300, 1)
    said = {f"invoice_{invoice}": "on", "day": today().isoformat()}
    await tab.call("make", {**said, "account": state.accounts[0].value, "day": "2020-01-01"})
    assert [each.where for each in state.refusal.problems] == ["day"]
    await tab.call("make", {**said, "account": state.accounts[0].value})
    [order] = state.orders
    assert (order.total, order.payments, order.fetched, bool(order.file)) == (36_300, 1, 0, True)
    assert [part.number for part in order.lines[0].pays] == [1]
    assert state.ready == 0
    await booked(cast, kind="credit_note")
    await tab.call("load")
    assert (state.ready, [each.amount for each in state.rows if each.amount < 0]) == (0, [-36_300]), "never below"
    await tab.call("choose", "reserve")
    assert (state.rows, state.accounts) == ([], [])
    await tab.call("cancel", {"order": order.id, "words": "The wrong day."})
    assert (state.orders[0].cancelled, state.orders[0].file) == ("The wrong day.", "")
    council = await opened(cast, PaymentsState, "payments", "bram")
    assert (council.state.may_order, len(council.state.rows)) == (False, 3)


async def test_several_files_become_drafts_and_one_alone_opens_its_page(cast):
    one, two = await received(cast), await received(cast)
    tab = await opened(cast, InvoicesState, "invoices")
    sent = json.dumps([{"id": str(one), "name": "a.pdf"}, {"id": str(two), "name": "b.pdf"}])
    await tab.call("sent", sent, "0")
    assert [each.name for each in tab.state.arrived] == ["a.pdf", "b.pdf"]
    assert str(two) in tab.state.arrived[1].href
    await tab.call("sent", json.dumps([{"id": str(one), "name": "a.pdf"}]), "1")
    assert [each.name for each in tab.state.arrived] == ["a.pdf"], "another one failed, and is named beside it"
    await tab.call("sent", "not json", "0")
    assert tab.state.arrived == []


async def test_the_account_number_of_an_approved_invoice_is_given_later(cast):
    invoice = await booked(cast, iban="")
    payments = await opened(cast, PaymentsState, "payments", "accountant")
    [row] = payments.state.rows
    assert (row.iban, row.standing, row.ready, row.on_paper, payments.state.held) == ("", "", False, False, 1)
    tab = await opened(cast, InvoiceState, f"invoices/{invoice}", "accountant")
    assert (tab.state.may_give, tab.state.account.number) == (True, "")
    await tab.call("give_account", {"iban": "BE00"})
    assert [each.where for each in tab.state.refusal.problems] == ["iban"]
    await tab.call("give_account", {"iban": IBAN})
    assert (tab.state.refusal.kind, tab.state.account.number, tab.state.head.iban) == ("", IBAN, "")
    assert tab.state.account.standing == "to_tell"
    await tab.call("give_account", {"iban": "BE68539007547034"})
    assert tab.state.refusal.kind == "refused"
    council = await opened(cast, SuppliersState, "suppliers", "bram")
    await council.call("confirm", council.state.rows[0].id, IBAN)
    await payments.call("load")
    assert (payments.state.rows[0].ready, payments.state.rows[0].iban) == (True, "BE71 0961 2345 6769")
    read = await opened(cast, InvoiceState, f"invoices/{invoice}", "bram")
    assert (read.state.may_give, read.state.account.standing, read.state.usual.number) == (False, "usable", "")
