"""Where the database is: the house's own while it runs, opened for a command otherwise; secrets stay where they belong."""

import os
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest

from koprogo.adapters import data_folder, embedded_postgres
from koprogo.adapters.operator_error import OperatorError
from koprogo.cli.database import Database, connected, opened
from koprogo.cli.run import child_environment
from koprogo.settings import Settings, settings


@pytest.fixture(scope="module")
def data_dir():
    folder = Path(tempfile.mkdtemp(prefix="kg-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def environment(monkeypatch, data_dir):
    for name in [name for name in os.environ if name.startswith("KOPROGO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KOPROGO_ENV_FILE", "")
    monkeypatch.setenv("KOPROGO_DATA_DIR", str(data_dir))
    settings.cache_clear()
    yield settings()
    settings.cache_clear()


def who(url: str) -> tuple[object, ...]:
    with psycopg.connect(url) as connection:
        return connection.execute(
            "SELECT current_user, current_database(), to_regclass('association')::text"
        ).fetchone()


def test_a_command_opens_the_database_and_closes_it_again(environment):
    with connected():
        assert who(settings().app_database_url) == ("koprogo_app", "koprogo", "association")
        assert who(settings().platform_database_url) == ("koprogo_platform", "koprogo", "association")
        assert settings().database_url == ""
    assert settings().app_database_url == ""
    assert embedded_postgres.running(environment.data_dir) is None


def test_a_command_joins_the_database_of_a_running_house(environment):
    with opened(environment) as database:
        with connected():
            assert settings().app_database_url == database.app_dsn
        assert embedded_postgres.is_running(database.cluster)
        with pytest.raises(data_folder.DataFolderBusy), opened(environment):
            pass


def test_a_server_left_by_a_killed_house_is_stopped_first(environment):
    leftover = embedded_postgres.start(environment.data_dir)
    with opened(environment) as database:
        assert database.cluster.pid != leftover.pid
        assert not embedded_postgres.is_running(leftover)


def test_a_url_of_a_server_is_prepared_and_named_for_the_application(environment, cluster, monkeypatch):
    admin = cluster.admin_dsn.replace("/postgres?", "/kg_elsewhere?")
    chosen = Settings(_env_file=None, database_url=admin, data_dir=environment.data_dir)
    from tests.conftest import PASSWORDS

    monkeypatch.setattr("koprogo.cli.database._passwords", lambda chosen: PASSWORDS)  # roles belong to the whole server
    with opened(chosen) as database:
        assert database.cluster is None
        assert who(database.app_dsn) == ("koprogo_app", "kg_elsewhere", "association")
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE kg_elsewhere WITH (FORCE)")


def test_the_servers_own_database_is_refused(environment):
    chosen = Settings(_env_file=None, database_url="postgresql://a@h/postgres", data_dir=environment.data_dir)
    with pytest.raises(OperatorError, match="end it with /koprogo"), opened(chosen):
        pass


def test_the_administrators_url_never_reaches_the_server(monkeypatch, tmp_path):
    (tmp_path / "env").write_text(
        "KOPROGO_DATABASE_URL=postgresql://boss:s3cret@h/k\nKOPROGO_SMTP_HOST=mail.example.be\n"
    )
    for name, value in {
        "KOPROGO_DATABASE_URL": "postgresql://boss:s3cret@h/k",
        "PGPASSWORD": "s3cret",
        "REFLEX_DB_URL": "x",
    }.items():
        monkeypatch.setenv(name, value)
    chosen = Settings(_env_file=tmp_path / "env", port=9000)
    given = child_environment(
        chosen, Database("postgresql://boss:s3cret@h/k", "app-url", "platform-url", None), tmp_path
    )
    assert not [name for name, value in given.items() if "s3cret" in value]
    assert "REFLEX_DB_URL" not in given
    assert given["KOPROGO_ENV_FILE"] == ""
    assert (given["KOPROGO_SMTP_HOST"], given["KOPROGO_PORT"]) == ("mail.example.be", "9000")
    assert given["KOPROGO_APP_DATABASE_URL"] == "app-url"
