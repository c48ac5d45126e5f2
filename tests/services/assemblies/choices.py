"""An evening with a choice between options, ready to vote. Shared by the tests of choices and the plays of the API."""

from uuid import UUID

from koprogo import db
from koprogo.services.assemblies.agenda import parts
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.room import sitting
from tests.cast import Cast
from tests.services.assemblies.evening import BY_POST, NOW, arrive, drafted, open_vote


async def a_choice(cast: Cast, *candidates: str, begun: bool = True) -> tuple[UUID, UUID]:
    """Open a vote for one seat between candidates, with Anna, Bram, Carla and Dirk there; or leave it to be opened."""
    assembly, [item] = await drafted(cast, "elect_council_member")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        options = [{"fr": name} for name in candidates]
        await parts.set_options(session, cast.syndic, cast.association_id, item, options=options)
    await begin(cast, assembly)
    if begun:
        await open_vote(cast, item)
    return assembly, item


async def begin(cast: Cast, assembly: UUID) -> None:
    """Convene a draft and open its session with four owners there."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await freeze.convene(
            session, cast.syndic, cast.association_id, assembly, sent_on=NOW.date(), at=NOW, despite=BY_POST
        )
    await arrive(cast, assembly, "anna", "bram", "carla", "dirk")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
