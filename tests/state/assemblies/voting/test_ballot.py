"""The phone's state: the rightful owner votes, everybody else is refused, nothing personal leaves."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import NotFound
from koprogo.services.assemblies.agenda import plan
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.proxies import proxies
from koprogo.services.assemblies.room import sitting
from koprogo.state.assemblies.voting.ballot import BallotState, slot
from tests.services.assemblies.evening import NOW, WORDS, arrive, close_vote, convened, open_vote, opened
from tests.state.tab import Refused, Tab


def nonce() -> str:
    return uuid4().hex


async def on_phone(cast, who: str, assembly: UUID) -> Tab:
    tab = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.actors[who])
    await tab.call("load")
    return tab


async def stored(cast, item: UUID) -> list[tuple[str, str]]:
    async with db.tenant_session(cast.syndic) as session:
        rows = await session.execute(
            text(
                "SELECT l.number, b.choice FROM counting_ballot b JOIN lot l ON l.id = b.lot_id"
                " WHERE b.item_id = :i ORDER BY l.number"
            ),
            {"i": item},
        )
        return [tuple(row) for row in rows]


async def with_proxy_of_bram(cast):
    assembly, items = await convened(cast)
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        await proxies.give_proxy(
            session, cast.bram, cast.association_id, assembly, holder_id=cast.people["anna"], at=NOW
        )
    await arrive(cast, assembly, "anna", "carla", "dirk")
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.open_assembly(session, cast.syndic, cast.association_id, assembly, at=NOW)
    await open_vote(cast, items[0])
    return assembly, items


async def test_the_phone_knows_its_weight_on_every_item_before_any_opens(cast):
    assembly, items = await opened(cast, "works_on_common_parts", "approve_annual_accounts")
    tab = await on_phone(cast, "anna", assembly)
    [vote] = tab.state.mine.votes
    assert vote.weights == {str(item): 270 for item in items}
    assert (vote.owner_name, vote.lots, vote.by_proxy) == ("Anna Peeters", ["A1", "G1"], False)
    assert tab.state.mine.present and tab.state.mine.plate == "A1 +1"


async def test_a_press_is_stored_and_has_a_receipt_in_words(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab = await on_phone(cast, "anna", assembly)
    key, once = tab.state.mine.votes[0].key, nonce()
    await tab.call("choose", str(item), key, "for", once)
    receipt = tab.state.receipts[slot(item, 1, key)]
    assert (receipt.number, receipt.choice, receipt.weight) == ("1-A1-1, 1-G1-1", "for", 270)
    assert receipt.lots == ["A1", "G1"] and receipt.by_me and not receipt.pending
    assert tab.state.answered == once and tab.state.refusal.kind == ""
    assert await stored(cast, item) == [("A1", "for"), ("G1", "for")]


async def test_a_change_of_mind_replaces_the_ballot_and_a_retry_does_not(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab = await on_phone(cast, "bram", assembly)
    key, once = tab.state.mine.votes[0].key, nonce()
    await tab.call("choose", str(item), key, "for", nonce())
    await tab.call("choose", str(item), key, "against", once)
    await tab.call("choose", str(item), key, "against", once)
    assert tab.state.receipts[slot(item, 1, key)].number == "1-A2-2"
    assert await stored(cast, item) == [("A2", "against")]


async def test_an_old_press_sent_again_does_not_hide_the_newer_ballot_of_another_phone(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    first = await on_phone(cast, "bram", assembly)
    key, once = first.state.mine.votes[0].key, nonce()
    await first.call("choose", str(item), key, "for", once)
    await (await on_phone(cast, "bram", assembly)).call("choose", str(item), key, "against", nonce())
    back = await on_phone(cast, "bram", assembly)
    await back.call("choose", str(item), key, "for", once)
    assert back.state.answered == once
    assert back.state.receipts[slot(item, 1, key)].number == "1-A2-2"


async def test_another_phone_of_the_same_person_finds_the_receipt(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    first = await on_phone(cast, "bram", assembly)
    key = first.state.mine.votes[0].key
    await first.call("choose", str(item), key, "for", nonce())
    second = await on_phone(cast, "bram", assembly)
    assert second.state.receipts == first.state.receipts


async def test_a_stranger_finds_nothing_and_the_syndic_has_no_ballot(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    anna = await on_phone(cast, "anna", assembly)
    for who in ("stranger", "syndic"):
        tab = await on_phone(cast, who, assembly)
        assert tab.state.mine.votes == []
        await tab.call("choose", str(item), anna.state.mine.votes[0].key, "against", nonce())
        assert tab.state.refusal.kind == "not_found"
        assert "Anna" not in tab.shown()
    assert await stored(cast, item) == []


async def test_a_neighbour_cannot_name_somebody_elses_lots(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    anna, bram = await on_phone(cast, "anna", assembly), await on_phone(cast, "bram", assembly)
    await bram.call("choose", str(item), anna.state.mine.votes[0].key, "against", nonce())
    assert bram.state.refusal.kind == "not_found"
    assert await stored(cast, item) == []


async def test_nobody_signed_in_is_stopped_at_the_gate(cast):
    assembly, [item] = await opened(cast)
    tab = Tab(BallotState, f"/assemblies/{assembly}/vote", None)
    for handler, arguments in (
        ("load", ()),
        ("refresh_mine", ()),
        ("choose", (str(item), "key", "for", nonce())),
        ("check_in", ("room",)),
    ):
        with pytest.raises(Refused):
            await tab.call(handler, *arguments)


@pytest.mark.parametrize(
    ("item_id", "choice", "once", "kind"),
    [
        ("not an id", "for", "a-good-nonce", "not_found"),
        (None, "for", "a-good-nonce", "not_found"),
        ("item", "yes", "a-good-nonce", "bad_input"),
        ("item", {"$ne": 1}, "a-good-nonce", "bad_input"),
        ("item", "for", "short", "bad_input"),
        ("item", "for", "x" * 5000, "bad_input"),
    ],
)
async def test_what_no_browser_of_ours_sends_is_refused_in_words(cast, item_id, choice, once, kind):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab = await on_phone(cast, "anna", assembly)
    sent = str(item) if item_id == "item" else item_id
    await tab.call("choose", sent, tab.state.mine.votes[0].key, choice, once)
    assert tab.state.refusal.kind == kind
    assert len(tab.state.answered) <= 64
    assert await stored(cast, item) == []


async def test_the_holder_of_a_proxy_has_a_card_for_each_owner(cast):
    assembly, _ = await convened(cast)
    async with db.tenant_session(cast.bram, cast.association_id) as session:
        await proxies.give_proxy(
            session, cast.bram, cast.association_id, assembly, holder_id=cast.people["anna"], at=NOW
        )
    bram = await on_phone(cast, "bram", assembly)
    assert bram.state.mine.represented_by == "Anna Peeters"
    anna = await on_phone(cast, "anna", assembly)
    own, given = anna.state.mine.votes
    assert (own.by_proxy, given.by_proxy, given.owner_name) == (False, True, "Bram Claes")


async def test_each_card_casts_its_own_lots_only(cast):
    assembly, [item] = await with_proxy_of_bram(cast)
    tab = await on_phone(cast, "anna", assembly)
    own, given = tab.state.mine.votes
    await tab.call("choose", str(item), given.key, "against", nonce())
    assert await stored(cast, item) == [("A2", "against")]
    await tab.call("choose", str(item), own.key, "for", nonce())
    assert await stored(cast, item) == [("A1", "for"), ("A2", "against"), ("G1", "for")]
    assert tab.state.receipts[slot(item, 1, given.key)].number == "1-A2-1"


async def test_a_proxy_taken_back_stops_its_card(cast):
    assembly, [item] = await with_proxy_of_bram(cast)
    tab = await on_phone(cast, "anna", assembly)
    given = tab.state.mine.votes[1]
    await arrive(cast, assembly, "bram")  # the giver comes herself: the proxy ends
    await tab.call("choose", str(item), given.key, "against", nonce())
    assert tab.state.refusal.message_id == "You have no vote on this point."
    await tab.call("refresh_mine")
    assert len(tab.state.mine.votes) == 1


async def test_a_suspended_lot_is_said_with_its_reason_and_has_no_card(cast):
    assembly, _ = await opened(cast)
    tab = await on_phone(cast, "emma", assembly)
    assert tab.state.mine.votes == []
    assert [(each.lot, each.reason) for each in tab.state.mine.suspended] == [("A5", "unrepresented")]
    assert tab.state.mine.plate == "A5"


async def test_after_the_closing_a_press_is_refused_with_its_article_and_the_refusal_stays(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab = await on_phone(cast, "bram", assembly)
    await close_vote(cast, item)
    once = nonce()
    await tab.call("choose", str(item), tab.state.mine.votes[0].key, "for", once)
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.87 §8")
    assert tab.state.answered == once
    await tab.call("refresh_mine")
    assert tab.state.refusal.kind == "refused"


async def test_a_press_that_waited_gives_way_to_a_newer_ballot(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    tab = await on_phone(cast, "bram", assembly)
    key = tab.state.mine.votes[0].key
    await tab.call("choose", str(item), key, "for", nonce())
    await tab.call("choose", str(item), key, "against", nonce(), 0)
    assert tab.state.refusal.kind == "conflict"
    await tab.call("choose", str(item), key, "against", nonce(), 1)
    assert tab.state.refusal.kind == ""
    assert await stored(cast, item) == [("A2", "against")]


async def test_checking_in_oneself_opens_the_vote(cast):
    assembly, [item] = await opened(cast, present=("anna", "bram", "carla"))
    await open_vote(cast, item)
    tab = await on_phone(cast, "dirk", assembly)
    key = tab.state.mine.votes[0].key
    await tab.call("choose", str(item), key, "for", nonce())
    assert tab.state.refusal.message_id.startswith("Only those present")
    await tab.call("check_in", "room")
    assert tab.state.mine.present and tab.state.refusal.kind == ""
    await tab.call("choose", str(item), key, "for", nonce())
    assert await stored(cast, item) == [("A4", "for")]


async def test_taking_part_from_home_is_refused_where_the_convocation_does_not_allow_it(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assembly = await plan.create_assembly(
            session,
            cast.syndic,
            cast.association_id,
            kind="ordinary",
            starts_at=NOW + timedelta(days=20),
            place="Salle paroissiale",
            remote_allowed=False,
            at=NOW,
        )
        await plan.add_item(
            session,
            cast.syndic,
            cast.association_id,
            assembly,
            kind="works_on_common_parts",
            title=WORDS,
            proposal=WORDS,
            at=NOW,
        )
        await freeze.convene(
            session, cast.syndic, cast.association_id, assembly, sent_on=NOW.date(), at=NOW, despite="by post"
        )
    tab = await on_phone(cast, "dirk", assembly)
    await tab.call("check_in", "remote")
    assert tab.state.refusal.kind == "bad_input" and not tab.state.mine.present
    await tab.call("check_in", "room")
    assert tab.state.mine.present


async def test_a_tab_that_lost_its_state_still_votes(cast):
    assembly, [item] = await opened(cast)
    await open_vote(cast, item)
    key = (await on_phone(cast, "bram", assembly)).state.mine.votes[0].key
    fresh = Tab(BallotState, f"/assemblies/{assembly}/vote", cast.bram)
    await fresh.call("choose", str(item), key, "abstain", nonce())
    assert await stored(cast, item) == [("A2", "abstain")]


async def test_an_address_without_an_assembly_shows_nothing(cast):
    tab = Tab(BallotState, "/assemblies/nowhere/vote", cast.anna)
    await tab.call("load")
    assert tab.state.refusal.kind == "not_found" and not tab.state.mine.loaded
    with pytest.raises(NotFound):
        await tab.call("refresh_mine")
