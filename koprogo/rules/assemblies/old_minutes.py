"""Minutes of before: which day and which title are proposed for a file, by its words and its name. A person decides.

Only proposals, so nothing here is law: the day of the assembly is where its words stand beside a date, else a date of the
file's name, else the first date of the first page. Days to come and days before associations had minutes are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from koprogo.core.plain_text import plain, tidy
from koprogo.core.sources import cites
from koprogo.rules.texts import CC_3_87_10, CC_3_87_12

FIRST_YEAR = 1925
"""The year after the first law on co-ownership."""
LONGEST_TITLE = 120
NEAR = 160
"""Letters around the words of an assembly in which its day is looked for."""
MONTHS = (
    ("janvier", "januari", "januar", "january"), ("fevrier", "februari", "februar", "february"),
    ("mars", "maart", "marz", "march"), ("avril", "april"), ("mai", "mei", "may"), ("juin", "juni", "june"),
    ("juillet", "juli", "july"), ("aout", "augustus", "august"), ("septembre", "september"),
    ("octobre", "oktober", "october"), ("novembre", "november"), ("decembre", "december", "dezember"),
)  # fmt: skip
MONTH_OF = {word: place for place, words in enumerate(MONTHS, start=1) for word in words}
ASSEMBLY = re.compile(
    r"assemblee generale|algemene vergadering|generalversammlung|general (?:assembly|meeting)|\bage?o?\b|\bb?av\b"
)
HEAD = re.compile(
    r"proces verb|notulen|verslag|protokoll|minutes|assemblee generale|algemene vergadering|generalversammlung"
)
WRITTEN = re.compile(r"\b(\d{1,2})(?:er|e|de|ste|st|nd|rd|th)? ([a-z]{3,9}) (\d{4})\b")
FIGURES = re.compile(r"\b(\d{1,2}) (\d{1,2}) (\d{4})\b")
ISO = re.compile(r"\b(\d{4}) (\d{1,2}) (\d{1,2})\b")
TOGETHER = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)")
HEAD_LINES = 40


@dataclass(frozen=True)
class Proposed:
    """What is proposed for a file; `day` None where it says none."""

    day: date | None
    title: str


@cites(CC_3_87_10, CC_3_87_12)
def proposed(pages: Sequence[str], name: str, *, today: date) -> Proposed:
    """Return the day and the title that are proposed for old minutes.

    >>> proposed(["Notulen van de algemene vergadering\\nvan 12 maart 2021"], "scan.pdf", today=date(2026, 1, 1))
    Proposed(day=datetime.date(2021, 3, 12), title='Notulen van de algemene vergadering')
    """
    first = "\n".join(pages[:2])
    days = [*_near(first, today), *_days(plain(_apart(name)), today), *_days(plain(first), today)]
    return Proposed(days[0] if days else None, _title(first, name))


def _near(text: str, today: date) -> Iterator[date]:
    """Yield the days that stand beside the words of an assembly, those behind them first."""
    flat = plain(text)
    for found in ASSEMBLY.finditer(flat):
        yield from _days(flat[found.end() : found.end() + NEAR], today)
    for found in ASSEMBLY.finditer(flat):
        yield from _days(flat[max(found.start() - NEAR, 0) : found.start()], today)


def _days(flat: str, today: date) -> list[date]:
    """Return the days in a text of plain words, in their order."""
    found: list[tuple[int, int, int, int]] = []
    for each in WRITTEN.finditer(flat):
        if month := MONTH_OF.get(each[2]):
            found.append((each.start(), int(each[3]), month, int(each[1])))
    found += [(each.start(), int(each[3]), int(each[2]), int(each[1])) for each in FIGURES.finditer(flat)]
    found += [
        (each.start(), int(each[1]), int(each[2]), int(each[3]))
        for each in (*ISO.finditer(flat), *TOGETHER.finditer(flat))
    ]
    return [day for _, *parts in sorted(found) if (day := _day(*parts)) and day.year >= FIRST_YEAR and day <= today]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _apart(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", name)


def _title(text: str, name: str) -> str:
    """Return the first line of the head that says what it is, else the name of the file."""
    lines = [tidy(line) for line in text.split("\n") if line.strip()][:HEAD_LINES]
    said = next((line for line in lines if HEAD.search(plain(line)) and len(line) <= LONGEST_TITLE), "")
    stem = name.rsplit("/", maxsplit=1)[-1].rsplit("\\", maxsplit=1)[-1].rsplit(".", maxsplit=1)[0]
    return (said or tidy(stem))[:LONGEST_TITLE] or "-"
