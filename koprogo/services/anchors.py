"""The heads of all logs, sent away each day: whoever keeps the mail can show later that a log still begins with it.

A chain shows that nothing in it was changed, not that it was not made anew from its first line. A head that lies in somebody
else's mailbox does: position and hash of the last line of each association's log on that day. No names, no facts.
"""

import asyncio
import re
from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters import tasks
from koprogo.adapters.mail import Mail, mailer
from koprogo.core.clock import legal_day
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from koprogo.services import audit
from koprogo.settings import settings

TASK = "koprogo.anchors.send"
SAME_MAIL = UUID("0d9c1f1e-7a43-4f86-9d64-6e2f2a5b7c11")
"""Where the ids of these mails begin: one per day and address, so that a mail sent twice is seen to be one."""
HEADS = """
SELECT DISTINCT ON (association_id) association_id, position, hash FROM audit_seal
 ORDER BY association_id, position DESC
"""
AT = "SELECT hash FROM audit_seal WHERE association_id = :t AND position = :p"
LAST = "SELECT coalesce(max(position), 0) FROM audit_seal WHERE association_id = :t"
KEEP = "Keep this mail: it can show later that no line of a log was changed or taken away."
LINE = re.compile(r"\b([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,18}) ([0-9a-f]{64})\b")


class Head(NamedTuple):
    """Where a log stood: so many lines, and the hash over all of them."""

    association_id: UUID
    position: int
    hash: str


def addresses() -> tuple[str, ...]:
    """Return who gets the heads, as configured."""
    return tuple(settings().anchor_addresses.split())


async def ask(*, at: datetime) -> int:
    """Queue today's mails, one job per address; return how many. Safe to repeat."""
    async with db.open_session() as session:
        for number in range(len(addresses())):
            await tasks.enqueue(session, TASK, lock=f"anchor:{number}", number=number, day=legal_day(at).isoformat())
    return len(addresses())


async def send(number: int, *, day: str, at: datetime) -> bool:
    """Send the heads of all logs to one of the addresses; say whether it left. A list that grew shorter sends nothing.

    Raises:
        MailNotSent: the mail server refuses; the job is tried again.
    """
    if number >= len(addresses()):
        return False
    to = addresses()[number]
    lines = [f"{each.association_id} {each.position} {each.hash}" for each in await heads()]
    words = [message(KEEP, language) for language in LANGUAGES]
    body = "\n".join([*words, "", *lines, "", "koprogo check --anchor FILE"])
    subject = " / ".join(message("Heads of the logs, {day}", language, day=day) for language in LANGUAGES)
    mail = Mail(id=str(uuid5(SAME_MAIL, f"{day} {to}")), to=to, subject=subject, body=body, at=at)
    await asyncio.to_thread(mailer(settings()).send, mail)
    return True


async def heads() -> list[Head]:
    """Return the head of every log that has lines, once what was logged until now is chained."""
    async with db.platform_session(None, "worker: anchor the logs") as session:
        waiting = await audit.unsealed_associations(session)
    for association_id in waiting:
        async with db.association_session(association_id) as session:
            await audit.seal_log(session, association_id)
    async with db.platform_session(None, "worker: anchor the logs") as session:
        rows = (await session.execute(text(HEADS))).all()
    return [Head(row.association_id, row.position, bytes(row.hash).hex()) for row in rows]


def read(content: bytes) -> list[Head]:
    """Return the heads that a kept mail names: an .eml file, or its text saved as it is."""
    found = message_from_bytes(content, policy=default)
    assert isinstance(found, EmailMessage)
    parts = [str(part.get_content()) for part in found.walk() if part.get_content_type() == "text/plain"]
    text_ = "\n".join(parts) if found.keys() else content.decode("utf-8", "replace")
    return [Head(UUID(one), int(position), hash_) for one, position, hash_ in LINE.findall(text_)]


async def faults(session: AsyncSession, kept: Iterable[Head]) -> list[str]:
    """Return one sentence per head that a log no longer has; asked across associations. Empty is good."""
    found = []
    for head in kept:
        here = await session.scalar(text(AT), {"t": head.association_id, "p": head.position})
        if here is None:
            last = await session.scalar(text(LAST), {"t": head.association_id})
            found.append(
                f"log of {head.association_id}: it had {head.position} lines when it was anchored, it has {last}"
            )
        elif bytes(here).hex() != head.hash:
            found.append(
                f"log of {head.association_id}: up to line {head.position} it is another one than when it was anchored"
            )
    return found
