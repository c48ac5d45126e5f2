"""What owners owe: the list by age for who keeps or checks the books, and one owner's account for her and for them."""

from dataclasses import dataclass, field
from datetime import timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.accounting import owner_account
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, part_of

MOST_ROWS, MOST_LINES = 600, 400


@dataclass(frozen=True)
class DebtorLine:
    """A debtor: what she owes in cents, and how old what is open is."""

    people: str
    balance: int
    days_30: int = 0
    days_60: int = 0
    days_90: int = 0
    older: int = 0
    href: str = ""


@dataclass(frozen=True)
class OwnerAccountLine:
    """A line of an owner's account: cents, `balance` after it; what explains it where it has that."""

    day: str
    kind: str
    text: str
    part: str
    asked: int
    paid: int
    balance: int
    lot: str
    key_names: dict[str, str] = field(default_factory=dict)
    weight: int = 0
    total: int = 0
    cost_from: str = ""
    cost_last: str = ""
    href: str = ""


class OwnersState(AppState, rx.State):
    """The page with what every owner owes; an owner finds her own accounts there."""

    association: str = ""
    sheet_at: str = ""
    rows: list[DebtorLine] = []
    own: list[DebtorLine] = []
    total: int = 0
    reads_all: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the list, and the reader's own accounts."""
        self.loaded, self.rows, self.own, self.total = False, [], [], 0
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            self.reads_all = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.read"])
            if self.reads_all:
                rows = await owner_account.debtors(*act.within, day=today())
                self.rows = [_debtor(act, row) for row in rows][:MOST_ROWS]
                self.total = sum(row.balance for row in rows)
            self.own = [await _own(act, each) for each in await owner_account.own_debtors(*act.within)]
            self.loaded = True


class OwnerAccountState(AppState, rx.State):
    """The page with one owner's account."""

    association: str = ""
    sheet_at: str = ""
    people: str = ""
    balance: int = 0
    rows: list[OwnerAccountLine] = []
    older: int = 0
    """Lines before those shown."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the account in the address, the newest line first."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            self.association = (await association_sheet(*act.within, day=today())).facts.name
            self.sheet_at = urls.association(act.association_id)
            until = today() + timedelta(days=366)
            sheet = await owner_account.owner_account(*act.within, part_of(self.router.url.path), until=until)
            self.people, self.balance = ", ".join(sheet.people), sheet.balance
            lines = [_line(act, line) for line in reversed(sheet.lines)]
            self.rows, self.older = lines[:MOST_LINES], max(0, len(lines) - MOST_LINES)
            self.loaded = True


def _debtor(act: Act, row: owner_account.DebtorRow) -> DebtorLine:
    where = urls.association(act.association_id, f"owner-accounts/{row.id}")
    return DebtorLine(", ".join(row.people), row.balance, **vars(row.open), href=where)


async def _own(act: Act, debtor_id: object) -> DebtorLine:
    sheet = await owner_account.owner_account(*act.within, debtor_id, until=today() + timedelta(days=1))  # type: ignore[arg-type]
    where = urls.association(act.association_id, f"owner-accounts/{debtor_id}")
    return DebtorLine(", ".join(sheet.people), sheet.balance, href=where)


def _line(act: Act, line: owner_account.OwnerLine) -> OwnerAccountLine:
    return OwnerAccountLine(
        day=line.day.isoformat(),
        kind=line.kind,
        text=line.text,
        part=line.part,
        asked=max(line.amount, 0),
        paid=max(-line.amount, 0),
        balance=line.balance,
        lot=line.lot,
        key_names=dict(line.key_names),
        weight=line.weight or 0,
        total=line.total or 0,
        cost_from=line.cost_from.isoformat() if line.cost_from else "",
        cost_last=(line.cost_until - timedelta(days=1)).isoformat() if line.cost_until else "",
        href=urls.association(act.association_id, f"entries/{line.entry_id}"),
    )
