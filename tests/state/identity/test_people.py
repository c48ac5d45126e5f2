"""What the syndic does for people's accounts."""

from sqlalchemy import text

from koprogo import db
from koprogo.state.identity.people import AccountsState
from tests.state.tab import Tab


async def letters(cast) -> list[str]:
    async with db.association_session(cast.association_id) as session:
        return list((await session.execute(text("SELECT to_email FROM outbox_mail"))).scalars())


async def test_an_invitation_leaves_and_is_said_beside_the_person(cast):
    tab = Tab(AccountsState, "/", cast.syndic)
    await tab.call("invite", str(cast.association_id), str(cast.people["anna"]), "anna@example.be")
    assert (tab.state.done, tab.state.done_for) == ("invited", str(cast.people["anna"]))
    assert await letters(cast) == ["anna@example.be"]


async def test_what_was_typed_wrong_is_said_at_the_field(cast):
    tab = Tab(AccountsState, "/", cast.syndic)
    await tab.call("invite", str(cast.association_id), str(cast.people["bram"]), "bram")
    assert (tab.state.done, [each.where for each in tab.state.refusal.problems]) == ("", ["email"])


async def test_an_owner_and_a_stranger_do_nothing(cast):
    before = await letters(cast)
    for actor, kind in ((cast.anna, "not_allowed"), (cast.stranger, "not_found")):
        for handler, more in (("invite", ("x@example.be",)), ("lift_wait", ())):
            tab = Tab(AccountsState, "/", actor)
            await tab.call(handler, str(cast.association_id), str(cast.people["bram"]), *more)
            assert (tab.state.done, tab.state.refusal.kind) == ("", kind)
    assert await letters(cast) == before


async def test_the_wait_is_lifted_at_the_desk(cast):
    tab = Tab(AccountsState, "/", cast.syndic)
    await tab.call("lift_wait", str(cast.association_id), str(cast.people["bram"]))
    assert tab.state.done == "wait_lifted"
