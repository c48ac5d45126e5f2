"""The sale of a lot as the books see it (art. 3.94 §§2, 5): the working fund's share, the reserve, every call, who bears it.

Calls of a budget, its extraordinary part with them, fall on who enjoys the lot on the day they are due; special calls, what
the assembly decided besides, by its day and their due day. Who was asked may differ, because a call can be older than the
news of the deed: that is shown, and carried over by one act (`sale_acts.py`). What the parties agreed otherwise stands
beside it and changes nothing of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.core.period import Period
from koprogo.core.permissions import require
from koprogo.rules.charges.succession import (
    Bearer,
    bears_extraordinary,
    bears_ordinary,
    days_of_enjoyment,
    working_fund_share,
)
from koprogo.services.accounting.accounts import debtor_of_persons, year_of
from koprogo.services.charges.budgets import FUND_ACCOUNT, RESERVE, WORKING
from koprogo.services.charges.call_plan import weights_by_lot
from koprogo.services.charges.sale import FUND, TRANSFER, reference

LIST = """
SELECT t.id, t.day, l.number AS lot,
       ARRAY(SELECT p.name FROM holding h JOIN person p ON p.id = h.person_id WHERE h.association_id = t.association_id
              AND h.id = ANY(t.ended_holding_ids) ORDER BY p.name) AS sellers,
       ARRAY(SELECT p.name FROM holding h JOIN person p ON p.id = h.person_id WHERE h.association_id = t.association_id
              AND h.id = ANY(t.begun_holding_ids) ORDER BY p.name) AS buyers
  FROM lot_transfer t JOIN lot l ON l.association_id = t.association_id AND l.id = t.lot_id
 WHERE t.association_id = :t AND NOT EXISTS (SELECT 1 FROM lot_transfer_undo u
       WHERE u.association_id = t.association_id AND u.transfer_id = t.id)
   AND (CAST(:transfer AS uuid) IS NULL OR t.id = :transfer) ORDER BY t.day DESC, l.number LIMIT 200
"""
DEED = "SELECT act, notary FROM lot_transfer WHERE association_id = :t AND id = :transfer"
AGREEMENT = """
SELECT agreed_on, buyer_could_attend FROM sale_agreement WHERE association_id = :t AND transfer_id = :transfer
 ORDER BY seq DESC LIMIT 1
"""
DEVIATIONS = """
SELECT d.id, d.words, d.bearer, d.amount, d.proof, d.at, p.name AS by FROM sale_deviation d JOIN person p ON p.id = d.by_id
 WHERE d.association_id = :t AND d.transfer_id = :transfer AND d.ends_id IS NULL AND NOT EXISTS (SELECT 1
       FROM sale_deviation e WHERE e.association_id = d.association_id AND e.ends_id = d.id) ORDER BY d.at, d.id
"""
ENTRY = """
SELECT e.id FROM entry e WHERE e.association_id = :t AND e.kind = 'sale'
   AND (e.reference = :reference OR starts_with(e.reference, :reference || '#'))
   AND NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = e.association_id AND b.reverses = e.id)
"""
CALLS = """
SELECT c.id, c.reference, c.kind, c.due_on, c.number, c.instalments, c.starts, i.title, a.day AS decided_on, l.debtor_id,
       coalesce(sum(l.amount) FILTER (WHERE l.part <> 'reserve'), 0)::bigint AS other,
       coalesce(sum(l.amount) FILTER (WHERE l.part = 'reserve'), 0)::bigint AS reserve,
       array_agg(l.id) AS lines,
       (SELECT x.entry_id FROM entry_line x JOIN entry e ON e.association_id = x.association_id AND e.id = x.entry_id
         WHERE x.association_id = c.association_id AND x.source_kind = 'call_line' AND x.source_id = ANY(array_agg(l.id))
           AND e.kind = :carried AND NOT EXISTS (SELECT 1 FROM entry b
               WHERE b.association_id = e.association_id AND b.reverses = e.id) LIMIT 1) AS carried
  FROM call_line l JOIN "call" c ON c.association_id = l.association_id AND c.id = l.call_id
  LEFT JOIN agenda_item i ON i.association_id = c.association_id AND i.id = c.item_id
  LEFT JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
 WHERE l.association_id = :t AND l.lot_id = :lot AND c.due_on >= :since
   AND EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
        AND e.what = 'posted')
   AND NOT EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
        AND e.what = 'reversed')
 GROUP BY c.association_id, c.id, i.title, a.day, l.debtor_id ORDER BY c.due_on, c.reference
"""
CARRIED = "sale_calls"
"""Kind of the entry that carries calls from one party over to the other."""


@dataclass(frozen=True)
class SaleRow:
    """A deed of the list, from whom to whom by name."""

    id: UUID
    day: date
    lot: str
    sellers: tuple[str, ...]
    buyers: tuple[str, ...]


@dataclass(frozen=True)
class FundShare:
    """The lot's share of the working fund: `fund` × `weight` / `total` = `share`; `entry_id` once it is booked."""

    fund: Money
    weight: int
    total: int
    share: Money
    entry_id: UUID | None


@dataclass(frozen=True)
class CallAtSale:
    """A call on the lot: `asked` of whom (None: of somebody else), and who `bears` it by law; `carried`: the entry."""

    id: UUID
    reference: str
    kind: str
    due_on: date
    number: int
    instalments: int
    starts: date
    title: Mapping[str, str]
    decided_on: date | None
    other: Money
    reserve: Money
    asked: Bearer | None
    bears: Bearer
    lines: tuple[UUID, ...]
    carried: UUID | None

    @property
    def amount(self) -> Money:
        return self.other + self.reserve

    @property
    def to_carry(self) -> bool:
        """Whether it was asked of the one who does not bear it, and still stands with her."""
        return self.asked is not None and self.asked is not self.bears and self.carried is None


@dataclass(frozen=True)
class Deviation:
    """What the parties agreed otherwise between themselves; `amount` None where none was named."""

    id: UUID
    words: str
    bearer: Bearer
    amount: Money | None
    proof: str
    at: datetime
    by: str


@dataclass(frozen=True)
class SaleSheet:
    """A sale whole: `days` of enjoyment of seller and buyer in the fiscal year of the deed (`starts`, `until` exclusive)."""

    row: SaleRow
    lot_id: UUID
    act: str
    notary: str
    starts: date
    until: date
    days: tuple[int, int]
    agreed_on: date | None
    buyer_could_attend: bool
    seller_id: UUID
    buyer_id: UUID
    working: FundShare
    reserve: Money
    calls: tuple[CallAtSale, ...]
    deviations: tuple[Deviation, ...]

    @property
    def to_carry(self) -> tuple[CallAtSale, ...]:
        """The calls asked of the wrong party."""
        return tuple(each for each in self.calls if each.to_carry)


async def sales(session: AsyncSession, actor: Actor, association_id: UUID) -> list[SaleRow]:
    """Return the deeds by which lots changed hands, the latest first (who keeps or checks the books)."""
    require(actor, "books.read", association_id)
    return [_row(row) for row in await session.execute(text(LIST), {"t": association_id, "transfer": None})]


async def sale(session: AsyncSession, actor: Actor, association_id: UUID, transfer_id: UUID) -> SaleSheet:
    """Return a sale with everything it moves (who keeps or checks the books).

    Raises:
        NotFound: no such deed here, or it was undone.
        NoYear: no fiscal year covers the day of the deed.
    """
    require(actor, "books.read", association_id)
    return await sale_sheet(session, association_id, transfer_id)


async def sale_sheet(session: AsyncSession, association_id: UUID, transfer_id: UUID) -> SaleSheet:
    """Return a sale for a service that decided who may; raises as `sale`."""
    facts: dict[str, Any] = {"t": association_id, "transfer": transfer_id}
    deed = (await session.execute(text(TRANSFER), facts)).first()
    if deed is None:
        raise NotFound
    row = (await session.execute(text(LIST), facts)).one()
    said = (await session.execute(text(DEED), facts)).one()
    agreement = (await session.execute(text(AGREEMENT), facts)).first()
    year = await year_of(session, association_id, deed.day)
    seller = await debtor_of_persons(session, association_id, deed.sellers)
    buyer = await debtor_of_persons(session, association_id, deed.buyers)
    days = days_of_enjoyment(Period(year.starts, year.next_starts), (deed.day,))
    bears = _Bears(
        deed.day,
        agreement.agreed_on if agreement else None,
        agreement.buyer_could_attend if agreement else False,
        {seller: Bearer.SELLER, buyer: Bearer.BUYER},
    )
    rows = await session.execute(text(CALLS), {**facts, "lot": deed.lot_id, "since": year.starts, "carried": CARRIED})
    return SaleSheet(
        row=_row(row), lot_id=deed.lot_id, act=said.act, notary=said.notary, starts=year.starts, until=year.next_starts,
        days=(days[0], days[1]), agreed_on=bears.agreed_on, buyer_could_attend=bears.could_attend, seller_id=seller,
        buyer_id=buyer, working=await _working(session, association_id, deed),
        reserve=await _fund(session, association_id, RESERVE, deed.day), calls=tuple(bears.call(each) for each in rows),
        deviations=await _deviations(session, facts),
    )  # fmt: skip


@dataclass(frozen=True)
class _Bears:
    """What decides who bears a call: the deed, the agreement before it, and who owes as seller and as buyer."""

    deed: date
    agreed_on: date | None
    could_attend: bool
    parties: Mapping[UUID, Bearer]

    def call(self, row: Any) -> CallAtSale:
        return CallAtSale(
            id=row.id, reference=row.reference, kind=row.kind, due_on=row.due_on, number=row.number,
            instalments=row.instalments, starts=row.starts, title=row.title or {}, decided_on=row.decided_on,
            other=Money(row.other), reserve=Money(row.reserve), asked=self.parties.get(row.debtor_id),
            bears=self._bearer(row), lines=tuple(row.lines), carried=row.carried,
        )  # fmt: skip

    def _bearer(self, row: Any) -> Bearer:
        if row.kind != "special" or row.decided_on is None:
            return bears_ordinary(row.due_on, self.deed)
        return bears_extraordinary(
            decided=row.decided_on, due=row.due_on, agreement=min(self.agreed_on or self.deed, self.deed),
            transfer=self.deed, buyer_could_attend=self.could_attend,
        )  # fmt: skip


async def _working(session: AsyncSession, association_id: UUID, deed: Any) -> FundShare:
    fund = await _fund(session, association_id, WORKING, deed.day)
    shares = await weights_by_lot(session, association_id, None)
    share = working_fund_share(fund, shares, deed.number)
    booked = await session.scalar(text(ENTRY), {"t": association_id, "reference": reference(deed.number, deed.day)})
    return FundShare(fund, deed.shares, sum(shares.values()), share, UUID(str(booked)) if booked else None)


async def _fund(session: AsyncSession, association_id: UUID, which: str, day: date) -> Money:
    """Return what a fund held at the beginning of a day; 0 where it was overdrawn."""
    facts = {"t": association_id, "code": FUND_ACCOUNT[which], "day": day}
    return Money(max(0, int(await session.scalar(text(FUND), facts) or 0)))


async def _deviations(session: AsyncSession, facts: Mapping[str, Any]) -> tuple[Deviation, ...]:
    rows: Sequence[Any] = (await session.execute(text(DEVIATIONS), facts)).all()
    return tuple(
        Deviation(
            row.id, row.words, Bearer(row.bearer), Money(row.amount) if row.amount is not None else None, row.proof, row.at,
            row.by,
        )
        for row in rows
    )  # fmt: skip


def _row(row: Any) -> SaleRow:
    return SaleRow(row.id, row.day, row.lot, tuple(row.sellers), tuple(row.buyers))
