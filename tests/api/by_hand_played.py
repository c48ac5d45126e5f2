"""Plays of notarial proxies, deeds undone and lots changed by hand (see routes_played.py)."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.models.buildings import Lot
from koprogo.services.assemblies.proxies import notarial_proxies
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.api.ownership_played import _lot
from tests.api.routes_played import Play, plays
from tests.cast import Cast

HERE = "/api/v1/associations/{association_id}"
PROXIES = HERE + "/notarial-proxies"
DEED = "Maître Lenoir, acte du 3 mars 2026"
_asked = iter(range(1, 10_000))


def _days() -> dict[str, object]:
    """Return days of their own for each play: a giver has one notarial proxy at a time."""
    since = today() + timedelta(days=10 * next(_asked))
    return {"since": since, "until": since + timedelta(days=5)}


@plays(f"GET {PROXIES}")
async def read(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id}, writes=False)


@plays(f"POST {PROXIES}")
async def record(cast: Cast) -> Play:
    people = {"giver_id": str(cast.people["dirk"]), "holder_id": str(cast.people["bram"])}
    days = {name: str(day) for name, day in _days().items()}
    body = people | days | {"proof": DEED, "notarial": True}
    return Play("syndic", {"association_id": cast.association_id}, json=body)


@plays(f"POST {PROXIES}/{{mandate_id}}/end")
async def end(cast: Cast) -> Play:
    days = _days()
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        made = await notarial_proxies.record_mandate(
            session, cast.syndic, cast.association_id, giver_id=cast.people["dirk"], holder_id=cast.people["bram"],
            proof=DEED, notarial=True, at=now(), **days,
        )  # fmt: skip
    path = {"association_id": cast.association_id, "mandate_id": made}
    return Play("syndic", path, json={"day": str(days["since"]), "reason": "Révoquée"})


@plays(f"POST {HERE}/deeds/{{transfer_id}}/undo")
async def undo(cast: Cast) -> Play:
    lot = await _lot(cast, "dirk")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        deed = await transfers.record_transfer(
            session, cast.syndic, cast.association_id, lot_id=lot, day=today(), act=DEED, at=now(),
            holders=[NewHolder("full", person_id=cast.people["bram"])],
        )  # fmt: skip
    return Play("syndic", {"association_id": cast.association_id, "transfer_id": deed}, json={"reason": "Erreur"})


@plays(f"PUT {HERE}/lots/{{lot_id}}")
async def change(cast: Cast) -> Play:
    body = {"number": f"C{uuid4().hex[:6]}", "kind": "cellar", "floor": "-1"}
    return Play("syndic", {"association_id": cast.association_id, "lot_id": await _lot(cast, "dirk")}, json=body)


@plays(f"GET {HERE}/lots/{{lot_id}}/changes")
async def changes(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id, "lot_id": cast.lots["A1"]}, writes=False)


@plays(f"POST {HERE}/shares")
async def shares(cast: Cast) -> Play:
    """A cellar that gets no share once more: the sum stays."""
    lot = uuid4()
    async with db.association_session(cast.association_id) as session:
        session.add(Lot(id=lot, association_id=cast.association_id, number=f"S{lot.hex[:6]}", kind="cellar", shares=0))
        await session.flush()
        total = await session.scalar(
            text("SELECT sum(shares) FROM lot WHERE association_id = :t"), {"t": cast.association_id}
        )
    body = {"shares": {str(lot): 0}, "shares_total": int(total), "act": DEED, "day": str(today())}
    return Play("syndic", {"association_id": cast.association_id}, json=body)
