"""The letter that says a survey is open: to each person asked who has an account, in her language, with what it is not."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.i18n.messages import message
from koprogo.services.assemblies.labels import said_in
from koprogo.services.community.audience import Head
from koprogo.services.community.standing import Standing
from koprogo.services.messages import outbox
from koprogo.settings import settings

NAME = "SELECT name FROM association WHERE id = :t"
WORDS = {
    True: "It is without names: nobody can find out what you answered, and it cannot be changed.",
    False: "It is by name: the council and the syndic see who answered what. You may change your answer until then.",
}
"""Said to everybody before she answers: is a survey without names?"""


async def invite(
    session: AsyncSession, association_id: UUID, survey: Standing, people: Iterable[Head], *, at: datetime
) -> None:
    """Write a letter to each of them, in the transaction that opens the survey."""
    association = await session.scalar(text(NAME), {"t": association_id})
    link = f"{settings().base_url}{urls.survey(association_id, survey.id)}"
    for head in people:
        language = head.language
        facts = {
            "name": head.name,
            "association": association,
            "question": said_in(survey.title, language),
            "until": survey.closes_at.isoformat(),
            "link": link,
            "names": message(WORDS[survey.is_anonymous], language),
        }
        await outbox.post(
            session,
            association_id,
            to=head.email,
            subject=message("Survey of {association}: {question}", language, **facts),
            body=message(
                "Hello {name},\n\n{association} asks for your opinion:\n\n{question}\n\nAnswer until {until}:\n\n{link}\n\n"
                "{names}\n\nThis survey binds nobody and decides nothing: only the assembly decides (art. 3.87 §1).",
                language,
                **facts,
            ),
            at=at,
        )
