"""A point that changes the split of charges, voted as in an assembly."""

from uuid import UUID

from koprogo import db
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.voting import results
from tests.cast import Cast
from tests.services.assemblies import evening

CHANGE_OF_CHARGES = "other_statute_change_incl_charge_apportionment"


async def carried_change(cast: Cast, kind: str = CHANGE_OF_CHARGES, *, against: str = "") -> UUID:
    """Have Anna (250) and Bram (230) vote on a point and confirm it; return its id. `against` names who says no."""
    _, [item] = await evening.opened(cast, kind)
    await evening.open_vote(cast, item)
    for who in ("anna", "bram"):
        await evening.press(cast, who, item, Choice.AGAINST if who == against else Choice.FOR)
    await evening.close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=evening.NOW)
    return item
