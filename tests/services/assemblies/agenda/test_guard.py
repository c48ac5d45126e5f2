"""The guard of a draft in the service: facts loaded, errors that stop a convocation, points added, the outlook."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.agenda import guard, item_key, legal_points, outlook, parts, plan, proposals
from koprogo.services.assemblies.agenda.refusals import AgendaUnlawful, ProposalMissing
from koprogo.services.assemblies.agenda.window import set_window
from koprogo.services.assemblies.convening import freeze
from koprogo.services.assemblies.refusals import AgendaFrozen
from tests.cast import act
from tests.services.assemblies.agenda.test_item_key import TICKED, a_key
from tests.services.assemblies.agenda.test_parts import items_of
from tests.services.assemblies.evening import BY_POST, NOW, WORDS, convened, drafted


async def flaws(cast, assembly, who="syndic"):
    return {str(each.flaw): each for each in await act(cast, guard.findings, assembly, who=who)}


async def convene(cast, assembly, **more):
    await act(cast, freeze.convene, assembly, sent_on=NOW.date(), at=NOW, **more)


async def test_what_an_ordinary_assembly_lacks_stops_it_until_it_is_explained(cast):
    assembly, _ = await drafted(cast, "approve_annual_accounts")
    found = await flaws(cast, assembly)
    assert {"no_bureau", "point_missing"} <= set(found)
    with pytest.raises(AgendaUnlawful) as refused:
        await convene(cast, assembly)
    assert refused.value.count == 3  # budgets, the report on contracts, the auditor
    await convene(cast, assembly, despite=BY_POST)
    async with db.tenant_session(cast.syndic) as session:
        facts = await session.scalar(
            text("SELECT facts FROM assembly_event WHERE assembly_id = :a AND what = 'convened'"), {"a": assembly}
        )
    assert facts["despite"] == BY_POST


async def test_what_makes_a_decision_void_is_not_explained_away(cast):
    assembly, [item] = await drafted(cast, "approve_annual_accounts")
    await act(cast, item_key.set_key, item, key_id=await a_key(cast), **TICKED)
    assert (await flaws(cast, assembly))["key_in_common_management"].number == 1
    with pytest.raises(AgendaUnlawful) as refused:
        await convene(cast, assembly, despite=BY_POST)
    assert (refused.value.number, refused.value.law) == (1, "3.87 §6")
    with pytest.raises(BadInput):
        await convene(cast, assembly, despite="x" * 1001)


async def test_missing_points_are_added_the_bureau_first(cast):
    assembly, _ = await drafted(cast, "works_on_common_parts")
    lacking = guard.missing_points(await act(cast, guard.findings, assembly))
    assert [each.template for each in lacking] == [
        "bureau", "accounts", "budget", "budget_extraordinary", "contract_report", "auditor",
    ]  # fmt: skip
    for each in lacking:
        await act(cast, legal_points.add_missing, assembly, template=each.template, at=NOW)
    kinds = [each.kind for each in await items_of(cast, assembly)]
    assert kinds[0] == "elect_bureau" and kinds[1] == "works_on_common_parts" and len(kinds) == 7
    assert set(await flaws(cast, assembly)) == {"budget_not_attached"}  # each budget has its point
    with pytest.raises(BadInput):  # it is there now
        await act(cast, legal_points.add_missing, assembly, template="bureau", at=NOW)


async def test_parts_and_candidates_are_lawful_as_the_screens_make_them(cast):
    assembly, [item, seat] = await drafted(cast, "works_on_common_parts", "elect_council_member")
    wishes = [parts.PartWish("option", {}, [WORDS, {"fr": "Autre", "nl": "Andere"}]), parts.PartWish("amount", WORDS)]
    await act(cast, parts.split_item, item, parts=wishes, at=NOW)
    await act(cast, parts.set_options, seat, options=[{"fr": "Anna"}, {"fr": "Bram"}])
    assert set(await flaws(cast, assembly)) == {"no_bureau", "point_missing"}


async def test_the_guard_speaks_to_who_plans(cast):
    assembly, _ = await drafted(cast)
    for who, error in (("anna", NotAllowed), ("stranger", NotFound)):
        with pytest.raises(error):
            await flaws(cast, assembly, who)
        with pytest.raises(error):
            await act(cast, legal_points.add_missing, assembly, template="bureau", at=NOW, who=who)
        with pytest.raises(error):
            await act(cast, outlook.outlooks, assembly, percent=50, who=who)


async def test_what_is_not_on_the_convocation_cannot_be_voted(cast):
    """Art. 3.87 §3: every door through which a point could still come is shut once the agenda was sent."""
    assembly, [item] = await convened(cast)
    tries = (
        (plan.add_item, (assembly,), {"kind": "works_on_common_parts", "title": WORDS, "proposal": WORDS, "at": NOW}),
        (plan.add_from_template, (assembly,), {"template": "budget", "at": NOW}),
        (legal_points.add_missing, (assembly,), {"template": "bureau", "at": NOW}),
        (parts.split_item, (item,), {"parts": [parts.PartWish("amount", WORDS)], "at": NOW}),
        (plan.change_item, (item,), {"title": WORDS, "proposal": WORDS, "at": NOW}),
        (plan.drop_item, (item,), {}),
    )
    for do, arguments, more in tries:
        with pytest.raises(AgendaFrozen):
            await act(cast, do, *arguments, **more)
    assert [each.id for each in await items_of(cast, assembly)] == [item]


async def test_the_outlook_says_what_cannot_pass(cast):
    assembly, items = await drafted(cast, "works_on_common_parts", "dissolution_of_ACP")
    found = {each.item_id: each for each in await act(cast, outlook.outlooks, assembly, percent=80)}
    assert found[items[0]].outlook.can_pass
    gone = found[items[1]].outlook
    assert not gone.can_pass and {str(each) for each in gone.missing} == {"absent", "designation"}
    found = await act(cast, outlook.outlooks, assembly, percent=10)
    assert {str(word) for each in found for word in each.outlook.missing} >= {"quorum"}


async def test_one_point_for_both_budgets_offers_the_other_one(cast):
    assembly, _ = await drafted(cast, "approve_annual_accounts", "approve_budgets")
    found = await act(cast, guard.findings, assembly)
    assert "budgets_together" in {str(each.flaw) for each in found}
    assert [each.template for each in guard.missing_points(found)] == [
        "bureau", "budget_extraordinary", "contract_report", "auditor",
    ]  # fmt: skip
    await act(cast, legal_points.add_missing, assembly, template="budget_extraordinary", at=NOW)
    assert "budgets_together" not in await flaws(cast, assembly)


async def test_a_proposal_by_right_is_a_finding_that_no_reason_explains_away(cast):
    first = NOW.date() + timedelta(days=22)
    await act(cast, set_window, month=first.month, day=first.day, since=NOW.date(), source="ROI", at=NOW)
    async with db.tenant_session(cast.anna, cast.association_id) as session:
        await proposals.propose(session, cast.anna, cast.association_id, title="Un banc", proposal="", at=NOW)
    assembly, _ = await drafted(cast, "approve_annual_accounts")
    found = (await flaws(cast, assembly))["proposal_missing"]
    assert (found.about, found.article, str(found.severity)) == ("1", "3.87 §3", "error")
    with pytest.raises(ProposalMissing):
        await convene(cast, assembly, despite=BY_POST)
