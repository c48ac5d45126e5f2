"""A statement as a file, at once: a workbook or CSV. The day inside is the last one it covers: the same bytes twice."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from unicodedata import combining, normalize
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters import csv_file, workbook
from koprogo.core.actor import Actor
from koprogo.core.tables import Report
from koprogo.services.accounting.reports.asked import Asked
from koprogo.services.accounting.reports.load import report
from koprogo.services.documents.letterhead import letterhead

XLSX, CSV = "xlsx", "csv"
MEDIA_TYPES = {XLSX: workbook.MEDIA_TYPE, CSV: csv_file.MEDIA_TYPE}


@dataclass(frozen=True)
class ReportFile:
    """The bytes of a statement, its type on the wire, and its name without anything a file system could trip over."""

    content: bytes
    media_type: str
    name: str


async def report_file(
    session: AsyncSession, actor: Actor, association_id: UUID, asked: Asked, language: str, kind: str
) -> ReportFile:
    """Return a statement as `xlsx` or `csv`; raises what `report` raises."""
    found = await report(session, actor, association_id, asked, language)
    name = (await letterhead(session, association_id)).name
    content = await asyncio.to_thread(_writer(kind), found, name, asked.last_day)
    return ReportFile(content, MEDIA_TYPES[kind], f"{file_name(asked, name)}.{kind}")


def file_name(asked: Asked, association: str) -> str:
    """Return a name for the file: what, whose, until when.

    >>> from koprogo.services.accounting.reports.asked import What
    >>> file_name(Asked(What.FUNDS, date(2026, 1, 1), date(2027, 1, 1)), "Résidence Les Tilleuls")
    'funds-residence-les-tilleuls-2026-12-31'
    """
    letters = "".join(each for each in normalize("NFKD", association).casefold() if not combining(each))
    return f"{asked.what.value}-{re.sub(r'[^a-z0-9]+', '-', letters).strip('-')[:60]}-{asked.last_day}"


def _writer(kind: str) -> Callable[[Report, str, date], bytes]:
    if kind == CSV:
        return lambda found, _, __: csv_file.csv_file(found)
    return lambda found, author, day: workbook.workbook(found, author=author, created=day)
