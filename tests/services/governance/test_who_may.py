"""Role by role: what each may read and write of the council, the day after a mandate ends, and the stranger."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.services.governance import following, handing_in, mandates, notes, queries, questions, reports, syndic
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import again, auditor, member

S, A, OW, C, U = "syndic", "accountant", "anna", "bram", "carla"
ENDED, STRANGER = "dirk", "stranger"
EVERYBODY = (S, A, OW, C, U, ENDED, STRANGER)
NOTE = {"words": "All lamps work.", "day": today(), "today": today(), "at": now()}
# fmt: off
TABLE = (
    # what, the service, with what, who may
    ("the council's sheet",     queries.council_sheet,    {"day": today()}, {S, A, OW, C, U, ENDED}),
    ("what is open",            following.following,      {"today": today()}, {S, C}),
    ("the questions",           questions.questions,      {"today": today()}, {S, C}),
    ("to ask",                  questions.ask,            {"words": "When?", "at": now()}, {C}),
    ("the notes",               notes.notes,              {}, {S, C}),
    ("to note",                 notes.write_note,         NOTE, {S, C}),
    ("the reports issued",      reports.reports,          {}, {S, A, OW, C, U, ENDED}),
    ("to begin a report",       reports.begin,            {"kind": "yearly", "today": today(), "at": now()}, {C}),
    ("reports handed in",       handing_in.handed_in,     {}, {S, A, OW, C, U, ENDED}),
    ("the syndic's mandate",    syndic.mandates_of,       {"today": today()}, {S, A, OW, C, U, ENDED}),
    ("the usual days",          following.set_usual_days, {"kind": "works", "days": 40, "at": now()}, {S}),
)
# fmt: on


@pytest.fixture(scope="module")
async def played(database):
    """One stage for the whole table: a member, an auditor, and somebody whose mandate ended yesterday."""
    made = await put_on_stage()
    await member(made, C)
    await auditor(made, U)
    await member(made, ENDED, since=today() - timedelta(days=10))
    async with db.tenant_session(made.syndic, made.association_id) as session:
        here = (session, made.syndic, made.association_id)
        seats = (await queries.council_sheet(*here, day=today())).members
        seat = next(each.id for each in seats if each.person_id == made.people[ENDED])
        await mandates.end_seat(*here, seat, reason="resigned", day=today())
    await again(made, ENDED, today() - timedelta(days=1))
    async with db.tenant_session(made.actors[ENDED], made.association_id) as session:
        await following.following(session, made.actors[ENDED], made.association_id, today=today())  # on its last day
    await again(made, ENDED, today())
    return made


@pytest.mark.parametrize(("service", "more", "may"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
@pytest.mark.parametrize("who", EVERYBODY)
async def test_who_may(played, who, service, more, may):
    actor = played.actors[who]

    async def act():
        async with db.tenant_session(actor, played.association_id) as session:
            await service(session, actor, played.association_id, **more)

    if who in may:
        await act()
        return
    with pytest.raises(NotFound if who == STRANGER else NotAllowed):
        await act()
