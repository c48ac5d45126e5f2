"""The hand-over: who gives says so, who receives says so, and the former syndic reaches her list and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.buildings import Mandate
from koprogo.services.access import actor_of
from koprogo.services.governance import handover, queries, syndic
from koprogo.services.governance.handover import OnlyTheReceiver
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import member, young_mandate
from tests.services.works.tickets_on_stage import act

LAST = today() - timedelta(days=5)
"""The last day of the mandate that is over."""


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a member of the council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


@pytest.fixture
async def former(cast):
    """The syndic's mandate ended five days ago and the other firm follows; return the mandate that is over."""
    mandate = await young_mandate(cast, days=400)
    async with db.open_session() as session:
        firm = await session.scalar(
            text("SELECT organisation_id FROM organisation_member WHERE person_id = :p"),
            {"p": cast.people["other_syndic"]},
        )
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE mandate SET until = :until WHERE id = :m"),
            {"until": LAST + timedelta(days=1), "m": mandate},
        )
        session.add(Mandate(association_id=cast.association_id, organisation_id=firm, since=LAST + timedelta(days=1)))
    async with db.open_session() as session:
        for who in ("syndic", "accountant", "other_syndic"):
            cast.actors[who] = await actor_of(session, cast.people[who], on_day=today())
    return mandate


def said(**more):
    return {"item": "accounts", "what": "given", "day": today(), "today": today(), "at": now(), **more}


async def handing(cast, who="syndic", day=None):
    async with db.open_session() as session:
        return await handover.handing_over(session, cast.actors[who], today=day or today())


async def test_who_holds_the_mandate_gives_and_the_council_receives(cast):
    mandate = await young_mandate(cast)
    last = today() + timedelta(days=20)
    await act(cast, "syndic", syndic.agree_term, mandate, last_day=last, today=today())
    [row] = await act(cast, "bram", syndic.mandates_of, today=today())
    assert (row.handover_due, row.left, row.handover[0].what, row.hers) == (last + timedelta(days=30), 10, "", False)
    await act(cast, "bram", handover.note_handover, mandate, **said(what="missing", words="No vouchers"))
    await act(cast, "syndic", handover.note_handover, mandate, **said())
    with pytest.raises(OnlyTheReceiver) as refused:
        await act(cast, "syndic", handover.note_handover, mandate, **said(what="received"))
    assert refused.value.article == "3.89 §5, 7°"
    with pytest.raises(OnlyTheReceiver):
        await act(cast, "bram", handover.note_handover, mandate, **said())
    [row] = await act(cast, "syndic", syndic.mandates_of, today=today())
    lines = {line.item: (line.what, line.words, line.by) for line in row.handover if line.what}
    assert lines == {"accounts": ("given", "", "Sylvie Simon")}
    assert row.left == 10 and row.hers, "what was given is not received yet"
    await act(cast, "bram", handover.note_handover, mandate, **said(what="received"))
    [row] = await act(cast, "bram", syndic.mandates_of, today=last + timedelta(days=40))
    assert (row.over, row.left, row.handover[0].what) == (True, 9, "received")


async def test_what_is_wrong_is_said_at_once(cast):
    mandate = await young_mandate(cast)
    wrong = said(item="gold", what="lost", day=today() + timedelta(days=1))
    with pytest.raises(BadInput) as refused:
        await act(cast, "bram", handover.note_handover, mandate, **wrong)
    assert [each.where for each in refused.value.problems] == ["item", "what", "day"]
    with pytest.raises(BadInput):
        await act(cast, "bram", handover.note_handover, mandate, **said(what="missing"))
    with pytest.raises(NotFound):
        await act(cast, "bram", handover.note_handover, cast.association_id, **said(what="received"))


async def test_the_former_syndic_reaches_her_list_and_nothing_else(cast, former):
    assert cast.association_id not in cast.syndic.reach
    with pytest.raises(NotFound):
        await act(cast, "syndic", queries.council_sheet, day=today())
    [mine] = await handing(cast)
    assert (mine.mandate_id, mine.association, mine.firm) == (former, "Résidence Les Tilleuls", "Syndic du Parc")
    assert (mine.last_day, mine.due, mine.left) == (LAST, LAST + timedelta(days=30), 10)
    await handover.note_given(cast.syndic, former, **said())
    with pytest.raises(OnlyTheReceiver):
        await handover.note_given(cast.syndic, former, **said(what="received"))
    [mine] = await handing(cast)
    assert [(line.item, line.by) for line in mine.lines if line.what] == [("accounts", "Sylvie Simon")]
    rows = await act(cast, "other_syndic", syndic.mandates_of, today=today())
    assert [(row.hers, len(row.handover), row.left) for row in rows] == [(True, 0, 0), (False, 10, 10)]
    await act(cast, "other_syndic", handover.note_handover, former, **said(what="received"))
    [mine] = await handing(cast)
    assert (mine.lines[0].what, mine.lines[0].by, mine.left) == ("received", "Olga Other", 9)


@pytest.mark.parametrize(("days", "open_"), [(0, False), (1, True), (30, True), (31, False)])
async def test_her_door_is_open_for_thirty_days(cast, former, days, open_):
    day = LAST + timedelta(days=days)
    assert bool(await handing(cast, day=day)) is open_
    if open_:
        await handover.note_given(cast.syndic, former, **said(day=day, today=day))
    else:
        with pytest.raises(NotFound):
            await handover.note_given(cast.syndic, former, **said(day=day, today=day))


@pytest.mark.parametrize("who", ["accountant", "other_syndic", "anna", "bram", "stranger"])
async def test_nobody_else_has_that_door(cast, former, who):
    assert await handing(cast, who) == []
    with pytest.raises(NotFound):
        await handover.note_given(cast.actors[who], former, **said())


async def test_a_renewed_mandate_hands_nothing_over(cast, former):
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "UPDATE mandate SET organisation_id = (SELECT organisation_id FROM mandate WHERE id = :m)"
                " WHERE association_id = :t AND id <> :m"
            ),
            {"m": former, "t": cast.association_id},
        )
    assert await handing(cast) == []
    rows = await act(cast, "bram", syndic.mandates_of, today=today())
    assert [row.handover for row in rows] == [(), ()]


async def test_owners_and_strangers_say_nothing_of_it(cast):
    mandate = await young_mandate(cast)
    for who, no in (("anna", NotAllowed), ("accountant", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(no):
            await act(cast, who, handover.note_handover, mandate, **said(what="received"))
