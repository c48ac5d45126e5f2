"""The one door of the ledger: what goes in, what is refused and why, and that twice is once."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.services.accounting.post_entry import Journal, NewLine, OwnerFact, post_entry, reverse
from koprogo.services.accounting.refusals import AlreadyReversed, NoYear, ReferenceUsed, ReversalStays
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import (
    DAY,
    account,
    act,
    bill,
    call,
    debtor,
    owner_account,
    rows,
    voucher,
    year,
)

LINES = "SELECT line, amount, day, account_id FROM entry_line WHERE association_id = :t AND entry_id = :e ORDER BY line"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, a year open."""
    found = await put_on_stage()
    await year(found)
    return found


async def problems(cast, entry):
    with pytest.raises(BadInput) as refused:
        await act(cast, post_entry, entry)
    return [(problem.where, problem.facts.get("difference_cents")) for problem in refused.value.problems]


async def test_an_entry_takes_the_next_number_of_its_journal_and_is_logged(cast):
    first, second = await bill(cast), await bill(cast, "F-2", 100)
    general = await act(cast, post_entry, await voucher(cast, {"6500": 5, "551": -5}))
    assert [(each.journal, each.year, each.number) for each in (first, second, general)] == [
        (Journal.PURCHASES, 2026, 1), (Journal.PURCHASES, 2026, 2), (Journal.GENERAL, 2026, 1),
    ]  # fmt: skip
    found = await rows(cast, LINES, e=first.id)
    assert [(row["line"], row["amount"], row["day"]) for row in found] == [(1, 36300, DAY), (2, -36300, DAY)]
    logged = await rows(cast, "SELECT facts FROM audit_event WHERE association_id = :t AND subject_id = :e", e=first.id)
    assert logged == [{"facts": {"journal": "purchases", "year": 2026, "number": 1, "lines": 2}}]


async def test_the_same_reference_and_content_is_the_same_entry(cast):
    once, again = await bill(cast), await bill(cast)
    assert (again.id, again.number, once.again, again.again) == (once.id, 1, False, True)
    assert len(await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t")) == 1


@pytest.mark.parametrize(
    "other", [{"cents": 36301}, {"text": "Other"}, {"day": date(2026, 3, 16)}, {"journal": Journal.GENERAL}]
)
async def test_a_reference_is_never_reused_for_other_content(cast, other):
    await bill(cast)
    with pytest.raises(ReferenceUsed) as refused:
        await bill(cast, **other)
    assert refused.value.facts() == {"reference": "F-1"}
    assert (await bill(cast, "F-2")).number == 2


async def test_a_cent_too_much_is_named(cast):
    assert await problems(cast, await voucher(cast, {"61050": 101, "4400": -100})) == [("lines", 1)]


async def test_everything_wrong_is_said_at_once(cast):
    entry = await voucher(cast, {"61050": 100})
    entry = replace(entry, reference=" ", text="", lines=(replace(entry.lines[0], amount=0, weight=2, total=1),))
    assert [where for where, _ in await problems(cast, entry)] == ["reference", "text", "lines", "line_1", "line_1"]


async def test_owners_must_be_told_what_stands_on_their_accounts(cast):
    owes = await debtor(cast, "A1")
    line = NewLine(await owner_account(cast, owes), 100)
    entry = replace(await voucher(cast, {"701": -100}), journal=Journal.SALES)
    entry = replace(entry, lines=(*entry.lines, line))
    fact = OwnerFact(owes, "other", "call", 100, ("call", uuid4()))
    assert await problems(cast, entry) == [("lines", None)]
    assert await problems(cast, replace(entry, owner_items=(replace(fact, amount=99),))) == [("lines", None)]
    assert await problems(cast, replace(entry, owner_items=(replace(fact, account="reserve"),))) == [("lines", None)]
    assert (await act(cast, post_entry, replace(entry, owner_items=(fact,)))).number == 1


async def test_a_day_without_a_year_is_refused(cast):
    with pytest.raises(NoYear) as refused:
        await bill(cast, day=date(2027, 1, 1))
    assert refused.value.facts() == {"day": "2027-01-01"}


async def test_accounts_lots_and_keys_of_others_are_not_found(cast):
    entry = await voucher(cast, {"61050": 100, "4400": -100})
    foreign = await account(cast, "4400", cast.elsewhere_id)
    with pytest.raises(NotFound):
        await act(cast, post_entry, replace(entry, lines=(entry.lines[0], replace(entry.lines[1], account_id=foreign))))
    with pytest.raises(NotFound):
        lot = cast.lots["B1"]
        await act(cast, post_entry, replace(entry, lines=(entry.lines[0], replace(entry.lines[1], lot_id=lot))))
    with pytest.raises(NotFound):
        await act(cast, post_entry, replace(entry, document_id=uuid4()))
    assert await rows(cast, "SELECT 1 FROM entry WHERE association_id = :t") == []


@pytest.mark.parametrize("who", ["anna", "stranger", "other_syndic"])
async def test_only_who_keeps_the_books_writes_in_them(cast, who):
    entry = await voucher(cast, {"61050": 100, "4400": -100})
    with pytest.raises(NotAllowed if who == "anna" else NotFound):
        await act(cast, post_entry, entry, who=who)
    assert (await act(cast, post_entry, entry, who="accountant")).number == 1


async def test_a_reversal_mirrors_every_line_and_owner(cast):
    made = await call(cast, "A5", 12345, "CALL-1")
    back = await act(cast, reverse, made.id, DAY, "CALL-1-R", "Called twice")
    sums = await rows(
        cast,
        "SELECT account_id, sum(amount)::bigint AS cents FROM entry_line WHERE association_id = :t GROUP BY account_id",
    )
    assert {row["cents"] for row in sums} == {0}
    items = await rows(cast, "SELECT kind, amount FROM owner_item WHERE association_id = :t ORDER BY amount")
    assert [(row["kind"], row["amount"]) for row in items] == [("call", -12345), ("call", 12345)]
    assert (back.journal, back.number) == (Journal.SALES, 2)


async def test_an_entry_is_taken_back_once_and_a_reversal_never(cast):
    made = await bill(cast)
    back = await act(cast, reverse, made.id, DAY, "F-1-R", "Wrong supplier")
    again = await act(cast, reverse, made.id, DAY, "F-1-R", "Wrong supplier")
    assert (again.id, again.again) == (back.id, True)
    with pytest.raises(AlreadyReversed):
        await act(cast, reverse, made.id, DAY, "F-1-R2", "Wrong supplier")
    with pytest.raises(ReversalStays):
        await act(cast, reverse, back.id, DAY, "F-1-RR", "No")
    with pytest.raises(NotFound):
        await act(cast, reverse, uuid4(), DAY, "X", "No such entry")
