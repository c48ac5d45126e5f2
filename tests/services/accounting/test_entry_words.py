"""What vouchers are about, worded for any reader: from their kind, reference and what stands beside them."""

from datetime import date

import pytest

from koprogo.i18n.languages import LANGUAGES
from koprogo.i18n.messages import message
from koprogo.services.accounting.entry_words import CALLS, NAMED, PLAIN, EntryMessage, entry_words
from koprogo.services.accounting.journal import entry_sheet
from koprogo.services.accounting.post_entry import post_entry
from koprogo.services.charges import making_calls
from koprogo.services.charges.calls import post_call
from koprogo.services.charges.sale_queries import CARRIED
from tests.cast import put_on_stage
from tests.services.accounting import ledger_on_stage as on_stage
from tests.services.charges import worked_year as stage_of


@pytest.fixture
async def cast(database):
    found = await put_on_stage()
    await on_stage.year(found)
    return found


async def words(cast, posted, who="accountant"):
    found = await on_stage.act(cast, entry_words, [each.id for each in posted], who=who)
    return [found.get(each.id) for each in posted]


async def typed(cast, kind, reference, text="Dit schreef de bank"):
    new = await on_stage.voucher(cast, {"551": 100, "499": -100}, kind=kind, reference=reference, text=text)
    return await on_stage.act(cast, post_entry, new)


@pytest.mark.parametrize(
    ("kind", "reference", "said", "facts"),
    [
        ("receipt", "B-1", EntryMessage.RECEIPT, {}),
        ("bank_rule", "B-2", EntryMessage.BANK, {}),
        ("suspense", "B-3", EntryMessage.SUSPENSE, {}),
        ("opening", "START", EntryMessage.OPENING, {}),
        ("accrual", "ACCRUAL-1", EntryMessage.ACCRUAL, {}),
    ],
)
async def test_what_the_bank_or_a_person_wrote_stands_beside_the_kind(cast, kind, reference, said, facts):
    [found] = await words(cast, [await typed(cast, kind, reference)])
    assert (found.message_id, dict(found.facts), found.own) == (said, facts, "Dit schreef de bank")


@pytest.mark.parametrize(
    ("kind", "reference", "said", "facts"),
    [
        ("invoice", "INV-000001", EntryMessage.INVOICE, {"words": "Net SA 12"}),
        ("sale", "SALE-A1-2026-03-01", EntryMessage.SALE, {"lot": "A1"}),
        ("sale", "SALE-A1-2026-03-01#2", EntryMessage.SALE, {"lot": "A1"}),
        (CARRIED, "SALE-A-1-2026-03-01-CALLS-2", EntryMessage.CARRIED, {"lot": "A-1"}),
        ("claim", "CLAIM-0012", EntryMessage.CLAIM, {"number": 12}),
        ("spread", "SPREAD-2026-03-15-1", EntryMessage.SPREAD, {"last": "2026-03-15"}),
        ("closing", "CLOSE-2026-01-01", EntryMessage.CLOSING, {"first": "2026-01-01", "last": "2026-12-31"}),
        ("loan", "LOANS-2026-03-15-1", EntryMessage.DUE_WITHIN, {"day": "2026-03-15"}),
        ("loan", "LOAN-1", EntryMessage.LOAN, {"words": "Net SA 12"}),
    ],
)
async def test_what_the_product_wrote_is_said_again_from_its_facts(cast, kind, reference, said, facts):
    [found] = await words(cast, [await typed(cast, kind, reference, "Net SA 12")])
    assert (found.message_id, dict(found.facts), found.own) == (said, facts, "")


async def test_what_only_a_person_words_keeps_its_words(cast):
    general = await typed(cast, "general", "SALE-A1-2026-03-01", "Reçu en caisse")
    [found] = await words(cast, [general])
    assert (found.message_id, found.own, found.taken_back) == ("", "Reçu en caisse", False)


async def test_a_voucher_that_takes_another_back_says_which_and_why(cast):
    paid = await typed(cast, "receipt", "B-1")
    by_hand = await typed(cast, "general", "G-1", "Caisse")
    day = date(2026, 3, 20)
    back = [
        await on_stage.act(cast, on_stage.reverse, each.id, day, f"R-{place}", "Vergissing")
        for place, each in enumerate((paid, by_hand))
    ]
    found = await words(cast, back)
    assert [(each.message_id, each.own, each.taken_back) for each in found] == [
        (EntryMessage.RECEIPT, "Vergissing", True), ("{words}", "Vergissing", True),
    ]  # fmt: skip
    assert dict(found[1].facts) == {"words": "Caisse"}


async def test_an_owner_is_told_nothing_of_a_voucher_about_others(cast):
    hers = await on_stage.receive(cast, "A1", 15000, "B-1")
    theirs = await on_stage.receive(cast, "A2", 400, "B-2")
    found = await words(cast, [hers, theirs], who="anna")
    assert (found[0] is not None, found[1]) == (True, None)
    assert None not in await words(cast, [hers, theirs])


@pytest.mark.parametrize("kind", ["suspense", "bank", "payment"])
async def test_the_banks_own_words_are_for_who_reads_the_books(cast, kind):
    posted = await typed(cast, kind, "B-1", "Immo Horizon BE62 5100 0754 7061")
    for who, told in (("anna", ""), ("accountant", "Immo Horizon BE62 5100 0754 7061")):
        assert (await on_stage.act(cast, entry_sheet, posted.id, who=who)).text == told
    by_hand = await typed(cast, "general", "G-1", "Caisse")
    assert (await on_stage.act(cast, entry_sheet, by_hand.id, who="anna")).text == "Caisse"


async def test_a_call_and_its_number_are_said_in_every_language(database):
    stage = await stage_of.worked_year()
    await stage_of.voted(stage)
    made = await stage.act(
        making_calls.instalment, starts=stage_of.STARTS, number=1, due_on=date(2025, 1, 20), at=stage_of.AT
    )
    posted = await stage.act(post_call, made, at=stage_of.AT)
    found = (await stage.act(entry_words, [posted.id]))[posted.id]
    assert (found.message_id, dict(found.facts), found.own) == (
        EntryMessage.CALL, {"number": 1, "of": 4, "year": 2025}, "",
    )  # fmt: skip
    said = {message(found.message_id, language, **found.facts) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)
    assert all("2025" in each for each in said)


def test_every_message_has_a_kind():
    by_facts = {
        EntryMessage.SETTLEMENT, EntryMessage.STATEMENT, EntryMessage.SALE, EntryMessage.CARRIED, EntryMessage.CLAIM,
        EntryMessage.LOAN, EntryMessage.DUE_WITHIN, EntryMessage.SPREAD, EntryMessage.CLOSING,
    }  # fmt: skip
    assert {*CALLS.values(), *PLAIN.values(), *NAMED.values()} | by_facts == set(EntryMessage)
