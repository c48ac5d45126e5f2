"""The screens that lead to an assembly: the calendar, proposals, requests, the season, changes."""

from datetime import timedelta

from koprogo import db
from koprogo.core.clock import now, today
from koprogo.services.assemblies.agenda import requests
from koprogo.services.assemblies.convening import convocation
from koprogo.state.assemblies.agenda.calendar import CalendarState
from koprogo.state.assemblies.agenda.proposals import ProposalsState
from koprogo.state.assemblies.agenda.requests import RequestsState
from koprogo.state.assemblies.assemblies import AssembliesState
from koprogo.state.assemblies.convening.changes import ChangesState
from koprogo.state.assemblies.convening.letters import LettersState
from koprogo.state.assemblies.season.season import LATE, TO_DRAFT, SeasonState
from koprogo.state.home import HomeState
from tests.state.assemblies.agenda.test_plan import draft, leads_to
from tests.state.tab import Tab

FIRST = today() + timedelta(days=40)


async def at(state, cast, page, who="syndic"):
    tab = Tab(state, f"/associations/{cast.association_id}/{page}", cast.actors[who])
    await tab.call("load")
    return tab


def words(problems):
    return [each.where for each in problems]


async def fixed(cast):
    tab = await at(CalendarState, cast, "calendar")
    await tab.call("fix", {"first_day": FIRST.isoformat(), "source": "ROI, art. 7"})
    return tab


async def test_the_calendar_proposes_the_next_assembly_and_keeps_what_was_typed(cast):
    tab = await at(CalendarState, cast, "calendar")
    assert tab.state.year.first == "" and tab.state.may_plan
    await tab.call("fix", {"first_day": FIRST.isoformat(), "source": ""})
    assert words(tab.state.refusal.problems) == ["source"] and tab.state.typed.first_day == FIRST.isoformat()
    await tab.call("fix", {"first_day": FIRST.isoformat(), "source": "ROI, art. 7"})
    year = tab.state.year
    assert year.first == FIRST.isoformat() and not year.is_too_late
    assert tab.state.wish.starts_at >= year.first
    event = await tab.call("draft", {"starts_at": tab.state.wish.starts_at, "hour": "19:30", "place": "Salle"})
    assert leads_to(event).endswith("/plan")
    owner = await at(CalendarState, cast, "calendar", "anna")
    assert owner.state.year.first == year.first and owner.state.year.assembly_at == "" and not owner.state.may_plan


async def test_a_proposal_from_the_owner_to_the_agenda(cast):
    await fixed(cast)
    anna = await at(ProposalsState, cast, "proposals", "anna")
    await anna.call("propose", {"title": "", "text": "Dans la cour"})
    assert words(anna.state.refusal.problems) == ["title"] and anna.state.typed.text == "Dans la cour"
    await anna.call("propose", {"title": "Un banc", "text": "Dans la cour"})
    assert anna.state.received == 1
    row = anna.state.rows[0]
    assert (row.fate, row.by_right, row.is_mine) == ("waiting", True, True)

    assembly, _ = await draft(cast, "budget")
    tab = await at(ProposalsState, cast, "proposals")
    await tab.call("open_deferral", row.id)
    await tab.call("defer", {"reason": "Plus tard"})
    assert (tab.state.refusal.kind, tab.state.refusal.article) == ("refused", "3.87 §3")
    await tab.call("open_agenda", row.id)
    await tab.call("add", {"assembly": "", "kind": "works_on_common_parts"})
    assert words(tab.state.refusal.problems) == ["assembly"] and tab.state.opened == row.id
    assert str(assembly) in [each.value for each in tab.state.drafts]
    await tab.call("add", {"assembly": str(assembly), "kind": "works_on_common_parts"})
    assert tab.state.refusal.kind == "" and tab.state.rows[0].fate == "planned"
    await tab.call(
        "record",
        {"proposer": str(cast.people["bram"]), "capacity": "council", "channel": "letter", "title": "Le hall",
         "received_on": today().isoformat()},
    )  # fmt: skip
    assert [each.number for each in tab.state.rows] == [2, 1]
    bram = await at(ProposalsState, cast, "proposals", "bram")
    await bram.call("open_withdrawal", bram.state.rows[0].id)
    await bram.call("withdraw")
    assert [each.fate for each in bram.state.rows] == ["withdrawn"]


async def test_a_request_from_the_first_signature_to_the_receipt(cast):
    dirk = await at(RequestsState, cast, "requests", "dirk")
    await dirk.call("begin", {"title": "La chaudière", "points": "\n"})
    assert words(dirk.state.refusal.problems) == ["points"]
    await dirk.call("begin", {"title": "La chaudière", "points": "Remplacer la chaudière\nChanger de syndic\n"})
    row = dirk.state.rows[0]
    assert (row.shares, row.needed, row.missing, row.may_post) == (150, 200, 50, False)
    assert (await at(RequestsState, cast, "requests")).state.rows == []
    carla = await at(RequestsState, cast, "requests", "carla")
    assert carla.state.rows[0].may_sign
    await carla.call("sign", row.id)
    assert carla.state.rows[0].may_post and carla.state.rows[0].may_leave
    await carla.call("open_post", row.id)
    await carla.call("post", {"day": today().isoformat(), "proof": ""})
    assert words(carla.state.refusal.problems) == ["proof"]
    await carla.call("post", {"day": today().isoformat(), "proof": "RR 1 BE"})
    syndic = await at(RequestsState, cast, "requests")
    assert syndic.state.rows[0].may_receive and not syndic.state.may_begin
    await syndic.call("open_receipt", row.id)
    await syndic.call("receive", {"day": today().isoformat()})
    shown = syndic.state.rows[0]
    assert (shown.state, shown.days_left, shown.may_draft) == ("received", 30, True)
    carla = await at(RequestsState, cast, "requests", "carla")
    assert not carla.state.rows[0].may_draft
    home = Tab(HomeState, "/", cast.syndic)
    await home.call("load")
    assert "convene_requested" in [each.duty for each in home.state.near]
    day = (today() + timedelta(days=25)).isoformat()
    await syndic.call("open_draft", row.id)
    event = await syndic.call("draft", {"starts_at": day, "hour": "19:00", "place": "Salle"})
    assert leads_to(event).endswith("/plan")


async def test_the_season_filters_what_is_late_and_what_is_not_drafted(cast):
    tab = Tab(SeasonState, "/season", cast.syndic)
    await tab.call("load")
    assert [line.name for line in tab.state.lines] == ["Résidence Les Tilleuls"] and tab.state.count == 1
    for which in (LATE, TO_DRAFT):
        await tab.call("choose", which)
        assert len(tab.state.lines) == (tab.state.late if which == LATE else tab.state.to_draft)
    await tab.call("choose", "nonsense")
    assert tab.state.which == "all"
    owner = Tab(SeasonState, "/season", cast.anna)
    await owner.call("load")
    assert owner.state.lines == []


async def test_changes_offer_what_the_state_leaves(cast):
    made, _ = await draft(cast, "budget")
    tab = Tab(ChangesState, f"/assemblies/{made}/changes", cast.syndic)
    await tab.call("load")
    may = tab.state.may
    assert (may.copy, may.cancel, may.move, may.supplement, may.go_on) == (True, True, False, False, False)
    await tab.call("copy_last")
    assert tab.state.refusal.kind == "not_found"
    await tab.call("cancel", {"why": ""})
    assert words(tab.state.refusal.problems) == ["why"]
    await tab.call("cancel", {"why": "La salle est prise"})
    assert tab.state.done == "cancelled" and not tab.state.may.cancel
    everything = Tab(AssembliesState, "/assemblies", cast.syndic)
    await everything.call("load")
    assert str(made) in [line.id for line in everything.state.past]


async def test_who_signed_and_convened_follows_the_letters(cast):
    then = now() - timedelta(days=40)

    async def does(who, act, *arguments, **more):
        actor = cast.actors[who]
        async with db.tenant_session(actor, cast.association_id) as session:
            return await act(session, actor, cast.association_id, *arguments, **more)

    made = await does("dirk", requests.start_request, title="La chaudière", points=["La remplacer"], at=then)
    await does("carla", requests.sign, made, at=then)
    await does("dirk", requests.post, made, day=then.date(), proof="RR 1 BE", at=then)
    await does("syndic", requests.receive, made, day=then.date(), at=then)
    day = now() + timedelta(days=40)
    assembly = await does("carla", requests.draft_assembly, made, starts_at=day, place="Salle", at=now())
    await does("carla", convocation.send_convocations, assembly, at=now())
    hrefs = {}
    for who in ("carla", "anna"):
        shown = (await at(RequestsState, cast, "requests", who)).state.rows
        hrefs[who] = [row.letters_href for row in shown if row.id == str(made)]
    assert hrefs["carla"] == [f"/assemblies/{assembly}/letters"] and hrefs["anna"] in ([], [""])
    letters = Tab(LettersState, f"/assemblies/{assembly}/letters", cast.actors["carla"])
    await letters.call("load")
    assert letters.state.loaded and letters.state.sums.all == 6 and letters.state.refusal.kind == ""
    stranger = Tab(LettersState, f"/assemblies/{assembly}/letters", cast.anna)
    await stranger.call("load")
    assert not stranger.state.loaded and stranger.state.refusal.kind == "not_allowed"
