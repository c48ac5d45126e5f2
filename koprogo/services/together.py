"""Requests that wait are served together: nobody waits for company, but who has to wait is not served alone.

    desk = Together(serve, lanes=2, most=64)
    answer = await desk.ask(request)

A request that finds a free lane goes at once. While the lanes are busy, requests gather, and the next free lane takes
all of them, at most `most`, in one call of `serve`: under load the cost of a transaction is shared, without load nothing
changes.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Together(Generic[Asked, Answer]):
    """One counter with so many lanes, for one event loop.

    `serve` answers each request of a batch in order; an exception in the place of an answer is raised to that one asker,
    an exception it raises itself to every asker of the batch.
    """

    def __init__(
        self, serve: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer | Exception]]], *, lanes: int, most: int
    ) -> None:
        self._serve, self._lanes, self._most = serve, lanes, most
        self._waiting: deque[tuple[Asked, asyncio.Future[Answer]]] = deque()
        self._free = lanes
        self._tasks: set[asyncio.Task[None]] = set()
        self.loop = asyncio.get_running_loop()

    @property
    def is_idle(self) -> bool:
        """Say whether nobody waits and no lane is busy."""
        return not self._waiting and self._free == self._lanes

    async def ask(self, request: Asked) -> Answer:
        """Wait for the answer to one request; who goes away meanwhile is served all the same, and not told."""
        future: asyncio.Future[Answer] = self.loop.create_future()
        self._waiting.append((request, future))
        if self._free:
            self._free -= 1
            lane = self.loop.create_task(self._work(), name="together")
            self._tasks.add(lane)
            lane.add_done_callback(self._tasks.discard)
        return await future

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._answer([self._waiting.popleft() for _ in range(min(self._most, len(self._waiting)))])
        finally:
            self._free += 1  # at once, not when the task is seen to be done: who asks in between needs a lane

    async def _answer(self, batch: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers: Sequence[Answer | Exception] = await self._serve([request for request, _ in batch])
        except Exception as failed:  # raised to those who asked
            answers = [failed] * len(batch)
        except BaseException:
            for _, future in batch:
                future.cancel()
            raise
        for (_, future), answer in zip(batch, answers, strict=True):
            if future.done():
                continue
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)
