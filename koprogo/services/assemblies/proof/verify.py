"""Verify what was sealed: recompute every leaf, chain, root and result from the stored facts; name each that differs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.rules.assemblies import proof
from koprogo.services.assemblies.proof.receipts import Ballot

BY_HAND = ("hand", "paper", "proxy_sheet", "correction")
"""Channels of ballots that one person enters for another; a second one confirms each."""
ROUNDS = "SELECT DISTINCT item_id, round FROM ballot WHERE association_id = :t ORDER BY item_id, round"
SEALED = """
SELECT s.position, s.previous, s.hash, (s.item_id, s.round) = (b.item_id, b.round) AS in_place, b.*,
       i.number AS item_number, i.part, l.number AS lot_number
  FROM ballot b JOIN agenda_item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
  LEFT JOIN seal s ON s.ballot_id = b.id
 WHERE b.item_id = :i AND b.round = :r ORDER BY s.position NULLS LAST
"""
RESULT = """
SELECT in_favour, against, abstained, no_ballot, ballots_sealed, chain_head, merkle_root FROM result
 WHERE item_id = :i AND round = :r
"""
CLOSED = "SELECT min(at) FROM item_event WHERE item_id = :i AND round = :r AND what = 'closed'"


async def verify_ballots(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per gap in an association's ballots, seals and results; empty is good."""
    faults: list[str] = []
    for item_id, round_ in (await session.execute(text(ROUNDS), {"t": association_id})).all():
        facts = {"i": item_id, "r": round_}
        rows = (await session.execute(text(SEALED), facts)).mappings().all()
        closed = await session.scalar(text(CLOSED), facts)
        result = (await session.execute(text(RESULT), facts)).first()
        where = f"item {item_id}, round {round_}"
        faults += _chain_faults(where, rows, must_be_sealed=closed is not None)
        if result is not None:
            faults += _result_faults(where, rows, result)
    return faults


def _chain_faults(where: str, rows: Sequence[Any], *, must_be_sealed: bool) -> list[str]:
    faults, previous = [], proof.START
    for number, row in enumerate(rows, start=1):
        which = f"{where}: ballot {row['item_number']}-{row['lot_number']}-{row['revision']}"
        leaf = ballot_of(row).leaf()
        if leaf != bytes(row["leaf"]):
            faults.append(f"{which} was changed: its leaf is not that of its facts")
        if row["needs_confirmation"] is not (row["channel"] in BY_HAND):
            faults.append(f"{which} was changed: by {row['channel']}, it must say whether a second person is needed")
        if row["position"] is None:
            if must_be_sealed:
                faults.append(f"{which} is not sealed, and the vote is closed")
            continue
        link = proof.chain(previous, bytes(row["leaf"]))
        if (
            not row["in_place"]
            or row["position"] != number
            or bytes(row["previous"]) != previous
            or bytes(row["hash"]) != link
        ):
            faults.append(f"{which} breaks the chain at position {row['position']}")
        previous = bytes(row["hash"])
    return faults


def _result_faults(where: str, rows: Sequence[Any], result: Any) -> list[str]:
    leaves = [bytes(row["leaf"]) for row in rows if row["position"] is not None]
    head = bytes(next((row["hash"] for row in reversed(rows) if row["position"] is not None), proof.START))
    faults = []
    if result.ballots_sealed != len(leaves):
        faults.append(f"{where}: the result rests on {result.ballots_sealed} ballots, {len(leaves)} are sealed")
    if bytes(result.merkle_root) != proof.merkle_root(leaves):
        faults.append(f"{where}: the Merkle root is not that of the sealed ballots")
    if bytes(result.chain_head) != head:
        faults.append(f"{where}: the head of the chain is another")
    return faults


def ballot_of(row: Any) -> Ballot:
    """Return a stored ballot as its leaf covers it."""
    names = [name for name in Ballot.__dataclass_fields__ if name != "salt"]
    return Ballot(**{name: row[name] for name in names}, salt=bytes(row["salt"]))
