"""What a person does with a line: says whose it is, what it is for, or that a match was wrong.

Nothing is edited: what was booked is taken back by a counter-entry, and the decision books it anew. On the bank's own day
while its year takes entries, else on the day given. A decision for a debtor teaches her account.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Fact, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.rules.accounting.bank_facts import Ordered, Part, Target
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.rules.accounting.open_items import OpenItems, spread
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, debtor_account, year_open
from koprogo.services.accounting.bank.booking import SUSPENSE, Decision, LineToBook, book, lines_to_book, unbook
from koprogo.services.accounting.bank.open_items import Settled, balances, open_items, settled
from koprogo.services.accounting.bank.outgoing import decision_to_close, decision_to_pay, orders_known
from koprogo.services.accounting.bank.refusals import GoesBack, LineHasMoved, NothingToUndo
from koprogo.services.accounting.bank.repayments import goes_back
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.accounting.bearers import problems_of_bearer
from koprogo.services.accounting.labels import language_of_books
from koprogo.services.accounting.refusals import NoYear, YearClosed
from koprogo.services.accounting.same_debtors import same_debtors

LONGEST_WHY = 200


@dataclass(frozen=True)
class Wish:
    """What a line is; one of four.

    Attributes:
        debtor_id: a debtor's payment, for `items` (ids of open items) in this order, else for the oldest.
        account: the code of an account; of costs or income shared by `key_id`, or `lot_id`'s alone, by the shares without
            either.
        payment_id: a payment of ours that the bank has made.
        invoices: what is paid of these, or given back.
    """

    debtor_id: UUID | None = None
    items: tuple[UUID, ...] = ()
    account: str = ""
    key_id: UUID | None = None
    lot_id: UUID | None = None
    payment_id: UUID | None = None
    invoices: tuple[UUID, ...] = ()


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
        NotFound: no such line, debtor, item, payment, invoice, key or lot here.
        BadInput: none of the four or several; an account that takes no entries, or that no key or lot goes with; an amount
            that does not fit.
        LineHasMoved: another match stands on it by now.
        GoesBack: it is to be repaid.
        NoYear, YearClosed: neither the bank's day nor today can be booked.
    """
    require(actor, "books.write", association_id)
    if sum(map(bool, (wish.debtor_id, wish.account, wish.payment_id, wish.invoices))) != 1:
        raise BadInput(Problem("target", "Choose an owner, an invoice or a payment, or write the code of an account."))
    line = await _line(session, association_id, line_id, seen)
    if problems := await _bearer_problems(session, association_id, wish, line):
        raise BadInput(*problems)
    if await goes_back(session, association_id, line_id):
        raise GoesBack
    day = await _day(session, association_id, line, today)
    if line.standing is not None:
        why = await _why_undone(session, association_id, line)
        await unbook(session, actor, association_id, line, why=why, day=day, at=at)
        [line] = await lines_to_book(session, association_id, [line_id])
    decision = await _decision(session, association_id, line, wish)
    made = await book(session, actor, association_id, line, decision, day=day, at=at)
    await audit.record(session, actor, association_id, "bank.line.decided", line_id, target=decision.target)
    return made


async def book_as(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line_id: UUID,
    decision: Decision,
    *,
    cents: int,
    today: date,
    at: datetime,
) -> UUID:
    """Book a line that nobody matched yet as another subject worked it out, and return the match (syndic, accountant).

    `cents`: what the line must move, signed; where the line waits in suspense, it leaves it.

    Raises:
        NotFound: no such line here.
        BadInput: it moves another amount.
        LineHasMoved, GoesBack: it is matched with something else by now, or is to be repaid.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    found = await lines_to_book(session, association_id, [line_id])
    if not found:
        raise NotFound
    line = found[0]
    if line.standing is not None and line.target != Target.SUSPENSE:
        raise LineHasMoved
    if await goes_back(session, association_id, line_id):
        raise GoesBack
    if line.line.amount != cents:
        said: dict[str, Fact] = {"line_cents": line.line.amount, "asked_cents": cents}
        raise BadInput(Problem("line", "This line of the bank moves {line_cents}, and {asked_cents} is booked.", said))
    day = await _day(session, association_id, line, today)
    if line.standing is not None:
        why = await _why_undone(session, association_id, line)
        await unbook(session, actor, association_id, line, why=why, day=day, at=at)
        [line] = await lines_to_book(session, association_id, [line_id])
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


async def _why_undone(session: AsyncSession, association_id: UUID, line: LineToBook) -> str:
    """Return the text of the counter-entry that makes room for a decision, in the language of the books."""
    language = await language_of_books(session, association_id)
    return message("Taken back, because it was decided: {reference}", language, reference=line.reference)


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


async def _decision(session: AsyncSession, association_id: UUID, line: LineToBook, wish: Wish) -> Decision:
    amount, why = line.line.amount, MatchMessage.BY_PERSON
    if wish.payment_id is not None:
        await _must_be(session, association_id, wish.payment_id, -amount)
        return await decision_to_close(session, association_id, wish.payment_id, why, {}, by_person=True)
    if wish.invoices:
        return await decision_to_pay(session, association_id, amount, wish.invoices)
    if wish.debtor_id is None:
        return Decision(
            target="account", reason=why, facts={}, kind="bank", by_person=True,
            account_id=await account_by_code(session, association_id, wish.account.strip()), key_id=wish.key_id,
            lot_id=wish.lot_id,
        )  # fmt: skip
    wish = replace(wish, debtor_id=(await same_debtors(session, association_id)).head(wish.debtor_id))
    await debtor_account(session, association_id, wish.debtor_id, "other")  # type: ignore[arg-type]
    return Decision(
        target=Target.DEBTOR.value, reason=why, facts={}, by_person=True, debtor_id=wish.debtor_id,
        kind="receipt" if amount > 0 else "refund", parts=await _parts(session, association_id, amount, wish),
        confirms=bool(line.line.iban) and amount > 0,
    )  # fmt: skip


async def _bearer_problems(session: AsyncSession, association_id: UUID, wish: Wish, line: LineToBook) -> list[Problem]:
    """Return what is wrong with who bears it; only what is booked on an account says so, the rest says it by itself."""
    if wish.account:
        bearer = {"key_id": wish.key_id, "lot_id": wish.lot_id}
        return await problems_of_bearer(session, association_id, wish.account, day=line.line.day, **bearer)
    if wish.key_id or wish.lot_id:
        return [Problem("bearer", "A key or a lot goes with the code of an account.")]
    return []


async def _must_be(session: AsyncSession, association_id: UUID, payment_id: UUID, cents: int) -> None:
    """Hold the amount of a line against a payment of ours, that no other line has closed."""
    found = {each.id: each for each in await orders_known(session, association_id)}.get(payment_id)
    if found is None:
        raise NotFound
    if found.amount != cents or found.state is not Ordered.OPEN:
        said: dict[str, Fact] = {"ordered_cents": found.amount, "line_cents": abs(cents)}
        raise BadInput(
            Problem(
                "payment",
                "This line is {line_cents}, the payment {ordered_cents}, or it is closed. Name the invoices instead.",
                said,
            )
        )


async def _parts(session: AsyncSession, association_id: UUID, amount: int, wish: Wish) -> tuple[Settled, ...]:
    """Spread the amount over the items chosen, in that order, else over what is oldest once her credit is off."""
    if amount < 0:
        return (Settled(Part(None, -amount)),)
    rows = await open_items(session, association_id)
    items = {each.item.id: each for each in rows if each.item.debtor == wish.debtor_id}
    if not set(wish.items) <= items.keys():
        raise NotFound
    assert wish.debtor_id is not None, "parts are a debtor's"
    desk = OpenItems([each.item for each in items.values()], await balances(session, association_id))
    chosen = [items[each].item for each in dict.fromkeys(wish.items)] or desk.after_credit(wish.debtor_id)
    return settled(spread(amount, chosen), items)
