"""How the accounts of a year were audited and voted: by whom here, or by which paper of elsewhere.

The assembly approves the accounts that the syndic draws up (art. 3.87 §8, 3.89 §5, 15°). Held here, its point says so by its
result; held before KoproGo or on paper, the words that name its minutes and its day do. That the auditor looked at them
(art. 3.91) is her own word; the syndic, whom she controls, names her report instead.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.services.accounting.refusals import AccountsNotRejected, AccountsNotVoted

KIND = "approve_annual_accounts"
LONGEST = 120
VOTES = """
SELECT i.id, a.day, i.number, i.title, r.carried FROM agenda_item i
  JOIN assembly a ON a.association_id = i.association_id AND a.id = i.assembly_id
  JOIN LATERAL (SELECT x.carried FROM result x WHERE x.association_id = i.association_id AND x.item_id = i.id
                   AND x.about = 'text' ORDER BY x.round DESC LIMIT 1) r ON true
 WHERE i.association_id = :t AND i.kind = :kind ORDER BY a.day DESC, i.number
"""
TODAY = "SELECT (clock_timestamp() AT TIME ZONE 'Europe/Brussels')::date"


@dataclass(frozen=True)
class AccountsVote:
    """A point that an assembly here voted annual accounts on; `title` per language."""

    item_id: UUID
    day: date
    number: int
    title: dict[str, str]
    carried: bool


async def accounts_votes(session: AsyncSession, actor: Actor, association_id: UUID) -> list[AccountsVote]:
    """Return the points on which annual accounts were carried or rejected, the newest first (who reads the figures)."""
    require(actor, "figures.read", association_id)
    return await _votes(session, association_id)


async def check_vote(
    session: AsyncSession, association_id: UUID, *, ended: date, item_id: UUID | None, act: str, day: date | None
) -> dict[str, str]:
    """Hold the vote on the accounts of a year against what is known; return what its event keeps. Asks for no permission.

    Args:
        ended: the first day after the year; the assembly that votes it here is not before.
        act, day: without a point, which minutes say so, and the day of that assembly.

    Raises:
        AccountsNotVoted: the point is none of this association's, of another kind, too early or not carried; or nothing is
            named; or an assembly held here voted accounts on that day, so its point says it.
        BadInput: words without a day, a day without words or to come, or too many words.
    """
    known = await _votes(session, association_id)
    words = " ".join(act.split())
    if item_id is not None:
        if not any(each.item_id == item_id and each.carried and each.day >= ended for each in known):
            raise AccountsNotVoted
        return {}
    if not words and day is None:
        raise AccountsNotVoted
    problems = []
    if not 0 < len(words) <= LONGEST:
        problems.append(
            Problem("act", "Write which minutes say so, in at most {most} characters.", {"most": LONGEST})
        )  # fmt: skip
    if day is None or day > await session.scalar(text(TODAY)):
        problems.append(Problem("day", "Choose the day of that assembly; it is not to come."))
    if problems or day is None:
        raise BadInput(*problems)
    if any(each.day == day for each in known):
        raise AccountsNotVoted
    return {"act": words, "day": day.isoformat()}


async def check_report(session: AsyncSession, *, act: str, day: date | None) -> dict[str, str]:
    """Hold what a syndic names of an auditor's report; return what its event keeps. Asks for no permission.

    Raises:
        BadInput: no words that name it or too many, no day, or one to come.
    """
    words, problems = " ".join(act.split()), []
    if not 0 < len(words) <= LONGEST:
        problems.append(
            Problem("act", "Write which report of the auditor says so, in at most {most} characters.", {"most": LONGEST})
        )  # fmt: skip
    if day is None or day > await session.scalar(text(TODAY)):
        problems.append(Problem("day", "Choose the day of that report; it is not to come."))
    if problems or day is None:
        raise BadInput(*problems)
    return {"act": words, "day": day.isoformat()}


async def check_rejection(session: AsyncSession, association_id: UUID, *, ended: date, item_id: UUID) -> None:
    """Hold a point against the rejection of the accounts of days that ended. Asks for no permission.

    Raises:
        AccountsNotRejected: it is none of this association's, of another kind, too early, or it was carried.
    """
    known = await _votes(session, association_id)
    if not any(each.item_id == item_id and not each.carried and each.day >= ended for each in known):
        raise AccountsNotRejected


async def _votes(session: AsyncSession, association_id: UUID) -> list[AccountsVote]:
    rows = await session.execute(text(VOTES), {"t": association_id, "kind": KIND})
    return [AccountsVote(row.id, row.day, row.number, row.title, row.carried) for row in rows]
