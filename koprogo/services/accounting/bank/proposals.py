"""A line that waits, with the owners it may be from beside it, and what each of them owes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import NotFound
from koprogo.core.permissions import require
from koprogo.rules.accounting.bank_facts import BankLine
from koprogo.rules.accounting.candidates import candidates
from koprogo.rules.accounting.match_desk import Desk
from koprogo.services.accounting.bank.known import known_to, open_calls
from koprogo.services.accounting.bank.queries import LineRow, lines

LOTS = """
SELECT d.debtor_id, array_agg(DISTINCT l.number ORDER BY l.number) AS lots
  FROM debtor_person d JOIN holding h ON h.association_id = d.association_id AND h.person_id = d.person_id
  JOIN lot l ON l.association_id = h.association_id AND l.id = h.lot_id
 WHERE d.association_id = :t AND h.since <= :day AND (h.until IS NULL OR h.until > :day) GROUP BY d.debtor_id
"""


@dataclass(frozen=True)
class OpenCallRow:
    """A call of which something is open; cents."""

    call_id: UUID
    reference: str
    due: date
    open: int


@dataclass(frozen=True)
class Proposal:
    """An owner who may have paid: what speaks for her, what she owes (cents), and the calls the amount would settle."""

    debtor_id: UUID
    names: str
    lots: tuple[str, ...]
    clues: tuple[str, ...]
    owes: int
    fits: tuple[UUID, ...]
    calls: tuple[OpenCallRow, ...]


@dataclass(frozen=True)
class LineToDecide:
    """One line with its proposals, the likeliest first, and every owner of the books for the list below them."""

    line: LineRow
    proposals: tuple[Proposal, ...]
    owners: tuple[tuple[UUID, str], ...]


async def line_to_decide(
    session: AsyncSession, actor: Actor, association_id: UUID, line_id: UUID, *, today: date
) -> LineToDecide:
    """Return a line with who may have paid it (whoever reads the books).

    Raises:
        NotFound: no such line here.
    """
    require(actor, "books.read", association_id)
    found = await lines(session, actor, association_id, today=today, line_id=line_id)
    if not found:
        raise NotFound
    row = found[0]
    line = BankLine(row.id, row.amount, row.day, row.iban, row.name, row.words)
    desk = Desk(await known_to(session, association_id, [line]))
    calls = await open_calls(session, association_id)
    lots = {
        each.debtor_id: tuple(each.lots)
        for each in await session.execute(text(LOTS), {"t": association_id, "day": today})
    }
    names = {debtor.id: ", ".join(debtor.names) for debtor in desk.known.debtors}
    by_item = {each.item.id: each for each in calls}
    proposals = tuple(
        Proposal(
            debtor_id=each.debtor,
            names=names[each.debtor],
            lots=lots.get(each.debtor, ()),
            clues=tuple(clue.value for clue in each.clues),
            owes=sum(item.open for item in desk.items.of(each.debtor)),
            fits=tuple(by_item[item.id].call_id for item in each.fits),
            calls=tuple(
                OpenCallRow(by_item[item.id].call_id, by_item[item.id].reference, item.due, item.open)
                for item in desk.items.of(each.debtor)
            ),
        )
        for each in candidates(line, desk)
    )
    owners = tuple(sorted(names.items(), key=lambda each: each[1].casefold()))
    return LineToDecide(row, proposals, owners)
