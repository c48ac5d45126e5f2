"""Matching the lines of an association and booking what comes of it; what the books do not take yet stays unbooked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.rules.accounting.bank_facts import Answer, Target
from koprogo.rules.accounting.matching import match_lines
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code, look_up_accounts
from koprogo.services.accounting.bank.booking import SUSPENSE, TRANSFERS, Decision, LineToBook, book, lines_to_book
from koprogo.services.accounting.bank.known import known_to
from koprogo.services.accounting.bank.open_items import OpenItem, open_items, settled
from koprogo.services.accounting.bank.outgoing import decision_to_close
from koprogo.services.accounting.bank.turns import lock_matching
from koprogo.services.accounting.refusals import NoYear, OnlyClosing, YearClosed

WAITING = """
SELECT l.id FROM bank_line l WHERE l.association_id = :t AND l.id NOT IN (SELECT m.line_id FROM match m
        WHERE m.association_id = :t AND m.id NOT IN (SELECT u.match_id FROM match_event u WHERE u.association_id = :t))
"""
"""Sets, not a look per line: a table nobody analysed yet would be read once for each of its lines."""
KINDS = {
    Target.DEBTOR: "receipt",
    Target.RULE: "bank_rule",
    Target.OWN: "transfer",
    Target.SUSPENSE: "suspense",
}
OF_RULE = "SELECT account_id, key_id FROM bank_rule WHERE association_id = :t AND id = :r"


@dataclass(frozen=True)
class Matched:
    """What a run did: lines with what they belong to, lines waiting for a person, lines the books do not take yet."""

    matched: int = 0
    to_person: int = 0
    unbooked: int = 0


async def match_waiting(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> Matched:
    """Match and book every line on which no match stands (syndic, accountant). Safe to repeat.

    A line whose day no open fiscal year covers is left as it is.
    """
    require(actor, "books.write", association_id)
    await lock_matching(session, association_id)
    ids = list((await session.execute(text(WAITING), {"t": association_id})).scalars())
    lines = [line for line in await lines_to_book(session, association_id, ids) if not line.matches]
    bank_lines = [each.line for each in lines]
    answers = match_lines(bank_lines, await known_to(session, association_id, bank_lines))
    items = {each.item.id: each for each in await open_items(session, association_id)}
    if lines:
        await look_up_accounts(session, association_id)
    matched = to_person = unbooked = 0
    for line, answer in zip(lines, answers, strict=True):
        try:
            await _book(session, actor, association_id, line, answer, items, at)
        except (NoYear, YearClosed, OnlyClosing):
            unbooked += 1
            continue
        matched += not answer.to_person
        to_person += answer.to_person
    await audit.record(
        session, actor, association_id, "bank.lines.matched", matched=matched, to_person=to_person, unbooked=unbooked
    )
    return Matched(matched, to_person, unbooked)


async def _book(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    line: LineToBook,
    answer: Answer,
    items: Mapping[UUID, OpenItem],
    at: datetime,
) -> None:
    if answer.target is Target.ORDER:
        assert answer.subject is not None, "an order is closed by its id"
        decision = await decision_to_close(session, association_id, answer.subject, answer.reason, answer.facts)
    else:
        account, key = await _account(session, association_id, answer)
        decision = Decision(
            target=answer.target.value,
            reason=answer.reason,
            facts=answer.facts,
            kind=KINDS[answer.target],
            debtor_id=answer.subject if answer.target is Target.DEBTOR else None,
            rule_id=answer.subject if answer.target is Target.RULE else None,
            account_id=account,
            key_id=key,
            parts=settled(answer.parts, items),
            confirms=answer.teaches,
        )
    await book(session, actor, association_id, line, decision, day=line.line.day, at=at)


async def _account(session: AsyncSession, association_id: UUID, answer: Answer) -> tuple[UUID | None, UUID | None]:
    """Return what stands against the bank, and the key of a rule; a debtor's accounts follow from the parts."""
    if answer.target is Target.DEBTOR:
        return None, None
    if answer.target is Target.RULE:
        found = (await session.execute(text(OF_RULE), {"t": association_id, "r": answer.subject})).one()
        return found.account_id, found.key_id
    code = TRANSFERS if answer.target is Target.OWN else SUSPENSE
    return await account_by_code(session, association_id, code), None
