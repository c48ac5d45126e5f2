"""One person: invited, let in again, acted for; with what was typed wrong told at its field."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.state.ownership.person import PersonState
from tests.cast import put_on_stage
from tests.state.tab import Refused, Tab


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def page(cast, who="anna", actor=None, association=None) -> Tab:
    path = f"/associations/{association or cast.association_id}/people/{cast.people[who]}"
    tab = Tab(PersonState, path, actor or cast.syndic)
    await tab.call("load")
    return tab


async def test_what_is_known_and_who_could_act(cast):
    tab = await page(cast)
    assert (tab.state.person.name, tab.state.person.lots, tab.state.person.language) == ("Anna Peeters", "A1, G1", "fr")
    assert {other.word for other in tab.state.others} == {
        "", "Bram Claes (A2)", "Carla Dubois (A3)", "Dirk Maes (A4)", "Emma Lambert (A5)", "Farid Benali (A5)",
    }  # fmt: skip


async def test_an_invitation_is_sent_to_an_address_that_is_one(cast):
    tab = await page(cast)
    await tab.call("invite", {"email": "anna"})
    assert [problem.where for problem in tab.state.refusal.problems] == ["email"]
    assert (tab.state.said, tab.state.person.invited_until) == ("", "")
    address = f"{uuid4().hex}@example.org"
    await tab.call("invite", {"email": address})
    assert tab.state.said == "invited" and tab.state.person.invited_until
    async with db.tenant_session(cast.syndic) as session:
        letters = await session.scalar(text("SELECT count(*) FROM outbox_mail WHERE to_email = :e"), {"e": address})
    assert letters == 1


async def test_a_wait_is_lifted(cast):
    async with db.open_session() as session:
        await session.execute(
            text(
                "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, locked_until, created_at)"
                " VALUES (:p, :e, 'x', false, 9, :until, :at)"
            ),
            {
                "p": cast.people["bram"],
                "e": f"{uuid4().hex}@example.org",
                "until": now() + timedelta(minutes=9),
                "at": now(),
            },
        )
    tab = await page(cast, "bram")
    assert tab.state.person.waits_until
    await tab.call("lift_wait")
    assert (tab.state.said, tab.state.person.waits_until) == ("wait_lifted", "")


async def test_who_acts_is_recorded_with_its_proof(cast):
    tab = await page(cast)
    answers = {"person": str(cast.people["bram"]), "capacity": "lawyer", "since": today().isoformat(), "proof": ""}
    await tab.call("name_agent", answers)
    assert [problem.where for problem in tab.state.refusal.problems] == ["proof"]
    await tab.call("name_agent", answers | {"proof": "Procuration du 3 mars", "person": ""})
    assert [problem.where for problem in tab.state.refusal.problems] == ["person"]
    await tab.call("name_agent", answers | {"proof": "Procuration du 3 mars", "since": "31/12/2026"})
    assert [problem.where for problem in tab.state.refusal.problems] == ["since"]
    await tab.call("name_agent", answers | {"proof": "Procuration du 3 mars"})
    assert (tab.state.said, tab.state.person.agent, tab.state.person.capacity) == ("agent", "Bram Claes", "lawyer")
    await tab.call("name_agent", answers | {"proof": "x", "person": str(cast.people["stranger"])})
    assert tab.state.refusal.kind == "not_found" and tab.state.person.agent == "Bram Claes"


async def test_the_accountant_reads_and_may_not_invite(cast):
    tab = await page(cast, actor=cast.accountant)
    assert tab.state.person.name == "Anna Peeters" and not tab.state.may_change
    await tab.call("invite", {"email": f"{uuid4().hex}@example.org"})
    assert tab.state.refusal.kind == "not_allowed"


@pytest.mark.parametrize(
    ("who", "kind"), [("bram", "not_allowed"), ("stranger", "not_found"), ("other_syndic", "not_found")]
)
async def test_nobody_else_sees_her(cast, who, kind):
    tab = await page(cast, actor=cast.actors[who])
    assert tab.state.refusal.kind == kind and "Peeters" not in tab.shown()
    for handler, answers in (("invite", ({"email": "x@example.org"},)), ("lift_wait", ()), ("name_agent", ({},))):
        await tab.call(handler, *answers)
        assert tab.state.refusal.kind in (kind, "bad_input") and tab.state.said == ""


async def test_a_person_of_another_association_is_not_found_here(cast):
    tab = await page(cast, "stranger")
    assert tab.state.refusal.kind == "not_found"
    await tab.call("invite", {"email": "sacha@example.org"})
    assert tab.state.refusal.kind == "not_found"
    tab.go(f"/associations/{cast.association_id}/people/nobody")
    await tab.call("load")
    assert tab.state.refusal.kind == "not_found"
    with pytest.raises(Refused):
        await Tab(PersonState, "/", None).call("load")
