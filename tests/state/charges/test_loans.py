"""The pages of loans: from the list to a repaid instalment as the syndic presses it; an owner sees her own part alone."""

from datetime import date

from koprogo.core.clock import today
from koprogo.core.period import add_months
from koprogo.state.charges.loan import LoanState
from koprogo.state.charges.loans import LoansState
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import year
from tests.services.charges.loans_on_stage import decided
from tests.state.tab import Tab


async def test_the_syndic_enters_draws_calls_and_books_a_loan(database):
    cast = await put_on_stage()
    starts = date(today().year, 1, 1)
    await year(cast, starts, add_months(starts, 12))
    decision = await decided(cast)
    here = f"/associations/{cast.association_id}/loans"
    loans = Tab(LoansState, here, cast.syndic)
    await loans.call("load")
    assert [each.value for each in loans.state.decisions] == [str(decision)]
    await loans.call("enter", {"decision_id": str(decision), "lender": "Banque", "words": "Façade"})
    assert [each.where for each in loans.state.refusal.problems] == ["amount"]
    await loans.call(
        "enter", {"decision_id": str(decision), "lender": "Banque", "words": "Façade", "amount": "54.450,00"}
    )
    await loans.call("load")
    [row] = loans.state.rows
    assert (row.works, row.state, loans.state.decisions) == (5_445_000, "open", [])
    tab = Tab(LoanState, row.href, cast.syndic)
    await tab.call("load")
    chosen = {"lot": str(cast.lots["A2"]), "takes_part": "cash", "chosen_on": today().isoformat()}
    await tab.call("choose", chosen)
    assert (tab.state.loan.borrowed, tab.state.loan.called) == (4_192_650, 1_252_350)
    await tab.call("preview", {"way": "annuity", "rate": "3,6", "every": "month", "instalments": "36"})
    assert [each.where for each in tab.state.refusal.problems] == ["first_due"]
    first = add_months(today(), 1).isoformat()
    terms = {"way": "annuity", "rate": "3,6", "every": "month", "instalments": "36", "first_due": first}
    await tab.call("preview", terms)
    assert (tab.state.previewed.count, tab.state.previewed.total - tab.state.previewed.interest) == (36, 4_192_650)
    await tab.call("draw", {"day": today().isoformat()})
    assert (tab.state.loan.state, tab.state.loan.rest, tab.state.pages) == ("drawn", 4_192_650, 3)
    assert await tab.call("call_cash", {"cash_called_on": today().isoformat()}) is not None
    assert await tab.call("call_next", {"called_on": today().isoformat()}) is not None
    await tab.call("book", {"what": "next", "day": today().isoformat()})
    assert (tab.state.dues[0].paid_on, tab.state.dues[0].called_as != "") == (today().isoformat(), True)
    await tab.call("turn", 2)
    assert len(tab.state.dues) == 12
    early = {"early_lot": str(cast.lots["A1"]), "early_called_on": today().isoformat(), "fee": "100"}
    assert await tab.call("leave", early) is not None
    await tab.call("load")
    [left] = tab.state.early
    assert (left.lot, left.fee, left.paid_at) == ("A1", 10_000, "")
    await tab.call("book", {"what": left.id, "day": today().isoformat()})
    assert tab.state.early[0].paid_at != ""
    await tab.call("take_back", {"back_day": today().isoformat(), "why": "Twice"})
    assert tab.state.dues[0].paid_on == ""
    await loans.call("within_the_year", {"last_day": date(today().year, 12, 31).isoformat()})
    assert loans.state.moved_at != ""


async def test_an_owner_sees_her_own_part_and_who_has_none_sees_no_loan(database):
    cast = await put_on_stage()
    starts = date(today().year, 1, 1)
    await year(cast, starts, add_months(starts, 12))
    decision = await decided(cast)
    here = f"/associations/{cast.association_id}/loans"
    loans = Tab(LoansState, here, cast.syndic)
    await loans.call("load")
    facts = {"decision_id": str(decision), "lender": "Banque", "words": "Façade", "amount": "54450"}
    await loans.call("enter", facts)
    await loans.call("load")
    path = loans.state.rows[0].href
    syndic = Tab(LoanState, path, cast.syndic)
    first = add_months(today(), 1).isoformat()
    await syndic.call("load")
    await syndic.call(
        "preview", {"way": "principal", "rate": "0", "every": "quarter", "instalments": "4", "first_due": first}
    )
    await syndic.call("draw", {"day": today().isoformat()})
    anna = Tab(LoanState, path, cast.anna)
    await anna.call("load")
    assert [each.lot for each in anna.state.lots] == ["A1", "G1"]
    assert (anna.state.loan.mine, anna.state.loan.borrowed) == (True, 5_445_000 * 270 // 1000)
    assert sum(each.principal for each in anna.state.dues) == anna.state.loan.borrowed
    assert "Bram" not in anna.shown() and anna.state.may_write is False
    await anna.call("call_next", {"called_on": today().isoformat()})
    assert anna.state.refusal.kind == "not_allowed"
    stranger = Tab(LoanState, path, cast.stranger)
    await stranger.call("load")
    assert (stranger.state.loaded, stranger.state.loan.words) == (False, "")
