"""A deploy waits for the closing: `koprogo migrate` is refused while an assembly is open, `koprogo run` says which."""

import pytest

from koprogo import db
from koprogo.adapters.operator_error import OperatorError
from koprogo.cli.database import Database
from koprogo.cli.migrate import _refuse_while_voting
from koprogo.cli.open_assemblies import open_assemblies
from koprogo.cli.run import _warn_while_voting
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import voting
from tests.services.assemblies.evening import NOW, convened, opened


def described(database) -> Database:
    return Database(database.admin_url, database.app_url, database.platform_url, None)


async def test_from_the_opening_to_the_closing(cast, database, capsys):
    await convened(cast)
    assert open_assemblies(database.admin_url) == []
    _refuse_while_voting(described(database))
    assembly, [item] = await opened(cast)
    [line] = open_assemblies(database.admin_url)
    assert line.startswith("Résidence Les Tilleuls, open since ")
    with pytest.raises(OperatorError, match=r"Résidence Les Tilleuls.*--even-while-voting"):
        _refuse_while_voting(described(database))
    _warn_while_voting(described(database))
    assert "Warning: an assembly is in session (Résidence Les Tilleuls" in capsys.readouterr().out
    here = (cast.syndic, cast.association_id)
    async with db.tenant_session(*here) as session:
        await voting.settle_item(session, *here, item, outcome="postponed", reason="Trop tard")
        await sitting.close_assembly(session, *here, assembly, at=NOW)
    assert open_assemblies(database.admin_url) == []


def test_before_the_first_start_nobody_votes(cluster):
    assert open_assemblies(cluster.admin_dsn) == []
    assert open_assemblies(cluster.admin_dsn.replace("/postgres?", "/kg_not_made_yet?")) == []
