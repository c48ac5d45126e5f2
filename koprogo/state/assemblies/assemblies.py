"""The assemblies in reach, coming and past, and the draft of a new one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import db, urls
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.rules.assemblies.notice import earliest_meeting_day
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import plan
from koprogo.services.identity.queries import reached_associations
from koprogo.state.assemblies.acting import parse_start, said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS

ENDED = ("closed", "minuted", "cancelled", "without_quorum")


@dataclass(frozen=True)
class AssemblyLine:
    """One line of the list; `href` is where the reader goes from here, `starts_at` an ISO instant."""

    id: str
    association_name: str
    kind: str
    session: str
    starts_at: str
    place: str
    state: str
    points: int
    href: str


@dataclass(frozen=True)
class Option:
    """An entry of a list to choose from."""

    value: str
    word: str


@dataclass(frozen=True)
class NewAssembly:
    """What was answered so far, to be shown again."""

    association: str = ""
    kind: str = "ordinary"
    starts_at: str = ""
    hour: str = "19:30"
    place: str = ""
    remote_allowed: bool = True


class AssembliesState(AppState, rx.State):
    """The list, and the form of a new assembly."""

    coming: list[AssemblyLine] = []
    past: list[AssemblyLine] = []
    plans_for: list[Option] = []
    """The associations whose syndic the reader is."""
    answers: NewAssembly = NewAssembly()
    first_day: str = ""
    """The first day that leaves fifteen days when the convocations go out today."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the assemblies in reach: next ones first, then the newest of the past."""
        async with self.refusals():
            actor = current_actor()
            async with db.tenant_session(actor) as session:
                rows = await queries.assemblies(session, actor)
                reached = await reached_associations(session, actor)
            self.plans_for = [Option(str(each.id), each.name) for each in reached if Role.SYNDIC in each.roles]
            self._show(actor, rows)

    @rx.event
    @policy(member)
    async def create(self, answers: dict) -> EventSpec | None:
        """Draft the assembly and go on to its agenda; what was answered stays when something is to be corrected."""
        async with self.refusals():
            self.answers = given = _answers(answers)
            actor, (association_id, starts_at) = current_actor(), _where_and_when(given)
            async with db.tenant_session(actor, association_id) as session:
                made = await plan.create_assembly(
                    session, actor, association_id, at=now(), starts_at=starts_at, **_facts(given)
                )
            self.answers = NewAssembly()
            return rx.redirect(urls.assembly(made, "plan"))
        return None

    def _show(self, actor: Actor, rows: list[queries.AssemblyRow]) -> None:
        coming = [row for row in rows if row.state not in ENDED]
        past = [row for row in rows if row.state in ENDED]
        self.coming = [_line(actor, row) for row in sorted(coming, key=lambda row: row.starts_at)][:ROWS]
        self.past = [_line(actor, row) for row in past][:ROWS]
        self.answers = NewAssembly(association=self.plans_for[0].value if len(self.plans_for) == 1 else "")
        self.first_day = earliest_meeting_day(today()).isoformat()
        self.loaded = True


def _where_and_when(answers: NewAssembly) -> tuple[UUID, datetime]:
    """Return the association and the instant; BadInput names everything that is missing."""
    problems: list[Problem] = []
    if not answers.association:
        problems.append(Problem("association", "Choose the association that meets."))
    try:
        starts_at = parse_start({"starts_at": answers.starts_at, "hour": answers.hour})
    except BadInput as wrong:
        raise BadInput(*problems, *wrong.problems) from None
    if problems:
        raise BadInput(*problems)
    return parse_id(answers.association), starts_at


def _answers(answers: dict) -> NewAssembly:
    return NewAssembly(
        association=said(answers, "association", 36),
        kind=said(answers, "kind", 20),
        starts_at=said(answers, "starts_at", 20),
        hour=said(answers, "hour", 20),
        place=said(answers, "place", 400),
        remote_allowed=bool(answers.get("remote_allowed")),
    )


def _facts(answers: NewAssembly) -> dict[str, Any]:
    return {"kind": answers.kind, "place": answers.place, "remote_allowed": answers.remote_allowed}


def _line(actor: Actor, row: queries.AssemblyRow) -> AssemblyLine:
    return AssemblyLine(
        id=str(row.id),
        association_name=row.association_name,
        kind=row.kind,
        session=row.session,
        starts_at=row.starts_at.isoformat(),
        place=row.place,
        state=row.state,
        points=row.items,
        href=urls.assembly(row.id, _next_step(actor, row)),
    )


def _next_step(actor: Actor, row: queries.AssemblyRow) -> str:
    """Return the page that is next: plan, letters, door or room for the syndic; agenda, then the vote for everybody else."""
    if row.state == "drafted":
        return "plan"
    if Role.SYNDIC not in actor.roles_in(row.association_id):
        return "agenda" if row.state == "convened" and row.day > today() else "vote"
    if row.state in ("closed", "minuted"):
        return "minutes"
    if row.state == "cancelled":
        return "letters"  # who was told, and what waits for the post
    return "attendance" if row.state in ("convened", "without_quorum") else "room"
