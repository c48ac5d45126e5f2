"""The demo building before its assembly: a yearly window, proposals with their fates, a request that gathers signatures.

So that every screen that leads to an assembly shows something true. Done once, through the services that people use, on days
relative to today; nothing of it changes what the coming assembly needs.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.core.clock import legal_day
from koprogo.services.assemblies.agenda import plan, proposals, requests, window
from koprogo.services.assemblies.convening import answers
from koprogo.services.assemblies.proxies import notarial_proxies
from koprogo.services.assemblies.season import staff
from koprogo.services.ownership import contacts

LONG_AGO = timedelta(days=3653)
WINDOW_BEGAN = timedelta(days=5)
CONSENTS = 12
ROOF = "Poser des panneaux solaires sur le toit"
WITH_EMAIL = """
SELECT c.person_id FROM contact c JOIN holding h ON h.association_id = c.association_id AND h.person_id = c.person_id
 WHERE c.association_id = :t AND c.email <> '' AND h.until IS NULL
 GROUP BY c.person_id ORDER BY c.person_id LIMIT :most
"""
NEXT_DRAFT = """
SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND st.what = 'drafted' ORDER BY a.starts_at LIMIT 1
"""
TONIGHT = """
SELECT a.id FROM assembly a JOIN assembly_state st ON st.assembly_id = a.id
 WHERE a.association_id = :t AND st.what = 'convened' ORDER BY a.starts_at LIMIT 1
"""
ANOTHER_OWNER = """
SELECT p.id FROM holding h JOIN person p ON p.id = h.person_id JOIN lot l ON l.id = h.lot_id
 WHERE h.association_id = :t AND p.kind = 'natural' AND h."right" = 'full' AND h.until IS NULL AND NOT (p.id = ANY (:known))
 ORDER BY l.number DESC LIMIT 1
"""


async def load(actors: Mapping[str, Actor], association_id: UUID, *, at: datetime) -> None:
    """Write it all, in a transaction per person; called once, right after the building and its assembly were made.

    `actors` are the syndic, the council member and the two owners by their keys in `demo.SIGN_INS`.
    """
    await _syndics(actors["syndic"], actors["council"], association_id, at)
    await _owners(actors, association_id, at)
    async with db.tenant_session(actors["syndic"], association_id) as session:
        await _fates(session, actors["syndic"], association_id, at)


async def _syndics(syndic: Actor, council: Actor, association_id: UUID, at: datetime) -> None:
    """The window of the house rules, consents to e-mail, who goes there tonight, a proxy by notarial deed."""
    today = legal_day(at)
    first = today - WINDOW_BEGAN
    async with db.tenant_session(syndic, association_id) as session:
        here = (session, syndic, association_id)
        await window.set_window(
            *here, month=first.month, day=first.day, since=first - LONG_AGO, at=at,
            source="Règlement d’ordre intérieur, art. 7",
        )  # fmt: skip
        facts = {"t": association_id, "most": CONSENTS}
        for person_id in (await session.execute(text(WITH_EMAIL), facts)).scalars().all():
            await contacts.accept_email(
                *here, person_id, given_on=today - timedelta(days=300), proof="Formulaire signé", at=at
            )
        tonight = (await session.execute(text(TONIGHT), facts)).scalar_one()
        await staff.attend(*here, tonight, person_id=syndic.person_id, at=at)
        giver = await session.scalar(text(ANOTHER_OWNER), {"t": association_id, "known": [council.person_id]})
        if giver is not None:  # from tomorrow on: tonight's attendance stays as the hall makes it
            await notarial_proxies.record_mandate(
                *here, giver_id=giver, holder_id=council.person_id, since=today + timedelta(days=1), notarial=True,
                proof="Maître Lenoir, Uccle, acte du 3 mars 2026, nº 112", at=at,
            )  # fmt: skip


async def _owners(actors: Mapping[str, Actor], association_id: UUID, at: datetime) -> None:
    """Proposals of two owners and the council, a request below one fifth, what they say of their coming tonight."""
    wim, jean, council = actors["owner_1"], actors["owner_2"], actors["council"]
    async with db.tenant_session(wim, association_id) as session:
        here = (session, wim, association_id)
        await proposals.propose(
            *here, title="Installer un range-vélos dans la cour", at=at - timedelta(days=14),
            proposal="L’assemblée décide d’installer un range-vélos couvert, selon l’offre à demander.",
        )  # fmt: skip
        taken_back = await proposals.propose(
            *here, title="Mettre un miroir dans le hall", proposal="", at=at - timedelta(days=13)
        )
        await proposals.withdraw(*here, taken_back.id, at=at - timedelta(days=9))
        asked = await requests.start_request(
            *here, title="Le chauffage tombe en panne chaque hiver",
            points=["Remplacer la chaudière", "Mandater un bureau d’étude"], at=at - timedelta(days=4),
        )  # fmt: skip
        tonight = (await session.execute(text(TONIGHT), {"t": association_id})).scalar_one()
        await answers.answer(*here, tonight, answer="room", at=at)
    async with db.tenant_session(jean, association_id) as session:
        here = (session, jean, association_id)
        await proposals.propose(
            *here, title="Den Fahrradkeller besser beleuchten", proposal="", at=at - timedelta(days=12)
        )
        await requests.sign(*here, asked, at=at - timedelta(days=3))
        await answers.answer(*here, tonight, answer="remote", at=at)
    async with db.tenant_session(council, association_id) as session:
        await proposals.propose(
            session, council, association_id, title=ROOF, capacity="council", at=at - timedelta(days=11),
            proposal="De vergadering laat offertes vragen voor zonnepanelen op het dak.",
        )  # fmt: skip
        await answers.answer(session, council, association_id, tonight, answer="room", at=at)


async def _fates(session: AsyncSession, syndic: Actor, association_id: UUID, at: datetime) -> None:
    """One proposal is put on the next draft, one is left to next year with its reason; the draft gets its bureau."""
    here = (session, syndic, association_id)
    draft = (await session.execute(text(NEXT_DRAFT), {"t": association_id})).scalar_one()
    await plan.add_from_template(*here, draft, template="bureau", at=at)
    found = "SELECT id FROM agenda_proposal WHERE association_id = :t AND title LIKE :title"
    roof = await session.scalar(text(found), {"t": association_id, "title": ROOF})
    await proposals.add_to_agenda(*here, roof, assembly_id=draft, kind="works_on_common_parts", at=at)
    light = await session.scalar(text(found), {"t": association_id, "title": "Den Fahrradkeller%"})
    await proposals.defer(
        *here,
        light,
        reason="Arrivée après l’envoi des convocations : elle vient à l’assemblée de l’an prochain.",
        at=at,
    )
