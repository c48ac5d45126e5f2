"""Calls: the worked year to the cent, who owes what on which day, once and only once, and back by a counter-entry."""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from koprogo import db
from koprogo.core.errors import BadInput, Conflict, NotAllowed, NotFound
from koprogo.core.money import Money
from koprogo.rules.accounting.numbers_in_text import is_communication
from koprogo.services.charges import budgets, call_plan, call_queries, calls, keys, making_calls
from koprogo.services.charges.budgets import LineDraft
from koprogo.services.charges.key_changes import Change
from koprogo.services.charges.refusals import AlreadyCalled, CallReversed, EarlierNotCalled, NoBudget, NotPosted
from tests.services.charges import worked_year as stage_of

PROVISIONS = {
    "O1": ("384.42", "384.40", "384.41", "384.41"),
    "O2": ("382.40", "382.42", "382.40", "382.41"),
    "O3": ("333.39", "333.40", None, None),
    "O5": (None, None, "333.40", "333.39"),
    "O4": ("150.04", "150.03", "150.04", "150.04"),
}
RESERVES = {
    "O1": ("22.58", "22.57", "22.58", "22.57"),
    "O2": ("22.42", "22.43", "22.42", "22.43"),
    "O3": ("18.75", "18.75", None, None),
    "O5": (None, None, "18.75", "18.75"),
    "O4": ("11.25", "11.25", "11.25", "11.25"),
}
BALANCES = """
SELECT a.code, sum(l.amount)::bigint AS cents FROM entry_line l JOIN ledger_account a ON a.id = l.account_id
 WHERE l.association_id = :t GROUP BY a.code
"""


async def balances(stage):
    async with db.association_session(stage.association_id) as session:
        return {row.code: row.cents for row in await session.execute(text(BALANCES), {"t": stage.association_id})}


async def asked(stage, call):
    sheet = await stage.act(call_queries.call, call)
    return {each.names[0].split()[0]: (str(each.total - each.reserve), str(each.reserve)) for each in sheet.asked}


@pytest.fixture
async def stage(database):
    made = await stage_of.worked_year()
    await stage_of.voted(made)
    return made


async def test_the_calls_of_the_worked_year(stage):
    for quarter in range(1, 5):
        call = await stage.call(quarter)
        posted = await stage.act(calls.post_call, call, at=stage_of.AT)
        assert (posted.year, posted.number, posted.again) == (2025, quarter, False)
        expected = {
            who: (PROVISIONS[who][quarter - 1], RESERVES[who][quarter - 1])
            for who in PROVISIONS
            if PROVISIONS[who][quarter - 1]
        }
        assert await asked(stage, call) == expected
    found = await balances(stage)
    assert (found["701"], found["160"]) == (-500_100, -30_000)
    assert sum(found.values()) == 0
    rows = await stage.act(call_queries.calls)
    assert [row.reference for row in rows] == [f"CALL-2025-Q{quarter}" for quarter in (4, 3, 2, 1)]
    assert {row.state for row in rows} == {"posted"}
    assert rows[0].total == Money(132_525)


async def test_a_call_says_which_key_of_its_budget_has_ended(stage):
    voted = Change(stage.lift, act="PV du 12 mars 2025, point 4", act_on=date(2025, 3, 12))
    facts = {"source": "Acte de base, art. 14", "since": date(2025, 7, 1), "lines": "A 1\nB 1", "change": voted}
    await stage.act(keys.enter_key, name={"fr": "Ascenseur 2025"}, **facts)
    found = []
    for number in (1, 2, 3):
        planned = await stage.act(making_calls.preview, starts=stage_of.STARTS, number=number)
        found.append(planned.ended_keys)
        await stage.call(number)
    assert found == [(), (), (({"fr": "Ascenseur"}, date(2025, 7, 1)),)]


async def test_each_line_is_its_fraction_and_the_owner_reads_hers_only(stage):
    await stage.act(calls.post_call, await stage.call(1), at=stage_of.AT)
    second = await stage.call(2)
    await stage.act(calls.post_call, second, at=stage_of.AT)
    [mine, _] = await stage.act(call_queries.my_calls, who="O1")
    [hers] = mine.asked
    general = next(line for line in hers.lines if line.part == "ordinary" and line.key_id is None)
    assert (general.base, general.weight, general.of_weight, general.before, general.amount) == (
        200_050, 301, 1000, 30_108, 30_107,
    )  # fmt: skip
    assert {line.lot for line in hers.lines} == {"A"}
    assert is_communication(hers.numbers.of_call)
    assert is_communication(hers.numbers.permanent)
    assert hers.numbers.of_call != hers.numbers.permanent
    assert await stage.act(call_queries.my_calls, who="O5") == []
    with pytest.raises(NotAllowed):
        await stage.act(call_queries.call, second, who="O1")


async def test_an_instalment_is_called_once_and_in_its_turn(stage):
    with pytest.raises(EarlierNotCalled) as refused:
        await stage.call(3)
    assert refused.value.number == 1
    first = await stage.call(1)
    with pytest.raises(AlreadyCalled) as again:
        await stage.call(1)
    assert again.value.facts() == {"reference": "CALL-2025-Q1"}
    with pytest.raises(BadInput):
        await stage.call(5)
    one = await stage.act(calls.post_call, first, at=stage_of.AT)
    two = await stage.act(calls.post_call, first, at=stage_of.AT)
    assert (two.id, two.again) == (one.id, True)


async def test_a_call_taken_back_is_made_anew(stage):
    first = await stage.call(1)
    with pytest.raises(NotPosted):
        await stage.act(calls.reverse_call, first, day=date(2025, 1, 20), why="Faux jour", at=stage_of.AT)
    await stage.act(calls.post_call, first, at=stage_of.AT)
    await stage.act(calls.reverse_call, first, day=date(2025, 1, 20), why="Faux jour", at=stage_of.AT)
    assert set((await balances(stage)).values()) == {0}
    with pytest.raises(CallReversed):
        await stage.act(calls.reverse_call, first, day=date(2025, 1, 20), why="Encore", at=stage_of.AT)
    with pytest.raises(CallReversed):
        await stage.act(calls.post_call, first, at=stage_of.AT)
    anew = await stage.call(1)
    rows = {row.reference: row.state for row in await stage.act(call_queries.calls)}
    assert rows == {"CALL-2025-Q1": "reversed", "CALL-2025-Q1-2": "frozen"}
    assert await asked(stage, anew) == {who: (PROVISIONS[who][0], RESERVES[who][0]) for who in ("O1", "O2", "O3", "O4")}


async def test_until_one_is_voted_the_last_budget_is_called_and_then_caught_up_with(stage):
    q1 = await stage.call(1, starts=stage_of.ENDS)
    sheet = await stage.act(call_queries.call, q1)
    assert sheet.row.is_last_years
    assert sheet.row.reference == "CALL-2026-Q1"
    await stage_of.voted(
        stage,
        stage_of.draft(stage, general=Money(800_200), starts=stage_of.ENDS, next_starts=date(2027, 1, 1)),
    )
    q2 = await stage.act(call_queries.call, await stage.call(2, starts=stage_of.ENDS))
    assert not q2.row.is_last_years
    caught_up = [line for each in q2.asked for line in each.lines if line.caught_up]
    assert sum(line.amount for line in caught_up) == 100_025
    assert {line.part for line in caught_up} == {"ordinary"}
    everything = [line.amount for each in q2.asked for line in each.lines if not line.caught_up]
    assert sum(everything) == 200_050 + 25_000 + 7_500


def with_works(stage, *, works=Money(48_000), raised=Money(20_000), **more):
    """Return a budget that has works and a raise of the working fund besides."""
    plain = stage_of.draft(stage, **more)
    once = (LineDraft("extraordinary", "61073", works), LineDraft("working", "", raised))
    return replace(plain, lines=(*plain.lines, *once))


async def test_what_the_last_budget_had_for_its_year_only_is_not_called_again(stage):
    """Works and the raise of the working fund wait for a vote; then they are caught up with, to the cent."""
    await stage_of.voted(stage, with_works(stage))
    shown = await stage.act(making_calls.preview, starts=stage_of.STARTS, number=1)
    assert (shown.total, shown.left_out) == (Money(132_525 + 12_000 + 5_000), {})
    for number in (1, 2):
        found = await stage.act(making_calls.preview, starts=stage_of.ENDS, number=number)
        assert found.left_out == {"extraordinary": Money(48_000), "working": Money(20_000)}
        assert ({line.part for line in found.lines}, found.total) == ({"ordinary", "reserve"}, Money(132_525))
        await stage.call(number, starts=stage_of.ENDS)
    next_year = {"starts": stage_of.ENDS, "next_starts": date(2027, 1, 1)}
    await stage_of.voted(stage, with_works(stage, works=Money(30_001), raised=Money(4_002), **next_year))
    third, fourth = [
        await stage.act(call_queries.call, await stage.call(number, starts=stage_of.ENDS)) for number in (3, 4)
    ]
    late = [line for each in third.asked for line in each.lines if line.caught_up]
    assert {line.part: sum(each.amount for each in late if each.part == line.part) for line in late} == {
        "extraordinary": 15_001, "working": 2_002,
    }  # fmt: skip
    assert not any(line.caught_up for each in fourth.asked for line in each.lines)
    sums = defaultdict(int)
    for row in await stage.act(call_queries.calls):
        for each in (await stage.act(call_queries.call, row.id)).asked:
            for line in each.lines:
                sums[line.part] += line.amount
    assert sums == {"ordinary": 500_100, "reserve": 30_000, "extraordinary": 30_001, "working": 4_002}


async def test_what_was_called_of_works_of_the_year_before_is_given_back(stage, monkeypatch):
    """A call that asked for everything of an older budget is put right by the next one of its year."""
    await stage_of.voted(stage, with_works(stage))
    monkeypatch.setattr(call_plan, "CALLED_ON", budgets.PARTS)
    await stage.call(1, starts=stage_of.ENDS)
    monkeypatch.undo()
    second = await stage.act(making_calls.preview, starts=stage_of.ENDS, number=2)
    assert sum(line.amount for line in second.lines if line.caught_up) == -12_000 - 5_000
    assert second.total == Money(132_525 - 17_000)


async def test_earlier_instalments_called_elsewhere_are_not_called_again(stage):
    third = await stage.call(3, earlier_elsewhere=True)
    expected = {who: (PROVISIONS[who][2], RESERVES[who][2]) for who in ("O1", "O2", "O5", "O4")}
    assert await asked(stage, third) == expected
    fourth = await stage.call(4)
    assert (await asked(stage, fourth))["O1"] == ("384.41", "22.57")


async def test_without_a_budget_nothing_is_called(database):
    bare = await stage_of.worked_year()
    await bare.act(budgets.save_budget, draft=stage_of.draft(bare), at=stage_of.AT)
    with pytest.raises(NoBudget):
        await bare.call(1)


async def test_the_working_fund_is_raised_by_the_shares(stage):
    actor = stage.actors["syndic"]
    async with db.tenant_session(actor, stage.association_id) as session:
        planned = await call_plan.plan_working_fund(
            session, stage.association_id, amount=Money(200_000), called_on=date(2025, 2, 1)
        )
        call = await calls.freeze_call(session, actor, stage.association_id, planned, at=stage_of.AT)
        await calls.post_call(session, actor, stage.association_id, call, at=stage_of.AT)
    found = await balances(stage)
    assert found["100"] == -200_000
    assert sorted(cents for code, cents in found.items() if code.startswith("4101.")) == [
        30_000,
        50_000,
        59_800,
        60_200,
    ]


async def test_only_who_keeps_the_books_calls(stage):
    first = await stage.call(1)
    with pytest.raises(NotAllowed):
        await stage.act(calls.post_call, first, at=stage_of.AT, who="O1")
    elsewhere = await stage_of.worked_year()
    with pytest.raises(NotFound):
        await elsewhere.act(calls.post_call, first, at=stage_of.AT)
    with pytest.raises(NotFound):
        await elsewhere.act(call_queries.call, first)


async def test_the_database_keeps_a_call_whole(stage):
    first = await stage.call(1)
    add = """
    INSERT INTO call_line (id, association_id, call_id, number, lot_id, debtor_id, part, caught_up, weight, of_weight,
                           base, before, amount)
    SELECT gen_random_uuid(), association_id, call_id, 999, lot_id, debtor_id, part, caught_up, weight, of_weight, base,
           before, 1 FROM call_line WHERE call_id = :c LIMIT 1
    """
    for statement, said in (
        (add, "call of another transaction"),
        ("UPDATE call_line SET amount = amount + 1 WHERE call_id = :c", "permission denied"),
        ('DELETE FROM "call" WHERE id = :c', "permission denied"),
    ):
        with pytest.raises(Exception, match=said):
            async with db.association_session(stage.association_id) as session:
                await session.execute(text(statement), {"c": first})


async def test_two_at_once_call_an_instalment_once(stage):
    found = await asyncio.gather(stage.call(1), stage.call(1), return_exceptions=True)
    assert sorted(isinstance(each, Conflict) for each in found) == [False, True]
