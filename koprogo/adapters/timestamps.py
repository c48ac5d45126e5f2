"""Timestamps of an authority over a digest (RFC 3161): asked for over HTTP, and read again years later.

The token is the authority's signed answer. It proves that the digest existed at its instant to whoever trusts the
authority's certificate; that trust is not asked here. `openssl ts -verify -token_in` reads the same bytes. pyHanko is
imported at the first use, never at start.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.x509 import load_der_x509_certificate

from koprogo.adapters.pdf_signature import StampUnavailable, named

TIMEOUT_SECONDS = 20
DIGEST = "sha256"


@dataclass(frozen=True)
class Stamp:
    """What a token says: which digest, by whom, when; `genuine`: its own signature is right, over these very facts."""

    token: bytes
    digest: bytes
    name: str
    at: datetime
    genuine: bool


async def stamp_of(digest: bytes, url: str) -> Stamp:
    """Ask the service at `url` for a timestamp over a SHA-256 digest (32 bytes) and return it.

    Raises:
        StampUnavailable: no answer within twenty seconds, or none that is a timestamp of this digest.
    """
    from pyhanko.sign import timestamps

    service = timestamps.HTTPTimeStamper(url, timeout=TIMEOUT_SECONDS)
    try:
        answer = await service.async_timestamp(digest, DIGEST)
        found = read(answer.dump())
    except (timestamps.TimestampRequestError, OSError, ValueError, TimeoutError) as error:
        raise StampUnavailable(str(error)) from error
    if found.digest != digest or not found.genuine:
        raise StampUnavailable("the answer is no timestamp of this digest")
    return found


def read(token: bytes) -> Stamp:
    """Read a token that was kept. Blocking for milliseconds.

    Raises:
        ValueError: these bytes are no timestamp token.
    """
    from asn1crypto import cms, tsp  # noqa: F401 (tsp teaches cms what a timestamp holds)
    from pyhanko.sign.general import CMSExtractionError, extract_certificate_info, extract_signer_info
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    try:
        signed: Any = cms.ContentInfo.load(token, strict=True)["content"]
        signer, certificate = extract_signer_info(signed), extract_certificate_info(signed).signer_cert
        said = signed["encap_content_info"]["content"]
        facts = said.parsed
        method = signer["digest_algorithm"]["algorithm"].native
        inner = hashlib.new(method, said.contents).digest()
        same, genuine = validate_sig_integrity(signer, certificate, "tst_info", inner)
    except SignatureValidationError:
        same = genuine = False
    except (CMSExtractionError, AttributeError, KeyError, TypeError) as error:
        raise ValueError("not a timestamp token") from error
    return Stamp(
        token,
        bytes(facts["message_imprint"]["hashed_message"].native),
        named(load_der_x509_certificate(certificate.dump())),
        facts["gen_time"].native,
        bool(same and genuine),
    )
