"""The worked year through the chain, in both rhythms: every owner to the cent, the trial balance after the close.

From the take-over over papers, orders and CODA files (`year_through_the_chain.py`). What happens beside the page's own story
is tried on the same vouchers, posted (`books_of_the_year.py`).
"""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.cli.check import faults_of, notes_of
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank import importing
from koprogo.services.accounting.refusals import YearClosed
from koprogo.services.charges import calls, settlement_paper
from koprogo.services.charges.settlement_refusals import EarlierStatementMissing, LaterStatementThere, NothingChanged
from tests.rules.charges import worked_year as table
from tests.services.accounting.ledger_on_stage import BY_ACT
from tests.services.accounting.test_refused_by_the_database import Books as Raw
from tests.services.charges import books_of_the_year as made
from tests.services.charges import year_through_the_chain as lived

RHYTHM_1 = {
    "551": 244_163, "550": 401_500, "4100": 30_000, "O1": 3_314, "O2": 38_481, "O3": -11_296, "O4": -18_118, "O5": -67,
    "4400": -78_977, "100": -200_000, "160": -409_000,
}  # fmt: skip
RHYTHM_2 = {
    "551": 190_574, "550": 401_500, "4100": 30_000, "O1": 26_479, "O2": 26_305, "O3": -23_945, "O4": 13_196, "O5": 23_868,
    "4400": -78_977, "100": -200_000, "160": -409_000,
}  # fmt: skip
OWNERS = """
SELECT p.name, o.actual, o.called, o.to_pay, o.posted FROM settlement_owner o
  JOIN debtor_person d ON d.debtor_id = o.debtor_id JOIN person p ON p.id = d.person_id
 WHERE o.association_id = :t AND o.settlement_id = :s
"""
CALLS = {
    "CALL-2025-Q1": {"A": (38_442, 2_258), "B": (38_240, 2_242), "C": (33_339, 1_875), "D": (15_004, 1_125)},
    "CALL-2025-Q2": {"A": (38_440, 2_257), "B": (38_242, 2_243), "C": (33_340, 1_875), "D": (15_003, 1_125)},
    "CALL-2025-Q3": {"A": (38_441, 2_258), "B": (38_240, 2_242), "C": (33_340, 1_875), "D": (15_004, 1_125)},
    "CALL-2025-Q4": {"A": (38_441, 2_257), "B": (38_241, 2_243), "C": (33_339, 1_875), "D": (15_004, 1_125)},
}
CALLED = """
SELECT c.reference, t.number AS lot, coalesce(sum(l.amount) FILTER (WHERE l.part <> 'reserve'), 0) AS other,
       coalesce(sum(l.amount) FILTER (WHERE l.part = 'reserve'), 0) AS reserve
  FROM call c JOIN call_line l ON l.call_id = c.id JOIN lot t ON t.id = l.lot_id
 WHERE c.association_id = :t GROUP BY c.reference, t.number
"""
POSTED = "SELECT call_id FROM call_event WHERE association_id = :t AND what = 'posted'"
CELLS = """
SELECT c.account, p.name, sum(l.amount) AS amount FROM settlement_line l
  JOIN settlement_cost c ON c.settlement_id = l.settlement_id AND c.number = l.line
  JOIN debtor_person d ON d.debtor_id = l.debtor_id JOIN person p ON p.id = d.person_id
 WHERE l.association_id = :t AND l.settlement_id = :s GROUP BY c.account, p.name
"""
RESERVE_RECEIVED = """
SELECT p.name, -sum(l.amount)::bigint AS cents FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id AND a.code LIKE '4100.%'
  JOIN debtor_person d ON d.debtor_id = a.debtor_id JOIN person p ON p.id = d.person_id
 WHERE l.association_id = :t AND l.source_kind = 'bank_line' GROUP BY p.name
"""
STANDING = """
SELECT count(*) FROM entry e WHERE e.association_id = :t AND e.kind <> 'suspense'
   AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.id = e.reverses AND r.kind = 'suspense')
"""


async def owners(books, settlement):
    async with db.association_session(books.stage.association_id) as session:
        rows = await session.execute(text(OWNERS), {"t": books.stage.association_id, "s": settlement})
        return {row.name.split()[0]: row for row in rows}


async def column(books, settlement, name):
    found = await owners(books, settlement)
    return tuple(getattr(found[who], name) if who in found else 0 for who in table.OWNERS)


async def to(books, step):
    [year] = [each for each in await books.stage.act(periods.years) if each.starts == made.STARTS]
    await books.stage.act(periods.advance, year.id, step=step, **BY_ACT)


async def calls_of(chain):
    """Return what each call asked of each lot: provision and reserve part, as frozen."""
    here = chain.books.stage.association_id
    found = {}
    async with db.association_session(here) as session:
        for row in await session.execute(text(CALLED), {"t": here}):
            asked = found.setdefault(row.reference, {})
            asked[row.lot] = tuple(map(int, (row.other, row.reserve)))
    return found


async def cells_of(chain, settlement):
    """Return what each account put on each owner, in the order of the page."""
    here = chain.books.stage.association_id
    found = {}
    async with db.association_session(here) as session:
        for row in await session.execute(text(CELLS), {"t": here, "s": settlement}):
            found.setdefault(row.account, {})[row.name.split()[0]] = int(row.amount)
    return {account: tuple(by_owner.get(who, 0) for who in table.OWNERS) for account, by_owner in found.items()}


async def as_the_page_books(chain):
    """Return the trial balance with receipts whole on 4101: the chain settles a call's reserve part too, by its order."""
    here = chain.books.stage.association_id
    balances = await chain.books.balances()
    async with db.association_session(here) as session:
        for row in await session.execute(text(RESERVE_RECEIVED), {"t": here}):
            balances["4100"] += row.cents
            who = row.name.split()[0]
            balances[who] = balances.get(who, 0) - row.cents
    return balances


async def vouchers(chain):
    """Return how many vouchers stand, as the page counts: without those in suspense until somebody decided.

    The page books the roof and what the reserve fund pays of it as two, and the insurance to 490 apart from its first
    quarter's part; here each is one voucher.
    """
    here = chain.books.stage.association_id
    async with db.association_session(here) as session:
        return int(await session.scalar(text(STANDING), {"t": here}))


async def nothing_twice(chain):
    """Give the bank's files, the closing and the calls a second time: nothing is added."""
    before = await chain.books.entries()
    for content in chain.files:
        actor = chain.books.stage.actors["syndic"]
        report = await importing.import_coda(actor, content=content, name="again.cod", at=lived.at(12, 31))
        assert [each.outcome for each in report.statements] == [importing.SEEN]
    async with db.association_session(chain.books.stage.association_id) as session:
        posted = (await session.execute(text(POSTED), {"t": chain.books.stage.association_id})).scalars().all()
    for call in posted:
        assert (await chain.act(calls.post_call, call, at=lived.at(12, 31))).again
    assert await chain.books.entries() == before


async def no_fault(chain):
    return await faults_of(chain.books.stage.association_id) == []


async def refused_by_postgresql(chain):
    """Plant the page's faults past the services, as the application's role."""
    stage = chain.books.stage
    period = {row.starts: row.id for row in await stage.act(periods.years)}
    held = {starts: Raw(stage, period[starts], await chain.books.account("551")) for starts in (made.STARTS, made.ENDS)}

    async def late(session):
        raw = held[made.STARTS]
        day = date(2025, 12, 31)
        await raw.lines(session, await raw.entry(session, day=day), 100, -100, day=day)

    async def of_another_day(session):
        await held[made.ENDS].entry(session, day=date(2025, 12, 31))

    async def one_cent(session):
        raw = held[made.ENDS]
        await raw.lines(session, await raw.entry(session), 100, -99)

    async def empty(session):
        await held[made.ENDS].entry(session)

    asked = {"closed period": late, "outside": of_another_day, "unbalanced": one_cent, "at least two lines": empty}
    found = {}
    for said, do in asked.items():
        with pytest.raises(DBAPIError, match=said) as refused:
            async with db.association_session(stage.association_id) as session:
                await do(session)
        found[said] = refused.value.orig.sqlstate
    return found


async def test_the_year_of_provisions(database):
    chain = await lived.year_of_provisions()
    books = chain.books
    assert len(chain.files) == 27
    assert await calls_of(chain) == CALLS
    assert await no_fault(chain)
    await to(books, periods.Step.PROVISIONAL)
    first = await books.issue(made.YEAR)
    assert await cells_of(chain, first) == {**table.CELLS, "61073": (0, 0, 0, 0, 0)}
    assert await column(books, first, "actual") == table.ACTUAL
    assert await column(books, first, "called") == tuple(table.PROVISIONS[who].cents for who in table.OWNERS)
    assert await column(books, first, "to_pay") == table.TO_PAY
    await to(books, periods.Step.AUDITED)
    await lived.reject_the_fee(chain)
    second = await books.issue(made.YEAR, 2, why="The assembly rejected the extra fee")
    assert await column(books, second, "posted") == table.REJECTED
    with pytest.raises(NothingChanged):
        await books.issue(made.YEAR, 3, why="Again")
    closed = await made.close(books)
    assert await as_the_page_books(chain) == RHYTHM_1
    assert await vouchers(chain) == 62 - 1
    again = await made.close_again(books)
    assert (again.hash, again.again) == (closed.hash, True)
    await nothing_twice(chain)
    with pytest.raises(YearClosed):
        await books.issue(made.YEAR, 3, why="Too late")
    with pytest.raises(YearClosed):
        await books.book(Journal.GENERAL, (12, 31), "LATE", {"6140": 1, "4400": -1})
    assert await refused_by_postgresql(chain) == {
        "closed period": "KG010", "outside": "KG011", "unbalanced": "KG012", "at least two lines": "KG014",
    }  # fmt: skip
    assert await no_fault(chain)
    [note] = await notes_of(books.stage.association_id, date(2026, 1, 1))
    assert "the reserve fund is 409000 cents, its account holds 401500: 7500 called and not yet swept" in note
    await the_same_paper_twice(chain, second)


async def the_same_paper_twice(chain, settlement):
    """M7: an issued paper remade from its facts gives the same bytes, after the closing too."""
    who = (chain.books.stage.association_id, settlement, await chain.books.debtor("O5"))
    syndic = chain.books.stage.actors["syndic"]
    one, two = [await settlement_paper.print_one(syndic, *who, language="fr") for _ in range(2)]
    assert one == two


async def test_the_year_of_actual_costs(database):
    chain = await lived.year_of_actual_costs()
    books = chain.books
    assert len(chain.files) == 17
    with pytest.raises(EarlierStatementMissing, match="2025-01-01 to 2025-03-31"):
        await books.issue(made.QUARTERS[1])
    for place in range(3):
        stated = await books.issue(made.QUARTERS[place])
        assert await column(books, stated, "posted") == table.STATED[place]
    await to(books, periods.Step.PROVISIONAL)
    await lived.reject_the_fee(chain)
    stated = await books.issue(made.QUARTERS[3])
    assert await column(books, stated, "actual") == table.STATED[3]
    with pytest.raises(LaterStatementThere):
        await books.issue(made.QUARTERS[0], 2, why="Too early")
    closed = await made.close(books)
    assert await as_the_page_books(chain) == RHYTHM_2
    assert await vouchers(chain) == 67 - 2
    assert (await made.close_again(books)).hash == closed.hash
    await nothing_twice(chain)
    assert await no_fault(chain)


async def test_a_stated_fee_that_is_rejected_later_goes_back_in_the_last_statement(database):
    books = await made.year_of_actual_costs()
    for quarter in made.QUARTERS:
        await books.issue(quarter)
    await to(books, periods.Step.PROVISIONAL)
    await books.reject_the_fee()
    second = await books.issue(made.QUARTERS[3], 2, why="The assembly rejected the extra fee")
    assert await column(books, second, "actual") == table.STATED[3]
    assert sum(await column(books, second, "posted")) == -12_100
    await made.close(books)
    assert await books.balances() == RHYTHM_2


async def test_the_same_version_twice_is_one(database):
    books = await made.year_of_provisions()
    first = await books.issue(made.YEAR)
    count = await books.entries()
    assert await books.issue(made.YEAR) == first
    assert await books.entries() == count


async def test_a_late_invoice_for_the_closed_year_goes_by_who_held_the_lot_then(database):
    """Trap 11: booked by reference in the open year, with its own days."""
    books = await made.year_of_provisions()
    await books.issue(made.YEAR)
    await made.close(books)
    days = {"cost_from": date(2025, 1, 1), "cost_until": date(2025, 7, 1)}
    await books.invoice((12, 1), "LATE-2025", "61050", 100_000, year=2026, **days)
    next_year = made.Period(date(2026, 1, 1), date(2027, 1, 1))
    found = await owners(books, await books.issue(next_year))
    assert {who: row.actual for who, row in found.items()} == {"O1": 30_100, "O2": 29_900, "O3": 25_000, "O4": 15_000}
