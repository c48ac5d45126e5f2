"""The minutes of one assembly: the papers in four languages, who has signed, the copy for outside."""

import asyncio
import json
from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, Problem
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.minutes import draft as minutes_draft
from koprogo.services.assemblies.minutes import minutes, results_paper, signing
from koprogo.services.assemblies.minutes import outside as minutes_outside
from koprogo.services.documents import sealing
from koprogo.services.documents.queries import PaperRow, papers_of
from koprogo.state.assemblies.acting import Act, acting
from koprogo.state.base import AppState, parse_id

LONGEST = 200_000
MINUTES, OUTSIDE, RESULTS = minutes.KIND, minutes_outside.KIND, results_paper.KIND


@dataclass(frozen=True)
class PlaceLine:
    """A place to sign; `how` is drawn, paper, digital or empty; `mine`: the reader's own."""

    key: str
    person_id: str
    name: str
    capacity: str
    lots: str
    on_behalf_of: str
    how: str
    signed_at: str
    stale: bool
    mine: bool


@dataclass(frozen=True)
class PaperLine:
    """An issued paper."""

    title: str
    language: str
    version: int
    issued_at: str
    size: int
    href: str
    sealed_by: str = ""
    seal_refused: str = ""
    stamped_by: str = ""
    stamped_at: str = ""


class MinutesState(AppState, rx.State):
    """What the page shows and what its buttons do."""

    association_name: str = ""
    association_at: str = ""
    day: str = ""
    state: str = ""
    papers: list[PaperLine] = []
    outside: list[PaperLine] = []
    results: list[PaperLine] = []
    drafts: list[PaperLine] = []
    places: list[PlaceLine] = []
    signed: int = 0
    text_sha256: str = ""
    open_place: str = ""
    """The place whose box is open, by its key."""
    may_issue: bool = False
    asked: str = ""
    """What is being printed: minutes, outside or nothing."""
    loaded: bool = False
    seal_name: str = ""
    seal_until: str = ""
    seal_problem: str = ""
    """Why the configured certificate cannot seal; for who prints the minutes."""
    stamps: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the minutes of the assembly in the address."""
        self.loaded, self.asked, self.open_place, self.drafts = False, "", "", []
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def open_box(self, key: str) -> None:
        """Open the box of one place, or close it."""
        self.open_place = "" if self.open_place == key else str(key)[:80]

    @rx.event
    @policy(member)
    async def sign(self, key: str, strokes: str) -> None:
        """Keep what was drawn in the box of a place."""
        async with self.refusals(), acting(self) as act:
            person, capacity = _place(key)
            await signing.sign_drawn(
                *act.here,
                person_id=person,
                capacity=capacity,
                strokes=_drawn(strokes),
                text_sha256=self.text_sha256,
                at=now(),
            )
            self.open_place = ""
            await self._show(act)

    @rx.event
    @policy(member)
    async def signed_on_paper(self, key: str) -> None:
        """Say that a place was signed on the printed minutes."""
        async with self.refusals(), acting(self) as act:
            person, capacity = _place(key)
            await signing.signed_on_paper(
                *act.here, person_id=person, capacity=capacity, text_sha256=self.text_sha256, at=now()
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def print_again(self) -> None:
        """Print the minutes as the next version, with the signatures there are."""
        async with self.refusals(), acting(self) as act:
            await minutes.request_minutes(*act.here)
            self.asked = MINUTES

    @rx.event
    @policy(member)
    async def print_outside(self) -> None:
        """Print the copy that leaves the association."""
        async with self.refusals(), acting(self) as act:
            await minutes_outside.request_outside(*act.here)
            self.asked = OUTSIDE

    @rx.event
    @policy(member)
    async def print_draft(self) -> None:
        """Print the minutes so far, to be read in the room."""
        async with self.refusals(), acting(self) as act:
            await minutes_draft.request_draft(*act.here)
            self.asked = minutes_draft.KIND

    @rx.event
    @policy(member)
    async def print_results(self) -> None:
        """Print the results so far."""
        async with self.refusals(), acting(self) as act:
            await results_paper.request_results(*act.here)
            self.asked = RESULTS

    async def _show(self, act: Act) -> None:
        sheet = await queries.sheet(*act.here)
        found = await signing.signing(*act.here)
        seal = await asyncio.to_thread(sealing.seal_state, now())
        self.seal_name, self.seal_until = seal.name, seal.until.isoformat() if seal.until else ""
        self.seal_problem, self.stamps = seal.problem, seal.stamps
        row = sheet.assembly
        self.association_name, self.day, self.state = row.association_name, row.day.isoformat(), row.state
        self.association_at = urls.association(act.association_id)
        self.may_issue = act.may("minutes.issue")
        self.text_sha256, self.signed = found.text_sha256, found.signed
        self.places = [_line(place, act) for place in found.places]
        for name, kind in (("papers", MINUTES), ("outside", OUTSIDE), ("results", RESULTS)):
            rows = await papers_of(*act.within, kind=kind, subject_id=act.assembly_id)
            setattr(self, name, [_paper(row) for row in rows])
        if self.may_issue:
            drafts = await papers_of(*act.within, kind=minutes_draft.KIND, subject_id=act.assembly_id)
            self.drafts = [_paper(row) for row in drafts]
        self.loaded = True


def _place(key: object) -> tuple:
    person, _, capacity = str(key).partition(" ")
    return parse_id(person), capacity


def _drawn(strokes: object) -> object:
    try:
        return json.loads(str(strokes)[:LONGEST])
    except (ValueError, RecursionError):
        raise BadInput(Problem("signature", "Draw the signature in the box.")) from None


def _line(place: signing.Place, act: Act) -> PlaceLine:
    return PlaceLine(
        key=f"{place.person_id} {place.capacity}",
        person_id=str(place.person_id),
        name=place.name,
        capacity=place.capacity,
        lots=", ".join(place.lots),
        on_behalf_of=", ".join(place.on_behalf_of),
        how=place.how,
        signed_at=place.signed_at.isoformat() if place.signed_at else "",
        stale=place.stale,
        mine=place.person_id == act.actor.person_id,
    )


def _paper(row: PaperRow) -> PaperLine:
    return PaperLine(
        row.title, row.language, row.version, row.issued_at.isoformat(), row.size, urls.paper(row.id),
        row.sealed_by, row.seal_refused, row.stamped_by, row.stamped_at.isoformat() if row.stamped_at else "",
    )  # fmt: skip
