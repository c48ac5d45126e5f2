"""`koprogo bench live`: owners sign in, join and press; what was acknowledged is held against what is stored after a kill.

Exit status 1 when a press was not acknowledged, an acknowledged ballot is lost, or one is there twice.
"""

import asyncio
import json
import subprocess
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

import psutil
import psycopg
import typer

from koprogo import db
from koprogo.cli.bench import figures, floor, halls, report
from koprogo.cli.bench.browsers import Browsers
from koprogo.cli.bench.house import House, house
from koprogo.cli.torture.judge import LATE
from koprogo.settings import settings

MOST_PHONES = 10_000
MOST_PAGES = 8
MOST_WORKERS = 16
LONGEST_WINDOW = 60.0
COMMITS = """
SELECT b.item_id, encode(b.leaf, 'hex') AS leaf, extract(epoch FROM pg_xact_commit_timestamp(b.xmin)) AS committed
  FROM ballot b
"""


def live(
    owners: Annotated[int, typer.Option(help="Owners per assembly, each with a phone.")] = 200,
    window: Annotated[float, typer.Option(help="Seconds in which everyone presses once.")] = 1.0,
    assemblies: Annotated[int, typer.Option(help="Assemblies at the same time.")] = 1,
    workers: Annotated[str, typer.Option(help="Server processes; several runs in one: 1,2,4.")] = "1",
    screen_state: Annotated[
        str, typer.Option(help="Where several processes keep it: memory or redis; both in one: memory,redis.")
    ] = "memory",
    pages: Annotated[int, typer.Option(help="Real Chromium pages among the clients.")] = 2,
    seed: Annotated[int, typer.Option(help="Seed of the moments and choices.")] = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8765,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the figures here.")] = None,
) -> None:
    """Measure the live vote: press to receipt, commit to screens, losses after a kill."""
    if not (0 < owners * assemblies <= MOST_PHONES and 0 < window <= LONGEST_WINDOW):
        raise typer.BadParameter(f"at most {MOST_PHONES} phones and {LONGEST_WINDOW:.0f} seconds")
    if not 0 <= pages <= min(MOST_PAGES, owners):
        raise typer.BadParameter(f"--pages: at most {MOST_PAGES}, and no more than owners")
    runs = plan(workers, screen_state)
    found = [
        asyncio.run(measure(owners, window, assemblies, seed, port, number, state, pages)) for number, state in runs
    ]
    report.say(found[0] if len(found) == 1 else {"runs": found}, json_file, failed=any(map(is_red, found)))


def plan(workers: str, screen_state: str) -> list[tuple[int, str]]:
    """Return the runs of a command: each number of processes with each way to keep what screens show.

    One process keeps it in memory: the other way is for several only.

    >>> plan("1,2", "memory,redis")
    [(1, 'memory'), (2, 'memory'), (2, 'redis')]
    """
    numbers = [int(each) if each.strip().isdecimal() else 0 for each in workers.split(",")]
    states = [each.strip() for each in screen_state.split(",")]
    if not all(0 < each <= MOST_WORKERS for each in numbers):
        raise typer.BadParameter(f"--workers: whole numbers from 1 to {MOST_WORKERS}, with commas between them")
    if not {*states} <= {"memory", "redis"}:
        raise typer.BadParameter("--screen-state: memory, redis, or memory,redis")
    return [(number, state) for number in numbers for state in states if number > 1 or state == states[0]]


def assemblies(
    assemblies: Annotated[int, typer.Option(help="Assemblies at the same time.")] = 200,
    owners: Annotated[int, typer.Option(help="Owners of each.")] = 40,
    window: Annotated[float, typer.Option(help="Seconds in which everyone presses once.")] = 30.0,
    workers: report.Workers = 1,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8769,
    json_file: report.JsonFile = None,
) -> None:
    """Measure many assemblies at the same hour; each screen must show its own hall's count and no other."""
    live(owners, window, assemblies, str(workers), "memory", 0, seed, port, json_file)


def is_red(found: dict[str, Any]) -> bool:
    """Say whether a press was not acknowledged, or anything stored is not what people were told."""
    wrong = found["lost"] or found["duplicated"] or found["late"] or found["sealed"] != found["stored"]
    return bool(wrong or found["acked"] < found["pressed"])


async def measure(
    owners: int,
    window: float,
    assemblies: int,
    seed: int,
    port: int,
    workers: int = 1,
    screen_state: str = "memory",
    pages: int = 0,
) -> dict[str, Any]:
    """Run one bench and return its figures."""
    with house(port, workers, screen_state) as made:
        idle = figures.proportional_mb(made.server_worker().pid)
        password = token_urlsafe(12)
        scene = await halls.build(assemblies, owners, password, settings().app_database_url)
        phones = Phones(made, scene, password)
        found = await phones.run(window, seed, scene, pages)
        memory = {
            "idle_rss_mb": idle,
            "rss_mb": max(figures.proportional_mb(each.pid) for each in made.server_workers()),
            "tree_mb": figures.tree_mb(made.processes()),
        }
        found["committed"] = commit_times()
        await db.close()
        made.kill()
        resumed = made.start()
        sealed = await halls.close_votes(scene)
        losses = compare(found, sealed)
        await db.close()
        flush = figures.fsync_us(made.folder)
    bare = await floor.measure(port + 1, min(owners * assemblies, 2000), found["message_bytes"])
    return {
        "owners": owners,
        "assemblies": assemblies,
        "workers": workers,
        "screen_state": screen_state,
        "window_s": window,
        "seed": seed,
        "pressed": len(found["phones"]),
        **losses,
        **screens(found),
        "pages": on_pages(found),
        "floor_ms": figures.percentiles(bare),
        **memory,
        "message_bytes": found["message_bytes"],
        "fsync_us": flush,
        "client_cpu": found["client_cpu"],
        "server_cpu_ms_per_press": found["server_cpu_ms_per_press"],
        "resumed_s": round(resumed, 1),
    }


class Phones:
    """The clients' process, ordered about over its standard input."""

    def __init__(self, made: House, scene: list[halls.Hall], password: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "koprogo.cli.bench.phones"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        phones = [
            {
                "hall": number,
                "email": email,
                "path": f"/assemblies/{hall.assembly_id}/vote",
                "item_id": str(hall.item_id),
            }
            for number, hall in enumerate(scene)
            for email in hall.emails
        ]
        self.number, self.servers = len(phones), made.server_workers()
        self.base_url, self.password = made.base_url, password
        self.browsers = Browsers()
        self.order("phones", base_url=made.base_url, phones=phones, password=password)

    def order(self, what: str, **more: Any) -> Any:
        """Give an order and wait for its answer."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps({"do": what, **more}).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the phones' process ended")
        return json.loads(line)["answer"]

    async def run(self, window: float, seed: int, scene: list[halls.Hall], pages: int = 0) -> dict[str, Any]:
        """Sign in, join, have the vote opened, press, and collect what the phones saw, and the pages of the first hall."""
        try:
            await self.bring_in(scene, pages)
            before = cpu_of(self.servers)
            await asyncio.to_thread(self.order, "cast", window=window, seed=seed, longest=window + 30, settle=2.0)
            spent = cpu_of(self.servers) - before
            found: dict[str, Any] = await asyncio.to_thread(self.order, "report")
            found["pages"], found["why_no_pages"] = await self.browsers.seen(), self.browsers.why_not
        finally:
            await self.browsers.close()
        found["server_cpu_ms_per_press"] = round(spent * 1000 / self.number, 2)
        await asyncio.to_thread(self.end)
        return found

    async def bring_in(self, scene: list[halls.Hall], pages: int = 0) -> None:
        """Sign everyone in, have everyone join, open real pages in the first hall, and open the votes."""
        for what in ("sign_in", "join"):
            done = await asyncio.to_thread(self.order, what)
            if done < self.number:
                raise RuntimeError(f"{what}: {done} of {self.number} phones")
        if pages:
            path = f"/assemblies/{scene[0].assembly_id}/vote"
            await self.browsers.look(self.base_url, path, scene[0].emails[:pages], self.password)
        await halls.open_votes(scene)
        await self.browsers.watch()
        await asyncio.sleep(1.0)

    def end(self) -> None:
        """Close every socket and end the clients' process."""
        self.order("stop")
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


def cpu_of(processes: Sequence[psutil.Process]) -> float:
    """Return the processor seconds that processes used so far."""
    used = [each.cpu_times() for each in processes]
    return float(sum(each.user + each.system for each in used))


def commit_times() -> dict[str, float]:
    """Return when each ballot was committed, by leaf, on the clock of the phones."""
    import time

    offset = time.monotonic() - time.time()
    with psycopg.connect(settings().platform_database_url) as connection:
        rows = connection.execute(COMMITS).fetchall()
    return {leaf: float(committed) + offset for _, leaf, committed in rows}


def compare(found: dict[str, Any], sealed: list[int]) -> dict[str, int]:
    """Hold the receipts against the rows, on a connection of its own; every row answers one receipt, none is left over."""
    receipts = Counter(each for phone in found["phones"] for each in phone["receipts"])
    with psycopg.connect(settings().platform_database_url) as connection:
        leaves = Counter(leaf for (leaf,) in connection.execute("SELECT encode(leaf, 'hex') FROM ballot").fetchall())
        late = connection.execute(LATE).fetchone()
    stored = leaves.total()
    return {
        "acked": sum(receipts.values()),
        "stored": stored,
        "sealed": sum(sealed),
        "lost": sum((receipts - leaves).values()),
        "duplicated": sum((leaves - receipts).values()) if receipts else stored,
        "late": late[0] if late else 0,
    }


def commits_by_hall(found: dict[str, Any]) -> dict[int, list[float]]:
    """Return when the acknowledged ballots of each hall were committed."""
    committed: dict[int, list[float]] = {}
    for phone in found["phones"]:
        if phone["receipt"] in found["committed"]:
            committed.setdefault(phone["hall"], []).append(found["committed"][phone["receipt"]])
    return committed


def on_pages(found: dict[str, Any]) -> dict[str, Any]:
    """Return the same of the real pages: commit to the first frame that shows it, last commit to the final tally."""
    commits = sorted(commits_by_hall(found).get(0, []))
    if not found["pages"] or not commits:
        return {"number": 0, "why": found["why_no_pages"] or "none was asked for"}
    finals = [next((at for at, voted in seen if voted >= len(commits)), float("inf")) for seen in found["pages"]]
    return {
        "number": len(found["pages"]),
        "screen_ms": figures.percentiles(each for seen in found["pages"] for each in _delays(seen, commits)),
        "settle_ms": round((max(finals) - commits[-1]) * 1000, 1),
    }


def screens(found: dict[str, Any]) -> dict[str, Any]:
    """Return press to receipt, commit to each screen, and last commit to the final tally on every screen."""
    committed = commits_by_hall(found)
    shown: list[float] = []
    settled: list[float] = []
    for phone in found["phones"]:
        commits = sorted(committed.get(phone["hall"], []))
        shown += _delays(phone["seen"], commits)
        final = next((at for at, voted in phone["seen"] if voted >= len(commits)), None)
        settled.append(final - commits[-1] if final is not None and commits else float("inf"))
    return {
        "ack_ms": figures.percentiles(
            phone["answered"] - phone["pressed"] for phone in found["phones"] if phone["answered"]
        ),
        "screen_ms": figures.percentiles(shown),
        "settle_ms": round(max(settled) * 1000, 1) if settled else None,
    }


def _delays(seen: list[tuple[float, int]], commits: list[float]) -> list[float]:
    """Return, for each commit in order, how long until this screen showed at least so many ballots."""
    counts: list[int] = []
    times: list[float] = []
    for at, voted in seen:
        if not counts or voted > counts[-1]:
            counts.append(voted)
            times.append(at)
    found = []
    for number, committed in enumerate(commits, start=1):
        place = bisect_left(counts, number)
        if place < len(times):
            found.append(times[place] - committed)
    return found
