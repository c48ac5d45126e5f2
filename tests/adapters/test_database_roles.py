"""The three roles: what each may do before any table exists, and that preparing twice is preparing once."""

from types import SimpleNamespace

import psycopg
import pytest

from koprogo.adapters import database_roles as roles

PASSWORDS = {roles.APP: "app-for-tests", roles.PLATFORM: "platform-for-tests"}
"""Those of tests/conftest.py: roles belong to the whole server."""


@pytest.fixture(scope="module")
def admin_dsn(cluster):
    dsn = roles.as_user(cluster.admin_dsn, database="kg_roles")
    for _ in range(2):
        roles.prepare(dsn, "kg_roles", PASSWORDS)
    yield dsn
    with psycopg.connect(cluster.admin_dsn, autocommit=True) as connection:
        connection.execute("DROP DATABASE kg_roles WITH (FORCE)")


def enter(admin_dsn: str, role: str, password: str = "") -> psycopg.Connection:
    return psycopg.connect(roles.as_user(admin_dsn, user=role, password=password or PASSWORDS[role]), autocommit=True)


def test_only_the_owner_passes_the_walls_and_nobody_logs_in_as_it(admin_dsn):
    query = "SELECT rolname, rolcanlogin, rolbypassrls, rolsuper FROM pg_roles WHERE rolname LIKE 'koprogo%'"
    with psycopg.connect(admin_dsn) as connection:
        found = {row[0]: row[1:] for row in connection.execute(query)}
    assert found == {
        "koprogo_owner": (False, True, False),
        "koprogo_app": (True, False, False),
        "koprogo_platform": (True, False, False),
    }


@pytest.mark.parametrize("role", [roles.APP, roles.PLATFORM])
@pytest.mark.parametrize("attempt", ["CREATE TABLE t ()", "CREATE TEMPORARY TABLE t ()", "SET ROLE koprogo_owner"])
def test_a_login_role_makes_nothing_and_becomes_nobody(admin_dsn, role, attempt):
    with enter(admin_dsn, role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(attempt)


def test_a_role_somebody_changed_is_mended(admin_dsn):
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        connection.execute("ALTER ROLE koprogo_app BYPASSRLS")
        roles.prepare(admin_dsn, "kg_roles", PASSWORDS)
        query = "SELECT rolbypassrls FROM pg_roles WHERE rolname = 'koprogo_app'"
        assert connection.execute(query).fetchone() == (False,)


def test_a_new_password_replaces_the_old_one(admin_dsn):
    roles.prepare(admin_dsn, "kg_roles", {roles.APP: "p@ss w/ord%"})
    enter(admin_dsn, roles.APP, "p@ss w/ord%").close()
    with pytest.raises(psycopg.OperationalError, match="password"):
        enter(admin_dsn, roles.APP)
    roles.prepare(admin_dsn, "kg_roles", PASSWORDS)
    enter(admin_dsn, roles.APP).close()


def test_an_administrator_who_may_not_is_told_what_is_needed(admin_dsn):
    app = roles.as_user(admin_dsn, user=roles.APP, password=PASSWORDS[roles.APP])
    with pytest.raises(roles.DatabaseNotUsable, match="CREATEROLE, CREATEDB and BYPASSRLS"):
        roles.prepare(app, "kg_roles", PASSWORDS)


def test_a_server_that_is_not_there_is_said_in_one_line():
    with pytest.raises(roles.DatabaseNotUsable, match="cannot be used") as refusal:
        roles.prepare("postgresql://admin:secret@127.0.0.1:1/koprogo", "koprogo", PASSWORDS)
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_an_old_server_is_refused():
    with pytest.raises(roles.DatabaseNotUsable, match="a PostgreSQL 14; KoproGo needs 15"):
        roles._check_version(SimpleNamespace(info=SimpleNamespace(server_version=140012)))


@pytest.mark.parametrize(
    ("dsn", "changes", "expected"),
    [
        ("postgresql://a:b@/x?host=%2Frun", {"database": "y"}, "postgresql://a:b@/y?host=%2Frun"),
        ("postgresql://a:b@h:1/x", {"user": "u", "password": "p@/"}, "postgresql://u:p%40%2F@h:1/x"),
        ("postgresql://a@h1:1,h2:2/x?sslmode=require", {"user": "u"}, "postgresql://u:@h1:1,h2:2/x?sslmode=require"),
    ],
)
def test_as_user_keeps_the_server_and_changes_who_enters(dsn, changes, expected):
    assert roles.as_user(dsn, **changes) == expected
