"""Forgot the password: a link to the address of the account, and the same answer to everybody.

At most one letter per account in five minutes. The letter leaves through the outbox of an association the person
reaches; an account that reaches none (an operator's) chooses a new password at the command line.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db, urls
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.services.access import actor_of
from koprogo.services.identity import links, sessions
from koprogo.services.identity.invite import check_email
from koprogo.services.messages import outbox
from koprogo.settings import settings

RESET_HOURS = 2
ONE_LETTER_PER = timedelta(minutes=5)


async def ask_for_link(*, email: str, at: datetime) -> UUID | None:
    """Send a link when somebody signs in with this address; return the association whose outbox carries it, or None.

    The caller answers everybody the same, before or without waiting for this. Opens its own transactions.

    Raises:
        BadInput: this is no address.
    """
    email = check_email(email)
    async with db.open_session() as session:
        row = (
            await session.execute(
                text(
                    "SELECT a.person_id FROM account a WHERE a.email = :email AND NOT EXISTS (SELECT 1 FROM invitation i"
                    " WHERE i.person_id = a.person_id AND i.purpose = 'reset' AND i.created_at > :since)"
                ),
                {"email": email, "since": at - ONE_LETTER_PER},
            )
        ).first()
        if row is None:
            return None
        person = await actor_of(session, row.person_id, on_day=legal_day(at))
    if not person.reach:
        return None
    association_id = min(person.reach)
    token = sessions.new_token()
    async with db.association_session(association_id) as session:
        await links.add(
            session, sessions.hash_of(token), person.person_id, purpose=links.RESET, at=at,
            until=at + timedelta(hours=RESET_HOURS), email=email,
        )  # fmt: skip
        facts = {"name": person.name, "link": f"{settings().base_url}{urls.invitation(token)}", "hours": RESET_HOURS}
        await outbox.post(
            session,
            association_id,
            to=email,
            subject=message("A new password for KoproGo", person.language),
            body=message(
                "Hello {name},\n\nChoose a new password here within {hours} hours:\n\n{link}\n\nDid you not ask for "
                "this? Then leave it: your password stays what it is.",
                person.language,
                **facts,
            ),
            at=at,
        )
    return association_id
