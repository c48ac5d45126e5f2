"""Plays of what the council writes and of the syndic's mandate; see routes_played.py."""

from datetime import timedelta

from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services.assemblies.after import register
from koprogo.services.governance import notes, report_paper, reports, syndic
from tests.api.routes_played import A, Play, _run, plays
from tests.cast import Cast
from tests.services.assemblies import closed_evening
from tests.services.assemblies import evening as on_stage
from tests.services.governance.council_on_stage import PDF, auditor, member, young_mandate

C = "/api/v1/associations/{association_id}/council"
R = C + "/reports/{report_id}"
S = "/api/v1/associations/{association_id}/syndic"
FILE = {"file": ("a.pdf", PDF, "application/pdf")}


def _here(cast: Cast, **more):
    return {"association_id": cast.association_id, **more}


async def _as_member(cast: Cast, act, *arguments, **more):
    actor = await member(cast, "bram")
    async with db.tenant_session(actor, cast.association_id) as session:
        return await act(session, actor, cast.association_id, *arguments, **more)


async def _note(cast: Cast):
    return await _as_member(cast, notes.write_note, words="The cellar is dry.", day=today(), today=today(), at=now())


async def _report(cast: Cast):
    return await _as_member(cast, reports.begin, kind="yearly", today=today(), at=now())


async def _printed(cast: Cast):
    report = await _report(cast)
    version = await _as_member(cast, reports.issue_report, report, today=today(), at=now())
    await report_paper.print_report(cast.association_id, report, by=cast.actors["bram"], version=version, at=now())
    return report


@plays(f"GET {C}/notes")
async def read_notes(cast: Cast) -> Play:
    await _note(cast)
    return Play("bram", _here(cast), writes=False)


@plays(f"POST {C}/notes")
async def write_note(cast: Cast) -> Play:
    await member(cast, "bram")
    return Play("bram", _here(cast), json={"words": "All lamps work.", "day": today().isoformat(), "what": "visit"})


@plays(f"POST {C}/notes/{{note_id}}/files")
async def add_file(cast: Cast) -> Play:
    return Play("bram", _here(cast, note_id=await _note(cast)), files=FILE)


@plays(f"GET {C}/reports")
async def read_reports(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {C}/reports")
async def begin(cast: Cast) -> Play:
    await member(cast, "bram")
    async with db.association_session(
        cast.association_id
    ) as session:  # the play runs twice: there is one draft at a time
        begun = await session.scalar(text("SELECT count(*) FROM council_report"))
    return Play("bram", _here(cast), json={"kind": "half_yearly" if begun else "yearly"}, writes=not begun)


@plays(f"GET {R}")
async def read_report(cast: Cast) -> Play:
    return Play("bram", _here(cast, report_id=await _report(cast)), writes=False)


@plays(f"POST {R}/words")
async def write(cast: Cast) -> Play:
    body = {"words": {"asks": {"fr": f"Des devis, dit le {now().isoformat()}."}}}
    return Play("bram", _here(cast, report_id=await _report(cast)), json=body)


@plays(f"POST {R}/issue")
async def issue(cast: Cast) -> Play:
    return Play("bram", _here(cast, report_id=await _report(cast)))


@plays(f"POST {R}/assembly")
async def hand_in(cast: Cast) -> Play:
    report = await _printed(cast)
    assembly, _ = await on_stage.drafted(cast)
    return Play("bram", _here(cast, report_id=report), json={"assembly_id": str(assembly)})


@plays(f"GET {C}/handed-in")
async def handed_in(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {A}/accounts-report")
async def hand_in_accounts(cast: Cast) -> Play:
    await auditor(cast, "carla")
    assembly, _ = await on_stage.drafted(cast)
    return Play("carla", {"assembly_id": assembly}, files=FILE)


@plays("GET /api/v1/associations/{association_id}/decisions/{entry_id}")
async def decision(cast: Cast) -> Play:
    assembly, _ = await closed_evening.minuted(cast)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=on_stage.NOW)
    async with db.association_session(cast.association_id) as session:
        entry = await session.scalar(text("SELECT id FROM register_entry WHERE outcome = 'carried' LIMIT 1"))
    return Play("anna", _here(cast, entry_id=entry), writes=False)


async def _mandate(cast: Cast):
    async with db.association_session(cast.association_id) as session:
        return await session.scalar(
            text("SELECT id FROM mandate WHERE association_id = :t"), {"t": cast.association_id}
        )


@plays(f"GET {S}")
async def read_syndic(cast: Cast) -> Play:
    return Play("anna", _here(cast), writes=False)


@plays(f"POST {S}/{{mandate_id}}/term")
async def term(cast: Cast) -> Play:
    mandate = await young_mandate(cast)
    return Play(
        "syndic", _here(cast, mandate_id=mandate), json={"last_day": (today() + timedelta(days=200)).isoformat()}
    )


@plays(f"POST {S}/{{mandate_id}}/contract")
async def contract(cast: Cast) -> Play:
    return Play("syndic", _here(cast, mandate_id=await _mandate(cast)), files=FILE)


@plays(f"POST {S}/{{mandate_id}}/handover")
async def handover(cast: Cast) -> Play:
    body = {"item": "accounts", "what": "received", "day": today().isoformat()}
    return Play("syndic", _here(cast, mandate_id=await _mandate(cast)), json=body)


@plays("GET /api/v1/files/{file_id}/content")
async def file_content(cast: Cast) -> Play:
    made = await _run(cast, syndic.add_contract, await _mandate(cast), content=PDF, name="contract.pdf", at=now())
    return Play("anna", {"file_id": made}, writes=False)
