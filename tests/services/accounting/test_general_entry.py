"""A general entry as it is typed: codes, amounts, everything wrong said at the line it is on. And what goes back where."""

import ast
from importlib import import_module
from pathlib import Path
from uuid import uuid4

import pytest

import koprogo.services
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.rules.accounting.bearers import NOT_SHARED, WHOSE
from koprogo.rules.accounting.closing import Step
from koprogo.services.accounting import periods
from koprogo.services.accounting.bank.booking import Decision
from koprogo.services.accounting.general_entry import (
    MOST_LINES,
    TAKEN_BACK_HERE,
    TypedLine,
    take_back,
    write_general,
)
from koprogo.services.accounting.post_entry import Journal, NewEntry, post_entry
from koprogo.services.accounting.refusals import ReversalStays, TakenBackElsewhere
from koprogo.services.charges import keys
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import DAY, act, bill, call, debtor, receive, rows, voucher, year

SERVICES = Path(koprogo.services.__file__).parent
HANDED_ON = {("charges/invoices/booking.py", "invoice.kind"): {"invoice", "credit_note"},
             ("accounting/bank/booking.py", "decision.kind"): set()}  # fmt: skip
"""Kinds that a service takes from what it was given: an invoice's own, and a decision's, which is found where it is made."""


def kinds_of(path: Path) -> set[str]:
    """Return the kinds of entries that a module writes: what it gives as `kind` to an entry, or to a line's decision."""
    here, found = str(path.relative_to(SERVICES)), set()
    names = vars(import_module("koprogo.services." + here.removesuffix(".py").replace("/", ".")))
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and names.get(ast.unparse(node.func)) in (NewEntry, Decision)):
            continue
        said = next((each.value for each in node.keywords if each.arg == "kind"), None) or node.args[3]
        given = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
        for each in given:
            if isinstance(each, ast.Attribute):
                found |= HANDED_ON[here, ast.unparse(each)]
            elif isinstance(each, ast.Subscript):
                found |= set(names[ast.unparse(each.value)].values())
            else:
                found.add(ast.literal_eval(each) if isinstance(each, ast.Constant) else names[ast.unparse(each)])
    return found


KINDS = set().union(*(kinds_of(path) for path in SERVICES.rglob("*.py") if "kind=" in path.read_text()))
GOOD = [TypedLine("61050", 36300), TypedLine("4400", -36300)]


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, a year open."""
    found = await put_on_stage()
    found.period = await year(found)
    return found


async def write(cast, lines=GOOD, who="accountant", **more):
    facts = {"day": DAY, "reference": "G-1", "words": "Cleaning", "lines": lines}
    return await act(cast, write_general, who=who, **{**facts, **more})


async def test_it_is_booked_and_twice_is_once(cast):
    made = await write(cast)
    assert (made.journal, made.number, (await write(cast)).again) == (Journal.GENERAL, 1, True)


async def test_an_owner_is_told_of_a_correction(cast):
    await debtor(cast, "A1")
    await write(cast, [TypedLine(" 4101.1 ", 500), TypedLine("643", -500, lot_id=cast.lots["A1"])])
    [item] = await rows(cast, "SELECT part, kind, amount FROM owner_item WHERE association_id = :t")
    assert item == {"part": "other", "kind": "correction", "amount": 500}


async def test_unknown_accounts_are_named_with_their_lines(cast):
    lines = [TypedLine("411", 100), TypedLine("551", -100), TypedLine("4101.1", 5), TypedLine("", 5)]
    with pytest.raises(BadInput) as refused:
        await write(cast, lines)
    assert [(each.where, each.facts["code"]) for each in refused.value.problems] == [
        ("line_1", "411"), ("line_3", "4101.1"), ("line_4", "?"),
    ]  # fmt: skip


async def test_costs_and_income_are_borne_as_the_line_says(cast):
    key = await act(cast, keys.enter_key, name={"fr": "Escalier"}, source="Art. 15", since=DAY, lines="A1 1")
    lot = cast.lots["A1"]
    lines = [TypedLine("744", -900, key_id=key), TypedLine("643", 400, lot_id=lot), TypedLine("551", 500)]
    await write(cast, lines)
    found = await rows(cast, "SELECT amount, key_id, lot_id FROM entry_line WHERE association_id = :t ORDER BY line")
    assert [tuple(row.values()) for row in found] == [(-900, key, None), (400, None, lot), (500, None, None)]


async def test_who_bears_it_is_said_at_the_line_it_is_wrong_on(cast):
    lot, good = cast.lots["A1"], TypedLine("61050", 500)
    with pytest.raises(BadInput) as refused:
        await write(cast, [good, TypedLine("551", -600, lot_id=lot), TypedLine("643", 100)])
    assert [(each.where, each.message_id) for each in refused.value.problems] == [
        ("line_2", NOT_SHARED), ("line_3", WHOSE),
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await write(cast, [TypedLine("61050", 500, key_id=uuid4()), TypedLine("551", -500)])


async def test_too_many_lines_are_no_general_entry(cast):
    with pytest.raises(BadInput):
        await write(cast, GOOD * MOST_LINES)


async def test_once_the_accounts_are_drawn_up_it_goes_to_the_closing_journal(cast):
    await act(cast, periods.advance, cast.period, step=Step.PROVISIONAL)
    assert (await write(cast)).journal is Journal.CLOSING


async def test_an_owner_writes_nothing(cast):
    with pytest.raises(NotAllowed):
        await write(cast, who="anna")


async def test_what_a_person_typed_is_taken_back_here_and_what_something_else_wrote_there(cast):
    typed = await write(cast)
    back = await act(cast, take_back, typed.id, DAY, "G-1-R", "Wrong account", who="accountant")
    assert back.id != typed.id
    for made in (await bill(cast), await call(cast, "A1", 500, "CALL-1"), await receive(cast, "A1", 500, "B-1")):
        with pytest.raises(TakenBackElsewhere):
            await act(cast, take_back, made.id, DAY, f"{made.number}-R", "Wrong", who="accountant")
    with pytest.raises(NotAllowed):
        await act(cast, take_back, typed.id, DAY, "G-1-R2", "Wrong", who="anna")


def test_what_is_taken_back_here_is_written_somewhere():
    assert TAKEN_BACK_HERE <= KINDS
    assert {"bank_rule", "bank", "receipt", "invoice", "credit_note", "loan", "closing", "reversal"} <= KINDS


@pytest.mark.parametrize("kind", sorted(KINDS - TAKEN_BACK_HERE - {"reversal"}))
async def test_what_a_service_wrote_goes_back_with_its_own_subject(cast, kind):
    made = await act(cast, post_entry, await voucher(cast, {"61050": 5, "4400": -5}, kind=kind))
    with pytest.raises(TakenBackElsewhere):
        await act(cast, take_back, made.id, DAY, "G-1-R", "Wrong", who="accountant")


async def test_a_reversal_says_itself_that_it_stays(cast):
    typed = await write(cast)
    back = await act(cast, take_back, typed.id, DAY, "G-1-R", "Wrong account")
    with pytest.raises(ReversalStays):
        await act(cast, take_back, back.id, DAY, "G-1-RR", "Wrong")
