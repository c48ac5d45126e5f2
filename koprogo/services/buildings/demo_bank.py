"""The bank of the demo building: two accounts, a rule for fees, and three statements as a bank would send them.

The first pays what was called before, each owner with her permanent number; the second answers the newest call in every
way people do; the third is the reserve account's. They come in through the door that people use, as CODA files.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.adapters.coda_writer import FEES, Written, statement
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.numbers import format_structured
from koprogo.services.accounting.bank.accounts import bank_accounts, enter_bank_account
from koprogo.services.accounting.bank.importing import import_coda
from koprogo.services.accounting.bank.rules import enter_rule

RESERVE = "BE43068999999501"
"""From the examples of the banks' standard, as the current account's: nobody's."""
SWEPT, FEE = 60_000, 850
OWED = """
SELECT l.debtor_id, string_agg(DISTINCT p.name, ' / ') AS name, d.number AS place,
       (SELECT r.number FROM payment_reference r WHERE r.association_id = l.association_id AND r.debtor_id = l.debtor_id
           AND r.call_id IS NULL) AS permanent,
       (SELECT r.number FROM payment_reference r WHERE r.association_id = l.association_id AND r.debtor_id = l.debtor_id
           AND r.call_id = :newest) AS number,
       coalesce((SELECT sum(e.amount) FROM call_line e WHERE e.association_id = l.association_id
           AND e.debtor_id = l.debtor_id AND e.call_id <> :newest), 0) AS earlier,
       coalesce((SELECT sum(e.amount) FROM call_line e WHERE e.association_id = l.association_id
           AND e.debtor_id = l.debtor_id AND e.call_id = :newest), 0) AS newest
  FROM call_line l JOIN debtor d ON d.association_id = l.association_id AND d.id = l.debtor_id
  JOIN debtor_person q ON q.association_id = l.association_id AND q.debtor_id = l.debtor_id
  JOIN person p ON p.id = q.person_id
 WHERE l.association_id = :t GROUP BY l.association_id, l.debtor_id, d.number ORDER BY d.number
"""
NEWEST = "SELECT id, called_on FROM call WHERE association_id = :t ORDER BY called_on DESC, reference DESC LIMIT 1"


async def load(syndic: Actor, association_id: UUID, *, at: datetime) -> None:
    """Enter what is missing and take the statements in; called once, after the calls of the building."""
    async with db.tenant_session(syndic, association_id) as session:
        ours, old, reserve_old = await _accounts(session, syndic, association_id, at)
        newest = (await session.execute(text(NEWEST), {"t": association_id})).one()
        owed = (await session.execute(text(OWED), {"t": association_id, "newest": newest.id})).all()
    before = max(newest.called_on - timedelta(days=10), date(newest.called_on.year, 1, 2))
    after = min(newest.called_on + timedelta(days=20), legal_day(at))
    first, second = _earlier(owed, before), _newest(owed, after)
    middle = old + sum(move.amount for move in first)
    swept = [Written(SWEPT, after, ours, "", "Fonds de réserve / Reservekapitaal")]
    content = (
        statement(ours, 1, old, first, day=before, is_last=False)
        + statement(ours, 2, middle, second, day=after, old_day=before, is_last=False)
        + statement(RESERVE, 1, reserve_old, swept, day=after)
    )
    await import_coda(syndic, content=content, name=f"CODA-{after:%Y%m%d}.cod", at=at)


async def _accounts(session: AsyncSession, syndic: Actor, association_id: UUID, at: datetime) -> tuple[str, int, int]:
    """Return the current account and what the books say of both, as the bank's balances before the first statement."""
    here = (session, syndic, association_id)
    if not any(row.purpose == "reserve" for row in await bank_accounts(*here)):
        await enter_bank_account(*here, number=RESERVE, purpose="reserve", name="Compte d’épargne", at=at)
    await enter_rule(*here, name="Frais bancaires", account="6500", incoming=False, words=["frais de gestion"], at=at)
    rows = {row.purpose: row for row in await bank_accounts(*here)}
    return rows["current"].iban, rows["current"].booked, rows["reserve"].booked


def _iban(place: int) -> str:
    """Return the account of the owner of a place: right in its check digits, nobody's."""
    plain = f"{3_770_000_000 + 97 * place:010d}"
    plain += f"{int(plain) % 97 or 97:02d}"
    return f"BE{98 - int(plain + '111400') % 97:02d}{plain}"


def _earlier(owed: Sequence[Any], day: date) -> list[Written]:
    """Everybody but two has paid what was called before."""
    return [
        Written(int(row.earlier), day, _iban(row.place), row.name, structured=row.permanent)
        for place, row in enumerate(owed)
        if row.earlier > 0 and place % 31 != 5
    ]


def _newest(owed: Sequence[Any], day: date) -> list[Written]:
    """The newest call: most by its number, some mistyped, some without any, some in part or twice, one of a stranger."""
    moves = [Written(-FEE, day, words="FRAIS DE GESTION DU COMPTE", code=FEES)]
    for place, row in enumerate(row for row in owed if row.newest > 0):
        cents, who = int(row.newest), (_iban(row.place), row.name)
        if place % 9 == 8:
            continue
        if place % 13 == 4:
            moves.append(Written(cents, day, *who, "Provision copropriété"))
        elif place % 13 == 7:
            moves.append(Written(cents, day, *who, format_structured(_mistyped(row.number))))
        elif place % 17 == 6:
            moves.append(Written(cents // 2, day, *who, structured=row.number))
        elif place % 23 == 9:
            moves += [Written(cents, day, *who, structured=row.number)] * 2
        elif place % 11 == 3:
            moves.append(Written(cents, day, _iban(900 + place), "Étude du notaire", f"pour {row.name[:30]}"))
        else:
            moves.append(Written(cents, day, *who, structured=row.number))
    moves.append(Written(12_500, day, _iban(990), "Immo Horizon", "loyer garage"))
    moves.append(Written(-SWEPT, day, RESERVE, "", "Fonds de réserve / Reservekapitaal"))
    return moves


def _mistyped(number: str) -> str:
    """Return a number with its fifth digit one too high."""
    return number[:4] + str((int(number[4]) + 1) % 10) + number[5:]
