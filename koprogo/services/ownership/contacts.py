"""How an association reaches a person: her address put right, e-mail accepted in writing and taken back (art. 3.87 §3)."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.ownership import EmailConsent
from koprogo.rules.ownership.contact_text import is_email
from koprogo.rules.ownership.organisations import read_enterprise_number
from koprogo.services import audit
from koprogo.services.ownership.merges import CONTACT_FIELDS, RowSaid, contact_row
from koprogo.services.ownership.people import KNOWN_HERE, LONGEST_PROOF

LONGEST = 200
STANDING = """
SELECT id, given_on FROM email_consent WHERE association_id = :t AND person_id = :p AND revoked_on IS NULL
 ORDER BY given_on DESC LIMIT 1 FOR UPDATE
"""


async def change_contact(
    session: AsyncSession, actor: Actor, association_id: UUID, person_id: UUID, *, said: RowSaid
) -> None:
    """Put the address, e-mail address and telephone of a person right, as this association uses them.

    Other associations keep their own; her language is hers. Letters already sent keep the address they went to.

    Raises:
        NotAllowed: only who may change people.
        NotFound: the association does not know this person.
        BadInput: an address or a number that cannot be one, or too long.
    """
    require(actor, "people.change", association_id)
    await _require_known(session, association_id, person_id)
    given = {name: " ".join(str(getattr(said, name)).split()) for name in CONTACT_FIELDS}
    if problems := _problems(given):
        raise BadInput(*problems)
    facts = {"t": association_id, "p": person_id}
    sets = ", ".join(f"{name} = :{name}" for name in CONTACT_FIELDS)
    changed = await session.execute(
        text(f"UPDATE contact SET {sets} WHERE association_id = :t AND person_id = :p RETURNING id"), facts | given
    )
    if changed.first() is None:
        session.add(contact_row(association_id, person_id, RowSaid(**asdict(RowSaid()) | given)))
        await session.flush()
    await audit.record(session, actor, association_id, "ownership.contact.changed", person_id)


async def accept_email(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    person_id: UUID,
    *,
    given_on: date,
    proof: str,
    at: datetime,
) -> UUID:
    """Record that a person accepted e-mail individually, explicitly and in writing, on which day, by which writing.

    Safe to repeat while she has not taken it back.

    Raises:
        NotAllowed, NotFound: as `change_contact`.
        BadInput: no proof, a day in the future, or no e-mail address is known.
    """
    require(actor, "people.change", association_id)
    await _require_known(session, association_id, person_id)
    proof = proof.strip()[:LONGEST_PROOF]
    facts = {"t": association_id, "p": person_id}
    address = await session.scalar(
        text("SELECT email FROM contact WHERE association_id = :t AND person_id = :p FOR UPDATE"), facts
    )
    problems = [
        None if proof else Problem("proof", "Say in which writing this was told, and of which day."),
        None if given_on <= legal_day(at) else Problem("given_on", "Write a day that is not in the future."),
        None if address else Problem("email", "Write her e-mail address first."),
    ]
    if found := [problem for problem in problems if problem]:
        raise BadInput(*found)
    if standing := (await session.execute(text(STANDING), facts)).first():
        return UUID(str(standing.id))
    row = EmailConsent(id=uuid4(), association_id=association_id, person_id=person_id, given_on=given_on, proof=proof)
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "ownership.email_consent.given", person_id)
    return row.id


async def revoke_email(
    session: AsyncSession, actor: Actor, association_id: UUID, person_id: UUID, *, revoked_on: date, at: datetime
) -> None:
    """Record that a person wants registered letters again, from a day on.

    Raises:
        NotAllowed: only who may change people.
        NotFound: she has not accepted e-mail here.
        BadInput: a day in the future or before she accepted.
    """
    require(actor, "people.change", association_id)
    standing = (await session.execute(text(STANDING), {"t": association_id, "p": person_id})).first()
    if standing is None:
        raise NotFound
    if not standing.given_on <= revoked_on <= legal_day(at):
        raise BadInput(Problem("revoked_on", "Write a day between the acceptance and today."))
    await session.execute(
        text("UPDATE email_consent SET revoked_on = :day WHERE id = :id AND association_id = :t"),
        {"day": revoked_on, "id": standing.id, "t": association_id},
    )
    await audit.record(session, actor, association_id, "ownership.email_consent.revoked", person_id)


async def _require_known(session: AsyncSession, association_id: UUID, person_id: UUID) -> None:
    if not await session.scalar(text(KNOWN_HERE), {"association": association_id, "person": person_id}):
        raise NotFound


def _problems(given: dict[str, str]) -> list[Problem]:
    found = [
        Problem(name, "Shorten this to {most} characters.", {"most": LONGEST})
        for name, words in given.items()
        if len(words) > LONGEST
    ]
    if given["email"] and not is_email(given["email"]):
        found.append(Problem("email", "Write an address with an @, or leave it empty."))
    if given["enterprise_number"]:
        number = read_enterprise_number(given["enterprise_number"])
        if number is None:
            sentence = "Write the ten figures of the enterprise number, such as 0403.170.701."
            found.append(Problem("enterprise_number", sentence))
        else:
            given["enterprise_number"] = number
    return found
