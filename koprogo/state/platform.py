"""The installation, for who runs it: figures, whether it is well, letters kept because no mail server is named."""

from dataclasses import dataclass
from datetime import timedelta

import reflex as rx

from koprogo import db
from koprogo.core.clock import now
from koprogo.security.policies import current_actor, operator, policy
from koprogo.services import readiness
from koprogo.services.organisations.queries import Figures, Letter, figures, letters
from koprogo.settings import settings
from koprogo.state.base import AppState

ALIVE_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class FiguresView:
    """How many there are of what."""

    associations: int = 0
    lots: int = 0
    organisations: int = 0
    accounts: int = 0
    sign_ins: int = 0
    assemblies_on: int = 0
    letters_waiting: int = 0
    letters_failing: int = 0


@dataclass(frozen=True)
class LetterView:
    """A letter; instants are ISO, `body` is empty where a mail server delivers."""

    id: str
    association_name: str
    to_email: str
    subject: str
    body: str
    created_at: str
    sent_at: str
    failures: int
    last_error: str


class PlatformState(AppState, rx.State):
    """The operator's page. Each look over all associations is logged with its reason."""

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
            async with db.platform_session(actor.person_id, "platform page") as session:
                counted = await figures(session, actor, at=at, recent=at - ALIVE_FOR)
                written = await letters(session, actor)
            self._show(counted, written, await readiness.faults())

    def _show(self, counted: Figures, written: list[Letter], missing: list[str]) -> None:
        self.figures = FiguresView(**{name: getattr(counted, name) for name in FiguresView.__dataclass_fields__})
        self.has_mail_server = bool(settings().smtp_host)
        self.letters = [_letter(each, with_body=not self.has_mail_server) for each in written]
        self.missing, self.loaded = missing, True


def _letter(letter: Letter, *, with_body: bool) -> LetterView:
    return LetterView(
        str(letter.id),
        letter.association_name,
        letter.to_email,
        letter.subject,
        letter.body if with_body else "",
        letter.created_at.isoformat(),
        letter.sent_at.isoformat() if letter.sent_at else "",
        letter.failures,
        letter.last_error,
    )
