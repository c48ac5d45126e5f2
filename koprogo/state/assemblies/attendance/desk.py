"""At the desk: a slip for who has no phone signed in, a proxy from paper, the one representative of a joint lot."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.attendance import attendance_list, slips
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.ownership import people
from koprogo.services.ownership.queries import lots_with_holders
from koprogo.settings import settings
from koprogo.state.assemblies.acting import Act, acting, said
from koprogo.state.assemblies.attendance.attendance import AttendanceState
from koprogo.state.assemblies.attendance.bureau import FoundPerson, find_people
from koprogo.state.assemblies.room.projector import code_view
from koprogo.state.assemblies.voting.ballot import parse_choice
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class SlipView:
    """A slip just issued, shown once: `code` in groups, its QR code as a path of so many `modules`, where to type it."""

    id: str = ""
    name: str = ""
    code: str = ""
    path: str = ""
    modules: int = 0
    address: str = ""
    association_name: str = ""
    starts_at: str = ""
    place: str = ""


@dataclass(frozen=True)
class SuspendedLotLine:
    """A lot that nobody may vote for, its votes lost, and its holders to choose from."""

    lot_id: str
    lot: str
    shares: int
    holders: list[FoundPerson] = field(default_factory=list)


class DeskState(AppState, rx.State):
    """What is done for one co-owner at the desk."""

    slip: SlipView = SlipView()
    found: list[FoundPerson] = []
    substitutes: list[FoundPerson] = []
    """Who was found to take the holder's place when she is not there."""
    suspended: list[SuspendedLotLine] = []
    votes_lost: int = 0
    designating: str = ""
    """The lot whose representative is being named."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the lots that do not vote yet; nothing of an earlier slip."""
        self.slip, self.found, self.designating = SlipView(), [], ""
        async with self.refusals(), acting(self) as act:
            await self._show_suspended(act)

    @rx.event
    @policy(member)
    async def issue(self, answers: dict) -> EventSpec | None:
        """Give the person of the form a slip after the identity check, and show it once."""
        async with self.refusals(), acting(self) as act:
            person, check = parse_id(said(answers, "person", 36)), said(answers, "identity_check", 40)
            made = await slips.issue_slip(*act.here, person_id=person, identity_check=check, at=now())
            self.slip = _slip(made, await queries.sheet(*act.here))
            return AttendanceState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def put_away(self) -> None:
        """Take the slip off the screen; its code is kept nowhere."""
        self.slip = SlipView()

    @rx.event
    @policy(member)
    async def revoke(self, slip_id: str) -> EventSpec | None:
        """Take a slip back: its code opens nothing more."""
        async with self.refusals(), acting(self) as act:
            await slips.revoke_slip(*act.within, parse_id(slip_id), at=now())
            self.slip = SlipView()
            return AttendanceState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find who may hold a proxy."""
        async with self.refusals(), acting(self) as act:
            self.found = await find_people(act, words)

    @rx.event
    @policy(member)
    async def search_substitute(self, words: str) -> None:
        """Find who takes the holder's place when she is not there."""
        async with self.refusals(), acting(self) as act:
            self.substitutes = await find_people(act, words)

    @rx.event
    @policy(member)
    async def record_proxy(self, answers: dict) -> EventSpec | None:
        """Enter a proxy from paper, of the giver of the form."""
        async with self.refusals(), acting(self) as act:
            giver, document = parse_id(said(answers, "giver", 36)), said(answers, "document", 200)
            holder = _chosen(answers, Problem("holder", "Search and choose who holds the proxy."))
            substitute = said(answers, "substitute", 36)
            await proxies.record_proxy(
                *act.here,
                giver_id=giver,
                holder_id=holder,
                document=document,
                substitute_id=parse_id(substitute) if substitute else None,
                instructions=_instructions(answers),
                at=now(),
            )
            self.found, self.substitutes = [], []
            return AttendanceState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def revoke_proxy(self, proxy_id: str) -> EventSpec | None:
        """Take a proxy back that the giver withdrew."""
        async with self.refusals(), acting(self) as act:
            await proxies.revoke_proxy(*act.within, parse_id(proxy_id))
            return AttendanceState.refresh  # type: ignore[return-value]
        return None

    @rx.event
    @policy(member)
    async def choose_lot(self, lot_id: str) -> None:
        """Begin to name the representative of a lot, or stop."""
        self.designating = "" if self.designating == str(lot_id) else str(lot_id)[:36]

    @rx.event
    @policy(member)
    async def designate(self, answers: dict) -> EventSpec | None:
        """Record the one representative that the holders of the chosen lot named in writing."""
        async with self.refusals(), acting(self) as act:
            lot, proof = parse_id(self.designating), said(answers, "proof", 500)
            person = _chosen(answers, Problem("representative", "Choose who votes for the lot."))
            await people.designate_representative(
                *act.within, lot_id=lot, person_id=person, since=today(), proof=proof, at=now()
            )
            self.designating = ""
            await self._show_suspended(act)
            return AttendanceState.refind  # type: ignore[return-value]
        return None

    async def _show_suspended(self, act: Act) -> None:
        rows = (await attendance_list.attendance_list(*act.here)).suspended
        holders = {row.id: row.holders for row in await lots_with_holders(*act.within, day=today())}
        self.votes_lost = sum(row.shares for row in rows)
        self.suspended = [
            SuspendedLotLine(
                lot_id=str(row.lot_id),
                lot=row.lot_number,
                shares=row.shares,
                holders=[FoundPerson(str(each.person_id), each.name) for each in holders.get(row.lot_id, ())],
            )
            for row in rows[:ROWS]
        ]


def _instructions(answers: dict) -> dict[UUID, str]:
    """Return what a form says under `on_ITEM`: the giver's choice by point."""
    said_on = {
        name[3:]: said(answers, name, 20) for name in answers if isinstance(name, str) and name.startswith("on_")
    }
    return {parse_id(item): parse_choice(choice) for item, choice in said_on.items() if choice}


def _slip(made: slips.IssuedSlip, found: queries.Sheet) -> SlipView:
    base = settings().base_url
    code = code_view(base, urls.slip(made.code.replace("-", "")))
    return SlipView(
        id=str(made.id),
        name=made.name,
        code=made.code,
        path=code.path,
        modules=code.modules,
        address=base.partition("://")[2] + urls.SLIP,
        association_name=found.assembly.association_name,
        starts_at=found.assembly.starts_at.isoformat(),
        place=found.assembly.place,
    )


def _chosen(answers: dict, wrong: Problem) -> UUID:
    """Return whom a form chose in the field of a problem; BadInput with that problem when it chose nobody."""
    if not (person := said(answers, wrong.where, 36)):
        raise BadInput(wrong)
    return parse_id(person)
