"""Signing the minutes at the end of the session: drawn with a finger, or seen on paper (art. 3.87 §10).

Who signs is what the minutes say: chair, secretary, every co-owner still present or her proxy. A signature names the text it
was set under; when that text changes afterwards, it counts no more and is asked for again.
"""

import asyncio
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo.adapters.storage import storage
from koprogo.core.actor import Actor, Role
from koprogo.core.errors import BadInput, Conflict, NotAllowed, Problem, Refused
from koprogo.core.permissions import require
from koprogo.models.in_assemblies import MinutesSignature
from koprogo.papers.minutes.facts import MinutesFacts, ProofFacts, Signatory
from koprogo.papers.paper import digest
from koprogo.rules.assemblies.strokes import Strokes, read_strokes, strokes_bytes
from koprogo.services import audit
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes.facts import minutes_facts
from koprogo.settings import settings

DRAWN, PAPER = "drawn", "paper"
CAPACITIES = {"chair": "chair", "secretary": "secretary", "owner": "owner", "proxy": "proxy_holder"}
"""Role on the paper -> capacity in the table."""
SIGNED = """
SELECT s.person_id, s.capacity, s.how, s.text_sha256, s.image_sha256, s.at FROM minutes_signature s
 WHERE s.assembly_id = :a ORDER BY s.at, s.id
"""


class SessionStillOpen(Refused):
    """The minutes are read and signed at the end of the session."""

    message_id = "The minutes are signed at the end of the session. Close it first."
    article = "3.87 §10"


class NoPlaceToSign(Refused):
    """Only the bureau and the co-owners still present, or their proxies, sign."""

    message_id = "This person has no place to sign: neither in the bureau, nor present at the end."
    article = "3.87 §10"


@dataclass(frozen=True)
class Place:
    """A place to sign; `how` is empty while nobody signed there. `stale`: signed under a text that changed since."""

    person_id: UUID
    name: str
    capacity: str
    lots: tuple[str, ...]
    on_behalf_of: tuple[str, ...]
    how: str = ""
    signed_at: datetime | None = None
    stale: bool = False


@dataclass(frozen=True)
class Signing:
    """The places, and the digest of the text as it stands."""

    text_sha256: str
    places: tuple[Place, ...]

    @property
    def signed(self) -> int:
        """How many places are signed under the text as it stands."""
        return sum(bool(place.how) for place in self.places)


async def signing(session: AsyncSession, actor: Actor, association_id: UUID, assembly_id: UUID) -> Signing:
    """Return who signs and who has signed.

    Raises:
        NotFound: no such assembly in reach, or it never opened.
    """
    require(actor, "minutes.read", association_id)
    facts = await _facts(session, association_id, assembly_id)
    now = text_digest(facts)
    rows = (await session.execute(text(SIGNED), {"a": assembly_id})).all()
    return Signing(now, tuple(_place(each, rows, now) for each in facts.signatories if each.person_id))


async def sign_drawn(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    capacity: str,
    strokes: object,
    text_sha256: str,
    at: datetime,
) -> None:
    """Keep a drawn signature: one's own, or one drawn on the syndic's tablet in the room.

    Raises:
        SessionStillOpen, NoPlaceToSign: with their article.
        Conflict: the text is no longer the one that was shown.
        BadInput: nothing was drawn, or something that is no signature.
    """
    try:
        drawn = read_strokes(strokes)
    except ValueError:
        raise BadInput(Problem("signature", "Draw the signature in the box.")) from None
    await _may_sign(session, actor, association_id, assembly_id, person_id, capacity, text_sha256)
    content = strokes_bytes(drawn)
    image = await asyncio.to_thread(storage(settings()).put, io.BytesIO(content))
    await _add(session, actor, association_id, assembly_id, person_id, capacity, DRAWN, text_sha256, image, at)


async def signed_on_paper(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    *,
    person_id: UUID,
    capacity: str,
    text_sha256: str,
    at: datetime,
) -> None:
    """Say that a place was signed on the printed minutes (syndic); same refusals as `sign_drawn`."""
    require(actor, "minutes.issue", association_id)
    await _may_sign(session, actor, association_id, assembly_id, person_id, capacity, text_sha256)
    await _add(session, actor, association_id, assembly_id, person_id, capacity, PAPER, text_sha256, "", at)


def text_digest(facts: MinutesFacts) -> str:
    """Return what is signed: the digest of everything the minutes say but version, signatures and proof of the file."""
    unsigned = tuple(replace(each, how="", signed_at=None, signature="") for each in facts.signatories)
    return digest(replace(facts, version=0, signatories=unsigned, proof=ProofFacts("", "")))


async def with_signatures(
    session: AsyncSession, association_id: UUID, assembly_id: UUID, facts: MinutesFacts
) -> MinutesFacts:
    """Return the facts with the signatures set under the text as it stands, in whichever language it is printed."""
    rows = (await session.execute(text(SIGNED), {"a": assembly_id})).all()
    if not rows:
        return facts
    now = text_digest(await _facts(session, association_id, assembly_id))
    good = {(str(row.person_id), row.capacity): row for row in rows if row.text_sha256 == now}
    return replace(facts, signatories=tuple(_signed(each, good) for each in facts.signatories))


def _signed(each: Signatory, good: Mapping[tuple[str, str], Any]) -> Signatory:
    row = good.get((each.person_id, CAPACITIES[each.role]))
    return replace(each, how=row.how, signed_at=row.at, signature=row.image_sha256) if row else each


def drawn_in(facts: MinutesFacts) -> dict[str, Strokes]:
    """Return the drawn signatures the facts name, by their hash. Blocking."""
    return {each.signature: _strokes(each.signature) for each in facts.signatories if each.signature}


async def _facts(session: AsyncSession, association_id: UUID, assembly_id: UUID) -> MinutesFacts:
    """Return the facts in the language of drafting: the text that is signed."""
    first = await minutes_facts(session, association_id, assembly_id, language="fr", version=0)
    if first.original_language in ("", "fr"):
        return first
    return await minutes_facts(session, association_id, assembly_id, language=first.original_language, version=0)


def _place(each: Signatory, rows: Sequence, now: str) -> Place:
    person, capacity = UUID(each.person_id), CAPACITIES[each.role]
    own = [row for row in rows if (row.person_id, row.capacity) == (person, capacity)]
    good = next((row for row in own if row.text_sha256 == now), None)
    return Place(
        person_id=person,
        name=each.name,
        capacity=capacity,
        lots=each.lots,
        on_behalf_of=each.on_behalf_of,
        how=good.how if good else "",
        signed_at=good.at if good else None,
        stale=bool(own) and good is None,
    )


async def _may_sign(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    person_id: UUID,
    capacity: str,
    text_sha256: str,
) -> None:
    require(actor, "minutes.sign", association_id)
    if actor.person_id != person_id and Role.SYNDIC not in actor.roles_in(association_id):
        raise NotAllowed
    await events.lock_assembly(session, assembly_id)
    state = await events.state_of(session, association_id, assembly_id)
    if state.what not in (events.CLOSED, events.MINUTED):
        raise SessionStillOpen
    now = await signing(session, actor, association_id, assembly_id)
    if now.text_sha256 != text_sha256:
        raise Conflict
    place = next((each for each in now.places if (each.person_id, each.capacity) == (person_id, capacity)), None)
    if place is None:
        raise NoPlaceToSign
    if place.how:
        raise Conflict


async def _add(
    session: AsyncSession,
    actor: Actor,
    association_id: UUID,
    assembly_id: UUID,
    person_id: UUID,
    capacity: str,
    how: str,
    text_sha256: str,
    image: str,
    at: datetime,
) -> None:
    session.add(
        MinutesSignature(
            id=uuid4(),
            association_id=association_id,
            assembly_id=assembly_id,
            person_id=person_id,
            capacity=capacity,
            how=how,
            text_sha256=text_sha256,
            image_sha256=image,
            at=at,
            by_id=actor.person_id,
        )
    )
    await audit.record(session, actor, association_id, "minutes.signed", assembly_id, capacity=capacity, how=how)


def _strokes(key: str) -> Strokes:
    with storage(settings()).open(key) as file:
        return read_strokes(json.loads(file.read()))
