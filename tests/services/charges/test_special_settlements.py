"""A special call in the year of a sale: whose calls pay a cost, what stays for works, both rhythms, nothing left over."""

from datetime import date, datetime

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import Conflict, NotAllowed
from koprogo.core.money import Money
from koprogo.core.period import Period, quarters
from koprogo.papers.settlement.build import build
from koprogo.papers.settlement.words import OWN
from koprogo.services.accounting import periods
from koprogo.services.charges import (
    call_queries,
    making_calls,
    rhythms,
    sale_acts,
    sale_queries,
    settlement_paper,
    settlement_queries,
    settlement_sources,
)
from koprogo.services.charges.invoices import funding_end
from koprogo.services.charges.settlements import issue_settlement
from koprogo.services.charges.verify import verify_charges
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from koprogo.state.charges.settlement_rows import sheet_view
from tests.papers.snapshots import text_of
from tests.services.accounting.ledger_on_stage import BY_ACT
from tests.services.charges.test_verify import superuser
from tests.services.charges.worked_year import AT, ENDS, STARTS, worked_year
from tests.services.charges.works_on_stage import decided, sums

YEAR, NEXT = Period(STARTS, ENDS), Period(ENDS, date(2027, 1, 1))
STANDS = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code
"""


@pytest.fixture
async def stage(database):
    """Lot C (250 of 1000) is sold by O3 to O5 on 1 July 2025; provisions, settled by days of enjoyment."""
    found = await worked_year()
    await found.act(rhythms.set_rhythm, since=STARTS, rhythm="provisions", source="Art. 30", at=AT)
    return found


async def preview(stage, covers=YEAR):
    return await stage.act(settlement_queries.preview, covers=covers)


async def issue(stage, covers=YEAR, version=1, **more):
    over = datetime.combine(covers.end, AT.timetz())
    return await stage.act(issue_settlement, covers=covers, version=version, at=over, **more)


async def stands(stage):
    async with db.association_session(stage.association_id) as session:
        rows = (await session.execute(text(STANDS), {"t": stage.association_id})).all()
        assert await verify_charges(session, stage.association_id) == []
        return {row.code: row.cents for row in rows}


async def test_a_call_due_before_the_sale_pays_the_cost_for_the_seller_also_after_it(stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000)
    await works.invoice(date(2025, 9, 1), 100_000)
    sheet = await preview(stage)
    assert [(each.words, each.lot, each.used) for owner in sheet.owners for each in owner.works][:1] == [
        ("Toit, point 1", "A", Money(30_100))
    ]
    await issue(stage)
    assert [owner.works for owner in (await preview(stage, NEXT)).owners if owner.works] == [], "told once"
    found = sums(sheet.owners)
    assert found == {
        "O1": (30_100, 30_100, 0), "O2": (29_900, 29_900, 0), "O3": (25_000, 25_000, 0), "O4": (15_000, 15_000, 0),
    }  # fmt: skip


async def test_two_instalments_pay_in_the_order_of_their_due_days(stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000, number=1, of=2)
    await works.call(date(2025, 9, 1), 100_000, number=2, of=2)
    await works.invoice(date(2025, 3, 25), 80_000)
    sheet = await preview(stage)
    found = sums(sheet.owners)
    assert (found["O3"], found["O5"]) == ((12_500, 12_500, 0), (7_500, 7_500, 0))
    assert sum(actual for actual, _, _ in found.values()) == 80_000
    await issue(stage)
    after = await stands(stage)
    assert (after["702"], after["489"], after.get("701", 0)) == (-80_000, -20_000, 0)
    assert await close(stage)
    assert "702" not in {code for code, cents in (await stands(stage)).items() if cents}


async def close(stage):
    [year] = [each for each in await stage.act(periods.years) if each.starts == STARTS]
    for step in (periods.Step.PROVISIONAL, periods.Step.AUDITED, periods.Step.VOTED):
        await stage.act(periods.advance, year.id, step=step, **BY_ACT)
    return await stage.act(periods.close_year, year.id)


async def test_what_is_not_used_stays_for_the_works_of_the_next_year(stage):
    works = await decided(stage)
    await works.call(date(2025, 9, 1), 100_000)
    assert {owner: to_pay for owner, (_, _, to_pay) in sums((await preview(stage)).owners).items()} == {
        "O1": 0, "O2": 0, "O4": 0, "O5": 0,
    }  # fmt: skip
    await issue(stage)
    assert (await stands(stage))["489"] == -100_000
    await works.invoice(date(2026, 2, 1), 70_000)
    assert sums((await preview(stage, NEXT)).owners)["O5"] == (17_500, 17_500, 0)
    await issue(stage, NEXT)
    after = await stands(stage)
    assert (after["489"], after["702"]) == (-30_000, -70_000)


async def test_a_call_asked_of_the_wrong_party_is_put_right_by_the_settlement(stage):
    """Decided between the agreement and the deed, without the buyer: what is due later is the seller's all the same."""
    deed = await sold(stage)
    works = await decided(stage, day=date(2025, 10, 10))
    await works.call(date(2025, 12, 1), 100_000)
    await works.invoice(date(2025, 12, 5), 60_000)
    assert sums((await preview(stage)).owners)["O2"] == (9_000 + 17_940, 9_000 + 17_940, 0)
    agreed = {"agreed_on": date(2025, 10, 1), "buyer_could_attend": False}
    await stage.act(sale_acts.note_agreement, deed, **agreed, at=AT)
    found = sums((await preview(stage)).owners)
    assert (found["O4"], found["O2"]) == ((9_000, -6_000, 15_000), (17_940, 32_940, -15_000))
    await issue(stage)
    await stands(stage)
    await stage.act(sale_acts.carry_calls, deed, day=date(2025, 12, 20), at=AT)
    again = sums((await preview(stage)).owners)
    assert (again["O4"], again["O2"]) == ((9_000, 9_000, 0), (17_940, 17_940, 0))
    await issue(stage, version=2, why="The call was carried over")
    after = await stands(stage)
    assert [after.get(code, 0) for code in ("701", "702", "489", "61073")] == [0, -60_000, -40_000, 60_000]


@pytest.mark.parametrize(
    ("could_attend", "decided_on", "owes"),
    [
        (False, date(2025, 10, 10), "O4"),
        (True, date(2025, 10, 10), "O2"),
        (False, date(2025, 9, 30), "O2"),
        (False, date(2025, 11, 1), "O2"),
    ],
)
async def test_a_call_asks_whom_the_noted_agreement_makes_owe_it(stage, could_attend, decided_on, owes):
    """Agreed on 1 October, deed of lot D on 1 November, due in December: preview, call, sale and settlement say the same."""
    deed = await sold(stage)
    works = await decided(stage, day=decided_on)
    agreed = {"agreed_on": date(2025, 10, 1), "buyer_could_attend": could_attend}
    await stage.act(sale_acts.note_agreement, deed, **agreed, at=AT)
    wish = {"item_id": works.item, "amount": Money(100_000), "called_on": date(2025, 12, 1)}
    planned = await stage.act(making_calls.preview_special, **wish)
    with pytest.raises(NotAllowed):
        await stage.act(call_queries.people_asked, planned, who="O1")
    shown = await stage.act(call_queries.people_asked, planned)
    assert {lot: names[0].split()[0] for lot, names in shown.items()} == {"A": "O1", "B": "O2", "C": "O5", "D": owes}
    call = await stage.act(call_queries.call, await works.call(date(2025, 12, 1), 100_000))
    assert {line.lot: each.names[0].split()[0] for each in call.asked for line in each.lines}["D"] == owes
    [at_sale] = [each for each in (await stage.act(sale_queries.sale, deed)).calls if each.kind == "special"]
    assert (at_sale.asked, at_sale.to_carry) == (at_sale.bears, False)
    await works.invoice(date(2025, 12, 5), 100_000)
    found = sums((await preview(stage)).owners)
    assert {to_pay for _, _, to_pay in found.values()} == {0}
    await issue(stage)
    await stands(stage)


async def sold(stage):
    """Sell lot D (150 of 1000) by O4 to O2 on 1 November 2025."""
    holders = [NewHolder("full", person_id=stage.people["O2"])]
    return await stage.act(
        transfers.record_transfer, lot_id=stage.lots["D"], day=date(2025, 11, 1), holders=holders, act="Acte",
        notary="Me Lenoir", at=now(),
    )  # fmt: skip


async def test_a_cost_beyond_the_calls_is_claimed_of_who_holds_the_lot_then(stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000, number=1, of=2)
    await works.invoice(date(2025, 5, 20), 120_000)
    found = sums((await preview(stage)).owners)
    assert (found["O3"], found["O5"]) == ((12_500, 12_500, 0), (17_500, 0, 17_500))
    await issue(stage)
    await works.call(date(2026, 2, 1), 100_000, number=2, of=2)
    after = sums((await preview(stage, NEXT)).owners)
    assert after["O5"] == (0, 12_500, -12_500), "what she paid in advance comes off the second call"
    await issue(stage, NEXT)
    await stands(stage)


async def test_the_final_account_gives_back_what_was_not_used(stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000, number=1, of=2)
    await works.call(date(2025, 9, 1), 100_000, number=2, of=2)
    await works.invoice(date(2025, 9, 3), 60_000)
    await stage.act(funding_end.draw_up, works.decision, day=date(2025, 11, 30), at=now())
    found = sums((await preview(stage)).owners)
    assert (found["O3"], found["O5"]) == ((12_500, 12_500, 0), (2_500, 12_500, -10_000))
    assert found["O1"] == (18_060, 30_100, -12_040)
    await issue(stage)
    assert "489" not in await stands(stage)
    with pytest.raises(Conflict):
        await stage.act(funding_end.draw_up, works.decision, day=date(2025, 11, 30), at=now())


async def test_a_credit_note_gives_the_works_their_money_back(stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000)
    await works.invoice(date(2025, 5, 3), 100_000)
    await issue(stage)
    await works.invoice(date(2026, 5, 3), 20_000, kind="credit_note")
    assert sums((await preview(stage, NEXT)).owners)["O3"] == (-5_000, -5_000, 0)
    await issue(stage, NEXT)
    assert (await stands(stage))["489"] == -20_000


async def test_statements_of_actual_costs_count_of_a_special_call_what_its_costs_used(database):
    stage = await worked_year()
    rhythm = {"since": STARTS, "rhythm": "actual_costs", "every": "quarter", "source": "Art. 30", "at": AT}
    await stage.act(rhythms.set_rhythm, **rhythm)
    works = await decided(stage)
    await works.call(date(2025, 4, 1), 100_000)
    await works.invoice(date(2025, 8, 1), 60_000)
    await works.invoice(date(2025, 11, 1), 40_000)
    seen = []
    for quarter in quarters(YEAR):
        seen.append(sums((await preview(stage, quarter)).owners).get("O3"))
        await issue(stage, quarter)
    assert seen == [None, (0, 0, 0), (15_000, 15_000, 0), (10_000, 10_000, 0)]
    assert "489" not in {code for code, cents in (await stands(stage)).items() if cents}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (
            "UPDATE settlement_works SET used = used - 100 WHERE association_id = :t AND used > 100",
            "its works moved by",
        ),
        (
            "UPDATE settlement_works SET kept = kept - 1 WHERE association_id = :t AND kept > 0",
            "stay for works, account 489",
        ),
    ],
)
async def test_what_somebody_changed_of_works_is_named(database, stage, fault, said):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000)
    await works.invoice(date(2025, 5, 3), 60_000)
    await issue(stage)
    async with superuser(database) as session:
        await session.execute(text(fault), {"t": stage.association_id})
        assert any(said in each for each in await verify_charges(session, stage.association_id))


async def test_the_paper_says_what_the_parties_agreed_and_that_it_binds_only_them(stage):
    deed = await sold(stage)
    works = await decided(stage)
    await works.call(date(2025, 12, 1), 100_000)
    await works.invoice(date(2025, 12, 5), 60_000)
    note = {"words": "Le toit est pour le vendeur", "bearer": "seller", "proof": "Acte, p. 12"}
    await stage.act(sale_acts.note_deviation, deed, **note, at=AT)
    made = await issue(stage)
    papers = {}
    async with db.association_session(stage.association_id) as session:
        scene = await settlement_paper.paper_scene(session, stage.association_id, made)
    for owner in scene.sheet.owners:
        papers[owner.people[0].split()[0]] = text_of(build(scene.facts(owner.debtor_id, "fr"), "fr"))
    assert [who for who, said in papers.items() if "Le toit est pour le vendeur" in said] == ["O2"]
    assert "envers l’association chacun doit ce que la loi prévoit" in papers["O2"]
    assert "payés par l’appel extraordinaire" in papers["O2"].replace("\u00a0", " ")
    assert sums(scene.sheet.owners)["O2"] == (9_000 + 17_940, 9_000 + 17_940, 0), "the law, not the agreement"


OLDER_CODE = (
    "DELETE FROM settlement_works WHERE association_id = :t",
    "UPDATE settlement_cost SET decision_id = NULL WHERE association_id = :t",
)
"""What a settlement lacks that was issued before works were kept apart."""


async def test_a_settlement_of_before_works_were_kept_apart_opens_without_them(database, stage):
    works = await decided(stage)
    await works.call(date(2025, 5, 1), 100_000)
    await works.invoice(date(2025, 9, 1), 100_000)
    made = await stage.act(issue_settlement, covers=YEAR, version=1, at=now())
    syndic, here = stage.actors["syndic"], stage.association_id
    async with superuser(database) as session:
        for sql in OLDER_CODE:
            await session.execute(text(sql), {"t": here})
        found = await settlement_queries.sheet(session, syndic, here, made)
        assert sums(found.owners)["O3"] == (25_000, 25_000, 0)
        shown = sheet_view(found, here, most=500)
        assert [owner.works for owner in shown.owners] == [[]] * len(found.owners), "no section to show"
        assert {cell.works for owner in shown.owners for cell in owner.cells} == {""}
        scene = await settlement_paper.paper_scene(session, here, made)
        for owner in found.owners:
            followed = await settlement_sources.settlement_of_owner(session, syndic, here, made, owner.debtor_id)
            assert all(each.adds_up and each.lines for each in followed.behind.values()), "from its invoice"
        for language in ("fr", "nl", "de", "en"):
            said = text_of(build(scene.facts(found.owners[0].debtor_id, language), language))
            assert all(words not in said for words in (OWN[language]["works_title"], "Toit, point 1"))
        assert await verify_charges(session, here) == []
        after = await settlement_queries.preview(session, syndic, here, covers=NEXT)
        assert {owner.to_pay for owner in after.owners} <= {Money(0)}, "not called again"
