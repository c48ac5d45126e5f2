"""Keys of apportionment: entered from lines, ended on a day, and seen only by who belongs there."""

from datetime import date
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting.general_entry import TypedLine, write_general
from koprogo.services.charges import keys
from koprogo.services.charges.refusals import KeyInUse
from tests.cast import put_on_stage
from tests.services.charges.worked_year import worked_year

NAME = {"fr": "Ascenseur", "nl": "Lift"}
FACTS = {"name": NAME, "source": "Acte de base, art. 14", "since": date(2021, 1, 1), "lines": "A1 250\nA2;230"}


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test: a name is one key's."""
    return await put_on_stage()


async def enter(cast, who="syndic", **changes):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await keys.enter_key(session, actor, cast.association_id, **FACTS | changes)


async def listed(cast, who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await keys.keys(session, actor, cast.association_id, **more)


async def test_a_key_is_entered_with_its_lots(cast):
    key = await enter(cast)
    [found] = [each for each in await listed(cast, "anna") if each.id == key]
    assert (found.name, found.total, found.lots, found.until) == (NAME, 480, 2, None)
    async with db.tenant_session(cast.anna) as session:
        weights = await keys.weights_of(session, cast.anna, cast.association_id, key)
    assert [(each.lot_number, each.weight) for each in weights] == [("A1", 250), ("A2", 230)]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"name": {}}, {"name"}),
        ({"source": " "}, {"source"}),
        ({"lines": ""}, {"lines"}),
        ({"lines": "A1 250\nZ9 3"}, {"lines"}),
        ({"lines": "A1 0"}, {"lines"}),
        ({"lines": "A1 250\na1 3", "source": "x" * 501}, {"lines", "source"}),
    ],
)
async def test_everything_wrong_is_said_and_nothing_is_entered(cast, changes, where):
    before = await listed(cast)
    with pytest.raises(BadInput) as refused:
        await enter(cast, **changes)
    assert {problem.where for problem in refused.value.problems} == where
    assert await listed(cast) == before


async def test_a_key_ends_and_is_no_longer_in_force(cast):
    key = await enter(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        with pytest.raises(BadInput):
            await keys.end_key(session, cast.syndic, cast.association_id, key, until=date(2020, 12, 31))
        for day in (date(2026, 1, 1), date(2026, 6, 1)):  # the second time changes nothing
            await keys.end_key(session, cast.syndic, cast.association_id, key, until=day)
    assert key in {each.id for each in await listed(cast, day=date(2025, 12, 31))}
    assert key not in {each.id for each in await listed(cast, day=date(2026, 1, 1))}
    assert next(each.until for each in await listed(cast) if each.id == key) == date(2026, 1, 1)


async def test_a_key_that_costs_go_by_ends_by_another_only(database):
    """Or its costs would go by the shares from then on, without the four fifths that another split takes."""
    stage = await worked_year()
    assert [key.in_use for key in await stage.act(keys.keys) if key.id == stage.lift] == [False]
    cost = [TypedLine("61012", 9_000, key_id=stage.lift), TypedLine("4400", -9_000)]
    await stage.act(write_general, day=date(2025, 5, 1), reference="OD-1", words="Ascenseur", lines=cost)
    [lift] = [key for key in await stage.act(keys.keys) if key.id == stage.lift]
    assert lift.in_use
    with pytest.raises(KeyInUse):
        await stage.act(keys.end_key, stage.lift, until=date(2025, 6, 1))
    assert [key.until for key in await stage.act(keys.keys) if key.id == stage.lift] == [None]


async def test_only_the_syndic_of_that_association_keeps_keys(cast):
    for who in ("anna", "accountant"):
        with pytest.raises(NotAllowed):
            await enter(cast, who)
    with pytest.raises(NotFound):
        await enter(cast, "stranger")
    key = await enter(cast)
    with pytest.raises(NotFound):
        await listed(cast, "stranger")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        with pytest.raises(NotFound):
            await keys.end_key(session, cast.syndic, cast.association_id, uuid4(), until=date(2026, 1, 1))
        with pytest.raises(NotFound):
            await keys.weights_of(session, cast.syndic, cast.association_id, uuid4())
    async with db.tenant_session(cast.syndic) as session:
        with pytest.raises(NotFound):  # she owns a lot there, and reads keys there; this one is not of there
            await keys.weights_of(session, cast.syndic, cast.elsewhere_id, key)
