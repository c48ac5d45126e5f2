"""`koprogo check` looks at the walls of this very database: each one taken down is named."""

import psycopg
import pytest
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from koprogo import db
from koprogo.services.walls import verify_walls


async def found() -> list[str]:
    async with db.platform_session(None, "a test looks at the walls") as session:
        return await verify_walls(session)


async def test_as_the_migrations_make_them_nothing_is_wrong(database):
    assert await found() == []


DAMAGES = [
    ("ALTER TABLE lot NO FORCE ROW LEVEL SECURITY", "table lot: row-level security is not forced"),
    ("ALTER TABLE ballot DISABLE ROW LEVEL SECURITY", "table ballot: row-level security is not forced"),
    ("DROP POLICY one_add ON ballot", "table ballot: policies are missing: one_add"),
    ("GRANT UPDATE ON ballot TO koprogo_app", "table ballot: koprogo_app may edit what is only added to"),
    ("GRANT DELETE ON lot TO koprogo_app", "table lot: koprogo_app may remove rows"),
    ("ALTER TABLE seal DISABLE TRIGGER only_added_to", "table seal: its locks are missing or off: only_added_to"),
    ("ALTER TABLE lot OWNER TO koprogo_app", "table lot: it belongs to koprogo_app, not to koprogo_owner"),
    ("REVOKE SELECT ON lot FROM koprogo_app", "table lot: koprogo_app may not read it"),
    ("ALTER ROLE koprogo_app BYPASSRLS", "role koprogo_app passes row-level security"),
    ("ALTER ROLE koprogo_owner LOGIN", "role koprogo_owner may sign in"),
]


@pytest.mark.parametrize(("damage", "named"), DAMAGES)
async def test_a_wall_taken_down_is_named(database, damage, named):
    """Inside a transaction that is rolled back: the same query, on the connection that did the damage."""
    with psycopg.connect(database.admin_url) as connection:
        connection.execute(damage)
        session = _Same(connection)
        assert named in await verify_walls(session)
        connection.rollback()
    assert await found() == []


class _Same:
    """Runs a service's queries on a plain connection, so that an uncommitted change is seen."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    async def execute(self, statement, facts=None):
        compiled = statement.bindparams(**(facts or {})).compile(dialect=PGDialect_psycopg())
        cursor = self.connection.execute(str(compiled), compiled.params)
        names = [column.name for column in cursor.description]
        return _Rows([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])


class _Rows:
    def __init__(self, rows: list[dict[str, object]]) -> None:
        self.rows = rows

    def mappings(self) -> list[dict[str, object]]:
        return self.rows
