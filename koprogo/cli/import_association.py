"""`koprogo import association FILE`: an exported association into an installation that does not hold it, then verified."""

import asyncio
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, BinaryIO
from uuid import uuid4

import typer

from koprogo import db
from koprogo.adapters.operator_error import OperatorError
from koprogo.cli.check import faults_of
from koprogo.cli.database import connected
from koprogo.core.actor import Actor
from koprogo.core.clock import now
from koprogo.services.buildings.export.bring_in import BroughtIn, import_association, open_door


def association(
    file: Annotated[Path, typer.Argument(help="A file that `koprogo export` or the syndic's button made.")],
    syndic: Annotated[str, typer.Option(help="Name of the syndic in office who gets a sign-in here.")] = "",
    email: Annotated[str, typer.Option(help="Her e-mail address.")] = "",
) -> None:
    """Read a whole association in: all of it or nothing, then verify every chain, result and book; exit 1 on any fault."""
    with connected():
        made, password, faults = asyncio.run(_import(file, syndic, email))
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{made.name}: {made.rows} rows and {made.files} files are here, {len(faults)} faults.")
    for missing in made.missing_files:
        typer.echo(f"The file {missing} was missing where it came from.")
    if password:
        typer.echo(f"{syndic} signs in as {email}. Her password, shown this once: {password}")
    if faults:
        raise typer.Exit(1)


async def _import(file: Path, syndic: str, email: str) -> tuple[BroughtIn, str, list[str]]:
    operator, at, password = Actor(uuid4(), "koprogo import", "fr", is_operator=True), now(), ""
    try:
        with _opened(file) as stream:
            made = await import_association(operator, stream, at=at)
        if syndic or email:
            chosen = token_urlsafe(12)
            is_new = await open_door(
                operator, made.association_id, name=syndic, email=email, password=chosen, at=at
            )  # fmt: skip
            password = chosen if is_new else ""
        return made, password, await faults_of(made.association_id)
    finally:
        await db.close()


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as failure:
        raise OperatorError(f"{file} cannot be read ({failure.strerror}).") from failure
