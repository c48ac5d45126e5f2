"""A claim on an insurer from its damage to its end: what is known of it, its indemnity, who bears what is left.

Nothing is overwritten: what becomes known later is a version. Its invoices wait on account 4996 and not among the costs; the
indemnity comes off there; what is left is booked as a cost of who bears it, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.money import ZERO, Money
from koprogo.core.permissions import require
from koprogo.i18n.messages import message
from koprogo.models.claims import Claim, ClaimEnd, ClaimLot, ClaimReceipt, ClaimVersion
from koprogo.rules.accounting.closing import Journal
from koprogo.rules.charges.claims import Borne, borne
from koprogo.services import audit
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.bank.deciding import Wish, decide
from koprogo.services.accounting.bearers import key_problem
from koprogo.services.accounting.post_entry import NewEntry, NewLine, Posted, post_entry
from koprogo.services.accounting.reserved import CLAIM
from koprogo.services.charges.claims.queries import OPEN_DRAFTS, WAITING, lock_claims, sums_of
from koprogo.services.charges.claims.refusals import ClaimSettled, InvoicesOpen, NoIndemnity

PRIVATE, DEDUCTIBLE, INCOME = "643", "6147", "744"
LONGEST = {"words": 300, "insurer": 120, "policy": 60, "reference": 60, "source": 300}
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM claim WHERE association_id = :t"
LOTS = "SELECT id FROM lot WHERE association_id = :t AND id = ANY (:ids)"
NEWEST = """
SELECT c.number, c.happened_on, c.words, v.version, v.insurer, v.policy, v.reference, v.expected, v.deductible, v.lot_id,
       v.source, EXISTS (SELECT 1 FROM claim_end e WHERE e.claim_id = c.id) AS ended, s.languages[1] AS language
  FROM claim c JOIN claim_version v ON v.association_id = c.association_id AND v.claim_id = c.id
  JOIN association s ON s.id = c.association_id
 WHERE c.association_id = :t AND c.id = :c ORDER BY v.version DESC LIMIT 1
"""
NEXT_RECEIPT = "SELECT coalesce(max(seq), 0) + 1 FROM claim_receipt WHERE association_id = :t AND line_id = :l"
HELD = """
SELECT 1 FROM holding WHERE association_id = :t AND lot_id = :lot AND since <= :day AND (until IS NULL OR until > :day)
 LIMIT 1
"""
NOBODY = (
    "Nobody held this lot on the day of the damage. Enter who did, or note that the association bears the deductible."
)
AMOUNT = "SELECT amount FROM bank_line WHERE association_id = :t AND id = :l"


@dataclass(frozen=True)
class Known:
    """What is known of a claim: `lot_id` of the owner who bears the deductible, None for the association."""

    insurer: str
    policy: str = ""
    reference: str = ""
    expected: Money = ZERO
    deductible: Money = ZERO
    lot_id: UUID | None = None
    source: str = ""


async def open_claim(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    happened_on: date,
    words: str,
    known: Known,
    at: datetime,
    lots: Sequence[UUID] = (),
) -> UUID:
    """Open a claim and return its id (syndic, accountant). `lots`: those the damage touched.

    Raises:
        BadInput: everything missing or too long, or a day to come.
        NotFound: no such lot here.
    """
    require(actor, "books.write", association_id)
    said = " ".join(words.split())
    problems = _problems(known)
    if not 0 < len(said) <= LONGEST["words"]:
        problems.append(
            Problem("words", "Write in {most} characters at most what was damaged.", {"most": LONGEST["words"]})
        )
    if happened_on > legal_day(at):
        problems.append(Problem("happened_on", "Choose today or a day before."))
    if problems:
        raise BadInput(*problems)
    wanted = {*lots, *([known.lot_id] if known.lot_id else [])}
    await _lots_here(session, association_id, wanted)
    await lock_claims(session, association_id)
    made = Claim(
        id=uuid4(), association_id=association_id, number=await session.scalar(text(NEXT), {"t": association_id}) or 1,
        happened_on=happened_on, words=said, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(made)
    await session.flush()
    session.add_all(
        ClaimLot(id=uuid4(), association_id=association_id, claim_id=made.id, lot_id=each)
        for each in sorted(wanted, key=str)
    )
    await _version(session, actor, association_id, made.id, known, 1, at)
    await audit.record(session, actor, association_id, "claim.opened", made.id, number=made.number)
    return made.id


async def change_claim(
    session: AsyncSession, actor: Actor, association_id: UUID, claim_id: UUID, *, known: Known, at: datetime
) -> None:
    """Note what is known by now: the insurer's number, what it pays, the deductible and who bears it (syndic, accountant).

    Raises:
        NotFound: no such claim or lot here.
        ClaimSettled: it ended.
        BadInput: everything missing or too long.
    """
    require(actor, "books.write", association_id)
    await lock_claims(session, association_id)
    row = await _standing(session, association_id, claim_id)
    if problems := _problems(known):
        raise BadInput(*problems)
    await _lots_here(session, association_id, {known.lot_id} if known.lot_id else set())
    await _version(session, actor, association_id, claim_id, known, row.version + 1, at)
    await audit.record(session, actor, association_id, "claim.changed", claim_id, version=row.version + 1)


async def receive(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    claim_id: UUID,
    line_id: UUID,
    *,
    seen: UUID | None,
    today: date,
    at: datetime,
) -> None:
    """Name a bank line as the indemnity of a claim (syndic, accountant); `seen`: the match she saw on it.

    Raises:
        NotFound: no such claim or line here.
        ClaimSettled, NoIndemnity: the claim ended, or another one with this line; or the money went out.
        and what `bank.deciding.decide` raises.
    """
    require(actor, "books.write", association_id)
    await lock_claims(session, association_id)
    await _standing(session, association_id, claim_id)
    facts = {"t": association_id, "l": line_id}
    amount = await session.scalar(text(AMOUNT), facts)
    if amount is None:
        raise NotFound
    if amount <= 0:
        raise NoIndemnity
    wish = Wish(account=WAITING)
    await decide(session, actor, association_id, line_id, wish=wish, seen=seen, today=today, at=at)
    session.add(
        ClaimReceipt(
            association_id=association_id, claim_id=claim_id, line_id=line_id,
            seq=int(await session.scalar(text(NEXT_RECEIPT), facts) or 1), at=at, by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(session, actor, association_id, "claim.received", claim_id, line=str(line_id))


async def end_claim(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    claim_id: UUID,
    *,
    day: date,
    at: datetime,
    key_id: UUID | None = None,
) -> Posted | None:
    """Settle a claim on a day (syndic, accountant): what is left becomes a cost of who bears it; None where nothing is.

    The owner of the lot bears the deductible as far as it is hers; the rest goes by `key_id`, by the shares without one.

    Raises:
        NotFound: no such claim or key here.
        ClaimSettled, InvoicesOpen: it ended already, or an invoice of it waits.
        BadInput: the day is before the damage, or nobody held the lot that bears the deductible then.
        and what `post_entry` raises.
    """
    require(actor, "books.write", association_id)
    await lock_claims(session, association_id)
    row = await _standing(session, association_id, claim_id)
    found = await _left(session, association_id, claim_id, row, day, key_id)
    lines = await _lines(session, association_id, claim_id, row, found, key_id)
    posted = await _post(session, actor, association_id, row, day, lines)
    session.add(
        ClaimEnd(
            association_id=association_id, claim_id=claim_id, day=day, entry_id=posted.id if posted else None, at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, association_id, "claim.settled", claim_id, left=(found.private + found.common).cents
    )
    return posted


async def _left(
    session: AsyncSession, association_id: UUID, claim_id: UUID, row: Any, day: date, key_id: UUID | None
) -> Borne:
    """Return who bears what is left of a claim that may be settled on this day; raises as `end_claim`."""
    facts = {"t": association_id, "c": claim_id, "lot": row.lot_id, "day": row.happened_on}
    if key_id is not None and (problem := await key_problem(session, association_id, key_id, row.happened_on, "key")):
        raise BadInput(problem)
    if await session.scalar(text(OPEN_DRAFTS), facts):
        raise InvoicesOpen
    if day < row.happened_on:
        raise BadInput(Problem("day", "Choose the day of the damage or a later one."))
    sums = await sums_of(session, association_id, claim_id)
    found = borne(sums.invoiced, sums.received, Money(row.deductible), by_an_owner=row.lot_id is not None)
    if found.private and not await session.scalar(text(HELD), facts):
        raise BadInput(Problem("lot", NOBODY))
    return found


async def _post(
    session: AsyncSession, actor: Actor, association_id: UUID, row: Any, day: date, lines: tuple[NewLine, ...]
) -> Posted | None:
    if not lines:
        return None
    entry = NewEntry(
        journal=Journal.GENERAL, day=day, reference=f"{CLAIM}{row.number:04d}", kind="claim", lines=lines,
        text=message("Claim {number}: what the insurer did not pay", str(row.language), number=row.number),
    )  # fmt: skip
    return await post_entry(session, actor, association_id, entry)


async def _lines(
    session: AsyncSession, association_id: UUID, claim_id: UUID, row: Any, found: Borne, key_id: UUID | None
) -> tuple[NewLine, ...]:
    """Return what takes the rest off 4996: of the owner who held the lot that day, of all by a key, or income."""
    source, happened = ("claim", claim_id), row.happened_on
    lines = []
    if found.private:
        account = await account_by_code(session, association_id, PRIVATE)
        days = {"cost_from": happened, "cost_until": happened + timedelta(days=1)}
        lines.append(NewLine(account, found.private.cents, lot_id=row.lot_id, source=source, **days))
    if found.common:
        account = await account_by_code(session, association_id, DEDUCTIBLE if found.common > ZERO else INCOME)
        lines.append(NewLine(account, found.common.cents, key_id=key_id, source=source))
    if left := (found.private + found.common).cents:
        waiting = await account_by_code(session, association_id, WAITING)
        lines.append(NewLine(waiting, -left, source=source))
    return tuple(lines)


async def _standing(session: AsyncSession, association_id: UUID, claim_id: UUID) -> Any:
    row = (await session.execute(text(NEWEST), {"t": association_id, "c": claim_id})).first()
    if row is None:
        raise NotFound
    if row.ended:
        raise ClaimSettled
    return row


async def _lots_here(session: AsyncSession, association_id: UUID, wanted: set[UUID]) -> None:
    facts = {"t": association_id, "ids": list(wanted)}
    if wanted and set((await session.execute(text(LOTS), facts)).scalars()) != wanted:
        raise NotFound


async def _version(
    session: AsyncSession, actor: Actor, association_id: UUID, claim_id: UUID, known: Known, version: int, at: datetime
) -> None:
    session.add(
        ClaimVersion(
            association_id=association_id, claim_id=claim_id, version=version, insurer=" ".join(known.insurer.split()),
            policy=known.policy.strip(), reference=known.reference.strip(), expected=known.expected.cents,
            deductible=known.deductible.cents, lot_id=known.lot_id, source=" ".join(known.source.split()), at=at,
            by_id=actor.person_id,
        )
    )  # fmt: skip
    await session.flush()


def _problems(known: Known) -> list[Problem]:
    found = []
    if not known.insurer.strip():
        found.append(Problem("insurer", "Write which insurer."))
    for name in ("insurer", "policy", "reference", "source"):
        if len(getattr(known, name)) > LONGEST[name]:
            found.append(Problem(name, "Shorten this to {most} characters.", {"most": LONGEST[name]}))
    for name in ("expected", "deductible"):
        if getattr(known, name) < ZERO:
            found.append(Problem(name, "Write an amount of 0 or more."))
    if known.lot_id is not None and not known.source.strip():
        found.append(Problem("source", "Write which clause or decision puts the deductible on this owner."))
    return found
