"""How often one address may do something without signing in. In memory, per process: a brake, not a lock."""

import time
from collections import OrderedDict, deque

ADDRESSES_MOST = 10_000


class Pace:
    """At most `most` times in `seconds` per address."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str, now: float | None = None) -> bool:
        """Count one more try and say whether it is still within the pace; `now` in monotonic seconds."""
        at = time.monotonic() if now is None else now
        tries = self._seen.pop(address, deque())
        while tries and tries[0] <= at - self.seconds:
            tries.popleft()
        self._seen[address] = tries
        while len(self._seen) > ADDRESSES_MOST:
            self._seen.popitem(last=False)
        if len(tries) >= self.most:
            return False
        tries.append(at)
        return True
