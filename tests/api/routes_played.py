"""For each route under /api/v1, a play in which the rightful actor succeeds. A route without a play fails the wall test.

A play prepares its own assembly, returns who may do it and the request, and says whether something is written.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import slips
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import hand_entry, voting
from koprogo.services.buildings.kept_lists import keep_list
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage
from tests.services.buildings.conftest import DATA

LIST = (DATA / "lots-60-fr.csv").read_bytes()


@dataclass
class Play:
    """One request that succeeds: who sends it, where, with what. `writes`: a line of the log follows."""

    who: str
    path: dict[str, UUID | str] = field(default_factory=dict)
    json: Any = None
    files: Any = None
    data: Any = None
    params: Any = None
    writes: bool = True
    needs_association: bool = True


PLAYS: dict[str, Callable[[Cast], Awaitable[Play]]] = {}
ALONE: set[str] = set()
"""Routes that end what the other plays live from: played among people of their own."""


def plays(
    route: str, *, alone: bool = False
) -> Callable[[Callable[[Cast], Awaitable[Play]]], Callable[[Cast], Awaitable[Play]]]:
    """Register the play of `METHOD /path`; `alone`: among people of its own."""

    def register(make: Callable[[Cast], Awaitable[Play]]) -> Callable[[Cast], Awaitable[Play]]:
        PLAYS[route] = make
        ALONE.update({route} if alone else ())
        return make

    return register


A = "/api/v1/assemblies/{assembly_id}"
I = A + "/items/{item_id}"  # noqa: E741


async def _run(cast: Cast, act: Callable[..., Awaitable[Any]], *arguments: Any, **more: Any) -> Any:
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await act(session, cast.syndic, cast.association_id, *arguments, **more)


@plays(f"GET {A}")
async def read(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/room")
async def room(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/attendees")
async def attendees(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/mine")
async def mine(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/minutes")
async def minutes_of(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays("POST /api/v1/associations/{association_id}/assemblies")
async def draft(cast: Cast) -> Play:
    body = {"kind": "ordinary", "starts_at": (now() + timedelta(days=40)).isoformat(), "place": "Salle"}
    return Play("syndic", {"association_id": cast.association_id}, json=body)


@plays(f"POST {A}/items")
async def add_item(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"template": "budget"})


@plays(f"DELETE {I}")
async def drop_item(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(f"POST {A}/convocation")
async def convene(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    body = {"sent_on": on_stage.NOW.date().isoformat(), "urgent_reason": "an essay", "despite": "by post"}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"POST {A}/presence")
async def presence(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, json={})


@plays(f"POST {A}/proxies")
async def give_proxy(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("anna", {"assembly_id": assembly}, json={"holder_id": str(cast.people["bram"])})


@plays(A.join(("DELETE ", "/proxies/{proxy_id}")))
async def revoke_proxy(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    who = {"giver_id": cast.people["anna"], "holder_id": cast.people["bram"]}
    proxy = await _run(cast, proxies.record_proxy, assembly, at=on_stage.NOW, **who)
    return Play("anna", {"assembly_id": assembly, "proxy_id": proxy})


@plays(f"POST {A}/bureau")
async def bureau(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"office": "chair", "person_id": str(cast.people["anna"])})


@plays(f"POST {A}/slips")
async def issue_slip(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    body = {"person_id": str(cast.people["anna"]), "identity_check": "identity_card"}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(A.join(("DELETE ", "/slips/{slip_id}")))
async def revoke_slip(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    who = {"person_id": cast.people["anna"], "identity_check": "identity_card"}
    slip = await _run(cast, slips.issue_slip, assembly, at=now(), **who)
    return Play("syndic", {"assembly_id": assembly, "slip_id": slip.id})


@plays(f"POST {A}/opening")
async def open_assembly(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    await on_stage.arrive(cast, assembly, "anna", "bram", "carla", "dirk")
    return Play("syndic", {"assembly_id": assembly})


@plays(f"POST {A}/closing")
async def close_assembly(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    await _run(cast, voting.settle_item, item, outcome="postponed")
    return Play("syndic", {"assembly_id": assembly})


@plays(f"POST {I}/opening")
async def open_item(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={})


async def _voting(cast: Cast) -> tuple[UUID, UUID]:
    assembly, [item] = await on_stage.opened(cast)
    await on_stage.open_vote(cast, item)
    return assembly, item


@plays(f"POST {I}/ballots")
async def cast_ballot(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    return Play("anna", {"assembly_id": assembly, "item_id": item}, json={"choice": "for", "nonce": "a-new-nonce"})


@plays(f"POST {I}/hands")
async def hands(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"choice": "for"})


@plays(f"POST {I}/entries")
async def entries(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    body = {"choices": {str(cast.lots["A2"]): "against"}, "channel": "paper"}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json=body)


@plays(f"POST {I}/confirmations")
async def confirmations(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await _run(cast, hand_entry.enter_ballots, item, choices={cast.lots["A2"]: Choice.FOR}, channel="paper")
    return Play("anna", {"assembly_id": assembly, "item_id": item})


@plays(f"POST {I}/closing")
async def close_item(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(f"POST {I}/result")
async def result(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await on_stage.close_vote(cast, item)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(f"POST {I}/rounds")
async def again(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await on_stage.close_vote(cast, item)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"reason": "an owner was passed over"})


@plays(f"POST {I}/outcome")
async def outcome(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"outcome": "withdrawn"})


async def _closed(cast: Cast) -> UUID:
    assembly, [item] = await on_stage.opened(cast)
    await _run(cast, voting.settle_item, item, outcome="postponed")
    await _run(cast, sitting.close_assembly, assembly, at=on_stage.NOW)
    return assembly


@plays(f"POST {A}/minutes")
async def request_minutes(cast: Cast) -> Play:
    return Play("syndic", {"assembly_id": await _closed(cast)})


@plays("GET /api/v1/papers/{paper_id}/content")
async def paper(cast: Cast) -> Play:
    assembly = await _closed(cast)
    await minutes.issue_minutes(cast.association_id, assembly, by=cast.syndic, version=1, at=on_stage.NOW)
    async with db.tenant_session(cast.syndic) as session:
        found = await session.scalar(text("SELECT id FROM paper WHERE subject_id = :a LIMIT 1"), {"a": assembly})
    return Play("anna", {"paper_id": found}, writes=False)


@plays("GET /api/v1/associations/{association_id}/lots")
async def lots(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays("POST /api/v1/associations/{association_id}/lots/preview")
async def preview(cast: Cast) -> Play:
    sent = {"files": {"file": ("lots.csv", LIST, "text/csv")}, "data": {"denominator": "10000"}}
    return Play("syndic", {"association_id": cast.association_id}, writes=False, **sent)


@plays("POST /api/v1/associations/{association_id}/lots/import")
async def import_lots(cast: Cast) -> Play:
    """Into an association of the syndic's that has no lots yet."""
    from uuid import uuid4

    from koprogo.models.buildings import Association, Mandate
    from tests.cast import AT, LONG_AGO

    empty = uuid4()
    async with db.tenant_session(cast.syndic) as session:
        firm = await session.scalar(
            text("SELECT organisation_id FROM mandate WHERE association_id = :t"), {"t": cast.association_id}
        )
    async with db.association_session(empty) as session:
        session.add(Association(id=empty, name="Vide", shares_total=1000, created_at=AT))
        await session.flush()
        session.add(Mandate(association_id=empty, organisation_id=firm, since=LONG_AGO))
    sent = {"files": {"file": ("lots.csv", LIST, "text/csv")}, "data": {"denominator": "10000"}}
    return Play("syndic", {"association_id": empty}, **sent)


@plays("POST /api/v1/associations/{association_id}/lots/files")
async def send_list(cast: Cast) -> Play:
    sent = {"files": {"file": ("lots.csv", LIST, "text/csv")}}
    return Play("syndic", {"association_id": cast.association_id}, writes=False, **sent)


@plays("GET /api/v1/associations/{association_id}/lots/files/{list_id}/faults")
async def faults(cast: Cast) -> Play:
    wrong = (DATA / "lots-60-fr-wrong.csv").read_bytes()
    kept = await keep_list(cast.syndic, cast.association_id, content=wrong, name="wrong.csv", at=now())
    where = {"association_id": cast.association_id, "list_id": kept}
    return Play("syndic", where, params={"denominator": 10000}, writes=False)


@plays("POST /api/v1/associations/{association_id}/people/{person_id}/invitation")
async def invite(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "person_id": cast.people["carla"]}
    return Play("syndic", where, json={"email": "carla@example.org"})


@plays("DELETE /api/v1/associations/{association_id}/people/{person_id}/wait")
async def lift_wait(cast: Cast) -> Play:
    async with db.open_session() as session:
        await session.execute(
            text(
                "INSERT INTO account (person_id, email, is_operator, failed_count, created_at)"
                " VALUES (:p, :e, false, 9, now()) ON CONFLICT DO NOTHING"
            ),
            {"p": cast.people["dirk"], "e": "dirk@example.org"},
        )
    return Play("syndic", {"association_id": cast.association_id, "person_id": cast.people["dirk"]})


R = "/api/v1/associations/{association_id}/register"


@plays(f"GET {R}")
async def register_entries(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, params={"words": "toit", "year": 2026}, writes=False)


@plays(f"GET {R}/clocks")
async def register_clocks(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays(f"GET {R}/papers")
async def register_papers(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays(f"POST {R}/papers")
async def print_register(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id})
