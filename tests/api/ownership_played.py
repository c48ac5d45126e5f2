"""Plays of deeds, representatives, addresses and consents (see routes_played.py)."""

from typing import Any
from uuid import uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.models.buildings import Lot
from koprogo.models.ownership import Holding
from koprogo.services.ownership import contacts
from koprogo.services.ownership.merges import RowSaid
from tests.api.routes_played import Play, plays
from tests.cast import LONG_AGO, Cast

HERE = "/api/v1/associations/{association_id}"


async def _lot(cast: Cast, *holders: str) -> Any:
    """Write a cellar without shares held by these people; return its id."""
    lot = uuid4()
    async with db.association_session(cast.association_id) as session:
        session.add(Lot(id=lot, association_id=cast.association_id, number=f"K{lot.hex[:6]}", kind="cellar", shares=0))
        await session.flush()
        right = "full" if len(holders) == 1 else "undivided"
        session.add_all(
            Holding(
                association_id=cast.association_id, lot_id=lot, person_id=cast.people[who], right=right, since=LONG_AGO
            )
            for who in holders
        )
    return lot


@plays(f"GET {HERE}/lots/{{lot_id}}/transfers")
async def history(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id, "lot_id": cast.lots["A1"]}, writes=False)


@plays(f"POST {HERE}/lots/{{lot_id}}/transfers")
async def transfer(cast: Cast) -> Play:
    body = {"day": str(today()), "act": "Acte du notaire", "holders": [{"right": "full", "name": "Nadia Noël"}]}
    return Play("syndic", {"association_id": cast.association_id, "lot_id": await _lot(cast, "dirk")}, json=body)


@plays(f"POST {HERE}/lots/{{lot_id}}/representative")
async def designate(cast: Cast) -> Play:
    body = {"person_id": str(cast.people["anna"]), "since": str(today()), "proof": "Lettre des deux"}
    where = {"association_id": cast.association_id, "lot_id": await _lot(cast, "anna", "bram")}
    return Play("syndic", where, json=body)


@plays(f"PUT {HERE}/people/{{person_id}}/contact")
async def change_contact(cast: Cast) -> Play:
    body = {"street": "Rue Neuve 1", "postcode": "1000", "city": "Bruxelles", "email": "anna@example.org"}
    return Play("syndic", {"association_id": cast.association_id, "person_id": cast.people["anna"]}, json=body)


async def _reached(cast: Cast, who: str, *, accepted: bool) -> None:
    """Give her an address; and a consent, or none that stands."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        here = (session, cast.syndic, cast.association_id, cast.people[who])
        await contacts.change_contact(*here, said=RowSaid(email=f"{who}@example.org"))
        await session.execute(
            text("UPDATE email_consent SET revoked_on = :day WHERE person_id = :p AND revoked_on IS NULL"),
            {"p": cast.people[who], "day": today()},
        )
        if accepted:
            await contacts.accept_email(*here, given_on=today(), proof="Formulaire signé", at=now())


@plays(f"POST {HERE}/people/{{person_id}}/email-consent")
async def accept_email(cast: Cast) -> Play:
    await _reached(cast, "bram", accepted=False)
    body = {"given_on": str(today()), "proof": "Formulaire signé"}
    return Play("syndic", {"association_id": cast.association_id, "person_id": cast.people["bram"]}, json=body)


@plays(f"POST {HERE}/people/{{person_id}}/email-consent/end")
async def revoke_email(cast: Cast) -> Play:
    await _reached(cast, "carla", accepted=True)
    where = {"association_id": cast.association_id, "person_id": cast.people["carla"]}
    return Play("syndic", where, json={"revoked_on": str(today())})
