"""Designating who votes for a joint lot, who acts for whom, people from outside: dated, with proof, inside the wall."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.ownership.merges import RowSaid
from koprogo.services.ownership.people import add_person, designate_representative, record_acting_for
from koprogo.services.ownership.queries import lots_with_holders
from koprogo.services.ownership.refusals import NoRepresentativeNeeded
from tests.cast import AT, Cast

TODAY = AT.date()
YESTERDAY = TODAY - timedelta(days=1)
LETTER = "Letter of both, 20/11/2026"


async def designate(cast: Cast, lot: str, who: UUID, *, since: date = TODAY, proof: str = LETTER, actor=None) -> UUID:
    actor = actor or cast.syndic
    async with db.tenant_session(actor, cast.association_id) as session:
        return await designate_representative(
            session, actor, cast.association_id, lot_id=cast.lots[lot], person_id=who, since=since, proof=proof, at=AT
        )


async def act(cast: Cast, holder: UUID, who: UUID, *, capacity: str = "organ", since: date = TODAY, **options) -> UUID:
    options = {"proof": LETTER, **options}
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await record_acting_for(
            session, cast.syndic, cast.association_id, holder_id=holder, person_id=who, capacity=capacity, since=since,
            at=AT, **options,
        )  # fmt: skip


async def add(cast: Cast, name: str, **options) -> UUID:
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await add_person(session, cast.syndic, cast.association_id, name=name, at=AT, **options)


async def roll(cast: Cast, day: date = TODAY):
    async with db.tenant_session(cast.syndic) as session:
        return {row.lot_number: row for row in await draft_roll(session, cast.association_id, day)}


async def rows(cast: Cast, table: str, columns: str = "person_id, since, until") -> list:
    async with db.tenant_session(cast.syndic) as session:
        found = await session.execute(
            text(f"SELECT {columns} FROM {table} WHERE association_id = :a ORDER BY since, until NULLS LAST, id"),
            {"a": cast.association_id},
        )
        return list(found.all())


async def test_a_designated_representative_lifts_the_suspension_and_is_followed_by_the_next(cast: Cast):
    assert (await roll(cast))["A5"].suspended
    first = await designate(cast, "A5", cast.people["emma"], since=YESTERDAY)
    assert (await roll(cast))["A5"].voter_id == cast.people["emma"]
    assert (await roll(cast, YESTERDAY - timedelta(days=1)))["A5"].suspended
    assert await designate(cast, "A5", cast.people["emma"], since=YESTERDAY) == first  # twice is once
    await designate(cast, "A5", cast.people["farid"])
    assert await rows(cast, "representative") == [
        (cast.people["emma"], YESTERDAY, TODAY),
        (cast.people["farid"], TODAY, None),
    ]
    assert (await roll(cast))["A5"].voter_id == cast.people["farid"]
    # A writing found later about an earlier day does not undo what came after it.
    await designate(cast, "A5", cast.people["farid"], since=YESTERDAY - timedelta(days=5))
    assert (await rows(cast, "representative"))[0] == (
        cast.people["farid"], YESTERDAY - timedelta(days=5), YESTERDAY,
    )  # fmt: skip
    assert (await roll(cast))["A5"].voter_id == cast.people["farid"]


async def test_a_lot_in_full_ownership_needs_no_representative(cast: Cast):
    with pytest.raises(NoRepresentativeNeeded) as refused:
        await designate(cast, "A1", cast.people["bram"])
    assert refused.value.article == "3.87 §1"


@pytest.mark.parametrize(
    ("since", "proof", "fields"),
    [
        (TODAY, " ", ["proof"]),
        (TODAY + timedelta(days=1), LETTER, ["since"]),
        (TODAY + timedelta(days=1), "", ["proof", "since"]),
    ],
)
async def test_a_designation_has_a_proof_and_a_day(cast: Cast, since: date, proof: str, fields: list[str]):
    with pytest.raises(BadInput) as refused:
        await designate(cast, "A5", cast.people["emma"], since=since, proof=proof)
    assert [problem.where for problem in refused.value.problems] == fields


async def test_only_people_and_lots_of_the_association(cast: Cast):
    for lot, who in (("A5", cast.people["stranger"]), ("B1", cast.people["emma"]), ("A5", uuid4())):
        with pytest.raises(NotFound):
            await designate(cast, lot, who)
    with pytest.raises(NotFound):
        await act(cast, cast.people["stranger"], cast.people["emma"])
    with pytest.raises(NotFound):
        await act(cast, cast.people["emma"], cast.people["stranger"])


async def test_who_may_not(cast: Cast):
    before = await rows(cast, "representative")
    for actor in (cast.accountant, cast.anna):
        with pytest.raises(NotAllowed):
            await designate(cast, "A5", cast.people["emma"], actor=actor)
    with pytest.raises(NotFound):
        await designate(cast, "A5", cast.people["emma"], actor=cast.stranger)
    async with db.tenant_session(cast.stranger) as session:
        for call in (
            record_acting_for(
                session, cast.stranger, cast.association_id, holder_id=cast.people["emma"],
                person_id=cast.people["farid"], capacity="organ", since=TODAY, proof=LETTER, at=AT,
            ),
            add_person(session, cast.stranger, cast.association_id, name="Somebody", at=AT),
            lots_with_holders(session, cast.stranger, cast.association_id, day=TODAY),
        ):  # fmt: skip
            with pytest.raises(NotFound):
                await call
    assert await rows(cast, "representative") == before


async def test_who_acts_for_an_organisation_votes_for_it(cast: Cast):
    company = await add(cast, "SRL Immo", is_organisation=True, said=RowSaid(enterprise_number="0403.170.701"))
    director = await add(cast, "Dora Director")
    async with db.association_session(cast.association_id) as session:
        await session.execute(
            text("UPDATE holding SET person_id = :new WHERE lot_id = :lot"), {"new": company, "lot": cast.lots["A4"]}
        )
    assert (await roll(cast))["A4"].agent_id is None
    first = await act(cast, company, director)
    assert (await roll(cast))["A4"].agent_id == director
    assert await act(cast, company, director) == first  # twice is once
    lawyer = await act(cast, company, cast.people["bram"], capacity="lawyer", until=TODAY + timedelta(days=9))
    assert lawyer != first
    assert await rows(cast, "acting_for", "person_id, capacity, since, until") == [
        (director, "organ", TODAY, TODAY),
        (cast.people["bram"], "lawyer", TODAY, TODAY + timedelta(days=9)),
    ]
    assert (await roll(cast))["A4"].agent_id == cast.people["bram"]
    async with db.tenant_session(cast.syndic) as session:
        lots = await lots_with_holders(session, cast.syndic, cast.association_id, day=TODAY)
    lot = next(each for each in lots if each.number == "A4")
    assert [(each.name, each.is_organisation, each.acted_for_by) for each in lot.holders] == [
        ("SRL Immo", True, "Bram Claes")
    ]


async def test_acting_for_says_everything_that_is_wrong_at_once(cast: Cast):
    with pytest.raises(BadInput) as refused:
        await act(cast, cast.people["emma"], cast.people["emma"], capacity="king", until=TODAY)
    assert [problem.where for problem in refused.value.problems] == ["capacity", "person", "until"]


async def test_a_person_from_outside_has_a_name_and_what_can_be_true(cast: Cast):
    with pytest.raises(BadInput) as refused:
        await add(cast, " \u200b", said=RowSaid(email="x", language="es", enterprise_number="1"))
    assert [problem.where for problem in refused.value.problems] == ["name", "email", "language", "enterprise_number"]
    person = await add(cast, "  Nora   Notaris ", said=RowSaid(email="nora@example.org", language="nl"))
    async with db.tenant_session(cast.syndic) as session:
        found = (
            await session.execute(
                text(
                    "SELECT p.name, p.language, p.kind, c.email FROM person p JOIN contact c ON c.person_id = p.id"
                    " WHERE p.id = :p AND c.association_id = :a"
                ),
                {"p": person, "a": cast.association_id},
            )
        ).one()
    assert found == ("Nora Notaris", "nl", "natural", "nora@example.org")
    await designate(cast, "A5", person)
    assert (await roll(cast))["A5"].voter_id == person


async def test_the_log_says_what_was_done_without_names(cast: Cast):
    async with db.tenant_session(cast.syndic) as session:
        lines = (
            await session.execute(
                text("SELECT action, facts FROM audit_event WHERE association_id = :a"), {"a": cast.association_id}
            )
        ).all()
    assert {line.action for line in lines} == {
        "ownership.representative.designated", "ownership.acting_for.recorded", "ownership.person.added",
    }  # fmt: skip
    assert not any(word in str(line.facts) for line in lines for word in ("Letter", "Emma", "example.org"))
