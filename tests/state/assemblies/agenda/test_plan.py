"""The syndic's agenda: from the list of assemblies to the recorded convocation; nobody else sees or changes a draft."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from koprogo import db
from koprogo.core.clock import today
from koprogo.services.assemblies import queries
from koprogo.services.assemblies.agenda.templates import TEMPLATES
from koprogo.state.assemblies.agenda.plan import PlanState
from koprogo.state.assemblies.agenda.usual_points import GROUPS, kinds, usual_points
from koprogo.state.assemblies.assemblies import AssembliesState
from koprogo.state.assemblies.convening.convene import ConveneState
from tests.services.assemblies.evening import convened
from tests.state.tab import Refused, Tab

SOON = {"starts_at": (today() + timedelta(days=40)).isoformat(), "hour": "19:30"}


def leads_to(event) -> str:
    """Return where a redirect leads."""
    return str(event.args[0][1]).strip('"')


async def new_tab(cast, who="syndic"):
    tab = Tab(AssembliesState, "/assemblies/new", cast.actors[who])
    await tab.call("load")
    return tab


async def draft(cast, *templates):
    """Draft an assembly through the screen; return its id and the tab of its agenda."""
    tab = await new_tab(cast)
    event = await tab.call(
        "create", {**SOON, "association": str(cast.association_id), "kind": "ordinary", "place": "Salle"}
    )
    assembly = leads_to(event).split("/")[2]
    plan = Tab(PlanState, f"/assemblies/{assembly}/plan", cast.syndic)
    await plan.call("load")
    for template in templates:
        await plan.call("add", template)
    return assembly, plan


async def test_a_new_assembly_leads_to_its_agenda(cast):
    tab = await new_tab(cast)
    assert [each.word for each in tab.state.plans_for] == ["Résidence Les Tilleuls"]  # not Kouterhof: an owner there
    assert tab.state.answers.association == str(cast.association_id)
    event = await tab.call(
        "create",
        {
            **SOON,
            "association": str(cast.association_id),
            "kind": "extraordinary",
            "place": "Café",
            "remote_allowed": "on",
        },
    )
    assert leads_to(event).endswith("/plan")
    await tab.call("load")
    line = next(each for each in tab.state.coming if each.href == leads_to(event))
    assert (line.kind, line.place, line.state, line.points) == ("extraordinary", "Café", "drafted", 0)


async def test_all_that_is_missing_is_said_and_what_was_answered_stays(cast):
    tab = await new_tab(cast)
    assert await tab.call("create", {"kind": "ordinary", "place": "Rue Haute 1", "starts_at": "soon"}) is None
    assert {each.where for each in tab.state.refusal.problems} == {"association", "starts_at", "hour"}
    assert (tab.state.answers.place, tab.state.answers.starts_at) == ("Rue Haute 1", "soon")


async def test_an_hour_is_one_in_belgium(cast):
    _, plan = await draft(cast)
    assert plan.state.draft.hour == "19:30"
    assert plan.state.draft.day == SOON["starts_at"]


@pytest.mark.parametrize("association", ["elsewhere", "nowhere", "no id"])
async def test_nobody_drafts_for_an_association_that_is_not_hers(cast, association):
    ids = {"elsewhere": str(cast.elsewhere_id), "nowhere": str(uuid4()), "no id": "' OR 1=1"}
    tab = await new_tab(cast)
    assert await tab.call("create", {**SOON, "association": ids[association], "kind": "ordinary", "place": ""}) is None
    assert tab.state.refusal.kind in ("not_found", "not_allowed")


async def test_an_owner_sees_what_is_convened_and_plans_nothing(cast):
    hidden, _ = await draft(cast)
    shown, _ = await convened(cast)
    tab = await new_tab(cast, "anna")
    ids = {each.id for each in (*tab.state.coming, *tab.state.past)}
    assert str(shown) in ids and hidden not in ids
    assert tab.state.plans_for == []
    assert next(each.href for each in tab.state.coming if each.id == str(shown)).endswith("/agenda")
    await tab.call("create", {**SOON, "association": str(cast.association_id), "kind": "ordinary", "place": ""})
    assert tab.state.refusal.kind == "not_allowed"


async def test_who_came_with_nothing_lists_nothing(cast):
    with pytest.raises(Refused):
        await Tab(AssembliesState, "/assemblies", None).call("load")


async def test_usual_points_come_with_the_majority_of_the_law(cast):
    _, plan = await draft(cast, "accounts", "works")
    assert [(item.number, item.majority, item.legal) for item in plan.state.items] == [
        (1, "absolute", "absolute"),
        (2, "two_thirds", "two_thirds"),
    ]
    assert plan.state.items[1].article == "3.88 §1 1° b)"
    assert plan.state.items[1].kind_name["nl"]


async def test_every_template_is_offered_once_and_every_kind_of_an_assembly(cast):
    offered = [point.name for _, points in usual_points() for point in points]
    assert sorted(offered) == sorted(TEMPLATES) and len(set(offered)) == len(offered)
    assert [group for group, _ in usual_points()] == list(GROUPS)
    assert "written_unanimous_decision" not in {kind.code for kind in kinds()}


async def test_an_open_majority_is_asked_for_before_the_point_is_there(cast):
    _, plan = await draft(cast, "loan")
    assert plan.state.items == [] and plan.state.asked_majority_for == "loan"
    await plan.call("add_with_majority", {})
    assert [each.where for each in plan.state.refusal.problems] == ["majority"]
    await plan.call("add_with_majority", {"majority": "two_thirds"})
    [item] = plan.state.items
    assert (item.majority, item.majority_from, item.legal) == ("two_thirds", "open", "open")
    assert plan.state.asked_majority_for == ""


async def test_texts_are_rewritten_in_each_language(cast):
    _, plan = await draft(cast, "works")
    [item] = plan.state.items
    await plan.call("open_texts", item.id)
    assert plan.state.opened == "texts" and plan.state.edited.id == item.id
    await plan.call("save_texts", {"title_fr": "", "proposal_fr": "Texte"})
    assert [each.where for each in plan.state.refusal.problems] == ["title"]
    assert plan.state.opened == "texts"  # the form stays open with what was typed
    await plan.call("save_texts", {"title_fr": "Toiture", "title_nl": "Dak", "proposal_nl": "Wij vernieuwen"})
    [item] = plan.state.items
    assert (item.title, item.proposal) == ({"fr": "Toiture", "nl": "Dak"}, {"nl": "Wij vernieuwen"})
    assert plan.state.opened == ""


async def test_another_majority_needs_its_clause(cast):
    _, plan = await draft(cast, "works")
    await plan.call("open_majority", plan.state.items[0].id)
    await plan.call("save_majority", {"majority": "four_fifths", "clause": " "})
    assert plan.state.refusal.kind == "refused" and plan.state.refusal.article == "3.88"
    assert plan.state.items[0].majority == "two_thirds"
    await plan.call("save_majority", {"majority": "four_fifths", "clause": "Art. 23"})
    assert (plan.state.items[0].majority_from, plan.state.items[0].clause) == ("clause", "Art. 23")


async def test_points_move_and_drop(cast):
    _, plan = await draft(cast, "accounts", "works")
    first, second = plan.state.items
    await plan.call("move", second.id, 1)
    assert [item.id for item in plan.state.items] == [second.id, first.id]
    await plan.call("drop", second.id)
    assert [(item.number, item.id) for item in plan.state.items] == [(1, first.id)]


async def test_a_point_by_hand_shows_the_law_of_its_kind_first(cast):
    _, plan = await draft(cast)
    await plan.call("write_other")
    await plan.call("choose_kind", "house_rules")
    assert (plan.state.kind.majority, plan.state.kind.article) == ("absolute", "3.85 §3 + 3.87 §8")
    await plan.call("choose_kind", "no such kind")
    assert plan.state.kind.majority == ""
    await plan.call("add_other", {"kind": "house_rules", "title_fr": "Vélos dans le hall"})
    assert plan.state.items[0].title == {"fr": "Vélos dans le hall"}


async def test_a_kind_that_follows_another_asks_which(cast):
    _, plan = await draft(cast)
    await plan.call("add_other", {"kind": "charge_specific_decision", "title_fr": "Ascenseur"})
    assert [each.where for each in plan.state.refusal.problems] == ["main_kind"]
    main = {"kind": "charge_specific_decision", "main_kind": "works_on_common_parts", "title_fr": "Ascenseur"}
    await plan.call("add_other", main)
    assert plan.state.items[0].majority == "two_thirds"


async def test_the_day_changes_until_the_convocations_are_sent(cast):
    assembly, plan = await draft(cast, "works")
    later = (today() + timedelta(days=60)).isoformat()
    await plan.call("open_day")
    await plan.call("save_day", {"starts_at": later, "hour": "20:00", "kind": "ordinary", "place": "Ailleurs"})
    assert (plan.state.draft.day, plan.state.draft.hour, plan.state.draft.remote_allowed) == (later, "20:00", False)
    convene = Tab(ConveneState, f"/assemblies/{assembly}/convene", cast.syndic)
    await convene.call("load")
    assert (convene.state.draft.day, len(convene.state.points), convene.state.co_owners) == (later, 1, 5)
    assert [line.lot for line in convene.state.suspended] == ["A5"]
    for words, found in (("benali", ["A5"]), ("a5 LAMBERT", ["A5"]), ("peeters", [])):
        await convene.call("find_suspended", words)
        assert [line.lot for line in convene.state.suspended] == found and convene.state.suspended_count == 1
    await convene.call("find_suspended", "")
    await convene.call("turn_suspended", 9)
    assert (convene.state.suspended_page, len(convene.state.suspended)) == (1, 1)
    event = await convene.call("convene", {"despite": "by post", "sent_on": today().isoformat()})
    assert leads_to(event) == f"/assemblies/{assembly}/attendance"
    await plan.call("save_day", {"starts_at": later, "hour": "21:00", "kind": "ordinary", "place": ""})
    assert plan.state.refusal.article == "3.87 §3"


async def test_too_late_is_refused_and_the_reason_of_urgency_kept(cast):
    assembly, plan = await draft(cast, "works")
    soon = (today() + timedelta(days=5)).isoformat()
    await plan.call("save_day", {"starts_at": soon, "hour": "20:00", "kind": "ordinary", "place": ""})
    convene = Tab(ConveneState, f"/assemblies/{assembly}/convene", cast.syndic)
    await convene.call("load")
    assert convene.state.is_late
    assert await convene.call("convene", {"despite": "by post", "sent_on": today().isoformat()}) is None
    assert convene.state.refusal.article == "3.87 §3"
    await convene.call("convene", {"despite": "by post", "sent_on": "yesterday", "urgent_reason": "Fuite"})
    assert [each.where for each in convene.state.refusal.problems] == ["sent_on"]
    assert convene.state.answers.urgent_reason == "Fuite"
    assert await convene.call(
        "convene", {"despite": "by post", "sent_on": today().isoformat(), "urgent_reason": "Fuite"}
    )


async def test_a_draft_is_not_found_by_owners_and_strangers(cast):
    assembly, plan = await draft(cast, "works")
    for state, path in ((PlanState, "plan"), (ConveneState, "convene")):
        for who in ("anna", "stranger", "other_syndic"):
            tab = Tab(state, f"/assemblies/{assembly}/{path}", cast.actors[who])
            await tab.call("load")
            assert tab.state.refusal.kind in ("not_found", "not_allowed")
            assert tab.state.draft.id == ""
    stranger = Tab(PlanState, f"/assemblies/{assembly}/plan", cast.other_syndic)
    await stranger.call("drop", plan.state.items[0].id)
    await stranger.call("add", "accounts")
    async with db.tenant_session(cast.syndic) as session:
        found = await queries.sheet(session, cast.syndic, cast.association_id, UUID(assembly))
    assert [item.kind for item in found.items] == ["works_on_common_parts"]


@pytest.mark.parametrize(
    "path",
    ["/assemblies/no-id/plan", f"/assemblies/{uuid4()}/plan", "/assemblies"],
    ids=["no id", "nobody's id", "no name"],
)
async def test_an_address_that_names_nothing_is_not_found(cast, path):
    tab = Tab(PlanState, path, cast.syndic)
    await tab.call("load")
    assert tab.state.refusal.kind == "not_found"


@pytest.mark.parametrize("junk", ["", "x", "00000000-0000-0000-0000-000000000000", None, ["a"], {"a": 1}])
async def test_hostile_arguments_change_nothing(cast, junk):
    _, plan = await draft(cast, "works")
    before = plan.state.items
    for handler, more in (("move", (1,)), ("drop", ()), ("open_texts", ()), ("open_majority", ())):
        await plan.call(handler, junk, *more)
        assert plan.state.refusal.kind == "not_found"
    await plan.call("add", junk)
    assert plan.state.refusal.kind == "bad_input"
    assert plan.state.items == before
