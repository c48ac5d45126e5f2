"""Minutes of before: found by their words, and for the syndic sent and kept one after the other."""

import json
from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import current_actor, member, policy
from koprogo.services.assemblies.after.old_minutes import keep_minutes, read_sent, withdraw_minutes
from koprogo.services.assemblies.after.old_minutes_queries import OldMinutesRow, old_minutes
from koprogo.services.buildings.queries import association_name
from koprogo.state.assemblies.acting import parse_day
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import ROWS, Act, association_of, here, page_within, pages_of, said

MOST_FILES = 50
LONGEST_LIST = 50_000
LONGEST_WORDS = 200


@dataclass(frozen=True)
class OldMinutesLine:
    """Old minutes of a list; `day` ISO, `found` a code word, `size` in bytes; `page` and the words around of a search."""

    id: str
    day: str
    title: str
    pages: int
    found: str
    size: int
    href: str
    page: int = 0
    before: str = ""
    hit: str = ""
    after: str = ""


@dataclass(frozen=True)
class WaitingView:
    """The file that waits for its day now; `day` ISO, empty where the file says none."""

    file_id: str = ""
    name: str = ""
    day: str = ""
    title: str = ""
    found: str = ""
    pages: int = 0


class OldMinutesState(AppState, rx.State):
    """One page of minutes of before, and the files that wait to become some."""

    name: str = ""
    sheet_at: str = ""
    upload_at: str = ""
    """Where a file is sent; empty for who only reads."""
    may_follow: bool = False
    words: str = ""
    lines: list[OldMinutesLine] = []
    count: int = 0
    all_count: int = 0
    page: int = 1
    pages: int = 1
    waiting: WaitingView = WaitingView()
    more: int = 0
    """Files that wait behind the one that is shown."""
    loaded: bool = False

    _files: list[str] = []

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the newest."""
        self.reset()
        async with self.refusals(), here(self) as act:
            self.name = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            roles = act.actor.roles_in(act.association_id)
            self.may_follow = bool(roles & PERMISSIONS["council.follow"])
            self.upload_at = urls.old_minutes_files(act.association_id) if roles & PERMISSIONS["minutes.issue"] else ""
            await self._show(act, 1)
            self.all_count = self.count
            self.loaded = True

    @rx.event
    @policy(member)
    async def search(self, answers: dict) -> None:
        """Show what matches the words of the form."""
        self.words = said(answers, "words")[:LONGEST_WORDS]
        async with self.refusals(), here(self) as act:
            await self._show(act, 1)

    @rx.event
    @policy(member)
    async def turn(self, page: int) -> None:
        """Show another page."""
        async with self.refusals(), here(self) as act:
            await self._show(act, page)

    @rx.event
    @policy(member)
    async def sent(self, files: str, failed: str) -> None:
        """Take the files that this browser says it sent, and show what the first of them says of itself."""
        try:
            found = json.loads(str(files)[:LONGEST_LIST])
            ids = [str(each["id"])[:40] for each in found[:MOST_FILES]]
        except (ValueError, TypeError, KeyError):
            return
        self._files = [*self._files, *ids][:MOST_FILES]
        await self._next()

    @rx.event
    @policy(member)
    async def keep(self, answers: dict) -> None:
        """Keep the file that is shown with the day and the title of the form, then show the next one."""
        day, title = said(answers, "day"), said(answers, "title")
        async with self.refusals(), here(self) as act:
            await keep_minutes(*act.within, self.waiting.file_id, day=parse_day(day, "day"), title=title, at=now())
            await self._show(act, 1)
            self.all_count = max(self.all_count, self.count)
        if self.refusal.kind == "":
            self._files = self._files[1:]
            await self._next()

    @rx.event
    @policy(member)
    async def leave(self) -> None:
        """Leave the file that is shown, and show the next one."""
        self._files = self._files[1:]
        await self._next()

    @rx.event
    @policy(member)
    async def withdraw(self, minutes_id: str) -> None:
        """Take old minutes back that were wrongly kept."""
        async with self.refusals(), here(self) as act:
            await withdraw_minutes(*act.within, parse_id(minutes_id), at=now())
            await self._show(act, self.page)

    async def _next(self) -> None:
        """Show the first file that waits; one that is gone is left out."""
        self.waiting, self.more = WaitingView(), 0
        if not self._files:
            return
        first = self._files[0]
        async with self.refusals():  # no transaction: it may take long
            association_id = association_of(self.router.url.path)
            read = await read_sent(current_actor(), association_id, first, at=now())
            day = read.proposed.day.isoformat() if read.proposed.day else ""
            self.waiting = WaitingView(first, read.name, day, read.proposed.title, read.found, read.pages)
            self.more = len(self._files) - 1
        if self.waiting.file_id == "":
            self._files = self._files[1:]

    async def _show(self, act: Act, page: int) -> None:
        found = await old_minutes(*act.within, words=self.words)
        self.count, self.pages = len(found), pages_of(len(found))
        self.page = page_within(page, len(found))
        self.lines = [old_minutes_line(row) for row in found[(self.page - 1) * ROWS : self.page * ROWS]]


def old_minutes_line(row: OldMinutesRow) -> OldMinutesLine:
    """Return the row of old minutes."""
    return OldMinutesLine(
        str(row.id), row.day.isoformat(), row.title, row.pages, row.found, row.size, urls.kept_file(row.file_id), row.page,
        row.before, row.hit, row.after,
    )  # fmt: skip
