"""The sheet of an association: its facts, its lots with their holders, how many can be convened."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.actor import Role
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import AssociationSheet, association_sheet
from koprogo.services.governance.queries import council_sheet
from koprogo.services.ownership.people_here import people_here, readiness_here
from koprogo.services.ownership.queries import LotWithHolders, lots_with_holders
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, page_within, pages_of

ALL, SUSPENDED = "all", "suspended"


@dataclass(frozen=True)
class AssociationFacts:
    """What is known of the association; `imported_at` is an ISO instant, empty before an import."""

    id: str = ""
    name: str = ""
    enterprise_number: str = ""
    street: str = ""
    town: str = ""
    languages: list[str] = field(default_factory=list)
    shares_total: int = 0
    shares_of_lots: int = 0
    lots: int = 0
    holders: int = 0
    suspended: int = 0
    votes_lost: int = 0
    syndic: str = ""
    ipi_number: str = ""
    imported_from: str = ""
    imported_at: str = ""
    imported_by: str = ""


@dataclass(frozen=True)
class CouncilLine:
    """Whether a council is due: main lots `counted`, compulsory from `threshold` on; how many members sit in it."""

    counted: int = 0
    threshold: int = 0
    required: bool = False
    members: int = 0


@dataclass(frozen=True)
class HolderLine:
    """Somebody with a right on a lot; `right` is a code word, empty for full ownership."""

    name: str
    right: str
    acted_for_by: str


@dataclass(frozen=True)
class LotLine:
    """A lot with who holds it and who votes for it; `href` only for who may name its representative."""

    number: str
    kind: str
    floor: str
    shares: int
    holders: list[HolderLine]
    representative: str
    is_suspended: bool
    href: str


@dataclass(frozen=True)
class CountLine:
    """How many are ready for one thing: `message_id` with its facts says it."""

    message_id: str
    have: int
    of: int


class AssociationState(AppState, rx.State):
    """The sheet, with one page of lots."""

    facts: AssociationFacts = AssociationFacts()
    council: CouncilLine = CouncilLine()
    lots: list[LotLine] = []
    readiness: list[CountLine] = []
    which: str = ALL
    page: int = 1
    pages: int = 1
    may_change: bool = False
    export_at: str = ""
    """Where the whole association is fetched as one file; empty for who may not."""
    may_import: bool = False
    may_read_people: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the association with its first lots."""
        self.which, self.loaded = ALL, False
        async with self.refusals(), here(self) as act:
            await self._show(act)
            await self._lots(act, 1)
            self.loaded = True

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page of lots."""
        async with self.refusals(), here(self) as act:
            await self._lots(act, page)

    @rx.event
    @policy(member)
    async def choose(self, which: str) -> None:
        """Show all lots, or only those without a voice."""
        self.which = SUSPENDED if which == SUSPENDED else ALL
        async with self.refusals(), here(self) as act:
            await self._lots(act, 1)

    async def _show(self, act: Act) -> None:
        roles = act.actor.roles_in(act.association_id)
        self.facts = _facts(await association_sheet(*act.within, day=today()))
        council = await council_sheet(*act.within, day=today())
        self.council = CouncilLine(
            council.due.counted, council.due.threshold, council.due.required, len(council.members)
        )
        may_export = bool(roles & PERMISSIONS["association.export"])
        self.export_at = urls.export(act.association_id) if may_export else ""
        self.may_change = bool(roles & PERMISSIONS["people.change"])
        self.may_import = bool(roles & PERMISSIONS["lots.import"]) and self.facts.lots == 0
        self.may_read_people = bool(roles & PERMISSIONS["people.read"])
        self.readiness = []
        if self.may_read_people and self.facts.lots:
            people = await people_here(*act.within, at=now(), day=today())
            counts = await readiness_here(*act.within, people, day=today())
            self.readiness = [CountLine(count.message_id, count.have, count.of) for count in counts]

    async def _lots(self, act: Act, page: int) -> None:
        found = await lots_with_holders(*act.within, day=today())
        shown = [lot for lot in found if self.which == ALL or lot.is_suspended]
        self.page, self.pages = page_within(page, len(shown)), pages_of(len(shown))
        editable = Role.SYNDIC in act.actor.roles_in(act.association_id)
        self.lots = [_lot(lot, act, editable) for lot in shown[(self.page - 1) * ROWS : self.page * ROWS]]


def _facts(sheet: AssociationSheet) -> AssociationFacts:
    row = sheet.facts
    return AssociationFacts(
        id=str(row.id),
        name=row.name,
        enterprise_number=row.enterprise_number,
        street=row.street,
        town=" ".join(part for part in (row.postcode, row.city) if part),
        languages=list(row.languages),
        shares_total=row.shares_total,
        shares_of_lots=row.shares_of_lots,
        lots=row.lots,
        holders=row.holders,
        suspended=row.suspended,
        votes_lost=row.votes_lost,
        syndic=row.syndic,
        ipi_number=row.ipi_number,
        imported_from=sheet.imported_from,
        imported_at=sheet.imported_at.isoformat() if sheet.imported_at else "",
        imported_by=sheet.imported_by,
    )


def _lot(lot: LotWithHolders, act: Act, editable: bool) -> LotLine:
    return LotLine(
        number=lot.number,
        kind=lot.kind,
        floor=lot.floor,
        shares=lot.shares,
        holders=[
            HolderLine(each.name, "" if each.right == "full" else each.right, each.acted_for_by) for each in lot.holders
        ],
        representative=lot.representative,
        is_suspended=lot.is_suspended,
        href=urls.association(act.association_id, f"lots/{lot.id}") if editable else "",
    )
