"""Holders of a joint lot designate one of them: it stands once each has signed, and ends when one takes her word back."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.roll import draft_roll
from koprogo.services.ownership import designations
from koprogo.services.ownership.refusals import NoRepresentativeNeeded
from tests.services.assemblies.evening import NOW
from tests.services.assemblies.letters_on_stage import give_addresses, mail_of


async def does(cast, who, act, *arguments, **more):
    actor = cast.actors[who]
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, at=NOW, **more)


async def voter(cast, day=NOW.date()):
    async with db.association_session(cast.association_id) as session:
        roll = await draft_roll(session, cast.association_id, day)
    return next(row.voter_id for row in roll if row.lot_number == "A5")


async def seen(cast, who):
    async with db.tenant_session(cast.actors[who]) as session:
        return await designations.designations(session, cast.actors[who], day=NOW.date())


async def test_a_campaign_asks_each_holder_once(cast):
    await give_addresses(cast, "emma")
    assert await does(cast, "syndic", designations.ask_holders) == (1, 1)
    assert "A5" in await mail_of(cast, "emma@example.org")
    with pytest.raises(NotAllowed):
        await does(cast, "anna", designations.ask_holders)


async def test_it_stands_once_every_holder_signed_and_ends_when_one_takes_it_back(cast):
    proposal = await does(
        cast, "emma", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["farid"]
    )
    assert await voter(cast) is None, "one of two has signed"
    [mine] = await seen(cast, "farid")
    assert {who.name: who.said for who in mine.holders} == {"Emma Lambert": "signed", "Farid Benali": ""}
    await does(cast, "farid", designations.say, proposal, what="refused")
    assert await voter(cast) is None
    await does(cast, "farid", designations.say, proposal, what="signed")
    assert await voter(cast) == cast.people["farid"]
    assert (await seen(cast, "emma"))[0].stands
    async with db.association_session(cast.association_id) as session:
        proof = await session.scalar(text("SELECT proof FROM representative WHERE until IS NULL"))
    assert str(proposal) in proof
    await does(cast, "emma", designations.say, proposal, what="withdrawn")
    assert await voter(cast, NOW.date() + timedelta(days=1)) is None


async def test_the_syndic_records_paper_and_door(cast):
    proposal = await does(
        cast, "syndic", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["emma"]
    )
    for who, channel in (("emma", "paper"), ("farid", "door")):
        assert await voter(cast) is None
        await does(cast, "syndic", designations.record_signature, proposal, person_id=cast.people[who], channel=channel)
    assert await voter(cast) == cast.people["emma"]


async def test_nobody_else_signs_proposes_or_sees(cast):
    proposal = await does(
        cast, "emma", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["emma"]
    )
    assert await seen(cast, "anna") == []
    with pytest.raises(NotFound):
        await does(cast, "anna", designations.say, proposal, what="signed")
    with pytest.raises(NotFound):
        await does(cast, "anna", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["emma"])
    with pytest.raises(NotAllowed):
        await does(
            cast, "emma", designations.record_signature, proposal, person_id=cast.people["farid"], channel="paper"
        )


async def test_what_makes_no_sense_is_refused(cast):
    with pytest.raises(NoRepresentativeNeeded):
        await does(cast, "anna", designations.propose, lot_id=cast.lots["A1"], representative_id=cast.people["anna"])
    with pytest.raises(BadInput):
        await does(cast, "emma", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["anna"])
    proposal = await does(
        cast, "emma", designations.propose, lot_id=cast.lots["A5"], representative_id=cast.people["emma"]
    )
    with pytest.raises(BadInput):
        await does(cast, "emma", designations.say, proposal, what="perhaps")
    with pytest.raises(BadInput):
        await does(
            cast, "syndic", designations.record_signature, proposal, person_id=cast.people["farid"], channel="phone"
        )
