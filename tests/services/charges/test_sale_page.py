"""A sale as its page shows it: who bears which call, calls carried over once, deviations noted, two statements apart."""

from datetime import date
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.models.ownership import Contact
from koprogo.papers.formats import LANGUAGES
from koprogo.papers.sale_statement import build
from koprogo.rules.charges.succession import Bearer
from koprogo.services.accounting import owner_account
from koprogo.services.charges import (
    calls,
    making_calls,
    sale,
    sale_acts,
    sale_queries,
    sale_statement,
    settlement_queries,
)
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.papers.snapshots import text_of
from tests.services.charges import books_of_the_year as made
from tests.services.charges import worked_year as stage_of

DEED = date(2025, 9, 1)


@pytest.fixture
async def stage(database):
    """Return the worked year with a working fund and four posted calls, and lot D sold by O4 to O2 after all of them."""
    found = await stage_of.worked_year()
    call = await found.act(making_calls.working_fund, amount=Money(200_000), called_on=date(2025, 2, 1), at=stage_of.AT)
    await found.act(calls.post_call, call, at=stage_of.AT)
    await stage_of.voted(found)
    for number in (1, 2, 3, 4):
        await found.act(calls.post_call, await found.call(number), at=stage_of.AT)
    holders = [NewHolder("full", person_id=found.people["O2"])]
    found.deed = await found.act(
        transfers.record_transfer, lot_id=found.lots["D"], day=DEED, holders=holders, act="Acte du 1er septembre",
        notary="Me Lenoir", at=now(),
    )  # fmt: skip
    return found


async def balance(stage, who):
    sheet = await stage.act(sale_queries.sale, stage.deed)
    debtor = sheet.seller_id if who == "O4" else sheet.buyer_id
    return (await stage.act(owner_account.owner_account, debtor, until=date(2026, 1, 1))).balance


async def test_a_call_made_before_the_news_of_the_deed_is_carried_over_once(stage):
    sheet = await stage.act(sale_queries.sale, stage.deed)
    assert [(call.reference, call.asked, call.bears, call.to_carry) for call in sheet.calls] == [
        ("CALL-2025-Q1", Bearer.SELLER, Bearer.SELLER, False),
        ("CALL-2025-W1", Bearer.SELLER, Bearer.SELLER, False),
        ("CALL-2025-Q2", Bearer.SELLER, Bearer.SELLER, False),
        ("CALL-2025-Q3", Bearer.SELLER, Bearer.SELLER, False),
        ("CALL-2025-Q4", Bearer.SELLER, Bearer.BUYER, True),
    ]
    assert (sheet.days, sheet.working.share) == ((243, 122), Money(30_000))
    seller, buyer = await balance(stage, "O4"), await balance(stage, "O2")
    with pytest.raises(BadInput, match="day"):
        await stage.act(sale_acts.carry_calls, stage.deed, day=date(2025, 8, 31), at=now())
    await stage.act(sale_acts.carry_calls, stage.deed, day=date(2025, 10, 3), at=now())
    q4 = sheet.calls[-1].amount.cents
    assert (await balance(stage, "O4"), await balance(stage, "O2")) == (seller - q4, buyer + q4)
    with pytest.raises(sale_acts.NothingToCarry) as refused:
        await stage.act(sale_acts.carry_calls, stage.deed, day=date(2025, 10, 3), at=now())
    assert refused.value.article == "3.94 §5"
    assert (await stage.act(sale_queries.sale, stage.deed)).calls[-1].carried


async def test_the_settlement_counts_a_carried_call_for_who_bears_it(database):
    """O5 bought lot C on 1 July; its third call, asked of O3 by hand of an old list, is carried over like any other."""
    books = await made.year_of_provisions()
    stage = books.stage
    holders = [NewHolder("full", person_id=stage.people["O2"])]
    deed = await stage.act(
        transfers.record_transfer, lot_id=stage.lots["D"], day=DEED, holders=holders, act="Acte", at=now()
    )
    before = await stage.act(settlement_queries.preview, covers=made.YEAR)
    await stage.act(sale_acts.carry_calls, deed, day=date(2025, 10, 3), at=now())
    after = await stage.act(settlement_queries.preview, covers=made.YEAR)
    called = [{owner.people[0]: owner.called.cents for owner in each.owners} for each in (before, after)]
    moved = {name: called[1][name] - called[0].get(name, 0) for name in called[1]}
    assert {name: cents for name, cents in moved.items() if cents} == {"O4 Owner": -15_004, "O2 Owner": 15_004}
    assert after.to_pay == before.to_pay


async def test_the_agreement_decides_about_special_calls_and_comes_before_the_deed(stage):
    with pytest.raises(BadInput, match="agreed_on"):
        await stage.act(
            sale_acts.note_agreement, stage.deed, agreed_on=date(2025, 9, 2), buyer_could_attend=False, at=now()
        )
    for could in (False, True, True):
        await stage.act(
            sale_acts.note_agreement, stage.deed, agreed_on=date(2025, 6, 1), buyer_could_attend=could, at=now()
        )
    sheet = await stage.act(sale_queries.sale, stage.deed)
    assert (sheet.agreed_on, sheet.buyer_could_attend) == (date(2025, 6, 1), True)
    async with db.association_session(stage.association_id) as session:
        assert await session.scalar(text("SELECT count(*) FROM sale_agreement WHERE transfer_id = :d"),
                                    {"d": stage.deed}) == 2  # fmt: skip


async def test_what_the_parties_agreed_is_noted_and_changes_nothing_for_the_association(stage):
    before = await stage.act(sale_queries.sale, stage.deed)
    with pytest.raises(BadInput) as refused:
        await stage.act(
            sale_acts.note_deviation, stage.deed, words=" ", bearer="notary", proof="", amount=Money(0), at=now()
        )
    assert {problem.where for problem in refused.value.problems} == {"words", "proof", "bearer", "amount"}
    noted = await stage.act(
        sale_acts.note_deviation, stage.deed, words="Le vendeur paie le toit", bearer="seller", proof="Compromis, art. 7",
        amount=Money(120_000), at=now(),
    )  # fmt: skip
    sheet = await stage.act(sale_queries.sale, stage.deed)
    [kept] = sheet.deviations
    assert (kept.id, kept.bearer, kept.amount) == (noted, Bearer.SELLER, Money(120_000))
    assert sheet.calls == before.calls
    await stage.act(sale_acts.end_deviation, stage.deed, noted, at=now())
    await stage.act(sale_acts.end_deviation, stage.deed, noted, at=now())
    assert (await stage.act(sale_queries.sale, stage.deed)).deviations == ()
    with pytest.raises(NotFound):
        await stage.act(sale_acts.end_deviation, stage.deed, uuid4(), at=now())


async def test_each_party_gets_her_own_statement_and_nobody_elses(stage):
    async with db.association_session(stage.association_id) as session:
        session.add(Contact(association_id=stage.association_id, person_id=stage.people["O4"], street="x", city="y"))
    await stage.act(sale.settle_working_fund, stage.deed, at=now())

    async def facts(side, who="syndic"):
        return await stage.act(
            sale_statement.statement_facts, stage.deed, side, language="en", day=date(2025, 12, 31), who=who
        )

    seller, buyer = await facts(Bearer.SELLER), await facts(Bearer.BUYER, "O2")
    assert (seller.balance, buyer.balance) == (await balance(stage, "O4"), await balance(stage, "O2"))
    assert ([call.bears for call in seller.calls], [call.bears for call in buyer.calls]) == (
        [True, True, True, True, False], [True],
    )  # fmt: skip
    for side, who in ((Bearer.SELLER, "O2"), (Bearer.BUYER, "O1"), (Bearer.SELLER, "O1")):
        with pytest.raises((NotFound, NotAllowed)):
            await facts(side, who)
    for language in LANGUAGES:
        said = text_of(build.build(seller, language))
        assert ("300,00" in said) or ("300.00" in said)
    assert build.build(buyer, "fr").count("243") == 0


async def test_who_may_not(stage):
    for look in (sale_queries.sales, sale_queries.sale):
        with pytest.raises(NotAllowed):
            await stage.act(look, *([stage.deed] if look is sale_queries.sale else []), who="O1")
    wish = {"agreed_on": DEED, "buyer_could_attend": False}
    with pytest.raises(NotAllowed):
        await stage.act(sale_acts.note_agreement, stage.deed, **wish, at=now(), who="O1")
    with pytest.raises(NotAllowed):
        await stage.act(sale_acts.carry_calls, stage.deed, day=DEED, at=now(), who="O1")
    with pytest.raises(NotFound):
        await stage.act(sale_queries.sale, uuid4())
    assert [row.lot for row in await stage.act(sale_queries.sales)] == ["D"]
