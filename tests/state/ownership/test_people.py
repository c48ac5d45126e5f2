"""The people of an association: for its syndic; parted again, added, invited, and nobody else's business."""

import pytest

from koprogo import db
from koprogo.core.clock import now
from koprogo.services.buildings.import_lots import confirm_import, preview_import
from koprogo.services.identity import invite
from koprogo.state.ownership.people import UNREACHED, WITHOUT_ACCOUNT, PeopleState
from tests.cast import AT, put_on_stage
from tests.services.buildings.conftest import empty  # noqa: F401 (a fixture)
from tests.state.tab import Refused, Tab

LIST = b"""lot;shares;owner;email;address
A1;600;Anna Peeters;anna@example.org;Kouter 1, 9000 Gent
A2;400;Anna Peeters;anna@example.org;
"""


@pytest.fixture
async def cast(database):
    return await put_on_stage()


async def people(actor, association_id) -> Tab:
    tab = Tab(PeopleState, f"/associations/{association_id}/people", actor)
    await tab.call("load")
    return tab


async def test_the_syndic_sees_who_is_reached_how(cast):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await invite.invite(
            session, cast.syndic, cast.association_id, person_id=cast.people["anna"], email="anna@example.org", at=now()
        )
    tab = await people(cast.syndic, cast.association_id)
    assert (tab.state.name, tab.state.count, tab.state.may_change) == ("Résidence Les Tilleuls", 6, True)
    anna = next(each for each in tab.state.people if each.name == "Anna Peeters")
    assert (anna.lots, anna.by_post, anna.by_email, anna.has_account) == ("A1, G1", False, False, False)
    assert anna.invited_until and anna.href.endswith(f"/people/{cast.people['anna']}")
    await tab.call("choose", UNREACHED)
    assert tab.state.count == 6
    await tab.call("choose", WITHOUT_ACCOUNT)
    assert tab.state.count == 6
    await tab.call("choose", "nonsense")
    assert tab.state.which == "all"


async def test_a_merge_is_parted_again(empty):  # noqa: F811
    facts = {"content": LIST, "filename": "list.csv", "denominator": 1000, "at": AT}
    async with empty.session() as session:
        seen = await preview_import(session, empty.syndic, empty.association_id, **facts)
        merges = [each.id for each in seen.proposals]
        await confirm_import(session, empty.syndic, empty.association_id, **facts, merges_accepted=merges, answers={})
    tab = await people(empty.syndic, empty.association_id)
    assert tab.state.count == 1
    [merge] = tab.state.merges
    assert (merge.name, merge.lots) == ("Anna Peeters", "A2")
    await tab.call("undo", merge.id)
    assert (tab.state.count, tab.state.merges, tab.state.undone) == (2, [], "Anna Peeters")
    await tab.call("undo", merge.id)
    assert tab.state.refusal.kind == "" and tab.state.count == 2
    await tab.call("undo", "not-an-id")
    assert tab.state.refusal.kind == "not_found"


async def test_somebody_from_outside_is_added_or_told_what_is_missing(cast):
    tab = await people(cast.syndic, cast.association_id)
    await tab.call("add", {"name": "", "email": "no-address", "language": "es", "kind": "person"})
    assert [problem.where for problem in tab.state.refusal.problems] == ["name", "email", "language"]
    await tab.call("add", {"name": "Nora Notaris", "email": "", "language": "nl", "kind": "person"})
    assert tab.state.refusal.kind == "" and "Nora Notaris" in {each.name for each in tab.state.people}


async def test_the_accountant_reads_and_changes_nothing(cast):
    tab = await people(cast.accountant, cast.association_id)
    assert (tab.state.count, tab.state.may_change) == (6, False)
    await tab.call("add", {"name": "Nora Notaris"})
    assert tab.state.refusal.kind == "not_allowed" and tab.state.count == 6


@pytest.mark.parametrize(
    ("who", "kind"), [("anna", "not_allowed"), ("stranger", "not_found"), ("other_syndic", "not_found")]
)
async def test_nobody_else_reads_them(cast, who, kind):
    tab = await people(cast.actors[who], cast.association_id)
    assert tab.state.refusal.kind == kind
    assert "Peeters" not in tab.shown()
    with pytest.raises(Refused):
        await people(None, cast.association_id)
