"""Budgets: versions kept, voted before they are called, proposed from the books, held against them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.clock import now
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.rules.charges.reserve_fund import Due
from koprogo.services.accounting.accounts import account_by_code
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.assemblies.agenda import plan
from koprogo.services.charges import budget_queries, budgets, keys, proposal, to_agenda
from koprogo.services.charges import variance as variances
from koprogo.services.charges.budgets import LineDraft
from koprogo.services.charges.key_changes import Change
from koprogo.services.charges.refusals import BudgetNotVoted, BudgetStays
from tests.services.charges import worked_year as stage_of

AT = stage_of.AT


@pytest.fixture
async def stage(database):
    return await stage_of.worked_year()


async def spend(stage, code: str, cents: int, day: date, reference: str, key=None):
    actor = stage.actors["syndic"]
    async with db.tenant_session(actor, stage.association_id) as session:
        cost, owed = [await account_by_code(session, stage.association_id, each) for each in (code, "4400")]
        lines = (NewLine(cost, cents, key_id=key), NewLine(owed, -cents))
        entry = NewEntry(Journal.PURCHASES, day, reference, "invoice", "Facture", lines)
        await post_entry(session, actor, stage.association_id, entry)


async def test_a_budget_is_kept_in_versions(stage):
    first = await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    second = await stage.act(budgets.save_budget, draft=stage_of.draft(stage, general=Money(450_000)), at=AT)
    rows = await stage.act(budget_queries.budgets)
    assert [(row.id, row.version, row.state) for row in rows] == [(second, 2, "draft"), (first, 1, "draft")]
    sheet = await stage.act(budget_queries.budget, first)
    assert {part: str(sum_) for part, sum_ in sheet.sums.items()} == {"ordinary": "5001.00", "reserve": "300.00"}
    assert [(line.code, line.once) for line in sheet.lines] == [
        ("61050", False), ("6140", True), ("61011", False), ("160", False),
    ]  # fmt: skip
    assert sheet.lines[1].name == {"fr": "Assurance incendie"}
    assert sheet.lines[2].key_name == {"fr": "Ascenseur"}


async def test_a_budget_goes_by_the_key_that_took_the_place_of_another(stage):
    voted = Change(stage.lift, act="PV du 3 décembre 2024, point 4", act_on=date(2024, 12, 3))
    facts = {"source": "Acte de base, art. 14", "since": stage_of.STARTS, "lines": "A 1\nB 1", "change": voted}
    await stage.act(keys.enter_key, name={"fr": "Ascenseur 2025"}, **facts)
    with pytest.raises(BadInput) as refused:
        await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    [problem] = refused.value.problems
    assert (problem.where, problem.facts) == ("line_3", {"day": "2025-01-01"})


async def test_an_owner_reads_no_draft_and_writes_nothing(stage):
    first = await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    assert await stage.act(budget_queries.budgets, who="O1") == []
    with pytest.raises(NotFound):
        await stage.act(budget_queries.budget, first, who="O1")
    with pytest.raises(NotAllowed):
        await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT, who="O1")
    await stage.act(budgets.take_into_force, first, at=AT, act="PV 12/12/2024")
    assert [row.state for row in await stage.act(budget_queries.budgets, who="O1")] == ["in_force"]
    elsewhere = await stage_of.worked_year()
    with pytest.raises(NotFound):
        await elsewhere.act(budget_queries.budget, first)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"lines": ()}, {"lines"}),
        ({"instalments": 3}, {"instalments"}),
        ({"next_starts": stage_of.STARTS}, {"starts"}),
        ({"lines": (budgets.LineDraft("ordinary", "551", Money(1)), budgets.LineDraft("reserve", "", Money(-2)))},
         {"lines", "line_1", "line_2"}),
        ({"lines": (budgets.LineDraft("ordinary", "99", Money(100)), budgets.LineDraft("none", "61050", Money(100)))},
         {"line_1", "line_2"}),
    ],
)  # fmt: skip
async def test_everything_wrong_is_said(stage, change, where):
    with pytest.raises(BadInput) as refused:
        await stage.act(budgets.save_budget, draft=replace(stage_of.draft(stage), **change), at=AT)
    assert {problem.where for problem in refused.value.problems} == where
    assert await stage.act(budget_queries.budgets) == []


async def test_years_do_not_overlap(stage):
    await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    with pytest.raises(BadInput, match="covers"):
        later = {"starts": date(2025, 7, 1), "next_starts": date(2026, 7, 1)}
        await stage.act(budgets.save_budget, draft=replace(stage_of.draft(stage), **later), at=AT)


async def test_it_comes_into_force_once_it_is_carried(stage):
    budget = await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    with pytest.raises(BudgetNotVoted):
        await stage.act(budgets.take_into_force, budget, at=AT)
    starts_at = now().replace(hour=18, minute=0, second=0, microsecond=0) + timedelta(days=60)
    assembly = await stage.act(plan.create_assembly, kind="ordinary", starts_at=starts_at, place="Salle", at=now())
    item = await stage.act(to_agenda.propose, budget, assembly_id=assembly, at=AT)
    [row] = await stage.act(budget_queries.budgets)
    assert (row.state, row.item_id, row.assembly_id) == ("proposed", item, assembly)
    async with db.association_session(stage.association_id) as session:
        said = await session.scalar(text("SELECT text->>'fr' FROM item_text WHERE item_id = :i"), {"i": item})
    assert "charges courantes 5\u202f001,00" in said.replace("\u00a0", "\u202f") or "5 001,00" in said.replace(
        "\u00a0", " "
    )
    with pytest.raises(BudgetNotVoted):
        await stage.act(budgets.take_into_force, budget, at=AT)
    with pytest.raises(BudgetStays):
        await stage.act(to_agenda.propose, budget, assembly_id=assembly, at=AT)
    done = await to_agenda.print_budget(stage.association_id, budget, item, by=stage.actors["syndic"], at=AT)
    assert sorted(done) == ["fr", "nl"]
    assert await to_agenda.print_budget(stage.association_id, budget, item, by=stage.actors["syndic"], at=AT) == []
    async with db.association_session(stage.association_id) as session:
        files = "SELECT count(*) FROM attachment WHERE subject_id = :i"
        assert await session.scalar(text(files), {"i": item}) == 2


async def test_thrown_away_is_gone_and_in_force_stays(stage):
    first = await stage.act(budgets.save_budget, draft=stage_of.draft(stage), at=AT)
    await stage.act(budgets.discard_budget, first, at=AT)
    await stage.act(budgets.discard_budget, first, at=AT)
    with pytest.raises(BudgetStays):
        await stage.act(budgets.take_into_force, first, at=AT, act="PV")
    kept = await stage_of.voted(stage)
    with pytest.raises(BudgetStays):
        await stage.act(budgets.discard_budget, kept, at=AT)


async def test_the_variance_of_a_year_by_month_and_quarter(stage):
    await stage_of.voted(stage)
    await spend(stage, "61050", 100_000, date(2025, 1, 15), "F1")
    await spend(stage, "6140", 119_999, date(2025, 1, 20), "F2")
    await spend(stage, "61011", 53_000, date(2025, 3, 31), "F3", stage.lift)
    await spend(stage, "6500", 1_250, date(2025, 4, 1), "F4")
    found = await stage.act(variances.variance, 2025, on=date(2025, 4, 1), by="month", who="O1")
    lines = {line.code: line for line in found.lines}
    assert found.elapsed == 3
    assert str(lines["61050"].projected) == "4000.00"
    assert lines["61050"].alert
    assert str(lines["6140"].projected) == "1199.99"
    assert not lines["6140"].alert
    assert (str(lines["6500"].year.budget), lines["6500"].year.overrun) == ("0.00", True)
    assert [str(each.actual) for each in lines["61011"].so_far] == ["0.00", "0.00", "530.00"]
    assert str(found.sum.year.actual) == "2742.49"
    quarters = await stage.act(variances.variance, 2025, on=date(2025, 4, 1), by="quarter")
    assert [str(each.budget) for each in quarters.sum.so_far] == ["1250.25"]
    with pytest.raises(NotFound):
        await stage.act(variances.variance, 2024, on=date(2025, 4, 1))
    with pytest.raises(BadInput):
        await stage.act(variances.variance, 2025, on=date(2025, 4, 1), by="week")


async def test_two_short_years_of_one_calendar_year_are_told_apart_by_their_first_day(stage):
    for starts, ends, cents in (
        (date(2025, 1, 1), date(2025, 7, 1), 60_000),
        (date(2025, 7, 1), date(2026, 7, 1), 90_000),
    ):
        lines = (LineDraft("ordinary", "61050", Money(cents)),)
        await stage_of.voted(stage, budgets.BudgetDraft(starts, ends, 2, lines))
    await spend(stage, "61050", 10_000, date(2025, 2, 15), "F1")
    first = await stage.act(variances.variance, 2025, on=date(2025, 9, 30), starts=date(2025, 1, 1))
    second = await stage.act(variances.variance, 2025, on=date(2025, 9, 30), starts=date(2025, 7, 1))
    assert [(each.sum.year.budget.cents, each.sum.year.actual.cents) for each in (first, second)] == [
        (60_000, 10_000), (90_000, 0),
    ]  # fmt: skip


async def test_fuel_follows_last_years_months_and_what_came_once_is_not_multiplied(stage):
    lines = (
        LineDraft("ordinary", "61050", Money(120_000)), LineDraft("ordinary", "61232", Money(900_000), once=True),
        LineDraft("ordinary", "6140", Money(130_000), once=True), LineDraft("ordinary", "61220", Money(40_000)),
    )  # fmt: skip
    year = {"starts": stage_of.ENDS, "next_starts": date(2027, 1, 1)}
    await stage_of.voted(stage, stage_of.draft(stage, lines=lines, **year))
    for day, cents in ((date(2025, 2, 3), 350_000), (date(2025, 10, 9), 400_000)):
        await spend(stage, "61232", cents, day, f"M-{day}")
    await spend(stage, "61600", 30_000, date(2025, 5, 1), "AG-2025")
    await spend(stage, "61232", 310_000, date(2026, 1, 20), "M-2026")
    await spend(stage, "61050", 30_000, date(2026, 2, 1), "N-2026")
    await spend(stage, "61036", 90_000, date(2026, 1, 5), "P-2026")
    await spend(stage, "6140", 119_999, date(2026, 4, 2), "A-2026")
    found = await stage.act(variances.variance, 2026, on=date(2026, 4, 2), by="quarter", who="O1")
    lines = {line.code: line for line in found.lines}
    assert found.elapsed == 1
    ends = {code: str(line.projected) for code, line in lines.items()}
    assert ends == {
        "61050": "1200.00", "61232": "7100.00", "6140": "1199.99", "61220": "300.00", "61036": "900.00", "61600": "0.00",
    }  # fmt: skip
    before = {code: str(line.before) for code, line in lines.items() if line.before}
    assert (before, str(found.sum.before)) == ({"61232": "7500.00", "61600": "300.00"}, "7800.00")
    assert lines["6140"].before == Money(0)
    assert not lines["61600"].alert


async def test_nothing_is_said_of_a_year_before_that_nobody_knows(stage):
    await stage_of.voted(stage)
    found = await stage.act(variances.variance, 2025, on=date(2025, 4, 1))
    assert (found.sum.before, {line.before for line in found.lines}) == (None, {None})


async def test_a_budget_is_proposed_from_last_years_costs(stage):
    await stage_of.voted(stage)
    await spend(stage, "61050", 363_000, date(2025, 6, 30), "F1")
    await spend(stage, "6140", 119_999, date(2025, 2, 1), "F2")
    await stage.act(proposal.record_acceptance, day=date(2010, 6, 1), act="PV de réception", at=AT)
    draft = await stage.act(proposal.propose_budget, starts=stage_of.ENDS, index_hundredths=250)
    assert [(line.part, line.account, str(line.amount), line.once) for line in draft.lines] == [
        ("ordinary", "61050", "3721.00", False),
        ("ordinary", "6140", "1230.00", True),
        ("reserve", "160", "300.00", False),
    ]
    duty = await stage.act(proposal.reserve_duty, starts=stage_of.ENDS, given=Money(10_000), who="O1")
    assert (duty.contribution.due, str(duty.contribution.minimum), str(duty.missing)) == (Due.YES, "241.50", "141.50")
    saved = await stage.act(budgets.save_budget, draft=draft, at=AT)
    assert (await stage.act(budget_queries.budget, saved)).row.index_hundredths == 250
    with pytest.raises(BadInput):
        await stage.act(proposal.propose_budget, starts=stage_of.STARTS, index_hundredths=0)


async def test_an_acceptance_nobody_knows_exempts_nobody(stage):
    duty = await stage.act(proposal.reserve_duty, starts=stage_of.ENDS, given=Money(0))
    assert duty.contribution.due is Due.UNKNOWN
    with pytest.raises(BadInput):
        await stage.act(proposal.record_acceptance, day=date(2010, 6, 1), act=" ", at=AT)
    with pytest.raises(NotAllowed):
        await stage.act(proposal.record_acceptance, day=None, act="", at=AT, who="O1")


async def test_a_proposed_budget_stays_as_it_was_read(stage):
    budget = await stage_of.voted(stage)
    add = """
    INSERT INTO budget_line (id, association_id, budget_id, number, part, account_id, amount, once)
    SELECT gen_random_uuid(), association_id, budget_id, 99, part, account_id, 1, false FROM budget_line
     WHERE budget_id = :b LIMIT 1
    """
    with pytest.raises(Exception, match="stays as it was proposed"):
        async with db.association_session(stage.association_id) as session:
            await session.execute(text(add), {"b": budget})
