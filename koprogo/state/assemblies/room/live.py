"""The live room in one tab: what everyone sees, and the agenda it points into.

`room` is set on joining and otherwise only by broadcast (`koprogo.realtime`), so nothing here computes it. The agenda,
with its long texts, is loaded once on joining; `room.item_id` says which of its points is on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.realtime import broadcast
from koprogo.security.policies import attends, current_actor, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.room.snapshot import RoomView
from koprogo.services.assemblies.where import where
from koprogo.state.base import AppState

PATH = re.compile(r"/assemblies/([0-9a-f-]{36})(?:/|$)")


@dataclass(frozen=True)
class AgendaRow:
    """A point of the agenda, as the screens need it; title and proposal by language."""

    id: str = ""
    number: int = 0
    part: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    title: dict[str, str] | None = None
    proposal: dict[str, str] | None = None
    amendment: dict[str, str] | None = None
    amended: bool = False
    """An amendment waits for its vote; `amendment` is its text, `proposal` the one that stands."""
    kind: str = ""
    majority: str = ""
    majority_from: str = ""
    article: str = ""
    minutes_planned: int = 0


@dataclass(frozen=True)
class AssemblyView:
    """The assembly at the head of each screen; `starts_at` is an ISO instant."""

    id: str = ""
    association_id: str = ""
    association_name: str = ""
    kind: str = ""
    session: str = ""
    day: str = ""
    starts_at: str = ""
    place: str = ""
    remote_allowed: bool = False
    shares_total: int = 0
    languages: tuple[str, ...] = ()


class LiveState(AppState, rx.State):
    """The room this tab watches."""

    room: RoomView = RoomView()
    assembly: AssemblyView = AssemblyView()
    agenda: list[AgendaRow] = []

    @rx.event
    @policy(attends)
    async def enter(self) -> None:
        """Load the assembly of this address and watch its room; runs again after each reconnection."""
        async with self.refusals():
            actor = current_actor()
            assembly_id = assembly_of(self.router.url.path)
            association_id = await where(actor, assembly_id)
            async with db.tenant_session(actor) as session:
                sheet = await queries.sheet(session, actor, association_id, assembly_id)
            self.assembly = assembly_view(sheet)
            self.agenda = [agenda_row(item, sheet.languages) for item in sheet.items]
            view = await broadcast.join(self.router.session.session_id, association_id, assembly_id)
            self.room = RoomView(**view)
        if self.refusal.kind:  # nothing of the assembly that this tab watched before stays on the screen
            self.assembly, self.agenda, self.room = AssemblyView(), [], RoomView()

    @rx.event
    @policy(attends)
    async def read_again(self) -> None:
        """Load the agenda again, because a text was amended; the room itself comes by broadcast."""
        async with self.refusals():
            actor, assembly_id = current_actor(), assembly_of(self.router.url.path)
            association_id = await where(actor, assembly_id)
            async with db.tenant_session(actor) as session:
                sheet = await queries.sheet(session, actor, association_id, assembly_id)
            self.agenda = [agenda_row(item, sheet.languages) for item in sheet.items]

    @rx.event
    @policy(attends)
    async def leave(self) -> None:
        """Stop watching, when the page is left."""
        await broadcast.leave(self.router.session.session_id)


def assembly_of(path: str) -> UUID:
    """Return the assembly an address names; NotFound when it names none."""
    found = PATH.search(path)
    try:
        return UUID(found[1]) if found else _nowhere()
    except ValueError:
        return _nowhere()


def _nowhere() -> UUID:
    raise NotFound


def assembly_view(sheet: queries.Sheet) -> AssemblyView:
    """Return what the screens show of an assembly."""
    row = sheet.assembly
    return AssemblyView(
        id=str(row.id),
        association_id=str(row.association_id),
        association_name=row.association_name,
        kind=row.kind,
        session=row.session,
        day=row.day.isoformat(),
        starts_at=row.starts_at.isoformat(),
        place=row.place,
        remote_allowed=sheet.remote_allowed,
        shares_total=sheet.shares_total,
        languages=sheet.languages,
    )


def agenda_row(item: queries.ItemRow, languages: Sequence[str]) -> AgendaRow:
    """Return what the screens show of a point; its texts stand in the order of the association's languages."""
    return AgendaRow(
        id=str(item.id),
        number=item.number,
        part=item.part,
        options=[_in_order(each, languages) for each in item.options],
        title=_in_order(item.title, languages),
        proposal=_in_order(item.proposal or {}, languages),
        amendment=_in_order(item.amendment or {}, languages),
        amended=item.amendment is not None,
        kind=item.kind,
        majority=item.majority,
        majority_from=item.majority_from,
        article=item.article,
        minutes_planned=item.minutes_planned,
    )


def _in_order(texts: Mapping[str, str], languages: Sequence[str]) -> dict[str, str]:
    """Put the association's own languages first: a reader of another one is shown the first text there is."""
    first = [language for language in languages if language in texts]
    return {language: texts[language] for language in [*first, *sorted(set(texts) - set(first))]}
