"""Writing a general entry: a line per account, in debit or in credit; what was typed stays until it is booked."""

from collections.abc import Mapping
from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.core.typed_amounts import typed_amount
from koprogo.security.policies import member, policy
from koprogo.services.accounting import find_accounts, general_entry
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.bearer_choices import BearerChoice, bearer_choices, bearer_of
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import here

FEWEST, MOST = 4, 60
UNREADABLE = "Line {line}: write the amount like 1 234,56."
ONE_SIDE = "Line {line}: write an amount, in debit or in credit."


@dataclass(frozen=True)
class LineForm:
    """A line as it was typed; `place` from 1. `bearer` empty for all by their shares, else a key or a lot."""

    place: int
    code: str = ""
    debit: str = ""
    credit: str = ""
    bearer: str = ""


@dataclass(frozen=True)
class AccountChoice:
    """An account that was found while somebody typed."""

    code: str
    names: dict[str, str]
    people: str


class GeneralEntryState(AppState, rx.State):
    """The page with the form."""

    association: str = ""
    sheet_at: str = ""
    day: str = ""
    reference: str = ""
    text: str = ""
    lines: list[LineForm] = []
    found: list[AccountChoice] = []
    bearers: list[BearerChoice] = []
    fill: int = 0
    """Grows each time the lines are written by the server, so that their fields show them anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show an empty form to who keeps the books."""
        self.loaded, self.found = False, []
        async with self.refusals(), here(self) as act:
            require(act.actor, "books.write", act.association_id)
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.bearers = await bearer_choices(act)
            self.day, self.reference, self.text = today().isoformat(), "", ""
            self.lines = [LineForm(place) for place in range(1, FEWEST + 1)]
            self.loaded = True

    @rx.event
    @policy(member)
    async def find(self, words: str) -> None:
        """Find accounts by the beginning of their code or by words of their name."""
        async with self.refusals(), here(self) as act:
            found = await find_accounts.find_accounts(*act.within, words=str(words)[:60])
            self.found = [AccountChoice(each.code, each.names, ", ".join(each.people)) for each in found]

    @rx.event
    @policy(member)
    async def write(self, answers: dict) -> EventSpec | None:
        """Book the entry and go to it."""
        self._keep(answers)
        async with self.refusals(), here(self) as act:
            day = parse_day(self.day, "day")
            made = await general_entry.write_general(
                *act.within, day=day, reference=self.reference, words=self.text, lines=_typed(self.lines)
            )
            return rx.redirect(urls.association(act.association_id, f"entries/{made.id}"))
        return None

    @rx.event
    @policy(member)
    async def add_lines(self) -> None:
        """Show two more lines; what was typed above stays in its fields."""
        first = len(self.lines) + 1
        self.lines = [*self.lines, *(LineForm(place) for place in range(first, min(first + 2, MOST + 1)))]

    def _keep(self, answers: Mapping[str, object]) -> None:
        """Remember what was typed, so that nothing is lost when something is refused; lines left empty go to the end."""
        self.day, self.reference, self.text = (said(answers, name, 600) for name in ("day", "reference", "text"))
        names = ("code", "debit", "credit", "bearer")
        typed = [[said(answers, f"{name}_{line.place}", 40) for name in names] for line in self.lines]
        written = [each for each in typed if any(each[:3])]
        written += [[""] * len(names)] * (max(FEWEST, len(typed)) - len(written))
        self.lines = [LineForm(place, *each) for place, each in enumerate(written, start=1)]
        self.fill += 1


def _typed(lines: list[LineForm]) -> list[general_entry.TypedLine]:
    """Return the lines that say something; empty ones stand at the end.

    Raises:
        BadInput: an amount cannot be read, or stands on both sides or on none.
    """
    found, problems = [], []
    for line in lines:
        if not (line.code or line.debit or line.credit):
            continue
        try:
            cents = typed_amount(line.debit).cents if line.debit else 0
            cents -= typed_amount(line.credit).cents if line.credit else 0
        except ValueError:
            problems.append(Problem(f"line_{line.place}", UNREADABLE, {"line": line.place}))
            continue
        if bool(line.debit) == bool(line.credit):
            problems.append(Problem(f"line_{line.place}", ONE_SIDE, {"line": line.place}))
        found.append(general_entry.TypedLine(line.code, cents, *bearer_of(line.bearer)))
    if problems:
        raise BadInput(*problems)
    return found
