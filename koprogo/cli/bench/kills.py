"""`koprogo bench kills`: the serving process is killed again and again while owners vote; nothing acknowledged may be lost.

Each press is repeated with its nonce until it is acknowledged, as the phone's queue does. After each kill the port must
refuse before the house starts the server again. Exit status 1 on any difference between receipts and rows.
"""

import asyncio
import contextlib
import json
import random
import signal
import socket
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex, token_urlsafe
from typing import Annotated, Any

import httpx
import psycopg
import typer

from koprogo import db
from koprogo.cli.bench import halls
from koprogo.cli.bench.house import House, house
from koprogo.settings import settings

VOTERS = 40
AT_ONCE = 12
PRESS_SECONDS = 90.0
MOST_CASTS = 20_000


def kills(
    casts: Annotated[int, typer.Option(help="Presses to have acknowledged.")] = 1000,
    kills: Annotated[int, typer.Option(help="Times the serving process is killed meanwhile.")] = 20,
    seed: Annotated[int, typer.Option(help="Seed of the moments and choices.")] = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8767,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Kill the server while people vote; hold what was acknowledged against what is stored and sealed."""
    if not (0 < casts <= MOST_CASTS and 0 <= kills <= casts):
        raise typer.BadParameter(f"at most {MOST_CASTS} casts, and no more kills than casts")
    found = asyncio.run(measure(casts, kills, seed, port))
    written = json.dumps(found, indent=2)
    typer.echo(written)
    if json_file:
        json_file.write_text(written + "\n")
    if found["faults"] or found["acked"] < casts:
        raise typer.Exit(1)


@dataclass
class Run:
    """The presses of a run and what came of them."""

    made: House
    hall: halls.Hall
    cookies: list[str]
    dice: random.Random
    receipts: list[str] = field(default_factory=list)
    repeated: int = 0
    refused_before_restart: int = 0
    resumed: list[float] = field(default_factory=list)


async def measure(casts: int, kills: int, seed: int, port: int) -> dict[str, Any]:
    """Run one bench and return its figures and faults."""
    with house(port) as made:
        password = token_urlsafe(12)
        [hall] = await halls.build(1, VOTERS, password, settings().app_database_url)
        await halls.open_votes([hall])
        run = Run(made, hall, await _sign_in(made, hall, password), random.Random(seed))
        numbers = iter(range(casts))
        killer = asyncio.create_task(_kill(run, casts, kills))
        await asyncio.gather(*(_press_on(run, numbers) for _ in range(AT_ONCE)))
        await killer
        [sealed] = await halls.close_votes([hall])
        await db.close()
        return {
            "casts": casts,
            "kills": kills,
            "seed": seed,
            "acked": len(run.receipts),
            "repeated": run.repeated,
            "refused_before_restart": run.refused_before_restart,
            "sealed": sealed,
            "resume_s_max": round(max(run.resumed, default=0.0), 1),
            "faults": faults(run, sealed),
        }


async def _sign_in(made: House, hall: halls.Hall, password: str) -> list[str]:
    found = []
    async with httpx.AsyncClient(base_url=made.base_url, headers={"Origin": made.base_url}, timeout=60) as client:
        for email in hall.emails:
            answer = await client.post("/auth/sign-in", json={"email": email, "password": password})
            found.append(answer.headers["set-cookie"].partition(";")[0])
            client.cookies.clear()
    return found


async def _press_on(run: Run, numbers: Any) -> None:
    """Take presses from the common count until there are none; each is repeated until it is acknowledged."""
    address = f"/api/v1/assemblies/{run.hall.assembly_id}/items/{run.hall.item_id}/ballots"
    async with httpx.AsyncClient(base_url=run.made.base_url, timeout=20) as client:
        for _ in numbers:
            headers = {"Origin": run.made.base_url, "Cookie": run.dice.choice(run.cookies)}
            body = {"choice": run.dice.choice(["for", "against", "abstain"]), "nonce": token_hex(16)}
            until = time.monotonic() + PRESS_SECONDS
            while time.monotonic() < until:
                try:
                    answer = await client.post(address, json=body, headers=headers)
                except httpx.TransportError:
                    answer = None
                if answer is not None and answer.status_code == 201:
                    run.receipts += [row["leaf"] for row in answer.json()]
                    break
                run.repeated += 1
                await asyncio.sleep(0.1)


async def _kill(run: Run, casts: int, kills: int) -> None:
    """Kill the server's supervisor or its worker in turn, spread over the presses, and time the return."""
    for number in range(kills):
        while len(run.receipts) < casts * (number + 1) // (kills + 1):
            await asyncio.sleep(0.01)
        worker = await asyncio.to_thread(run.made.server_worker)
        doomed = worker.parent() if number % 2 else worker
        killed = time.monotonic()
        if doomed is not None:
            doomed.send_signal(signal.SIGKILL)
        run.refused_before_restart += await _refuses(run.made.port)
        while not await asyncio.to_thread(run.made.is_ready):
            await asyncio.sleep(0.05)
        run.resumed.append(time.monotonic() - killed)


async def _refuses(port: int) -> bool:
    """Say whether the port refuses at least once before somebody serves it again: no survivor shares it."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        with contextlib.closing(socket.socket()) as knock:
            if knock.connect_ex(("127.0.0.1", port)) != 0:
                return True
        await asyncio.sleep(0.002)
    return False


def faults(run: Run, sealed: int) -> list[str]:
    """Hold receipts against rows and seals, on a connection of its own; name each difference."""
    acknowledged = Counter(run.receipts)
    with psycopg.connect(settings().platform_database_url) as connection:
        rows = connection.execute("SELECT encode(leaf, 'hex'), lot_id, revision FROM ballot").fetchall()
        seals = connection.execute("SELECT count(DISTINCT ballot_id), count(*) FROM seal").fetchone()
    stored = Counter(leaf for leaf, _, _ in rows)
    found = []
    if acknowledged - stored:
        found.append(f"{sum((acknowledged - stored).values())} acknowledged, but not stored")
    if stored - acknowledged:
        found.append(f"{sum((stored - acknowledged).values())} stored, but nobody was told")
    if len({(lot, revision) for _, lot, revision in rows}) != len(rows) or max(stored.values(), default=0) > 1:
        found.append("a ballot is there twice")
    if sealed != len(rows) or seals != (len(rows), len(rows)):
        found.append(f"{sealed} sealed, {len(rows)} stored")
    return found
