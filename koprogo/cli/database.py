"""Where the database is, for the commands that need one.

`opened()` starts the embedded PostgreSQL (or takes the server of KOPROGO_DATABASE_URL) and brings roles and schema up
to date: `run` and `migrate`. `as_it_is()` and `bare()` are for a backup and a restore. `connected()` is for every other
command: it joins the database of a running house, or opens it for the length of the command, and points this process's
settings at it.
"""

import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from koprogo.adapters import data_folder, database_roles, embedded_postgres
from koprogo.adapters.database_roles import LOGINS, as_user
from koprogo.adapters.operator_error import OperatorError
from koprogo.settings import Settings, settings

DATABASE = "koprogo"


@dataclass(frozen=True)
class Database:
    """A database and the URLs of those who may enter; `cluster` is there when it is the embedded one."""

    admin_dsn: str
    app_dsn: str
    platform_dsn: str
    cluster: embedded_postgres.Cluster | None


def foreseen(chosen: Settings) -> Database:
    """Return the database that `start_database` will return: where it listens and who may enter is known before."""
    return _described(chosen, None if chosen.database_url else embedded_postgres.foreseen(chosen.data_dir))


def start_database(chosen: Settings, before: Callable[[Database], None] | None = None) -> Database:
    """Start or find the server, make roles and database, run the migrations. The caller holds the data folder.

    `before` looks at the database as it is, and may refuse to go on.

    Raises:
        OperatorError: the server does not start, is too old, or may not be prepared.
    """
    data_folder.refuse_half_restored(chosen.data_dir)
    cluster = None if chosen.database_url else embedded_postgres.start(chosen.data_dir)
    try:
        database = _described(chosen, cluster)
        if before is not None:
            before(database)
        bring_up_to_date(chosen, database)
    except BaseException:
        if cluster is not None:
            embedded_postgres.stop(cluster)
        raise
    return database


def start_again(chosen: Settings) -> Database:
    """Start the embedded server that ended, as it is: whoever uses it was prepared for, and connects again by itself.

    Raises:
        OperatorError: it does not start.
    """
    return _described(chosen, embedded_postgres.start(chosen.data_dir))


def stop_database(database: Database) -> None:
    """Stop the embedded server; a server that is not ours is left alone."""
    if database.cluster is not None:
        embedded_postgres.stop(database.cluster)


@contextlib.contextmanager
def opened(chosen: Settings, before: Callable[[Database], None] | None = None) -> Iterator[Database]:
    """Hold the data folder and the database, prepared, until the block ends; `before` as in `start_database`.

    Raises:
        DataFolderBusy: KoproGo already runs on the folder.
    """
    with data_folder.locked(data_folder.open_folder(chosen.data_dir)):
        end_leftover(chosen)
        database = start_database(chosen, before)
        try:
            yield database
        finally:
            stop_database(database)


@contextlib.contextmanager
def connected() -> Iterator[None]:
    """Let `settings()` of this process name a database that answers, until the block ends.

    Nothing to do when KOPROGO_APP_DATABASE_URL is set. Commands for operators wrap their work in this.
    """
    chosen = settings()
    if chosen.app_database_url:
        yield
        return
    with contextlib.ExitStack() as stack:
        cluster = None if chosen.database_url else embedded_postgres.running(chosen.data_dir)
        if chosen.database_url or cluster is not None:
            database = _described(chosen, cluster)
        else:
            database = stack.enter_context(opened(chosen))
        stack.enter_context(named(database))
        yield


@contextlib.contextmanager
def as_it_is(chosen: Settings) -> Iterator[Database]:
    """Join or start the server without preparing anything: a backup saves what is there, also after an upgrade.

    Raises:
        OperatorError: there is no cluster here yet.
    """
    data_folder.refuse_half_restored(chosen.data_dir)
    if chosen.database_url or (cluster := embedded_postgres.running(chosen.data_dir)) is not None:
        yield _described(chosen, None if chosen.database_url else cluster)
        return
    if not (chosen.data_dir / "postgres").exists():
        raise OperatorError(f"There is no house in {chosen.data_dir} yet: nothing to save.")
    with data_folder.locked(data_folder.open_folder(chosen.data_dir)), _started(chosen) as database:
        yield database


@contextlib.contextmanager
def bare(chosen: Settings) -> Iterator[Database]:
    """Hold a server with our roles and our database, and run no migration; the caller holds the data folder."""
    with contextlib.nullcontext(_described(chosen, None)) if chosen.database_url else _started(chosen) as database:
        name = unquote(urlsplit(database.admin_dsn).path.strip("/"))
        database_roles.prepare(database.admin_dsn, name, _passwords(chosen))
        yield database


@contextlib.contextmanager
def _started(chosen: Settings) -> Iterator[Database]:
    cluster = embedded_postgres.start(chosen.data_dir)
    try:
        yield _described(chosen, cluster)
    finally:
        embedded_postgres.stop(cluster)


def named(database: Database) -> contextlib.AbstractContextManager[None]:
    """Let `settings()` of this process name this database until the block ends."""
    return _environment(urls(database))


def urls(database: Database) -> dict[str, str]:
    """Return the environment variables that name the database for a process of ours; never the administrator's URL."""
    return {"KOPROGO_APP_DATABASE_URL": database.app_dsn, "KOPROGO_PLATFORM_DATABASE_URL": database.platform_dsn}


def end_leftover(chosen: Settings) -> None:
    """Stop an embedded server that outlived the KoproGo that started it; the caller holds the data folder."""
    if (leftover := embedded_postgres.running(chosen.data_dir)) is not None:
        embedded_postgres.stop(leftover)


def _described(chosen: Settings, cluster: embedded_postgres.Cluster | None) -> Database:
    if cluster is not None:
        admin_dsn = as_user(cluster.admin_dsn, database=DATABASE)
    else:
        name = unquote(urlsplit(chosen.database_url).path.strip("/")) or DATABASE
        if name in {"postgres", "template0", "template1"}:
            raise OperatorError(f"KOPROGO_DATABASE_URL names the server's own database '{name}': end it with /koprogo.")
        admin_dsn = as_user(chosen.database_url, database=name)
    app, platform = (as_user(admin_dsn, user=role, password=password) for role, password in _passwords(chosen).items())
    return Database(admin_dsn, app, platform, cluster)


def _passwords(chosen: Settings) -> dict[str, str]:
    folder = data_folder.open_folder(chosen.data_dir)
    return {role: data_folder.secret(folder, role) for role in LOGINS}


def bring_up_to_date(chosen: Settings, database: Database) -> None:
    """Bring roles and schema up to date in a process of its own: 60 MB of tables and tools go away with it."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as apart:
        apart.submit(_prepare_here, database.admin_dsn, _passwords(chosen)).result()


def _prepare_here(admin_dsn: str, passwords: dict[str, str]) -> None:
    """Prepare; the tools of the migrations, a second of a start in the middle of a vote, are loaded when one is missing."""
    database_roles.prepare(admin_dsn, unquote(urlsplit(admin_dsn).path.strip("/")), passwords)
    if not database_roles.is_current(admin_dsn):
        from koprogo.adapters import migrations

        migrations.upgrade(admin_dsn)


@contextlib.contextmanager
def _environment(variables: dict[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    settings.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        settings.cache_clear()
