"""A press that waited on a device without a network: what it knew is held against what is stored by now.

It never lands on another question than the one that was on the screen, nor over a ballot its caster had not seen, nor
in the name of whoever signed in on the device since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from koprogo.core.actor import Actor
from koprogo.core.errors import BadInput, Problem
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.voting.refusals import NewerBallot, PressedByAnother, TextAmended, VoteHeldAgain

MOST_REPLACED = 8
NEWEST = """
SELECT choice, nonce, cast_by_id, channel, received_at FROM ballot
 WHERE item_id = %(item)s AND round = %(round)s AND lot_id = %(lot)s
 ORDER BY revision DESC LIMIT 1
"""


@dataclass(frozen=True)
class Known:
    """What the device knew when the button was pressed; None says nothing about it.

    `based_on`: the newest revision of each lot, 0 when left out. `replaces`: nonces of the same person's presses on
    this device that it took the place of, at most 8: one of them may have arrived without its answer coming back.
    """

    based_on: Mapping[UUID, int] | None = None
    round: int | None = None
    text_version: int | None = None
    pressed_by: UUID | None = None
    replaces: tuple[str, ...] = ()


NOTHING_SAID = Known()
"""A press that did not wait."""


def require_same_person(actor: Actor, known: Known) -> None:
    """Let a press pass only for who pressed it.

    Raises:
        PressedByAnother: somebody else is signed in on the device by now.
        BadInput: too many presses replaced.
    """
    if known.pressed_by not in (None, actor.person_id):
        raise PressedByAnother
    if len(known.replaces) > MOST_REPLACED:
        raise BadInput(Problem("replaces", "Name at most 8 presses that this one replaces."))


def require_same_question(known: Known, item: Mapping[str, Any]) -> None:
    """Let a press pass only in the round, and on the text, that was on the screen.

    Raises:
        VoteHeldAgain: the vote was held again since.
        TextAmended: the text was amended since.
    """
    number = label(item["number"], item["part"])
    if known.round not in (None, item["round"]):
        raise VoteHeldAgain(number=number)
    if known.text_version not in (None, item["text_version"]):
        raise TextAmended(number=number)


async def require_nothing_newer(
    connection: psycopg.AsyncConnection,
    actor: Actor,
    item_id: UUID,
    choice: str,
    known: Known,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Let a press pass only when it knew the newest ballot of each lot, or takes the place of its own earlier press.

    Raises:
        NewerBallot: with both choices, and when and how the newer one came.
    """
    if known.based_on is None:
        return
    for row in rows:
        if row["revision"] <= known.based_on.get(row["lot_id"], 0):
            continue
        facts = {"item": item_id, "round": row["round"], "lot": row["lot_id"]}
        cursor = await connection.cursor(row_factory=dict_row).execute(NEWEST, facts)
        newest = await cursor.fetchone()
        if newest is None or (newest["nonce"] in known.replaces and newest["cast_by_id"] == actor.person_id):
            continue
        raise NewerBallot(
            row["lot_number"], newest["choice"], choice, newest["received_at"].isoformat(), newest["channel"]
        )
