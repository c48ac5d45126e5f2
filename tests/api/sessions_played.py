"""The plays of drafts and sessions: a day changed, a point rewritten; no quorum, interruptions, seats, what is read out."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.adapters import timestamps
from koprogo.core.clock import now
from koprogo.models.ballots import RootStamp
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import hand_entry, results
from tests.adapters.throw_away import authority
from tests.api.routes_played import A, I, Play, _run, _voting, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage


@plays(f"PUT {A}")
async def change_day(cast: Cast) -> Play:
    assembly, _ = await on_stage.drafted(cast)
    body = {"kind": "ordinary", "starts_at": (now() + timedelta(days=50)).isoformat(), "place": "Salle du Parc"}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"PUT {I}")
async def rewrite(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    words = {"fr": "Repeindre la façade", "nl": "De gevel schilderen"}
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"title": words, "proposal": words})


@plays(f"PUT {I}/place")
async def move(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"to": 1})


@plays(f"PUT {I}/majority")
async def majority(cast: Cast) -> Play:
    assembly, [item] = await on_stage.drafted(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={})


@plays(f"POST {A}/lack-of-quorum")
async def without_quorum(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    return Play("syndic", {"assembly_id": assembly})


@plays(f"POST {A}/second-session")
async def second(cast: Cast) -> Play:
    assembly, _ = await on_stage.convened(cast)
    await _run(cast, sitting.without_quorum, assembly, at=on_stage.NOW)
    body = {"starts_at": (now() + timedelta(days=60)).isoformat(), "place": "Salle du Parc"}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"POST {A}/suspension")
async def suspend(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"reason": "a pause"})


@plays(f"POST {A}/resumption")
async def resume(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    await _run(cast, sitting.suspend, assembly, reason="a pause")
    return Play("syndic", {"assembly_id": assembly})


@plays(f"GET {A}/bureau")
async def seats(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(A.join(("DELETE ", "/bureau/{office}/{person_id}")))
async def end_seat(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    where: dict[str, UUID | str] = {"assembly_id": assembly, "office": "chair", "person_id": cast.people["anna"]}
    return Play("syndic", where)


@plays(f"GET {A}/minutes-so-far")
async def so_far(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/waiting-entries")
async def waiting(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await _run(cast, hand_entry.enter_ballots, item, choices={cast.lots["A2"]: Choice.FOR}, channel="paper")
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(A.join(("GET ", "/receipts/{leaf}")))
async def receipts(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    [found, *_] = await on_stage.press(cast, "anna", item, Choice.FOR)
    return Play("anna", {"assembly_id": assembly, "leaf": found.leaf}, writes=False)


@plays(f"POST {I}/extension")
async def extend(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    await on_stage.open_vote(cast, item, seconds=60)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, json={"seconds": 60})


@plays(f"GET {I}/read-out")
async def read(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await on_stage.close_vote(cast, item)
    return Play("syndic", {"assembly_id": assembly, "item_id": item}, writes=False)


@plays(f"GET {I}/rounds/{{round_}}/timestamp")
async def timestamp(cast: Cast) -> Play:
    assembly, item = await _voting(cast)
    await on_stage.press(cast, "anna", item, Choice.FOR)
    await on_stage.close_vote(cast, item)
    await _run(cast, results.confirm_result, item, at=on_stage.NOW)
    async with authority() as service, db.association_session(cast.association_id) as session:
        root = bytes(
            await session.scalar(text("SELECT merkle_root FROM result WHERE item_id = :i"), {"i": item}) or b""
        )
        found = await timestamps.stamp_of(root, service.url)
        session.add(
            RootStamp(
                association_id=cast.association_id, item_id=item, round=1, root=root, by_name=found.name, at=found.at,
                token=found.token,
            )
        )  # fmt: skip
    return Play("anna", {"assembly_id": assembly, "item_id": item, "round_": "1"}, writes=False)
