"""Bring the schema of one database to the newest version, as the owner role."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from koprogo.settings import PROJECT

_LOCK = 0x6B6F70726F676F6D  # "koprogom"; two migrations of one database take turns


def upgrade(admin_dsn: str, project: Path = PROJECT) -> None:
    """Run what is left of `alembic/versions` on the database of this URL; nothing when it is up to date.

    `admin_dsn` may become `koprogo_owner`, which makes and owns every object (`alembic/env.py`).
    """
    config = Config(project / "alembic.ini")
    config.set_main_option("script_location", str(project / "alembic").replace("%", "%%"))
    engine = create_engine(admin_dsn.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
