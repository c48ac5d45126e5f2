"""A reference the product needs is nobody's to type: the act it belongs to would be refused for good."""

from datetime import date

import pytest

from koprogo.core.errors import BadInput
from koprogo.services.accounting.general_entry import TypedLine, take_back, write_general
from koprogo.services.accounting.opening import OldBooks, take_over
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.accounting.reserved import MADE_HERE, OPENING, reserved
from koprogo.services.charges import call_queries, calls
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, account, act, rows, voucher, year
from tests.services.charges import worked_year as stage_of

GOOD = [TypedLine("61050", 500), TypedLine("4400", -500)]
TYPED = {"day": DAY, "words": "Cleaning", "lines": GOOD, "who": "accountant"}
KEPT = [*(f"{each}2026-1" for each in MADE_HERE), OPENING, "OPENING-2", "BE71096123456769/2026/1/1"]
FREE = ["G-1", "OD-2026-1", "CALL", "CALLS-1", "call-2026-1", "BE71", "INV 12", "Facture/2026/1"]


@pytest.fixture
async def cast(database):
    found = await put_on_stage()
    await year(found)
    return found


@pytest.mark.parametrize("reference", KEPT)
async def test_it_is_not_typed(cast, reference):
    with pytest.raises(BadInput) as refused:
        await act(cast, write_general, reference=f" {reference} ", **TYPED)
    assert [(each.where, each.facts) for each in refused.value.problems] == [("reference", {"reference": reference})]
    typed = await act(cast, write_general, reference="G-1", **TYPED)
    with pytest.raises(BadInput):
        await act(cast, take_back, typed.id, DAY, reference, "Wrong account")
    assert [row["reference"] for row in await rows(cast, "SELECT reference FROM entry WHERE association_id = :t")] == [
        "G-1"
    ]


@pytest.mark.parametrize("reference", FREE)
def test_any_other_is(reference):
    assert reserved(reference) == []


async def test_what_the_product_wrote_goes_back_under_its_own_name(cast):
    new = await voucher(cast, {"61050": 500, "4400": -500}, kind="spread", reference="SPREAD-2026-03-31-1")
    made = await act(cast, post_entry, new)
    back = await act(cast, take_back, made.id, DAY, "SPREAD-2026-03-31-1-R", "Wrong")
    assert back.id != made.id


async def test_the_opening_has_its_own_name_and_no_others(cast):
    figures = {"balances": {"551": 100, "100": -100}, "control": 0, "owners": {}, "statements": {"551": 100}}
    with pytest.raises(BadInput) as refused:
        await act(cast, take_over, old=OldBooks(day=DAY, text="Old books", reference="CALL-2026-Q1", **figures))
    assert [each.where for each in refused.value.problems] == ["reference"]
    assert (await act(cast, take_over, old=OldBooks(day=DAY, text="Old books", **figures))).number == 1


async def test_a_call_passes_over_a_reference_that_a_voucher_has(database):
    """Books kept before references were told apart may hold one."""
    stage = await stage_of.worked_year()
    await stage_of.voted(stage)
    lines = (NewLine(await account(stage, "61050"), 100), NewLine(await account(stage, "4400"), -100))
    await stage.act(
        post_entry, NewEntry(Journal.GENERAL, date(2025, 1, 2), "CALL-2025-Q1", "general", "My own note", lines)
    )
    call = await stage.call(1)
    await stage.act(calls.post_call, call, at=stage_of.AT)
    assert [row.reference for row in await stage.act(call_queries.calls)] == ["CALL-2025-Q1-2"]
