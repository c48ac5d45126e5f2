"""Requests that wait share the next call; each gets its own answer, and nobody waits for company."""

import asyncio

import pytest

from koprogo.services.together import Together


class _Counter:
    """Serves when it is let; remembers the batches."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.open = asyncio.Event()

    async def serve(self, asked):
        self.batches.append(list(asked))
        await self.open.wait()
        return [ValueError(f"no {each}") if each < 0 else each * 10 for each in asked]


async def _asked(desk: Together, *requests: int) -> list[asyncio.Task]:
    tasks = [asyncio.ensure_future(desk.ask(request)) for request in requests]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_who_comes_alone_goes_alone_and_who_waits_goes_together():
    counter = _Counter()
    desk: Together[int, int] = Together(counter.serve, lanes=1, most=3)
    first = await _asked(desk, 1)
    others = await _asked(desk, 2, 3, 4, 5)
    assert counter.batches == [[1]]
    counter.open.set()
    assert await asyncio.gather(*first, *others) == [10, 20, 30, 40, 50]
    assert counter.batches == [[1], [2, 3, 4], [5]]
    assert desk.is_idle


async def test_a_refusal_is_its_askers_own():
    counter = _Counter()
    counter.open.set()
    desk: Together[int, int] = Together(counter.serve, lanes=1, most=10)
    answers = await asyncio.gather(*(desk.ask(each) for each in (1, -2, 3)), return_exceptions=True)
    assert [answers[0], answers[2]] == [10, 30]
    with pytest.raises(ValueError, match="no -2"):
        raise answers[1]


async def test_a_failed_call_is_everybodys_and_the_next_one_works():
    fail = iter([True])

    async def serve(asked):
        if next(fail, False):
            raise OSError("gone")
        return list(asked)

    desk: Together[int, int] = Together(serve, lanes=1, most=10)
    answers = await asyncio.gather(desk.ask(1), desk.ask(2), return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError, OSError]
    assert await desk.ask(3) == 3


async def test_who_goes_away_holds_up_nobody():
    counter = _Counter()
    desk: Together[int, int] = Together(counter.serve, lanes=1, most=1)
    first, second, third = await _asked(desk, 1, 2, 3)
    second.cancel()
    counter.open.set()
    assert await asyncio.gather(first, third) == [10, 30]
    assert counter.batches == [[1], [2], [3]], "she is served all the same"


async def test_the_moment_a_lane_ends_is_no_trap():
    """Who asks after the last answer was given, and before the lane's task is seen to be done, finds a lane."""

    async def serve(asked):
        return list(asked)

    desk: Together[int, int] = Together(serve, lanes=1, most=10)

    async def again(left: int) -> None:
        for number in range(left):
            assert await desk.ask(number) == number

    await asyncio.wait_for(asyncio.gather(*(again(200) for _ in range(5))), 30)
    assert desk.is_idle
