"""Claims on an insurer: invoices are no cost, the indemnity is no income, what is left is borne once, and who sees it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.coda_writer import Written
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import ZERO, Money
from koprogo.services.accounting.bank import deciding
from koprogo.services.charges import proposal
from koprogo.services.charges.claims import claims, queries
from koprogo.services.charges.claims.claims import Known
from koprogo.services.charges.claims.refusals import ClaimSettled, InvoicesOpen, NoIndemnity
from koprogo.services.charges.claims.verify import verify_claims
from koprogo.services.charges.invoices.verify import verify_invoices
from tests.cast import put_on_stage
from tests.services.accounting.bank.test_outgoing import take
from tests.services.charges.invoices_on_stage import act, booked, line, own_account, step, typed, year
from tests.services.charges.test_verify import superuser

INSURER = "BE62510007547061"
STANDS = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code HAVING sum(l.amount) <> 0
"""


@pytest.fixture
async def cast(database):
    """A fresh association per test, with its year and its account open."""
    found = await put_on_stage()
    await year(found)
    await own_account(found)
    return found


async def opened(cast, *lots, **more):
    """Return a claim for water damage; the deductible is the association's unless another is said."""
    facts = {"insurer": "Assureur SA", "expected": Money(30_000), "deductible": Money(6_300), **more}
    return await act(
        cast, "syndic", claims.open_claim, happened_on=today(), words="Dégât des eaux", known=Known(**facts),
        lots=[cast.lots[lot] for lot in lots], at=now(),
    )  # fmt: skip


async def invoice(cast, claim, cents=36_300, **more):
    lines = (line(cents, rate="exempt", account="61021"),)
    return await booked(cast, funding="insurance", claim_id=claim, gross=Money(cents), lines=lines, **more)


async def indemnity(cast, claim, cents=30_000, **more):
    [came] = await take(cast, Written(cents, today(), INSURER, "Assureur SA", "sinistre 44/2026"), **more)
    await act(cast, "syndic", claims.receive, claim, came.id, seen=came.match_id, today=today(), at=now())
    return came


async def end(cast, claim, **more):
    return await act(cast, "syndic", claims.end_claim, claim, day=today(), at=now(), **more)


async def sheet(cast, claim, who="syndic"):
    return await act(cast, who, queries.claim, claim, today=today())


async def stands(cast):
    async with db.association_session(cast.association_id) as session:
        assert await verify_claims(session, cast.association_id) == []
        assert await verify_invoices(session, cast.association_id) == []
        return {row.code: row.cents for row in await session.execute(text(STANDS), {"t": cast.association_id})}


async def test_what_an_insurer_pays_is_neither_cost_nor_income(cast):
    claim = await opened(cast)
    await invoice(cast, claim)
    found = await sheet(cast, claim)
    account = found.row.account
    assert (account.invoiced, account.received, account.awaited, account.not_covered) == (
        Money(36_300), ZERO, Money(30_000), Money(6_300),
    )  # fmt: skip
    assert (await stands(cast)) == {"4996": 36_300, "4400": -36_300}
    next_year = today().replace(year=today().year + 1, month=1, day=1)
    duty = await act(cast, "syndic", proposal.reserve_duty, starts=next_year, given=ZERO)
    assert duty.charges == ZERO, "not in the base of the five per cent"
    with pytest.raises(BadInput):
        await act(cast, "syndic", proposal.propose_budget, starts=next_year, index_hundredths=0)
    came = await indemnity(cast, claim)
    found = await sheet(cast, claim)
    assert [each.amount for each in found.indemnities] == [Money(30_000)]
    assert (found.row.account.received, found.row.account.awaited) == (Money(30_000), ZERO)
    await end(cast, claim)
    after = await stands(cast)
    assert (after["6147"], "4996" in after, "744" in after) == (6_300, False, False)
    assert (await sheet(cast, claim)).row.ended_on == today()
    with pytest.raises(ClaimSettled):
        await end(cast, claim)
    with pytest.raises(ClaimSettled):
        await act(cast, "syndic", claims.receive, claim, came.id, seen=None, today=today(), at=now())


async def test_the_deductible_of_one_owner_is_hers_and_the_rest_is_shared(cast):
    claim = await opened(cast, "A2", deductible=Money(5_000), lot_id=cast.lots["A2"], source="Règlement, art. 22")
    await invoice(cast, claim)
    await indemnity(cast, claim)
    await end(cast, claim)
    after = await stands(cast)
    assert (after["643"], after["6147"]) == (5_000, 1_300)


async def test_more_than_was_invoiced_is_income_once(cast):
    claim = await opened(cast)
    await invoice(cast, claim, 20_000)
    await indemnity(cast, claim)
    assert (await sheet(cast, claim)).row.account.not_covered == Money(-10_000)
    await end(cast, claim)
    after = await stands(cast)
    assert (after["744"], "4996" in after) == (-10_000, False)


async def test_a_receipt_that_was_wrongly_named_goes_back_to_the_queue(cast):
    claim, other = await opened(cast), await opened(cast)
    await invoice(cast, claim)
    came = await indemnity(cast, claim)
    [shown] = [each for each in await bank_lines(cast) if each.id == came.id]
    await act(cast, "syndic", deciding.undo, came.id, why="Another claim", seen=shown.match_id, today=today(), at=now())
    assert ((await sheet(cast, claim)).row.account.received, (await sheet(cast, claim)).indemnities) == (ZERO, ())
    [shown] = [each for each in await bank_lines(cast) if each.id == came.id]
    await act(cast, "syndic", claims.receive, other, came.id, seen=shown.match_id, today=today(), at=now())
    assert (await sheet(cast, other)).row.account.received == Money(30_000)
    assert (await sheet(cast, claim)).row.account.received == ZERO


async def test_what_settled_a_claim_is_used_for_no_other_one(cast):
    claim, other = await opened(cast), await opened(cast)
    paper = await invoice(cast, claim)
    came = await indemnity(cast, claim)
    await end(cast, claim)
    before = await stands(cast)
    [shown] = [each for each in await bank_lines(cast) if each.id == came.id]
    facts = {"seen": shown.match_id, "today": today(), "at": now()}
    with pytest.raises(ClaimSettled):
        await act(cast, "syndic", claims.receive, other, came.id, **facts)
    with pytest.raises(ClaimSettled):
        await act(cast, "syndic", deciding.undo, came.id, why="Of the other claim", **facts)
    with pytest.raises(ClaimSettled):
        await step(cast, "syndic", paper, "reversed", words="Entered twice")
    assert await stands(cast) == before


async def test_nobody_owes_the_deductible_of_a_day_on_which_nobody_held_the_lot(cast):
    """Such a cost would be nobody's, and no settlement of the year could be drawn up any more."""
    known = Known("Assureur SA", expected=ZERO, deductible=Money(5_000), lot_id=cast.lots["A2"], source="Art. 22")
    facts = {"happened_on": today().replace(year=1990, day=1), "words": "Incendie", "at": now()}
    claim = await act(cast, "syndic", claims.open_claim, **facts, known=known)
    await invoice(cast, claim)
    with pytest.raises(BadInput, match="lot"):
        await end(cast, claim)
    await act(cast, "syndic", claims.change_claim, claim, known=replace(known, lot_id=None), at=now())
    await end(cast, claim)
    assert (await stands(cast))["6147"] == 36_300


async def bank_lines(cast):
    from koprogo.services.accounting.bank import queries as bank

    return await act(cast, "syndic", bank.lines, today=today())


async def test_money_that_goes_out_is_no_indemnity_and_an_open_invoice_keeps_it_open(cast):
    claim = await opened(cast)
    [gone] = await take(cast, Written(-500, today(), INSURER, "Assureur SA", "retour"))
    with pytest.raises(NoIndemnity):
        await act(cast, "syndic", claims.receive, claim, gone.id, seen=gone.match_id, today=today(), at=now())
    waiting = await typed(cast, funding="insurance", claim_id=claim)
    with pytest.raises(InvoicesOpen):
        await end(cast, claim)
    await step(cast, "syndic", waiting, "submitted")
    await step(cast, "syndic", waiting, "rejected", words="Not ours")
    assert await end(cast, claim) is None, "nothing was left"
    late = await typed(cast)
    with pytest.raises(NotFound):
        await typed(cast, late, funding="insurance", claim_id=claim)


async def test_an_invoice_without_a_claim_is_not_submitted(cast):
    draft = await typed(cast, funding="insurance")
    with pytest.raises(BadInput, match="claim"):
        await step(cast, "syndic", draft, "submitted")


async def test_what_is_known_later_is_a_version(cast):
    claim = await opened(cast)
    known = Known("Assureur SA", "P-1", "S-44/2026", Money(25_000), Money(1), cast.lots["A1"], "AG, point 5")
    await act(cast, "accountant", claims.change_claim, claim, known=known, at=now())
    row = (await sheet(cast, claim)).row
    assert (row.reference, row.account.expected, row.bearer, row.source) == (
        "S-44/2026",
        Money(25_000),
        "A1",
        "AG, point 5",
    )
    with pytest.raises(BadInput, match="source"):
        await act(cast, "syndic", claims.change_claim, claim, known=Known("A", lot_id=cast.lots["A1"]), at=now())
    with pytest.raises(BadInput) as refused:
        wrong = {"happened_on": today() + timedelta(days=1), "words": " ", "known": Known("", expected=Money(-1))}
        await act(cast, "syndic", claims.open_claim, **wrong, at=now())
    assert {each.where for each in refused.value.problems} == {"happened_on", "words", "insurer", "expected"}


async def test_an_owner_sees_the_claims_of_her_lots_and_no_papers(cast):
    hers, other = await opened(cast, "A1"), await opened(cast, "A2")
    common = await opened(cast)
    await invoice(cast, hers)
    assert [row.id for row in await act(cast, "anna", queries.claims, today=today())] == [hers]
    found = await sheet(cast, hers, "anna")
    assert (found.row.account.invoiced, found.invoices, found.indemnities) == (Money(36_300), (), ())
    for claim in (other, common):
        with pytest.raises(NotFound):
            await sheet(cast, claim, "anna")
    assert len(await act(cast, "accountant", queries.claims, today=today())) == 3
    with pytest.raises(NotAllowed):
        await act(cast, "anna", claims.end_claim, hers, day=today(), at=now())


async def test_what_somebody_changed_of_a_settled_claim_is_named(database, cast):
    claim = await opened(cast)
    await invoice(cast, claim)
    await end(cast, claim)
    async with superuser(database) as session:
        where = {"t": cast.association_id}
        await session.execute(
            text("UPDATE entry_line SET amount = amount + 1 WHERE association_id = :t AND source_kind = 'claim'"), where
        )
        assert ["it is settled" in each for each in await verify_claims(session, cast.association_id)] == [True]


def test_a_no_of_claims_names_its_article():
    """The accounts say what was damaged, paid and borne, once (art. 3.89 §5, 15°)."""
    assert {each.article for each in (ClaimSettled, NoIndemnity, InvoicesOpen)} == {"3.89 §5, 15°"}
