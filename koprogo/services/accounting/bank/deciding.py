"""What a person does with a line: says whose it is, what it is for, or that a match was wrong.

Nothing is edited: what was booked is taken back by a counter-entry, and the decision books it anew. On the bank's own day
while its year takes entries, else on the day given. A decision for a debtor teaches her account.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.bank_facts import Item, Part, Target, age_of
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.rules.accounting.open_items import spread
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, debtor_account, year_open
from koprogo.services.accounting.bank.booking import SUSPENSE, Decision, LineToBook, book, lines_to_book, unbook
from koprogo.services.accounting.bank.known import OpenCall, open_calls
from koprogo.services.accounting.bank.matching import lock_matching
from koprogo.services.accounting.bank.refusals import LineHasMoved, NothingToUndo
from koprogo.services.accounting.refusals import NoYear, YearClosed

LONGEST_WHY = 200


@dataclass(frozen=True)
class Wish:
    """What a line is: a debtor's payment, for some calls in this order or for the oldest, or the code of an account."""

    debtor_id: UUID | None = None
    calls: tuple[UUID, ...] = ()
    account: str = ""


async def decide(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line_id: UUID,
    *,
    wish: Wish,
    seen: UUID | None,
    today: date,
    at: datetime,
) -> UUID:
    """Match a line as a person decided and return the match (syndic, accountant). `seen`: the match she saw on it.

    Raises:
        NotFound: no such line, debtor or call here.
        BadInput: neither a debtor nor an account, or both; or an account that takes no entries.
        LineHasMoved: another match stands on it by now.
        NoYear, YearClosed: neither the bank's day nor today can be booked.
    """
    require(actor, "books.write", association_id)
    if (wish.debtor_id is None) == (not wish.account):
        raise BadInput(Problem("target", "Choose an owner, or write the code of an account."))
    line = await _line(session, association_id, line_id, seen)
    calls = await open_calls(session, association_id)
    day = await _day(session, association_id, line, today)
    if line.standing is not None:
        why = message_of_undoing(line)
        await unbook(session, actor, association_id, line, why=why, day=day, at=at)
        [line] = await lines_to_book(session, association_id, [line_id])
        calls = await open_calls(session, association_id)
    decision = await _decision(session, association_id, line, wish, calls)
    made = await book(session, actor, association_id, line, decision, day=day, at=at)
    await audit.record(session, actor, association_id, "bank.line.decided", line_id, target=decision.target)
    return made


async def undo(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line_id: UUID,
    *,
    why: str,
    seen: UUID | None,
    today: date,
    at: datetime,
) -> UUID:
    """Take a match back by a counter-entry; the amount waits in suspense again (syndic, accountant).

    Raises:
        NotFound: no such line here.
        BadInput: no reason was written.
        LineHasMoved, NothingToUndo: it is not matched as the person saw it, or waits already.
    """
    require(actor, "books.write", association_id)
    if not why.strip():
        raise BadInput(Problem("why", "Write why this match is wrong."))
    line = await _line(session, association_id, line_id, seen)
    if line.target == Target.SUSPENSE:
        raise NothingToUndo
    day = await _day(session, association_id, line, today)
    await unbook(session, actor, association_id, line, why=why.strip()[:LONGEST_WHY], day=day, at=at)
    [line] = await lines_to_book(session, association_id, [line_id])
    suspense = Decision(
        target=Target.SUSPENSE.value, reason=MatchMessage.UNDONE, facts={"why": why.strip()[:LONGEST_WHY]},
        kind="suspense", account_id=await account_by_code(session, association_id, SUSPENSE), by_person=True,
    )  # fmt: skip
    made = await book(session, actor, association_id, line, suspense, day=day, at=at)
    await audit.record(session, actor, association_id, "bank.match.undone", line_id)
    return made


def message_of_undoing(line: LineToBook) -> str:
    """Return the text of the counter-entry that makes room for a decision."""
    return f"{line.reference}: decided"


async def _line(session: AsyncSession, association_id: UUID, line_id: UUID, seen: UUID | None) -> LineToBook:
    await lock_matching(session, association_id)
    found = await lines_to_book(session, association_id, [line_id])
    if not found:
        raise NotFound
    if found[0].standing != seen:
        raise LineHasMoved
    return found[0]


async def _day(session: AsyncSession, association_id: UUID, line: LineToBook, today: date) -> date:
    """Return the bank's day while its year takes entries, else today."""
    try:
        await year_open(session, association_id, line.line.day)
        return line.line.day
    except (NoYear, YearClosed):
        await year_open(session, association_id, today)
        return today


async def _decision(
    session: AsyncSession, association_id: UUID, line: LineToBook, wish: Wish, calls: Sequence[OpenCall]
) -> Decision:
    if wish.debtor_id is None:
        return Decision(
            target="account", reason=MatchMessage.BY_PERSON, facts={}, kind="bank", by_person=True,
            account_id=await account_by_code(session, association_id, wish.account.strip()),
        )  # fmt: skip
    await debtor_account(session, association_id, wish.debtor_id, "other")
    parts = _parts(line.line.amount, wish, [each for each in calls if each.item.debtor == wish.debtor_id])
    return Decision(
        target=Target.DEBTOR.value, reason=MatchMessage.BY_PERSON, facts={}, by_person=True, debtor_id=wish.debtor_id,
        kind="receipt" if line.line.amount > 0 else "refund", parts=parts,
        confirms=bool(line.line.iban) and line.line.amount > 0,
    )  # fmt: skip


def _parts(amount: int, wish: Wish, calls: Sequence[OpenCall]) -> tuple[tuple[UUID | None, Part], ...]:
    """Spread the amount over the calls chosen, in that order, else over the open ones from the oldest on."""
    if amount < 0:
        return ((None, Part(None, -amount)),)
    by_id = {each.call_id: each for each in calls}
    if not set(wish.calls) <= by_id.keys():
        raise NotFound
    chosen = [by_id[each] for each in wish.calls] or sorted(calls, key=lambda each: age_of(each.item))
    items: list[Item] = [each.item for each in chosen]
    call_of = {each.item.id: each.call_id for each in calls}
    return tuple((call_of[part.item] if part.item else None, part) for part in spread(amount, items))
