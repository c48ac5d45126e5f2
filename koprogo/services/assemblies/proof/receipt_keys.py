"""The public keys that check receipts: the one in use, and those that signed before a restore on another machine.

The private key never leaves its machine, so a restored installation signs with a new one. Receipts on people's phones
were signed by the old one: its public half travels in the backup and is kept beside the data.
"""

import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from koprogo.services.assemblies.proof.receipts import public_key_pem
from koprogo.settings import settings

FOLDER = "receipt-keys"


def fingerprint(pem: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a key's text: enough to tell the keys of a house apart."""
    return hashlib.sha256(pem.strip().encode()).hexdigest()[:16]


def earlier_keys() -> list[str]:
    """Return the public keys (PEM) kept from restores, in the order of their fingerprints."""
    return [path.read_text() for path in sorted(_folder().glob("*.pem"))]


def public_keys() -> dict[str, str]:
    """Return every public key that may have signed a receipt of this house, by fingerprint.

    A house that never signed has made no key yet, and this makes none.
    """
    current = [public_key_pem()] if settings().receipt_key_path.exists() else []
    return {fingerprint(pem): pem for pem in [*current, *earlier_keys()]}


def keep_earlier(pem: str) -> None:
    """Keep the public key of another machine, from its backup.

    Raises:
        ValueError: it is no Ed25519 public key.
    """
    if not isinstance(load_pem_public_key(pem.encode()), Ed25519PublicKey):
        raise ValueError("a key in the backup is no Ed25519 public key")
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _folder() / f"{fingerprint(pem)}.pem"
    draft = path.with_suffix(".partial")
    draft.write_text(pem)
    draft.replace(path)


def _folder() -> Path:
    return settings().data_dir / FOLDER
