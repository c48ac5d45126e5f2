"""The form with which somebody who is signed in reports a problem."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import NotAllowed
from koprogo.rules.works.tickets import Place
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name, my_lots
from koprogo.services.works import tickets
from koprogo.state.base import AppState, parse_id
from koprogo.state.buildings.here import here, said

LONGEST = tickets.LONGEST["words"]


@dataclass(frozen=True)
class LotChoice:
    """One of the reader's lots."""

    value: str
    word: str


class ReportState(AppState, rx.State):
    """The form; what was typed stays until it is sent."""

    name: str = ""
    list_at: str = ""
    place: str = Place.COMMON.value
    lots: list[LotChoice] = []
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show an empty form for the association in the address."""
        self.loaded, self.place = False, Place.COMMON.value
        async with self.refusals(), here(self) as act:
            if not act.may("ticket.report"):
                raise NotAllowed
            self.name = await association_name(*act.within)
            self.list_at = urls.association(act.association_id, "problems")
            mine = await my_lots(act.session, act.actor, day=today())
            offered = [LotChoice(str(lot.id), lot.number) for lot in mine if lot.association_id == act.association_id]
            self.lots = [LotChoice("", "–"), *offered] if offered else []
            self.loaded = True

    @rx.event
    @policy(member)
    async def choose_place(self, place: str) -> None:
        """Remember which place was chosen: inside a lot, one may say which."""
        self.place = place if place in list(Place) else Place.COMMON.value

    @rx.event
    @policy(member)
    async def send(self, answers: dict) -> EventSpec | None:
        """Report the problem, and go to its page, where photos are added."""
        async with self.refusals(), here(self) as act:
            lot = said(answers, "lot") if said(answers, "place") == Place.LOT else ""
            written = answers.get("words")
            made = await tickets.report(
                *act.within,
                answers=tickets.Answers(
                    category=said(answers, "category"),
                    urgency=said(answers, "urgency"),
                    place=said(answers, "place"),
                    words=written[: LONGEST + 1] if isinstance(written, str) else "",
                    place_words=said(answers, "place_words"),
                    lot_id=parse_id(lot) if lot else None,
                ),
                at=now(),
            )
            return rx.redirect(urls.problem(act.association_id, made.id) + "?sent=1")
        return None
