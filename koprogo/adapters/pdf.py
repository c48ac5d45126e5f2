"""HTML to PDF: an archive file that also reads aloud well (PDF/A-3a with PDF/UA-1 tags), our own fonts, no network.

WeasyPrint is imported at the first page, never at start: it takes a second and forty megabytes, and only presses print
(`printing.py`). The paper may name nothing but files of `koprogo/papers/` (`papers:fonts/…`); any other address stops the
printing. What one process prints shares its fonts and its style sheets, each read once (docs/performance.md).
"""

import atexit
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from koprogo.core.errors import NotNow

BUNDLE = Path(__file__).parents[1] / "papers"
SCHEME = "papers:"
MEDIA_TYPES = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".css": "text/css", ".png": "image/png"}
DEBIAN_PACKAGES = (
    ("pangoft2", "libpangoft2-1.0-0"),
    ("pango", "libpango-1.0-0"),
    ("harfbuzz-subset", "libharfbuzz-subset0"),
    ("harfbuzz", "libharfbuzz0b"),
    ("fontconfig", "libfontconfig1"),
    ("gobject", "libglib2.0-0"),
)
"""Part of a library's name -> the Debian package that has it; the more specific name first."""
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
SHEETS = 64
"""Parsed style sheets kept: twice as many as there are papers."""
_one_at_a_time = threading.Lock()
"""The shared fonts belong to one thread at a time."""


class PdfUnavailable(NotNow):
    """A system library that lays out text is missing; everything but PDFs works without it."""

    message_id = "PDFs need the system package {package}. Install it with: apt-get install {package}"
    package: str


class PdfNotMade(Exception):
    """The paper cannot be printed as it is: our own mistake, with what the printer said."""


@dataclass(frozen=True)
class PdfAttachment:
    """A file inside the PDF. `relationship` is an AFRelationship: `Data` (what the paper is made of), `Supplement`."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_pdf(
    html: str,
    *,
    title: str,
    language: str,
    attachments: Sequence[PdfAttachment] = (),
    created_at: datetime | None = None,
) -> bytes:
    """Print one paper in this process and return the bytes of its PDF: `printing.print_pdf` has a press do it.

    With `created_at` given, the same paper gives the same bytes every time, whatever was printed before.

    Raises:
        PdfUnavailable: a system package is missing; the message names it.
        PdfNotMade: the paper names something outside our bundle, or breaks a rule of accessible PDFs.
    """
    weasyprint = load_weasyprint()
    from koprogo.adapters.pdf_finish import finish

    with _one_at_a_time, _errors_raised():
        page = weasyprint.HTML(string=STYLE.sub("", html), base_url=SCHEME, url_fetcher=_fetcher())
        sheets = [_sheet(each) for each in STYLE.findall(html)]
        document = page.render(pdf_variant="pdf/a-3a", stylesheets=sheets, font_config=_fonts())
        document.metadata.title = title
        document.metadata.lang = language
        document.metadata.created = document.metadata.modified = _w3c(created_at) if created_at else None
        files = [_attachment(weasyprint, file, created_at) for file in attachments]
        content: bytes = document.write_pdf(finisher=finish, pdf_variant="pdf/a-3a", attachments=files)
    return content


@cache
def _fonts() -> Any:
    """Return the fonts of this process; their folder goes with it."""
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_fonts.cache_clear)
    atexit.register(_sheet.cache_clear)
    return FontConfiguration()


@lru_cache(SHEETS)
def _sheet(style: str) -> Any:
    """Return one style sheet of a paper, parsed."""
    css = load_weasyprint().CSS
    return css(string=style, base_url=SCHEME, url_fetcher=_fetcher(), font_config=_fonts())


def load_weasyprint() -> Any:
    """Import the printer and return its module.

    Raises:
        PdfUnavailable: one of its system libraries cannot be loaded.
    """
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(missing_package(str(error))) from error
    return weasyprint


def missing_package(message: str) -> str:
    """Return the Debian package behind a loader's message.

    >>> missing_package("cannot load library 'libpango-1.0-0': cannot open shared object file")
    'libpango-1.0-0'
    """
    found = (package for part, package in DEBIAN_PACKAGES if part in message)
    return next(found, "libpango-1.0-0")


def bundle_file(url: str) -> Path:
    """Return the file of our bundle that a `papers:` address names.

    Raises:
        PdfNotMade: it is another address, leaves the bundle, or is no file we print from.
    """
    path = (BUNDLE / url.removeprefix(SCHEME)).resolve()
    inside = url.startswith(SCHEME) and path.is_relative_to(BUNDLE) and path.suffix in MEDIA_TYPES
    if not inside or not path.is_file():
        raise PdfNotMade(f"A paper may only use files of koprogo/papers, not {url[:200]!r}")
    return path


def _fetcher() -> Any:
    """Make the fetcher; a class of its own only once the printer is there."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class BundleFetcher(URLFetcher):
        """Reads from our bundle and from nowhere else; anything else ends the printing."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            try:
                path = bundle_file(url)
            except PdfNotMade as refusal:
                raise FatalURLFetchingError(str(refusal)) from refusal
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MEDIA_TYPES[path.suffix]})

    return BundleFetcher()


@contextmanager
def _errors_raised() -> Iterator[None]:
    """Turn what the printer only logs as an error (a missing description, a file it could not read) into a failure."""
    from weasyprint.urls import FatalURLFetchingError

    heard = _Heard(logging.ERROR)
    logger = logging.getLogger("weasyprint")
    logger.addHandler(heard)
    try:
        yield
    except FatalURLFetchingError as refusal:
        raise PdfNotMade(str(refusal)) from refusal
    finally:
        logger.removeHandler(heard)
    if heard.messages:
        raise PdfNotMade("; ".join(heard.messages))


class _Heard(logging.Handler):
    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _attachment(weasyprint: Any, file: PdfAttachment, created_at: datetime | None) -> Any:
    at = created_at.astimezone(UTC) if created_at else None
    return weasyprint.Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        relationship=file.relationship,
        created=at,
        modified=at,
    )


def _w3c(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
