"""The frame of every page: who reads it, and the way to the sign-in page."""

from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import NotAllowed, NotFound, NotSignedIn
from koprogo.security import logs
from koprogo.state.identity.session import SessionState, on_browser_fault, on_fault
from tests.state.tab import Refused, Tab


def path_of(event) -> str:
    """Return where a redirect leads."""
    return str({str(name): str(value) for name, value in event.args}["path"]).strip('"')


async def test_nobody_is_led_to_sign_in_and_back(database):
    tab = Tab(SessionState, "/assemblies/7/vote", None)
    assert path_of(await tab.call("ensure")) == "/sign-in?next=/assemblies/7/vote"
    assert (tab.state.is_signed_in, tab.state.name, tab.state.associations) == (False, "", [])


async def test_the_frame_says_who_and_where(cast):
    tab = Tab(SessionState, "/", cast.syndic)
    assert await tab.call("ensure") is None
    assert (tab.state.name, tab.state.roles) == ("Sylvie Simon", ["owner", "syndic"])
    assert {(each.name, tuple(each.roles)) for each in tab.state.associations} == {
        ("Résidence Les Tilleuls", ("syndic",)),
        ("Kouterhof", ("owner",)),
    }


async def test_what_was_shown_is_gone_when_nobody_is_there(cast):
    tab = Tab(SessionState, "/", cast.anna)
    await tab.call("greet")
    assert tab.state.name == "Anna Peeters"
    tab.actor = None
    await tab.call("greet")
    assert "Anna" not in tab.shown()
    assert "Tilleuls" not in tab.shown()


async def test_a_guest_with_a_slip_has_no_menu(cast):
    guest = Actor(
        cast.people["emma"], "Emma Lambert", "fr", {cast.association_id: frozenset({Role.ATTENDEE})},
        slip_assembly_id=uuid4(),
    )  # fmt: skip
    tab = Tab(SessionState, "/", guest)
    await tab.call("ensure")
    assert (tab.state.by_slip, tab.state.slip_assembly_id) == (True, str(guest.slip_assembly_id))
    with pytest.raises(Refused):
        await tab.call("change_language", "nl")


async def test_the_language_goes_to_the_account_and_a_wrong_one_is_refused(cast):
    tab = Tab(SessionState, "/profile", cast.carla)
    await tab.call("change_language", "de")
    assert (tab.state.language, tab.state.refusal.kind) == ("de", "")
    await tab.call("change_language", "it")
    assert (tab.state.language, tab.state.refusal.kind) == ("de", "bad_input")
    assert tab.state.refusal.problems[0].where == "language"
    await tab.call("dismiss_refusal")
    assert tab.state.refusal.kind == ""
    async with db.open_session() as session:
        kept = await session.scalar(text("SELECT language FROM person WHERE id = :p"), {"p": cast.people["carla"]})
    assert kept == "de"


@pytest.mark.parametrize(("error", "path"), [(NotSignedIn(), "/sign-in"), (NotFound(), "/404"), (NotAllowed(), "/404")])
def test_what_a_handler_let_through_leads_away(error, path):
    assert path_of(on_fault(error)) == path


async def test_our_mistake_is_apologised_for_with_a_number(capsys):
    event = on_fault(ValueError("anna@example.be"))
    number = str({str(name): str(value) for name, value in event.args}["number"]).strip('"')
    tab = Tab(SessionState, "/", None)
    await tab.call("apologise", number)
    assert tab.state.fault == number
    assert len(number) == 8
    await tab.call("dismiss_fault")
    assert tab.state.fault == ""


def test_what_a_browser_says_went_wrong_is_not_repeated(capsys):
    logs.configure("info")
    on_browser_fault(Exception("anna@example.be voted against"))
    assert "anna" not in capsys.readouterr().out
