"""Proposals for the agenda: owners send theirs and see what became of them; the syndic puts them on an agenda."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.actor import Role
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import events, queries
from koprogo.services.assemblies.agenda import proposals, proposals_read, window
from koprogo.services.buildings.queries import association_name
from koprogo.services.ownership.people_here import people_here
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day, said_id
from koprogo.state.ownership.person import NONE, PersonChoice, named

NOBODY = Problem("proposer", "Choose who proposes it.")
NO_DRAFT = Problem("assembly", "Choose the draft whose agenda takes it.")
PAGE = 20


@dataclass(frozen=True)
class ProposalView:
    """One proposal; `fate` is a code word, days are ISO, `by_right` while it must be on the next agenda."""

    id: str = ""
    number: int = 0
    proposer: str = ""
    capacity: str = ""
    channel: str = ""
    language: str = ""
    title: str = ""
    text: str = ""
    received_on: str = ""
    fate: str = ""
    reason: str = ""
    assembly_day: str = ""
    item_number: int = 0
    is_open: bool = False
    by_right: bool = False
    is_mine: bool = False


@dataclass(frozen=True)
class Typed:
    """What was answered, to be shown again."""

    title: str = ""
    text: str = ""
    capacity: str = "owner"
    channel: str = "letter"
    received_on: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Until:
    """The next window and the last day for proposals by right (ISO, empty while no window is recorded)."""

    first: str = ""
    proposals_until: str = ""
    is_too_late: bool = False


class ProposalsState(AppState, rx.State):
    """The page of the proposals of one association."""

    association: str = ""
    sheet_at: str = ""
    calendar_at: str = ""
    rows: list[ProposalView] = []
    count: int = 0
    page: int = 1
    pages: int = 1
    until: Until = Until()
    drafts: list[PersonChoice] = []
    """The draft assemblies a proposal can be put on: value and word (an instant)."""
    people: list[PersonChoice] = []
    opened: str = ""
    """The proposal whose form is open, and in `act` which: agenda, deferral or withdrawal; `new` for a new one."""
    act: str = ""
    typed: Typed = Typed()
    received: int = 0
    """The number the last proposal got, 0 when none was sent."""
    may_plan: bool = False
    may_propose: bool = False
    is_council: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the proposals."""
        self.loaded, self.received, self.page, self.typed = False, 0, 1, _fresh()
        self.opened, self.act = "", ""
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.calendar_at = urls.association(act.association_id, "calendar")
            roles = act.actor.roles_in(act.association_id)
            self.may_plan = proposals.plans(act.actor, act.association_id)
            self.may_propose = bool(roles & PERMISSIONS["proposal.make"])
            self.is_council = Role.COUNCIL in roles
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page of the list."""
        async with self.refusals(), here(self) as act:
            self.page = page if isinstance(page, int) else 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def propose(self, answers: dict) -> None:
        """Send in a point."""
        self.received, self.opened, self.typed = 0, "new", _typed(answers)
        async with self.refusals(), here(self) as act:
            made = await proposals.propose(
                *act.within, title=self.typed.title, proposal=self.typed.text, capacity=self.typed.capacity, at=now()
            )
            await self._done(act, made.number)

    @rx.event
    @policy(member)
    async def record(self, answers: dict) -> None:
        """Record a proposal that came by letter or e-mail."""
        self.received, self.opened, self.typed = 0, "new", _typed(answers)
        async with self.refusals(), here(self) as act:
            made = await proposals.record_proposal(
                *act.within, proposer_id=said_id(answers, "proposer", NOBODY), capacity=self.typed.capacity,
                channel=self.typed.channel, title=self.typed.title, proposal=self.typed.text,
                received_on=said_day(answers, "received_on"), at=now(),
            )  # fmt: skip
            await self._done(act, made.number)

    @rx.event
    @policy(member)
    async def open_agenda(self, proposal_id: str) -> None:
        """Ask on which draft and as which kind of decision."""
        await self._open(proposal_id, "agenda")

    @rx.event
    @policy(member)
    async def open_deferral(self, proposal_id: str) -> None:
        """Ask why it is left to the next assembly."""
        await self._open(proposal_id, "deferral")

    @rx.event
    @policy(member)
    async def open_withdrawal(self, proposal_id: str) -> None:
        """Ask once more before one's own proposal is taken back."""
        await self._open(proposal_id, "withdrawal")

    @rx.event
    @policy(member)
    async def shut(self) -> None:
        """Close what is open."""
        async with self.refusals():
            self.opened, self.act = "", ""

    @rx.event
    @policy(member)
    async def add(self, answers: dict) -> None:
        """Put the open proposal on a draft agenda."""
        async with self.refusals(), here(self) as act:
            await proposals.add_to_agenda(
                *act.within, parse_id(self.opened), assembly_id=said_id(answers, "assembly", NO_DRAFT),
                kind=said(answers, "kind"), majority=said(answers, "majority") or None, at=now(),
            )  # fmt: skip
            await self._done(act, 0)

    @rx.event
    @policy(member)
    async def defer(self, answers: dict) -> None:
        """Leave the open proposal to the next assembly."""
        async with self.refusals(), here(self) as act:
            await proposals.defer(*act.within, parse_id(self.opened), reason=said(answers, "reason"), at=now())
            await self._done(act, 0)

    @rx.event
    @policy(member)
    async def withdraw(self) -> None:
        """Take one's own open proposal back."""
        async with self.refusals(), here(self) as act:
            await proposals.withdraw(*act.within, parse_id(self.opened), at=now())
            await self._done(act, 0)

    async def _open(self, proposal_id: object, which: str) -> None:
        async with self.refusals():
            self.opened, self.act = str(parse_id(proposal_id)), which

    async def _done(self, act: Act, number: int) -> None:
        self.opened, self.act, self.received, self.typed = "", "", number, _fresh()
        await self._show(act)

    async def _show(self, act: Act) -> None:
        day = today()
        year = await window.calendar(*act.within, day=day)
        found = await proposals_read.proposals(*act.within)
        self.until = _until(year, day)
        self.count, self.pages = len(found), max(1, -(-len(found) // PAGE))
        self.page = max(1, min(self.page, self.pages))
        shown = found[(self.page - 1) * PAGE : self.page * PAGE]
        self.rows = [_view(row, year, act) for row in shown]
        if self.may_plan:
            await self._choices(act)

    async def _choices(self, act: Act) -> None:
        rows = await queries.assemblies(act.session, act.actor, act.association_id)
        drafts = [row for row in rows if row.state == events.DRAFTED]
        self.drafts = [PersonChoice(str(row.id), row.starts_at.isoformat()) for row in drafts][:PAGE]
        everybody = await people_here(*act.within, at=now(), day=today())
        self.people = [NONE, *(PersonChoice(str(each.id), named(each)) for each in everybody)]


def _fresh() -> Typed:
    return Typed(received_on=today().isoformat())


def _typed(answers: dict) -> Typed:
    return Typed(
        title=said(answers, "title"),
        text=_long(answers, "text"),
        capacity=said(answers, "capacity") or "owner",
        channel=said(answers, "channel") or "letter",
        received_on=said(answers, "received_on"),
    )


def _long(answers: dict, name: str) -> str:
    value = answers.get(name)
    return value.strip()[: proposals.LONGEST["text"] + 1] if isinstance(value, str) else ""


def _until(year: window.Calendar, day: object) -> Until:
    if year.coming is None or year.proposals_until is None:
        return Until()
    until = year.proposals_until
    return Until(year.coming.first.isoformat(), until.isoformat(), str(day) > until.isoformat())


def _view(row: proposals_read.ProposalRow, year: window.Calendar, act: Act) -> ProposalView:
    by_right = row.is_open and year.coming and row.by_right_from and row.by_right_from <= year.coming.first
    return ProposalView(
        id=str(row.id),
        number=row.number,
        proposer=row.proposer_name,
        capacity=row.capacity,
        channel=row.channel,
        language=row.language,
        title=row.title,
        text=row.text,
        received_on=row.received_on.isoformat(),
        fate=row.fate,
        reason=row.reason,
        assembly_day=row.assembly_day.isoformat() if row.assembly_day else "",
        item_number=row.item_number or 0,
        is_open=row.is_open,
        by_right=bool(by_right),
        is_mine=row.proposer_id == act.actor.person_id,
    )
