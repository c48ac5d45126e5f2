"""The owner's page before the evening: agenda, documents, her answer, a proxy from her phone, a try of her access."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import reflex as rx

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.rules.assemblies.tally import Choice
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.convening import answers
from koprogo.services.assemblies.convening.convocation import own_letter
from koprogo.services.assemblies.proxies import online_proxy
from koprogo.services.assemblies.room import my_votes
from koprogo.services.documents import attachments
from koprogo.state.assemblies.acting import Act, acting, said
from koprogo.state.assemblies.agenda.plan import DraftView, draft_view
from koprogo.state.assemblies.convening.observations import ObservationView, observations_here
from koprogo.state.base import AppState, parse_id

CHOICES = {"for": Choice.FOR, "against": Choice.AGAINST, "abstain": Choice.ABSTAIN}


@dataclass(frozen=True)
class PointView:
    """One point as the owner reads it; `instruction` is what her standing proxy says of it."""

    id: str = ""
    number: str = ""
    title: dict[str, str] = field(default_factory=dict)
    proposal: dict[str, str] = field(default_factory=dict)
    majority: str = ""
    article: str = ""
    instruction: str = ""
    kind: str = ""


@dataclass(frozen=True)
class FileView:
    """A document; `day` ISO, `size` in bytes, `item` the number of its point, `kind` such as PDF."""

    id: str = ""
    title: str = ""
    item: str = ""
    day: str = ""
    size: int = 0
    href: str = ""
    kind: str = ""


@dataclass(frozen=True)
class PersonView:
    """Somebody to choose as holder."""

    id: str = ""
    name: str = ""
    lots: str = ""


@dataclass(frozen=True)
class MineView:
    """What she votes for: numbers and shares; lots whose vote is suspended; the tenth of all votes for the limit."""

    lots: str = ""
    shares: int = 0
    suspended: str = ""
    total: int = 0
    tenth: int = 0
    letter: str = ""


@dataclass(frozen=True)
class HolderAnswers:
    """What was written of a holder from outside, to be shown again."""

    name: str = ""
    contact: str = ""


class AgendaState(AppState, rx.State):
    """One assembly as a voter prepares for it."""

    assembly: DraftView = DraftView()
    loaded: bool = False
    points: list[PointView] = []
    files: list[FileView] = []
    observations: list[ObservationView] = []
    mine: MineView = MineView()
    answer: str = ""
    holder_name: str = ""
    """Who holds her proxy now; empty when none stands."""
    found: list[PersonView] = []
    chosen: PersonView = PersonView()
    typed: HolderAnswers = HolderAnswers()
    tried_at: str = ""
    """When her access was tried last: the server heard her phone then."""
    done: str = ""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the assembly of this address; who comes from her letter has then opened it."""
        self.loaded, self.found, self.chosen, self.typed, self.done = False, [], PersonView(), HolderAnswers(), ""
        self.tried_at = ""
        async with self.refusals(), acting(self) as act:
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def say(self, answer: str) -> None:
        """Say whether she comes; by proxy leads to naming somebody."""
        async with self.refusals(), acting(self) as act:
            await answers.answer(*act.here, answer=str(answer), at=now())
            self.done = "answered"
            await self._show(act)

    @rx.event
    @policy(member)
    async def search(self, words: str) -> None:
        """Find another owner by name or lot."""
        async with self.refusals(), acting(self) as act:
            rows = await online_proxy.find_owner(*act.within, str(words), day=today())
            self.found = [PersonView(str(row.person_id), row.name, ", ".join(row.lots)) for row in rows]

    @rx.event
    @policy(member)
    async def choose(self, person_id: str) -> None:
        """Take one of those found as holder."""
        self.chosen = next((each for each in self.found if each.id == person_id), PersonView())

    @rx.event
    @policy(member)
    async def forget(self) -> None:
        """Choose somebody else."""
        self.chosen, self.found = PersonView(), []

    @rx.event
    @policy(member)
    async def give(self, form: dict) -> None:
        """Give the proxy to the one chosen, or to somebody by name, with instructions or none."""
        async with self.refusals(), acting(self) as act:
            self.typed = HolderAnswers(said(form, "holder_name", 200), said(form, "holder_contact", 200))
            await online_proxy.give(
                *act.here,
                at=now(),
                holder_id=parse_id(self.chosen.id) if self.chosen.id else None,
                holder_name=self.typed.name,
                holder_contact=self.typed.contact,
                instructions=self._instructions(form),
            )
            self.chosen, self.found, self.typed, self.done = PersonView(), [], HolderAnswers(), "given"
            await self._show(act)

    @rx.event
    @policy(member)
    async def take_back(self) -> None:
        """Revoke the proxy that stands."""
        async with self.refusals(), acting(self) as act:
            await online_proxy.take_back(*act.here)
            self.done = "revoked"
            await self._show(act)

    @rx.event
    @policy(member)
    async def try_access(self) -> None:
        """Ask the server whether this phone could vote: signed in, heard, with lots to vote for."""
        async with self.refusals(), acting(self) as act:
            await self._show(act)
            self.tried_at = now().isoformat()

    def _instructions(self, form: dict) -> dict[UUID, Choice]:
        if said(form, "power", 20) != "instructed":
            return {}
        chosen = {point.id: said(form, f"point_{point.id}", 20) for point in self.points}
        return {parse_id(point): CHOICES[word] for point, word in chosen.items() if word in CHOICES}

    async def _show(self, act: Act) -> None:
        sheet = await queries.sheet(*act.here)
        mine = await my_votes.mine(*act.here)
        proxy = await online_proxy.my_proxy(act.session, act.actor, act.assembly_id)
        files = await attachments.attachments_of(*act.here)
        letter = await own_letter(*act.here, at=now())
        self.assembly = draft_view(sheet)
        self.points = [_point(item, proxy.instructions) for item in sheet.items]
        self.files = [file_view(row) for row in files]
        self.mine = _mine(sheet, mine, urls.paper(letter) if letter else "")
        self.observations = await observations_here(act)
        self.holder_name = proxy.holder_name
        self.answer = await answers.my_answer(act.session, act.actor, act.assembly_id)


def _point(item: queries.ItemRow, instructions: Any) -> PointView:
    return PointView(
        id=str(item.id),
        number=f"{item.number}{getattr(item, 'part', '')}",
        title=dict(item.title),
        proposal=dict(item.proposal or {}),
        majority=item.majority,
        article=item.article,
        instruction=instructions.get(str(item.id), ""),
        kind=item.kind,
    )


def file_view(row: attachments.AttachmentRow) -> FileView:
    """Return a document ready to be shown."""
    kind = row.file_name.rpartition(".")[2].upper()
    return FileView(str(row.id), row.title, row.item, row.at.isoformat(), row.size, urls.attachment(row.id), kind)


def _mine(sheet: queries.Sheet, mine: my_votes.Mine, letter: str) -> MineView:
    own = [lot for vote in mine.votes if not vote.by_proxy for lot in vote.lots]
    return MineView(
        lots=", ".join(lot.lot_number for lot in own),
        shares=sum(lot.shares for lot in own),
        suspended=", ".join(row.lot_number for row in mine.suspended),
        total=sheet.shares_total,
        tenth=sheet.shares_total // 10,
        letter=letter,
    )
