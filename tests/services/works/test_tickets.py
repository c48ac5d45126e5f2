"""Reporting a problem and its steps: it works, it refuses each way, who may not, the stranger sees nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from koprogo import db
from koprogo.core.clock import legal_day, now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.works.tickets import Step
from koprogo.services.access import actor_of
from koprogo.services.governance import mandates
from koprogo.services.identity import accounts
from koprogo.services.works import queries, tickets
from koprogo.services.works.refusals import StepNotOpen, TooManyReports
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import act, answers, letters, reported, step


@pytest.fixture
async def cast(database):
    """A fresh association per test: reports are numbered, a council sits."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def sheet(cast, who, ticket):
    return await act(cast, who, queries.ticket, ticket, today=today())


async def test_a_problem_goes_from_the_report_to_the_reporters_word_with_who_and_when(cast):
    ticket = await reported(cast, at=now() - timedelta(days=5))
    await step(cast, "syndic", ticket, "acknowledged", words="Thank you.")
    await step(cast, "syndic", ticket, "planned", due=today() + timedelta(days=3))
    await step(cast, "syndic", ticket, "planned", due=today() + timedelta(days=4))
    found = await sheet(cast, "anna", ticket)
    assert (found.row.state, found.row.due, found.row.age) == (Step.PLANNED, today() + timedelta(days=4), 5)
    await step(cast, "syndic", ticket, "solved", words="A new joint.")
    assert (await sheet(cast, "anna", ticket)).steps == (Step.CONFIRMED, Step.REOPENED, Step.NOTED)
    await step(cast, "anna", ticket, "reopened", words="It drips again.")
    await step(cast, "syndic", ticket, "solved")
    await step(cast, "anna", ticket, "confirmed")
    found = await sheet(cast, "anna", ticket)
    told = [(each.what.value, each.by) for each in found.events]
    anna, sylvie = "Anna Peeters", "Sylvie Simon"
    assert told == [
        ("reported", anna), ("acknowledged", sylvie), ("planned", sylvie), ("planned", sylvie), ("solved", sylvie),
        ("reopened", anna), ("solved", sylvie), ("confirmed", anna),
    ]  # fmt: skip
    assert (found.row.state, found.row.is_open, found.row.due) == (Step.CONFIRMED, False, None)


async def test_reports_are_numbered_for_the_association(cast):
    for number in (1, 2, 3):
        made = await act(cast, "anna", tickets.report, answers=answers(), at=now())
        assert made.number == number


async def test_everything_to_correct_is_said_at_once(cast):
    wrong = answers(category="", urgency="now", place="roof", words=" ", place_words="x" * 121)
    with pytest.raises(BadInput) as refusal:
        await act(cast, "anna", tickets.report, answers=wrong, at=now())
    assert {each.where for each in refusal.value.problems} == {"category", "urgency", "place", "words", "place_words"}
    with pytest.raises(BadInput):
        await act(cast, "anna", tickets.report, answers=answers(words="x" * 2001), at=now())
    for lot in (uuid4(), cast.lots["B1"]):
        with pytest.raises(NotFound):
            await act(cast, "anna", tickets.report, answers=answers(place="lot", lot_id=lot), at=now())
    async with db.association_session(cast.association_id) as session:
        assert await session.scalar(text("SELECT count(*) FROM ticket")) == 0


async def test_a_hundred_in_a_day_are_enough(cast, monkeypatch):
    monkeypatch.setattr(tickets, "MOST_A_DAY", 2)
    await reported(cast, at=now() - timedelta(days=2))
    await reported(cast)
    await reported(cast)
    with pytest.raises(TooManyReports):
        await reported(cast)


@pytest.mark.parametrize(
    ("what", "more", "where"),
    [
        ("planned", {}, "due"), ("planned", {"due": today() - timedelta(days=1)}, "due"),
        ("declined", {"words": "  "}, "words"), ("noted", {}, "words"), ("noted", {"words": "x" * 1001}, "words"),
        ("mended", {}, "what"),
    ],
)  # fmt: skip
async def test_what_a_step_needs_is_asked_for(cast, what, more, where):
    ticket = await reported(cast)
    with pytest.raises(BadInput) as refusal:
        await step(cast, "syndic", ticket, what, **more)
    assert [each.where for each in refusal.value.problems] == [where]


async def test_a_step_that_does_not_follow_is_refused_and_changes_nothing(cast):
    ticket = await reported(cast)
    with pytest.raises(StepNotOpen):
        await step(cast, "anna", ticket, "confirmed")
    await step(cast, "syndic", ticket, "declined", words="It is the neighbour's wall.")
    with pytest.raises(StepNotOpen):
        await step(cast, "syndic", ticket, "solved")
    assert len((await sheet(cast, "anna", ticket)).events) == 2


TABLE = {
    # who: what she may do to a problem in the common parts that Anna reported
    "syndic": {"see", "report", "acknowledged", "planned", "solved", "declined", "noted", "inner"},
    "bram": {"see", "report", "noted", "inner"},  # sits in the council
    "anna": {"see", "report", "confirmed", "reopened", "noted"},
    "carla": {"see", "report"},
    "accountant": {"see"},
    "stranger": set(),
    "other_syndic": set(),
}


@pytest.mark.parametrize("who", TABLE)
async def test_who_may_do_what_role_by_role(cast, who):
    may = TABLE[who]
    ticket = await reported(cast)
    no = NotAllowed if may else NotFound

    async def tries(what, call):
        if what in may:
            await call()
        else:
            with pytest.raises(no):
                await call()

    await tries("see", lambda: sheet(cast, who, ticket))
    await tries("report", lambda: reported(cast, who))
    more = {"words": "A word.", "due": today()}
    for what in ("acknowledged", "planned", "solved"):
        await tries(what, lambda what=what: step(cast, who, ticket, what, **more))
    if "solved" not in may:
        await step(cast, "syndic", ticket, "solved")
    for what in ("reopened", "confirmed"):
        await tries(what, lambda what=what: step(cast, who, ticket, what, **more))
        if what == "reopened" and what in may:
            await step(cast, "syndic", ticket, "solved")
    await tries("noted", lambda: step(cast, who, ticket, "noted", words="A note."))
    await tries("inner", lambda: step(cast, who, ticket, "noted", words="Between us.", inner=True))
    other = await reported(cast)
    await tries("declined", lambda: step(cast, who, other, "declined", **more))


async def test_others_see_the_problem_and_not_who_reported_it(cast):
    ticket = await reported(cast)
    await step(cast, "bram", ticket, "noted", words="She called me.", inner=True)
    await step(cast, "anna", ticket, "noted", words="It is the third time.")
    for who, name, notes in (("carla", "", 2), ("anna", "Anna Peeters", 2), ("bram", "Anna Peeters", 3)):
        found = await sheet(cast, who, ticket)
        assert found.row.reporter == name, who
        assert (found.events[0].by, found.events[0].by_reporter) == (name, True)
        assert len(found.events) == notes
    rows = await act(cast, "carla", queries.tickets, today=today())
    assert [(each.reporter, each.is_mine) for each in rows] == [("", False)]


async def test_what_is_inside_a_lot_only_few_see(cast):
    ticket = await reported(cast, place="lot", lot_id=cast.lots["A1"])
    for who in ("syndic", "bram", "anna"):
        assert (await sheet(cast, who, ticket)).row.lot == "A1"
    for who in ("carla", "accountant", "stranger"):
        with pytest.raises(NotFound):
            await sheet(cast, who, ticket)
    assert await act(cast, "carla", queries.tickets, today=today()) == []
    with pytest.raises(NotFound):
        await step(cast, "carla", ticket, "noted", words="What is it?")


async def test_a_former_member_of_the_council_sees_no_more_than_an_owner(cast):
    ticket = await reported(cast)
    hidden = await reported(cast, place="lot", lot_id=cast.lots["A1"])
    async with db.association_session(cast.association_id) as session:
        seat = await session.scalar(text("SELECT id FROM appointment"))
    tomorrow = today() + timedelta(days=1)
    await act(cast, "syndic", mandates.end_seat, seat, reason="resigned", day=tomorrow)
    async with db.open_session() as session:
        cast.actors["bram"] = await actor_of(session, cast.people["bram"], on_day=tomorrow)
    assert (await sheet(cast, "bram", ticket)).row.reporter == ""
    with pytest.raises(NotAllowed):
        await step(cast, "bram", ticket, "noted", words="Still here.", inner=True)
    with pytest.raises(NotFound):
        await sheet(cast, "bram", hidden)
    with pytest.raises(NotAllowed):
        async with db.tenant_session(cast.bram) as session:
            await queries.tickets_everywhere(session, cast.bram, today=tomorrow)


async def test_open_ones_come_first_and_among_them_danger_and_the_oldest(cast):
    old = await reported(cast, at=now() - timedelta(days=9))
    new = await reported(cast)
    danger = await reported(cast, urgency="danger")
    reported_at = now() - timedelta(days=30)
    over = await reported(cast, at=reported_at)
    await step(cast, "syndic", over, "declined", words="Not ours.")
    async with db.tenant_session(cast.bram) as session:
        rows = await queries.tickets_everywhere(session, cast.bram, today=today())
    assert [row.id for row in rows] == [danger, old, new, over]
    sums = queries.sums(rows)
    assert (sums.open, sums.danger, sums.unanswered, sums.oldest) == (3, 1, 1, 9)
    assert rows[1].unanswered and rows[3].age == (today() - legal_day(reported_at)).days


async def test_the_syndic_hears_of_danger_and_the_reporter_of_every_step(cast):
    async with db.open_session() as session:
        for who in ("syndic", "anna"):
            await accounts.create_account(
                session, cast.people[who], email=f"{who}-{cast.association_id}@example.org",
                password="Correct horse battery", at=now(),
            )  # fmt: skip
    ticket = await reported(cast, urgency="danger")
    [(to, _, body)] = await letters(cast)
    assert to.startswith("syndic-") and f"/problems/{ticket}" in body and "drips" not in body
    await step(cast, "syndic", ticket, "planned", due=today())
    await step(cast, "syndic", ticket, "noted", words="The plumber called.")
    await step(cast, "bram", ticket, "noted", words="Good.", inner=True)
    await step(cast, "syndic", ticket, "solved")
    told = (await letters(cast))[1:]
    assert [each[0].split("-")[0] for each in told] == ["anna", "anna"]
    assert all(f"/problems/{ticket}" in body for _, _, body in told)


async def test_what_was_said_stays_as_it_was(cast):
    await reported(cast)
    for change in (
        "UPDATE ticket SET words = 'Nothing'", "DELETE FROM ticket", "UPDATE ticket_event SET what = 'confirmed'",
        "DELETE FROM ticket_event",
    ):  # fmt: skip
        with pytest.raises(DBAPIError):
            async with db.association_session(cast.association_id) as session:
                await session.execute(text(change))


async def test_nobody_reaches_another_associations_report(cast):
    ticket = await reported(cast)
    async with db.tenant_session(cast.stranger) as session:
        assert await session.scalar(text("SELECT count(*) FROM ticket")) == 0
        with pytest.raises(NotFound):
            await queries.ticket(session, cast.stranger, cast.elsewhere_id, ticket, today=today())
    async with db.tenant_session(cast.stranger, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await tickets.take_step(
                session, cast.stranger, cast.elsewhere_id, ticket, what="noted", words="Me too", at=now()
            )
