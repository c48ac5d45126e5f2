"""One settlement: an owner's own down to each paper, or the one of a chosen owner for who keeps or checks the books."""

from dataclasses import replace
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import settlement_queries, settlement_sources
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of
from koprogo.state.charges.settlement_rows import (
    FollowedCell,
    FollowedView,
    OwnerView,
    SheetView,
    followed_cells,
    followed_costs,
    sheet_view,
)

MOST = 500


class SettlementState(AppState, rx.State):
    """The page of one settlement. With `?owner=` it is that debtor's; without, the reader's, or the list of owners."""

    association: str = ""
    sheet_at: str = ""
    view: SheetView = SheetView()
    own: list[OwnerView] = []
    """The debtor that is shown; two where a person owes alone and with others."""
    cells: list[list[FollowedCell]] = []
    """For each of `own`, her cells with what is behind them."""
    costs: list[FollowedView] = []
    """Of a statement, which puts costs of a key together: what each cost was booked from."""
    owners: list[OwnerView] = []
    """Everybody, to choose from."""
    here_at: str = ""
    reads_all: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the settlement in the address."""
        self.loaded, self.own, self.cells, self.owners, self.costs = False, [], [], [], []
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            self.reads_all = act.may("books.read")
            asked = str(self.router.url.query_parameters.get("owner", ""))
            settlement_id = part_of(self.router.url.path)
            self.here_at = urls.association(act.association_id, f"settlements/{settlement_id}")
            if self.reads_all and not asked:
                await self._everybody(act, settlement_id)
            else:
                await self._one(act, settlement_id, parse_id(asked) if asked else None)
            self.loaded = True

    async def _everybody(self, act: Act, settlement_id: UUID) -> None:
        found = await settlement_queries.sheet(*act.within, settlement_id)
        self.view = sheet_view(found, act.association_id, most=MOST)
        self.owners, self.view = self.view.owners, _head(self.view)

    async def _one(self, act: Act, settlement_id: UUID, debtor_id: UUID | None) -> None:
        found = await settlement_sources.settlement_of_owner(*act.within, settlement_id, debtor_id)
        view = sheet_view(found.sheet, act.association_id, most=MOST)
        self.own, self.view = view.owners, _head(view)
        self.cells = [followed_cells(owner, found, act.association_id) for owner in view.owners]
        stated = any(each.number == 0 for cells in self.cells for each in cells)
        self.costs = followed_costs(found, act.association_id) if stated else []


def _head(view: SheetView) -> SheetView:
    """Return a settlement without its rows: they stand beside it."""
    return replace(view, costs=[], owners=[])
