"""State trees of tabs, kept small: a phone opens one page and has the states of all of them.

Reflex gives every tab an instance of every state class, and reading a variable stores its default in the instance. The
snapshot of a joining page reads them all. A state that nobody wrote to holds nothing but defaults, so what it stored is
let go of again: the next reader gets the same default anew (measured in docs/performance.md).
"""

from collections.abc import Iterator

from reflex.state import BaseState


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
