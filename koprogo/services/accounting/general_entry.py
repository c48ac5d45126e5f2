"""A general entry as a person types it: codes and amounts, on any account that takes entries, owners' too.

An amount on an owner's account is told to her as a correction; it is the one kind that no call, receipt or settlement wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.closing import Journal, takes
from koprogo.services.accounting.accounts import account_by_code, year_of
from koprogo.services.accounting.bearers import problems_of_bearer
from koprogo.services.accounting.post_entry import NewEntry, NewLine, OwnerFact, Posted, post_entry, reverse
from koprogo.services.accounting.refusals import TakenBackElsewhere, UnknownCode
from koprogo.services.accounting.reserved import reserved

MOST_LINES = 200
TAKEN_BACK_HERE = frozenset(["general", "opening", "spread", "sale", "sale_calls"])
"""Kinds of entries that nothing else has to follow: typed by a person, or what their subject reads off the books alone.

Every other kind goes back with its match, event or version, and so does a kind that is not written yet.
"""
REVERSAL = "reversal"
OLD = "SELECT kind, reference FROM entry WHERE association_id = :t AND id = :e"
OWNER = "SELECT debtor_id, part FROM ledger_account WHERE association_id = :t AND id = :a"


@dataclass(frozen=True)
class TypedLine:
    """A line as it was typed: the code of an account and signed cents, debit positive.

    A cost or an income goes by `key_id`, to `lot_id` alone, or by the shares without either; a private cost has its lot.
    """

    code: str
    amount: int
    key_id: UUID | None = None
    lot_id: UUID | None = None


async def write_general(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    day: date,
    reference: str,
    words: str,
    lines: Sequence[TypedLine],
    document_id: UUID | None = None,
) -> Posted:
    """Book a general entry; in a year whose accounts are drawn up it goes to the closing journal. Safe to repeat.

    Raises:
        BadInput: the reference is one the product gives itself, an account is unknown, or everything that is wrong with the
            voucher; lines are named `line_2`.
        NotFound: a key or a lot is none of this association.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    if problems := reserved(reference):
        raise BadInput(*problems)
    if len(lines) > MOST_LINES:
        raise BadInput(Problem("lines", "Write at most {most} lines in one entry.", {"most": MOST_LINES}))
    new, items = await _accounts(session, association_id, day, lines)
    year = await year_of(session, association_id, day)
    journal = Journal.GENERAL if takes(year.stands, Journal.GENERAL) else Journal.CLOSING
    entry = NewEntry(
        journal=journal,
        day=day,
        reference=reference,
        kind="general",
        text=words,
        lines=tuple(new),
        owner_items=tuple(items),
        document_id=document_id,
    )
    return await post_entry(session, actor, association_id, entry)


async def take_back(
    session: AsyncSession, actor: Actor, association_id: UUID, entry_id: UUID, day: date, reference: str, why: str
) -> Posted:
    """Take back an entry that a person typed, or that nothing else follows; `reverse` says the rest.

    Raises:
        BadInput: the reference is one the product gives itself, and not that of the entry with -R.
        TakenBackElsewhere: a bank line, a call, an invoice, a settlement, a loan or a claim wrote it.
    """
    require(actor, "books.write", association_id)
    old = (await session.execute(text(OLD), {"t": association_id, "e": entry_id})).first()
    if old is not None and old.kind not in (REVERSAL, *TAKEN_BACK_HERE):
        raise TakenBackElsewhere
    if (old is None or reference.strip() != f"{old.reference}-R") and (problems := reserved(reference)):
        raise BadInput(*problems)
    return await reverse(session, actor, association_id, entry_id, day, reference, why)


async def _accounts(
    session: AsyncSession, association_id: UUID, day: date, lines: Sequence[TypedLine]
) -> tuple[list[NewLine], list[OwnerFact]]:
    new, items, problems = [], [], []
    for place, line in enumerate(lines, start=1):
        try:
            account = await account_by_code(session, association_id, line.code.strip())
        except UnknownCode as unknown:
            problems += [Problem(f"line_{place}", each.message_id, each.facts) for each in unknown.problems]
            continue
        bearer = {"key_id": line.key_id, "lot_id": line.lot_id}
        wrong = await problems_of_bearer(session, association_id, line.code, day=day, **bearer)
        problems += [Problem(f"line_{place}", each.message_id, each.facts) for each in wrong]
        new.append(NewLine(account, line.amount, line.lot_id, line.key_id))
        row = (await session.execute(text(OWNER), {"t": association_id, "a": account})).one()
        if row.debtor_id is not None:
            items.append(OwnerFact(row.debtor_id, row.part, "correction", line.amount, ("account", account)))
    if problems:
        raise BadInput(*problems)
    return new, items
