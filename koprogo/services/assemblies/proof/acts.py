"""Ballots and results held against the log of acts, which has a chain of its own: what nobody did must not be there.

Ballots are sealed per vote and results rest on them; the log says how many ballots each act stored and what each result
was when it was frozen. Somebody who rewrites one of them has to rewrite the other chain too.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

FROZEN = "result.frozen"
COLUMNS = (
    "id", "association_id", "assembly_id", "item_id", "round", "text_version", "carried", "majority", "article", "rule",
    "rule_version", "in_favour", "against", "abstained", "no_ballot", "needed", "facts", "ballots_sealed", "chain_head",
    "merkle_root", "at", "by_id", "about",
)  # fmt: skip
"""Columns of a result in the order of the first release. One that is added later is not covered: the digest stays."""

COUNTS = """
SELECT item_id, coalesce(stored, 0) AS stored, coalesce(logged, 0) AS logged
  FROM (SELECT item_id, count(*) AS stored FROM ballot WHERE association_id = :t GROUP BY item_id) b
  FULL JOIN (SELECT subject_id AS item_id, sum((facts ->> 'lots')::int) AS logged FROM audit_event
              WHERE association_id = :t AND action IN ('ballot.cast', 'ballot.entered') GROUP BY subject_id) e
 USING (item_id)
 WHERE stored IS DISTINCT FROM logged ORDER BY item_id
"""
_COLUMNS = ", ".join(f'r."{name}"' for name in COLUMNS)
RESULTS = f"""
SELECT {_COLUMNS}, e.subject_id AS frozen_item, (e.facts ->> 'round')::int AS frozen_round, e.facts AS frozen
  FROM (SELECT * FROM result WHERE association_id = :t) r
  FULL JOIN (SELECT * FROM audit_event WHERE association_id = :t AND action = '{FROZEN}') e
    ON e.subject_id = r.item_id AND (e.facts ->> 'round')::int = r.round
"""
_RESTS_ON = {
    "roll": """
SELECT jsonb_build_array(lot_id, lot_number, owner_key, owner_name, voter_id, agent_id, shares, weights, suspended, reason)
       ::text AS line FROM roll
 WHERE assembly_id = :a""",
    "events": """
SELECT jsonb_build_array(e.id, e.assembly_id, e.seq, e.what, e.by_id, extract(epoch FROM e.at), e.reason, e.facts)::text
  FROM item_event e WHERE e.item_id = :i AND e.round = :r AND NOT EXISTS (SELECT 1 FROM item_event c
       WHERE c.item_id = :i AND c.round = :r AND c.what = 'confirmed' AND c.seq <= e.seq)""",
    "texts": """
SELECT jsonb_build_array(id, version, text, by_id, extract(epoch FROM at), changes)::text FROM item_text
 WHERE item_id = :i AND version <= :v""",
    "confirmations": """
SELECT jsonb_build_array(c.id, c.assembly_id, c.ballot_id, c.by_id, extract(epoch FROM c.at))::text
  FROM ballot_confirmation c JOIN ballot b ON b.id = c.ballot_id WHERE b.item_id = :i AND b.round = :r""",
}
"""The rows a frozen result rests on besides its ballots; none of them ever changes, and later ones are left out."""

SUBJECTS = {
    "digest": "its result is",
    "roll": "the voting list of its assembly is",
    "events": "its opening or closing is",
    "texts": "its text is",
    "confirmations": "who confirmed its entries by hand is",
}


def digest(row: RowMapping) -> str:
    """Return the SHA-256 of a result's row, in hex: sorted keys, UTF-8, bytes in hex, instants in UTC to the microsecond."""
    return hashlib.sha256(
        orjson.dumps({name: _plain(row[name]) for name in COLUMNS}, option=orjson.OPT_SORT_KEYS)
    ).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return str(value) if isinstance(value, UUID) else value


async def digests(session: AsyncSession, item_id: UUID, round_: int) -> dict[str, str]:
    """Return what the log keeps of a result as stored: the digest of its row, and of each kind of rows it rests on."""
    query = text(f"SELECT {_COLUMNS} FROM result r WHERE item_id = :i AND round = :r")
    row = (await session.execute(query, {"i": item_id, "r": round_})).mappings().one()
    return {"digest": digest(row), **await _rests_on(session, row)}


async def _rests_on(session: AsyncSession, row: RowMapping) -> dict[str, str]:
    facts = {"a": row["assembly_id"], "i": row["item_id"], "r": row["round"], "v": row["text_version"]}
    found = {}
    for kind, query in _RESTS_ON.items():
        lines = sorted((await session.execute(text(query), facts)).scalars())
        found[kind] = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found


async def verify_acts(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per ballot or result of an association that the log does not account for; empty is good.

    Results frozen before the log kept digests are only held against the line that froze them.
    """
    faults = [
        f"item {row.item_id}: {row.stored} ballots are stored, acts in the log stored {row.logged}"
        for row in await session.execute(text(COUNTS), {"t": association_id})
    ]
    for row in (await session.execute(text(RESULTS), {"t": association_id})).mappings():
        if row["id"] is None:
            faults.append(f"item {row['frozen_item']}, round {row['frozen_round']}: its result is missing")
        elif row["frozen_item"] is None:
            faults.append(f"item {row['item_id']}, round {row['round']}: a result that nobody froze")
        elif "digest" in row["frozen"]:
            now = {"digest": digest(row), **await _rests_on(session, row)}
            changed = [SUBJECTS[kind] for kind, value in now.items() if row["frozen"][kind] != value]
            faults += [f"item {row['item_id']}, round {row['round']}: {what} not what was frozen" for what in changed]
    return faults
