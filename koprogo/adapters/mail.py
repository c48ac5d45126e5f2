"""Send one e-mail: through an SMTP server, or as a file that a screen shows when there is none.

Who writes to whom and when is decided by services; they put letters in the outbox and a job hands them here one by one.
Calls block; the job makes them in a thread.
"""

import os
import re
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol

from koprogo.settings import Settings

TIMEOUT_SECONDS = 30
TEMPORARY = range(400, 500)
"""SMTP replies that mean: try again later."""


@dataclass(frozen=True)
class MailAttachment:
    """A file to send along; `media_type` such as `application/pdf`."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class Mail:
    """One letter to one person.

    Attributes:
        id: of the outbox row; becomes the Message-ID, so that a letter sent twice is seen to be one.
        at: when it was written, an instant in UTC.
        to: a bare address; one letter never shows the address of another person.
    """

    id: str
    to: str
    subject: str
    body: str
    at: datetime
    language: str = ""
    attachments: Sequence[MailAttachment] = ()


class MailNotSent(Exception):
    """The letter did not leave. `is_temporary`: trying again later may help; otherwise the address is refused."""

    def __init__(self, reason: str, *, is_temporary: bool) -> None:
        super().__init__(reason)
        self.is_temporary = is_temporary


class Mailer(Protocol):
    """Something that takes a letter away."""

    def send(self, mail: Mail) -> None:
        """Hand the letter over; when this returns, somebody else is responsible for it. Raises MailNotSent."""
        ...


def mailer(settings: Settings) -> Mailer:
    """Return the mailer the settings choose: SMTP when a server is named, else files in the data folder."""
    if settings.smtp_host:
        return SmtpMailer(
            settings.smtp_host,
            settings.smtp_port,
            sender=settings.mail_from,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password,
        )
    return FolderMailer(settings.data_dir / "mail", sender=settings.mail_from)


def message(mail: Mail, sender: str) -> EmailMessage:
    """Return the letter as it goes over the wire.

    Raises:
        MailNotSent: the address or the subject cannot stand in a header (a line break, no @); never to be tried again.
    """
    letter = EmailMessage(policy=SMTP_POLICY)
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    try:
        letter["From"] = sender
        letter["To"] = Address(addr_spec=mail.to)
        letter["Subject"] = mail.subject
        letter["Date"] = format_datetime(mail.at.astimezone(UTC))
        letter["Message-ID"] = f"<{_safe(mail.id)}@{domain}>"
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(mail.body)
        for file in mail.attachments:
            main, _, sub = file.media_type.partition("/")
            letter.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        if mail.language:  # last: setting the content drops every Content- header
            letter["Content-Language"] = mail.language
    except (ValueError, IndexError) as error:
        raise MailNotSent(f"This letter cannot be addressed: {error}", is_temporary=False) from error
    return letter


class SmtpMailer:
    """Sends through a server: STARTTLS (default), TLS from the start, or plain for a server on this machine."""

    def __init__(
        self,
        host: str,
        port: int,
        *,
        sender: str,
        security: str = "starttls",
        user: str = "",
        password: str = "",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.host, self.port, self.sender, self.security = host, port, sender, security
        self._user, self._password, self._tls = user, password, tls

    def send(self, mail: Mail) -> None:
        letter = message(mail, self.sender)
        try:
            with self._connect() as server:
                if self._user:
                    server.login(self._user, self._password)
                server.send_message(letter)
        except smtplib.SMTPRecipientsRefused as refusal:
            code, reason = next(iter(refusal.recipients.values()))
            raise MailNotSent(_words(reason), is_temporary=code in TEMPORARY) from refusal
        except smtplib.SMTPResponseException as refusal:
            is_temporary = refusal.smtp_code in TEMPORARY or isinstance(refusal, smtplib.SMTPAuthenticationError)
            raise MailNotSent(_words(refusal.smtp_error), is_temporary=is_temporary) from refusal
        except (OSError, smtplib.SMTPException) as failure:
            raise MailNotSent(f"The mail server cannot be used: {failure}", is_temporary=True) from failure

    def _connect(self) -> smtplib.SMTP:
        context = self._tls or ssl.create_default_context()
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        if self.security == "starttls":
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server


class FolderMailer:
    """Keeps each letter as an .eml file (0600, in a folder 0700), named by its time and id; twice is once."""

    def __init__(self, folder: Path, *, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def send(self, mail: Mail) -> None:
        letter = message(mail, self.sender)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{mail.at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{_safe(mail.id)}.eml"
        incoming = path.with_suffix(".part")
        with open(os.open(incoming, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            target.write(letter.as_bytes())
            target.flush()
            os.fsync(target.fileno())
        incoming.rename(path)


def _safe(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", name)


def _words(reason: bytes | str) -> str:
    return reason.decode(errors="replace") if isinstance(reason, bytes) else reason
