"""Booking a bank line as it was matched: one entry on the bank's day, and the match that says why.

The reference is the line itself (IBAN/year/sequence/line), so the same line is never booked twice; a line that was undone
and decided anew counts on: `…/12#2`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import Fact
from koprogo.models.banking import Match, MatchEvent, MatchInvoice, MatchPart
from koprogo.rules.accounting.bank_facts import BankLine
from koprogo.rules.accounting.match_messages import MatchMessage
from koprogo.services.accounting.accounts import debtor_account
from koprogo.services.accounting.bank.open_items import Settled
from koprogo.services.accounting.bank.refusals import LineHasMoved, NothingToUndo
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, OwnerFact, post_entry, reverse
from koprogo.services.charges.claims.queries import WAITING
from koprogo.services.charges.claims.refusals import ClaimSettled
from koprogo.services.charges.invoices.paid import note_payments

SUSPENSE, TRANSFERS, SUPPLIERS = "499", "58", "4400"
LONGEST_TEXT = 200
LINE = """
SELECT l.id, l.amount, l.day, l.iban, l.name, l.words, l.end_to_end, b.iban AS ours, b.account_id, s.year, s.sequence,
       l.number, l.detail,
       (SELECT count(*) FROM match m WHERE m.association_id = l.association_id AND m.line_id = l.id) AS matches,
       (SELECT m.id FROM match m WHERE m.association_id = l.association_id AND m.line_id = l.id
           AND NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)
       ) AS standing,
       coalesce((SELECT m.target FROM match m WHERE m.association_id = l.association_id AND m.line_id = l.id
           AND NOT EXISTS (SELECT 1 FROM match_event u WHERE u.association_id = m.association_id AND u.match_id = m.id)
       ), '') AS target
  FROM bank_line l JOIN bank_statement s ON s.association_id = l.association_id AND s.id = l.statement_id
  JOIN bank_account b ON b.association_id = s.association_id AND b.id = s.bank_account_id
 WHERE l.association_id = :t AND l.id = ANY(:ids) ORDER BY s.year, s.sequence, l.number, l.detail
"""
ITS_INVOICES = "SELECT invoice_id FROM match_invoice WHERE association_id = :t AND match_id = :m"
SETTLED_A_CLAIM = """
SELECT 1 FROM match m JOIN ledger_account a ON a.association_id = m.association_id AND a.id = m.account_id AND a.code = :code
  JOIN claim_end e ON e.association_id = m.association_id AND e.claim_id = (SELECT r.claim_id FROM claim_receipt r
       WHERE r.association_id = m.association_id AND r.line_id = m.line_id ORDER BY r.seq DESC LIMIT 1)
 WHERE m.association_id = :t AND m.id = :m
"""
STANDING_MATCH = "SELECT id, entry_id, seq FROM match WHERE association_id = :t AND id = :m"


@dataclass(frozen=True)
class LineToBook:
    """A bank line with what booking it needs; `matches` it had before, `standing` is the one that counts."""

    line: BankLine
    ours: str
    account_id: UUID
    year: int
    sequence: int
    number: int
    detail: int
    matches: int
    standing: UUID | None
    target: str
    """Of the standing match; empty without one."""

    @property
    def reference(self) -> str:
        """The line's own name in the books, without how often it was matched."""
        place = f"{self.number}.{self.detail}" if self.detail else str(self.number)
        return f"{self.ours}/{self.year}/{self.sequence}/{place}"


@dataclass(frozen=True)
class Decision:
    """What a line is matched with: exactly what the table `match` says of it."""

    target: str
    reason: MatchMessage
    facts: Mapping[str, Fact]
    kind: str
    debtor_id: UUID | None = None
    rule_id: UUID | None = None
    payment_id: UUID | None = None
    account_id: UUID | None = None
    key_id: UUID | None = None
    """How a cost or an income on this account is shared: by this key, or to `lot_id` alone; by the shares without either."""
    lot_id: UUID | None = None
    parts: tuple[Settled, ...] = ()
    invoices: tuple[tuple[UUID, int], ...] = ()
    """What is paid of each invoice, in signed cents; they sum to what the line takes out."""
    lines: tuple[NewLine, ...] = ()
    """What stands against the bank's side where one account is not enough; `account_id` is then the first of them."""
    refunds_id: UUID | None = None
    """Whose credit a payment of ours gives back; `account_id` is then her account."""
    confirms: bool = False
    by_person: bool = False


async def lines_to_book(session: AsyncSession, association_id: UUID, ids: list[UUID]) -> list[LineToBook]:
    """Return these lines in the order of the bank; ids of others are left out."""
    rows = await session.execute(text(LINE), {"t": association_id, "ids": ids})
    return [
        LineToBook(
            BankLine(row.id, row.amount, row.day, row.iban, row.name, row.words, row.end_to_end, row.ours),
            row.ours, row.account_id, row.year, row.sequence, row.number, row.detail, row.matches, row.standing,
            row.target,
        )
        for row in rows
    ]  # fmt: skip


async def book(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line: LineToBook,
    decision: Decision,
    *,
    day: date,
    at: datetime,
) -> UUID:
    """Post the entry of a decision on a day, write the match, and return its id.

    Raises:
        LineHasMoved: a match stands on this line already.
        NoYear, YearClosed, OnlyClosing: the books do not take this day.
    """
    if line.standing is not None:
        raise LineHasMoved
    match_id, seq = uuid4(), line.matches + 1
    against, owners = await _against(session, association_id, line, decision)
    posted = await post_entry(
        session,
        actor,
        association_id,
        NewEntry(
            journal=Journal.BANK,
            day=day,
            reference=line.reference if seq == 1 else f"{line.reference}#{seq}",
            kind=decision.kind,
            text=_text(line.line),
            lines=(NewLine(line.account_id, line.line.amount, source=("bank_line", line.line.id)), *against),
            owner_items=owners,
        ),
    )
    session.add(_match(match_id, seq, association_id, line, decision, posted.id, actor, at))
    await session.flush()
    session.add_all(
        MatchPart(
            association_id=association_id, match_id=match_id, call_id=each.call_id, entry_id=each.entry_id,
            old_call_id=each.old_call_id, other=each.part.other, reserve=each.part.reserve,
        )
        for each in decision.parts
    )  # fmt: skip
    session.add_all(
        MatchInvoice(association_id=association_id, match_id=match_id, invoice_id=invoice, amount=cents)
        for invoice, cents in decision.invoices
    )
    await session.flush()
    invoices = [invoice for invoice, _ in decision.invoices]
    await note_payments(session, actor, association_id, invoices, entry_id=posted.id, why=line.reference, at=at)
    return match_id


async def unbook(
    session: AsyncSession, actor: Actor, association_id: UUID, line: LineToBook, *, why: str, day: date, at: datetime
) -> None:
    """Undo the match that stands on a line by a counter-entry on a day.

    Raises:
        NothingToUndo: none stands.
        ClaimSettled: it is the indemnity with which a claim was settled.
    """
    if line.standing is None:
        raise NothingToUndo
    found = {"t": association_id, "m": line.standing}
    if await session.scalar(text(SETTLED_A_CLAIM), {**found, "code": WAITING}):
        raise ClaimSettled
    match = (await session.execute(text(STANDING_MATCH), found)).one()
    reference = f"{line.reference}#{match.seq}/undone"
    posted = await reverse(session, actor, association_id, match.entry_id, day, reference, why)
    session.add(
        MatchEvent(
            association_id=association_id, match_id=match.id, what="undone", entry_id=posted.id, why=why, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    invoices = (await session.execute(text(ITS_INVOICES), found)).scalars()
    await note_payments(session, actor, association_id, invoices, entry_id=posted.id, why=why, at=at)


async def _against(
    session: AsyncSession, association_id: UUID, line: LineToBook, decision: Decision
) -> tuple[tuple[NewLine, ...], tuple[OwnerFact, ...]]:
    source = ("bank_line", line.line.id)
    if decision.lines:
        return decision.lines, ()
    if decision.debtor_id is None:
        assert decision.account_id is not None
        if decision.invoices:
            return tuple(
                NewLine(decision.account_id, cents, source=("invoice", invoice)) for invoice, cents in decision.invoices
            ), ()
        cents = -line.line.amount
        hers = (OwnerFact(decision.refunds_id, "other", "refund", cents, source),) if decision.refunds_id else ()
        borne = NewLine(decision.account_id, cents, decision.lot_id, decision.key_id, source=source)
        return (borne,), hers
    lines, owners = [], []
    other = sum(each.part.other for each in decision.parts)
    sign = -1 if line.line.amount > 0 else 1
    for name, cents in (("other", sign * other), ("reserve", -line.line.amount - sign * other)):
        if cents:
            account = await debtor_account(session, association_id, decision.debtor_id, name)
            lines.append(NewLine(account, cents, source=source))
            kind = "receipt" if line.line.amount > 0 else "refund"
            owners.append(OwnerFact(decision.debtor_id, name, kind, cents, source))  # type: ignore[arg-type]
    return tuple(lines), tuple(owners)


def _match(
    match_id: UUID,
    seq: int,
    association_id: UUID,
    line: LineToBook,
    decision: Decision,
    entry_id: UUID,
    actor: Actor,
    at: datetime,
) -> Match:
    return Match(
        id=match_id, association_id=association_id, line_id=line.line.id, seq=seq, target=decision.target,
        reason=decision.reason.name.lower(), facts=dict(decision.facts), debtor_id=decision.debtor_id,
        rule_id=decision.rule_id, payment_id=decision.payment_id, account_id=decision.account_id, entry_id=entry_id,
        confirms=decision.confirms, by_person=decision.by_person, at=at, by_id=actor.person_id,
    )  # fmt: skip


def _text(line: BankLine) -> str:
    said = " ".join(part for part in (line.name, line.words) if part)
    return (said or line.iban or line.end_to_end or "–")[:LONGEST_TEXT]
