"""What `koprogo check` asks of loans: the ledger owes what the schedule leaves, parts are the loan, calls its instalments.

A superuser, or a restore, passes every trigger: so shares are split again, parts worked out again, and accounts added up.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.money import ZERO, Money, total
from koprogo.core.shares import largest_remainder
from koprogo.services.charges.loans.at_year_end import IDS
from koprogo.services.charges.loans.calling import CASH, EARLY, INSTALMENT, INTEREST, PRINCIPAL
from koprogo.services.charges.loans.drawing import BANK_LOAN, TO_BE_CALLED, WITHIN_THE_YEAR
from koprogo.services.charges.loans.drawing import INTEREST as INTEREST_ACCOUNT
from koprogo.services.charges.loans.facts import Drawn, Loan, Share, load

OWED = """
SELECT coalesce(-sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = ANY(:codes) AND l.source_kind = 'loan' AND l.source_id = :l
"""
TO_CALL = """
SELECT coalesce(sum(l.amount), 0)::bigint FROM entry_line l
  JOIN ledger_account a ON a.association_id = l.association_id AND a.id = l.account_id
 WHERE l.association_id = :t AND a.code = :code AND (l.source_kind = 'loan' AND l.source_id = :l
       OR l.source_kind = 'call' AND l.source_id IN (SELECT id FROM call WHERE association_id = :t AND loan_id = :l))
"""
LINES = """
SELECT l.call_id, l.lot_id, l.part, sum(l.amount)::bigint AS cents FROM call_line l
  JOIN call c ON c.association_id = l.association_id AND c.id = l.call_id
 WHERE l.association_id = :t AND c.loan_id = :l GROUP BY l.call_id, l.lot_id, l.part
"""
TAKEN = """
SELECT r.number, r.principal, r.interest,
       coalesce((SELECT sum(x.amount) FROM entry_line x JOIN ledger_account a
           ON a.association_id = x.association_id AND a.id = x.account_id
          WHERE x.association_id = :t AND x.entry_id = r.entry_id AND a.code = ANY(:codes)), 0)::bigint AS off_the_loan,
       coalesce((SELECT sum(x.amount) FROM entry_line x JOIN ledger_account a
           ON a.association_id = x.association_id AND a.id = x.account_id
          WHERE x.association_id = :t AND x.entry_id = r.entry_id AND a.code = :interest), 0)::bigint AS as_a_cost
  FROM loan_repayment r WHERE r.association_id = :t AND r.drawing_id = :d ORDER BY r.day, r.number
"""
OF_THE_BANK = [BANK_LOAN, WITHIN_THE_YEAR]


async def verify_loans(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per loan, part or call that is not what the drawing and the schedule say; empty is good."""
    found = []
    for loan_id in (await session.execute(text(IDS), {"t": association_id})).scalars().all():
        try:
            loan = await load(session, association_id, loan_id)
        except ValueError as wrong:
            found.append(f"loan {loan_id} of {association_id}: {wrong}")
            continue
        if loan.drawn is None:
            continue
        said = [
            *_shares(loan, loan.drawn),
            *await _ledger(session, association_id, loan, loan.drawn),
            *await _calls(session, association_id, loan, loan.drawn),
        ]
        found += [f"loan {loan.row.number} of {association_id}: {each}" for each in said]
    return found


def _shares(loan: Loan, drawn: Drawn) -> Iterable[str]:
    """Hold what was frozen against the works and the loan, each share against its fraction."""
    borrowed = total(share.amount for share in drawn.shares if share.participates)
    if borrowed != drawn.amount:
        yield f"those who take part owe {borrowed.cents} cents, the bank lent {drawn.amount.cents}"
    parts = largest_remainder(loan.row.amount, {share.lot: share.weight for share in drawn.shares})
    for share in drawn.shares:
        if sum(each.weight for each in drawn.shares) == share.of_weight and parts[share.lot] != share.amount.cents:
            yield f"lot {share.lot} bears {share.amount.cents} cents, its weight makes {parts[share.lot]}"
    repaid = total(step.due.principal for step in drawn.steps) + total(each.principal for each in drawn.leavings)
    if repaid != drawn.amount:
        yield f"its schedule repays {repaid.cents} cents, the bank lent {drawn.amount.cents}"
    for leaving in drawn.leavings:
        share = next(each for each in drawn.shares if each.key == leaving.key)
        owed = share.amount - total(
            step.parts[leaving.key].principal for step in drawn.steps if leaving.key in step.parts
        )
        if owed != leaving.principal:
            yield f"lot {leaving.lot} repaid {leaving.principal.cents} cents early, it owed {owed.cents}"


async def _ledger(session: AsyncSession, association_id: UUID, loan: Loan, drawn: Drawn) -> list[str]:
    facts: dict[str, Any] = {"t": association_id, "l": loan.row.id, "d": drawn.id, "codes": OF_THE_BANK}
    found = []
    owed = int(await session.scalar(text(OWED), facts) or 0)
    if owed != drawn.at_the_bank.cents:
        found.append(f"the books owe the bank {owed} cents, the schedule leaves {drawn.at_the_bank.cents}")
    to_call = int(await session.scalar(text(TO_CALL), {**facts, "code": TO_BE_CALLED}) or 0)
    left = drawn.amount - _posted_principal(loan, drawn)
    if to_call != left.cents:
        found.append(f"account 416 has {to_call} cents to be called, the schedule leaves {left.cents}")
    for row in await session.execute(text(TAKEN), {**facts, "interest": INTEREST_ACCOUNT}):
        where = f"instalment {row.number}" if row.number else "an early repayment"
        due = next((step.due for step in drawn.steps if step.due.number == row.number), None)
        if due is not None and (row.principal, row.interest) != (due.principal.cents, due.interest.cents):
            found.append(f"{where} took {row.principal} and {row.interest} cents, the schedule says {due.principal.cents}"
                         f" and {due.interest.cents}")  # fmt: skip
        if (row.off_the_loan, row.as_a_cost) != (row.principal, row.interest):
            found.append(
                f"{where}: {row.off_the_loan} cents off the loan and {row.as_a_cost} as a cost, principal is"
                f" {row.principal} and interest {row.interest}"
            )
    return found


def _posted_principal(loan: Loan, drawn: Drawn) -> Money:
    by_number = {step.due.number: step.due.principal for step in drawn.steps}
    posted = [by_number.get(call.number, ZERO) for call in loan.call_of(INSTALMENT) if call.posted]
    early = len([call for call in loan.call_of(EARLY) if call.posted])
    return total([*posted, *(leaving.principal for leaving in drawn.leavings[:early])])


async def _calls(session: AsyncSession, association_id: UUID, loan: Loan, drawn: Drawn) -> list[str]:
    asked: dict[UUID, dict[tuple[UUID, str], int]] = defaultdict(dict)
    for row in await session.execute(text(LINES), {"t": association_id, "l": loan.row.id}):
        asked[row.call_id][row.lot_id, row.part] = row.cents
    lots = {share.key: share for share in drawn.shares}
    steps = {step.due.number: step for step in drawn.steps}
    found = []
    for call in loan.calls:
        if call.kind == INSTALMENT and call.number in steps:
            step = steps[call.number]
            right = _wanted((lots[key], part.principal, part.interest) for key, part in step.parts.items())
            if call.total != step.due.total.cents:
                found.append(f"call {call.reference} asks {call.total} cents, the bank takes {step.due.total.cents}")
        elif call.kind == CASH:
            right = {(each.lot_id, CASH): each.amount.cents for each in drawn.shares if not each.participates}
        else:
            continue
        if asked[call.id] != right:
            found.append(f"call {call.reference} asks other parts than the shares and the schedule make")
    return found


def _wanted(parts: Iterable[tuple[Share, Money, Money]]) -> dict[tuple[UUID, str], int]:
    found: dict[tuple[UUID, str], int] = {}
    for share, principal, interest in parts:
        found |= {(share.lot_id, PRINCIPAL): principal.cents, (share.lot_id, INTEREST): interest.cents}
    return {place: cents for place, cents in found.items() if cents}
