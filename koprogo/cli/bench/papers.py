"""`koprogo bench papers`: the minutes of a whole evening, from its rows to four signed-off PDF files.

The evening is held through the services: every owner votes on every point. What is measured runs in the worker's way, in
presses of its own that are started for it, no transaction held while printing.
"""

import asyncio
import time
from secrets import token_urlsafe
from typing import Annotated, Any

import psycopg
import typer

from koprogo import db
from koprogo.adapters.printing import house as presses
from koprogo.cli.bench import halls, report
from koprogo.cli.bench.house import house
from koprogo.core.clock import now
from koprogo.services.access import actor_of
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import ballot, results
from koprogo.settings import settings

LANGUAGES = ("fr", "nl", "de", "en")
PEOPLE = "SELECT person_id FROM account WHERE email LIKE 'owner-%' ORDER BY email"
AGAIN = 2
"""The house's own worker prints the first version as soon as the session is closed; measured is the next one."""
WORKER_SECONDS = 180.0
ISSUED = "SELECT language, size FROM paper WHERE subject_id = %s AND version = %s ORDER BY language"


def papers(
    owners: Annotated[int, typer.Option(help="Owners, each with one lot.")] = 60,
    points: Annotated[int, typer.Option(help="Points voted on.")] = 25,
    seed: report.Seed = 1,
    port: Annotated[int, typer.Option(help="Loopback port of the bench's own server.")] = 8774,
    json_file: report.JsonFile = None,
) -> None:
    """Measure the printing of minutes."""
    report.within(owners, 1000, "--owners")
    report.within(points, 60, "--points")
    report.say(asyncio.run(measure(owners, points, seed, port)), json_file)


async def measure(owners: int, points: int, seed: int, port: int) -> dict[str, Any]:
    """Hold an evening, print its minutes in four languages, and return what it took."""
    with house(port, pages=False) as made:
        [hall] = await halls.build(1, owners, token_urlsafe(12), settings().app_database_url, points=points)
        start = time.monotonic()
        await _hold(hall, seed)
        held = time.monotonic() - start
        await _until_the_worker_printed(hall)
        began, busy = (
            time.monotonic(),
            time.process_time(),
        )  # no press has begun here: the worker printed the first version
        languages = await minutes.issue_minutes(
            hall.association_id, hall.assembly_id, by=hall.syndic, version=AGAIN, at=now()
        )
        took, (printing, memory) = time.monotonic() - began, presses().spent()
        spent = time.process_time() - busy + printing
        sizes = _sizes(hall, AGAIN)
        await db.close()
        made.stop()
    return {
        "owners": owners,
        "points": points,
        "seed": seed,
        "ballots": owners * points,
        "held_s": round(held, 1),
        "languages": languages,
        "all_languages_s": round(took, 2),
        "per_language_s": round(took / max(1, len(languages)), 2),
        "cpu_s": round(spent, 2),
        "press_mb": round(memory / 1_000_000),
        "bytes": sizes,
    }


async def _until_the_worker_printed(hall: halls.Hall) -> None:
    async with asyncio.timeout(WORKER_SECONDS):
        while len(_sizes(hall, 1)) < len(LANGUAGES):
            await asyncio.sleep(0.5)


async def _hold(hall: halls.Hall, seed: int) -> None:
    import random

    dice = random.Random(seed)
    with psycopg.connect(settings().platform_database_url) as connection:
        people = [row[0] for row in connection.execute(PEOPLE).fetchall()]
    async with db.open_session() as session:
        actors = [await actor_of(session, person, on_day=now().date()) for person in people]
    for item_id in hall.items:
        await halls.open_votes([hall], item_id)
        presses = [
            ballot.Press(item_id, dice.choice(["for", "for", "for", "against", "abstain"]), f"bench-{item_id}"[:60])
            for _ in actors
        ]
        await asyncio.gather(
            *(ballot.cast(actor, hall.association_id, press) for actor, press in zip(actors, presses, strict=True))
        )
        await halls.close_votes([hall], item_id)
        async with db.tenant_session(hall.syndic, hall.association_id) as session:
            await results.confirm_result(session, hall.syndic, hall.association_id, item_id, at=now())
    async with db.tenant_session(hall.syndic, hall.association_id) as session:
        await sitting.close_assembly(session, hall.syndic, hall.association_id, hall.assembly_id, at=now())


def _sizes(hall: halls.Hall, version: int) -> dict[str, int]:
    with psycopg.connect(settings().platform_database_url) as connection:
        return dict(connection.execute(ISSUED, [hall.assembly_id, version]).fetchall())
