"""Who may what: a line for every service of council, surveys and problems that acts for somebody in an association.

Each line names the service, what it is called on, and who may; everybody else is told no, or finds nothing where `hidden`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.models.buildings import Mandate
from koprogo.services.access import actor_of
from koprogo.services.assemblies.after import register
from koprogo.services.community import answering, making, opening, result_paper
from koprogo.services.community import queries as surveys
from koprogo.services.governance import (
    agenda,
    decision_sheet,
    following,
    handing_in,
    handover,
    mandates,
    notes,
    queries,
    questions,
    report_paper,
    reports,
    syndic,
    tasks,
)
from koprogo.services.works import occupants, photos, posted_form, tickets
from koprogo.services.works import queries as problems
from tests.cast import LONG_AGO, Cast, put_on_stage
from tests.services.assemblies import closed_evening, evening
from tests.services.community import surveys_on_stage
from tests.services.governance.council_on_stage import PDF, again, auditor, member
from tests.services.works.tickets_on_stage import act, answers, photo, reported, step

S, A, OW, C, U = "syndic", "accountant", "anna", "bram", "carla"
ENDED, FORMER, STRANGER = "dirk", "other_syndic", "stranger"
"""Sat in the council until yesterday; was the syndic until five days ago; has a lot elsewhere."""
ROLES = (S, A, OW, C, U, ENDED)
OUTSIDE = (FORMER, STRANGER)
ALL, FOLLOW = frozenset(ROLES), frozenset({S, C})
OWNERS = frozenset({OW, C, U, ENDED})


@dataclass
class Played:
    """Everything the table acts on, made once."""

    cast: Cast
    ids: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """`on`: names of ids that follow the association; `more` the rest; `hidden`: who may not finds nothing."""

    what: str
    service: Callable[..., Any]
    may: frozenset[str]
    on: tuple[str, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    hidden: bool = False


def _one(*who: str) -> frozenset[str]:
    return frozenset(who)


DAY, AT = {"day": today()}, {"at": now()}
TODAY: dict[str, date] = {"today": today()}
SURVEY = {"at": surveys_on_stage.NOW}
FILE = {"content": PDF, "name": "a.pdf", **AT}
MISSING = {"item": "access", "what": "missing", "words": "A key.", **DAY, **TODAY, **AT}
PLAN = {"due": today() + timedelta(days=3), "owner_id": "bram"}

# fmt: off
TABLE = (
    Row("the council's sheet",      queries.council_sheet,            ALL, more=DAY),
    Row("the election proposed",    agenda.put_election_on_agenda,    _one(S), more={**AT, **TODAY}),
    Row("a mandate recorded",       mandates.appoint,                 _one(S),
        more={"person_id": "emma", "office": "auditor", "since": today()}),
    Row("a mandate ended",          mandates.end_seat,                _one(S), ("seat",), {"reason": "dismissed", **DAY}),
    Row("to step down",             mandates.end_seat,                FOLLOW, ("seat",), {"reason": "resigned", **DAY}),
    Row("a position named",         mandates.name_position,           FOLLOW, ("seat",), {"position": "chair"}),
    Row("what is open",             following.following,              FOLLOW, more=TODAY),
    Row("the usual days",           following.set_usual_days,         _one(S), more={"kind": "works", "days": 40, **AT}),
    Row("one decision",             decision_sheet.decision_sheet,    ALL, ("entry",), TODAY),
    Row("the questions",            questions.questions,              FOLLOW, more=TODAY),
    Row("to ask",                   questions.ask,                    _one(C), more={"words": "When?", **AT}),
    Row("to answer",                questions.answer,                 _one(S), ("question",), {"words": "Soon.", **AT}),
    Row("the notes",                notes.notes,                      FOLLOW),
    Row("to note",                  notes.write_note,                 FOLLOW, more={"words": "Dry.", **DAY, **TODAY, **AT}),
    Row("a file to a note",         notes.add_file,                   FOLLOW, ("note",), FILE),
    Row("the reports issued",       reports.reports,                  ALL),
    Row("to begin a report",        reports.begin,                    _one(C), more={"kind": "half_yearly", **TODAY, **AT}),
    Row("to write a report",        reports.write,                    _one(C), ("report",), {"words": {}, **AT}),
    Row("to write a section",       reports.write_one,                _one(C), ("report",),
        {"section": "asks", "language": "fr", "words": "Des devis.", **AT}),
    Row("a report with its facts",  reports.sheet,                    _one(C), ("report",), TODAY),
    Row("to issue a report",        reports.issue_report,             _one(C), ("report",), {**TODAY, **AT}),
    Row("assemblies for reports",   handing_in.meetings,              ALL, more=TODAY),
    Row("reports handed in",        handing_in.handed_in,             ALL),
    Row("to hand a report in",      handing_in.hand_in_report,        _one(C), ("report",), {"assembly_id": "draft", **AT}),
    Row("to hand accounts in",      handing_in.hand_in_accounts,      _one(U), ("draft",), FILE),
    Row("the syndic's mandate",     syndic.mandates_of,               ALL, more=TODAY),
    Row("its last day",             syndic.agree_term,                _one(S), ("mandate",),
        {"last_day": today() + timedelta(days=90), **TODAY}),
    Row("its contract",             syndic.add_contract,              _one(S), ("mandate",), FILE),
    Row("its hand-over",            handover.note_handover,           FOLLOW, ("mandate",), MISSING),
    Row("the board",                tasks.board,                      FOLLOW, more=TODAY),
    Row("whom a task goes to",      tasks.assignees,                  FOLLOW, more=TODAY),
    Row("a task hung",              tasks.add_task,                   FOLLOW,
        more={"what": "Count.", **PLAN, **AT, **TODAY}),
    Row("a task moved",             tasks.put,                        FOLLOW, ("task",), {"column": "done", **AT}),
    Row("a decision's task moved",  tasks.put,                        _one(S), ("duty",), {"column": "done", **AT}),
    Row("a task planned anew",      tasks.plan_anew,                  FOLLOW, ("task",), {**PLAN, **AT, **TODAY}),
    Row("a word on a task",         tasks.say,                        FOLLOW, ("task",),
        {"what": "noted", "words": "Half of it.", **AT}),
    Row("the surveys",              surveys.surveys,                  ALL, more=SURVEY),
    Row("one survey",               surveys.survey,                   ALL, ("survey",), SURVEY),
    Row("a draft survey",           surveys.survey,                   FOLLOW, ("draft_survey",), SURVEY, hidden=True),
    Row("a survey made",            making.make_survey,               FOLLOW,
        more={"draft": surveys_on_stage.wish(), **SURVEY}),
    Row("a survey changed",         making.change_survey,             FOLLOW, ("draft_survey",),
        {"draft": surveys_on_stage.wish(), **SURVEY}),
    Row("a survey discarded",       making.discard_survey,            FOLLOW, ("draft_survey",), SURVEY),
    Row("a survey opened",          opening.open_survey,              FOLLOW, ("draft_survey",), SURVEY),
    Row("a survey closed",          opening.close_survey,             FOLLOW, ("survey",), SURVEY),
    Row("a survey answered",        answering.answer_survey,          OWNERS, ("survey",), {"places": (0,), **SURVEY}),
    Row("its paper",                result_paper.request_paper,       FOLLOW, ("closed_survey",)),
    Row("the problems",             problems.tickets,                 ALL, more=TODAY),
    Row("one problem",              problems.ticket,                  ALL, ("problem",), TODAY),
    Row("a problem in a lot",       problems.ticket,                  FOLLOW | {OW}, ("inside",), TODAY, hidden=True),
    Row("to see a problem",         problems.require_seen,            ALL, ("problem",)),
    Row("to report a problem",      tickets.report,                   OWNERS | {S}, more={"answers": answers(), **AT}),
    Row("a problem seen",           tickets.take_step,                _one(S), ("problem",), {"what": "acknowledged", **AT}),
    Row("a problem confirmed",      tickets.take_step,                _one(OW), ("solved",), {"what": "confirmed", **AT}),
    Row("a word between them",      tickets.take_step,                FOLLOW, ("problem",),
        {"what": "noted", "words": "She called.", "inner": True, **AT}),
    Row("the photos",               photos.photos,                    ALL, ("problem",)),
    Row("one photo",                photos.photo,                     ALL, ("problem", "photo")),
    Row("a photo added",            photos.add_photo,                 FOLLOW | {OW}, ("problem",),
        {"content": photo(), **AT}),
    Row("a photo taken back",       photos.withdraw_photo,            _one(S, OW), ("problem", "photo"), AT),
    Row("an occupant forgotten",    occupants.forget,                 _one(S), ("problem",), AT),
    Row("the code in the hall",     posted_form.post_form,            _one(S), more=AT),
    Row("the code taken down",      posted_form.close_form,           _one(S), more=AT),
)
NOT_HERE = {
    mandates.seat_elected:          "no permission of its own: the result of an election seats",
    mandates.end_with_assembly:     "no permission of its own: the closing of an ordinary assembly ends",
    result_paper.queue_if_possible: "no permission of its own: the closing of a survey prints",
    surveys.waiting_for:            "over everything in reach: test_permissions.py of surveys",
    problems.tickets_everywhere:    "over everything in reach: test_tickets.py",
    handover.handing_over:          "reaches without a role: test_handover.py",
    handover.note_given:            "reaches without a role: test_handover.py",
}
# fmt: on


async def played() -> Played:
    """Put everybody and everything on stage."""
    cast = await put_on_stage()
    assembly, _ = await closed_evening.minuted(cast)  # before anybody sits: an ordinary assembly ends the mandates
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=evening.NOW)
    await member(cast, C)
    await auditor(cast, U)
    await member(cast, ENDED, since=today() - timedelta(days=10))
    found = Played(cast)
    await _yesterday(found)
    await _council(found)
    await _tools(found)
    return found


async def _yesterday(found: Played) -> None:
    """End the mandates that are over; on its last day one still counted."""
    cast = found.cast
    seats = {each.person_id: each.id for each in (await act(cast, S, queries.council_sheet, day=today())).members}
    await act(cast, S, mandates.end_seat, seats[cast.people[ENDED]], reason="resigned", day=today())
    await again(cast, ENDED, today() - timedelta(days=1))
    await act(cast, ENDED, following.following, today=today())
    await again(cast, ENDED, today())
    found.ids["seat"] = seats[cast.people[C]]
    async with db.open_session() as session:
        mine = "SELECT organisation_id FROM organisation_member WHERE person_id = :p"
        firm = await session.scalar(text(mine), {"p": cast.people[FORMER]})
    async with db.association_session(cast.association_id) as session:
        until = today() - timedelta(days=4)
        session.add(
            Mandate(
                association_id=cast.association_id, organisation_id=firm, since=until.replace(year=2025), until=until
            )
        )
    async with db.open_session() as session:
        cast.actors[FORMER] = await actor_of(session, cast.people[FORMER], on_day=today())


async def _council(found: Played) -> None:
    cast, ids = found.cast, found.ids
    async with db.association_session(cast.association_id) as session:
        ids["entry"] = await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried'"))
    ids["draft"], _ = await evening.drafted(cast)
    ids["question"] = await act(cast, C, questions.ask, words="When?", at=now())
    ids["note"] = await act(cast, C, notes.write_note, words="Dry.", day=today(), today=today(), at=now())
    ids["report"] = await act(cast, C, reports.begin, kind="yearly", today=today(), at=now())
    version = await act(cast, C, reports.issue_report, ids["report"], today=today(), at=now())
    await report_paper.print_report(cast.association_id, ids["report"], by=cast.actors[C], version=version, at=now())
    plan = {"due": PLAN["due"], "owner_id": cast.people[C], "at": now(), "today": today()}
    ids["task"] = await act(cast, C, tasks.add_task, what="Count.", **plan)
    plan["owner_id"] = cast.people[S]
    ids["duty"] = await act(cast, S, tasks.add_task, what="Quotes.", about="decision", about_id=ids["entry"], **plan)
    ids["mandate"] = await _own_mandate(cast)


async def _own_mandate(cast: Cast) -> UUID:
    """Let the mandate of today have begun a month ago: the stage's own is older than the law allows."""
    async with db.association_session(cast.association_id) as session:
        found = await session.scalar(
            text("SELECT id FROM mandate WHERE association_id = :t AND since = :since"),
            {"t": cast.association_id, "since": LONG_AGO},
        )
        await session.execute(
            text("UPDATE mandate SET since = :since WHERE id = :m"),
            {"since": today() - timedelta(days=3), "m": found},
        )
    return UUID(str(found))


async def _tools(found: Played) -> None:
    cast, ids = found.cast, found.ids
    for name in ("survey", "closed_survey"):
        ids[name] = await surveys_on_stage.opened(cast)
    await surveys_on_stage.close(cast, ids["closed_survey"])
    ids["draft_survey"] = await surveys_on_stage.drafted(cast)
    ids["problem"], ids["solved"] = await reported(cast, OW), await reported(cast, OW)
    ids["inside"] = await reported(cast, OW, place="lot", lot_id=cast.lots["A1"])
    await step(cast, S, ids["solved"], "solved")
    ids["photo"] = await act(cast, OW, photos.add_photo, ids["problem"], content=photo(), at=now())
