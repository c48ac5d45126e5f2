"""The embedded PostgreSQL: closed to everyone else, one per data folder, back after every kind of death."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from koprogo.adapters import embedded_postgres as pg
from koprogo.adapters.database_account import database_account
from koprogo.adapters.operator_error import OperatorError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may become somebody else")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder the database account may pass through; pytest's own is closed to it when root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="kg-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def shared() -> Iterator[pg.Cluster]:
    folder = Path(tempfile.mkdtemp(prefix="kg-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = pg.start(folder / "data")
    yield cluster
    pg.stop(cluster, "immediate")
    shutil.rmtree(folder)


def ask(cluster: pg.Cluster, query: str) -> object:
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def test_it_listens_on_no_network_address(shared):
    assert ask(shared, "SHOW listen_addresses") == ""
    connections = psutil.Process(shared.pid).net_connections(kind="inet")
    assert connections == []


def test_what_it_has_committed_survives_a_power_cut(shared):
    assert {ask(shared, f"SHOW {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")} == {"on"}


def test_everyone_needs_the_password(shared):
    assert ask(shared, "SELECT bool_and(auth_method = 'scram-sha-256') FROM pg_hba_file_rules") is True
    for password in ("", "postgres"):
        with pytest.raises(psycopg.OperationalError, match=r"password"):
            psycopg.connect(pg.dsn("postgres", password, shared.socket_dir, "postgres"))


def test_folders_and_secrets_are_private(shared):
    modes = {name: stat.S_IMODE((shared.data_dir / name).stat().st_mode) for name in ("postgres", "socket", "secrets")}
    assert modes == {"postgres": 0o700, "socket": 0o700, "secrets": 0o700}
    assert stat.S_IMODE((shared.data_dir / "secrets" / "postgres").stat().st_mode) == 0o600
    assert stat.S_IMODE(shared.data_dir.stat().st_mode) & 0o007 == 0


def test_text_is_utf8_and_sorted_alike_on_every_machine(shared):
    query = "SELECT pg_encoding_to_char(encoding) || ' ' || datlocprovider::text || ' ' || datlocale FROM pg_database"
    assert ask(shared, f"{query} WHERE datname = 'postgres'") == "UTF8 b C.UTF-8"


def test_the_log_quotes_nobody(shared):
    ask(shared, "CREATE TABLE people (email text PRIMARY KEY)")
    ask(shared, "INSERT INTO people VALUES ('an.peeters@example.be')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        ask(shared, "INSERT INTO people VALUES ('an.peeters@example.be')")
    until, logs = time.monotonic() + 20, ""
    while "duplicate key" not in logs and time.monotonic() < until:  # the server's collector writes when it gets to it
        logs = "".join(path.read_text() for path in (shared.data_dir / "postgres" / "log").iterdir())
    assert "duplicate key" in logs
    assert "an.peeters" not in logs


def test_a_second_start_on_the_same_folder_is_refused(shared):
    with pytest.raises(pg.PostgresDidNotStart, match="already runs"):
        pg.start(shared.data_dir)
    assert ask(shared, "SELECT 1") == 1


def test_another_process_finds_the_running_server(shared):
    found = pg.running(shared.data_dir)
    assert found is not None
    assert (found.pid, found.admin_dsn) == (shared.pid, shared.admin_dsn)
    assert pg.is_running(found)


@as_root
def test_as_root_it_runs_as_an_account_that_is_not(shared):
    assert psutil.Process(shared.pid).username() == database_account().name == "koprogo"


@as_root
def test_nobody_is_refused_even_with_the_password(shared):
    def enter() -> None:
        with pytest.raises(psycopg.OperationalError, match="Permission denied"):
            psycopg.connect(shared.admin_dsn)
        with pytest.raises(PermissionError):
            (shared.data_dir / "secrets" / "postgres").read_text()

    as_account("nobody", enter)


@as_root
def test_root_then_an_ordinary_user(place):
    first = pg.start(place / "root", settings=pg.THROWAWAY)
    pg.stop(first)
    home = place / "home"
    home.mkdir()
    os.chown(home, pwd.getpwnam("nobody").pw_uid, -1)

    def keep_house() -> None:
        cluster = pg.start(home / "data", settings=pg.THROWAWAY)
        assert ask(cluster, "SELECT current_user") == "postgres"
        assert psutil.Process(cluster.pid).username() == "nobody"
        pg.stop(cluster)
        assert not pg.is_running(cluster)

    as_account("nobody", keep_house)


@as_root
def test_a_folder_behind_a_closed_one_is_refused_and_stays_closed(place):
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(OperatorError, match=str(closed)):
        pg.start(closed / "data")
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700


def test_a_path_of_150_characters(place):
    folder = place / ("x" * 70) / ("y" * (150 - 72 - len(str(place))))
    assert len(str(folder)) == 150
    folder.parent.mkdir()
    cluster = pg.start(folder, settings=pg.THROWAWAY)
    assert ask(cluster, "SELECT 1") == 1
    assert stat.S_IMODE(cluster.socket_dir.stat().st_mode) == 0o700
    assert pg.running(folder).socket_dir == cluster.socket_dir
    pg.stop(cluster)
    assert not cluster.socket_dir.exists()


def test_a_path_with_a_comma_and_a_space(place):
    cluster = pg.start(place / "a, b", settings=pg.THROWAWAY)
    assert ask(cluster, "SELECT 1") == 1
    pg.stop(cluster)


def test_a_killed_server_comes_back_with_what_was_committed(place):
    cluster = pg.start(place / "data")
    ask(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(cluster.pid, signal.SIGKILL)
    cluster.process.wait(20)
    assert not pg.is_running(cluster)
    assert pg.running(place / "data") is None
    again = pg.start(place / "data")
    assert ask(again, "SELECT answer FROM kept") == 42
    pg.stop(again)


def test_a_stale_pid_file_that_names_a_living_process_does_not_stop_the_start(place):
    """After a restart of a container, the recorded number belongs to somebody else; here to the same account."""
    cluster = pg.start(place / "data", settings=pg.THROWAWAY)
    record = place / "data" / "postgres" / "postmaster.pid"
    lines = record.read_text().splitlines()
    pg.stop(cluster)
    with subprocess.Popen(["sleep", "60"], **database_account().popen_options()) as stranger:
        record.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        again = pg.start(place / "data", settings=pg.THROWAWAY)
        assert stranger.poll() is None
        pg.stop(again)
        stranger.kill()


def test_it_ends_with_the_process_that_started_it(place):
    program = (
        "import sys, time; from pathlib import Path; from koprogo.adapters import embedded_postgres as pg;"
        f"print(pg.start(Path({str(place / 'data')!r}), settings=pg.THROWAWAY).pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    psutil.wait_procs([server], timeout=20)
    assert not server.is_running() or server.status() == psutil.STATUS_ZOMBIE


def test_a_cluster_of_another_major_version_is_refused_with_what_to_do(place):
    (place / "data" / "postgres").mkdir(parents=True)
    (place / "data" / "postgres" / "PG_VERSION").write_text("16\n")
    with pytest.raises(pg.PostgresDidNotStart, match=r"made by PostgreSQL 16.*Restore a backup"):
        pg.start(place / "data")


def as_account(name: str, work: Callable[[], None]) -> None:
    """Run `work` in a fork that has become another account; its failure is ours."""
    entry = pwd.getpwnam(name)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            work()
            status = 0
        except BaseException:
            os.write(writer, traceback.format_exc().encode())
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as messages:
        said = messages.read()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0, said
