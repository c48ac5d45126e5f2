"""Who may call a handler at all. A handler without a policy cannot be called.

    @rx.event
    @policy(member)
    async def load(self): ...

`@policy` stands under `@rx.event`, so that it marks the function itself. It is the coarse answer, given by the gate
before the handler runs; the service gives the fine one again, in its transaction. During a handler `current_actor()` is
the caller.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from koprogo.core.actor import Actor
from koprogo.core.errors import NotSignedIn

F = TypeVar("F", bound=Callable[..., object])
MARK = "__policy__"


@dataclass(frozen=True)
class Rule:
    """A named yes or no about the caller, who is None when nobody is signed in."""

    name: str
    allows: Callable[[Actor | None], bool]


anyone = Rule("anyone", lambda actor: True)
"""Also without signing in: what the handler shows must be public."""

attends = Rule("attends", lambda actor: actor is not None)
"""Signed in with an account, or admitted to one assembly with a slip."""

signed_in = Rule("signed_in", lambda actor: actor is not None and actor.slip_assembly_id is None)
"""Signed in with an account; a slip is not enough."""

member = Rule("member", lambda actor: actor is not None and actor.slip_assembly_id is None and bool(actor.reach))
"""Signed in with an account, and something in at least one association."""

operator = Rule("operator", lambda actor: actor is not None and actor.is_operator)
"""Runs the platform; reaches no association by that."""


_caller: ContextVar[Actor | None] = ContextVar("koprogo_caller", default=None)


def policy(rule: Rule) -> Callable[[F], F]:
    """Declare who may call the decorated handler."""

    def mark(handler: F) -> F:
        setattr(handler, MARK, rule)
        return handler

    return mark


def policy_of(handler: Callable[..., object]) -> Rule | None:
    """Return the declared rule of a handler, or None: nobody may call it."""
    found = getattr(handler, MARK, None)
    return found if isinstance(found, Rule) else None


def current_actor() -> Actor:
    """Return who calls the running handler.

    Raises:
        NotSignedIn: nobody is signed in (possible only under `anyone`).
    """
    actor = _caller.get()
    if actor is None:
        raise NotSignedIn
    return actor


def current_actor_or_none() -> Actor | None:
    """Return who calls the running handler, or None when nobody is signed in."""
    return _caller.get()


def set_current_actor(actor: Actor | None) -> None:
    """Name the caller for the rest of this task; the gate and the tests call it, nobody else."""
    _caller.set(actor)
