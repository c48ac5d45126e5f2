"""The hash of all a voucher says: what makes a retry the same entry, and what shows that a row was changed later.

Accounts go in by their code, not by their id, so that books exported and imported elsewhere keep their hashes. Place
and time of booking are not in it: the same voucher is the same whenever it arrives.
"""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson

LINE = ("amount", "lot_id", "key_id", "weight", "total", "cost_from", "cost_until")


def content_hash(entry: Any, codes: Mapping[UUID, str]) -> bytes:
    """Return the SHA-256 of a `NewEntry`; `codes` names each of its accounts."""
    lines = [
        [codes[line.account_id], *(getattr(line, name) for name in LINE), *(line.source or (None, None))]
        for line in entry.lines
    ]
    items = [[each.debtor_id, each.account, each.kind, each.amount, *each.source] for each in entry.owner_items]
    return _digest(entry, lines, items)


def stored_hash(entry: Any, lines: list[Any], items: list[Any]) -> bytes:
    """Return the same hash from stored rows: of the entry, its lines (each with its `code`) and its owner items."""
    its_lines = [
        [each.code, *(getattr(each, name) for name in LINE), each.source_kind, each.source_id] for each in lines
    ]
    its_items = [
        [each.debtor_id, each.part, each.kind, each.amount, each.source_kind, each.source_id] for each in items
    ]
    return _digest(entry, its_lines, its_items)


def _digest(entry: Any, lines: list[Any], items: list[Any]) -> bytes:
    said = {
        "journal": str(entry.journal), "day": entry.day, "reference": entry.reference, "kind": entry.kind,
        "text": entry.text, "document": entry.document_id, "reverses": entry.reverses, "lines": lines, "owners": items,
    }  # fmt: skip
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).digest()
