"""The installation, for who runs it: figures, whether it is well, letters kept because no mail server is named."""

from dataclasses import dataclass
from datetime import timedelta

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.policies import current_actor, operator, policy
from koprogo.services import readiness
from koprogo.services.organisations.queries import Figures, KeptLetter, figures, letters
from koprogo.settings import settings
from koprogo.state.base import AppState

ALIVE_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class FiguresView:
    """How many there are of what."""

    organisations: int = 0
    accounts: int = 0
    sign_ins: int = 0
    jobs_waiting: int = 0
    jobs_failed: int = 0


@dataclass(frozen=True)
class LetterView:
    """A letter; `written_at` is an ISO instant."""

    name: str
    addressee: str
    subject: str
    body: str
    written_at: str


class PlatformState(AppState, rx.State):
    """The operator's page: nothing on it looks into an association."""

    figures: FiguresView = FiguresView()
    missing: list[str] = []
    """What is not well, in words for an operator; empty is good."""
    letters: list[LetterView] = []
    has_mail_server: bool = False
    loaded: bool = False

    @rx.event
    @policy(operator)
    async def load(self) -> None:
        """Count, and look at the letters."""
        async with self.refusals():
            actor, at = current_actor(), now()
            async with db.open_session() as session:
                self._show(await figures(session, actor, at=at, recent=at - ALIVE_FOR))
                self.letters = [_letter(each) for each in await letters(session, actor, at=at)]
            self.missing, self.loaded = await readiness.faults(), True

    def _show(self, counted: Figures) -> None:
        self.figures = FiguresView(**{name: getattr(counted, name) for name in FiguresView.__dataclass_fields__})
        self.has_mail_server = bool(settings().smtp_host)


def _letter(letter: KeptLetter) -> LetterView:
    written_at = letter.at.isoformat() if letter.at else ""
    return LetterView(letter.name, letter.to, letter.subject, letter.body, written_at)
