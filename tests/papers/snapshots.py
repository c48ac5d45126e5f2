"""Text of a paper, held against the text that was read and approved (tests/snapshots).

After a wanted change: `KOPROGO_UPDATE_SNAPSHOTS=1 pytest tests/papers`, then read the difference before committing it.
"""

import os
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "snapshots"
BLOCKS = {"p", "h1", "h2", "h3", "li", "td", "th", "caption", "title", "tr"}
SILENT = {"style", "head"}


class _Reader(HTMLParser):
    """Collects the text of each block; the title of a picture stands in brackets."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[tuple[str, str]] = []
        self._text: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        if tag in BLOCKS:
            self._end("")
        if tag == "br":
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end(tag)
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        text = " ".join("".join(self._text).replace("\u00a0", "~").split())
        self._text.clear()
        if text or tag == "tr":
            self.blocks.append((tag, text))


def blocks(html: str) -> list[tuple[str, str]]:
    """Return (tag, text) of each block of a paper; `~` stands for a space that never breaks."""
    reader = _Reader()
    reader.feed(html)
    return reader.blocks


def text_of(html: str) -> str:
    """Return the paper as lines to read: a table row on one line, pictures in brackets."""
    return "\n".join(_lines(blocks(html))) + "\n"


def _lines(found: list[tuple[str, str]]) -> Iterator[str]:
    row: list[str] = []
    for tag, text in found:
        if tag in {"td", "th"}:
            row.append(text)
        elif tag == "tr":
            yield " | ".join(row)
            row = []
        elif tag == "title":
            yield f"[{text}]"
        elif row:
            row.append(text)
        else:
            yield {"h1": "# ", "h2": "\n## ", "h3": "\n### ", "li": "- "}.get(tag, "") + text


def assert_snapshot(name: str, text: str) -> None:
    """Fail when the text differs from the approved one."""
    path = FOLDER / name
    if os.environ.get("KOPROGO_UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{name} differs; see tests/papers/snapshots.py"
