"""What is to be paid from which account, and the payment orders made of it."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.numbers import format_iban
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.charges.funding import Fund
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_sheet
from koprogo.services.charges.invoices import payment_orders
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day
from koprogo.state.charges.invoice_rows import OrderLineRow, PayRow, order_row, pay_row

TICK = "invoice_"


class PaymentsState(AppState, rx.State):
    """The invoices that wait for one of the two accounts, and the orders, the newest first."""

    name: str = ""
    list_at: str = ""
    fund: str = Fund.WORKING.value
    rows: list[PayRow] = []
    orders: list[OrderLineRow] = []
    ready: int = 0
    """Cents of what may be paid now from this account."""
    held: int = 0
    """Invoices of this account whose account number waits."""
    own: str = ""
    """The association's own account number, as of the last order from it."""
    today: str = ""
    may_order: bool = False
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what the working fund's account is to pay."""
        self.loaded, self.fund = False, Fund.WORKING.value
        async with self.refusals(), here(self) as act:
            self.name = (await association_sheet(*act.within, day=today())).facts.name
            self.list_at = urls.association(act.association_id, "invoices")
            self.may_order = bool(act.actor.roles_in(act.association_id) & PERMISSIONS["payment.order"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, fund: str) -> None:
        """Show the other account."""
        self.fund = fund if fund in [each.value for each in Fund] else Fund.WORKING.value
        async with self.refusals(), here(self) as act:
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def make(self, answers: dict) -> None:
        """Make an order of the ticked invoices."""
        async with self.refusals(), here(self) as act:
            ticked = [parse_id(name.removeprefix(TICK)) for name in answers if name.startswith(TICK) and answers[name]]
            await payment_orders.make_order(
                *act.within, invoices=ticked, fund=self.fund, number=said(answers, "number"),
                day=said_day(answers, "day"), at=now(),
            )  # fmt: skip
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def cancel(self, answers: dict) -> None:
        """Cancel an order that did not go to the bank."""
        async with self.refusals(), here(self) as act:
            order_id = parse_id(said(answers, "order"))
            await payment_orders.cancel(*act.within, order_id, words=said(answers, "words"), at=now())
            self.count += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        day = today()
        self.today = day.isoformat()
        waiting = [row for row in await payment_orders.to_pay(*act.within, at=now()) if row.fund == self.fund]
        self.rows = [pay_row(row, act.association_id, day) for row in waiting][: 4 * ROWS]
        self.ready = sum(row.gross.cents for row in waiting if row.ready)
        self.held = sum(not row.ready for row in waiting)
        made = await payment_orders.orders(*act.within)
        self.own = next((format_iban(row.iban) for row in made if row.fund == self.fund), "")
        self.orders = [order_row(row, act.association_id, may_fetch=self.may_order) for row in made[:ROWS]]
