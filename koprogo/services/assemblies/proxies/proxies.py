"""Proxies of one assembly: given online or entered from paper, within the limits of art. 3.87 §7, ended on arrival."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound, Problem
from koprogo.core.permissions import require
from koprogo.models.assemblies import Proxy, ProxyEvent
from koprogo.rules.assemblies.proxies import ProxyReason, accept
from koprogo.services import audit
from koprogo.services.assemblies import events, known
from koprogo.services.assemblies.proxies.powers import WORDS
from koprogo.services.assemblies.proxies.refusals import ProxyRefused
from koprogo.services.assemblies.refusals import NoVoteHere
from koprogo.services.assemblies.roll import Room, lots_of, room

IS_SYNDIC = """
SELECT 1 FROM mandate m JOIN organisation_member o USING (organisation_id)
 WHERE m.association_id = :t AND o.person_id = :p AND o.role = 'syndic'
   AND m.since <= :day AND (m.until IS NULL OR m.until > :day) AND o.since <= :day AND (o.until IS NULL OR o.until > :day)
 LIMIT 1
"""


async def give_proxy(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    holder_id: UUID,
    at: datetime,
    substitute_id: UUID | None = None,
    instructions: Mapping[UUID, str] | None = None,
) -> UUID:
    """Give one's own votes to a named holder, online.

    `substitute_id` votes when the holder is not there; `instructions` bind on the points named, in their present text.
    """
    require(actor, "proxy.give", association_id)
    who = (actor.person_id, holder_id, "online", "", at)
    return await _add(session, actor, association_id, assembly_id, *who, substitute_id, instructions)


async def record_proxy(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    giver_id: UUID,
    holder_id: UUID,
    at: datetime,
    document: str = "",
    substitute_id: UUID | None = None,
    instructions: Mapping[UUID, str] | None = None,
) -> UUID:
    """Enter a proxy from paper; `document` says where the signed original is. Otherwise as `give_proxy`."""
    require(actor, "proxy.record", association_id)
    who = (giver_id, holder_id, "paper", document, at)
    return await _add(session, actor, association_id, assembly_id, *who, substitute_id, instructions)


async def use_mandate(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    mandate_id: UUID,
    giver_id: UUID,
    holder_id: UUID,
    proof: str,
    at: datetime,
) -> None:
    """Let a notarial proxy stand in one assembly, once, within the limits of every other proxy; the caller decided who may.

    Raises as `give_proxy`; also when the giver has given another one for this assembly.
    """
    once = "SELECT 1 FROM proxy WHERE assembly_id = :a AND mandate_id = :m"
    if await session.scalar(text(once), {"a": assembly_id, "m": mandate_id}):
        return
    who = (giver_id, holder_id, "notarial", proof, at)
    await _add(session, actor, association_id, assembly_id, *who, None, None, mandate_id)


async def require_holder(
    session: AsyncSession, association_id: UUID, giver_id: UUID, holder_id: UUID, *, day: date
) -> None:
    """Let somebody pass who may hold a proxy at all: neither the giver, nor who works for the syndic on that day."""
    syndic = await session.scalar(text(IS_SYNDIC), {"t": association_id, "p": holder_id, "day": day})
    if holder_id == giver_id or syndic:
        reason = ProxyReason.HOLDER_IS_GIVER if holder_id == giver_id else ProxyReason.HOLDER_IS_SYNDIC
        raise ProxyRefused(why=WORDS[reason])


async def _add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    giver_id: UUID,
    holder_id: UUID,
    channel: str,
    document: str,
    at: datetime,
    substitute_id: UUID | None,
    instructions: Mapping[UUID, str] | None,
    mandate_id: UUID | None = None,
) -> UUID:
    await events.lock_assembly(session, assembly_id)
    await events.require_state(
        session, association_id, assembly_id, *events.BEFORE_OPENING, *events.IN_SESSION, events.SUSPENDED
    )
    now = await room(session, association_id, assembly_id)
    offered = now.votes_of(giver_id)
    if not offered:
        raise NoVoteHere
    await known.name_of(session, association_id, holder_id, legal_day(at))
    if giver_id in now.present:
        raise BadInput(Problem("giver", "The giver has checked in and votes herself: note her departure first."))
    now = await _make_room(session, actor, association_id, now, giver_id, mandate_id)
    _within_the_law(now, giver_id, holder_id, offered)
    if substitute_id is not None:
        await known.name_of(session, association_id, substitute_id, legal_day(at))
        if substitute_id in {giver_id, holder_id, *now.syndics}:
            raise BadInput(
                Problem(
                    "substitute", "Name as substitute somebody else: neither the giver, nor the holder, nor the syndic."
                )
            )
    locked = await _instructions(session, assembly_id, instructions or {})
    proxy = Proxy(
        id=uuid4(),
        association_id=association_id,
        assembly_id=assembly_id,
        giver_id=giver_id,
        holder_id=holder_id,
        shares=offered,
        instructions=locked,
        substitute_id=substitute_id,
        document=document,
        channel=channel,
        recorded_by_id=actor.person_id,
        at=at,
        mandate_id=mandate_id,
    )
    session.add(proxy)
    await session.flush()
    await _append(session, actor, association_id, assembly_id, proxy.id, "given")
    return proxy.id


async def _make_room(
    session: AsyncSession, actor: Actor, association_id: UUID, now: Room, giver_id: UUID, mandate_id: UUID | None
) -> Room:
    """End a notarial proxy that stands in this assembly when another one is given for it; any other must be revoked."""
    standing = next((proxy for proxy in now.proxies if proxy.giver_id == giver_id), None)
    if standing is None:
        return now
    notarial = await session.scalar(text("SELECT mandate_id FROM proxy WHERE id = :p"), {"p": standing.id})
    if notarial is None or mandate_id is not None:
        raise BadInput(Problem("giver", "A proxy of this person stands already: revoke it before giving another."))
    await _append(session, actor, association_id, now.assembly_id, standing.id, "revoked", "another proxy was given")
    return await room(session, association_id, now.assembly_id)


async def _instructions(session: AsyncSession, assembly_id: UUID, instructions: Mapping[UUID, str]) -> dict[str, Any]:
    """Return instructions as the proxy keeps them: each with the version of the text that it was given on."""
    if not instructions:
        return {}
    rows = await session.execute(
        text(
            "SELECT i.id, (SELECT s.version FROM standing_text s WHERE s.item_id = i.id) AS version FROM agenda_item i"
            " WHERE i.assembly_id = :a AND i.number IS NOT NULL AND i.majority <> 'none'"
        ),
        {"a": assembly_id},
    )
    versions = {row.id: row.version for row in rows}
    if set(instructions) - set(versions):
        raise BadInput(Problem("instructions", "Give instructions only for points of this agenda that are voted."))
    return {str(item): {"choice": str(choice), "text": versions[item]} for item, choice in instructions.items()}


def _within_the_law(now: Room, giver_id: UUID, holder_id: UUID, offered: int) -> None:
    """Ask the rule; the syndic's own staff count as the syndic."""
    held = [now.votes_of(proxy.giver_id) for proxy in now.proxies if proxy.holder_id == holder_id]
    answer = accept(
        building_shares=now.shares_total,
        holder_own=sum(row.shares for row in lots_of(now.roll, holder_id)),
        held=held,
        offered=offered,
        holder_is_syndic=holder_id in now.syndics,
        holder_is_giver=holder_id == giver_id,
    )
    if not answer.accepted:
        raise ProxyRefused(why=WORDS[answer.reason])


async def revoke_proxy(
    session: AsyncSession, actor: Actor, association_id: UUID, proxy_id: UUID, *, reason: str = ""
) -> None:
    """Take a proxy back: its giver, or the syndic for a paper one. Ballots cast before stand."""
    proxy = await session.get(Proxy, proxy_id)
    if proxy is None or proxy.association_id != association_id:
        raise NotFound
    if actor.person_id != proxy.giver_id:
        require(actor, "proxy.record", association_id)
    await events.lock_assembly(session, proxy.assembly_id)
    now = await room(session, association_id, proxy.assembly_id)
    if any(each.id == proxy_id for each in now.proxies):
        await _append(session, actor, association_id, proxy.assembly_id, proxy_id, "revoked", reason)


async def end_proxies_of(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, now: Room, giver_id: UUID
) -> None:
    """End the proxies of somebody who walks in; what was voted for her stands."""
    for proxy in now.proxies:
        if proxy.giver_id == giver_id:
            await _append(session, actor, association_id, assembly_id, proxy.id, "ended", "the giver checked in")


async def restore_proxies_of(
    session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID, now: Room, giver_id: UUID
) -> None:
    """Let the last proxy stand again that an arrival ended which, as it turns out, never happened."""
    if any(proxy.giver_id == giver_id for proxy in now.proxies):
        return
    last = await session.scalar(
        text(
            "SELECT p.id FROM proxy p WHERE p.assembly_id = :a AND p.giver_id = :g AND 'ended' = (SELECT e.what"
            " FROM proxy_event e WHERE e.proxy_id = p.id ORDER BY e.seq DESC LIMIT 1) ORDER BY p.at DESC LIMIT 1"
        ),
        {"a": assembly_id, "g": giver_id},
    )
    if last is not None:
        await _append(session, actor, association_id, assembly_id, last, "given", "the giver had not checked in")


async def _append(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    proxy_id: UUID,
    what: str,
    reason: str = "",
) -> None:
    seq = await session.scalar(
        text("SELECT coalesce(max(seq), 0) + 1 FROM proxy_event WHERE proxy_id = :p"), {"p": proxy_id}
    )
    session.add(
        ProxyEvent(
            association_id=association_id,
            assembly_id=assembly_id,
            proxy_id=proxy_id,
            what=what,
            seq=seq,
            by_id=actor.person_id,
            at=(await session.scalar(text("SELECT clock_timestamp()"))),
            reason=reason,
        )
    )
    await session.flush()
    await audit.record(session, actor, association_id, f"proxy.{what}", proxy_id)
    db.touch(session, "assembly", assembly_id)
