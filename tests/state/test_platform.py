"""The installation's page: for its operator, who reaches no association by it."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.adapters.mail import Mail, mailer
from koprogo.core.actor import Actor
from koprogo.settings import settings
from koprogo.state.platform import PlatformState
from tests.cast import AT
from tests.state.tab import Refused, Tab


@pytest.fixture
def operator(cast):
    return Actor(cast.people["accountant"], "Odile", "fr", is_operator=True)


async def test_the_operator_counts_and_reads_letters_that_nobody_took(cast, operator):
    for number in (1, 2):
        mailer(settings()).send(Mail(f"letter-{number}", "anna@example.be", f"Objet {number}", "Bonjour\nAnna", at=AT))
    tab = Tab(PlatformState, "/platform", operator)
    await tab.call("load")
    state = tab.state
    assert (state.refusal.kind, state.loaded, state.has_mail_server) == ("", True, False)
    assert state.figures.organisations == 2 and state.missing == []
    assert [(each.addressee, each.subject, each.body) for each in state.letters] == [
        ("anna@example.be", "Objet 2", "Bonjour\nAnna"),
        ("anna@example.be", "Objet 1", "Bonjour\nAnna"),
    ]
    assert "Tilleuls" not in tab.shown()


async def test_each_look_at_the_letters_is_logged(cast, operator):
    await Tab(PlatformState, "/platform", operator).call("load")
    async with db.open_session() as session:
        looks = await session.scalar(
            text("SELECT count(*) FROM platform_event WHERE actor_id = :p AND action = 'platform.letters_looked'"),
            {"p": operator.person_id},
        )
    assert looks >= 1


async def test_where_a_mail_server_is_named_no_letter_is_shown(cast, operator, monkeypatch):
    monkeypatch.setenv("KOPROGO_SMTP_HOST", "smtp.example.be")
    settings.cache_clear()
    tab = Tab(PlatformState, "/platform", operator)
    await tab.call("load")
    assert (tab.state.has_mail_server, tab.state.letters) == (True, [])
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.parametrize("who", ["syndic", "anna", "stranger"])
async def test_nobody_else_opens_it(cast, who):
    with pytest.raises(Refused):
        await Tab(PlatformState, "/platform", cast.actors[who]).call("load")
    with pytest.raises(Refused):
        await Tab(PlatformState, "/platform", None).call("load")
