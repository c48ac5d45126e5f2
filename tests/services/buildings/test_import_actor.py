"""In whose name the command line imports: only a syndic's, and only when it is clear whose."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput
from koprogo.services.buildings.import_actor import importer
from tests.services.buildings.conftest import AT, Empty


async def ask(association: str = "", email: str = ""):
    async with db.platform_session(None, "test of the import") as session:
        return await importer(session, association=association, email=email, at=AT)


async def test_in_an_empty_house_the_first_step_is_told(database):
    with pytest.raises(BadInput, match="There is no association yet"):
        await ask()


async def test_the_syndic_of_the_association_named(empty: Empty):
    for association in (empty.name, empty.name.upper(), str(empty.association_id)):
        for email in ("", empty.email, f" {empty.email.upper()} "):
            actor, association_id = await ask(association, email)
            assert (actor.person_id, association_id) == (empty.syndic.person_id, empty.association_id)


async def test_what_is_not_clear_is_asked_with_what_there_is(empty: Empty):
    for association, email, said in (
        ("", "", "Name one of the associations"),
        ("Nowhere", "", "No association is called Nowhere. There are: "),
        (empty.name, "nobody@example.org", f"Write the e-mail address of a syndic of {empty.name}: {empty.email}."),
    ):
        with pytest.raises(BadInput) as refused:
            await ask(association, email)
        assert said in str(refused.value)


async def test_an_association_without_a_syndic_is_told(cast):
    """The house at the end of the street: its mandate ended."""
    async with db.association_session(cast.elsewhere_id) as session:
        await session.execute(
            text("UPDATE mandate SET until = '2021-01-01' WHERE association_id = :a"), {"a": cast.elsewhere_id}
        )
    with pytest.raises(BadInput, match="Kouterhof has no syndic today"):
        await ask("Kouterhof")
