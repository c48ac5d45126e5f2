"""The proof that travels inside the minutes: ballots with salts, their places in the chain, results, as one JSON file.

The association's copy holds every ballot. The copy for outside holds the ballots of those named (against and abstaining) and
only the hashes of the others. One record per line, each with the SHA-256 of its own facts, so that a changed byte is named.
The verifier (`papers/verifier/verify_minutes.py`) reads exactly this and imports nothing of ours.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier.verify_minutes import FORMAT, canonical, counting
from koprogo.rules.assemblies.majorities import Majority
from koprogo.services.assemblies.proof.receipts import receipt_number
from koprogo.services.assemblies.proof.verify import ballot_of
from koprogo.services.assemblies.roll import Room, room_at_close
from koprogo.services.assemblies.voting.counting import ItemRule, population
from koprogo.services.assemblies.voting.item_rule import rule_of

NAMED = ("against", "abstain")
ROUNDS = """
SELECT i.id AS item_id, i.number, i.part, i.majority, r.round, r.about, r.text_version, r.carried, r.article, r.rule,
       r.rule_version, r.in_favour, r.against, r.abstained, r.no_ballot, r.needed, r.facts, r.ballots_sealed, r.chain_head,
       r.merkle_root
  FROM result r JOIN agenda_item i ON i.id = r.item_id
 WHERE r.assembly_id = :a ORDER BY i.number, i.part, r.round
"""
BALLOTS = """
SELECT s.position, b.*, i.number AS item_number, i.part, l.number AS lot_number, c.by_id AS confirmed_by
  FROM ballot b JOIN agenda_item i ON i.id = b.item_id JOIN lot l ON l.id = b.lot_id
  JOIN seal s ON s.ballot_id = b.id LEFT JOIN ballot_confirmation c ON c.ballot_id = b.id
 WHERE b.item_id = :i AND b.round = :r ORDER BY s.position
"""
HEAD = """
SELECT a.id, a.day, s.name, s.enterprise_number FROM assembly a JOIN association s ON s.id = a.association_id
 WHERE a.id = :a AND a.association_id = :t
"""

Record = Mapping[str, Any]


async def proof_json(session: AsyncSession, association_id: UUID, assembly_id: UUID, copy: Copy) -> bytes:
    """Return the proof of an assembly's frozen results as the bytes to attach; the same results give the same bytes."""
    ids = {"a": assembly_id, "t": association_id}
    head = (await session.execute(text(HEAD), ids)).one()
    records: list[Record] = []
    for row in (await session.execute(text(ROUNDS), ids)).all():
        records += await vote_records(session, association_id, assembly_id, row, copy)
    opening = {
        "assembly": str(head.id),
        "association": head.name,
        "copy": str(copy),
        "day": head.day.isoformat(),
        "enterprise_number": head.enterprise_number,
    }
    return _written(opening, records)


async def vote_records(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, row: Any, copy: Copy
) -> list[Record]:
    """Return the records of one counted round: its head, its lots, its ballots or their hashes, its result."""
    vote = f"{row.number}{row.part}/{row.round}"
    now = await room_at_close(session, association_id, assembly_id, row.item_id, row.round)
    rule = await rule_of(session, association_id, row.item_id)
    found = (await session.execute(text(BALLOTS), {"i": row.item_id, "r": row.round})).mappings().all()
    ballots = [_ballot(vote, each) for each in found]
    lots = list(_lots(vote, now, rule))
    if copy is Copy.OUTSIDE:
        ballots = [each for each in counting(ballots).values() if each["choice"] in NAMED]
        kept = {each["lot"] for each in ballots}
        lots = [each for each in lots if each["lot"] in kept]
        leaves = [
            {"record": "leaf", "vote": vote, "position": each["position"], "leaf": bytes(each["leaf"]).hex()}
            for each in found
        ]
    else:
        leaves = []
    return [_head(vote, row, assembly_id), *lots, *leaves, *ballots, _result(vote, row)]


def _head(vote: str, row: Any, assembly_id: UUID) -> Record:
    return {
        "record": "vote",
        "vote": vote,
        "assembly": str(assembly_id),
        "item": str(row.item_id),
        "number": f"{row.number}",
        "round": row.round,
        "about": row.about,
        "majority": row.majority,
        "unanimity_of": row.needed if row.majority == Majority.UNANIMITY else None,
        "article": row.article,
        "rule": row.rule,
        "rule_version": row.rule_version,
    }


def _lots(vote: str, now: Room, rule: ItemRule) -> Iterator[dict[str, Any]]:
    """Return the roll as this vote sees it: the votes of each lot, who may vote, who carried it at the closing."""
    voting = {row.lot_id for row in population(now.roll, rule)}
    for row in sorted(now.roll, key=lambda row: row.lot_number):
        carrier = now.carriers.get(row.lot_id) if row.lot_id in voting else None
        yield {
            "record": "lot",
            "vote": vote,
            "lot": str(row.lot_id),
            "number": row.lot_number,
            "name": row.owner_name,
            "owner": row.owner_key,
            "voter": _id(row.voter_id),
            "agent": _id(row.agent_id),
            "votes": row.votes(rule.key_id),
            "may_vote": row.lot_id in voting,
            "carrier": _id(carrier) if carrier not in rule.excluded else None,
        }


def _ballot(vote: str, row: Any) -> dict[str, Any]:
    ballot = ballot_of(row)
    return {
        **ballot.facts(),
        "record": "ballot",
        "vote": vote,
        "receipt": receipt_number(row["item_number"], row["lot_number"], row["revision"]),
        "position": row["position"],
        "leaf": bytes(row["leaf"]).hex(),
        "needs_confirmation": row["needs_confirmation"],
        "confirmed_by": _id(row["confirmed_by"]),
    }


def _result(vote: str, row: Any) -> Record:
    facts = row.facts
    return {
        "record": "result",
        "vote": vote,
        "carried": row.carried,
        "in_favour": row.in_favour,
        "against": row.against,
        "abstained": row.abstained,
        "blank": facts["blank"],
        "no_ballot": row.no_ballot,
        "needed": row.needed,
        "sole_attendee": facts["sole_attendee"],
        "reductions": facts["reductions"],
        "against_names": _sorted(facts["against"]),
        "abstained_names": _sorted(facts["abstained"]),
        **({"options": {each["option"]: each["votes"] for each in facts["options"]}} if facts.get("options") else {}),
        "ballots_sealed": row.ballots_sealed,
        "chain_head": bytes(row.chain_head).hex(),
        "merkle_root": bytes(row.merkle_root).hex(),
    }


def _sorted(names: Sequence[Record]) -> list[Record]:
    return sorted(names, key=lambda each: (each["owner"], each["lots"]))


def _id(value: UUID | None) -> str | None:
    return str(value) if value else None


def _written(opening: Record, records: Sequence[Record]) -> bytes:
    """Write one record per line, so that a damaged line is named even when it is no JSON any more."""
    lines = [canonical({**each, "check": hashlib.sha256(canonical(each)).hexdigest()}).decode() for each in records]
    facts = {"format": FORMAT, **opening}  # the format first: a reader looks for it in the first bytes
    head = [f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()]
    return ("{" + ",\n".join(head) + ',\n"records":[\n' + ",\n".join(lines) + "\n]}\n").encode()
