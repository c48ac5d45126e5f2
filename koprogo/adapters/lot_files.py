"""Reading a list of lots from a file as syndics export it: text with separators, or a workbook.

`read_lot_file` is the only door. It decides by what the file contains, never by its name, and says what to do when it
is something else. Nothing is judged here (`rules/ownership/judge.py`).
"""

from koprogo.adapters.lot_columns import MOST_BYTES, unreadable
from koprogo.adapters.lot_text import read_text
from koprogo.adapters.lot_workbook import read_workbook
from koprogo.rules.ownership.messages import FileMessage
from koprogo.rules.ownership.sheet import Sheet

_ZIP = b"PK\x03\x04"
# fmt: off
OTHER_FILES: tuple[tuple[bytes, FileMessage], ...] = (
    (b"\xd0\xcf\x11\xe0", FileMessage.OLD_EXCEL),
    (b"%PDF",             FileMessage.PDF),
    (b"\x89PNG",          FileMessage.PICTURE),
    (b"\xff\xd8\xff",     FileMessage.PICTURE),
    (b"GIF8",             FileMessage.PICTURE),
    (b"\x1f\x8b",         FileMessage.COMPRESSED),
    (b"7z\xbc\xaf",       FileMessage.COMPRESSED),
    (b"Rar!",             FileMessage.COMPRESSED),
    (b"{\\rtf",           FileMessage.TEXT_DOCUMENT),
)
# fmt: on


def read_lot_file(content: bytes, name: str) -> Sheet:
    """Read a list of lots; `name` is only shown.

    Raises:
        BadInput: it is no list of lots that can be read; the message says what to do.
    """
    if not content.strip(b"\x00\t\r\n ;,"):
        raise unreadable(FileMessage.EMPTY)
    if len(content) > MOST_BYTES:
        raise unreadable(FileMessage.TOO_LARGE, most=MOST_BYTES // 1_000_000)
    for start, message in OTHER_FILES:
        if content.startswith(start):
            raise unreadable(message)
    if content.startswith(_ZIP):
        return read_workbook(content, name)
    return read_text(content, name)
