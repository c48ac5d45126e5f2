"""The yearly window and proposals: by right three weeks before, deferred otherwise, never lost from sight."""

from datetime import date, datetime, timedelta

import pytest

from koprogo import db
from koprogo.core.clock import BRUSSELS
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.agenda import plan, proposals, proposals_read, window
from koprogo.services.assemblies.agenda.refusals import OnAgendaByRight, ProposalMissing, ProposalSettled
from koprogo.services.assemblies.convening import freeze
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW

TODAY = date(2026, 11, 21)
FIRST = TODAY + timedelta(weeks=3)


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def here(cast, who, act, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, **more)


async def fixed(cast, first=FIRST):
    await here(
        cast, "syndic", window.set_window, month=first.month, day=first.day, since=TODAY - timedelta(days=400),
        source="ROI, art. 7", at=NOW,
    )  # fmt: skip


async def proposed(cast, who="anna", title="Un abri pour vélos", at=NOW):
    return await here(cast, who, proposals.propose, title=title, proposal="Dans la cour.", at=at)


async def drafted(cast, day=FIRST, kind="ordinary"):
    starts = datetime(day.year, day.month, day.day, 19, 30, tzinfo=BRUSSELS)
    return await here(cast, "syndic", plan.create_assembly, kind=kind, starts_at=starts, place="Salle", at=NOW)


async def add_budget(cast, assembly):
    await here(cast, "syndic", plan.add_from_template, assembly, template="budget", at=NOW)


async def test_the_next_ordinary_assembly_is_proposed_from_the_window(cast):
    assert (await here(cast, "anna", window.calendar, day=TODAY)).window is None
    await fixed(cast)
    found = await here(cast, "anna", window.calendar, day=TODAY)
    assert (found.coming.first, found.proposals_until, found.assembly) == (FIRST, TODAY, None)
    assert FIRST <= found.proposed_day <= found.coming.last
    assembly = await drafted(cast)
    assert (await here(cast, "syndic", window.calendar, day=TODAY)).assembly.id == assembly
    assert (await here(cast, "anna", window.calendar, day=TODAY)).assembly is None  # a draft is the syndic's


async def test_only_the_syndic_fixes_the_window_and_with_its_source(cast):
    with pytest.raises(NotAllowed):
        await here(cast, "anna", window.set_window, month=3, day=1, since=TODAY, source="ROI", at=NOW)
    with pytest.raises(BadInput) as wrong:
        await here(cast, "syndic", window.set_window, month=2, day=30, since=TODAY, source=" ", at=NOW)
    assert [each.where for each in wrong.value.problems] == ["first_day", "source"]


async def test_a_proposal_has_its_number_and_day_at_once_and_is_counted_once(cast):
    first = await proposed(cast)
    again = await proposed(cast)
    second = await proposed(cast, "bram")
    assert (first.number, first.received_on, again.id, second.number) == (1, TODAY, first.id, 2)


async def test_a_proposal_in_time_must_be_on_the_agenda_before_the_convocation(cast):
    await fixed(cast)
    made = await proposed(cast)
    assembly = await drafted(cast)
    await add_budget(cast, assembly)
    with pytest.raises(ProposalMissing) as missing:
        await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="by post")
    assert (missing.value.article, missing.value.number) == ("3.87 §3", 1)
    item = await here(
        cast, "syndic", proposals.add_to_agenda, made.id, assembly_id=assembly, kind="works_on_common_parts", at=NOW
    )
    (row,) = await here(cast, "anna", proposals_read.proposals)
    assert (row.fate, row.item_number, row.assembly_day) == ("planned", 2, FIRST)
    await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="by post")
    (row,) = await here(cast, "anna", proposals_read.proposals)
    assert row.fate == "on_agenda" and item


async def test_a_point_dropped_from_the_draft_waits_again_and_is_missed_again(cast):
    await fixed(cast)
    made = await proposed(cast)
    assembly = await drafted(cast)
    await add_budget(cast, assembly)
    item = await here(
        cast, "syndic", proposals.add_to_agenda, made.id, assembly_id=assembly, kind="works_on_common_parts", at=NOW
    )
    await here(cast, "syndic", plan.drop_item, item)
    assert [row.fate for row in await here(cast, "syndic", proposals_read.open_proposals)] == ["waiting"]
    with pytest.raises(ProposalMissing):
        await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="by post")


async def test_an_extraordinary_assembly_owes_no_proposal(cast):
    await fixed(cast)
    await proposed(cast)
    assembly = await drafted(cast, kind="extraordinary")
    await add_budget(cast, assembly)
    await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="by post")


async def test_one_day_late_may_be_left_to_the_next_assembly_and_is_owed_there(cast):
    await fixed(cast, FIRST - timedelta(days=1))
    made = await proposed(cast)
    assembly = await drafted(cast)
    await add_budget(cast, assembly)
    await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW, despite="by post")
    await here(cast, "syndic", proposals.defer, made.id, reason="Arrivé après la date.", at=NOW)
    (row,) = await here(cast, "anna", proposals_read.proposals)
    assert (row.fate, row.reason, row.is_open) == ("deferred", "Arrivé après la date.", True)
    following = await drafted(cast, FIRST + timedelta(days=365))
    assert [each.number for each in await _missing(cast, following)] == [1]


async def _missing(cast, assembly):
    async with db.tenant_session(cast.syndic) as session:
        return await proposals_read.missing_by_right(session, cast.association_id, assembly)


async def test_what_came_in_time_cannot_be_deferred(cast):
    await fixed(cast)
    made = await proposed(cast)
    with pytest.raises(OnAgendaByRight) as refused:
        await here(cast, "syndic", proposals.defer, made.id, reason="Pas envie.", at=NOW)
    assert refused.value.article == "3.87 §3"


async def test_a_letter_is_recorded_with_its_day_for_whom_the_association_knows(cast):
    given = {"capacity": "partial_association", "channel": "letter", "title": "L’ascenseur", "proposal": "", "at": NOW}
    with pytest.raises(BadInput):
        await here(
            cast, "syndic", proposals.record_proposal, proposer_id=cast.people["bram"],
            received_on=TODAY + timedelta(days=1), **given,
        )  # fmt: skip
    with pytest.raises(NotFound):
        await here(
            cast, "syndic", proposals.record_proposal, proposer_id=cast.people["stranger"], received_on=TODAY, **given
        )
    with pytest.raises(NotAllowed):
        await here(cast, "anna", proposals.record_proposal, proposer_id=cast.people["bram"], received_on=TODAY, **given)
    await here(
        cast, "syndic", proposals.record_proposal, proposer_id=cast.people["bram"], received_on=date(2026, 11, 2),
        **given,
    )  # fmt: skip
    assert [row.received_on for row in await here(cast, "bram", proposals_read.proposals)] == [date(2026, 11, 2)]
    assert await here(cast, "anna", proposals_read.proposals) == []


async def test_withdrawn_is_final_and_only_by_who_proposed(cast):
    made = await proposed(cast)
    with pytest.raises(NotFound):
        await here(cast, "bram", proposals.withdraw, made.id, at=NOW)
    await here(cast, "anna", proposals.withdraw, made.id, at=NOW)
    with pytest.raises(ProposalSettled):
        await here(cast, "anna", proposals.withdraw, made.id, at=NOW)


async def test_an_owner_does_not_speak_for_the_council(cast):
    with pytest.raises(NotAllowed):
        await here(cast, "anna", proposals.propose, title="Non", proposal="", capacity="council", at=NOW)
    with pytest.raises(NotAllowed):
        await here(cast, "accountant", proposals.propose, title="Non", proposal="", at=NOW)
