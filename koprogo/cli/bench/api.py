"""`koprogo bench api`: reading and casting through /api/v1, so many callers at a time; percentiles by what they do."""

import asyncio
import random
import time
from secrets import token_hex, token_urlsafe
from typing import Annotated, Any

import httpx
import typer

from koprogo import db
from koprogo.cli.bench import figures, halls, report
from koprogo.cli.bench.house import House, house
from koprogo.cli.bench.live import cpu_of
from koprogo.cli.torture.voters import sign_in
from koprogo.settings import settings

MOST_REQUESTS = 50_000


def api(
    owners: Annotated[int, typer.Option(help="Owners of the association.")] = 60,
    requests: Annotated[int, typer.Option(help="Requests of each kind.")] = 500,
    callers: Annotated[int, typer.Option(help="Callers at a time.")] = 8,
    workers: report.Workers = 1,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8772,
    json_file: report.JsonFile = None,
) -> None:
    """Measure reads and casts through the web interface."""
    report.within(requests, MOST_REQUESTS, "--requests")
    report.within(callers, 256, "--callers")
    report.within(owners, 1000, "--owners")
    found = asyncio.run(measure(owners, requests, callers, workers, seed, port))
    report.say(found, json_file, failed=any(each["failed"] for each in found["kinds"].values()))


async def measure(owners: int, requests: int, callers: int, workers: int, seed: int, port: int) -> dict[str, Any]:
    """Run one bench and return its figures."""
    with house(port, workers, pages=False) as made:
        password = token_urlsafe(12)
        [hall] = await halls.build(1, owners, password, settings().app_database_url)
        await halls.open_votes([hall])
        await db.close()
        cookies = await sign_in(made, hall, password)
        assembly = f"/api/v1/assemblies/{hall.assembly_id}"
        addresses = {
            "assemblies": "/api/v1/assemblies",
            "agenda": assembly,
            "room": f"{assembly}/room",
            "cast": f"{assembly}/items/{hall.item_id}/ballots",
        }
        kinds = {
            kind: await _kind(made, kind, address, cookies, requests, callers, random.Random(f"{seed} {kind}"))
            for kind, address in addresses.items()
        }
    shape = {"owners": owners, "requests": requests, "callers": callers, "workers": workers, "seed": seed}
    return {**shape, "kinds": kinds}


async def _kind(
    made: House, kind: str, address: str, cookies: list[str], requests: int, callers: int, dice: random.Random
) -> dict[str, Any]:
    numbers, taken, failed = iter(range(requests)), [], 0
    busy, began = cpu_of(made.server_workers()), time.monotonic()

    async def caller() -> None:
        nonlocal failed
        async with httpx.AsyncClient(base_url=made.base_url, timeout=30, headers={"Origin": made.base_url}) as client:
            for _ in numbers:
                body = {"choice": dice.choice(["for", "against", "abstain"]), "nonce": token_hex(16)}
                headers, at = {"Cookie": dice.choice(cookies)}, time.monotonic()
                answer = await (
                    client.post(address, json=body, headers=headers)
                    if kind == "cast"
                    else client.get(address, headers=headers)
                )
                taken.append(time.monotonic() - at)
                failed += answer.status_code not in (200, 201)

    await asyncio.gather(*(caller() for _ in range(callers)))
    return {
        "ms": figures.percentiles(taken),
        "per_second": round(requests / (time.monotonic() - began)),
        "server_cpu_ms": round((cpu_of(made.server_workers()) - busy) * 1000 / requests, 2),
        "failed": failed,
    }
