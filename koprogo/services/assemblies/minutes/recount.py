"""Counting every frozen result again, with the verifier that travels in the minutes: a second way, not the rules' own."""

import hashlib
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.errors import KoproError
from koprogo.papers.minutes.terms import Copy
from koprogo.papers.verifier import verify_minutes
from koprogo.services.assemblies.minutes.proof_export import ROUNDS, vote_records

ASSEMBLIES = "SELECT DISTINCT assembly_id FROM result WHERE association_id = :t ORDER BY assembly_id"


async def recount_results(session: AsyncSession, association_id: UUID) -> list[str]:
    """Return one sentence per figure of a frozen result that its ballots do not give; empty is good."""
    faults: list[str] = []
    assemblies = (await session.execute(text(ASSEMBLIES), {"t": association_id})).scalars().all()
    for assembly_id in assemblies:
        for row in (await session.execute(text(ROUNDS), {"a": assembly_id})).all():
            try:
                records = await vote_records(session, association_id, assembly_id, row, Copy.ASSOCIATION)
            except (KoproError, LookupError, TypeError, ValueError) as broken:  # what it rests on was changed
                faults.append(f"item {row.item_id}: its result cannot be counted again ({type(broken).__name__})")
                continue
            checked = [
                {**each, "check": hashlib.sha256(verify_minutes.canonical(each)).hexdigest()} for each in records
            ]
            report = verify_minutes.verify({"copy": str(Copy.ASSOCIATION), "records": checked})
            faults += [
                f"assembly {assembly_id}, item {row.item_id}: {message.format(**facts)}"
                for message, facts in report.faults
            ]
    return faults
