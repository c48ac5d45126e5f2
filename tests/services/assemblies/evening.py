"""An evening ready to vote: an assembly convened, people in the room, the session open. Shared by the tests beside it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from koprogo import db
from koprogo.core.actor import Actor
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.attendance import attendance, bureau
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.proof.receipts import Receipt
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import results, voting
from koprogo.services.assemblies.voting.ballot import Press, cast
from tests.cast import Cast

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
BY_POST = "What is missing went out by post."
WORDS = {"fr": "Rénover la toiture", "nl": "Het dak vernieuwen"}


async def drafted(cast_: Cast, *kinds: str, actor: Actor | None = None) -> tuple[UUID, list[UUID]]:
    """Draft an assembly sixteen days ahead with one item per kind; return its id and theirs."""
    syndic = actor or cast_.actors["syndic"]
    async with db.tenant_session(syndic, cast_.association_id) as session:
        assembly = await plan.create_assembly(
            session,
            syndic,
            cast_.association_id,
            kind="ordinary",
            starts_at=NOW + timedelta(days=16),
            place="Salle paroissiale",
            at=NOW,
        )
        items = [
            await plan.add_item(
                session, syndic, cast_.association_id, assembly, kind=kind, title=WORDS, proposal=WORDS, at=NOW
            )
            for kind in kinds or ("works_on_common_parts",)
        ]
    return assembly, items


async def convened(cast_: Cast, *kinds: str) -> tuple[UUID, list[UUID]]:
    """Draft and convene today, sixteen days before the day."""
    assembly, items = await drafted(cast_, *kinds)
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        await freeze.convene(
            session, cast_.syndic, cast_.association_id, assembly, sent_on=NOW.date(), at=NOW, despite=BY_POST
        )
    return assembly, items


async def arrive(cast_: Cast, assembly: UUID, *names: str) -> None:
    """Check people in by the syndic's list."""
    for name in names:
        async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
            await attendance.record_presence(
                session,
                cast_.syndic,
                cast_.association_id,
                assembly,
                person_id=cast_.people[name],
                what="arrived",
                at=NOW,
            )


async def opened(
    cast_: Cast, *kinds: str, present: tuple[str, ...] = ("anna", "bram", "carla", "dirk")
) -> tuple[UUID, list[UUID]]:
    """Open the session with these people, and a bureau."""
    assembly, items = await convened(cast_, *kinds)
    await open_session(cast_, assembly, present)
    return assembly, items


async def open_session(cast_: Cast, assembly: UUID, present: tuple[str, ...]) -> None:
    """Check these people in, name a bureau, open the session."""
    await arrive(cast_, assembly, *present)
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        for office, who in (("chair", present[0]), ("secretary", "syndic"), ("teller", present[1])):
            await bureau.name_to_bureau(
                session,
                cast_.syndic,
                cast_.association_id,
                assembly,
                office=office,
                person_id=cast_.people[who],
                at=NOW,
            )
        await sitting.open_assembly(session, cast_.syndic, cast_.association_id, assembly, at=NOW)


async def open_vote(cast_: Cast, item: UUID, seconds: int | None = None) -> None:
    """Open the vote on an item, by default without a countdown."""
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        await voting.open_item(session, cast_.syndic, cast_.association_id, item, at=NOW, seconds=seconds)


async def close_vote(cast_: Cast, item: UUID) -> int:
    """Close the vote; return the number of sealed ballots."""
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        return await voting.close_item(session, cast_.syndic, cast_.association_id, item)


async def press(
    cast_: Cast, who: str, item: UUID, choice: Choice | str, nonce: str | None = None, **more: object
) -> list[Receipt]:
    """Press a button on a phone."""
    nonce = nonce or f"{who}-{choice}-{item}"[:60]
    return await cast(cast_.actors[who], cast_.association_id, Press(item, choice, nonce, **more))  # type: ignore[arg-type]


async def missed_unanimity(cast_: Cast, kind: str = "change_of_shares", against: str | None = None) -> UUID:
    """End an assembly in which all who were there said yes to a unanimous point (Carla and Dirk were not); return its id.

    `against` names somebody who said no.
    """
    assembly, [item, other] = await opened(cast_, kind, "approve_annual_accounts", present=("anna", "bram", "carla"))
    await _leave(cast_, assembly, "carla")
    await open_vote(cast_, item)
    for who in ("anna", "bram"):
        await press(cast_, who, item, Choice.AGAINST if who == against else Choice.FOR)
    await close_vote(cast_, item)
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        here = (session, cast_.syndic, cast_.association_id)
        await results.confirm_result(*here, item, at=NOW)
        await voting.settle_item(*here, other, outcome="postponed")
        await sitting.close_assembly(*here, assembly, at=NOW)
    return assembly


async def _leave(cast_: Cast, assembly: UUID, name: str) -> None:
    async with db.tenant_session(cast_.syndic, cast_.association_id) as session:
        await attendance.record_presence(
            session, cast_.syndic, cast_.association_id, assembly, person_id=cast_.people[name], what="left", at=NOW
        )
