"""The statements over the worked year of the books, closed: each is tied to the ledger and to the others, to the cent."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting.cash_flow import cash_flow
from koprogo.services.accounting.funds import funds
from koprogo.services.accounting.owner_account import debtors
from koprogo.services.accounting.reports import files, load, paper
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.reports.journal_lines import journal_lines
from koprogo.services.accounting.simplified import simplified
from koprogo.services.accounting.statements import balance_sheet, income_statement
from koprogo.services.accounting.trial_balance import trial_balance
from koprogo.services.documents import queries
from tests.services.charges import books_of_the_year as made

STARTS, ENDS, LAST = made.STARTS, made.ENDS, made.ENDS - timedelta(days=1)
YEAR = {"starts": STARTS, "until": ENDS}
LINES = "SELECT coalesce(sum(l.amount), 0) FROM entry_line l JOIN ledger_account a ON a.id = l.account_id"


@pytest.fixture(scope="module")
async def books(database):
    """The year of provisions, settled, voted and closed."""
    found = await made.year_of_provisions()
    await made.reject_and_settle(found)
    await made.close(found)
    return found


async def ledger(books, where, **facts):
    """Return what lines add up to, asked of the table itself."""
    async with db.association_session(books.stage.association_id) as session:
        query = f"{LINES} WHERE l.association_id = :t AND {where}"
        return int(await session.scalar(text(query), {"t": books.stage.association_id, **facts}))


async def test_both_sides_of_the_balance_sheet_are_equal_on_any_day(books):
    for day in (STARTS, date(2025, 3, 31), date(2025, 7, 1), date(2025, 9, 2), LAST):
        sheet = await books.stage.act(balance_sheet, day=day, starts=STARTS)
        assert sheet.assets.closing == sheet.liabilities.closing
        assert sheet.assets.opening == sheet.liabilities.opening == 0
    found = {line.code: line.closing for section in sheet.liabilities.sections for line in section.lines}
    assert found == {"100": 200_000, "160": 409_000, "4400": 78_977, "4101": 29_481}
    have = {line.code: (line.closing, line.owners) for section in sheet.assets.sections for line in section.lines}
    assert have == {"4100": (30_000, 5), "4101": (41_795, 2), "550": (401_500, 0), "551": (244_163, 0)}


async def test_an_owner_reads_the_same_sheet_without_anybody_s_name(books):
    syndic = await books.stage.act(balance_sheet, day=LAST)
    owner = await books.stage.act(balance_sheet, day=LAST, who="O1")
    assert owner == syndic
    assert all("." not in code for code in owner.accounts)


async def test_the_result_is_what_changed_on_costs_and_income_and_stays_after_the_close(books):
    found = await books.stage.act(income_statement, **YEAR)
    moved = await ledger(books, "a.code ~ '^[67]' AND l.entry_id NOT IN (SELECT id FROM entry WHERE kind = 'closing')")
    assert found.result == -moved == 0
    costs = {line.code: line.cents for heading in found.figures.costs for line in heading.lines}
    assert costs["6140"] == made.INSURANCE
    assert costs["681"] == -121_000
    half = await books.stage.act(income_statement, starts=STARTS, until=date(2025, 7, 1), who="O2")
    sheet = await books.stage.act(balance_sheet, day=date(2025, 6, 30), starts=STARTS)
    unsettled = sum(
        sign * section.closing
        for sign, side in ((1, sheet.liabilities), (-1, sheet.assets))
        for section in side.sections
        if section.group == "unsettled"
    )
    assert half.result == unsettled != 0


async def test_a_year_stands_beside_the_one_before(books):
    found = await books.stage.act(income_statement, starts=ENDS, until=date(2027, 1, 1))
    before = {line.code: line.before for heading in found.figures.costs for line in heading.lines}
    assert before["61050"] == 4 * 36_300
    assert {line.cents for heading in found.figures.costs for line in heading.lines} == {0}


async def test_cash_closes_where_the_ledger_stands_month_by_month(books):
    flow = await books.stage.act(cash_flow, **YEAR, who="O1")
    assert [each.code for each in flow.by_account] == ["550", "551"]
    for account in flow.by_account:
        assert len(account.months) == 12
        for month, following in zip(account.months, [*account.months[1:], None], strict=True):
            until = following.starts if following else ENDS
            where = "a.code = :code AND l.day < :until"
            assert month.closing == await ledger(books, where, code=account.code, until=until)
            assert following is None or following.opening == month.closing
    assert [account.whole.closing for account in flow.by_account] == [401_500, 244_163]
    assert flow.together[-1].closing == 401_500 + 244_163
    mid = await books.stage.act(cash_flow, starts=date(2025, 3, 10), until=date(2025, 4, 20))
    assert [month.starts for month in mid.together] == [date(2025, 3, 10), date(2025, 4, 1)]
    until = date(2025, 4, 20)
    assert mid.together[-1].closing == await ledger(books, "a.code IN ('550', '551') AND l.day < :u", u=until)


async def test_the_reserve_fund_with_what_is_not_on_its_account(books):
    found = (await books.stage.act(funds, **YEAR)).reserve
    assert (found.opening, found.called, found.used, found.other) == (0, 30_000, 121_000, 500_000)
    assert found.closing == 409_000 == -await ledger(books, "a.code = '160'")
    assert (found.bank, found.owed) == (401_500, 30_000)
    assert found.closing - found.bank == 7_500, "called and not swept, as the worked year says"
    assert found.bank + found.owed + found.unswept == found.closing
    working = (await books.stage.act(funds, **YEAR)).funds[0]
    assert (working.closing, working.other, working.called, working.used) == (200_000, 200_000, 0, 0)
    later = (await books.stage.act(funds, starts=ENDS, until=date(2027, 1, 1))).reserve
    assert (later.opening, later.closing, later.called) == (409_000, 409_000, 0)


async def test_aged_balances_add_up_to_what_owners_owe(books):
    rows = await books.stage.act(debtors, day=LAST)
    aged = sum(sum(vars(row.open).values()) for row in rows)
    assert aged == sum(row.balance for row in rows if row.balance > 0)
    assert sum(row.balance for row in rows) == await ledger(books, "a.code LIKE '410%'")
    with pytest.raises(NotAllowed):
        await books.stage.act(load.report, Asked(What.AGED, STARTS, ENDS), "fr", who="O1")


async def test_the_simplified_accounts_lead_from_cash_to_cash(books):
    found = await books.stage.act(simplified, **YEAR, who="O4")
    assert (found.allowance.lots, found.allowance.allowed) == (4, True)
    assert found.book.closing == found.cash.together[-1].closing == await ledger(books, "a.code ~ '^5'")
    assert found.book.opening == 765_000, "the take-over is no receipt"
    assert dict(found.book.receipts) == {"41": sum(cents for *_, cents in made.PROVISION_RECEIPTS), "74": 12_000}


async def test_the_journal_is_every_line_and_only_for_who_keeps_or_checks_the_books(books):
    lines = await books.stage.act(journal_lines, **YEAR)
    assert sum(line.amount for line in lines) == 0
    assert len({line.entry_id for line in lines}) == await books.entries()
    with pytest.raises(NotAllowed):
        await books.stage.act(journal_lines, **YEAR, who="O1")


@pytest.mark.parametrize("what", [what for what in What if what is not What.LEDGER])
async def test_every_statement_in_every_language_and_form(books, what):
    asked = Asked(what, STARTS, ENDS)
    for language in ("fr", "nl", "de", "en"):
        found = await books.stage.act(load.report, asked, language)
        assert found.title and all(sheet.rows for sheet in found.sheets)
        first = await books.stage.act(files.report_file, asked, language, files.XLSX)
        again = await books.stage.act(files.report_file, asked, language, files.XLSX)
        assert first.content == again.content
        book = openpyxl.load_workbook(io.BytesIO(first.content))
        cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
        csv = await books.stage.act(files.report_file, asked, language, files.CSV)
        assert csv.content.startswith("\ufeff".encode())


async def test_the_trial_balance_of_the_file_is_that_of_the_books(books):
    sheet = await books.stage.act(trial_balance, **YEAR)
    file = await books.stage.act(files.report_file, Asked(What.TRIAL_BALANCE, STARTS, ENDS), "nl", files.XLSX)
    page = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = [row for row in page.iter_rows(min_row=5, values_only=True) if row[0]]
    assert [(row[0], round(row[5] * 100)) for row in rows if row[5] is not None][: len(sheet.rows)] == [
        (row.code, row.balance) for row in sheet.rows
    ]


async def test_the_ledger_as_a_file_has_every_line_and_an_owner_s_account_is_not_for_others(books):
    [bank] = [row for row in (await books.stage.act(trial_balance, **YEAR)).rows if row.code == "551"]
    asked = Asked(What.LEDGER, STARTS, ENDS, bank.id)
    found = await books.stage.act(load.report, asked, "en", who="O1")
    assert len(found.sheets[0].rows) == 2 + await count(books, "551")
    assert found.sheets[0].rows[-1].cells[-1] == 244_163
    with pytest.raises(NotAllowed):
        await books.stage.act(paper.ask_paper, asked, "en", who="O1")
    with pytest.raises(NotFound):
        await books.stage.act(load.report, Asked(What.LEDGER, STARTS, ENDS), "en")


async def count(books, code):
    async with db.association_session(books.stage.association_id) as session:
        query = "SELECT count(*) FROM entry_line l JOIN ledger_account a ON a.id = l.account_id WHERE a.code = :c"
        return int(await session.scalar(text(query + " AND l.association_id = :t"), {
            "c": code, "t": books.stage.association_id,
        }))  # fmt: skip


async def test_a_paper_is_printed_once_and_owners_do_not_find_the_full_one(books):
    asked = Asked(What.TRIAL_BALANCE, STARTS, ENDS)
    act, association = books.stage.act, books.stage.association_id
    waits = await act(paper.ask_paper, asked, "fr")
    assert waits.paper is None
    assert (await act(paper.find_paper, waits.subject_id, "fr")).paper is None
    assert await jobs(books) == 1
    assert await act(paper.ask_paper, asked, "fr") == waits
    assert await jobs(books) == 1, "asked twice, queued once"
    with pytest.raises(NotFound):
        await act(paper.find_paper, waits.subject_id, "nl")
    for _ in range(2):
        await paper.print_statement(association, asked, "fr", by=books.stage.actors["syndic"], at=made.AT)
    ready = await act(paper.ask_paper, asked, "fr")
    assert ready.paper is not None
    async with db.tenant_session(books.stage.actors["syndic"]) as session:
        row = await queries.paper(session, books.stage.actors["syndic"], ready.paper.id)
        with queries.content(row) as file:
            assert file.read(5) == b"%PDF-"
    async with db.tenant_session(books.stage.actors["O1"]) as session:
        with pytest.raises(NotFound):
            await queries.paper(session, books.stage.actors["O1"], ready.paper.id)
    with pytest.raises(NotFound):
        await act(paper.find_paper, waits.subject_id, "fr", who="O1")


async def jobs(books):
    async with db.association_session(books.stage.association_id) as session:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = :n AND args->>'association' = :t"
        return await session.scalar(text(query), {"n": paper.TASK, "t": str(books.stage.association_id)})


def test_a_period_has_a_beginning_and_an_end():
    with pytest.raises(BadInput):
        Asked(What.FUNDS, ENDS, STARTS)
    with pytest.raises(BadInput):
        Asked(What.FUNDS, STARTS, date(2045, 1, 1))
    assert Asked(What.FUNDS, STARTS, ENDS).last_day == LAST
