"""Reading a PDF in a process of its own: whatever is in it can use up nothing of ours, and runs nowhere."""

import asyncio
import json
import subprocess
import sys
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256

from koprogo.settings import PROJECT

SECONDS = 25
"""Of the clock; the process itself stops sooner, after twenty of work."""
LAST_FILES = 4
TEXT, PICTURE, CLOSED, DAMAGED = "text", "picture", "closed", "damaged"
_ONE = ThreadPoolExecutor(1, thread_name_prefix="words")
"""One file at a time, in a thread of its own: files that wait hold none of the threads that others wait for."""


@dataclass(frozen=True)
class PdfWords:
    """What a PDF is (text, picture, closed, damaged), and the words of each page."""

    found: str
    pages: tuple[str, ...] = ()


_read: OrderedDict[bytes, PdfWords] = OrderedDict()
"""The last files by their hash: whoever keeps a file has just seen what it says, and waits for it no second time."""


async def read_words(content: bytes) -> PdfWords:
    """Return the words of a PDF once those before it are read; one that takes too long or too much is damaged."""
    which = sha256(content).digest()
    if which not in _read:
        _read[which] = await asyncio.wrap_future(_ONE.submit(words_of, content))
        while len(_read) > LAST_FILES:
            _read.popitem(last=False)
    return _read[which]


def words_of(content: bytes) -> PdfWords:
    """Return the words of a PDF; blocks for as long as its process takes."""
    command = [sys.executable, "-m", "koprogo.adapters.pdf_words"]
    environment = {"PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=SECONDS, env=environment, cwd="/", check=True
        )
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return PdfWords(DAMAGED)
    return PdfWords(answer["found"], tuple(answer["pages"]))
