"""Who may do what in PostgreSQL: the three roles of KoproGo and the database they share.

    koprogo_owner      NOLOGIN BYPASSRLS   owns every table; only `koprogo migrate` acts as it
    koprogo_app        LOGIN               the server and the worker; row-level security holds it
    koprogo_platform   LOGIN               operators; every use is logged with its reason

What each may do with a table is granted in the migration that makes the table.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from koprogo.adapters.operator_error import OperatorError
from koprogo.models.schema import HEAD

OWNER, APP, PLATFORM = "koprogo_owner", "koprogo_app", "koprogo_platform"
LOGINS = (APP, PLATFORM)
OLDEST = 15
"""The oldest PostgreSQL we run on: `security_invoker` views and grants on schema `public` as we rely on them."""

_LOGS_IN_AND_PASSES_WALLS = {OWNER: (False, True), APP: (True, False), PLATFORM: (True, False)}
_LOCK = 0x6B6F70726F676F  # "koprogo"; roles belong to the whole server, so two preparations take turns

Connection = psycopg.Connection[Any]


class DatabaseNotUsable(OperatorError):
    """The server is too old, or the administrator's role may not do what KoproGo needs; says what to do."""


def prepare(admin_dsn: str, database: str, passwords: Mapping[str, str]) -> None:
    """Make the roles and the database what they must be; safe to call at every start.

    Args:
        admin_dsn: libpq URL of a superuser, or of a role with CREATEROLE, CREATEDB and BYPASSRLS.
        database: its name; made when missing.
        passwords: login role -> password; set again each time, so that they match what is kept in the data folder.

    Raises:
        DatabaseNotUsable: with the sentence for the administrator.
    """
    try:
        with _server(admin_dsn) as connection:
            _check_version(connection)
            connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
            for role, (logs_in, passes) in _LOGS_IN_AND_PASSES_WALLS.items():
                _ensure_role(connection, role, logs_in=logs_in, passes=passes)
            for role, password in passwords.items():
                _set_password(connection, role, password)
            _ensure_database(connection, database)
        with psycopg.connect(as_user(admin_dsn, database=database), autocommit=True) as connection:
            _hand_over_schema(connection)
    except psycopg.errors.InsufficientPrivilege as refusal:
        raise DatabaseNotUsable(
            f"The role of KOPROGO_DATABASE_URL may not prepare the database ({refusal.diag.message_primary}). "
            "Give a superuser, or since PostgreSQL 16 a role with CREATEROLE, CREATEDB and BYPASSRLS."
        ) from refusal


def is_newest(admin_dsn: str) -> bool:
    """Say whether the schema is the one that this code is written for; not before the first migration."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        known = connection.execute("SELECT to_regclass('public.alembic_version')").fetchone()
        if known is None or known[0] is None:
            return False
        connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(OWNER)))
        found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return found == [(HEAD,)]


def _server(admin_dsn: str) -> Connection:
    """Connect to the database of the URL, or to `postgres` on the same server while that one is not made yet."""
    try:
        return psycopg.connect(admin_dsn, autocommit=True)
    except psycopg.OperationalError as first:
        try:
            return psycopg.connect(as_user(admin_dsn, database="postgres"), autocommit=True)
        except psycopg.OperationalError:
            reason = " ".join(str(first).split())
            raise DatabaseNotUsable(f"The PostgreSQL server cannot be used: {reason}") from first


def as_user(dsn: str, *, user: str = "", password: str = "", database: str = "") -> str:
    """Return the same server's URL for another user, another database, or both."""
    parts = urlsplit(dsn)
    userinfo, _, hosts = parts.netloc.rpartition("@")
    if user:
        userinfo = f"{quote(user, safe='')}:{quote(password, safe='')}"
    path = f"/{quote(database, safe='')}" if database else parts.path
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{hosts}", path=path))


def _check_version(connection: Connection) -> None:
    number = connection.info.server_version
    if number < OLDEST * 10_000:
        raise DatabaseNotUsable(
            f"KOPROGO_DATABASE_URL is a PostgreSQL {number // 10_000}; KoproGo needs {OLDEST} or later. "
            "Upgrade the server, or leave KOPROGO_DATABASE_URL empty to use the PostgreSQL that comes with KoproGo."
        )


def _ensure_role(connection: Connection, role: str, *, logs_in: bool, passes: bool) -> None:
    """Make the role, or mend it when somebody changed it: only a superuser may name BYPASSRLS before PostgreSQL 16."""
    name = sql.Identifier(role)
    wanted = f"{'LOGIN' if logs_in else 'NOLOGIN'}{' BYPASSRLS' if passes else ''}"
    found = connection.execute("SELECT rolcanlogin, rolbypassrls FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} {}").format(name, sql.SQL(wanted)))
    elif found != (logs_in, passes):
        wanted = wanted if passes else f"{wanted} NOBYPASSRLS"
        connection.execute(sql.SQL("ALTER ROLE {} {}").format(name, sql.SQL(wanted)))
    if role == OWNER:
        member = connection.execute("SELECT pg_has_role(current_user, %s, 'USAGE')", [role]).fetchone()
        if member != (True,):
            connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(name))


def _set_password(connection: Connection, role: str, password: str) -> None:
    """Send the verifier, never the password: statements may be logged on a server that is not ours."""
    verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier)))


def _ensure_database(connection: Connection, database: str) -> None:
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8'").format(name, owner))
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    for role in LOGINS:
        connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, sql.Identifier(role)))


def _hand_over_schema(connection: Connection) -> None:
    """Let the owner role make tables in `public`, the login roles look names up there, and nobody else anything."""
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(sql.Identifier(OWNER)))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for role in LOGINS:
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
