"""What a year owes its reserve fund: five per cent of which costs, and the waiver of an assembly, from its day on."""

from datetime import date, timedelta

import pytest

from koprogo import db
from koprogo.core.money import ZERO, Money
from koprogo.rules.charges.reserve_fund import Due
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.charges import budgets, proposal
from koprogo.services.charges.budgets import LineDraft
from tests.services.charges import worked_year as stage_of
from tests.services.charges.points_on_stage import voted_point

AT, LATER = stage_of.AT, stage_of.AT + timedelta(hours=1)
THIS_YEAR, NEXT_YEAR, AFTER_THAT = date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)
WAIVER = "not_constituting_mandatory_reserve_fund"


@pytest.fixture
async def stage(database):
    """Return the worked year; 4 800.00 of cleaning in 2025 and 6 000.00 in 2026, common parts accepted long ago."""
    made = await stage_of.worked_year()
    await spend(made, "61050", 480_000, date(2025, 6, 30))
    await spend(made, "61050", 600_000, date(2026, 6, 30))
    await made.act(proposal.record_acceptance, day=date(2010, 6, 1), act="PV de réception", at=AT)
    return made


async def spend(stage, code, cents, day):
    actor = stage.actors["syndic"]
    async with db.tenant_session(actor, stage.association_id) as session:
        cost, owed = [await account_by_code(session, stage.association_id, each) for each in (code, "4400")]
        lines = (NewLine(cost, cents), NewLine(owed, -cents))
        entry = NewEntry(Journal.PURCHASES, day, f"F{code}{day}", "invoice", "Facture", lines)
        await post_entry(session, actor, stage.association_id, entry)


async def vote(stage, day, *rounds, kind=WAIVER, about="text"):
    """Put a waiver, or another point, before an assembly and freeze a result of each round; return the point."""
    return await voted_point(stage, day, *rounds, kind=kind, about=about)


async def owed(stage, starts, **more):
    """Return whether a contribution is due for the year that starts on a day, and its least."""
    duty = await stage.act(proposal.reserve_duty, starts=starts, given=ZERO, **more)
    return duty.contribution.due, str(duty.contribution.minimum)


@pytest.mark.parametrize(
    ("accepted", "due", "least"),
    [
        (date(2021, 1, 1), Due.YES, "240.00"),
        (date(2021, 6, 15), Due.YES, "240.00"),
        (date(2021, 12, 31), Due.YES, "240.00"),
        (date(2022, 1, 1), Due.NO, "0.00"),
    ],
)
async def test_a_year_in_which_the_five_years_are_over_owes_the_whole_contribution(stage, accepted, due, least):
    await stage.act(proposal.record_acceptance, day=accepted, act="PV de réception", at=LATER)
    assert await owed(stage, THIS_YEAR) == (due, least)


async def test_a_budget_is_judged_on_its_own_last_day(stage):
    await stage.act(proposal.record_acceptance, day=date(2021, 7, 1), act="PV de réception", at=LATER)
    for ends, due in ((date(2026, 7, 1), Due.NO), (date(2026, 7, 2), Due.YES)):
        wanted = stage_of.draft(stage, starts=THIS_YEAR, next_starts=ends)
        async with db.tenant_session(stage.actors["syndic"], stage.association_id) as session:
            here = (session, stage.actors["syndic"], stage.association_id)
            budget = await budgets.save_budget(*here, draft=wanted, at=AT)
            found = (await proposal.reserve_duty_of(*here, budget)).contribution
            await session.rollback()
        assert (found.due, found.since) == (due, date(2026, 7, 1))


async def test_a_waiver_lifts_the_duty_from_its_day_on_and_reaches_back_to_no_year(stage):
    """Carried in June 2026: 2027 owes nothing, 2026 still owes what it owed, and in 2028 it is asked again."""
    assert await owed(stage, NEXT_YEAR) == (Due.YES, "300.00")
    await vote(stage, date(2026, 6, 10), True)
    assert await owed(stage, THIS_YEAR) == (Due.YES, "240.00")
    assert await owed(stage, NEXT_YEAR) == (Due.NO, "0.00")
    assert (await owed(stage, AFTER_THAT))[0] is Due.YES
    duty = await stage.act(proposal.reserve_duty, starts=NEXT_YEAR, given=ZERO, who="O1")
    assert (duty.waived, duty.missing, duty.charges) == (True, ZERO, Money(600_000))


async def test_a_budget_proposed_for_a_waived_year_asks_for_no_more_than_was_given(stage):
    await vote(stage, date(2026, 6, 10), True)
    draft = await stage.act(proposal.propose_budget, starts=NEXT_YEAR, index_hundredths=0)
    assert [line.part for line in draft.lines] == ["ordinary"]
    draft = await stage.act(proposal.propose_budget, starts=THIS_YEAR, index_hundredths=0)
    assert [(line.part, str(line.amount)) for line in draft.lines] == [("ordinary", "4800.00"), ("reserve", "240.00")]


@pytest.mark.parametrize(
    ("rounds", "more", "due"),
    [
        ((False,), {}, Due.YES),
        ((True, False), {}, Due.YES),
        ((False, True), {}, Due.NO),
        ((True,), {"about": "amendment"}, Due.YES),
        ((True,), {"kind": "works_on_common_parts"}, Due.YES),
        ((), {}, Due.YES),
    ],
)
async def test_only_a_waiver_that_stands_carried_counts(stage, rounds, more, due):
    await vote(stage, date(2026, 6, 10), *rounds, **more)
    assert (await owed(stage, NEXT_YEAR))[0] is due


async def test_the_assembly_that_votes_the_budget_of_a_running_year_may_waive_it_that_evening(stage):
    """And a waiver carried after the budget was voted leaves it as it was."""
    budget = await stage.act(
        budgets.save_budget, draft=stage_of.draft(stage, starts=THIS_YEAR, next_starts=NEXT_YEAR), at=AT
    )
    evening = date(2026, 3, 20)
    item = await vote(stage, evening, kind="default_any_other_decision")
    async with db.tenant_session(stage.actors["syndic"], stage.association_id) as session:
        here = (session, stage.actors["syndic"], stage.association_id)
        await budgets.add_event(*here, budget, "proposed", at=AT, item_id=item)
    await vote(stage, date(2026, 3, 21), True)
    assert (await stage.act(proposal.reserve_duty_of, budget)).contribution.due is Due.YES
    await vote(stage, evening, True)
    duty = await stage.act(proposal.reserve_duty_of, budget)
    assert (duty.contribution.due, duty.waived, duty.given) == (Due.NO, True, stage_of.RESERVE)
    assert (await owed(stage, THIS_YEAR))[0] is Due.YES


async def test_a_waiver_of_others_lifts_nothing_here(stage):
    other = await stage_of.worked_year()
    await vote(other, date(2026, 6, 10), True)
    assert await owed(stage, NEXT_YEAR) == (Due.YES, "300.00")


async def test_what_the_budget_had_among_its_extraordinary_costs_is_no_base(stage):
    """Books of 2025: cleaning 4 800.00; painting 2 000.00, budgeted as extraordinary; new lift 9 000.00, which always is."""
    await spend(stage, "61073", 200_000, date(2025, 9, 1))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "340.00")
    lines = (LineDraft("ordinary", "61050", Money(480_000)), LineDraft("extraordinary", "61073", Money(250_000)))
    await stage_of.voted(stage, stage_of.draft(stage, lines=lines))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "240.00")
    by_lift = (*lines[:1], LineDraft("extraordinary", "61073", Money(250_000), key_id=stage.lift))
    await stage_of.voted(stage, stage_of.draft(stage, lines=by_lift))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "340.00"), "of another key"
    both = (*lines, LineDraft("ordinary", "61073", Money(150_000)))
    await stage_of.voted(stage, stage_of.draft(stage, lines=both))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "315.00"), "500.00 lie beyond the ordinary line"
    await stage_of.voted(stage, stage_of.draft(stage, lines=lines))
    await spend(stage, "61100", 900_000, date(2025, 9, 2))
    await spend(stage, "7420", -12_000, date(2025, 9, 3))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "240.00")
    await spend(stage, "61011", 1_000, date(2025, 12, 31))
    assert await owed(stage, THIS_YEAR) == (Due.YES, "240.50")


async def test_a_budget_that_was_only_called_on_says_nothing_of_the_year_it_was_not_made_for(stage):
    """Painting was extraordinary in 2025. Nobody voted a budget for 2026, and what is painted then is upkeep."""
    lines = (LineDraft("ordinary", "61050", Money(480_000)), LineDraft("extraordinary", "61073", Money(250_000)))
    await stage_of.voted(stage, stage_of.draft(stage, lines=lines))
    await spend(stage, "61073", 200_000, date(2026, 9, 1))
    assert await owed(stage, NEXT_YEAR) == (Due.YES, "400.00")
