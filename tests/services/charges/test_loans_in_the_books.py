"""Loans where they meet the rest of the books: the settlement shares nothing twice, the bank's lines, `koprogo check`."""

from contextlib import asynccontextmanager
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.coda_writer import Written, statement
from koprogo.core.clock import now
from koprogo.core.errors import BadInput
from koprogo.core.money import ZERO, Money
from koprogo.core.period import Period
from koprogo.papers.call_for_funds import build
from koprogo.papers.paper import Letterhead
from koprogo.papers.sale_statement import build as sale_paper
from koprogo.rules.charges.succession import Bearer
from koprogo.services.accounting.bank import accounts, importing
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.deciding import undo
from koprogo.services.accounting.bank.queries import lines
from koprogo.services.accounting.verify import verify_books
from koprogo.services.accounting.verify_funds import verify_funds
from koprogo.services.charges import call_queries, proposal, rhythms, sale_statement, settlement_plan
from koprogo.services.charges.call_letters import call_facts
from koprogo.services.charges.loans import drawing, queries, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.refusals import ChooseTheBankLine
from koprogo.services.charges.loans.verify import verify_loans
from koprogo.services.charges.verify import verify_charges
from koprogo.services.charges.works_file import works_file
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import act, year
from tests.services.charges import invoices_on_stage as papers
from tests.services.charges.loans_on_stage import (
    DRAWN,
    FIRST,
    called,
    chosen,
    drawn,
    entered,
    facts,
    going,
    repaid,
    terms,
)

EVERYTHING = (verify_books, verify_funds, verify_bank, verify_charges, verify_loans)
HEAD = Letterhead("Résidence Les Tilleuls", ("Rue du Parc 1", "1000 Bruxelles"), "0678.123.436")
IBAN = "BE71096123456769"
THE_YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))


async def faults(session, cast):
    return [fault for verify in EVERYTHING for fault in await verify(session, cast.association_id)]


async def planned(cast, covers):
    async def read(session, _, association_id):
        return await settlement_plan.plan(session, association_id, covers=covers)

    return await act(cast, read)


@pytest.mark.parametrize("rhythm", ["provisions", "actual_costs"])
async def test_the_works_and_the_interest_are_shared_out_once_and_never_again(database, rhythm):
    cast = await put_on_stage()
    loan = await going(cast)
    every = {"every": "quarter"} if rhythm == "actual_costs" else {}
    await act(cast, rhythms.set_rhythm, since=THE_YEAR.start, rhythm=rhythm, source="Art. 30", at=now(), **every)
    decision = (await facts(cast, loan)).row.decision_id
    works = (papers.line(5_000_000, account="61100", rate="6"),)
    await papers.booked(
        cast, funding="loan", decision_id=decision, gross=Money(5_300_000), lines=works, day=date(2026, 2, 20)
    )
    for number, day in ((1, FIRST), (2, date(2026, 4, 2))):
        await called(cast, loan, day)
        await repaid(cast, loan, number, day)
    covers = THE_YEAR if rhythm == "provisions" else Period(THE_YEAR.start, date(2026, 4, 1))
    found = await planned(cast, covers)
    assert {cost.group.account for cost in found.costs} == {"61100", "657"}
    assert {cost.line.shared for cost in found.costs} == {ZERO}
    assert [owner for owner in found.owners if owner.to_pay] == []
    interest = {cost.group.lot_id: cost.group.cents for cost in found.costs if cost.group.account == "657"}
    assert cast.lots["A2"] not in interest
    taken = [step.due for step in (await facts(cast, loan)).drawn.steps[:2] if step.due.day in covers]
    assert sum(interest.values()) == sum(due.interest.cents for due in taken)
    duty = await act(cast, proposal.reserve_duty, starts=date(2027, 1, 1), given=ZERO)
    assert duty.charges == ZERO
    with pytest.raises(BadInput, match="starts"):
        await act(cast, proposal.propose_budget, starts=date(2027, 1, 1), index_hundredths=0)
    async with db.association_session(cast.association_id) as session:
        assert await faults(session, cast) == []


async def test_the_bank_pays_out_and_takes_its_instalments_by_its_own_lines(database):
    cast = await put_on_stage()
    await year(cast)
    await act(cast, accounts.enter_bank_account, number=IBAN, purpose="current", name="Compte", at=now())
    loan = await entered(cast)
    await chosen(cast, loan, "A2")
    dues = await act(cast, drawing.preview_drawing, loan, terms=terms())
    moves = [
        Written(4_192_650, DRAWN, "BE68539007547034", "Banque du Parc", "Crédit"),
        Written(-dues[0].total.cents, FIRST, "", "Banque du Parc", "Échéance 1"),
    ]
    await importing.import_coda(cast.syndic, content=statement(IBAN, 1, 0, moves, day=FIRST), name="a.cod", at=now())
    with pytest.raises(ChooseTheBankLine):
        await drawn(cast, loan)
    fitting = await act(cast, queries.lines_that_fit, loan)
    [line] = fitting["drawing"]
    wish = {"terms": terms(), "today": DRAWN, "at": now()}
    [other] = [row for row in await act(cast, lines, today=FIRST) if row.amount < 0]
    with pytest.raises(BadInput, match="line"):
        await act(cast, drawing.draw, loan, side=BankSide(line_id=other.id), **wish)
    await act(cast, drawing.draw, loan, side=BankSide(line_id=line.id), **wish)
    [next_line] = (await act(cast, queries.lines_that_fit, loan))["next"]
    again = {"number": 1, "side": BankSide(line_id=next_line.id), "today": FIRST, "at": now()}
    entry = await act(cast, repaying.repay, loan, **again)
    with pytest.raises(ChooseTheBankLine):
        await act(cast, repaying.take_back, loan, entry_id=entry, day=FIRST, why="Wrong")
    [row] = [row for row in await act(cast, lines, today=FIRST) if row.id == next_line.id]
    await act(cast, undo, row.id, why="Wrong line", seen=row.match_id, today=FIRST, at=now())
    assert (await facts(cast, loan)).drawn.repaid == {}
    await act(cast, repaying.repay, loan, **again)
    sheet = await act(cast, queries.loan, loan, day=FIRST)
    assert (sheet.rest, sheet.dues[0].paid_on) == (sheet.borrowed - dues[0].principal, FIRST)
    async with db.association_session(cast.association_id) as session:
        assert await faults(session, cast) == []


@asynccontextmanager
async def superuser(database):
    """Open a transaction past triggers, keys and walls; nothing of it stays."""
    async with AsyncSession(db.engine(database.admin_url)) as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session
        await session.rollback()


CODE = "(SELECT id FROM ledger_account WHERE association_id = :t AND code = '{code}')"
TAKEN = "(SELECT entry_id FROM loan_repayment WHERE association_id = :t AND number = 1)"
FIRST_CALL = "(SELECT id FROM call WHERE association_id = :t AND kind = 'loan' AND number = 1)"
PLANTED = {
    "principal booked as a cost": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='657')} WHERE entry_id = {TAKEN} AND account_id ="
        f" {CODE.format(code='1730')}",
        "the books owe the bank 4192650 cents",
    ),
    "a share moved from one lot to another": (
        "UPDATE loan_share SET amount = amount + CASE place WHEN 1 THEN 100 ELSE -100 END WHERE association_id = :t"
        " AND place IN (1, 4)",
        "its weight makes",
    ),
    "a loan that is not its parts": (
        "UPDATE loan_drawing SET amount = amount + 1 WHERE association_id = :t", "the bank lent 4192651",
    ),
    "an instalment that repays more": (
        "UPDATE loan_instalment SET principal = principal + 7 WHERE association_id = :t AND number = 3",
        "the instalments repay what is owed, and nothing else",
    ),
    "two parts of a call that still add up": (
        f"UPDATE call_line SET amount = amount + CASE number WHEN 1 THEN 1 ELSE -1 END WHERE call_id = {FIRST_CALL}"
        " AND number IN (1, 3)",
        "asks other parts than the shares",
    ),
    "an instalment called twice over": (
        f"UPDATE call SET total = total + 100 WHERE id = {FIRST_CALL}", "cents, the bank takes",
    ),
    "interest that the schedule does not know": (
        "UPDATE loan_repayment SET interest = interest + 5 WHERE association_id = :t", "the schedule says",
    ),
    "a call of principal that is not to be called any more": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='12')} WHERE association_id = :t AND account_id ="
        f" {CODE.format(code='416')} AND amount < 0",
        "to be called, the schedule leaves",
    ),
}  # fmt: skip


async def test_whatever_is_changed_past_every_trigger_is_named(database):
    cast = await put_on_stage()
    loan = await going(cast)
    await called(cast, loan, FIRST)
    await repaid(cast, loan, 1, FIRST)
    async with superuser(database) as session:
        assert await faults(session, cast) == []
    for name, (planted, said) in PLANTED.items():
        async with superuser(database) as session:
            changed = await session.execute(text(planted), {"t": cast.association_id})
            assert changed.rowcount, name
            found = await verify_loans(session, cast.association_id)
            assert any(said in fault for fault in found), (name, found)


async def test_the_database_refuses_a_choice_after_the_drawing_and_parts_that_are_not_the_loan(database):
    cast = await put_on_stage()
    loan = await going(cast)
    choice = (
        "INSERT INTO loan_choice (id, association_id, loan_id, lot_id, seq, participates, chosen_on, at, by_id)"
        " VALUES (gen_random_uuid(), :t, :l, :o, 9, false, '2026-02-03', now(), :p)"
    )
    wish = {"t": cast.association_id, "l": loan, "o": cast.lots["A1"], "p": cast.people["syndic"]}
    share = (
        "INSERT INTO loan_share (id, association_id, drawing_id, lot_id, place, weight, of_weight, amount, participates)"
        " SELECT gen_random_uuid(), association_id, drawing_id, lot_id, place + 90, weight, of_weight, amount,"
        " participates FROM loan_share WHERE association_id = :t AND place = 1"
    )
    for statement_, said in ((choice, "nobody chooses"), (share, "another transaction|duplicate key")):
        with pytest.raises(Exception, match=said):
            async with db.association_session(cast.association_id) as session:
                await session.execute(text(statement_), wish)


async def test_a_call_of_a_loan_is_a_paper_with_its_fraction_in_four_languages(database):
    cast = await put_on_stage()
    loan = await going(cast)
    first = await called(cast, loan, FIRST)
    second = await called(cast, loan, date(2026, 4, 2))
    for call in (first, second):
        sheet = await act(cast, call_queries.call, call)
        anna = next(asked for asked in sheet.asked if asked.names == ("Anna Peeters",))
        assert len(anna.numbers.of_call) == 12
        for language in ("fr", "nl", "de", "en"):
            facts_ = call_facts(HEAD, "Syndic du Parc", sheet, anna, ("Anna Peeters",), language)
            html = build.build(facts_, language)
            assert "Façade" in html
            assert facts_.total == anna.total.cents


async def test_the_file_of_works_shows_what_was_borrowed_and_called_for_it(database):
    cast = await put_on_stage()
    loan = await going(cast)
    found = await act(cast, works_file, (await facts(cast, loan)).row.decision_id)
    assert (found.borrowed, found.called) == (Money(4_192_650), Money(1_252_350))
    assert found.borrowed + found.called == found.account.allowed
    [borrowed] = found.loans
    assert (borrowed.id, borrowed.lender) == (loan, "Banque du Parc")


async def test_the_statement_of_a_sale_names_the_principal_that_is_left(database):
    cast = await put_on_stage()
    loan = await going(cast)
    await called(cast, loan, FIRST)
    sold = {"lot_id": cast.lots["A3"], "day": date(2026, 4, 2), "act": "Acte", "at": now()}
    deed = await act(
        cast, transfers.record_transfer, holders=[NewHolder("full", person_id=cast.people["dirk"])], **sold
    )
    drawn_ = (await facts(cast, loan)).drawn
    share = next(each for each in drawn_.shares if each.lot == "A3")
    for side in (Bearer.SELLER, Bearer.BUYER):
        wish = {"language": "fr", "day": date(2026, 4, 10)}
        said = await act(cast, sale_statement.statement_facts, deed, side, **wish)
        [stated] = said.loans
        assert stated.left == (share.amount - drawn_.steps[0].parts[share.key].principal).cents
        assert stated.share == share.amount.cents
        for language in ("fr", "nl", "de", "en"):
            assert "Banque du Parc" in sale_paper.build(said, language)
    second = await called(cast, loan, date(2026, 4, 2))
    sheet = await act(cast, call_queries.call, second)
    [dirk] = [asked for asked in sheet.asked if asked.names == ("Dirk Maes",)]
    assert {line.lot for line in dirk.lines} == {"A3", "A4"}, (
        "the buyer goes on with what falls due on the day of the deed"
    )
