"""Owners of one fifth of the shares ask for an assembly: signed, posted, thirty days, then whoever signed convenes."""

from datetime import timedelta

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import assembly_day, exclusions, plan, requests, requests_read
from koprogo.services.assemblies.agenda.refusals import (
    BelowOneFifth,
    RequestPosted,
    SyndicStillHasTime,
    WrongRequestState,
)
from koprogo.services.assemblies.attendance.attendance_list import attendance_list
from koprogo.services.assemblies.convening import (
    answers,
    convocation,
    freeze,
    letter_list,
    occupants,
    posting,
    reminders,
)
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.season.deadlines import Duty, deadlines
from koprogo.services.documents import attachments
from koprogo.services.documents import queries as papers
from tests.cast import put_on_stage
from tests.services.assemblies.evening import NOW, drafted

TODAY = NOW.date()
LATER = NOW + timedelta(days=31)
POINTS = ["Remplacer la chaudière", "Changer de syndic"]


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def here(cast, who, act, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, **more)


async def begun(cast, *others, who="dirk"):
    """Dirk holds 150 of 1000: not enough alone."""
    made = await here(cast, who, requests.start_request, title="La chaudière", points=POINTS, at=NOW)
    for each in others:
        await here(cast, each, requests.sign, made, at=NOW)
    return made


async def received(cast, *others):
    made = await begun(cast, *(others or ("carla",)))
    await here(cast, "dirk", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    await here(cast, "syndic", requests.receive, made, day=TODAY, at=NOW)
    return made


async def seen(cast, made, who="dirk", day=TODAY):
    return await here(cast, who, requests_read.request, made, day=day)


async def test_the_threshold_moves_as_owners_sign_and_leave(cast):
    made = await begun(cast)
    assert [(each.shares, each.needed, each.state) for each in [await seen(cast, made)]] == [(150, 200, "signing")]
    await here(cast, "carla", requests.sign, made, at=NOW)
    await here(cast, "carla", requests.sign, made, at=NOW)
    assert (await seen(cast, made)).shares == 350
    await here(cast, "carla", requests.leave, made, at=NOW)
    assert (await seen(cast, made)).shares == 150


async def test_exactly_one_fifth_is_enough_and_one_less_is_not(cast):
    made = await begun(cast)
    with pytest.raises(BelowOneFifth) as refused:
        await here(cast, "dirk", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    assert (refused.value.signed, refused.value.needed, refused.value.article) == (150, 200, "3.87 §2")
    exactly = await begun(cast, who="carla")  # 200 of 1000
    await here(cast, "carla", requests.post, exactly, day=TODAY, proof="RR 2 BE", at=NOW)
    assert (await seen(cast, exactly)).state == "posted"


async def test_nobody_signs_for_a_lot_that_has_no_voice(cast):
    made = await begun(cast)
    with pytest.raises(NoVoteHere):
        await here(cast, "emma", requests.sign, made, at=NOW)
    with pytest.raises(NotAllowed):
        await here(cast, "accountant", requests.sign, made, at=NOW)


async def test_the_syndic_sees_it_once_it_is_posted_and_not_before(cast):
    made = await begun(cast, "carla")
    assert await here(cast, "syndic", requests_read.requests, day=TODAY) == []
    with pytest.raises(NotFound):
        await seen(cast, made, "syndic")
    await here(cast, "dirk", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    assert (await seen(cast, made, "syndic")).state == "posted"


async def test_what_is_posted_stays_as_it_was_signed(cast):
    made = await begun(cast, "carla")
    with pytest.raises(BadInput) as wrong:
        await here(cast, "dirk", requests.post, made, day=TODAY + timedelta(days=1), proof=" ", at=NOW)
    assert [each.where for each in wrong.value.problems] == ["day", "proof"]
    with pytest.raises(NotFound):
        await here(cast, "bram", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    await here(cast, "dirk", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    for act in (requests.leave, requests.sign):
        with pytest.raises(RequestPosted):
            await here(cast, "carla", act, made, at=NOW)


async def test_thirty_days_are_counted_from_the_receipt_and_shown_to_the_syndic(cast):
    made = await begun(cast, "carla")
    with pytest.raises(WrongRequestState):
        await here(cast, "dirk", requests.receive, made, day=TODAY, at=NOW)
    await here(cast, "dirk", requests.post, made, day=TODAY, proof="RR 1 BE", at=NOW)
    with pytest.raises(BadInput):
        await here(cast, "syndic", requests.receive, made, day=TODAY - timedelta(days=1), at=NOW)
    await here(cast, "carla", requests.receive, made, day=TODAY, at=NOW)
    assert (await seen(cast, made)).convene_by == TODAY + timedelta(days=30)
    async with db.tenant_session(cast.syndic) as session:
        due = [each for each in await deadlines(session, cast.syndic, day=TODAY) if each.duty is Duty.CONVENE_REQUESTED]
    assert [(each.due, each.shares, each.count, each.article) for each in due] == [
        (TODAY + timedelta(days=30), 350, 2, "3.87 §2")
    ]


async def test_the_syndic_drafts_it_with_its_points(cast):
    made = await received(cast)
    assembly = await here(
        cast, "syndic", requests.draft_assembly, made, starts_at=NOW + timedelta(days=20), place="Salle", at=NOW
    )
    found = await here(cast, "syndic", queries.sheet, assembly)
    assert [item.title for item in found.items] == [{"fr": each} for each in POINTS]
    with pytest.raises(WrongRequestState):
        await here(cast, "syndic", requests.draft_assembly, made, starts_at=NOW + timedelta(days=20), place="", at=NOW)
    await here(cast, "syndic", freeze.convene, assembly, sent_on=TODAY, at=NOW)
    assert (await seen(cast, made)).state == "convened"
    with pytest.raises(WrongRequestState):
        await here(
            cast, "carla", requests.draft_assembly, made, starts_at=LATER + timedelta(days=20), place="", at=LATER
        )


async def test_on_the_thirtieth_day_nobody_else_convenes_and_on_the_next_whoever_signed(cast):
    made = await received(cast)
    when = {"starts_at": LATER + timedelta(days=20), "place": "Chez Carla"}
    with pytest.raises(SyndicStillHasTime) as early:
        await here(cast, "carla", requests.draft_assembly, made, at=NOW + timedelta(days=30), **when)
    assert early.value.day == (TODAY + timedelta(days=30)).isoformat()
    with pytest.raises(NotFound):
        await here(cast, "anna", requests.draft_assembly, made, at=LATER, **when)
    assembly = await here(cast, "carla", requests.draft_assembly, made, at=LATER, **when)

    # Carla and Dirk plan and convene this assembly, nobody else who is no syndic, and no other assembly.
    words = {"title": {"fr": "Un point"}, "proposal": {}, "kind": "approve_budgets", "at": LATER}
    added = await here(cast, "dirk", plan.add_item, assembly, **words)
    await here(cast, "carla", plan.move_item, added, to=1)
    await here(cast, "carla", plan.drop_item, added)
    await here(
        cast,
        "dirk",
        assembly_day.change_assembly,
        assembly,
        kind="extraordinary",
        remote_allowed=True,
        at=LATER,
        **when,
    )
    assert [row.id for row in await here(cast, "dirk", queries.assemblies)] == [assembly]
    assert [row.id for row in await here(cast, "anna", queries.assemblies)] == []
    assert len((await here(cast, "carla", attendance_list, assembly)).rows) == 4
    with pytest.raises(NotAllowed):
        await here(cast, "anna", attendance_list, assembly)
    with pytest.raises(NotAllowed):
        await here(cast, "anna", plan.add_item, assembly, **words)
    with pytest.raises(NotFound):
        await here(cast, "anna", queries.sheet, assembly)
    other, (item,) = await drafted(cast)
    for act, subject, more in (
        (plan.add_item, other, words),
        (plan.drop_item, item, {}),
        (freeze.convene, other, {"sent_on": TODAY, "at": LATER}),
    ):
        with pytest.raises(NotAllowed):
            await here(cast, "carla", act, subject, **more)
    await here(cast, "carla", convocation.send_convocations, assembly, at=LATER)
    found = await seen(cast, made, "syndic")
    assert (found.state, found.by_signatory, found.assembly_id) == ("convened", True, assembly)
    await _the_whole_convening(cast, assembly, item)


async def _the_whole_convening(cast, assembly, item):
    """Everything around the letters is open to who signed, for this assembly alone; to nobody else who is no syndic."""
    assert await convocation.print_letters(cast.association_id, assembly, at=LATER) == 6
    (letter, *_) = await here(cast, "carla", letter_list.letter_list, assembly)
    listed = "Reference;Tracking number\n" + f"{letter.reference};RR123456\n"
    acts = (
        (letter_list.letter_list, (assembly,), {}),
        (posting.batch, (assembly,), {}),
        (posting.post_all, (assembly,), {"day": LATER.date(), "at": LATER}),
        (posting.import_tracking, (assembly,), {"content": listed.encode(), "day": LATER.date(), "at": LATER}),
        (posting.tell_letter, (letter.id,), {"what": "delivered", "day": LATER.date(), "at": LATER}),
        (reminders.remind, (assembly,), {"at": LATER}),
        (answers.expected, (assembly,), {}),
        (occupants.request_notice, (assembly,), {"at": LATER}),
        (exclusions.proposals, (assembly,), {}),
        (exclusions.search_people, (assembly, "anna"), {"day": LATER.date()}),
        (attachments.attach, (assembly,), {"content": b"%PDF-1.7\n%%EOF", "name": "devis.pdf", "at": LATER}),
    )
    for act, arguments, more in acts:
        await here(cast, "dirk", act, *arguments, **more)
        with pytest.raises(NotAllowed):
            await here(cast, "anna", act, *arguments, **more)
        with pytest.raises(NotFound):
            await here(cast, "stranger", act, *arguments, **more)
    for who, may in (("dirk", True), ("syndic", True), ("anna", letter.name == "Anna Peeters"), ("bram", False)):
        async with db.tenant_session(cast.actors[who]) as session:
            if may:
                assert (await papers.paper(session, cast.actors[who], letter.paper_id)).kind == "convocation"
            else:
                with pytest.raises(NotFound):
                    await papers.paper(session, cast.actors[who], letter.paper_id)
    (file,) = await here(cast, "carla", attachments.attachments_of, assembly)
    await here(cast, "carla", attachments.withdraw, file.id, at=LATER)
    with pytest.raises(NotAllowed):  # another assembly is not theirs
        await here(
            cast, "carla", attachments.attach, (await drafted(cast))[0], content=b"%PDF-", name="a.pdf", at=LATER
        )


async def test_a_draft_of_the_syndic_does_not_stop_who_signed(cast):
    made = await received(cast)
    await here(cast, "syndic", requests.draft_assembly, made, starts_at=NOW + timedelta(days=80), place="Salle", at=NOW)
    assembly = await here(
        cast, "carla", requests.draft_assembly, made, starts_at=LATER + timedelta(days=20), place="", at=LATER
    )
    assert (await seen(cast, made)).assembly_id == assembly
