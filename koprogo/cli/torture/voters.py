"""Owners of a torture: each press is repeated with its nonce until it is acknowledged, as the phone's queue does."""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from secrets import token_hex
from typing import Any

import httpx

from koprogo.cli.bench import halls
from koprogo.cli.bench.house import House
from koprogo.cli.torture.history import CAST, LOOK, Operation

PRESSES_AT_ONCE = 8
LOOKS_AT_ONCE = 2
AGAIN_SECONDS = 0.25
TIMEOUT_SECONDS = 10.0
CHOICES = ("for", "against", "abstain")


@dataclass
class Run:
    """One torture: the house, its hall, its owners' cookies, and all that was asked and answered."""

    made: House
    hall: halls.Hall
    cookies: list[str]
    dice: random.Random
    history: list[Operation] = field(default_factory=list)
    receipts: list[Mapping[str, Any]] = field(default_factory=list)
    attempts: list[tuple[float, float]] = field(default_factory=list)
    """Of each press that was acknowledged: when its last attempt was sent, and when it was answered."""
    repeated: int = 0
    refused: list[str] = field(default_factory=list)
    over: bool = False
    deadline: float = inf

    @property
    def goes_on(self) -> bool:
        """Say whether owners go on pressing."""
        return not self.over and time.monotonic() < self.deadline

    def resumed(self, killed: float) -> float | None:
        """Return when the first press sent after this moment was acknowledged, or None when none is yet."""
        return min((answered for sent, answered in self.attempts if sent > killed), default=None)


async def sign_in(made: House, hall: halls.Hall, password: str) -> list[str]:
    """Sign every owner in and return their cookies."""
    found = []
    async with httpx.AsyncClient(base_url=made.base_url, headers={"Origin": made.base_url}, timeout=60) as client:
        for email in hall.emails:
            answer = await client.post("/auth/sign-in", json={"email": email, "password": password})
            found.append(answer.headers["set-cookie"].partition(";")[0])
            client.cookies.clear()
    return found


async def vote(run: Run) -> None:
    """Press and look until the run is over; a press that began is carried to its acknowledgement."""
    tasks = [_press_on(run) for _ in range(PRESSES_AT_ONCE)] + [_look_on(run) for _ in range(LOOKS_AT_ONCE)]
    await asyncio.gather(*tasks)


async def _press_on(run: Run) -> None:
    address = f"/api/v1/assemblies/{run.hall.assembly_id}/items/{run.hall.item_id}/ballots"
    async with _client(run) as client:
        while run.goes_on:
            headers = {"Cookie": run.dice.choice(run.cookies)}
            body = {"choice": run.dice.choice(CHOICES), "nonce": token_hex(16)}
            await _until_acknowledged(run, client, address, body, headers)


async def _until_acknowledged(
    run: Run, client: httpx.AsyncClient, address: str, body: dict[str, str], headers: dict[str, str]
) -> None:
    asked = time.monotonic()
    while True:
        sent = time.monotonic()
        answer = await _sent(client.post(address, json=body, headers=headers))
        answered = time.monotonic()
        if answer is not None and answer.status_code == 201:
            run.attempts.append((sent, answered))
            for row in answer.json():
                run.receipts.append(row)
                run.history.append(Operation(CAST, row["lot_id"], asked, answered, row["revision"], row["choice"]))
            return
        if answer is not None and answer.status_code < 500:
            run.refused.append(f"a press was refused ({answer.status_code}): {answer.text[:200]}")
            return
        if answered > run.deadline:
            run.refused.append(f"a press was not acknowledged within {answered - asked:.0f} s")
            return
        run.repeated += 1
        await asyncio.sleep(AGAIN_SECONDS)


async def _look_on(run: Run) -> None:
    """Look at one's ballots; a look that is cut off says nothing."""
    async with _client(run) as client:
        while run.goes_on:
            asked = time.monotonic()
            headers = {"Cookie": run.dice.choice(run.cookies)}
            answer = await _sent(client.get(f"/api/v1/assemblies/{run.hall.assembly_id}/mine", headers=headers))
            answered = time.monotonic()
            if answer is None or answer.status_code != 200:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            for owner in answer.json()["votes"]:
                seen = {row["lot_id"]: row for row in owner["ballots"]}
                for lot in owner["lots"]:
                    row = seen.get(lot, {"revision": 0, "choice": ""})
                    run.history.append(Operation(LOOK, lot, asked, answered, row["revision"], row["choice"]))


async def _sent(request: Any) -> httpx.Response | None:
    try:
        answer: httpx.Response = await request
    except httpx.TransportError:
        return None
    return answer


def _client(run: Run) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=run.made.base_url, headers={"Origin": run.made.base_url}, timeout=TIMEOUT_SECONDS)
