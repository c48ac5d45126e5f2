"""The pages of surveys: what each reader sees, and what the buttons do."""

from datetime import timedelta

import pytest

from koprogo.core.clock import now, today
from koprogo.services.community import opening
from koprogo.state.community.survey import SurveyState
from koprogo.state.community.surveys import SurveysState
from tests.cast import put_on_stage
from tests.services.community import surveys_on_stage as on_stage
from tests.services.governance.council_on_stage import member
from tests.state.tab import Tab

FORM = {
    "title_fr": "Quelle couleur ?", "title_nl": "Welke kleur?", "options_fr": "Bleu\nVert\n\nGris",
    "options_nl": "Blauw\nGroen\nGrijs", "audience": "rights", "names": "named", "hour": "20:00",
}  # fmt: skip


@pytest.fixture
async def cast(database):
    """A fresh association per test."""
    return await put_on_stage()


def form(**more):
    return {**FORM, "closes_at": (today() + timedelta(days=7)).isoformat(), **more}


async def listed(cast, who):
    tab = Tab(SurveysState, f"/associations/{cast.association_id}/surveys", cast.actors[who])
    await tab.call("load")
    return tab


async def at(cast, survey, who):
    tab = Tab(SurveyState, f"/associations/{cast.association_id}/surveys/{survey}", cast.actors[who])
    await tab.call("load")
    return tab


async def drafted(cast, kind="one", **more):
    """Write a draft through the form, and return its id."""
    tab = await listed(cast, "syndic")
    await tab.call("draft")
    await tab.call("choose_kind", kind)
    await tab.call("make", form(**more))
    assert tab.state.refusal.kind == "", tab.state.refusal
    await tab.call("load")
    return next(row.id for row in tab.state.rows if row.state == "drafted")


async def opened(cast, kind="one", **more):
    survey = await drafted(cast, kind, **more)
    await (await at(cast, survey, "syndic")).call("open")
    return survey


async def test_the_form_becomes_a_draft_that_makers_see(cast):
    survey = await drafted(cast)
    tab = await at(cast, survey, "syndic")
    view = tab.state.view
    assert (view.state, view.kind, view.title["nl"], view.asked) == ("drafted", "one", "Welke kleur?", 6)
    assert [line.word for line in tab.state.options] == [
        {"fr": "Bleu", "nl": "Blauw"}, {"fr": "Vert", "nl": "Groen"}, {"fr": "Gris", "nl": "Grijs"},
    ]  # fmt: skip
    assert tab.state.form.texts["options_fr"] == "Bleu\nVert\nGris" and tab.state.form.hour == "20:00"
    assert (await listed(cast, "anna")).state.rows == []
    owner = await at(cast, survey, "anna")
    assert (owner.state.refusal.kind, owner.state.loaded) == ("not_found", False)
    stranger = await at(cast, survey, "stranger")
    assert (stranger.state.refusal.kind, stranger.state.association) == ("not_found", "")


async def test_what_is_wrong_with_the_form_is_said_at_its_fields(cast):
    tab = await listed(cast, "syndic")
    await tab.call("draft")
    await tab.call("choose_kind", "one")
    for answers, where in (
        (form(options_nl="Blauw"), ["options"]),
        (form(hour="late", closes_at="soon"), ["closes_at", "hour"]),
        (form(title_fr="", title_nl=""), ["title"]),
        (form(options_fr="", options_nl=""), ["options"]),
    ):
        await tab.call("make", answers)
        assert [problem.where for problem in tab.state.refusal.problems] == where
    await tab.call("make", form(audience="not an id"))
    assert tab.state.refusal.kind == "not_found"
    assert tab.state.drafting, "what was typed stays"


async def test_the_draft_is_changed_opened_and_thrown_away_by_council_and_syndic_only(cast):
    survey = await drafted(cast)
    await member(cast, "bram")
    tab = await at(cast, survey, "bram")
    await tab.call("edit")
    await tab.call("choose_kind", "yes_no")
    await tab.call("change", form(names="none"))
    assert (tab.state.view.kind, tab.state.view.is_anonymous, tab.state.editing) == ("yes_no", True, False)
    await tab.call("open")
    assert (tab.state.view.state, tab.state.view.invited, tab.state.view.mailed) == ("opened", 6, 0)
    await tab.call("change", form())
    assert tab.state.refusal.kind == "conflict"
    owner = await at(cast, survey, "anna")
    for handler in ("open", "close", "discard", "print_result"):
        await owner.call(handler)
        assert owner.state.refusal.kind == "not_allowed", handler
    other = await drafted(cast)
    tab = await at(cast, other, "syndic")
    assert await tab.call("discard") is not None
    assert other not in [row.id for row in (await listed(cast, "syndic")).state.rows]


async def test_an_owner_answers_changes_and_follows_the_counts(cast):
    survey = await opened(cast)
    anna, syndic = await at(cast, survey, "anna"), await at(cast, survey, "syndic")
    assert anna.state.view.is_asked and anna.state.view.result == "nobody" and not anna.state.may_make
    await anna.call("answer", {})
    assert [problem.where for problem in anna.state.refusal.problems] == ["answer"]
    await anna.call("answer", {"answer": "0"})
    await anna.call("answer", {"answer": "2"})
    assert (anna.state.sent, anna.state.view.is_answered, anna.state.view.answered) == (2, True, 1)
    assert [(line.count, line.leads, line.is_mine) for line in anna.state.options] == [
        (0, False, False), (0, False, False), (1, True, True),
    ]  # fmt: skip
    bram = await at(cast, survey, "bram")
    await bram.call("answer", {"answer": "0"})
    await anna.call("again")
    assert (anna.state.view.result, anna.state.view.most, anna.state.live) == ("tie", 1, True)
    assert anna.state.named == []
    await syndic.call("again")
    assert [(line.name, line.said[0].word["fr"]) for line in syndic.state.named] == [
        ("Anna Peeters", "Gris"), ("Bram Claes", "Bleu"),
    ]  # fmt: skip
    assert not syndic.state.view.is_asked
    await syndic.call("answer", {"answer": "0"})
    assert syndic.state.refusal.kind == "not_allowed"


async def test_several_ticks_and_words_reach_the_survey(cast):
    survey = await opened(cast, "several")
    tab = await at(cast, survey, "anna")
    await tab.call("answer", {"answer_0": "on", "answer_2": True, "answer_1": ""})
    assert [line.is_mine for line in tab.state.options] == [True, False, True]
    survey = await opened(cast, "text", options_fr="", options_nl="")
    tab = await at(cast, survey, "anna")
    await tab.call("answer", {"words": "Avec un verrou"})
    assert (tab.state.view.my_words, tab.state.view.result, tab.state.texts) == ("Avec un verrou", "words", [])


async def test_without_names_nothing_is_counted_aloud_before_the_end(cast):
    survey = await opened(cast, "rating", names="none")
    for who, mark in (("anna", "4"), ("bram", "3"), ("carla", "3")):
        tab = await at(cast, survey, who)
        await tab.call("answer", {"answer": mark})
        assert (tab.state.view.result, tab.state.view.is_answered) == ("hidden", True)
        assert not [line for line in tab.state.options if line.count or line.is_mine]
    await tab.call("answer", {"answer": "0"})
    assert tab.state.refusal.kind == "conflict"
    syndic = await at(cast, survey, "syndic")
    await syndic.call("close")
    view = syndic.state.view
    assert (view.state, view.by_hand, view.result, view.mean_whole, view.mean_tenth) == ("closed", True, "mean", 4, 3)
    assert [line.count for line in syndic.state.options] == [0, 0, 0, 2, 1]
    await syndic.call("print_result")
    assert syndic.state.live and syndic.state.refusal.kind == ""


async def test_a_closed_one_goes_to_the_end_of_the_list(cast):
    done = await on_stage.drafted(cast, at=now(), closes_at=now() + timedelta(days=3))
    await on_stage.act(cast, opening.open_survey, done, at=now())
    await on_stage.close(cast, done, at=now())
    survey = await opened(cast)
    rows = (await listed(cast, "anna")).state.rows
    assert [(row.id, row.state, row.href.endswith(row.id)) for row in rows] == [
        (survey, "opened", True), (str(done), "closed", True),
    ]  # fmt: skip
