"""What every screen's state has: a place for a refusal, and a way to fill it.

    class LotImportState(AppState, rx.State):
        @rx.event
        @policy(member)
        async def confirm(self):
            async with self.refusals():
                ...one service call, with current_actor()...

A state is a view that may vanish at any moment: `on_load` rebuilds it from the cookie, the address and the database.
"""

import builtins
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

import reflex as rx
from reflex.state import _override_base_method

from koprogo.core.errors import BadInput, Conflict, KoproError, NotAllowed, NotFound, NotSignedIn, Refused
from koprogo.security import trees
from koprogo.security.policies import anyone, policy

KINDS: tuple[tuple[type[KoproError], str], ...] = (
    (BadInput, "bad_input"),
    (Refused, "refused"),
    (NotAllowed, "not_allowed"),
    (NotFound, "not_found"),
    (Conflict, "conflict"),
    (NotSignedIn, "not_signed_in"),
)


@dataclass(frozen=True)
class ProblemView:
    """One answer to correct: which field, and what to enter (message id and its facts)."""

    where: str
    message_id: str
    facts: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class RefusalView:
    """A no, as the screen shows it; `kind` is empty when there is none.

    `message_id` with `facts` is said in the reader's language by `t()`; `article` names the law that acts; `problems`
    are for the error summary and the fields.
    """

    kind: str = ""
    message_id: str = ""
    facts: dict[str, str | int] = field(default_factory=dict)
    article: str = ""
    problems: list[ProblemView] = field(default_factory=list)


def refusal_if(sent: rx.Var, state: Any) -> rx.Var:
    """Return a state's refusal for the form that was sent, nothing for the others of its page."""
    return rx.cond(sent, state.refusal, rx.Var.create(RefusalView()))


def kind_of(error: KoproError) -> str:
    """Return the word for the way of saying no: one word per class of `core.errors`."""
    return next(word for kind, word in KINDS if isinstance(error, kind))


def refusal_view(error: KoproError) -> RefusalView:
    """Return what the screen shows of a refusal."""
    problems = error.problems if isinstance(error, BadInput) else ()
    return RefusalView(
        kind=kind_of(error),
        message_id=error.message_id,
        facts=dict(error.facts()),
        article=error.article,
        problems=[ProblemView(each.where, each.message_id, dict(each.facts)) for each in problems],
    )


@asynccontextmanager
async def _refusals(state: Any) -> AsyncIterator[None]:
    state.refusal = RefusalView()
    try:
        yield
    except KoproError as error:
        state.refusal = refusal_view(error)


class _Refusals:
    """`self.refusals()`, but not a method: every public method of a state can be called from outside."""

    def __get__(self, state: Any, owner: type) -> Callable[[], AbstractAsyncContextManager[None]]:
        return partial(_refusals, state)


class AppState(rx.State, mixin=True):
    """Mixin of every screen's state: `class SomethingState(AppState, rx.State)`.

    `async with self.refusals():` clears the last refusal, runs the block, and turns a KoproError into `refusal`. What
    was typed stays, because nothing else is touched. Any other exception is our mistake and goes on.
    """

    refusals: ClassVar[_Refusals] = _Refusals()

    refusal: RefusalView = RefusalView()

    @_override_base_method
    def dict(self, include_computed: bool = True, initial: bool = False, **more: Any) -> builtins.dict[str, Any]:
        """Return what a page that joins is told of this state; one that nobody wrote to says its class's defaults."""
        return trees.snapshot(self, include_computed=include_computed, initial=initial, **more)

    @_override_base_method
    def _reset_client_storage(self) -> None:
        if trees.keeps_in_browser(type(self)):
            super()._reset_client_storage()

    @rx.event
    @policy(anyone)
    async def dismiss_refusal(self) -> None:
        """Take the refusal off the screen."""
        self.refusal = RefusalView()


def parse_id(text: object) -> UUID:
    """Return an id that a browser sent.

    Raises:
        NotFound: it is none; nothing tells the difference from an id that does not exist.
    """
    try:
        return UUID(str(text))
    except ValueError:
        raise NotFound from None
