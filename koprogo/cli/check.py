"""`koprogo check`: recompute every chain, result and book, read every file, look at every wall; exit 1 on any gap."""

import asyncio
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from koprogo import db
from koprogo.core.clock import today
from koprogo.services import anchors, audit, walls
from koprogo.services.accounting.bank.checks import verify_bank
from koprogo.services.accounting.verify import verify_books
from koprogo.services.accounting.verify_funds import notes_on_funds, verify_funds
from koprogo.services.assemblies.logged_rows import verify_rows
from koprogo.services.assemblies.minutes.recount import recount_results
from koprogo.services.assemblies.proof.acts import verify_acts
from koprogo.services.assemblies.proof.root_stamps import verify_stamps
from koprogo.services.assemblies.proof.verify import verify_ballots
from koprogo.services.charges.claims.verify import verify_claims
from koprogo.services.charges.invoices.verify import verify_invoices
from koprogo.services.charges.invoices.verify_orders import verify_orders
from koprogo.services.charges.loans.verify import verify_loans
from koprogo.services.charges.verify import notes_on_calls, verify_charges
from koprogo.services.documents.verify import verify_files
from koprogo.services.organisations.manage import all_associations


def check(
    anchor: Annotated[
        list[Path] | None, typer.Option(exists=True, dir_okay=False, help="A mail with heads of logs that was kept.")
    ] = None,
) -> None:
    """Verify logs, ballots, seals, books, files and walls, and count every frozen result again."""
    kept = [head for file in anchor or () for head in heads_in(file)]
    (faults, associations), notes = asyncio.run(everything(kept))
    for said in (*faults, *(f"note: {note}" for note in notes)):
        typer.echo(said)
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


async def everything(kept: Sequence[anchors.Head] = ()) -> tuple[tuple[list[str], int], list[str]]:
    """Return what `every_fault` does, and what is no fault and still to be seen: transfers, old suspense, calls."""
    return await every_fault(kept), await every_note(today())


async def every_note(day: date) -> list[str]:
    """Return the notes on every association's books as of a day."""
    try:
        async with db.platform_session(None, "koprogo check") as session:
            ids = await all_associations(session)
        return [note for each in ids for note in await notes_of(each, day)]
    finally:
        await db.close()


async def notes_of(association_id: UUID, day: date) -> list[str]:
    """Return the notes on one association's books."""
    async with db.association_session(association_id) as session:
        funds = await notes_on_funds(session, association_id, today=day)
        return [*funds, *await notes_on_calls(session, association_id)]


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
    """Return every gap of one association's log, ballots, results, books and files."""
    async with db.association_session(association_id) as session:
        return [
            *await audit.verify_log(session, association_id),
            *await verify_ballots(session, association_id),
            *await verify_acts(session, association_id),
            *await verify_rows(session, association_id),
            *await verify_stamps(session, association_id),
            *await recount_results(session, association_id),
            *await verify_invoices(session, association_id),
            *await verify_claims(session, association_id),
            *await verify_orders(session, association_id),
            *await verify_charges(session, association_id),
            *await verify_loans(session, association_id),
            *await verify_books(session, association_id),
            *await verify_funds(session, association_id),
            *await verify_bank(session, association_id),
            *await verify_files(session, association_id),
        ]
