"""The bureau: one chair who is a co-owner, one secretary, tellers; a seat ended twice is ended once."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.attendance import bureau
from koprogo.services.assemblies.refusals import ChairIsNoOwner
from koprogo.services.assemblies.seats import bureau_of
from tests.cast import act
from tests.services.assemblies.evening import NOW, convened


async def test_the_bureau_has_one_chair_one_secretary_and_any_number_of_tellers(cast):
    assembly, _ = await convened(cast)
    for office, who in (
        ("chair", "anna"),
        ("chair", "bram"),
        ("teller", "anna"),
        ("teller", "carla"),
        ("chair", "bram"),
    ):
        await act(cast, bureau.name_to_bureau, assembly, office=office, person_id=cast.people[who], at=NOW)
    async with db.tenant_session(cast.syndic) as session:
        seats = await bureau_of(session, assembly)
    by_id = {person: name for name, person in cast.people.items()}
    assert sorted((office, by_id[person]) for office, person in seats) == [
        ("chair", "bram"),
        ("teller", "anna"),
        ("teller", "carla"),
    ]


async def test_the_chair_is_a_co_owner_and_nobody_unknown_sits_there(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(ChairIsNoOwner) as refused:
        await act(cast, bureau.name_to_bureau, assembly, office="chair", person_id=cast.people["syndic"], at=NOW)
    assert refused.value.article == "3.87 §5"
    for stranger in (cast.people["stranger"], uuid4()):
        with pytest.raises(NotFound):
            await act(cast, bureau.name_to_bureau, assembly, office="secretary", person_id=stranger, at=NOW)
    with pytest.raises(BadInput):
        await act(cast, bureau.name_to_bureau, assembly, office="treasurer", person_id=cast.people["anna"], at=NOW)
    with pytest.raises(NotAllowed):
        await act(
            cast, bureau.name_to_bureau, assembly, who="anna", office="chair", person_id=cast.people["anna"], at=NOW
        )


async def test_ending_a_seat_twice_is_once(cast):
    assembly, _ = await convened(cast)
    await act(cast, bureau.name_to_bureau, assembly, office="teller", person_id=cast.people["anna"], at=NOW)
    for _ in range(2):
        await act(cast, bureau.end_seat, assembly, office="teller", person_id=cast.people["anna"], at=NOW)
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.scalar(text("SELECT count(*) FROM bureau_event WHERE assembly_id = :a"), {"a": assembly})
        assert await bureau_of(session, assembly) == []
    assert rows == 2
