"""Booking rules of an association: fees, interest, direct debits, the antenna's rent. Entered, ended, never edited.

What a rule books is shared by its key, by the shares without one. When the key ends the rule books nothing any more: its
lines wait for a person until another rule is entered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, Fact, NotFound, Problem
from koprogo.core.numbers import iban as checked_iban
from koprogo.core.permissions import require
from koprogo.models.banking import BankRule
from koprogo.rules.accounting.bearers import PRIVATE
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bank.known import RULES
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.accounting.bearers import problems_of_bearer

LONGEST_NAME, LONGEST_WORD, MOST_WORDS = 80, 40, 5
OWN = ("4100", "4101", "55", "499", "58")
"""Accounts that no rule books to: owners' are a match, the bank's are its own side, the others are nobody's cost."""
ENDED = "SELECT account_id, incoming, name FROM bank_rule WHERE association_id = :t AND id = :r AND ends_id IS NULL"
IS_OVER = "SELECT count(*) FROM bank_rule WHERE association_id = :t AND ends_id = :r"


@dataclass(frozen=True)
class RuleRow:
    """A rule in force: its account by code, its direction, and what a line must say.

    `key_names`: of the key it shares by, per language, empty for the shares; `key_until`: when that ended, exclusive.
    """

    id: UUID
    name: str
    account: str
    incoming: bool
    iban: str
    words: tuple[str, ...]
    key_id: UUID | None = None
    key_names: Mapping[str, str] = field(default_factory=dict)
    key_until: date | None = None


async def bank_rules(session: AsyncSession, actor: Actor, association_id: UUID) -> list[RuleRow]:
    """Return the rules in force, in the order they were entered."""
    require(actor, "books.read", association_id)
    rows = await session.execute(text(RULES), {"t": association_id})
    return [
        RuleRow(
            row.id, row.name, row.code, row.incoming, row.iban, tuple(row.words), row.key_id, row.key_name or {},
            row.until,
        )
        for row in rows
    ]  # fmt: skip


async def enter_rule(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    name: str,
    account: str,
    incoming: bool,
    iban: str = "",
    words: Sequence[str] = (),
    key_id: UUID | None = None,
    at: datetime,
) -> UUID:
    """Enter a rule and return its id (syndic, accountant); it acts on lines matched from now on.

    `key_id`: how what it books is shared; by the shares without one.

    Raises:
        BadInput: it says neither an account nor words, the code takes no entries or goes with no key, the key has ended, or
            a text is too long.
        NotFound: no such key here.
    """
    require(actor, "books.write", association_id)
    kept = [" ".join(word.split()) for word in words if word.strip()]
    problems, other = _problems(name, account, iban, kept)
    problems += await _of_key(session, association_id, account.strip(), key_id, legal_day(at))
    if problems:
        raise BadInput(*problems)
    made = BankRule(
        id=uuid4(), association_id=association_id, name=name.strip(), incoming=incoming, iban=other, words=kept,
        account_id=await account_by_code(session, association_id, account.strip()), key_id=key_id, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    await audit.record(session, actor, association_id, "bank.rule.entered", made.id, account=account.strip()[:20])
    return made.id


async def end_rule(session: AsyncSession, actor: Actor, association_id: UUID, rule_id: UUID, *, at: datetime) -> None:
    """End a rule; what it booked stays. Safe to repeat.

    Raises:
        NotFound: no such rule here.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    facts = {"t": association_id, "r": rule_id}
    row = (await session.execute(text(ENDED), facts)).first()
    if row is None:
        raise NotFound
    if await session.scalar(text(IS_OVER), facts):
        return
    session.add(
        BankRule(
            association_id=association_id, name=row.name, account_id=row.account_id, incoming=row.incoming,
            ends_id=rule_id, at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "bank.rule.ended", rule_id)


async def _of_key(
    session: AsyncSession, association_id: UUID, account: str, key_id: UUID | None, today: date
) -> list[Problem]:
    """Return what is wrong with sharing by a key what is booked on an account. Whose a private cost is no rule knows."""
    if account.startswith(PRIVATE):
        return [Problem("account", "A rule does not know whose a private cost is. Decide these lines one by one.")]
    return await problems_of_bearer(session, association_id, account, day=today, key_id=key_id, lot_id=None)


def _problems(name: str, account: str, iban: str, words: Sequence[str]) -> tuple[list[Problem], str]:
    """Return what is wrong with a rule's texts, and the account of the other side as an IBAN."""
    problems, other = [], ""
    if not name.strip() or len(name) > LONGEST_NAME:
        problems.append(Problem("name", "Write a name of at most {most} characters.", {"most": LONGEST_NAME}))
    if account.strip().startswith(OWN):
        problems.append(Problem("account", "Choose an account of costs or income, such as 6500 for bank charges."))
    if iban.strip():
        try:
            other = checked_iban(iban)
        except ValueError:
            problems.append(Problem("iban", "Write the account as an IBAN, such as BE71 0961 2345 6769."))
    if not iban.strip() and not words:
        problems.append(Problem("words", "Write what such a line says, or the account of the other side."))
    if len(words) > MOST_WORDS or any(len(word) > LONGEST_WORD for word in words):
        facts: dict[str, Fact] = {"most": MOST_WORDS, "longest": LONGEST_WORD}
        problems.append(
            Problem("words", "Write at most {most} words or phrases, none longer than {longest} characters.", facts)
        )
    return problems, other
