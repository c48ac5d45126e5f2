"""The schema of one database brought to the newest version, by alembic, as the owner role."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from koprogo.settings import PROJECT

_LOCK = 0x6B6F70726F676F6D  # "koprogom"; two migrations of one database take turns


def upgrade(admin_dsn: str, project: Path = PROJECT) -> None:
    """Run what is left of `alembic/versions` on the database of this URL; nothing when it is up to date.

    `admin_dsn` may become `koprogo_owner`, which makes and owns every object (`alembic/env.py`).
    """
    _run(admin_dsn, project, lambda config: command.upgrade(config, "head"))


def downgrade(admin_dsn: str, revision: str, project: Path = PROJECT) -> None:
    """Undo down to a revision, `base` for all of them; the tests of the migrations use it."""
    _run(admin_dsn, project, lambda config: command.downgrade(config, revision))


def check(admin_dsn: str, project: Path = PROJECT) -> None:
    """Raise `alembic.util.exc.CommandError` when the tables and `koprogo.models` differ."""
    _run(admin_dsn, project, command.check)


def knows(revision: str, project: Path = PROJECT) -> bool:
    """Say whether `alembic/versions` has this revision: a newer release may have made the database."""
    try:
        return ScriptDirectory(str(project / "alembic")).get_revision(revision) is not None
    except CommandError:
        return False


def _run(admin_dsn: str, project: Path, act: Callable[[Config], None]) -> None:
    config = Config(project / "alembic.ini")
    config.set_main_option("script_location", str(project / "alembic").replace("%", "%%"))
    engine = create_engine(admin_dsn.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.commit()
        config.attributes["connection"] = connection
        act(config)
