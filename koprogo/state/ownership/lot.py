"""One lot: who holds it, who votes for it, and designating its representative (art. 3.87 §1, al. 2)."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.rules.ownership.joint import needs_representative
from koprogo.security.policies import member, policy
from koprogo.services.buildings.change_lots import change_lot
from koprogo.services.buildings.queries import association_name
from koprogo.services.ownership.deed_undo import undo_transfer
from koprogo.services.ownership.people import designate_representative
from koprogo.services.ownership.people_here import people_here
from koprogo.services.ownership.queries import LotSheet, lot_sheet
from koprogo.services.ownership.transfers import NewHolder, TransferRow, lot_history, record_transfer
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said, said_day, said_id
from koprogo.state.ownership.person import NONE, PersonChoice, named

HOLDERS = 4
"""How many holders the form of a deed asks for; a deed with more is recorded through the interface for programs."""
NOBODY = Problem("person", "Choose the person who votes for this lot.")


@dataclass(frozen=True)
class HolderView:
    """Somebody with a right on the lot; `right` is a code word."""

    id: str
    name: str
    right: str
    acted_for_by: str
    href: str


@dataclass(frozen=True)
class DesignationView:
    """A designation, with its first and last day (ISO; the last is exclusive, empty while it runs)."""

    name: str
    since: str
    until: str
    proof: str


@dataclass(frozen=True)
class LotSheetView:
    """The lot; `is_joint` when it votes only through one designated person."""

    number: str = ""
    kind: str = ""
    floor: str = ""
    shares: int = 0
    holders: list[HolderView] = field(default_factory=list)
    representative: str = ""
    is_joint: bool = False
    is_suspended: bool = False
    designations: list[DesignationView] = field(default_factory=list)


@dataclass(frozen=True)
class DeedView:
    """A recorded deed: its day (ISO), from whom to whom, what proves it; why it was undone, and by whom, if it was."""

    id: str
    day: str
    passed_from: list[str]
    passed_to: list[str]
    act: str
    notary: str
    undone: bool
    undone_because: str
    undone_by: str
    may_undo: bool


@dataclass(frozen=True)
class DeedAnswers:
    """What was answered about a deed, to be shown again."""

    day: str = ""
    act: str = ""
    notary: str = ""
    people: list[str] = field(default_factory=lambda: [""] * HOLDERS)
    names: list[str] = field(default_factory=lambda: [""] * HOLDERS)
    rights: list[str] = field(default_factory=lambda: [""] * HOLDERS)


class LotState(AppState, rx.State):
    """The page of one lot."""

    lot: LotSheetView = LotSheetView()
    people: list[PersonChoice] = []
    """Who can be named: nobody yet, the holders first, then everybody the association knows."""
    association: str = ""
    """Its name."""
    sheet_at: str = ""
    people_at: str = ""
    typed_proof: str = ""
    typed_since: str = ""
    deeds: list[DeedView] = []
    deed: DeedAnswers = DeedAnswers()
    done: str = ""
    """What was just recorded: designation, deed, undone or changed, or empty."""
    sent: str = ""
    """The form that was sent last: designation, deed, undo or change."""
    may_change: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the lot."""
        self.done, self.sent, self.loaded = "", "", False
        self.typed_proof, self.typed_since, self.deed = "", today().isoformat(), DeedAnswers()
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.people_at = urls.association(act.association_id, "people")
            self.may_change = act.may("people.change")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def designate(self, answers: dict) -> None:
        """Record the one person who votes for the lot, from which day, by which writing."""
        self.done, self.sent = "", "designation"
        self.typed_proof, self.typed_since = said(answers, "proof"), said(answers, "since")
        async with self.refusals(), here(self) as act:
            await designate_representative(
                *act.within, lot_id=part_of(self.router.url.path), person_id=said_id(answers, "person", NOBODY),
                since=said_day(answers, "since"), proof=said(answers, "proof"), at=now(),
            )  # fmt: skip
            await self._show(act)
            self.done, self.typed_proof = "designation", ""

    @rx.event
    @policy(member)
    async def record_deed(self, answers: dict) -> None:
        """Record that the lot passed to others, on which day, by which deed."""
        self.done, self.sent, self.deed = "", "deed", _deed(answers)
        async with self.refusals(), here(self) as act:
            await record_transfer(
                *act.within, lot_id=part_of(self.router.url.path), day=said_day(answers, "day"),
                holders=_holders(self.deed), act=self.deed.act, notary=self.deed.notary, at=now(),
            )  # fmt: skip
            await self._show(act)
            self.done, self.deed = "deed", DeedAnswers()

    @rx.event
    @policy(member)
    async def undo_deed(self, answers: dict) -> None:
        """Undo the last deed, which was entered wrongly."""
        self.done, self.sent = "", "undo"
        async with self.refusals(), here(self) as act:
            await undo_transfer(*act.within, parse_id(said(answers, "deed")), reason=said(answers, "reason"), at=now())
            await self._show(act)
            self.done = "undone"

    @rx.event
    @policy(member)
    async def change(self, answers: dict) -> None:
        """Put number, kind and floor right."""
        self.done, self.sent = "", "change"
        async with self.refusals(), here(self) as act:
            await change_lot(
                *act.within, part_of(self.router.url.path), number=said(answers, "number"), kind=said(answers, "kind"),
                floor=said(answers, "floor"), at=now(),
            )  # fmt: skip
            await self._show(act)
            self.done = "changed"

    async def _show(self, act: Act) -> None:
        sheet = await lot_sheet(*act.within, part_of(self.router.url.path), day=today())
        self.lot = _view(sheet, act)
        found = await lot_history(*act.within, part_of(self.router.url.path))
        last = next((each.id for each in found if each.undone_at is None), None)
        self.deeds = [_deed_view(each, last) for each in found]
        holders = {each.person_id for each in sheet.lot.holders}
        everybody = await people_here(*act.within, at=now(), day=today())
        known = sorted(everybody, key=lambda each: each.id not in holders)
        self.people = [NONE, *(PersonChoice(str(each.id), named(each)) for each in known)]


def _deed_view(deed: TransferRow, last: UUID | None) -> DeedView:
    return DeedView(
        id=str(deed.id),
        day=deed.day.isoformat(),
        passed_from=list(deed.passed_from),
        passed_to=list(deed.passed_to),
        act=deed.act,
        notary=deed.notary,
        undone=deed.undone_at is not None,
        undone_because=deed.undone_because,
        undone_by=deed.undone_by,
        may_undo=deed.id == last,
    )


def _deed(answers: dict) -> DeedAnswers:
    places = range(1, HOLDERS + 1)
    return DeedAnswers(
        day=said(answers, "day"),
        act=said(answers, "act"),
        notary=said(answers, "notary"),
        people=[said(answers, f"holder_{place}") for place in places],
        names=[said(answers, f"name_{place}") for place in places],
        rights=[said(answers, f"right_{place}") for place in places],
    )


def _holders(deed: DeedAnswers) -> list[NewHolder]:
    """Return the holders that were named, by choice from the list or as a new person."""
    rows = zip(deed.people, deed.names, deed.rights, strict=True)
    return [
        NewHolder(right, parse_id(person) if person else None, name)
        for person, name, right in rows
        if person or name or right
    ]


def _view(sheet: LotSheet, act: Act) -> LotSheetView:
    lot = sheet.lot
    return LotSheetView(
        number=lot.number,
        kind=lot.kind,
        floor=lot.floor,
        shares=lot.shares,
        holders=[
            HolderView(
                str(each.person_id), each.name, each.right.value, each.acted_for_by,
                urls.association(act.association_id, f"people/{each.person_id}"),
            )
            for each in lot.holders
        ],
        representative=lot.representative,
        is_joint=needs_representative([each.right for each in lot.holders]),
        is_suspended=lot.is_suspended,
        designations=[
            DesignationView(
                each.name, each.since.isoformat(), each.until.isoformat() if each.until else "", each.proof
            )
            for each in sheet.designations
        ],
    )  # fmt: skip
