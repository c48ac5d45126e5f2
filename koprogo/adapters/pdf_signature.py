"""A digital seal on a finished PDF (PAdES, through pyHanko), and a timestamp of an authority after it (RFC 3161).

Both are incremental updates: the file that was printed stays in front, byte for byte, with its tags, its metadata packet and
its attachments. pyHanko would add its name to the information dictionary and write the packet anew, which then no longer say
the same; here neither is touched. The field of a signature is invisible and lies outside the page: PDF/A forbids a hidden
one, PDF/UA asks a tag of any that can be seen. pyHanko is imported at the first seal, never at start.
"""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_key_and_certificates
from cryptography.x509 import load_der_x509_certificate, load_pem_x509_certificates
from cryptography.x509.oid import NameOID

SEAL_FIELD = "KoproGo-Seal"
STAMP_FIELD = "KoproGo-Timestamp"
DIGEST = "sha256"
PEM_START = b"-----BEGIN"
TIMEOUT_SECONDS = 20
LARGEST_CERTIFICATE = 1_000_000
UNREADABLE, EXPIRED, NO_KEY, FAILED = "unreadable", "expired", "no_key", "failed"
"""Why a certificate cannot seal: file or passphrase, its days, its key; or the act itself failed."""


class SealUnusable(Exception):
    """The configured certificate cannot seal; `reason` is one of the words above."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class StampUnavailable(Exception):
    """The timestamp service does not answer, or not with a timestamp."""


@dataclass(frozen=True)
class Certified:
    """Whom a certificate names, and its last instant."""

    name: str
    until: datetime


@dataclass(frozen=True)
class Seal:
    """A certificate with its key, ready to seal."""

    name: str
    signer: Any


@dataclass(frozen=True)
class SealFound:
    """A seal or timestamp in a file. `intact`: no byte it covers was changed; `genuine`: its own signature is right.

    `whole_file`: nothing was added after it. Whether the certificate is to be trusted is not asked here.
    """

    name: str
    is_stamp: bool
    at: datetime | None
    intact: bool
    genuine: bool
    whole_file: bool


def examine(certificate: Path, *, key: Path | None, passphrase: Path | None, at: datetime) -> Certified:
    """Say whether a PKCS#12 file, or a PEM chain with its key beside it, can seal on the instant `at`. Blocking.

    Takes milliseconds and no pyHanko, so that the server may ask.

    Raises:
        SealUnusable: a file or the passphrase is wrong, the key is missing, or the certificate is out of its days.
    """
    found = _files(certificate, key, passphrase)[0]
    if not found.not_valid_before_utc <= at < found.not_valid_after_utc:
        raise SealUnusable(EXPIRED)
    return Certified(named(found), found.not_valid_after_utc)


def load_seal(certificate: Path, *, key: Path | None, passphrase: Path | None, at: datetime) -> Seal:
    """Read a certificate with its key, ready to seal; refusals of `examine`. Blocking."""
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    name = examine(certificate, key=key, passphrase=passphrase, at=at).name
    found, private, chain = _files(certificate, key, passphrase)
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple([x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in chain])
    signer = SimpleSigner(
        signing_cert=x509.Certificate.load(found.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(plain),
        cert_registry=store,
    )
    return Seal(name, signer)


def sealed(content: bytes, seal: Seal) -> bytes:
    """Return the PDF with the seal behind it. Blocking; not inside a running event loop.

    Raises:
        SealUnusable: the key signs in no way that PAdES knows, or the file takes no seal.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields, signers

    facts = signers.PdfSignatureMetadata(
        field_name=SEAL_FIELD, md_algorithm=DIGEST, name=seal.name, subfilter=fields.SigSeedSubFilter.PADES
    )
    field = fields.SigFieldSpec(SEAL_FIELD, invis_sig_settings=_outside(), readable_field_name=seal.name)
    signer = signers.PdfSigner(facts, signer=seal.signer, new_field_spec=field)
    try:
        written: io.BytesIO = signer.sign_pdf(_writer(content))
    except (PdfError, ValueError, NotImplementedError) as error:
        raise SealUnusable(FAILED) from error
    return written.getvalue()


async def stamped(content: bytes, url: str) -> tuple[bytes, SealFound]:
    """Return the PDF with a timestamp of the service at `url` behind it, and what the timestamp says.

    Raises:
        StampUnavailable: no answer within twenty seconds, or none that is a timestamp of this file.
    """
    from pyhanko.sign import signers, timestamps

    service = timestamps.HTTPTimeStamper(url, timeout=TIMEOUT_SECONDS)
    stamper = signers.PdfTimeStamper(service, STAMP_FIELD, _outside(), "Timestamp")
    try:
        written = await stamper.async_timestamp_pdf(_writer(content), DIGEST)
    except (timestamps.TimestampRequestError, OSError, ValueError, TimeoutError) as error:
        raise StampUnavailable(str(error)) from error
    result: bytes = written.getvalue()
    found = await asyncio.to_thread(seals_in, result)
    if not (found and found[-1].is_stamp and found[-1].intact and found[-1].genuine):
        raise StampUnavailable("the answer is no timestamp of this file")
    return result, found[-1]


def seals_in(content: bytes) -> list[SealFound]:
    """Return every seal and timestamp of a PDF, in the order they were put. Blocking.

    Raises:
        ValueError: this is no PDF that can be read.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(io.BytesIO(content)).embedded_signatures
        return [_examined(each) for each in found]
    except (PdfError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("not a PDF that can be read") from error


def _examined(found: Any) -> SealFound:
    from pyhanko.sign.validation import SignatureCoverageLevel
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    is_stamp = found.sig_object_type == "/DocTimeStamp"
    covered, kind, digest, at = (_of_stamp if is_stamp else _of_seal)(found)
    try:
        same, genuine = validate_sig_integrity(found.signer_info, found.signer_cert, kind, digest)
    except SignatureValidationError:
        same = genuine = False
    found.compute_integrity_info(skip_diff=True)
    whole = found.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return SealFound(_name(found.signer_cert), is_stamp, at, covered and same, genuine, whole)


def _of_seal(found: Any) -> tuple[bool, str, bytes, datetime | None]:
    """Return what a seal signs: the digest of the file around it."""
    return True, "data", found.compute_digest(), found.self_reported_timestamp


def _of_stamp(found: Any) -> tuple[bool, str, bytes, datetime | None]:
    """Return what a timestamp signs: its token, which names the digest of the file around it."""
    token = found.signed_data["encap_content_info"]["content"]
    facts, method = token.parsed, found.signer_info["digest_algorithm"]["algorithm"].native
    imprint = facts["message_imprint"]
    whole = found.compute_digest(imprint["hash_algorithm"]["algorithm"].native)
    digest = hashlib.new(method, token.contents).digest()
    return imprint["hashed_message"].native == whole, "tst_info", digest, facts["gen_time"].native


def _files(certificate: Path, key: Path | None, passphrase: Path | None) -> tuple[Any, Any, list[Any]]:
    """Return the certificate, its key and the rest of its chain."""
    try:
        content = certificate.read_bytes()[:LARGEST_CERTIFICATE]
        secret = passphrase.read_text().splitlines()[0].encode() if passphrase else None
        if not content.startswith(PEM_START):
            private, found, chain = load_key_and_certificates(content, secret)
        elif key is None:
            raise SealUnusable(NO_KEY)
        else:
            found, *chain = load_pem_x509_certificates(content)
            private = load_pem_private_key(key.read_bytes(), secret)
    except (OSError, ValueError, TypeError, IndexError, UnsupportedAlgorithm) as error:
        raise SealUnusable(UNREADABLE) from error
    if found is None or private is None or found.public_key() != private.public_key():
        raise SealUnusable(NO_KEY)
    return found, private, chain


def named(certificate: Any) -> str:
    """Return whom a certificate names: the common name, else the organisation, else all of the subject."""
    for kind in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if said := certificate.subject.get_attributes_for_oid(kind):
            return str(said[0].value)
    return str(certificate.subject.rfc4514_string())


def _name(certificate: Any) -> str:
    return named(load_der_x509_certificate(certificate.dump()))


def _outside() -> Any:
    from pyhanko.sign.fields import InvisSigSettings

    return InvisSigSettings(set_print_flag=True, set_hidden_flag=False, box_out_of_bounds=True)


def _writer(content: bytes) -> Any:
    """Make the writer of an update that leaves the information dictionary and the metadata packet as they were."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class AddsOnly(IncrementalPdfFileWriter):
        def _update_meta(self) -> None:
            """Leave both: they agree, and the extension schema of PDF/UA stands inside."""

    return AddsOnly(io.BytesIO(content))
