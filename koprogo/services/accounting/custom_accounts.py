"""Accounts of an association's own, below a row of the chart: 61050001, the cleaning of the garages.

They are used as any row of the chart: in invoices, budgets, entries. What owners owe has an account for each of them, which
opens by itself (4100, 4101), so nobody opens one there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.rules.accounting.chart import CONTROL, LONGEST_CUSTOM, OWNER_HEADING, is_custom, parent_of
from koprogo.services.accounting.accounts import named, open_custom_account
from koprogo.services.accounting.labels import account_names, order_of

OWN = "SELECT id, code, names FROM ledger_account WHERE association_id = :t AND debtor_id IS NULL AND names <> '{}'::jsonb"


@dataclass(frozen=True)
class CustomAccount:
    """An account that stands below the row `parent` of the chart; its name by language, in one of them at least."""

    id: UUID
    code: str
    parent: str
    names: Mapping[str, str]


async def custom_accounts(session: AsyncSession, actor: Actor, association_id: UUID) -> list[CustomAccount]:
    """Return the association's own accounts by their code, those of its further bank accounts too."""
    require(actor, "figures.read", association_id)
    rows = await session.execute(text(OWN), {"t": association_id})
    found = [
        CustomAccount(row.id, row.code, parent_of(row.code), account_names(row.code, row.names))
        for row in rows
        if is_custom(row.code)
    ]
    return sorted(found, key=lambda each: order_of(each.code))


async def open_below(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    parent: str,
    digits: str,
    names: Mapping[str, str],
) -> UUID:
    """Open the account `parent` followed by `digits` and return its id (syndic, accountant).

    Raises:
        BadInput: all that is wrong with the row of the chart, the digits or the name; the account is here already.
    """
    require(actor, "books.write", association_id)
    row, more = parent.strip(), digits.strip()
    problems = _problems(row, more)
    if not named(names):
        problems.append(Problem("name", "Write the name of the account in at least one language."))
    if problems:
        raise BadInput(*problems)
    return await open_custom_account(session, actor, association_id, code=row + more, names=names, where="digits")


def _problems(parent: str, digits: str) -> list[Problem]:
    if parent == CONTROL or parent.partition(".")[0] in OWNER_HEADING.values():
        return [Problem("parent", "{code} has an account for each owner, opened by itself. Choose another account.",
                        {"code": parent[:20]})]  # fmt: skip
    if not is_custom(parent + "0") or parent_of(parent + "0") != parent:
        return [Problem("parent", "Write an account of the chart that takes entries itself, such as 61050.")]
    most = LONGEST_CUSTOM - len(parent)
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= most):
        return [Problem("digits", "Write 1 to {most} digits: they follow {code}.", {"most": most, "code": parent})]
    return []
