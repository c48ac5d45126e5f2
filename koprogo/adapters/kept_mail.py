"""Letters that no mail server took: the files `mail.FolderMailer` keeps, read again for the screen that shows them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

from koprogo.settings import Settings

LARGEST = 1_000_000
"""Bytes of a letter that are read; longer ones carry papers, and their words come first."""


@dataclass(frozen=True)
class KeptLetter:
    """A letter as it would have left; `name` is its file's."""

    name: str
    to: str
    subject: str
    body: str
    at: datetime | None


def kept_letters(settings: Settings, *, most: int) -> list[KeptLetter]:
    """Return the newest letters of the data folder; none where a mail server takes them. Blocking."""
    folder = settings.data_dir / "mail"
    if settings.smtp_host or not folder.is_dir():
        return []
    newest = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)[:most]
    return [_read(path) for path in newest]


def _read(path: Path) -> KeptLetter:
    with path.open("rb") as file:
        letter = cast(EmailMessage, message_from_bytes(file.read(LARGEST), policy=default))
    body = letter.get_body(preferencelist=("plain",))
    at = letter["Date"].datetime if letter["Date"] else None
    words = body.get_content() if body else ""
    words = words.replace("\r\n", "\n").strip()
    return KeptLetter(path.stem, str(letter["To"] or ""), str(letter["Subject"] or ""), words, at)
