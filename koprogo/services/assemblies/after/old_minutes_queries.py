"""Finding in the minutes of before: the newest first, or those in which every word occurs, with the place that says so.

PostgreSQL reads each page in four languages and as written, without accents (`minutes_words` of the migration):
*rénovations* finds *renovation*, *werken* finds *werk*. A word in quotation marks is looked for as a phrase. Every answer
is within one association, behind its wall.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.permissions import require
from koprogo.core.plain_text import plain

LIST = """
SELECT m.id, m.day, m.title, m.pages, m.found, m.at, d.id AS file_id, d.file_name, d.size
  FROM old_minutes m JOIN attachment d ON d.association_id = m.association_id AND d.subject = 'old_minutes'
   AND d.subject_id = m.id AND d.withdraws_id IS NULL
 WHERE m.association_id = :t AND (CAST(:ids AS uuid[]) IS NULL OR m.id = ANY(CAST(:ids AS uuid[])))
   AND (:year = 0 OR extract(year FROM m.day) = :year)
   AND NOT EXISTS (SELECT 1 FROM attachment w WHERE w.association_id = d.association_id AND w.withdraws_id = d.id)
 ORDER BY m.day DESC, m.at DESC, m.id
"""
SEARCH = """
WITH hits AS (
    SELECT p.minutes_id, p.page, q.place, count(*) OVER (PARTITION BY p.minutes_id, p.page) AS here
      FROM unnest(CAST(:terms AS text[])) WITH ORDINALITY AS q(term, place)
      JOIN old_minutes_page p ON p.association_id = :t AND p.search @@ minutes_query(q.term))
SELECT minutes_id, (array_agg(page ORDER BY here DESC, page) FILTER (WHERE page > 0))[1] AS page
  FROM hits GROUP BY minutes_id HAVING count(DISTINCT place) = :many
"""
"""Every word in the file, and the page that has the most of them; page 0 is the title."""
PAGES = """
SELECT p.minutes_id, p.words FROM old_minutes_page p
  JOIN unnest(CAST(:ids AS uuid[]), CAST(:pages AS integer[])) AS w(minutes_id, page)
    ON p.minutes_id = w.minutes_id AND p.page = w.page
 WHERE p.association_id = :t
"""
TERM = re.compile(r'"([^"]{1,100})"|(\S{1,100})')
MOST_TERMS = 8
AROUND = 110
"""Letters of a page shown around what was found."""


@dataclass(frozen=True)
class OldMinutesRow:
    """Old minutes; `found`: text, picture, closed or damaged. Of a search: a page, its words around a hit."""

    id: UUID
    day: date
    title: str
    pages: int
    found: str
    at: datetime
    file_id: UUID
    file_name: str
    size: int
    page: int = 0
    before: str = ""
    hit: str = ""
    after: str = ""


async def old_minutes(
    session: AsyncSession, actor: Actor, association_id: UUID, *, words: str = "", year: int = 0
) -> list[OldMinutesRow]:
    """Return the minutes of before, the newest first; with words only those in which all of them occur."""
    require(actor, "minutes.read", association_id)
    asked = terms(words)
    facts = {"t": association_id, "year": year}
    if not asked:
        rows = (await session.execute(text(LIST), {**facts, "ids": None})).mappings()
        return [OldMinutesRow(**row) for row in rows]
    found = {
        row.minutes_id: row.page
        for row in await session.execute(text(SEARCH), {"t": association_id, "terms": asked, "many": len(asked)})
    }
    rows = (await session.execute(text(LIST), {**facts, "ids": list(found)})).mappings()
    pages = await _pages(session, association_id, found)
    return [_found(row, found[row["id"]] or 0, pages.get(row["id"], ""), asked) for row in rows]


def _found(row: RowMapping, number: int, page: str, asked: list[str]) -> OldMinutesRow:
    before, hit, after = shown(page, asked)
    return OldMinutesRow(**row, page=number, before=before, hit=hit, after=after)


def terms(words: str) -> list[str]:
    """Return what is looked for: words, and phrases in quotation marks; at most eight.

    >>> terms('toiture "rue Haute" !')
    ['toiture', 'rue Haute']
    """
    found = [phrase or word for phrase, word in TERM.findall(words.replace("“", '"').replace("”", '"'))]
    return [each for each in dict.fromkeys(found) if plain(each)][:MOST_TERMS]


def shown(page: str, asked: list[str]) -> tuple[str, str, str]:
    """Return the words of a page around the first place that was found: before it, itself, behind it.

    The languages know stems, and this looks for the beginning of a word: where it finds none, the page's own beginning.
    """
    flat = _flat(page)
    for term in asked:
        for length in (len(term), max(len(term) - 2, 4), 4):
            found = re.search(rf"\b{re.escape(_flat(term)[:length])}\w*", flat)
            if found:
                begin, end = max(found.start() - AROUND, 0), found.end() + AROUND
                before = _line(page[begin : found.start()], cut_before=begin > 0)
                after = _line(page[found.end() : end], cut_after=end < len(page))
                return before, page[found.start() : found.end()], after
    return _line(page[: 2 * AROUND], cut_after=len(page) > 2 * AROUND), "", ""


async def _pages(session: AsyncSession, association_id: UUID, found: Mapping[UUID, int | None]) -> dict[UUID, str]:
    of = {each: page for each, page in found.items() if page}
    facts = {"t": association_id, "ids": list(of), "pages": list(of.values())}
    return {row.minutes_id: row.words for row in await session.execute(text(PAGES), facts)} if of else {}


def _flat(words: str) -> str:
    """Return a text of the same length without accents and capitals, so that places in it are places in the page."""
    return "".join(map(_letter, words))


@lru_cache(4096)
def _letter(letter: str) -> str:
    """Return a letter of a flat text; kept, since a search looks at many pages that are written with the same letters."""
    return (plain(letter) or letter)[:1]


def _line(words: str, *, cut_before: bool = False, cut_after: bool = False) -> str:
    """Return words on one line; blanks at their ends stay, since what was found stands beside them."""
    flat = re.sub(r"\s+", " ", words)
    return ("… " if cut_before else "") + flat + (" …" if cut_after else "")
