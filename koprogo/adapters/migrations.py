"""The schema brought up to date, by alembic, as the owner of the tables."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

PROJECT = Path(__file__).resolve().parents[2]


def _config() -> Config:
    config = Config(str(PROJECT / "alembic.ini"))
    config.set_main_option("script_location", str(PROJECT / "alembic"))
    return config


def head() -> str:
    """Return the newest revision this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def upgrade(admin_dsn: str, revision: str = "head") -> None:
    """Run what is missing, in one transaction per migration; `admin_dsn` may become `koprogo_owner`."""
    _run(admin_dsn, lambda config: command.upgrade(config, revision))


def downgrade(admin_dsn: str, revision: str) -> None:
    """Undo down to a revision (`base` for all); for the tests of the migrations."""
    _run(admin_dsn, lambda config: command.downgrade(config, revision))


def check(admin_dsn: str) -> None:
    """Raise `alembic.util.CommandError` when the tables and `koprogo.models` differ."""
    _run(admin_dsn, command.check)


def _run(admin_dsn: str, act: Callable[[Config], None]) -> None:
    engine = create_engine(admin_dsn.replace("postgresql://", "postgresql+psycopg://", 1), poolclass=NullPool)
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        act(config)
        connection.execute(text("RESET ROLE"))
        connection.commit()
