"""The table of permissions, role by role: the day after a mandate ended, the former syndic, and the stranger too."""

import importlib
import inspect
import pkgutil

import pytest

from koprogo import db
from koprogo.core.errors import NotAllowed, NotFound
from tests.services.governance.permission_table import ALL, NOT_HERE, OUTSIDE, ROLES, TABLE, played

SUBJECTS = ("governance", "community", "works")


class Undone(Exception):
    """Nothing that the table does stays: each line finds what the first one found."""


@pytest.fixture(scope="module")
async def stage(database):
    """One stage for the whole table."""
    return await played()


def acting() -> set[object]:
    """Return every service of these subjects that acts for somebody."""
    found: set[object] = set()
    for subject in SUBJECTS:
        package = importlib.import_module(f"koprogo.services.{subject}")
        for each in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{each.name}")
            found |= {
                made
                for name, made in vars(module).items()
                if inspect.iscoroutinefunction(made)
                and made.__module__ == module.__name__
                and not name.startswith("_")
                and "actor" in inspect.signature(made).parameters
            }
    return found


def test_no_service_is_missing_from_the_table():
    assert acting() == {row.service for row in TABLE} | set(NOT_HERE)
    assert all(row.may <= ALL for row in TABLE)


@pytest.mark.parametrize("row", TABLE, ids=[row.what for row in TABLE])
@pytest.mark.parametrize("who", (*ROLES, *OUTSIDE))
async def test_who_may(stage, who, row):
    cast = stage.cast
    actor = cast.actors[who]
    more = dict(row.more)
    for name in ("person_id", "owner_id"):
        if name in more:
            more[name] = cast.people[more[name]]
    if "assembly_id" in more:
        more["assembly_id"] = stage.ids[more["assembly_id"]]

    async def act():
        async with db.tenant_session(actor, cast.association_id) as session:
            found = await row.service(
                session, actor, cast.association_id, *(stage.ids[each] for each in row.on), **more
            )
            if isinstance(found, tuple) and hasattr(found[-1], "close"):
                found[-1].close()
            raise Undone

    if who in row.may:
        with pytest.raises(Undone):
            await act()
        return
    with pytest.raises(NotFound if who in OUTSIDE or row.hidden else NotAllowed):
        await act()
