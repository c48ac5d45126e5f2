"""What is to be paid from which account, the orders made of it, money that goes back, and the reserve's transfer."""

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.rules.charges.funding import Fund
from koprogo.rules.charges.pay_together import payable_now
from koprogo.rules.charges.supplier_account import IbanStanding
from koprogo.security.policies import member, policy
from koprogo.services.accounting.bank import credits, repayment_notice, repayments, reserve
from koprogo.services.accounting.bank.accounts import bank_accounts
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges.invoices import order_queries, payment_orders, to_pay
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day
from koprogo.state.charges.invoice_rows import Choice
from koprogo.state.charges.payment_rows import (
    BackRow,
    CreditRow,
    OrderLineRow,
    PayRow,
    account_choices,
    back_row,
    credit_row,
    order_row,
    pay_row,
)
from koprogo.state.charges.typed import euros, written

TICK, BACK = "invoice_", "repayment_"
NOBODY = CreditRow("", "", 0, "", "")


class PaymentsState(AppState, rx.State):
    """What waits for one of the two funds, and the orders, the newest first."""

    name: str = ""
    sheet_at: str = ""
    fund: str = Fund.WORKING.value
    rows: list[PayRow] = []
    accounts: list[Choice] = []
    """The association's accounts that an order of this fund may leave."""
    orders: list[OrderLineRow] = []
    back: list[BackRow] = []
    """Receipts and credits that go back and that the bank has not paid yet."""
    credits: list[CreditRow] = []
    """Owners whose credit could be paid back, for who keeps the books."""
    giving: CreditRow = NOBODY
    """Whom money is being given back to; nobody until she was chosen."""
    ready: int = 0
    """Cents of what may be paid now from this account, each supplier's credit notes taken off hers."""
    held: int = 0
    """What waits for a second person before it may be paid from this account."""
    unswept: int = 0
    """Cents of the reserve part that came in and stand on another account."""
    ordered: int = 0
    """Of that, cents in an order that the bank has not carried out."""
    to_sweep: str = ""
    """What is proposed as a transfer, as typed; empty for nothing."""
    sweep_from: str = ""
    sweep_to: str = ""
    asked: str = ""
    """The repayment that the last press asked about once more."""
    today: str = ""
    may_order: bool = False
    may_judge: bool = False
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what the working fund's account is to pay."""
        self.loaded, self.fund, self.asked = False, Fund.WORKING.value, ""
        async with self.refusals(), here(self) as act:
            roles = act.actor.roles_in(act.association_id)
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.may_order = bool(roles & PERMISSIONS["payment.order"])
            self.may_judge = bool(roles & PERMISSIONS["iban.confirm"])
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose(self, fund: str) -> None:
        """Show the other fund."""
        self.fund = fund if fund in [each.value for each in Fund] else Fund.WORKING.value
        async with self.refusals(), here(self) as act:
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def make(self, answers: dict) -> None:
        """Make an order of what is ticked."""
        async with self.refusals(), here(self) as act:
            ticked = [name for name in answers if answers[name]]
            await payment_orders.make_order(
                *act.within,
                account_id=parse_id(said(answers, "account")),
                invoices=[parse_id(each.removeprefix(TICK)) for each in ticked if each.startswith(TICK)],
                repayments=[parse_id(each.removeprefix(BACK)) for each in ticked if each.startswith(BACK)],
                day=said_day(answers, "day"),
                at=now(),
            )
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def sweep(self, answers: dict) -> None:
        """Make the order that brings the reserve part to its own account."""
        async with self.refusals(), here(self) as act:
            await payment_orders.make_transfer(
                *act.within,
                account_id=parse_id(self.sweep_from),
                to_account_id=parse_id(self.sweep_to),
                cents=euros(said(answers, "amount"), "amount").cents,
                day=said_day(answers, "sweep_day"),
                at=now(),
            )
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

    @rx.event
    @policy(member)
    async def choose_credit(self, debtor_id: str) -> None:
        """Open the form for an owner in credit, or close it with none."""
        self.giving = next((row for row in self.credits if row.id == debtor_id), NOBODY)

    @rx.event
    @policy(member)
    async def give_back(self, answers: dict) -> None:
        """Ask that an owner gets her credit back; a second person agrees to the account."""
        async with self.refusals(), here(self) as act:
            await credits.ask_credit_back(
                *act.within,
                parse_id(said(answers, "debtor")),
                cents=euros(said(answers, "credit"), "credit").cents,
                number=said(answers, "number"),
                why=said(answers, "why"),
                at=now(),
            )
            self.giving = NOBODY
            await self._show(act)

    @rx.event
    @policy(member)
    async def agree(self, repayment_id: str) -> None:
        """Agree to a repayment as the second person."""
        async with self.refusals(), here(self) as act:
            await repayments.judge_repayment(*act.within, parse_id(repayment_id), agrees=True, at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def refuse(self, answers: dict) -> None:
        """Refuse a repayment as the second person, with the reason."""
        async with self.refusals(), here(self) as act:
            where = parse_id(said(answers, "repayment"))
            await repayments.judge_repayment(*act.within, where, agrees=False, why=said(answers, "why"), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def ask_again(self, repayment_id: str) -> None:
        """Write once more to who may agree to a repayment."""
        async with self.refusals(), here(self) as act:
            await repayment_notice.ask_again(*act.within, parse_id(repayment_id), at=now())
            self.asked = str(repayment_id)
            await self._show(act)

    @rx.event
    @policy(member)
    async def tell(self, answers: dict) -> None:
        """Note that the owners without an e-mail address were told; the 48 hours begin."""
        async with self.refusals(), here(self) as act:
            day, how = said_day(answers, "told_on"), said(answers, "how")
            await repayments.tell_on_paper(
                *act.within, parse_id(said(answers, "repayment")), day=day, how=how, at=now()
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def withdraw(self, answers: dict) -> None:
        """Withdraw a repayment; the receipt waits for a decision again."""
        async with self.refusals(), here(self) as act:
            where = parse_id(said(answers, "repayment"))
            await repayments.withdraw_repayment(*act.within, where, why=said(answers, "why"), at=now())
            self.count += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        day, at = today(), now()
        self.today = day.isoformat()
        waiting = [row for row in await to_pay.to_pay(*act.within, at=at) if row.fund == self.fund]
        self.rows = [pay_row(row, act.association_id, day) for row in waiting][: 4 * ROWS]
        self.ready = payable_now((row.supplier_id, row.amount) for row in waiting if row.ready).cents
        self.held = sum(not row.ready for row in waiting)
        own = await bank_accounts(*act.within)
        self.accounts = account_choices(own, reserve=self.fund == Fund.RESERVE)
        made = await order_queries.orders(*act.within)
        lines = await order_queries.order_lines(act.session, act.association_id)
        self.orders = [order_row(row, lines, act.association_id, may_fetch=self.may_order) for row in made[:ROWS]]
        rows = await repayments.repayments(*act.within, now=at)
        short = await credits.uncovered(act.session, act.association_id, rows)
        live = [row for row in rows if row.live and not row.paid][:ROWS]
        words = {
            row.id: await repayment_notice.notice(*act.within, row.id, at=at)
            for row in live if self.may_order and row.standing is IbanStanding.TO_TELL
        }  # fmt: skip
        self.back = [back_row(row, short=row.id in short, notice=words.get(row.id)) for row in live]
        owners = await credits.owners_in_credit(*act.within, now=at) if self.may_order else ()
        self.credits = [credit_row(row) for row in owners][:ROWS]
        money = await reserve.reserve_money(*act.within, at=at)
        self.unswept, self.ordered = max(money.received, 0), max(money.ordered, 0)
        self.to_sweep = written(money.to_sweep) if money.to_sweep else ""
        self.sweep_from, self.sweep_to = str(money.from_id or ""), str(money.to_id or "")
