"""The reader, on every page: her name, what she is in which association, and the way to the sign-in page.

Put `SessionState.ensure` first in the `on_load` of every page that is not public. The page's own handlers are refused
by the gate all the same when nobody is signed in; this one is kinder, and fills the frame.
"""

from dataclasses import dataclass

import reflex as rx
from reflex.event import EventSpec

from koprogo import db, urls
from koprogo.core.actor import Actor
from koprogo.core.doors import opened, opened_everywhere
from koprogo.core.errors import NotAllowed, NotFound, NotSignedIn
from koprogo.security.logs import log_fault
from koprogo.security.policies import anyone, attends, current_actor, current_actor_or_none, policy, signed_in
from koprogo.services.identity import profile, queries
from koprogo.state.base import AppState
from koprogo.state.buildings.here import association_of


@dataclass(frozen=True)
class AssociationView:
    """An association in the menu; `roles` are the words of `core.actor.Role`."""

    id: str
    name: str
    roles: list[str]


class SessionState(AppState, rx.State):
    """Who reads this page. Empty until `ensure` ran; never a ground for a right."""

    is_signed_in: bool = False
    person_id: str = ""
    """Whose device this is for now: what is kept on it is kept under this id."""
    by_slip: bool = False
    """Admitted to one assembly at the desk: no menu, no profile."""
    slip_assembly_id: str = ""
    name: str = ""
    language: str = ""
    """The language kept with the account; the browser's own choice is in its cookie."""
    is_operator: bool = False
    roles: list[str] = []
    """Every role the reader has somewhere, for the menu."""
    opens: list[str] = []
    """Pages the reader may open (`core.doors`): of the association in the address, and over all of hers."""
    associations: list[AssociationView] = []
    fault: str = ""
    """The number to quote when something went wrong on our side."""

    @rx.event
    @policy(anyone)
    async def ensure(self) -> EventSpec | None:
        """Fill the frame, or lead to the sign-in page and back here afterwards."""
        actor = current_actor_or_none()
        if actor is None:
            self._clear()
            return rx.redirect(urls.sign_in(urls.local(self.router.url.path)))
        await self._fill(actor)
        return None

    @rx.event
    @policy(anyone)
    async def greet(self) -> None:
        """Fill the frame when somebody is signed in; for public pages."""
        actor = current_actor_or_none()
        if actor is None:
            self._clear()
        else:
            await self._fill(actor)

    @rx.event
    @policy(signed_in)
    async def change_language(self, language: str) -> None:
        """Keep the language with the account, for letters and papers; the page has already switched."""
        async with self.refusals():
            async with db.open_session() as session:
                await profile.change_language(session, current_actor(), language=str(language))
            self.language = str(language)

    @rx.event
    @policy(attends)
    async def to_sign_in(self) -> EventSpec:
        """Lead to the sign-in page, for who came with a slip and has an account too."""
        return rx.redirect(urls.SIGN_IN)

    @rx.event
    @policy(anyone)
    async def apologise(self, number: str) -> None:
        """Show that something went wrong on our side, with the number to quote."""
        self.fault = str(number)[:8]

    @rx.event
    @policy(anyone)
    async def dismiss_fault(self) -> None:
        """Take the apology off the screen."""
        self.fault = ""

    async def _fill(self, actor: Actor) -> None:
        async with db.tenant_session(actor) as session:
            reached = await queries.reached_associations(session, actor)
        self.is_signed_in, self.by_slip = True, actor.slip_assembly_id is not None
        self.slip_assembly_id = str(actor.slip_assembly_id or "")
        self.person_id = str(actor.person_id)
        self.name, self.language, self.is_operator = actor.name, actor.language, actor.is_operator
        self.roles = sorted({role.value for roles in actor.reach.values() for role in roles})
        self.opens = sorted(_opens(actor, self.router.url.path))
        self.associations = [
            AssociationView(str(each.id), each.name, [role.value for role in each.roles]) for each in reached
        ]

    def _clear(self) -> None:
        self.is_signed_in = self.by_slip = self.is_operator = False
        self.name = self.slip_assembly_id = self.person_id = ""
        self.roles, self.opens, self.associations = [], [], []


def _opens(actor: Actor, path: str) -> frozenset[str]:
    """Return what the ways of a page may lead to; who is admitted to one assembly has no ways."""
    if actor.slip_assembly_id is not None:
        return frozenset()
    try:
        return opened_everywhere(actor) | opened(actor, association_of(path))
    except NotFound:
        return opened_everywhere(actor)


def on_fault(exception: Exception) -> EventSpec:
    """Answer an exception that left a handler: lead away from what is not there, apologise for what is our mistake.

    Give it to `rx.App(backend_exception_handler=...)`; Reflex's own would show English and need eval.
    """
    if isinstance(exception, NotSignedIn):
        return rx.redirect(urls.SIGN_IN)
    if isinstance(exception, NotFound | NotAllowed):
        return rx.redirect(urls.NOT_FOUND)
    return SessionState.apologise(log_fault(exception))  # type: ignore[operator]


def on_browser_fault(exception: Exception) -> None:
    """Note that a page failed in a browser, not what it said: a client may send any words.

    Give it to `rx.App(frontend_exception_handler=...)`.
    """
    log_fault(exception, in_browser=1)
