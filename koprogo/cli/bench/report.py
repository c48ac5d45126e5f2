"""What every bench does with its figures: print them, and write them where asked."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

JsonFile = Annotated[Path | None, typer.Option("--json", help="Write the figures here.")]
Seed = Annotated[int, typer.Option(help="Seed of the moments and choices.")]
Workers = Annotated[int, typer.Option(help="Server processes.")]


def say(found: Mapping[str, Any], json_file: Path | None, *, failed: bool = False) -> None:
    """Print figures as JSON; write them too where a file is given. Exit status 1 when the run failed."""
    written = json.dumps(found, indent=2)
    typer.echo(written)
    if json_file:
        json_file.write_text(written + "\n")
    if failed:
        raise typer.Exit(1)


def within(value: float, most: float, what: str) -> None:
    """Refuse a size that would never end; BadParameter says the largest."""
    if not 0 < value <= most:
        raise typer.BadParameter(f"{what}: more than 0, at most {most:g}")
