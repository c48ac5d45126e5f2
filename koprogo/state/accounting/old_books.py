"""Taking over old books from files: send them, look at what was understood, decide, and book one voucher.

The files stay on the server for an hour; here are their ids and what was decided. Every look reads them again, so what is
booked is what was shown.
"""

from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Fact
from koprogo.core.permissions import require
from koprogo.rules.accounting.old_headers import COLUMNS, NEEDED, OldFile
from koprogo.rules.accounting.old_keys import KEY, LONGEST_NAME
from koprogo.security.policies import member, policy
from koprogo.services.accounting.labels import account_names
from koprogo.services.accounting.taking_over.from_files import Request, confirm_take_over, preview_take_over
from koprogo.services.accounting.taking_over.mappings import LONGEST, ToolMapping, mappings
from koprogo.services.accounting.taking_over.reading import BooksRead
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.year_choice import chosen_year, years_of
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import here

MOST_ROWS = 200
"""Rows of a table shown; all of them are judged."""


@dataclass(frozen=True)
class OldFileView:
    """One of the files; `name` is empty until it was sent."""

    kind: str
    name: str = ""
    lines: int = 0


@dataclass(frozen=True)
class ColumnView:
    """What a column of a file means, and the headings there are to choose from; `chosen` empty: none says it."""

    kind: str
    means: str
    chosen: str
    headings: list[str]
    missing: bool


@dataclass(frozen=True)
class FaultView:
    """One thing to correct; `line` 0 concerns the whole file."""

    kind: str
    line: int
    header: str
    read: str
    message_id: str
    facts: dict[str, Fact]


@dataclass(frozen=True)
class OldAccountView:
    """An account of the old books and ours; `names` of ours by language."""

    code: str
    name: str
    cents: int
    ours: str
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DifferenceView:
    """What does not agree: both sides and the difference, in cents; `what` is a code word."""

    what: str
    code: str
    books: int
    other: int
    apart: int


@dataclass(frozen=True)
class KeyColumnView:
    """A column of the sheet of keys; `name` empty: it is no key. The rest is what it becomes, `since` ISO."""

    heading: str
    name: str
    basis: str = ""
    since: str = ""
    lots: int = 0
    total: int = 0
    is_here: bool = False


class OldBooksState(AppState, rx.State):
    """The page; `looked` once files were read."""

    association: str = ""
    sheet_at: str = ""
    send_to: dict[str, str] = {}
    day: str = ""
    tool: str = ""
    tools: list[str] = []
    files: list[OldFileView] = []
    columns: list[ColumnView] = []
    faults: list[FaultView] = []
    fault_count: int = 0
    accounts: list[OldAccountView] = []
    undecided: int = 0
    differences: list[DifferenceView] = []
    control: int = 0
    owners: int = 0
    invoices: int = 0
    calls: int = 0
    keys: list[KeyColumnView] = []
    new_keys: int = 0
    looked: bool = False
    may_book: bool = False
    loaded: bool = False

    _ids: dict[str, str] = {}
    _columns: dict[str, dict[str, str]] = {}
    _accounts: dict[str, str] = {}
    _known: list[ToolMapping] = []

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Begin: nothing is sent yet; the day is the first of the fiscal year."""
        self.reset()
        async with self.refusals(), here(self) as act:
            require(act.actor, "books.write", act.association_id)
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.send_to = {file.value: urls.old_books_files(act.association_id, file.value) for file in OldFile}
            year = chosen_year(await years_of(act), "", today())
            self.day = year.starts.isoformat() if year else ""
            self._known = await mappings(act.session, act.actor)
            self.tools = [each.tool for each in self._known]
            self.files = [OldFileView(file.value) for file in OldFile]
            self.loaded = True

    @rx.event
    @policy(member)
    async def received(self, kind: str, file_id: str, name: str) -> None:
        """Note a file that was sent; once all that are needed are there, look at them."""
        if kind not in [file.value for file in OldFile]:
            return
        self._ids = {**self._ids, kind: str(file_id)}
        name = str(name)[:120]
        self.files = [OldFileView(kind, name) if each.kind == kind else each for each in self.files]
        if all(file.value in self._ids for file in NEEDED):
            await self._look()

    @rx.event
    @policy(member)
    async def read(self, answers: dict) -> None:
        """Look at the files with the day and the program of the form; what was decided about this program is used."""
        self.day, self.tool = said(answers, "day", 10), " ".join(said(answers, "tool", LONGEST).split())
        for each in self._known:
            if each.tool.casefold() == self.tool.casefold():
                self._columns = {kind: dict(found) for kind, found in each.columns.items()}
                self._accounts = dict(each.accounts)
        await self._look()

    @rx.event
    @policy(member)
    async def choose_column(self, kind: str, means: str, heading: str) -> None:
        """Say which column of a file means what; an empty heading means that none does."""
        found = {each.means: each.chosen for each in self.columns if each.kind == kind}
        if means in found:
            before = self._columns.get(str(kind), {})
            self._columns = {**self._columns, str(kind): {**before, **found, str(means): str(heading)[:200]}}
            await self._look()

    @rx.event
    @policy(member)
    async def name_key(self, heading: str, name: str) -> None:
        """Say what the key of a column is called here; an empty name means that the column is no key."""
        if str(heading) in [each.heading for each in self.keys]:
            found = {f"{KEY}{each.heading}": each.name for each in self.keys}
            chosen = {each.means: each.chosen for each in self.columns if each.kind == OldFile.KEYS.value}
            decided = {**chosen, **found, f"{KEY}{heading}": str(name).strip()[:LONGEST_NAME]}
            self._columns = {**self._columns, OldFile.KEYS.value: decided}
            await self._look()

    @rx.event
    @policy(member)
    async def choose_account(self, code: str, ours: str) -> None:
        """Say which of our accounts an old one is."""
        ours = str(ours).strip()[:20]
        before = next((each.ours for each in self.accounts if each.code == code), None)
        if before is None or ours in ("", before):
            return
        kept, self._accounts = self._accounts, {**self._accounts, str(code): ours}
        await self._look()
        if self.refusal.kind:
            self._accounts = kept

    @rx.event
    @policy(member)
    async def take(self) -> EventSpec | None:
        """Book the opening voucher and go to it."""
        async with self.refusals(), here(self) as act:
            made = await confirm_take_over(*act.within, request=self._request(), at=now())
            return rx.redirect(urls.association(act.association_id, f"entries/{made.posted.id}"))
        return None

    def _request(self) -> Request:
        return Request(parse_day(self.day, "day"), self.tool, self._ids, self._columns, self._accounts)

    async def _look(self) -> None:
        async with self.refusals(), here(self) as act:
            self._show(await preview_take_over(*act.within, request=self._request(), at=now()))

    def _show(self, read: BooksRead) -> None:
        lines = {each.file.value: each.lines for each in read.files}
        self.files = [OldFileView(each.kind, each.name, lines.get(each.kind, 0)) for each in self.files]
        self.columns = [
            ColumnView(each.file.value, means.value, each.columns.get(means, ""), [*each.header], means in each.missing)
            for each in read.files
            for means in (COLUMNS[each.file] if each.header else ())
        ]
        self.fault_count = len(read.faults)
        self.faults = [
            FaultView(each.file.value, each.line, each.header, each.read, each.message_id, dict(each.facts))
            for each in read.faults[:MOST_ROWS]
        ]
        accounts = sorted(read.accounts, key=lambda each: bool(each.ours))
        self.accounts = [
            OldAccountView(each.code, each.name, each.cents, each.ours, account_names(each.ours, {}))
            for each in accounts[:MOST_ROWS]
        ]
        self.undecided = len(read.undecided)
        self.differences = [
            DifferenceView(each.what.value, each.code, each.books, each.other, each.other - each.books)
            for each in read.differences
        ]
        self.control, self.owners, self.invoices = read.control, len(read.owners), len(read.invoices)
        self.calls, self.keys = len(read.calls), _keys(read)
        self.new_keys = sum(not each.is_here for each in read.keys)
        self.may_book, self.looked = read.may_be_booked, True


def _keys(read: BooksRead) -> list[KeyColumnView]:
    known = {key.heading: key for key in read.keys}
    columns = next((file.keys for file in read.files if file.file is OldFile.KEYS), {})
    return [
        KeyColumnView(
            heading, name, key.basis, key.since.isoformat(), len(key.weights), key.total, key.is_here
        ) if (key := known.get(heading)) else KeyColumnView(heading, name)
        for heading, name in columns.items()
    ]  # fmt: skip
