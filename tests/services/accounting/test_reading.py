"""Reading the books, role by role: the common figures for every owner, her own account, and nobody else's."""

from datetime import date

import pytest

from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.accounting.closing import Journal
from koprogo.services.accounting import journal, ledger_of_account, owner_account
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.accounting.trial_balance import trial_balance
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import (
    DAY,
    ENDS,
    STARTS,
    account,
    act,
    bill,
    call,
    debtor,
    receive,
    year,
)
from tests.services.accounting.ledger_on_stage import owner_account as account_of

LATER = date(2026, 6, 1)
YEAR = {"starts": STARTS, "until": ENDS}


@pytest.fixture
async def cast(database):
    """A bill, a call to Anna and one to Bram, what both paid."""
    found = await put_on_stage()
    await year(found)
    found.booked = [
        await bill(found),
        await call(found, "A1", 20000, "CALL-1"),
        await call(found, "A2", 10000, "CALL-2"),
        await call(found, "A1", 1000, "CALL-1-R", part="reserve", day=LATER),
        await receive(found, "A1", 15000, "B-1", day=LATER),
        await receive(found, "A2", 4000, "B-2", day=LATER),
    ]
    return found


async def test_the_trial_balance_of_who_keeps_the_books(cast):
    sheet = await act(cast, trial_balance, starts=LATER, until=ENDS)
    assert [(row.code, row.opening, row.debit, row.credit, row.balance) for row in sheet.rows] == [
        ("160", 0, 0, 1000, -1000),
        ("4100.1", 0, 1000, 0, 1000),
        ("4101.1", 20000, 0, 15000, 5000),
        ("4101.2", 10000, 0, 4000, 6000),
        ("4400", -36300, 0, 0, -36300),
        ("551", 0, 19000, 0, 19000),
        ("61050", 36300, 0, 0, 36300),
        ("701", -30000, 0, 0, -30000),
    ]
    assert (sheet.opening, sheet.debit, sheet.credit, sheet.balance) == (0, 20000, 20000, 0)
    assert [row.people for row in sheet.rows if row.code == "4101.2"] == [("Bram Claes",)]
    assert [row.tier.value for row in sheet.rows if row.code in ("160", "4400")] == ["C", "A"]


async def test_an_owner_sees_what_all_owners_owe_as_one_sum(cast):
    sheet = await act(cast, trial_balance, **YEAR, who="anna")
    owed = {row.code: (row.id, row.people, row.balance) for row in sheet.rows if row.code.startswith("410")}
    assert owed == {"4100": (None, (), 1000), "4101": (None, (), 11000)}
    assert sheet.balance == 0


async def test_accounts_are_in_the_order_of_their_numbers(cast):
    for lot in ("A3", "A4", "A5"):
        await call(cast, lot, 100, f"CALL-{lot}")
    codes = [row.code for row in (await act(cast, trial_balance, **YEAR)).rows]
    assert codes[:9] == ["160", "4100.1", "4101.1", "4101.2", "4101.3", "4101.4", "4101.5", "4400", "551"]


async def test_the_ledger_of_an_account_runs_in_the_order_of_its_days(cast):
    bank = await account(cast, "551")
    sheet = await act(cast, ledger_of_account.ledger_of_account, bank, starts=STARTS, until=ENDS)
    assert [(line.day, line.reference, line.amount, line.balance) for line in sheet.lines] == [
        (LATER, "B-1", 15000, 15000), (LATER, "B-2", 4000, 19000),
    ]  # fmt: skip
    later = await act(cast, ledger_of_account.ledger_of_account, bank, starts=date(2026, 7, 1), until=ENDS)
    assert (later.opening, later.balance, later.count, later.lines) == (19000, 19000, 0, ())


async def test_an_owner_reads_in_it_what_is_hers_and_common_and_not_who_paid(cast):
    bank = await account(cast, "551")
    sheet = await act(cast, ledger_of_account.ledger_of_account, bank, **YEAR, who="anna")
    assert [(line.reference, line.text, line.entry_id is None) for line in sheet.lines] == [
        ("B-1", "Receipt", False), ("", "", True),
    ]  # fmt: skip
    with pytest.raises(NotAllowed):
        brams = await account_of(cast, await debtor(cast, "A2"))
        await act(cast, ledger_of_account.ledger_of_account, brams, **YEAR, who="anna")


async def test_an_owners_account_is_hers_and_of_who_checks(cast):
    anna, bram = await debtor(cast, "A1"), await debtor(cast, "A2")
    assert await act(cast, owner_account.own_debtors, who="anna") == [anna]
    sheet = await act(cast, owner_account.owner_account, anna, until=ENDS, who="anna")
    assert [(line.reference, line.part, line.amount, line.balance) for line in sheet.lines] == [
        ("CALL-1", "other", 20000, 20000), ("CALL-1-R", "reserve", 1000, 21000), ("B-1", "other", -15000, 6000),
    ]  # fmt: skip
    assert (sheet.people, sheet.balance, sheet.lines[0].lot) == (("Anna Peeters",), 6000, "A1")
    for who in ("anna", "carla", "stranger"):
        with pytest.raises(NotFound):
            await act(cast, owner_account.owner_account, bram, until=ENDS, who=who)
    assert (await act(cast, owner_account.owner_account, bram, until=ENDS, who="accountant")).balance == 6000


async def test_what_owners_owe_by_age(cast):
    found = {row.people: row for row in await act(cast, owner_account.debtors, day=date(2026, 6, 20))}
    ages = found["Anna Peeters",].open
    assert (found["Anna Peeters",].balance, vars(ages)) == (
        6000,
        {"not_due": 0, "days_30": 1000, "days_60": 0, "days_90": 0, "older": 5000},
    )
    with pytest.raises(NotAllowed):
        await act(cast, owner_account.debtors, day=DAY, who="anna")


async def test_vouchers_are_listed_the_newest_first(cast):
    found, count = await act(cast, journal.entries, **YEAR)
    assert [row.reference for row in found] == ["B-2", "B-1", "CALL-1-R", "CALL-2", "CALL-1", "F-1"]
    assert (count, found[-1].cents) == (6, 36300)
    banks, count = await act(cast, journal.entries, **YEAR, journal=Journal.BANK, page=2)
    assert (banks, count) == ([], 2)
    with pytest.raises(NotAllowed):
        await act(cast, journal.entries, **YEAR, who="anna")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("call-1", ["CALL-1-R", "CALL-1"]),
        ("61050", ["F-1"]),
        ("schoonmaak", ["F-1"]),
        ("363,00", ["F-1"]),
        ("€363.00 f-1", ["F-1"]),
        ("-150", ["B-1"]),
        ("claes b-2", ["B-2"]),
        ("CLAÈS", ["B-2", "CALL-2"]),
        ("100%", []),
        ("1" + 12 * ".000", []),
        ("schoon\x00maak", ["F-1"]),
        ("anna 4711", []),
        ("   ", ["B-2", "B-1", "CALL-1-R", "CALL-2", "CALL-1", "F-1"]),
    ],
)
async def test_a_search_finds_vouchers_in_which_every_word_stands(cast, search, found):
    rows, count = await act(cast, journal.entries, **YEAR, search=search)
    assert ([row.reference for row in rows], count) == (found, len(found))


async def test_a_search_stays_within_its_days_and_its_association(cast):
    assert (await act(cast, journal.entries, starts=LATER, until=ENDS, search="call-1"))[1] == 1
    with pytest.raises(NotAllowed):
        await act(cast, journal.entries, **YEAR, search="61050", who="anna")


async def test_a_communication_is_read_as_it_is_paid_and_found_either_way(cast):
    await receive(cast, "A1", 100, "B-3", text="Peeters 090933755493, facture 202600011111")
    for search in ("090933755493", "+++090/9337/55493+++"):
        [row], _ = await act(cast, journal.entries, **YEAR, search=search)
        assert row.text == "Peeters +++090/9337/55493+++, facture 202600011111"
    sheet = await act(cast, journal.entry_sheet, row.id)
    assert sheet.text == row.text


async def test_a_voucher_shows_its_lines_and_what_took_it_back(cast):
    first = cast.booked[0]
    back = await act(cast, reverse, first.id, LATER, "F-1-R", "Wrong supplier")
    sheet = await act(cast, journal.entry_sheet, first.id, who="anna")
    assert [(line.code, line.amount) for line in sheet.lines] == [("61050", 36300), ("4400", -36300)]
    assert (sheet.by_name, sheet.reversed_by, sheet.reversed_by_reference) == ("Sylvie Simon", back.id, "F-1-R")
    again = await act(cast, journal.entry_sheet, back.id)
    assert (again.reverses, again.reverses_reference, again.text) == (first.id, "F-1", "Wrong supplier")


async def test_an_owner_finds_no_voucher_that_is_about_another(cast):
    calls_bram, pays_bram = cast.booked[2], cast.booked[5]
    for made in (calls_bram, pays_bram):
        with pytest.raises(NotFound):
            await act(cast, journal.entry_sheet, made.id, who="anna")
        assert len((await act(cast, journal.entry_sheet, made.id, who="bram")).lines) == 2
    with pytest.raises(NotFound):
        await act(cast, journal.entry_sheet, calls_bram.id, who="stranger")
