"""The plays of the secret polls' routes."""

from uuid import UUID

from koprogo.services.assemblies.voting import opinion_polls
from tests.api.routes_played import A, I, Play, _run, plays
from tests.cast import Cast
from tests.services.assemblies import evening as on_stage


async def _open(cast: Cast) -> tuple[UUID, UUID]:
    assembly, [item] = await on_stage.opened(cast)
    return assembly, await _run(cast, opinion_polls.open_poll, item, at=on_stage.NOW)


@plays(f"POST {I}/polls")
async def open_poll(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(A.join(("GET ", "/polls/{poll_id}")))
async def poll_here(cast: Cast) -> Play:
    assembly, poll = await _open(cast)
    return Play("anna", {"assembly_id": assembly, "poll_id": poll}, writes=False)


@plays(A.join(("POST ", "/polls/{poll_id}/answers")))
async def answer_poll(cast: Cast) -> Play:
    """An answer leaves no line in the log: that is what keeps it secret."""
    assembly, poll = await _open(cast)
    return Play("anna", {"assembly_id": assembly, "poll_id": poll}, json={"answer": "for"}, writes=False)


@plays(A.join(("POST ", "/polls/{poll_id}/closing")))
async def close_poll(cast: Cast) -> Play:
    assembly, poll = await _open(cast)
    return Play("syndic", {"assembly_id": assembly, "poll_id": poll})


@plays(A.join(("POST ", "/polls/{poll_id}/minutes")))
async def tell_poll(cast: Cast) -> Play:
    assembly, poll = await _open(cast)
    await _run(cast, opinion_polls.close_poll, poll, at=on_stage.NOW)
    return Play("syndic", {"assembly_id": assembly, "poll_id": poll})
