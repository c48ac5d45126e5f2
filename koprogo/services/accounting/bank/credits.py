"""An owner's credit that is paid back: never more than she has, to an account that a second person agreed to.

A settlement or a sale leaves it, or she paid twice. It may wait on her account for the next call, which takes it off; who
wants it back gets it by a payment order, like a receipt in suspense (`repayments.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.banking import Repayment
from koprogo.services.accounting.bank.open_items import STANDING, balances
from koprogo.services.accounting.bank.refusals import NoSuchCredit
from koprogo.services.accounting.bank.repayments import RepaymentRow, checked_payee, repayments_open, write_repayment
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.accounting.same_debtors import SameDebtors, same_debtors

PAID_FROM = f"""
SELECT DISTINCT ON (m.debtor_id) m.debtor_id, l.iban FROM match m
  JOIN bank_line l ON l.association_id = m.association_id AND l.id = m.line_id
 WHERE m.association_id = :t AND m.confirms AND l.iban <> '' AND {STANDING}
 ORDER BY m.debtor_id, l.day DESC, l.id
"""
PEOPLE = """
SELECT x.debtor_id, string_agg(p.name, ', ' ORDER BY p.name, p.id) AS names FROM debtor_person x
  JOIN person p ON p.id = x.person_id WHERE x.association_id = :t GROUP BY x.debtor_id
"""
ABOUT = "SELECT languages[1] FROM association WHERE id = :t"


@dataclass(frozen=True)
class Credit:
    """What a debtor may have back: cents above nought, less what is on its way; `iban` she paid from last, or empty."""

    debtor_id: UUID
    name: str
    left: int
    iban: str


async def owners_in_credit(
    session: AsyncSession, actor: Actor, association_id: UUID, *, now: datetime
) -> Sequence[Credit]:
    """Return who has a credit that could be paid back, by name (syndic, accountant)."""
    require(actor, "books.write", association_id)
    same = await same_debtors(session, association_id)
    left = await _left(session, association_id, same, now)
    facts = {"t": association_id}
    known = {same.head(row.debtor_id): row.iban for row in await session.execute(text(PAID_FROM), facts)}
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), facts)}
    found = [
        Credit(each, people.get(each, ""), cents, known.get(each, "")) for each, cents in left.items() if cents > 0
    ]
    return sorted(found, key=lambda row: (row.name, row.debtor_id))


async def ask_credit_back(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    debtor_id: UUID,
    *,
    cents: int,
    number: str,
    why: str,
    name: str = "",
    at: datetime,
) -> UUID:
    """Ask that a debtor gets this much of her credit back, and return the repayment (syndic, accountant).

    Args:
        name: of who holds the account; empty for the debtor's own name.
        number: the account it goes to (IBAN).

    Raises:
        NotFound: no such debtor here.
        NoSuchCredit: nothing, or more than her credit less what is on its way back already.
        BadInput: no reason, no name, or no account number.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    facts = {"t": association_id}
    people = {row.debtor_id: row.names for row in await session.execute(text(PEOPLE), facts)}
    if debtor_id not in people:
        raise NotFound
    same = await same_debtors(session, association_id)
    hers = same.head(debtor_id)
    left = max((await _left(session, association_id, same, at)).get(hers, 0), 0)
    if not 0 < cents <= left:
        raise NoSuchCredit(left)
    to, account, reason = checked_payee(name or people.get(hers, people[debtor_id]), number, why)
    language = str(await session.scalar(text(ABOUT), facts))
    made = Repayment(
        id=uuid4(), association_id=association_id, debtor_id=hers, amount=cents, name=to, iban=account,
        words=message("Your credit, paid back", language), why=reason, at=at, by_id=actor.person_id,
    )  # fmt: skip
    await write_repayment(session, actor, association_id, made, asks_of_credit, told_of_credit)
    return made.id


async def uncovered(session: AsyncSession, association_id: UUID, rows: Sequence[RepaymentRow]) -> frozenset[UUID]:
    """Return which of these repayments a credit no longer reaches, as a call has taken it off meanwhile.

    What stands in an order counts first, then what was asked first. Asks for no permission.
    """
    open_ = [row for row in rows if row.debtor_id is not None and row.live and not row.paid]
    if not open_:
        return frozenset()
    same = await same_debtors(session, association_id)
    owes = dict(await balances(session, association_id))
    beyond = set()
    for row in sorted(open_, key=lambda row: (row.order_number is None, row.at, row.id)):
        hers = same.head(row.debtor_id)  # type: ignore[arg-type]
        owes[hers] = owes.get(hers, 0) + row.amount
        if owes[hers] > 0:
            beyond.add(row.id)
            owes[hers] -= row.amount
    return frozenset(beyond)


async def _left(session: AsyncSession, association_id: UUID, same: SameDebtors, now: datetime) -> dict[UUID, int]:
    left = {debtor: -cents for debtor, cents in (await balances(session, association_id)).items()}
    for row in await repayments_open(session, association_id, now=now):
        if row.debtor_id is not None and not row.paid:
            hers = same.head(row.debtor_id)
            left[hers] = left.get(hers, 0) - row.amount
    return left


def asks_of_credit(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    return (
        message("A repayment to agree to in {association}", language, **said),
        message(
            "Hello {name},\n\n{amount_cents} of {payee}’s credit are to be paid back, to account {number}: {why}\n\n"
            "Compare the account with what the owner wrote, then agree or refuse:\n\n{link}",
            language, **said,
        ),
    )  # fmt: skip


def told_of_credit(language: str, said: Mapping[str, Any]) -> tuple[str, str]:
    """Return the letter to all owners: one owner's credit is not the others' affair, so it names nobody."""
    return (
        message("A repayment in {association}", language, **said),
        message(
            "Hello {name},\n\n{by} asks to pay {amount_cents} of an owner’s credit back. No auditor and no member of"
            " the council can be asked here, so you are told: the payment may leave after 48 hours. If you are that owner"
            " and did not ask for it, say so to the syndic at once.",
            language, **said,
        ),
    )  # fmt: skip
