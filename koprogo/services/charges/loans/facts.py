"""A loan as its rows say it: who takes part, the bank's schedule in its versions, and every part worked out from them.

Parts are never stored. They follow from the drawing's frozen shares and the schedule; a call keeps those it asked for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import NotFound
from koprogo.core.money import ZERO, Money, total
from koprogo.rules.charges.loan_parts import Part, Split, parts_of, split_works
from koprogo.rules.charges.loan_schedule import Due, Every, Way
from koprogo.services.charges.call_plan import weights_by_lot
from koprogo.services.charges.loans.refusals import NotDrawn

LOCK = "SELECT pg_advisory_xact_lock(63, hashtext(:t))"
NOT_BACK = "NOT EXISTS (SELECT 1 FROM entry b WHERE b.association_id = x.association_id AND b.reverses = x.entry_id)"
"""What an entry wrote counts while none takes it back."""
LOAN = """
SELECT l.*, d.words AS decided, d.decided_on, d.item_id, d.ceiling, k.name AS key_name FROM loan l
  JOIN funding_decision d ON d.association_id = l.association_id AND d.id = l.decision_id
  LEFT JOIN apportionment_key k ON k.association_id = l.association_id AND k.id = l.key_id
 WHERE l.association_id = :t AND l.id = :l
"""
CHOICES = """
SELECT DISTINCT ON (c.lot_id) t.number AS lot, c.participates, c.chosen_on, p.name AS by, c.at FROM loan_choice c
  JOIN lot t ON t.association_id = c.association_id AND t.id = c.lot_id JOIN person p ON p.id = c.by_id
 WHERE c.association_id = :t AND c.loan_id = :l ORDER BY c.lot_id, c.seq DESC
"""
DRAWING = f"SELECT x.* FROM loan_drawing x WHERE x.association_id = :t AND x.loan_id = :l AND {NOT_BACK}"
SHARES = """
SELECT s.lot_id, s.place, s.weight, s.of_weight, s.amount, s.participates, t.number AS lot FROM loan_share s
  JOIN lot t ON t.association_id = s.association_id AND t.id = s.lot_id
 WHERE s.association_id = :t AND s.drawing_id = :d ORDER BY s.place
"""
LEAVINGS = """
SELECT v.id, v.lot_id, v.version, v.after, v.day, v.principal, v.fee, t.number AS lot FROM loan_leaving v
  JOIN lot t ON t.association_id = v.association_id AND t.id = v.lot_id
 WHERE v.association_id = :t AND v.drawing_id = :d ORDER BY v.version
"""
SCHEDULE = """
SELECT id, version, number, due_on, principal, interest FROM loan_instalment
 WHERE association_id = :t AND drawing_id = :d ORDER BY version, number
"""
REPAID = f"""
SELECT x.number, x.leaving_id, x.day, x.entry_id FROM loan_repayment x
 WHERE x.association_id = :t AND x.drawing_id = :d AND {NOT_BACK}
"""
CALLS = """
SELECT c.id, c.kind, c.number, c.reference, c.due_on, c.total,
       EXISTS (SELECT 1 FROM call_event e WHERE e.association_id = c.association_id AND e.call_id = c.id
                  AND e.what = 'posted') AS posted
  FROM call c WHERE c.association_id = :t AND c.loan_id = :l AND NOT EXISTS (SELECT 1 FROM call_event e
       WHERE e.association_id = c.association_id AND e.call_id = c.id AND e.what = 'reversed') ORDER BY c.number
"""


@dataclass(frozen=True)
class Share:
    """A lot's part of the works; `owed` of the loan where it takes part. `key`: its turn, by which cents are settled."""

    lot_id: UUID
    lot: str
    key: str
    weight: int
    of_weight: int
    amount: Money
    participates: bool


@dataclass(frozen=True)
class Leaving:
    """A lot that repaid early what it owed after instalment `after`, with the bank's fee."""

    id: UUID
    lot_id: UUID
    lot: str
    key: str
    version: int
    after: int
    day: date
    principal: Money
    fee: Money


@dataclass(frozen=True)
class Step:
    """An instalment in force: what the bank takes, what each lot bears of it, and what each owed when its version began.

    `so_far`: what the version's instalments came to, this one included; `before`: what each lot had of them.
    """

    id: UUID
    due: Due
    version: int
    parts: Mapping[str, Part]
    owed: Mapping[str, Money]
    so_far: Part
    before: Mapping[str, Part]


@dataclass(frozen=True)
class Drawn:
    """A loan since its drawing; `called` and `repaid` by number of instalment."""

    id: UUID
    day: date
    amount: Money
    way: Way
    rate: int | None
    every: Every
    instalments: int
    shares: tuple[Share, ...]
    leavings: tuple[Leaving, ...]
    steps: tuple[Step, ...]
    repaid: Mapping[int, Any]
    repaid_early: Mapping[UUID, Any]

    @property
    def at_the_bank(self) -> Money:
        """What the bank is still owed, by what it has taken."""
        paid = total(step.due.principal for step in self.steps if step.due.number in self.repaid)
        return self.amount - paid - total(each.principal for each in self.leavings if each.id in self.repaid_early)

    def owed_after(self, key: str, number: int) -> Money:
        """What a lot owes once every instalment up to `number` was called; nought once it repaid early."""
        share = next(each for each in self.shares if each.key == key)
        if not share.participates or any(each.key == key and each.after <= number for each in self.leavings):
            return ZERO
        called = total(
            step.parts[key].principal for step in self.steps if step.due.number <= number and key in step.parts
        )
        return share.amount - called


@dataclass(frozen=True)
class Loan:
    """A loan with its decision; `drawn` once the bank has paid out. `calls` are those that stand."""

    row: Any
    lots: Mapping[str, UUID]
    weights: Mapping[str, int]
    choices: Mapping[str, Any]
    drawn: Drawn | None
    calls: tuple[Any, ...]

    @property
    def split(self) -> Split:
        """How the works are split by what was chosen so far; a lot for which nothing was said takes part."""
        cash = {lot for lot, choice in self.choices.items() if not choice.participates}
        return split_works(Money(self.row.amount), self.weights, cash)

    @property
    def needed(self) -> Drawn:
        """The drawing; NotDrawn before there is one."""
        if self.drawn is None:
            raise NotDrawn
        return self.drawn

    @property
    def called(self) -> dict[int, Any]:
        """The standing calls of instalments by number."""
        return {call.number: call for call in self.calls if call.kind == "loan"}

    def call_of(self, kind: str) -> list[Any]:
        """Return the standing calls of a kind."""
        return [call for call in self.calls if call.kind == kind]


async def lock_loans(session: AsyncSession, association_id: UUID) -> None:
    """Let one at a time change the loans of an association."""
    await session.execute(text(LOCK), {"t": str(association_id)})


async def load(session: AsyncSession, association_id: UUID, loan_id: UUID) -> Loan:
    """Return a loan with everything that follows from its rows; NotFound for one of others."""
    facts: dict[str, Any] = {"t": association_id, "l": loan_id}
    row = (await session.execute(text(LOAN), facts)).first()
    if row is None:
        raise NotFound
    lots = await session.execute(text("SELECT id, number FROM lot WHERE association_id = :t ORDER BY number"), facts)
    drawing = (await session.execute(text(DRAWING), facts)).first()
    return Loan(
        row=row, lots={each.number: each.id for each in lots},
        weights=await weights_by_lot(session, association_id, row.key_id),
        choices={each.lot: each for each in await session.execute(text(CHOICES), facts)},
        drawn=await _drawn(session, association_id, drawing) if drawing else None,
        calls=tuple((await session.execute(text(CALLS), facts)).all()),
    )  # fmt: skip


async def _drawn(session: AsyncSession, association_id: UUID, drawing: Any) -> Drawn:
    facts = {"t": association_id, "d": drawing.id}
    shares = tuple(
        Share(row.lot_id, row.lot, f"{row.place:05}", row.weight, row.of_weight, Money(row.amount), row.participates)
        for row in await session.execute(text(SHARES), facts)
    )
    keys = {share.lot_id: share.key for share in shares}
    leavings = tuple(
        Leaving(row.id, row.lot_id, row.lot, keys[row.lot_id], row.version, row.after, row.day, Money(row.principal),
                Money(row.fee))
        for row in await session.execute(text(LEAVINGS), facts)
    )  # fmt: skip
    rows = (await session.execute(text(SCHEDULE), facts)).all()
    repaid = (await session.execute(text(REPAID), facts)).all()
    return Drawn(
        id=drawing.id, day=drawing.day, amount=Money(drawing.amount), way=Way(drawing.way), rate=drawing.rate,
        every=Every(drawing.every), instalments=drawing.instalments, shares=shares, leavings=leavings,
        steps=steps_of(rows, shares, leavings),
        repaid={row.number: row for row in repaid if row.number is not None},
        repaid_early={row.leaving_id: row for row in repaid if row.leaving_id is not None},
    )  # fmt: skip


def steps_of(rows: Sequence[Any], shares: Sequence[Share], leavings: Sequence[Leaving]) -> tuple[Step, ...]:
    """Return every instalment in force with its parts: each version splits what was owed when it began."""
    owed = {share.key: share.amount for share in shares if share.participates}
    found: list[Step] = []
    ends = [*((each.after, each) for each in leavings), (None, None)]
    for version, (after, leaving) in enumerate(ends, start=1):
        those = [row for row in rows if row.version == version]
        kept = _version(version, those, owed, after)
        found += kept
        for step in kept:
            owed = {
                key: amount - step.parts[key].principal if key in step.parts else amount for key, amount in owed.items()
            }
        if leaving is not None:
            owed = {key: amount for key, amount in owed.items() if key != leaving.key}
    return tuple(found)


def _version(version: int, rows: Sequence[Any], owed: Mapping[str, Money], after: int | None) -> list[Step]:
    dues = [Due(row.number, row.due_on, Money(row.principal), Money(row.interest)) for row in rows]
    before: dict[str, Part] = dict.fromkeys(owed, Part(ZERO, ZERO))
    so_far, found = Part(ZERO, ZERO), []
    for row, due, parts in zip(rows, dues, parts_of(dues, owed), strict=True):
        if after is not None and due.number > after:
            break
        so_far = Part(so_far.principal + due.principal, so_far.interest + due.interest)
        found.append(Step(row.id, due, version, parts, owed, so_far, before))
        before = {
            key: Part(had.principal + parts[key].principal, had.interest + parts[key].interest) if key in parts else had
            for key, had in before.items()
        }
    return found
