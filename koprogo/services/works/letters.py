"""Letters about reported problems: to the syndic at once when there is danger, to the reporter when it moves on.

An occupant without an account is written to at the address she left, if she left one; her letter leads to her own page only
by the link she was shown, because we keep no more than its hash.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.clock import legal_day
from koprogo.i18n.messages import message
from koprogo.rules.works.tickets import Step, Urgency
from koprogo.services.governance.reminders import SYNDIC
from koprogo.services.messages import outbox
from koprogo.settings import settings

REPORTER = """
SELECT t.number, t.by_id, coalesce(p.name, r.name) AS name, coalesce(p.language, r.language) AS language,
       coalesce(a.email, r.email, '') AS email
  FROM ticket t LEFT JOIN person p ON p.id = t.by_id LEFT JOIN account a ON a.person_id = t.by_id
  LEFT JOIN ticket_reporter r ON r.association_id = t.association_id AND r.ticket_id = t.id
 WHERE t.id = :k AND t.association_id = :t
"""
NAME = "SELECT name FROM association WHERE id = :t"
WORDS = {
    Step.ACKNOWLEDGED: "The syndic has seen it.",
    Step.PLANNED: "It is planned for {day}.",
    Step.SOLVED: "The syndic says that it is solved. Say whether that is so: confirm it, or open it again.",
    Step.DECLINED: "The syndic does not take it up: {words}",
}
"""What is said of each step of the syndic."""


async def tell_of_danger(
    session: AsyncSession, association_id: UUID, ticket_id: UUID, number: int, urgency: str, *, at: datetime
) -> int:
    """Write to everybody who works as the syndic when a report says that there is danger; return how many letters."""
    if urgency != Urgency.DANGER:
        return 0
    name = await session.scalar(text(NAME), {"t": association_id})
    people = (await session.execute(text(SYNDIC), {"t": association_id, "day": legal_day(at)})).all()
    for person in people:
        facts = {
            "name": person.name, "association": name, "number": number, "link": _link(association_id, ticket_id),
        }  # fmt: skip
        subject = message("Danger reported in {association}", person.language, **facts)
        body = message(
            "Hello {name},\n\nReport no. {number} of {association} says that there is danger. Look at it now:\n\n{link}",
            person.language, **facts,
        )  # fmt: skip
        await outbox.post(session, association_id, to=person.email, subject=subject, body=body, at=at)
    return len(people)


async def tell_reporter(
    session: AsyncSession,
    association_id: UUID,
    ticket_id: UUID,
    step: Step,
    *,
    words: str,
    due: date | None,
    at: datetime,
) -> bool:
    """Tell whoever reported a problem of a step of the syndic; say whether there was an address to write to."""
    row = (await session.execute(text(REPORTER), {"k": ticket_id, "t": association_id})).one()
    if not row.email:
        return False
    facts = {
        "name": row.name,
        "number": row.number,
        "association": await session.scalar(text(NAME), {"t": association_id}),
        "said": message(WORDS[step], row.language, day=due or "", words=words.strip()),
    }
    subject = message("Your report no. {number} in {association}", row.language, **facts)
    if row.by_id is not None:
        body = message(
            "Hello {name},\n\nYour report no. {number} in {association}: {said}\n\n{link}",
            row.language, link=_link(association_id, ticket_id), **facts,
        )  # fmt: skip
    else:
        body = message(
            "Hello {name},\n\nYour report no. {number} in {association}: {said}\n\nThe page that you were shown when you"
            " reported it says more, and there you answer.",
            row.language, **facts,
        )  # fmt: skip
    await outbox.post(session, association_id, to=row.email, subject=subject, body=body, at=at)
    return True


def _link(association_id: UUID, ticket_id: UUID) -> str:
    return f"{settings().base_url}{urls.problem(association_id, ticket_id)}"
