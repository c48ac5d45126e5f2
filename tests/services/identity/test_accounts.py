"""Accounts made and changed directly, for operators and the demo building."""

from datetime import UTC, datetime

import pytest

from koprogo import db
from koprogo.core.errors import BadInput
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


async def test_a_changed_password_ends_what_was_open(database):
    before = await sign_in.sign_in(email="odile@example.be", password="trois mots sans lien", at=AT)
    async with db.open_session() as session:
        assert await accounts.change_password(session, email="ODILE@example.be", password="vier andere woorden", at=AT)
        assert not await accounts.change_password(session, email="nobody@example.be", password="x" * 12, at=AT)
    sessions.forget_all()
    assert await sessions.resolve(hash_of(before), at=AT) is None
    with pytest.raises(BadInput):
        await sign_in.sign_in(email="odile@example.be", password="trois mots sans lien", at=AT)
    assert await sign_in.sign_in(email="odile@example.be", password="vier andere woorden", at=AT)
