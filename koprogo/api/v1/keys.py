"""Keys of apportionment as JSON: which lots bear a cost of their own, with which weights."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import Day
from koprogo.api.v1.bodies import Made, Typed
from koprogo.services.charges import key_changes, keys
from koprogo.services.charges.key_changes import Change

router = APIRouter(prefix="/api/v1", tags=["keys"])


class KeyIn(Typed):
    """A key: name per language, the clause of the by-laws, its first day, and a line per lot such as `A1 250`.

    `replaces_id`: the key whose place it takes, which then ends. Such a key names the point that the assembly carried
    (`item_id`), or the `act` that voted it with its day (`act_on`).
    """

    name: dict[str, str]
    source: str
    since: Day
    lines: str
    replaces_id: UUID | None = None
    item_id: UUID | None = None
    act: str = ""
    act_on: Day | None = None

    def change(self) -> Change:
        """Return what it changes, and what decided that."""
        return Change(self.replaces_id, self.item_id, self.act, self.act_on)


class EndIn(Typed):
    """The first day on which the key is no longer in force."""

    until: Day


@router.get("/associations/{association_id}/keys", summary="Keys of apportionment")
async def list_keys(caller: Caller, association_id: UUID, day: Day | None = None) -> list[dict[str, Any]]:
    """Return the keys, with `day` only those in force on it."""
    async with db.tenant_session(caller) as session:
        return [asdict(key) for key in await keys.keys(session, caller, association_id, day=day)]


@router.get("/associations/{association_id}/keys/changes", summary="Points that may change a key")
async def carried_changes(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the points about the by-laws and the split of charges that the assembly carried (syndic)."""
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await key_changes.carried_changes(session, caller, association_id)]


@router.get("/associations/{association_id}/keys/{key_id}", summary="The lots of a key")
async def key_weights(caller: Caller, association_id: UUID, key_id: UUID) -> list[dict[str, Any]]:
    """Return the lots of a key with their weights."""
    async with db.tenant_session(caller) as session:
        return [asdict(each) for each in await keys.weights_of(session, caller, association_id, key_id)]


@router.post("/associations/{association_id}/keys", summary="Enter a key", status_code=201)
async def enter_key(caller: Caller, association_id: UUID, wish: KeyIn) -> Made:
    """Enter a key of the by-laws, or one that four fifths put in the place of another (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        made = await keys.enter_key(
            session, caller, association_id, name=wish.name, source=wish.source, since=wish.since, lines=wish.lines,
            change=wish.change(),
        )  # fmt: skip
        return Made(id=made)


@router.post("/associations/{association_id}/keys/{key_id}/end", summary="End a key", status_code=204)
async def end_key(caller: Caller, association_id: UUID, key_id: UUID, wish: EndIn) -> None:
    """End a key on a day (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        await keys.end_key(session, caller, association_id, key_id, until=wish.until)
