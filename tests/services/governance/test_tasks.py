"""The board of tasks: one over decisions and the rest, who moves which card, who has no board."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.governance.tasks import Column
from koprogo.services.access import actor_of
from koprogo.services.assemblies.after import follow_up, follow_up_queries, register
from koprogo.services.governance import mandates, tasks
from tests.cast import put_on_stage
from tests.services.assemblies import closed_evening
from tests.services.assemblies.evening import NOW
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import act, reported

DUE = today() + timedelta(days=10)


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


@pytest.fixture
async def entry(cast):
    """A carried decision in the register."""
    assembly, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=NOW)
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))


async def add(cast, who="bram", owner="bram", **more):
    facts = {"what": "Compare three quotes", "due": DUE, "owner_id": cast.people[owner], "at": now(), "today": today()}
    return await act(cast, who, tasks.add_task, **{**facts, **more})


async def put(cast, who, task, column):
    await act(cast, who, tasks.put, task, column=column, at=now())


async def board(cast, who="bram", day=None):
    return await act(cast, who, tasks.board, today=day or today())


async def test_a_card_goes_through_the_columns_and_back_with_its_history(cast):
    task = await add(cast)
    for column in ("in_progress", "done", "in_progress", "todo", "done"):
        await put(cast, "bram", task, column)
        await put(cast, "bram", task, column)
        [card] = await board(cast)
        assert (card.column, card.due, card.assignee) == (Column(column), DUE, "Bram Claes")
    assert [each.what for each in card.steps] == ["planned", "started", "done", "started", "planned", "done"]
    assert {each.by for each in card.steps} == {"Bram Claes"}


async def test_one_board_holds_what_decisions_ask_for_and_everything_else(cast, entry):
    problem = await reported(cast)
    of_decision = await add(cast, "syndic", "syndic", what="Sign the contract", about="decision", about_id=entry)
    of_problem = await add(cast, what="Call the plumber", about="problem", about_id=problem)
    own = await add(cast, what="Spring cleaning", due=DUE + timedelta(days=1))
    found = {card.id: card for card in await board(cast)}
    assert {id_: card.about.kind for id_, card in found.items()} == {
        of_decision: "decision",
        of_problem: "problem",
        own: "",
    }
    assert found[of_problem].about.number == 1 and found[of_decision].about.title
    assert [card.moves for card in (found[of_decision], found[of_problem], found[own])] == [False, True, True]
    assert all(card.moves for card in await board(cast, "syndic"))
    _, decisions = await act(cast, "carla", follow_up_queries.followed, today=today())
    followed = [task.id for each in decisions for task in each.tasks]
    assert followed == [of_decision], "co-owners read what decisions ask for, and nothing else of the board"


async def test_what_the_assembly_decided_the_syndic_moves_or_the_member_it_fell_to(cast, entry):
    task = await add(cast, "syndic", "syndic", about="decision", about_id=entry)
    for column in Column:
        with pytest.raises(NotAllowed):
            await put(cast, "bram", task, column.value)
    await put(cast, "syndic", task, "in_progress")
    hers = await add(cast, "syndic", "bram", about="decision", about_id=entry)
    await put(cast, "bram", hers, "done")
    with pytest.raises(NotAllowed):
        await add(cast, "bram", about="decision", about_id=entry)


async def test_the_follow_up_of_decisions_and_the_board_are_the_same_rows(cast, entry):
    task = await act(
        cast, "syndic", follow_up.plan_task, entry, what="Order the roofer", due=DUE, owner_id=cast.people["syndic"],
        at=now(), today=today(),
    )  # fmt: skip
    await act(cast, "syndic", follow_up.move_task, task, what="started", at=now(), today=today())
    [card] = await board(cast)
    assert (card.id, card.column) == (task, Column.IN_PROGRESS)
    await put(cast, "syndic", task, "done")
    _, [decision] = await act(cast, "anna", follow_up_queries.followed, today=today())
    assert decision.done


TABLE = {"syndic": True, "bram": True, "anna": False, "carla": False, "accountant": False}


@pytest.mark.parametrize("who", TABLE)
async def test_who_has_the_board(cast, who):
    task = await add(cast)

    async def calls():
        yield board(cast, who)
        yield act(cast, who, tasks.assignees, today=today())
        yield add(cast, who, owner="syndic")
        yield put(cast, who, task, "done")
        yield act(cast, who, tasks.plan_anew, task, due=DUE, owner_id=cast.people["syndic"], at=now(), today=today())
        yield act(cast, who, tasks.say, task, what="noted", words="Soon.", at=now())

    async for call in calls():
        if TABLE[who]:
            await call
        else:
            with pytest.raises(NotAllowed):
                await call


async def test_the_stranger_finds_no_board_and_no_task(cast):
    task = await add(cast)
    async with db.tenant_session(cast.stranger) as session:
        with pytest.raises(NotFound):
            await tasks.board(session, cast.stranger, cast.association_id, today=today())
    async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
        with pytest.raises(NotFound):
            await tasks.put(session, cast.other_syndic, cast.elsewhere_id, task, column="done", at=now())


async def test_a_former_member_has_no_board(cast):
    task = await add(cast)
    async with db.association_session(cast.association_id) as session:
        seat = await session.scalar(text("SELECT id FROM appointment"))
    tomorrow = today() + timedelta(days=1)
    await act(cast, "syndic", mandates.end_seat, seat, reason="resigned", day=tomorrow)
    async with db.open_session() as session:
        cast.actors["bram"] = await actor_of(session, cast.people["bram"], on_day=tomorrow)
    with pytest.raises(NotAllowed):
        await board(cast)
    with pytest.raises(NotAllowed):
        await put(cast, "bram", task, "done")


async def test_whom_a_task_is_given_to(cast):
    offered = dict(await act(cast, "bram", tasks.assignees, today=today()))
    assert set(offered.values()) == {"Bram Claes", "Sylvie Simon", "Arthur Adam"}
    with pytest.raises(NotFound):
        await add(cast, owner="anna")
    await add(cast, "syndic", "anna")
    for wrong in (
        {"owner_id": None},
        {"due": None},
        {"what": "  "},
        {"about": "moon", "about_id": uuid4()},
        {"about": "paper"},
    ):
        with pytest.raises(BadInput):
            await add(cast, **wrong)
    for about in ("problem", "paper", "file"):
        with pytest.raises(NotFound):
            await add(cast, about=about, about_id=uuid4())


async def test_a_task_about_a_document_names_it_to_who_may_open_it(cast, entry):
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text(
                "INSERT INTO paper (id, association_id, kind, subject_id, language, version, title, sha256, size, issued_at,"
                " issued_by_id) VALUES (:p, :t, 'minutes', :p, 'nl', 9, 'Notulen', repeat('0', 64), 1, now(), :by)"
            ),
            {"p": (paper := uuid4()), "t": cast.association_id, "by": cast.people["syndic"]},
        )
    await add(cast, about="paper", about_id=paper)
    [card] = await board(cast)
    assert (card.about.kind, card.about.words) == ("paper", "Notulen")


async def test_planned_anew_it_stays_in_its_column_and_cancelled_it_leaves(cast):
    task = await add(cast)
    await put(cast, "bram", task, "in_progress")
    later = DUE + timedelta(days=7)
    facts = {"due": later, "owner_id": cast.people["syndic"], "at": now(), "today": today()}
    await act(cast, "bram", tasks.plan_anew, task, **facts)
    [card] = await board(cast)
    assert (card.column, card.due, card.assignee) == (Column.IN_PROGRESS, later, "Sylvie Simon")
    await act(cast, "bram", tasks.say, task, what="noted", words="The plumber is ill.", at=now())
    for wrong in ({"what": "noted", "words": " "}, {"what": "done", "words": "x"}):
        with pytest.raises(BadInput):
            await act(cast, "bram", tasks.say, task, at=now(), **wrong)
    with pytest.raises(BadInput):
        await put(cast, "bram", task, "later")
    await act(cast, "bram", tasks.say, task, what="cancelled", words="No longer needed.", at=now())
    assert await board(cast) == []
    with pytest.raises(follow_up.TaskIsOver):
        await put(cast, "bram", task, "todo")


async def test_what_was_done_long_ago_leaves_the_board_and_late_is_counted(cast):
    task = await add(cast)
    late = await board(cast, day=DUE + timedelta(days=2))
    assert late[0].left == -2
    await put(cast, "bram", task, "done")
    assert [card.id for card in await board(cast, day=today() + timedelta(days=60))] == [task]
    assert await board(cast, day=today() + timedelta(days=61)) == []
