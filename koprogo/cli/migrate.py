"""`koprogo migrate`: make the roles and the database what they must be, then run the migrations."""

import typer

from koprogo.cli.database import opened
from koprogo.settings import settings


def migrate() -> None:
    """Prepare the database: roles, then the newest schema.

    Uses KOPROGO_DATABASE_URL, or the PostgreSQL that comes with KoproGo while no house runs on it. Safe to repeat.
    """
    with opened(settings()) as database:
        where = "the embedded PostgreSQL" if database.cluster else "the server of KOPROGO_DATABASE_URL"
        typer.echo(f"The database is up to date on {where}.")
