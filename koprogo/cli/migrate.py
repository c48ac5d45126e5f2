"""`koprogo migrate`: make the roles and the database what they must be, then run the migrations."""

from typing import Annotated

import typer

from koprogo.adapters.operator_error import OperatorError
from koprogo.cli.database import Database, opened
from koprogo.cli.open_assemblies import open_assemblies
from koprogo.settings import settings


def migrate(
    even_while_voting: Annotated[
        bool, typer.Option("--even-while-voting", help="Go on although an assembly is open.")
    ] = False,
) -> None:
    """Prepare the database: roles, then the newest schema. Refused while an assembly is open.

    Uses KOPROGO_DATABASE_URL, or the PostgreSQL that comes with KoproGo while no house runs on it. Safe to repeat.
    """
    with opened(settings(), None if even_while_voting else _refuse_while_voting) as database:
        where = "the embedded PostgreSQL" if database.cluster else "the server of KOPROGO_DATABASE_URL"
        typer.echo(f"The database is up to date on {where}.")


def _refuse_while_voting(database: Database) -> None:
    if found := open_assemblies(database.admin_dsn):
        raise OperatorError(
            f"An assembly is in session ({'; '.join(found)}): nothing was changed. Deploy once it is closed, "
            "or use --even-while-voting."
        )
