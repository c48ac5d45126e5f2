"""`koprogo bench reconnect`: every phone loses its connection at once and comes back at once, in the middle of a vote.

Half of the owners pressed before. Afterwards each page must be live again, show what its owner voted, and let the others
vote. Exit status 1 when a page stays away, a receipt is missing, or a ballot is lost or there twice.
"""

import asyncio
from secrets import token_urlsafe
from typing import Annotated, Any

import typer

from koprogo import db
from koprogo.cli.bench import figures, halls, report
from koprogo.cli.bench.house import house
from koprogo.cli.bench.live import MOST_PHONES, Phones, compare, cpu_of
from koprogo.settings import settings


def reconnect(
    owners: Annotated[int, typer.Option(help="Owners in the room, each with a phone.")] = 1000,
    workers: report.Workers = 1,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8771,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the return of all phones after a break of the network."""
    report.within(owners, MOST_PHONES, "--owners")
    found = asyncio.run(measure(owners, workers, seed, port))
    away = found["live_again"] < owners or found["receipts_kept"] < found["voted_before"]
    report.say(found, json_file, failed=away or found["lost"] > 0 or found["duplicated"] > 0)


async def measure(owners: int, workers: int, seed: int, port: int) -> dict[str, Any]:
    """Run one bench and return its figures."""
    with house(port, workers, pages=False) as made:
        password = token_urlsafe(12)
        scene = await halls.build(1, owners, password, settings().app_database_url)
        phones = Phones(made, scene, password)
        await phones.bring_in(scene)
        memory = figures.proportional_mb(made.server_worker().pid)
        order = {"window": owners / 200, "longest": 60, "settle": 0.5}
        await asyncio.to_thread(phones.order, "cast", seed=seed, part=0.5, **order)
        before = cpu_of(phones.servers)
        storm = await asyncio.to_thread(phones.order, "reconnect", longest=90)
        spent = cpu_of(phones.servers) - before
        await asyncio.to_thread(phones.order, "cast", seed=seed + 1, part=1.0, **order)
        after = figures.proportional_mb(made.server_worker().pid)
        found = await asyncio.to_thread(phones.order, "report")
        phones.end()
        sealed = await halls.close_votes(scene)
        losses = compare(found, sealed)
        await db.close()
    return {
        "owners": owners,
        "workers": workers,
        "seed": seed,
        "voted_before": storm["voted"],
        "live_again": storm["live"],
        "receipts_kept": storm["kept"],
        "all_live_ms": round(max(storm["seconds"], default=0.0) * 1000, 1),
        "live_ms": figures.percentiles(storm["seconds"]),
        "server_cpu_ms_per_return": round(spent * 1000 / owners, 2),
        **losses,
        "rss_mb_before": memory,
        "rss_mb": after,
        "client_cpu": found["client_cpu"],
    }
