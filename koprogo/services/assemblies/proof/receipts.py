"""Receipts: what a voter can keep. Words, number, leaf, salt, and our signature over them (Ed25519)."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from koprogo.rules.assemblies import proof
from koprogo.settings import settings


@dataclass(frozen=True)
class Ballot:
    """One ballot as stored: what its leaf covers."""

    id: UUID
    assembly_id: UUID
    item_id: UUID
    item_number: int | str
    round: int
    text_version: int
    lot_id: UUID
    lot_number: str
    revision: int
    choice: str
    shares: int
    cast_by_id: UUID
    on_behalf_of_id: UUID
    channel: str
    identified_by: str
    nonce: str
    salt: bytes
    received_at: datetime

    def canonical(self) -> bytes:
        """Return the bytes that the leaf covers; a verifier rebuilds them from the attachment of the minutes."""
        return proof.canonical(self.facts())

    def facts(self) -> dict[str, str | int | None]:
        """Return what the leaf covers, as text and whole numbers."""
        return {
            "assembly": str(self.assembly_id),
            "item": str(self.item_id),
            "round": self.round,
            "text_version": self.text_version,
            "lot": str(self.lot_id),
            "revision": self.revision,
            "choice": self.choice,
            "shares": self.shares,
            "cast_by": str(self.cast_by_id),
            "on_behalf_of": str(self.on_behalf_of_id),
            "channel": self.channel,
            "identified_by": self.identified_by,
            "nonce": self.nonce,
            "salt": self.salt.hex(),
            "received_at": self.received_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }

    def leaf(self) -> bytes:
        """Return the ballot's hash."""
        return self._leaf

    @cached_property
    def _leaf(self) -> bytes:
        return proof.leaf(self.canonical())


@dataclass(frozen=True)
class Receipt:
    """What the voter is given at once; its place in the chain follows one tick later."""

    number: str
    item_id: UUID
    round: int
    lot_id: UUID
    lot_number: str
    revision: int
    choice: str
    shares: int
    received_at: datetime
    leaf: str
    salt: str
    signature: str


def receipt(ballot: Ballot) -> Receipt:
    """Sign and return the receipt of a stored ballot; the same ballot always has the same receipt."""
    leaf = ballot.leaf()
    number = receipt_number(ballot.item_number, ballot.lot_number, ballot.revision)
    return Receipt(
        number=number,
        item_id=ballot.item_id,
        round=ballot.round,
        lot_id=ballot.lot_id,
        lot_number=ballot.lot_number,
        revision=ballot.revision,
        choice=ballot.choice,
        shares=ballot.shares,
        received_at=ballot.received_at,
        leaf=leaf.hex(),
        salt=ballot.salt.hex(),
        signature=_key().sign(signed_bytes(number, leaf, ballot.salt)).hex(),
    )


def receipt_number(item_number: int | str, lot_number: str, revision: int) -> str:
    """Return the number people read: item, lot, revision.

    >>> receipt_number(7, "A3.2", 1)
    '7-A3.2-1'
    """
    return f"{item_number}-{lot_number}-{revision}"


def signed_bytes(number: str, leaf: bytes, salt: bytes) -> bytes:
    """Return what the signature covers."""
    return proof.canonical({"receipt": number, "leaf": leaf.hex(), "salt": salt.hex()})


def public_key_pem() -> str:
    """Return the key that checks receipts, to be published."""
    return _key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def _key() -> Ed25519PrivateKey:
    return _load(settings().receipt_key_path)


@cache
def _load(path: Path) -> Ed25519PrivateKey:
    """Read the key, or make it the first time: the file is complete before it has its name, and only ours to read."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(made)
        try:
            os.link(draft, path)  # fails when another process was first: then that key is the one
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path.name} holds no Ed25519 key")
    return key
