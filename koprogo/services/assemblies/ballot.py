"""Casting: a ballot is a row. Three round trips in plain psycopg, then the acknowledgement (see live-assembly, Cast).

Lots, shares and voter come from the roll and the signed-in person; what a request says of them only narrows the
choice. The transaction takes the item's lock, shared, as a statement of its own before it reads the item's state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes
from typing import Any
from uuid import UUID, uuid4

import orjson
import psycopg
from psycopg.rows import dict_row

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, NotFound, NotSignedIn, Problem
from koprogo.core.permissions import require
from koprogo.services.assemblies import powers
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.options import put_to_vote, require_choice
from koprogo.services.assemblies.receipts import Ballot, Receipt, receipt
from koprogo.services.assemblies.refusals import ConflictOfInterest, ItemNotOpen, NewerBallot, NotPresent, NoVoteHere

LONGEST_NONCE = 64
OPEN = ("opened", "extended")
TRIES = 12

STANDING = """
SELECT i.number, i.part, jsonb_array_length(i.options) AS options, s.facts -> 'options' AS run_off,
       i.assembly_id, i.key_id, s.round, s.what, s.facts ->> 'closes_at' AS closes_at,
       clock_timestamp() AS now,
       (SELECT max(t.version) FROM item_text t WHERE t.item_id = i.id) AS text_version,
       EXISTS (SELECT 1 FROM standing_exclusion x WHERE x.item_id = i.id AND x.person_id = %(me)s) AS excluded,
       (SELECT p.present FROM presence_now p WHERE p.assembly_id = i.assembly_id AND p.person_id = %(me)s) AS present,
       (SELECT g.method FROM sign_in_session g
         WHERE g.id = %(session)s AND g.revoked_at IS NULL AND g.expires_at > clock_timestamp()) AS method,
       r.lot_id, r.lot_number, r.voter_id, r.agent_id, r.shares, r.weights,
       EXISTS (SELECT 1 FROM standing_exclusion x WHERE x.item_id = i.id AND x.person_id = r.voter_id) AS voter_excluded,
       coalesce((SELECT max(b.revision) FROM ballot b
                  WHERE b.item_id = i.id AND b.round = s.round AND b.lot_id = r.lot_id), 0) AS revision
  FROM agenda_item i
  LEFT JOIN item_state s ON s.item_id = i.id
  LEFT JOIN (
        SELECT r.* FROM roll r
         WHERE NOT r.suspended AND (r.agent_id = %(me)s OR (r.voter_id = %(me)s AND r.agent_id IS NULL)
            OR r.voter_id IN (SELECT p.giver_id FROM standing_proxy p
                               WHERE p.assembly_id = r.assembly_id AND (p.holder_id = %(me)s
                                  OR (p.substitute_id = %(me)s AND NOT EXISTS (
                                      SELECT 1 FROM presence_now n WHERE n.assembly_id = p.assembly_id
                                         AND n.person_id = p.holder_id AND n.present)))))
       ) r ON r.assembly_id = i.assembly_id AND (%(lots)s::uuid[] IS NULL OR r.lot_id = ANY (%(lots)s::uuid[]))
 WHERE i.id = %(item)s AND i.association_id = %(association)s AND i.number IS NOT NULL
"""
EARLIER = """
SELECT b.*, i.number AS item_number, i.part, l.number AS lot_number
  FROM ballot b JOIN agenda_item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
 WHERE b.item_id = %(item)s AND b.nonce = %(nonce)s AND b.cast_by_id = %(me)s
 ORDER BY l.number
"""
ADD = """
INSERT INTO ballot (id, association_id, assembly_id, item_id, round, text_version, lot_id, revision, choice, shares,
                    cast_by_id, on_behalf_of_id, channel, identified_by, needs_confirmation, nonce, salt, received_at,
                    leaf)
VALUES (%(id)s, %(association)s, %(assembly_id)s, %(item_id)s, %(round)s, %(text_version)s, %(lot_id)s, %(revision)s,
        %(choice)s, %(shares)s, %(cast_by_id)s, %(on_behalf_of_id)s, %(channel)s, %(identified_by)s, %(pending)s,
        %(nonce)s, %(salt)s, %(received_at)s, %(leaf)s)
"""
LOG = """
INSERT INTO audit_event (association_id, at, actor_id, action, subject_id, facts)
VALUES (%(association)s, clock_timestamp(), %(actor)s, %(action)s, %(subject)s, %(facts)s::jsonb)
"""
NEWEST = """
SELECT choice FROM ballot WHERE item_id = %(item)s AND round = %(round)s AND lot_id = %(lot)s
 ORDER BY revision DESC LIMIT 1
"""


@dataclass(frozen=True)
class Press:
    """What somebody pressed: `lots` narrows the choice (None: all own lots); `based_on` is set by an offline queue."""

    item_id: UUID
    choice: str
    nonce: str
    lots: tuple[UUID, ...] | None = None
    based_on: Mapping[UUID, int] | None = None
    channel: str = "phone"


async def cast(actor: Actor, association_id: UUID, press: Press) -> list[Receipt]:
    """Cast, or change, the ballots of the actor's lots; return one receipt per lot, once they are stored for good.

    The same nonce returns the same receipts, whatever happened since. Without `lots` it means the lots she votes for
    herself; a proxy's lots are named.

    Raises:
        NotSignedIn: the session was revoked meanwhile.
        NotFound: no such item in reach.
        ItemNotOpen, NotPresent, ConflictOfInterest, NoVoteHere: with their article.
        NewerBallot: a ballot newer than the one this press was based on is stored.
    """
    require(actor, "ballot.cast", association_id)
    if not 8 <= len(press.nonce) <= LONGEST_NONCE:
        raise BadInput(Problem("nonce", "Send a nonce of 8 to 64 characters, new for each press."))
    for attempt in range(TRIES):
        try:
            ballots = await _once(actor, association_id, press, in_turn=attempt > 0)
        except psycopg.errors.UniqueViolation:
            continue  # another ballot of the lot took the revision, or this very press was sent twice: look again
        if ballots.added:
            db.announce([db.Touched("assembly", ballots.rows[0].assembly_id)])
        return [receipt(ballot) for ballot in ballots.rows]
    raise RuntimeError(f"no free revision after {TRIES} tries")


@dataclass(frozen=True)
class _Stored:
    rows: Sequence[Ballot]
    added: bool


async def _once(actor: Actor, association_id: UUID, press: Press, *, in_turn: bool) -> _Stored:
    """Try once; `in_turn` waits for the same person's other presses first, after a collision."""
    facts = {
        "me": actor.person_id,
        "session": actor.session_id,
        "item": press.item_id,
        "association": association_id,
        "lots": list(press.lots) if press.lots is not None else None,
        "nonce": press.nonce,
    }
    async with db.cast_connection(association_id) as connection:
        async with connection.pipeline():  # sent together, run one after the other, each under its own snapshot
            await connection.execute("SELECT pg_advisory_xact_lock_shared(1, hashtext(%s))", [str(press.item_id)])
            if in_turn:
                await connection.execute("SELECT pg_advisory_xact_lock(5, hashtext(%s))", [str(actor.person_id)])
            before = await _rows(connection, EARLIER, facts)
            now = await _rows(connection, STANDING, facts)
            earlier, standing = await before.fetchall(), await now.fetchall()
        if earlier:
            return _Stored([_stored(row) for row in earlier], added=False)
        rows = _judge(actor, press, standing)
        if any(not _is_own(actor, row) for row in rows):
            await powers.require_lawful(connection, actor, association_id, press, rows)
        if press.based_on is not None:
            await _nothing_newer(connection, press, rows)
        ballots = [_ballot(actor, press, row) for row in rows]
        async with connection.pipeline():
            for ballot in ballots:
                await connection.execute(ADD, columns(ballot, association_id, pending=False))
            await connection.execute(LOG, _line(actor, association_id, press, len(ballots)))
    return _Stored(ballots, added=True)


async def _rows(
    connection: psycopg.AsyncConnection, query: str, facts: Mapping[str, Any]
) -> psycopg.AsyncCursor[dict[str, Any]]:
    return await connection.cursor(row_factory=dict_row).execute(query, facts)


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
    hers = [row for row in standing if row["lot_id"] and (press.lots is not None or _is_own(actor, row))]
    asked = set(press.lots or [row["lot_id"] for row in hers])
    if not hers or asked != {row["lot_id"] for row in hers}:
        raise NoVoteHere
    return hers


def _is_own(actor: Actor, row: Mapping[str, Any]) -> bool:
    return actor.person_id in (row["agent_id"], row["voter_id"])


def _votes(row: Mapping[str, Any]) -> int:
    return row["shares"] if row["key_id"] is None else row["weights"].get(str(row["key_id"]), 0)


async def _nothing_newer(connection: psycopg.AsyncConnection, press: Press, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        if row["revision"] > (press.based_on or {}).get(row["lot_id"], 0):
            facts = {"item": press.item_id, "round": row["round"], "lot": row["lot_id"]}
            newest = await (await _rows(connection, NEWEST, facts)).fetchone()
            raise NewerBallot(row["lot_number"], newest["choice"] if newest else "", str(press.choice))


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


def columns(ballot: Ballot, association_id: UUID, *, pending: bool) -> dict[str, Any]:
    """Return a ballot as the parameters of `ADD`; `pending` waits for a second person."""
    values = {name: getattr(ballot, name) for name in Ballot.__dataclass_fields__}
    return {**values, "association": association_id, "pending": pending, "leaf": ballot.leaf()}


def _line(actor: Actor, association_id: UUID, press: Press, lots: int) -> dict[str, Any]:
    return {
        "association": association_id,
        "actor": actor.person_id,
        "action": "ballot.cast",
        "subject": press.item_id,
        "facts": orjson.dumps({"lots": lots, "channel": press.channel}).decode(),
    }
