"""Settlements: who may, what is refused and why, what an owner reads of her own, and what PostgreSQL itself refuses."""

import asyncio
from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.charges.settlement import NotNil
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import NewEntry, NewLine, post_entry
from koprogo.services.charges import rhythms, settlement_paper, settlement_queries
from koprogo.services.charges.settlement_refusals import AnotherVersion, DaysNotOver, NoRhythm, NotItsDays
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT
from tests.services.charges import books_of_the_year as made
from tests.services.charges.worked_year import AT, ENDS, STARTS, worked_year

NEXT = Period(ENDS, date(2027, 1, 1))
COUNT = "SELECT count(*) FROM settlement WHERE association_id = :t"


@pytest.fixture
async def books(database):
    return await made.year_of_provisions()


async def preview(books, covers=made.YEAR, who="syndic"):
    return await books.stage.act(settlement_queries.preview, covers=covers, who=who)


async def test_only_the_syndic_issues_and_only_readers_of_the_books_look(books):
    with pytest.raises(NotAllowed):
        await books.stage.act(made.issue_settlement, covers=made.YEAR, version=1, at=AT, who="O1")
    with pytest.raises(NotAllowed):
        await preview(books, who="O1")
    issued = await books.issue(made.YEAR)
    for look in (settlement_queries.settlements, settlement_queries.to_settle):
        with pytest.raises(NotAllowed):
            await books.stage.act(look, who="O1")
    with pytest.raises(NotAllowed):
        await books.stage.act(settlement_queries.sheet, issued, who="O1")
    cast = await put_on_stage()
    books.stage.actors["stranger"] = cast.stranger
    with pytest.raises(NotFound):
        await books.stage.act(settlement_queries.my_settlements, who="stranger")
    with pytest.raises(NotFound):
        await books.stage.act(settlement_queries.sheet, uuid4())


async def test_a_preview_is_what_is_issued_and_writes_nothing(books):
    before = await books.entries()
    shown = await preview(books)
    assert (shown.id, shown.version, shown.subject_to_approval, await books.entries()) == (None, 1, True, before)
    issued = await books.stage.act(settlement_queries.sheet, await books.issue(made.YEAR))
    assert (issued.costs, issued.owners) == (shown.costs, shown.owners)
    assert (issued.shared, issued.to_pay) == (Money(539_481), Money(39_381))
    roof = next(cost for cost in issued.costs if cost.account == "61073")
    assert (roof.amount, roof.from_reserve, roof.shared) == (Money(121_000), Money(121_000), Money(0))
    [lift] = [cost for cost in issued.costs if cost.account == "61011"]
    assert (lift.key_name, lift.tenant) == ({"fr": "Ascenseur"}, True)


async def test_an_owner_reads_her_own_and_nobody_elses_private_costs(books):
    await books.issue(made.YEAR)
    [mine] = await books.stage.act(settlement_queries.my_settlements, who="O1")
    [own] = mine.sheet.owners
    assert (own.people, own.lots, own.to_pay, mine.row.to_pay) == (("O1 Owner",), ("A",), Money(10_692), Money(10_692))
    assert {cell.lot for cell in own.cells} == {"A"}
    assert "643" not in {cost.account for cost in mine.sheet.costs}
    [sellers] = await books.stage.act(settlement_queries.my_settlements, who="O3")
    assert "643" in {cost.account for cost in sellers.sheet.costs}
    assert sum(cell.amount.cents for cell in sellers.sheet.owners[0].cells) == 75_204


async def test_a_settlement_is_issued_once_its_days_are_over(books):
    its_last_morning = datetime.combine(made.YEAR.last_day, AT.timetz())
    with pytest.raises(DaysNotOver, match="2025-12-31"):
        await books.stage.act(made.issue_settlement, covers=made.YEAR, version=1, at=its_last_morning)
    assert await books.stage.act(settlement_queries.settlements) == []
    assert await books.issue(made.YEAR)


async def test_a_settlement_is_subject_to_approval_until_the_assembly_voted_the_accounts(books):
    """The list, the sheet, the owner's own and the preview say the same at every step of the year."""
    issued = await books.issue(made.YEAR)
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == STARTS]
    steps = [None, periods.Step.PROVISIONAL, periods.Step.AUDITED, periods.Step.VOTED]
    said = []
    for step in steps:
        if step:
            await books.stage.act(periods.advance, year.id, step=step, **BY_ACT)
        [row] = await books.stage.act(settlement_queries.settlements)
        [mine] = await books.stage.act(settlement_queries.my_settlements, who="O1")
        sheets = [await books.stage.act(settlement_queries.sheet, issued), await preview(books), mine.sheet]
        said.append({each.subject_to_approval for each in (row, mine.row, *sheets)})
    assert said == [{True}, {True}, {True}, {False}]
    await made.close(books)
    [row] = await books.stage.act(settlement_queries.settlements)
    assert (row.subject_to_approval, row.to_pay) == (False, Money(39_381))


async def test_the_vote_on_one_year_approves_no_other(books):
    await books.issue(made.YEAR)
    await books.invoice((3, 1), "CLEANING-2026", "61050", 150_000, year=2026)
    await books.issue(NEXT)
    years = {each.starts: each.id for each in await books.stage.act(periods.years)}
    await books.stage.act(periods.advance, years[STARTS], step=periods.Step.VOTED, **BY_ACT)
    rows = await books.stage.act(settlement_queries.settlements)
    assert [(row.covers_from, row.subject_to_approval) for row in rows] == [(ENDS, True), (STARTS, False)]


async def test_every_version_stays_and_the_last_one_counts(books):
    await books.issue(made.YEAR)
    await books.reject_the_fee()
    with pytest.raises(BadInput, match="why"):
        await books.issue(made.YEAR, 2)
    with pytest.raises(AnotherVersion):
        await books.issue(made.YEAR, 3, why="Too far")
    await books.issue(made.YEAR, 2, why="The fee was rejected")
    rows = await books.stage.act(settlement_queries.settlements)
    assert [(row.version, row.latest, row.to_pay) for row in rows] == [
        (2, True, Money(27_281)),
        (1, False, Money(39_381)),
    ]
    pending = await books.stage.act(settlement_queries.to_settle)
    assert [(each.covers_from, each.next_version) for each in pending] == [(ENDS, 1), (STARTS, 3)]
    assert len(await books.stage.act(settlement_queries.my_settlements, who="O4")) == 2


async def test_last_year_stands_beside_this_one(books):
    await books.issue(made.YEAR)
    await books.invoice((3, 1), "CLEANING-2026", "61050", 150_000, year=2026)
    shown = await preview(books, NEXT)
    [cleaning] = shown.costs
    assert (cleaning.amount, cleaning.last_year) == (Money(150_000), Money(145_200))
    first = next(owner for owner in shown.owners if owner.lots == ("A",))
    assert (first.actual, first.last_year) == (Money(45_150), Money(164_456))


async def test_a_year_that_would_not_come_to_nil_is_refused_with_the_difference(books):
    await books.invoice((6, 1), "NOBODYS", "643", 900)
    with pytest.raises(NotNil) as refused:
        await books.issue(made.YEAR)
    assert (refused.value.left_cents, refused.value.accounts) == (900, "643")
    assert await books.stage.act(settlement_queries.settlements) == []


async def test_income_that_no_owner_was_called_is_named(books):
    await books.book(Journal.GENERAL, (6, 2), "OFFICIAL", {"499": 5_000, "700": -5_000})
    with pytest.raises(NotNil) as refused:
        await books.issue(made.YEAR)
    assert (refused.value.left_cents, refused.value.accounts) == (-5_000, "700")


async def test_what_was_called_specially_without_works_to_name_it_counts_as_called(books):
    await books.book(Journal.SALES, (8, 1), "SPECIAL", {"O1": 7_000, "702": -7_000}, owner="call")
    first = next(owner for owner in (await preview(books)).owners if owner.lots == ("A",))
    assert (first.called, first.to_pay) == (Money(153_764 + 7_000), Money(10_692 - 7_000))


async def test_days_that_are_not_settled_by_themselves(books):
    with pytest.raises(NotItsDays):
        await books.issue(made.QUARTERS[0])


async def test_without_a_rhythm_nothing_is_settled(database):
    stage = await worked_year()
    with pytest.raises(NoRhythm):
        await stage.act(settlement_queries.preview, covers=made.YEAR)
    assert await stage.act(settlement_queries.to_settle) == []
    assert await stage.act(settlement_queries.rhythm, day=STARTS, who="O1") is None
    with pytest.raises(BadInput) as refused:
        await stage.act(rhythms.set_rhythm, since=STARTS, rhythm="x", days_of="y", source=" ", at=AT)
    assert {each.where for each in refused.value.problems} == {"rhythm", "days_of", "source"}
    with pytest.raises(BadInput, match="every"):
        await stage.act(rhythms.set_rhythm, since=STARTS, rhythm="actual_costs", source="Art. 30", at=AT)
    with pytest.raises(NotAllowed):
        await stage.act(rhythms.set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT, who="O1")


async def test_a_new_rhythm_leaves_the_years_before_as_they_were(books):
    facts = {"since": ENDS, "rhythm": "actual_costs", "every": "half_year", "source": "Point 7", "at": AT}
    await books.stage.act(rhythms.set_rhythm, **facts)
    pending = await books.stage.act(settlement_queries.to_settle)
    assert [(each.rhythm, each.covers_from) for each in pending] == [
        ("actual_costs", date(2026, 7, 1)), ("actual_costs", ENDS), ("provisions", STARTS),
    ]  # fmt: skip


async def test_provisions_in_a_year_of_actual_costs_are_refused(books):
    facts = {"since": STARTS, "rhythm": "actual_costs", "every": "quarter", "source": "Point 7", "at": AT}
    await books.stage.act(rhythms.set_rhythm, **facts)
    with pytest.raises(NotNil) as refused:
        await books.issue(made.QUARTERS[0])
    assert (refused.value.left_cents, refused.value.accounts) == (-125_025, "701")


async def test_two_at_once_issue_one(books):
    one, two = await asyncio.gather(books.issue(made.YEAR), books.issue(made.YEAR))
    assert one == two
    async with db.association_session(books.stage.association_id) as session:
        assert await session.scalar(text(COUNT), {"t": books.stage.association_id}) == 1


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE settlement_owner SET tenant = 0 WHERE settlement_id = :s",
        "DELETE FROM settlement_line WHERE settlement_id = :s",
        "INSERT INTO settlement_owner SELECT association_id, settlement_id, gen_random_uuid(), 0, 0, 0, 0, 0"
        " FROM settlement_owner WHERE settlement_id = :s LIMIT 1",
        "INSERT INTO settlement_line SELECT association_id, settlement_id, 9999, line, debtor_id, lot_id, key_id, 1, whole,"
        " weight, total, of_lot, before, days, of_days FROM settlement_line WHERE settlement_id = :s LIMIT 1",
    ],
)
async def test_an_issued_settlement_stays(books, change):
    issued = await books.issue(made.YEAR)
    with pytest.raises(DBAPIError):
        async with db.association_session(books.stage.association_id) as session:
            await session.execute(text(change), {"s": issued})


async def test_a_settlement_whose_sums_do_not_agree_is_refused_at_commit(books):
    sql = (
        "INSERT INTO settlement SELECT gen_random_uuid(), association_id, period_id, rhythm, days_of, covers_from,"
        " covers_until, version + 1, 'why', NULL, entry_id, at, by_id, 0 FROM settlement WHERE id = :s"
    )
    issued = await books.issue(made.YEAR)
    with pytest.raises(DBAPIError, match="settlement"):
        async with db.association_session(books.stage.association_id) as session:
            await session.execute(text(sql), {"s": issued})


async def test_the_paper_is_the_owners_own_or_a_readers_of_the_books(books):
    issued, hers = await books.issue(made.YEAR), await books.debtor("O5")
    here = (books.stage.association_id, issued, hers)
    file = await settlement_paper.print_one(books.stage.actors["O5"], *here, language="nl")
    assert (file.name, file.content[:5]) == ("2025-01-01-v1-nl.pdf", b"%PDF-")
    with pytest.raises(NotFound):
        await settlement_paper.print_one(books.stage.actors["O1"], *here, language="nl")
    with pytest.raises(NotFound):
        await settlement_paper.print_one(books.stage.actors["syndic"], *here[:2], uuid4(), language="fr")


async def test_an_invoice_paid_by_the_reserve_is_taken_off_line_by_line(books):
    """Its lines go by different keys; the reserve paid all of them, so nobody bears a cent of it."""
    roof, lift, paid, fund, owed = [await books.account(code) for code in ("61073", "61011", "681", "160", "4400")]
    lines = (
        NewLine(roof, 70_001), NewLine(lift, 30_000, key_id=books.stage.lift), NewLine(owed, -100_001),
        NewLine(fund, 100_001), NewLine(paid, -100_001),
    )  # fmt: skip
    entry = NewEntry(Journal.PURCHASES, date(2025, 9, 9), "TWO-LINES", "invoice", "Works", lines)
    await books.stage.act(post_entry, entry)
    shown = await preview(books)
    assert shown.shared == Money(539_481)
    costs = {cost.account: (cost.amount, cost.from_reserve) for cost in shown.costs}
    assert costs["61073"] == (Money(191_001), Money(191_001))
    assert costs["61011"] == (Money(136_000), Money(30_000))


async def test_a_deductible_of_one_lot_is_whose_it_was_that_day(books):
    await books.invoice((6, 30), "DEDUCTIBLE", "6147", 25_000, lot_id=books.stage.lots["C"])
    shown = await preview(books)
    [cell] = [cell for owner in shown.owners for cell in owner.cells if cell.account == "6147"]
    assert (cell.split, cell.lot, cell.amount) == ("given", "C", Money(25_000))
    [owner] = [owner for owner in shown.owners if cell in owner.cells]
    assert owner.people == ("O3 Owner",)
