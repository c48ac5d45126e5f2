"""Every setting of KoproGo: environment variables named `KOPROGO_<FIELD>`, as one typed, documented class.

Nothing is opened and nothing is read when this module is imported; `settings()` reads the environment at its first
call, and a `.env` file beside the project when there is one (`KOPROGO_ENV_FILE` names another, or none when empty).
docs/operations/settings.md and `.env.example` are made from the class; a test holds them together.
"""

import ipaddress
import os
import pwd
import sys
from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "KOPROGO_"
PROJECT = Path(__file__).resolve().parents[1]


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the host name or address."""
    if host.lower().removesuffix(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def origin(scheme: str, host: str, port: int) -> str:
    """Return an origin as browsers write it: IPv6 in brackets, the scheme's own port left out."""
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" if port == {"http": 80, "https": 443}[scheme] else f"{scheme}://{name}:{port}"


def default_data_dir() -> Path:
    """Return the platform's own place for an application's data: of the machine for root, of the account otherwise."""
    if os.geteuid() == 0:
        return Path("/var/lib/koprogo")
    home = Path(os.environ.get("HOME") or pwd.getpwuid(os.geteuid()).pw_dir)
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "KoproGo"
    return Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "koprogo"


def _libpq(url: str) -> str:
    if not url:
        return url
    scheme, found, rest = url.partition("://")
    if not found or scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        raise ValueError("enter a PostgreSQL URL, such as postgresql://user:password@host:5432/koprogo")
    return f"postgresql://{rest}"


PostgresUrl = Annotated[str, AfterValidator(_libpq)]
Secret = Field(default="", repr=False)


class Settings(BaseSettings):
    """What an installation may choose. An empty variable counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, use_attribute_docstrings=True
    )

    data_dir: Path = Field(default_factory=default_data_dir)
    """Everything this installation keeps: embedded database, files, secrets, builds, mails without SMTP. Empty: the
    platform's own place (/var/lib/koprogo for root, ~/.local/share/koprogo for others)."""

    database_url: PostgresUrl = Secret
    """URL of a PostgreSQL server (15 or later) for its administrator; used by `run` and `migrate` only. Empty: the
    PostgreSQL that comes with KoproGo, in the data folder."""
    app_database_url: PostgresUrl = Secret
    """URL the server and the worker use (role koprogo_app). `koprogo run` derives it; set it when you start them
    yourself."""
    platform_database_url: PostgresUrl = Secret
    """URL for operators (role koprogo_platform), whose every use is logged. Derived like the one above."""

    host: str = "127.0.0.1"
    """Address to listen on. Anything but loopback needs https: `--https`, or a proxy and KOPROGO_PUBLIC_URL."""
    port: int = Field(default=8000, ge=1, le=65535)
    """TCP port to listen on."""
    workers: int = Field(default=1, ge=1, le=64)
    """Server processes. More than one needs a Redis: KOPROGO_REDIS_URL, or redis-server installed here."""
    public_url: str = ""
    """Address people type, such as https://koprogo.example.be; decides cookies, QR codes and allowed origins.
    Empty: this machine only."""
    hall_addresses: str = ""
    """Addresses of a server in a hall, separated by spaces, such as https://192.168.1.20:8000; `--https` fills in the
    machine's own."""
    trusted_proxy_hops: int = Field(default=0, ge=0, le=8)
    """How many proxies of ours stand in front; as many entries of X-Forwarded-For are believed, from the right."""
    redis_url: str = Secret
    """Redis (7 or later, private, with a password) for several server processes. Empty: none for one process, one of
    our own (redis-server, on loopback) for several."""
    screen_state: Literal["memory", "redis"] = "memory"
    """Where several processes keep what a screen shows: in the process that holds its connection, or in Redis (slower;
    docs/adr/0015)."""

    smtp_host: str = ""
    """Mail server. Empty: mails are kept as .eml files in the data folder and shown on a screen."""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    """Port of the mail server."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """How the connection to the mail server is protected; `none` only for a server on this machine."""
    smtp_user: str = ""
    """User name at the mail server; empty when it asks for none."""
    smtp_password: str = Secret
    """Password at the mail server."""
    mail_from: str = "KoproGo <koprogo@localhost>"
    """Sender of our mails."""

    storage: Literal["folder", "s3"] = "folder"
    """Where files go: `files/` in the data folder, or a bucket."""
    s3_bucket: str = ""
    """Name of the bucket."""
    s3_endpoint: str = ""
    """URL of the S3 server; empty for Amazon's own."""
    s3_region: str = "eu-central-1"
    """Region of the bucket."""
    s3_access_key: str = ""
    """Access key of the bucket."""
    s3_secret_key: str = Secret
    """Secret key of the bucket."""

    session_idle_minutes: int = Field(default=720, ge=5)
    """A sign-in ends after so long without a click."""
    session_hours: int = Field(default=24, ge=1)
    """A sign-in ends after so long in any case."""
    slip_session_hours: int = Field(default=12, ge=1)
    """A sign-in with a slip from the desk ends after so long; the closing of the assembly ends it earlier."""

    receipt_key: Path | None = None
    """File of the key that signs voting receipts (Ed25519, PEM). Empty: `secrets/receipt-key.pem` in the data folder,
    made at the first start."""
    seal_certificate: Path | None = None
    """Certificate that puts a digital seal on minutes (PAdES): a PKCS#12 file (.p12, .pfx), or a PEM chain with
    KOPROGO_SEAL_KEY. Empty: minutes carry the drawn signatures only."""
    seal_key: Path | None = None
    """Private key (PEM) of that certificate, when it is not a PKCS#12 file."""
    seal_passphrase_file: Path | None = None
    """File whose first line is the passphrase of the PKCS#12 file or of the key."""
    timestamp_url: str = ""
    """Timestamp service (RFC 3161), such as http://timestamp.example.be; minutes get its timestamp when it answers,
    hours later if need be. Empty: none."""
    anchor_addresses: str = ""
    """Mail addresses, separated by spaces, that get the head of every log each night: who keeps such a mail can show
    later that no line was changed (`koprogo check --anchor`). Empty: nobody."""
    metrics_token: str = Secret
    """Bearer token that opens /metrics; without it only loopback may read them."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much the logs say. No level writes personal data."""
    tls_certificate: Path | None = None
    """Certificate chain (PEM) to serve https with, instead of the self-signed one of `--https`."""
    tls_key: Path | None = None
    """Private key (PEM) of that certificate."""

    @field_validator(
        "data_dir", "receipt_key", "tls_certificate", "tls_key", "seal_certificate", "seal_key", "seal_passphrase_file"
    )
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def _https_or_here(cls, url: str) -> str:
        parts = urlsplit(url.rstrip("/"))
        if url and (parts.path or not parts.hostname or parts.scheme not in {"http", "https"}):
            raise ValueError("enter scheme and host only, such as https://koprogo.example.be")
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            raise ValueError("enter an https address: on plain http, browsers keep no sign-in except on this machine")
        return url.rstrip("/")

    @field_validator("anchor_addresses")
    @classmethod
    def _mail_addresses(cls, said: str) -> str:
        if wrong := [each for each in said.split() if each.count("@") != 1 or each.strip("@") != each or "," in each]:
            raise ValueError(f"enter mail addresses with spaces between them; {wrong[0]} is none")
        return said

    @field_validator("timestamp_url")
    @classmethod
    def _web_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("enter the address of a timestamp service, such as http://timestamp.example.be")
        return url

    @property
    def receipt_key_path(self) -> Path:
        """Return where the signing key of voting receipts is."""
        return self.receipt_key or self.data_dir / "secrets" / "receipt-key.pem"

    @property
    def origins(self) -> tuple[str, ...]:
        """Return the origins whose pages may open a live connection, as browsers write them."""
        if self.public_url:
            return (self.public_url,)
        scheme = "https" if self.tls_certificate else "http"
        names = ("127.0.0.1", "localhost") if ":" not in self.host else ("localhost", "::1")
        here = tuple(origin(scheme, name, self.port) for name in names)
        return (*self.hall_addresses.split(), *here)

    @property
    def base_url(self) -> str:
        """Return the address to put in links and QR codes."""
        return self.public_url or self.origins[0]


@cache
def settings() -> Settings:
    """Return the settings of this process, read once; `settings.cache_clear()` after changing the environment.

    Raises:
        pydantic.ValidationError: a variable cannot be used; the command line says which and what to enter.
    """
    env_file = os.environ.get("KOPROGO_ENV_FILE", str(PROJECT / ".env"))
    return Settings(_env_file=env_file or None)
