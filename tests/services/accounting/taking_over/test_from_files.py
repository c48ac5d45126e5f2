"""Old books from files: they agree to the cent or nothing is booked; once booked, nothing is booked again."""

from datetime import date

import pytest

from koprogo import db
from koprogo.core.errors import BadInput, NotAllowed, NotFound
from koprogo.core.money import ZERO
from koprogo.rules.accounting.opening import Differs
from koprogo.services.accounting import statements, trial_balance
from koprogo.services.accounting.post_entry import reverse
from koprogo.services.accounting.refusals import TakeOverDiffers
from koprogo.services.accounting.taking_over.from_files import confirm_take_over, preview_take_over
from koprogo.services.accounting.taking_over.mappings import mappings
from koprogo.services.accounting.verify import verify_books
from koprogo.services.buildings.kept_lists import ListGone
from koprogo.services.charges import proposal
from koprogo.services.charges.invoices import to_pay
from koprogo.services.charges.invoices.refusals import CameWithTheOpening
from koprogo.services.charges.invoices.steps import take_step
from koprogo.services.charges.invoices.verify import verify_invoices
from tests.cast import put_on_stage
from tests.services.accounting.ledger_on_stage import ENDS, STARTS, act, rows, year
from tests.services.accounting.taking_over.old_books import AT, DAY, FR, NL, sent

BALANCE = {
    "100": -200000, "160": -500000, "4400": -106300, "550": 500000, "551": 265000, "61050": 72600, "61210": 35745,
    "701": -192085,
}  # fmt: skip
COUNT = "SELECT count(*) AS n FROM entry WHERE association_id = :t"


@pytest.fixture
async def cast(database):
    """A fresh pair of associations per test, with a year that is open."""
    people = await put_on_stage()
    await year(people)
    return people


async def look(cast, request, **more):
    return await act(cast, preview_take_over, request=request, at=AT, **more)


async def take(cast, request, **more):
    return await act(cast, confirm_take_over, request=request, at=AT, **more)


@pytest.mark.parametrize("files", [FR, NL], ids=["fr", "nl"])
async def test_the_files_of_an_old_program_become_one_voucher(cast, files):
    request = await sent(cast, files)
    read = await look(cast, request)
    assert read.may_be_booked
    assert read.balances == BALANCE
    made = await take(cast, request, who="syndic")
    sheet = await act(cast, trial_balance.trial_balance, starts=STARTS, until=ENDS)
    found = {row.code: row.balance for row in sheet.rows if not row.code.startswith("410")}
    assert found == BALANCE
    assert sum(row.balance for row in sheet.rows if row.code.startswith("410")) == 125040
    assert sum(row.balance for row in sheet.rows if row.code.startswith("4100")) == 5000
    assert (await rows(cast, COUNT))[0]["n"] == 1
    async with db.association_session(cast.association_id) as session:
        assert await verify_books(session, cast.association_id) == []
        assert await verify_invoices(session, cast.association_id) == []
    assert made.invoices == (2 if files is FR else 0)


async def test_the_same_files_again_write_nothing(cast):
    first = await take(cast, await sent(cast, FR))
    again = await take(cast, await sent(cast, FR))
    assert again.posted.id == first.posted.id
    assert (again.posted.again, again.invoices, again.costs) == (True, 0, 0)
    for table, count in (("invoice", 2), ("old_year_cost", 8)):
        assert (await rows(cast, f"SELECT count(*) AS n FROM {table} WHERE association_id = :t"))[0]["n"] == count


@pytest.mark.parametrize(
    ("kind", "old", "new", "what", "books", "other"),
    [
        ("owners", b"400,00;0,00\r\n", b"400,01;0,00\r\n", Differs.OWNERS, 125040, 125041),
        ("bank", b"2.650,00", b"2.649,99", Differs.BANK, 265000, 264999),
        (
            "balance",
            b"61050000;Nettoyage des communs;726,00",
            b"61050000;Nettoyage des communs;726,01",
            Differs.WHOLE,
            1,
            0,
        ),
        ("invoices", b"700,00", b"700,01", Differs.SUPPLIERS, 106300, 106301),
    ],
)
async def test_one_cent_off_is_named_and_nothing_is_booked(cast, kind, old, new, what, books, other):
    def edit(content):
        assert old in content
        changed = content.replace(old, new)
        return b"\r\n".join(line for line in changed.split(b"\r\n") if not line.startswith(b"Total"))

    request = await sent(cast, FR, edit={kind: edit})
    [found] = (await look(cast, request)).differences
    assert (found.what, found.books, found.other) == (what, books, other)
    with pytest.raises(TakeOverDiffers):
        await take(cast, request)
    assert (await rows(cast, COUNT))[0]["n"] == 0


async def test_every_fault_is_told_by_its_line_and_column(cast):
    dirty = {"balance": "balance-dirty-fr.csv", "owners": "owners-dirty-fr.csv", "bank": "bank-fr.csv"}
    request = await sent(cast, dirty)
    read = await look(cast, request)
    places = {(fault.file.value, fault.line, fault.header) for fault in read.faults}
    assert places == {
        ("balance", 4, "Débit"), ("balance", 5, "Crédit"), ("balance", 6, "Débit"), ("balance", 7, "N° compte"),
        ("balance", 9, "Débit"), ("owners", 3, "Copropriétaire"), ("owners", 4, "Solde"),
    }  # fmt: skip
    assert read.undecided == ("990001",)
    with pytest.raises(BadInput) as refused:
        await take(cast, request)
    assert "balance, row 5, Crédit" in {problem.where for problem in refused.value.problems}


async def test_a_file_that_is_no_table_and_one_that_is_missing_are_said(cast):
    request = await sent(
        cast, {"balance": FR["balance"], "owners": FR["owners"]}, edit={"owners": lambda _: b"%PDF-1.7"}
    )
    read = await look(cast, request)
    assert [(fault.file.value, fault.line) for fault in read.faults] == [("bank", 0), ("owners", 0)]
    assert not read.may_be_booked


async def test_what_was_decided_is_kept_for_the_next_association_of_the_firm(cast):
    def renamed(content):
        return content.replace(b"N\xb0 compte", b"Nr").replace(b"440000", b"999000")

    decided = {"999000": "4400"}
    more = {"tool": "Syndic Pro", "accounts": decided, "columns": {"balance": {"code": "Nr"}}}
    first = await sent(cast, FR, edit={"balance": renamed}, **more)
    assert (await look(cast, await sent(cast, FR, edit={"balance": renamed}))).faults != ()
    await take(cast, first)
    async with db.tenant_session(cast.syndic) as session:
        [kept] = [each for each in await mappings(session, cast.syndic) if each.tool == "Syndic Pro"]
        assert await mappings(session, cast.stranger) == []
    assert kept.columns["balance"]["code"] == "Nr"
    assert kept.accounts["999000"] == "4400"
    assert kept.accounts["410000"] == "410"


async def test_open_invoices_are_payable_and_their_accounts_wait_for_a_second_person(cast):
    await take(cast, await sent(cast, FR))
    waiting = await act(cast, to_pay.to_pay, at=AT)
    assert [(each.supplier_number, each.amount.cents) for each in waiting] == [("2026-118", 36300), ("A-77", 70000)]
    assert not any(each.ready for each in waiting)
    with pytest.raises(CameWithTheOpening):
        await act(cast, take_step, waiting[0].id, what="reversed", words="Wrong", at=AT)


async def test_taken_back_it_may_be_taken_over_anew_and_nothing_is_paid_twice(cast):
    first = await take(cast, await sent(cast, FR))
    await act(cast, reverse, first.posted.id, DAY, "OPENING-BACK", "Wrong day")
    assert await act(cast, to_pay.to_pay, at=AT) == []
    second = await take(cast, await sent(cast, FR))
    assert second.posted.id != first.posted.id
    assert len(await act(cast, to_pay.to_pay, at=AT)) == 2
    async with db.association_session(cast.association_id) as session:
        assert await verify_invoices(session, cast.association_id) == []


async def test_last_years_costs_propose_the_budget_in_whole_euros(cast):
    await take(cast, await sent(cast, FR))
    found = await act(cast, proposal.propose_budget, starts=STARTS, index_hundredths=0)
    assert {line.account: line.amount.cents for line in found.lines if line.part == "ordinary"} == {
        "61050": 145200, "61210": 72400, "6140": 120000,
    }  # fmt: skip


async def test_the_two_years_before_stand_beside_this_one_and_make_the_base_of_the_reserve_fund(cast):
    await take(cast, await sent(cast, FR))
    both = {}
    for since, until in ((STARTS, ENDS), (date(2025, 1, 1), STARTS)):
        found = await act(cast, statements.income_statement, starts=since, until=until, who="anna")
        lines = [line for side in (found.figures.costs, found.figures.income) for head in side for line in head.lines]
        both[since.year] = {line.code: (line.cents, line.before) for line in lines}
    assert both[2026] == {
        "61050": (72600, 145200), "61210": (35745, 72432), "6140": (0, 119999), "701": (192085, 480000),
    }  # fmt: skip
    assert both[2025] == {
        "61050": (145200, 138800), "61210": (72432, 81010), "6140": (119999, 115000), "701": (480000, 460000),
    }  # fmt: skip
    duty = await act(cast, proposal.reserve_duty, starts=STARTS, given=ZERO)
    assert (duty.charges.cents, duty.contribution.minimum.cents) == (337631, 16882)
    first = await act(cast, proposal.reserve_duty, starts=date(2025, 1, 1), given=ZERO)
    assert first.charges.cents == 334810


async def test_who_may_not_and_what_is_not_ones_own(cast):
    request = await sent(cast, FR)
    with pytest.raises(NotAllowed):
        await look(cast, request, who="anna")
    with pytest.raises(NotFound):
        await look(cast, request, who="stranger")
    with pytest.raises(ListGone):
        await look(cast, request, who="accountant")
    with pytest.raises(BadInput):
        await take(cast, await sent(cast, FR, tool=" "))
    with pytest.raises(BadInput):
        await look(cast, await sent(cast, FR, accounts={"410000": "41"}))
