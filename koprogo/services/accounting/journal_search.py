"""What is looked for in the journal: each word in a voucher's text, reference or number, an account, an owner or an amount.

Every word must be found, in whatever place. A search stays within the days that are shown: the vouchers and lines of those
days are what the database looks through.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.numbers import structured_communication
from koprogo.services.accounting.labels import account_names, debtor_names

LONGEST = 100
MOST_WORDS = 6
BIGGEST, MOST_CENTS = 2**31 - 1, 2**63 - 1
"""Of a voucher's number, and of an amount: nothing beyond them was ever booked."""
ACCOUNTS = "SELECT id, code, names, debtor_id FROM ledger_account WHERE association_id = :t"
GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?=[.,]\d{2}(?!\d))")
"""The thousands of an amount as French writes them: one word, not two."""
AMOUNT = re.compile(r"[+\-\u2212]?(\d{1,3}(?:[.,\u00a0\u202f]\d{3})+|\d{1,12})(?:[.,](\d{2}))?")
PLACE = """
   AND (e.text ILIKE :like_{n} OR e.reference ILIKE :like_{n} OR e.number = CAST(:number_{n} AS integer)
        OR e.id IN (SELECT l.entry_id FROM entry_line l
                     WHERE l.association_id = :t AND l.day >= :starts AND l.day < :until
                       AND (l.account_id = ANY (CAST(:accounts_{n} AS uuid[]))
                            OR abs(l.amount) = CAST(:cents_{n} AS bigint))))
"""


@dataclass(frozen=True)
class Search:
    """A condition on `entry e` of a query that has `:t`, `:starts` and `:until`, and what fills it; empty for no words."""

    condition: str
    facts: Mapping[str, Any]


async def search_for(session: AsyncSession, association_id: UUID, wanted: str) -> Search:
    """Return what finds the vouchers in which each word of `wanted` stands (the first six words, a hundred characters)."""
    words = words_of(wanted)
    if not words:
        return Search("", {})
    people = await debtor_names(session, association_id)
    accounts = [
        (row.id, row.code, [*account_names(row.code, row.names).values(), *people.get(row.debtor_id, ())])
        for row in await session.execute(text(ACCOUNTS), {"t": association_id})
    ]
    condition, facts = "", dict[str, Any]()
    for place, word in enumerate(words):
        condition += PLACE.format(n=place)
        facts |= {f"{name}_{place}": value for name, value in _places(word, accounts).items()}
    return Search(condition, facts)


def words_of(wanted: str) -> list[str]:
    """Return the words to look for, an amount with its thousands as one.

    >>> words_of(" Ascenseur  1 234,56 ")
    ['Ascenseur', '1234,56']
    """
    joined = GROUPED.sub(lambda found: re.sub(r"\D", "", found[0]), wanted[:LONGEST].replace("\x00", " "))
    return joined.split()[:MOST_WORDS]


def cents_of(word: str) -> int | None:
    """Return the cents a word may mean, without its sign; None for none.

    >>> cents_of("1.234,56"), cents_of("-45"), cents_of("F-1")
    (123456, 4500, None)
    """
    found = AMOUNT.fullmatch(word.strip("€"))
    cents = int(re.sub(r"\D", "", found[1])) * 100 + int(found[2] or 0) if found else 0
    return cents if found and cents <= MOST_CENTS else None


def _places(word: str, accounts: Sequence[tuple[UUID, str, Sequence[str]]]) -> dict[str, Any]:
    number = int(word) if word.isascii() and word.isdigit() and int(word) <= BIGGEST else None
    folded = _folded(word)
    return {
        "like": f"%{_literally(_as_stored(word))}%",
        "number": number,
        "cents": cents_of(word),
        "accounts": [
            each for each, code, names in accounts
            if code.startswith(word) or (number is None and any(folded in _folded(name) for name in names))
        ],
    }  # fmt: skip


def _as_stored(word: str) -> str:
    """Return a structured communication as banks send it; any other word as it is."""
    try:
        return structured_communication(word)
    except ValueError:
        return word


def _literally(word: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", word)


def _folded(name: str) -> str:
    """Return a name without accents and capitals."""
    return "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each)).casefold()
