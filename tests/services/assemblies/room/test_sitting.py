"""The sitting: opened on the quorum with its roll frozen, interrupted between votes, ended once it can be signed."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotAllowed
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.refusals import AnotherItemOpen, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.room.refusals import (
    BureauIncomplete,
    ItemsUnfinished,
    QuorumIsReached,
    QuorumNotReached,
)
from koprogo.services.assemblies.voting import voting
from tests.cast import act
from tests.services.assemblies.attendance.test_attendance import record, view
from tests.services.assemblies.evening import NOW, arrive, convened, open_vote, opened


async def test_opening_without_quorum_is_refused_with_the_sums(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "bram")
    with pytest.raises(QuorumNotReached) as refused:
        await act(cast, sitting.open_assembly, assembly, at=NOW)
    assert refused.value.article == "3.87 §5"
    assert refused.value.facts() == {
        "heads_present": 2,
        "heads_needed": 3,
        "shares_present": 500,
        "half_needed": 500,
        "three_quarters_needed": 751,
    }
    assert (await view(cast, assembly)).state == "convened"


async def test_opening_freezes_the_roll_and_happens_once(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "bram", "carla")
    await act(cast, sitting.open_assembly, assembly, at=NOW)
    async with db.tenant_session(cast.syndic) as session:
        lots = (
            await session.execute(text("SELECT lot_number FROM roll WHERE assembly_id = :a"), {"a": assembly})
        ).all()
    assert len(lots) == 6
    with pytest.raises(WrongState):
        await act(cast, sitting.open_assembly, assembly, at=NOW)
    with pytest.raises(NotAllowed):
        await act(cast, sitting.open_assembly, assembly, who="anna", at=NOW)


async def test_a_missed_quorum_is_recorded_only_when_it_is_missed(cast):
    assembly, _ = await convened(cast)
    await arrive(cast, assembly, "anna", "bram", "carla")
    with pytest.raises(QuorumIsReached):
        await act(cast, sitting.without_quorum, assembly, at=NOW)
    await record(cast, assembly, "carla", "left", minutes=1)
    await act(cast, sitting.without_quorum, assembly, at=NOW)
    assert (await view(cast, assembly)).state == "without_quorum"
    with pytest.raises(WrongState):
        await act(cast, sitting.open_assembly, assembly, at=NOW)


async def test_the_session_is_suspended_between_votes_and_resumed(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(AnotherItemOpen):
        await act(cast, sitting.suspend, assembly, reason="Pause")
    await act(cast, voting.close_item, item)
    await act(cast, sitting.suspend, assembly, reason="Pause")
    with pytest.raises(WrongState):
        await act(cast, voting.reopen_item, item, reason="Erreur")
    await record(cast, assembly, "dirk", "left", minutes=10)  # people come and go meanwhile
    await act(cast, sitting.resume, assembly)
    assert (await view(cast, assembly)).state == "resumed"
    with pytest.raises(WrongState):
        await act(cast, sitting.resume, assembly)


async def test_the_assembly_closes_when_every_point_has_an_outcome_and_the_bureau_can_sign(cast):
    assembly, [first, second] = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    await act(cast, voting.settle_item, first, outcome="postponed", reason="Offres incomplètes")
    with pytest.raises(ItemsUnfinished) as refused:
        await act(cast, sitting.close_assembly, assembly, at=NOW)
    assert refused.value.facts() == {"number": 2}
    await act(cast, voting.settle_item, second, outcome="not_reached")
    await act(cast, bureau.end_seat, assembly, office="secretary", person_id=cast.people["syndic"], at=NOW)
    with pytest.raises(BureauIncomplete):
        await act(cast, sitting.close_assembly, assembly, at=NOW)
    await act(cast, bureau.name_to_bureau, assembly, office="secretary", person_id=cast.people["accountant"], at=NOW)
    await act(cast, sitting.close_assembly, assembly, at=NOW)
    assert (await view(cast, assembly)).state == "closed"
    with pytest.raises(WrongState):
        await record(cast, assembly, "anna", "left", minutes=60)
