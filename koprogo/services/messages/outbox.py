"""The outbox: a letter is written in the transaction of the act it tells, and leaves if and only if that is committed.

`deliver` is called by the worker, again and again until the letter left or the address is refused for good. Once a mail
server has it, its words are blanked: they held a name and perhaps a link that opens an account. Without a mail server they
stay, because a screen is then the only way to read them.
"""

import asyncio
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.adapters.mail import Mail, MailNotSent, mailer
from koprogo.models.messages import OutboxMail
from koprogo.settings import settings

TASK = "koprogo.mail.deliver"
FAILURES_MOST = 8
LAST_ERROR_LENGTH = 200


async def post(session: AsyncSession, association_id: UUID, *, to: str, subject: str, body: str, at: datetime) -> UUID:
    """Write a letter to one person and queue its delivery; return its id."""
    letter_id = await hold(session, association_id, to=to, subject=subject, body=body, at=at)
    await release(session, association_id, letter_id)
    return letter_id


async def hold(session: AsyncSession, association_id: UUID, *, to: str, subject: str, body: str, at: datetime) -> UUID:
    """Write a letter that waits for something else, such as its paper; `release` queues its delivery."""
    letter = OutboxMail(
        id=uuid4(), association_id=association_id, to_email=to, subject=subject, body=body, created_at=at
    )
    session.add(letter)
    await session.flush()
    return letter.id


async def release(session: AsyncSession, association_id: UUID, letter_id: UUID) -> None:
    """Queue the delivery of a letter that was held; what left already is not sent again."""
    await tasks.enqueue(session, TASK, lock=f"mail:{letter_id}", association=str(association_id), letter=str(letter_id))


async def deliver(association_id: UUID, letter_id: UUID, *, at: datetime) -> bool:
    """Hand a letter over; say whether it left now. Safe to repeat: what left is not sent again.

    Opens its own transactions: none stays open while the mail server thinks.

    Raises:
        MailNotSent: it may leave later; the failure is counted. A refusal for good is written down and not raised.
    """
    async with db.association_session(association_id) as session:
        row = (
            await session.execute(
                text(
                    "SELECT to_email, subject, body, created_at FROM outbox_mail"
                    " WHERE id = :id AND sent_at IS NULL AND failures < :most"
                ),
                {"id": letter_id, "most": FAILURES_MOST},
            )
        ).first()
    if row is None:
        return False
    mail = Mail(id=str(letter_id), to=row.to_email, subject=row.subject, body=row.body, at=row.created_at)
    try:
        await asyncio.to_thread(mailer(settings()).send, mail)
    except MailNotSent as failure:
        await _failed(association_id, letter_id, failure)
        if failure.is_temporary:
            raise
        return False
    async with db.association_session(association_id) as session:
        await session.execute(
            text("UPDATE outbox_mail SET sent_at = :at, body = :body, last_error = '' WHERE id = :id"),
            {"at": at, "id": letter_id, "body": "" if settings().smtp_host else row.body},
        )
    return True


async def _failed(association_id: UUID, letter_id: UUID, failure: MailNotSent) -> None:
    """Count a failure; one for good counts as all of them."""
    async with db.association_session(association_id) as session:
        await session.execute(
            text("UPDATE outbox_mail SET failures = failures + :more, last_error = :why WHERE id = :id"),
            {
                "more": 1 if failure.is_temporary else FAILURES_MOST,
                "why": str(failure)[:LAST_ERROR_LENGTH],
                "id": letter_id,
            },
        )
