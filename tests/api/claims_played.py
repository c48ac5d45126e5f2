"""Plays of claims on insurers; see routes_played.py."""

from koprogo.core.clock import now, today
from koprogo.core.money import Money
from koprogo.services.charges.claims import claims
from koprogo.services.charges.claims.claims import Known
from tests.api.bank_played import waiting_line
from tests.api.routes_played import Play, plays
from tests.cast import Cast
from tests.services.charges.invoices_on_stage import act, year

C = "/api/v1/associations/{association_id}/claims"
KNOWN = {"insurer": "Assureur SA", "policy": "P-1", "reference": "S-44", "expected": 30_000, "deductible": 6_300}


async def opened(cast: Cast) -> dict[str, object]:
    known = Known("Assureur SA", expected=Money(30_000))
    facts = {"happened_on": today(), "words": "Dégât des eaux", "known": known, "lots": [cast.lots["A1"]]}
    return {
        "association_id": cast.association_id,
        "claim_id": await act(cast, "syndic", claims.open_claim, **facts, at=now()),
    }


@plays(f"GET {C}")
async def listed(cast: Cast) -> Play:
    await opened(cast)
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays(f"POST {C}")
async def enter(cast: Cast) -> Play:
    body = {**KNOWN, "happened_on": today().isoformat(), "words": "Grêle", "lots": [str(cast.lots["A1"])]}
    return Play("accountant", {"association_id": cast.association_id}, json=body)


@plays(f"GET {C}/{{claim_id}}")
async def one(cast: Cast) -> Play:
    return Play("anna", await opened(cast), writes=False)


@plays(f"PUT {C}/{{claim_id}}")
async def change(cast: Cast) -> Play:
    return Play("accountant", await opened(cast), json=KNOWN)


@plays(f"POST {C}/{{claim_id}}/indemnities")
async def receive(cast: Cast) -> Play:
    came = await waiting_line(cast)
    seen = str(came.match_id) if came.match_id else None
    return Play("accountant", await opened(cast), json={"line_id": str(came.id), "seen": seen})


@plays(f"POST {C}/{{claim_id}}/settle")
async def settle(cast: Cast) -> Play:
    await year(cast)
    return Play("syndic", await opened(cast), json={"day": today().isoformat()})
