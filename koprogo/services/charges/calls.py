"""Calls for funds: frozen with every line, posted to the books, reversed by a counter-entry. Never edited.

Frozen and posted are two acts, because a call may be prepared before its day. Each is safe to repeat: an instalment is
called once, and its entry has the call's reference.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.charges import Call, CallEvent
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, debtor_accounts, debtors_of_lots, year_open
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, Posted, post_entry, reverse
from koprogo.services.charges.budgets import LOCK, RESERVE, WORKING
from koprogo.services.charges.call_plan import PlannedCall
from koprogo.services.charges.payee import collecting_iban
from koprogo.services.charges.references import issue_numbers
from koprogo.services.charges.refusals import CallReversed, EarlyCallStays, NothingToCall, NotPosted
from koprogo.services.charges.turns import read_turns

POSTED, SENT, REVERSED = "posted", "sent", "reversed"
SPECIAL = "special"
CREDITED = {
    "ordinary": "701", RESERVE: "160", WORKING: "100", "extraordinary": "702", "special": "702",
    "loan_cash": "12", "loan_principal": "416", "loan_interest": "12",
}  # fmt: skip
"""Where each part goes: 701 is in use, 702, 160 and 100 are practice (docs/law/readings); a loan's: ADR 0066."""
CALL = 'SELECT * FROM "call" WHERE id = :c AND association_id = :t'
LINES = "SELECT * FROM call_line WHERE association_id = :t AND call_id = :c ORDER BY number"
EVENTS = "SELECT what, entry_id FROM call_event WHERE association_id = :t AND call_id = :c ORDER BY seq"
DECIDED = """
SELECT a.day FROM agenda_item i JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
 WHERE i.association_id = :t AND i.id = :i
"""
NEXT_EVENT = "SELECT coalesce(max(seq), 0) + 1 FROM call_event WHERE association_id = :t AND call_id = :c"
ADD_LINES = """
INSERT INTO call_line (id, association_id, call_id, number, lot_id, debtor_id, part, caught_up, key_id, weight, of_weight,
                       base, before, amount)
SELECT l.id, :t, :c, l.number, l.lot_id, l.debtor_id, l.part, l.caught_up, l.key_id, l.weight, l.of_weight, l.base,
       l.before, l.amount
  FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS l(id uuid, number int, lot_id uuid, debtor_id uuid, part text,
       caught_up boolean, key_id uuid, weight bigint, of_weight bigint, base bigint, before bigint, amount bigint)
"""


async def lock_calls(session: AsyncSession, association_id: UUID) -> None:
    """Let one at a time plan and freeze calls of an association; budgets share the lock."""
    await session.execute(text(LOCK), {"t": str(association_id)})


async def freeze_call(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    planned: PlannedCall,
    *,
    at: datetime,
    words: dict[str, str] | None = None,
) -> UUID:
    """Write a planned call with its lines, who owes each, and the numbers to pay with; return its id.

    The caller planned it in this transaction under `lock_calls` (syndic, accountant).

    Raises:
        NothingToCall: it has no line.
        NobodyHolds: a lot has no holder on the due day.
    """
    require(actor, "books.write", association_id)
    if not planned.lines:
        raise NothingToCall
    await year_open(session, association_id, planned.called_on)
    row = Call(
        id=uuid4(), association_id=association_id, reference=planned.reference, kind=planned.kind,
        starts=planned.starts, budget_id=planned.budget_id, item_id=planned.item_id, loan_id=planned.loan_id,
        number=planned.number,
        instalments=planned.instalments, called_on=planned.called_on, due_on=planned.due_on,
        covers_from=planned.covers_from, covers_until=planned.covers_until, total=planned.total.cents,
        words=words or {}, iban=await collecting_iban(session, association_id), at=at, by_id=actor.person_id, xid=0,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    debtors = await debtors_of_call(session, association_id, planned)
    rows = [
        {
            "id": uuid4(), "number": number, "lot_id": line.lot_id, "debtor_id": debtors[line.lot_id], "part": line.part,
            "caught_up": line.caught_up, "key_id": line.key_id, "weight": line.weight, "of_weight": line.of_weight,
            "base": line.base, "before": line.before, "amount": line.amount,
        }
        for number, line in enumerate(planned.lines, start=1)
    ]  # fmt: skip
    await session.execute(text(ADD_LINES), {"t": association_id, "c": row.id, "rows": orjson.dumps(rows).decode()})
    await issue_numbers(session, association_id, debtors.values(), at=at, call_id=row.id)
    await issue_numbers(session, association_id, debtors.values(), at=at)
    await audit.record(
        session, actor, association_id, "call.frozen", row.id, kind=row.kind, lines=len(rows), cents=row.total
    )
    return row.id


async def post_call(
    session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID, *, at: datetime
) -> Posted:
    """Post a frozen call to the books on its day, under its own reference; posting it again is the same entry.

    Raises:
        NotFound: no such call here.
        CallReversed: it was taken back.
        and what `post_entry` raises: no open year, a reference used for something else.
    """
    require(actor, "books.write", association_id)
    row, events = await _standing(session, association_id, call_id)
    if any(event.what == REVERSED for event in events):
        raise CallReversed
    lines = (await session.execute(text(LINES), {"t": association_id, "c": call_id})).all()
    entry = NewEntry(
        journal=Journal.SALES, day=row.called_on, reference=row.reference, kind="call",
        text=await _text(session, association_id, row), lines=await _entry_lines(session, association_id, row, lines),
        owner_items=_owner_items(lines, call_id),
    )  # fmt: skip
    posted = await post_entry(session, actor, association_id, entry)
    if not any(event.what == POSTED for event in events):
        await add_event(session, actor, association_id, call_id, POSTED, at=at, entry_id=posted.id)
    return posted


async def reverse_call(
    session: AsyncSession, actor: Actor, association_id: UUID, call_id: UUID, *, day: date, why: str, at: datetime
) -> Posted:
    """Take a posted call back by a counter-entry on a day; the instalment may then be called anew.

    Raises:
        NotPosted: it is not in the books.
        CallReversed: it was taken back already.
        EarlyCallStays: a lot repaid its part of a loan early by it.
    """
    require(actor, "books.write", association_id)
    row, events = await _standing(session, association_id, call_id)
    if any(event.what == REVERSED for event in events):
        raise CallReversed
    if row.kind == "loan_early":
        raise EarlyCallStays
    entry_id = next((event.entry_id for event in events if event.what == POSTED), None)
    if entry_id is None:
        raise NotPosted
    back = await reverse(session, actor, association_id, entry_id, day, f"{row.reference}-BACK", why)
    await add_event(session, actor, association_id, call_id, REVERSED, at=at, entry_id=back.id)
    return back


async def add_event(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    call_id: UUID,
    what: str,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    **facts: Any,
) -> None:
    """Write what became of a call, and the line of the log that tells it."""
    seq = await session.scalar(text(NEXT_EVENT), {"t": association_id, "c": call_id})
    session.add(
        CallEvent(
            association_id=association_id, call_id=call_id, seq=seq, what=what, entry_id=entry_id, facts=facts, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"call.{what}", call_id, **facts)


async def _standing(session: AsyncSession, association_id: UUID, call_id: UUID) -> tuple[Any, Sequence[Any]]:
    await lock_calls(session, association_id)
    facts = {"t": association_id, "c": call_id}
    row = (await session.execute(text(CALL), facts)).first()
    if row is None:
        raise NotFound
    return row, (await session.execute(text(EVENTS), facts)).all()


async def debtors_of_call(session: AsyncSession, association_id: UUID, planned: PlannedCall) -> dict[UUID, UUID]:
    """Return who owes each lot's lines: who holds it on the due day; of a special call who bears it (art. 3.94 §§2, 5).

    Raises:
        NobodyHolds: a lot has no holder on the due day.
    """
    numbers = {line.lot: line.lot_id for line in planned.lines}
    found = await debtors_of_lots(session, association_id, list(numbers.values()), planned.due_on)
    decided = await session.scalar(text(DECIDED), {"t": association_id, "i": planned.item_id})
    if planned.kind != SPECIAL or decided is None:
        return found
    turns = await read_turns(session, association_id, numbers, (decided, planned.due_on))
    return {lot_id: UUID(turns.bears(lot, decided=decided, due=planned.due_on)) for lot, lot_id in numbers.items()}


async def _entry_lines(
    session: AsyncSession, association_id: UUID, row: Any, lines: Sequence[Any]
) -> tuple[NewLine, ...]:
    """Debit each line to who owes it, explained by its lot and fraction; credit each part, by key, in one line."""
    owed = {
        part: await debtor_accounts(session, association_id, part) for part in {_account(row.part) for row in lines}
    }
    credited: dict[tuple[str, UUID | None], int] = defaultdict(int)
    found = []
    for line in lines:
        known = line.of_weight > 0
        found.append(
            NewLine(
                owed[_account(line.part)][line.debtor_id], line.amount, lot_id=line.lot_id, key_id=line.key_id,
                weight=line.weight if known else None, total=line.of_weight if known else None,
                cost_from=row.covers_from, cost_until=row.covers_until,
                source=("call_line", line.id),
            )
        )  # fmt: skip
        credited[line.part, line.key_id] += line.amount
    for (part, key_id), cents in credited.items():
        if cents:
            account = await account_by_code(session, association_id, CREDITED[part])
            found.append(NewLine(account, -cents, key_id=key_id, source=("call", row.id)))
    return tuple(found)


def _owner_items(lines: Sequence[Any], call_id: UUID) -> tuple[OwnerFact, ...]:
    """Say what each debtor owes, from the call itself: one sum for the reserve, one for all else."""
    sums: dict[tuple[UUID, str], int] = defaultdict(int)
    for line in lines:
        sums[line.debtor_id, _account(line.part)] += line.amount
    return tuple(
        OwnerFact(debtor, "reserve" if account == "reserve" else "other", "call", cents, ("call", call_id))
        for (debtor, account), cents in sums.items()
        if cents
    )


def _account(part: str) -> str:
    return "reserve" if part == RESERVE else "other"


async def _text(session: AsyncSession, association_id: UUID, row: Any) -> str:
    language = await language_of_books(session, association_id)
    if row.kind == "budget":
        facts = {"number": row.number, "of": row.instalments, "year": str(row.starts.year)}
        return message("Call for funds {number} of {of}, {year}", language, **facts)
    if row.kind == "special":
        return message("Special call for funds, {year}", language, year=str(row.starts.year))
    if row.kind == "loan":
        return message("Loan, instalment {number} of {of}", language, number=row.number, of=row.instalments)
    if row.kind == "loan_cash":
        return message("Works paid cash, without the loan", language)
    if row.kind == "loan_early":
        return message("Loan, early repayment", language)
    return message("Call for the working fund, {year}", language, year=str(row.starts.year))
