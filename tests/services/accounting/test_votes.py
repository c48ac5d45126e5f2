"""How the assembly voted a year's accounts: by its point when it was held here, else by minutes and their day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import today
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.accounting.closing import Step
from koprogo.rules.assemblies.tally import Choice
from koprogo.services.accounting import periods, votes
from koprogo.services.accounting.refusals import AccountsNotRejected, AccountsNotVoted, NotItsTurn
from koprogo.services.assemblies.voting import results
from koprogo.state.accounting.years import YearsState
from tests.cast import Cast, put_on_stage
from tests.services.accounting.ledger_on_stage import act, year
from tests.services.assemblies.evening import NOW, close_vote, open_vote, opened, press
from tests.services.governance.council_on_stage import auditor
from tests.state.tab import Tab

BEFORE = {"act": "Minutes of 12 May 2026, point 4", "day": date(2026, 5, 12)}
ACCOUNTS = "approve_annual_accounts"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, with the books of 2025."""
    found = await put_on_stage()
    found.year = await year(found, date(2025, 1, 1), date(2026, 1, 1))
    return found


async def voted(cast: Cast, kind: str = ACCOUNTS, choice: Choice = Choice.FOR):
    """Hold an assembly that votes one point, and return the point and the assembly's day."""
    assembly, [item] = await opened(cast, kind)
    await open_vote(cast, item)
    for who in ("anna", "bram", "carla", "dirk"):
        await press(cast, who, item, choice)
    await close_vote(cast, item)
    async with db.tenant_session(cast.syndic, cast.association_id) as session:
        await results.confirm_result(session, cast.syndic, cast.association_id, item, at=NOW)
        return item, await session.scalar(text("SELECT day FROM assembly WHERE id = :a"), {"a": assembly})


async def vote(cast, period=None, **said):
    return await act(cast, periods.advance, period or cast.year, step=Step.VOTED, **said)


async def event(cast):
    async with db.association_session(cast.association_id) as session:
        sql = "SELECT item_id, facts FROM period_event WHERE period_id = :p AND what = 'voted'"
        return (await session.execute(text(sql), {"p": cast.year})).first()


async def refused(cast, **said):
    with pytest.raises(AccountsNotVoted) as refusal:
        await vote(cast, **said)
    assert refusal.value.article == "3.89 §5, 15°" and await event(cast) is None


async def test_a_point_that_carried_the_accounts_votes_the_year(cast):
    item, _ = await voted(cast)
    [found] = await act(cast, votes.accounts_votes, who="anna")
    assert (found.item_id, found.carried) == (item, True)
    await vote(cast, item_id=item)
    assert tuple(await event(cast)) == (item, {})
    await vote(cast, item_id=item)
    with pytest.raises(NotFound):
        await act(cast, votes.accounts_votes, who="stranger")


async def test_without_a_point_and_without_words_nothing_is_voted(cast):
    await refused(cast)
    await refused(cast, act="  ")


@pytest.mark.parametrize(("kind", "choice"), [(ACCOUNTS, Choice.AGAINST), ("approve_budgets", Choice.FOR)])
async def test_a_rejected_point_or_one_about_something_else_votes_no_accounts(cast, kind, choice):
    item, _ = await voted(cast, kind, choice)
    await refused(cast, item_id=item)


async def test_a_point_that_was_not_voted_on_yet_votes_nothing(cast):
    _, [item] = await opened(cast, ACCOUNTS)
    await refused(cast, item_id=item)


async def test_the_point_of_another_association_votes_nothing_here(cast):
    elsewhere = await put_on_stage()
    item, _ = await voted(elsewhere)
    await refused(cast, item_id=item)
    await refused(cast, item_id=uuid4())


async def test_an_assembly_before_the_end_of_a_year_has_not_seen_its_accounts(cast):
    item, day = await voted(cast)
    later = await year(cast, date(2026, 1, 1), day + timedelta(days=1))
    with pytest.raises(AccountsNotVoted):
        await vote(cast, later, item_id=item)
    await vote(cast, item_id=item)


async def test_an_assembly_held_elsewhere_is_named_with_its_day(cast):
    await vote(cast, **BEFORE)
    assert tuple(await event(cast)) == (None, {"act": BEFORE["act"], "day": "2026-05-12"})


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"act": BEFORE["act"]}, ["day"]),
        ({"day": BEFORE["day"]}, ["act"]),
        ({**BEFORE, "day": today() + timedelta(days=1)}, ["day"]),
        ({**BEFORE, "act": "x" * 121}, ["act"]),
    ],
)
async def test_what_is_missing_of_the_minutes_is_said_at_its_field(cast, said, where):
    with pytest.raises(BadInput) as refusal:
        await vote(cast, **said)
    assert [each.where for each in refusal.value.problems] == where and await event(cast) is None


async def test_words_do_not_stand_for_a_point_that_was_voted_here_that_day(cast, monkeypatch):
    _, day = await voted(cast, choice=Choice.AGAINST)
    monkeypatch.setattr(votes, "TODAY", f"SELECT DATE '{day.isoformat()}'")
    await refused(cast, act="Minutes, point 1", day=day)
    await vote(cast, act="Minutes of the day before", day=day - timedelta(days=1))


async def test_a_rejection_is_a_point_of_this_association_that_was_not_carried(cast):
    rejected, day = await voted(cast, choice=Choice.AGAINST)
    other = await put_on_stage()
    foreign, _ = await voted(other, choice=Choice.AGAINST)
    carried, _ = await voted(other)
    async with db.association_session(cast.association_id) as session:
        await votes.check_rejection(session, cast.association_id, ended=day, item_id=rejected)
        for item, ended in ((rejected, day + timedelta(days=1)), (foreign, day), (uuid4(), day)):
            with pytest.raises(AccountsNotRejected) as refusal:
                await votes.check_rejection(session, cast.association_id, ended=ended, item_id=item)
            assert refusal.value.article == "3.89 §5, 15°"
    async with db.association_session(other.association_id) as session:
        with pytest.raises(AccountsNotRejected):
            await votes.check_rejection(session, other.association_id, ended=day, item_id=carried)


async def test_the_page_offers_the_points_that_carried_accounts(cast):
    item, _ = await voted(cast)
    await act(cast, periods.advance, cast.year, step=Step.PROVISIONAL)
    tab = Tab(YearsState, f"/associations/{cast.association_id}/years", cast.syndic)
    await tab.call("load")
    assert [each.value for each in tab.state.votes] == ["", str(item)] and "toiture" in tab.state.votes[1].word
    await tab.call("vote", {"year": "", "item": str(item), "act": "", "day": ""})
    assert [each.where for each in tab.state.refusal.problems] == ["year"]
    await tab.call("vote", {"year": str(cast.year), "item": str(item), "act": "", "day": ""})
    assert (tab.state.refusal.kind, tab.state.rows[0].stands, tab.state.to_vote) == ("", "voted", [])


async def stands(cast, who="anna"):
    return next(each for each in await act(cast, periods.years, who=who) if each.id == cast.year)


async def test_the_auditor_says_herself_that_she_looked_at_the_accounts(cast):
    await auditor(cast, "carla")
    with pytest.raises(NotItsTurn):
        await act(cast, periods.advance, cast.year, step=Step.AUDITED, who="carla")
    await act(cast, periods.advance, cast.year, step=Step.PROVISIONAL)
    await act(cast, periods.advance, cast.year, step=Step.AUDITED, who="carla")
    found = await stands(cast)
    assert (found.stands, found.audited_on, found.report) == (Step.AUDITED, today(), "")
    for step in (Step.PROVISIONAL, Step.VOTED):
        with pytest.raises(NotAllowed):
            await act(cast, periods.advance, cast.year, step=step, who="carla", **BEFORE)


async def test_the_syndic_whom_she_controls_names_her_report(cast):
    for said, where in (
        ({}, ["act", "day"]),
        ({"act": "Rapport"}, ["day"]),
        ({"day": date(2026, 3, 12)}, ["act"]),
        ({"act": "x" * 121, "day": today() + timedelta(days=2)}, ["act", "day"]),
    ):
        with pytest.raises(BadInput) as wrong:
            await act(cast, periods.advance, cast.year, step=Step.AUDITED, **said)
        assert [each.where for each in wrong.value.problems] == where
    assert (await stands(cast)).stands is Step.OPENED
    await act(cast, periods.advance, cast.year, step=Step.AUDITED, act=" Rapport  du 12 mars ", day=date(2026, 3, 12))
    found = await stands(cast)
    assert (found.stands, found.audited_on, found.report) == (Step.AUDITED, date(2026, 3, 12), "Rapport du 12 mars")
    for who in ("accountant", "anna", "bram"):
        with pytest.raises(NotAllowed):
            await act(cast, periods.advance, cast.year, step=Step.AUDITED, who=who, **BEFORE)


async def test_the_page_gives_the_auditor_her_press_and_says_where_accounts_were_voted_without_her(cast):
    def page(who):
        return Tab(YearsState, f"/associations/{cast.association_id}/years", cast.actors[who])

    await auditor(cast, "carla")
    later = await year(cast, date(2026, 1, 1), date(2027, 1, 1))
    await act(cast, periods.advance, later, step=Step.VOTED, **BEFORE)
    await act(cast, periods.advance, cast.year, step=Step.PROVISIONAL)
    hers, syndic = page("carla"), page("syndic")
    await syndic.call("load")
    await hers.call("load")
    assert (hers.state.audits, hers.state.may_close, hers.state.to_audit, syndic.state.audits) == (
        True,
        False,
        [],
        False,
    )
    await hers.call("advance", str(cast.year), "audited")
    assert [(row.stands, row.report, row.unaudited) for row in hers.state.rows] == [
        ("voted", "", True), ("audited", "", False),
    ]  # fmt: skip
