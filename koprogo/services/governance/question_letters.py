"""Letters about questions: to whoever works as the syndic when the council asks, to who asked when there is an answer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.services.governance.reminders import SYNDIC
from koprogo.services.messages import outbox
from koprogo.settings import settings

ABOUT = """
SELECT q.words, q.entry_id, p.name AS asker, a.name AS association
  FROM council_question q JOIN person p ON p.id = q.by_id JOIN association a ON a.id = q.association_id
 WHERE q.id = :q AND q.association_id = :t
"""
ASKER = """
SELECT p.name, p.language, a.email
  FROM council_question q JOIN person p ON p.id = q.by_id JOIN account a ON a.person_id = p.id
 WHERE q.id = :q AND q.association_id = :t
"""


async def tell_syndic(session: AsyncSession, association_id: UUID, question_id: UUID, *, at: datetime) -> int:
    """Write to everybody who works as the syndic that the council asks something; return how many letters."""
    about = (await session.execute(text(ABOUT), {"q": question_id, "t": association_id})).one()
    people = (await session.execute(text(SYNDIC), {"t": association_id, "day": legal_day(at)})).all()
    for person in people:
        facts = {
            "name": person.name,
            "association": about.association,
            "asker": about.asker,
            "words": about.words,
            "link": _link(association_id, about.entry_id),
        }
        subject = message("The council of {association} asks something", person.language, **facts)
        body = message(
            "Hello {name},\n\n{asker} asks for the council of {association}:\n\n{words}\n\nAnswer here:\n\n{link}",
            person.language, **facts,
        )  # fmt: skip
        await outbox.post(session, association_id, to=person.email, subject=subject, body=body, at=at)
    return len(people)


async def tell_asker(
    session: AsyncSession, association_id: UUID, question_id: UUID, *, answered: str, at: datetime
) -> bool:
    """Tell who asked what the syndic answered; say whether there was an account to write to."""
    ids = {"q": question_id, "t": association_id}
    asker = (await session.execute(text(ASKER), ids)).one_or_none()
    if asker is None:
        return False
    about = (await session.execute(text(ABOUT), ids)).one()
    facts = {
        "name": asker.name,
        "association": about.association,
        "words": about.words,
        "answer": answered,
        "link": _link(association_id, about.entry_id),
    }
    subject = message("The syndic of {association} answered you", asker.language, **facts)
    body = message(
        "Hello {name},\n\nyou asked:\n\n{words}\n\nThe syndic of {association} answers:\n\n{answer}\n\n{link}",
        asker.language, **facts,
    )  # fmt: skip
    await outbox.post(session, association_id, to=asker.email, subject=subject, body=body, at=at)
    return True


def _link(association_id: UUID, entry_id: UUID | None) -> str:
    """Return the page where it is answered: that of the decision, or the council's own."""
    page = f"decisions/{entry_id}" if entry_id else "council"
    return f"{settings().base_url}{urls.association(association_id, page)}"
