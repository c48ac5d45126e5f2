"""What another lot alone bears is that owner's: its neighbours read the sums of the books, and nothing of whose it is."""

from datetime import date

import pytest

from koprogo.core.clock import now, today
from koprogo.core.errors import NotFound
from koprogo.core.money import Money
from koprogo.services.accounting import journal
from koprogo.services.accounting.entry_words import entry_words
from koprogo.services.accounting.ledger_of_account import ledger_of_account
from koprogo.services.accounting.post_entry import Journal, NewEntry, NewLine, post_entry
from koprogo.services.accounting.reports.asked import Asked, What
from koprogo.services.accounting.reports.load import report
from koprogo.services.accounting.trial_balance import trial_balance
from koprogo.services.charges.claims import claims
from koprogo.services.charges.claims.claims import Known
from koprogo.services.charges.invoices import queries
from koprogo.services.ownership import transfers
from koprogo.services.ownership.transfers import NewHolder
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as books
from tests.services.charges import loans_on_stage
from tests.services.charges.invoices_on_stage import act, booked, line

PRIVATE = "643"


@pytest.fixture
async def cast(database):
    return await put_on_stage()


def days():
    return {"starts": date(today().year, 1, 1), "until": date(today().year + 1, 1, 1)}


async def ledger(cast, who, code):
    sheet = await act(cast, who, ledger_of_account, await books.account(cast, code), **days())
    return [(each.entry_id is not None, each.reference, each.text, each.amount) for each in sheet.lines]


async def entry_of(cast, code):
    """Return the newest voucher on an account."""
    sheet = await act(cast, "syndic", ledger_of_account, await books.account(cast, code), **days())
    return sheet.lines[-1].entry_id


async def lines_of(cast, who, entry_id):
    sheet = await act(cast, who, journal.entry_sheet, entry_id)
    return [(each.code, each.lot, each.amount) for each in sheet.lines]


async def test_an_invoice_of_one_lot_is_a_sum_to_its_neighbours(cast):
    lines = (line(10_000, account=PRIVATE, lot_id=cast.lots["A2"], rate="0", words="Porte"),)
    invoice = await booked(cast, gross=Money(10_000), lines=lines)
    entry = await entry_of(cast, PRIVATE)
    for code, cents in ((PRIVATE, 10_000), ("4400", -10_000)):
        assert await ledger(cast, "anna", code) == [(False, "", "", cents)], "the sum, and nothing of whose it is"
        [(linked, reference, words, amount)] = await ledger(cast, "bram", code)
        assert (linked, reference, amount) == (True, "INV-000001", cents)
        assert words.startswith("Ascenseurs du Midi F-")
    for read in (queries.invoice, journal.entry_sheet):
        wanted, more = (invoice, {"at": now()}) if read is queries.invoice else (entry, {})
        with pytest.raises(NotFound):
            await act(cast, "anna", read, wanted, **more)
    assert await act(cast, "anna", entry_words, [entry]) == {}
    assert list(await act(cast, "bram", entry_words, [entry])) == [entry]
    sides = [(PRIVATE, "A2", 10_000), ("4400", "", -10_000)]
    assert await lines_of(cast, "bram", entry) == await lines_of(cast, "syndic", entry) == sides
    asked = Asked(What.LEDGER, **days(), account_id=await books.account(cast, PRIVATE))
    rows = (await act(cast, "anna", report, asked, "en")).sheets[0].rows
    assert [row.cells[1:3] for row in rows[1:-1]] == [("", "Another owner’s account")]
    balances = [
        [(row.code, row.balance) for row in (await act(cast, who, trial_balance, **days())).rows]
        for who in ("anna", "syndic")
    ]
    assert balances[0] == balances[1] == [("4400", -10_000), (PRIVATE, 10_000)]


async def test_of_an_invoice_of_all_the_part_of_others_is_one_sum(cast):
    lines = tuple(
        line(cents, account=code, lot_id=lot and cast.lots[lot], rate="0")
        for code, lot, cents in (
            (PRIVATE, "A2", 1_000),
            (PRIVATE, "A1", 400),
            (PRIVATE, "A3", 600),
            ("61011", None, 8_000),
        )
    )
    await booked(cast, gross=Money(10_000), lines=lines)
    entry = await entry_of(cast, PRIVATE)
    assert await lines_of(cast, "anna", entry) == [
        (PRIVATE, "", 1_600), (PRIVATE, "A1", 400), ("61011", "", 8_000), ("4400", "", -10_000),
    ]  # fmt: skip
    sheet = await act(cast, "anna", journal.entry_sheet, entry)
    [others] = [each for each in sheet.lines if (each.code, each.lot) == (PRIVATE, "")]
    assert (others.source, others.weight, others.cost_from, others.account_id) == (
        None, None, None, await books.account(cast, PRIVATE),
    )  # fmt: skip
    assert {linked for linked, *_ in await ledger(cast, "anna", PRIVATE)} == {True}, "the voucher is of all"


async def test_an_invoice_that_the_reserve_pays_for_one_lot_is_still_that_lots(cast):
    """681 takes off what the fund paid: alone, it is no cost of the association."""
    await books.year(cast, date(today().year, 1, 1), date(today().year + 1, 1, 1))
    at = {code: await books.account(cast, code) for code in (PRIVATE, "681", "160", "4400")}
    new = NewEntry(
        Journal.PURCHASES, today(), "F-1", "invoice", "Serrurier", (
            NewLine(at[PRIVATE], 500, lot_id=cast.lots["A2"]), NewLine(at["4400"], -500), NewLine(at["160"], 500),
            NewLine(at["681"], -500),
        ),
    )  # fmt: skip
    made = await act(cast, "syndic", post_entry, new)
    with pytest.raises(NotFound):
        await act(cast, "anna", journal.entry_sheet, made.id)
    assert await ledger(cast, "anna", "681") == [(False, "", "", -500)]


async def test_the_deductible_of_a_neighbour_is_hers(cast):
    known = Known(
        insurer="Assureur SA", expected=Money(0), deductible=Money(5_000), lot_id=cast.lots["A2"], source="Art. 22"
    )
    facts = {"happened_on": today(), "words": "Dégât des eaux", "lots": [cast.lots["A2"]], "at": now()}
    claim = await act(cast, "syndic", claims.open_claim, known=known, **facts)
    lines = (line(5_000, rate="exempt", account="61021", lot_id=cast.lots["A2"]),)
    await booked(cast, funding="insurance", claim_id=claim, gross=Money(5_000), lines=lines)
    await act(cast, "syndic", claims.end_claim, claim, day=today(), at=now())
    assert await ledger(cast, "anna", PRIVATE) == [(False, "", "", 5_000)]
    assert {linked for linked, *_ in await ledger(cast, "anna", "4996")} == {False}, "the invoice to that lot neither"
    with pytest.raises(NotFound):
        await act(cast, "anna", journal.entry_sheet, await entry_of(cast, PRIVATE))
    assert await lines_of(cast, "bram", await entry_of(cast, PRIVATE)) == [
        (PRIVATE, "A2", 5_000), ("4996", "", -5_000),
    ]  # fmt: skip


async def test_a_loan_is_of_all_and_who_borrowed_is_nobody_elses(cast):
    loan = await loans_on_stage.going(cast)
    await loans_on_stage.called(cast, loan, loans_on_stage.FIRST)
    await loans_on_stage.repaid(cast, loan, 1, loans_on_stage.FIRST)
    drawn, repaid = [
        (await books.act(cast, ledger_of_account, await books.account(cast, code), **books_year())).lines[0].entry_id
        for code in ("416", "657")
    ]
    for entry, code in ((drawn, "416"), (repaid, "657")):
        everything = await lines_of(cast, "syndic", entry)
        whole = sum(cents for each, _, cents in everything if each == code)
        for who, hers in (("anna", {"A1", "G1"}), ("bram", {"A2"})):
            seen = await lines_of(cast, who, entry)
            assert {lot for _, lot, _ in seen} <= hers | {""}
            assert sum(cents for each, _, cents in seen if each == code) == whole
            assert len(seen) < len(everything)
            assert sum(cents for *_, cents in seen) == 0
        assert (code, "A1") in {each[:2] for each in await lines_of(cast, "anna", entry)}


def books_year():
    return {"starts": books.STARTS, "until": books.ENDS}


async def test_the_banks_words_are_not_in_a_ledger_that_an_owner_reads(cast):
    await books.year(cast, date(today().year, 1, 1), date(today().year + 1, 1, 1))
    at = {code: await books.account(cast, code) for code in ("551", "4400", "499")}
    for place, (kind, code) in enumerate((("payment", "4400"), ("suspense", "499"))):
        new = NewEntry(
            Journal.BANK, today(), f"B-{place}", kind, "Immo Horizon BE62 5100 0754 7061",
            (NewLine(at["551"], 500), NewLine(at[code], -500)),
        )  # fmt: skip
        made = await act(cast, "syndic", post_entry, new)
        [(linked, reference, words, _)] = await ledger(cast, "anna", code)
        assert (linked, reference, words) == (True, f"B-{place}", "")
        assert [each.own for each in (await act(cast, "anna", entry_words, [made.id])).values()] == [""]
        [(*_, told, _)] = await ledger(cast, "syndic", code)
        assert told == "Immo Horizon BE62 5100 0754 7061"


async def test_who_held_the_lot_that_day_reads_it_and_who_holds_it_now(cast):
    await books.year(cast)
    at = {code: await books.account(cast, code) for code in (PRIVATE, "4400")}
    made = []
    for day in (date(2026, 3, 1), date(2026, 5, 1)):
        lines = (NewLine(at[PRIVATE], 500, lot_id=cast.lots["A2"]), NewLine(at["4400"], -500))
        new = NewEntry(Journal.PURCHASES, day, f"F-{day}", "invoice", "Serrurier", lines)
        made.append((await act(cast, "syndic", post_entry, new)).id)
    sold = {"lot_id": cast.lots["A2"], "day": date(2026, 4, 2), "act": "Acte", "at": now()}
    buyer = [NewHolder("full", person_id=cast.people["dirk"])]
    await act(cast, "syndic", transfers.record_transfer, holders=buyer, **sold)
    sheet = {
        who: [each.entry_id for each in (await act(cast, who, ledger_of_account, at[PRIVATE], **books_year())).lines]
        for who in ("bram", "dirk", "anna")
    }
    assert sheet == {"bram": [made[0], None], "dirk": made, "anna": [None, None]}
