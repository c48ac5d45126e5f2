"""Proxies at the moment of voting: judged again on what the holder carries now, and bound by the giver's instructions.

One more round trip than an own ballot, and only for who votes for others. What the room counts as represented follows the
same rule (`roll.Room.holders`).
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from koprogo.core.actor import Actor
from koprogo.rules.assemblies.proxies import ProxyReason, still_accepted
from koprogo.services.assemblies.labels import label
from koprogo.services.assemblies.proxies.refusals import InstructionBinds, ProxyRefused

WORDS = {
    ProxyReason.HOLDER_IS_SYNDIC: "the syndic never holds a proxy, though he votes for his own lot.",
    ProxyReason.HOLDER_IS_GIVER: "nobody holds a proxy of herself.",
    ProxyReason.TOO_MANY: (
        "the holder has three proxies, and her votes together with those given would pass one tenth of all votes."
    ),
}
IN_HAND = """
SELECT p.giver_id, p.instructions -> %(item)s AS instruction,
       (SELECT coalesce(sum(r.shares), 0)::int FROM roll r
         WHERE r.assembly_id = p.assembly_id AND r.voter_id = p.giver_id AND NOT r.suspended) AS offered,
       (SELECT coalesce(sum(r.shares), 0)::int FROM roll r
         WHERE r.assembly_id = p.assembly_id AND %(me)s IN (r.agent_id, r.voter_id) AND NOT r.suspended) AS own,
       (SELECT s.shares_total FROM association s WHERE s.id = p.association_id) AS building,
       EXISTS (SELECT 1 FROM mandate m JOIN organisation_member om USING (organisation_id)
                 JOIN assembly a ON a.id = p.assembly_id
                WHERE m.association_id = p.association_id AND om.person_id = %(me)s AND om.role = 'syndic'
                  AND m.since <= a.day AND (m.until IS NULL OR m.until > a.day)
                  AND om.since <= a.day AND (om.until IS NULL OR om.until > a.day)) AS is_syndic
  FROM standing_proxy p
 WHERE p.assembly_id = %(assembly)s AND p.association_id = %(association)s
   AND (p.holder_id = %(me)s OR (p.substitute_id = %(me)s AND NOT EXISTS (
        SELECT 1 FROM presence_now n WHERE n.assembly_id = p.assembly_id AND n.person_id = p.holder_id AND n.present)))
 ORDER BY p.given_at, p.id
"""


class Pressed(Protocol):
    """What is asked of a press: on which point, for what."""

    @property
    def item_id(self) -> UUID: ...

    @property
    def choice(self) -> str: ...


async def require_lawful(
    connection: psycopg.AsyncConnection,
    actor: Actor,
    association_id: UUID,
    press: Pressed,
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """Let a press for others pass.

    Raises:
        ProxyRefused: a limit of art. 3.87 §7 is passed by now.
        InstructionBinds: the giver decided otherwise on this very text.
    """
    first = rows[0]
    facts = {
        "me": actor.person_id,
        "item": str(press.item_id),
        "assembly": first["assembly_id"],
        "association": association_id,
    }
    cursor = await connection.cursor(row_factory=dict_row).execute(IN_HAND, facts)
    hand = await cursor.fetchall()
    if not hand:
        return
    answers = still_accepted(
        building_shares=hand[0]["building"],
        holder_own=hand[0]["own"],
        given=[row["offered"] for row in hand],
        holder_is_syndic=hand[0]["is_syndic"],
    )
    concerned = {row["voter_id"] for row in rows}
    for row, answer in zip(hand, answers, strict=True):
        if row["giver_id"] not in concerned:
            continue
        if not answer.accepted:
            raise ProxyRefused(why=WORDS[answer.reason])
        if (choice := binding(row["instruction"], first["text_version"])) and choice != press.choice:
            raise InstructionBinds(number=label(first["number"], first["part"]), choice=str(choice))


def binding(instruction: Mapping[str, Any] | None, text_version: int) -> str | None:
    """Return the choice that an instruction imposes; none when it was given on another version of the text."""
    if not instruction or instruction.get("text") != text_version:
        return None
    return str(instruction["choice"])
