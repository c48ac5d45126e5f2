"""A loan from its decision to its end: choices, drawing, calls, the bank, early repayment, the year's end; to the cent."""

from datetime import date

import pytest

from koprogo.core.clock import now
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.core.money import ZERO, Money, total
from koprogo.rules.charges.loan_schedule import Due, NotTheLoan
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.charges import call_queries, calls
from koprogo.services.charges.loans import at_year_end, calling, drawing, entering, leaving, repaying
from koprogo.services.charges.loans.at_the_bank import BankSide
from koprogo.services.charges.loans.refusals import (
    AlreadyDrawn,
    AlreadyRepaid,
    BeyondTheDecision,
    CashAlreadyCalled,
    EarlierNotRepaid,
    EverythingCalled,
    NobodyTakesPart,
    NotDrawn,
    TableNeeded,
    TakesNoPart,
)
from koprogo.services.charges.refusals import EarlyCallStays
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import act, rows, year
from tests.services.charges.loans_on_stage import (
    DRAWN,
    FIRST,
    WORKS,
    called,
    chosen,
    decided,
    drawn,
    entered,
    facts,
    going,
    repaid,
    terms,
)

BALANCES = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code
"""


async def balances(cast):
    return {row["code"]: row["cents"] for row in await rows(cast, BALANCES)}


async def test_the_loan_is_what_those_owe_who_take_part_and_not_a_cent_more(database):
    cast = await put_on_stage()
    loan = await going(cast)
    found = await facts(cast, loan)
    assert found.split.called == Money(1_252_350)
    assert found.drawn.amount == Money(4_192_650) == WORKS - found.split.called
    books = await balances(cast)
    assert (books["551"], books["1730"], books["416"], books["12"]) == (4_192_650, -4_192_650, 4_192_650, -5_445_000)
    steps = found.drawn.steps
    assert len(steps) == 12
    for step in steps:
        assert total(part.principal for part in step.parts.values()) == step.due.principal
        assert total(part.interest for part in step.parts.values()) == step.due.interest
    for share in found.drawn.shares:
        if share.participates:
            assert total(step.parts[share.key].principal for step in steps) == share.amount


async def test_each_instalment_is_called_from_those_who_take_part_and_taken_by_the_bank(database):
    cast = await put_on_stage()
    loan = await going(cast)
    steps = (await facts(cast, loan)).drawn.steps
    for step in steps[:2]:
        made = await called(cast, loan, step.due.day)
        sheet = await act(cast, call_queries.call, made)
        assert sheet.row.total == step.due.total
        assert "A2" not in {line.lot for asked in sheet.asked for line in asked.lines}
        with pytest.raises(EarlierNotRepaid):
            await repaid(cast, loan, step.due.number + 1, step.due.day)
        await repaid(cast, loan, step.due.number, step.due.day)
        with pytest.raises(AlreadyRepaid):
            await repaid(cast, loan, step.due.number, step.due.day)
    books = await balances(cast)
    repaid_so_far = sum(step.due.principal.cents for step in steps[:2])
    interest = sum(step.due.interest.cents for step in steps[:2])
    assert (
        -books["1730"] == books["416"] == 4_192_650 - repaid_so_far == (await facts(cast, loan)).drawn.at_the_bank.cents
    )
    assert (books["657"], books["681"]) == (interest, -interest)
    assert books["12"] == -5_445_000


async def test_what_is_chosen_counts_until_the_drawing_and_the_last_word_is_kept(database):
    cast = await put_on_stage()
    await year(cast)
    with pytest.raises(BeyondTheDecision) as beyond:
        await entered(cast, Money(5_445_001))
    assert beyond.value.article == "3.86 §3"
    loan = await entered(cast, Money(100_000))
    with pytest.raises(Conflict):
        wish = {"lender": "B", "words": "W", "amount": Money(1), "at": now()}
        await act(cast, entering.enter_loan, decision_id=(await facts(cast, loan)).row.decision_id, **wish)
    with pytest.raises(BadInput, match="lots"):
        await chosen(cast, loan)
    with pytest.raises(BadInput, match="chosen_on"):
        await chosen(cast, loan, "A1", chosen_on=date(2126, 1, 1))
    with pytest.raises(NotAllowed):
        await act(cast, entering.choose, loan, lots=[], participates=True, chosen_on=DRAWN, at=now(), who="anna")
    await chosen(cast, loan, *cast_lots(cast))
    with pytest.raises(NobodyTakesPart):
        await drawn(cast, loan)
    with pytest.raises(NotDrawn):
        await act(cast, calling.call_cash, loan, called_on=DRAWN, at=now())
    await chosen(cast, loan, "A1", participates=True)
    choice = (await facts(cast, loan)).choices["A1"]
    assert (choice.participates, choice.by) == (True, "Sylvie Simon")
    await drawn(cast, loan)
    assert (await facts(cast, loan)).drawn.amount == Money(25_000)
    with pytest.raises(AlreadyDrawn):
        await chosen(cast, loan, "A2", participates=True)
    with pytest.raises(AlreadyDrawn):
        await drawn(cast, loan)
    await act(cast, calling.call_cash, loan, called_on=DRAWN, at=now())
    with pytest.raises(CashAlreadyCalled):
        await act(cast, calling.call_cash, loan, called_on=DRAWN, at=now())


async def test_the_banks_own_table_is_held_against_the_loan(database):
    cast = await put_on_stage()
    await year(cast)
    loan = await entered(cast, Money(100_000))
    table = [
        Due(1, date(2026, 6, 30), Money(40_000), Money(2_000)),
        Due(2, date(2026, 12, 31), Money(60_001), Money(1_000)),
    ]
    with pytest.raises(NotTheLoan):
        await drawn(cast, loan, drawing.contract(way="table", table=table))
    table[1] = Due(2, date(2026, 12, 31), Money(60_000), Money(1_000))
    with pytest.raises(BadInput, match="first_due"):
        await drawn(cast, loan, drawing.contract(way="table", table=table), side=BankSide(day=date(2026, 7, 1)))
    await drawn(cast, loan, drawing.contract(way="table", table=table))
    with pytest.raises(TableNeeded):
        await act(cast, leaving.leave, loan, lot_id=cast.lots["A1"], called_on=DRAWN, at=now())
    with pytest.raises(BadInput):
        drawing.contract(way="annuity", rate=-1, instalments=0, every="week")


async def test_who_repays_early_owes_her_rest_and_the_others_go_on_to_the_cent(database):
    cast = await put_on_stage()
    loan = await going(cast)
    await called(cast, loan, FIRST)
    with pytest.raises(TakesNoPart):
        await act(cast, leaving.leave, loan, lot_id=cast.lots["A2"], called_on=FIRST, at=now())
    before = (await facts(cast, loan)).drawn
    anna = next(share for share in before.shares if share.lot == "A1")
    owed = before.owed_after(anna.key, 1)
    early = await act(cast, leaving.leave, loan, lot_id=cast.lots["A1"], called_on=FIRST, fee=Money(4_321), at=now())
    await act(cast, calls.post_call, early, at=now())
    sheet = await act(cast, call_queries.call, early)
    assert sheet.row.total == owed + Money(4_321)
    [asked] = sheet.asked
    assert asked.names == ("Anna Peeters",)
    found = (await facts(cast, loan)).drawn
    assert [step.due.number for step in found.steps] == list(range(1, 13))
    assert [step.due.day for step in found.steps] == [step.due.day for step in before.steps]
    assert all(anna.key not in step.parts for step in found.steps[1:])
    for share in found.shares:
        if share.participates and share is not anna and share.lot != "A1":
            assert total(step.parts[share.key].principal for step in found.steps) == share.amount
    for number in range(1, 13):
        day = min(found.steps[number - 1].due.day, date(2026, 12, 31))
        if number > 1:
            await called(cast, loan, day)
        await repaid(cast, loan, number, day)
    with pytest.raises(EverythingCalled):
        await called(cast, loan, date(2026, 12, 31))
    [left] = found.leavings
    wish = {"leaving_id": left.id, "side": BankSide(day=date(2026, 12, 31)), "today": DRAWN, "at": now()}
    await act(cast, repaying.repay_early, loan, **wish)
    books = await balances(cast)
    assert (books["1730"], books["416"], books["12"]) == (0, 0, -5_445_000)
    assert books["657"] == -books["681"]
    assert (await facts(cast, loan)).drawn.at_the_bank == ZERO


async def test_what_falls_due_within_the_year_stands_apart_and_is_moved_once(database):
    cast = await put_on_stage()
    loan = await going(cast, terms(instalments=24))
    last_day = date(2026, 12, 31)
    await called(cast, loan, FIRST)
    entry = await repaid(cast, loan, 1, FIRST)
    assert await act(cast, at_year_end.show_what_falls_due, last_day=last_day) is not None
    assert await act(cast, at_year_end.show_what_falls_due, last_day=last_day) is None
    dues = [step.due for step in (await facts(cast, loan)).drawn.steps]
    soon = sum(due.principal.cents for due in dues if due.number > 1 and due.day <= date(2027, 12, 31))
    books = await balances(cast)
    assert -books["4230"] == soon
    assert -books["1730"] == sum(due.principal.cents for due in dues if due.day > date(2027, 12, 31))
    await repaid(cast, loan, 2, date(2026, 4, 2))
    assert -(await balances(cast))["4230"] == soon - dues[1].principal.cents
    with pytest.raises(NotFound):
        wish = {"entry_id": cast.association_id, "day": FIRST, "why": "Wrong"}
        await act(cast, repaying.take_back, loan, **wish)
    await act(cast, repaying.take_back, loan, entry_id=entry, day=FIRST, why="Twice")
    assert 1 not in (await facts(cast, loan)).drawn.repaid


async def test_the_year_end_is_shown_as_it_stood_that_day_although_the_bank_went_on(database):
    cast = await put_on_stage()
    loan = await going(cast, terms(instalments=24))
    for number in range(1, 6):
        await called(cast, loan, FIRST.replace(month=2 + number))
        await repaid(cast, loan, number, FIRST.replace(month=2 + number))
    last_day = date(2026, 6, 30)
    assert await act(cast, at_year_end.show_what_falls_due, last_day=last_day) is not None
    dues = [step.due for step in (await facts(cast, loan)).drawn.steps]
    soon = sum(due.principal.cents for due in dues if last_day < due.day <= date(2027, 6, 30))
    assert -(await balances(cast))["4230"] == soon, "the fifth, of July, was still to come"
    assert await act(cast, at_year_end.show_what_falls_due, last_day=last_day) is None
    await repaid(cast, loan, 6, date(2026, 8, 2))
    assert await act(cast, at_year_end.show_what_falls_due, last_day=last_day) is None


async def test_a_loan_drawn_again_is_repaid_under_references_of_its_own(database):
    cast = await put_on_stage()
    loan = await going(cast)
    first = await repaid(cast, loan, 1, FIRST)
    await act(cast, repaying.take_back, loan, entry_id=first, day=FIRST, why="Drawn wrongly")
    [entry] = await rows(cast, "SELECT entry_id FROM loan_drawing WHERE association_id = :t")
    await act(cast, reverse, entry["entry_id"], DRAWN, "LOAN-1-BACK", "Drawn wrongly")
    await drawn(cast, loan, terms(instalments=6))
    await repaid(cast, loan, 1, FIRST)
    assert set((await facts(cast, loan)).drawn.repaid) == {1}


async def test_the_call_of_an_early_repayment_stays(database):
    """The others' schedule was worked out again with it: without the call nobody would owe that part any more."""
    cast = await put_on_stage()
    loan = await going(cast)
    made = await act(cast, leaving.leave, loan, lot_id=cast.lots["A3"], called_on=FIRST, at=now())
    await act(cast, calls.post_call, made, at=now())
    with pytest.raises(EarlyCallStays):
        await act(cast, calls.reverse_call, made, day=FIRST, why="Another lot", at=now())


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"first_due": date(9999, 1, 1)}, "first_due"),
        ({"way": "table", "table": [Due(1, FIRST, Money(1), ZERO)] * 481}, "table"),
    ],
)
def test_a_contract_has_an_end(wish, field):
    with pytest.raises(BadInput, match=field):
        terms(**wish)


def cast_lots(cast):
    """Return the lots of the building on stage."""
    return ("A1", "G1", "A2", "A3", "A4", "A5")


async def test_nobody_reaches_a_loan_of_others(database):
    cast = await put_on_stage()
    await year(cast)
    loan = await entered(cast)
    other = await put_on_stage()
    with pytest.raises(NotFound):
        await act(other, calling.call_cash, loan, called_on=DRAWN, at=now())
    with pytest.raises(NotFound):
        wish = {"decision_id": await decided(cast), "lender": "B", "words": "W", "amount": Money(1), "at": now()}
        await act(other, entering.enter_loan, **wish)
    assert await rows(other, "SELECT 1 FROM loan WHERE association_id = :t") == []
