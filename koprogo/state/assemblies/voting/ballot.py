"""The phone: for whom I vote, what I cast, the press of a button, checking in.

Only personal facts are here; what everyone sees is `live.LiveState.room`. The weights of every item are loaded once, so
a vote that opens shows its buttons without asking anything. The nonce of a press is made in the browser: the same press,
sent again, has the same receipt.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import NotFound
from koprogo.security.policies import attends, current_actor, policy
from koprogo.services.assemblies.agenda.options import parse_choice
from koprogo.services.assemblies.attendance import attendance, bureau
from koprogo.services.assemblies.proof.receipts import Receipt
from koprogo.services.assemblies.room import my_votes
from koprogo.services.assemblies.voting import ballot
from koprogo.services.assemblies.voting.waited import Known
from koprogo.services.assemblies.where import where
from koprogo.state.assemblies.room.live import assembly_of
from koprogo.state.base import AppState, parse_id

LONGEST_NONCE = 64


@dataclass(frozen=True)
class VoteView:
    """One ballot card: an owner for whom the reader votes; `weights` are votes by item id."""

    key: str = ""
    owner_name: str = ""
    lots: list[str] = field(default_factory=list)
    lot_ids: list[str] = field(default_factory=list)
    by_proxy: bool = False
    weights: dict[str, int] = field(default_factory=dict)
    barred: list[str] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    """What the giver of the proxy decided herself, by item id."""


@dataclass(frozen=True)
class SuspendedView:
    """A lot of the reader's that does not vote, and the rule's word for why."""

    lot: str = ""
    reason: str = ""


@dataclass(frozen=True)
class MineView:
    """The reader's place in the room."""

    loaded: bool = False
    present: bool = False
    represented_by: str = ""
    plate: str = ""
    votes: list[VoteView] = field(default_factory=list)
    suspended: list[SuspendedView] = field(default_factory=list)


@dataclass(frozen=True)
class ReceiptView:
    """What is stored for one owner in one round.

    `choice` is empty when her lots say different things (entered by hand, lot by lot); `pending` waits for a second
    person and does not count yet; `leaf` is the address of the receipt to keep; `revision` the newest of her lots.
    """

    number: str = ""
    choice: str = ""
    weight: int = 0
    lots: list[str] = field(default_factory=list)
    at: str = ""
    pending: bool = False
    by_me: bool = True
    leaf: str = ""
    revision: int = 0


class BallotState(AppState, rx.State):
    """What the phone shows of its reader, and what its buttons do."""

    mine: MineView = MineView()
    receipts: dict[str, ReceiptView] = {}
    """By `slot`: item, round and card."""
    seated: bool = False
    """The reader sits in the bureau: what was entered by hand may wait for her."""
    answered: str = ""
    """The nonce of the last press that has its answer, a receipt or a refusal: the browser stops repeating it."""

    _assembly_id: UUID | None = None
    _association_id: UUID | None = None
    _lots: dict[str, tuple[UUID, ...]] = {}

    @rx.event
    @policy(attends)
    async def load(self) -> None:
        """Load the reader's votes and ballots of this address; runs again after each reconnection."""
        self._forget()
        async with self.refusals():
            await self._look(assembly_of(self.router.url.path))

    @rx.event
    @policy(attends)
    async def refresh_mine(self) -> None:
        """Look again after a closing, each phone at its own moment; a refusal that is on the screen stays."""
        await self._look(assembly_of(self.router.url.path))

    @rx.event
    @policy(attends)
    async def choose(self, item_id: str, owner_key: str, choice: str, nonce: str, based_on: int = -1) -> None:
        """Cast, or change, the ballots of one owner's lots; the tally arrives by broadcast.

        `based_on` is the revision a press knew that waited on the phone, -1 for one that did not wait.
        """
        async with self.refusals():
            if not self._lots:  # the view vanished between the connection and this press
                await self._look(assembly_of(self.router.url.path))
            press = self._press(item_id, owner_key, choice, nonce, based_on)
            found = await ballot.cast(current_actor(), self._association(), press)
            made, key = _receipt_of_press(found), slot(item_id, found[0].round, owner_key)
            if made.revision >= self.receipts.get(key, made).revision:  # else an old press again: a newer ballot counts
                self.receipts[key] = made
        self.answered = str(nonce)[:LONGEST_NONCE]

    @rx.event
    @policy(attends)
    async def check_in(self, channel: str) -> None:
        """Check in oneself: `room` with the code in the hall, `remote` where the convocation allows it."""
        async with self.refusals():
            actor, assembly_id = current_actor(), assembly_of(self.router.url.path)
            async with db.tenant_session(actor, self._association()) as session:
                await attendance.check_in(
                    session, actor, self._association(), assembly_id, channel=str(channel), at=now()
                )
            await self._look(assembly_id)

    def _forget(self) -> None:
        self.mine, self.receipts, self._lots = MineView(), {}, {}
        self._assembly_id = self._association_id = None

    async def _look(self, assembly_id: UUID) -> None:
        actor = current_actor()
        association_id = await where(actor, assembly_id)
        async with db.tenant_session(actor) as session:
            found = await my_votes.mine(session, actor, association_id, assembly_id)
            self.seated = await bureau.is_seated(session, assembly_id, actor.person_id)
        self._assembly_id, self._association_id = assembly_id, association_id
        self._lots = {_key(vote): tuple(lot.lot_id for lot in vote.lots) for vote in found.votes}
        self.mine = mine_view(found)
        self.receipts = dict(self.receipts) | receipt_views(found)

    def _association(self) -> UUID:
        if self._association_id is None or self._assembly_id != assembly_of(self.router.url.path):
            raise NotFound
        return self._association_id

    def _press(
        self, item_id: object, owner_key: object, choice: object, nonce: object, based_on: object
    ) -> ballot.Press:
        lots = self._lots.get(str(owner_key))
        if lots is None:
            raise NotFound
        known = dict.fromkeys(lots, based_on) if isinstance(based_on, int) and based_on >= 0 else None
        return ballot.Press(parse_id(item_id), parse_choice(choice), str(nonce), lots=lots, known=Known(known))


def slot(item_id: object, round_: int, owner_key: object) -> str:
    """Return the key of a receipt; the page builds the same from the room message."""
    return f"{item_id}/{round_}/{owner_key}"


def mine_view(found: my_votes.Mine) -> MineView:
    """Return the reader's place as the screen shows it."""
    own = [lot.lot_number for vote in found.votes if not vote.by_proxy for lot in vote.lots]
    own = own or [row.lot_number for row in found.suspended]
    return MineView(
        loaded=True,
        present=found.present,
        represented_by=found.represented_by,
        plate="" if not own else own[0] if len(own) == 1 else f"{own[0]} +{len(own) - 1}",
        votes=[_vote_view(vote) for vote in found.votes],
        suspended=[SuspendedView(row.lot_number, row.reason) for row in found.suspended],
    )


def _vote_view(vote: my_votes.MyVote) -> VoteView:
    return VoteView(
        key=_key(vote),
        owner_name=vote.owner_name,
        lots=[lot.lot_number for lot in vote.lots],
        lot_ids=[str(lot.lot_id) for lot in vote.lots],
        by_proxy=vote.by_proxy,
        weights={str(item): votes for item, votes in vote.weights.items()},
        barred=sorted(str(item) for item in vote.barred),
        bound={str(item): choice for item, choice in vote.bound.items()},
    )


def _key(vote: my_votes.MyVote) -> str:
    """Joint holders may be represented in part by oneself, in part by a giver: two cards of one owner."""
    return f"{vote.owner_key}/proxy" if vote.by_proxy else vote.owner_key


def receipt_views(found: my_votes.Mine) -> dict[str, ReceiptView]:
    """Return the newest ballots of the current round, one row per owner, by slot."""
    return {
        slot(found.item_id, found.round, _key(vote)): _together(
            vote.ballots, pending=any(each.pending for each in vote.ballots), by_me=vote.ballots[0].by_me
        )
        for vote in found.votes
        if vote.ballots
    }


def _receipt_of_press(found: Sequence[Receipt]) -> ReceiptView:
    return _together(found, pending=False, by_me=True)


def _together(lots: Sequence[Any], *, pending: bool, by_me: bool) -> ReceiptView:
    """Put an owner's lots together; both Receipt and MyBallot say number, choice, shares, time, leaf and revision."""
    said = {each.choice for each in lots}
    return ReceiptView(
        number=", ".join(each.number for each in lots),
        choice=said.pop() if len(said) == 1 else "",
        weight=sum(each.shares for each in lots),
        lots=[each.lot_number for each in lots],
        at=max(each.received_at for each in lots).isoformat(),
        pending=pending,
        by_me=by_me,
        leaf=lots[0].leaf,
        revision=max(each.revision for each in lots),
    )
