"""The association's own accounts below rows of the chart, and the form that opens one, beside the trial balance."""

from dataclasses import dataclass

import reflex as rx

from koprogo import urls
from koprogo.core.clock import today
from koprogo.security.policies import member, policy
from koprogo.services.accounting import custom_accounts
from koprogo.services.buildings.queries import association_sheet
from koprogo.state.assemblies.acting import in_languages
from koprogo.state.base import AppState
from koprogo.state.buildings.here import Act, here, said

MOST = 200


@dataclass(frozen=True)
class OwnAccountRow:
    """An account of the association's own: its code, its name by language, the page of its ledger."""

    code: str
    names: dict[str, str]
    href: str


class OwnAccountsState(AppState, rx.State):
    """What the panel under the trial balance shows; nothing to who does not keep the books."""

    rows: list[OwnAccountRow] = []
    languages: list[str] = []
    may_open: bool = False
    fill: int = 0
    """Grows each time an account was opened, so that the form is empty again."""

    @rx.event
    @policy(member)
    async def load(self) -> None:
        """Show the association's own accounts."""
        self.rows, self.languages, self.may_open = [], [], False
        async with self.refusals(), here(self) as act:
            self.may_open = act.may("books.write")
            sheet = await association_sheet(*act.within, day=today())
            self.languages = list(dict.fromkeys([act.actor.language, *sheet.facts.languages]))
            await self._show(act)

    @rx.event
    @policy(member)
    async def open(self, answers: dict) -> None:
        """Open the account of the form."""
        async with self.refusals(), here(self) as act:
            names = in_languages(answers, "name")
            await custom_accounts.open_below(
                *act.within, parent=said(answers, "parent"), digits=said(answers, "digits"), names=names
            )
            self.fill += 1
            await self._show(act)

    async def _show(self, act: Act) -> None:
        found = await custom_accounts.custom_accounts(*act.within) if self.may_open else []
        self.rows = [
            OwnAccountRow(each.code, dict(each.names), urls.association(act.association_id, f"accounts/{each.id}"))
            for each in found
        ][:MOST]
