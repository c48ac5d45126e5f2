"""Many at once: closing against posting, one reference from many sides, numbers without gaps."""

import asyncio
import random
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from koprogo import db
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.accounts import debtor_of_lot
from koprogo.services.accounting.post_entry import Journal, post_entry
from koprogo.services.accounting.refusals import ReferenceUsed, YearClosed
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import BY_ACT, account, act, rows, voucher, year

CLOSINGS, POSTERS = 25, 2
NUMBERS = "SELECT reference, number FROM entry WHERE association_id = :t AND journal = 'purchases' ORDER BY number"
LATE = """
SELECT (SELECT coalesce(sum(b.amount), 0) FROM period_balance b WHERE b.period_id = :p AND b.account_id = :a)
       - (SELECT coalesce(sum(l.amount), 0) FROM entry_line l WHERE l.account_id = :a AND l.day < :until) AS cents
"""


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


class ChangedHerMind(Exception):
    """Somebody broke off after booking, before the commit."""


async def test_the_same_references_from_many_sides_are_booked_once_without_gaps(cast):
    await year(cast)
    chance = random.Random(6)
    vouchers = [
        await voucher(
            cast, {"61050": 100 + place, "4400": -100 - place}, journal=Journal.PURCHASES, reference=f"F-{place}"
        )
        for place in range(10)
    ]
    other = [await voucher(cast, {"61050": 7, "4400": -7}, reference=entry.reference) for entry in vouchers]
    refused = []

    async def one_side(order, breaks_off):
        for entry in order:
            try:
                async with db.tenant_session(cast.syndic, cast.association_id) as session:
                    await post_entry(session, cast.syndic, cast.association_id, entry)
                    if breaks_off():
                        raise ChangedHerMind
            except ChangedHerMind:
                continue
            except ReferenceUsed as used:
                refused.append(used.reference)

    sides = [one_side(chance.sample(vouchers, 10), lambda: chance.random() < 0.4) for _ in range(7)]
    await asyncio.gather(*sides)
    await one_side(vouchers, lambda: False)
    await asyncio.gather(*(one_side(other, lambda: False) for _ in range(2)))
    found = await rows(cast, NUMBERS)
    assert [row["number"] for row in found] == list(range(1, 11))
    assert {row["reference"] for row in found} == {f"F-{place}" for place in range(10)}
    assert sorted(refused) == sorted(2 * [f"F-{place}" for place in range(10)])


async def test_a_reference_in_two_journals_at_once_is_one_of_them(cast):
    await year(cast)
    both = [
        await voucher(cast, {"61050": 100, "4400": -100}, journal=journal)
        for journal in (Journal.PURCHASES, Journal.GENERAL)
    ]
    results = await asyncio.gather(*(act(cast, post_entry, each) for each in both), return_exceptions=True)
    assert sorted(type(each).__name__ for each in results) == ["Posted", "ReferenceUsed"]
    assert len(await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t")) == 1


async def test_no_entry_comes_late_into_a_year_that_is_being_closed(cast):
    """An entry is late when the closing did not count it: 25 years are closed while others book in them until refused."""
    bank = await account(cast, "551")
    for place in range(CLOSINGS):
        starts, until = date(2030 + place, 1, 1), date(2031 + place, 1, 1)
        period = await year(cast, starts, until)
        await act(cast, periods.advance, period, step=Step.VOTED, **BY_ACT)
        entry = await voucher(cast, {"551": 100, "499": -100}, journal=Journal.CLOSING, day=starts)
        booked = asyncio.Event()

        async def poster(who, entry, place, booked):
            for number in count():
                try:
                    await act(cast, post_entry, replace(entry, reference=f"{place}-{who}-{number}"))
                except YearClosed:
                    return
                booked.set()

        async def closing(period, booked):
            await booked.wait()
            await act(cast, periods.close_year, period)

        posters = [poster(who, entry, place, booked) for who in range(POSTERS)]
        await asyncio.gather(*posters, closing(period, booked))
        [late] = await rows(cast, LATE, p=period, a=bank, until=until)
        assert late["cents"] == 0, place
        again = await act(cast, periods.close_year, period)
        [stored] = [each.hash for each in await act(cast, periods.years) if each.id == period]
        assert (again.again, again.hash) == (True, stored)
        assert await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t AND period_id = :p", p=period)


async def test_one_closing_at_a_time(cast):
    period = await year(cast)
    await act(cast, periods.advance, period, step=Step.VOTED, **BY_ACT)
    both = await asyncio.gather(*(act(cast, periods.close_year, period) for _ in range(3)))
    assert len({each.hash for each in both}) == 1
    assert sorted(each.again for each in both) == [False, True, True]


async def test_a_debtor_is_made_once_however_many_ask(cast):
    async def ask():
        async with db.association_session(cast.association_id) as session:
            return await debtor_of_lot(session, cast.association_id, cast.lots["A5"], date(2026, 3, 1))

    assert len(set(await asyncio.gather(*(ask() for _ in range(6))))) == 1
    codes = await rows(cast, "SELECT code FROM ledger_account WHERE association_id = :t ORDER BY code")
    assert [row["code"] for row in codes] == ["4100.1", "4101.1"]
