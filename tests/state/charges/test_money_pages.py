"""The pages of budgets, variance and calls: what is typed reaches the service, what a reader may see is all she sees."""

from dataclasses import replace
from datetime import date

import pytest

from koprogo.core.errors import BadInput
from koprogo.core.money import Money
from koprogo.services.charges import calls
from koprogo.services.charges.budgets import BudgetDraft, LineDraft
from koprogo.state.charges.budget_form import LineForm, changed, numbered, of_draft, read_lines, sums
from koprogo.state.charges.budgets import BudgetsState
from koprogo.state.charges.call import CallState
from koprogo.state.charges.call_rows import CallView, next_number
from koprogo.state.charges.calls import CallsState
from koprogo.state.charges.letters import ChargeLettersState
from koprogo.state.charges.typed import euros, hundredths
from koprogo.state.charges.variance import VarianceState
from tests.services.charges import worked_year as stage_of
from tests.state.tab import Tab


@pytest.fixture
async def stage(database):
    return await stage_of.worked_year()


async def tab_of(stage, state, path, who="syndic"):
    tab = Tab(state, f"/associations/{stage.association_id}/{path}", stage.actors[who])
    await tab.call("load")
    return tab


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("1250", 125_000), ("1250.5", 125_050), ("1250,50", 125_050), ("1 250,50", 125_050), ("1.250,50", 125_050),
        ("1,250.50", 125_050), ("1.250", 125_000), ("€ 12", 1_200), ("-3,20 €", -320), ("−1", -100), ("0", 0),
        ("1\u00a0250", 125_000), ("12,345", None), ("12,3456", None), ("abc", None), ("", None),
        ("1e3", None), ("--1", None), ("1'250,00", 125_000),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(typed, cents):
    if cents is None:
        with pytest.raises(BadInput):
            euros(typed, "amount")
    else:
        assert euros(typed, "amount").cents == cents


def test_a_percentage_is_read_to_hundredths():
    assert [hundredths(each, "index") for each in ("2,5", "2.50 %", "", "-1")] == [250, 250, 0, -100]


def test_sums_follow_what_is_typed_and_wrong_rows_count_for_nothing():
    rows = numbered([LineForm(), LineForm(part="reserve")])
    rows = changed(rows, 0, "amount", "1 000,50")
    rows = changed(rows, 1, "amount", "300")
    assert [(each.part, each.cents) for each in sums(rows)] == [("ordinary", 100_050), ("reserve", 30_000)]
    rows = changed(rows, 0, "amount", "a lot")
    assert rows[0].wrong
    assert [each.cents for each in sums(rows)] == [0, 30_000]
    assert changed(rows, 0, "place", "7") == rows


def test_the_name_of_a_line_keeps_its_languages_until_it_is_rewritten():
    said = {"fr": "Peinture du hall", "nl": "Schilderwerken"}
    draft = BudgetDraft(date(2025, 1, 1), date(2026, 1, 1), 4, (LineDraft("ordinary", "6140", Money(100), words=said),))
    rows = of_draft(draft, "nl")
    assert rows[0].name == "Schilderwerken"
    [kept] = read_lines(changed(rows, 0, "amount", "2,50"), "nl")
    assert (kept.amount, kept.words) == (Money(250), said)
    [new] = read_lines(changed(rows, 0, "name", " Hal schilderen "), "nl")
    assert new.words == {"nl": "Hal schilderen"}
    [bare] = read_lines(changed(rows, 0, "name", ""), "nl")
    assert bare.words == {}


async def test_the_day_on_which_the_five_years_are_over_is_shown_where_it_lies_within_the_year(stage):
    await stage_of.voted(stage)
    tab = await tab_of(stage, BudgetsState, "budget")
    for day, due, since in (("2020-06-01", "yes", "2025-06-01"), ("2020-01-01", "yes", ""), ("2021-01-01", "no", "")):
        await tab.call("accept", {"accepted_day": day, "accepted_act": "PV de réception"})
        assert (tab.state.duty.due, tab.state.duty.since, tab.state.refusal.kind) == (due, since, "")


async def test_a_waiver_of_an_assembly_that_was_not_held_here_is_recorded_and_taken_back(stage):
    await stage_of.voted(stage)
    tab = await tab_of(stage, BudgetsState, "budget")
    await tab.call("waive", {"waived_day": "", "waived_act": "PV"})
    assert [each.where for each in tab.state.refusal.problems] == ["waived_day"]
    await tab.call("waive", {"waived_day": "2024-12-12", "waived_act": "PV du 12 décembre 2024, point 9"})
    assert [each.day for each in tab.state.waivers] == ["2024-12-12"]
    assert (tab.state.duty.waived, tab.state.duty.due) == (True, "no")
    owner = await tab_of(stage, BudgetsState, "budget", "O1")
    await owner.call("take_waiver_back", "2024-12-12")
    assert owner.state.refusal.kind in {"not_allowed", "not_found"}
    await tab.call("take_waiver_back", "2024-12-12")
    assert (tab.state.waivers, tab.state.duty.waived) == ([], False)


async def test_a_budget_is_typed_saved_opened_and_comes_into_force(stage):
    tab = await tab_of(stage, BudgetsState, "budget")
    await tab.call("begin")
    assert tab.state.starts
    for name, value in (("account", "61050"), ("amount", "4 001,00")):
        await tab.call("set_line", 0, name, value)
    await tab.call("set_line", 1, "amount", "300")
    await tab.call("add_line", "ordinary")
    for name, value in (("account", "61011"), ("amount", "1000"), ("key_id", str(stage.lift))):
        await tab.call("set_line", 2, name, value)
    assert tab.state.total == 530_100
    await tab.call("save", {"starts": "2025-01-01", "instalments": "4"})
    assert tab.state.refusal.kind == "", tab.state.refusal
    [row] = tab.state.rows
    assert (row.year, row.version, row.state, row.cents) == (2025, 1, "draft", 530_100)
    await tab.call("open_version", row.id)
    assert [(line.part, line.account, line.amount) for line in tab.state.lines] == [
        ("ordinary", "61050", "4001.00"), ("reserve", "", "300.00"), ("ordinary", "61011", "1000.00"),
    ]  # fmt: skip
    await tab.call("force", {"act": ""})
    assert tab.state.refusal.article == "3.89 §5, 16°"
    await tab.call("force", {"act": "PV du 12 décembre 2024"})
    assert [each.state for each in tab.state.rows] == ["in_force"]
    owner = await tab_of(stage, BudgetsState, "budget", "O1")
    assert (owner.state.may_write, owner.state.may_decide) == (False, False)
    assert {each.part: each.cents for each in owner.state.sums} == {"ordinary": 500_100, "reserve": 30_000}


async def test_what_cannot_be_read_is_said_at_its_line(stage):
    tab = await tab_of(stage, BudgetsState, "budget")
    await tab.call("begin")
    await tab.call("set_line", 0, "account", "61050")
    await tab.call("set_line", 0, "amount", "much")
    await tab.call("save", {"starts": "2025-01-01", "instalments": "4"})
    assert [problem.where for problem in tab.state.refusal.problems] == ["line_1"]
    assert tab.state.rows == []


async def test_a_call_is_shown_before_it_is_made_and_read_by_who_owes_it(stage):
    await stage_of.voted(stage)
    tab = await tab_of(stage, CallsState, "calls")
    await tab.call("preview", {"starts": "2025-01-01", "number": "1"})
    assert tab.state.refusal.kind == "", tab.state.refusal
    assert (tab.state.planned_reference, tab.state.planned_total) == ("CALL-2025-Q1", 132_525)
    assert [(lot.lot, lot.cents) for lot in tab.state.planned] == [
        ("A", 40_700), ("B", 40_482), ("C", 35_214), ("D", 16_129),
    ]  # fmt: skip
    assert tab.state.rows == []
    await tab.call("make")
    await tab.call("load")
    [row] = tab.state.rows
    assert row.state == "posted"
    owner = await tab_of(stage, CallsState, "calls", "O1")
    assert owner.state.rows == []
    [mine] = owner.state.mine
    assert (mine.cents, mine.reserve, len(mine.number)) == (40_700, 2_258, 20)
    assert {line.lot for line in mine.lines} == {"A"}
    buyer = await tab_of(stage, CallsState, "calls", "O5")
    assert buyer.state.mine == []


async def test_a_preview_by_the_budget_of_another_year_says_what_it_leaves_out(stage):
    plain = stage_of.draft(stage)
    await stage_of.voted(stage, replace(plain, lines=(*plain.lines, LineDraft("working", "", Money(20_000)))))
    tab = await tab_of(stage, CallsState, "calls")
    await tab.call("preview", {"starts": "2026-01-01", "number": "1"})
    assert (tab.state.planned_old_year, tab.state.planned_total) == (2025, 132_525)
    assert [(each.part, each.cents) for each in tab.state.planned_left_out] == [("working", 20_000)]
    await tab.call("preview", {"starts": "2025-01-01", "number": "1"})
    assert (tab.state.planned_old_year, tab.state.planned_left_out) == (0, [])


def test_the_form_proposes_the_instalment_that_comes_next():
    made = [CallView(kind="budget", year=2025, number=number, instalments=4) for number in (2, 1)]
    other = CallView(kind="special", year=2025, number=7)
    assert [next_number(rows, "2025") for rows in ([], [other], [*made, other])] == ["1", "1", "3"]
    assert next_number(made, "2026") == "1", "each year counts its own"
    assert next_number([CallView(kind="budget", year=2025, number=4, instalments=4), *made], "2025") == ""


async def test_the_page_of_a_call_shows_an_owner_what_it_asks_of_her(stage):
    await stage_of.voted(stage)
    call = await stage.call(1)
    tab = await tab_of(stage, CallState, f"calls/{call}")
    assert tab.state.call.state == "frozen"
    await tab.call("post")
    owner = await tab_of(stage, CallState, f"calls/{call}", "O1")
    assert [(asked.names, asked.cents) for asked in owner.state.asked] == [("O1 Owner", 40_700)]
    assert owner.state.asked[0].paper
    assert "O2" not in owner.shown()
    assert owner.state.is_own
    buyer = await tab_of(stage, CallState, f"calls/{call}", "O5")
    assert (buyer.state.refusal.kind, buyer.state.asked) == ("not_found", [])
    await tab.call("reverse", {"back_day": "2025-01-20", "why": "Faux jour"})
    assert tab.state.call.state == "reversed"


async def test_the_letters_of_a_call_are_for_who_sends_them(stage):
    await stage_of.voted(stage)
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=stage_of.AT)
    tab = await tab_of(stage, ChargeLettersState, f"calls/{call}")
    assert tab.state.may_write
    assert tab.state.letters == []
    await tab.call("send")
    assert tab.state.waiting == len(tab.state.letters) == 4
    await tab.call("again", tab.state.letters[0].id)
    assert len(tab.state.letters) == 5
    await tab.call("look")
    await tab.call("brought", {"brought_day": "2025-01-20"})
    assert tab.state.refusal.kind == ""
    owner = await tab_of(stage, ChargeLettersState, f"calls/{call}", "O1")
    assert (owner.state.letters, owner.state.may_write) == ([], False)
    await owner.call("send")
    assert owner.state.refusal.kind == "not_allowed"


async def test_the_variance_shows_every_line(stage):
    await stage_of.voted(stage)
    await stage.act(calls.post_call, await stage.call(1), at=stage_of.AT)
    tab = await tab_of(stage, VarianceState, "variance", "O1")
    assert (tab.state.year, tab.state.years[0].twin) == ("2025-01-01", False)
    assert {line.code: line.budget for line in tab.state.lines} == {"61050": 280_100, "6140": 120_000, "61011": 100_000}
    assert tab.state.sum.actual == 0
    assert (tab.state.sum.percent, tab.state.sum.hundredths) == ("100.00", 10_000)
    await tab.call("choose_by", "quarter")
    assert len(tab.state.periods) == 4
    await tab.call("choose_by", "week")
    assert tab.state.refusal.problems
