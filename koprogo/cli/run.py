"""`koprogo run`: the house, with one command.

In order: the data folder's lock, what an earlier run left behind, the port, the database, the demo building, the pages,
the worker and the server. They are watched until somebody asks us to stop, then ended the other way round.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer

from koprogo.adapters import data_folder, embedded_postgres, frontend_build, redis_server
from koprogo.adapters.operator_error import OperatorError
from koprogo.adapters.processes import dies_with_us
from koprogo.adapters.supervision import Child, StopRequested, Supervisor, end_leftovers, stop_on_signals
from koprogo.cli.database import Database, end_leftover, foreseen, start_again, start_database, stop_database, urls
from koprogo.cli.front_door import answers, doors, refuse_busy_port, refuse_open_door, with_certificate
from koprogo.cli.open_assemblies import open_assemblies
from koprogo.settings import PREFIX, PROJECT, Settings, settings

_TICK_SECONDS = 0.5
_START_SECONDS = 60
_OPERATORS_URL = "KOPROGO_PLATFORM_DATABASE_URL"
"""Reads across associations: the worker's upkeep and operators' commands, never the process that faces the network."""
_DROPPED = ("PG", "REFLEX_", "__REFLEX_", "GRANIAN_", "KOPROGO_DATABASE_URL")
"""Variables that would bring in a second source of settings, or the administrator's URL."""


def run(
    port: Annotated[int | None, typer.Option(help="Port to listen on (KOPROGO_PORT).")] = None,
    host: Annotated[str, typer.Option(help="Address to listen on (KOPROGO_HOST).")] = "",
    https: Annotated[
        bool, typer.Option("--https", help="Serve https with a certificate made for this machine.")
    ] = False,
    demo: Annotated[bool, typer.Option(help="Load the demo building.")] = True,
    workers: Annotated[int | None, typer.Option(help="Server processes (KOPROGO_WORKERS).")] = None,
    pages: Annotated[bool, typer.Option(help="Build and serve the pages; without, only programs are served.")] = True,
) -> None:
    """Start everything: database, server, worker. Ctrl-C stops it."""
    chosen = _chosen({"HOST": host, "PORT": port, "WORKERS": workers}, https)
    refuse_open_door(chosen)
    folder = data_folder.open_folder(chosen.data_dir)
    with contextlib.suppress(StopRequested), data_folder.locked(folder), stop_on_signals():
        for sentence in end_leftovers(folder):
            typer.echo(sentence)
        end_leftover(chosen)
        refuse_busy_port(chosen)
        redis, chosen = _with_redis(chosen)
        _keep_house(chosen, redis, demo=demo, pages=pages)


def _chosen(options: Mapping[str, object], https: bool) -> Settings:
    """Let options win over variables, for this process and all it starts."""
    os.environ.update({PREFIX + name: str(value) for name, value in options.items() if value})
    settings.cache_clear()
    if https:
        os.environ.update(with_certificate(settings()))
        settings.cache_clear()
    return settings()


def _with_redis(chosen: Settings) -> tuple[list[str], Settings]:
    """Return the command of a Redis of our own, when several processes need one and none is named; and the settings."""
    if chosen.workers == 1 or chosen.redis_url:
        return [], chosen
    command, url = redis_server.prepare(chosen.data_dir)
    return command, _chosen({"REDIS_URL": url}, False)


def _keep_house(chosen: Settings, redis: list[str], *, demo: bool, pages: bool) -> None:
    """Run everything until somebody asks us to stop; a PostgreSQL that ends is started again beneath the others."""
    with _warming_up(chosen, redis, pages=pages) as warm:
        database = start_database(chosen, _warn_while_voting)
        try:
            with _demo_loading(chosen, database, wanted=demo) as sign_ins:
                supervisor = warm or _household(chosen, database, _build(chosen, pages=pages), redis, pages=pages)
                try:
                    _open(supervisor, chosen, sign_ins)
                    while True:
                        _watch(supervisor, database)
                        database = start_again(chosen)
                finally:
                    supervisor.stop()
        finally:
            stop_database(database)


@contextlib.contextmanager
def _warming_up(chosen: Settings, redis: list[str], *, pages: bool) -> Iterator[Supervisor | None]:
    """Have the server load its code while the database recovers and is prepared: half of a start in the middle of a vote.

    Nothing when the pages are not built yet: a first start has no vote to go back to.
    """
    build = frontend_build.ready(chosen.data_dir, pages=pages)
    if build is None:
        yield None
        return
    supervisor = _household(chosen, foreseen(chosen), build, redis, pages=pages)
    try:
        supervisor.start(supervisor.children[-1], waiting=True)
        yield supervisor
    finally:
        supervisor.stop()


def _warn_while_voting(database: Database) -> None:
    """Say which assemblies are open: a start after a failure is what they wait for, a deploy is not."""
    for each in open_assemblies(database.admin_dsn):
        typer.echo(f"Warning: an assembly is in session ({each}). Do not deploy a new version before it is closed.")


def _build(chosen: Settings, *, pages: bool) -> Path:
    if not pages:
        return frontend_build.ensure_code(chosen.data_dir)
    if frontend_build.find(chosen.data_dir) is None:
        typer.echo("Building the pages; this happens once per version and takes up to a minute.")
    return frontend_build.ensure(chosen.data_dir)


def _household(chosen: Settings, database: Database, build: Path, redis: list[str], *, pages: bool) -> Supervisor:
    environment = child_environment(chosen, database, build)
    if not pages:
        environment["__REFLEX_MOUNT_FRONTEND_COMPILED_APP"] = "false"
    server_environment = {name: value for name, value in environment.items() if name != _OPERATORS_URL}
    python = [sys.executable, "-m"]
    return Supervisor(
        chosen.data_dir,
        build,
        [
            *([Child("redis", redis, {"PATH": os.environ.get("PATH", os.defpath)})] if redis else []),
            Child("worker", [*python, "koprogo.cli.main", "worker"], environment),
            Child("server", [*python, "koprogo.cli.server"], server_environment),
        ],
    )


def child_environment(chosen: Settings, database: Database, code: Path) -> dict[str, str]:
    """Return the environment of a process of ours: every setting by name, never the administrator's URL."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(_DROPPED)}
    named = {PREFIX + name.upper(): str(getattr(chosen, name)) for name in chosen.model_fields_set - {"database_url"}}
    return {
        **outside,
        **named,
        **urls(database),
        "KOPROGO_ENV_FILE": "",
        "KOPROGO_DATA_DIR": str(chosen.data_dir),
        "PYTHONPATH": str(code),
        "PYTHONUNBUFFERED": "1",
        "REFLEX_DIR": str(chosen.data_dir / "builds" / "reflex"),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "__REFLEX_SKIP_COMPILE": "yes",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }


@contextlib.contextmanager
def _demo_loading(chosen: Settings, database: Database, *, wanted: bool) -> Iterator[Callable[[], str]]:
    """Load the demo building beside everything else; calling what is yielded waits for its sign-ins, ready to print."""
    if not wanted or chosen.public_url:
        why = "The demo building is not loaded: its sign-ins are no secret, and KOPROGO_PUBLIC_URL is set."
        yield lambda: why if wanted else ""
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "koprogo.cli.main", "demo"],
        cwd=PROJECT,
        env=child_environment(chosen, database, PROJECT),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=dies_with_us(signal.SIGKILL),  # noqa: PLW1509 (this process has one thread)
    )

    def sign_ins() -> str:
        said, _ = process.communicate()
        if process.returncode:
            raise OperatorError("The demo building could not be loaded (see above). Use --no-demo to go without.")
        return f"Demo sign-ins:\n{said.rstrip()}"

    try:
        yield sign_ins
    finally:
        process.kill()
        process.wait()


def _open(supervisor: Supervisor, chosen: Settings, sign_ins: Callable[[], str]) -> None:
    """Start what the server needs, the server, and once it answers the worker: people vote, papers can wait a second."""
    *others, server = supervisor.children
    worker = next(child for child in others if child.what == "worker")
    for child in others:
        if child is not worker:
            supervisor.start(child)
    supervisor.go(server)
    if not answers(chosen, _START_SECONDS, while_=lambda: server.is_running):
        raise OperatorError("The server did not start; its own messages are above.")
    supervisor.start(worker)
    for block in ("\n".join(doors(chosen)), sign_ins(), "Ctrl-C stops KoproGo."):
        if block:
            typer.echo(f"\n{block}")


def _watch(supervisor: Supervisor, database: Database) -> None:
    """Tend the others until PostgreSQL ends by itself."""
    while database.cluster is None or embedded_postgres.is_running(database.cluster):
        for sentence in supervisor.tend():
            typer.echo(sentence)
        time.sleep(_TICK_SECONDS)
    typer.echo("PostgreSQL ended; starting it again.")
