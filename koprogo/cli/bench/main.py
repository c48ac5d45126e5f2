"""The table of benches."""

import typer

from koprogo.cli.bench.live import live

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
app.command()(live)


@app.callback()
def bench() -> None:
    """Measure, on this machine alone; figures as JSON."""
