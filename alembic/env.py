"""Connects alembic to the tables and to the owner role.

The connection comes from `koprogo migrate` (`config.attributes["connection"]`); only that command runs migrations.
Every object is created as `koprogo_owner`, so that neither the application nor an administrator's role owns a table.
"""

from alembic import context
from sqlalchemy import text

from koprogo.models.tables import METADATA


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Leave the job queue's tables to their own package when comparing."""
    return not (kind == "table" and (name or "").startswith("procrastinate"))


def run() -> None:
    connection = context.config.attributes.get("connection")
    if connection is None:
        raise SystemExit("Run migrations with `koprogo migrate`: it prepares the database roles first.")
    connection.execute(text("SET ROLE koprogo_owner"))
    connection.commit()
    context.configure(connection=connection, target_metadata=METADATA, compare_type=True, include_name=ours)
    with context.begin_transaction():
        context.run_migrations()


run()
