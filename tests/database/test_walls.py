"""The walls between tenants, as PostgreSQL holds them: read from its own catalogue, and tried."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from koprogo import db
from koprogo.adapters import database_roles, migrations
from koprogo.core.errors import NotFound
from koprogo.models.base import APPEND_ONLY
from koprogo.models.schema import HEAD
from koprogo.models.tables import METADATA
from tests.conftest import PASSWORDS

NOT_TENANT = {
    "person",
    "account",
    "sign_in_session",
    "invitation",
    "organisation",
    "organisation_member",
    "platform_event",
}


@pytest.fixture(scope="module")
def admin(database):
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        yield connection


def test_the_tables_are_those_of_the_models(database):
    migrations.check(database.admin_url)


def test_the_code_is_written_for_the_newest_migration(admin):
    assert admin.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_every_tenant_table_has_forced_row_level_security_and_policies(admin):
    rows = admin.execute(
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, array_agg(p.polname::text) FILTER (WHERE p.oid > 0)"
        " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' GROUP BY 1, 2, 3"
    ).fetchall()
    tables = {name for name, *_ in rows} - {"alembic_version"}
    ours = {name for name in tables if not name.startswith("procrastinate")}
    assert ours == set(METADATA.tables)
    for name, enabled, forced, policies in rows:
        if name in ours - NOT_TENANT:
            assert enabled and forced, name
            assert {"reach_read", "one_add", "platform_read"} <= set(policies), name


def test_references_between_tenant_tables_carry_the_association(admin):
    rows = admin.execute(
        "SELECT k.conrelid::regclass::text, k.confrelid::regclass::text, array_agg(a.attname::text)"
        " FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)"
        " WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace GROUP BY k.oid, 1, 2"
    ).fetchall()
    between = [row for row in rows if row[1] not in NOT_TENANT | {"association"} and "procrastinate" not in row[0]]
    assert len(between) > 20
    for table, target, columns in between:
        assert "association_id" in columns, f"{table} -> {target}"


def test_nothing_cascades(admin):
    cascades = admin.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'public'::regnamespace"
        " AND confdeltype <> 'a' AND conrelid::regclass::text NOT LIKE 'procrastinate%'"
    ).fetchall()
    assert cascades == []


def test_only_what_is_asked_before_there_is_a_reach_runs_with_its_owners_rights(admin):
    names = admin.execute(
        "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    ).fetchall()
    assert sorted(name for (name,) in names) == [
        "begin_numbers_anew", "forbid_two_offices", "handing_over", "reach", "refresh_statistics",
    ]  # fmt: skip


def test_views_look_with_the_readers_rights(admin):
    rows = admin.execute(
        "SELECT relname, reloptions FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    assert rows
    assert all("security_invoker=true" in (options or []) for _, options in rows)


def test_the_application_may_delete_nothing_and_edit_no_facts(admin):
    may = (
        "SELECT has_table_privilege('koprogo_app', %s, 'DELETE, TRUNCATE'),"
        " has_table_privilege('koprogo_app', %s, 'UPDATE')"
    )
    for table in METADATA.tables:
        assert admin.execute(may, [table, table]).fetchone() == (False, table not in APPEND_ONLY), table


@pytest.mark.parametrize(
    "statement", ["UPDATE {t} SET association_id = association_id", "DELETE FROM {t}", "TRUNCATE {t}"]
)
def test_facts_refuse_even_the_owner(admin, cast, statement):
    admin.execute(
        "INSERT INTO audit_event (association_id, at, actor_id, action) VALUES (%s, now(), %s, 'test.tried')",
        [cast.association_id, cast.people["syndic"]],
    )
    with pytest.raises(psycopg.errors.DatabaseError, match="is only added to"):
        admin.execute(statement.format(t="audit_event") + (" CASCADE" if "TRUNC" in statement else ""))


def test_every_append_only_table_has_both_locks(admin):
    for table in APPEND_ONLY:
        names = {
            row[0]
            for row in admin.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table]).fetchall()
        }
        assert {"only_added_to", "never_emptied"} <= names, table


async def test_without_a_scope_there_is_no_query(database, cast):
    with psycopg.connect(database.app_url) as connection, pytest.raises(psycopg.errors.UndefinedObject):
        connection.execute("SELECT * FROM lot")


async def test_the_stranger_sees_nothing(cast):
    async with db.tenant_session(cast.stranger) as session:
        seen = (await session.execute(text("SELECT DISTINCT association_id FROM lot"))).scalars().all()
    assert seen == [cast.elsewhere_id]


async def test_nobody_writes_outside_the_association_named(cast):
    lot = {"a": cast.association_id, "l": cast.lots["A1"]}
    with pytest.raises(NotFound):
        async with db.tenant_session(cast.stranger, cast.association_id):
            raise AssertionError("out of reach")
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with db.tenant_session(cast.syndic, cast.elsewhere_id) as session:
            await session.execute(
                text("INSERT INTO contact SELECT gen_random_uuid(), :a, :p, '', '', '', '', '', '', ''"),
                {"a": cast.association_id, "p": cast.people["anna"]},
            )
    async with db.tenant_session(cast.syndic, cast.elsewhere_id) as session:
        changed = await session.execute(text("UPDATE lot SET floor = '9' WHERE association_id = :a AND id = :l"), lot)
        assert changed.rowcount == 0


async def test_reading_names_no_association_to_write(cast):
    with pytest.raises(DBAPIError):
        async with db.tenant_session(cast.syndic) as session:
            await session.execute(text("UPDATE lot SET floor = '9'"))


async def test_two_hundred_associations_in_reach_parse_once(cast):
    """The array is read by a scalar sub-select: the plan has an init plan and no per-row parsing."""
    async with db.tenant_session(cast.syndic) as session:
        plan = (await session.execute(text("EXPLAIN SELECT * FROM lot"))).scalars().all()
    assert any("InitPlan" in line for line in plan), plan


async def test_a_look_across_associations_is_logged(cast):
    async with db.platform_session(None, "koprogo check") as session:
        assert await session.scalar(text("SELECT count(*) FROM association")) == 2
    async with db.open_session() as session:
        found = await session.scalar(
            text("SELECT facts ->> 'reason' FROM platform_event WHERE action = 'platform.looked' ORDER BY id DESC")
        )
    assert found == "koprogo check"


def test_the_migrations_go_down_and_up_again(cluster):
    """On an empty database of its own: what was made can be undone, and made again."""
    name = "kg_down_and_up"
    database_roles.prepare(cluster.admin_dsn, name, PASSWORDS)
    dsn = database_roles.as_user(cluster.admin_dsn, database=name)
    migrations.upgrade(dsn)
    migrations.downgrade(dsn, "base")
    with psycopg.connect(dsn) as connection:
        left = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')"
        ).fetchall()
    assert left == [("alembic_version",)]
    migrations.upgrade(dsn)
    migrations.check(dsn)
