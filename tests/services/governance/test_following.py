"""Following the syndic: what is open and by when, questions with their age, reminders said once."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.models.messages import Letter
from koprogo.rules.governance.following import Delay, Stand
from koprogo.services.assemblies.after import follow_up, register
from koprogo.services.governance import decision_sheet, following, mandates, questions, reminders, tasks
from koprogo.services.identity import accounts
from tests.cast import put_on_stage
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW
from tests.services.governance.council_on_stage import member

DAY = (NOW + timedelta(days=16)).date()
"""The day of the assembly of `closed_evening`, which carries works."""


@pytest.fixture
async def cast(database):
    """A fresh association per test: its register holds one evening."""
    return await put_on_stage()


@pytest.fixture
async def entry(cast):
    """The carried decision on works, in the register; the minutes went out."""
    assembly, _ = await closed_evening.minuted(cast)
    await minutes_went_out(cast, assembly)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    await member(cast, "bram")
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))


async def minutes_went_out(cast, assembly):
    """Write down that Anna got the minutes by post."""
    async with db.association_session(cast.association_id) as session:
        session.add(
            Letter(
                association_id=cast.association_id, kind="minutes", subject_id=assembly, person_id=cast.people["anna"],
                language="fr", channel="registered", at=NOW, by_id=cast.people["syndic"],
            )
        )  # fmt: skip


async def act(cast, who, service, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def board(cast, today, who="bram"):
    return await act(cast, who, following.following, today=today)


async def test_works_are_expected_in_sixty_days_until_the_syndic_plans_them(cast, entry):
    found = await board(cast, DAY)
    [item] = found.items
    assert (item.subject_id, item.due, item.left, item.by_practice) == (entry, DAY + timedelta(days=60), 60, True)
    assert (found.late, found.in_14, found.in_30, found.done, found.decisions) == (0, 0, 0, 0, 1)
    near = await board(cast, DAY + timedelta(days=46))
    assert (near.late, near.in_14, near.in_30) == (0, 1, 1)
    when = (DAY.year, (DAY.month + 2) // 3)
    assert near.quarters == (following.Quarter(*when, busy=1),)
    late = await board(cast, DAY + timedelta(days=61), who="syndic")
    assert late.quarters == (following.Quarter(*when, late=1),)
    assert (late.late, late.in_14, late.items[0].left) == (1, 0, -1)


async def test_a_planned_task_has_its_own_day_and_leaves_when_it_is_done(cast, entry):
    due = DAY + timedelta(days=20)
    task = await act(
        cast, "syndic", follow_up.plan_task, entry, what="Three quotes", due=due, owner_id=cast.people["syndic"],
        at=NOW, today=DAY,
    )  # fmt: skip
    [item] = (await board(cast, DAY)).items
    assert (item.subject_id, item.what, item.due, item.stand) == (task, "Three quotes", due, Stand.PENDING)
    await act(cast, "syndic", follow_up.move_task, task, what="started", at=NOW, today=DAY)
    assert (await board(cast, DAY)).items[0].stand is Stand.IN_PROGRESS
    await act(cast, "syndic", follow_up.move_task, task, what="done", at=NOW, today=DAY)
    found = await board(cast, due + timedelta(days=1))
    assert (found.items, found.done, found.late) == ((), 1, 0)
    assert [(each.done, each.busy, each.late) for each in found.quarters] == [(1, 0, 0)]


async def test_the_usual_days_are_the_associations_own(cast, entry):
    await act(cast, "syndic", following.set_usual_days, kind="works", days=10, at=NOW)
    await act(cast, "syndic", following.set_usual_days, kind="works", days=45, at=NOW + timedelta(hours=1))
    found = await board(cast, DAY)
    assert (found.days[Delay.WORKS], found.days[Delay.QUOTES], found.items[0].left) == (45, 30, 45)
    for wrong in ({"kind": "minutes", "days": 30}, {"kind": "works", "days": 0}, {"kind": "works", "days": 731}):
        with pytest.raises(BadInput):
            await act(cast, "syndic", following.set_usual_days, at=NOW, **wrong)
    with pytest.raises(NotAllowed):
        await act(cast, "bram", following.set_usual_days, kind="works", days=5, at=NOW)


async def test_only_council_and_syndic_follow_and_only_while_the_mandate_lasts(cast, entry):
    for who in ("anna", "accountant"):
        with pytest.raises(NotAllowed):
            await board(cast, DAY, who)
        with pytest.raises(NotAllowed):
            await act(cast, who, questions.questions, today=DAY)
    with pytest.raises(NotFound):
        await board(cast, DAY, "stranger")
    async with db.association_session(cast.association_id) as session:
        seat = await session.scalar(text("SELECT id FROM appointment WHERE until IS NULL"))
        since = await session.scalar(text("SELECT since FROM appointment WHERE id = :a"), {"a": seat})
    await act(cast, "bram", mandates.end_seat, seat, reason="resigned", day=since + timedelta(days=1))
    cast.actors["bram"] = await _again(cast, "bram", since + timedelta(days=1))
    with pytest.raises(NotAllowed):
        await board(cast, DAY)


async def _again(cast, who, day):
    from koprogo.services.access import actor_of

    async with db.open_session() as session:
        return await actor_of(session, cast.people[who], on_day=day)


async def test_a_question_grows_older_until_it_is_answered(cast, entry):
    first = await act(cast, "bram", questions.ask, words=" Where are  the quotes? ", entry_id=entry, at=NOW)
    await act(cast, "bram", questions.ask, words="Who checks the lift?", at=NOW + timedelta(days=3))
    later = NOW.date() + timedelta(days=16)
    rows = await act(cast, "syndic", questions.questions, today=later)
    assert [(row.words, row.age, row.number > 0, row.is_open) for row in rows] == [
        ("Where are the quotes?", 16, True, True),
        ("Who checks the lift?", 13, False, True),
    ]
    await act(cast, "syndic", questions.answer, first, words="Two are in.", at=NOW + timedelta(days=9))
    await act(cast, "syndic", questions.answer, first, words="So is the third.", at=NOW + timedelta(days=12))
    rows = await act(cast, "bram", questions.questions, today=later)
    assert [row.words for row in rows] == ["Who checks the lift?", "Where are the quotes?"]
    assert (rows[1].age, [each.words for each in rows[1].answers]) == (9, ["Two are in.", "So is the third."])


async def test_the_syndic_hears_of_a_question_and_who_asked_of_its_answer(cast, entry):
    await accounts_of(cast, "syndic", "bram")
    asked = await act(cast, "bram", questions.ask, words="Where are the quotes?", entry_id=entry, at=NOW)
    [(who, subject, body)] = await letters_of(cast, NOW)
    assert who == "syndic" and subject.startswith("Le conseil")
    assert "Where are the quotes?" in body and f"/decisions/{entry}" in body
    when = NOW + timedelta(days=2)
    await act(cast, "syndic", questions.answer, asked, words="Two are in.", at=when)
    [(who, _, body)] = await letters_of(cast, when)
    assert who == "bram" and "Two are in." in body and "Where are the quotes?" in body


async def test_nobody_is_written_to_who_has_no_account(cast, entry):
    asked = await act(cast, "bram", questions.ask, words="Where are the quotes?", at=NOW)
    await act(cast, "syndic", questions.answer, asked, words="Two are in.", at=NOW)
    assert await letters_of(cast, NOW) == []


async def letters_of(cast, at):
    """Return the letters written at an instant: to whom, subject, body."""
    async with db.association_session(cast.association_id) as session:
        rows = await session.execute(
            text("SELECT to_email, subject, body FROM outbox_mail WHERE created_at = :at ORDER BY to_email"), {"at": at}
        )
        return [(row.to_email.split("-")[0], row.subject, row.body) for row in rows]


async def test_who_asks_and_who_answers(cast, entry):
    question = await act(cast, "bram", questions.ask, words="When?", at=NOW)
    for who in ("anna", "syndic"):
        with pytest.raises(NotAllowed):
            await act(cast, who, questions.ask, words="When?", at=NOW)
    with pytest.raises(NotAllowed):
        await act(cast, "bram", questions.answer, question, words="Soon.", at=NOW)
    with pytest.raises(BadInput):
        await act(cast, "bram", questions.ask, words="  ", at=NOW)
    with pytest.raises(BadInput):
        await act(cast, "syndic", questions.answer, question, words="", at=NOW)
    for wrong in ({"entry_id": question}, {"entry_id": cast.association_id}):
        with pytest.raises(NotFound):
            await act(cast, "bram", questions.ask, words="When?", at=NOW, **wrong)
    with pytest.raises(NotFound):
        await act(cast, "syndic", questions.answer, entry, words="Soon.", at=NOW)


async def test_the_syndic_is_reminded_twice_and_the_council_once_it_is_late(cast, entry):
    await accounts_of(cast, "syndic", "bram")

    async def remind(days):
        at = NOW + timedelta(days=16 + 60 + days)
        async with db.association_session(cast.association_id) as session:
            sent = await reminders.remind(session, cast.association_id, at=at)
        return sent, await letters_of(cast, at)

    assert await remind(-15) == (0, [])
    sent, [(who, _, body)] = await remind(-14)
    assert (sent, who) == (1, "syndic")
    assert "Rénover la toiture" in body and f"/associations/{cast.association_id}/council" in body
    assert await remind(-13) == (0, [])
    assert [who for who, *_ in (await remind(-7))[1]] == ["syndic"]
    assert await remind(0) == (0, [])
    [(who, _, body)] = (await remind(1))[1]
    assert who == "bram" and "Het dak vernieuwen" in body  # in her own language
    assert await remind(2) == (0, [])
    last = NOW + timedelta(days=16 + 60 + 3)
    await reminders.remind_all(at=last)
    assert await letters_of(cast, last) == []


async def accounts_of(cast, *who):
    async with db.open_session() as session:
        for name in who:
            await accounts.create_account(
                session, cast.people[name], email=f"{name}-{uuid4().hex[:6]}@example.org",
                password="Correct horse battery", at=NOW,
            )  # fmt: skip


async def reminded(cast, day):
    """Remind on a day and return who was written to, with the letters."""
    at = NOW + timedelta(days=(day - NOW.date()).days)
    async with db.association_session(cast.association_id) as session:
        sent = await reminders.remind(session, cast.association_id, at=at)
    found = {who: body for who, _, body in await letters_of(cast, at)}
    assert sent == len(found)
    return found


async def test_minutes_are_due_in_thirty_days_by_law_and_nobody_chooses_others(cast):
    assembly, _ = await closed_evening.closed(cast)
    await member(cast, "bram")
    await accounts_of(cast, "syndic", "bram")
    [item] = (await board(cast, DAY)).items
    assert (item.subject_id, item.entry_id, item.due, item.law) == (
        assembly,
        None,
        DAY + timedelta(days=30),
        "3.87 §12",
    )
    assert (item.stand, item.by_practice, item.decided) == (Stand.PENDING, False, DAY)
    said = await reminded(cast, DAY + timedelta(days=16))
    assert set(said) == {"syndic"} and "Procès-verbal" in said["syndic"]
    said = await reminded(cast, DAY + timedelta(days=31))
    assert set(said) == {"bram"} and "Notulen" in said["bram"]
    assert (await board(cast, DAY + timedelta(days=31))).late == 1
    await minutes_went_out(cast, assembly)
    assert (await board(cast, DAY)).items == ()


async def test_who_has_a_task_of_the_board_is_reminded_and_the_council_once_it_is_late(cast, entry):
    await member(cast, "carla")
    await accounts_of(cast, "bram", "carla")
    due = DAY + timedelta(days=20)
    plan = {"due": due, "owner_id": cast.people["bram"], "at": NOW, "today": DAY}
    task = await act(cast, "bram", tasks.add_task, what="Count the bicycles", **plan)
    done = await act(cast, "bram", tasks.add_task, what="Paint the door", **plan)
    await act(cast, "bram", tasks.put, done, column="done", at=NOW)
    assert await reminded(cast, due - timedelta(days=15)) == {}
    said = await reminded(cast, due - timedelta(days=14))
    assert set(said) == {"bram"} and "Count the bicycles" in said["bram"] and "Paint" not in said["bram"]
    assert await reminded(cast, due - timedelta(days=13)) == {}
    assert set(await reminded(cast, due - timedelta(days=7))) == {"bram"}
    assert set(await reminded(cast, due + timedelta(days=1))) == {"bram", "carla"}
    assert await reminded(cast, due + timedelta(days=2)) == {}
    await act(cast, "bram", tasks.plan_anew, task, **{**plan, "due": due + timedelta(days=30)})
    assert set(await reminded(cast, due + timedelta(days=16))) == {"bram"}


async def test_one_decision_is_read_without_the_others(cast, entry):
    other, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, other, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        both = (await session.scalars(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))).all()
    second = next(each for each in both if each != entry)
    plan = {"due": DAY, "owner_id": cast.people["syndic"], "at": NOW, "today": DAY}
    for each, what in ((entry, "Three quotes"), (second, "Two quotes")):
        await act(cast, "syndic", follow_up.plan_task, each, what=what, **plan)
        await act(cast, "bram", questions.ask, words=f"And {what}?", entry_id=each, at=NOW)
    for each, what in ((entry, "Three quotes"), (second, "Two quotes")):
        found = await act(cast, "bram", decision_sheet.decision_sheet, each, today=DAY)
        assert found.entry.id == found.followed.entry_id == each
        assert [task.what for task in found.followed.tasks] == [what]
        assert [asked.words for asked in found.questions] == [f"And {what}?"]


async def test_nobody_to_tell_yet_is_told_later(cast):
    assembly, _ = await closed_evening.minuted(cast)
    await minutes_went_out(cast, assembly)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    late = NOW + timedelta(days=16 + 61)
    async with db.association_session(cast.association_id) as session:
        assert await reminders.remind(session, cast.association_id, at=late) == 0
    await member(cast, "bram")
    async with db.open_session() as session:
        await accounts.create_account(
            session, cast.people["bram"], email=f"b-{assembly}@example.org", password="Correct horse battery", at=NOW
        )
    async with db.association_session(cast.association_id) as session:
        assert await reminders.remind(session, cast.association_id, at=late) == 1
