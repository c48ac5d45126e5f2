"""The check before the convocations are sent, or recorded as sent: the facts once more, then the agenda is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.assemblies import notice
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import outlook
from koprogo.services.assemblies.attendance import attendance_list
from koprogo.services.assemblies.convening import convocation, freeze
from koprogo.services.assemblies.convening.addressees import EMAIL, REGISTERED, Addressee
from koprogo.state.assemblies.acting import acting, parse_day, said
from koprogo.state.assemblies.agenda.guard import GuardView, guard_view
from koprogo.state.assemblies.agenda.plan import DraftView, draft_view
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, page_within, pages_of


@dataclass(frozen=True)
class PointLine:
    """A point as it is repeated here."""

    number: int
    title: dict[str, str]
    majority: str
    majority_from: str
    article: str


@dataclass(frozen=True)
class AnswersView:
    """What was answered, to be shown again; `sent_on` an ISO day."""

    sent_on: str = ""
    urgent_reason: str = ""
    despite: str = ""


@dataclass(frozen=True)
class SuspendedLine:
    """A lot that does not vote until its holders name a representative."""

    lot: str
    owner_name: str
    shares: int


@dataclass(frozen=True)
class ToConvene:
    """To whom letters would go now: how many by each way, how many are only told, who cannot be reached."""

    people: int = 0
    by_email: int = 0
    registered: int = 0
    told: int = 0
    unreachable: list[str] = field(default_factory=list)
    """Names, at most fifty; `nowhere` counts them all."""
    nowhere: int = 0


@dataclass(frozen=True)
class DoubtLine:
    """A point that cannot pass with the attendance expected; `missing` are code words."""

    number: str
    title: dict[str, str]
    missing: list[str]
    missing_votes: int


class ConveneState(AppState, rx.State):
    """The facts of a draft, and the day its convocations left."""

    draft: DraftView = DraftView()
    points: list[PointLine] = []
    suspended: list[SuspendedLine] = []
    """A page of the lots that do not vote yet, of those found; `suspended_count` counts them all."""
    suspended_count: int = 0
    suspended_words: str = ""
    suspended_page: int = 1
    suspended_pages: int = 1
    co_owners: int = 0
    to_convene: ToConvene = ToConvene()
    answers: AnswersView = AnswersView()
    safe_day: str = ""
    """The day to aim at; `posting_day` the last one to bring letters to the post without counting on luck. ISO."""
    posting_day: str = ""
    guard: GuardView = GuardView()
    doubts: list[DoubtLine] = []
    expected: int = 0
    """How many percent of the votes came the last time; `is_known` false: nobody met here yet, everybody is expected."""
    is_known: bool = False
    is_late: bool = False
    """Fewer than fifteen days are left, counted from today."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Repeat the facts of the draft of this address."""
        async with self.refusals(), acting(self) as act:
            found = await queries.sheet(*act.here)
            people = await attendance_list.attendance_list(*act.here)
            self.suspended_words, self.suspended_page = "", 1
            self._show(found, people)
            self.guard = await guard_view(act) if found.assembly.state == "drafted" else GuardView()
            if found.assembly.state == "drafted":
                self._doubt(await outlook.doubts(*act.here))
            self.to_convene = _to_convene(
                await convocation.recipients(act.session, act.association_id, act.assembly_id, at=now())
            )

    @rx.event
    @policy(member)
    async def find_suspended(self, words: str) -> None:
        """Show the lots without a vote whose number or holders contain these words."""
        async with self.refusals(), acting(self) as act:
            self.suspended_words, self.suspended_page = str(words)[:60], 1
            self._suspended(await attendance_list.attendance_list(*act.here))

    @rx.event
    @policy(member)
    async def turn_suspended(self, page: int) -> None:
        """Show another page of them."""
        async with self.refusals(), acting(self) as act:
            self.suspended_page = page if isinstance(page, int) else 1
            self._suspended(await attendance_list.attendance_list(*act.here))

    @rx.event
    @policy(member)
    async def send(self, answers: dict) -> EventSpec | None:
        """Send one letter to everybody, today; the table of letters follows on this page."""
        async with self.refusals(), acting(self) as act:
            self.answers = AnswersView(
                today().isoformat(), said(answers, "urgent_now", 1000), said(answers, "despite_now", 1000)
            )
            await convocation.send_convocations(
                *act.here, at=now(), urgent_reason=self.answers.urgent_reason, despite=self.answers.despite
            )
            return rx.redirect(urls.assembly(act.assembly_id, "letters"))
        return None

    @rx.event
    @policy(member)
    async def convene(self, answers: dict) -> EventSpec | None:
        """Record the day on which the convocations were sent, and go on to the attendance list."""
        async with self.refusals(), acting(self) as act:
            self.answers = AnswersView(
                said(answers, "sent_on", 20), said(answers, "urgent_reason", 1000), said(answers, "despite", 1000)
            )
            await freeze.convene(
                *act.here,
                sent_on=parse_day(self.answers.sent_on, "sent_on"),
                at=now(),
                urgent_reason=self.answers.urgent_reason,
                despite=self.answers.despite,
            )
            return rx.redirect(urls.assembly(act.assembly_id, "attendance"))
        return None

    def _doubt(self, found: outlook.Doubts) -> None:
        self.expected, self.is_known = found.percent, found.is_known
        self.doubts = [
            DoubtLine(
                each.number, dict(each.title), [str(word) for word in each.outlook.missing], each.outlook.missing_votes
            )
            for each in found.points
        ][:ROWS]

    def _suspended(self, people: attendance_list.AttendanceList) -> None:
        found = attendance_list.find_lots(people.suspended, self.suspended_words)
        self.suspended_count = len(people.suspended)
        self.suspended_page, self.suspended_pages = page_within(self.suspended_page, len(found)), pages_of(len(found))
        here = found[(self.suspended_page - 1) * ROWS : self.suspended_page * ROWS]
        self.suspended = [SuspendedLine(row.lot_number, row.owner_name, row.shares) for row in here]

    def _show(self, found: queries.Sheet, people: attendance_list.AttendanceList) -> None:
        self.draft = draft_view(found)
        self.points = [
            PointLine(item.number, dict(item.title), item.majority, item.majority_from, item.article)
            for item in found.items
        ]
        self._suspended(people)
        self.co_owners = len(people.rows) + len({row.owner_key for row in people.suspended})
        self.safe_day = notice.safe_day(found.assembly.day).isoformat()
        self.posting_day = notice.posting_day(found.assembly.day).isoformat()
        self.is_late = today().isoformat() > self.draft.latest_day
        self.answers = AnswersView(sent_on=today().isoformat())


def _to_convene(people: Sequence[Addressee]) -> ToConvene:
    nowhere = [each.name for each in people if not each.is_reachable]
    return ToConvene(
        people=len(people),
        by_email=sum(each.channel == EMAIL for each in people),
        registered=sum(each.channel == REGISTERED for each in people),
        told=sum(not each.is_convened for each in people),
        unreachable=nowhere[:ROWS],
        nowhere=len(nowhere),
    )
