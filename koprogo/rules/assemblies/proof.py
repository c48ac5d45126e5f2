"""Proof: fixed bytes for a ballot, its leaf, the chain of an item and the Merkle root of a result.

Votes are nominative (minutes name those against and abstaining, art. 3.87 §10), so what matters is that nobody can
change one afterwards unseen. Anyone can recompute everything here with a SHA-256 and the ballots; the recipe in prose
is in docs/algorithms/vote-counting.md.

Leaves and nodes start with a byte of their own (0x00, 0x01, RFC 6962), so that one never passes for the other; a link
of the chain is always over exactly 64 bytes, shorter than any leaf and a byte shorter than a node.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_10

START = bytes(32)
"""What the first link of an item's chain follows."""

LARGEST = 2**53 - 1
"""Every JSON reader, a browser's included, reads whole numbers up to here exactly."""

Field = str | int | None


@cites(CC_3_87_10)
def canonical(facts: Mapping[str, Field]) -> bytes:
    """Return the one byte sequence of these facts: JSON, sorted keys, no spaces, UTF-8, least escapes.

    Values are text, whole numbers or nothing. Instants are written as text in UTC, salts and nonces as lower-case hex.

    Raises:
        ValueError: a value of another kind, a number beyond ±(2^53 − 1), or text that UTF-8 cannot write.

    >>> canonical({"shares": 27, "choice": "for", "on_behalf_of": None})
    b'{"choice":"for","on_behalf_of":null,"shares":27}'
    """
    for name, value in facts.items():
        if value is not None and type(value) not in (str, int):
            raise ValueError(f"{name} is neither text, nor a whole number, nor empty")
        if isinstance(value, int) and abs(value) > LARGEST:
            raise ValueError(f"{name} is too large to be read exactly everywhere")
    return json.dumps(dict(facts), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def leaf(canonical_bytes: bytes) -> bytes:
    """Return the hash of one ballot: SHA-256(0x00 ‖ bytes)."""
    return sha256(b"\x00" + canonical_bytes).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def chain(previous: bytes, next_leaf: bytes) -> bytes:
    """Return the link after `previous` (`START` for the first): SHA-256(previous ‖ leaf)."""
    return sha256(previous + next_leaf).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes in the order of the chain, as in RFC 6962 section 2.1.

    No ballots have the hash of nothing. Otherwise the left subtree takes the largest power of two below the number of
    leaves.
    """
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node(merkle_root(leaves[:left]), merkle_root(leaves[left:]))
