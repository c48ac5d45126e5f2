"""The loans of an association: the list, a new one for what the assembly decided, and what falls due within the year."""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import urls
from koprogo.core.clock import now, today
from koprogo.core.errors import Problem
from koprogo.core.permissions import allows
from koprogo.rules.charges.funding import Funding
from koprogo.security.policies import member, policy
from koprogo.services.buildings.queries import association_name
from koprogo.services.charges import keys
from koprogo.services.charges.invoices import funding
from koprogo.services.charges.loans import at_year_end, entering, queries
from koprogo.state.base import AppState
from koprogo.state.buildings.here import ROWS, Act, here, said, said_day, said_id
from koprogo.state.charges.loan_rows import LoanRow, loan_row
from koprogo.state.charges.special_call import KeyView
from koprogo.state.charges.typed import euros

NO_DECISION = Problem("decision_id", "Choose the decision that allows the loan.")


@dataclass(frozen=True)
class LoanDecision:
    """A decision on a loan that has none yet."""

    value: str
    words: str
    day: str
    ceiling: int


class LoansState(AppState, rx.State):
    """The page of the loans; an owner sees what her own lots owe."""

    association: str = ""
    sheet_at: str = ""
    rows: list[LoanRow] = []
    decisions: list[LoanDecision] = []
    keys: list[KeyView] = []
    suppliers_at: str = ""
    today: str = ""
    moved_at: str = ""
    nothing_moved: bool = False
    may_write: bool = False
    loaded: bool = False

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show them, and to who keeps the books what may be borrowed."""
        self.loaded, self.today, self.moved_at, self.nothing_moved = False, today().isoformat(), "", False
        self.decisions, self.keys = [], []
        async with self.refusals(), here(self) as act:
            self.association = await association_name(*act.within)
            self.sheet_at = urls.association(act.association_id)
            self.suppliers_at = urls.association(act.association_id, "suppliers")
            self.may_write = allows(act.actor, "books.write", act.association_id)
            await self._show(act)
            self.loaded = True

    @rx.event
    @policy(member)
    async def enter(self, answers: dict) -> EventSpec | None:
        """Enter a loan and go to its page."""
        async with self.refusals(), here(self) as act:
            made = await entering.enter_loan(
                *act.within, decision_id=said_id(answers, "decision_id", NO_DECISION), lender=said(answers, "lender"),
                words=said(answers, "words"), amount=euros(said(answers, "amount"), "amount"),
                key_id=said_id(answers, "key_id", NO_DECISION) if said(answers, "key_id") else None, at=now(),
            )  # fmt: skip
            return rx.redirect(urls.association(act.association_id, f"loans/{made}"))
        return None

    @rx.event
    @policy(member)
    async def within_the_year(self, answers: dict) -> None:
        """Show what falls due in the twelve months after a day as such."""
        self.moved_at, self.nothing_moved = "", False
        async with self.refusals(), here(self) as act:
            posted = await at_year_end.show_what_falls_due(*act.within, last_day=said_day(answers, "last_day"))
            self.moved_at = urls.association(act.association_id, f"entries/{posted.id}") if posted else ""
            self.nothing_moved = posted is None

    async def _show(self, act: Act) -> None:
        found = await queries.loans(*act.within, day=today())
        self.rows = [loan_row(act.association_id, each) for each in found][:ROWS]
        if self.may_write:
            taken = {each.decision_id for each in found}
            self.decisions = [
                LoanDecision(str(each.id), each.words, each.decided_on.isoformat(), each.ceiling.cents)
                for each in await funding.decisions(*act.within)
                if each.funding is Funding.LOAN and each.id not in taken
            ][:ROWS]
            self.keys = [KeyView(str(each.id), dict(each.name)) for each in await keys.keys(*act.within, day=today())]
