"""What can still be done to an assembly: call it off, move it, continue it, add a point, take last year's agenda."""

from dataclasses import dataclass, replace

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput
from koprogo.rules.assemblies.notice import latest_day
from koprogo.security.policies import member, policy
from koprogo.services.assemblies import events, queries
from koprogo.services.assemblies.convening import changes
from koprogo.services.assemblies.convening.changes import AFTER_OPENING, UNFINISHED
from koprogo.state.assemblies.acting import Act, acting, in_languages, parse_day, parse_start, said
from koprogo.state.assemblies.agenda.plan import DraftView, draft_view
from koprogo.state.base import AppState, RefusalView


@dataclass(frozen=True)
class May:
    """Which acts the state of the assembly leaves."""

    cancel: bool = False
    move: bool = False
    supplement: bool = False
    copy: bool = False
    go_on: bool = False


@dataclass(frozen=True)
class Wish:
    """What was answered so far."""

    starts_at: str = ""
    hour: str = ""
    place: str = ""
    remote_allowed: bool = True
    reason: str = ""
    sent_on: str = ""


class ChangesState(AppState, rx.State):
    """The page of changes of one assembly."""

    draft: DraftView = DraftView()
    may: May = May()
    typed: Wish = Wish()
    sent: str = ""
    """The form that was sent last: cancel, move, go_on, supplement or copy."""
    done: str = ""
    """What was just done: cancelled, supplemented or copied."""
    copied: int = 0
    told: int = 0
    """Letters that say it is called off."""
    letters_at: str = ""
    left_open: int = 0
    """Points that got no decision."""
    no_refusal: RefusalView = RefusalView()
    """Nothing was refused: for the form that was not sent."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what can be done now."""
        self.sent, self.done, self.copied = "", "", 0
        async with self.refusals(), acting(self) as act:
            await self._show(act)

    @rx.event
    @policy(member)
    async def cancel(self, answers: dict) -> None:
        """Call it off."""
        self._begin("cancel", answers)
        async with self.refusals(), acting(self) as act:
            try:
                self.told = await changes.cancel(*act.here, reason=said(answers, "why", 600), at=now())
            except BadInput as wrong:  # two forms of this page ask for a reason
                raise BadInput(*(replace(each, where="why") for each in wrong.problems)) from None
            await self._finish(act, "cancelled")

    @rx.event
    @policy(member)
    async def move(self, answers: dict) -> EventSpec | None:
        """Move it to another day and go on to the new draft."""
        self._begin("move", answers)
        async with self.refusals(), acting(self) as act:
            new = await changes.move(
                *act.here, starts_at=parse_start(answers), place=self.typed.place, reason=self.typed.reason, at=now()
            )
            return rx.redirect(urls.assembly(new, "plan"))
        return None

    @rx.event
    @policy(member)
    async def go_on(self, answers: dict) -> EventSpec | None:
        """Continue it on another day and go on to the new draft."""
        self._begin("go_on", answers)
        async with self.refusals(), acting(self) as act:
            new = await changes.continue_another_day(
                *act.here, starts_at=parse_start(answers), place=self.typed.place, at=now()
            )
            return rx.redirect(urls.assembly(new, "plan"))
        return None

    @rx.event
    @policy(member)
    async def supplement(self, answers: dict) -> None:
        """Add a point by a supplementary convocation."""
        self._begin("supplement", answers)
        async with self.refusals(), acting(self) as act:
            await changes.supplement(
                *act.here, kind=said(answers, "kind", 120), title=in_languages(answers, "title"),
                proposal=in_languages(answers, "proposal"), majority=said(answers, "majority", 20) or None,
                sent_on=parse_day(self.typed.sent_on, "sent_on"), at=now(),
            )  # fmt: skip
            await self._finish(act, "supplemented")

    @rx.event
    @policy(member)
    async def copy_last(self) -> None:
        """Take last year's agenda over, with what stayed open."""
        self._begin("copy", {})
        async with self.refusals(), acting(self) as act:
            self.copied = await changes.copy_last_agenda(*act.here, at=now())
            await self._finish(act, "copied")

    def _begin(self, form: str, answers: dict) -> None:
        self.sent, self.done, self.copied, self.told = form, "", 0, 0
        self.typed = Wish(
            starts_at=said(answers, "starts_at", 20), hour=said(answers, "hour", 20), place=said(answers, "place", 400),
            reason=said(answers, "reason", 600), sent_on=said(answers, "sent_on", 20),
        )  # fmt: skip

    async def _finish(self, act: Act, what: str) -> None:
        self.done = what
        await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await queries.sheet(*act.here)
        self.draft, self.letters_at = draft_view(found), urls.assembly(act.assembly_id, "letters")
        row = found.assembly
        self.left_open = sum(1 for item in found.items if item.state in ("planned", *UNFINISHED))
        self.may = May(
            cancel=row.state in events.BEFORE_OPENING,
            move=row.state == events.CONVENED,
            supplement=row.state == events.CONVENED and row.session == "first" and today() <= latest_day(row.day),
            copy=row.state == events.DRAFTED and row.session == "first",
            go_on=row.state in AFTER_OPENING and self.left_open > 0,
        )
        self.typed = Wish(hour=self.draft.hour, place=self.draft.place, sent_on=today().isoformat())
