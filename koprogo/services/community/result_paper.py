"""The result of a survey as an issued paper in four languages: queued by its closing, printed by the worker.

Nothing is printed that the page would not show: counts only where they may be shown, and no names at all.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.papers.paper import Letterhead
from koprogo.papers.survey_result import build
from koprogo.papers.survey_result.facts import SurveyFacts
from koprogo.rules.community.survey_result import tenths
from koprogo.services.assemblies.labels import said_in
from koprogo.services.community.queries import SurveySheet, closed_sheet
from koprogo.services.community.refusals import NotOpen
from koprogo.services.community.standing import CLOSED, standing
from koprogo.services.documents import issue
from koprogo.services.documents.letterhead import letterhead, require_enterprise_number

KIND = "survey_result"
TASK = "koprogo.papers.survey_result"
HAS_NUMBER = "SELECT btrim(enterprise_number) <> '' FROM association WHERE id = :t"


async def request_paper(session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID) -> int:
    """Have the result of a closed survey printed as its next version; return that version (council, syndic).

    Raises:
        NotOpen: it has not been closed.
        EnterpriseNumberMissing: no paper goes out without it (art. 3.86 §1).
    """
    require(actor, "survey.make", association_id)
    if (await standing(session, association_id, survey_id)).what != CLOSED:
        raise NotOpen
    await require_enterprise_number(session, association_id)
    return await _queue(session, actor, association_id, survey_id)


async def queue_if_possible(session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID) -> None:
    """Queue the first printing with the closing; without an enterprise number it waits until somebody asks for it."""
    if await session.scalar(text(HAS_NUMBER), {"t": association_id}):
        await _queue(session, actor, association_id, survey_id)


async def issue_result(association_id: UUID, survey_id: UUID, *, by: Actor, version: int, at: datetime) -> list[str]:
    """Print and issue the result in four languages; return those issued now. Safe to repeat; runs in the worker."""
    async with db.association_session(association_id) as session:
        head = await letterhead(session, association_id)
        sheet = await closed_sheet(session, association_id, survey_id)
        languages = await issue.missing_languages(session, KIND, survey_id, version)
    facts = {language: survey_facts(head, sheet, language, version) for language in languages}
    printed = await issue.in_languages(_print, facts, at)
    return await issue.issue_printed(
        association_id, by, kind=KIND, subject_id=survey_id, printed=printed, version=version, at=at,
        logged="survey.paper_issued", sealed=True,
    )  # fmt: skip


def survey_facts(head: Letterhead, sheet: SurveySheet, language: str, version: int) -> SurveyFacts:
    """Return what the paper says in one language; texts in the first language that has them."""
    survey, result = sheet.survey, sheet.result
    return SurveyFacts(
        name=head.name,
        address=head.address,
        enterprise_number=head.enterprise_number,
        question=said_in(survey.title, language),
        words=said_in(survey.words, language),
        kind=survey.kind.value,
        audience=survey.audience.value,
        group=said_in(survey.key_name, language),
        is_anonymous=survey.is_anonymous,
        opened_at=survey.opened_at or survey.at,
        closed_at=survey.closed_at,
        how=str(survey.facts.get("how", "time")),
        asked=sheet.asked,
        answered=sheet.answered,
        options=tuple(said_in(each, language) for each in survey.options),
        counts=result.counts if result else (),
        leaders=result.leaders if result else (),
        mean_tenths=tenths(result.mean) if result and result.mean is not None else None,
        texts=sheet.words,
        is_shown=result is not None,
        version=version,
    )


async def _queue(session: AsyncSession, actor: Actor, association_id: UUID, survey_id: UUID) -> int:
    return await issue.request(
        session, actor, association_id, survey_id, kind=KIND, task=TASK,
        logged="survey.paper_requested", survey=str(survey_id),
    )  # fmt: skip


async def _print(facts: SurveyFacts, language: str, at: datetime) -> issue.Printed:
    html = partial(build.build, facts, language)
    return await issue.print_paper(html, title=build.title(facts, language), language=language, at=at)
