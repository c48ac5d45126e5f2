"""A self-signed certificate for a server in a hall, whose fingerprint people compare when their phone asks."""

import ipaddress
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import psutil
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from koprogo.adapters.data_folder import write_private

_VALID = timedelta(days=397)
"""The longest life browsers accept."""
_RENEWED_BEFORE = timedelta(days=30)
_FAMILIES = {socket.AF_INET, socket.AF_INET6}


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key on disk; `fingerprint` is the SHA-256 as browsers print it."""

    certificate: Path
    key: Path
    fingerprint: str


def machine_names() -> list[str]:
    """Return the names and addresses this machine answers to, those of the local network first."""
    interfaces = [address for addresses in psutil.net_if_addrs().values() for address in addresses]
    found = [ipaddress.ip_address(a.address.partition("%")[0]) for a in interfaces if a.family in _FAMILIES]
    outside = sorted((ip for ip in found if not (ip.is_loopback or ip.is_link_local)), key=lambda ip: (ip.version, ip))
    names = [*map(str, outside), socket.gethostname(), "localhost", "127.0.0.1", "::1"]
    return list(dict.fromkeys(names))


def ensure_certificate(folder: Path, names: list[str], now: datetime) -> Certificate:
    """Return the kept certificate, or make one when it lacks a name or ends within 30 days.

    Keeping it keeps the fingerprint: a phone that trusted it once is not asked again.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    certificate_file, key_file = folder / "certificate.pem", folder / "key.pem"
    kept = _read(certificate_file) if key_file.exists() else None
    if kept is None or kept.not_valid_after_utc - now < _RENEWED_BEFORE or not set(names) <= _names_in(kept):
        key = ec.generate_private_key(ec.SECP256R1())
        kept = _signed(key, names, now)
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        write_private(key_file, pem.decode())
        write_private(certificate_file, kept.public_bytes(serialization.Encoding.PEM).decode())
    return Certificate(certificate_file, key_file, fingerprint_of(certificate_file))


def fingerprint_of(certificate: Path) -> str:
    """Return the SHA-256 fingerprint of a certificate file, as browsers print it."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


def _signed(key: ec.EllipticCurvePrivateKey, names: list[str], now: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "KoproGo in this hall")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectAlternativeName([_alternative(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _names_in(certificate: x509.Certificate) -> set[str]:
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(each.value) for each in extension}


def _read(file: Path) -> x509.Certificate | None:
    return x509.load_pem_x509_certificate(file.read_bytes()) if file.exists() else None
