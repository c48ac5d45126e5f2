"""Two debtors whose persons were merged: one account, both numbers accepted, nothing rewritten; undone, they part again."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.models.ownership import PersonMerge
from koprogo.services.accounting import owner_account
from koprogo.services.accounting.bank.open_items import open_items
from koprogo.services.accounting.same_debtors import same_debtors
from koprogo.services.accounting.verify import verify_books
from tests.services.accounting.bank.bank_on_stage import bank_on_stage, coda, debtor, lines, number, paid, take
from tests.services.charges.worked_year import ENDS

LINES = "SELECT count(*), sum(abs(amount)) FROM entry_line WHERE association_id = :t"


@pytest.fixture
async def stage(database):
    """The worked year with two calls; O2's person turns out to be O1's."""
    return await bank_on_stage()


async def merged(stage, *, undone=False):
    async with db.association_session(stage.association_id) as session:
        if undone:
            await session.execute(text("UPDATE person_merge SET undone_at = now()"))
            return
        session.add(
            PersonMerge(
                association_id=stage.association_id, kept_id=stage.people["O1"], merged_id=stage.people["O2"],
                holding_ids=[], before={}, at=now(), by_id=stage.people["syndic"],
            )
        )  # fmt: skip


async def account(stage, who, as_who="syndic"):
    here = await debtor(stage, who)
    return await stage.act(owner_account.owner_account, here, until=ENDS, who=as_who)


async def written(stage):
    async with db.association_session(stage.association_id) as session:
        return tuple((await session.execute(text(LINES), {"t": stage.association_id})).one())


async def test_their_accounts_are_one_and_nothing_is_rewritten(stage):
    before, first, second = await written(stage), await account(stage, "O1"), await account(stage, "O2")
    many = len(await stage.act(owner_account.debtors, day=ENDS))
    await merged(stage)
    for who in ("O1", "O2"):
        found = await account(stage, who)
        assert (found.balance, len(found.lines)) == (first.balance + second.balance, len(first.lines + second.lines))
        assert (found.people, found.permanent) == (first.people, first.permanent)
    assert (await account(stage, "O2", "O1")).balance == first.balance + second.balance, "she reads what is hers"
    rows = await stage.act(owner_account.debtors, day=ENDS)
    assert len(rows) == many - 1
    assert [row.balance for row in rows if row.people == first.people] == [first.balance + second.balance]
    assert await stage.act(owner_account.own_debtors, who="O2") == [await debtor(stage, "O1")]
    assert await written(stage) == before
    await merged(stage, undone=True)
    assert (await account(stage, "O2")).balance == second.balance


async def test_both_numbers_are_hers_and_pay_what_either_owes(stage):
    one, other = await number(stage, "O1", ""), await number(stage, "O2", "")
    first, second = await account(stage, "O1"), await account(stage, "O2")
    await merged(stage)
    whole = first.balance + second.balance
    await take(stage, coda(1, 0, paid(whole - 100, other), paid(100, one)))
    found = await lines(stage)
    head = await debtor(stage, "O1")
    assert [(line.target, line.debtor_id) for line in found] == [("debtor", head), ("debtor", head)]
    assert (await account(stage, "O2")).balance == 0
    async with db.association_session(stage.association_id) as session:
        same = await same_debtors(session, stage.association_id)
        left = [each.item.open for each in await open_items(session, stage.association_id) if each.item.debtor == head]
        assert (same.group(head), sum(left)) == ([head, same.group(await debtor(stage, "O2"))[1]], 0)
        assert await verify_books(session, stage.association_id) == []
