"""The file of works: what is allowed, called, invoiced and paid, by hand; what is beyond it waits and is said."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.core.money import ZERO, Money
from koprogo.services.charges import proposal
from koprogo.services.charges.invoices import funding, funding_end
from koprogo.services.charges.invoices.refusals import BeyondAllowance
from koprogo.services.charges.works_file import works_file
from tests.cast import put_on_stage
from tests.services.charges.invoices_on_stage import IBAN, act, booked, line, step, typed, year


@pytest.fixture
async def cast(database):
    """An association of its own."""
    return await put_on_stage()


async def allowed(cast, cents=1_000_000):
    """Let the assembly allow something from the reserve fund."""
    facts = {"funding": "reserve", "words": "Toiture, point 6", "decided_on": today() - timedelta(days=90)}
    return await act(cast, "syndic", funding.enter_decision, ceiling=Money(cents), at=now(), **facts)


async def invoice_of(cast, decision, cents, *, kind="invoice"):
    """Return the facts of an invoice that this decision pays."""
    lines = (line(cents, account="61073", rate="exempt"),)
    return {"funding": "reserve", "decision_id": decision, "gross": Money(cents), "lines": lines, "kind": kind}


async def test_it_adds_up_what_was_invoiced_and_what_is_coming(cast):
    decision = await allowed(cast)
    await booked(cast, **await invoice_of(cast, decision, 700_000))
    await booked(cast, **await invoice_of(cast, decision, 50_000, kind="credit_note"))
    await typed(cast, **await invoice_of(cast, decision, 300_000))
    found = await act(cast, "accountant", works_file, decision)
    account = found.account
    assert (account.allowed, account.invoiced, account.coming) == (Money(1_000_000), Money(650_000), Money(300_000))
    assert (account.left, account.not_covered, found.paid, found.called) == (Money(50_000), ZERO, ZERO, ZERO)
    assert [each.amount.cents for each in found.invoices] == [700_000, -50_000, 300_000]


async def test_what_costs_more_than_was_allowed_is_said_before_it_is_refused(cast):
    decision = await allowed(cast, 5_445_000)
    await booked(cast, **await invoice_of(cast, decision, 5_000_000))
    await year(cast)
    last = await typed(cast, **await invoice_of(cast, decision, 710_000))
    await step(cast, "syndic", last, "submitted")
    found = await act(cast, "syndic", works_file, decision)
    assert (str(found.account.not_covered), found.account.left) == ("2650.00", ZERO)
    with pytest.raises(BeyondAllowance):
        await step(cast, "syndic", last, "approved")
    await step(cast, "syndic", last, "rejected", words="Beyond what was allowed")
    assert (await act(cast, "syndic", works_file, decision)).account.not_covered == ZERO


async def test_what_the_reserve_fund_paid_is_no_ordinary_charge_of_the_year(cast):
    await booked(cast, **await invoice_of(cast, await allowed(cast), 700_000))
    await booked(cast)
    next_year = date(today().year + 1, 1, 1)
    duty = await act(cast, "syndic", proposal.reserve_duty, starts=next_year, given=ZERO)
    assert duty.charges == Money(36_300)
    draft = await act(cast, "syndic", proposal.propose_budget, starts=next_year, index_hundredths=0)
    assert [line.account for line in draft.lines if line.account.startswith("6")] == ["61011"]


async def test_an_owner_reads_what_is_booked_and_not_what_a_neighbour_bears_alone(cast):
    decision = await allowed(cast)
    seen = await booked(cast, **await invoice_of(cast, decision, 700_000))
    alone = (line(50_000, account="643", rate="exempt", lot_id=cast.lots["A2"]),)
    await booked(cast, **{**await invoice_of(cast, decision, 50_000), "lines": alone})
    await typed(cast, **await invoice_of(cast, decision, 10_000))
    found = await act(cast, "anna", works_file, decision)
    assert [(each.seen, each.amount.cents, bool(each.supplier)) for each in found.invoices] == [
        (True, 700_000, True),
        (False, 50_000, False),
    ]
    assert (found.whole, found.account.invoiced, found.account.coming) == (False, Money(750_000), ZERO)
    assert found.invoices[0].id == seen
    assert all(each.seen for each in (await act(cast, "bram", works_file, decision)).invoices)
    whole = await act(cast, "accountant", works_file, decision)
    assert (whole.whole, len(whole.invoices), whole.account.coming) == (True, 3, Money(10_000))


async def test_no_account_number_of_a_supplier_stands_in_it(cast):
    decision = await allowed(cast)
    await booked(cast, **await invoice_of(cast, decision, 700_000))
    assert IBAN not in repr(await act(cast, "anna", works_file, decision))


async def test_owners_read_only_and_strangers_and_strange_ones_are_not_found(cast):
    decision = await allowed(cast)
    assert [each.id for each in await act(cast, "anna", funding.decisions)] == [decision]
    with pytest.raises(NotAllowed):
        await act(cast, "anna", funding_end.draw_up, decision, day=today(), at=now())
    with pytest.raises(NotFound):
        await act(cast, "syndic", works_file, uuid4())
    stranger = cast.actors["stranger"]
    async with db.tenant_session(stranger) as session:
        with pytest.raises(NotFound):
            await works_file(session, stranger, cast.association_id, decision)
