"""Who goes to an assembly for the syndic: of her firm only, the last word counts, two at once are said."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.season import staff
from koprogo.services.assemblies.season.season import season
from koprogo.services.assemblies.season.staff import Place
from tests.services.assemblies.evening import NOW, drafted


async def attend(cast, assembly, person, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await staff.attend(session, actor, cast.association_id, assembly, person_id=person, at=NOW)


async def test_somebody_of_the_firm_goes_there_and_the_last_word_counts(cast):
    assembly, _ = await drafted(cast)
    await attend(cast, assembly, cast.people["syndic"])
    await attend(cast, assembly, cast.people["syndic"])  # the same again changes nothing
    async with db.tenant_session(cast.syndic) as session:
        (line,) = await season(session, cast.syndic, day=NOW.date())
        assert (line.attendant_id, line.clashes) == (cast.people["syndic"], False)
        assert cast.people["syndic"] in {each.id for each in line.colleagues}
    await attend(cast, assembly, None)
    async with db.tenant_session(cast.syndic) as session:
        assert await staff.attendants(session, [cast.association_id]) == {assembly: (None, "")}


async def test_nobody_else_is_named_and_nobody_else_names(cast):
    assembly, _ = await drafted(cast)
    with pytest.raises(BadInput):
        await attend(cast, assembly, cast.people["anna"])
    with pytest.raises(NotAllowed):
        await attend(cast, assembly, cast.people["syndic"], "anna")
    with pytest.raises(NotFound):
        await attend(cast, assembly, cast.people["syndic"], "stranger")


def test_one_evening_holds_one_assembly_per_person_and_per_room():
    one, two, three, far = (uuid4() for _ in range(4))
    who, other = uuid4(), uuid4()
    places = [
        Place(one, NOW, "Salle A", who),
        Place(two, NOW + timedelta(hours=1), "Salle B", who),
        Place(three, NOW + timedelta(hours=2), " salle b", other),
        Place(far, NOW + timedelta(hours=4), "Salle A", who),
    ]
    assert staff.clashes(places) == {one, two, three, far}
    assert staff.clashes([places[0], places[3]]) == frozenset()
    assert staff.clashes([Place(one, NOW, "", None), Place(two, NOW, "", None)]) == frozenset()
