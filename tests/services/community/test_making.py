"""Writing a survey: who sees a draft, who changes it, and everything that may be wrong with it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from koprogo.core.clock import legal_day
from koprogo.core.errors import BadInput, NotFound
from koprogo.services.charges import keys
from koprogo.services.community import making, opening, queries
from koprogo.services.community.refusals import StaysAsOpened
from tests.cast import put_on_stage
from tests.services.community.surveys_on_stage import (
    NOW,
    act,
    drafted,
    group,
    sheet,
    wish,
)
from tests.services.governance.council_on_stage import member


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test."""
    return await put_on_stage()


async def listed(cast, who="anna", at=NOW):
    return await act(cast, queries.surveys, at=at, who=who)


async def test_a_draft_is_seen_by_council_and_syndic_and_by_nobody_else(cast):
    await member(cast, "bram", since=legal_day(NOW))
    survey = await drafted(cast, who="bram")
    for who in ("syndic", "bram"):
        assert [(row.survey.id, row.state) for row in await listed(cast, who)] == [(survey, "drafted")]
        assert (await sheet(cast, survey, who)).may_make
    for who in ("anna", "accountant"):
        assert await listed(cast, who) == []
        with pytest.raises(NotFound):
            await sheet(cast, survey, who)
    with pytest.raises(NotFound):
        await listed(cast, "stranger")


async def test_a_draft_is_changed_by_another_maker_and_thrown_away(cast):
    await member(cast, "bram", since=legal_day(NOW))
    survey = await drafted(cast)
    await act(cast, making.change_survey, survey, draft=wish("several", is_anonymous=True), at=NOW, who="bram")
    found = (await sheet(cast, survey, "syndic")).survey
    assert (found.kind, found.is_anonymous, len(found.options), found.made_by) == ("several", True, 3, "Sylvie Simon")
    for _ in range(2):
        await act(cast, making.discard_survey, survey, at=NOW, who="bram")
    assert await listed(cast, "syndic") == []
    with pytest.raises(NotFound):
        await sheet(cast, survey, "syndic")
    with pytest.raises(StaysAsOpened):
        await act(cast, opening.open_survey, survey, at=NOW)


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"kind": "vote"}, ["kind"]),
        ({"title": {"fr": " ", "xx": "Hm"}}, ["title"]),
        ({"title": {"fr": "x" * 201}}, ["title"]),
        ({"words": {"fr": "x" * 2001}}, ["words"]),
        ({"audience": "tenants"}, ["audience"]),
        ({"kind": "one", "options": ({"fr": "Bleu"},)}, ["options"]),
        ({"kind": "one", "options": ({"fr": "Bleu"}, {"fr": "Bleu"})}, ["options"]),
        ({"kind": "one", "options": ({"fr": "Bleu"}, {"fr": " "})}, ["options"]),
        ({"kind": "one", "options": ({"fr": "Bleu"}, {"fr": "x" * 121})}, ["options"]),
        ({"kind": "rating", "options": ({"fr": "Bleu"}, {"fr": "Vert"})}, ["options"]),
        ({"closes_at": NOW + timedelta(minutes=59)}, ["closes_at"]),
        ({"closes_at": NOW + timedelta(days=181)}, ["closes_at"]),
        ({"kind": "", "title": {}, "closes_at": NOW}, ["kind", "title", "closes_at"]),
    ],
)
async def test_everything_wrong_with_a_draft_is_said_at_once(cast, more, where):
    with pytest.raises(BadInput) as refusal:
        await act(cast, making.make_survey, draft=wish(**{"kind": "yes_no", **more}), at=NOW)
    assert [problem.where for problem in refusal.value.problems] == where


async def test_a_group_is_one_of_this_association_and_in_force(cast):
    survey = await drafted(cast, audience="group", key_id=await group(cast, "A1"))
    assert (await sheet(cast, survey, "syndic")).survey.key_name == {"fr": "Escalier B", "nl": "Trap B"}
    ended = await group(cast, "A2")
    await act(cast, keys.end_key, ended, until=legal_day(NOW))
    for key in (None, uuid4(), ended):
        with pytest.raises(NotFound):
            await drafted(cast, audience="group", key_id=key)
