"""What cannot pass, told before convening: with the attendance of the last assembly; a retry asks only those who come."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed
from koprogo.services.assemblies.agenda import outlook, plan
from koprogo.services.assemblies.voting import retry
from tests.services.assemblies.evening import NOW, drafted, missed_unanimity


async def doubts(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await outlook.doubts(session, actor, cast.association_id, assembly)


async def test_without_an_earlier_assembly_everybody_is_expected(cast):
    assembly, _ = await drafted(cast, "change_of_shares", "approve_annual_accounts")
    found = await doubts(cast, assembly)
    assert (found.percent, found.is_known) == (100, False)
    [point] = found.points  # lot A5 is held jointly and nobody says yes for it
    assert point.number == "1" and [str(each) for each in point.outlook.missing] == ["designation"]


async def test_the_attendance_of_the_last_assembly_is_expected_again(cast):
    first = await missed_unanimity(cast)
    assembly, _ = await drafted(cast, "change_of_shares")
    found = await doubts(cast, assembly)
    assert (found.percent, found.is_known) == (70, True)
    assert "absent" in [str(each) for each in found.points[0].outlook.missing]

    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        again = await retry.plan_retry(*here, first, starts_at=NOW + timedelta(days=60), place="Salle", at=NOW)
    assert (await doubts(cast, again)).points == ()  # those who come must all say yes, and they can

    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        item = (await outlook.outlooks(*here, again, percent=70))[0].item_id
        await plan.change_item(*here, item, title={"fr": "Autre chose"}, proposal={"fr": "Autre chose"}, at=NOW)
    [point] = (await doubts(cast, again)).points  # another subject is no retry: all must agree
    assert "absent" in [str(each) for each in point.outlook.missing]


async def test_an_owner_is_not_told(cast):
    assembly, _ = await drafted(cast)
    with pytest.raises(NotAllowed):
        await doubts(cast, assembly, "anna")
