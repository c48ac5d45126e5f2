"""Income arrives at those whose it is: by the key of a bank rule, of a decision, of a supplier's credit, or at one lot."""

from datetime import date, datetime, timedelta

import pytest

from koprogo import db
from koprogo.core.money import Money
from koprogo.services.accounting.bank import deciding, rules
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.bank.deciding import Wish
from koprogo.services.charges import keys, rhythms, settlement_queries, settlement_sources
from koprogo.services.charges.invoices import drafts, files, steps, suppliers
from koprogo.services.charges.invoices.drafts import Draft, DraftLine
from koprogo.services.charges.verify_settlements import verify_settlements
from tests.services.accounting.bank.bank_on_stage import DAY, bank_on_stage, coda, lines, paid, take
from tests.services.charges.books_of_the_year import YEAR, Books
from tests.services.charges.invoices_on_stage import pdf
from tests.services.charges.worked_year import AT, LONG_AGO, STARTS

ANTENNA = {"name": "Antenne", "account": "7420", "incoming": True, "words": ["antenne"], "at": AT}


@pytest.fixture
async def books(database):
    made = Books(await bank_on_stage())
    await made.stage.act(rhythms.set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    return made


async def staircase(stage):
    """Enter the key of a staircase on which A and B open, two to one."""
    return await stage.act(
        keys.enter_key, name={"fr": "Escalier 1"}, source="Art. 15", since=LONG_AGO, lines="A 2\nB 1"
    )


async def settled(books, account="7420"):
    """Issue the year's settlement and return what each owner gets of an account, in cents, with the settlement's id."""
    issued = await books.issue(YEAR)
    sheet = await books.stage.act(settlement_queries.sheet, issued)
    async with db.association_session(books.stage.association_id) as session:
        assert await verify_settlements(session, books.stage.association_id) == []
        assert await verify_bank(session, books.stage.association_id) == []
    found = {
        owner.people[0][:2]: [cell.amount.cents for cell in owner.cells if cell.account == account]
        for owner in sheet.owners
    }
    return {who: cents for who, cents in found.items() if cents}, issued


async def test_an_antenna_on_one_staircase_pays_its_owners_alone(books):
    await books.stage.act(rules.enter_rule, **ANTENNA, key_id=await staircase(books.stage))
    await take(books.stage, coda(1, 0, paid(10_001, "loyer antenne")))
    [line] = await lines(books.stage)
    assert (line.target, line.key_names) == ("rule", {"fr": "Escalier 1"})
    shared, issued = await settled(books)
    assert shared == {"O1": [-6_667], "O2": [-3_334]}
    mine = await books.stage.act(settlement_sources.settlement_of_owner, issued, None, who="O1")
    [cost] = [each for each in mine.sheet.costs if each.account == "7420"]
    assert (cost.key_name, mine.behind[cost.number].adds_up) == ({"fr": "Escalier 1"}, True)
    assert [each.amount for each in mine.behind[cost.number].lines] == [Money(-10_001)]


async def test_without_a_key_it_is_everybodys_by_the_shares(books):
    await books.stage.act(rules.enter_rule, **ANTENNA)
    await take(books.stage, coda(1, 0, paid(10_000, "loyer antenne")))
    shared, _ = await settled(books)
    assert (shared["O1"], shared["O2"], shared["O4"]) == ([-3_010], [-2_990], [-1_500])
    assert sum(shared["O3"] + shared["O5"]) == -2_500


async def test_a_decision_shares_by_a_key_or_gives_to_one_lot(books):
    stage = books.stage
    await take(stage, coda(1, 0, paid(10_001, "antenne"), paid(5_000, "indemnité")))
    first, second = await lines(stage)
    said = {"today": DAY, "at": AT}
    wish = Wish(account="7420", key_id=await staircase(stage))
    await stage.act(deciding.decide, first.id, wish=wish, seen=first.match_id, **said)
    wish = Wish(account="7420", lot_id=stage.lots["D"])
    await stage.act(deciding.decide, second.id, wish=wish, seen=second.match_id, **said)
    shared, _ = await settled(books)
    assert shared == {"O1": [-6_667], "O2": [-3_334], "O4": [-5_000]}


async def test_a_match_that_was_undone_is_nobodys(books):
    stage = books.stage
    await stage.act(rules.enter_rule, **ANTENNA, key_id=await staircase(stage))
    await take(stage, coda(1, 0, paid(10_001, "antenne")))
    [line] = await lines(stage)
    await stage.act(deciding.undo, line.id, why="The caretaker's flat", seen=line.match_id, today=DAY, at=AT)
    [line] = await lines(stage)
    await stage.act(
        deciding.decide,
        line.id,
        wish=Wish(account="7420", lot_id=stage.lots["D"]),
        seen=line.match_id,
        today=DAY,
        at=AT,
    )
    assert (await settled(books))[0] == {"O4": [-10_001]}


async def test_income_on_a_suppliers_credit_goes_by_its_key(books):
    stage, when = books.stage, datetime.combine(date(2025, 5, 6), AT.timetz())
    firm = await stage.act(suppliers.add_supplier, name="Antennes du Midi", at=when)
    invoice = await stage.act(files.receive, content=pdf(), name="note.pdf", at=when)
    line = DraftLine("Loyer de l'antenne", "7420", Money(10_001), "exempt", key_id=await staircase(stage))
    said = Draft(
        supplier_id=firm,
        supplier_number="NC-1",
        day=when.date(),
        kind="credit_note",
        gross=Money(10_001),
        lines=(line,),
    )
    await stage.act(drafts.save, invoice, said=said, at=when)
    for minute, what in enumerate(("submitted", "approved")):
        await stage.act(steps.take_step, invoice, what=what, at=when + timedelta(minutes=minute))
    assert (await settled(books))[0] == {"O1": [-6_667], "O2": [-3_334]}
