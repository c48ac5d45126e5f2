"""Who an association knows and how many can be convened: the same counts before and after an import."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from koprogo.rules.ownership.messages import CountMessage
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.identity import invite
from koprogo.services.ownership.people import add_person, designate_representative, record_acting_for
from koprogo.services.ownership.people_here import SHOWN, people_here, person_here, readiness_here
from koprogo.services.ownership.queries import lot_sheet
from tests.cast import AT, put_on_stage
from tests.services.buildings.conftest import DATA, empty  # noqa: F401 (a fixture)

TODAY = AT.date()
LIST = """lot;shares;owner;regime;email;language;address;enterprise number;representative;e-mail consent
A1;400;Anna Peeters;;anna@example.org;nl;Kouter 1, 9000 Gent;;;ja 01/03/2024
A2;300;Benali Invest SA;;;;Rue Haute 2, 1000 Bruxelles;0403170701;Farid Benali (gérant);
A3;200;Carla Dubois / Dirk Maes;indivision;;;;;;
A4;100;Emma Lambert / Gil Lambert;époux;emma@example.org;fr;;;Emma Lambert;oui
"""


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def people_of(actor, association_id):
    async with db.tenant_session(actor) as session:
        return await people_here(session, actor, association_id, at=AT, day=TODAY)


async def counts_of(actor, association_id):
    async with db.tenant_session(actor) as session:
        people = await people_here(session, actor, association_id, at=AT, day=TODAY)
        found = await readiness_here(session, actor, association_id, people, day=TODAY)
    return {count.message_id: (count.have, count.of) for count in found}


async def imported(empty, content, denominator):  # noqa: F811
    facts = {"content": content, "filename": "list.csv", "denominator": denominator, "at": AT}
    async with empty.session() as session:
        seen = await preview_import(session, empty.syndic, empty.association_id, **facts)
        await confirm_import(
            session, empty.syndic, empty.association_id, **facts, answers={},
            merges_accepted=[each.id for each in seen.proposals],
        )  # fmt: skip
    return seen


@pytest.mark.parametrize(("content", "denominator"), [
    (LIST.encode(), 1000),
    ((DATA / "lots-60-fr.csv").read_bytes(), 10_000),
    ((DATA / "kavels-74-nl.xlsx").read_bytes(), 1_000),
], ids=["all kinds", "60 lots", "74 lots"])  # fmt: skip
async def test_the_counts_after_an_import_are_those_of_its_preview(empty, content, denominator):  # noqa: F811
    seen = await imported(empty, content, denominator)
    promised = {count.message_id: (count.have, count.of) for count in seen.readiness if count.message_id in SHOWN}
    assert await counts_of(empty.syndic, empty.association_id) == promised


async def test_what_is_known_of_a_person(empty):  # noqa: F811
    await imported(empty, LIST.encode(), 1000)
    people = {person.name: person for person in await people_of(empty.syndic, empty.association_id)}
    anna, firm = people["Anna Peeters"], people["Benali Invest SA"]
    assert (anna.lots, anna.language, anna.reached_by_post, anna.reached_by_email) == (("A1",), "nl", True, True)
    assert (firm.is_organisation, firm.agent, firm.capacity, firm.agent_since) == (True, "Farid Benali", "organ", TODAY)
    assert (firm.reached_by_post, firm.reached_by_email, firm.enterprise_number) == (True, False, "0403170701")
    assert people["Emma Lambert"].represents == ("A4",)
    assert people["Farid Benali"].lots == ()
    assert not any(person.has_account or person.invited_until for person in people.values())


async def test_naming_a_representative_makes_the_lot_ready(cast):
    before = await counts_of(cast.syndic, cast.association_id)
    assert before[CountMessage.REPRESENTED] == (0, 1)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        outside = await add_person(session, cast.syndic, cast.association_id, name="Nora Notaris", at=AT)
        await designate_representative(
            session, cast.syndic, cast.association_id, lot_id=cast.lots["A5"], person_id=outside, since=TODAY,
            proof="Lettre du 20 novembre", at=AT,
        )  # fmt: skip
        sheet = await lot_sheet(session, cast.syndic, cast.association_id, cast.lots["A5"], day=TODAY)
    after = await counts_of(cast.syndic, cast.association_id)
    assert after[CountMessage.REPRESENTED] == (1, 1)
    (nora,) = [each for each in await people_of(cast.syndic, cast.association_id) if each.id == outside]
    assert (nora.lots, nora.represents) == ((), ("A5",))
    assert [(each.name, each.since, each.until, each.proof) for each in sheet.designations] == [
        ("Nora Notaris", TODAY, None, "Lettre du 20 novembre")
    ]
    assert sheet.lot.representative == "Nora Notaris"


async def test_an_invitation_and_a_wait_are_seen_until_they_end(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await invite.invite(
            session, cast.syndic, cast.association_id, person_id=cast.people["anna"], email="anna@example.org", at=AT
        )
        anna = await person_here(session, cast.syndic, cast.association_id, cast.people["anna"], at=AT, day=TODAY)
        assert anna.invited_until == AT + timedelta(days=invite.INVITATION_DAYS)
        late = AT + timedelta(days=invite.INVITATION_DAYS)
        anna = await person_here(session, cast.syndic, cast.association_id, cast.people["anna"], at=late, day=TODAY)
        assert anna.invited_until is None
    async with db.open_session() as session:
        await session.execute(
            text(
                "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, locked_until, created_at)"
                " VALUES (:p, :e, 'x', false, 5, :until, :at)"
            ),
            {"p": cast.people["bram"], "e": f"{cast.people['bram']}@example.org", "until": AT + timedelta(minutes=5),
             "at": AT},
        )  # fmt: skip
    async with db.tenant_session(cast.syndic) as session:
        bram = await person_here(session, cast.syndic, cast.association_id, cast.people["bram"], at=AT, day=TODAY)
        assert (bram.has_account, bram.waits_until) == (True, AT + timedelta(minutes=5))
        bram = await person_here(
            session, cast.syndic, cast.association_id, cast.people["bram"], at=AT + timedelta(minutes=5), day=TODAY
        )
        assert bram.waits_until is None


async def test_who_acts_for_somebody_is_dated(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await record_acting_for(
            session, cast.syndic, cast.association_id, holder_id=cast.people["anna"], person_id=cast.people["bram"],
            capacity="administrator", since=TODAY, until=TODAY + timedelta(days=30), proof="Ordonnance", at=AT,
        )  # fmt: skip
        facts = (cast.syndic, cast.association_id, cast.people["anna"])
        during = await person_here(session, *facts, at=AT, day=TODAY)
        after = await person_here(session, *facts, at=AT, day=TODAY + timedelta(days=30))
    assert (during.agent, during.capacity) == ("Bram Claes", "administrator")
    assert (after.agent, after.capacity, after.agent_since) == ("", "", None)


async def test_owners_may_not_look_and_strangers_find_nothing(cast):
    with pytest.raises(NotAllowed):
        await people_of(cast.anna, cast.association_id)
    with pytest.raises(NotFound):
        await people_of(cast.stranger, cast.association_id)
    with pytest.raises(NotAllowed):
        await people_of(cast.syndic, cast.elsewhere_id)
    async with db.tenant_session(cast.syndic) as session:
        with pytest.raises(NotFound):
            await person_here(session, cast.syndic, cast.association_id, cast.people["stranger"], at=AT, day=TODAY)
        with pytest.raises(NotFound):
            await lot_sheet(session, cast.syndic, cast.association_id, cast.lots["B1"], day=TODAY)
