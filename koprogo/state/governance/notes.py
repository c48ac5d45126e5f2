"""Notes and visits: all of an association on its council's page, those of one decision on its own."""

from dataclasses import dataclass, field

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.security.policies import member, policy
from koprogo.services.documents.kept_files import KeptFile
from koprogo.services.governance import notes
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, part_of, said, said_day

MOST = 30


@dataclass(frozen=True)
class KeptFileLine:
    """A file kept with something; `size` in bytes, `day` an ISO instant."""

    id: str
    title: str
    href: str
    size: int
    day: str


@dataclass(frozen=True)
class NoteLine:
    """A note or a visit; `number` of the decision it is about, 0 without one; `files_at` where a file is sent."""

    id: str
    what: str
    day: str
    words: str
    by: str
    number: int
    decision_at: str
    in_report: bool
    files_at: str
    files: list[KeptFileLine] = field(default_factory=list)


class NotesOfCouncilState(AppState, rx.State):
    """The notes of this address; empty for who neither sits in the council nor is the syndic."""

    notes: list[NoteLine] = []
    may_note: bool = False
    about_one: bool = False
    """The address names a decision: notes are about it."""
    today: str = ""
    count: int = 0
    """How often something was sent: an emptied form is drawn anew."""

    @rx.event
    @policy(member)
    async def look(self) -> None:
        """Show the notes of this address."""
        async with self.refusals(), here(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def write(self, answers: dict) -> None:
        """Write down a note or a visit."""
        async with self.refusals(), here(self) as act:
            self._place()
            await notes.write_note(
                *act.within,
                words=said(answers, "note_words"),
                day=said_day(answers, "note_day"),
                what=said(answers, "note_what") or notes.NOTE,
                entry_id=part_of(self.router.url.path) if self.about_one else None,
                in_report=bool(answers.get("note_in_report")),
                today=today(),
                at=now(),
            )
            self.count += 1
            await self._show(act)

    @rx.event
    @policy(member)
    async def sent(self, file_id: str, name: str) -> None:
        """Show the notes again, after a file arrived."""
        async with self.refusals(), here(self) as act:
            parse_id(file_id)
            await self._show(act)

    def _place(self) -> None:
        self.about_one = "/decisions/" in self.router.url.path

    async def _show(self, act: Act) -> None:
        self._place()
        self.today = today().isoformat()
        self.may_note = act.may("council.follow")
        self.notes = []
        if self.may_note:
            entry = part_of(self.router.url.path) if self.about_one else None
            rows = await notes.notes(*act.within, entry_id=entry)
            self.notes = [_note(act, row) for row in rows][:MOST]


def kept_file_line(row: KeptFile) -> KeptFileLine:
    """Return a kept file as a line to read."""
    return KeptFileLine(str(row.id), row.title, urls.kept_file(row.id), row.size, row.at.isoformat())


def _note(act: Act, row: notes.NoteRow) -> NoteLine:
    return NoteLine(
        id=str(row.id),
        what=row.what,
        day=row.day.isoformat(),
        words=row.words,
        by=row.by,
        number=row.number,
        decision_at=urls.association(act.association_id, f"decisions/{row.entry_id}") if row.entry_id else "",
        in_report=row.in_report,
        files_at=urls.note_files(act.association_id, row.id),
        files=[kept_file_line(each) for each in row.files],
    )
