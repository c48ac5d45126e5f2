"""Taking over old books: the old trial balance, what each lot owes, the last bank statements, typed or pasted in lines."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, Problem
from koprogo.core.permissions import require
from koprogo.core.typed_amounts import typed_amount
from koprogo.security.policies import member, policy
from koprogo.services.accounting.opening import OldBooks, take_over
from koprogo.services.buildings.queries import association_name
from koprogo.state.accounting.year_choice import chosen_year, years_of
from koprogo.state.assemblies.acting import parse_day, said
from koprogo.state.base import AppState
from koprogo.state.buildings.here import here

LONGEST = 60_000
UNREADABLE = "Line {line}: write it like {example}."
TWICE = "Line {line}: {name} stands there twice."
NO_AMOUNT = "Write the amount like 1 234,56."
EXAMPLES = {"balances": "551; 2650,00", "owners": "A1; 100,00; 0,00", "statements": "551; 2650,00"}


@dataclass(frozen=True)
class OldForm:
    """What was typed; lines are text."""

    day: str = ""
    balances: str = ""
    control: str = ""
    owners: str = ""
    statements: str = ""


class TakeOverState(AppState, rx.State):
    """The page that takes old books over."""

    association: str = ""
    sheet_at: str = ""
    form: OldForm = OldForm()
    fill: int = 0
    """Grows each time the fields are written by the server, so that they show it anew."""
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show an empty form to who keeps the books; its day is the first of the fiscal year."""
        self.loaded = False
        async with self.refusals(), here(self) as act:
            require(act.actor, "books.write", act.association_id)
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            year = chosen_year(await years_of(act), "", today())
            self.form, self.fill = OldForm(year.starts.isoformat() if year else ""), self.fill + 1
            self.loaded = True

    @rx.event
    @policy(member)
    async def take(self, answers: dict) -> EventSpec | None:
        """Write the opening voucher and go to it."""
        names = ("day", "balances", "control", "owners", "statements")
        self.form, self.fill = OldForm(*(said(answers, name, LONGEST) for name in names)), self.fill + 1
        async with self.refusals(), here(self) as act:
            made = await take_over(*act.within, old=_old(self.form))
            return rx.redirect(urls.association(act.association_id, f"entries/{made.id}"))
        return None


def _old(form: OldForm) -> OldBooks:
    """Read what was typed.

    Raises:
        BadInput: every line and amount that cannot be read.
    """
    problems: list[Problem] = []
    balances, owners, statements = (
        _lines(getattr(form, name), name, most, problems)
        for name, most in (("balances", 1), ("owners", 2), ("statements", 1))
    )
    try:
        control = typed_amount(form.control).cents
    except ValueError:
        control = 0
        problems.append(Problem("control", NO_AMOUNT))
    if problems:
        raise BadInput(*problems)
    return OldBooks(
        day=parse_day(form.day, "day"),
        balances={code: cents[0] for code, cents in balances.items()},
        control=control,
        owners={lot: (cents[0], cents[1] if len(cents) > 1 else 0) for lot, cents in owners.items()},
        statements={code: cents[0] for code, cents in statements.items()},
    )


def _lines(text: str, where: str, most: int, problems: list[Problem]) -> dict[str, list[int]]:
    """Return the amounts of each line by its first word, in cents; parts stand apart by a semicolon or a tab."""
    found: dict[str, list[int]] = {}
    for place, line in enumerate(text.splitlines(), start=1):
        name, *parts = [part.strip() for part in line.replace("\t", ";").split(";")]
        if not name and not any(parts):
            continue
        try:
            amounts = [typed_amount(part).cents for part in parts if part]
        except ValueError:
            amounts = []
        if not name or not 1 <= len(amounts) <= most:
            problems.append(Problem(where, UNREADABLE, {"line": place, "example": EXAMPLES[where]}))
        elif name in found:
            problems.append(Problem(where, TWICE, {"line": place, "name": name}))
        else:
            found[name] = amounts
    return found
