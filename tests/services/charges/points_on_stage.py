"""Points of assemblies with their frozen results, for what the books let a decision do; the votes are other tests'."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from koprogo import db
from koprogo.models.assemblies import AgendaItem, Assembly, Result
from tests.services.charges.worked_year import AT

WORKS = "works_on_common_parts"


async def voted_point(stage: Any, day: date, *rounds: bool, kind: str = WORKS, about: str = "text") -> UUID:
    """Put a point before an assembly and freeze a result of each round, carried or not; return the point."""
    here, by, item, assembly = stage.association_id, stage.people["syndic"], uuid4(), uuid4()
    starts = datetime.combine(day, time(18), UTC)
    async with db.association_session(here) as session:
        session.add(
            Assembly(id=assembly, association_id=here, day=day, starts_at=starts, created_at=AT, created_by_id=by)
        )
        await session.flush()
        session.add(
            AgendaItem(
                id=item, association_id=here, assembly_id=assembly, number=1, title={"fr": "Le point"}, kind=kind,
                majority="four_fifths",
            )
        )  # fmt: skip
        await session.flush()
        session.add_all(
            Result(
                id=uuid4(), association_id=here, assembly_id=assembly, item_id=item, round=number, about=about,
                text_version=1, carried=carried, majority="four_fifths", article="3.86 §3", rule="count", rule_version="1",
                in_favour=800, against=200, abstained=0, no_ballot=0, needed=800, ballots_sealed=0, chain_head=bytes(32),
                merkle_root=bytes(32), at=starts, by_id=by,
            )
            for number, carried in enumerate(rounds, start=1)
        )  # fmt: skip
    return item
