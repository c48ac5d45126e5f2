"""A refusal stays the refusal it is, wherever it is raised."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from koprogo.core.errors import Refused


@dataclass(eq=False)
class TooFew(Refused):
    message_id = "{present} of {needed}"

    present: int
    needed: int


@asynccontextmanager
async def block() -> AsyncIterator[None]:
    yield


async def refuse() -> None:
    async with block():
        raise TooFew(4, needed=7)


def test_a_refusal_crosses_a_with_block_unchanged():
    with pytest.raises(TooFew, match="4 of 7") as caught:
        asyncio.run(refuse())
    assert caught.value.facts() == {"present": 4, "needed": 7}
