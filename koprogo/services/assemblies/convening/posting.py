"""The postal batch: one PDF per person and the list for registered post, then the tracking numbers that come back.

Whatever stands in a cell came from somebody's list: a spreadsheet must read it as text, never as a formula.
"""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from koprogo.rules.assemblies.notice import latest_day
from koprogo.services import audit
from koprogo.services.access import require_planner
from koprogo.services.assemblies.convening import letter_list
from koprogo.services.assemblies.convening.convocation_facts import DOCUMENTS, Enclosed, enclosed
from koprogo.services.buildings.fault_list import BYTE_ORDER_MARK, as_text
from koprogo.services.messages import letters
from koprogo.settings import settings

LARGEST_LIST = 1_000_000
"""Bytes of a list of tracking numbers; ten thousand lines fit."""
SPOOL = 8 << 20
BY_HAND_TOLD = ("returned", "delivered", "failed", "posted")
TRACKING = re.compile(r"[A-Z0-9]{6,40}")
WORDS = {
    "reference": "Reference",
    "sending": "Sending",
    "name": "Name",
    "attention": "Attention of",
    "street": "Street and number",
    "postcode": "Postcode",
    "town": "Town",
    "country": "Country",
    "language": "Language",
    "lots": "Lots",
    "tracking": "Tracking number",
}
"""The heads of the list for the post, in its order."""
BATCH = """
SELECT l.id, l.channel, l.language, l.address, l.lots, p.sha256
  FROM letter l
  LEFT JOIN paper p ON p.subject_id = l.id AND p.kind = CASE l.kind WHEN 'change' THEN 'change_letter' ELSE l.kind END
 WHERE l.association_id = :t AND l.subject_id = :a AND l.channel <> 'email'
   AND l.kind = (SELECT min(k.kind) FROM letter k WHERE k.association_id = :t AND k.subject_id = :a
                    AND k.kind IN ('change', 'convocation'))
 ORDER BY l.address->>'name', l.id
"""


class NothingToPost(NotFound):
    """No letter of this assembly goes by post, or none is printed yet."""

    message_id = "There is no printed letter to post yet."


async def batch(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Sequence[Any]:
    """Return the letters that go by post, with where their printed bytes are (who plans the assembly).

    Once it is called off or moved these are the letters that say so; the convocations have lost their object.

    Raises:
        NothingToPost: there is none.
    """
    await require_planner(session, actor, association_id, assembly_id)
    rows = (await session.execute(text(BATCH), {"t": association_id, "a": assembly_id})).all()
    if not any(row.sha256 for row in rows):
        raise NothingToPost
    return rows


async def enclosures(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> Sequence[Enclosed]:
    """Return the documents to put in each envelope: those that the letters name as enclosed."""
    rows = (await session.execute(text(DOCUMENTS), {"t": association_id, "a": assembly_id})).all()
    return enclosed(rows)


def as_zip(rows: Sequence[Any], language: str, documents: Sequence[Enclosed] = ()) -> BinaryIO:
    """Return a ZIP with the list, one PDF per person and what goes in each envelope; the caller closes it. Blocking."""
    spool = SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - handed to the caller, who closes it
    kept = storage(settings())
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("registered.csv", registered_list(rows, language))
        for place, row in enumerate((each for each in rows if each.sha256), 1):
            with kept.open(row.sha256) as paper, archive.open(f"letters/{_file_name(place, row)}", "w") as target:
                shutil.copyfileobj(paper, target)
        for document in documents:
            with kept.open(document.sha256) as paper, archive.open(f"documents/{document.name}", "w") as target:
                shutil.copyfileobj(paper, target)
    spool.seek(0)
    return cast(BinaryIO, spool)


def registered_list(rows: Iterable[Any], language: str) -> bytes:
    """Return the list for the post office as CSV with semicolons: one line per envelope, a column for its number."""
    out = io.StringIO()
    write = csv.writer(out, delimiter=";", lineterminator="\r\n").writerow
    write([message(word, language) for word in WORDS.values()])
    for row in rows:
        address = row.address
        cells = (
            letter_list.reference(row.id),
            message("registered post" if row.channel == "registered" else "ordinary post", language),
            address["name"],
            address["attention"],
            address["street"],
            address["postcode"],
            address["city"],
            address["country"],
            row.language,
            " ".join(lot["number"] for lot in row.lots),
            "",
        )
        write([as_text(cell) for cell in cells])
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _file_name(place: int, row: Any) -> str:
    name = re.sub(r"[^\w]+", "-", row.address["name"], flags=re.UNICODE).strip("-")[:60] or "letter"
    return f"{place:03}-{name}-{letter_list.reference(row.id)}.pdf"


async def tell_letter(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    letter_id: UUID,
    *,
    what: str,
    day: date,
    at: datetime,
    tracking: str = "",
) -> None:
    """Record what became of a letter: posted (with its number), delivered, returned or failed (syndic).

    A letter posted after the last lawful day is recorded as such: what happened is not refused, it is shown.

    Raises:
        BadInput: another word, a day to come, or a number no post office gives.
        NotFound: no such letter here.
    """
    of_letter = "SELECT subject_id FROM letter WHERE id = :l AND association_id = :t"
    assembly_id = await session.scalar(text(of_letter), {"l": letter_id, "t": association_id})
    await require_planner(session, actor, association_id, assembly_id)
    tracking = tracking.replace(" ", "").replace("-", "").upper()
    if found := _problems(what, day, tracking, at):
        raise BadInput(*found)
    row = (
        await session.execute(
            text(
                "SELECT l.id, l.kind, a.day FROM letter l JOIN assembly a ON a.association_id = l.association_id"
                " AND a.id = l.subject_id WHERE l.id = :l AND l.association_id = :t"
            ),
            {"l": letter_id, "t": association_id},
        )
    ).first()
    if row is None:
        raise NotFound
    late = what == letters.POSTED and row.kind == "convocation" and day > latest_day(row.day)
    await letters.add_event(
        session, association_id, letter_id, what, at=at, by=actor.person_id, tracking=tracking,
        day=day.isoformat(), late=late,
    )  # fmt: skip
    await audit.record(session, actor, association_id, f"letter.{what}", letter_id, late=late)


async def post_all(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, day: date, at: datetime
) -> int:
    """Record that every printed letter that goes by post was posted on a day; those recorded before keep theirs."""
    lines = await letter_list.letter_list(session, actor, association_id, assembly_id)
    by_post = [line for line in letter_list.current(lines) if line.channel in ("registered", "ordinary")]
    waiting = [line for line in by_post if line.state == "printed"]
    for line in waiting:
        await tell_letter(session, actor, association_id, line.id, what=letters.POSTED, day=day, at=at)
    return len(waiting)


async def import_tracking(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    content: bytes,
    day: date,
    at: datetime,
) -> int:
    """Read the list for the post with its tracking numbers filled in; return how many letters it told of.

    Raises:
        BadInput: it is too large, no list of ours, or names a number twice; every such line is said.
    """
    await require_planner(session, actor, association_id, assembly_id)
    numbers = read_tracking(content)
    known = {
        line.reference: line for line in await letter_list.letter_list(session, actor, association_id, assembly_id)
    }
    unknown = [
        Problem("file", "This list has a reference that is not of this assembly: {reference}.", {"reference": each})
        for each in numbers
        if each not in known
    ]
    if unknown:
        raise BadInput(*unknown[:10])
    fresh = {each: number for each, number in numbers.items() if known[each].tracking != number}
    for each, number in fresh.items():
        await tell_letter(
            session, actor, association_id, known[each].id, what=letters.POSTED, day=day, at=at, tracking=number
        )
    return len(fresh)


def read_tracking(content: bytes) -> Mapping[str, str]:
    """Return reference -> tracking number of the lines that have one.

    >>> read_tracking(b"Reference;Name;Tracking number\\nKG-00AABBCCDD;Anna;0123 4567 89\\nKG-11AABBCCDD;Bram;\\n")
    {'KG-00AABBCCDD': '0123456789'}
    """
    if len(content) > LARGEST_LIST:
        raise BadInput(
            Problem("file", "Choose a smaller list: at most {most} MB.", {"most": LARGEST_LIST // 1_000_000})
        )
    lines, reference, tracking = _table(content)
    found: dict[str, str] = {}
    problems = []
    for cells in lines:
        number = re.sub(r"[\s'-]", "", cells[tracking]).upper()
        if number and (not TRACKING.fullmatch(number) or number in found.values()):
            problems.append(_number_problem(cells[tracking]))
        if number:
            found[cells[reference].strip()] = number
    if problems:
        raise BadInput(*problems[:10])
    return found


def _table(content: bytes) -> tuple[list[list[str]], int, int]:
    """Return the lines of a list that are long enough, and where reference and number stand in them."""
    try:
        told = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        told = content.decode("cp1252", errors="replace")
    lines = list(csv.reader(io.StringIO(told), delimiter=";" if ";" in told.partition("\n")[0] else ","))
    heads = [cell.strip().casefold() for cell in lines[0]] if lines else []
    reference, tracking = _column(heads, WORDS["reference"]), _column(heads, WORDS["tracking"])
    if reference is None or tracking is None:
        raise BadInput(
            Problem("file", "Send back the list you downloaded here, with its columns Reference and Tracking number.")
        )
    return [cells for cells in lines[1:] if len(cells) > max(reference, tracking)], reference, tracking


def _column(heads: Sequence[str], word: str) -> int | None:
    wanted = {message(word, language).casefold() for language in LANGUAGES} | {word.casefold()}
    return next((place for place, head in enumerate(heads) if head in wanted), None)


def _number_problem(typed: str) -> Problem:
    return Problem(
        "tracking",
        "{typed} is no tracking number, or stands here twice. Copy it from the receipt.",
        {"typed": typed[:60]},
    )


def _problems(what: str, day: date, tracking: str, at: datetime) -> list[Problem]:
    return [
        *([] if what in BY_HAND_TOLD else [Problem("what", "Choose posted, delivered, returned or failed.")]),
        *([] if day <= legal_day(at) else [Problem("day", "Enter a day that has come.")]),
        *([] if not tracking or TRACKING.fullmatch(tracking) else [_number_problem(tracking)]),
    ]
