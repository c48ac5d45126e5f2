"""Reading loans: the list, one with its schedule and who takes part, one participant's own, and lines of the bank that fit.

Who keeps the books, the council and the auditor read everything (art. 3.90, 3.91); a co-owner reads what her lots owe.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.charges.loans.at_year_end import IDS
from koprogo.services.charges.loans.calling import CASH
from koprogo.services.charges.loans.facts import Drawn, Loan, Step, load

MINE = """
SELECT DISTINCT l.number FROM holding h JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
 WHERE h.association_id = :t AND h.person_id = :p AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
"""
HOLDERS = """
SELECT l.number, array_agg(p.name ORDER BY p.name) AS names FROM holding h
  JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id JOIN person p ON p.id = h.person_id
 WHERE h.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) GROUP BY l.number
"""
FITTING = f"""
SELECT l.id, l.day, l.amount, l.name, l.words, b.iban FROM bank_line l
  JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
 WHERE l.association_id = :t AND l.amount = ANY(:cents) AND NOT EXISTS (SELECT 1 FROM match m
       WHERE m.association_id = l.association_id AND m.line_id = l.id AND m.target <> 'suspense' AND {STANDING})
 ORDER BY l.day, l.id LIMIT 100
"""


@dataclass(frozen=True)
class LotOfLoan:
    """What a lot bears: `share` of the works, `left` of it still to be called, nought for who pays cash.

    `chosen_on`, `chosen_by`: when something was said for it, and who recorded it; empty where nobody said anything.
    """

    lot_id: UUID
    lot: str
    names: tuple[str, ...]
    weight: int
    of_weight: int
    share: Money
    participates: bool
    chosen_on: date | None
    chosen_by: str
    recorded_at: datetime | None
    left: Money
    left_on: date | None


@dataclass(frozen=True)
class DueOfLoan:
    """An instalment: of the whole loan, or of one reader's lots. `rest`: what is owed after it."""

    number: int
    day: date
    principal: Money
    interest: Money
    rest: Money
    call_id: UUID | None
    called_as: str
    entry_id: UUID | None
    paid_on: date | None

    @property
    def total(self) -> Money:
        """What is due that day."""
        return self.principal + self.interest


@dataclass(frozen=True)
class EarlyRepayment:
    """A lot that repaid early; `entry_id` once the bank took it."""

    id: UUID
    lot: str
    day: date
    principal: Money
    fee: Money
    entry_id: UUID | None


@dataclass(frozen=True)
class LoanSheet:
    """A loan as its reader may see it; `mine`: only her lots, and `borrowed`, `rest`, `dues` are their parts.

    Before the drawing `borrowed` and `called` are what follows from the choices so far, and there is no schedule.
    """

    id: UUID
    number: int
    words: str
    lender: str
    decision_id: UUID
    decided: str
    decided_on: date
    key_name: Mapping[str, str]
    works: Money
    borrowed: Money
    called: Money
    mine: bool
    drawn_on: date | None
    way: str
    rate: int | None
    every: str
    rest: Money
    cash_call: UUID | None
    lots: tuple[LotOfLoan, ...]
    dues: tuple[DueOfLoan, ...]
    early: tuple[EarlyRepayment, ...]

    @property
    def state(self) -> str:
        """open, drawn, or repaid."""
        return "open" if self.drawn_on is None else "drawn" if self.rest else "repaid"

    @property
    def next_due(self) -> DueOfLoan | None:
        """The first instalment that the bank did not take yet."""
        return next((due for due in self.dues if due.paid_on is None), None)


@dataclass(frozen=True)
class FittingLine:
    """A line of a statement that waits and moves exactly what is to be booked."""

    id: UUID
    day: date
    amount: Money
    name: str
    words: str


@dataclass(frozen=True)
class OwedByLot:
    """What a lot owes of a loan from a day on: `left` of its `share`, until the last instalment on `ends`."""

    words: str
    lender: str
    share: Money
    left: Money
    ends: date


async def loans(session: AsyncSession, actor: Actor, association_id: UUID, *, day: date) -> list[LoanSheet]:
    """Return the loans, the newest first: every lot of them, or an owner's own lots (whoever reads the figures)."""
    require(actor, "figures.read", association_id)
    own = await _own(session, actor, association_id, day)
    ids = (await session.execute(text(IDS), {"t": association_id})).scalars().all()
    found = [await _sheet(session, association_id, each, own, day) for each in reversed(ids)]
    return [sheet for sheet in found if sheet.lots or own is None]


async def loan(session: AsyncSession, actor: Actor, association_id: UUID, loan_id: UUID, *, day: date) -> LoanSheet:
    """Return a loan as of a day, an owner's with her own lots alone; NotFound for one that asks nothing of her."""
    require(actor, "figures.read", association_id)
    own = await _own(session, actor, association_id, day)
    found = await _sheet(session, association_id, loan_id, own, day)
    if own is not None and not found.lots:
        raise NotFound
    return found


async def lines_that_fit(
    session: AsyncSession, actor: Actor, association_id: UUID, loan_id: UUID
) -> dict[str, list[FittingLine]]:
    """Return lines of statements that wait and fit: `drawing`, or `next` and the id of an early repayment.

    For who keeps the books (syndic, accountant).
    """
    require(actor, "books.write", association_id)
    found = await load(session, association_id, loan_id)
    wanted: dict[str, int] = {}
    if found.drawn is None:
        wanted["drawing"] = found.split.loan.cents
    else:
        step = next((each for each in found.drawn.steps if each.due.number not in found.drawn.repaid), None)
        if step is not None:
            wanted["next"] = -step.due.total.cents
        for each in found.drawn.leavings:
            if each.id not in found.drawn.repaid_early:
                wanted[str(each.id)] = -(each.principal + each.fee).cents
    cents = [each for each in wanted.values() if each]
    rows = (await session.execute(text(FITTING), {"t": association_id, "cents": cents})).all()
    lines = [FittingLine(row.id, row.day, Money(row.amount), row.name, row.words) for row in rows]
    return {name: [line for line in lines if line.amount.cents == each] for name, each in wanted.items()}


async def owed_by_lot(session: AsyncSession, association_id: UUID, lot_id: UUID, day: date) -> list[OwedByLot]:
    """Return what a lot owes of each loan from a day on, for a service that decided who may: due that day, or after."""
    found = []
    for loan_id in (await session.execute(text(IDS), {"t": association_id})).scalars().all():
        each = await load(session, association_id, loan_id)
        share = next((one for one in each.drawn.shares if one.lot_id == lot_id), None) if each.drawn else None
        if each.drawn is None or share is None or not share.participates:
            continue
        coming = [step for step in each.drawn.steps if step.due.day >= day and share.key in step.parts]
        left = sum((step.parts[share.key].principal for step in coming), ZERO)
        if left:
            found.append(OwedByLot(each.row.words, each.row.lender, share.amount, left, coming[-1].due.day))
    return found


async def _own(session: AsyncSession, actor: Actor, association_id: UUID, day: date) -> set[str] | None:
    """Return the numbers of the lots a reader may see, None for all of them."""
    if actor.roles_in(association_id) & PERMISSIONS["books.read"]:
        return None
    facts = {"t": association_id, "p": actor.person_id, "day": day}
    return set((await session.execute(text(MINE), facts)).scalars())


async def _sheet(
    session: AsyncSession, association_id: UUID, loan_id: UUID, own: set[str] | None, day: date
) -> LoanSheet:
    found = await load(session, association_id, loan_id)
    facts = {"t": association_id, "day": day}
    names = {row.number: tuple(row.names) for row in await session.execute(text(HOLDERS), facts)}
    row, drawn = found.row, found.drawn
    lots = [each for each in _lots(found, names) if own is None or each.lot in own]
    dues = _dues(found, drawn, own) if drawn else ()
    borrowed = sum((each.share for each in lots if each.participates), ZERO)
    cash = found.call_of(CASH)
    rest = ZERO if drawn is None else drawn.at_the_bank if own is None else sum((each.left for each in lots), ZERO)
    return LoanSheet(
        id=row.id, number=row.number, words=row.words, lender=row.lender, decision_id=row.decision_id,
        decided=row.decided, decided_on=row.decided_on, key_name=row.key_name or {}, works=Money(row.amount),
        borrowed=borrowed, called=sum((each.share for each in lots if not each.participates), ZERO),
        mine=own is not None, drawn_on=drawn.day if drawn else None, way=drawn.way.value if drawn else "",
        rate=drawn.rate if drawn else None, every=drawn.every.value if drawn else "", rest=rest,
        cash_call=cash[0].id if cash else None, lots=tuple(lots), dues=dues,
        early=tuple(_early(drawn, own)) if drawn else (),
    )  # fmt: skip


def _lots(found: Loan, names: Mapping[str, tuple[str, ...]]) -> Iterable[LotOfLoan]:
    if found.drawn is not None:
        for share in found.drawn.shares:
            left_on = next((each.day for each in found.drawn.leavings if each.key == share.key), None)
            yield _lot(
                found, names, share.lot, share.lot_id, (share.weight, share.of_weight), share.amount,
                participates=share.participates, left=found.drawn.owed_after(share.key, max(found.called, default=0)),
                left_on=left_on,
            )  # fmt: skip
        return
    split, of_weight = found.split, sum(found.weights.values())
    parts = {**split.cash, **split.borrowed}
    for lot in sorted(parts):
        borrowed = split.borrowed.get(lot, ZERO)
        place = (found.weights[lot], of_weight)
        yield _lot(
            found, names, lot, found.lots[lot], place, parts[lot], participates=lot in split.borrowed, left=borrowed
        )


def _lot(
    found: Loan,
    names: Mapping[str, tuple[str, ...]],
    lot: str,
    lot_id: UUID,
    place: tuple[int, int],
    share: Money,
    *,
    participates: bool,
    left: Money,
    left_on: date | None = None,
) -> LotOfLoan:
    choice: Any = found.choices.get(lot)
    return LotOfLoan(
        lot_id=lot_id, lot=lot, names=names.get(lot, ()), weight=place[0], of_weight=place[1], share=share,
        participates=participates, chosen_on=choice.chosen_on if choice else None, chosen_by=choice.by if choice else "",
        recorded_at=choice.at if choice else None, left=left, left_on=left_on,
    )  # fmt: skip


def _dues(found: Loan, drawn: Drawn, own: set[str] | None) -> tuple[DueOfLoan, ...]:
    keys = {share.key for share in drawn.shares if share.participates and (own is None or share.lot in own)}
    gone = {each.key: each for each in drawn.leavings}
    rest = sum((share.amount for share in drawn.shares if share.key in keys), ZERO)
    dues = []
    for step in drawn.steps:
        for key in [each for each in keys if each in gone and gone[each].after < step.due.number]:
            rest -= gone[key].principal
            keys = keys - {key}
        principal, interest = _of(step, keys)
        rest -= principal
        call, paid = found.called.get(step.due.number), drawn.repaid.get(step.due.number)
        dues.append(
            DueOfLoan(
                step.due.number, step.due.day, principal, interest, rest, call.id if call else None,
                call.reference if call else "", paid.entry_id if paid else None, paid.day if paid else None,
            )
        )  # fmt: skip
    return tuple(due for due in dues if due.total)


def _of(step: Step, keys: set[str]) -> tuple[Money, Money]:
    those = [part for key, part in step.parts.items() if key in keys]
    return sum((each.principal for each in those), ZERO), sum((each.interest for each in those), ZERO)


def _early(drawn: Drawn, own: set[str] | None) -> Iterable[EarlyRepayment]:
    for each in drawn.leavings:
        if own is None or each.lot in own:
            taken = drawn.repaid_early.get(each.id)
            yield EarlyRepayment(
                each.id, each.lot, each.day, each.principal, each.fee, taken.entry_id if taken else None
            )
