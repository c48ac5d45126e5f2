"""Another split takes four fifths: which vote changed a key, and what is refused without one (art. 3.88 §1, 2° a)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.assemblies.after import register
from koprogo.services.assemblies.room import sitting
from koprogo.services.charges import key_changes, keys
from koprogo.services.charges.key_changes import Change
from koprogo.services.charges.refusals import ItemChangesNoKey, KeyChangeNotVoted
from tests.cast import put_on_stage
from tests.services.assemblies import evening
from tests.services.charges.key_votes import carried_change
from tests.services.charges.test_keys import enter, listed

NEW = {"since": date(2026, 7, 1), "lines": "A1 1\nA2 1\nA3 1"}
ACT = {"act": " PV du 12 mai 2025, point 7 ", "act_on": date(2025, 5, 12)}


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def one(cast, key_id, who="anna"):
    return next(key for key in await listed(cast, who) if key.id == key_id)


async def logged(cast, key_id):
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        return await session.scalar(
            text("SELECT facts FROM audit_event WHERE subject_id = :k AND action = 'key.entered'"), {"k": key_id}
        )


async def test_a_carried_point_puts_a_key_in_the_place_of_another(cast):
    old, item = await enter(cast), await carried_change(cast)
    new = await enter(cast, change=Change(old, item), **NEW)
    assert (await one(cast, old)).until == date(2026, 7, 1)
    vote = (await one(cast, new)).changed_by
    assert (vote.replaces_id, vote.replaced, vote.item_id, vote.number, vote.title["fr"], vote.act, vote.entry_id) == (
        old, {"fr": "Ascenseur", "nl": "Lift"}, item, 1, "Rénover la toiture", "", None,
    )  # fmt: skip
    assert vote.day == (evening.NOW + timedelta(days=16)).date()
    assert (await one(cast, old)).changed_by is None
    assert await logged(cast, new) == {"lots": 3, "replaces": str(old), "point": str(item), "act": None}


async def test_the_decision_of_the_register_is_named_once_it_is_there(cast):
    item = await carried_change(cast)
    new = await enter(cast, change=Change(None, item))  # the shares counted until then
    assembly = (await one(cast, new)).changed_by.assembly_id
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await sitting.close_assembly(session, cast.syndic, cast.association_id, assembly, at=evening.NOW)
    await register.enter_decisions(cast.association_id, assembly, by=cast.syndic, at=evening.NOW)
    vote = (await one(cast, new)).changed_by
    assert (vote.entry_id is not None, vote.replaces_id, vote.replaced) == (True, None, {})


async def test_a_vote_of_elsewhere_is_named_by_its_act_and_its_day(cast):
    old = await enter(cast)
    new = await enter(cast, change=Change(old, **ACT), **NEW)
    vote = (await one(cast, new)).changed_by
    assert (vote.act, vote.day, vote.item_id, vote.replaces_id) == (
        "PV du 12 mai 2025, point 7", date(2025, 5, 12), None, old,
    )  # fmt: skip


async def test_the_words_of_a_clause_alone_change_nothing(cast):
    old = await enter(cast)
    with pytest.raises(KeyChangeNotVoted) as refused:
        await enter(cast, change=Change(old), source="Acte modificatif, art. 14", **NEW)
    assert refused.value.article == "3.88 §1, 2° a)"
    with pytest.raises(KeyChangeNotVoted):
        await enter(cast, change=Change(old, act="  "), **NEW)
    assert [(key.id, key.until) for key in await listed(cast)] == [(old, None)]


@pytest.mark.parametrize(
    ("kind", "against"),
    [("works_on_common_parts", ""), ("other_statute_change_incl_charge_apportionment", "anna")],
)
async def test_a_point_of_another_kind_or_not_carried_changes_no_key(cast, kind, against):
    old, item = await enter(cast), await carried_change(cast, kind, against=against)
    with pytest.raises(ItemChangesNoKey) as refused:
        await enter(cast, change=Change(old, item), **NEW)
    assert refused.value.article == "3.88 §1, 2° a)"
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        assert await key_changes.carried_changes(session, cast.syndic, cast.association_id) == []


async def test_a_point_not_voted_yet_unknown_or_of_another_association_changes_no_key(cast):
    old, other = await enter(cast), await put_on_stage()
    _, [draft] = await evening.drafted(cast, "other_statute_change_incl_charge_apportionment")
    for item in (draft, uuid4(), await carried_change(other)):
        with pytest.raises(ItemChangesNoKey):
            await enter(cast, change=Change(old, item), **NEW)
    with pytest.raises(NotFound):
        await enter(cast, change=Change(await enter(other), **ACT), **NEW)


@pytest.mark.parametrize(
    ("change", "more", "where"),
    [
        ({"act": "PV"}, {}, {"act_on"}),
        ({"act_on": date(2025, 5, 12)}, {}, {"act"}),
        (ACT | {"item_id": uuid4()}, {}, {"act"}),
        (ACT | {"act": "x" * 501}, {}, {"act"}),
        (ACT, {"since": date(2020, 12, 31)}, {"since"}),
        (ACT, {"since": date(2020, 12, 31), "source": ""}, {"since", "source"}),
    ],
)
async def test_what_is_wrong_with_a_change_is_said_at_its_field(cast, change, more, where):
    old = await enter(cast)
    with pytest.raises(BadInput) as refused:
        await enter(cast, change=Change(old, **change), **NEW | more)
    assert {problem.where for problem in refused.value.problems} == where


async def test_a_key_of_a_known_name_says_that_it_changes_that_one(cast):
    """Or ending a key and entering it with other weights would need no vote."""
    old = await enter(cast)
    for _ in range(2):
        with pytest.raises(BadInput) as refused:
            await enter(cast, name={"fr": "ASCENSEUR "}, **NEW)
        assert [problem.where for problem in refused.value.problems] == ["name"]
        async with db.tenant_session(cast.syndic, cast.association_id) as session:
            await keys.end_key(session, cast.syndic, cast.association_id, old, until=date(2025, 1, 1))
    with pytest.raises(BadInput) as refused:  # it was ended: the next one does not begin before that
        await enter(cast, change=Change(old, **ACT), **NEW | {"since": date(2024, 12, 31)})
    assert [problem.where for problem in refused.value.problems] == ["since"]
    await enter(cast, change=Change(old, **ACT), **NEW | {"since": date(2025, 1, 1)})
    assert (await one(cast, old)).until == date(2025, 1, 1)


async def test_a_key_that_was_never_in_force_leaves_its_name(cast):
    wrong = await enter(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await keys.end_key(session, cast.syndic, cast.association_id, wrong, until=date(2021, 1, 1))
    assert (await one(cast, await enter(cast))).changed_by is None


async def test_the_points_to_choose_from_are_the_syndics(cast):
    item = await carried_change(cast)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        [found] = await key_changes.carried_changes(session, cast.syndic, cast.association_id)
    assert (found.id, found.number, found.title["nl"]) == (item, 1, "Het dak vernieuwen")
    for who, refusal in (("anna", NotAllowed), ("accountant", NotAllowed), ("stranger", NotFound)):
        async with db.tenant_session(cast.actors[who]) as session:
            with pytest.raises(refusal):
                await key_changes.carried_changes(session, cast.actors[who], cast.association_id)
