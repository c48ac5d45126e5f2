"""What every paper shares: letterhead, enterprise number on every page (art. 3.86 §1), page numbers, version, typeface.

A paper is built from facts and words into one HTML text with nothing outside it but our own fonts (`papers:` addresses,
which `adapters/pdf.py` resolves inside this folder). Everything that comes from facts is escaped.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from koprogo.core.errors import Refused
from koprogo.papers.words import Words

FOLDER = Path(__file__).parent
SHORT_DIGEST = 12
"""Characters of the fingerprint on every page: enough to tell versions apart, short enough to read aloud."""


class EnterpriseNumberMissing(Refused, ValueError):
    """Every document of the association carries its enterprise number."""

    message_id = (
        "No letter can leave without the association’s enterprise number: every document carries it. Enter it on the"
        " association’s page first."
    )
    article = "3.86 §1"


@dataclass(frozen=True)
class Letterhead:
    """Who issues the paper. `enterprise_number` as printed; it must stand on every page."""

    name: str
    address: tuple[str, ...]
    enterprise_number: str


@dataclass(frozen=True)
class OfAssociation:
    """Whose paper it is: the first facts of a paper of an association."""

    association: str
    address: tuple[str, ...]
    enterprise_number: str

    @property
    def letterhead(self) -> Letterhead:
        """What stands above the paper."""
        return Letterhead(self.association, self.address, self.enterprise_number)


@dataclass(frozen=True)
class Edition:
    """Which version of the paper this is; `digest` is the SHA-256, in hex, of the facts it prints."""

    version: int
    digest: str
    is_draft: bool = False


def facts_json(facts: Any) -> bytes:
    """Return the facts of a paper (a dataclass) as canonical JSON: sorted keys, UTF-8, instants in UTC.

    The same facts always give the same bytes, so their SHA-256 names the version, and the bytes travel inside the PDF.
    """
    text = json.dumps(asdict(facts), default=_plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def digest(facts: Any) -> str:
    """Return the SHA-256, in hex, of the canonical facts."""
    return hashlib.sha256(facts_json(facts)).hexdigest()


def render(
    template: str,
    words: Words,
    *,
    title: str,
    letterhead: Letterhead,
    edition: Edition | None,
    context: Mapping[str, Any],
) -> str:
    """Return the paper as HTML.

    Args:
        template: path below this folder, extending `paper.html.j2`.
        title: what a reader's window shows and an archive lists.
        edition: None for a paper that nobody keeps, such as a slip.

    Raises:
        EnterpriseNumberMissing: no document may go out without it (art. 3.86 §1).
    """
    if not letterhead.enterprise_number.strip():
        raise EnterpriseNumberMissing
    return (
        environment()
        .get_template(template)
        .render(
            **context,
            w=words,
            language=words.language,
            title=title,
            letterhead=letterhead,
            edition=edition,
            short_digest=edition.digest[:SHORT_DIGEST] if edition else "",
            page_number=page_number(words),
        )
    )


def page_number(words: Words) -> Markup:
    """Return *page x of y*, with counters that the printer fills."""
    page, pages = Markup('<span class="page"></span>'), Markup('<span class="pages"></span>')
    return Markup(words("page", page="\x00", pages="\x01")).replace("\x00", page).replace("\x01", pages)


@cache
def environment() -> Environment:
    """Return the template environment: escaped, strict about missing facts, reading this folder only."""
    env = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["stylesheet"] = stylesheet
    return env


def stylesheet(path: str) -> Markup:
    """Return one of our own style sheets, to stand inside the paper."""
    return Markup((FOLDER / path).read_text(encoding="utf-8"))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place in the facts of a paper")
