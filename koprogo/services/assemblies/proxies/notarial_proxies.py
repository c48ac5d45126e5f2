"""Proxies by notarial deed: the only ones that stand longer than one assembly (art. 3.87 §7).

A mandate is entered once, with its deed and its days. For each assembly that is convened while it stands it becomes a proxy
of that assembly, under the same limits as every other one: three proxies or one tenth, never the syndic. A proxy given for
one assembly goes before it. Whoever walks in votes herself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, KoproError, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.before_assemblies import NotarialMandate, NotarialMandateEnd
from koprogo.services import audit
from koprogo.services.assemblies import events, known
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.proxies.refusals import ProxyForOneAssembly

LONGEST = 300
STANDING = """
SELECT m.id, m.giver_id, m.holder_id, m.proof FROM notarial_mandate m
 WHERE m.association_id = :t AND m.since <= :day AND (m.until IS NULL OR m.until > :day)
   AND NOT EXISTS (SELECT 1 FROM notarial_mandate_end e WHERE e.mandate_id = m.id AND e.day <= :day)
 ORDER BY m.at, m.id
"""
OVERLAP = """
SELECT 1 FROM notarial_mandate m LEFT JOIN notarial_mandate_end e ON e.mandate_id = m.id
 WHERE m.association_id = :t AND m.giver_id = :giver
   AND (m.until IS NULL OR m.until > :since) AND (CAST(:until AS date) IS NULL OR m.since < :until)
   AND (e.day IS NULL OR e.day > :since)
"""
TO_COME = """
SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND st.what = 'convened' AND a.day >= :since
   AND (CAST(:until AS date) IS NULL OR a.day < :until)
 ORDER BY a.day, a.id
"""
IN_USE = """
SELECT p.id FROM proxy p JOIN assembly a ON a.id = p.assembly_id JOIN assembly_state st ON st.assembly_id = a.id
 WHERE p.association_id = :t AND p.mandate_id = :m AND a.day >= :day AND NOT (st.what = ANY (:ended)) ORDER BY p.id
"""
LIST = """
SELECT m.id, m.giver_id, g.name AS giver, m.holder_id, h.name AS holder, m.since, m.until, m.proof, e.day AS ended_on,
       coalesce(e.reason, '') AS reason,
       ARRAY (SELECT a.day FROM proxy p JOIN assembly a ON a.id = p.assembly_id WHERE p.mandate_id = m.id ORDER BY a.day)
       AS used_on
  FROM notarial_mandate m JOIN person g ON g.id = m.giver_id JOIN person h ON h.id = m.holder_id
  LEFT JOIN notarial_mandate_end e ON e.mandate_id = m.id
 WHERE m.association_id = :t AND (CAST(:giver AS uuid) IS NULL OR m.giver_id = :giver) ORDER BY m.since DESC, m.id
"""


@dataclass(frozen=True)
class Mandate:
    """A notarial proxy; `until` and `ended_on` are exclusive, empty while nothing ends it. `used_on`: assembly days."""

    id: UUID
    giver_id: UUID
    giver: str
    holder_id: UUID
    holder: str
    since: date
    until: date | None
    proof: str
    ended_on: date | None
    reason: str
    used_on: tuple[date, ...]

    def stands_on(self, day: date) -> bool:
        """Say whether it is in force on a day."""
        ends = [each for each in (self.until, self.ended_on) if each is not None]
        return self.since <= day and all(day < each for each in ends)


async def record_mandate(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    *,
    giver_id: UUID,
    holder_id: UUID,
    since: date,
    proof: str,
    notarial: bool,
    at: datetime,
    until: date | None = None,
) -> UUID:
    """Enter a proxy by notarial deed; it is used at once where an assembly is convened in its days. Return its id (syndic).

    Raises:
        ProxyForOneAssembly: it is not notarial.
        ProxyRefused: the holder is the syndic, or the giver herself.
        BadInput: no proof, days that end before they begin, or another one of hers stands in them.
        NotFound: one of the two is not known here.
    """
    require(actor, "proxy.record", association_id)
    if not notarial:
        raise ProxyForOneAssembly
    proof = proof.strip()
    if problems := _problems(proof, since, until):
        raise BadInput(*problems)
    for person in (giver_id, holder_id):
        await known.name_of(session, association_id, person, legal_day(at))
    await proxies.require_holder(session, association_id, giver_id, holder_id, day=max(since, legal_day(at)))
    await session.execute(text("SELECT pg_advisory_xact_lock(9, hashtext(:g))"), {"g": str(giver_id)})
    facts = {"t": association_id, "giver": giver_id, "since": since, "until": until}
    if await session.scalar(text(OVERLAP), facts):
        raise BadInput(Problem("since", "A notarial proxy of this person stands in these days: end it first."))
    mandate = NotarialMandate(
        id=uuid4(), association_id=association_id, giver_id=giver_id, holder_id=holder_id, since=since, until=until,
        proof=proof, at=at, by_id=actor.person_id,
    )  # fmt: skip
    session.add(mandate)
    await session.flush()
    await audit.record(session, actor, association_id, "proxy.mandate.recorded", mandate.id, holder=str(holder_id))
    for row in (await session.execute(text(TO_COME), facts | {"since": max(since, legal_day(at))})).all():
        await bring_in(session, actor, association_id, row.id, at=at)
    return mandate.id


async def end_mandate(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    mandate_id: UUID,
    *,
    day: date,
    reason: str,
    at: datetime,
) -> None:
    """Record that a notarial proxy was taken back, or ended otherwise, from a day on; later assemblies use it no more.

    Where it stands for an assembly not ended yet, that proxy is revoked too; ballots cast stand. Once (syndic).

    Raises:
        BadInput: no reason, or a day before it began.
        NotFound: no such mandate here.
    """
    require(actor, "proxy.record", association_id)
    mandate = await session.get(NotarialMandate, mandate_id)
    if mandate is None or mandate.association_id != association_id:
        raise NotFound
    reason = reason.strip()
    problems = [] if 0 < len(reason) <= LONGEST else [_write_why()]
    if day < mandate.since:
        since = {"since": mandate.since.isoformat()}
        problems.append(Problem("day", "It began on {since}. Write that day or a later one.", since))
    if problems:
        raise BadInput(*problems)
    await session.execute(text("SELECT pg_advisory_xact_lock(9, hashtext(:g))"), {"g": str(mandate.giver_id)})
    ended = "SELECT 1 FROM notarial_mandate_end WHERE mandate_id = :m"
    if await session.scalar(text(ended), {"m": mandate_id}):
        return
    session.add(
        NotarialMandateEnd(
            association_id=association_id, mandate_id=mandate_id, day=day, reason=reason, at=at, by_id=actor.person_id
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, "proxy.mandate.ended", mandate_id, day=day.isoformat())
    facts = {"t": association_id, "m": mandate_id, "day": day, "ended": list(events.ENDED)}
    for proxy_id in (await session.execute(text(IN_USE), facts)).scalars().all():
        await proxies.revoke_proxy(session, actor, association_id, proxy_id, reason=reason)


async def bring_in(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, *, at: datetime
) -> int:
    """Use the notarial proxies that stand on the day of a convened assembly; return how many are used. Safe to repeat.

    The service that calls has decided who may. One that a limit of art. 3.87 §7 stops, whose giver has no vote there or
    has given another proxy, is left out; the log says why.
    """
    used = 0
    day = await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly_id})
    rows = (await session.execute(text(STANDING), {"t": association_id, "day": day})).all()
    for row in rows:
        try:
            await proxies.use_mandate(
                session, actor, association_id, assembly_id, mandate_id=row.id, giver_id=row.giver_id,
                holder_id=row.holder_id, proof=row.proof, at=at,
            )  # fmt: skip
            used += 1
        except KoproError as no:
            await audit.record(
                session, actor, association_id, "proxy.mandate.not_used", row.id, assembly=str(assembly_id), why=str(no)
            )
    return used


async def mandates(
    session: AsyncSession, actor: Actor, association_id: UUID, *, giver_id: UUID | None = None
) -> Sequence[Mandate]:
    """Return the notarial proxies, the latest first, of everybody or of one giver (syndic, accountant; each her own)."""
    if giver_id != actor.person_id:
        require(actor, "people.read", association_id)
    rows = (await session.execute(text(LIST), {"t": association_id, "giver": giver_id})).mappings()
    return [Mandate(**dict(row) | {"used_on": tuple(row["used_on"])}) for row in rows]


def _problems(proof: str, since: date, until: date | None) -> list[Problem]:
    found = []
    if not proof or len(proof) > LONGEST:
        found.append(Problem("proof", "Write the notary, the day of the deed and its number."))
    if until is not None and until <= since:
        found.append(Problem("until", "Write a day after the first one, or leave it empty."))
    return found


def _write_why() -> Problem:
    return Problem("reason", "Write why, in at most {most} characters.", {"most": LONGEST})
