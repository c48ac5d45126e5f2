"""Surveys of the demo building: one that waits for answers, one that ended in a tie, and a draft of the council.

The one that is open closes a week from the day the demo is loaded; none of them decides anything.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.services.community import answering, making, opening
from koprogo.services.community.making import Draft

WEEK, DAY = timedelta(days=7), timedelta(days=1)
BIKES = {
    "fr": "Où mettre les vélos ?",
    "nl": "Waar zetten we de fietsen?",
    "de": "Wohin mit den Fahrrädern?",
    "en": "Where do the bicycles go?",
}
BIKES_WORDS = {
    "fr": "Le hall est encombré et les pompiers demandent qu’il soit libre. Le syndic fera chiffrer ce que la plupart"
    " préfèrent ; c’est l’assemblée qui décidera.",
    "nl": "De hal staat vol en de brandweer vraagt dat hij vrij blijft. De syndicus vraagt offertes voor wat de meesten"
    " verkiezen; de vergadering beslist.",
}
BIKES_OPTIONS = (
    {"fr": "Dans la cour, sous un auvent", "nl": "Op de koer, onder een afdak"},
    {"fr": "Dans la cave commune", "nl": "In de gemene kelder"},
    {"fr": "Chacun chez soi", "nl": "Ieder bij zich thuis"},
)
HALL = {"fr": "Fermer la porte du hall dès 20 h ?", "nl": "De voordeur vanaf 20 uur op slot?"}
CLEANING = {"fr": "Quelle note donnez-vous au nettoyage ?", "nl": "Welk cijfer geeft u de schoonmaak?"}


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Make the three surveys. Called once, with the building; `actors` has the syndic, the council and two owners."""
    opened = at - 2 * DAY
    bikes = await _open(actors["council"], association_id, opened, Draft(
        "one", BIKES, opened.replace(minute=0) + 9 * DAY, BIKES_WORDS, BIKES_OPTIONS,
    ))  # fmt: skip
    await _answer(actors["council"], association_id, bikes, 0, opened + DAY)
    earlier = at - 3 * WEEK
    hall = await _open(actors["syndic"], association_id, earlier, Draft("yes_no", HALL, earlier + WEEK, {}))
    for key, place in (("owner_1", 0), ("owner_2", 1)):
        await _answer(actors[key], association_id, hall, place, earlier + DAY)
    async with db.tenant_session(actors["council"], association_id) as session:
        await opening.close_if_due(session, association_id, hall, at=earlier + WEEK)
        await making.make_survey(
            session, actors["council"], association_id, at=at,
            draft=Draft("rating", CLEANING, at + 2 * WEEK, {}, is_anonymous=True),
        )  # fmt: skip


async def _open(actor: Actor, association_id: UUID, at: datetime, draft: Draft) -> UUID:
    async with db.tenant_session(actor, association_id) as session:
        survey = await making.make_survey(session, actor, association_id, draft=draft, at=at)
        await opening.open_survey(session, actor, association_id, survey, at=at)
    return survey


async def _answer(actor: Actor, association_id: UUID, survey: UUID, place: int, at: datetime) -> None:
    async with db.tenant_session(actor, association_id) as session:
        await answering.answer_survey(session, actor, association_id, survey, places=[place], at=at)
