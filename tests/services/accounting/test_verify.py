"""`koprogo check` on the books: whatever somebody changed past every trigger is named."""

from datetime import date

import psycopg
import pytest

from koprogo import db
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.post_entry import post_entry
from koprogo.services.accounting.verify import verify_books
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT, account, act, bill, call, debtor, receive, voucher, year


@pytest.fixture
async def cast(database):
    """A pair of associations with a closed year, an open one, and vouchers in both."""
    found = await put_on_stage()
    period = await year(found)
    await bill(found)
    await call(found, "A1", 36300, "CALL-1")
    await receive(found, "A1", 30000, "B-1")
    await act(found, periods.advance, period, step=Step.VOTED, **BY_ACT)
    await act(found, periods.close_year, period)
    await year(found, date(2027, 1, 1), date(2028, 1, 1))
    await call(found, "A2", 5000, "CALL-2", day=date(2027, 2, 1))
    await act(found, post_entry, await voucher(found, {"6500": 1250, "551": -1250}, day=date(2027, 2, 2)))
    return found


async def faults(cast) -> list[str]:
    async with db.association_session(cast.association_id) as session:
        return await verify_books(session, cast.association_id)


def tamper(database, *statements: str, **facts: object) -> None:
    """Do as a superuser who turned every trigger off."""
    with psycopg.connect(database.admin_url) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            assert connection.execute(statement, facts).rowcount > 0, statement


async def test_books_that_were_kept_have_no_fault(cast):
    assert await faults(cast) == []


ENTRY = "(SELECT id FROM entry WHERE association_id = %(t)s AND reference = %(r)s)"
CHANGE_LINES = "UPDATE entry_line SET {what} WHERE entry_id = " + ENTRY
CHANGE_ITEM = "UPDATE owner_item SET {what} WHERE entry_id = " + ENTRY
PLANTED = {
    "a cent on one line": ([CHANGE_LINES.format(what="amount = amount + 1") + " AND line = 1"], "G-1", "add up to 1 cents"),
    "both lines of an entry": ([CHANGE_LINES.format(what="amount = 2 * amount")], "G-1", "its hash differs"),
    "another account": ([CHANGE_LINES.format(what="account_id = %(a)s") + " AND line = 1"], "G-1", "its hash differs"),
    "a dropped pair of lines": ([f"DELETE FROM entry_line WHERE entry_id = {ENTRY}"], "G-1", "has 0 lines"),
    "a dropped entry": (
        [f"DELETE FROM entry_line WHERE entry_id = {ENTRY}", f"DELETE FROM entry WHERE id = {ENTRY}"],
        "G-1", "its counter says",
    ),
    "an owner item without a line": (
        ["INSERT INTO owner_item SELECT association_id, entry_id, 9, day, debtor_id, part, kind, 5, source_kind, source_id"
         f" FROM owner_item WHERE entry_id = {ENTRY}"], "CALL-2", "its owner was told",
    ),
    "a swapped owner": ([CHANGE_ITEM.format(what="debtor_id = %(d)s")], "CALL-2", "its owner was told"),
    "an owner told another amount": ([CHANGE_ITEM.format(what="amount = 7")], "CALL-2", "account 410 stands at"),
    "a day outside": ([f"UPDATE entry SET day = '2026-06-01' WHERE id = {ENTRY}"], "G-1", "outside its fiscal year"),
    "a text of a closed year": ([f"UPDATE entry SET text = 'Other' WHERE id = {ENTRY}"], "F-1", "its hash differs"),
    "a closed balance": (
        ["UPDATE period_balance SET amount = amount + 1 WHERE association_id = %(t)s"], "F-1", "was closed at",
    ),
    "a year closed twice": (
        ["INSERT INTO period_event (id, association_id, period_id, seq, what, hash, at, by_id, xid)"
         " SELECT gen_random_uuid(), association_id, period_id, seq + 1, what, hash, at, by_id, 1 FROM period_event"
         " WHERE association_id = %(t)s AND what = 'final'"], "F-1", "went opened, voted, final, final",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_fault_is_named(cast, database, name):
    statements, reference, said = PLANTED[name]
    facts = {"t": cast.association_id, "r": reference, "a": await account(cast, "499"), "d": await debtor(cast, "A3")}
    tamper(database, *statements, **facts)
    found = await faults(cast)
    assert any(said in fault for fault in found), found
    assert all(str(cast.association_id) in fault for fault in found)
