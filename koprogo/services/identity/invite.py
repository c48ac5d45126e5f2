"""Invite somebody the association knows: a link by e-mail, a password of her own choosing, once.

The link stands for the person, so the syndic answers for the address: it gives what that person may see. An account
exists once per person and per address; nobody can give a second one to either.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db, urls
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Conflict, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.services import audit
from koprogo.services.access import actor_of
from koprogo.services.identity import links, passwords, platform_log, sessions
from koprogo.services.identity.refusals import SignsInAlready
from koprogo.services.messages import outbox
from koprogo.settings import settings

INVITATION_DAYS = 14
PASSWORD_LINKS = frozenset({links.JOIN, links.RESET})


async def invite(
    session: AsyncSession, actor: Actor, association_id: UUID, *, person_id: UUID, email: str, at: datetime
) -> None:
    """Send a person of the association a link to choose a password. A second link ends the first.

    Raises:
        NotAllowed: only who may invite people.
        NotFound: the person is nobody here.
        BadInput: the address cannot be used, or somebody else signs in with it.
        SignsInAlready: the person has an account.
    """
    require(actor, "people.invite", association_id)
    person = await actor_of(session, person_id, on_day=legal_day(at))
    if association_id not in person.reach:
        raise NotFound
    email = check_email(email)
    await _check_free(session, person_id, email)
    await links.end_others(session, person_id, at=at)
    token = sessions.new_token()
    await links.add(
        session, sessions.hash_of(token), person_id, purpose=links.JOIN, at=at,
        until=at + timedelta(days=INVITATION_DAYS), email=email, association_id=association_id, by=actor.person_id,
    )  # fmt: skip
    association = await session.scalar(text("SELECT name FROM association WHERE id = :id"), {"id": association_id})
    await _write_letter(session, association_id, person, email, token, association=association, at=at)
    await audit.record(session, actor, association_id, "identity.invited", person_id)


async def look(session: AsyncSession, token_hash: bytes, *, at: datetime) -> links.Link:
    """Return whom an invitation or a link for a new password stands for, without spending it.

    Raises:
        LinkEnded: it was used or is too old.
    """
    return await links.find(session, token_hash, at=at, purposes=PASSWORD_LINKS)


async def accept(token_hash: bytes, *, password: str, at: datetime, replaces: bytes | None = None) -> str:
    """Choose the password the link is for and return the cookie's value of a new sign-in.

    Ends every other link and every other sign-in of the person, and forgives wrong passwords. Opens its own
    transactions: no connection is held while the password is hashed.

    Raises:
        BadInput: the password is too short or too obvious; the link stays good.
        LinkEnded: the link was used or is too old.
        Conflict: somebody signs in with this address since the link was sent.
        TooBusy: too many people are being checked at this moment.
    """
    async with db.open_session() as session:
        link = await look(session, token_hash, at=at)
    passwords.check_new(password, email=link.email, name=link.name)
    stored = await passwords.hash_password(password)
    async with db.open_session() as session:
        await links.use(session, link, at=at)
        await links.end_others(session, link.person_id, at=at)
        await _keep(session, link, stored, at)
        await sessions.revoke_all(session, link.person_id, at=at)
        if replaces is not None:
            await sessions.revoke_hash(session, replaces, at=at)
        await platform_log.record(session, link.person_id, "password.chosen", at=at, by=link.purpose)
        return await sessions.create(session, link.person_id, method="password", at=at)


async def _write_letter(
    session: AsyncSession,
    association_id: UUID,
    person: Actor,
    email: str,
    token: str,
    *,
    association: str | None,
    at: datetime,
) -> None:
    """Write the letter with the link, in the person's language."""
    link = f"{settings().base_url}{urls.invitation(token)}"
    facts = {"name": person.name, "association": association or "", "link": link, "days": INVITATION_DAYS}
    await outbox.post(
        session,
        association_id,
        to=email,
        subject=message("Your account for {association}", person.language, **facts),
        body=message(
            "Hello {name},\n\nThe syndic of {association} invites you to KoproGo, where you find its papers and vote "
            "in its assemblies. Choose your password here within {days} days:\n\n{link}\n\nDid you not expect this "
            "letter? Then leave it: nothing happens without you.",
            person.language,
            **facts,
        ),
        at=at,
    )


def check_email(email: str) -> str:
    """Return an address as accounts keep it.

    Raises:
        BadInput: at `email`.
    """
    email = email.strip().lower()
    name, _, host = email.rpartition("@")
    if not name or "." not in host or " " in email or len(email) > 254 or any(ord(each) < 33 for each in email):
        raise BadInput(Problem("email", "Enter an e-mail address such as name@example.be."))
    return email


async def _check_free(session: AsyncSession, person_id: UUID, email: str) -> None:
    rows = (
        await session.execute(
            text("SELECT person_id, password_hash FROM account WHERE person_id = :p OR email = :e"),
            {"p": person_id, "e": email},
        )
    ).all()
    if any(row.person_id == person_id and row.password_hash for row in rows):
        raise SignsInAlready
    if any(row.person_id != person_id for row in rows):
        raise BadInput(
            Problem("email", "Somebody else signs in with this address. Enter another address of this person.")
        )


async def _keep(session: AsyncSession, link: links.Link, stored: str, at: datetime) -> None:
    """Write the password on the account, or make the account; the address of an account that exists does not change."""
    changed = await session.execute(
        text(
            "UPDATE account SET password_hash = :hash, failed_count = 0, last_failed_at = NULL, locked_until = NULL"
            " WHERE person_id = :p RETURNING person_id"
        ),
        {"hash": stored, "p": link.person_id},
    )
    if changed.first() is not None:
        return
    added = await session.execute(
        text(
            "INSERT INTO account (person_id, email, password_hash, is_operator, failed_count, created_at)"
            " VALUES (:p, :email, :hash, false, 0, :at) ON CONFLICT DO NOTHING RETURNING person_id"
        ),
        {"p": link.person_id, "email": link.email, "hash": stored, "at": at},
    )
    if added.first() is None:
        raise Conflict
