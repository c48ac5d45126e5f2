"""A certificate made for one test, as a PKCS#12 file or as PEM; and an authority of timestamps on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

PASSPHRASE = "fleur de sel"
STAMPED_AT = datetime(2026, 11, 17, 21, 30, tzinfo=UTC)


def certificate(
    name: str, *, since: datetime, days: int = 365, stamps: bool = False
) -> tuple[x509.Certificate, rsa.RSAPrivateKey]:
    """Make a certificate that names somebody, good from an instant on; `stamps`: one of an authority of timestamps."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
    )
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    else:
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        made = made.add_extension(usage, critical=True)
    return made.sign(key, hashes.SHA256()), key


def pkcs12_files(folder: Path, name: str, *, since: datetime, days: int = 365) -> tuple[Path, Path]:
    """Write a PKCS#12 file and the file of its passphrase; return both."""
    made, key = certificate(name, since=since, days=days)
    locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
    archive, secret = folder / "seal.p12", folder / "passphrase"
    archive.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, None, locked))
    secret.write_text(PASSPHRASE + "\n")
    return archive, secret


def pem_files(folder: Path, name: str, *, since: datetime) -> tuple[Path, Path]:
    """Write a chain and its key as PEM; return both."""
    made, key = certificate(name, since=since)
    chain, private = folder / "seal.pem", folder / "seal.key"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return chain, private


@dataclass
class Authority:
    """An authority of timestamps listening on loopback; `answers` can be taken from it."""

    url: str = ""
    answers: bool = True
    asked: int = 0
    stamper: DummyTimeStamper = field(init=False)

    def __post_init__(self) -> None:
        made, key = certificate("Essai Horodatage", since=STAMPED_AT - timedelta(days=1), stamps=True)
        der = serialization.Encoding.DER
        private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        public = asn1_x509.Certificate.load(made.public_bytes(der))
        self.stamper = DummyTimeStamper(public, keys.PrivateKeyInfo.load(private), fixed_dt=STAMPED_AT)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one request of HTTP, as RFC 3161, 3.4 has it."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.partition("content-length:")[2].split("\r\n")[0])
        body = await reader.readexactly(length)
        self.asked += 1
        if self.answers:
            said = self.stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            kind = "200 OK\r\nContent-Type: application/timestamp-reply"
        else:
            said, kind = b"", "503 Service Unavailable\r\nContent-Type: text/plain"
        writer.write(f"HTTP/1.1 {kind}\r\nContent-Length: {len(said)}\r\nConnection: close\r\n\r\n".encode() + said)
        await writer.drain()
        writer.close()


@asynccontextmanager
async def authority() -> AsyncIterator[Authority]:
    """Listen on a free port of loopback while the block runs."""
    made = Authority()
    server = await asyncio.start_server(made.answer, "127.0.0.1", 0)
    made.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/tsa"
    async with server:
        yield made
