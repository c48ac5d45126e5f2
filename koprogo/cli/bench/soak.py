"""`koprogo bench soak`: an evening that does not end; does memory grow, does a socket or an answer get lost?

All owners change their ballot again and again; what each serving process holds alone is read after every round. The slope is
that of a straight line through the second half, when everything that is made once has been made. What is known so far is
written every ten minutes: a run of hours that is cut short has still measured something.
"""

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

import typer

from koprogo import db
from koprogo.cli.bench import figures, halls, report
from koprogo.cli.bench.house import house
from koprogo.cli.bench.live import MOST_PHONES, Phones
from koprogo.settings import settings

LONGEST_MINUTES = 600.0
WRITTEN_EVERY_S = 600.0


def soak(
    owners: Annotated[int, typer.Option(help="Owners in the room, each with a phone.")] = 100,
    minutes: Annotated[float, typer.Option(help="How long; four hours are 240.")] = 5.0,
    pause: Annotated[float, typer.Option(help="Seconds between two rounds.")] = 2.0,
    workers: report.Workers = 1,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8773,
    json_file: report.JsonFile = None,
) -> None:
    """Vote for a long time and watch the memory."""
    report.within(minutes, LONGEST_MINUTES, "--minutes")
    report.within(owners, MOST_PHONES, "--owners")
    found = asyncio.run(measure(owners, minutes, pause, workers, seed, port, json_file))
    report.say(found, json_file, failed=found["unanswered"] > 0)


async def measure(
    owners: int, minutes: float, pause: float, workers: int, seed: int, port: int, so_far: Path | None = None
) -> dict[str, Any]:
    """Run one bench and return its figures; `so_far` is a file that holds those of the minutes that are over."""
    asked = {"owners": owners, "workers": workers, "pause_s": pause, "seed": seed}
    with house(port, workers, pages=False) as made:
        password = token_urlsafe(12)
        scene = await halls.build(1, owners, password, settings().app_database_url)
        phones = Phones(made, scene, password)
        await phones.bring_in(scene)
        began, written, rounds, unanswered = time.monotonic(), 0.0, 0, 0
        memory: list[tuple[float, float]] = []
        while time.monotonic() - began < minutes * 60:
            order = {"window": 1.0, "longest": 60, "settle": pause}
            answered = await asyncio.to_thread(phones.order, "cast", seed=seed + rounds, part=1.0, **order)
            rounds, unanswered = rounds + 1, unanswered + owners - answered
            used = sum(figures.private_mb(each.pid) for each in made.server_workers())
            memory.append((time.monotonic() - began, used))
            found = asked | {"rounds": rounds, "ballots": rounds * owners - unanswered, "unanswered": unanswered}
            found |= course(memory)
            if so_far and memory[-1][0] - written > WRITTEN_EVERY_S:
                written = memory[-1][0]
                await asyncio.to_thread(so_far.write_text, json.dumps(found, indent=2) + "\n")
        phones.end()
        await db.close()
    return found


def course(memory: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """Return the course of (seconds, MB): how long, first and last, the highest, one each ten minutes, the slope."""
    tenths: dict[int, float] = {}
    for seconds, used in memory:
        tenths.setdefault(int(seconds // WRITTEN_EVERY_S), used)
    return {
        "minutes": round(memory[-1][0] / 60, 1),
        "private_mb": [memory[0][1], memory[-1][1]],
        "highest_mb": max(used for _, used in memory),
        "mb_each_ten_minutes": list(tenths.values()),
        "slope_mb_per_hour": slope(memory[len(memory) // 2 :]),
    }


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Return the slope of the straight line through (seconds, MB), in MB per hour; None for fewer than three points.

    >>> slope([(0.0, 100.0), (1800.0, 100.5), (3600.0, 101.0)])
    1.0
    """
    if len(points) < 3:
        return None
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    together = sum((x - middle_x) * (y - middle_y) for x, y in points)
    return round(together / spread * 3600, 2)
