"""The holders of a joint or usufruct lot designate one of them together (art. 3.87 §1, al. 2).

Somebody proposes a representative; every holder signs by phone, on paper or at the door. Once each of them has signed, the
designation stands until one of them withdraws. A campaign asks all holders of all suspended lots at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import urls
from koprogo.core.actor import Actor, Role
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotAllowed, NotFound, Problem
from koprogo.core.permissions import PERMISSIONS, require
from koprogo.i18n.messages import message
from koprogo.models.messages import Letter
from koprogo.models.ownership import DesignationProposal, DesignationSignature
from koprogo.rules.ownership.joint import needs_representative
from koprogo.rules.ownership.rights import Right
from koprogo.services import audit
from koprogo.services.messages import letters, outbox
from koprogo.services.ownership.people import write_designation
from koprogo.services.ownership.refusals import NoRepresentativeNeeded
from koprogo.settings import settings

SIGNED, REFUSED, WITHDRAWN = "signed", "refused", "withdrawn"
PHONE, PAPER, DOOR = "phone", "paper", "door"
LONGEST = 200
HELD = """
SELECT l.association_id, s.name AS association_name, l.id AS lot_id, l.number, l.shares, h.person_id, h."right", p.name,
       p.language, coalesce(c.email, '') AS email,
       (SELECT r.person_id FROM representative r WHERE r.association_id = l.association_id AND r.lot_id = l.id
           AND r.since <= :day AND (r.until IS NULL OR r.until > :day) ORDER BY r.since DESC, r.id LIMIT 1) AS represents,
       EXISTS (SELECT 1 FROM acting_for a WHERE a.association_id = l.association_id AND a.holder_id = h.person_id
           AND a.person_id = :me AND a.since <= :day AND (a.until IS NULL OR a.until > :day)) AS acts
  FROM lot l JOIN association s ON s.id = l.association_id
  JOIN holding h ON h.association_id = l.association_id AND h.lot_id = l.id
   AND h.since <= :day AND (h.until IS NULL OR h.until > :day)
  JOIN person p ON p.id = h.person_id
  LEFT JOIN contact c ON c.association_id = l.association_id AND c.person_id = h.person_id
 WHERE (CAST(:t AS uuid) IS NULL OR l.association_id = :t) ORDER BY s.name, l.number, p.name, p.id
"""
PROPOSALS = """
SELECT DISTINCT ON (d.lot_id) d.id, d.lot_id, d.representative_id, p.name FROM designation_proposal d
  JOIN person p ON p.id = d.representative_id ORDER BY d.lot_id, d.at DESC, d.id
"""
SAID = """
SELECT DISTINCT ON (proposal_id, person_id) proposal_id, person_id, what FROM designation_signature
 WHERE proposal_id = ANY (:ids) ORDER BY proposal_id, person_id, seq DESC
"""
ONE = "SELECT id, association_id, lot_id, representative_id FROM designation_proposal WHERE id = :p AND association_id = :t"


@dataclass(frozen=True)
class Signer:
    """A holder and her last word on the proposal; empty while she said nothing. `is_me`: the actor may speak for her."""

    person_id: UUID
    name: str
    said: str
    is_me: bool


@dataclass(frozen=True)
class Designation:
    """One joint lot: its holders, who is proposed, whether a designation stands."""

    association_id: UUID
    association_name: str
    lot_id: UUID
    lot_number: str
    shares: int
    holders: tuple[Signer, ...]
    proposal_id: UUID | None
    proposed_id: UUID | None
    proposed_name: str
    stands: bool
    may_record: bool
    """The actor is the syndic: she records what was signed on paper or at the door."""


async def designations(session: AsyncSession, actor: Actor, *, day: date) -> list[Designation]:
    """Return the joint lots of the actor, and those without a representative where she is syndic."""
    rows = (await session.execute(text(HELD), {"day": day, "me": actor.person_id, "t": None})).all()
    proposals = {row.lot_id: row for row in await session.execute(text(PROPOSALS))}
    said = await _said(session, [row.id for row in proposals.values()])
    found = [_designation(actor, held, proposals.get(held[0].lot_id), said) for held in _joint(rows)]
    return [each for each in found if any(who.is_me for who in each.holders) or (each.may_record and not each.stands)]


async def propose(
    session: AsyncSession, actor: Actor, association_id: UUID, *, lot_id: UUID, representative_id: UUID, at: datetime
) -> UUID:
    """Propose one of the holders as representative, and sign oneself; return the proposal's id.

    Raises:
        NotFound: no such lot, or it is neither the actor's nor of an association whose syndic she is.
        NoRepresentativeNeeded: one person holds it in full ownership.
        BadInput: the person holds nothing of this lot.
    """
    holders = await _holders(session, actor, association_id, lot_id, legal_day(at))
    _may_speak(actor, association_id, holders)
    if not needs_representative([Right(row.right) for row in holders]):
        raise NoRepresentativeNeeded
    if representative_id not in {row.person_id for row in holders}:
        raise BadInput(Problem("representative", "Choose one of the holders of this lot."))
    row = DesignationProposal(
        id=uuid4(),
        association_id=association_id,
        lot_id=lot_id,
        representative_id=representative_id,
        at=at,
        by_id=actor.person_id,
    )
    session.add(row)
    await session.flush()
    await audit.record(session, actor, association_id, "designation.proposed", lot_id)
    for each in _mine(actor, holders):
        await _sign(session, actor, row, each.person_id, SIGNED, PHONE, "", at)
    await _settle(session, actor, row, holders, at)
    return row.id


async def say(
    session: AsyncSession, actor: Actor, association_id: UUID, proposal_id: UUID, *, what: str, at: datetime
) -> None:
    """Sign, refuse or withdraw by phone, for oneself or the holder one acts for.

    Raises:
        NotFound: no such proposal, or the actor holds nothing of its lot.
        BadInput: another word.
    """
    row = await _proposal(session, association_id, proposal_id)
    holders = await _holders(session, actor, association_id, row.lot_id, legal_day(at))
    mine = _mine(actor, holders)
    if not mine:
        raise NotFound
    if what not in (SIGNED, REFUSED, WITHDRAWN):
        raise BadInput(Problem("what", "Sign, refuse or withdraw."))
    for each in mine:
        await _sign(session, actor, row, each.person_id, what, PHONE, "", at)
    await _settle(session, actor, row, holders, at)


async def record_signature(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    proposal_id: UUID,
    *,
    person_id: UUID,
    channel: str,
    document: str = "",
    at: datetime,
) -> None:
    """Record that a holder signed on paper, or at the door (syndic); `document` says where the original is."""
    require(actor, "people.change", association_id)
    row = await _proposal(session, association_id, proposal_id)
    holders = await _holders(session, actor, association_id, row.lot_id, legal_day(at))
    if person_id not in {each.person_id for each in holders}:
        raise NotFound
    if channel not in (PAPER, DOOR) or len(document) > LONGEST:
        raise BadInput(Problem("channel", "Say whether it was signed on paper or at the door."))
    await _sign(session, actor, row, person_id, SIGNED, channel, document.strip(), at)
    await _settle(session, actor, row, holders, at)


async def ask_holders(session: AsyncSession, actor: Actor, association_id: UUID, *, at: datetime) -> tuple[int, int]:
    """Ask every holder of every suspended lot by e-mail; return how many were asked, and how many have no address.

    Each person gets one letter about all her lots. The convocation asks the others, on paper.
    """
    require(actor, "people.change", association_id)
    day = legal_day(at)
    rows = (await session.execute(text(HELD), {"day": day, "me": actor.person_id, "t": association_id})).all()
    people: dict[UUID, list[Any]] = defaultdict(list)
    for held in _joint(rows):
        if held[0].represents is None:
            for row in held:
                people[row.person_id].append(row)
    reached = {person: lots for person, lots in people.items() if lots[0].email}
    for person_id, lots in reached.items():
        await _ask(session, actor, association_id, person_id, lots, at)
    await audit.record(session, actor, association_id, "designation.asked", None, people=len(reached))
    return len(reached), len(people) - len(reached)


async def _ask(
    session: AsyncSession, actor: Actor, association_id: UUID, person_id: UUID, lots: list[Any], at: datetime
) -> None:
    first = lots[0]
    facts = {
        "name": first.name,
        "association": first.association_name,
        "lots": ", ".join(row.number for row in lots),
        "link": f"{settings().base_url}{urls.DESIGNATIONS}",
    }
    mail_id = await outbox.post(
        session,
        association_id,
        to=first.email,
        subject=message("{association}: who votes for lot {lots}?", first.language, **facts),
        body=message(
            "Hello {name},\n\nLot {lots} of {association} has several holders and no representative: its vote is suspended"
            " (art. 3.87 §1). Designate one of you together; each holder signs with her own phone:\n\n{link}\n\nThe"
            " designation stands until one of you takes it back.",
            first.language,
            **facts,
        ),
        at=at,
    )
    letter_id = uuid4()
    session.add(
        Letter(
            id=letter_id,
            association_id=association_id,
            kind="designation",
            subject_id=association_id,
            person_id=person_id,
            language=first.language,
            channel="email",
            address={"name": first.name, "email": first.email},
            lots=[{"number": row.number, "shares": row.shares} for row in lots],
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await letters.add_event(session, association_id, letter_id, letters.PREPARED, at=at, mail=str(mail_id))


async def _settle(session: AsyncSession, actor: Actor, row: Any, holders: Iterable[Any], at: datetime) -> None:
    """Let the designation stand once each holder has signed; end it when one has not, or not any more."""
    said = (await _said(session, [row.id])).get(row.id, {})
    day = legal_day(at)
    if all(said.get(each.person_id) == SIGNED for each in holders):
        await write_designation(
            session, actor, row.association_id, lot_id=row.lot_id, person_id=row.representative_id, since=day,
            proof=f"designation {row.id}: signed by every holder", at=at,
        )  # fmt: skip
        return
    await session.execute(
        text(
            "UPDATE representative SET until = :day WHERE association_id = :t AND lot_id = :l AND until IS NULL"
            " AND proof LIKE :proof"
        ),
        {"day": day, "t": row.association_id, "l": row.lot_id, "proof": f"designation {row.id}:%"},
    )


async def _sign(
    session: AsyncSession, actor: Actor, row: Any, person_id: UUID, what: str, channel: str, document: str, at: datetime
) -> None:
    await session.execute(text("SELECT pg_advisory_xact_lock(7, hashtext(:p))"), {"p": str(row.lot_id)})
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM designation_signature WHERE proposal_id = :p"), {"p": row.id}
    )
    session.add(
        DesignationSignature(
            association_id=row.association_id,
            proposal_id=row.id,
            seq=seq,
            person_id=person_id,
            what=what,
            channel=channel,
            document=document,
            at=at,
            by_id=actor.person_id,
        )
    )
    await session.flush()
    await audit.record(session, actor, row.association_id, f"designation.{what}", row.lot_id, channel=channel)


async def _proposal(session: AsyncSession, association_id: UUID, proposal_id: UUID) -> Any:
    row = (await session.execute(text(ONE), {"p": proposal_id, "t": association_id})).first()
    if row is None:
        raise NotFound
    return row


async def _holders(session: AsyncSession, actor: Actor, association_id: UUID, lot_id: UUID, day: date) -> list[Any]:
    rows = await session.execute(text(HELD), {"day": day, "me": actor.person_id, "t": association_id})
    found = [row for row in rows if row.lot_id == lot_id]
    if not found:
        raise NotFound
    return found


def _may_speak(actor: Actor, association_id: UUID, holders: Iterable[Any]) -> None:
    if _mine(actor, holders):
        return
    try:
        require(actor, "people.change", association_id)
    except NotAllowed:
        raise NotFound from None


def _mine(actor: Actor, holders: Iterable[Any]) -> list[Any]:
    return [row for row in holders if row.person_id == actor.person_id or row.acts]


def _joint(rows: Iterable[Any]) -> list[list[Any]]:
    by_lot: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_lot[row.lot_id].append(row)
    return [held for held in by_lot.values() if needs_representative([Right(row.right) for row in held])]


async def _said(session: AsyncSession, proposal_ids: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    found: dict[UUID, dict[UUID, str]] = defaultdict(dict)
    for row in await session.execute(text(SAID), {"ids": proposal_ids}):
        found[row.proposal_id][row.person_id] = row.what
    return found


def _designation(actor: Actor, held: list[Any], proposal: Any, said: Mapping[UUID, Mapping[UUID, str]]) -> Designation:
    first = held[0]
    roles: frozenset[Role] = actor.roles_in(first.association_id)
    words = said.get(proposal.id, {}) if proposal else {}
    return Designation(
        association_id=first.association_id,
        association_name=first.association_name,
        lot_id=first.lot_id,
        lot_number=first.number,
        shares=first.shares,
        holders=tuple(
            Signer(row.person_id, row.name, words.get(row.person_id, ""), row.person_id == actor.person_id or row.acts)
            for row in held
        ),
        proposal_id=proposal.id if proposal else None,
        proposed_id=proposal.representative_id if proposal else None,
        proposed_name=proposal.name if proposal else "",
        stands=first.represents is not None,
        may_record=bool(roles & PERMISSIONS["people.change"]),
    )
