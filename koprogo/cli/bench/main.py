"""The table of benches."""

import typer

from koprogo.cli.bench.api import api
from koprogo.cli.bench.bank import bank
from koprogo.cli.bench.books import books
from koprogo.cli.bench.calls import calls
from koprogo.cli.bench.export import export
from koprogo.cli.bench.live import assemblies, live
from koprogo.cli.bench.page import page
from koprogo.cli.bench.papers import papers
from koprogo.cli.bench.reconnect import reconnect
from koprogo.cli.bench.restore import restore
from koprogo.cli.bench.soak import soak
from koprogo.cli.bench.year import year

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)
for bench in (live, assemblies, reconnect, api, papers, page, soak, bank, calls, books, export, year, restore):
    app.command()(bench)


@app.callback()
def benches() -> None:
    """Measure, on this machine alone; figures as JSON."""
