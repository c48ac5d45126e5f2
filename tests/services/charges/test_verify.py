"""`koprogo check` on a lived year: whatever somebody changed past every trigger is named with its row, and nothing else is.

Each fault is planted by a superuser with every trigger off, looked at in the same transaction, and rolled back.
"""

from contextlib import asynccontextmanager
from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.periods import Step, advance, years
from koprogo.services.accounting.verify import verify_books
from koprogo.services.accounting.verify_funds import notes_on_funds, verify_funds
from koprogo.services.charges.invoices.verify import verify_invoices
from koprogo.services.charges.invoices.verify_orders import verify_orders
from koprogo.services.charges.verify import verify_charges
from tests.services.charges import books_of_the_year as made
from tests.services.charges import year_through_the_chain as lived

EVERYTHING = (verify_books, verify_funds, verify_bank, verify_charges, verify_invoices, verify_orders)
_lived: dict[str, lived.Chain] = {}


@pytest.fixture
async def chain(database):
    """The year of provisions lived once for the module, settled twice and closed."""
    if "year" not in _lived:
        found = _lived["year"] = await lived.year_of_provisions()
        [year] = [each for each in await found.act(years) if each.starts == made.STARTS]
        await found.act(advance, year.id, step=Step.PROVISIONAL)
        await found.books.issue(made.YEAR)
        await lived.reject_the_fee(found)
        await found.books.issue(made.YEAR, 2, why="The assembly rejected the extra fee")
        await made.close(found.books)
    return _lived["year"]


@asynccontextmanager
async def superuser(database):
    """Open a transaction past triggers, keys and walls; nothing of it stays."""
    async with AsyncSession(db.engine(database.admin_url)) as session:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        yield session
        await session.rollback()


async def faults(session, chain):
    here = chain.books.stage.association_id
    return [fault for verify in EVERYTHING for fault in await verify(session, here)]


OF_CALL = "(SELECT id FROM call WHERE association_id = :t AND reference = 'CALL-2025-Q2')"
LAST = "(SELECT id FROM settlement WHERE association_id = :t AND version = 2)"
ENTRY = "(SELECT id FROM entry WHERE association_id = :t AND reference = {reference})"
CALL_ENTRY, SALE = ENTRY.format(reference="'CALL-2025-Q2'"), ENTRY.format(reference="'SALE-C-2025-07-01'")
LIFT = ENTRY.format(reference="(SELECT min(reference) FROM entry WHERE association_id = :t AND reference LIKE 'INV-%')")
CODE = "(SELECT id FROM ledger_account WHERE association_id = :t AND code = '{code}')"
ROOF = "(SELECT id FROM invoice WHERE association_id = :t AND funding = 'reserve')"
ROOF_PAID = f"(SELECT payment_id FROM payment_invoice WHERE invoice_id = {ROOF})"
PLANTED = {
    # the five of the page
    "a line changed by a superuser": (
        f"UPDATE entry_line SET amount = amount + 1 WHERE entry_id = {CALL_ENTRY} AND line = 1", "add up to 1 cents",
    ),
    "a dropped line pair": (
        f"DELETE FROM entry_line WHERE entry_id = {LIFT}", "has 0 lines",
    ),
    "an owner item without entry": (
        f"UPDATE owner_item SET entry_id = gen_random_uuid() WHERE entry_id = {SALE} AND item = 1",
        "no entry of that day stands behind it",
    ),
    "a swapped owner": (
        "UPDATE owner_item SET debtor_id = (SELECT min(debtor_id::text)::uuid FROM debtor_person WHERE association_id = :t)"
        f" WHERE entry_id = {SALE} AND item = 2", "its owner was told",
    ),
    "a second close": (
        "INSERT INTO period_event (id, association_id, period_id, seq, what, hash, at, by_id, xid)"
        " SELECT gen_random_uuid(), association_id, period_id, seq + 1, what, hash, at, by_id, 1 FROM period_event"
        " WHERE association_id = :t AND what = 'final'", "voted, final, final",
    ),
    # M1 per year, M2
    "a line of another year": (
        f"UPDATE entry SET period_id = (SELECT id FROM period WHERE association_id = :t AND starts = '2026-01-01')"
        f" WHERE id = {LIFT}", "lies outside its fiscal year",
    ),
    "a single line added": (
        "INSERT INTO entry_line (association_id, entry_id, line, day, account_id, amount)"
        f" SELECT association_id, entry_id, 99, day, account_id, 5 FROM entry_line WHERE entry_id = {LIFT} AND line = 1",
        "the year from 2025-01-01 adds up to 5 cents",
    ),
    # calls: M3, call = Σ of its lines, what was posted
    "a call line that is not its part": (
        f"UPDATE call_line SET amount = amount + 1 WHERE call_id = {OF_CALL} AND number = 2", "is not that",
    ),
    "two call lines that still add up": (
        f"UPDATE call_line SET amount = amount + CASE number WHEN 1 THEN 1 ELSE -1 END WHERE call_id = {OF_CALL}"
        " AND number < 3", "call CALL-2025-Q2 of",
    ),
    "another weight": (
        f"UPDATE call_line SET weight = weight + 1 WHERE call_id = {OF_CALL} AND number = 1",
        "account has",
    ),
    "a call line taken away": (
        f"DELETE FROM call_line WHERE call_id = {OF_CALL} AND number = 1", "is none of its lines",
    ),
    "another total": (
        f"UPDATE call SET total = total + 100 WHERE id = {OF_CALL}", "its lines add up to 132525 cents, it asks 132625",
    ),
    "another debtor of a call": (
        "UPDATE call_line SET debtor_id = (SELECT debtor_id FROM call_line c WHERE c.association_id = :t"
        f" AND c.debtor_id <> call_line.debtor_id LIMIT 1) WHERE call_id = {OF_CALL} AND number = 1",
        "its owner's account has",
    ),
    # settlements
    "a cell that is not its fraction": (
        f"UPDATE settlement_line SET of_lot = of_lot + 1, amount = amount + 1 WHERE settlement_id = {LAST} AND number = 1",
        "are not 106000 × 1/3",
    ),
    "days swapped": (
        f"UPDATE settlement_line SET days = 365 - days WHERE settlement_id = {LAST} AND days IN (181, 184)",
        "× 184/365",
    ),
    "an owner's sum": (
        f"UPDATE settlement_owner SET actual = actual + 7, called = called + 7 WHERE settlement_id = {LAST}",
        "her cells say",
    ),
    "another difference posted": (
        f"UPDATE settlement_owner SET posted = posted + 1 WHERE settlement_id = {LAST}", "her account was moved by",
    ),
    "the first version taken away": (
        "DELETE FROM settlement WHERE association_id = :t AND version = 1", "version 1 before it is missing",
    ),
    "a cost of a settlement": (
        f"UPDATE settlement_cost SET amount = amount + 1 WHERE settlement_id = {LAST} AND number = 1", "its costs are",
    ),
    # 58, the reserve and its account, ceilings
    "a transfer that never arrived": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='499')} WHERE association_id = :t AND amount < 0"
        f" AND account_id = {CODE.format(code='58')}", "the other side of 22500 cents never came",
    ),
    "the roof paid from the working fund": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='551')} WHERE association_id = :t AND amount = -121000"
        f" AND account_id = {CODE.format(code='550')}", "that the reserve fund pays were paid from another account",
    ),
    # 1 199.99 less the 700.00 taken over: what an old tool left open may have been the reserve's
    "a budget's invoice paid by the reserve": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='550')} WHERE association_id = :t AND amount = -119999"
        f" AND account_id = {CODE.format(code='551')}", "49999 cents that no decision took from the fund",
    ),
    "a cost straight from the reserve account": (
        f"UPDATE entry_line SET account_id = {CODE.format(code='61073')} WHERE association_id = :t AND amount = 121000"
        f" AND account_id = {CODE.format(code='4400')}", "cents of the reserve account against 61073",
    ),
    "a ceiling lowered": (
        "UPDATE funding_decision SET ceiling = 120999 WHERE association_id = :t", "it allows 120999",
    ),
    # the bank
    "a bank line taken away": (
        "DELETE FROM bank_line WHERE association_id = :t AND amount = 46000", "do not make",
    ),
    "a statement taken away": (
        "DELETE FROM bank_statement WHERE association_id = :t AND sequence = 5", "missing",
    ),
    "a booking taken away": (
        "DELETE FROM entry_line WHERE association_id = :t AND source_kind = 'bank_line' AND abs(amount) = 46000",
        "the bank says",
    ),
    # invoices and orders
    "an approved invoice without its entry": (
        f"DELETE FROM entry WHERE id = {LIFT}; DELETE FROM entry_line WHERE entry_id = {LIFT}", "owes the supplier 0 cents",
    ),
    "an invoice approved twice": (
        "INSERT INTO invoice_event (id, association_id, invoice_id, seq, what, words, entry_id, content, at, by_id)"
        " SELECT gen_random_uuid(), association_id, invoice_id, 99, what, words, entry_id, content, at, by_id"
        f" FROM invoice_event WHERE invoice_id = {ROOF} AND what = 'approved'", "approved 2 times",
    ),
    "another amount ordered": (
        f"UPDATE payment_line SET amount = amount + 1 WHERE id = {ROOF_PAID}", "its file and its rows differ on",
    ),
    "another account ordered": (
        f"UPDATE payment_line SET iban = 'BE02999999999940' WHERE id = {ROOF_PAID}", "its file and its rows differ on",
    ),
}  # fmt: skip


async def test_a_lived_year_has_no_fault(chain, database):
    async with superuser(database) as session:
        assert await faults(session, chain) == []


@pytest.mark.parametrize("name", PLANTED)
async def test_a_planted_fault_is_named(chain, database, name):
    statements, said = PLANTED[name]
    here = chain.books.stage.association_id
    async with superuser(database) as session:
        for statement in statements.split("; "):
            assert (await session.execute(text(statement), {"t": here})).rowcount > 0, statement
        found = await faults(session, chain)
    assert any(said in fault for fault in found), found


async def test_a_fault_elsewhere_is_none_here(chain, database):
    async with superuser(database) as session:
        await session.execute(
            text("UPDATE entry_line SET amount = amount + 1 WHERE association_id <> :t"), {"t": uuid4()}
        )
        found = await faults(session, chain)
        assert found and all("cents" in fault or "hash" in fault for fault in found)
        for verify in EVERYTHING:
            assert await verify(session, uuid4()) == []


async def test_what_is_no_fault_is_a_note(chain, database):
    """One side of a transfer that is in, an amount nobody could place, and the reserve part not yet swept."""
    here = chain.books.stage.association_id
    async with superuser(database) as session:

        async def notes():
            return await notes_on_funds(session, here, today=date(2026, 1, 10))

        [swept] = await notes()
        assert "7500 called and not yet swept, 6593 of it not collected" in swept
        other = text(
            f"UPDATE entry_line SET account_id = {CODE.format(code='499')} WHERE association_id = :t"
            f" AND account_id = {CODE.format(code='58')} AND amount < 0"
        )
        await session.execute(other, {"t": here})
        await session.execute(
            text("UPDATE bank_statement SET new_day = '2025-10-15' WHERE association_id = :t"), {"t": here}
        )
        way, suspense, *_ = await notes()
        assert "the other side of 22500 cents is under way" in way
        assert "account 499 stands at -22500 cents: 0 bank lines wait" in suspense
        assert await verify_funds(session, here) == []
