"""The command table of `koprogo`, the operator's tool.

One line per command: its name, where it lives, what it does, whether it needs the database. A command's module is
imported when it is called, so that `koprogo --help` answers at once and `koprogo run` stays a small process. A target
is a Typer application or a function with Typer's annotations.
"""

import importlib
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup


class Command(NamedTuple):
    """One command: `target` is `module:name`; with `database`, `settings()` names a database that answers."""

    target: str
    does: str
    database: bool = False


COMMANDS = {
    "run": Command("koprogo.cli.run:run", "Start everything: database, server, worker."),
    "worker": Command("koprogo.cli.worker:worker", "Take work off the queue (started by `run`).", database=True),
    "migrate": Command("koprogo.cli.migrate:migrate", "Prepare the database: roles, then the newest schema."),
    "backup": Command("koprogo.cli.backup:backup", "Save database, files and public keys in one file, while all runs."),
    "restore": Command("koprogo.cli.restore:restore", "Restore a backup onto an empty machine, and verify it."),
    "demo": Command("koprogo.cli.demo:demo", "Load the demo building and print its sign-ins.", database=True),
    "found": Command("koprogo.cli.found:found", "Begin: a firm, its syndic, an association.", database=True),
    "import": Command("koprogo.cli.import_lots:app", "Import lots and owners, or a whole exported association."),
    "export": Command("koprogo.cli.export:export", "Save one association whole, to go elsewhere.", database=True),
    "law": Command("koprogo.cli.law:app", "Show the rules, cases and tests of an article."),
    "where": Command("koprogo.cli.where:where", "Say where a word of the law lives, in any language."),
    "settings": Command("koprogo.cli.settings_page:settings_page", "Print every setting, as a page or a .env file."),
    "bench": Command("koprogo.cli.bench.main:app", "Measure the live vote, with losses after a kill."),
    "torture": Command("koprogo.cli.torture.main:torture", "Kill everything while people vote; find what was lost."),
    "verify": Command("koprogo.cli.verify:verify", "Verify minutes, a PDF or its proof, from their own ballots."),
    "check": Command(
        "koprogo.cli.check:check", "Verify logs, ballots, results, files, walls; exit 1 on any gap.", database=True
    ),
}


class CommandTable(TyperGroup):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        return list(COMMANDS)

    def get_command(self, ctx: typer.Context, cmd_name: str) -> TyperCommand | TyperGroup | None:  # type: ignore[override]
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].target.partition(":")
        target = getattr(importlib.import_module(module), name)
        if not isinstance(target, typer.Typer):
            alone = typer.Typer(add_completion=False, rich_markup_mode=None)
            alone.command()(target)
            target = alone
        command: Any = typer.main.get_command(target)
        command.name = cmd_name
        if COMMANDS[cmd_name].database:
            command.invoke = _with_database(command.invoke)
        return command

    def format_commands(self, ctx: typer.Context, formatter: Any) -> None:  # type: ignore[override]
        with formatter.section("Commands"):
            formatter.write_dl([(name, command.does) for name, command in COMMANDS.items()])

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run; what the operator can put right is one sentence on the error stream and status 1."""
        try:
            return super().main(*arguments, **options)
        except Exception as failure:
            sentences = _sentences(failure)
            if not sentences:
                raise
            for sentence in sentences:
                typer.echo(f"koprogo: {sentence}", err=True)
            sys.exit(1)


def _with_database(invoke: Callable[[typer.Context], Any]) -> Callable[[typer.Context], Any]:
    """Open or join the database around a command; asking it for --help does neither."""

    def connected_invoke(ctx: typer.Context) -> Any:
        from koprogo.cli.database import connected

        with connected():
            return invoke(ctx)

    return connected_invoke


def _sentences(failure: Exception) -> list[str]:
    """Return what to tell the operator; nothing for a mistake of ours, which keeps its traceback."""
    from pydantic import ValidationError

    from koprogo.adapters.operator_error import OperatorError
    from koprogo.core.errors import KoproError
    from koprogo.settings import PREFIX, Settings

    if isinstance(failure, OperatorError | KoproError):
        return [str(failure)]
    if isinstance(failure, ValidationError) and failure.title == Settings.__name__:
        return [f"{PREFIX}{str(error['loc'][0]).upper()}: {error['msg']}" for error in failure.errors()]
    return []


app = typer.Typer(
    cls=CommandTable,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def table() -> None:
    """KoproGo, the assembly, the books and the file of Belgian co-ownerships."""


if __name__ == "__main__":
    app(prog_name="koprogo")
