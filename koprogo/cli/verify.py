"""`koprogo verify FILE`: verify minutes (PDF) or their proof (JSON) with the verifier that travels inside them."""

from pathlib import Path
from typing import Annotated

import typer

from koprogo.papers.verifier import verify_minutes


def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A PDF of minutes, or its proof.json.")],
) -> None:
    """Recompute ballots, chain, root, reductions and results; exit 1 when anything differs, naming it."""
    with file.open("rb") as opened:
        report = verify_minutes.verify_file(opened.read(verify_minutes.LARGEST + 1))
    for line in verify_minutes.lines(report):
        typer.echo(line)
    if not report.ok:
        raise typer.Exit(1)
