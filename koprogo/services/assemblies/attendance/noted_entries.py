"""Paper and raised hands that the desk noted while it had no network: entered once, and never over something newer.

They go through `voting/hand_entry.py` like any other and wait for a second person like any other. What they knew when
they were noted is held against what is stored by now: another round or text, a newer ballot of the lot (art. 3.87 §6), a
vote that was closed meanwhile; then they give way in words. A show of hands covers those only who were there when it was
noted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import DeskEntry
from koprogo.services import audit
from koprogo.services.assemblies.attendance.attendance_list import attendance_list, lots_named
from koprogo.services.assemblies.attendance.noted_presence import moment
from koprogo.services.assemblies.roll import room
from koprogo.services.assemblies.voting import hand_entry
from koprogo.services.assemblies.voting.ballot import LONGEST_NONCE
from koprogo.services.assemblies.voting.refusals import NewerThanNoted
from koprogo.services.assemblies.voting.waited import Known, require_same_person, require_same_question

CHANNELS = ("hand", "paper", "proxy_sheet")
IN_TURN = "SELECT pg_advisory_xact_lock(5, hashtext(:p))"
LOCK = "SELECT pg_advisory_xact_lock_shared(1, hashtext(:i))"
EARLIER = "SELECT ballots FROM desk_entry WHERE item_id = :i AND nonce = :n AND by_id = :p"
NEWEST = """
SELECT DISTINCT ON (b.lot_id) b.lot_id, l.number, b.revision, b.choice, b.nonce, b.cast_by_id, b.channel, b.received_at
  FROM ballot b JOIN lot l ON l.id = b.lot_id
 WHERE b.item_id = :i AND b.round = :r AND b.lot_id = ANY (:lots) ORDER BY b.lot_id, b.revision DESC
"""
THERE_THEN = """
SELECT person_id FROM (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.what FROM presence_event e
     WHERE e.assembly_id = :a AND e.at <= :at
       AND NOT EXISTS (SELECT 1 FROM presence_event c WHERE c.corrects_id = e.id)
     ORDER BY e.person_id, e.at DESC, e.id DESC) s
 WHERE what = 'arrived'
"""


@dataclass(frozen=True)
class Noted:
    """What travels with an entry that waited: its nonce, when it was noted by the desk's clock, what the desk knew."""

    nonce: str
    at: datetime
    known: Known


async def enter_noted_ballots(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    choices: Mapping[UUID, str],
    channel: str,
    noted: Noted,
    at: datetime,
) -> int:
    """Enter what the desk noted of named lots; return how many ballots wait, the same number when it is sent again.

    Raises:
        NewerThanNoted: a newer ballot of a lot is stored; none of the entry is entered.
        ItemNotOpen, VoteHeldAgain, TextAmended: the question it answered is over.
        PressedByAnother: somebody else is signed in on the desk's device by now.
        BadInput, NoVoteHere, InstructionBinds: as when it is entered at once.
    """
    require(actor, "ballot.enter", association_id)
    if channel not in CHANNELS:
        raise BadInput(Problem("channel", "Choose hand, paper or proxy sheet."))
    noted_at = _checked(actor, noted, at)
    if (earlier := await _earlier(session, actor, item_id, noted.nonce)) is not None:
        return earlier
    item = await hand_entry.lock_and_check(session, association_id, item_id, correction=False)
    require_same_question(noted.known, _question(item))
    await _require_nothing_newer(session, actor, item, choices, noted.known)
    number = await hand_entry.enter_ballots(
        session, actor, association_id, item_id, choices=choices, channel=channel, nonce=noted.nonce
    )
    await _remember(session, actor, association_id, item, channel, noted.nonce, noted_at, at, number)
    return number


async def enter_noted_hands(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item_id: UUID,
    *,
    choice: str,
    left_out: str,
    noted: Noted,
    at: datetime,
) -> int:
    """Enter a show of hands that the desk noted, for all who were there then and have no ballot yet; return how many.

    `left_out`: numbers of lots as they were typed, which stay without one. Raises: as `enter_noted_ballots`.
    """
    require(actor, "ballot.enter", association_id)
    noted_at = _checked(actor, noted, at)
    if (earlier := await _earlier(session, actor, item_id, noted.nonce)) is not None:
        return earlier
    item = await hand_entry.lock_and_check(session, association_id, item_id, correction=False)
    require_same_question(noted.known, _question(item))
    listed = await attendance_list(session, actor, association_id, item.assembly_id)
    exceptions = dict.fromkeys(lots_named(listed.rows, left_out))
    now = await room(session, association_id, item.assembly_id)
    found = await session.execute(text(THERE_THEN), {"a": item.assembly_id, "at": noted_at})
    there = set(found.scalars())
    rows = [row for row in await hand_entry.silent(session, now, item) if now.carriers[row.lot_id] in there]
    heard = hand_entry.heard_from(now, item, rows, choice, exceptions)
    number = await hand_entry.write(session, actor, association_id, item, heard, "hand", noted.nonce)
    await _remember(session, actor, association_id, item, "hand", noted.nonce, noted_at, at, number)
    return number


def _checked(actor: Actor, noted: Noted, at: datetime) -> datetime:
    """Return when it was noted, once it may be entered at all."""
    require_same_person(actor, noted.known)
    if not 8 <= len(noted.nonce) <= LONGEST_NONCE or not (noted.nonce.isascii() and noted.nonce.isprintable()):
        raise BadInput(Problem("nonce", "Send a nonce of 8 to 64 characters, new for each press."))
    return moment(noted.at, at)


async def _earlier(session: AsyncSession, actor: Actor, item_id: UUID, nonce: str) -> int | None:
    """Return how many ballots this very entry became when it was sent before; one of a person at a time."""
    await session.execute(text(LOCK), {"i": str(item_id)})
    await session.execute(text(IN_TURN), {"p": str(actor.person_id)})
    found: int | None = await session.scalar(text(EARLIER), {"i": item_id, "n": nonce, "p": actor.person_id})
    return found


def _question(item: hand_entry.Entered) -> dict[str, object]:
    return {"number": item.number, "part": "", "round": item.round, "text_version": item.text_version}


async def _require_nothing_newer(
    session: AsyncSession, actor: Actor, item: hand_entry.Entered, choices: Mapping[UUID, str], known: Known
) -> None:
    if known.based_on is None:
        return
    facts = {"i": item.rule.id, "r": item.round, "lots": list(choices)}
    for row in await session.execute(text(NEWEST), facts):
        own = row.nonce in known.replaces and row.cast_by_id == actor.person_id
        if row.revision <= known.based_on.get(row.lot_id, 0) or own:
            continue
        raise NewerThanNoted(row.number, row.choice, choices[row.lot_id], row.received_at.isoformat(), row.channel)


async def _remember(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    item: hand_entry.Entered,
    channel: str,
    nonce: str,
    noted_at: datetime,
    at: datetime,
    ballots: int,
) -> None:
    session.add(
        DeskEntry(
            id=uuid4(), association_id=association_id, assembly_id=item.assembly_id, item_id=item.rule.id, nonce=nonce,
            channel=channel, noted_at=noted_at, at=at, by_id=actor.person_id, ballots=ballots,
        )
    )  # fmt: skip
    await session.flush()
    await audit.record(
        session, actor, association_id, "ballot.noted", item.rule.id,
        noted_at=noted_at.isoformat(), channel=channel, ballots=ballots,
    )  # fmt: skip
