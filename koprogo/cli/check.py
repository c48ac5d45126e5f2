"""`koprogo check`: recompute every chain and result, read every file, look at every wall; exit 1 on any gap, naming it."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from koprogo import db
from koprogo.services import anchors, audit, walls
from koprogo.services.assemblies.logged_rows import verify_rows
from koprogo.services.assemblies.minutes.recount import recount_results
from koprogo.services.assemblies.proof.acts import verify_acts
from koprogo.services.assemblies.proof.root_stamps import verify_stamps
from koprogo.services.assemblies.proof.verify import verify_ballots
from koprogo.services.documents.verify import verify_files
from koprogo.services.organisations.manage import all_associations


def check(
    anchor: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A mail with heads of logs that was kept.")
    ] = None,
) -> None:
    """Verify logs, ballots, seals, files and walls, and count every frozen result again."""
    kept = [head for file in anchor or () for head in heads_in(file)]
    faults, associations = asyncio.run(every_fault(kept))
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{associations} associations verified, {len(faults)} faults")
    if anchor:
        typer.echo(f"{len(kept)} heads of logs were held against {len(anchor)} mails")
    if faults:
        raise typer.Exit(1)


def heads_in(file: Path) -> list[anchors.Head]:
    """Return the heads of a kept mail; BadParameter when it names none."""
    if not (found := anchors.read(file.read_bytes())):
        raise typer.BadParameter(f"{file} names no head of a log: give a mail of KoproGo as it was received")
    return found


async def every_fault(kept: Sequence[anchors.Head] = ()) -> tuple[list[str], int]:
    """Return every gap of this installation, and how many associations were looked at; `kept` are heads mailed away."""
    try:
        async with db.platform_session(None, "koprogo check") as session:
            ids = await all_associations(session)
            faults = [*await walls.verify_walls(session), *await anchors.faults(session, kept)]
        return [*faults, *[fault for each in ids for fault in await faults_of(each)]], len(ids)
    finally:
        await db.close()


async def faults_of(association_id: UUID) -> list[str]:
    """Return every gap of one association's log, ballots, results and files."""
    async with db.association_session(association_id) as session:
        return [
            *await audit.verify_log(session, association_id),
            *await verify_ballots(session, association_id),
            *await verify_acts(session, association_id),
            *await verify_rows(session, association_id),
            *await verify_stamps(session, association_id),
            *await recount_results(session, association_id),
            *await verify_files(session, association_id),
        ]
