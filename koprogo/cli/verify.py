"""`koprogo verify FILE`: verify minutes (PDF) or their proof (JSON) with the verifier that travels inside them.

`koprogo verify --page FILE` writes the same as a page that runs in a browser.
"""

from pathlib import Path
from typing import Annotated

import typer

from koprogo.papers.verifier import verify_minutes
from koprogo.papers.verifier.page import verifier_page
from koprogo.services.documents import sealing


def verify(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A PDF of minutes, or its proof.json.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write the page that verifies in a browser to this file.")
    ] = None,
) -> None:
    """Recompute ballots, chain, root, reductions and results; exit 1 when anything differs, naming it."""
    if page is not None:
        page.write_bytes(verifier_page())
        typer.echo(f"{page}: open it in a browser, it needs no network")
    if file is None:
        if page is None:
            raise typer.BadParameter("name a PDF of minutes or a proof.json, or --page FILE")
        return
    with file.open("rb") as opened:
        content = opened.read(verify_minutes.LARGEST + 1)
    report = verify_minutes.verify_file(content)
    for seal in sealing.seals_of(content):
        typer.echo(_said(seal))
    for line in verify_minutes.lines(report):
        typer.echo(line)
    if not report.ok:
        raise typer.Exit(1)


def _said(seal: sealing.SealFound) -> str:
    """Say one seal in a line; whether its certificate is to be trusted is for the reader to know."""
    kind = "timestamp" if seal.is_stamp else "seal"
    good = "intact" if seal.intact and seal.genuine else "NOT INTACT"
    covers = "covers the whole file" if seal.whole_file else "covers the file as it was before what was added later"
    at = f", {seal.at.isoformat()}" if seal.at else ""
    return f"{kind} of {seal.name}{at}: {good}, {covers}"
