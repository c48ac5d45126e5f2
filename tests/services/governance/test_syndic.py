"""The syndic's mandate: its term and its contract; the hand-over is in test_handover.py."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.documents import kept_files
from koprogo.services.governance import syndic
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import PDF, member, young_mandate


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a member of the council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def act(cast, who, service, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def seen(cast, who="anna", day=None):
    [row] = await act(cast, who, syndic.mandates_of, today=day or today())
    return row


async def test_three_years_are_the_most_and_the_warning_comes_three_months_before(cast):
    mandate = await young_mandate(cast)
    row = await seen(cast)
    assert not (row.agreed or row.ends_soon or row.over) and row.last_day == row.latest
    with pytest.raises(syndic.MandateTooLong) as refused:
        await act(cast, "syndic", syndic.agree_term, mandate, last_day=row.latest + timedelta(days=1), today=today())
    assert (refused.value.article, refused.value.facts()) == ("3.89 §1", {"latest": row.latest.isoformat()})
    await act(cast, "syndic", syndic.agree_term, mandate, last_day=row.latest, today=today())
    await act(cast, "syndic", syndic.agree_term, mandate, last_day=today() + timedelta(days=92), today=today())
    row = await seen(cast)
    assert (row.agreed, row.ends_soon, row.last_day) == (True, False, today() + timedelta(days=92))
    near = await seen(cast, day=today() + timedelta(days=1))
    assert near.ends_soon and near.handover == (), "the list is for council and syndic"
    with pytest.raises(BadInput):
        await act(cast, "syndic", syndic.agree_term, mandate, last_day=today() - timedelta(days=1), today=today())
    for who, no in (("anna", NotAllowed), ("bram", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await act(cast, who, syndic.agree_term, mandate, last_day=today(), today=today())
    with pytest.raises(NotFound):
        await act(cast, "syndic", syndic.agree_term, cast.association_id, last_day=today(), today=today())


async def test_every_co_owner_reads_the_contract_and_only_the_syndic_adds_it(cast):
    mandate = await young_mandate(cast)
    file = {"content": PDF, "name": "contrat.pdf", "at": now()}
    made = await act(cast, "syndic", syndic.add_contract, mandate, **file)
    assert [each.id for each in (await seen(cast)).contract] == [made]
    async with db.tenant_session(cast.anna) as session:
        assert (await kept_files.kept_file(session, cast.anna, made)).title == "contrat"
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await kept_files.kept_file(session, cast.stranger, made)
    for who, no in (("anna", NotAllowed), ("bram", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await act(cast, who, syndic.add_contract, mandate, **file)
    with pytest.raises(NotFound):
        await act(cast, "syndic", syndic.add_contract, cast.association_id, **file)
