"""A whole evening to its end: one point carried with ballots from phones and paper, one postponed; minutes asked for."""

from uuid import UUID

from koprogo import db
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies import events
from koprogo.services.assemblies.minutes import minutes
from koprogo.services.assemblies.room import sitting
from koprogo.services.assemblies.voting import hand_entry, results, voting
from tests.cast import Cast
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press


async def closed(cast: Cast) -> tuple[UUID, list[UUID]]:
    """Hold the evening and close it; return the assembly and its two points."""
    assembly, [works, budget] = await opened(cast, "works_on_common_parts", "approve_budgets")
    await open_vote(cast, works)
    await press(cast, "anna", works, Choice.AGAINST, "anna-changes-her-mind")
    await press(cast, "anna", works, Choice.FOR)
    await press(cast, "bram", works, Choice.AGAINST)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        choices = {cast.lots["A3"]: Choice.FOR, cast.lots["A4"]: Choice.ABSTAIN}
        await hand_entry.enter_ballots(
            session, cast.syndic, cast.association_id, works, choices=choices, channel="paper"
        )
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        await hand_entry.confirm_entries(session, cast.bram, cast.association_id, works, at=NOW)
    await close_vote(cast, works)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, works, at=NOW)
        await voting.settle_item(
            session, cast.syndic, cast.association_id, budget, outcome="postponed", reason="Attendre les devis"
        )
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    return assembly, [works, budget]


async def minuted(cast: Cast) -> tuple[UUID, list[UUID]]:
    """Hold the evening, close it, and say that its minutes are made, without printing them."""
    assembly, items = await closed(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await events.append(session, cast.syndic, cast.association_id, assembly, events.MINUTED, version=1)
    return assembly, items


async def printed(cast: Cast) -> UUID:
    """Hold the evening, close it, print its minutes."""
    assembly, _ = await closed(cast)
    await minutes.issue_minutes(cast.association_id, assembly, by=cast.syndic, version=1, at=NOW)
    return assembly
