"""The agenda of a draft: points from templates or written by hand, their texts, order and majority; the day and place."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import BRUSSELS, now
from koprogo.core.errors import NotFound
from koprogo.i18n.kind_names import KIND_NAMES
from koprogo.i18n.languages import NAMES
from koprogo.rules.assemblies.decision_kinds import KINDS, NotAMajority, kind_of
from koprogo.rules.assemblies.elections import POSTS
from koprogo.rules.assemblies.notice import latest_day
from koprogo.security.policies import member, policy
from koprogo.services.access import may_plan
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda import assembly_day, exclusions, item_key, legal_points, plan
from koprogo.services.assemblies.agenda.templates import TEMPLATES
from koprogo.services.assemblies.labels import article_of
from koprogo.state.assemblies.acting import Act, acting, in_languages, parse_start, said
from koprogo.state.assemblies.agenda.guard import GuardView, OutlookLine, guard_view, outlook_lines
from koprogo.state.assemblies.assemblies import Option
from koprogo.state.assemblies.convening.observations import ObservationView, observations_here
from koprogo.state.base import AppState, parse_id

EXPECTED = 60


@dataclass(frozen=True)
class PlanItem:
    """A point as the editor shows it; `legal` is the law's majority, `open` where it leaves one, `none` for a duty.

    `excluded` names who takes no part in the vote; `proposed` counts whom its kind concerns and who still votes.
    """

    id: str = ""
    number: int = 0
    part: str = ""
    options: list[dict[str, str]] = field(default_factory=list)
    title: dict[str, str] = field(default_factory=dict)
    proposal: dict[str, str] = field(default_factory=dict)
    kind_name: dict[str, str] = field(default_factory=dict)
    majority: str = ""
    majority_from: str = ""
    legal: str = ""
    clause: str = ""
    article: str = ""
    excluded: list[str] = field(default_factory=list)
    proposed: int = 0
    key_name: dict[str, str] = field(default_factory=dict)
    key_reason: str = ""
    observed: bool = False
    """Occupants wrote about it."""
    elects: bool = False
    """People stand at this point: candidates may be written down."""


@dataclass(frozen=True)
class DraftView:
    """The draft at the head; `day` and `latest_day` (the last to send the convocations) ISO days, `hour` 19:30."""

    id: str = ""
    association_name: str = ""
    kind: str = "ordinary"
    session: str = "first"
    starts_at: str = ""
    day: str = ""
    hour: str = ""
    place: str = ""
    remote_allowed: bool = True
    languages: list[str] = field(default_factory=list)
    authentic: str = ""
    """The language whose text prevails."""
    language_options: list[Option] = field(default_factory=list)
    state: str = ""
    latest_day: str = ""


@dataclass(frozen=True)
class KindView:
    """What the law says of a kind of decision; `majority` may be `none`, `open` or `follows_main`."""

    kind: str = ""
    majority: str = ""
    article: str = ""


class PlanState(AppState, rx.State):
    """The editor of one draft."""

    draft: DraftView = DraftView()
    items: list[PlanItem] = []
    last: int = 0
    """The number of the last point."""
    asked_majority_for: str = ""
    """The template that waits for a majority to be chosen."""
    edited: PlanItem = PlanItem()
    opened: str = ""
    """What is open for changes: `texts`, `majority`, `day`, `other`, or nothing."""
    guard: GuardView = GuardView()
    expected: int = EXPECTED
    """How many percent of the votes are expected to come, for the outlook."""
    outlook: dict[str, OutlookLine] = {}
    kind: KindView = KindView()
    """The kind chosen for a point written by hand."""
    observations: list[ObservationView] = []
    """What occupants wrote about the points, once the notice is posted."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the draft of this address."""
        self._shut()
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def refresh(self) -> None:
        """Show the points again after a part of the page changed one; what is open stays."""
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def add_legal(self, template: str) -> None:
        """Put a legal point on the agenda that the guard misses."""
        async with self.refusals(), acting(self) as act:
            await legal_points.add_missing(*act.here, template=str(template), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def expect(self, percent: int | str) -> None:
        """Say how many percent are expected to come, and look at each point again."""
        async with self.refusals(), acting(self) as act:
            self.expected = max(0, min(int(percent), 100)) if str(percent).isdecimal() else EXPECTED
            self.outlook = await outlook_lines(act, self.expected)

    @rx.event
    @policy(member)
    async def add(self, template: str) -> None:
        """Put a usual point at the end; where the law leaves the majority open, ask for it first."""
        self._shut()
        async with self.refusals(), acting(self) as act:
            if (found := TEMPLATES.get(str(template))) and kind_of(found.kind).code is NotAMajority.OPEN:
                self.asked_majority_for = found.name
                return
            await plan.add_from_template(*act.here, template=str(template), at=now())
            await self._show(act)

    @rx.event
    @policy(member)
    async def add_with_majority(self, answers: dict) -> None:
        """Put the usual point whose majority was asked for at the end."""
        async with self.refusals(), acting(self) as act:
            template, majority = self.asked_majority_for, said(answers, "majority", 20)
            await plan.add_from_template(*act.here, template=template, majority=majority or None, at=now())
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def write_other(self) -> None:
        """Open the form of a point that no template has."""
        self._shut()
        self.opened = "other"

    @rx.event
    @policy(member)
    async def choose_kind(self, kind: str) -> None:
        """Show the majority that the law sets for a kind."""
        known = str(kind) in KINDS
        self.kind = KindView(kind, str(kind_of(kind).code), article_of(kind)) if known else KindView()

    @rx.event
    @policy(member)
    async def add_other(self, answers: dict) -> None:
        """Put a point written by hand at the end."""
        async with self.refusals(), acting(self) as act:
            title, proposal = in_languages(answers, "title"), in_languages(answers, "proposal")
            await plan.add_item(*act.here, title=title, proposal=proposal, at=now(), **_decision(answers))
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def open_texts(self, item_id: str) -> None:
        """Open the title and the proposal of a point."""
        async with self.refusals():
            item = self._item(item_id)
            self._shut()
            self.edited, self.opened = item, "texts"

    @rx.event
    @policy(member)
    async def open_majority(self, item_id: str) -> None:
        """Open the majority of a point."""
        async with self.refusals():
            item = self._item(item_id)
            self._shut()
            self.edited, self.opened = item, "majority"

    @rx.event
    @policy(member)
    async def open_day(self) -> None:
        """Open the day and the place."""
        self._shut()
        self.opened = "day"

    @rx.event
    @policy(member)
    async def shut(self) -> None:
        """Leave what is open as it was."""
        self._shut()

    @rx.event
    @policy(member)
    async def save_texts(self, answers: dict) -> None:
        """Rewrite the open point."""
        async with self.refusals(), acting(self) as act:
            title, proposal = in_languages(answers, "title"), in_languages(answers, "proposal")
            item_id = parse_id(self.edited.id)
            await plan.change_item(*act.within, item_id, title=title, proposal=proposal, at=now())
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def save_majority(self, answers: dict) -> None:
        """Set the majority of the open point: the law's, a choice where it is open, or one that a clause sets."""
        async with self.refusals(), acting(self) as act:
            majority, clause = said(answers, "majority", 20), said(answers, "clause", 1000)
            item_id = parse_id(self.edited.id)
            await plan.set_majority(*act.within, item_id, majority=majority or None, clause=clause)
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def move(self, item_id: str, to: int) -> None:
        """Give a point another place."""
        async with self.refusals(), acting(self) as act:
            place = to if isinstance(to, int) else 0
            await plan.move_item(*act.within, parse_id(item_id), to=place)
            await self._show(act)

    @rx.event
    @policy(member)
    async def drop(self, item_id: str) -> None:
        """Take a point off."""
        async with self.refusals(), acting(self) as act:
            await plan.drop_item(*act.within, parse_id(item_id))
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def save_day(self, answers: dict) -> None:
        """Change the day, the place and the kind of the draft."""
        async with self.refusals(), acting(self) as act:
            starts_at, given = parse_start(answers), _assembly(answers)
            authentic = said(answers, "authentic_language", 2)
            await assembly_day.change_assembly(
                *act.here, starts_at=starts_at, at=now(), authentic_language=authentic, **given
            )
            self._shut()
            await self._show(act)

    @rx.event
    @policy(member)
    async def go_on(self) -> EventSpec | None:
        """Go on to the check before the convocations are recorded as sent."""
        async with self.refusals():
            return rx.redirect(urls.assembly(parse_id(self.draft.id), "convene"))
        return None

    def _shut(self) -> None:
        self.opened, self.asked_majority_for = "", ""
        self.edited, self.kind = PlanItem(), KindView()

    def _item(self, item_id: object) -> PlanItem:
        found = next((item for item in self.items if item.id == str(item_id)), None)
        if found is None:
            raise NotFound
        return found

    async def _show(self, act: Act) -> None:
        found, voters = await queries.sheet(*act.here), await _voters(act)
        self.draft, self.items = draft_view(found), [_plan_item(item, voters) for item in found.items]
        self.last = max((item.number for item in found.items), default=0)
        self.observations = await observations_here(act)
        written = {each.item for each in self.observations}
        self.items = [replace(item, observed=f"{item.number}{item.part}" in written) for item in self.items]
        drafting = found.assembly.state == "drafted"
        self.guard = await guard_view(act) if drafting else GuardView()
        self.outlook = await outlook_lines(act, self.expected) if drafting else {}


def _decision(answers: dict) -> dict[str, Any]:
    """Return the kind of decision of a form, what it goes with, and the majority where it was asked for."""
    given = {name: said(answers, name, 120) for name in ("kind", "main_kind", "majority")}
    return {"kind": given.pop("kind")} | {name: word or None for name, word in given.items()}


def _assembly(answers: dict) -> dict[str, Any]:
    """Return kind, place and whether taking part from elsewhere is allowed, as a form says them."""
    place, remote = said(answers, "place", 400), bool(answers.get("remote_allowed"))
    return {"kind": said(answers, "kind", 20), "place": place, "remote_allowed": remote}


def draft_view(found: queries.Sheet) -> DraftView:
    """Return the head of a draft as the screens show it."""
    row = found.assembly
    local = row.starts_at.astimezone(BRUSSELS)
    return DraftView(
        id=str(row.id),
        association_name=row.association_name,
        kind=row.kind,
        session=row.session,
        starts_at=row.starts_at.isoformat(),
        day=row.day.isoformat(),
        hour=f"{local:%H:%M}",
        place=row.place,
        remote_allowed=found.remote_allowed,
        languages=list(found.languages),
        authentic=found.authentic_language,
        language_options=[Option(language, NAMES[language]) for language in found.languages],
        state=row.state,
        latest_day=latest_day(row.day).isoformat(),
    )


@dataclass(frozen=True)
class _Voters:
    """Who votes on the points, by the point."""

    out: Mapping[UUID, tuple[exclusions.Exclusion, ...]]
    proposed: Mapping[UUID, tuple[exclusions.Proposal, ...]]
    keys: Mapping[UUID, tuple[dict, str]]


async def _voters(act: Act) -> _Voters:
    plans = await may_plan(*act.here)
    return _Voters(
        await exclusions.exclusions_of(*act.here),
        await exclusions.proposals(*act.here) if plans else {},
        await item_key.key_names(act.session, act.association_id, act.assembly_id),
    )


def _plan_item(item: queries.ItemRow, voters: _Voters) -> PlanItem:
    code = kind_of(item.kind).code
    legal = item.majority if code is NotAMajority.FOLLOWS_MAIN else str(code)
    return PlanItem(
        id=str(item.id),
        number=item.number,
        part=item.part,
        options=[dict(each) for each in item.options],
        title=dict(item.title),
        proposal=dict(item.proposal or {}),
        kind_name=dict(KIND_NAMES[item.kind]),
        majority=item.majority,
        majority_from=item.majority_from,
        legal=legal,
        clause=item.clause,
        article=item.article,
        elects=item.kind in POSTS,
        excluded=[each.name for each in voters.out.get(item.id, ())],
        proposed=len(voters.proposed.get(item.id, ())),
        key_name=dict(voters.keys.get(item.id, ({}, ""))[0]),
        key_reason=item.key_reason,
    )
