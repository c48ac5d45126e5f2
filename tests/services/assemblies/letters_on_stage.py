"""Letters ready to look at: consents, addresses, an assembly convened by sending. Shared by the tests beside it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from koprogo import db
from koprogo.models.ownership import Contact, EmailConsent
from koprogo.services.assemblies.convening import convocation
from tests.cast import Cast
from tests.services.assemblies.evening import BY_POST, NOW, drafted

TOWN = {"street": "Avenue des Tilleuls 12", "postcode": "1180", "city": "Uccle"}


async def give_addresses(cast: Cast, *names: str, **consents: date) -> None:
    """Give people a postal address and an e-mail address, and consent to e-mail to those named with a day. Once."""
    async with db.association_session(cast.association_id) as session:
        known = set((await session.execute(text("SELECT person_id FROM contact"))).scalars())
        for name in (*names, *consents):
            if cast.people[name] not in known:
                session.add(
                    Contact(
                        association_id=cast.association_id,
                        person_id=cast.people[name],
                        email=f"{name}@example.org",
                        **TOWN,
                    )
                )
        for name, day in consents.items():
            if cast.people[name] not in known:
                session.add(
                    EmailConsent(
                        association_id=cast.association_id, person_id=cast.people[name], given_on=day, proof="form"
                    )
                )


async def sent(cast: Cast, *kinds: str, at: datetime = NOW) -> UUID:
    """Draft an assembly and convene it by letters: Anna by e-mail, the others by post; nothing is printed yet."""
    await give_addresses(cast, "bram", "carla", "dirk", "emma", "farid", anna=date(2026, 1, 5))
    assembly, _ = await drafted(cast, *kinds)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await convocation.send_convocations(session, cast.syndic, cast.association_id, assembly, at=at, despite=BY_POST)
    return assembly


async def mail_of(cast: Cast, address: str) -> str:
    """Return the newest mail to an address."""
    async with db.association_session(cast.association_id) as session:
        return str(
            await session.scalar(
                text("SELECT body FROM outbox_mail WHERE to_email = :e ORDER BY created_at DESC, id LIMIT 1"),
                {"e": address},
            )
        )


async def code_of(cast: Cast, address: str) -> str:
    """Return the code of the link in the newest mail to an address."""
    body = await mail_of(cast, address)
    return body.partition("/l/")[2].split()[0]
