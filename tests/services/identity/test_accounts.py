"""Accounts made and changed directly, for operators and the demo building."""

from datetime import UTC, datetime

from koprogo import db
from koprogo.services.identity import accounts, sessions, sign_in
from koprogo.services.identity.sessions import hash_of

AT = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)


async def test_a_person_made_directly_signs_in(database):
    async with db.open_session() as session:
        person = await accounts.create_person(session, name="Odile Opérateur", language="fr", at=AT)
        await accounts.create_account(
            session, person, email="Odile@example.be", password="trois mots sans lien", at=AT, is_operator=True
        )
    token = await sign_in.sign_in(email="odile@example.be", password="trois mots sans lien", at=AT)
    actor = (await sessions.resolve(hash_of(token), at=AT)).actor
    assert (actor.name, actor.is_operator, dict(actor.reach)) == ("Odile Opérateur", True, {})
