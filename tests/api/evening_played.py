"""The plays of the evening beside voting: the attendance put right, the floor, who was let in."""

from datetime import timedelta
from uuid import UUID

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.models.ownership import Representative
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.attendance import visitors as people_let_in
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import hand_entry
from koprogo.services.assemblies.written import letters as written_letters
from koprogo.services.assemblies.written import written
from tests.api.routes_played import A, Play, plays
from tests.cast import LONG_AGO, Cast
from tests.services.assemblies import evening as on_stage


@plays(f"GET {A}/movements")
async def movements(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/movements/corrections")
async def correct(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast, present=("anna", "bram", "carla"))
    body = {
        "person_id": str(cast.people["dirk"]),
        "what": "arrived",
        "happened_at": on_stage.NOW.isoformat(),
        "reason": "forgotten",
    }
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"GET {A}/reviews")
async def reviews(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/proxy-sheets")
async def proxy_sheets(cast: Cast) -> Play:
    assembly, [item] = await on_stage.opened(cast)
    await on_stage.open_vote(cast, item)
    return Play("syndic", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/floor")
async def own_place(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"GET {A}/floor/list")
async def speaking_list(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)  # she chairs


@plays(f"POST {A}/floor")
async def take_floor(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("bram", {"assembly_id": assembly}, json={"act": "ask"})


@plays(f"GET {A}/protests")
async def protests(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/protests")
async def record_protest(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    body = {"person_id": str(cast.people["bram"]), "words": "Le quorum n’est pas atteint."}
    return Play("syndic", {"assembly_id": assembly}, json=body)


@plays(f"GET {A}/visitors")
async def visitors(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/visitors")
async def admit(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("syndic", {"assembly_id": assembly}, json={"name": "Maître Huissier", "capacity": "bailiff"})


@plays(A.join(("DELETE ", "/visitors/{number}")))
async def visitor_left(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        number = await people_let_in.admit(
            session, cast.syndic, cast.association_id, assembly, name="Ann Expert", capacity="expert", at=on_stage.NOW
        )
    return Play("syndic", {"assembly_id": assembly, "number": str(number)})


@plays(f"POST {A}/items/{{item_id}}/confirmations/alone")
async def confirm_alone(cast: Cast) -> Play:
    assembly, [item] = await on_stage.convened(cast)
    await on_stage.arrive(cast, assembly, "anna", "bram", "carla")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=on_stage.NOW)
    await on_stage.open_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        choices = {cast.lots["A2"]: Choice.FOR}
        await hand_entry.enter_ballots(
            session, cast.syndic, cast.association_id, item, choices=choices, channel="paper"
        )
    return Play("syndic", {"assembly_id": assembly, "item_id": item})


@plays(f"GET {A}/retry")
async def read_retry(cast: Cast) -> Play:
    assembly, _ = await on_stage.opened(cast)
    return Play("anna", {"assembly_id": assembly}, writes=False)


@plays(f"POST {A}/retry")
async def plan_retry(cast: Cast) -> Play:
    assembly = await on_stage.missed_unanimity(cast)
    body = {"starts_at": (on_stage.NOW + timedelta(days=60)).isoformat(), "place": "Salle"}
    return Play("syndic", {"assembly_id": assembly}, json=body)


W = "/api/v1/associations/{association_id}/written"


async def _asked(cast: Cast) -> UUID:
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await written.ask(
            session, cast.syndic, cast.association_id, kind="works_on_common_parts", title={"fr": "Peindre"},
            proposal={"fr": "Peindre le hall."}, answer_by=today() + timedelta(days=20), at=now(),
        )  # fmt: skip


@plays(f"GET {W}")
async def list_written(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id}, writes=False)


@plays(f"POST {W}")
async def ask(cast: Cast) -> Play:
    last = (today() + timedelta(days=20)).isoformat()
    body = {"kind": "works_on_common_parts", "title": {"fr": "Peindre"}, "text": {"fr": "Peindre."}, "answer_by": last}
    return Play("syndic", {"association_id": cast.association_id}, json=body)


@plays(W.join(("POST ", "/{decision_id}/answers")))
async def answer(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "decision_id": await _asked(cast)}
    return Play("anna", where, json={"choice": "for"})


async def _taken(cast: Cast) -> UUID:
    """Ask for a decision in writing and record the paper of every lot that may answer; Emma stands for the joint one."""
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        person = {"association_id": cast.association_id, "person_id": cast.people["emma"], "lot_id": cast.lots["A5"]}
        session.add(Representative(since=LONG_AGO, proof="form", **person))
    decision = await _asked(cast)
    for lot in ("A1", "A2", "A3", "A4", "A5", "G1"):
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await written.record_answer(
                session,
                cast.syndic,
                cast.association_id,
                decision,
                lot_id=cast.lots[lot],
                choice="for",
                document="A 1",
                at=now(),
            )
    return decision


@plays(W.join(("GET ", "/{decision_id}/papers")))
async def written_papers(cast: Cast) -> Play:
    return Play("anna", {"association_id": cast.association_id, "decision_id": await _asked(cast)}, writes=False)


@plays(W.join(("POST ", "/{decision_id}/papers")))
async def print_written(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id, "decision_id": await _taken(cast)})


@plays(W.join(("POST ", "/{decision_id}/withdrawal")))
async def withdraw(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "decision_id": await _asked(cast)}
    return Play("syndic", where, json={"reason": "an essay"})


async def _lettered(cast: Cast) -> dict[str, UUID | str]:
    """Ask for a decision in writing and print its letters."""
    decision = await _asked(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await written_letters.send_letters(session, cast.syndic, cast.association_id, decision, at=now())
    await written_letters.print_letters(cast.association_id, decision, at=now())
    return {"association_id": cast.association_id, "decision_id": decision}


@plays(W.join(("GET ", "/{decision_id}/letters")))
async def list_written_letters(cast: Cast) -> Play:
    where = {"association_id": cast.association_id, "decision_id": await _asked(cast)}
    return Play("syndic", where, writes=False)


@plays(W.join(("POST ", "/{decision_id}/letters")))
async def send_written_letters(cast: Cast) -> Play:
    return Play("syndic", {"association_id": cast.association_id, "decision_id": await _asked(cast)})


@plays(W.join(("POST ", "/{decision_id}/letters/posted")))
async def written_letters_posted(cast: Cast) -> Play:
    return Play("syndic", await _lettered(cast), json={"day": today().isoformat()})


@plays(W.join(("GET ", "/{decision_id}/letters/batch")))
async def written_letters_batch(cast: Cast) -> Play:
    return Play("syndic", await _lettered(cast), writes=False)
