"""The screens of reported problems: what each reader sees, and what the buttons do."""

from datetime import timedelta

import pytest

from koprogo.core.clock import now, today
from koprogo.services.works import photos, posted_form
from koprogo.state.works.report import ReportState
from koprogo.state.works.ticket import TicketState
from koprogo.state.works.tickets import TicketsState
from tests.cast import put_on_stage
from tests.services.governance.council_on_stage import member
from tests.services.works.tickets_on_stage import act, photo, posted, reported, step
from tests.state.tab import Tab


@pytest.fixture
async def cast(database):
    """A fresh association per test, with a council."""
    made = await put_on_stage()
    await member(made, "bram")
    return made


async def listed(cast, who):
    tab = Tab(TicketsState, f"/associations/{cast.association_id}/problems", cast.actors[who])
    await tab.call("load")
    return tab


async def opened(cast, who, ticket):
    tab = Tab(TicketState, f"/associations/{cast.association_id}/problems/{ticket}", cast.actors[who])
    await tab.call("load")
    return tab


async def test_reporting_leads_to_the_page_of_the_report(cast):
    tab = Tab(ReportState, f"/associations/{cast.association_id}/problems/new", cast.anna)
    await tab.call("load")
    assert [each.word for each in tab.state.lots] == ["–", "A1", "G1"]
    await tab.call("send", {"words": "", "category": "water", "place": "common", "urgency": "soon"})
    assert [each.where for each in tab.state.refusal.problems] == ["words"]
    led = await tab.call("send", {"words": "It drips.", "category": "water", "place": "lot", "urgency": "soon",
                                  "lot": str(cast.lots["A1"])})  # fmt: skip
    assert "/problems/" in str(led) and "sent=1" in str(led)
    [row] = (await listed(cast, "syndic")).state.rows
    assert (row.where, row.reporter, row.status) == ("A1", "Anna Peeters", "reported")


async def test_who_may_not_report_is_told_so_at_once(cast):
    tab = Tab(ReportState, f"/associations/{cast.association_id}/problems/new", cast.actors["accountant"])
    await tab.call("load")
    assert (tab.state.refusal.kind, tab.state.loaded) == ("not_allowed", False)


async def test_the_list_by_state_with_sums_for_who_follows(cast):
    old = await reported(cast, at=now() - timedelta(days=9))
    over = await reported(cast)
    await step(cast, "syndic", over, "solved")
    await reported(cast, "carla")
    tab = await listed(cast, "syndic")
    assert (tab.state.open, tab.state.unanswered, tab.state.oldest, tab.state.count) == (2, 1, 9, 2)
    assert tab.state.rows[0].id == str(old)
    for which, count in (("waiting", 1), ("ended", 0), ("mine", 0), ("nonsense", 2)):
        await tab.call("choose", which)
        assert tab.state.count == count, which
    carla = await listed(cast, "carla")
    await carla.call("choose", "mine")
    assert (carla.state.count, carla.state.may_follow, carla.state.may_report) == (1, False, True)
    assert "Anna" not in carla.shown()


async def test_all_that_somebody_follows_is_on_one_page(cast):
    await reported(cast)
    tab = Tab(TicketsState, "/problems", cast.syndic)
    await tab.call("load_everywhere")
    assert [row.association for row in tab.state.rows] == ["Résidence Les Tilleuls"]
    tab = Tab(TicketsState, "/problems", cast.carla)
    await tab.call("load_everywhere")
    assert (tab.state.refusal.kind, tab.state.rows) == ("not_allowed", [])


async def test_the_code_for_the_hall_is_made_printed_and_closed(cast):
    tab = await listed(cast, "syndic")
    await tab.call("post_form")
    assert tab.state.form_since and tab.state.form_paper == ""
    code = await posted(cast)
    await posted_form.print_form(cast.association_id, by=cast.syndic.person_id, code=code, at=now())
    await tab.call("look_for_paper")
    assert tab.state.form_paper.startswith("/api/v1/papers/")
    await tab.call("close_form")
    assert tab.state.form_since == ""
    owner = await listed(cast, "anna")
    await owner.call("post_form")
    assert (owner.state.refusal.kind, owner.state.form_since) == ("not_allowed", "")


async def test_syndic_and_reporter_take_their_steps_on_the_page(cast):
    ticket = await reported(cast)
    syndic = await opened(cast, "syndic", ticket)
    assert syndic.state.steps == ["acknowledged", "planned", "solved", "declined", "noted"]
    await syndic.call("step", {"what": "planned", "due": "", "words": ""})
    assert [each.where for each in syndic.state.refusal.problems] == ["due"]
    await syndic.call("step", {"what": "planned", "due": today().isoformat(), "words": "A plumber."})
    await syndic.call("step", {"what": "noted", "words": "Ask for a price.", "inner": "yes"})
    await syndic.call("step", {"what": "solved", "words": ""})
    anna = await opened(cast, "anna", ticket)
    assert anna.state.steps == ["confirmed", "reopened", "noted"] and "Ask for a price" not in anna.shown()
    await anna.call("step", {"what": "confirmed", "words": ""})
    assert (anna.state.ticket.status, anna.state.refusal.kind) == ("confirmed", "")
    carla = await opened(cast, "carla", ticket)
    assert (carla.state.steps, carla.state.photos_at, carla.state.ticket.reporter) == ([], "", "")
    await carla.call("step", {"what": "noted", "words": "Me too."})
    assert carla.state.refusal.kind == "not_allowed"


async def test_photos_are_shown_and_taken_back(cast):
    ticket = await reported(cast)
    await act(cast, "anna", photos.add_photo, ticket, content=photo(), keep_place=True, at=now())
    tab = await opened(cast, "anna", ticket)
    [row] = tab.state.photos
    assert row.placed and row.mine and row.href.endswith("/content")
    await tab.call("choose_place", True)
    assert tab.state.keep_place
    await tab.call("photo_sent", row.id, "a.jpg")
    await tab.call("withdraw", row.id)
    assert tab.state.photos == []


async def test_what_is_not_hers_to_see_is_not_found(cast):
    ticket = await reported(cast, place="lot")
    for who in ("carla", "stranger"):
        tab = await opened(cast, who, ticket)
        assert (tab.state.refusal.kind, tab.state.loaded, tab.state.ticket.words) == ("not_found", False, "")
