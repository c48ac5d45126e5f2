"""Who may what with a survey, role by role: the stranger and a former member of the council too."""

import pytest

from koprogo import db
from koprogo.core.clock import legal_day
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.access import actor_of
from koprogo.services.community import answering, making, opening, queries, result_paper
from koprogo.services.governance import mandates
from tests.cast import LONG_AGO, put_on_stage
from tests.services.community.surveys_on_stage import (
    NOW,
    act,
    answer,
    close,
    drafted,
    opened,
    sheet,
    wish,
)
from tests.services.governance.council_on_stage import member

MAKERS, READERS, ASKED = {"syndic", "bram"}, {"syndic", "bram", "anna", "carla", "dirk", "accountant"}, {
    "anna", "bram", "carla", "dirk", "emma", "farid",
}  # fmt: skip
EVERYBODY = ("syndic", "accountant", "bram", "carla", "dirk", "anna", "stranger", "other_syndic")
TABLE = {"make": MAKERS, "change": MAKERS, "discard": MAKERS, "open": MAKERS, "close": MAKERS, "print": MAKERS,
         "read": READERS, "answer": ASKED}  # fmt: skip


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def people(cast):
    """Return an actor per role: those of the cast, a member of the council, a former one, an auditor."""
    today = legal_day(NOW)
    await member(cast, "bram", since=today)
    seat = await act(cast, mandates.appoint, person_id=cast.people["carla"], office="council", since=LONG_AGO)
    await act(cast, mandates.end_seat, seat, reason="resigned", day=today)
    await act(cast, mandates.appoint, person_id=cast.people["dirk"], office="auditor", since=LONG_AGO)
    async with db.open_session() as session:
        for name in ("carla", "dirk"):
            cast.actors[name] = await actor_of(session, cast.people[name], on_day=today)


@pytest.mark.parametrize("act_name", TABLE)
async def test_the_table_of_permissions_role_by_role(cast, act_name):
    """bram sits in the council, carla sat in it until yesterday, dirk is the auditor and owns a lot."""
    await people(cast)
    for who in EVERYBODY:
        do, arguments, more = await play(cast, act_name)
        allowed = who in TABLE[act_name]
        if allowed:
            await act(cast, do, *arguments, **more, who=who)
            continue
        outside = who in ("stranger", "other_syndic")
        with pytest.raises(NotFound if outside else NotAllowed):
            await act(cast, do, *arguments, **more, who=who)


async def play(cast, name):
    """Return a service, what it is called on, and how, so that the rightful actor succeeds."""
    at = {"at": NOW}
    if name == "make":
        return making.make_survey, (), {"draft": wish(), **at}
    if name in ("change", "discard", "open"):
        do = {"change": making.change_survey, "discard": making.discard_survey, "open": opening.open_survey}[name]
        return do, (await drafted(cast),), ({"draft": wish(), **at} if name == "change" else at)
    survey = await opened(cast)
    if name == "print":
        await close(cast, survey)
        return result_paper.request_paper, (survey,), {}
    if name == "answer":
        return answering.answer_survey, (survey,), {"places": (0,), **at}
    return {"close": opening.close_survey, "read": queries.survey}[name], (survey,), at


async def test_the_day_after_the_mandate_ends_a_member_is_an_owner_like_the_others(cast):
    await people(cast)
    survey = await drafted(cast, who="bram")
    with pytest.raises(NotFound):
        await sheet(cast, survey, "carla")
    with pytest.raises(NotAllowed):
        await drafted(cast, who="carla")
    await act(cast, opening.open_survey, survey, at=NOW, who="bram")
    await answer(cast, survey, "carla", 0)
    assert (await sheet(cast, survey, "carla")).by_name == ()
    assert [each.name for each in (await sheet(cast, survey, "bram")).by_name] == ["Carla Dubois"]


async def test_the_stranger_finds_nothing_under_any_id(cast):
    survey = await opened(cast)
    for do, more in (
        (queries.survey, {}), (opening.open_survey, {}), (opening.close_survey, {}), (making.discard_survey, {}),
        (answering.answer_survey, {"places": (0,)}), (making.change_survey, {"draft": wish()}),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            await act(cast, do, survey, at=NOW, who="stranger", **more)
        async with db.tenant_session(cast.stranger, cast.elsewhere_id) as session:
            with pytest.raises((NotFound, NotAllowed)):
                await do(session, cast.stranger, cast.elsewhere_id, survey, at=NOW, **more)
