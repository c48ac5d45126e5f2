"""The screens of the bank: what each reader sees, and what the buttons do."""

import json
from dataclasses import asdict
from datetime import date

import pytest

from koprogo.core.clock import now, today
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import accounts, deciding, queries
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.accounting.bank.importing import import_coda
from koprogo.services.charges import keys
from koprogo.state.accounting.bank import BankState
from koprogo.state.accounting.bank_queue import BankQueueState
from koprogo.state.accounting.bank_statement import BankStatementState
from koprogo.state.charges.payments import PaymentsState
from tests.cast import put_on_stage
from tests.services.accounting.bank.bank_on_stage import CURRENT, RESERVE, coda, paid
from tests.services.accounting.ledger_on_stage import act, debtor
from tests.services.charges.invoices_on_stage import IBAN, OTHER_IBAN, ordered, payable
from tests.services.governance.council_on_stage import member
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association per test, with its year open."""
    made = await put_on_stage()
    starts = date(today().year, 1, 1)
    await act(made, periods.open_year, starts=starts, next_starts=date(starts.year + 1, 1, 1))
    return made


async def opened(cast, state, where, who="syndic"):
    tab = Tab(state, f"/associations/{cast.association_id}/{where}", cast.actors[who])
    await tab.call("load")
    return tab


async def with_account(cast):
    tab = await opened(cast, BankState, "bank")
    await tab.call("enter_account", {"number": CURRENT, "purpose": "current", "name": "ING"})
    return tab


async def in_force(cast):
    """Enter a key of one lot and return it."""
    facts = {"name": {"fr": "Escalier"}, "source": "Art. 15", "since": date(2020, 1, 1), "lines": "A1 1"}
    return await act(cast, keys.enter_key, **facts)


async def taken(cast, *moves):
    """Take a statement of today in, and return what the route would answer."""
    content = coda(1, 0, *moves, day=today())
    report = await import_coda(cast.syndic, content=content, name="a.cod", at=now())
    return json.dumps(asdict(report), default=str)


async def test_an_account_is_entered_and_a_file_tells_what_became_of_it(cast):
    tab = await with_account(cast)
    [account] = tab.state.accounts
    assert (account.iban, account.purpose, account.code, account.apart) == (
        "BE71 0961 2345 6769", "current", "551", False,
    )  # fmt: skip
    answer = await taken(cast, paid(777, "loyer", day=today()), paid(500, "?", day=today()))
    await tab.call("received", answer, "a.cod")
    [line] = tab.state.report
    assert (line.outcome, line.lines, line.matched, line.waiting) == ("taken", 2, 0, 2)
    assert (tab.state.waiting, tab.state.accounts[0].balance) == (2, 1277)
    assert [row.number for row in tab.state.statements] == [f"1/{today().year}"]
    await tab.call("received", "not json", "b.cod")
    assert tab.state.report == []


async def test_what_is_wrong_is_said_at_its_field(cast):
    tab = await opened(cast, BankState, "bank")
    await tab.call("enter_account", {"number": "BE1", "purpose": "gold"})
    assert [each.where for each in tab.state.refusal.problems] == ["number", "purpose"]
    await tab.call("enter_rule", {"rule_name": "", "account": "6500"})
    assert [each.where for each in tab.state.refusal.problems] == ["name", "words"]


async def test_a_rule_is_entered_and_ended(cast):
    tab = await with_account(cast)
    said = {"rule_name": "Frais", "account": "6500", "direction": "outgoing", "words": "frais, gestion", "iban": ""}
    await tab.call("enter_rule", said)
    [rule] = tab.state.rules
    assert (rule.name, rule.account, rule.incoming, rule.words) == ("Frais", "6500", False, "frais, gestion")
    await tab.call("end_rule", rule.id)
    assert tab.state.rules == []


async def test_a_rule_and_a_line_say_who_bears_them(cast):
    key = await in_force(cast)
    tab = await with_account(cast)
    assert [each.value for each in tab.state.keys] == [f"key:{key}"]
    said = {"rule_name": "Antenne", "account": "7420", "direction": "incoming", "words": "antenne", "iban": ""}
    await tab.call("enter_rule", {**said, "bearer": f"key:{key}"})
    [rule] = tab.state.rules
    assert (rule.key_names, rule.key_over) == ({"fr": "Escalier"}, "")
    await taken(cast, paid(700, "antenne", day=today()), paid(300, "loyer", day=today()), paid(90, "?", day=today()))
    queue = await opened(cast, BankQueueState, "bank-queue")
    lot = next(each.value for each in queue.state.bearers if each.value.startswith("lot:"))
    await queue.call("take_other", {"owner": "", "account": "7420", "bearer": lot})
    await queue.call("take_other", {"owner": "", "account": "551", "bearer": lot})
    assert [each.where for each in queue.state.refusal.problems] == ["bearer"]
    await tab.call("load")
    page = await opened(cast, BankStatementState, f"bank/{tab.state.statements[0].id}")
    assert [(line.target, line.key_names, bool(line.lot)) for line in page.state.lines] == [
        ("rule", {"fr": "Escalier"}, False), ("account", {}, True), ("suspense", {}, False),
    ]  # fmt: skip
    auditor = await opened(cast, BankState, "bank", "anna")
    assert auditor.state.keys == []


async def test_the_queue_leads_from_line_to_line(cast):
    await with_account(cast)
    await taken(cast, paid(700, "premier", day=today()), paid(800, "second", day=today()))
    tab = await opened(cast, BankQueueState, "bank-queue")
    assert (tab.state.total, tab.state.line.words, tab.state.may_write) == (2, "premier", True)
    await tab.call("take_other", {"owner": "", "account": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["target"]
    await tab.call("take_other", {"owner": "", "account": "7420"})
    assert (tab.state.total, tab.state.line.words, tab.state.decided) == (1, "second", 1)
    await tab.call("take_other", {"owner": "", "account": "744"})
    assert (tab.state.total, tab.state.line.id, tab.state.decided) == (0, "", 2)


async def test_another_line_is_opened(cast):
    await with_account(cast)
    await taken(cast, paid(700, "premier", day=today()), paid(800, "second", day=today()))
    tab = await opened(cast, BankQueueState, "bank-queue")
    await tab.call("choose", tab.state.rows[1].id)
    assert tab.state.line.words == "second"


async def test_a_match_is_undone_on_its_statement(cast):
    await with_account(cast)
    await taken(cast, paid(700, "loyer", day=today()))
    queue = await opened(cast, BankQueueState, "bank-queue")
    await queue.call("take_other", {"owner": "", "account": "7420"})
    bank = await opened(cast, BankState, "bank")
    tab = await opened(cast, BankStatementState, f"bank/{bank.state.statements[0].id}")
    [line] = tab.state.lines
    assert (line.target, line.account, line.by_person) == ("account", "7420", True)
    await tab.call("undo", {"line_id": line.id, "match_id": line.match_id, "why": "Autre compte"})
    assert (tab.state.lines[0].target, tab.state.statement.waiting) == ("suspense", 1)


async def test_who_only_owns_sees_nothing_and_the_accountant_everything(cast):
    await with_account(cast)
    tab = await opened(cast, BankState, "bank", "anna")
    assert (tab.state.accounts, tab.state.refusal.kind) == ([], "not_allowed")
    assert (await opened(cast, BankState, "bank", "accountant")).state.may_write
    stranger = await opened(cast, BankQueueState, "bank-queue", "stranger")
    assert stranger.state.refusal.kind == "not_found"


async def test_a_second_account_of_the_reserve_is_refused_with_its_article(cast):
    tab = await with_account(cast)
    await tab.call("enter_account", {"number": RESERVE, "purpose": "reserve"})
    await tab.call("enter_account", {"number": "BE62510007547061", "purpose": "reserve"})
    assert tab.state.refusal.article == "3.86 §3"


async def test_the_arrows_go_from_line_to_line_and_stay_at_the_ends(cast):
    await with_account(cast)
    await taken(cast, paid(700, "premier", day=today()), paid(800, "second", day=today()))
    tab = await opened(cast, BankQueueState, "bank-queue")
    for by, words in ((-1, "premier"), (1, "second"), (1, "second"), ("x", "premier")):
        await tab.call("step", by)
        assert tab.state.line.words == words


async def test_enter_accepts_the_payment_that_is_proposed(cast):
    invoice = await payable(cast)
    await ordered(cast, invoice)
    other = await payable(cast)
    await ordered(cast, other)
    iban = (await act(cast, accounts.bank_accounts))[0].iban
    content = coda(1, 0, paid(-36_300, iban=IBAN, name="Ascenseurs", day=today()), iban=iban, day=today())
    await import_coda(cast.syndic, content=content, name="a.cod", at=now())
    tab = await opened(cast, BankQueueState, "bank-queue", "accountant")
    assert (tab.state.best.kind, tab.state.best.what, len(tab.state.payments)) == ("payment", "1", 2)
    assert [each.number for each in tab.state.invoices] == [1, 2]
    await tab.call("accept")
    assert (tab.state.total, tab.state.best.kind, tab.state.decided) == (0, "", 1)
    await tab.call("accept")
    assert tab.state.decided == 1, "nothing is proposed any more"


async def test_a_receipt_is_sent_back_and_the_payments_page_says_so(cast):
    await with_account(cast)
    await taken(cast, paid(12_500, "loyer garage", iban=OTHER_IBAN, name="Immo Horizon", day=today()))
    await member(cast, "bram")
    tab = await opened(cast, BankQueueState, "bank-queue", "accountant")
    assert tab.state.best.kind == ""
    await tab.call("send_back", {"why": "", "payee": "", "number": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["why"]
    await tab.call("send_back", {"why": "Another building's.", "payee": "", "number": ""})
    assert (tab.state.total, tab.state.decided) == (0, 1)
    bank = await opened(cast, BankState, "bank")
    assert (bank.state.suspense, bank.state.going_back, bank.state.waiting) == (12_500, 1, 0)
    council = await opened(cast, PaymentsState, "payments", "bram")
    [row] = council.state.back
    assert (row.name, row.amount, council.state.may_judge) == ("Immo Horizon", 12_500, True)
    assert (row.standing, row.untold, row.notice) == ("to_tell", 6, []), (
        "without any address, and for the syndic to tell"
    )
    await council.call("refuse", {"repayment": row.id, "why": " "})
    assert [each.where for each in council.state.refusal.problems] == ["why"]
    await council.call("agree", row.id)
    pays = await opened(cast, PaymentsState, "payments", "accountant")
    [waits] = pays.state.rows
    assert (waits.kind, waits.ready, pays.state.ready) == ("repayment", True, 12_500)
    said = {f"repayment_{waits.id}": "on", "day": today().isoformat(), "account": pays.state.accounts[0].value}
    await pays.call("make", said)
    assert (pays.state.rows, pays.state.back[0].order, pays.state.orders[0].lines[0].kind) == ([], 1, "repayment")
    await pays.call("withdraw", {"repayment": waits.id, "why": "Found."})
    assert pays.state.refusal.kind != ""


async def test_an_owner_gets_her_credit_back_and_a_second_person_agrees(cast):
    await with_account(cast)
    anna = await debtor(cast, "A1")
    await taken(cast, paid(12_500, "acompte", iban=OTHER_IBAN, name="Anna", day=today()))
    [line] = await act(cast, queries.waiting_lines, today=today())
    wish = {"wish": Wish(debtor_id=anna), "seen": line.match_id, "today": today(), "at": now()}
    await act(cast, deciding.decide, line.id, **wish)
    await member(cast, "bram")
    tab = await opened(cast, PaymentsState, "payments", "accountant")
    [owner] = tab.state.credits
    assert (owner.id, owner.left, owner.typed) == (str(anna), 12_500, "125.00")
    await tab.call("choose_credit", owner.id)
    said = {"debtor": owner.id, "credit": "125,01", "number": OTHER_IBAN, "why": "She moved out."}
    await tab.call("give_back", said)
    assert tab.state.refusal.kind and tab.state.giving.id == owner.id, "nothing typed is lost"
    await tab.call("give_back", {**said, "credit": "100,00"})
    assert (tab.state.giving.id, [row.left for row in tab.state.credits]) == ("", [2_500])
    [back] = tab.state.back
    assert (back.amount, back.credit, back.short) == (10_000, True, False)
    council = await opened(cast, PaymentsState, "payments", "bram")
    assert (council.state.credits, council.state.may_judge) == ([], True)
    await council.call("agree", back.id)
    pays = await opened(cast, PaymentsState, "payments", "accountant")
    assert [(row.kind, row.amount, row.ready) for row in pays.state.rows] == [("repayment", 10_000, True)]


async def test_an_account_is_ended_on_its_page(cast):
    tab = await with_account(cast)
    await tab.call("enter_account", {"number": RESERVE, "purpose": "current"})
    old, new = tab.state.accounts
    await member(cast, "bram")
    await tab.call("tell_of_account", {"account_id": new.id, "told_on": today().isoformat(), "how": "hung_up"})
    council = await opened(cast, BankState, "bank", "bram")
    await council.call("confirm_account", new.id)
    await tab.call("end_account", {"account_id": old.id, "ends": "soon"})
    assert tab.state.refusal.kind != ""
    await tab.call("end_account", {"account_id": old.id, "ends": today().isoformat()})
    assert [row.ended for row in tab.state.accounts] == [today().isoformat(), ""]


async def test_a_second_account_is_looked_at_on_its_page(cast):
    tab = await with_account(cast)
    await tab.call("enter_account", {"number": RESERVE, "purpose": "reserve"})
    first, second = tab.state.accounts
    assert (first.look.standing, second.look.standing, second.look.untold) == ("", "to_tell", 6)
    assert "Anna Peeters" in second.look.names and second.look.notice
    await tab.call("ask_about_account", second.id)
    assert tab.state.refusal.kind == "conflict"
    await tab.call("tell_of_account", {"account_id": second.id, "told_on": today().isoformat(), "how": "hung_up"})
    assert tab.state.accounts[1].look.standing == "waiting"
    await tab.call("confirm_account", second.id)
    assert (tab.state.may_confirm, tab.state.accounts[1].look.standing) == (False, "waiting")
    await member(cast, "bram")
    council = await opened(cast, BankState, "bank", "bram")
    assert (council.state.may_confirm, council.state.may_write) == (True, False)
    await council.call("refuse_account", {"account_id": second.id, "why": "Not on the bank's paper."})
    look = council.state.accounts[1].look
    assert (look.standing, look.words) == ("refused", "Not on the bank's paper.")
    await tab.call("ask_about_account", second.id)
    assert tab.state.asked == second.id


async def test_the_reserves_part_is_proposed_and_ordered(cast):
    tab = await opened(cast, PaymentsState, "payments", "accountant")
    assert (tab.state.unswept, tab.state.to_sweep) == (0, "")
    await tab.call("sweep", {"amount": "1,00", "sweep_day": today().isoformat()})
    assert tab.state.refusal.kind != "", "there are no accounts to go between"
