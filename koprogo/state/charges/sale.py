"""The sale of a lot: what it moves and who bears what, before it is booked; the agreement, deviations, both statements."""

from dataclasses import dataclass, field
from datetime import timedelta

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import sale, sale_acts, sale_queries
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, here, part_of, said, said_day
from koprogo.state.charges.typed import euros


@dataclass(frozen=True)
class SaleView:
    """The deed, the lot's share of the working fund, the reserve, the days; cents, days ISO, addresses empty for nothing."""

    lot: str = ""
    day: str = ""
    sellers: list[str] = field(default_factory=list)
    buyers: list[str] = field(default_factory=list)
    act: str = ""
    notary: str = ""
    agreed_on: str = ""
    could_attend: bool = False
    since: str = ""
    until: str = ""
    seller_days: int = 0
    buyer_days: int = 0
    fund: int = 0
    weight: int = 0
    total: int = 0
    share: int = 0
    booked_at: str = ""
    reserve: int = 0
    seller_at: str = ""
    buyer_at: str = ""
    seller_paper: str = ""
    buyer_paper: str = ""
    lot_at: str = ""


@dataclass(frozen=True)
class SaleCallView:
    """A call on the lot: `asked` of seller, buyer or neither, and who `bears` it."""

    reference: str
    kind: str
    number: int
    instalments: int
    year: int
    title: dict[str, str]
    due_on: str
    decided_on: str
    cents: int
    reserve: int
    asked: str
    bears: str
    to_carry: bool
    href: str
    carried_at: str


@dataclass(frozen=True)
class DeviationView:
    """What the parties agreed otherwise; `cents` 0 where no amount was named."""

    id: str
    words: str
    bearer: str
    cents: int
    proof: str
    by: str
    day: str


@dataclass(frozen=True)
class SaleLine:
    """A deed of the list."""

    lot: str
    day: str
    sellers: list[str]
    buyers: list[str]
    href: str


class SalesState(AppState, rx.State):
    """The sales of an association, beside its calls."""

    rows: list[SaleLine] = []

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show them to who keeps or checks the books; nobody else sees any."""
        self.rows = []
        async with self.refusals(), here(self) as act:
            if act.may("books.read"):
                found = await sale_queries.sales(*act.within)
                self.rows = [_row(act, row) for row in found][:ROWS]


class SaleState(AppState, rx.State):
    """The page of one sale."""

    association: str = ""
    sheet_at: str = ""
    view: SaleView = SaleView()
    calls: list[SaleCallView] = []
    deviations: list[DeviationView] = []
    to_carry: int = 0
    today: str = ""
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the sale in the address."""
        self.loaded, self.today = False, today().isoformat()
        async with self.refusals(), here(self) as act:
            self.association, self.sheet_at = await association_name(*act.within), urls.association(act.association_id)
            self.may_write = act.may("books.write")
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def book_fund(self) -> None:
        """Give the seller her share of the working fund back and call it from the buyer."""
        async with self.refusals(), here(self) as act:
            await sale.settle_working_fund(*act.within, part_of(self.router.url.path), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def carry(self, answers: dict) -> None:
        """Carry the calls over that were asked of the wrong party."""
        async with self.refusals(), here(self) as act:
            day = said_day(answers, "day")
            await sale_acts.carry_calls(*act.within, part_of(self.router.url.path), day=day, at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def agree(self, answers: dict) -> None:
        """Note the agreement before the deed."""
        async with self.refusals(), here(self) as act:
            await sale_acts.note_agreement(
                *act.within, part_of(self.router.url.path), agreed_on=said_day(answers, "agreed_on"),
                buyer_could_attend=said(answers, "could_attend") in ("on", "true"), at=now(),
            )  # fmt: skip
            await self._show(act)

    @rx.event
    @policy(member)
    async def deviate(self, answers: dict) -> None:
        """Note what the parties agreed otherwise."""
        async with self.refusals(), here(self) as act:
            typed = said(answers, "amount")
            await sale_acts.note_deviation(
                *act.within, part_of(self.router.url.path), words=said(answers, "words"), bearer=said(answers, "bearer"),
                proof=said(answers, "proof"), amount=euros(typed, "amount") if typed else None, at=now(),
            )  # fmt: skip
            await self._show(act)

    @rx.event
    @policy(member)
    async def end(self, deviation_id: str) -> None:
        """Take back what was noted wrongly."""
        async with self.refusals(), here(self) as act:
            where = part_of(self.router.url.path)
            await sale_acts.end_deviation(*act.within, where, parse_id(deviation_id), at=now())
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await sale_queries.sale(*act.within, part_of(self.router.url.path))
        self.view = _view(act, found)
        self.calls = [_call(act, each) for each in found.calls][: 2 * ROWS]
        self.to_carry = len(found.to_carry)
        self.deviations = [
            DeviationView(
                str(each.id), each.words, each.bearer.value, each.amount.cents if each.amount else 0, each.proof, each.by,
                each.at.date().isoformat(),
            )
            for each in found.deviations
        ][:ROWS]  # fmt: skip


def _row(act: Act, row: sale_queries.SaleRow) -> SaleLine:
    where = urls.association(act.association_id, f"sales/{row.id}")
    return SaleLine(row.lot, row.day.isoformat(), list(row.sellers), list(row.buyers), where)


def _view(act: Act, found: sale_queries.SaleSheet) -> SaleView:
    def page(name: str) -> str:
        return urls.association(act.association_id, name)

    paper = f"/api/v1/associations/{act.association_id}/sales/{found.row.id}/statements"
    return SaleView(
        lot=found.row.lot, day=found.row.day.isoformat(), sellers=list(found.row.sellers), buyers=list(found.row.buyers),
        act=found.act, notary=found.notary, agreed_on=found.agreed_on.isoformat() if found.agreed_on else "",
        could_attend=found.buyer_could_attend, since=found.starts.isoformat(),
        until=(found.until - timedelta(days=1)).isoformat(), seller_days=found.days[0], buyer_days=found.days[1],
        fund=found.working.fund.cents, weight=found.working.weight, total=found.working.total,
        share=found.working.share.cents, reserve=found.reserve.cents,
        booked_at=page(f"entries/{found.working.entry_id}") if found.working.entry_id else "",
        seller_at=page(f"owner-accounts/{found.seller_id}"), buyer_at=page(f"owner-accounts/{found.buyer_id}"),
        seller_paper=f"{paper}/seller/paper?language=", buyer_paper=f"{paper}/buyer/paper?language=",
        lot_at=page(f"lots/{found.lot_id}"),
    )  # fmt: skip


def _call(act: Act, call: sale_queries.CallAtSale) -> SaleCallView:
    return SaleCallView(
        reference=call.reference, kind=call.kind, number=call.number, instalments=call.instalments,
        year=call.starts.year, title=dict(call.title), due_on=call.due_on.isoformat(),
        decided_on=call.decided_on.isoformat() if call.decided_on else "", cents=call.amount.cents,
        reserve=call.reserve.cents, asked=call.asked.value if call.asked else "", bears=call.bears.value,
        to_carry=call.to_carry, href=urls.association(act.association_id, f"calls/{call.id}"),
        carried_at=urls.association(act.association_id, f"entries/{call.carried}") if call.carried else "",
    )  # fmt: skip
