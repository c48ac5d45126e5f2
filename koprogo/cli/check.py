"""`koprogo check`: recompute every chain and result of every association; exit 1 on any gap, naming it."""

import asyncio
from uuid import UUID

import typer

from koprogo import db
from koprogo.services import audit
from koprogo.services.assemblies.recount import recount_results
from koprogo.services.assemblies.verify import verify_ballots
from koprogo.services.organisations.manage import all_associations


def check() -> None:
    """Verify logs, ballots and seals, and count every frozen result again."""
    faults, associations = asyncio.run(_verify())
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{associations} associations verified, {len(faults)} faults")
    if faults:
        raise typer.Exit(1)


async def _verify() -> tuple[list[str], int]:
    try:
        async with db.platform_session(None, "koprogo check") as session:
            ids = await all_associations(session)
        return [fault for each in ids for fault in await faults_of(each)], len(ids)
    finally:
        await db.close()


async def faults_of(association_id: UUID) -> list[str]:
    """Return every gap of one association's log, ballots and results."""
    async with db.association_session(association_id) as session:
        return [
            *await audit.verify_log(session, association_id),
            *await verify_ballots(session, association_id),
            *await recount_results(session, association_id),
        ]
