"""State trees of tabs, kept small and told once: a phone opens one page and has the states of all of them.

Reflex gives every tab an instance of every state class, and reading a variable stores its default in the instance. The
snapshot of a joining page reads them all. A state that nobody wrote to holds nothing but defaults, so what it stored is
let go of again: the next reader gets the same default anew (measured in docs/performance.md). A tab that only lost its
connection holds those defaults already, from this very tree; one whose tree is gone or was emptied is told everything.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from weakref import WeakSet

from reflex.state import BaseState
from reflex_base.constants.state import FIELD_MARKER

_told: WeakSet[BaseState] = WeakSet()
"""Roots of the trees whose tab had their snapshot; a tree read back from Redis is a new one."""


def every_state(root: BaseState) -> Iterator[BaseState]:
    """Return a tree's states that are here, the root first."""
    waiting = [root]
    while waiting:
        state = waiting.pop()
        yield state
        waiting += state.substates.values()


def is_fresh(root: BaseState, *but: BaseState) -> bool:
    """Say whether nothing was ever read or written below the root, except in the states named: there is nothing to empty."""
    known = {id(state) for state in (root, *but)}
    return not any(vars(state) for state in every_state(root) if id(state) not in known)


def told(root: BaseState, *, everything: bool = True) -> None:
    """Remember that a tree's tab had its snapshot, or that it must have all of it again."""
    (_told.add if everything else _told.discard)(root)


def snapshot(state: BaseState, **asked: Any) -> dict[str, Any]:
    """Return what a joining page is told of a state and those below it, by full name; asked as `BaseState.dict` is.

    A thousand phones that come back at once ask a hundred states each, of which one or two were ever written to.
    """
    if state._was_touched or state.dirty_vars or state.substates or state.computed_vars:
        return BaseState.dict(state, **asked)
    return {} if state.parent_state in _told else {state.get_full_name(): dict(_defaults(type(state)))}


@cache
def keeps_in_browser(cls: type[BaseState]) -> bool:
    """Say whether a state or one below it has a variable in the browser's storage; asked of each at every joining."""
    return any(map(cls._is_client_storage, cls.base_vars)) or any(map(keeps_in_browser, cls.get_substates()))


@cache
def _defaults(cls: type[BaseState]) -> Mapping[str, Any]:
    """Return the defaults of a class as a snapshot names them; read, never written to."""
    fields = cls.get_fields()
    return {name + FIELD_MARKER: fields[name].default_value() for name in sorted(cls.base_vars)}


def slim(root: BaseState) -> int:
    """Let go of the defaults stored in states that nobody wrote to; return how many values."""
    dropped = 0
    for state in every_state(root):
        if state is root or state._was_touched or state.dirty_vars:
            continue
        stored, own = vars(state), type(state)
        kept = {name: value for name, value in stored.items() if not _is_own_field(own, name)}
        dropped += len(stored) - len(kept)
        stored.clear()
        stored.update(kept)
    return dropped


def _is_own_field(cls: type[BaseState], name: str) -> bool:
    found = cls.__fields__.get(name)
    return found is not None and found._owner is cls
