"""Writing budgets: versions that are never changed, put on an agenda, and in force once the assembly carried them.

Two budgets in one (art. 3.89 §5, 16°): ordinary and extraordinary lines, with the contribution to the reserve fund and,
where it is raised, a part for the working fund.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money, total
from koprogo.core.period import add_months
from koprogo.core.permissions import require
from koprogo.models.charges import Budget, BudgetEvent, BudgetLine
from koprogo.rules.accounting.chart import is_result, takes_entries
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bearers import HAS_ENDED
from koprogo.services.accounting.refusals import UnknownCode
from koprogo.services.charges.refusals import BudgetNotVoted, BudgetStays

ORDINARY, EXTRAORDINARY, RESERVE, WORKING = PARTS = ("ordinary", "extraordinary", "reserve", "working")
FUND_ACCOUNT = {RESERVE: "160", WORKING: "100"}
"""Money for a fund is no cost: it stands on the fund (practice, the annex has no account for either)."""
RHYTHMS = (1, 2, 4, 12)
MOST_LINES = 200
LONGEST_WORDS = 120
LARGEST = 10**13
LONGEST_YEAR = 24
LOCK = "SELECT pg_advisory_xact_lock(36, hashtext(:t))"
STANDS = "SELECT what, item_id FROM budget_event WHERE budget_id = :b ORDER BY seq DESC LIMIT 1"
ADD_EVENT = "SELECT coalesce(max(seq), 0) + 1 FROM budget_event WHERE budget_id = :b"
KNOWN = "SELECT 1 FROM budget WHERE id = :b AND association_id = :t"
YEARS = """
SELECT starts, next_starts FROM budget WHERE association_id = :t AND starts < :until AND next_starts > :since
   AND (starts, next_starts) <> (:since, :until) LIMIT 1
"""
NEXT = "SELECT coalesce(max(version), 0) + 1 FROM budget WHERE association_id = :t AND starts = :starts"
KEYS = "SELECT id, until FROM apportionment_key WHERE association_id = :t"
CARRIED = """
SELECT carried FROM result WHERE association_id = :t AND item_id = :i AND about = 'text' ORDER BY round DESC LIMIT 1
"""


@dataclass(frozen=True)
class LineDraft:
    """One line as it is wanted: `account` is a code, `words` per language stand for the account's name if given."""

    part: str
    account: str
    amount: Money
    key_id: UUID | None = None
    once: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class BudgetDraft:
    """A budget as it is wanted; `next_starts` is exclusive, `index_hundredths` of a per cent if it was proposed by one."""

    starts: date
    next_starts: date
    instalments: int
    lines: Sequence[LineDraft]
    index_hundredths: int | None = None


async def save_budget(
    session: AsyncSession, actor: Actor, association_id: UUID, *, draft: BudgetDraft, at: datetime
) -> UUID:
    """Write the next version of the budget of a year and return its id (syndic, accountant).

    Raises:
        BadInput: all that is wrong with the year, the rhythm or the lines.
    """
    require(actor, "books.write", association_id)
    await session.execute(text(LOCK), {"t": str(association_id)})
    if problems := [*_problems(draft), *await _known_problems(session, association_id, draft)]:
        raise BadInput(*problems)
    accounts = await _accounts(session, association_id, draft.lines)
    version = await session.scalar(text(NEXT), {"t": association_id, "starts": draft.starts})
    row = Budget(
        id=uuid4(), association_id=association_id, starts=draft.starts, next_starts=draft.next_starts,
        version=version, instalments=draft.instalments, index_hundredths=draft.index_hundredths, at=at,
        by_id=actor.person_id,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(
        BudgetLine(
            association_id=association_id, budget_id=row.id, number=number, part=line.part, account_id=account,
            key_id=line.key_id, amount=line.amount.cents, once=line.once, words=_said(line.words),
        )
        for number, (line, account) in enumerate(zip(draft.lines, accounts, strict=True), start=1)
    )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, association_id, "budget.saved", row.id, year=draft.starts.year, version=version,
        cents=total(line.amount for line in draft.lines).cents,
    )  # fmt: skip
    return row.id


async def discard_budget(
    session: AsyncSession, actor: Actor, association_id: UUID, budget_id: UUID, *, at: datetime
) -> None:
    """Throw a version away that is not in force; twice is once (syndic, accountant).

    Raises:
        BudgetStays: it is in force.
    """
    require(actor, "books.write", association_id)
    what, _ = await standing(session, association_id, budget_id)
    if what == "discarded":
        return
    if what == "in_force":
        raise BudgetStays
    await add_event(session, actor, association_id, budget_id, "discarded", at=at)


async def take_into_force(
    session: AsyncSession, actor: Actor, association_id: UUID, budget_id: UUID, *, at: datetime, act: str = ""
) -> None:
    """Let a budget be called from now on; twice is once (syndic).

    It was carried as a point of an assembly; or, for an association that comes here in mid-year, `act` names the
    minutes of the assembly that voted it.

    Raises:
        BudgetNotVoted: its point is not carried, and no minutes are named.
        BudgetStays: it was thrown away.
    """
    require(actor, "association.change", association_id)
    what, item_id = await standing(session, association_id, budget_id)
    if what == "in_force":
        return
    if what == "discarded":
        raise BudgetStays
    if item_id is not None:
        if not await session.scalar(text(CARRIED), {"t": association_id, "i": item_id}):
            raise BudgetNotVoted
        await add_event(session, actor, association_id, budget_id, "in_force", at=at, item_id=item_id)
        return
    if not act.strip():
        raise BudgetNotVoted
    if len(act.strip()) > LONGEST_WORDS:
        raise BadInput(Problem("act", "Shorten this to {most} characters.", {"most": LONGEST_WORDS}))
    await add_event(session, actor, association_id, budget_id, "in_force", at=at, act=act.strip())


async def standing(session: AsyncSession, association_id: UUID, budget_id: UUID) -> tuple[str, UUID | None]:
    """Lock the budgets of an association and return where one stands, and its point; NotFound for one of others."""
    await session.execute(text(LOCK), {"t": str(association_id)})
    if await session.scalar(text(KNOWN), {"b": budget_id, "t": association_id}) is None:
        raise NotFound
    row = (await session.execute(text(STANDS), {"b": budget_id})).first()
    return (row.what, row.item_id) if row else ("draft", None)


async def add_event(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    budget_id: UUID,
    what: str,
    *,
    at: datetime,
    item_id: UUID | None = None,
    act: str = "",
) -> None:
    """Write what became of a budget, and the line of the log that tells it."""
    seq = await session.scalar(text(ADD_EVENT), {"b": budget_id})
    session.add(
        BudgetEvent(
            association_id=association_id, budget_id=budget_id, seq=seq, what=what, item_id=item_id, act=act, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, f"budget.{what}", budget_id)


async def _accounts(session: AsyncSession, association_id: UUID, lines: Sequence[LineDraft]) -> list[UUID]:
    found, problems = [], []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(await account_by_code(session, association_id, FUND_ACCOUNT.get(line.part, line.account)))
        except UnknownCode as refusal:
            problems += [Problem(f"line_{number}", each.message_id, each.facts) for each in refusal.problems]
    if problems:
        raise BadInput(*problems)
    return found


async def _known_problems(session: AsyncSession, association_id: UUID, draft: BudgetDraft) -> list[Problem]:
    found = []
    facts = {"t": association_id, "since": draft.starts, "until": draft.next_starts}
    if (row := (await session.execute(text(YEARS), facts)).first()) is not None:
        days = {"since": row.starts.isoformat(), "until": row.next_starts.isoformat()}
        found.append(
            Problem(
                "starts",
                "Another budget covers {since} to {until} already. Take the same first day, or one after it.",
                days,
            )
        )
    known = {row.id: row.until for row in await session.execute(text(KEYS), {"t": association_id})}
    for number, line in enumerate(draft.lines, start=1):
        if line.key_id is None:
            continue
        if line.key_id in known and (until := known[line.key_id]) is not None and until <= draft.starts:
            found.append(Problem(f"line_{number}", HAS_ENDED, {"day": until.isoformat()}))
        elif line.key_id not in known:
            found.append(Problem(f"line_{number}", "Line {line}: choose a key of this association.", {"line": number}))
    return found


def _problems(draft: BudgetDraft) -> Iterator[Problem]:
    if not draft.starts < draft.next_starts <= add_months(draft.starts, LONGEST_YEAR):
        yield Problem(
            "starts", "A budget covers one day to two years: choose its first day and the day after its last."
        )
    if draft.instalments not in RHYTHMS:
        yield Problem("instalments", "Choose one, two, four or twelve instalments.")
    if not 0 < len(draft.lines) <= MOST_LINES:
        yield Problem("lines", "Write between 1 and {most} lines.", {"most": MOST_LINES})
    elif total(line.amount for line in draft.lines) <= ZERO:
        yield Problem("lines", "A budget asks for more than it brings in: its lines add up to more than 0.")
    for number, line in enumerate(draft.lines, start=1):
        yield from _line_problems(line, number)


def _line_problems(line: LineDraft, number: int) -> Iterator[Problem]:
    where, facts = f"line_{number}", {"line": number}
    if line.part not in PARTS:
        yield Problem(
            where,
            "Line {line}: choose what it is for: ordinary, extraordinary, the reserve fund or the working fund.",
            facts,
        )
    elif line.part not in FUND_ACCOUNT and not (takes_entries(line.account) and is_result(line.account)):
        yield Problem(where, "Line {line}: choose an account of costs or income, such as 61050.", facts)
    if line.amount == ZERO or abs(line.amount.cents) > LARGEST:
        yield Problem(where, "Line {line}: write an amount other than 0.", facts)
    elif line.part in FUND_ACCOUNT and line.amount < ZERO:
        yield Problem(where, "Line {line}: what goes into a fund is more than 0.", facts)
    if any(len(each) > LONGEST_WORDS for each in line.words.values()):
        yield Problem(where, "Line {line}: write a shorter name.", facts)


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {language: each.strip() for language, each in words.items() if each.strip()}
