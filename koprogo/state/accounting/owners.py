"""What owners owe: the list by age for who keeps or checks the books, and the reader's own accounts."""

from dataclasses import dataclass
from datetime import timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.accounting import owner_account
from koprogo.services.buildings.queries import association_name
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here

MOST_ROWS = 600


@dataclass(frozen=True)
class DebtorLine:
    """A debtor with her lots: what she owes in cents, and how old what is open is."""

    people: str
    balance: int
    lots: str = ""
    not_due: int = 0
    days_30: int = 0
    days_60: int = 0
    days_90: int = 0
    older: int = 0
    href: str = ""


class OwnersState(AppState, rx.State):
    """The page with what every owner owes; an owner finds her own accounts there."""

    association: str = ""
    sheet_at: str = ""
    rows: list[DebtorLine] = []
    own: list[DebtorLine] = []
    owed: int = 0
    credit: int = 0
    reads_all: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the list, and the reader's own accounts."""
        self.loaded, self.rows, self.own, self.owed, self.credit = False, [], [], 0, 0
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.reads_all = act.may("books.read")
            if self.reads_all:
                rows = await owner_account.debtors(*act.within, day=today())
                self.rows = [_debtor(act, row) for row in rows][:MOST_ROWS]
                self.owed = sum(max(row.balance, 0) for row in rows)
                self.credit = self.owed - sum(row.balance for row in rows)
            self.own = [await _own(act, each) for each in await owner_account.own_debtors(*act.within)]
            self.loaded = True


def _debtor(act: Act, row: owner_account.DebtorRow) -> DebtorLine:
    where = urls.association(act.association_id, f"owner-accounts/{row.id}")
    return DebtorLine(", ".join(row.people), row.balance, ", ".join(row.lots), **vars(row.open), href=where)


async def _own(act: Act, debtor_id: object) -> DebtorLine:
    sheet = await owner_account.owner_account(*act.within, debtor_id, until=today() + timedelta(days=1))  # type: ignore[arg-type]
    where = urls.association(act.association_id, f"owner-accounts/{debtor_id}")
    return DebtorLine(", ".join(sheet.people), sheet.balance, href=where)
