"""Casting: a ballot is a row. Two round trips in plain psycopg, then the acknowledgement (docs/adr/0013).

Lots, shares and voter come from the roll and the signed-in person; what a request says of them only narrows the
choice. The transaction takes the item's lock, shared, as a statement of its own before it reads the item's state.
"""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
from psycopg.rows import dict_row

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, KoproError, NotFound, NotSignedIn, Problem
from koprogo.core.permissions import require
from koprogo.services.assemblies.agenda.options import put_to_vote, require_choice
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.proof.receipts import Ballot, Receipt, receipt
from koprogo.services.assemblies.proxies import powers
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.voting import waited
from koprogo.services.assemblies.voting.ballot_queries import ADD, EARLIER, IN_TURN, LOCK, LOG, STANDING
from koprogo.services.assemblies.voting.refusals import ConflictOfInterest, ItemNotOpen, NotPresent
from koprogo.services.assemblies.voting.waited import NOTHING_SAID, Known
from koprogo.services.together import Together

LONGEST_NONCE = 64
OPEN = ("opened", "extended")
TRIES = 12
LANES = 1
"""Transactions of this process at a time for one point: presses of one owner then never meet each other halfway."""
TOGETHER = 64
"""The most presses that share a transaction."""

COMMIT = "COMMIT"
STORED = tuple(name for name in Ballot.__dataclass_fields__ if name not in ("salt", "item_number", "lot_number"))


@dataclass(frozen=True)
class Press:
    """What somebody pressed: `lots` narrows the choice (None: all own lots); `known` is set when it waited on a device."""

    item_id: UUID
    choice: str
    nonce: str
    lots: tuple[UUID, ...] | None = None
    known: Known = NOTHING_SAID
    channel: str = "phone"


async def cast(actor: Actor, association_id: UUID, press: Press) -> list[Receipt]:
    """Cast, or change, the ballots of the actor's lots; return one receipt per lot, once they are stored for good.

    The same nonce returns the same receipts, whatever happened since. Without `lots` it means the lots she votes for
    herself; a proxy's lots are named. Presses on one point that wait for a transaction share the next one.

    Raises:
        NotSignedIn: the session was revoked meanwhile.
        NotFound: no such item in reach.
        ItemNotOpen, NotPresent, ConflictOfInterest, NoVoteHere: with their article.
        NewerBallot, VoteHeldAgain, TextAmended, PressedByAnother: it waited on a device, and no longer fits.
    """
    require(actor, "ballot.cast", association_id)
    if not 8 <= len(press.nonce) <= LONGEST_NONCE or not (press.nonce.isascii() and press.nonce.isprintable()):
        raise BadInput(Problem("nonce", "Send a nonce of 8 to 64 characters, new for each press."))
    waited.require_same_person(actor, press.known)
    key = (association_id, press.item_id)
    desk = _desks.get(key)
    if desk is None or desk.loop is not asyncio.get_running_loop():
        serve = partial(_serve, association_id, press.item_id)
        desk = _desks[key] = Together(serve, lanes=LANES, most=TOGETHER)
    try:
        rows = await desk.ask((actor, press))
    finally:
        if desk.is_idle and _desks.get(key) is desk:
            del _desks[key]
    return [receipt(ballot) for ballot in rows]


Pressed = tuple[Actor, Press]
_desks: dict[tuple[UUID, UUID], Together[Pressed, Sequence[Ballot]]] = {}
"""Who presses on which point of which association, while somebody does."""


async def _serve(
    association_id: UUID, item_id: UUID, presses: Sequence[Pressed]
) -> Sequence[Sequence[Ballot] | Exception]:
    """Answer presses on one point; nobody twice in a transaction, and what one press breaks is its own affair."""
    answers: dict[int, Sequence[Ballot] | Exception] = {}
    left = list(enumerate(presses))
    while left:
        firsts = {actor.person_id: number for number, (actor, _) in reversed(left)}
        now = [each for each in left if firsts[each[1][0].person_id] == each[0]]
        left = [each for each in left if firsts[each[1][0].person_id] != each[0]]
        try:
            found = await _transact(association_id, item_id, [pressed for _, pressed in now], in_turn=False)
        except psycopg.OperationalError:
            raise
        except psycopg.Error:
            found = [await _alone(association_id, item_id, pressed) for _, pressed in now]
        answers |= {number: answer for (number, _), answer in zip(now, found, strict=True)}
    return [answers[number] for number in range(len(presses))]


async def _alone(association_id: UUID, item_id: UUID, pressed: Pressed) -> Sequence[Ballot] | Exception:
    """Answer one press that collided: another ballot of its lot took the revision, or it was sent twice."""
    for _ in range(TRIES):
        try:
            return (await _transact(association_id, item_id, [pressed], in_turn=True))[0]
        except psycopg.errors.UniqueViolation:
            continue
        except psycopg.Error as failed:
            return failed
    return RuntimeError(f"no free revision after {TRIES} tries")


async def _transact(
    association_id: UUID, item_id: UUID, presses: Sequence[Pressed], *, in_turn: bool
) -> list[Sequence[Ballot] | Exception]:
    """Cast presses of different people in one transaction; return each one's stored ballots, or the refusal.

    `in_turn` waits for the same person's other presses first, after a collision.
    """
    async with db.cast_connection() as connection:
        async with connection.pipeline():  # sent together, run one after the other, each under its own snapshot
            await db.begin_cast(connection, association_id)
            await connection.execute(LOCK, [str(item_id)])
            if in_turn:
                await connection.execute(IN_TURN, [str(presses[0][0].person_id)])
            cursor = await _rows(connection, STANDING, _asked(association_id, item_id, presses))
            standing: dict[UUID, list[Mapping[str, Any]]] = defaultdict(list)
            for row in await cursor.fetchall():
                standing[row["me"]].append(row)
        answers: list[Sequence[Ballot] | Exception] = []
        added: list[tuple[Pressed, Sequence[Ballot]]] = []
        for actor, press in presses:
            try:
                known = standing.get(actor.person_id, [])
                earlier = await _earlier(connection, actor, press) if known and known[0]["repeated"] else []
                ballots = earlier or await _judged(connection, actor, association_id, press, known)
            except KoproError as refused:
                answers.append(refused)
                continue
            answers.append(ballots)
            if not earlier:
                added.append(((actor, press), ballots))
        async with connection.pipeline():
            if added:
                await connection.execute(ADD, {"association": association_id, "rows": _columns(added)})
                facts = {"association": association_id, "item": item_id, "rows": _lines(added)}
                await connection.execute(LOG, facts)
            await connection.execute(COMMIT)
    if added:
        db.announce([db.Touched("assembly", added[0][1][0].assembly_id)])
    return answers


def _asked(association_id: UUID, item_id: UUID, presses: Sequence[Pressed]) -> dict[str, Any]:
    return {
        "association": association_id,
        "item": item_id,
        "people": [actor.person_id for actor, _ in presses],
        "sessions": [actor.session_id for actor, _ in presses],
        "nonces": [press.nonce for _, press in presses],
    }


async def _rows(
    connection: psycopg.AsyncConnection, query: str, facts: Mapping[str, Any]
) -> psycopg.AsyncCursor[dict[str, Any]]:
    return await connection.cursor(row_factory=dict_row).execute(query, facts)


async def _earlier(connection: psycopg.AsyncConnection, actor: Actor, press: Press) -> list[Ballot]:
    facts = {"item": press.item_id, "nonce": press.nonce, "me": actor.person_id}
    return [_stored(row) for row in await (await _rows(connection, EARLIER, facts)).fetchall()]


async def _judged(
    connection: psycopg.AsyncConnection,
    actor: Actor,
    association_id: UUID,
    press: Press,
    standing: Sequence[Mapping[str, Any]],
) -> list[Ballot]:
    """Return the ballots to store, or say no."""
    rows = _judge(actor, press, standing)
    if any(not _is_own(actor, row) for row in rows):
        await powers.require_lawful(connection, actor, association_id, press, rows)
    await waited.require_nothing_newer(connection, actor, press.item_id, press.choice, press.known, rows)
    return [_ballot(actor, press, row) for row in rows]


def _judge(actor: Actor, press: Press, standing: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Say no, or return the roll rows that this press votes for."""
    if not standing:
        raise NotFound
    item = standing[0]
    if actor.slip_assembly_id not in (None, item["assembly_id"]):
        raise NotFound
    if actor.session_id is not None and item["method"] is None:
        raise NotSignedIn
    ends = item["closes_at"] and datetime.fromisoformat(item["closes_at"])
    if item["what"] not in OPEN or (ends and item["now"] > ends):
        raise ItemNotOpen(number=label(item["number"], item["part"]))
    waited.require_same_question(press.known, item)
    require_choice(press.choice, put_to_vote(item["options"], item["run_off"]))
    hers = _named(actor, press, standing)
    if item["excluded"] or any(row["voter_excluded"] for row in hers):
        raise ConflictOfInterest(number=label(item["number"], item["part"]))
    if not item["present"]:
        raise NotPresent
    if not (concerned := [row for row in hers if _votes(row)]):
        raise NoVoteHere
    return concerned


def _named(actor: Actor, press: Press, standing: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the lots asked for, all of them hers or her givers', or her own when none is named."""
    rows = [row for row in standing if row["lot_id"]]
    hers = [row for row in rows if (_is_own(actor, row) if press.lots is None else row["lot_id"] in press.lots)]
    asked = set(press.lots or [row["lot_id"] for row in hers])
    if not hers or asked != {row["lot_id"] for row in hers}:
        raise NoVoteHere
    return hers


def _is_own(actor: Actor, row: Mapping[str, Any]) -> bool:
    return actor.person_id in (row["agent_id"], row["voter_id"])


def _votes(row: Mapping[str, Any]) -> int:
    return row["shares"] if row["key_id"] is None else row["weights"].get(str(row["key_id"]), 0)


def _ballot(actor: Actor, press: Press, row: Mapping[str, Any]) -> Ballot:
    return Ballot(
        id=uuid4(),
        assembly_id=row["assembly_id"],
        item_id=press.item_id,
        item_number=label(row["number"], row["part"]),
        round=row["round"],
        text_version=row["text_version"],
        lot_id=row["lot_id"],
        lot_number=row["lot_number"],
        revision=row["revision"] + 1,
        choice=str(press.choice),
        shares=_votes(row),
        cast_by_id=actor.person_id,
        on_behalf_of_id=row["voter_id"],
        channel=press.channel,
        identified_by=row["method"] or "process",
        nonce=press.nonce,
        salt=token_bytes(16),
        received_at=row["now"],
    )


def _stored(row: Mapping[str, Any]) -> Ballot:
    names = [name for name in Ballot.__dataclass_fields__ if name not in ("salt", "item_number")]
    number = label(row["item_number"], row["part"])
    return Ballot(**{name: row[name] for name in names}, item_number=number, salt=bytes(row["salt"]))


def _columns(added: Sequence[tuple[Pressed, Sequence[Ballot]]]) -> str:
    """Return new ballots as the rows of `ADD`."""
    rows = [
        {**{name: getattr(ballot, name) for name in STORED}, "salt": ballot.salt.hex(), "leaf": ballot.leaf().hex()}
        for _, ballots in added
        for ballot in ballots
    ]
    return orjson.dumps(rows).decode()


def _lines(added: Sequence[tuple[Pressed, Sequence[Ballot]]]) -> str:
    """Return the rows of `LOG`: one act per press."""
    rows = [
        {"actor": actor.person_id, "facts": {"lots": len(ballots), "channel": press.channel}}
        for (actor, press), ballots in added
    ]
    return orjson.dumps(rows).decode()
