"""Planning: drafting, the agenda and its majorities, convening with fifteen days, the second session."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.assemblies.decision_kinds import KINDS
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import assembly_day, plan
from koprogo.services.assemblies.agenda.refusals import (
    AgendaEmpty,
    MajorityIsTheLaws,
    NoSecondSession,
    NoticeTooShort,
    SecondSessionTooSoon,
)
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.refusals import AgendaFrozen, WrongState
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results
from tests.services.assemblies.evening import BY_POST, NOW, WORDS, arrive, convened, drafted, opened

CLAUSE = "Règlement de copropriété, art. 23 : toute décision de travaux exige les quatre cinquièmes."


async def sheet(cast, assembly, who="syndic"):
    actor = cast.actors[who]
    async with db.tenant_session(actor) as session:
        return await queries.sheet(session, actor, cast.association_id, assembly)


async def create(cast, who="syndic", association=None, **changes):
    actor = cast.actors[who]
    association = association or cast.association_id
    facts = {"kind": "ordinary", "starts_at": NOW + timedelta(days=20), "place": "Salle", "at": NOW} | changes
    async with db.tenant_session(actor, association) as session:
        return await plan.create_assembly(session, actor, association, **facts)


async def add(cast, assembly, who="syndic", **changes):
    actor = cast.actors[who]
    facts = {"kind": "works_on_common_parts", "title": WORDS, "proposal": WORDS, "at": NOW} | changes
    async with db.tenant_session(actor, cast.association_id) as session:
        return await plan.add_item(session, actor, cast.association_id, assembly, **facts)


async def from_template(cast, assembly, template, **more):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await plan.add_from_template(
            session, cast.syndic, cast.association_id, assembly, template=template, at=NOW, **more
        )


async def send(cast, assembly, days_before=0, who="syndic", **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        await freeze.convene(
            session,
            actor,
            cast.association_id,
            assembly,
            sent_on=NOW.date() - timedelta(days=days_before),
            at=NOW,
            **{"despite": BY_POST} | more,
        )


async def set_majority(cast, item, who="syndic", **facts):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await plan.set_majority(session, actor, cast.association_id, item, **facts)


async def test_a_draft_is_seen_by_the_syndic_and_not_by_owners(cast):
    assembly = await create(cast)
    assert (await sheet(cast, assembly)).assembly.state == "drafted"
    with pytest.raises(NotFound):
        await sheet(cast, assembly, "anna")
    async with db.tenant_session(cast.anna) as session:
        assert assembly not in [row.id for row in await queries.assemblies(session, cast.anna)]


async def test_the_legal_day_is_the_belgian_one(cast):
    late = NOW.replace(hour=23, minute=30) + timedelta(days=20)  # half past midnight in Brussels
    found = await sheet(cast, await create(cast, starts_at=late))
    assert found.assembly.day == late.date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": NOW}, "starts_at"),
        ({"kind": "annual"}, "kind"),
        ({"place": "x" * 201}, "place"),
    ],
)
async def test_an_assembly_that_cannot_be_says_which_answer_to_change(cast, changes, field):
    with pytest.raises(BadInput) as refused:
        await create(cast, **changes)
    assert [problem.where for problem in refused.value.problems] == [field]


async def test_all_that_is_wrong_is_said_at_once(cast):
    with pytest.raises(BadInput) as refused:
        await create(cast, starts_at=NOW, kind="annual", place="x" * 201)
    assert len(refused.value.problems) == 3


async def test_only_the_syndic_of_that_association_plans(cast):
    for who in ("anna", "accountant"):
        with pytest.raises(NotAllowed):
            await create(cast, who)
    with pytest.raises(NotFound):
        await create(cast, "stranger")
    with pytest.raises(NotAllowed):  # the syndic here owns a lot there, and is not the syndic there
        await create(cast, "syndic", cast.elsewhere_id)


async def test_a_template_brings_its_kind_its_texts_and_the_majority_of_the_law(cast):
    assembly = await create(cast)
    await from_template(cast, assembly, "works")
    [item] = (await sheet(cast, assembly)).items
    assert (item.kind, item.majority, item.majority_from) == ("works_on_common_parts", "two_thirds", "law")
    assert item.article == "3.88 §1 1° b)"
    assert set(item.title) == {"fr", "nl", "de", "en"} and item.proposal["nl"]


async def test_an_article_is_shown_without_the_notes_of_the_table(cast):
    assembly = await create(cast)
    await add(cast, assembly, kind="create_partial_association_without_personality")
    await add(cast, assembly, kind="works_imposed_by_law")
    items = (await sheet(cast, assembly)).items
    assert [item.article for item in items] == ["3.88 §1 2° g)", "3.88 §1 1° b)"]
    assert {results.article_of(kind) for kind in KINDS if "(" in results.article_of(kind)} == set()


async def test_a_template_that_is_none_is_refused(cast):
    assembly = await create(cast)
    with pytest.raises(BadInput):
        await from_template(cast, assembly, "party")


async def test_a_majority_that_the_law_leaves_open_must_be_chosen(cast):
    assembly = await create(cast)
    with pytest.raises(BadInput) as refused:
        await from_template(cast, assembly, "loan")
    assert refused.value.problems[0].where == "majority"
    await from_template(cast, assembly, "loan", majority="four_fifths")
    [item] = (await sheet(cast, assembly)).items
    assert (item.majority, item.majority_from) == ("four_fifths", "open")


async def test_another_majority_than_the_laws_needs_the_clause_that_sets_it(cast):
    assembly = await create(cast)
    item = await add(cast, assembly)
    with pytest.raises(MajorityIsTheLaws) as refused:
        await set_majority(cast, item, majority="four_fifths")
    assert refused.value.facts() == {"majority": "two_thirds", "law": "3.88 §1 1° b)"}
    await set_majority(cast, item, majority="four_fifths", clause=f"  {CLAUSE} ")
    [row] = (await sheet(cast, assembly)).items
    assert (row.majority, row.majority_from, row.clause) == ("four_fifths", "clause", CLAUSE)


async def test_the_laws_majority_comes_back_without_its_clause(cast):
    assembly = await create(cast)
    item = await add(cast, assembly, majority="four_fifths", clause=CLAUSE)
    await set_majority(cast, item)
    [row] = (await sheet(cast, assembly)).items
    assert (row.majority, row.majority_from, row.clause) == ("two_thirds", "law", "")


async def test_a_majority_is_set_by_nobody_else_and_only_in_a_draft(cast):
    _, [item] = await convened(cast)
    with pytest.raises(AgendaFrozen):
        await set_majority(cast, item, majority="four_fifths", clause=CLAUSE)
    with pytest.raises(NotAllowed):
        await set_majority(cast, item, "anna", majority="four_fifths", clause=CLAUSE)
    with pytest.raises(NotFound):
        await set_majority(cast, uuid4(), majority="four_fifths", clause=CLAUSE)
    with pytest.raises(BadInput):
        await set_majority(cast, await add(cast, await create(cast)), majority="four_fifths", clause="x" * 1001)


async def test_a_point_without_a_title_or_of_no_kind_is_refused_with_both_said(cast):
    assembly = await create(cast)
    with pytest.raises(BadInput) as refused:
        await add(cast, assembly, kind="guess", title={"fr": "  "})
    assert [problem.where for problem in refused.value.problems] == ["kind", "title"]


async def test_a_changed_proposal_is_the_next_version(cast):
    assembly = await create(cast)
    item = await add(cast, assembly)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await plan.change_item(
            session, cast.syndic, cast.association_id, item, title={"fr": "Toiture"}, proposal={"fr": "Nouveau"}, at=NOW
        )
    [row] = (await sheet(cast, assembly)).items
    assert (dict(row.title), row.proposal, row.text_version) == ({"fr": "Toiture"}, {"fr": "Nouveau"}, 2)


async def test_points_move_and_drop_and_keep_their_numbers_whole(cast):
    assembly = await create(cast)
    first, second, third = [await add(cast, assembly) for _ in range(3)]
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await plan.move_item(session, cast.syndic, cast.association_id, third, to=1)
    assert [row.id for row in (await sheet(cast, assembly)).items] == [third, first, second]
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await plan.move_item(session, cast.syndic, cast.association_id, third, to=99)
        await plan.drop_item(session, cast.syndic, cast.association_id, first)
    rows = (await sheet(cast, assembly)).items
    assert [(row.number, row.id) for row in rows] == [(1, second), (2, third)]
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await plan.drop_item(session, cast.syndic, cast.association_id, first)


async def test_the_stranger_finds_no_point(cast):
    _, [item] = await drafted(cast)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.stranger, cast.elsewhere_id) as session:
            await plan.drop_item(session, cast.stranger, cast.association_id, item)
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.other_syndic, cast.elsewhere_id) as session:
            await plan.drop_item(session, cast.other_syndic, cast.elsewhere_id, item)


async def test_convening_freezes_the_agenda(cast):
    assembly, _ = await convened(cast)
    assert (await sheet(cast, assembly, "anna")).assembly.state == "convened"
    with pytest.raises(AgendaFrozen):
        await add(cast, assembly)
    with pytest.raises(AgendaFrozen):
        await send(cast, assembly)


async def test_an_empty_agenda_is_not_convened(cast):
    with pytest.raises(AgendaEmpty):
        await send(cast, await create(cast))


async def test_fifteen_days_are_enough_and_fourteen_are_not(cast):
    enough = await create(cast, starts_at=NOW + timedelta(days=15))
    await add(cast, enough)
    await send(cast, enough)
    short = await create(cast, starts_at=NOW + timedelta(days=14))
    await add(cast, short)
    with pytest.raises(NoticeTooShort) as refused:
        await send(cast, short)
    assert refused.value.latest_day == (NOW.date() - timedelta(days=1)).isoformat()
    await send(cast, short, days_before=1)
    assert (await sheet(cast, short)).assembly.state == "convened"


async def test_urgency_shortens_the_notice_with_its_reason_kept(cast):
    assembly = await create(cast, starts_at=NOW + timedelta(days=3))
    await add(cast, assembly)
    await send(cast, assembly, urgent_reason="Ascenseur arrêté par l’organisme de contrôle")
    async with db.tenant_session(cast.syndic) as session:
        reason = await session.scalar(text("SELECT reason FROM assembly_state WHERE assembly_id = :a"), {"a": assembly})
    assert reason == "Ascenseur arrêté par l’organisme de contrôle"


async def test_convocations_are_not_sent_tomorrow(cast):
    assembly, _ = await drafted(cast)
    with pytest.raises(BadInput):
        await send(cast, assembly, days_before=-1)


async def test_owners_do_not_convene(cast):
    assembly, _ = await drafted(cast)
    with pytest.raises(NotAllowed):
        await send(cast, assembly, who="anna")


async def test_a_draft_gets_another_day_and_a_convened_one_does_not(cast):
    assembly, _ = await drafted(cast)
    facts = {"kind": "extraordinary", "place": "Café", "remote_allowed": False, "at": NOW}
    later = NOW + timedelta(days=30)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await assembly_day.change_assembly(
            session, cast.syndic, cast.association_id, assembly, starts_at=later, **facts
        )
    found = await sheet(cast, assembly)
    assert (found.assembly.day, found.assembly.kind, found.assembly.place) == (later.date(), "extraordinary", "Café")
    assert not found.remote_allowed
    frozen, _ = await convened(cast)
    for actor, refusal in ((cast.syndic, AgendaFrozen), (cast.anna, NotAllowed)):
        with pytest.raises(refusal):
            async with db.tenant_session(actor, cast.association_id) as session:
                await assembly_day.change_assembly(
                    session, actor, cast.association_id, frozen, starts_at=later, **facts
                )


async def change_language(cast, assembly, language):
    facts = {"kind": "ordinary", "starts_at": NOW + timedelta(days=30), "place": "Salle", "remote_allowed": True}
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await assembly_day.change_assembly(
            session, cast.syndic, cast.association_id, assembly, at=NOW, authentic_language=language, **facts
        )


async def test_one_language_is_authentic_chosen_while_drafting_and_frozen_by_the_convocation(cast):
    assembly, _ = await drafted(cast)
    first, other, *_ = (await sheet(cast, assembly)).languages
    assert (await sheet(cast, assembly)).authentic_language == first, "the association's own first language"
    await change_language(cast, assembly, other)
    assert (await sheet(cast, assembly)).authentic_language == other
    await change_language(cast, assembly, "")
    assert (await sheet(cast, assembly)).authentic_language == other, "not said: as it was"
    with pytest.raises(BadInput) as refusal:
        await change_language(cast, assembly, "en")
    assert [problem.where for problem in refusal.value.problems] == ["authentic_language"]
    frozen, _ = await convened(cast)
    with pytest.raises(AgendaFrozen):
        await change_language(cast, frozen, other)


async def second(cast, first, days):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await assembly_day.plan_second_session(
            session,
            cast.syndic,
            cast.association_id,
            first,
            starts_at=NOW + timedelta(days=16 + days),
            place="Salle",
            at=NOW,
        )


async def test_the_second_session_takes_the_agenda_over_and_is_planned_once(cast):
    draft, _ = await drafted(cast)
    with pytest.raises(WrongState):
        await second(cast, draft, 15)
    first, _ = await convened(cast, "works_on_common_parts", "approve_annual_accounts")
    await arrive(cast, first, "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.without_quorum(session, cast.syndic, cast.association_id, first, at=NOW)
    with pytest.raises(SecondSessionTooSoon):
        await second(cast, first, 14)
    made = await second(cast, first, 15)
    assert await second(cast, first, 20) == made
    found = await sheet(cast, made)
    assert found.assembly.session == "second"
    assert [(item.number, item.kind) for item in found.items] == [
        (1, "works_on_common_parts"),
        (2, "approve_annual_accounts"),
    ]
    assert all(item.proposal == WORDS and item.text_version == 1 for item in found.items)


async def test_a_second_session_is_prepared_before_the_first_fails_and_convened_only_after(cast):
    first, _ = await convened(cast, "works_on_common_parts")
    made = await second(cast, first, 15)
    assert len((await sheet(cast, made)).items) == 1

    async def send():
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            here = (session, cast.syndic, cast.association_id, made)
            await freeze.convene(*here, sent_on=NOW.date(), at=NOW, despite=BY_POST)

    with pytest.raises(NoSecondSession) as refused:
        await send()
    assert (refused.value.article, refused.value.day) == ("3.87 §5", (NOW + timedelta(days=16)).date().isoformat())
    await arrive(cast, first, "anna")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.without_quorum(session, cast.syndic, cast.association_id, first, at=NOW)
    assert await second(cast, first, 15) == made
    await send()
    assert (await sheet(cast, made)).assembly.state == "convened"


async def test_no_assembly_calls_itself_the_second_session_of_one_that_met(cast):
    first, _ = await opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id)
        made = await plan.create_assembly(
            *here, kind="ordinary", starts_at=NOW + timedelta(days=40), place="Salle", at=NOW, first_session_id=first
        )
        await plan.add_item(*here, made, kind="works_on_common_parts", title=WORDS, proposal=WORDS, at=NOW)
        with pytest.raises(NoSecondSession):
            await freeze.convene(*here, made, sent_on=NOW.date(), at=NOW, despite=BY_POST)
