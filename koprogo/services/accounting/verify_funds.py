"""What `koprogo check` asks of the accounts that must come out at nil or stand against each other (books.md, trap 3).

58 is nil once both sides of a transfer are in. The reserve account and what is called of it and not swept make the reserve
fund; suppliers are paid from it only for what a decision allowed. A transfer under way, an amount in suspense and a reserve
part not yet swept are notes, not faults: nobody did anything wrong.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.services.accounting.bank.open_items import STANDING
from koprogo.services.charges.invoices.paid import PAID_OF

ON_ITS_WAY = timedelta(days=14)
"""How long the other side of a transfer may take before a newer statement of any account shows that it never came.

House practice: banks need a day, statements of two accounts may be fetched a week apart.
"""
TRANSFERS = """
SELECT e.reference, l.amount AS cents, l.day FROM entry_line l
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = '58' ORDER BY l.day, e.seq, l.line
"""
SHOWN_UNTIL = "SELECT max(new_day) FROM bank_statement WHERE association_id = :t"
ON_RESERVE = """
WITH bank AS MATERIALIZED (
    SELECT id FROM ledger_account WHERE association_id = :t AND code LIKE '550%'
), moved AS MATERIALIZED (
    SELECT entry_id, sum(amount)::bigint AS cents FROM entry_line
     WHERE association_id = :t AND account_id IN (SELECT id FROM bank) GROUP BY entry_id
)
SELECT e.reference, e.kind, m.cents,
       ARRAY(SELECT DISTINCT a.code FROM entry_line o
               JOIN ledger_account a ON a.association_id = o.association_id AND a.id = o.account_id
              WHERE o.association_id = :t AND o.entry_id = m.entry_id AND o.account_id NOT IN (SELECT id FROM bank)
              ORDER BY a.code) AS against
  FROM moved m JOIN entry e ON e.association_id = :t AND e.id = m.entry_id ORDER BY e.day, e.seq
"""
SUMS = """
SELECT coalesce(sum(l.amount) FILTER (WHERE a.code LIKE '550%'), 0)::bigint AS bank,
       coalesce(-sum(l.amount) FILTER (WHERE a.code = '160'), 0)::bigint AS fund,
       coalesce(sum(l.amount) FILTER (WHERE a.code = '160' AND l.source_kind = 'funding_decision'), 0)::bigint AS used,
       coalesce(sum(l.amount) FILTER (WHERE a.code LIKE '4100.%'), 0)::bigint AS uncollected,
       coalesce(-sum(l.amount) FILTER (WHERE a.code = '4400' AND e.kind = 'opening'), 0)::bigint AS taken_over
  FROM entry_line l JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
  JOIN entry e ON e.association_id = l.association_id AND e.id = l.entry_id
 WHERE l.association_id = :t AND (a.code LIKE '550%' OR a.code = '160' OR a.code = '4400' OR a.code LIKE '4100.%')
"""
OPEN_INVOICES = f"""
SELECT coalesce(sum(i.gross - {PAID_OF}) FILTER (WHERE i.kind = 'invoice'), 0)::bigint AS billed,
       coalesce(sum(i.gross + {PAID_OF}) FILTER (WHERE i.kind = 'credit_note'), 0)::bigint AS credited
  FROM invoice i WHERE i.association_id = :t AND i.funding = 'reserve' AND (SELECT e.what FROM invoice_event e
        WHERE e.association_id = :t AND e.invoice_id = i.id ORDER BY e.seq DESC LIMIT 1) IN ('approved', 'unpaid', 'paid')
"""
BEYOND = """
SELECT d.words, d.ceiling, sum(l.amount)::bigint AS used FROM funding_decision d
  JOIN entry_line l ON l.association_id = d.association_id AND l.source_kind = 'funding_decision' AND l.source_id = d.id
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id AND a.code = '160'
 WHERE d.association_id = :t GROUP BY d.id HAVING sum(l.amount) > d.ceiling
"""
SUSPENSE = """
SELECT coalesce(sum(l.amount), 0)::bigint AS cents FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = '499'
"""
WAITING = f"""
SELECT count(*) AS lines, min(l.day) AS oldest FROM match m
  JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
 WHERE m.association_id = :t AND m.target = 'suspense' AND {STANDING}
   AND l.id NOT IN (SELECT r.bank_line_id FROM repayment r
         JOIN payment_line q ON q.association_id = r.association_id AND q.repayment_id = r.id
         JOIN match m ON m.association_id = q.association_id AND m.payment_id = q.id
        WHERE r.association_id = :t AND r.bank_line_id IS NOT NULL AND {STANDING})
"""
"""What went back by an order that the bank has made waits no more."""


class Use(StrEnum):
    """What a movement of the reserve account is for, by what stands against it."""

    START = "start"
    SWEPT = "swept"
    PAID = "paid"
    RECEIVED = "received"
    WAITS = "waits"
    OWN = "own"
    STRANGE = "strange"
    """Nothing that a reserve is for: a cost without a decision, an owner's credit, another fund."""


AGAINST = (
    ("58", Use.SWEPT), ("55", Use.SWEPT), ("44", Use.PAID), ("410", Use.RECEIVED), ("499", Use.WAITS), ("65", Use.OWN),
    ("75", Use.OWN),
)  # fmt: skip
"""What may stand against the reserve account, by how its code begins; interest and costs of the account are its own."""


@dataclass(frozen=True)
class Reserve:
    """The reserve account against the fund, in cents: what each holds, and why they differ.

    `used`: taken from the fund by decisions; `paid`: to suppliers, from the account; `billed` and `credited`: invoices and
    credit notes the fund pays, as far as the bank has not; `own`: interest and costs of the account, and what waits
    in suspense; `strange`: entries that move the account for nothing a reserve is for.
    """

    bank: int
    fund: int
    used: int
    paid: int
    own: int
    uncollected: int
    taken_over: int
    billed: int
    credited: int
    strange: tuple[str, ...]

    @property
    def unswept(self) -> int:
        """What was called for the fund and has not reached its account: not collected, or not yet swept."""
        return self.fund - self.bank + self.used - self.paid + self.own


async def verify_funds(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per transfer that never arrived and per cent of the reserve that went elsewhere; empty is good."""
    found = await _reserve(session, association_id)
    faults = [said for said, is_fault in await _transfers(session, association_id) if is_fault]
    faults += [f"entry {each}" for each in found.strange]
    if (elsewhere := found.used - found.paid - found.billed) > 0:
        faults.append(f"invoices of {elsewhere} cents that the reserve fund pays were paid from another account")
    if (too_much := found.paid - found.used - found.credited - max(found.taken_over, 0)) > 0:
        faults.append(f"the reserve account paid suppliers {too_much} cents that no decision took from the fund")
    faults += [
        f"decision {row.words}: {row.used} cents were taken from the reserve fund, it allows {row.ceiling}"
        for row in await session.execute(text(BEYOND), {"t": association_id})
    ]
    return [f"books of {association_id}: {fault}" for fault in faults]


async def notes_on_funds(session: AsyncSession, association_id: UUID, *, today: date) -> list[str]:
    """Return what is no fault and still to be seen: transfers under way, suspense with its age, reserve not yet swept."""
    notes = [said for said, is_fault in await _transfers(session, association_id) if not is_fault]
    facts = {"t": association_id}
    if cents := await session.scalar(text(SUSPENSE), facts):
        waiting = (await session.execute(text(WAITING), facts)).one()
        age = f", the oldest for {(today - waiting.oldest).days} days" if waiting.oldest else ""
        notes.append(f"account 499 stands at {cents} cents: {waiting.lines} bank lines wait for a decision{age}")
    found = await _reserve(session, association_id)
    if found.unswept:
        notes.append(
            f"the reserve fund is {found.fund} cents, its account holds {found.bank}: {found.unswept} called and not yet"
            f" swept, {found.uncollected} of it not collected"
        )
    return [f"books of {association_id}: {note}" for note in notes]


async def _transfers(session: AsyncSession, association_id: UUID) -> list[tuple[str, bool]]:
    """Return a sentence per transfer of which one side is in, and whether its other side should be there by now."""
    facts = {"t": association_id}
    shown = await session.scalar(text(SHOWN_UNTIL), facts)
    found = []
    for row in _one_sided((await session.execute(text(TRANSFERS), facts)).all()):
        is_fault = shown is not None and shown > row.day + ON_ITS_WAY
        why = "never came" if is_fault else "is under way"
        found.append((f"transfer {row.reference} of {row.day}: the other side of {row.cents} cents {why}", is_fault))
    return found


def _one_sided(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the lines of account 58 that none of the same size takes back, oldest first; of a size the newest are left."""
    there = Counter(row.cents for row in rows)
    left = {cents: max(there[cents] - there[-cents], 0) for cents in there}
    found = []
    for row in reversed(rows):
        if left[row.cents]:
            left[row.cents] -= 1
            found.append(row)
    return found[::-1]


async def _reserve(session: AsyncSession, association_id: UUID) -> Reserve:
    facts = {"t": association_id}
    strange, moved = [], Counter[Use]()
    for row in await session.execute(text(ON_RESERVE), facts):
        uses = {Use.START} if row.kind == "opening" else {use_of(code) for code in row.against}
        if Use.STRANGE in uses:
            against = ", ".join(row.against)
            strange.append(f"{row.reference} moves {row.cents} cents of the reserve account against {against}")
        for use in uses if len(uses) == 1 else ():
            moved[use] += row.cents
    sums = (await session.execute(text(SUMS), facts)).one()
    waits = (await session.execute(text(OPEN_INVOICES), facts)).one()
    return Reserve(
        bank=sums.bank, fund=sums.fund, used=sums.used, paid=-moved[Use.PAID], own=moved[Use.OWN] + moved[Use.WAITS],
        uncollected=sums.uncollected, taken_over=sums.taken_over, billed=waits.billed, credited=waits.credited,
        strange=tuple(strange),
    )  # fmt: skip


def use_of(code: str) -> Use:
    """Return what an account against the reserve account says of the movement.

    >>> use_of("58").value, use_of("61073").value
    ('swept', 'strange')
    """
    return next((use for begins, use in AGAINST if code.startswith(begins)), Use.STRANGE)
