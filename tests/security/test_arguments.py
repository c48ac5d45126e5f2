"""Arguments that no page sends are refused before a handler sees them."""

from typing import Any

import pytest

from koprogo.security.arguments import fits


async def handler(self, item_id: str, count: int = 0, sure: bool = False, answers: dict[str, Any] | None = None):
    """A handler with one of each kind."""


async def loose(self, anything):
    """A handler that declares nothing about its argument."""


@pytest.mark.parametrize(
    "payload",
    [
        {"item_id": "x"},
        {"item_id": "", "count": -3, "sure": True},
        {"item_id": "x", "count": "12"},
        {"item_id": "x", "answers": {"name": "y", "age": 3, "chosen": ["a", "b"], "empty": None, "on": True}},
        {"item_id": "x", "answers": None},
        {"item_id": "x", "answers": {"__reflex_form_data__": [["name", "y"], ["chosen", "a"], ["chosen", "b"]]}},
    ],
)
def test_what_a_page_sends_fits(payload):
    assert fits(handler, payload)


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"item_id": None},
        {"item_id": 7},
        {"item_id": ["x"]},
        {"item_id": {"a": 1}},
        {"item_id": "x\x00"},
        {"item_id": "x" * 20_001},
        {"item_id": "x", "count": True},
        {"item_id": "x", "count": 1.5},
        {"item_id": "x", "count": 2**60},
        {"item_id": "x", "count": "1e9"},
        {"item_id": "x", "sure": 1},
        {"item_id": "x", "answers": [1]},
        {"item_id": "x", "answers": {"deep": {"deeper": 1}}},
        {"item_id": "x", "answers": {"__reflex_form_data__": [["name", {"deep": 1}]]}},
        {"item_id": "x", "answers": {"__reflex_form_data__": [["name"]]}},
        {"item_id": "x", "answers": {"__reflex_form_data__": "name"}},
        {"item_id": "x", "answers": dict.fromkeys(map(str, range(501)))},
        {"item_id": "x", "more": 1},
        {"item_id": "x", "self": 1},
    ],
)
def test_what_no_page_sends_does_not(payload):
    assert not fits(handler, payload)


def test_an_undeclared_argument_is_plain():
    assert fits(loose, {"anything": "x"})
    assert not fits(loose, {"anything": {"a": 1}})
