"""The register of decisions: search it, have it printed."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from koprogo import db
from koprogo.api.caller import Caller
from koprogo.api.days import AnyYear
from koprogo.services.assemblies.after import register_paper, register_queries
from koprogo.services.documents import queries as documents

router = APIRouter(prefix="/api/v1/associations/{association_id}/register", tags=["register"])


@router.get("", summary="The register of decisions")
async def entries(
    caller: Caller, association_id: UUID, words: str = "", year: AnyYear = 0, outcome: str = "", kind: str = ""
) -> list[dict[str, Any]]:
    """Return the entries that match, the newest first; `words` must all occur, accents aside."""
    wanted = register_queries.Wanted(words[:200], year, outcome, kind)
    async with db.tenant_session(caller, association_id) as session:
        rows = await register_queries.register(session, caller, association_id, wanted)
    return [asdict(row) for row in rows]


@router.get("/clocks", summary="The thirty days of the newest assemblies")
async def clocks(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return when each assembly's minutes are due and what was done (art. 3.87 §12)."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await register_queries.clocks(session, caller, association_id)
    return [asdict(row) for row in rows]


@router.get("/papers", summary="The printed register, by language")
async def papers(caller: Caller, association_id: UUID) -> list[dict[str, Any]]:
    """Return the newest printed register in each language."""
    async with db.tenant_session(caller, association_id) as session:
        rows = await documents.papers_of(
            session, caller, association_id, kind=register_paper.KIND, subject_id=association_id
        )
    return [asdict(row) for row in rows]


@router.post("/papers", summary="Print the register", status_code=202)
async def print_register(caller: Caller, association_id: UUID) -> dict[str, int]:
    """Have the register printed as it stands, in four languages (syndic)."""
    async with db.tenant_session(caller, association_id) as session:
        return {"version": await register_paper.request_register(session, caller, association_id)}
