"""Requests by one fifth of the shares: owners sign them, post the letter, and convene when the syndic did not."""

from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.actor import Actor
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.assemblies.requests import may_signatory_convene
from koprogo.security.policies import member, policy
from koprogo.services.assemblies.agenda import requests, requests_read
from koprogo.services.assemblies.agenda.proposals import plans
from koprogo.services.assemblies.agenda.requests_read import RequestRow
from koprogo.services.buildings.queries import association_name
from koprogo.state.assemblies.acting import parse_start
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day

MOST = 20
LONGEST_LIST = 12_000


@dataclass(frozen=True)
class SignatureView:
    """Somebody who signed, with her shares."""

    name: str
    shares: int


@dataclass(frozen=True)
class RequestView:
    """One request; days are ISO, `may_…` say which buttons the reader has."""

    id: str = ""
    title: str = ""
    points: list[str] = field(default_factory=list)
    signatures: list[SignatureView] = field(default_factory=list)
    shares: int = 0
    needed: int = 0
    missing: int = 0
    total: int = 0
    state: str = ""
    posted_on: str = ""
    proof: str = ""
    convene_by: str = ""
    days_left: int = 0
    signed_by_me: bool = False
    may_sign: bool = False
    may_leave: bool = False
    may_post: bool = False
    may_receive: bool = False
    may_draft: bool = False
    assembly_href: str = ""
    letters_href: str = ""
    """Where the letters of its convocation are, for who convened it."""


@dataclass(frozen=True)
class Wish:
    """What was answered so far: a new request, the day of a letter, or the assembly."""

    title: str = ""
    points: str = ""
    day: str = ""
    proof: str = ""
    starts_at: str = ""
    hour: str = "19:30"
    place: str = ""
    remote_allowed: bool = True


class RequestsState(AppState, rx.State):
    """The page of the requests of one association."""

    association: str = ""
    sheet_at: str = ""
    rows: list[RequestView] = []
    typed: Wish = Wish()
    opened: str = ""
    """The request whose form is open, or `new`; `act` says which: post, receive or draft."""
    act: str = ""
    may_begin: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the requests the reader may see."""
        self.loaded, self.opened, self.act, self.typed = False, "", "", Wish(day=today().isoformat())
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_begin = _owns(act.actor, act)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def begin(self, answers: dict) -> None:
        """Begin a request, signed by the reader."""
        points = answers.get("points")
        lines = points[:LONGEST_LIST] if isinstance(points, str) else ""
        self.opened, self.typed = "new", Wish(title=said(answers, "title"), points=lines, day=today().isoformat())
        async with self.refusals(), here(self) as act:
            await requests.start_request(*act.within, title=self.typed.title, points=lines.splitlines(), at=now())
            await self._done(act)

    @rx.event
    @policy(member)
    async def sign(self, request_id: str) -> None:
        """Sign."""
        self.opened = ""
        async with self.refusals(), here(self) as act:
            await requests.sign(*act.within, parse_id(request_id), at=now())
            await self._done(act)

    @rx.event
    @policy(member)
    async def leave(self, request_id: str) -> None:
        """Take the reader's signature back."""
        self.opened = ""
        async with self.refusals(), here(self) as act:
            await requests.leave(*act.within, parse_id(request_id), at=now())
            await self._done(act)

    @rx.event
    @policy(member)
    async def open_post(self, request_id: str) -> None:
        """Ask for the day and the number of the registered letter."""
        await self._open(request_id, "post")

    @rx.event
    @policy(member)
    async def open_receipt(self, request_id: str) -> None:
        """Ask for the day on which the syndic received it."""
        await self._open(request_id, "receive")

    @rx.event
    @policy(member)
    async def open_draft(self, request_id: str) -> None:
        """Ask when and where the assembly meets."""
        await self._open(request_id, "draft")

    @rx.event
    @policy(member)
    async def shut(self) -> None:
        """Close what is open."""
        async with self.refusals():
            self.opened, self.act = "", ""

    @rx.event
    @policy(member)
    async def post(self, answers: dict) -> None:
        """Record the registered letter of the open request."""
        self.typed = Wish(day=said(answers, "day"), proof=said(answers, "proof"))
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "day")
            await requests.post(*act.within, parse_id(self.opened), day=day, proof=self.typed.proof, at=now())
            await self._done(act)

    @rx.event
    @policy(member)
    async def receive(self, answers: dict) -> None:
        """Record the day on which the syndic received the open request."""
        self.typed = Wish(day=said(answers, "day"))
        async with self.refusals(), here(self) as act:
            await requests.receive(*act.within, parse_id(self.opened), day=said_day(answers, "day"), at=now())
            await self._done(act)

    @rx.event
    @policy(member)
    async def draft(self, answers: dict) -> EventSpec | None:
        """Draft the assembly of the open request and go on to its agenda."""
        self.typed = Wish(
            starts_at=said(answers, "starts_at"), hour=said(answers, "hour"), place=said(answers, "place"),
            remote_allowed=bool(answers.get("remote_allowed")),
        )  # fmt: skip
        async with self.refusals(), here(self) as act:
            made = await requests.draft_assembly(
                *act.within, parse_id(self.opened), starts_at=parse_start(answers), place=self.typed.place, at=now(),
                remote_allowed=self.typed.remote_allowed,
            )  # fmt: skip
            self.opened, self.act = "", ""
            return rx.redirect(urls.assembly(made, "plan"))
        return None

    async def _open(self, request_id: object, which: str) -> None:
        async with self.refusals():
            self.opened, self.act, self.typed = str(parse_id(request_id)), which, Wish(day=today().isoformat())

    async def _done(self, act: Act) -> None:
        self.opened, self.act, self.typed = "", "", Wish(day=today().isoformat())
        await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await requests_read.requests(*act.within, day=today())
        self.rows = [_view(row, act) for row in found][:MOST]


def _owns(actor: Actor, act: Act) -> bool:
    return bool(actor.roles_in(act.association_id) & PERMISSIONS["request.make"])


def _view(row: RequestRow, act: Act) -> RequestView:
    mine, signing = act.actor.person_id in row.signed_by, row.state == "signing"
    return RequestView(
        id=str(row.id),
        title=row.title,
        points=list(row.points),
        signatures=[SignatureView(each.name, each.shares) for each in row.signatures],
        shares=row.shares,
        needed=row.needed,
        missing=max(row.needed - row.shares, 0),
        total=row.total,
        state=row.state,
        posted_on=row.posted_on.isoformat() if row.posted_on else "",
        proof=row.proof,
        convene_by=row.convene_by.isoformat() if row.convene_by else "",
        days_left=(row.convene_by - today()).days if row.convene_by else 0,
        signed_by_me=mine,
        may_sign=signing and not mine and _owns(act.actor, act),
        may_leave=signing and mine,
        may_post=signing and mine and row.shares >= row.needed,
        may_receive=row.state == "posted" and (mine or plans(act.actor, act.association_id)),
        may_draft=_may_draft(row, act, mine),
        assembly_href=_assembly(row, act, mine),
        letters_href=_letters(row, act, mine),
    )


def _may_draft(row: RequestRow, act: Act, mine: bool) -> bool:
    if row.received_on is None or row.is_convened:
        return False
    if plans(act.actor, act.association_id):
        return row.assembly_id is None
    return mine and not row.by_signatory and may_signatory_convene(row.received_on, today())


def _assembly(row: RequestRow, act: Act, mine: bool) -> str:
    if row.assembly_id is None:
        return ""
    if row.is_convened:
        return urls.assembly(row.assembly_id, "vote")
    plans_it = plans(act.actor, act.association_id) or (mine and row.by_signatory)
    return urls.assembly(row.assembly_id, "plan") if plans_it else ""


def _letters(row: RequestRow, act: Act, mine: bool) -> str:
    if row.assembly_id is None or not row.is_convened:
        return ""
    convened_it = (mine and row.by_signatory) or plans(act.actor, act.association_id)
    return urls.assembly(row.assembly_id, "letters") if convened_it else ""
