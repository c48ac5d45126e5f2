"""The syndic's mandate, its contract and the hand-over; the auditor's report for the next ordinary assembly."""

from dataclasses import dataclass, field
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.permissions import PERMISSIONS
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.governance import handing_in, handover, syndic
from koprogo.services.governance.queries import council_sheet
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import Act, here, said, said_day
from koprogo.state.governance.notes import KeptFileLine, kept_file_line


@dataclass(frozen=True)
class HandoverRow:
    """A thing of the hand-over list; `law` when the article names it; `what` empty while nobody said anything of it."""

    mandate: str
    item: str
    law: bool
    what: str
    day: str
    words: str
    by: str


@dataclass(frozen=True)
class MandateLine:
    """A mandate; days ISO, both inclusive; `left` days until its end, negative once it is over."""

    id: str
    name: str
    since: str
    last_day: str
    latest: str
    left: int
    agreed: bool
    over: bool
    ends_soon: bool
    contract_at: str
    handover_due: str
    to_come: int
    """How many things of the list are not received."""
    hers: bool
    """The reader's own firm holds it: she gives, the others receive."""
    contract: list[KeptFileLine] = field(default_factory=list)
    handover: list[HandoverRow] = field(default_factory=list)


@dataclass(frozen=True)
class AuditorLine:
    """Who audits the accounts, since when."""

    name: str
    since: str
    is_mine: bool


@dataclass(frozen=True)
class MeetingLine:
    """An ordinary assembly to come: where the auditor's report is sent, and the one that was handed in."""

    id: str
    day: str
    drafted: bool
    endpoint: str
    report: str
    report_at: str
    by: str
    at: str


class SyndicState(AppState, rx.State):
    """The mandates of the syndic here, and the auditor's report."""

    name: str = ""
    sheet_at: str = ""
    mandates: list[MandateLine] = []
    auditors: list[AuditorLine] = []
    meetings: list[MeetingLine] = []
    may_keep: bool = False
    may_hand_over: bool = False
    may_report: bool = False
    today: str = ""
    count: int = 0
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the syndic of the association in the address."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def agree_term(self, answers: dict) -> None:
        """Record the last day of the mandate the form names."""
        async with self.refusals(), here(self) as act:
            mandate, last = parse_id(said(answers, "mandate")), said_day(answers, "last_day")
            await syndic.agree_term(*act.within, mandate, last_day=last, today=today())
            await self._show(act)

    @rx.event
    @policy(member)
    async def note_handover(self, answers: dict) -> None:
        """Say that a thing of the list was given, received, or is missing."""
        async with self.refusals(), here(self) as act:
            await handover.note_handover(
                *act.within,
                parse_id(said(answers, "mandate")),
                item=said(answers, "item"),
                what=said(answers, "what"),
                day=said_day(answers, "day"),
                words=said(answers, "words"),
                today=today(),
                at=now(),
            )
            await self._show(act)

    @rx.event
    @policy(member)
    async def sent(self, file_id: str, name: str) -> None:
        """Show the page again, after a file arrived."""
        async with self.refusals(), here(self) as act:
            parse_id(file_id)
            await self._show(act)

    async def _show(self, act: Act) -> None:
        roles = act.actor.roles_in(act.association_id)
        self.may_keep = bool(roles & PERMISSIONS["association.change"])
        self.may_hand_over = bool(roles & PERMISSIONS["handover.keep"])
        self.may_report = bool(roles & PERMISSIONS["auditor.report"])
        self.today = today().isoformat()
        self.name = await association_name(*act.within)
        self.sheet_at = urls.association(act.association_id)
        rows = await syndic.mandates_of(*act.within, today=today())
        self.mandates = [_mandate(act, row) for row in rows]
        seats = (await council_sheet(*act.within, day=today())).auditors
        self.auditors = [
            AuditorLine(each.name, each.since.isoformat(), each.person_id == act.actor.person_id) for each in seats
        ]
        await self._meetings(act)
        self.count += 1

    async def _meetings(self, act: Act) -> None:
        rows = [row for row in await handing_in.handed_in(*act.within) if row.what == handing_in.AUDITOR_REPORT]
        by_assembly = {row.assembly_id: row for row in rows}
        self.meetings = []
        for meets in await handing_in.meetings(*act.within, today=today()):
            row = by_assembly.get(meets.id)
            self.meetings.append(
                MeetingLine(
                    id=str(meets.id),
                    day=meets.day.isoformat(),
                    drafted=meets.drafted,
                    endpoint=urls.accounts_report(meets.id),
                    report=row.title if row else "",
                    report_at=urls.attachment(row.attachment_id) if row and (row.readable or self.may_keep) else "",
                    by=row.by if row else "",
                    at=row.at.isoformat() if row else "",
                )
            )


def _mandate(act: Act, row: syndic.MandateRow) -> MandateLine:
    return MandateLine(
        id=str(row.id),
        name=row.name,
        since=row.since.isoformat(),
        last_day=row.last_day.isoformat(),
        latest=row.latest.isoformat(),
        left=(row.last_day - today()).days,
        agreed=row.agreed,
        over=row.over,
        ends_soon=row.ends_soon,
        contract_at=urls.contract(act.association_id, row.id),
        handover_due=row.handover_due.isoformat() if row.handover_due else "",
        to_come=row.left,
        contract=[kept_file_line(each) for each in row.contract],
        hers=row.hers,
        handover=[handover_row(row.id, each) for each in row.handover],
    )


def handover_row(mandate_id: UUID, line: handover.HandoverLine) -> HandoverRow:
    """Return a thing of a hand-over list as the page shows it."""
    day = line.day.isoformat() if line.day else ""
    return HandoverRow(str(mandate_id), line.item, line.law, line.what, day, line.words, line.by)
