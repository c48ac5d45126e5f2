"""Who votes for a joint lot, who acts for whom, and people the association comes to know: dated, each with its proof.

Nothing is edited: a new designation ends the one before on its own first day.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.core.plain_text import tidy
from koprogo.models.identity import Person
from koprogo.models.ownership import ActingFor, Representative
from koprogo.rules.ownership.contact_text import LANGUAGES, is_email
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.organisations import Capacity, read_enterprise_number
from koprogo.rules.ownership.rights import Right
from koprogo.services import audit
from koprogo.services.ownership.merges import RowSaid, contact_row
from koprogo.services.ownership.refusals import NoRepresentativeNeeded

PROOF = "Say in which writing this was told, and of which day."
NOT_YET = "Write a day that is not in the future."
ENDS_FIRST = "Write a day after the first one."
HERSELF = "Nobody acts for herself. Choose another person."
CAPACITY = "Choose organ, employee, lawyer, administrator or heirs’ representative."
LONGEST_PROOF = 500
KNOWN_HERE = """
SELECT EXISTS (SELECT 1 FROM contact WHERE association_id = :association AND person_id = :person)
    OR EXISTS (SELECT 1 FROM holding WHERE association_id = :association AND person_id = :person)
"""


async def designate_representative(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    lot_id: UUID,
    person_id: UUID,
    since: date,
    proof: str,
    at: datetime,
) -> UUID:
    """Record the one person who votes for a joint or usufruct lot from a day on, and return the designation's id.

    `proof` says by which writing the holders told the syndic. The designation before ends on that day. Safe to repeat.

    Raises:
        NotAllowed: only who may change people.
        NotFound: the lot or the person is not of this association.
        BadInput: no proof, or a day in the future.
        NoRepresentativeNeeded: one person holds the lot in full ownership (art. 3.87 §1).
    """
    require(actor, "people.change", association_id)
    return await write_designation(
        session, actor, association_id, lot_id=lot_id, person_id=person_id, since=since, proof=proof, at=at
    )


async def write_designation(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    lot_id: UUID,
    person_id: UUID,
    since: date,
    proof: str,
    at: datetime,
) -> UUID:
    """Write a designation for a caller that has checked who may: the syndic, or all holders who signed."""
    proof = _checked(since, proof, at)
    await _lock_lot(session, association_id, lot_id)
    await _require_known(session, association_id, person_id)
    rights = (
        await session.execute(
            text(
                'SELECT "right" FROM holding WHERE association_id = :association AND lot_id = :lot'
                " AND since <= :day AND (until IS NULL OR until > :day)"
            ),
            {"association": association_id, "lot": lot_id, "day": legal_day(at)},
        )
    ).scalars()
    if not needs_representative([Right(right) for right in rights]):
        raise NoRepresentativeNeeded
    facts = {"association": association_id, "lot": lot_id, "person": person_id, "since": since}
    same = "SELECT id FROM representative WHERE association_id = :association AND lot_id = :lot AND person_id = :person"
    if earlier := await session.scalar(text(f"{same} AND since = :since AND until IS NULL"), facts):
        return earlier
    until = await _make_room(session, "representative", "lot_id", association_id, lot_id, since)
    row = Representative(
        association_id=association_id, lot_id=lot_id, person_id=person_id, since=since, until=until, proof=proof
    )
    session.add(row)
    await session.flush()
    await audit.record(
        session, actor, association_id, "ownership.representative.designated", lot_id, person=str(person_id)
    )
    return row.id


async def record_acting_for(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    holder_id: UUID,
    person_id: UUID,
    capacity: str,
    since: date,
    proof: str,
    at: datetime,
    until: date | None = None,
) -> UUID:
    """Record who acts for a holder, in which capacity, from a day on (to a day, exclusive), and return its id.

    Whoever acted before stops on that day. Safe to repeat.

    Raises:
        NotAllowed: only who may change people.
        NotFound: one of the two is not known in this association.
        BadInput: no proof, a day in the future, an end before the beginning, an unknown capacity, or the holder herself.
    """
    require(actor, "people.change", association_id)
    proof = _checked(since, proof, at)
    problems = [
        Problem("capacity", CAPACITY) if capacity not in set(Capacity) else None,
        Problem("person", HERSELF) if holder_id == person_id else None,
        Problem("until", ENDS_FIRST) if until is not None and until <= since else None,
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    await _require_known(session, association_id, holder_id)
    await _require_known(session, association_id, person_id)
    await session.execute(
        text("SELECT 1 FROM contact WHERE association_id = :association AND person_id = :holder FOR UPDATE"),
        {"association": association_id, "holder": holder_id},
    )
    facts = {"association": association_id, "holder": holder_id, "person": person_id, "since": since, "as": capacity}
    same = (
        "SELECT id FROM acting_for WHERE association_id = :association AND holder_id = :holder AND person_id = :person"
        " AND since = :since AND capacity = :as"
    )
    if earlier := await session.scalar(text(f"{same} AND (until IS NULL OR until > since)"), facts):
        return earlier
    next_one = await _make_room(session, "acting_for", "holder_id", association_id, holder_id, since)
    row = ActingFor(
        association_id=association_id,
        holder_id=holder_id,
        person_id=person_id,
        capacity=capacity,
        since=since,
        until=min((day for day in (until, next_one) if day), default=None),
        proof=proof,
    )
    session.add(row)
    await session.flush()
    await audit.record(
        session, actor, association_id, "ownership.acting_for.recorded", holder_id,
        person=str(person_id), capacity=capacity,
    )  # fmt: skip
    return row.id


async def add_person(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    name: str,
    at: datetime,
    is_organisation: bool = False,
    said: RowSaid | None = None,
) -> UUID:
    """Write somebody who holds nothing here yet (a representative from outside, a director) and return her id.

    Raises:
        NotAllowed: only who may change people.
        BadInput: no name, or an address, language or number that cannot be one.
    """
    require(actor, "people.change", association_id)
    name, said = tidy(name), said or RowSaid()
    number = read_enterprise_number(said.enterprise_number) if said.enterprise_number else ""
    problems = [
        Problem("name", "Write the name.") if not name else None,
        Problem("email", "Write an address with an @, or leave it empty.")
        if said.email and not is_email(said.email)
        else None,
        Problem("language", "Choose FR, NL, DE or EN.") if said.language and said.language not in LANGUAGES else None,
        Problem("enterprise_number", "Write the ten figures of the enterprise number, such as 0403.170.701.")
        if number is None
        else None,
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    languages = await session.scalar(
        text("SELECT languages FROM association WHERE id = :association"), {"association": association_id}
    )
    person = Person(
        kind="legal" if is_organisation else "natural",
        name=name,
        language=said.language or languages[0],
        created_at=at,
    )
    session.add(person)
    await session.flush()
    session.add(contact_row(association_id, person.id, said))
    await session.flush()
    await audit.record(session, actor, association_id, "ownership.person.added", person.id)
    return person.id


def _checked(since: date, proof: str, at: datetime) -> str:
    proof = tidy(proof)[:LONGEST_PROOF]
    problems = [
        Problem("proof", PROOF) if not proof else None,
        Problem("since", NOT_YET) if since > legal_day(at) else None,
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    return proof


async def _lock_lot(session: AsyncSession, association_id: UUID, lot_id: UUID) -> None:
    """Take the lot, so that two designations follow each other."""
    found = await session.scalar(
        text("SELECT id FROM lot WHERE association_id = :association AND id = :lot FOR UPDATE"),
        {"association": association_id, "lot": lot_id},
    )
    if found is None:
        raise NotFound


async def _require_known(session: AsyncSession, association_id: UUID, person_id: UUID) -> None:
    if not await session.scalar(text(KNOWN_HERE), {"association": association_id, "person": person_id}):
        raise NotFound


async def _make_room(
    session: AsyncSession, table: str, column: str, association_id: UUID, of: UUID, since: date
) -> date | None:
    """End whatever runs on the first day of something new; return the day the next one begins, if one is recorded."""
    facts = {"association": association_id, "of": of, "since": since}
    where = f"association_id = :association AND {column} = :of"
    await session.execute(
        text(
            f"UPDATE {table} SET until = :since WHERE {where} AND since <= :since AND (until IS NULL OR until > :since)"
        ),
        facts,
    )
    return await session.scalar(text(f"SELECT min(since) FROM {table} WHERE {where} AND since > :since"), facts)
