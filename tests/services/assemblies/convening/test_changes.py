"""An assembly cancelled, moved, continued; last year's agenda; a supplement while the notice fits."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies import events, queries
from koprogo.services.assemblies.agenda import assembly_day, proposals, proposals_read, requests
from koprogo.services.assemblies.agenda.refusals import NoticeTooShort
from koprogo.services.assemblies.agenda.window import set_window
from koprogo.services.assemblies.convening import changes, freeze
from koprogo.services.assemblies.convening.refusals import NothingLeftOpen, RequestIsTheirs
from koprogo.services.assemblies.refusals import AgendaFrozen, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.season.season import season
from koprogo.services.assemblies.voting import voting
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW, WORDS, convened, drafted, opened

TODAY = NOW.date()
LATER = NOW + timedelta(days=31)
POINT = {"kind": "approve_budgets", "title": {"fr": "Un point de plus"}, "proposal": {}}


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def here(cast, service, *arguments, who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await service(session, actor, cast.association_id, *arguments, **more)


async def sheet(cast, assembly):
    return await here(cast, queries.sheet, assembly)


async def facts_of(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        state = await events.state_of(session, cast.association_id, assembly)
        return state.what, state.facts


async def test_cancelled_with_a_reason_and_only_before_it_opens(cast):
    assembly, _ = await convened(cast)
    with pytest.raises(BadInput):
        await here(cast, changes.cancel, assembly, reason=" ", at=NOW)
    with pytest.raises(NotAllowed):
        await here(cast, changes.cancel, assembly, reason="Non", at=NOW, who="anna")
    await here(cast, changes.cancel, assembly, reason="La salle est inondée.", at=NOW)
    assert (await sheet(cast, assembly)).assembly.state == "cancelled"
    running, _ = await opened(cast)
    with pytest.raises(WrongState):
        await here(cast, changes.cancel, running, reason="Trop tard", at=NOW)


async def test_moved_is_cancelled_and_drafted_anew_with_its_agenda_and_proposals(cast):
    made = await here(cast, proposals.propose, title="Un banc", proposal="", at=NOW, who="anna")
    assembly, _ = await drafted(cast, "works_on_common_parts", "approve_budgets")
    await here(cast, proposals.add_to_agenda, made.id, assembly_id=assembly, kind="works_on_common_parts", at=NOW)
    await here(cast, freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="joined")
    new = await here(
        cast, changes.move, assembly, starts_at=NOW + timedelta(days=30), place="Ailleurs", reason="Grève", at=NOW
    )
    assert await facts_of(cast, assembly) == ("cancelled", {"moved_to": str(new)})
    found = await sheet(cast, new)
    assert (found.assembly.state, found.assembly.place, found.assembly.session) == ("drafted", "Ailleurs", "first")
    assert [item.title for item in found.items] == [WORDS, WORDS, {"fr": "Un banc"}]
    assert [item.number for item in found.items] == [1, 2, 3]
    assert found.items[0].proposal == WORDS
    (row,) = await here(cast, proposals_read.proposals, who="anna")
    assert (row.fate, row.assembly_id) == ("planned", new)
    with pytest.raises(NoticeTooShort):  # a new notice, with its own fifteen days
        await here(cast, freeze.convene, new, sent_on=TODAY + timedelta(days=16), at=NOW + timedelta(days=16))
    with pytest.raises(WrongState):
        await here(cast, changes.move, new, starts_at=NOW + timedelta(days=40), place="", reason="x", at=NOW)


async def test_continued_with_what_got_no_decision_as_an_assembly_of_its_own(cast):
    assembly, items = await opened(cast, "works_on_common_parts", "approve_budgets", "start_legal_action")
    when = {"starts_at": NOW + timedelta(days=40), "place": "Salle", "at": NOW}
    await here(cast, voting.settle_item, items[0], outcome="withdrawn")
    await here(cast, voting.settle_item, items[1], outcome="postponed")
    await here(cast, voting.settle_item, items[2], outcome="not_reached")
    new = await here(cast, changes.continue_another_day, assembly, **when)
    assert await here(cast, changes.continue_another_day, assembly, **when) == new
    found = await sheet(cast, new)
    assert [item.kind for item in found.items] == ["approve_budgets", "start_legal_action"]
    assert found.assembly.session == "first"  # its own quorum
    await here(cast, sitting.close_assembly, assembly, at=NOW)


async def test_nothing_to_continue(cast):
    assembly, (item,) = await opened(cast)
    await here(cast, voting.settle_item, item, outcome="withdrawn")
    with pytest.raises(NothingLeftOpen):
        await here(cast, changes.continue_another_day, assembly, starts_at=NOW + timedelta(days=40), place="", at=NOW)
    waiting, _ = await convened(cast)
    with pytest.raises(WrongState):
        await here(cast, changes.continue_another_day, waiting, starts_at=NOW + timedelta(days=40), place="", at=NOW)


async def test_last_years_agenda_comes_once_and_leaves_out_what_is_there(cast):
    first, (item, budget) = await opened(cast, "works_on_common_parts", "approve_budgets")
    fresh, _ = await drafted(cast, "approve_annual_accounts")
    with pytest.raises(NotFound):
        await here(cast, changes.copy_last_agenda, fresh, at=NOW)
    for each in (item, budget):
        await here(cast, voting.settle_item, each, outcome="postponed")
    await here(cast, sitting.close_assembly, first, at=NOW)
    assert await here(cast, changes.copy_last_agenda, fresh, at=NOW) == 2
    assert await here(cast, changes.copy_last_agenda, fresh, at=NOW) == 0
    kinds = [each.kind for each in (await sheet(cast, fresh)).items]
    assert kinds == ["approve_annual_accounts", "works_on_common_parts", "approve_budgets"]
    convened_, _ = await convened(cast)
    with pytest.raises(AgendaFrozen):
        await here(cast, changes.copy_last_agenda, convened_, at=NOW)


async def test_a_point_is_added_while_fifteen_days_are_left_and_not_a_day_later(cast):
    assembly, _ = await convened(cast)  # sixteen days before
    at = NOW + timedelta(days=1)
    await here(cast, changes.supplement, assembly, sent_on=at.date(), at=at, **POINT)
    found = await sheet(cast, assembly)
    assert [item.number for item in found.items] == [1, 2] and found.assembly.state == "convened"
    _, facts = await facts_of(cast, assembly)
    assert (facts["sent_on"], facts["supplement_sent_on"]) == (TODAY.isoformat(), at.date().isoformat())
    late = NOW + timedelta(days=2)
    with pytest.raises(NoticeTooShort) as refused:
        await here(cast, changes.supplement, assembly, sent_on=late.date(), at=late, **POINT)
    assert refused.value.article == "3.87 §3"
    with pytest.raises(BadInput):
        await here(cast, changes.supplement, assembly, sent_on=late.date(), at=at, **POINT)
    draft, _ = await drafted(cast)
    with pytest.raises(WrongState):
        await here(cast, changes.supplement, draft, sent_on=TODAY, at=NOW, **POINT)


async def test_the_syndic_does_not_call_off_what_the_owners_convened(cast):
    made = await here(cast, requests.start_request, title="La chaudière", points=["Remplacer"], at=NOW, who="carla")
    await here(cast, requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW, who="carla")
    await here(cast, requests.receive, made, day=TODAY, at=NOW)
    when = {"starts_at": LATER + timedelta(days=20), "place": "Chez Carla"}
    assembly = await here(cast, requests.draft_assembly, made, at=LATER, who="carla", **when)
    with pytest.raises(RequestIsTheirs):
        await here(cast, changes.cancel, assembly, reason="Non", at=LATER)
    await here(cast, freeze.convene, assembly, sent_on=LATER.date(), at=LATER, who="carla", despite="joined")
    for act in (changes.cancel, changes.move):
        more = {"starts_at": LATER + timedelta(days=30), "place": ""} if act is changes.move else {}
        with pytest.raises(RequestIsTheirs):
            await here(cast, act, assembly, reason="Non", at=LATER, **more)
    moved = await here(
        cast, changes.move, assembly, reason="Plus grand", starts_at=LATER + timedelta(days=30), place="Salle",
        at=LATER, who="carla",
    )  # fmt: skip
    await here(cast, freeze.convene, moved, sent_on=LATER.date(), at=LATER, who="carla", despite="joined")


async def test_the_season_shows_each_association_with_what_is_next(cast):
    async with db.tenant_session(cast.syndic) as session:
        (line,) = await season(session, cast.syndic, day=TODAY)
    assert (line.stage, line.window, line.assembly) == ("no_window", None, None)
    first = TODAY + timedelta(weeks=3)
    fixed = {"month": first.month, "day": first.day, "since": TODAY, "source": "ROI", "at": NOW}
    await here(cast, set_window, **fixed)
    await here(cast, proposals.propose, title="Un banc", proposal="", at=NOW, who="anna")
    assembly, _ = await drafted(cast)
    async with db.tenant_session(cast.syndic) as session:
        (line,) = await season(session, cast.syndic, day=TODAY)
        assert await season(session, cast.anna, day=TODAY) == []
    assert (line.stage, line.window.first, line.assembly.id) == ("drafted", first, assembly)
    assert (line.proposals, line.by_right, line.minutes_planned) == (1, 1, 10)
    assert line.duties[0].duty == "convene"


async def test_a_second_session_has_the_agenda_of_the_first_and_answers_its_proposals(cast):
    made = await here(cast, proposals.propose, title="Un banc", proposal="", at=NOW, who="anna")
    first, _ = await drafted(cast)
    await here(cast, proposals.add_to_agenda, made.id, assembly_id=first, kind="works_on_common_parts", at=NOW)
    await here(cast, freeze.convene, first, sent_on=TODAY, at=NOW, despite="joined")
    await here(cast, sitting.without_quorum, first, at=NOW)
    second = await here(
        cast, assembly_day.plan_second_session, first, starts_at=NOW + timedelta(days=40), place="Salle", at=NOW
    )
    (row,) = await here(cast, proposals_read.proposals, who="anna")
    assert (row.fate, row.assembly_id, row.item_number) == ("planned", second, 2)
    with pytest.raises(AgendaFrozen):
        await here(cast, changes.copy_last_agenda, second, at=NOW)
    await here(cast, freeze.convene, second, sent_on=TODAY, at=NOW, despite="joined")
    with pytest.raises(AgendaFrozen):
        await here(cast, changes.supplement, second, sent_on=TODAY, at=NOW, **POINT)
