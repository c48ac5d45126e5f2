"""A press that waited on a phone: it counts once, and never over, or instead of, anything its caster had not seen."""

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.assemblies.voting import voting
from koprogo.services.assemblies.voting.refusals import ItemNotOpen, NewerBallot, PressedByAnother, VoteHeldAgain
from koprogo.services.assemblies.voting.waited import Known
from tests.services.assemblies.evening import close_vote, open_vote, opened, press


async def choices(cast_, item):
    async with db.tenant_session(cast_.syndic) as session:
        found = await session.execute(text("SELECT choice FROM ballot WHERE item_id = :i ORDER BY id"), {"i": item})
        return sorted(found.scalars())


async def test_it_gives_way_to_a_newer_ballot_and_says_when_and_how_that_one_came(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    [newer] = await press(cast, "bram", item, Choice.AGAINST)
    with pytest.raises(NewerBallot) as conflict:
        await press(cast, "bram", item, Choice.FOR, "from-the-queue", known=Known({cast.lots["A2"]: 0}))
    assert conflict.value.facts() == {
        "lot": "A2",
        "newer": "against",
        "yours": "for",
        "at": newer.received_at.isoformat(),
        "channel": "phone",
    }
    [receipt] = await press(cast, "bram", item, Choice.FOR, "on-top-of-it", known=Known({cast.lots["A2"]: 1}))
    assert receipt.revision == 2


async def test_it_takes_the_place_of_its_own_earlier_press_whose_answer_was_lost(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "bram", item, Choice.FOR, "answer-was-lost")
    known = Known({cast.lots["A2"]: 0}, replaces=("answer-was-lost",))
    [receipt] = await press(cast, "bram", item, Choice.AGAINST, "changed-her-mind", known=known)
    assert (receipt.revision, receipt.choice) == (2, "against")


async def test_the_nonce_of_somebody_elses_press_replaces_nothing(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await press(cast, "anna", item, Choice.FOR, "a-nonce-of-anna")
    await press(cast, "bram", item, Choice.FOR, "a-nonce-of-bram")
    with pytest.raises(NewerBallot):
        known = Known({cast.lots["A2"]: 0}, replaces=("a-nonce-of-anna",))
        await press(cast, "bram", item, Choice.AGAINST, "from-the-queue", known=known)


async def test_at_most_eight_presses_are_replaced(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(BadInput):
        await press(cast, "bram", item, Choice.FOR, "from-the-queue", known=Known(replaces=("nonce",) * 9))


async def test_it_never_counts_in_a_round_that_was_not_on_the_screen(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    await close_vote(cast, item)
    known = Known({}, round=1)
    with pytest.raises(ItemNotOpen):
        await press(cast, "bram", item, Choice.FOR, "from-the-queue", known=known)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await voting.reopen_item(session, cast.syndic, cast.association_id, item, reason="a doubt about the count")
    await open_vote(cast, item)
    with pytest.raises(VoteHeldAgain):
        await press(cast, "bram", item, Choice.FOR, "from-the-queue", known=known)
    assert await choices(cast, item) == []


async def test_it_never_counts_for_a_text_that_was_not_on_the_screen(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(VoteHeldAgain) as conflict:
        await press(cast, "bram", item, Choice.FOR, "from-the-queue", known=Known({}, round=1, text_version=0))
    assert "amended" in str(conflict.value)
    assert await choices(cast, item) == []


async def test_it_never_leaves_in_the_name_of_who_signed_in_since(cast):
    _, [item] = await opened(cast)
    await open_vote(cast, item)
    with pytest.raises(PressedByAnother):
        await press(cast, "bram", item, Choice.FOR, "pressed-by-anna", known=Known(pressed_by=cast.people["anna"]))
    assert await choices(cast, item) == []
    [receipt] = await press(
        cast, "bram", item, Choice.FOR, "pressed-by-bram", known=Known(pressed_by=cast.people["bram"])
    )
    assert receipt.choice == "for"
