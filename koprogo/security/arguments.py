"""Do the arguments of an event have the shape the handler declares? Types only: what they mean, services decide.

A page of ours always sends what the handler's signature says; anything else was made by hand and is refused before the
handler runs. Plain kinds only: text, whole number, yes or no, and a form's answers by name.
"""

import inspect
import re
import types
import typing
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from reflex_base.utils.form import FORM_DATA_ENTRIES_KEY

TEXT_MOST = 20_000
NUMBER_MOST = 2**53
ANSWERS_MOST = 500
WHOLE = re.compile(r"-?\d{1,15}")


def fits(function: Callable[..., Any], payload: Mapping[str, Any]) -> bool:
    """Say whether the arguments can be given to the handler: every one known, none missing, each of its kind."""
    wanted = _parameters(function)
    if not payload.keys() <= wanted.keys():
        return False
    return all(
        _is_of_kind(payload[name], kind) if name in payload else has_default
        for name, (kind, has_default) in wanted.items()
    )


@cache
def _parameters(function: Callable[..., Any]) -> dict[str, tuple[Any, bool]]:
    """Return name -> declared kind, and whether it may be left out; without the state itself."""
    hints = typing.get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    return {each.name: (hints.get(each.name, Any), each.default is not each.empty) for each in parameters}


def _is_of_kind(value: Any, kind: Any) -> bool:
    if typing.get_origin(kind) in {typing.Union, types.UnionType}:
        return any(_is_of_kind(value, each) for each in typing.get_args(kind))
    if kind in {None, type(None)}:
        return value is None
    kind = typing.get_origin(kind) or kind
    check = _CHECKS.get(kind)
    return _is_plain(value) if check is None else check(value)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= TEXT_MOST and "\x00" not in value


def _is_whole(value: Any) -> bool:
    if isinstance(value, str):
        return WHOLE.fullmatch(value) is not None
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= NUMBER_MOST


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, bool) or _is_text(value) or _is_whole(value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= ANSWERS_MOST and all(_is_plain(each) for each in value)


def _is_answers(value: Any) -> bool:
    """Accept a form's answers by name, and as the browser sends them: pairs of a name and a value, in their order."""
    if isinstance(value, dict) and value.keys() == {FORM_DATA_ENTRIES_KEY}:
        pairs = value[FORM_DATA_ENTRIES_KEY]
        return isinstance(pairs, list) and len(pairs) <= ANSWERS_MOST and all(_is_pair(each) for each in pairs)
    return (
        isinstance(value, dict)
        and len(value) <= ANSWERS_MOST
        and all(_is_text(name) and (_is_plain(each) or _is_list(each)) for name, each in value.items())
    )


def _is_pair(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and _is_text(value[0]) and _is_plain(value[1])


_CHECKS: dict[Any, Callable[[Any], bool]] = {
    str: _is_text,
    int: _is_whole,
    bool: lambda value: isinstance(value, bool),
    list: _is_list,
    dict: _is_answers,
    Mapping: _is_answers,
}
