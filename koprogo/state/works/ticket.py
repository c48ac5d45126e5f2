"""One reported problem: what it is, its photos, what happened, and the steps its reader may take."""

from dataclasses import dataclass
from datetime import date

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.works.tickets import DATED, Step
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.works import occupants, photos, queries, tickets
from koprogo.services.works.queries import TicketSheet
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said, said_day
from koprogo.state.works.rows import EventLine, TicketLine, event_line, ticket_line

EMPTY = TicketLine("", "", 0, "", "", "", "", "", "", "", "", "", 0, False, False, 0, False, "")


@dataclass(frozen=True)
class PhotoLine:
    """A photo that stands; `placed`: it says where it was taken; `mine`: the reader may take it back."""

    id: str
    href: str
    at: str
    placed: bool
    mine: bool


class TicketState(AppState, rx.State):
    """The report in the address. `steps` are code words of the steps the reader may take now."""

    name: str = ""
    list_at: str = ""
    board_at: str = ""
    photos_at: str = ""
    """Where photos are sent; empty for who may add none."""
    ticket: TicketLine = EMPTY
    events: list[EventLine] = []
    photos: list[PhotoLine] = []
    steps: list[str] = []
    email: str = ""
    phone: str = ""
    follows: bool = False
    keeps: bool = False
    """Its reader is the syndic."""
    by_occupant: bool = False
    """It came through the posted form, and we still know who sent it."""
    keep_place: bool = False
    """Leave in the next photo where it was taken."""
    sent: bool = False
    """It was reported a moment ago."""
    count: int = 0
    """How often a form was sent: an emptied one is drawn anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the report in the address."""
        self.loaded, self.keep_place = False, False
        self.sent = "sent" in self.router.url.query_parameters
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def step(self, answers: dict) -> None:
        """Take the step that the form names."""
        what = said(answers, "what")
        async with self.refusals(), here(self) as act:
            due: date | None = said_day(answers, "due") if what in DATED else None
            await tickets.take_step(
                *act.within,
                part_of(self.router.url.path),
                what=what,
                words=said(answers, "words"),
                due=due,
                inner=what == Step.NOTED and bool(said(answers, "inner")),
                at=now(),
            )
            self.count += 1
            self.sent = False
            await self._show(act)

    @rx.event
    @policy(member)
    async def choose_place(self, keep: bool) -> None:
        """Leave in the next photo where it was taken, or not."""
        self.keep_place = keep is True

    @rx.event
    @policy(member)
    async def photo_sent(self, photo_id: str, name: str) -> None:
        """Show the photos again, after one arrived."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def withdraw(self, photo_id: str) -> None:
        """Take a photo back."""
        async with self.refusals(), here(self) as act:
            ticket = part_of(self.router.url.path)
            await photos.withdraw_photo(*act.within, ticket, parse_id(photo_id), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def forget(self) -> None:
        """Take away an occupant's name and address, because she asked."""
        async with self.refusals(), here(self) as act:
            await occupants.forget(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        ticket_id = part_of(self.router.url.path)
        sheet = await queries.ticket(*act.within, ticket_id, today=today())
        self.list_at = urls.association(act.association_id, "problems")
        self.board_at = f"{urls.association(act.association_id, 'tasks')}?problem={ticket_id}" if sheet.follows else ""
        self.photos_at = urls.problem_photos(act.association_id, ticket_id) if sheet.steps else ""
        self._sheet(act, sheet)
        self.photos = [
            PhotoLine(
                str(row.id), urls.problem_photos(act.association_id, ticket_id, row.id), row.at.isoformat(),
                row.placed, row.mine,
            )
            for row in await photos.photos(*act.within, ticket_id)
        ]  # fmt: skip

    def _sheet(self, act: Act, sheet: TicketSheet) -> None:
        self.ticket = ticket_line(sheet.row, whole=True)
        self.events = [event_line(each) for each in sheet.events]
        self.steps = [each.value for each in sheet.steps]
        self.email, self.phone, self.follows = sheet.email, sheet.phone, sheet.follows
        self.keeps = act.may("ticket.keep")
        self.by_occupant = sheet.by_occupant and bool(sheet.row.reporter or sheet.email or sheet.phone)
