"""The house the tests live in: one throw-away PostgreSQL per process, migrated once, a fresh copy of it per module.

`database` is a migrated, empty database that the application's role sees through its real walls; tests commit as the
product does. `cast` puts the same people on stage in it (tests/cast.py). `scripts/test` lets several processes share the
files of tests (pytest-xdist): each has all of this for itself, and what they share is the build of the pages.
"""

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import psycopg
import pytest
import pytest_asyncio

from koprogo import db
from koprogo.adapters import database_roles, embedded_postgres, migrations
from koprogo.settings import settings
from tests.cast import Cast, put_on_stage

PASSWORDS = {"koprogo_app": "app-for-tests", "koprogo_platform": "platform-for-tests"}
TEMPLATE = "koprogo_template"


def pytest_configure(config: pytest.Config) -> None:
    """Where several processes share the files, hand them out in our order too: every process drives browsers last."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what drives a browser last: its driver keeps an event loop of its own going, and others then find one running."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(scope="session")
def cluster() -> Iterator[embedded_postgres.Cluster]:
    """One PostgreSQL for the process, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        os.chmod(folder, 0o755)
        running = embedded_postgres.start(Path(folder) / "data", settings=embedded_postgres.THROWAWAY)
        try:
            yield running
        finally:
            embedded_postgres.stop(running, "immediate")


@pytest.fixture(scope="session")
def template(cluster: embedded_postgres.Cluster) -> str:
    """Migrate once; every other database is a copy."""
    database_roles.prepare(cluster.admin_dsn, TEMPLATE, PASSWORDS)
    migrations.upgrade(database_roles.as_user(cluster.admin_dsn, database=TEMPLATE))
    return TEMPLATE


class Database:
    """A migrated database: the URLs of its three kinds of visitors."""

    def __init__(self, admin_dsn: str, name: str) -> None:
        self.name = name
        self.admin_url = database_roles.as_user(admin_dsn, database=name)
        self.app_url, self.platform_url = (
            database_roles.as_user(admin_dsn, user=role, password=PASSWORDS[role], database=name)
            for role in ("koprogo_app", "koprogo_platform")
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def database(
    cluster: embedded_postgres.Cluster, template: str, tmp_path_factory: pytest.TempPathFactory, request
) -> AsyncIterator[Database]:
    """A fresh copy for the module; the process's settings point at it while the module runs."""
    name = "kg_" + request.module.__name__.rpartition(".")[2][-40:].lower()
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    made = Database(cluster.admin_dsn, name)
    variables = {
        "KOPROGO_ENV_FILE": "",
        "KOPROGO_DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "KOPROGO_APP_DATABASE_URL": made.app_url,
        "KOPROGO_PLATFORM_DATABASE_URL": made.platform_url,
    }
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in variables.items():
            patch.setenv(variable, value)
        settings.cache_clear()
        yield made
        await db.close()
    settings.cache_clear()
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elsewhere(
    cluster: embedded_postgres.Cluster, database: Database, template: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Callable[[], AbstractAsyncContextManager[Database]]]:
    """Return what moves this process to a second, empty installation for the length of a block."""
    name = f"{database.name}_elsewhere"
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    made, folder = Database(cluster.admin_dsn, name), tmp_path_factory.mktemp("elsewhere")

    @contextlib.asynccontextmanager
    async def there() -> AsyncIterator[Database]:
        await db.close()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KOPROGO_DATA_DIR", str(folder))
            patch.setenv("KOPROGO_APP_DATABASE_URL", made.app_url)
            patch.setenv("KOPROGO_PLATFORM_DATABASE_URL", made.platform_url)
            settings.cache_clear()
            try:
                yield made
            finally:
                await db.close()
        settings.cache_clear()

    yield there
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cast(database: Database) -> Cast:
    """The syndic of Les Tilleuls, two owners there, and a stranger from another association."""
    return await put_on_stage()
