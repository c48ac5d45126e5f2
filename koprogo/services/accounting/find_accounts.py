"""Accounts to choose from while somebody writes a line: by the beginning of a code, or words of a name in any language."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.accounting.chart import CHART, takes_entries
from koprogo.services.accounting.labels import account_names, debtor_names, order_of

MOST = 12
IN_USE = "SELECT code, names, debtor_id FROM ledger_account WHERE association_id = :t"


@dataclass(frozen=True)
class Choice:
    """An account to choose: its name by language, and the persons of an owner's account."""

    code: str
    names: dict[str, str]
    people: tuple[str, ...] = ()


async def find_accounts(session: AsyncSession, actor: Actor, association_id: UUID, *, words: str) -> list[Choice]:
    """Return a dozen accounts that take entries, codes that begin so first; nothing for nothing (syndic, accountant)."""
    require(actor, "books.write", association_id)
    wanted = words.strip().casefold()
    if not wanted:
        return []
    people = await debtor_names(session, association_id)
    found = {code: Choice(code, dict(row.names)) for code, row in CHART.items() if takes_entries(code)}
    for row in await session.execute(text(IN_USE), {"t": association_id}):
        found[row.code] = Choice(row.code, account_names(row.code, row.names), tuple(people.get(row.debtor_id, ())))
    by_code = [each for each in found.values() if each.code.startswith(wanted)]
    by_name = [each for each in found.values() if each not in by_code and _says(each, wanted)]
    return [each for some in (by_code, by_name) for each in sorted(some, key=lambda each: order_of(each.code))][:MOST]


def _says(choice: Choice, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (*choice.people, *choice.names.values()))
