"""The minutes for the wall of the hall: the same sentences as on the paper, in pages that can be read from the back row.

A page holds nine lines of large type. A point begins a page of its own and goes on where it is longer; what is corrected is
in the facts, so the pages are laid out anew each time they are asked for.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from koprogo.papers.formats import NBSP
from koprogo.papers.minutes import sentences, view
from koprogo.papers.minutes.facts import ItemFacts, MinutesFacts
from koprogo.papers.minutes.words import minutes_words
from koprogo.papers.words import Words

WIDTH, LINES = 74, 9
"""Characters of a line and lines of a page, at the size that the back row reads."""
LONG_HEADING = 36
"""A heading longer than this takes a second line, and the page one line less."""


@dataclass(frozen=True)
class WallLine:
    """A paragraph; `look` is text, proposal, result or names."""

    look: str
    text: str


@dataclass(frozen=True)
class WallPage:
    """One page: what it is about, and its paragraphs; `goes_on` when the page before is about the same."""

    heading: str
    lines: tuple[WallLine, ...]
    goes_on: bool = False


def wall_pages(facts: MinutesFacts, language: str) -> tuple[WallPage, ...]:
    """Return the minutes in pages: opening and quorum, each point, what happened beside them, the signatures."""
    w = minutes_words(language)
    chapters = [
        (w(f"title_{facts.assembly.kind}"), list(_opening(facts, w))),
        *((f"{item.number}. {item.title}", list(_item(item, w))) for item in facts.items),
        (w("heading_events"), list(_events(facts, w))),
        (w("heading_closing"), [WallLine("text", w("signing"))]),
    ]
    return tuple(page for heading, lines in chapters if lines for page in _paged(heading, lines))


def _opening(facts: MinutesFacts, w: Words) -> Iterator[WallLine]:
    assembly, bureau = facts.assembly, facts.bureau
    day, time = w.format.day(assembly.day), w.format.time(assembly.opened_at)
    colon = f"{NBSP}:" if w.language == "fr" else ":"
    yield WallLine("text", w("opening", day=day, kind=w(f"kind_{assembly.kind}"), time=time))
    for label, name in (("label_chair", bureau.chair), ("label_secretary", bureau.secretary)):
        if name:
            yield WallLine("text", f"{w(label)}{colon} {name}")
    yield WallLine("text", sentences.quorum(facts.quorum, w))


def _item(item: ItemFacts, w: Words) -> Iterator[WallLine]:
    seen = view.item_view(item, w)
    yield from (WallLine("proposal", line) for line in seen.text)
    yield WallLine("result", seen.result)
    if seen.reason:
        yield WallLine("text", seen.reason)
    if seen.vote is None:
        return
    for word, names in (("against_names", seen.vote.against), ("abstained_names", seen.vote.abstained)):
        if names:
            said = w("semicolon").join(f"{who} {held}" for who, held in names)
            yield WallLine("names", f"{w(word, n=len(names))} {said}.")
    if seen.vote.nobody:
        yield WallLine("names", seen.vote.nobody)
    yield from (WallLine("text", note) for note in seen.vote.notes)


def _events(facts: MinutesFacts, w: Words) -> Iterator[WallLine]:
    for hour, what, told in (view.event_line(event, w) for event in facts.events):
        yield WallLine("text", f"{hour}  {what}. {told}".strip())


def _paged(heading: str, lines: list[WallLine]) -> Iterator[WallPage]:
    """Fill pages with paragraphs; one longer than a page is cut between words."""
    most = LINES - (len(heading) > LONG_HEADING)
    room, page, first = most, list[WallLine](), True
    for line in lines:
        for piece in _pieces(line, most):
            high = len(textwrap.wrap(piece.text, WIDTH)) or 1
            if high > room and page:
                yield WallPage(heading, tuple(page), goes_on=not first)
                room, page, first = most, [], False
            page.append(piece)
            room -= high
    yield WallPage(heading, tuple(page), goes_on=not first)


def _pieces(line: WallLine, most: int) -> Iterator[WallLine]:
    rows = textwrap.wrap(line.text, WIDTH)
    if len(rows) <= most:
        yield line
        return
    for start in range(0, len(rows), most):
        yield WallLine(line.look, " ".join(rows[start : start + most]))
