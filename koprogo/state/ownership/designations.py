"""Joint lots that designate one representative together: the holder's phone, and the syndic's list of who has not."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.core.errors import NotFound
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.ownership import designations
from koprogo.state.assemblies.acting import said
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS


@dataclass(frozen=True)
class HolderLine:
    """A holder and her last word."""

    id: str
    name: str
    said: str
    is_me: bool


@dataclass(frozen=True)
class JointLot:
    """One joint lot as the page shows it; `my_word` is empty while the reader has said nothing."""

    lot_id: str
    association_id: str
    association_name: str
    lot: str
    shares: int
    proposal_id: str
    proposed: str
    stands: bool
    is_mine: bool
    may_record: bool
    my_word: str
    holders: list[HolderLine] = field(default_factory=list)


class DesignationsState(AppState, rx.State):
    """What the reader can sign, and what she can record as syndic."""

    lots: list[JointLot] = []
    loaded: bool = False
    done: str = ""
    asked: int = 0
    without: int = 0

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the joint lots that need a word of the reader."""
        self.loaded, self.done = False, ""
        async with self.refusals():
            await self._show()
            self.loaded = True

    @rx.event
    @policy(member)
    async def propose(self, form: dict) -> None:
        """Propose one of the holders, and sign oneself."""
        async with self.refusals():
            lot = self._lot(said(form, "lot_id", 40))
            actor, where = current_actor(), parse_id(lot.association_id)
            async with db.tenant_session(actor, where) as session:
                await designations.propose(
                    session, actor, where, lot_id=parse_id(lot.lot_id),
                    representative_id=parse_id(said(form, "representative", 40)), at=now(),
                )  # fmt: skip
            self.done = "proposed"
            await self._show()

    @rx.event
    @policy(member)
    async def say(self, lot_id: str, what: str) -> None:
        """Sign, refuse or withdraw."""
        async with self.refusals():
            actor, where, proposal_id = self._proposal(lot_id)
            async with db.tenant_session(actor, where) as session:
                await designations.say(session, actor, where, proposal_id, what=str(what), at=now())
            self.done = "said"
            await self._show()

    @rx.event
    @policy(member)
    async def record(self, lot_id: str, person_id: str, channel: str) -> None:
        """Record what a holder signed on paper or at the door."""
        async with self.refusals():
            actor, where, proposal_id = self._proposal(lot_id)
            async with db.tenant_session(actor, where) as session:
                await designations.record_signature(
                    session, actor, where, proposal_id, person_id=parse_id(person_id), channel=str(channel), at=now()
                )
            self.done = "said"
            await self._show()

    @rx.event
    @policy(member)
    async def ask(self, association_id: str) -> None:
        """Ask all holders of the suspended lots of an association by e-mail."""
        async with self.refusals():
            actor, where = current_actor(), parse_id(association_id)
            async with db.tenant_session(actor, where) as session:
                self.asked, self.without = await designations.ask_holders(session, actor, where, at=now())
            self.done = "asked"

    def _lot(self, lot_id: object) -> JointLot:
        found = next((each for each in self.lots if each.lot_id == lot_id), None)
        if found is None:
            raise NotFound
        return found

    def _proposal(self, lot_id: object) -> tuple:
        lot = self._lot(lot_id)
        return current_actor(), parse_id(lot.association_id), parse_id(lot.proposal_id)

    async def _show(self) -> None:
        actor = current_actor()
        async with db.tenant_session(actor) as session:
            found = await designations.designations(session, actor, day=today())
        self.lots = [_line(each) for each in found][:ROWS]


def _line(each: designations.Designation) -> JointLot:
    mine = [who for who in each.holders if who.is_me]
    return JointLot(
        lot_id=str(each.lot_id),
        association_id=str(each.association_id),
        association_name=each.association_name,
        lot=each.lot_number,
        shares=each.shares,
        proposal_id=_id(each.proposal_id),
        proposed=each.proposed_name,
        stands=each.stands,
        is_mine=bool(mine),
        may_record=each.may_record,
        my_word=mine[0].said if mine else "",
        holders=[HolderLine(str(who.person_id), who.name, who.said, who.is_me) for who in each.holders],
    )


def _id(found: UUID | None) -> str:
    return str(found) if found else ""
