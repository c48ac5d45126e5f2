"""Any history of the books, exported and read in elsewhere: the same trial balance, the same hashes, nothing new wrong."""

import io
from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koprogo.cli.check import faults_of
from koprogo.core.actor import Actor
from koprogo.core.errors import KoproError
from koprogo.services.accounting import trial_balance
from koprogo.services.buildings.export import bring_in, write_out
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import ENDS, STARTS, act, rows, year
from tests.services.accounting.test_any_history import ACTS, one

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
OPERATOR = Actor(uuid4(), "operator", "fr", is_operator=True)
HASHES = "SELECT reference, number, content_hash FROM entry WHERE association_id = :t ORDER BY reference"
QUIET = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def seen(cast):
    """Return the trial balance and every entry's hash."""
    sheet = await act(cast, trial_balance.trial_balance, starts=STARTS, until=ENDS)
    return [(row.code, row.balance) for row in sheet.rows], await rows(cast, HASHES)


@given(history=st.lists(ACTS, min_size=1, max_size=8))
@QUIET
async def test_any_history_arrives_as_it_left(database, elsewhere, history):
    cast = await put_on_stage()
    await year(cast)
    booked = []
    for place, step in enumerate(history):
        try:
            made = await one(cast, place, step, booked)
        except KoproError:
            continue
        booked += [made] if made else []
    before, faults = await seen(cast), await faults_of(cast.association_id)
    with await write_out.export_association(cast.syndic, cast.association_id, at=AT) as file:
        content = file.read()
    async with elsewhere():
        await bring_in.import_association(OPERATOR, io.BytesIO(content), at=AT)
        assert await seen(cast) == before
        assert await faults_of(cast.association_id) == faults  # such as cleaning that the reserve's account paid
