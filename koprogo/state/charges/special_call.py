"""The form of a special call: a carried decision, an amount, a key, days; a preview per owner, then made and posted."""

from dataclasses import dataclass
from typing import Any

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.money import ZERO
from koprogo.security.policies import member, policy
from koprogo.services.charges import call_queries, calls, keys, making_calls, special_plan
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day, said_id
from koprogo.state.charges.call_rows import LotView, by_lot
from koprogo.state.charges.typed import euros

NOTHING_CHOSEN = Problem("item_id", "Choose the decision that this call carries out.")
FIELDS = (
    "item_id", "amount", "reserve", "key_id", "special_called_on", "special_due_on", "instalments", "special_number",
)  # fmt: skip


@dataclass(frozen=True)
class DecisionView:
    """A carried point to choose; what was called of it in cents, and the next instalment."""

    value: str
    title: dict[str, str]
    day: str
    number: int
    called: int
    next: int


@dataclass(frozen=True)
class KeyView:
    """A key to choose, named per language."""

    value: str
    names: dict[str, str]


class SpecialCallState(AppState, rx.State):
    """The form beside the next call of the budget; what was typed stays while one looks at the preview."""

    decisions: list[DecisionView] = []
    keys: list[KeyView] = []
    planned: list[LotView] = []
    planned_reference: str = ""
    planned_total: int = 0
    planned_reserve: int = 0
    planned_due: str = ""
    wish: dict[str, str] = {}
    today: str = ""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show what the assembly carried, to who may call for it."""
        self.decisions, self.keys, self.planned, self.planned_reference, self.wish = [], [], [], "", {}
        self.today = today().isoformat()
        async with self.refusals(), here(self) as act:
            if act.may("books.write"):
                found = await special_plan.carried_decisions(*act.within)
                self.decisions = [decision_view(each) for each in found][: 4 * ROWS]
                self.keys = await _keys(act)

    @rx.event
    @policy(member)
    async def preview(self, answers: dict) -> None:
        """Show what it would ask of each lot; nothing is written."""
        async with self.refusals(), here(self) as act:
            self.planned, self.planned_reference = [], ""
            self.wish = {name: said(answers, name)[:40] for name in FIELDS}
            planned = await making_calls.preview_special(*act.within, **_wish(self.wish))
            asked = await call_queries.people_asked(*act.within, planned)
            self.planned = by_lot(planned, asked)[: 10 * ROWS]
            self.planned_reference, self.planned_total = planned.reference, planned.total.cents
            self.planned_reserve = sum(lot.reserve for lot in self.planned)
            self.planned_due = planned.due_on.isoformat()

    @rx.event
    @policy(member)
    async def make(self) -> EventSpec | None:
        """Freeze the call that is shown, post it, and go to its page."""
        async with self.refusals(), here(self) as act:
            call_id = await making_calls.special(*act.within, **_wish(self.wish), at=now())
            await calls.post_call(*act.within, call_id, at=now())
            return rx.redirect(urls.association(act.association_id, f"calls/{call_id}"))
        return None


def decision_view(found: special_plan.Carried) -> DecisionView:
    """Return a carried point as a list shows it."""
    return DecisionView(
        str(found.id), dict(found.title), found.day.isoformat(), found.number or 0, found.called.cents, found.last + 1
    )


async def _keys(act: Act) -> list[KeyView]:
    return [KeyView(str(each.id), dict(each.name)) for each in await keys.keys(*act.within, day=today())]


def _wish(typed: dict[str, str]) -> dict[str, Any]:
    """Return a special call as the service takes it; BadInput names what is missing."""
    item_id = said_id(typed, "item_id", NOTHING_CHOSEN)
    reserve = euros(typed["reserve"], "reserve") if typed.get("reserve") else ZERO
    amount = euros(typed["amount"], "amount") if typed.get("amount") or not reserve else ZERO
    return {
        "item_id": item_id, "amount": amount, "reserve": reserve, "called_on": said_day(typed, "special_called_on"),
        "due_on": said_day(typed, "special_due_on") if typed.get("special_due_on") else None,
        "key_id": said_id(typed, "key_id", NOTHING_CHOSEN) if typed.get("key_id") else None,
        "instalments": _count(typed, "instalments"), "number": _count(typed, "special_number"),
    }  # fmt: skip


def _count(typed: dict[str, str], name: str) -> int:
    """Return a whole number that was typed, 1 without one; BadInput names the field otherwise."""
    said_ = typed.get(name) or "1"
    if not said_.isascii() or not said_.isdigit():
        raise BadInput(Problem(name, "Write a whole number: 1, 2, 3…"))
    return int(said_[:4])
