"""The papers of letters: each printed and issued by itself, its e-mail let go, the first readable before the last is made.

Whoever sends says what is in them (convocations, minutes, calls, settlements, …); this is done the same way for all of them.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from koprogo import db
from koprogo.adapters.pdf import PdfAttachment
from koprogo.adapters.printing import PRESSES
from koprogo.services.documents import issue
from koprogo.services.messages import letters, outbox

IN_HAND = 2 * PRESSES
"""Letters printed or about to be: enough that no press waits for the next one, few enough to hold."""


@dataclass(frozen=True)
class LetterPaper:
    """A letter (`id`, `language`, `by_id`, and `mail_id` for an e-mail held back until then) and its paper.

    `html` as for `print_pdf`; `files` is asked, in a thread, when its turn comes.
    """

    letter: Any
    kind: str
    title: str
    html: str | Callable[[], str]
    files: Callable[[], Sequence[PdfAttachment]] = tuple


async def print_each(association_id: UUID, papers: Iterable[LetterPaper], *, at: datetime) -> int:
    """Print letters, each issued in a transaction of its own once it is there; return how many. Runs in the worker.

    The first that cannot be printed ends the round; those issued before stay.
    """
    room = asyncio.Semaphore(IN_HAND)

    async def one(each: LetterPaper) -> None:
        async with room:
            files = await asyncio.to_thread(each.files)
            printed = await issue.print_paper(
                each.html, title=each.title, language=each.letter.language, at=at, attachments=files
            )
            await _issue(association_id, each, printed, at)

    rounds = [asyncio.ensure_future(one(each)) for each in papers]
    try:
        await asyncio.gather(*rounds)
    finally:
        for each in rounds:
            each.cancel()
    return len(rounds)


async def _issue(association_id: UUID, paper: LetterPaper, printed: issue.Printed, at: datetime) -> None:
    letter = paper.letter
    async with db.association_session(association_id) as session:
        issue.add_papers(
            session, association_id, kind=paper.kind, subject_id=letter.id, printed=[printed], version=1,
            by=letter.by_id, at=at,
        )  # fmt: skip
        if mail := getattr(letter, "mail_id", None):
            await outbox.release(session, association_id, UUID(mail))
            await letters.add_event(session, association_id, letter.id, letters.EMAILED, at=at, by=letter.by_id)
