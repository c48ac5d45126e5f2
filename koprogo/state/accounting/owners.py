"""What owners owe: the list by age for who keeps or checks the books, and one owner's account for her and for them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.numbers import format_structured
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
    """A line of an owner's account: cents, `balance` after it; what explains it where it has that.

    `source`: call, settlement, bank, or empty. Of a call, `base` × `weight` / `of_weight` less `before` is `cents`; of a
    settlement, `actual` less `called`.
    """

    day: str
    kind: str
    text: str
    account: str
    asked: int
    paid: int
    balance: int
    lot: str
    key_name: dict[str, str] = field(default_factory=dict)
    source: str = ""
    part: str = ""
    caught_up: bool = False
    base: int = 0
    before: int = 0
    weight: int = 0
    of_weight: int = 0
    part_cents: int = 0
    cents: int = 0
    actual: int = 0
    called: int = 0
    statement: str = ""
    place: int = 0
    words: str = ""
    year: int = 0
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
    permanent: str = ""
    iban: str = ""
    rows: list[OwnerAccountLine] = []
    older: int = 0
    """Lines before those shown."""
    reads_all: bool = False
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
            self.permanent, self.iban = (
                format_structured(sheet.permanent) if sheet.permanent else "",
                grouped(sheet.iban),
            )
            self.reads_all = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["books.read"])
            lines = [_line(act, sheet.debtor_id, line, reads_all=self.reads_all) for line in reversed(sheet.lines)]
            self.rows, self.older = lines[:MOST_LINES], max(0, len(lines) - MOST_LINES)
            self.loaded = True


def _debtor(act: Act, row: owner_account.DebtorRow) -> DebtorLine:
    where = urls.association(act.association_id, f"owner-accounts/{row.id}")
    return DebtorLine(", ".join(row.people), row.balance, **vars(row.open), href=where)


async def _own(act: Act, debtor_id: object) -> DebtorLine:
    sheet = await owner_account.owner_account(*act.within, debtor_id, until=today() + timedelta(days=1))  # type: ignore[arg-type]
    where = urls.association(act.association_id, f"owner-accounts/{debtor_id}")
    return DebtorLine(", ".join(sheet.people), sheet.balance, href=where)


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four."""
    return " ".join(iban[place : place + 4] for place in range(0, len(iban), 4))


def _line(act: Act, debtor_id: UUID, line: owner_account.OwnerLine, *, reads_all: bool) -> OwnerAccountLine:
    return OwnerAccountLine(
        day=line.day.isoformat(), kind=line.kind, text=line.text, account=line.part, asked=max(line.amount, 0),
        paid=max(-line.amount, 0), balance=line.balance, lot=line.lot, key_name=dict(line.key_names),
        year=(line.cost_from or line.day).year, href=_where(act, debtor_id, line, reads_all=reads_all),
        **_explained(line),
    )  # fmt: skip


def _explained(line: owner_account.OwnerLine) -> dict[str, Any]:
    """Return what says how an amount comes about; nothing for one that is taken back."""
    if line.is_reversal:
        return {}
    if line.call:
        called = {name: value for name, value in vars(line.call).items() if name != "call_id"}
        return called | {"source": "call", "part_cents": line.amount + line.call.before, "cents": line.amount}
    if line.settlement:
        return {"source": "settlement", "actual": line.settlement.actual, "called": line.settlement.called,
                "cents": line.amount}  # fmt: skip
    if line.bank:
        return {"source": "bank", "statement": f"{line.bank.year}/{line.bank.sequence}", "place": line.bank.number,
                "words": line.bank.words}  # fmt: skip
    return {}


def _where(act: Act, debtor_id: UUID, line: owner_account.OwnerLine, *, reads_all: bool) -> str:
    """Return where a line leads: to its call, its settlement, the bank's statement, else to its entry."""
    page = f"entries/{line.entry_id}"
    if line.call:
        page = f"calls/{line.call.call_id}"
    elif line.settlement:
        page = f"settlements/{line.settlement.settlement_id}?owner={debtor_id}"
    elif line.bank and reads_all:
        page = f"bank/{line.bank.statement_id}"
    return urls.association(act.association_id, page)
