"""`koprogo import lots FILE`: show what a list of lots says, then import it when told to."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from koprogo import db
from koprogo.cli.database import connected
from koprogo.cli.import_association import association
from koprogo.cli.import_words import preview_lines, result_lines
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, Problem
from koprogo.services.buildings.import_actor import importer
from koprogo.services.buildings.import_lots import ImportResult, confirm_import, preview_import
from koprogo.services.buildings.import_preview import Preview

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)


@app.callback()
def files() -> None:
    """Read files of other systems into an association."""


app.command()(association)


@app.command()
def lots(
    file: Annotated[Path, typer.Argument(help="The list of lots: .xlsx or text with separators.", show_default=False)],
    denominator: Annotated[
        int, typer.Option(help="The number of shares of the base deed; the lots must make exactly this.")
    ],
    association: Annotated[str, typer.Option(help="Its name or id; not needed when there is only one.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Import what the preview says, proposals included.")] = False,
    email: Annotated[str, typer.Option("--as", help="The e-mail address of the syndic who imports.")] = "",
    apart: Annotated[list[str] | None, typer.Option(help="A proposal that is not one person, by its id.")] = None,
    answer: Annotated[list[str] | None, typer.Option(help="The answer to a question, as id=value.")] = None,
) -> None:
    """Show what a list of lots says: lots, faults by row and column, votes lost. With --yes, import it."""
    with connected():
        refused = asyncio.run(
            _lots(
                file, denominator, association=association, yes=yes, email=email, apart=apart or (),
                answers=_answers(answer or ()),
            )
        )  # fmt: skip
    if refused:
        raise typer.Exit(1)


async def _lots(
    file: Path,
    denominator: int,
    *,
    association: str,
    yes: bool,
    email: str,
    apart: Sequence[str],
    answers: dict[str, str],
) -> bool:
    """Return whether it was refused; everything is said before."""
    content = _content(file)
    at = now()
    try:
        async with db.platform_session(None, "koprogo import lots: which association, which syndic") as session:
            actor, association_id = await importer(session, association=association, email=email, at=at)
        async with db.tenant_session(actor, association_id) as session:
            every = await preview_import(
                session, actor, association_id, content=content, filename=file.name, denominator=denominator, at=at
            )
            accepted = _accepted(every, apart)
            preview = await preview_import(
                session, actor, association_id, content=content, filename=file.name, denominator=denominator, at=at,
                merges_accepted=accepted, answers=answers,
            )  # fmt: skip
            result: ImportResult | None = None
            if yes and preview.can_be_confirmed:
                result = await confirm_import(
                    session, actor, association_id, content=content, filename=file.name, denominator=denominator, at=at,
                    merges_accepted=accepted, answers=answers, expected_sha256=preview.sha256,
                )  # fmt: skip
    finally:
        await db.close()
    for line in (*preview_lines(preview), *result_lines(preview, result)):
        typer.echo(line)
    return not preview.can_be_confirmed


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(
            Problem(str(file), "This file cannot be read: {why}.", {"why": error.strerror or "-"})
        ) from error


def _accepted(preview: Preview, apart: Sequence[str]) -> set[str]:
    proposals = {each.id for each in preview.proposals}
    if unknown := set(apart) - proposals:
        raise BadInput(*(Problem("--apart", "No proposal is called {id}.", {"id": each}) for each in sorted(unknown)))
    return proposals - set(apart)


def _answers(given: Sequence[str]) -> dict[str, str]:
    """Read `id=value`; ids hold no equals sign."""
    wrong = [each for each in given if "=" not in each]
    if wrong:
        raise BadInput(*(Problem("--answer", "Write {given} as id=value.", {"given": each}) for each in wrong))
    return dict(each.split("=", 1) for each in given)
