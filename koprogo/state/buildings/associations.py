"""The associations in reach, as a list."""

from dataclasses import dataclass

import reflex as rx

from koprogo import db, urls
from koprogo.core.clock import today
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.buildings.queries import AssociationRow, associations
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, page_within, pages_of


@dataclass(frozen=True)
class AssociationLine:
    """One line of the list: `suspended` lots have no voice."""

    id: str
    name: str
    place: str
    roles: list[str]
    lots: int
    shares_total: int
    suspended: int
    href: str


class AssociationsState(AppState, rx.State):
    """A page of the list."""

    rows: list[AssociationLine] = []
    count: int = 0
    page: int = 1
    pages: int = 1
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the first page."""
        await self._show(1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        await self._show(page)

    async def _show(self, page: int) -> None:
        async with self.refusals():
            actor = current_actor()
            async with db.tenant_session(actor) as session:
                found = await associations(session, actor, day=today())
            self.count, self.pages = len(found), pages_of(len(found))
            self.page = page_within(page, len(found))
            self.rows = [_line(row) for row in found[(self.page - 1) * ROWS : self.page * ROWS]]
            self.loaded = True


def _line(row: AssociationRow) -> AssociationLine:
    return AssociationLine(
        id=str(row.id),
        name=row.name,
        place=" ".join(part for part in (row.postcode, row.city) if part),
        roles=[role.value for role in row.roles],
        lots=row.lots,
        shares_total=row.shares_total if row.lots else 0,
        suspended=row.suspended,
        href=urls.association(row.id),
    )
