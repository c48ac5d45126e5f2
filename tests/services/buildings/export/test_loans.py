"""A loan leaves with its association and arrives elsewhere: drawn, undone, drawn again, repaid early, and nothing wrong."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

from koprogo.cli.check import every_fault
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.core.money import Money
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.buildings.export import bring_in, write_out
from koprogo.services.charges import calls
from koprogo.services.charges.loans import leaving, queries
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import act, rows, year
from tests.services.charges.loans_on_stage import DRAWN, FIRST, called, chosen, drawn, entered, repaid

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPERATOR = Actor(uuid4(), "operator", "fr", is_operator=True)
ENTRY = "SELECT entry_id FROM loan_drawing WHERE association_id = :t"


async def test_it_arrives_with_its_schedule_and_what_was_paid(database, elsewhere):
    cast = await put_on_stage()
    await year(cast)
    loan = await entered(cast)
    await drawn(cast, loan)
    [first] = await rows(cast, ENTRY)
    await act(cast, reverse, first["entry_id"], DRAWN, "LOAN-1-BACK", "The bank paid out another amount")
    await chosen(cast, loan, "A2")
    await drawn(cast, loan)
    await called(cast, loan, FIRST)
    await repaid(cast, loan, 1, FIRST)
    early = {"lot_id": cast.lots["A1"], "called_on": FIRST, "fee": Money(500), "at": now()}
    await act(cast, calls.post_call, await act(cast, leaving.leave, loan, **early), at=now())
    here = await act(cast, queries.loan, loan, day=date(2026, 6, 1))
    with await write_out.export_association(cast.syndic, cast.association_id, at=AT) as file:
        content = file.read()
    async with elsewhere():
        await bring_in.import_association(OPERATOR, io.BytesIO(content), at=AT)
        assert await act(cast, queries.loan, loan, day=date(2026, 6, 1)) == here
        assert await every_fault() == ([], 1)
        await called(cast, loan, date(2026, 4, 2))
    assert here.rest == here.borrowed - here.dues[0].principal
