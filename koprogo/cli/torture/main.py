"""`koprogo torture`: kill the server, its parents and its database, at random moments, while ballots are cast.

Exit status 1 when something acknowledged is lost, anything is there twice, a chain or result does not verify, the history
is not linearizable, a process outlives its supervisor, or voting resumes too late.
"""

import asyncio
import json
import random
import time
from base64 import b64decode
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

import typer

from koprogo import db
from koprogo.cli.bench import figures, halls
from koprogo.cli.bench.house import house
from koprogo.cli.torture import judge, voters
from koprogo.cli.torture.history import LOOK
from koprogo.cli.torture.kills import KINDS, Toll, kill
from koprogo.core.clock import now
from koprogo.services.assemblies.voting import results
from koprogo.services.documents import attachments
from koprogo.settings import settings

MOST_KILLS = 1000
MOST_VOTERS = 200
SECONDS_PER_KILL = 60
LONGEST_PAUSE = 3.0
PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
"""A picture of one dot."""


def torture(
    kills: Annotated[int, typer.Option(help="How often somebody is killed.")] = 35,
    owners: Annotated[int, typer.Option(help="Owners who vote all the while.")] = 40,
    seed: Annotated[int, typer.Option(help="Seed of victims, moments and choices; 0 takes a new one.")] = 0,
    port: Annotated[int, typer.Option(help="Loopback port of its own server.")] = 8768,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write what was found here.")] = None,
) -> None:
    """Kill everything, again and again, while people vote; hold all that was acknowledged against what was kept."""
    if not (0 < kills <= MOST_KILLS and 0 < owners <= MOST_VOTERS):
        raise typer.BadParameter(f"at most {MOST_KILLS} kills and {MOST_VOTERS} owners")
    seed = seed or random.SystemRandom().randrange(1, 2**31)
    typer.echo(f"seed {seed}", err=True)
    found = asyncio.run(measure(kills, owners, seed, port))
    written = json.dumps(found, indent=2)
    typer.echo(written)
    if json_file:
        json_file.write_text(written + "\n")
    if found["faults"] or found["slow"]:
        raise typer.Exit(1)


async def measure(kills: int, owners: int, seed: int, port: int) -> dict[str, Any]:
    """Run once and return what was found; `faults` and `slow` are empty when all is well."""
    with house(port, pages=False) as made:
        password = token_urlsafe(12)
        [hall] = await halls.build(1, owners, password, settings().app_database_url)
        await _attach(hall)
        await halls.open_votes([hall])
        run = voters.Run(made, hall, await voters.sign_in(made, hall, password), random.Random(seed))
        run.deadline = time.monotonic() + SECONDS_PER_KILL * (kills + 2)
        voting = asyncio.create_task(voters.vote(run))
        toll, saved = await _killed(run, kills, made.folder.parent / "one.backup")
        run.over = True
        await voting
        [sealed] = await halls.close_votes([hall])
        async with db.tenant_session(hall.syndic, hall.association_id) as session:
            await results.confirm_result(session, hall.syndic, hall.association_id, hall.item_id, at=now())
        faults = [*toll.faults, *await judge.judged(run, sealed)]
        faults += judge.restored(made, saved, [str(row["leaf"]) for row in run.receipts])
        await db.close()
    return {
        "seed": seed,
        "kills": toll.kinds,
        "owners": owners,
        "acked": len(run.receipts),
        "repeated": run.repeated,
        "looks": sum(each.what == LOOK for each in run.history),
        "sealed": sealed,
        "in_backup": len(saved.before),
        "resumed_after_ready_ms": figures.percentiles(toll.after_ready),
        "resumed_after_kill_ms": figures.percentiles(toll.after_kill),
        "slow": toll.slow,
        "faults": faults,
    }


async def _attach(hall: halls.Hall) -> None:
    """Put a file to the agenda, so that the backup has one to bring back."""
    async with db.tenant_session(hall.syndic, hall.association_id) as session:
        await attachments.attach(
            session, hall.syndic, hall.association_id, hall.assembly_id, content=PIXEL, name="quote.png", at=now()
        )


async def _killed(run: voters.Run, kills: int, file: Path) -> tuple[Toll, judge.Saved]:
    """Kill so often, every kind in turn and in an order of the dice's; make a backup half way, while people vote."""
    toll = Toll()
    kinds = [KINDS[number % len(KINDS)] for number in range(kills)]
    run.dice.shuffle(kinds)
    saved = None
    for number, kind in enumerate(kinds):
        if number == kills // 2:
            saved = await asyncio.to_thread(judge.back_up, run, file)
        await asyncio.sleep(run.dice.random() * LONGEST_PAUSE)
        await kill(run, kind, toll)
    assert saved is not None
    return toll, saved
